//! The form of `releases.toml`: a table for each minor, with its patches in lines.

use jiff::civil::Date;
use semver::{Prerelease, Version};
use serde::Deserialize;

use super::Day;
use crate::catalog::{Minor, Release, Releases};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ReleaseFile {
    pub(super) snapshot: Day,
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
    pub(super) fn into_releases(self) -> Result<Releases, String> {
        let minors = self.minor.into_iter().map(MinorEntry::into_minor);
        let minors = minors.collect::<Result<_, _>>()?;
        Ok(Releases::new(minors, Some(self.snapshot.0), self.source))
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
        let (maintenance, maintenance_is_planned) =
            fact_or_plan(self.maintenance, self.planned.maintenance);
        let (end_of_life, end_of_life_is_planned) =
            fact_or_plan(self.end_of_life, self.planned.end_of_life);
        Ok(Minor {
            major: first.major,
            minor: first.minor,
            release_date: patches
                .iter()
                .find(|release| release.version == first)
                .map(|release| release.date),
            maintenance,
            maintenance_is_planned,
            end_of_life,
            end_of_life_is_planned,
            note: self.note,
            prereleases: prereleases.collect::<Result<_, String>>()?,
            patches,
        })
    }
}

/// The day that is known, and whether it is only a plan; a fact outdoes a plan.
fn fact_or_plan(fact: Option<Day>, plan: Option<Day>) -> (Option<Date>, bool) {
    let day = fact.or(plan).map(|day| day.0);
    (day, fact.is_none() && plan.is_some())
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
