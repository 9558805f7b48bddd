//! What there is to say about a version and its branch: the Markdown behind hover and completion, and the short words
//! beside a version and in a list.
//!
//! A day that was only planned when the list of releases was made is always called a plan.

use jiff::civil::Date;
use semver::Version;

use crate::catalog::{Minor, Phase, Releases, VersionStanding};
use crate::rules::{BranchState, NamedVersions};

/// The Markdown that explains `version`.
pub(super) fn describe_version(version: &Version, releases: &Releases, today: Date) -> String {
    let minor = releases.minor_of(version);
    let standing = releases.standing(version, today);
    let note = match standing {
        VersionStanding::Released(release) => release.note.clone(),
        _ => None,
    };
    let source = match releases.snapshot {
        _ if releases.source.is_empty() => None,
        Some(day) => Some(format!("_{} ({day})_", releases.source)),
        None => Some(format!("_{}_", releases.source)),
    };
    let paragraphs = [
        Some(format!("**v{version}**")),
        Some(about_standing(version, standing, releases)),
        note,
        minor.map(|minor| about_branch(minor, releases, today)),
        minor.and_then(|minor| minor.note.clone()),
        source,
    ];
    let paragraphs: Vec<String> = paragraphs.into_iter().flatten().collect();
    paragraphs.join("\n\n")
}

fn about_standing(version: &Version, standing: VersionStanding<'_>, releases: &Releases) -> String {
    let is_first = version.patch == 0;
    match standing {
        VersionStanding::Released(release) => format!("Released on {}.", release.date),
        VersionStanding::Prerelease => format!(
            "A pre-release of v{}.{}.{}.",
            version.major, version.minor, version.patch
        ),
        VersionStanding::Next if is_first => {
            "The first release of its minor; not released yet.".to_owned()
        }
        VersionStanding::Next => "The next patch of its branch; not released yet.".to_owned(),
        VersionStanding::Possible => {
            "It may be released by now; the list of releases is older.".to_owned()
        }
        VersionStanding::Unlisted => "The list of releases does not go back to it.".to_owned(),
        VersionStanding::Later(release) => {
            format!(
                "Not released yet on this day; it came out on {}.",
                release.date
            )
        }
        VersionStanding::Unreleased if releases.minor_of(version).is_none() => {
            format!(
                "No release of {}.{} is known.",
                version.major, version.minor
            )
        }
        VersionStanding::Unreleased => "Not a release that is known.".to_owned(),
    }
}

/// A branch in a short list: until when it is supported, its last and its next patch.
fn about_branch(minor: &Minor, releases: &Releases, today: Date) -> String {
    let mut lines = vec![format!(
        "- Branch {}: {}",
        minor.name(),
        support(minor, today)
    )];
    if minor.phase(today) == Phase::Supported
        && let Some(day) = minor.maintenance
    {
        let planned = planned(minor.maintenance_is_planned);
        lines.push(format!("- Maintenance only from {day}{planned}"));
    }
    // After a month there is most likely another one.
    let list = match releases.snapshot {
        Some(snapshot) if releases.days_behind(today) > 28 => {
            format!(", by the list of {snapshot}")
        }
        _ => String::new(),
    };
    if let Some(latest) = minor.latest_on(today) {
        lines.push(format!(
            "- Latest patch: v{} ({}){list}",
            latest.version, latest.date
        ));
    }
    if minor.phase(today) != Phase::EndOfLife {
        let next = minor.next_patch_on(today);
        lines.push(format!("- Next patch: v{next}{list}"));
    }
    lines.join("\n")
}

/// The state that the branch of `minor` has in a draft which names these versions, in one sentence.
pub(super) fn state_in_draft(named: &NamedVersions, minor: &Minor, today: Date) -> String {
    let state = match named.state(minor, today) {
        BranchState::NotAffected => "is not affected".to_owned(),
        BranchState::Fixed(version) => format!("is fixed in v{version}"),
        BranchState::Pending => format!(
            "has the problem and no `resolved-in` yet; the next release that can have the fix is v{}",
            named.next_fix(minor, today)
        ),
        BranchState::EndOfLife | BranchState::Unknown => format!(
            "has the problem and no `resolved-in` ({})",
            support(minor, today)
        ),
    };
    format!("In this draft {} {state}.", minor.name())
}

/// What a branch gets on that day, and until when: `supported until 2027-02-28 (planned)`.
pub(super) fn support(minor: &Minor, today: Date) -> String {
    let planned = planned(minor.end_of_life_is_planned);
    match (minor.phase(today), minor.end_of_life) {
        (Phase::Supported, Some(day)) => format!("supported until {day}{planned}"),
        (Phase::Maintenance, Some(day)) => format!("maintenance until {day}{planned}"),
        (Phase::EndOfLife, Some(day)) if minor.end_of_life_is_planned => {
            format!("was planned to end on {day}")
        }
        (Phase::EndOfLife, Some(day)) => format!("end of life on {day}"),
        (Phase::Unreleased, _) => "not released yet".to_owned(),
        (_, _) => "end of life not on record".to_owned(),
    }
}

const fn planned(is_planned: bool) -> &'static str {
    if is_planned { " (planned)" } else { "" }
}
