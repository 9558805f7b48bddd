//! The groups of people who look after parts of Kubernetes, and whether they are still at work.
//!
//! What a label is good for is told in [`labels`](super::labels).

use jiff::civil::Date;
use serde::Deserialize;

/// What sort of group it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupKind {
    /// A special interest group, lasting, with `sig/` labels.
    Sig,
    /// A working group, founded for one task, with `wg/` labels.
    WorkingGroup,
    /// A committee, with `committee/` labels.
    Committee,
    /// A user group, a kind that was given up in 2023, with `ug/` labels.
    UserGroup,
}

/// Whether a group is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupState {
    /// It is.
    Active,
    /// It was dissolved.
    Archived {
        /// The day on which its pages were moved to the archive, where known.
        on: Option<Date>,
    },
}

/// A special interest group, a working group, a committee or a user group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What sort of group it is.
    pub kind: GroupKind,
    /// Its name without the kind: `Node`, `API Machinery`.
    pub name: String,
    /// The full name of its label: `sig/node`.
    pub label: String,
    /// Whether it is at work.
    pub state: GroupState,
    /// Whether the repository has the label at all.
    pub label_exists: bool,
    /// What it looks after, in words that end the sentence "SIG Node looks after …".
    pub looks_after: String,
}

impl Group {
    /// The name that people use: `SIG Node`, `WG Batch`, `Steering Committee`.
    pub fn title(&self) -> String {
        let name = &self.name;
        match self.kind {
            GroupKind::Sig => format!("SIG {name}"),
            GroupKind::WorkingGroup => format!("WG {name}"),
            GroupKind::Committee => format!("{name} Committee"),
            GroupKind::UserGroup => format!("UG {name}"),
        }
    }

    /// One sentence on what the group does or did: "SIG Node looks after the kubelet …."
    pub fn description(&self) -> String {
        let verb = match self.state {
            GroupState::Active => "looks",
            GroupState::Archived { .. } => "looked",
        };
        let article = match self.kind {
            GroupKind::Committee => "The ",
            GroupKind::Sig | GroupKind::WorkingGroup | GroupKind::UserGroup => "",
        };
        format!(
            "{article}{} {verb} after {}.",
            self.title(),
            self.looks_after
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(kind: GroupKind, name: &str, state: GroupState) -> Group {
        Group {
            kind,
            name: name.to_owned(),
            label: String::new(),
            state,
            label_exists: true,
            looks_after: "its garden".to_owned(),
        }
    }

    #[test]
    fn a_description_is_a_sentence() {
        let node = group(GroupKind::Sig, "Node", GroupState::Active);
        assert_eq!(node.description(), "SIG Node looks after its garden.");
        let steering = group(GroupKind::Committee, "Steering", GroupState::Active);
        assert_eq!(
            steering.description(),
            "The Steering Committee looks after its garden."
        );
        let apply = group(
            GroupKind::WorkingGroup,
            "Apply",
            GroupState::Archived { on: None },
        );
        assert_eq!(apply.description(), "WG Apply looked after its garden.");
    }
}
