//! The labels of a repository: which exist, what they were called before, which are gone.
//!
//! Where the list comes from is the caller's business. Whether a label belongs into a particular issue is left to the
//! rules.

use jiff::civil::Date;
use serde::Deserialize;

use super::groups::{Group, GroupState};
use crate::text::nearest;

/// What a label may be put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabelTarget {
    /// Issues only.
    Issues,
    /// Pull requests only.
    PullRequests,
    /// Issues and pull requests.
    #[default]
    Both,
}

/// Who sets a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetBy {
    /// Anyone, with a command.
    #[default]
    Anyone,
    /// Members of the organisation, reviewers, approvers or release managers.
    Members,
    /// The Security Response Committee.
    SecurityResponseCommittee,
    /// A bot, by itself.
    Bots,
}

/// A name that a label had before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviousName {
    /// The former name.
    pub name: String,
    /// The day since which the label is its successor, where known.
    pub on: Option<Date>,
}

/// A label that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The full name as GitHub spells it: `sig/node`, `area/HA`.
    pub name: String,
    /// What it says about an issue, in one sentence; empty where nothing is known.
    pub description: String,
    /// What a reader should know besides, in a few sentences.
    pub note: Option<String>,
    /// What it may be put on.
    pub target: LabelTarget,
    /// Who sets it.
    pub set_by: SetBy,
    /// Its colour as six hexadecimal digits, without `#`.
    pub color: String,
    /// Its former names.
    pub previously: Vec<PreviousName>,
}

/// A name that no longer exists and has no successor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedName {
    /// The name.
    pub name: String,
    /// The day on which the list dropped it, where known.
    pub on: Option<Date>,
}

/// What a name stands for today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelStanding<'a> {
    /// A label.
    Current(&'a Label),
    /// The former name of a label.
    Renamed {
        /// The label that took its place.
        to: &'a Label,
        /// Since when.
        on: Option<Date>,
    },
    /// A label that still exists, though its group does not.
    Retired {
        /// The label.
        label: &'a Label,
        /// The group that was archived.
        group: &'a Group,
        /// Since when.
        since: Option<Date>,
    },
    /// A name that no longer exists and has no successor.
    Removed {
        /// Since when.
        on: Option<Date>,
    },
    /// A name that was never there.
    Unknown {
        /// The label that was probably meant.
        nearest: Option<&'a Label>,
    },
}

/// All labels of one repository.
///
/// GitHub and Prow ignore case in label names, and so do all methods here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// The labels that exist.
    pub current: Vec<Label>,
    /// The names that are gone without a successor.
    pub removed: Vec<RemovedName>,
    /// The groups that are archived, each with the label that it left behind.
    pub archived_groups: Vec<Group>,
    /// The day on which the list was true, where known.
    pub snapshot: Option<Date>,
    /// Where the list comes from, for hovers and `--version`.
    pub source: String,
}

impl Labels {
    /// The label of that name, in whatever case.
    pub fn get(&self, name: &str) -> Option<&Label> {
        self.current
            .iter()
            .find(|label| same_name(&label.name, name))
    }

    /// What `name` stands for today.
    pub fn standing(&self, name: &str) -> LabelStanding<'_> {
        if let Some(label) = self.get(name) {
            return match self.archived_group(label) {
                Some((group, since)) => LabelStanding::Retired {
                    label,
                    group,
                    since,
                },
                None => LabelStanding::Current(label),
            };
        }
        if let Some((label, previous)) = self.successor(name) {
            return LabelStanding::Renamed {
                to: label,
                on: previous.on,
            };
        }
        if let Some(removed) = self.removed.iter().find(|gone| same_name(&gone.name, name)) {
            return LabelStanding::Removed { on: removed.on };
        }
        LabelStanding::Unknown {
            nearest: self.nearest(name),
        }
    }

    /// The label that `name` was probably meant to be, by [`nearest`].
    pub fn nearest(&self, name: &str) -> Option<&Label> {
        nearest(name, self.current.iter().map(|label| label.name.as_str()))
            .and_then(|name| self.get(name))
    }

    /// The labels of one group prefix, each with its bare name: `node` for `sig/node` when asked for `sig`.
    pub fn with_prefix<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Label)> {
        self.current.iter().filter_map(move |label| {
            let (group, bare) = label.name.split_once('/')?;
            same_name(group, prefix).then_some((bare, label))
        })
    }

    fn archived_group(&self, label: &Label) -> Option<(&Group, Option<Date>)> {
        self.archived_groups
            .iter()
            .find_map(|group| match group.state {
                GroupState::Archived { on } if same_name(&group.label, &label.name) => {
                    Some((group, on))
                }
                _ => None,
            })
    }

    fn successor(&self, name: &str) -> Option<(&Label, &PreviousName)> {
        self.current.iter().find_map(|label| {
            let previous = label
                .previously
                .iter()
                .find(|previous| same_name(&previous.name, name))?;
            Some((label, previous))
        })
    }
}

/// Whether two label names are one to GitHub, which ignores case.
fn same_name(left: &str, right: &str) -> bool {
    left.chars()
        .flat_map(char::to_lowercase)
        .eq(right.chars().flat_map(char::to_lowercase))
}
