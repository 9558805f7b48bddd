//! Completion: what can be written at a place of a draft.
//!
//! This file decides at which sort of place the cursor stands; each sort has its own file. A place is found by the text
//! around the cursor as much as by the parsed draft, since a draft is at its most malformed while it is being typed.

mod binaries;
mod cursor;
mod directives;
mod front_matter;
mod labels;
mod line_start;
mod release;
#[cfg(test)]
mod testing;

use super::describe::Subject;
use crate::rules::Context;
use crate::syntax::Draft;
use crate::template::{Part, Template};
use crate::text::Range;

use cursor::Cursor;

/// Something that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What sort of thing it is.
    pub kind: CompletionKind,
    /// A few words beside the label.
    pub detail: Option<String>,
    /// What [`describe`](super::describe()) explains.
    pub subject: Subject,
    /// What is replaced: the word under the cursor, on both sides of it; always within one line.
    pub replace: Range,
    /// What is inserted, in the draft's own line ends.
    pub insert: Vec<Part>,
    /// What the typed text is compared with, where that is not the label.
    pub filter_text: Option<String>,
    /// Sorts the list; all of one list have the same length.
    pub sort_text: String,
    /// Whether it is out of use.
    pub deprecated: bool,
    /// Whether more is to be completed as soon as this is accepted.
    pub retrigger: bool,
}

/// What sort of thing a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// A label.
    Label,
    /// A version.
    Version,
    /// A section with its heading.
    Section,
    /// A whole release block.
    ReleaseBlock,
    /// The key of a release entry.
    ReleaseKey,
    /// A Prow command.
    Command,
    /// A binary.
    Binary,
    /// A template: its name, or all of its skeleton.
    Template,
    /// The name of a rule.
    Rule,
    /// The first word of a directive comment.
    Directive,
    /// A key of the front matter.
    FrontMatterKey,
    /// One of a few fixed values.
    Value,
}

impl Completion {
    /// Writes `label` as it is in the place of `replace`.
    fn new(
        kind: CompletionKind,
        label: impl Into<String>,
        subject: Subject,
        replace: Range,
    ) -> Completion {
        let label = label.into();
        Completion {
            insert: vec![Part::Text(label.clone())],
            label,
            kind,
            detail: None,
            subject,
            replace,
            filter_text: None,
            sort_text: String::new(),
            deprecated: false,
            retrigger: false,
        }
    }

    fn detail(mut self, detail: impl Into<Option<String>>) -> Completion {
        self.detail = detail.into();
        self
    }

    fn inserting(mut self, text: impl Into<String>) -> Completion {
        self.insert = vec![Part::Text(text.into())];
        self
    }

    fn filter(mut self, filter_text: impl Into<Option<String>>) -> Completion {
        self.filter_text = filter_text.into();
        self
    }

    fn retriggering(mut self) -> Completion {
        self.retrigger = true;
        self
    }
}

/// What can be written at `offset` of a recognised draft, best first.
pub fn complete(context: &Context<'_>, offset: usize) -> Vec<Completion> {
    let issue = context.issue;
    let cursor = Cursor::new(issue.draft, offset);
    let found = if let Some(yaml) = cursor.front_matter() {
        front_matter::complete(&cursor, yaml, context.templates, Some(context))
    } else if let Some(line) = cursor.labels_line() {
        labels::in_list(context, &cursor, line)
    } else if !cursor.is_in_body() {
        Vec::new()
    } else if let Some(content) = cursor.comment() {
        directives::complete(&cursor, content, context.templates)
    } else if let Some(entry) = cursor.release_entry() {
        release::complete(context, &cursor, entry)
    } else {
        line_start::complete(context, &cursor)
    };
    sorted(found)
}

/// What can be written at `offset` of a document that no template matched: the skeletons of `templates` in a blank one, a
/// release block where a fence begins, keys and template names in the front matter. Anywhere else it stays quiet, since
/// the document is somebody's README.
pub fn complete_unrecognised(
    draft: &Draft,
    templates: &[&Template],
    offset: usize,
) -> Vec<Completion> {
    let cursor = Cursor::new(draft, offset);
    let found = if let Some(yaml) = cursor.front_matter() {
        front_matter::complete(&cursor, yaml, templates, None)
    } else if cursor.is_in_body() && cursor.comment().is_none() && cursor.release_entry().is_none()
    {
        line_start::complete_unrecognised(&cursor, templates)
    } else {
        Vec::new()
    };
    sorted(found)
}

/// Writes the order of the list into it, since editors sort it anew.
fn sorted(mut completions: Vec<Completion>) -> Vec<Completion> {
    for (place, completion) in completions.iter_mut().enumerate() {
        completion.sort_text = format!("{place:04}");
    }
    completions
}
