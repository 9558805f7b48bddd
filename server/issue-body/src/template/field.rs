//! What an issue form asks for in a section, and the template that a form makes.
//!
//! GitHub writes an issue of a form as one section a field: `### Label`, a blank line, the answer. So a form becomes a
//! [`Template`] whose sections carry a [`Field`]; what the answers look like is read in [`answer`](super::answer).

use std::collections::HashMap;

use super::form::{Element, ElementKind, Form, FormProblemKind};
use super::model::{Ready, SectionSpecification, Template, TemplateOrigin};
use super::repository_file::Head;
use crate::syntax::Spanned;

/// The level of the headings that GitHub writes.
const LEVEL: u8 = 3;

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The identifier under which its answer is extracted: its `id`, or its label in lower case with `-` in the place of
    /// everything but letters and digits.
    pub id: String,
    /// Whether the form cannot be sent without an answer.
    pub required: bool,
    /// What an answer looks like.
    pub answer: AnswerKind,
    /// The text that the form has written already.
    pub default: Option<String>,
    /// The text that the form shows while nothing is written.
    pub placeholder: Option<String>,
}

/// What the answer of a field looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerKind {
    /// Text of any length; in a fence with this info string, where there is one.
    Text {
        /// The info string.
        render: Option<String>,
    },
    /// Text of one line.
    Line,
    /// One of these options, or several with `, ` between them.
    Choice {
        /// What can be chosen.
        options: Vec<String>,
        /// Whether several can be.
        multiple: bool,
        /// The one that the form has chosen already, as a place among the options.
        default: Option<usize>,
    },
    /// A list of boxes, each ticked or not.
    Boxes(Vec<CheckBox>),
    /// Links to files.
    Files,
}

/// A box that can be ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckBox {
    /// The text behind it.
    pub label: String,
    /// Whether the form cannot be sent before it is ticked.
    pub required: bool,
}

impl Form {
    /// The template that the form makes, under the name of its file without the ending. None where a section would have
    /// no heading at all, so that there is nothing to check, and where the form has more elements than are read.
    pub fn template(&self, file_name: &str) -> Option<Template> {
        let is_cut =
            |kind: &FormProblemKind| matches!(kind, FormProblemKind::TooManyElements { .. });
        if self.problems.iter().any(|problem| is_cut(&problem.kind)) {
            return None;
        }
        let mut ids = HashMap::new();
        let sections: Vec<SectionSpecification> = self
            .elements
            .iter()
            .filter_map(section)
            .map(|mut section| {
                if let Some(field) = &mut section.field {
                    make_unique(&mut field.id, &mut ids);
                }
                section
            })
            .collect();
        if sections.is_empty() {
            return None;
        }
        let head = Head {
            name: &self.name,
            description: &self.description,
            issue_title: &self.title,
            labels: &self.labels,
            assignees: &self.assignees,
        };
        Some(head.template(file_name, TemplateOrigin::Form, sections))
    }
}

/// The section that an element becomes in a draft; none for an element that only shows text, or has no label yet.
fn section(element: &Element) -> Option<SectionSpecification> {
    let text = |value: &Option<Spanned<String>>| {
        let value = value.as_ref()?;
        Some(value.value.clone()).filter(|text| !text.trim().is_empty())
    };
    let (answer, default, placeholder) = match &element.kind {
        ElementKind::Markdown { .. } | ElementKind::Unknown => return None,
        ElementKind::Textarea {
            placeholder,
            value,
            render,
        } => (
            AnswerKind::Text {
                render: text(render),
            },
            text(value),
            text(placeholder),
        ),
        ElementKind::Input { placeholder, value } => {
            (AnswerKind::Line, text(value), text(placeholder))
        }
        ElementKind::Dropdown {
            options,
            multiple,
            default,
        } => {
            let answer = AnswerKind::Choice {
                options: options.iter().map(|option| option.value.clone()).collect(),
                multiple: *multiple,
                default: default
                    .as_ref()
                    .map(|default| default.value)
                    .filter(|default| *default < options.len()),
            };
            (answer, None, None)
        }
        ElementKind::Checkboxes { options } => {
            let boxes = options.iter().map(|option| CheckBox {
                label: option.label.value.clone(),
                required: option.required,
            });
            (AnswerKind::Boxes(boxes.collect()), None, None)
        }
        ElementKind::Upload { .. } => (AnswerKind::Files, None, None),
    };
    let name = text(&element.label)?.trim().to_owned();
    let hint = text(&element.description).unwrap_or_default();
    let id = match text(&element.id) {
        Some(id) => id,
        None => slug(&name),
    };
    Some(SectionSpecification {
        level: LEVEL,
        left_over: Vec::new(),
        list: None,
        given: None,
        field: Some(Field {
            id,
            required: element.required,
            answer,
            default,
            placeholder,
        }),
        place: Some(element.range),
        ready: Ready::default(),
        name,
        hint,
    })
}

/// A label in lower case, with one `-` in the place of everything between its letters and digits.
fn slug(label: &str) -> String {
    let lower = label.to_lowercase();
    let words = lower.split(|character: char| !character.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// Puts a number behind an identifier that is taken, so that no answer hides another. `taken` counts how often each was
/// asked for.
fn make_unique(id: &mut String, taken: &mut HashMap<String, usize>) {
    let base = id.clone();
    while taken.contains_key(id) {
        let asked = taken.entry(base.clone()).or_insert(1);
        *asked += 1;
        *id = format!("{base}-{asked}");
    }
    taken.insert(id.clone(), 1);
}
