//! The labels of a repository: which exist, what they were called before, which are gone.
//!
//! Where the list comes from is the caller's business. Whether a label belongs into a particular issue is left to the
//! rules.

use jiff::civil::Date;

use super::groups::{Group, GroupState};
use crate::text::nearest;

/// What a label may be put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
    /// The day on which the label was to be given up, where that is past.
    pub retired: Option<Date>,
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
    /// A label that still exists, though its group does not, or that was to be given up by now.
    Retired {
        /// The label.
        label: &'a Label,
        /// The group that was archived, where that is why.
        group: Option<&'a Group>,
        /// Since when.
        since: Option<Date>,
    },
    /// A name that no longer exists and has no successor.
    Removed {
        /// Since when.
        on: Option<Date>,
    },
    /// A name that was never there. What was probably meant is for [`Labels::nearest`] to say, at the cost of a look at
    /// every label.
    Unknown,
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
                    group: Some(group),
                    since,
                },
                None if label.retired.is_some() => LabelStanding::Retired {
                    label,
                    group: None,
                    since: label.retired,
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
        LabelStanding::Unknown
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
pub(super) fn same_name(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    left.chars()
        .flat_map(char::to_lowercase)
        .eq(right.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    fn kubernetes() -> &'static Labels {
        let labels = &Catalog::kubernetes().labels;
        labels.as_ref().expect("Kubernetes has labels")
    }

    /// What a name stands for, in one line.
    fn told(labels: &Labels, name: &str) -> String {
        let day = |day: Option<Date>| day.map_or("a day".to_owned(), |day| day.to_string());
        match labels.standing(name) {
            LabelStanding::Current(label) => label.name.clone(),
            LabelStanding::Renamed { to, on } => format!("now {} since {}", to.name, day(on)),
            LabelStanding::Retired {
                label,
                group,
                since,
            } => format!(
                "{} of {}, gone since {}",
                label.name,
                group.map_or("no group".to_owned(), Group::title),
                day(since)
            ),
            LabelStanding::Removed { on } => format!("removed on {}", day(on)),
            LabelStanding::Unknown => match labels.nearest(name) {
                Some(label) => format!("unknown, {}?", label.name),
                None => "unknown".to_owned(),
            },
        }
    }

    #[test]
    fn every_name_has_a_standing() {
        for (name, expected) in [
            ("sig/node", "sig/node"),
            ("SIG/Node", "sig/node"),
            ("area/ha", "area/HA"),
            ("good first issue", "good first issue"),
            ("wg/cluster-api", "wg/cluster-api"),
            ("sig/aws", "now area/provider/aws since 2019-08-01"),
            ("Close/Support", "now kind/support since 2020-09-18"),
            ("wg/apply", "now wg/api-expression since 2020-04-16"),
            (
                "committee/product-security",
                "now committee/security-response since 2021-09-24",
            ),
            (
                "sig/usability",
                "sig/usability of SIG Usability, gone since 2023-06-15",
            ),
            (
                "ug/vmware",
                "ug/vmware of UG VMware Users, gone since 2023-07-27",
            ),
            ("sig/pm", "removed on 2020-04-20"),
            ("DEPRECATED/hyperkube", "removed on 2022-10-11"),
            ("sig/nod", "unknown, sig/node?"),
            (
                "priority/important-son",
                "unknown, priority/important-soon?",
            ),
            ("critical-urgent", "unknown"),
            ("priority/P0", "unknown"),
            ("", "unknown"),
        ] {
            assert_eq!(told(kubernetes(), name), expected, "for {name:?}");
        }
    }

    #[test]
    fn a_label_that_took_over_a_removed_name_is_current() {
        let label = |name: &str, previous: &[&str]| Label {
            name: name.to_owned(),
            description: String::new(),
            note: None,
            target: LabelTarget::Both,
            set_by: SetBy::Anyone,
            color: String::new(),
            previously: previous
                .iter()
                .map(|name| PreviousName {
                    name: (*name).to_owned(),
                    on: None,
                })
                .collect(),
            retired: None,
        };
        let labels = Labels {
            current: vec![label("bug", &["fault"]), label("fault", &[])],
            removed: vec![RemovedName {
                name: "bug".to_owned(),
                on: None,
            }],
            ..Labels::default()
        };
        assert_eq!(told(&labels, "bug"), "bug");
        assert_eq!(told(&labels, "fault"), "fault");
    }

    #[test]
    fn a_prefix_yields_bare_names() {
        let bare = |prefix| -> Vec<&str> {
            let labels = kubernetes().with_prefix(prefix);
            labels.map(|(bare, _)| bare).collect()
        };
        assert_eq!(
            bare("priority"),
            [
                "awaiting-more-evidence",
                "backlog",
                "critical-urgent",
                "important-longterm",
                "important-soon"
            ]
        );
        assert!(bare("Area").contains(&"provider/aws"));
        assert!(bare("sigs").is_empty());
    }

    #[test]
    fn labels_for_pull_requests_are_recognisable() {
        let target = |name| kubernetes().get(name).map(|label| label.target);
        assert_eq!(target("needs-priority"), Some(LabelTarget::PullRequests));
        assert_eq!(target("needs-sig"), Some(LabelTarget::Both));
        assert_eq!(target("help wanted"), Some(LabelTarget::Issues));
    }

    #[test]
    fn who_sets_a_label_is_told() {
        let set_by = |name| kubernetes().get(name).map(|label| label.set_by);
        assert_eq!(set_by("kind/bug"), Some(SetBy::Anyone));
        assert_eq!(set_by("triage/accepted"), Some(SetBy::Members));
        assert_eq!(
            set_by("official-cve-feed"),
            Some(SetBy::SecurityResponseCommittee)
        );
        assert_eq!(set_by("needs-triage"), Some(SetBy::Bots));
    }
}
