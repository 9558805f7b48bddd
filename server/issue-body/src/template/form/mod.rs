//! Issue forms: the YAML files from which GitHub builds a web form for a new issue.
//!
//! A [`Form`] is the file as it is written, with the place of every part, mistakes included. What GitHub refuses in it, or loses, is
//! listed beside it as [`FormProblem`]s; a form is read on behind each of them, so that a half-written file still says
//! what it can. What a draft of the form must hold is told by the [`Template`](super::Template) made of it.
//!
//! The format is that of GitHub's page "Syntax for issue forms"; what is refused, that of its page "Common validation
//! errors when creating issue forms".

mod problem;
mod read;
pub(super) mod reader;
mod reference;
mod schema;
mod unique;

pub use problem::{FormProblem, FormProblemKind};
pub use read::MAXIMUM_ELEMENTS;
pub use reader::MAXIMUM_LENGTH;
pub use reference::parameterize;
pub use schema::{ElementType, Key, KeyValue, MappingKind};

use crate::syntax::Spanned;
use crate::text::{Range, split_lines};

/// An issue form, as far as it can be read. Ranges count bytes of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// `name`, what the chooser shows.
    pub name: Option<Spanned<String>>,
    /// `description`, what the chooser shows below it.
    pub description: Option<Spanned<String>>,
    /// `title`, what the title of a new issue begins with.
    pub title: Option<Spanned<String>>,
    /// `labels`, a list or a comma list.
    pub labels: Vec<Spanned<String>>,
    /// `assignees`, a list or a comma list.
    pub assignees: Vec<Spanned<String>>,
    /// `projects`, a list or a comma list of `OWNER/NUMBER`.
    pub projects: Vec<Spanned<String>>,
    /// `type`, the issue type.
    pub issue_type: Option<Spanned<String>>,
    /// `body`, in order.
    pub elements: Vec<Element>,
    /// What GitHub refuses or loses, in order of place.
    pub problems: Vec<FormProblem>,
}

/// An element of a form's `body`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// All of it.
    pub range: Range,
    /// What it asks for, or shows.
    pub kind: ElementKind,
    /// `id`
    pub id: Option<Spanned<String>>,
    /// `attributes.label`, the heading of the answer.
    pub label: Option<Spanned<String>>,
    /// `attributes.description`
    pub description: Option<Spanned<String>>,
    /// `validations.required`. GitHub enforces it in public repositories only.
    pub required: bool,
}

/// What an element asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElementKind {
    /// `markdown`: text that is shown above the fields and not sent.
    Markdown {
        /// `attributes.value`
        value: Option<Spanned<String>>,
    },
    /// `textarea`: text of several lines.
    Textarea {
        /// `attributes.placeholder`, shown while nothing is written and not sent.
        placeholder: Option<Spanned<String>>,
        /// `attributes.value`, written already.
        value: Option<Spanned<String>>,
        /// `attributes.render`, the info string of the fence that GitHub puts around the answer.
        render: Option<Spanned<String>>,
    },
    /// `input`: text of one line.
    Input {
        /// `attributes.placeholder`, shown while nothing is written and not sent.
        placeholder: Option<Spanned<String>>,
        /// `attributes.value`, written already.
        value: Option<Spanned<String>>,
    },
    /// `dropdown`: some of these.
    Dropdown {
        /// `attributes.options`
        options: Vec<Spanned<String>>,
        /// `attributes.multiple`: whether several can be chosen.
        multiple: bool,
        /// `attributes.default`, the option that is chosen already, counted from 0.
        default: Option<Spanned<usize>>,
    },
    /// `checkboxes`: boxes to tick.
    Checkboxes {
        /// `attributes.options`
        options: Vec<CheckboxOption>,
    },
    /// `upload`: files, sent as links to them.
    Upload {
        /// `validations.accept`, the endings that are taken: a comma list or a list.
        accept: Vec<Spanned<String>>,
    },
    /// A type that GitHub does not know, or none.
    Unknown,
}

/// A box of a `checkboxes` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckboxOption {
    /// `label`, the text behind the box.
    pub label: Spanned<String>,
    /// `required`: whether the form cannot be sent before it is ticked.
    pub required: bool,
}

impl Form {
    /// Reads a form file, whatever it holds. Linear in the length of `text`; what is longer than [`MAXIMUM_LENGTH`] is not
    /// read at all.
    pub fn read(text: &str) -> Form {
        read::read(text)
    }

    /// Whether a YAML file that may be anything looks like a form: one has a `body`. Broken ones are told as well.
    pub fn is_likely(text: &str) -> bool {
        let whole = Range::new(0, text.len());
        split_lines(text, whole).any(|(line, _)| text[line].starts_with("body:"))
    }
}

impl ElementKind {
    /// The type that is written, where GitHub knows it.
    pub fn element_type(&self) -> Option<ElementType> {
        match self {
            ElementKind::Markdown { .. } => Some(ElementType::Markdown),
            ElementKind::Textarea { .. } => Some(ElementType::Textarea),
            ElementKind::Input { .. } => Some(ElementType::Input),
            ElementKind::Dropdown { .. } => Some(ElementType::Dropdown),
            ElementKind::Checkboxes { .. } => Some(ElementType::Checkboxes),
            ElementKind::Upload { .. } => Some(ElementType::Upload),
            ElementKind::Unknown => None,
        }
    }
}

#[cfg(test)]
mod tests;
