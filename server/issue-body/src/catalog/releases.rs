//! The minors of a project with their patch releases and the days that matter: release, maintenance, end of life.
//!
//! Every question that depends on "today" takes the day as an argument. Which branches a draft affects, and what state
//! a fix has on each, is left to the rules.

use jiff::civil::Date;
use semver::Version;

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
    /// The name of the minor and of its branch: `1.36`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.major, self.minor)
    }

    /// The next patch of the branch on that day: one after the last that was out, or the `.0` of a minor without a
    /// release.
    pub fn next_patch_on(&self, date: Date) -> Version {
        let patch = self
            .latest_on(date)
            .map_or(0, |release| release.version.patch.saturating_add(1));
        Version::new(self.major, self.minor, patch)
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::catalog::Catalog;

    fn kubernetes() -> &'static Releases {
        let releases = &Catalog::kubernetes().releases;
        releases.as_ref().expect("Kubernetes has releases")
    }

    fn minor(name: &str) -> &'static Minor {
        let version = version(&format!("{name}.0"));
        kubernetes().minor_of(&version).expect("a known minor")
    }

    fn version(text: &str) -> Version {
        Version::parse(text).expect("a version")
    }

    fn supported(on: Date) -> Vec<String> {
        let minors = kubernetes().supported(on);
        minors
            .map(|minor| format!("{}.{}", minor.major, minor.minor))
            .collect()
    }

    #[test]
    fn support_ends_with_the_last_day() {
        assert_eq!(
            supported(date(2026, 9, 1)),
            ["1.37", "1.36", "1.35", "1.34"]
        );
        assert_eq!(
            supported(date(2026, 6, 28)),
            ["1.36", "1.35", "1.34", "1.33"]
        );
        assert_eq!(supported(date(2026, 6, 29)), ["1.36", "1.35", "1.34"]);
        assert!(supported(date(2015, 7, 9)).is_empty());
    }

    #[test]
    fn a_branch_goes_through_its_phases() {
        let phase = |on| minor("1.34").phase(on);
        assert_eq!(phase(date(2025, 8, 26)), Phase::Unreleased);
        assert_eq!(phase(date(2025, 8, 27)), Phase::Supported);
        assert_eq!(phase(date(2026, 8, 27)), Phase::Maintenance);
        assert_eq!(phase(date(2026, 10, 27)), Phase::Maintenance);
        assert_eq!(phase(date(2026, 10, 28)), Phase::EndOfLife);
        assert_eq!(minor("1.38").phase(date(2030, 1, 1)), Phase::Unreleased);
    }

    #[test]
    fn a_branch_without_an_end_on_record_is_not_called_supported() {
        let minor = Minor {
            end_of_life: None,
            maintenance: None,
            ..minor("1.36").clone()
        };
        assert_eq!(minor.phase(date(2026, 9, 1)), Phase::Unknown);
        assert!(!minor.is_supported(date(2026, 9, 1)));
    }

    #[test]
    fn plans_are_told_from_facts() {
        let planned = |name| {
            let minor = minor(name);
            (minor.maintenance_is_planned, minor.end_of_life_is_planned)
        };
        assert_eq!(planned("1.37"), (true, true));
        assert_eq!(planned("1.34"), (true, true));
        assert_eq!(planned("1.33"), (false, false));
    }

    #[test]
    fn the_next_patch_follows_the_last_one() {
        let next = |name| minor(name).next_patch_on(date(2026, 9, 1));
        assert_eq!(next("1.36"), version("1.36.5"));
        assert_eq!(next("1.38"), version("1.38.0"));
        assert_eq!(next("1.4"), version("1.4.13"));
    }

    #[test]
    fn a_day_in_the_past_knows_no_later_patch() {
        let day = date(2026, 3, 1);
        let latest = |name| {
            let latest = minor(name).latest_on(day);
            latest.map(|release| release.version.to_string())
        };
        assert_eq!(latest("1.34").as_deref(), Some("1.34.5"));
        assert_eq!(latest("1.36"), None);
        assert_eq!(minor("1.34").next_patch_on(day), version("1.34.6"));
        assert_eq!(minor("1.36").next_patch_on(day), version("1.36.0"));

        let newest: Vec<String> = kubernetes()
            .released_on(day)
            .take(4)
            .map(|release| release.version.to_string())
            .collect();
        assert_eq!(newest, ["1.35.2", "1.35.1", "1.35.0", "1.34.5"]);
    }

    #[test]
    fn an_unusual_patch_has_a_note() {
        let release = kubernetes().release(&version("1.27.1"));
        let release = release.expect("a known release");
        assert_eq!(release.date, date(2023, 4, 14));
        assert!(
            release
                .note
                .as_deref()
                .is_some_and(|note| note.contains("regression"))
        );
    }

    #[test]
    fn order_does_not_matter_when_a_list_is_read() {
        let mut minors: Vec<Minor> = kubernetes().minors.iter().rev().cloned().collect();
        for minor in &mut minors {
            minor.patches.reverse();
            minor.prereleases.reverse();
        }
        let Releases {
            snapshot, source, ..
        } = kubernetes().clone();
        assert_eq!(&Releases::new(minors, snapshot, source), kubernetes());
    }
}
