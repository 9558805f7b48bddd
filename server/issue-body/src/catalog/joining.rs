//! Two lists of releases made one, where they are about the same project.
//!
//! Projects number their releases alike, so a name proves nothing: 1.34.0 of one and 1.34.0 of another are told apart by
//! their days.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use semver::Version;

use super::{Minor, Releases};

/// How far the days of one `.0` may lie apart in two lists: one has the day of the tag, the other that of the
/// announcement.
const SAME_RELEASE_DAYS: i32 = 3;

/// The same for patches, whose planned days some lists keep.
const SAME_PATCH_DAYS: i32 = 10;

impl Releases {
    /// Whether both lists are about one project: the days of most `.0` releases that both have agree, or those of most
    /// patches where they share no `.0`.
    pub fn is_of_same_project(&self, other: &Releases) -> bool {
        let majority = |agreements: Vec<bool>| {
            let agreeing = agreements.iter().filter(|agrees| **agrees).count();
            (!agreements.is_empty()).then_some(agreeing * 2 > agreements.len())
        };
        let compare = |is_first: bool, days: i32| {
            let releases = other.minors.iter().flat_map(|minor| &minor.patches);
            let pairs = releases
                .filter(|release| (release.version.patch == 0) == is_first)
                .filter_map(|release| Some((release.date, self.release(&release.version)?.date)));
            pairs
                .map(|(left, right)| is_near(left, right, days))
                .collect()
        };
        majority(compare(true, SAME_RELEASE_DAYS))
            .or_else(|| majority(compare(false, SAME_PATCH_DAYS)))
            .unwrap_or(false)
    }

    /// This list completed by another one of the same project. What this one has of a release stays; of maintenance and
    /// end of life a fact goes before a plan, and else the other's word counts. A minor whose `.0` has another day there
    /// is as it is there.
    pub fn joined_with(self, other: Releases) -> Releases {
        let named = |minor: Minor| ((minor.major, minor.minor), minor);
        let mut minors: BTreeMap<(u64, u64), Minor> = self.minors.into_iter().map(named).collect();
        for (name, minor) in other.minors.into_iter().map(named) {
            match minors.entry(name) {
                Entry::Occupied(mut known) if is_same_minor(known.get(), &minor) => {
                    join_minor(known.get_mut(), minor);
                }
                Entry::Occupied(mut known) => _ = known.insert(minor),
                Entry::Vacant(place) => _ = place.insert(minor),
            }
        }
        let snapshot = self.snapshot.max(other.snapshot);
        let source = format!("{}; {}", self.source, other.source);
        Releases::new(minors.into_values().collect(), snapshot, source)
    }
}

fn is_near(left: Date, right: Date, days: i32) -> bool {
    (left - right).get_days().abs() <= days
}

fn is_same_minor(known: &Minor, other: &Minor) -> bool {
    let first = |minor: &Minor| {
        let mut patches = minor.patches.iter();
        patches
            .find(|release| release.version.patch == 0)
            .map(|release| release.date)
    };
    first(known)
        .zip(first(other))
        .is_none_or(|(left, right)| is_near(left, right, SAME_RELEASE_DAYS))
}

fn join_minor(known: &mut Minor, other: Minor) {
    let patches = known.patches.iter();
    let has: HashSet<Version> = patches.map(|release| release.version.clone()).collect();
    let patches = other.patches.into_iter();
    known
        .patches
        .extend(patches.filter(|release| !has.contains(&release.version)));
    let has: HashSet<Version> = known.prereleases.iter().cloned().collect();
    let prereleases = other.prereleases.into_iter();
    known
        .prereleases
        .extend(prereleases.filter(|version| !has.contains(version)));
    known.release_date = known.release_date.or(other.release_date);
    let day = |known: (Option<Date>, bool), other: (Option<Date>, bool)| {
        let is_fact = known.0.is_some() && !known.1;
        if other.0.is_none() || (is_fact && other.1) {
            known
        } else {
            other
        }
    };
    (known.maintenance, known.maintenance_is_planned) = day(
        (known.maintenance, known.maintenance_is_planned),
        (other.maintenance, other.maintenance_is_planned),
    );
    (known.end_of_life, known.end_of_life_is_planned) = day(
        (known.end_of_life, known.end_of_life_is_planned),
        (other.end_of_life, other.end_of_life_is_planned),
    );
    known.note = known.note.take().or(other.note);
}
