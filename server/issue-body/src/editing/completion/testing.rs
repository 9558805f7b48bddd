//! The one helper through which tests of completion touch the API: a draft with a cursor in, a readable list out.

use std::fmt::Write;

use crate::catalog::Catalog;
use crate::editing::{Completion, complete, complete_unrecognised, describe, snippet};
use crate::rules::Context;
use crate::rules::testing::{TODAY, templates};
use crate::syntax::{Draft, Origin};
use crate::template::{Choice, Issue, Reading, Template, plain, select};

/// The text without its cursor mark `$0`, and the offset of the mark.
pub(crate) fn cursor(fixture: &str) -> (String, usize) {
    let offset = fixture.find("$0").expect("a cursor mark");
    (fixture.replacen("$0", "", 1), offset)
}

/// What is offered at the mark of `fixture`.
pub(super) fn offered(fixture: &str) -> Vec<Completion> {
    offered_in(fixture, Origin::File)
}

pub(super) fn offered_in(fixture: &str, origin: Origin) -> Vec<Completion> {
    offered_by(Catalog::kubernetes(), fixture, origin)
}

/// The same with other knowledge.
pub(super) fn offered_with(catalog: &Catalog, fixture: &str) -> Vec<Completion> {
    offered_by(catalog, fixture, Origin::File)
}

fn offered_by(catalog: &Catalog, fixture: &str, origin: Origin) -> Vec<Completion> {
    let (text, offset) = cursor(fixture);
    let draft = Draft::parse(text, origin);
    let templates = templates();
    let choice = Choice {
        fallback: Some(&templates[0].name),
        ..Choice::default()
    };
    let template = select(&draft, &templates, choice)
        .expect("there is a fallback")
        .template;
    let issue = Issue::read(&draft, template, Reading::default());
    let context = Context {
        issue: &issue,
        catalog,
        templates: &templates,
        today: TODAY,
    };
    let completions = complete(&context, offset);
    for completion in &completions {
        let replace = completion.replace;
        assert!(replace.touches(offset) && draft.line_at(offset).contains_range(replace));
        let key = completion.subject.to_key();
        assert_eq!(
            crate::editing::Subject::from_key(&key).as_ref(),
            Some(&completion.subject)
        );
        let documentation = describe(
            &completion.subject,
            context.catalog,
            &templates,
            context.today,
        );
        assert!(documentation.is_some(), "{key} has no documentation");
    }
    completions
}

/// One line for each completion at the mark: label, detail, and where it is not the label, what is inserted as a
/// snippet. Above them the text that all of them replace, where there is any.
pub(super) fn completions(fixture: &str) -> String {
    render(fixture, &offered(fixture))
}

/// The same for a document that no template matched.
pub(super) fn unrecognised(fixture: &str) -> String {
    let (text, offset) = cursor(fixture);
    let draft = Draft::parse(text, Origin::File);
    let templates = Template::built_in();
    assert!(select(&draft, &templates, Choice::default()).is_none());
    render(fixture, &complete_unrecognised(&draft, &templates, offset))
}

pub(super) fn render(fixture: &str, completions: &[Completion]) -> String {
    let (text, _) = cursor(fixture);
    let mut result = String::new();
    let Some(first) = completions.first() else {
        return result;
    };
    if !first.replace.is_empty() {
        result = format!("replaces {:?}\n", &text.as_str()[first.replace]);
    }
    for completion in completions {
        assert_eq!(completion.replace, first.replace);
        result.push_str(&completion.label);
        if let Some(detail) = &completion.detail {
            write!(result, " — {detail}").expect("a string takes all");
        }
        let inserted = snippet(&completion.insert);
        if inserted != completion.label {
            write!(result, " → {inserted:?}").expect("a string takes all");
        }
        for (is_set, mark) in [
            (completion.deprecated, " [deprecated]"),
            (completion.retrigger, " [again]"),
        ] {
            result.push_str(if is_set { mark } else { "" });
        }
        result.push('\n');
    }
    result
}

/// The labels of what is offered, in order.
pub(super) fn labels(fixture: &str) -> Vec<String> {
    let completions = offered(fixture).into_iter();
    completions.map(|completion| completion.label).collect()
}

/// The text after the completion called `label` is accepted.
pub(super) fn accepted(fixture: &str, label: &str) -> String {
    accepted_with(Catalog::kubernetes(), fixture, label)
}

/// The same with other knowledge.
pub(super) fn accepted_with(catalog: &Catalog, fixture: &str, label: &str) -> String {
    let (mut text, _) = cursor(fixture);
    let completion = offered_with(catalog, fixture)
        .into_iter()
        .find(|completion| completion.label == label)
        .unwrap_or_else(|| panic!("{label} is not offered"));
    let range = completion.replace;
    text.replace_range(range.start..range.end, &plain(&completion.insert, "\n"));
    text
}
