//! Links: from what a draft refers to, to its page: pull requests and issues, releases, vulnerabilities.
//!
//! A number is one of some repository, and so is a release. Which one the draft is for is the caller's business; where
//! nobody knows it, there is no link. Addresses that are written out are links to every editor without help.

use semver::Version;

use super::mentions::{Thing, mentions};
use crate::catalog::VersionStanding;
use crate::rules::Context;
use crate::syntax::{VersionText, read_version};
use crate::text::Range;

/// Something that leads to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is followed.
    pub range: Range,
    /// The address of the page.
    pub target: String,
    /// What the page is about: `kubernetes/kubernetes#12`.
    pub title: String,
}

/// The links of a draft for `repository` (`owner/name`), in order of place. In prose a release has to be a known one, for
/// other projects have versions, too; in a release block it must not be one that is still to come.
pub fn links(context: &Context<'_>, repository: Option<&str>) -> Vec<Link> {
    let issue = context.issue;
    let draft = issue.draft;
    let mut links = Vec::new();
    let entries = draft.body.release_blocks.iter();
    for value in entries
        .flat_map(|block| &block.entries)
        .flat_map(|entry| entry.values())
    {
        if let VersionText::Version(version) = read_version(draft.slice(*value))
            && standing(context, &version) != Some(Standing::Unreleased)
        {
            links.extend(repository.map(|repository| release(repository, *value, &version)));
        }
    }
    let references = issue.pull_requests.iter().flat_map(|line| &line.references);
    for reference in references {
        let named = reference.repository.as_deref();
        let is_address = draft.slice(reference.range).contains("://");
        if let Some(repository) = named.or(repository).filter(|_| !is_address) {
            links.push(numbered(
                repository,
                "pull",
                reference.range,
                reference.number,
            ));
        }
    }
    for mention in mentions(draft) {
        let range = mention.range;
        links.extend(match mention.thing {
            Thing::Number {
                repository: named,
                number,
            } => {
                // GitHub leads on to the pull request, where it is one.
                let repository = named.as_deref().or(repository);
                repository.map(|repository| numbered(repository, "issues", range, number))
            }
            Thing::Version(version) => repository
                .filter(|_| standing(context, &version) == Some(Standing::Released))
                .map(|repository| release(repository, range, &version)),
            Thing::Vulnerability(name) => Some(Link {
                range,
                target: format!("https://www.cve.org/CVERecord?id={name}"),
                title: name,
            }),
        });
    }
    // The sort is stable: what an entry says of its place comes before what prose would.
    links.sort_by_key(|link| link.range.start);
    let mut end = 0;
    links.retain(|link| {
        let is_apart = link.range.start >= end;
        end = end.max(link.range.end);
        is_apart
    });
    links
}

fn numbered(repository: &str, page: &str, range: Range, number: u64) -> Link {
    Link {
        range,
        target: format!("https://github.com/{repository}/{page}/{number}"),
        title: format!("{repository}#{number}"),
    }
}

fn release(repository: &str, range: Range, version: &Version) -> Link {
    // What is built from a release has no page of its own.
    let tag = format!("v{version}").replace('+', "%2B");
    Link {
        range,
        target: format!("https://github.com/{repository}/releases/tag/{tag}"),
        title: format!("{repository} v{version}"),
    }
}

/// Whether a version has a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Released,
    Unreleased,
}

/// What is known of a version; nothing where the releases are not known.
fn standing(context: &Context<'_>, version: &Version) -> Option<Standing> {
    let releases = context.catalog.releases.as_ref()?;
    match releases.standing(version, context.today) {
        VersionStanding::Released(_) | VersionStanding::Prerelease => Some(Standing::Released),
        VersionStanding::Next | VersionStanding::Later(_) | VersionStanding::Unreleased => {
            Some(Standing::Unreleased)
        }
        VersionStanding::Possible | VersionStanding::Unlisted => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::with_context;
    use expect_test::expect;

    /// A line for each link: what is followed, the page, what that is about.
    fn linked(repository: Option<&str>, text: &str) -> String {
        let links = with_context(text, |context| links(context, repository));
        let shown = links.iter().map(|link| {
            let words = &text[link.range];
            format!("{words} → {} ({})\n", link.target, link.title)
        });
        shown.collect()
    }

    const DRAFT: &str = "```release\nintroduced-in=v1.34.2\nintroduced-in=1.34.3\nresolved-in=v1.36.5\nresolved-in: v1.36.4\n```\n\n## Symptoms\n\n😀 As in #12, GH-13 and etcd-io/etcd#14, since v1.35.0 with etcd v3.5.9: CVE-2024-10220.\n\n```\n#15\n```\n\n## PRs\n\n- #140300 (release-1.36)\n- 140301\n- kubernetes/website#3, see #4\n- https://github.com/kubernetes/kubernetes/pull/5\n";

    #[test]
    fn what_a_draft_refers_to_leads_to_its_page() {
        expect![[r#"
            v1.34.2 → https://github.com/owner/name/releases/tag/v1.34.2 (owner/name v1.34.2)
            v1.36.4 → https://github.com/owner/name/releases/tag/v1.36.4 (owner/name v1.36.4)
            #12 → https://github.com/owner/name/issues/12 (owner/name#12)
            GH-13 → https://github.com/owner/name/issues/13 (owner/name#13)
            etcd-io/etcd#14 → https://github.com/etcd-io/etcd/issues/14 (etcd-io/etcd#14)
            v1.35.0 → https://github.com/owner/name/releases/tag/v1.35.0 (owner/name v1.35.0)
            CVE-2024-10220 → https://www.cve.org/CVERecord?id=CVE-2024-10220 (CVE-2024-10220)
            #140300 → https://github.com/owner/name/pull/140300 (owner/name#140300)
            140301 → https://github.com/owner/name/pull/140301 (owner/name#140301)
            kubernetes/website#3 → https://github.com/kubernetes/website/pull/3 (kubernetes/website#3)
            #4 → https://github.com/owner/name/pull/4 (owner/name#4)
        "#]].assert_eq(&linked(Some("owner/name"), DRAFT));
    }

    #[test]
    fn without_a_repository_there_is_what_needs_none() {
        expect![[r#"
            etcd-io/etcd#14 → https://github.com/etcd-io/etcd/issues/14 (etcd-io/etcd#14)
            CVE-2024-10220 → https://www.cve.org/CVERecord?id=CVE-2024-10220 (CVE-2024-10220)
            kubernetes/website#3 → https://github.com/kubernetes/website/pull/3 (kubernetes/website#3)
        "#]].assert_eq(&linked(None, DRAFT));
    }
}
