//! The action that names the fix on every branch that waits for it.

use semver::Version;

use super::{Action, ActionKind, Change};
use crate::rules::{Context, NamedVersions, add_resolutions};

/// Adds `resolved-in` with the next patch of every affected supported branch that has none, newest or oldest first as the draft
/// has it. Not offered before the draft says something about releases.
pub(super) fn pending_branches(context: &Context<'_>) -> Option<Action> {
    let releases = context.catalog.releases.as_ref()?;
    let draft = context.issue.draft;
    let mut blocks = draft.body.release_blocks.iter();
    if blocks.all(|block| block.entries.is_empty()) {
        return None;
    }
    let named = NamedVersions::read(draft, None);
    let pending = named.pending_branches(releases, context.today);
    let names: Vec<String> = pending.iter().map(|minor| minor.name()).collect();
    let versions: Vec<Version> = pending
        .iter()
        .map(|minor| named.next_fix(minor, context.today))
        .collect();
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
