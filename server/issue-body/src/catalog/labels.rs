//! The labels of a repository: which exist, what they were called before, which are gone.
//!
//! Where the list comes from is the caller's business. Whether a label belongs into a particular issue is left to the
//! rules.

use std::borrow::Cow;
use std::collections::HashMap;

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

/// What is known of the labels of one repository.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelList {
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

/// All labels of one repository, to be asked for by name.
///
/// GitHub and Prow ignore case in label names, and so do all methods here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    list: LabelList,
    /// What each name stands for, by the name without regard to case.
    entries: HashMap<String, Entry>,
}

/// What a name stands for: places in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// A label, and the archived group that left it behind.
    Label { label: usize, group: Option<usize> },
    /// A former name of a label.
    Former { label: usize, name: usize },
    /// A name without a successor.
    Removed(usize),
}

impl Labels {
    /// The labels in `list`. A name that a label has is neither a former name nor gone, and a former name is not gone.
    pub fn new(list: LabelList) -> Labels {
        let mut entries = HashMap::new();
        let mut add = |name: &str, entry| {
            entries.entry(folded(name).into_owned()).or_insert(entry);
        };
        let archived = list.archived_groups.iter().enumerate();
        let archived: HashMap<Cow<'_, str>, usize> = archived
            .filter(|(_, group)| matches!(group.state, GroupState::Archived { .. }))
            .map(|(place, group)| (folded(&group.label), place))
            // The first of several counts.
            .rev()
            .collect();
        for (place, label) in list.current.iter().enumerate() {
            let group = archived.get(&*folded(&label.name)).copied();
            let entry = Entry::Label {
                label: place,
                group,
            };
            add(&label.name, entry);
        }
        for (label, of) in list.current.iter().enumerate() {
            for (name, previous) in of.previously.iter().enumerate() {
                add(&previous.name, Entry::Former { label, name });
            }
        }
        for (place, gone) in list.removed.iter().enumerate() {
            add(&gone.name, Entry::Removed(place));
        }
        Labels { list, entries }
    }

    /// The labels that exist.
    pub fn current(&self) -> &[Label] {
        &self.list.current
    }

    /// The whole list, as it was given.
    pub fn list(&self) -> &LabelList {
        &self.list
    }

    /// The label of that name, in whatever case.
    pub fn get(&self, name: &str) -> Option<&Label> {
        match self.entries.get(&*folded(name))? {
            Entry::Label { label, .. } => Some(&self.list.current[*label]),
            Entry::Former { .. } | Entry::Removed(_) => None,
        }
    }

    /// What `name` stands for today.
    pub fn standing(&self, name: &str) -> LabelStanding<'_> {
        let list = &self.list;
        let Some(entry) = self.entries.get(&*folded(name)) else {
            return LabelStanding::Unknown;
        };
        match *entry {
            Entry::Label { label, group } => {
                let label = &list.current[label];
                let group = group.map(|place| &list.archived_groups[place]);
                let since = match group.map(|group| group.state) {
                    Some(GroupState::Archived { on }) => on,
                    _ => label.retired,
                };
                if group.is_some() || label.retired.is_some() {
                    LabelStanding::Retired {
                        label,
                        group,
                        since,
                    }
                } else {
                    LabelStanding::Current(label)
                }
            }
            Entry::Former { label, name } => {
                let to = &list.current[label];
                let on = to.previously[name].on;
                LabelStanding::Renamed { to, on }
            }
            Entry::Removed(place) => LabelStanding::Removed {
                on: list.removed[place].on,
            },
        }
    }

    /// The label that `name` was probably meant to be, by [`nearest`].
    pub fn nearest(&self, name: &str) -> Option<&Label> {
        let names = self.list.current.iter().map(|label| label.name.as_str());
        nearest(name, names).and_then(|name| self.get(name))
    }

    /// The labels of one group prefix, each with its bare name: `node` for `sig/node` when asked for `sig`.
    pub fn with_prefix<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Label)> {
        self.list.current.iter().filter_map(move |label| {
            let (group, bare) = label.name.split_once('/')?;
            same_name(group, prefix).then_some((bare, label))
        })
    }
}

/// Whether two label names are one to GitHub, which ignores case.
pub(super) fn same_name(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    folded(left) == folded(right)
}

/// A name without regard to case, letter by letter.
fn folded(name: &str) -> Cow<'_, str> {
    if !name.is_ascii() {
        Cow::Owned(name.chars().flat_map(char::to_lowercase).collect())
    } else if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
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
        let labels = Labels::new(LabelList {
            current: vec![label("bug", &["fault"]), label("fault", &[])],
            removed: vec![RemovedName {
                name: "bug".to_owned(),
                on: None,
            }],
            ..LabelList::default()
        });
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
