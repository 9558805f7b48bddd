//! The action that names the fix on every branch that waits for it.

use super::{Action, ActionKind, Change};
use crate::rules::{BranchState, Context, NamedVersions, add_resolutions};

/// Adds `resolved-in` with the next patch of every affected supported branch that has none, or with the `.0` that was cut
/// after the fix, newest or oldest first as the draft has it. Not offered before the draft says something about releases.
pub(super) fn pending_branches(context: &Context<'_>) -> Option<Action> {
    let releases = context.catalog.releases.as_ref()?;
    let draft = context.issue.draft;
    let mut blocks = draft.body.release_blocks.iter();
    if blocks.all(|block| block.entries.is_empty()) {
        return None;
    }
    let mut named = NamedVersions::read(draft, None);
    let mut names = Vec::new();
    let mut versions = Vec::new();
    // Oldest first: what is newer than a `.0` with the fix was cut with it and needs no entry.
    for minor in named
        .pending_branches(releases, context.today)
        .into_iter()
        .rev()
    {
        if named.state(minor, context.today) == BranchState::Pending {
            let version = named.next_fix(minor, context.today);
            named.resolved.push(version.clone());
            versions.push(version);
            names.insert(0, minor.name());
        }
    }
    let edits = if versions.is_empty() {
        Vec::new()
    } else {
        add_resolutions(context.issue, &versions)
    };
    (!edits.is_empty()).then(|| Action {
        title: format!(
            "Add `resolved-in` for every affected supported branch ({})",
            names.join(", ")
        ),
        kind: ActionKind::Rewrite,
        change: Change::Edits(edits),
        finding: None,
        preferred: false,
    })
}
