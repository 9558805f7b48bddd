//! Where in the draft the content of an issue stands.
//!
//! The places mirror the content key by key, so that a value and its place are found in the same way.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::{Serialize, Serializer};

use super::named::Named;
use crate::text::Range;

/// Where the content of an issue stands. What stands in the draft more than once has its first place.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
pub struct Spans {
    /// The title; in front matter as YAML has it, with its quotes.
    pub title: Option<Span>,
    /// What asks for each label: the word behind a command (all of a command without one), or the name in the envelope;
    /// null for a label that comes from elsewhere.
    pub labels: Vec<Option<Span>>,
    /// The versions.
    pub introduced_in: Vec<Span>,
    /// The versions.
    pub resolved_in: Vec<Span>,
    /// The names.
    pub binaries: Vec<Span>,
    /// The references, without the branch behind them.
    pub pull_requests: Vec<Span>,
    /// The texts below the headings, without blanks and comments around them; comments within are part of the span.
    pub sections: Named<Span>,
    /// The answers; null where there is none.
    pub fields: Named<Option<FieldSpan>>,
}

/// The place of the answer to a field of a form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
#[serde(untagged)]
pub enum FieldSpan {
    /// That of a text or of the one option that was chosen.
    One(Span),
    /// Those of the options that were chosen, or those of all boxes of the form with their labels; null for a box that
    /// the draft lacks.
    Several(Vec<Option<Span>>),
}

/// A place in the draft, written `[start, end]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(
    /// The bytes.
    pub Range,
);

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.0.start, self.0.end].serialize(serializer)
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Span".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The offset of the first byte in the draft's UTF-8, and the offset behind the last one.",
            "type": "array",
            "items": { "type": "integer", "minimum": 0 },
            "minItems": 2,
            "maxItems": 2,
        })
    }
}
