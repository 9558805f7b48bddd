//! What a draft means for a branch: whether the problem is there, and whether a fix is.
//!
//! One place answers, so that completion, hints, rules and the report cannot disagree. Which days a branch is supported
//! is the catalogue's knowledge.

use jiff::civil::Date;
use semver::Version;

use crate::catalog::{Minor, Phase, Releases};
use crate::syntax::{Draft, ReleaseKey, VersionText, read_branch, read_version};
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

/// The versions that the entries of a draft name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedVersions {
    /// Those under `introduced-in`; empty where nobody says, or knows.
    pub introduced: Vec<Version>,
    /// Those under `resolved-in`.
    pub resolved: Vec<Version>,
    /// Whether an `introduced-in` is still to be filled in: a block is empty, or the value is neither a version nor
    /// `unknown`.
    pub introduction_is_unclear: bool,
    /// The branches, major and minor, of what stands under `resolved-in` and is no version yet, such as `v1.36.`.
    pub resolution_is_unclear: Vec<(u64, u64)>,
}

/// A branch that has the problem, and no fix where others have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenBranch<'releases> {
    /// The branch.
    pub minor: &'releases Minor,
    /// Whether it lies between two branches with a fix.
    pub is_skipped: bool,
    /// Whether it gets patch releases, as far as is known.
    pub gets_patches: bool,
}

impl NamedVersions {
    /// The versions in `draft`, without the one that a person is writing at `cursor`.
    pub fn read(draft: &Draft, cursor: Option<usize>) -> NamedVersions {
        let is_being_written = |value: &Range| cursor.is_some_and(|cursor| value.touches(cursor));
        let blocks = &draft.body.release_blocks;
        let mut named = NamedVersions {
            introduction_is_unclear: blocks.iter().any(|block| block.entries.is_empty()),
            ..NamedVersions::default()
        };
        for entry in blocks.iter().flat_map(|block| &block.entries) {
            let Some(key) = entry.meant_key(&draft.text) else {
                continue;
            };
            let values = entry.values().iter();
            named.introduction_is_unclear |= key == ReleaseKey::IntroducedIn && values.len() == 0;
            for value in values.filter(|value| !is_being_written(value)) {
                let value = draft.slice(*value);
                match (read_version(value), key) {
                    (VersionText::Version(version), ReleaseKey::IntroducedIn) => {
                        named.introduced.push(version);
                    }
                    (VersionText::Version(version), ReleaseKey::ResolvedIn) => {
                        named.resolved.push(version);
                    }
                    (VersionText::Invalid(_), ReleaseKey::IntroducedIn) => {
                        named.introduction_is_unclear = true;
                    }
                    (_, ReleaseKey::ResolvedIn) => {
                        named.resolution_is_unclear.extend(read_branch(value));
                    }
                    (VersionText::Unknown, ReleaseKey::IntroducedIn) => {}
                }
            }
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
        // Most branches never had the problem, and whether they are supported does not matter then.
        if !self.affects(minor.major, minor.minor) {
            return BranchState::NotAffected;
        }
        self.state_in((minor.major, minor.minor), minor.phase(on))
    }

    /// The state of a branch, major and minor, that is in `phase`.
    pub fn state_in(&self, branch: (u64, u64), phase: Phase) -> BranchState {
        if !self.affects(branch.0, branch.1) {
            return BranchState::NotAffected;
        }
        let fix = self
            .resolved
            .iter()
            .filter(|version| branch_of(version) == branch)
            .min();
        if let Some(version) = fix {
            return BranchState::Fixed(version.clone());
        }
        match phase {
            Phase::Supported | Phase::Maintenance => BranchState::Pending,
            Phase::EndOfLife => BranchState::EndOfLife,
            Phase::Unreleased | Phase::Unknown => BranchState::Unknown,
        }
    }

    /// The first release of `minor` that can still get a fix on that day: the next patch, or the one behind an
    /// introduction that is itself to come.
    pub fn next_fix(&self, minor: &Minor, on: Date) -> Version {
        let next = minor.next_patch_on(on);
        let introduced = self
            .introduced
            .iter()
            .filter(|version| branch_of(version) == (minor.major, minor.minor))
            .min();
        match introduced {
            Some(introduced) if introduced.cmp_precedence(&next).is_ge() => Version::new(
                introduced.major,
                introduced.minor,
                introduced
                    .patch
                    .saturating_add(u64::from(introduced.pre.is_empty())),
            ),
            _ => next,
        }
    }

    /// The branches that have the problem, get patch releases and have no fix, newest first. Where it is unclear which
    /// branches have the problem there are none.
    pub fn pending_branches<'releases>(
        &self,
        releases: &'releases Releases,
        on: Date,
    ) -> Vec<&'releases Minor> {
        let minors = releases.minors.iter();
        minors
            .filter(|minor| {
                self.state(minor, on) == BranchState::Pending && !self.is_unclear(minor)
            })
            .collect()
    }

    /// The branches without a fix, newest first, once one branch has a fix: those between two that have one, and those
    /// that get patch releases. A minor that the list of releases lacks is none: not every project counts without gaps.
    /// Where it is unclear which branches have the problem there are none either.
    pub fn open_branches<'releases>(
        &self,
        releases: &'releases Releases,
        on: Date,
    ) -> Vec<OpenBranch<'releases>> {
        let fixed = self.resolved.iter().map(branch_of);
        let (Some(first), Some(last)) = (fixed.clone().min(), fixed.max()) else {
            return Vec::new();
        };
        // Most branches are older than the problem, which is soon seen.
        let oldest = self.introduced.iter().map(branch_of).min();
        let open = releases.minors.iter().filter_map(|minor| {
            let branch = (minor.major, minor.minor);
            if oldest.is_some_and(|oldest| branch < oldest) {
                return None;
            }
            let is_skipped = first < branch && branch < last;
            let is_open = match self.state(minor, on) {
                BranchState::Pending => true,
                BranchState::EndOfLife => is_skipped,
                BranchState::Unknown => is_skipped && minor.phase(on) != Phase::Unreleased,
                BranchState::NotAffected | BranchState::Fixed(_) => false,
            };
            (is_open && !self.is_unclear(minor)).then(|| OpenBranch {
                minor,
                is_skipped,
                gets_patches: minor.phase(on) != Phase::EndOfLife,
            })
        });
        open.collect()
    }

    /// Whether an entry that is still to be filled in may change the state of a branch without a fix.
    fn is_unclear(&self, minor: &Minor) -> bool {
        let branch = (minor.major, minor.minor);
        self.introduced.is_empty() && self.introduction_is_unclear
            || self.resolution_is_unclear.contains(&branch)
    }
}

/// The branch that a version belongs to: its major and minor.
pub fn branch_of(version: &Version) -> (u64, u64) {
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

    /// The open branches in an issue with these entries, each on a line; `!` marks the skipped ones.
    fn open(entries: &[&str]) -> String {
        let text = format!("```release\n{}\n```\n", entries.join("\n"));
        let named = NamedVersions::read(&Draft::parse(text, Origin::File), None);
        let releases = Catalog::kubernetes().releases.as_ref().expect("releases");
        let names = named
            .open_branches(releases, TODAY)
            .into_iter()
            .map(|open| {
                let mark = if open.is_skipped { "!" } else { "" };
                format!("{}{mark}", open.minor.name())
            });
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_branch_is_open_once_another_has_a_fix() {
        assert_eq!(open(&["introduced-in=v1.34.2"]), "");
        assert_eq!(
            open(&["introduced-in=v1.34.2", "resolved-in=v1.36.5"]),
            "1.37 1.35 1.34"
        );
        assert_eq!(
            open(&[
                "introduced-in=v1.34.2",
                "resolved-in=v1.37.1",
                "resolved-in=v1.35.9"
            ]),
            "1.36! 1.34"
        );
        assert_eq!(
            open(&[
                "introduced-in=v1.31.2",
                "resolved-in=v1.37.0",
                "resolved-in=v1.32.9"
            ]),
            "1.36! 1.35! 1.34! 1.33!",
            "a branch whose support is over was skipped all the same; 1.31 is beyond help"
        );
        assert_eq!(
            open(&[
                "introduced-in=v1.37.0",
                "resolved-in=v1.39.0",
                "resolved-in=v1.37.1"
            ]),
            "",
            "1.38 has not begun"
        );
    }

    #[test]
    fn nothing_is_open_while_it_is_unclear_where_the_problem_is() {
        for unclear in [
            "introduced-in=v1.36.",
            "introduced-in=vX.Y.Z",
            "introduced-in=latest",
        ] {
            assert_eq!(open(&[unclear, "resolved-in=v1.36.5"]), "");
            let empty = ["```", "```release", "resolved-in=v1.36.5"];
            assert_eq!(open(&empty), "");
            assert_eq!(
                open(&[unclear, "introduced-in=v1.36.2", "resolved-in=v1.36.5"]),
                "1.37"
            );
        }
        assert_eq!(
            open(&[
                "introduced-in=v1.35.2",
                "resolved-in=v1.36.5",
                "resolved-in=v1.35."
            ]),
            "1.37",
            "a fix that is being written is a fix"
        );
    }

    #[test]
    fn the_next_fix_comes_behind_the_introduction() {
        let releases = Catalog::kubernetes().releases.as_ref().expect("releases");
        for (introduced, minor, expected) in [
            ("v1.34.2", 36, "1.36.5"),
            ("v1.36.2", 36, "1.36.5"),
            ("v1.36.5", 36, "1.36.6"),
            ("v1.38.0-alpha.1", 38, "1.38.0"),
            ("v1.38.0", 38, "1.38.1"),
            (
                "v1.38.18446744073709551615",
                38,
                "1.38.18446744073709551615",
            ),
        ] {
            let text = format!("```release\nintroduced-in={introduced}\n```\n");
            let named = NamedVersions::read(&Draft::parse(text, Origin::File), None);
            let minor = releases.minor(1, minor).expect("a known minor");
            assert_eq!(named.next_fix(minor, TODAY).to_string(), expected);
        }
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
