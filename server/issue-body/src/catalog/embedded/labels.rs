//! The form of `labels.toml`: one table for each sort of fact, brought together here into one value for each label.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Day;
use crate::catalog::{
    Group, GroupState, Label, LabelList, LabelTarget, Labels, PreviousName, RemovedName, SetBy,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LabelFile {
    pub(super) snapshot: Day,
    source: String,
    /// Name to description, for labels that belong to no group.
    labels: BTreeMap<String, String>,
    notes: BTreeMap<String, String>,
    only_for: OnlyFor,
    set_by: SetByLists,
    /// Name, or family (the part of a name before the slash), to colour.
    colors: BTreeMap<String, String>,
    renamed: BTreeMap<String, Successor>,
    removed: BTreeMap<String, Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct OnlyFor {
    issues: Vec<String>,
    pull_requests: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SetByLists {
    members: Vec<String>,
    security_response_committee: Vec<String>,
    bots: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Successor {
    to: String,
    on: Day,
}

impl LabelFile {
    /// The labels of this file and those of the groups, sorted by name. A fact about a label that does not exist is an
    /// error.
    pub(super) fn into_labels(self, groups: &[Group]) -> Result<Labels, String> {
        let mut labels: BTreeMap<String, Label> = BTreeMap::new();
        let own = self.labels.into_iter();
        let of_groups = groups
            .iter()
            .filter(|group| group.label_exists)
            .map(|group| (group.label.clone(), group.description()));
        for (name, description) in own.chain(of_groups) {
            let color = self.colors.get(&name).or_else(|| {
                let (family, _) = name.split_once('/')?;
                self.colors.get(family)
            });
            let label = Label {
                description,
                note: None,
                target: LabelTarget::Both,
                set_by: SetBy::Anyone,
                color: color
                    .ok_or_else(|| format!("{name} has no colour"))?
                    .clone(),
                previously: Vec::new(),
                retired: None,
                name: name.clone(),
            };
            if let Some(twin) = labels.insert(name, label) {
                return Err(format!("{} is in groups.toml as well", twin.name));
            }
        }

        for (name, note) in self.notes {
            find(&mut labels, &name)?.note = Some(note);
        }
        for (target, names) in [
            (LabelTarget::Issues, self.only_for.issues),
            (LabelTarget::PullRequests, self.only_for.pull_requests),
        ] {
            for name in names {
                find(&mut labels, &name)?.target = target;
            }
        }
        for (set_by, names) in [
            (SetBy::Members, self.set_by.members),
            (
                SetBy::SecurityResponseCommittee,
                self.set_by.security_response_committee,
            ),
            (SetBy::Bots, self.set_by.bots),
        ] {
            for name in names {
                find(&mut labels, &name)?.set_by = set_by;
            }
        }
        for (name, successor) in self.renamed {
            let on = Some(successor.on.0);
            find(&mut labels, &successor.to)?
                .previously
                .push(PreviousName { name, on });
        }

        let archived = groups
            .iter()
            .filter(|group| group.state != GroupState::Active);
        let removed = self.removed.into_iter().map(|(name, day)| RemovedName {
            name,
            on: Some(day.0),
        });
        Ok(Labels::new(LabelList {
            current: labels.into_values().collect(),
            removed: removed.collect(),
            archived_groups: archived.cloned().collect(),
            snapshot: Some(self.snapshot.0),
            source: self.source,
        }))
    }
}

fn find<'a>(labels: &'a mut BTreeMap<String, Label>, name: &str) -> Result<&'a mut Label, String> {
    let missing = || format!("there are facts about {name}, but no such label");
    labels.get_mut(name).ok_or_else(missing)
}
