//! One version of a file in the folder of templates, ready to be questioned: an issue form, or the chooser's
//! configuration. What [`Draft`](crate::syntax::Draft) is for drafts.

use std::sync::Arc;

use super::chooser::Chooser;
use super::form::Form;
use crate::text::{LineIndex, SourceText};

/// What GitHub takes a YAML file in the folder of templates for. Its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFileKind {
    /// An issue form.
    Form,
    /// `config.yml`, which says how the chooser looks.
    Chooser,
}

/// One version of such a file: its text and what was read in it. Immutable; a new version is read anew.
#[derive(Debug, Clone)]
pub struct FormFile {
    /// What the file is.
    pub kind: FormFileKind,
    /// The whole text.
    pub text: Arc<str>,
    /// Where the lines of `text` begin.
    pub lines: LineIndex,
    /// The form. The chooser has the problems of one and nothing else that rules look at.
    pub form: Form,
}

impl FormFile {
    /// Reads `text`, whatever it holds. Linear in its length.
    pub fn read(text: impl Into<Arc<str>>, kind: FormFileKind) -> FormFile {
        let text = text.into();
        let form = match kind {
            FormFileKind::Form => Form::read(&text),
            FormFileKind::Chooser => Form {
                problems: Chooser::read(&text).problems,
                ..Form::default()
            },
        };
        FormFile {
            kind,
            lines: LineIndex::new(&text),
            text,
            form,
        }
    }

    /// The text with its lines.
    pub fn source(&self) -> SourceText<'_> {
        SourceText {
            text: &self.text,
            lines: &self.lines,
        }
    }
}
