//! The minors of a project with their patch releases and the days that matter: release, maintenance, end of life.
//!
//! Every question that depends on "today" takes the day as an argument. Which branches a draft affects, and what state
//! a fix has on each, is left to the rules.

use jiff::civil::Date;
use semver::{Prerelease, Version};

/// A patch release, the `.0` of its minor included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its version, without pre-release and build metadata.
    pub version: Version,
    /// The day on which it was tagged.
    pub date: Date,
    /// What was unusual about it, in one sentence.
    pub note: Option<String>,
}

/// What a minor's branch gets on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The minor is not released yet.
    Unreleased,
    /// Regular patch releases.
    Supported,
    /// The last months: patch releases for grave faults only.
    Maintenance,
    /// Nothing any more.
    EndOfLife,
    /// Released, with no end of life on record.
    Unknown,
}

/// A minor release with its branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minor {
    /// Major version.
    pub major: u64,
    /// Minor version.
    pub minor: u64,
    /// The day of its `.0` release.
    pub release_date: Option<Date>,
    /// The first day of maintenance mode.
    pub maintenance: Option<Date>,
    /// Whether that day was only announced when the data were taken; plans slip.
    pub maintenance_is_planned: bool,
    /// The last day of support.
    pub end_of_life: Option<Date>,
    /// Whether that day was only announced when the data were taken; plans slip.
    pub end_of_life_is_planned: bool,
    /// Where the sources of these days differ, in one or two sentences.
    pub note: Option<String>,
    /// Its patch releases, oldest first.
    pub patches: Vec<Release>,
    /// The pre-releases that are known; the list may have gaps.
    pub prereleases: Vec<Version>,
}

impl Minor {
    /// The next patch of the branch: one after the last that is known, or the `.0` of a minor without a release.
    pub fn next_patch(&self) -> Version {
        self.patch_after(self.patches.last())
    }

    /// The next patch of the branch as seen on that day.
    pub fn next_patch_on(&self, date: Date) -> Version {
        self.patch_after(self.latest_on(date))
    }

    /// The patch releases that were out on that day, oldest first.
    pub fn released_on(&self, date: Date) -> impl DoubleEndedIterator<Item = &Release> {
        self.patches
            .iter()
            .filter(move |release| release.date <= date)
    }

    /// The newest patch release that was out on that day.
    pub fn latest_on(&self, date: Date) -> Option<&Release> {
        self.released_on(date).next_back()
    }

    /// What the branch gets on that day. The last day of support counts as supported.
    pub fn phase(&self, on: Date) -> Phase {
        match (self.release_date, self.maintenance, self.end_of_life) {
            (None, _, _) => Phase::Unreleased,
            (Some(release), _, _) if on < release => Phase::Unreleased,
            (_, _, Some(end)) if end < on => Phase::EndOfLife,
            (_, Some(maintenance), _) if maintenance <= on => Phase::Maintenance,
            (_, _, Some(_)) => Phase::Supported,
            (_, _, None) => Phase::Unknown,
        }
    }

    /// Whether the branch gets patch releases on that day, as far as is known.
    pub fn is_supported(&self, on: Date) -> bool {
        matches!(self.phase(on), Phase::Supported | Phase::Maintenance)
    }

    fn patch_after(&self, release: Option<&Release>) -> Version {
        let patch = release.map_or(0, |release| release.version.patch + 1);
        Version::new(self.major, self.minor, patch)
    }
}

/// All minors of one project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Releases {
    /// The minors, newest first.
    pub minors: Vec<Minor>,
    /// The day on which the list was true, where known.
    pub snapshot: Option<Date>,
    /// Where the list comes from, for hovers and `--version`.
    pub source: String,
}

impl Releases {
    /// Takes minors and patches in any order and sorts them.
    pub fn new(mut minors: Vec<Minor>, snapshot: Option<Date>, source: String) -> Releases {
        minors.sort_by_key(|minor| std::cmp::Reverse((minor.major, minor.minor)));
        for minor in &mut minors {
            minor
                .patches
                .sort_by(|left, right| left.version.cmp(&right.version));
            minor.prereleases.sort();
        }
        Releases {
            minors,
            snapshot,
            source,
        }
    }

    /// The minor `major.minor`.
    pub fn minor(&self, major: u64, minor: u64) -> Option<&Minor> {
        self.minors
            .iter()
            .find(|known| (known.major, known.minor) == (major, minor))
    }

    /// The minor that a version belongs to.
    pub fn minor_of(&self, version: &Version) -> Option<&Minor> {
        self.minor(version.major, version.minor)
    }

    /// The patch release of that version. Build metadata is ignored; pre-releases are no patch releases.
    pub fn release(&self, version: &Version) -> Option<&Release> {
        self.minor_of(version)?
            .patches
            .iter()
            .find(|release| release.version.cmp_precedence(version).is_eq())
    }

    /// Whether the version exists as far as can be known: a patch release on record, or a pre-release of any known
    /// minor, since lists of pre-releases have gaps.
    pub fn knows(&self, version: &Version) -> bool {
        if version.pre == Prerelease::EMPTY {
            self.release(version).is_some()
        } else {
            self.minor_of(version).is_some()
        }
    }

    /// The minors that get patch releases on that day, newest first.
    pub fn supported(&self, on: Date) -> impl Iterator<Item = &Minor> {
        self.minors
            .iter()
            .filter(move |minor| minor.is_supported(on))
    }

    /// Every patch release that was out on that day, newest version first.
    pub fn released_on(&self, date: Date) -> impl Iterator<Item = &Release> {
        self.minors
            .iter()
            .flat_map(move |minor| minor.released_on(date).rev())
    }
}
