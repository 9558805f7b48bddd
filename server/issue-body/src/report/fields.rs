//! The answers to the fields of a form, as plain data, each with its place.

use schemars::JsonSchema;

use super::extract::unix;
use super::spans::{FieldSpan, Span};
use crate::syntax::Draft;
use crate::template::{
    Answer, AnswerKind, AnsweredBox, CheckBox, Field, FoundSection, Issue, read_answer,
};

/// The answer to a field of a form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
#[serde(untagged)]
pub enum FieldValue {
    /// Text, or the one option that was chosen.
    Text(String),
    /// The options that were chosen.
    Options(Vec<String>),
    /// All boxes of the form.
    Boxes(Vec<BoxValue>),
}

/// A box of a form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
pub struct BoxValue {
    /// The text behind it.
    pub label: String,
    /// Whether it is ticked.
    pub checked: bool,
}

/// What is read of a field: its identifier, and its answer with the place of that, where there is one.
pub(super) type ReadField = (String, Option<(FieldValue, FieldSpan)>);

/// The fields of the form, in its order.
pub(super) fn fields(issue: &Issue<'_>) -> Vec<ReadField> {
    let sections = issue.template.sections.iter().enumerate();
    let fields = sections.filter_map(|(position, specification)| {
        let field = specification.field.as_ref()?;
        let value = issue
            .section(position)
            .and_then(|section| field_value(issue.draft, section, field));
        Some((field.id.clone(), value))
    });
    fields.collect()
}

fn field_value(
    draft: &Draft,
    section: &FoundSection<'_>,
    field: &Field,
) -> Option<(FieldValue, FieldSpan)> {
    let answer = read_answer(draft, section, section.specification, field);
    match (answer, &field.answer) {
        (Answer::None, _) => None,
        (Answer::Text(range), _) => Some((
            FieldValue::Text(unix(draft.slice(range))),
            FieldSpan::One(Span(range)),
        )),
        (
            Answer::Options(chosen),
            AnswerKind::Choice {
                options, multiple, ..
            },
        ) => {
            // What the form does not offer is left out.
            let known = chosen
                .iter()
                .filter_map(|option| Some((options[option.position?].clone(), Span(option.range))));
            if *multiple {
                let (names, spans): (Vec<String>, Vec<Option<Span>>) =
                    known.map(|(name, span)| (name, Some(span))).unzip();
                (!names.is_empty())
                    .then_some((FieldValue::Options(names), FieldSpan::Several(spans)))
            } else {
                let (name, span) = known.into_iter().next()?;
                Some((FieldValue::Text(name), FieldSpan::One(span)))
            }
        }
        (Answer::Boxes(answered), AnswerKind::Boxes(boxes)) => {
            let read = boxes.iter().map(|one| box_value(draft, &answered, one));
            let (values, spans) = read.unzip();
            Some((FieldValue::Boxes(values), FieldSpan::Several(spans)))
        }
        (Answer::Options(_) | Answer::Boxes(_), _) => None,
    }
}

/// A box of the form, and its place in the draft. Where it stands there more than once, one tick is enough.
fn box_value(draft: &Draft, answered: &[AnsweredBox], one: &CheckBox) -> (BoxValue, Option<Span>) {
    let label = one.label.trim();
    let is_same = |answered: &&AnsweredBox| draft.slice(answered.label) == label;
    let same = answered.iter().filter(is_same);
    let found = same
        .clone()
        .find(|one| one.is_ticked)
        .or(same.clone().next());
    let value = BoxValue {
        label: label.to_owned(),
        checked: found.is_some_and(|one| one.is_ticked),
    };
    (value, found.map(|one| Span(one.range)))
}
