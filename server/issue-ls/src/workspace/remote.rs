//! Which repository on GitHub a clone is one of, from the remotes that git lists. Of other hosts nothing is known.

/// The remotes that tell, the first one that is on GitHub first: who has forked a repository calls it `upstream`.
const NAMES: [&str; 2] = ["upstream", "origin"];

/// The repository, `owner/name`, of what `git remote --verbose` prints.
pub(super) fn repository(remotes: &str) -> Option<String> {
    NAMES.into_iter().find_map(|wanted| {
        remotes.lines().find_map(|line| {
            let (name, rest) = line.split_once('\t')?;
            // Behind it stands what it is for, and in a partial clone what is left out.
            let address = rest.split(' ').next()?;
            (name == wanted).then(|| on_github(address)).flatten()
        })
    })
}

/// The repository at an address in any of the forms that git takes: `https://github.com/owner/name.git`,
/// `ssh://git@github.com/owner/name`, `git@github.com:owner/name.git`. GitHub takes ssh on the port of HTTPS, too, at a host of
/// another name.
fn on_github(address: &str) -> Option<String> {
    let (host, path) = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?,
        None => address.split_once(':')?,
    };
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let is_github = ["github.com", "www.github.com", "ssh.github.com"]
        .iter()
        .any(|name| host.eq_ignore_ascii_case(name));
    let path = path.trim_matches('/');
    let (owner, name) = path.strip_suffix(".git").unwrap_or(path).split_once('/')?;
    let is_part = |part: &str| {
        let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "-_.".contains(sign);
        !part.is_empty() && part.chars().all(is_sign)
    };
    (is_github && is_part(owner) && is_part(name)).then(|| format!("{owner}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_an_address_on_github_is_understood() {
        for address in [
            "https://github.com/owner/my.name.git",
            "https://github.com/owner/my.name/",
            "https://somebody:secret@GitHub.com/owner/my.name",
            "http://www.github.com/owner/my.name",
            "git://github.com/owner/my.name.git",
            "ssh://git@github.com/owner/my.name.git",
            "ssh://git@ssh.github.com:443/owner/my.name.git",
            "git@github.com:owner/my.name.git",
            "github.com:/owner/my.name",
        ] {
            assert_eq!(
                on_github(address).as_deref(),
                Some("owner/my.name"),
                "{address}"
            );
        }
    }

    #[test]
    fn what_lies_elsewhere_is_not() {
        for address in [
            "",
            "../somewhere/name.git",
            "/srv/git/github.com/owner/name",
            "https://gitlab.com/owner/name",
            "https://github.com.example.org/owner/name",
            "https://github.com/owner",
            "https://github.com/owner/name/more",
            "https://github.com/owner/na me",
            "git@example.org:github.com/name",
            "https://example.org/@github.com/name",
        ] {
            assert_eq!(on_github(address), None, "{address}");
        }
    }

    #[test]
    fn upstream_comes_before_origin_where_it_is_on_github() {
        let origin = "origin\tgit@github.com:me/fork.git (fetch)\norigin\tgit@github.com:me/fork.git (push)\n";
        let of = |upstream: &str| {
            let remotes = format!("{origin}upstream\t{upstream} (fetch)\n");
            repository(&remotes)
        };
        let found = of("https://github.com/owner/name");
        assert_eq!(found.as_deref(), Some("owner/name"));
        assert_eq!(
            of("https://example.org/owner/name").as_deref(),
            Some("me/fork")
        );
        let partial = "origin\thttps://github.com/owner/name (fetch) [blob:none]\n";
        assert_eq!(repository(partial).as_deref(), Some("owner/name"));
        assert_eq!(
            repository("other\thttps://github.com/owner/name (fetch)\n"),
            None
        );
        assert_eq!(repository(""), None);
    }
}
