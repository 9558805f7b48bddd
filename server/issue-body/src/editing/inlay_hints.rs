//! Inlay hints: beside each version in a release block, what its branch gets, or whether it is released.
//!
//! Which branches still wait for a fix is told by findings at the block; a hint there would say it twice.

use jiff::civil::Date;
use semver::Version;

use super::versions::{describe_version, state_in_draft, support};
use crate::catalog::{Releases, VersionStanding};
use crate::rules::{Context, NamedVersions};
use crate::syntax::{EntryShape, ReleaseKey, VersionText, read_version};
use crate::text::Range;

/// A few words that an editor shows beside a place, without being part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// The offset behind which it stands.
    pub offset: usize,
    /// The words.
    pub label: String,
    /// More about it, as Markdown.
    pub tooltip: String,
}

/// The hints in `range`, in the order of the draft. There is none beside what is no version, or stands in a line that is
/// no entry, or belongs to a minor that nobody knows.
pub fn inlay_hints(context: &Context<'_>, range: Range) -> Vec<InlayHint> {
    let Some(releases) = &context.catalog.releases else {
        return Vec::new();
    };
    let draft = context.issue.draft;
    let named = NamedVersions::read(draft, None);
    let mut hints = Vec::new();
    let entries = draft
        .body
        .release_blocks
        .iter()
        .flat_map(|block| &block.entries);
    for entry in entries.filter(|entry| range.meets(entry.line)) {
        let EntryShape::WellFormed { value, .. } = &entry.shape else {
            continue;
        };
        let (Some(key), VersionText::Version(version)) = (
            entry.meant_key(&draft.text),
            read_version(draft.slice(*value)),
        ) else {
            continue;
        };
        let Some(label) = label(key, &version, releases, context.today) else {
            continue;
        };
        let description = describe_version(&version, releases, context.today);
        let minor = releases.minor_of(&version);
        let tooltip = match minor.map(|minor| state_in_draft(&named, minor, context.today)) {
            Some(sentence) => format!("{description}\n\n{sentence}"),
            None => description,
        };
        hints.push(InlayHint {
            offset: value.end,
            label,
            tooltip,
        });
    }
    hints
}

/// `1.34 · maintenance until 2026-10-27 (planned)` where a problem began, `released 2026-08-20` where it ended.
fn label(key: ReleaseKey, version: &Version, releases: &Releases, today: Date) -> Option<String> {
    let minor = releases.minor_of(version);
    let standing = releases.standing(version, today);
    Some(match (standing, key) {
        (VersionStanding::Unlisted, _) => return None,
        (VersionStanding::Unreleased | VersionStanding::Later(_), _) => "not released".to_owned(),
        (VersionStanding::Possible, _) => "may be released by now".to_owned(),
        (VersionStanding::Released(release), ReleaseKey::ResolvedIn) => {
            format!("released {}", release.date)
        }
        (VersionStanding::Prerelease, ReleaseKey::ResolvedIn) => {
            let base = Version::new(version.major, version.minor, version.patch);
            format!("pre-release of {base}")
        }
        (VersionStanding::Next, _) if version.patch == 0 => "next minor".to_owned(),
        (VersionStanding::Next, _) => {
            let minor = minor?;
            if minor.is_supported(today) {
                format!("next patch of {}", minor.name())
            } else {
                format!("next patch of {} · {}", minor.name(), support(minor, today))
            }
        }
        (VersionStanding::Released(_) | VersionStanding::Prerelease, ReleaseKey::IntroducedIn) => {
            let minor = minor?;
            format!("{} · {}", minor.name(), support(minor, today))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{TODAY, on, with_context_on};
    use expect_test::expect;

    /// The release lines of `text`, each with its hint in brackets, as they are shown on that day.
    fn shown_on(today: Date, text: &str) -> String {
        let hints = with_context_on(today, text, |context| {
            inlay_hints(context, Range::new(0, text.len()))
        });
        let mut shown = text.to_owned();
        for hint in hints.iter().rev() {
            shown.insert_str(hint.offset, &format!(" [{}]", hint.label));
        }
        let entries = shown.lines().filter(|line| line.contains("-in"));
        entries.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_version_stands_beside_the_state_of_its_branch() {
        let text = "\u{feff}😀\r\n```release\r\nintroduced-in=v1.34.2\r\nintroduced-in=v1.30.2\r\nintroduced-in=v1.37.1\r\nintroduced-in=v1.38.0-alpha.1\r\nintroduced-in=v1.4.10\r\n```\r\n\r\n```release\r\nresolved-in=v1.36.4\r\nresolved-in=v1.36.5\r\nresolved-in=v1.33.14\r\nresolved-in=v1.38.0\r\nresolved-in=v1.38.0-rc.1\r\nresolved-in=v1.36.9\r\n```\r\n";
        expect![[r#"
            introduced-in=v1.34.2 [1.34 · maintenance until 2026-10-27 (planned)]
            introduced-in=v1.30.2 [1.30 · end of life on 2025-07-15]
            introduced-in=v1.37.1 [next patch of 1.37]
            introduced-in=v1.38.0-alpha.1 [1.38 · not released yet]
            introduced-in=v1.4.10 [not released]
            resolved-in=v1.36.4 [released 2026-08-20]
            resolved-in=v1.36.5 [next patch of 1.36]
            resolved-in=v1.33.14 [next patch of 1.33 · end of life on 2026-06-28]
            resolved-in=v1.38.0 [next minor]
            resolved-in=v1.38.0-rc.1 [pre-release of 1.38.0]
            resolved-in=v1.36.9 [not released]"#]]
        .assert_eq(&shown_on(TODAY, text));
        expect![[r#"
            introduced-in=v1.34.2 [1.34 · was planned to end on 2026-10-27]
            introduced-in=v1.30.2 [1.30 · end of life on 2025-07-15]
            introduced-in=v1.37.1 [next patch of 1.37]
            introduced-in=v1.38.0-alpha.1 [1.38 · not released yet]
            introduced-in=v1.4.10 [not released]
            resolved-in=v1.36.4 [released 2026-08-20]
            resolved-in=v1.36.5 [next patch of 1.36]
            resolved-in=v1.33.14 [next patch of 1.33 · end of life on 2026-06-28]
            resolved-in=v1.38.0 [next minor]
            resolved-in=v1.38.0-rc.1 [pre-release of 1.38.0]
            resolved-in=v1.36.9 [may be released by now]"#]]
        .assert_eq(&shown_on(on(2026, 12, 24), text));
    }

    #[test]
    fn there_is_nothing_beside_what_is_no_version() {
        let text = "```release\nintroduced-in=unknown\nintroduced-in=1.34.2\nintroduced-in=v1.34\nresolved-in=vX.Y.Z\nresolved-in: v1.36.4\nresolved-in=\nresolved-in=v0.21.4\nsolved=v1.36.4\n```\nresolved-in v1.36.4\n";
        assert!(!shown_on(TODAY, text).contains('['));
    }

    #[test]
    fn only_what_is_seen_is_worked_out() {
        let text = "```release\nintroduced-in=v1.34.2\nintroduced-in=v1.35.2\nintroduced-in=v1.36.2\n```\n";
        let second = text.find("introduced-in=v1.35").expect("it is there");
        let hints = with_context_on(TODAY, text, |context| {
            inlay_hints(context, Range::empty(second + 3))
        });
        assert_eq!(hints.len(), 1);
        assert!(
            hints[0].label.starts_with("1.35 ·") && hints[0].tooltip.starts_with("**v1.35.2**")
        );
    }
}
