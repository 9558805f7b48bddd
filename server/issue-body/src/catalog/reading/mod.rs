//! Reads what others keep about a project: label lists, release schedules, and what git says. Text in; data out, or one
//! sentence with the place that is wrong.
//!
//! Which file is read, and where it lies, is the caller's business.

mod git;
mod labels;
mod releases;

pub use git::{MERGE_FORMAT, TAG_FORMAT, read_merges, read_tags};
pub use labels::{LabelFile, read_labels};
pub use releases::{ReleaseFile, ReleaseFileKind, read_releases};

use std::fmt;

use jiff::civil::Date;

use crate::syntax::yaml::{self, Node, Value};
use crate::text::{LineIndex, PositionEncoding, Range};

/// Why a file cannot be used, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// The row, from 1.
    pub row: u32,
    /// The column, from 1, in Unicode scalar values.
    pub column: u32,
    /// What is wrong, then what to write.
    pub message: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DataError {
            row,
            column,
            message,
        } = self;
        write!(formatter, "{row}:{column}: {message}")
    }
}

impl std::error::Error for DataError {}

/// The text of a file with its values, which JSON and YAML have alike.
struct Source<'text> {
    text: &'text str,
}

impl<'text> Source<'text> {
    fn new(text: &'text str) -> Source<'text> {
        Source {
            text: text.strip_prefix('\u{feff}').unwrap_or(text),
        }
    }

    fn error(&self, offset: usize, message: impl Into<String>) -> DataError {
        let lines = LineIndex::new(self.text);
        let position = lines.position(self.text, offset, PositionEncoding::Utf32);
        DataError {
            row: position.line + 1,
            column: position.column + 1,
            message: message.into(),
        }
    }

    fn parse(&self) -> Result<Node, DataError> {
        let whole = Range::new(0, self.text.len());
        yaml::parse(self.text, whole).map_err(|error| {
            self.error(
                error.offset,
                format!("this cannot be read: {}", error.message),
            )
        })
    }

    /// A single value as it is written, so that an unquoted `1.30` stays what it is. Nothing is written where a value is
    /// null.
    fn scalar(&self, node: &Node) -> Option<String> {
        match &node.value {
            Value::Text(text) => Some(text.trim().to_owned()),
            Value::Number | Value::Boolean(_) => {
                let written = &self.text[node.range.start..node.range.end];
                Some(written.trim().to_owned())
            }
            Value::Null => Some(String::new()),
            Value::Sequence(_) | Value::Mapping(_) => None,
        }
    }

    /// The text at `key`; empty where there is none.
    fn text_at(&self, table: Table<'_>, key: &str) -> Result<String, DataError> {
        let Some(node) = table.get(key) else {
            return Ok(String::new());
        };
        self.scalar(node).ok_or_else(|| {
            let kind = node.value.kind();
            self.error(
                node.range.start,
                format!("`{key}` is {kind} here, but should be text"),
            )
        })
    }

    /// The list at `key`; empty where there is none.
    fn list_at<'node>(&self, table: Table<'node>, key: &str) -> Result<&'node [Node], DataError> {
        match table.get(key).map(|node| (node, &node.value)) {
            None | Some((_, Value::Null)) => Ok(&[]),
            Some((_, Value::Sequence(items))) => Ok(items),
            Some((node, value)) => Err(self.error(
                node.range.start,
                format!("`{key}` is {} here, but should be a list", value.kind()),
            )),
        }
    }

    fn table<'node>(&self, node: &'node Node, what: &str) -> Result<Table<'node>, DataError> {
        match &node.value {
            Value::Mapping(pairs) => Ok(Table { node, pairs }),
            value => Err(self.error(
                node.range.start,
                format!("{} stands where {what} should be", value.kind()),
            )),
        }
    }
}

/// A mapping with its place.
#[derive(Debug, Clone, Copy)]
struct Table<'node> {
    node: &'node Node,
    pairs: &'node [(Node, Node)],
}

impl<'node> Table<'node> {
    fn get(self, key: &str) -> Option<&'node Node> {
        let mut pairs = self.pairs.iter();
        pairs
            .find(|(name, _)| matches!(&name.value, Value::Text(name) if name == key))
            .map(|(_, value)| value)
    }

    fn start(self) -> usize {
        self.node.range.start
    }
}

/// The day at the beginning of a date or a point in time.
fn day(written: &str) -> Option<Date> {
    let end = "2026-09-01".len();
    let is_whole = written.len() == end || written.get(end..)?.starts_with(['T', 't', ' ']);
    is_whole.then(|| written.get(..end)?.parse().ok())?
}
