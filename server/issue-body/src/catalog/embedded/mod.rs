//! The built-in catalogue: reads the data files beside this code into the types of the catalogue.
//!
//! The form of the files is known here alone. The build script makes JSON of them, since every start reads them; a test
//! does too, so a slip in one never reaches a user.

mod labels;
mod releases;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use super::{Binary, Catalog, Group, GroupKind, GroupState, Prow, RequiredLabel, RestrictedLabel};
use labels::LabelFile;
use releases::ReleaseFile;

/// The five data files as JSON.
struct Files<'a> {
    labels: &'a str,
    groups: &'a str,
    binaries: &'a str,
    prow: &'a str,
    releases: &'a str,
}

const KUBERNETES: Files<'static> = Files {
    labels: include_str!(concat!(env!("OUT_DIR"), "/catalog/data/labels.json")),
    groups: include_str!(concat!(env!("OUT_DIR"), "/catalog/data/groups.json")),
    binaries: include_str!(concat!(env!("OUT_DIR"), "/catalog/data/binaries.json")),
    prow: include_str!(concat!(env!("OUT_DIR"), "/catalog/data/prow.json")),
    releases: include_str!(concat!(env!("OUT_DIR"), "/catalog/data/releases.json")),
};

/// The built-in facts about Kubernetes.
pub(super) fn kubernetes() -> &'static Arc<Catalog> {
    static CATALOG: LazyLock<Arc<Catalog>> =
        LazyLock::new(|| Arc::new(read(&KUBERNETES).expect("the tests read the very same files")));
    &CATALOG
}

/// Reads the files. The error names the file and says what is wrong with it.
fn read(files: &Files<'_>) -> Result<Catalog, String> {
    let labels: LabelFile = parse("labels.toml", files.labels)?;
    let groups: GroupFile = parse("groups.toml", files.groups)?;
    let binaries: BinaryFile = parse("binaries.toml", files.binaries)?;
    let prow: ProwFile = parse("prow.toml", files.prow)?;
    let releases: ReleaseFile = parse("releases.toml", files.releases)?;

    let snapshot = releases
        .snapshot
        .max(labels.snapshot)
        .max(groups.snapshot)
        .max(binaries.snapshot)
        .max(prow.snapshot);
    let groups: Vec<Group> = groups.group.into_iter().map(Group::from).collect();
    let labels = labels
        .into_labels(&groups)
        .map_err(|problem| format!("labels.toml: {problem}"))?;
    let releases = releases
        .into_releases()
        .map_err(|problem| format!("releases.toml: {problem}"))?;
    Ok(Catalog {
        labels: Some(labels),
        groups,
        binaries: binaries.binary.into_iter().map(Binary::from).collect(),
        prow: Some(Prow::from(prow)),
        releases: Some(releases),
        pull_requests: Vec::new(),
        snapshot: snapshot.0,
        source: "built-in facts about Kubernetes".to_owned(),
    })
}

fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("{file}: {error}"))
}

/// A day, written as a TOML date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Day(Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let written = Cow::<str>::deserialize(deserializer)?;
        let day = written.parse().map(Day);
        day.map_err(|_| D::Error::custom(format!("{written} is not a day; write it as 2026-08-22")))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GroupFile {
    snapshot: Day,
    #[serde(rename = "source")]
    _source: String,
    group: Vec<GroupEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GroupEntry {
    kind: GroupKind,
    name: String,
    label: String,
    #[serde(default = "yes")]
    label_exists: bool,
    archived: Option<Day>,
    looks_after: String,
}

fn yes() -> bool {
    true
}

impl From<GroupEntry> for Group {
    fn from(entry: GroupEntry) -> Group {
        let state = match entry.archived {
            Some(day) => GroupState::Archived { on: Some(day.0) },
            None => GroupState::Active,
        };
        Group {
            kind: entry.kind,
            name: entry.name,
            label: entry.label,
            state,
            label_exists: entry.label_exists,
            looks_after: entry.looks_after,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BinaryFile {
    snapshot: Day,
    #[serde(rename = "source")]
    _source: String,
    binary: Vec<BinaryEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BinaryEntry {
    name: String,
    #[serde(default)]
    sigs: Vec<String>,
    description: String,
}

impl From<BinaryEntry> for Binary {
    fn from(entry: BinaryEntry) -> Binary {
        Binary {
            name: entry.name,
            sigs: entry.sigs,
            description: entry.description,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ProwFile {
    snapshot: Day,
    source: String,
    members_only: Vec<String>,
    named_labels: Vec<String>,
    milestone_team: String,
    restricted_label: Vec<RestrictedEntry>,
    required_label: Vec<RequiredEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RestrictedEntry {
    name: String,
    team: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequiredEntry {
    prefixes: Vec<String>,
    missing: String,
}

impl From<ProwFile> for Prow {
    fn from(file: ProwFile) -> Prow {
        let restricted = file.restricted_label.into_iter();
        let required = file.required_label.into_iter();
        Prow {
            members_only: file.members_only,
            named_labels: file.named_labels,
            restricted_labels: restricted
                .map(|RestrictedEntry { name, team }| RestrictedLabel { name, team })
                .collect(),
            required_labels: required
                .map(|RequiredEntry { prefixes, missing }| RequiredLabel { prefixes, missing })
                .collect(),
            milestone_team: file.milestone_team,
            snapshot: file.snapshot.0,
            source: file.source,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::civil::date;

    use super::*;

    fn kubernetes() -> Catalog {
        read(&KUBERNETES).unwrap_or_else(|problem| panic!("{problem}"))
    }

    #[track_caller]
    fn check_problem(files: &Files<'_>, expected: &str) {
        let problem = read(files).expect_err("the data are wrong");
        assert!(problem.contains(expected), "{problem}");
    }

    #[test]
    fn the_data_parse() {
        let catalog = kubernetes();
        assert_eq!(catalog.snapshot, date(2026, 8, 22));
        assert_eq!(
            catalog.labels.map(|labels| labels.current().len()),
            Some(214)
        );
        assert_eq!(
            catalog.releases.map(|releases| releases.minors.len()),
            Some(39)
        );
    }

    #[test]
    fn a_label_has_one_meaning_and_everything_to_show() {
        let labels = kubernetes().labels.expect("labels");
        let mut names = HashSet::new();
        for label in labels.current() {
            let name = &label.name;
            assert!(names.insert(name.to_lowercase()), "{name} is there twice");
            assert!(
                label.description.ends_with('.'),
                "{name}: {}",
                label.description
            );
            let digits = label.color.chars().filter(char::is_ascii_hexdigit);
            assert_eq!((label.color.len(), digits.count()), (6, 6), "{name}");
        }
        let renamed = labels.current().iter().flat_map(|label| &label.previously);
        let gone = renamed
            .map(|previous| &previous.name)
            .chain(labels.list().removed.iter().map(|removed| &removed.name));
        for name in gone {
            assert!(names.insert(name.to_lowercase()), "{name} is there twice");
        }
    }

    #[test]
    fn groups_and_labels_agree() {
        let catalog = kubernetes();
        let labels = catalog.labels.expect("labels");
        for group in &catalog.groups {
            let label = labels.get(&group.label);
            assert_eq!(label.is_some(), group.label_exists, "{}", group.label);
            let prefix = match group.kind {
                GroupKind::Sig => "sig/",
                GroupKind::WorkingGroup => "wg/",
                GroupKind::Committee => "committee/",
                GroupKind::UserGroup => "ug/",
            };
            assert!(group.label.starts_with(prefix), "{}", group.label);
        }
    }

    #[test]
    fn binaries_are_owned_by_groups_at_work() {
        let catalog = kubernetes();
        for binary in &catalog.binaries {
            for sig in &binary.sigs {
                let group = catalog.group_of(sig).expect("a group");
                assert_eq!(group.state, GroupState::Active, "{}", binary.name);
            }
        }
    }

    #[test]
    fn days_follow_each_other() {
        let releases = kubernetes().releases.expect("releases");
        let snapshot = releases.snapshot.expect("a snapshot");
        for minor in &releases.minors {
            let name = format!("{}.{}", minor.major, minor.minor);
            assert!(minor.patches.is_sorted_by_key(|patch| patch.date), "{name}");
            for patch in &minor.patches {
                assert_eq!(
                    (patch.version.major, patch.version.minor),
                    (minor.major, minor.minor)
                );
            }
            let days = [minor.release_date, minor.maintenance, minor.end_of_life];
            assert!(days.into_iter().flatten().is_sorted(), "{name}");
            for (day, planned) in [
                (minor.maintenance, minor.maintenance_is_planned),
                (minor.end_of_life, minor.end_of_life_is_planned),
            ] {
                assert!(day.is_none_or(|day| (snapshot < day) == planned), "{name}");
            }
        }
    }

    #[test]
    fn a_slip_in_the_data_is_named() {
        let labels = KUBERNETES
            .labels
            .replace("\"kind/bug\":\"Some", "\"kind/bag\":\"Some");
        check_problem(
            &Files {
                labels: &labels,
                ..KUBERNETES
            },
            "labels.toml: there are facts about kind/bug, but no such label",
        );
        let releases = KUBERNETES
            .releases
            .replace("1.36.1 2026-05-12", "1.36.1 2026-05-32");
        check_problem(
            &Files {
                releases: &releases,
                ..KUBERNETES
            },
            "1.36.1 2026-05-32",
        );
        let releases = KUBERNETES
            .releases
            .replace("1.36.1 2026-05-12", "v1.36.1 2026-05-12");
        check_problem(
            &Files {
                releases: &releases,
                ..KUBERNETES
            },
            "releases.toml: v1.36.1",
        );
        let groups = KUBERNETES
            .groups
            .replace("\"archived\":\"2023-06-15\"", "\"archived\":\"08:00:00\"");
        check_problem(
            &Files {
                groups: &groups,
                ..KUBERNETES
            },
            "08:00:00 is not a day",
        );
        let binaries = KUBERNETES.binaries.replace("\"binary\":", "\"binarie\":");
        check_problem(
            &Files {
                binaries: &binaries,
                ..KUBERNETES
            },
            "binaries.toml: ",
        );
    }
}
