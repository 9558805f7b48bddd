//! A release schedule: `schedule.yaml` and `eol.yaml`, as kubernetes/website keeps them under `data/releases`.
//!
//! People write these files, and it shows: a minor is an unquoted number now and then (some tool then makes `1.3` of
//! 1.30), days are missing or in the wrong year, the `.0` is among the patches or not. What can be told from the rest of
//! the file is mended. What lies ahead (`next`, `upcoming_releases`) is a plan, and nothing is taken from it.

use jiff::civil::Date;
use semver::Version;

use super::{DataError, Source, Table, day};
use crate::catalog::{Minor, Release, Releases};
use crate::syntax::yaml::Node;

/// What stands beside the day of a release that no file has.
const DAY_OF_THE_BRANCH: &str =
    "The day is the last one of its branch, since its own is not on record.";

/// How many minors, and how many releases, a file may tell of. No project has a tenth of it.
const MOST_MINORS: usize = 1_000;
const MOST_RELEASES: usize = 20_000;

/// Which of the two files it is; the first knows more of a release, the second more of its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReleaseFileKind {
    /// `schedule.yaml`: the branches at work.
    Schedule,
    /// `eol.yaml`: the branches that have ended.
    EndOfLife,
}

/// What a release file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseFile {
    /// Which one it is.
    pub kind: ReleaseFileKind,
    /// The releases that it tells of.
    pub releases: Releases,
}

/// Reads a `schedule.yaml` or an `eol.yaml`; which one it is tells the text. `source` names it in hovers.
///
/// # Errors
/// When the text is neither of the two, or a version or a day that is needed is none.
pub fn read_releases(text: &str, source: &str) -> Result<ReleaseFile, DataError> {
    let reader = Reader {
        source: Source::new(text),
    };
    let root = reader.source.parse()?;
    let table = reader.source.table(&root, "`schedules` or `branches`")?;
    let mut minors = Vec::new();
    let kind = if table.get("schedules").is_some() {
        for entry in reader.source.list_at(table, "schedules")? {
            let minor = reader.schedule(reader.source.table(entry, "a minor's schedule")?)?;
            reader.keep(&mut minors, minor, entry)?;
        }
        ReleaseFileKind::Schedule
    } else if table.get("branches").is_some() {
        for entry in reader.source.list_at(table, "branches")? {
            let minor = reader.branch(reader.source.table(entry, "a branch")?)?;
            reader.keep(&mut minors, minor, entry)?;
        }
        ReleaseFileKind::EndOfLife
    } else {
        let message = "this is no release schedule; write `schedules`, as schedule.yaml has it, or `branches`, as \
                       eol.yaml does";
        return Err(reader.source.error(table.start(), message));
    };
    for minor in &mut minors {
        // A branch that is still scheduled has not ended; what lies behind its last release is a plan.
        let latest = minor.patches.iter().map(|patch| patch.date).max();
        minor.maintenance_is_planned = minor.maintenance > latest;
    }
    Ok(ReleaseFile {
        kind,
        releases: Releases::new(minors, None, source.to_owned()),
    })
}

struct Reader<'text> {
    source: Source<'text>,
}

impl Reader<'_> {
    /// Adds `minor`, which stands at `entry`, unless there are too many already.
    fn keep(&self, minors: &mut Vec<Minor>, minor: Minor, entry: &Node) -> Result<(), DataError> {
        let releases = minors
            .iter()
            .map(|minor| minor.patches.len())
            .sum::<usize>();
        if minors.len() >= MOST_MINORS || releases + minor.patches.len() > MOST_RELEASES {
            let message = "there are more releases than any project has; leave out those that nobody asks about";
            return Err(self.source.error(entry.range.start, message));
        }
        minors.push(minor);
        Ok(())
    }

    /// One entry of a `schedule.yaml`.
    fn schedule(&self, table: Table<'_>) -> Result<Minor, DataError> {
        let source = &self.source;
        let mut dated: Vec<(Version, Option<Date>, Option<String>)> = Vec::new();
        for entry in source.list_at(table, "previousPatches")? {
            let entry = source.table(entry, "a patch release")?;
            let note = source.text_at(entry, "note")?;
            dated.push((
                self.version(entry, "release")?,
                self.day(entry, "targetDate")?,
                (!note.is_empty()).then_some(note),
            ));
        }
        dated.sort_by(|left, right| left.0.cmp(&right.0));
        dated.dedup_by(|later, earlier| later.0 == earlier.0);
        let next = match table
            .get("next")
            .map(|next| source.table(next, "the next release"))
        {
            Some(Ok(next)) => self.version(next, "release").ok(),
            Some(Err(_)) | None => None,
        };
        let witness = dated.last().map(|(version, ..)| version).or(next.as_ref());
        let (major, minor) = self.minor(table, witness)?;

        let announced = self.day(table, "releaseDate")?;
        mend_years(&mut dated);
        let first = Version::new(major, minor, 0);
        let is_released = !dated.is_empty()
            || (announced.is_some() && next.as_ref().is_none_or(|next| next.patch > 0));
        let earliest = dated.iter().find_map(|(_, day, _)| *day);
        let release_date = match dated.first() {
            Some((version, Some(day), _)) if *version == first => Some(*day),
            _ => announced
                .filter(|_| is_released)
                .map(|day| not_after(day, earliest))
                .or(earliest),
        };
        if is_released && dated.first().is_none_or(|(version, ..)| *version != first) {
            dated.insert(0, (first, release_date, None));
        }
        // A patch without a day was out when the one after it was.
        let mut known = None;
        for (_, day, _) in dated.iter_mut().rev() {
            *day = day.or(known);
            known = *day;
        }
        let mut known = None;
        let mut patches = Vec::new();
        for (version, day, note) in dated {
            known = day.or(known);
            if let Some(date) = known
                && (version.major, version.minor) == (major, minor)
            {
                patches.push(Release {
                    version,
                    date,
                    note,
                });
            }
        }
        let note = source.text_at(table, "note")?;
        Ok(Minor {
            major,
            minor,
            release_date,
            maintenance: self.day(table, "maintenanceModeStartDate")?,
            maintenance_is_planned: false,
            end_of_life: self.day(table, "endOfLifeDate")?,
            end_of_life_is_planned: true,
            note: (!note.is_empty()).then_some(note),
            patches,
            prereleases: Vec::new(),
        })
    }

    /// One entry of an `eol.yaml`. It tells the last patch only; that those before it exist follows.
    fn branch(&self, table: Table<'_>) -> Result<Minor, DataError> {
        let last = self.version(table, "finalPatchRelease")?;
        let (major, minor) = self.minor(table, Some(&last))?;
        let end_of_life = self.day(table, "endOfLifeDate")?;
        let Some(date) = end_of_life else {
            let message = "this branch has no `endOfLifeDate`; write one, such as `2026-06-28`";
            return Err(self.source.error(table.start(), message));
        };
        if last.patch > 999 {
            let message = format!(
                "`{last}` cannot be a patch release; write the last one of {major}.{minor}"
            );
            return Err(self.error_at(table, "finalPatchRelease", message));
        }
        let note = self.source.text_at(table, "note")?;
        let patches = (0..=last.patch).map(|patch| Release {
            version: Version::new(major, minor, patch),
            date,
            note: Some(DAY_OF_THE_BRANCH.to_owned()),
        });
        Ok(Minor {
            major,
            minor,
            release_date: Some(date),
            maintenance: None,
            maintenance_is_planned: false,
            end_of_life,
            end_of_life_is_planned: false,
            note: (!note.is_empty()).then_some(note),
            patches: patches.collect(),
            prereleases: Vec::new(),
        })
    }

    /// The minor that `release` names. A patch of it tells when a final zero was lost.
    fn minor(&self, table: Table<'_>, witness: Option<&Version>) -> Result<(u64, u64), DataError> {
        let written = self.source.text_at(table, "release")?;
        let name = written.strip_prefix('v').unwrap_or(&written);
        let parts = name.split_once('.');
        let named =
            parts.and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
        let Some((major, minor)) = named else {
            let message = format!("`{written}` is no minor release; write one such as `\"1.30\"`");
            return Err(self.error_at(table, "release", message));
        };
        let has_lost_zero = witness.filter(|witness| {
            witness.major == major && minor > 0 && minor < 10 && witness.minor == minor * 10
        });
        Ok((major, has_lost_zero.map_or(minor, |witness| witness.minor)))
    }

    fn version(&self, table: Table<'_>, key: &str) -> Result<Version, DataError> {
        let written = self.source.text_at(table, key)?;
        let name = written.strip_prefix('v').unwrap_or(&written);
        Version::parse(name).map_err(|_| {
            let message =
                format!("`{written}` is no release; write `{key}` with one such as `1.30.4`");
            self.error_at(table, key, message)
        })
    }

    /// The day at `key`; none where it is absent, empty or called not available.
    fn day(&self, table: Table<'_>, key: &str) -> Result<Option<Date>, DataError> {
        let written = self.source.text_at(table, key)?;
        let is_left_out = ["", "n/a", "na", "none", "tbd", "tba", "-"];
        if is_left_out.contains(&written.to_lowercase().as_str()) {
            return Ok(None);
        }
        let day = day(&written).ok_or_else(|| {
            let message = format!("`{written}` is no day; write one such as `2026-09-01`");
            self.error_at(table, key, message)
        })?;
        Ok(Some(day))
    }

    fn error_at(&self, table: Table<'_>, key: &str, message: String) -> DataError {
        let start = table
            .get(key)
            .map_or(table.start(), |node| node.range.start);
        self.source.error(start, message)
    }
}

/// The day, moved back by whole years until it is not after `limit`.
fn not_after(day: Date, limit: Option<Date>) -> Date {
    let mut mended = day;
    while limit.is_some_and(|limit| mended > limit) {
        match years_later(mended, -1) {
            Some(earlier) => mended = earlier,
            None => return day,
        }
    }
    mended
}

fn years_later(day: Date, years: i16) -> Option<Date> {
    // The 29th of February has no counterpart in most years.
    let year = day.year().checked_add(years)?;
    Date::new(year, day.month(), day.day().min(28)).ok()
}

/// Moves a day by a year where it then stands in the order of the releases, and does not without. Those between two
/// others come first: they have two witnesses.
fn mend_years(releases: &mut [(Version, Option<Date>, Option<String>)]) {
    let days: Vec<usize> = (0..releases.len())
        .filter(|place| releases[*place].1.is_some())
        .collect();
    let mut between: Vec<usize> = (1..days.len().saturating_sub(1)).collect();
    between.extend([0, days.len().saturating_sub(1)]);
    for place in between {
        let day_of = |place: usize| days.get(place).and_then(|index| releases[*index].1);
        let Some(day) = day_of(place) else { continue };
        let before = place.checked_sub(1).and_then(day_of);
        let after = day_of(place + 1);
        let fits = |day: Date| {
            before.is_none_or(|before| before <= day) && after.is_none_or(|after| day <= after)
        };
        let witnesses_agree = before
            .zip(after)
            .is_none_or(|(before, after)| before <= after);
        if fits(day) || !witnesses_agree {
            continue;
        }
        let moved = [-1, 1]
            .into_iter()
            .filter_map(|years| years_later(day, years));
        if let Some(mended) = moved.into_iter().find(|moved| fits(*moved)) {
            releases[days[place]].1 = Some(mended);
        }
    }
}

#[cfg(test)]
mod tests;
