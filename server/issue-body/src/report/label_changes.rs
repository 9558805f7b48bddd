//! What has to change about the labels of an issue so that it has those that its draft asks for.

use crate::catalog::{Catalog, LabelStanding};
use crate::rules::{Context, labels_asked_for};
use crate::template::Issue;

/// The labels to add and to remove, each list in the order in which its labels were met.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct LabelChanges {
    /// What the draft asks for and the issue does not have.
    pub add: Vec<String>,
    /// What the issue has although the draft wants others in its place.
    pub remove: Vec<String>,
}

/// What has to change for an issue that has the labels `current`. The draft decides in the groups of its template (of a
/// patch release: priority and sig) in which it asks for a label; labels of other groups are somebody else's and stay.
pub fn label_changes(context: &Context<'_>, current: &[String]) -> LabelChanges {
    let asked_for = labels_asked_for(context).into_iter();
    let asked_for: Vec<String> = asked_for.map(|label| label.name).collect();
    let has = |labels: &[String], name: &str| {
        // GitHub knows no upper and lower case in the names of labels.
        labels.iter().any(|label| label.eq_ignore_ascii_case(name))
    };
    let decided: Vec<&str> = (context.issue.template.label_groups.iter())
        .map(|group| group.prefix.as_str())
        .filter(|prefix| is_decided(context.issue, context.catalog, prefix))
        .collect();
    let is_replaced = |label: &&String| {
        let (prefix, _) = label.split_once('/').unwrap_or_default();
        let is_decided = decided
            .iter()
            .any(|group| group.eq_ignore_ascii_case(prefix));
        is_decided && !has(&asked_for, label)
    };
    LabelChanges {
        remove: current.iter().filter(is_replaced).cloned().collect(),
        add: (asked_for.into_iter())
            .filter(|label| !has(current, label))
            .collect(),
    }
}

/// Whether the draft asks for a label of the group `prefix`, and for none that cannot be had: a slip must not take off
/// the label that was meant.
fn is_decided(issue: &Issue<'_>, catalog: &Catalog, prefix: &str) -> bool {
    let exists = |name: &str| {
        let standing = catalog.labels.as_ref().map(|labels| labels.standing(name));
        matches!(
            standing,
            None | Some(LabelStanding::Current(_) | LabelStanding::Retired { .. })
        )
    };
    let mut labels = issue.labels_with(prefix).peekable();
    labels.peek().is_some() && labels.all(|label| exists(&label.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::with_context;

    /// The changes for an issue with the labels `current`, as `+added -removed`.
    #[track_caller]
    fn expect(text: &str, current: &str, changes: &str) {
        let current: Vec<String> = current.split_whitespace().map(str::to_owned).collect();
        let found = with_context(text, |context| label_changes(context, &current));
        let added = found.add.iter().map(|label| format!("+{label}"));
        let removed = found.remove.iter().map(|label| format!("-{label}"));
        let found: Vec<String> = added.chain(removed).collect();
        assert_eq!(found.join(" "), changes, "{text:?}");
    }

    #[test]
    fn a_decided_group_has_what_the_draft_asks_for_and_nothing_else() {
        let text = "/priority critical-urgent\n/sig node storage\n/kind bug\n";
        expect(
            text,
            "priority/important-soon sig/Storage sig/cli kind/feature lifecycle/stale",
            "+priority/critical-urgent +sig/node +kind/bug -priority/important-soon -sig/cli",
        );
        expect(
            text,
            "kind/bug sig/storage sig/node priority/critical-urgent",
            "",
        );
    }

    #[test]
    fn a_group_that_the_draft_does_not_mention_is_left_alone() {
        expect("/sig node\n", "priority/backlog sig/node needs-triage", "");
        expect("text\n", "priority/backlog sig/node", "");
    }

    #[test]
    fn a_misspelled_or_renamed_label_takes_none_off() {
        expect("/sig node storag\n", "sig/storage", "+sig/node");
        expect("/sig nodee\n", "sig/node", "");
        expect("/sig aws\n", "sig/cloud-provider", "");
    }
}
