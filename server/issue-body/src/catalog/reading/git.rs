//! What git says of a project: its tags are releases, its merges pull requests. The lines come from elsewhere; this
//! file reads them and leaves out what it does not understand, since people write tags and titles as they like.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use semver::{BuildMetadata, Prerelease, Version};

use crate::catalog::{Minor, PullRequest, Release, Releases};

/// What `git for-each-ref` is to print of each tag, as its `--format`.
pub const TAG_FORMAT: &str = "%(creatordate:format-local:%Y-%m-%d) %(refname:strip=2)";

/// What `git log` is to print of each commit, as its `--format`, with days as `--date=format-local:%Y-%m-%d` has them.
pub const MERGE_FORMAT: &str = "%x1e%cd%x1f%s%x1f%b";

/// Reads tags, one a line, as [`TAG_FORMAT`] has them. `source` names them in hovers. No end of support follows from
/// a tag; what is built in of the same project may tell.
pub fn read_tags(lines: &str, source: &str) -> Releases {
    let mut minors: BTreeMap<(u64, u64), (Vec<Release>, Vec<Version>)> = BTreeMap::new();
    for line in lines.lines() {
        let Some((date, version)) = tag(line) else {
            continue;
        };
        let (patches, prereleases) = minors.entry((version.major, version.minor)).or_default();
        if version.pre == Prerelease::EMPTY {
            patches.push(Release {
                version,
                date,
                note: None,
            });
        } else {
            prereleases.push(version);
        }
    }
    let minors = minors
        .into_iter()
        .map(|((major, minor), (mut patches, prereleases))| {
            patches.sort_by(|left, right| left.version.cmp(&right.version));
            patches.dedup_by(|later, earlier| later.version == earlier.version);
            Minor {
                major,
                minor,
                // A clone may lack old tags; the minor was out with its first patch at the latest.
                release_date: patches.first().map(|release| release.date),
                maintenance: None,
                maintenance_is_planned: false,
                end_of_life: None,
                end_of_life_is_planned: false,
                note: None,
                patches,
                prereleases,
            }
        });
    Releases::new(minors.collect(), None, source.to_owned())
}

fn tag(line: &str) -> Option<(Date, Version)> {
    let (day, name) = line.split_once(' ')?;
    let mut version = Version::parse(name.strip_prefix('v').unwrap_or(name)).ok()?;
    version.build = BuildMetadata::EMPTY;
    Some((day.parse().ok()?, version))
}

/// Reads commits of a main line, each as [`MERGE_FORMAT`] has it, newest first: those that merged a pull request.
pub fn read_merges(log: &str) -> Vec<PullRequest> {
    let mut found: Vec<PullRequest> = Vec::new();
    for commit in log.split('\u{1e}') {
        if let Some(merged) = merge(commit)
            && !found.iter().any(|known| known.number == merged.number)
        {
            found.push(merged);
        }
    }
    found.sort_by_key(|merged| std::cmp::Reverse(merged.merged));
    found
}

fn merge(commit: &str) -> Option<PullRequest> {
    static MERGE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^Merge pull request #([0-9]{1,9}) from (\S+)").expect("the tests compile it")
    });
    static SQUASH: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(.*?)\s*\(#([0-9]{1,9})\)$").expect("the tests compile it"));
    static BRANCH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9A-Za-z])(release-[0-9]+\.[0-9]+)(?:[^0-9.]|$)")
            .expect("the tests compile it")
    });
    let mut parts = commit.splitn(3, '\u{1f}');
    let merged: Date = parts.next()?.trim().parse().ok()?;
    let subject = parts.next()?.trim();
    let body = parts.next().unwrap_or_default();
    let branch = |texts: [&str; 2]| {
        let mut texts = texts.into_iter();
        texts.find_map(|text| Some(BRANCH.captures(text)?[1].to_owned()))
    };
    if let Some(found) = MERGE.captures(subject) {
        let mut lines = body.lines().map(str::trim);
        let title = lines.find(|line| !line.is_empty()).unwrap_or_default();
        return Some(PullRequest {
            number: found[1].parse().ok()?,
            title: title.to_owned(),
            merged,
            // Cherry picks name the branch in that of their author, or in front of their title.
            branch: branch([&found[2], title]),
        });
    }
    let found = SQUASH.captures(subject)?;
    Some(PullRequest {
        number: found[2].parse().ok()?,
        title: found[1].to_owned(),
        merged,
        branch: branch([&found[1], ""]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Phase};
    use jiff::civil::date;

    #[test]
    fn tags_are_releases_and_pre_releases() {
        let lines = "2026-03-10 v2.4.0\n2026-02-20 v2.4.0-rc.1\n2026-04-14 v2.4.1\n2025-01-01 2.3.0\n2026-08-01 v2.5.0-alpha.1\n\
                     2026-01-01 latest\n2026-01-01 v2\nkubelet/v1.0.0\n2026-01-01 sub/v3.0.0\n not-a-day v4.0.0\n";
        let releases = read_tags(lines, "tags");
        let minors: Vec<_> = releases
            .minors
            .iter()
            .map(|minor| {
                (
                    minor.minor,
                    minor.release_date,
                    minor.patches.len(),
                    minor.prereleases.len(),
                )
            })
            .collect();
        assert_eq!(
            minors,
            [
                (5, None, 0, 1),
                (4, Some(date(2026, 3, 10)), 2, 1),
                (3, Some(date(2025, 1, 1)), 1, 0)
            ]
        );
        let phase = releases.minors[1].phase(date(2026, 9, 1));
        assert_eq!(phase, Phase::Unknown, "no end follows from a tag");
        let prerelease = Version::parse("2.4.0-rc.1").expect("a version");
        assert_eq!(releases.minors[1].prereleases, [prerelease]);
    }

    #[test]
    fn another_projects_minor_inherits_no_end_of_life() {
        let kubernetes = Catalog::kubernetes().releases.as_ref().expect("releases");
        let same = read_tags(
            "2025-08-27 v1.34.0\n2026-08-21 v1.34.11\n2026-09-17 v1.34.12\n",
            "tags",
        );
        assert!(kubernetes.is_of_same_project(&same));
        let joined = kubernetes.clone().joined_with(same);
        let minor = joined.minor(1, 34).expect("a known minor");
        assert_eq!(minor.end_of_life, Some(date(2026, 10, 27)));
        assert_eq!(
            minor.next_patch_on(date(2026, 10, 1)).to_string(),
            "1.34.13"
        );

        let other = read_tags("2023-05-02 v1.34.0\n2023-06-01 v1.34.1\n", "tags");
        assert!(!kubernetes.is_of_same_project(&other));
        let mixed = read_tags(
            "2025-08-27 v1.34.0\n2025-12-17 v1.35.0\n2021-01-01 v1.36.0\n",
            "tags",
        );
        let joined = kubernetes.clone().joined_with(mixed);
        assert_eq!(
            joined.minor(1, 36).expect("a known minor").end_of_life,
            None
        );
    }

    #[test]
    fn merges_are_pull_requests_newest_first() {
        let commit = |day: &str, subject: &str, body: &str| {
            format!("\u{1e}{day}\u{1f}{subject}\u{1f}{body}")
        };
        let log = [
            commit("2026-08-03", "Mend the parser (#31)", ""),
            commit(
                "2026-08-20",
                "Merge pull request #12 from someone/automated-cherry-pick-of-#9-upstream-release-1.36",
                "\n\nStop losing volumes\n\nMore words\n",
            ),
            commit(
                "2026-08-02",
                "Merge pull request #13 from someone/fix",
                "[release-1.35] Count nodes",
            ),
            commit("2026-08-01", "Merge branch 'master' of example", "x (#44)"),
            commit("2026-08-01", "Refer to (#55) in the middle", ""),
            commit("2026-07-01", "Mend the parser (#31)", "once more"),
            commit("never", "Broken (#66)", ""),
            commit("2026-07-02", "Take 1.36.2 (#77)", ""),
        ];
        let told: Vec<String> = read_merges(&log.concat())
            .iter()
            .map(|it| {
                format!(
                    "{} #{} {} ({})",
                    it.merged,
                    it.number,
                    it.title,
                    it.branch.as_deref().unwrap_or("-")
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "2026-08-20 #12 Stop losing volumes (release-1.36)",
                "2026-08-03 #31 Mend the parser (-)",
                "2026-08-02 #13 [release-1.35] Count nodes (release-1.35)",
                "2026-07-02 #77 Take 1.36.2 (-)",
            ]
        );
        assert_eq!(read_merges(""), []);
    }
}
