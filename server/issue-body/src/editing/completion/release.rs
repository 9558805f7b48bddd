//! Completion inside a release block: the key of an entry, and the version behind it.

use std::slice;

use jiff::civil::Date;
use semver::Version;

use super::cursor::Cursor;
use super::{Completion, CompletionKind};
use crate::catalog::{Minor, Release, Releases};
use crate::editing::subject::Subject;
use crate::editing::versions::support;
use crate::rules::{BranchState, Context, NamedVersions};
use crate::syntax::{Draft, ReleaseBlock, ReleaseKey};
use crate::template::Stage;
use crate::text::Range;

/// What can be written at the cursor in the line `entry` of a release block.
pub(super) fn complete(
    context: &Context<'_>,
    cursor: &Cursor<'_>,
    entry: Range,
) -> Vec<Completion> {
    let before = cursor.draft.slice(Range::new(entry.start, cursor.offset));
    let Some(separator) = before.find(['=', ':']) else {
        return keys(cursor, entry);
    };
    let key = before[..separator].trim_matches([' ', '\t', '-', '*', '"', '`']);
    // A key that nobody knows is most likely the first of the two.
    let key = ReleaseKey::nearest(key).unwrap_or(ReleaseKey::IntroducedIn);
    let values = Range::new(entry.start + separator + 1, entry.end);
    versions(context, cursor, key, values)
}

/// The keys: first the one that the block has already (a block has one key, on several lines), then the one that no
/// block has.
fn keys(cursor: &Cursor<'_>, entry: Range) -> Vec<Completion> {
    let draft = cursor.draft;
    let word = cursor.word(entry, |character| {
        character.is_alphanumeric() || matches!(character, '-' | '_' | '.')
    });
    // A bullet is no part of the key.
    let bullet = draft.slice(word).len() - draft.slice(word).trim_start_matches('-').len();
    let word = Range::new((word.start + bullet).min(cursor.offset), word.end);
    let behind = draft.slice(Range::new(word.end, entry.end));
    let has_separator = behind.trim_start().starts_with('=');
    let (before, other) = draft
        .body
        .release_blocks
        .iter()
        .partition::<Vec<_>, _>(|block| block.opening.start < cursor.offset);
    let has_key = |blocks: &[&ReleaseBlock], key: ReleaseKey| {
        let mut entries = blocks.iter().flat_map(|block| &block.entries);
        entries.any(|entry| {
            !entry.line.touches(cursor.offset) && entry.meant_key(&draft.text) == Some(key)
        })
    };
    // The cursor stands in the last block that begins before it.
    let (here, above) = before
        .split_last()
        .map_or((&[][..], &[][..]), |(here, above)| {
            (slice::from_ref(here), above)
        });
    let mut keys = ReleaseKey::ALL;
    keys.sort_by_key(|key| {
        let elsewhere = has_key(above, *key) || has_key(&other, *key);
        (!has_key(here, *key), elsewhere)
    });
    keys.into_iter()
        .map(|key| {
            let subject = Subject::ReleaseKey(key);
            let completion = Completion::new(CompletionKind::ReleaseKey, key.name(), subject, word);
            if has_separator {
                completion
            } else {
                completion
                    .inserting(format!("{}=", key.name()))
                    .retriggering()
            }
        })
        .collect()
}

fn versions(
    context: &Context<'_>,
    cursor: &Cursor<'_>,
    key: ReleaseKey,
    values: Range,
) -> Vec<Completion> {
    let word = cursor.word(values, |character| {
        !character.is_whitespace()
            && !matches!(character, ',' | ';' | '"' | '\'' | '`' | '=' | '(' | ')')
    });
    let named = NamedVersions::read(cursor.draft, Some(cursor.offset));
    let typed = cursor.draft.slice(Range::new(word.start, cursor.offset));
    // `1.34` finds `v1.34.12` in every editor, also in those that compare beginnings.
    let without_prefix = typed.starts_with(|character: char| character.is_ascii_digit());
    let mut completions: Vec<Completion> = candidates(context, key, &named)
        .into_iter()
        .map(|candidate| {
            let version = candidate.version;
            Completion::new(
                CompletionKind::Version,
                format!("v{version}"),
                Subject::Version(version.clone()),
                word,
            )
            .detail(candidate.detail)
            .filter(without_prefix.then(|| version.to_string()))
        })
        .collect();
    let may_be_unknown = key == ReleaseKey::IntroducedIn
        && context.issue.stage == Stage::Open
        && named.introduced.is_empty();
    if may_be_unknown {
        let unknown = Completion::new(
            CompletionKind::Version,
            "unknown",
            Subject::UnknownVersion,
            word,
        );
        completions.push(unknown.detail("while the issue is open".to_owned()));
    }
    completions
}

/// The versions that can be chosen for one more entry with `key`, best first.
pub(super) fn choices(context: &Context<'_>, draft: &Draft, key: ReleaseKey) -> Vec<String> {
    let named = NamedVersions::read(draft, None);
    candidates(context, key, &named)
        .into_iter()
        .take(CHOICES)
        .map(|candidate| format!("v{}", candidate.version))
        .collect()
}

/// How many versions a snippet offers; whoever needs another one types it.
const CHOICES: usize = 24;

/// A version that can be written, and a few words about it.
struct Candidate {
    version: Version,
    detail: String,
}

fn candidates(context: &Context<'_>, key: ReleaseKey, named: &NamedVersions) -> Vec<Candidate> {
    let Some(releases) = &context.catalog.releases else {
        return Vec::new();
    };
    let today = context.today;
    match key {
        ReleaseKey::IntroducedIn => introductions(releases, named, today),
        ReleaseKey::ResolvedIn => resolutions(releases, named, today),
    }
}

/// Released versions, newest first: of supported minors that have no entry yet, of other supported ones, of the rest.
fn introductions(releases: &Releases, named: &NamedVersions, today: Date) -> Vec<Candidate> {
    let mut found: Vec<(&Minor, &Release)> = released(releases, today)
        .filter(|(_, release)| !named.introduced.contains(&release.version))
        .collect();
    // The sort is stable: within each class the newest stay first.
    found.sort_by_key(|(minor, _)| {
        let is_named = names_minor(&named.introduced, minor);
        (!minor.is_supported(today), is_named)
    });
    found
        .into_iter()
        .map(|(minor, release)| released_candidate(minor, release, today))
        .collect()
}

/// The next patch of each branch that waits for a fix, newest first; the `.0` of the minor to come, which is cut with the
/// fix; then what is released and later than the problem, minors without an entry first.
fn resolutions(releases: &Releases, named: &NamedVersions, today: Date) -> Vec<Candidate> {
    let next = |minor: &Minor| {
        let version = named.next_fix(minor, today);
        let is_next = version == minor.next_patch_on(today);
        let state = if is_next {
            "next patch"
        } else {
            "patch after next"
        };
        let detail = detail(minor, state, today);
        Candidate { version, detail }
    };
    let is_pending = |minor: &&Minor| named.state(minor, today) == BranchState::Pending;
    let mut candidates: Vec<Candidate> = releases
        .minors
        .iter()
        .filter(is_pending)
        .map(next)
        .collect();
    let minor_to_come = releases
        .minors
        .iter()
        .take_while(|minor| minor.latest_on(today).is_none())
        .last()
        .filter(|minor| named.state(minor, today) == BranchState::Unknown);
    candidates.extend(minor_to_come.map(|minor| Candidate {
        version: named.next_fix(minor, today),
        detail: detail(minor, "next minor", today),
    }));
    let mut found: Vec<(&Minor, &Release)> = released(releases, today)
        .filter(|(_, release)| {
            !named.resolved.contains(&release.version) && can_resolve(&release.version, named)
        })
        .collect();
    found.sort_by_key(|(minor, _)| names_minor(&named.resolved, minor));
    candidates.extend(
        found
            .into_iter()
            .map(|(minor, release)| released_candidate(minor, release, today)),
    );
    candidates
}

/// Whether a fix in `version` can mend what the draft says was introduced: its minor has the problem, and had it before.
fn can_resolve(version: &Version, named: &NamedVersions) -> bool {
    let same_minor =
        |other: &&Version| (other.major, other.minor) == (version.major, version.minor);
    let introduced = named.introduced.iter().filter(same_minor).min();
    let oldest = named.introduced.iter().min();
    match introduced {
        Some(introduced) => introduced < version,
        None => oldest.is_none_or(|oldest| oldest < version),
    }
}

fn released(releases: &Releases, today: Date) -> impl Iterator<Item = (&Minor, &Release)> {
    releases.minors.iter().flat_map(move |minor| {
        let newest_first = minor.released_on(today).rev();
        newest_first.map(move |release| (minor, release))
    })
}

fn released_candidate(minor: &Minor, release: &Release, today: Date) -> Candidate {
    Candidate {
        version: release.version.clone(),
        detail: detail(minor, &release.date.to_string(), today),
    }
}

fn names_minor(versions: &[Version], minor: &Minor) -> bool {
    versions
        .iter()
        .any(|version| (version.major, version.minor) == (minor.major, minor.minor))
}

/// `1.34 · 2026-08-20 · maintenance until 2026-10-27 (planned)`
fn detail(minor: &Minor, state: &str, today: Date) -> String {
    format!(
        "{}.{} · {state} · {}",
        minor.major,
        minor.minor,
        support(minor, today)
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, completions, labels, offered};
    use expect_test::expect;

    fn first_versions(fixture: &str, count: usize) -> String {
        let list = completions(fixture);
        list.lines().take(count).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_fix_goes_to_the_next_patch_of_every_affected_supported_branch_first() {
        let fixture = "```release\nintroduced-in=v1.34.2\n```\n\n```release\nresolved-in=$0\n```\n";
        expect![[r#"
            v1.37.1 — 1.37 · next patch · supported until 2027-10-28 (planned)
            v1.36.5 — 1.36 · next patch · supported until 2027-06-28 (planned)
            v1.35.9 — 1.35 · next patch · supported until 2027-02-28 (planned)
            v1.34.12 — 1.34 · next patch · maintenance until 2026-10-27 (planned)
            v1.38.0 — 1.38 · next minor · not released yet
            v1.37.0 — 1.37 · 2026-08-26 · supported until 2027-10-28 (planned)
            v1.36.4 — 1.36 · 2026-08-20 · supported until 2027-06-28 (planned)
            v1.36.3 — 1.36 · 2026-07-22 · supported until 2027-06-28 (planned)
            v1.36.2 — 1.36 · 2026-06-11 · supported until 2027-06-28 (planned)
            v1.36.1 — 1.36 · 2026-05-12 · supported until 2027-06-28 (planned)
            v1.36.0 — 1.36 · 2026-04-22 · supported until 2027-06-28 (planned)
            v1.35.8 — 1.35 · 2026-08-20 · supported until 2027-02-28 (planned)"#]]
        .assert_eq(&first_versions(fixture, 12));
        let mut all = labels(fixture);
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "a version is offered twice");
    }

    #[test]
    fn the_next_patches_come_first_whatever_the_draft_looks_like() {
        let all = "v1.37.1 v1.36.5 v1.35.9 v1.34.12 v1.38.0";
        for (fixture, expected) in [
            (
                "introduced-in=v1.34.2\n```\n\n```release\nresolved-in=v1.3$0\n",
                all,
            ),
            (
                "introduced-in=v1.34.2\n```\n\n```release\nresolved-in=$0",
                all,
            ),
            ("introduced-in=v1.34.2\nresolved-in=$0\n", all),
            (
                "resolved-in=$0\n```\n\n```release\nintroduced-in=v1.34.2\n",
                all,
            ),
            ("introduced-in=unknown\nresolved-in=$0\n", all),
            // Also listed in an older minor, and under a key that is misspelled.
            (
                "introduced-in=v1.33.9\nintroduced-in=v1.34.2\nresolved-in=$0\n",
                all,
            ),
            (
                "introducd-in=v1.34.2\nresolvd-in=v1.35.9\nresolved-in=$0\n",
                "v1.37.1 v1.36.5 v1.34.12 v1.38.0",
            ),
            // Introduced by backports, newest first, and by a pre-release.
            (
                "introduced-in=v1.36.3\nintroduced-in=v1.35.7\nresolved-in=$0\n",
                "v1.37.1 v1.36.5 v1.35.9 v1.38.0",
            ),
            (
                "introduced-in=v1.37.0-rc.1\nresolved-in=$0\n",
                "v1.37.1 v1.38.0 v1.37.0",
            ),
            ("introduced-in=v1.38.0-alpha.2\nresolved-in=$0\n", "v1.38.0"),
            // In a patch that is itself to come.
            ("introduced-in=v1.37.1\nresolved-in=$0\n", "v1.37.2 v1.38.0"),
            // Fixed in the .0 of a minor: what is newer was cut with it.
            (
                "introduced-in=v1.34.2\nresolved-in=v1.37.0\nresolved-in=$0\n",
                "v1.36.5 v1.35.9 v1.34.12 v1.36.4",
            ),
            (
                "introduced-in=v1.34.2\nresolved-in=v1.36.0\nresolved-in=$0\n",
                "v1.35.9 v1.34.12",
            ),
        ] {
            for fixture in [fixture.to_owned(), fixture.replace('\n', "\r\n")] {
                let labels = labels(&format!("```release\n{fixture}"));
                let first: Vec<&str> = labels
                    .iter()
                    .map(String::as_str)
                    .take(expected.split(' ').count())
                    .collect();
                assert_eq!(first.join(" "), expected, "{fixture:?}");
                let mut distinct = labels.clone();
                distinct.sort();
                distinct.dedup();
                assert_eq!(distinct.len(), labels.len(), "{fixture:?}");
            }
        }
    }

    #[test]
    fn branches_that_have_a_fix_or_no_problem_are_not_offered_a_next_patch() {
        let fixture = "```release\nintroduced-in=v1.35.2\n```\n```release\nresolved-in=v1.36.5\nresolved-in=$0\n```\n";
        expect![[r#"
            v1.37.1 — 1.37 · next patch · supported until 2027-10-28 (planned)
            v1.35.9 — 1.35 · next patch · supported until 2027-02-28 (planned)
            v1.38.0 — 1.38 · next minor · not released yet
            v1.37.0 — 1.37 · 2026-08-26 · supported until 2027-10-28 (planned)
            v1.35.8 — 1.35 · 2026-08-20 · supported until 2027-02-28 (planned)"#]]
        .assert_eq(&first_versions(fixture, 5));
    }

    #[test]
    fn without_an_introduction_all_supported_branches_wait() {
        for introduced in ["", "introduced-in=unknown\n"] {
            let fixture = format!("```release\n{introduced}resolved-in=v1$0\n```\n");
            assert_eq!(
                labels(&fixture)[..5],
                ["v1.37.1", "v1.36.5", "v1.35.9", "v1.34.12", "v1.38.0"]
            );
        }
    }

    #[test]
    fn a_problem_comes_with_a_released_version_supported_minors_first() {
        let fixture = "```release\nintroduced-in=$0\n```\n";
        expect![[r#"
            v1.37.0 — 1.37 · 2026-08-26 · supported until 2027-10-28 (planned)
            v1.36.4 — 1.36 · 2026-08-20 · supported until 2027-06-28 (planned)
            v1.36.3 — 1.36 · 2026-07-22 · supported until 2027-06-28 (planned)"#]]
        .assert_eq(&first_versions(fixture, 3));
        let all = labels(fixture);
        let place = |label: &str| all.iter().position(|other| other == label);
        assert!(place("v1.34.0") < place("v1.33.13"));
        assert_eq!(all.last().map(String::as_str), Some("unknown"));
    }

    #[test]
    fn a_second_introduction_is_of_another_minor() {
        let fixture =
            "```release\nintroduced-in=v1.37.0\nintroduced-in=v1.36.1\nintroduced-in=$0\n```\n";
        let all = labels(fixture);
        assert_eq!(all[0], "v1.35.8");
        assert!(!all.contains(&"v1.36.1".to_owned()) && !all.contains(&"unknown".to_owned()));
    }

    #[test]
    fn the_whole_half_typed_version_is_replaced() {
        for (fixture, label, expected) in [
            (
                "```release\nresolved-in=v1.3$0\n```\n",
                "v1.37.1",
                "```release\nresolved-in=v1.37.1\n```\n",
            ),
            (
                "```release\nresolved-in=v$01.36.4\n```\n",
                "v1.36.5",
                "```release\nresolved-in=v1.36.5\n```\n",
            ),
            (
                "```release\nresolved-in: 1.3$0",
                "v1.37.1",
                "```release\nresolved-in: v1.37.1",
            ),
            (
                "```release\r\nintroduced-in=v1.3$0\r\n\r\n## Symptoms\r\n",
                "v1.37.0",
                "```release\r\nintroduced-in=v1.37.0\r\n\r\n## Symptoms\r\n",
            ),
            (
                "\u{feff}😀 text\n\n```release\nintroduced-in=$0 😀\n```\n",
                "v1.37.0",
                "\u{feff}😀 text\n\n```release\nintroduced-in=v1.37.0 😀\n```\n",
            ),
            (
                "> ```release\n> introduced-in=v1$0\n> ```\n",
                "v1.37.0",
                "> ```release\n> introduced-in=v1.37.0\n> ```\n",
            ),
        ] {
            assert_eq!(accepted(fixture, label), expected);
        }
    }

    #[test]
    fn the_version_under_the_cursor_is_still_offered() {
        let fixture = "```release\nresolved-in=v1.36.5$0\n```\n";
        assert!(labels(fixture).contains(&"v1.36.5".to_owned()));
        let twice = "```release\nresolved-in=v1.36.5\nresolved-in=v1.36.5$0\n```\n";
        assert!(!labels(twice).contains(&"v1.36.5".to_owned()));
    }

    #[test]
    fn a_version_is_found_without_its_prefix() {
        let bare = offered("```release\nresolved-in=1.3$0\n```\n");
        assert_eq!(bare[0].filter_text.as_deref(), Some("1.37.1"));
        assert_eq!(
            offered("```release\nresolved-in=v1$0\n```\n")[0].filter_text,
            None
        );
    }

    #[test]
    fn a_key_comes_with_its_separator_and_asks_for_the_version() {
        expect![[r#"
            replaces "intro"
            introduced-in → "introduced-in=" [again]
            resolved-in → "resolved-in=" [again]
        "#]]
        .assert_eq(&completions("```release\nintro$0\n```\n"));
        expect![[r#"
            resolved-in → "resolved-in=" [again]
            introduced-in → "introduced-in=" [again]
        "#]]
        .assert_eq(&completions(
            "```release\nintroduced-in=v1.34.2\n```\n```release\n$0\n```\n",
        ));
        expect![[r#"
            replaces "res"
            resolved-in → "resolved-in=" [again]
            introduced-in → "introduced-in=" [again]
        "#]]
        .assert_eq(&completions(
            "```release\nresolved-in=v1.36.5\nres$0\n```\n",
        ));
        expect![[r#"
            replaces "introduced"
            introduced-in
            resolved-in
        "#]]
        .assert_eq(&completions("```release\nintro$0duced=v1.34.2\n```\n"));
    }

    #[test]
    fn a_block_that_is_not_closed_yet_goes_on_in_its_next_line() {
        let keys = ["introduced-in", "resolved-in"];
        assert_eq!(labels("```release\n$0"), keys);
        assert_eq!(labels("```release\r\n$0\r\n\r\n## Symptoms\r\n"), keys);
        assert_eq!(
            labels("```release\nintroduced-in=v1.34.2\nintro$0\n\n## Symptoms\n"),
            keys
        );
        assert!(!labels("```release\nintroduced-in=v1.34.2\n\n$0\n").contains(&keys[0].to_owned()));
    }
}
