//! Completion: what can be written at a place of a draft.
//!
//! This file decides at which sort of place the cursor stands; each sort has its own file. A place is found by the text
//! around the cursor as much as by the parsed draft, since a draft is at its most malformed while it is being typed.

mod binaries;
mod commands;
mod cursor;
mod directives;
mod front_matter;
mod labels;
mod line_start;
mod options;
mod pull_requests;
mod release;
#[cfg(test)]
pub(super) mod testing;
mod typed;

use super::subject::Subject;
use crate::rules::Context;
use crate::syntax::Draft;
use crate::template::{Issue, LabelSource, Part, Reading, Template};
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
    /// A pull request, by its number.
    PullRequest,
    /// A template: its name, or all of its skeleton.
    Template,
    /// The name of a rule.
    Rule,
    /// The first word of a directive comment.
    Directive,
    /// A key of the front matter or of a form.
    FrontMatterKey,
    /// One of a few fixed values.
    Value,
}

impl Completion {
    /// Writes `label` as it is in the place of `replace`.
    pub(super) fn new(
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

    pub(super) fn detail(mut self, detail: impl Into<Option<String>>) -> Completion {
        self.detail = detail.into();
        self
    }

    pub(super) fn inserting(mut self, text: impl Into<String>) -> Completion {
        self.insert = vec![Part::Text(text.into())];
        self
    }

    fn filter(mut self, filter_text: impl Into<Option<String>>) -> Completion {
        self.filter_text = filter_text.into();
        self
    }

    pub(super) fn retriggering(mut self) -> Completion {
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
        directives::complete(context, &cursor, content)
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

/// Another version of the draft, read as the draft itself is.
fn read_again<'draft>(context: &Context<'draft>, draft: &'draft Draft) -> Issue<'draft> {
    let labels = context.issue.labels.iter();
    let flags: Vec<String> = labels
        .filter(|label| label.source == LabelSource::Flag)
        .map(|label| label.name.clone())
        .collect();
    let reading = Reading {
        stage: Some(context.issue.stage),
        labels: &flags,
    };
    Issue::read(draft, context.issue.template, reading)
}

/// Writes the order of the list into it, since editors sort it anew.
pub(super) fn sorted(mut completions: Vec<Completion>) -> Vec<Completion> {
    for (place, completion) in completions.iter_mut().enumerate() {
        completion.sort_text = format!("{place:04}");
    }
    completions
}

#[cfg(test)]
mod tests {
    use super::testing::{labels, offered, offered_in, unrecognised};
    use crate::syntax::Origin;
    use proptest::prelude::*;

    #[test]
    fn the_order_of_the_list_is_written_into_it() {
        let offered = offered("/sig $0\n");
        assert!(offered.len() > 10);
        assert!(offered.is_sorted_by_key(|completion| completion.sort_text.clone()));
        assert!(
            offered
                .iter()
                .all(|completion| completion.sort_text.len() == 4)
        );
    }

    #[test]
    fn what_stands_around_the_body_is_no_place_for_it() {
        let scissors = "------------------------ >8 ------------------------";
        for fixture in [
            format!("$0\n\ntext\n{scissors}\nhelp\n"),
            format!("Title\n\ntext\n$0{scissors}\nhelp\n"),
            format!("Title\n\ntext\n{scissors}\n$0\n"),
        ] {
            assert!(labels(&fixture).is_empty(), "{fixture}");
        }
        assert!(!labels(&format!("Title\n\n$0\n{scissors}\nhelp\n")).is_empty());
        let metadata = "Assignees: \nLabels: \nMilestone: \nProjects: \n\n";
        for fixture in [
            format!("$0\n\n{metadata}"),
            format!("Title\n\n{metadata}text\n\n$0<!-- Edit the body. -->\n"),
        ] {
            assert!(offered_in(&fixture, Origin::VscodeNewIssue).is_empty());
        }
        let blank = format!("Title\n\n{metadata}$0\n\n<!-- Edit the body. -->\n");
        let offered = offered_in(&blank, Origin::VscodeNewIssue);
        assert_eq!(offered[0].label, "kubernetes-patch-release");
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_line() {
        assert_eq!(labels("\u{feff}## Sy$0").len(), 5);
        assert_eq!(labels("\u{feff}$0")[0], "kubernetes-patch-release");
        assert_eq!(labels("\u{feff}/si$0")[0], "/priority");
        assert_eq!(labels("\u{feff}---\nsta$0\n---\n").len(), 7);
        assert_eq!(unrecognised("\u{feff}$0").lines().count(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_place_of_every_text_has_an_answer(
            text in "(---\n|```|release|\r?\n|introduced-in=|v1\\.3|[ #:/,😀\u{feff}-]|sig |Sym|<!-- |issue-ls| -->|labels: |> |Binaries:\n- |## Root cause\n){0,12}",
            at in 0usize..100,
        ) {
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) { at -= 1; }
            // Between the two bytes of `\r\n` there is no cursor.
            prop_assume!(!(text[..at].ends_with('\r') && text[at..].starts_with('\n')));
            let fixture = format!("{}$0{}", &text[..at], &text[at..]);
            // The helper checks what holds of every completion.
            offered(&fixture);
            offered_in(&fixture, Origin::VscodeNewIssue);
        }
    }
}
