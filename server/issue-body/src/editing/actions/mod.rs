//! Code actions: the fixes of findings, ways to ignore them, and what a template can add to a draft.
//!
//! Every action is plain data: edits of the draft as it is, or a skeleton whose places to fill in the caller writes as
//! tab stops or as plain text. Which of them a client asked for, and how they are numbered in its menu, is left to the
//! caller.

mod again;
mod ignore;
mod insert;
mod resolve;
#[cfg(test)]
mod tests;

use crate::rules::{Applicability, Context, Finding, fix_all};
use crate::template::Part;
use crate::text::{Edit, Range, difference};

pub use insert::{Beginning, beginnings, skeleton_actions};

/// Ways to ignore a finding are looked for at so many places at most. Each is tried on a copy of the draft, and nobody
/// reads a longer menu.
const IGNORE_LIMIT: usize = 20;

/// Something that an editor offers to do with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, as a command: "Write `v1.31.2`".
    pub title: String,
    /// What kind of action it is.
    pub kind: ActionKind,
    /// What it changes.
    pub change: Change,
    /// The finding that it mends or hides, as an index into the findings it was made from.
    pub finding: Option<usize>,
    /// Whether it is the evident choice among the actions of its kind at its place.
    pub preferred: bool,
}

/// The kinds of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// Mends or hides one finding.
    QuickFix,
    /// Applies all safe fixes.
    FixAll,
    /// Puts in all that the template wants and the draft lacks.
    InsertMissing,
    /// Rebuilds the draft: sorts it, begins it with a skeleton, or names the fix on every branch.
    Rewrite,
}

impl ActionKind {
    /// All kinds, in the order in which a menu shows them.
    pub const ALL: [ActionKind; 4] = [
        ActionKind::QuickFix,
        ActionKind::FixAll,
        ActionKind::InsertMissing,
        ActionKind::Rewrite,
    ];

    /// The kind as LSP spells it: `CodeActionKind`, with this tool's name behind the kinds that a client may run on save.
    pub const fn name(self) -> &'static str {
        match self {
            ActionKind::QuickFix => "quickfix",
            ActionKind::FixAll => "source.fixAll.issue-ls",
            ActionKind::InsertMissing => "source.insertMissing.issue-ls",
            ActionKind::Rewrite => "refactor.rewrite.issue-ls",
        }
    }
}

/// What an action changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// These edits, none overlapping another.
    Edits(Vec<Edit>),
    /// An insertion with places to fill in.
    Skeleton {
        /// Where it is inserted.
        offset: usize,
        /// What is inserted, in the draft's own line ends.
        parts: Vec<Part>,
    },
}

/// What can be done at `range`, a cursor or a selection: the fixes of the findings that it meets, then ways to ignore
/// those, then what concerns the draft as a whole. `findings` are those of the draft in `context`.
///
/// [`fix_all_action`] is apart, since it checks the draft again and again and few requests ask for it.
pub fn actions(context: &Context<'_>, findings: &[Finding], range: Range) -> Vec<Action> {
    let ignored = met(findings, range).take(IGNORE_LIMIT);
    let all = fixes(findings, range)
        .chain(ignore::actions(context, ignored))
        .chain(insert::missing(context, findings))
        .chain(insert::skeletons(context))
        .chain(resolve::pending_branches(context));
    each_once(all)
}

/// What can be done at `range` of a form file: the fixes of those of its findings that it meets.
pub fn form_actions(findings: &[Finding], range: Range) -> Vec<Action> {
    each_once(fixes(findings, range))
}

/// Those of `findings` that `range` meets, with their places among them.
fn met(findings: &[Finding], range: Range) -> impl Iterator<Item = (usize, &Finding)> {
    let places = findings.iter().enumerate();
    places.filter(move |(_, finding)| finding.range.meets(range))
}

fn fixes(findings: &[Finding], range: Range) -> impl Iterator<Item = Action> {
    met(findings, range).filter_map(|(place, finding)| fix_action(place, finding))
}

/// Two findings can have one and the same mending.
fn each_once(all: impl Iterator<Item = Action>) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    for action in all {
        let is_same = |other: &Action| other.title == action.title && other.change == action.change;
        if !actions.iter().any(is_same) {
            actions.push(action);
        }
    }
    actions
}

/// Applies all safe fixes, to the point where none is left, as one set of edits of the present text; none where nothing
/// can be fixed. `check` gives the findings of another text in the place of `text`.
pub fn fix_all_action(text: &str, check: impl Fn(&str) -> Vec<Finding>) -> Option<Action> {
    let fixed = fix_all(text, Applicability::Safe, check);
    let edits = difference(text, &fixed.text);
    (!edits.is_empty()).then(|| Action {
        title: "Apply all safe fixes".to_owned(),
        kind: ActionKind::FixAll,
        change: Change::Edits(edits),
        finding: None,
        preferred: false,
    })
}

fn fix_action(place: usize, finding: &Finding) -> Option<Action> {
    let fix = finding.fix.as_ref()?;
    let change = match fix.edits.as_slice() {
        [edit] if edit.range.is_empty() && !fix.skeleton.is_empty() => Change::Skeleton {
            offset: edit.range.start,
            parts: fix.skeleton.clone(),
        },
        edits => Change::Edits(edits.to_vec()),
    };
    Some(Action {
        title: fix.title.clone(),
        kind: ActionKind::QuickFix,
        change,
        finding: Some(place),
        preferred: fix.applicability == Applicability::Safe,
    })
}
