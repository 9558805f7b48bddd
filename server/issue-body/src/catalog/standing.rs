//! What can be said of a version on a day: whether it is released, to be expected, or neither.
//!
//! A list of releases is true on one day and read on later ones. What may have come out in between must not be called
//! wrong, so this file counts generously with the habits of release teams. What a rule makes of the answer is left to it.

use jiff::Span;
use jiff::civil::Date;
use semver::{Prerelease, Version};

use super::releases::{Minor, Release, Releases};

/// What is known of a version on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionStanding<'releases> {
    /// It was out on that day.
    Released(&'releases Release),
    /// A pre-release of a minor that exists or is to come. Lists of them have gaps, so each may exist.
    Prerelease,
    /// The next patch of its branch, or the `.0` of the minor to come.
    Next,
    /// It is beyond the next patch, but may be out by now: the list is older than that day.
    Possible,
    /// The list begins later or has a gap there, and says nothing about it.
    Unlisted,
    /// It came out after that day.
    Later(&'releases Release),
    /// There is no such release.
    Unreleased,
}

/// Patches come once a month, now and then one in between. Beside the next patch, whenever that comes, a branch has never
/// got more than one for each of these spans.
const DAYS_FOR_A_PATCH: i64 = 14;

/// Minors come every 15 to 18 weeks; none since 2019 came sooner than this after the one before.
const DAYS_FOR_A_MINOR: i64 = 77;

/// So long before its `.0` a minor's branch is cut, and what is merged then belongs to the minor behind it.
const DAYS_OF_FREEZE: i64 = 28;

/// So long after the end of life the last patch came out at the latest: v1.24.17, v1.25.16 and v1.26.15 within a month.
const DAYS_OF_GRACE: i64 = 60;

/// Farther ahead nobody plans.
const MINORS_AHEAD: u64 = 20;

impl Releases {
    /// What is known of `version` on that day. Build metadata is ignored.
    pub fn standing(&self, version: &Version, on: Date) -> VersionStanding<'_> {
        let record = self.release(version);
        if let Some(release) = record.filter(|release| release.date <= on) {
            return VersionStanding::Released(release);
        }
        let minor = self.minor_of(version);
        if version.pre != Prerelease::EMPTY && minor.is_some() {
            return VersionStanding::Prerelease;
        }
        let standing = match minor {
            Some(minor) if minor.latest_on(on).is_some() => self.in_branch(minor, version, on),
            _ => self.in_minor_to_come(version, on),
        };
        match (standing, record) {
            (VersionStanding::Unreleased, Some(release)) => VersionStanding::Later(release),
            (VersionStanding::Next | VersionStanding::Possible, None)
                if version.pre != Prerelease::EMPTY =>
            {
                VersionStanding::Prerelease
            }
            _ => standing,
        }
    }

    /// The minor that was newest on that day.
    pub fn newest_on(&self, on: Date) -> Option<&Minor> {
        self.minors
            .iter()
            .find(|minor| minor.latest_on(on).is_some())
    }

    /// How many days before that day the list was true; none where it is of that day, or a later one. A list that does not
    /// say its day is kept up by whoever gave it, and counts as true.
    pub fn days_behind(&self, on: Date) -> i64 {
        self.snapshot
            .map_or(0, |snapshot| days_between(snapshot, on).max(0))
    }

    /// A version, not on record for that day, of a minor that was out.
    fn in_branch(&self, minor: &Minor, version: &Version, on: Date) -> VersionStanding<'_> {
        let begins_later = |first: &Release| version.cmp_precedence(&first.version).is_lt();
        if minor.patches.first().is_some_and(begins_later) {
            return VersionStanding::Unlisted;
        }
        let next = minor.next_patch_on(on).patch;
        if version.patch == next {
            return VersionStanding::Next;
        }
        let end = minor.end_of_life.map(|end| days_later(end, DAYS_OF_GRACE));
        let days = self.days_behind(end.map_or(on, |end| end.min(on)));
        may_be(version.patch > next && version.patch - next <= patches_in(days))
    }

    /// A version of a minor that was not out on that day, or is not in the list at all.
    fn in_minor_to_come(&self, version: &Version, on: Date) -> VersionStanding<'_> {
        let Some(newest) = self.newest_on(on) else {
            return VersionStanding::Unlisted;
        };
        if (version.major, version.minor) < (newest.major, newest.minor) {
            return VersionStanding::Unlisted;
        }
        if version.major != newest.major {
            return self.in_major_to_come(version, newest);
        }
        let ahead = version.minor - newest.minor;
        if ahead == 1 && version.patch == 0 {
            return VersionStanding::Next;
        }
        if ahead > MINORS_AHEAD {
            return VersionStanding::Unreleased;
        }
        if version.patch == 0 {
            let before = self.earliest(newest, ahead - 1, on);
            return may_be(before.is_some_and(|before| before <= days_later(on, DAYS_OF_FREEZE)));
        }
        let begun = self.earliest(newest, ahead, on);
        may_be(begun.is_some_and(|begun| {
            begun <= on && version.patch <= 1 + patches_in(days_between(begun, on))
        }))
    }

    /// A version of a major behind the newest one. A project that has only ever had one major, such as Kubernetes, is not
    /// about to begin another, unless that one is 0.
    fn in_major_to_come(&self, version: &Version, newest: &Minor) -> VersionStanding<'_> {
        let begins_majors =
            newest.major == 0 || self.minors.iter().any(|minor| minor.major != newest.major);
        let is_next = version.major - newest.major == 1 && (version.minor, version.patch) == (0, 0);
        if begins_majors && is_next {
            VersionStanding::Next
        } else {
            VersionStanding::Unreleased
        }
    }

    /// The day on which the minor `ahead` minors behind `newest` came out, or can have come out at the earliest.
    fn earliest(&self, newest: &Minor, ahead: u64, on: Date) -> Option<Date> {
        let minor = self.minor(newest.major, newest.minor + ahead);
        if let Some(date) = minor.and_then(|minor| minor.release_date) {
            return Some(date);
        }
        let days = i64::try_from(ahead).ok()?.checked_mul(DAYS_FOR_A_MINOR)?;
        let first = newest.patches.first()?.date;
        // What came out before the list was made would be in it.
        Some(days_later(first, days).max(self.snapshot.unwrap_or(on)))
    }
}

/// How many patches a branch can get in so many days.
fn patches_in(days: i64) -> u64 {
    u64::try_from(days / DAYS_FOR_A_PATCH).unwrap_or(0)
}

fn may_be(is_possible: bool) -> VersionStanding<'static> {
    if is_possible {
        VersionStanding::Possible
    } else {
        VersionStanding::Unreleased
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

fn days_later(date: Date, days: i64) -> Date {
    date.saturating_add(Span::new().days(days))
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

    fn standing(version: &str, on: Date) -> VersionStanding<'static> {
        let version = Version::parse(version).expect("a version");
        kubernetes().standing(&version, on)
    }

    /// The first word of what is known.
    fn word(version: &str, on: Date) -> String {
        let standing = format!("{:?}", standing(version, on));
        standing.split('(').next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_version_is_released_or_expected_or_neither() {
        let today = date(2026, 9, 1);
        for (version, expected) in [
            ("1.36.4", "Released"),
            ("1.36.4+build.7", "Released"),
            ("1.36.5", "Next"),
            ("1.36.6", "Unreleased"),
            ("1.38.0", "Next"),
            ("1.38.1", "Unreleased"),
            ("1.39.0", "Unreleased"),
            ("1.99.0", "Unreleased"),
            ("2.0.0", "Unreleased"),
            ("1.4.9", "Released"),
            ("1.4.10", "Unreleased"),
            ("1.4.13", "Next"),
            ("1.4.14", "Unreleased"),
            ("0.21.4", "Unlisted"),
            ("1.38.0-alpha.9", "Prerelease"),
            ("1.18.6-rc.0", "Prerelease"),
            ("1.99.0-rc.1", "Unreleased"),
            ("2.0.0-alpha.1", "Unreleased"),
            ("1.18446744073709551615.0", "Unreleased"),
            ("1.36.18446744073709551615", "Unreleased"),
            ("18446744073709551615.0.0", "Unreleased"),
        ] {
            assert_eq!(word(version, today), expected, "{version}");
        }
    }

    #[test]
    fn a_day_in_the_past_is_judged_by_what_was_out_then() {
        let day = date(2026, 3, 1);
        for (version, expected) in [
            ("1.34.5", "Released"),
            ("1.34.6", "Next"),
            ("1.34.9", "Later"),
            ("1.34.99", "Unreleased"),
            ("1.36.0", "Next"),
            ("1.36.1", "Later"),
            ("1.37.0", "Later"),
            ("1.36.0-rc.1", "Prerelease"),
        ] {
            assert_eq!(word(version, day), expected, "{version}");
        }
        // The branch of 1.36 is cut, so what is merged now comes with 1.37.
        assert_eq!(word("1.37.0", date(2026, 4, 1)), "Possible");
        assert_eq!(word("1.0.0", date(2014, 1, 1)), "Unlisted");
    }

    #[test]
    fn the_older_the_list_the_more_may_be_out_that_it_does_not_know() {
        for (version, on, expected) in [
            ("1.36.6", date(2026, 9, 4), "Unreleased"),
            ("1.36.6", date(2026, 9, 5), "Possible"),
            ("1.36.7", date(2026, 9, 5), "Unreleased"),
            ("1.36.9", date(2026, 10, 20), "Possible"),
            ("1.38.1", date(2026, 12, 24), "Possible"),
            ("1.39.0", date(2026, 12, 24), "Possible"),
            ("1.39.0-alpha.1", date(2026, 12, 24), "Prerelease"),
            ("1.40.0", date(2026, 12, 24), "Unreleased"),
            // Planned to end on 2026-10-27: two more months, and that is all.
            ("1.34.21", date(2028, 1, 1), "Possible"),
            ("1.34.22", date(2028, 1, 1), "Unreleased"),
            // Over when the list was made.
            ("1.33.14", date(2028, 1, 1), "Next"),
            ("1.33.16", date(2028, 1, 1), "Unreleased"),
        ] {
            assert_eq!(word(version, on), expected, "{version} on {on}");
        }
    }

    /// The list as somebody would have had it on that day.
    fn known_on(day: Date) -> Releases {
        let mut releases = kubernetes().clone();
        releases.snapshot = Some(day);
        for minor in &mut releases.minors {
            minor.patches.retain(|release| release.date <= day);
            if minor.patches.is_empty() {
                minor.release_date = None;
            }
        }
        releases
    }

    #[test]
    fn no_release_of_the_last_years_would_have_been_called_unreleased_by_an_older_list() {
        let recent = |release: &&Release| release.date >= date(2021, 1, 1);
        let all: Vec<&Release> = kubernetes()
            .minors
            .iter()
            .flat_map(|minor| &minor.patches)
            .filter(recent)
            .collect();
        for taken in &all {
            let list = known_on(taken.date);
            for release in all.iter().filter(|release| release.date > taken.date) {
                assert_ne!(
                    list.standing(&release.version, release.date),
                    VersionStanding::Unreleased,
                    "v{} on {} by the list of {}",
                    release.version,
                    release.date,
                    taken.date
                );
            }
        }
    }

    #[test]
    fn a_list_without_a_day_counts_as_true() {
        let releases = Releases {
            snapshot: None,
            ..kubernetes().clone()
        };
        assert_eq!(releases.days_behind(date(2030, 1, 1)), 0);
        assert_eq!(
            releases.standing(&Version::new(1, 36, 6), date(2030, 1, 1)),
            VersionStanding::Unreleased
        );
    }

    #[test]
    fn a_project_that_counts_majors_can_begin_the_next() {
        let mut releases = kubernetes().clone();
        for minor in &mut releases.minors {
            minor.major = if minor.minor < 20 { 0 } else { 1 };
            for release in &mut minor.patches {
                release.version.major = minor.major;
            }
        }
        let check = |releases: &Releases, text: &str, expected: VersionStanding<'_>| {
            let version = Version::parse(text).expect("a version");
            assert_eq!(
                releases.standing(&version, date(2026, 9, 1)),
                expected,
                "{text}"
            );
        };
        check(&releases, "2.0.0", VersionStanding::Next);
        check(&releases, "2.0.0-rc.1", VersionStanding::Prerelease);
        for later in ["2.0.1", "2.1.0", "3.0.0"] {
            check(&releases, later, VersionStanding::Unreleased);
        }
        releases.minors.retain(|minor| minor.major == 0);
        check(&releases, "1.0.0", VersionStanding::Next);
    }

    #[test]
    fn a_list_that_begins_late_says_nothing_about_what_was_before() {
        let mut releases = kubernetes().clone();
        releases.minors.retain(|minor| minor.minor >= 36);
        for minor in &mut releases.minors {
            minor.patches.retain(|release| release.version.patch != 0);
        }
        let standing = |text: &str| {
            let version = Version::parse(text).expect("a version");
            releases.standing(&version, date(2026, 8, 25))
        };
        assert_eq!(standing("1.30.2"), VersionStanding::Unlisted);
        assert_eq!(standing("1.36.0"), VersionStanding::Unlisted);
        assert_eq!(standing("1.36.5"), VersionStanding::Next);
        assert_eq!(
            Releases::default().standing(&Version::new(1, 2, 3), date(2026, 9, 1)),
            VersionStanding::Unlisted
        );
    }
}
