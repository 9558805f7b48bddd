//! What a draft means for a branch: whether the problem is there, and whether a fix is.
//!
//! One place answers, so that completion, hints, rules and the report cannot disagree. Which days a branch is supported
//! is the catalogue's knowledge.

use jiff::civil::Date;
use semver::Version;

use crate::catalog::{Minor, Phase};
use crate::syntax::{Draft, ReleaseKey, VersionText, read_version};
use crate::text::Range;

/// The state of one minor's branch in one issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BranchState {
    /// The problem never was there: the minor is older than the first one that has it, or was cut with the fix.
    NotAffected,
    /// The problem is there up to this version.
    Fixed(Version),
    /// The problem is there, no fix is named, and the branch gets patch releases.
    Pending,
    /// The problem is there, no fix is named, and the branch gets no patch releases any more.
    EndOfLife,
    /// The problem is there, no fix is named, and nothing says that the branch gets patch releases: its `.0` is not out
    /// yet, or no end of life is on record.
    Unknown,
}

/// The versions that the well-formed entries of a draft name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedVersions {
    /// Those under `introduced-in`; empty where nobody says, or knows.
    pub introduced: Vec<Version>,
    /// Those under `resolved-in`.
    pub resolved: Vec<Version>,
}

impl NamedVersions {
    /// The versions in `draft`, without the one that a person is writing at `cursor`.
    pub fn read(draft: &Draft, cursor: Option<usize>) -> NamedVersions {
        let is_being_written = |value: &Range| cursor.is_some_and(|cursor| value.touches(cursor));
        let mut named = NamedVersions::default();
        for entry in draft
            .body
            .release_blocks
            .iter()
            .flat_map(|block| &block.entries)
        {
            let list = match entry.meant_key(&draft.text) {
                Some(ReleaseKey::IntroducedIn) => &mut named.introduced,
                Some(ReleaseKey::ResolvedIn) => &mut named.resolved,
                None => continue,
            };
            list.extend(
                entry
                    .values()
                    .iter()
                    .filter(|value| !is_being_written(value))
                    .filter_map(|value| match read_version(draft.slice(*value)) {
                        VersionText::Version(version) => Some(version),
                        VersionText::Unknown | VersionText::Invalid(_) => None,
                    }),
            );
        }
        named
    }

    /// The versions under `key`.
    pub fn under(&self, key: ReleaseKey) -> &[Version] {
        match key {
            ReleaseKey::IntroducedIn => &self.introduced,
            ReleaseKey::ResolvedIn => &self.resolved,
        }
    }

    /// Whether the branch `major.minor` has the problem, fixed or not: one that an `introduced-in` names and every newer
    /// one, all of them where none is named. A branch that is newer than one whose `.0` holds the fix was cut with it.
    pub fn affects(&self, major: u64, minor: u64) -> bool {
        let branch = (major, minor);
        if self
            .introduced
            .iter()
            .map(branch_of)
            .any(|named| named == branch)
        {
            return true;
        }
        let first = self.introduced.iter().map(branch_of).min();
        let was_cut_with_fix = self
            .resolved
            .iter()
            .any(|version| version.patch == 0 && branch_of(version) < branch);
        first.is_none_or(|first| first <= branch) && !was_cut_with_fix
    }

    /// The state of the branch of `minor` on that day. Where several fixes of one minor are named the oldest counts.
    pub fn state(&self, minor: &Minor, on: Date) -> BranchState {
        let branch = (minor.major, minor.minor);
        let fix = self
            .resolved
            .iter()
            .filter(|version| branch_of(version) == branch)
            .min();
        if let Some(version) = fix {
            return BranchState::Fixed(version.clone());
        }
        if !self.affects(minor.major, minor.minor) {
            return BranchState::NotAffected;
        }
        match minor.phase(on) {
            Phase::Supported | Phase::Maintenance => BranchState::Pending,
            Phase::EndOfLife => BranchState::EndOfLife,
            Phase::Unreleased | Phase::Unknown => BranchState::Unknown,
        }
    }
}

/// The branch that a version belongs to.
fn branch_of(version: &Version) -> (u64, u64) {
    (version.major, version.minor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::rules::testing::TODAY;
    use crate::syntax::Origin;

    /// The states of 1.38 to 1.32 in an issue with these entries, each on a line.
    fn states(entries: &[&str]) -> String {
        let draft = Draft::parse(
            format!("```release\n{}\n```\n", entries.join("\n")),
            Origin::File,
        );
        let named = NamedVersions::read(&draft, None);
        let releases = Catalog::kubernetes().releases.as_ref().expect("releases");
        let states = (32..=38).rev().map(|minor| {
            let minor = releases.minor(1, minor).expect("a known minor");
            match named.state(minor, TODAY) {
                BranchState::NotAffected => "-".to_owned(),
                BranchState::Fixed(version) => version.to_string(),
                BranchState::Pending => "pending".to_owned(),
                BranchState::EndOfLife => "ended".to_owned(),
                BranchState::Unknown => "?".to_owned(),
            }
        });
        states.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_branch_is_affected_from_the_first_introduction_on() {
        assert_eq!(
            states(&["introduced-in=v1.35.2", "introduced-in=v1.34.5"]),
            "? pending pending pending pending - -"
        );
        let all = "? pending pending pending pending ended ended";
        assert_eq!(states(&[]), all);
        assert_eq!(states(&["introduced-in=unknown"]), all);
        assert_eq!(states(&["introduced-in=vX.Y.Z"]), all);
    }

    #[test]
    fn a_fix_is_that_of_its_own_branch() {
        assert_eq!(
            states(&[
                "introduced-in=v1.33.1",
                "resolved-in=v1.36.4",
                "resolved-in=v1.34.9"
            ]),
            "? pending 1.36.4 pending 1.34.9 ended -"
        );
    }

    #[test]
    fn a_minor_that_was_cut_with_the_fix_is_not_affected() {
        assert_eq!(
            states(&["introduced-in=v1.34.5", "resolved-in=v1.36.0"]),
            "- - 1.36.0 pending pending - -"
        );
        assert_eq!(
            states(&[
                "introduced-in=v1.34.5",
                "resolved-in=v1.36.0",
                "introduced-in=v1.37.0"
            ]),
            "- pending 1.36.0 pending pending - -",
            "unless the problem came back"
        );
    }
}
