//! The built-in catalogue: reads the data files beside this code into the types of the catalogue.
//!
//! The form of the files is known here alone. A test reads them, so a slip in one never reaches a user.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use jiff::civil::Date;
use semver::{Prerelease, Version};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::value::Datetime;

use super::{
    Binary, Catalog, Group, GroupKind, GroupState, Label, LabelTarget, Labels, Minor, PreviousName,
    Release, Releases, RemovedName, SetBy,
};

/// The text of the four data files.
struct Files<'a> {
    labels: &'a str,
    groups: &'a str,
    binaries: &'a str,
    releases: &'a str,
}

const KUBERNETES: Files<'static> = Files {
    labels: include_str!("data/labels.toml"),
    groups: include_str!("data/groups.toml"),
    binaries: include_str!("data/binaries.toml"),
    releases: include_str!("data/releases.toml"),
};

/// The built-in facts about Kubernetes.
pub(super) fn kubernetes() -> &'static Catalog {
    static CATALOG: LazyLock<Catalog> =
        LazyLock::new(|| read(&KUBERNETES).expect("the tests read the very same files"));
    &CATALOG
}

/// Reads the files. The error names the file and says what is wrong with it.
fn read(files: &Files<'_>) -> Result<Catalog, String> {
    let labels: LabelFile = parse("labels.toml", files.labels)?;
    let groups: GroupFile = parse("groups.toml", files.groups)?;
    let binaries: BinaryFile = parse("binaries.toml", files.binaries)?;
    let releases: ReleaseFile = parse("releases.toml", files.releases)?;

    let snapshot = releases
        .snapshot
        .max(labels.snapshot)
        .max(groups.snapshot)
        .max(binaries.snapshot);
    let groups: Vec<Group> = groups.group.into_iter().map(Group::from).collect();
    Ok(Catalog {
        labels: Some(labels.into_labels(&groups)),
        groups,
        binaries: binaries.binary.into_iter().map(Binary::from).collect(),
        releases: Some(releases.into_releases()?),
        snapshot: snapshot.0,
        source: "built-in facts about Kubernetes".to_owned(),
    })
}

fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| format!("{file}: {error}"))
}

/// A day, written as a TOML date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "Datetime")]
struct Day(Date);

impl TryFrom<Datetime> for Day {
    type Error = String;

    fn try_from(written: Datetime) -> Result<Day, String> {
        let Datetime {
            date: Some(date),
            time: None,
            offset: None,
        } = written
        else {
            return Err(format!("{written} is not a day; write it as 2026-08-22"));
        };
        // TOML has four digits for a year and at most 31 for a day, so both fit.
        Date::new(date.year as i16, date.month as i8, date.day as i8)
            .map(Day)
            .map_err(|error| error.to_string())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LabelFile {
    snapshot: Day,
    source: String,
    /// The usual colour of each family, the part of a name before the slash.
    colors: HashMap<String, String>,
    label: Vec<LabelEntry>,
    removed: BTreeMap<String, Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct LabelEntry {
    name: String,
    description: Option<String>,
    note: Option<String>,
    #[serde(default)]
    target: LabelTarget,
    #[serde(default)]
    set_by: SetBy,
    color: Option<String>,
    #[serde(default)]
    previously: Vec<PreviousEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PreviousEntry {
    name: String,
    on: Day,
}

impl LabelFile {
    fn into_labels(self, groups: &[Group]) -> Labels {
        let removed = self.removed.into_iter();
        Labels {
            current: self
                .label
                .into_iter()
                .map(|entry| entry.into_label(groups, &self.colors))
                .collect(),
            removed: removed
                .map(|(name, day)| RemovedName {
                    name,
                    on: Some(day.0),
                })
                .collect(),
            archived_groups: groups
                .iter()
                .filter(|group| group.state != GroupState::Active)
                .cloned()
                .collect(),
            snapshot: Some(self.snapshot.0),
            source: self.source,
        }
    }
}

impl LabelEntry {
    /// A label without a description of its own is described by its group, one without a colour has its family's.
    fn into_label(self, groups: &[Group], colors: &HashMap<String, String>) -> Label {
        let color = self.color.unwrap_or_else(|| {
            let family = self.name.split_once('/').map(|(family, _)| family);
            family
                .and_then(|family| colors.get(family))
                .cloned()
                .unwrap_or_default()
        });
        let description = self.description.unwrap_or_else(|| {
            let group = groups.iter().find(|group| group.label == self.name);
            group.map(Group::description).unwrap_or_default()
        });
        Label {
            name: self.name,
            description,
            note: self.note,
            target: self.target,
            set_by: self.set_by,
            color,
            previously: self
                .previously
                .into_iter()
                .map(|previous| PreviousName {
                    name: previous.name,
                    on: Some(previous.on.0),
                })
                .collect(),
        }
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
struct ReleaseFile {
    snapshot: Day,
    source: String,
    minor: Vec<MinorEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MinorEntry {
    name: String,
    maintenance: Option<Day>,
    end_of_life: Option<Day>,
    #[serde(default)]
    planned: Planned,
    note: Option<String>,
    #[serde(default)]
    prereleases: String,
    #[serde(default)]
    patches: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Planned {
    maintenance: Option<Day>,
    end_of_life: Option<Day>,
}

impl ReleaseFile {
    fn into_releases(self) -> Result<Releases, String> {
        let minors: Result<Vec<Minor>, String> =
            self.minor.into_iter().map(MinorEntry::into_minor).collect();
        Ok(Releases::new(
            minors.map_err(|error| format!("releases.toml: {error}"))?,
            Some(self.snapshot.0),
            self.source,
        ))
    }
}

impl MinorEntry {
    fn into_minor(self) -> Result<Minor, String> {
        let first = version(&format!("{}.0", self.name))?;
        let patches: Vec<Release> = self
            .patches
            .lines()
            .map(release)
            .collect::<Result<_, _>>()?;
        let prereleases = self.prereleases.split_whitespace().map(|name| {
            Ok(Version {
                pre: Prerelease::new(name).map_err(|error| format!("{name}: {error}"))?,
                ..first.clone()
            })
        });
        Ok(Minor {
            major: first.major,
            minor: first.minor,
            release_date: patches
                .iter()
                .find(|release| release.version == first)
                .map(|release| release.date),
            maintenance: self
                .maintenance
                .or(self.planned.maintenance)
                .map(|day| day.0),
            maintenance_is_planned: self.planned.maintenance.is_some(),
            end_of_life: self
                .end_of_life
                .or(self.planned.end_of_life)
                .map(|day| day.0),
            end_of_life_is_planned: self.planned.end_of_life.is_some(),
            note: self.note,
            prereleases: prereleases.collect::<Result<_, String>>()?,
            patches,
        })
    }
}

/// Reads one line on a patch release: `1.28.4 2023-11-15 Out of band, for CVE-2023-5528.`
fn release(line: &str) -> Result<Release, String> {
    let mut parts = line.splitn(3, ' ');
    let name = parts.next().unwrap_or_default();
    let day = parts.next().unwrap_or_default();
    Ok(Release {
        version: version(name)?,
        date: day
            .parse()
            .map_err(|error| format!("{line}: {error}; write the version, a blank, the day"))?,
        note: parts.next().map(str::to_owned),
    })
}

fn version(name: &str) -> Result<Version, String> {
    Version::parse(name).map_err(|error| format!("{name}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_parse() {
        if let Err(problem) = read(&KUBERNETES) {
            panic!("{problem}");
        }
    }
}
