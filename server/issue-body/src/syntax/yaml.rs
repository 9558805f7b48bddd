//! YAML as a tree of values that know their places, so that a finding can point at the one that is wrong.
//!
//! The parser's budgets bound what a hostile text can cost: what aliases repeat is bounded here, everything else by the
//! parser's defaults. What keys mean is left to the reader of the tree.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::DuplicateKeyPolicy;

use crate::text::{LineIndex, Position, PositionEncoding, Range};

/// How many bytes anchors may hold that are not spelled out in the text, how many values aliases may repeat, and how many
/// bytes of text in all: together they bound the memory that a text can ask for beyond its own length.
const ANCHORED_BYTES: usize = 32 * 1024;
const REPEATED_VALUES: usize = 4_000;
const REPEATED_BYTES: usize = 1024 * 1024;

/// A value and its place in the text that holds the YAML.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub range: Range,
    pub value: Value,
}

/// What YAML can say. Mappings keep their order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Number,
    Text(String),
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>),
}

impl Value {
    /// What to call the value in a message.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Boolean(_) => "a boolean",
            Value::Number => "a number",
            Value::Text(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

/// Why a text is no YAML, and where.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct YamlError {
    pub offset: usize,
    pub message: String,
}

/// Parses the YAML at `range` of `text`; the ranges of the tree count bytes of `text`. A key that a mapping has twice is an
/// error.
pub(crate) fn parse(text: &str, range: Range) -> Result<Node, YamlError> {
    parse_with(text, range, DuplicateKeyPolicy::Error)
}

/// [`parse`], but a mapping may have a key twice: the tree has both.
pub(crate) fn parse_with_repeated_keys(text: &str, range: Range) -> Result<Node, YamlError> {
    parse_with(text, range, DuplicateKeyPolicy::PassThrough)
}

fn parse_with(
    text: &str,
    range: Range,
    duplicate_keys: DuplicateKeyPolicy,
) -> Result<Node, YamlError> {
    let options = serde_saphyr::options! {
        with_snippet: false,
        duplicate_keys: duplicate_keys,
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: REPEATED_VALUES,
        },
        budget: serde_saphyr::budget! {
            max_recorded_anchor_bytes: ANCHORED_BYTES,
        },
    };
    let source = &text[range.start..range.end];
    let root = serde_saphyr::from_str_with_options::<Place>(source, options).map_err(|error| {
        let offset = error
            .location()
            .map_or(0, |location| offset_of(source, location));
        // The parser's own rendering repeats the position, counted within the YAML, behind the words and may go on
        // with lines of its own.
        let message = error.to_string();
        let first_line = message.lines().next().unwrap_or_default();
        let words = first_line
            .rsplit_once(" at line ")
            .map_or(first_line, |(words, _)| words);
        YamlError {
            offset: range.start + offset,
            message: plain_words(words).to_owned(),
        }
    })?;
    // No escape makes a text twice as long as it is written.
    if root.text_length() > 2 * source.len() + REPEATED_BYTES {
        return Err(YamlError {
            offset: range.start,
            message: "it is too long, or nests or repeats too much".to_owned(),
        });
    }
    Ok(locate(root, range.start, range))
}

/// What a person can do something with, where the parser speaks of its own limits.
fn plain_words(words: &str) -> &str {
    const LIMITS: [&str; 3] = ["budget breached", "alias replay limit", "recursion limit"];
    if LIMITS.iter().any(|limit| words.starts_with(limit)) {
        "it is too long, or nests or repeats too much"
    } else {
        words
    }
}

/// The byte of `source` at `location`. Where the parser itself gives up, it knows row and column only.
fn offset_of(source: &str, location: serde_saphyr::Location) -> usize {
    if let Some(place) = byte_range(location.span()) {
        return source.floor_char_boundary(place.start);
    }
    let from_1 = |number: u64| u32::try_from(number).unwrap_or(u32::MAX).saturating_sub(1);
    let position = Position {
        line: from_1(location.line()),
        column: from_1(location.column()),
    };
    LineIndex::new(source).offset(source, position, PositionEncoding::Utf32)
}

fn byte_range(span: serde_saphyr::Span) -> Option<Range> {
    let start = usize::try_from(span.byte_offset()?).ok()?;
    let length = usize::try_from(span.byte_len()?).ok()?;
    Some(Range::new(start, start.checked_add(length)?))
}

/// The tree as it comes from the parser: places relative to the YAML, unknown where an alias hides them.
struct Place<'text>(Option<Range>, Raw<'text>);

enum Raw<'text> {
    Null,
    Boolean(bool),
    Number,
    Text(Cow<'text, str>),
    Sequence(Vec<Place<'text>>),
    Mapping(Vec<(Place<'text>, Place<'text>)>),
}

impl Place<'_> {
    /// The bytes of all texts, those behind aliases counted each time.
    fn text_length(&self) -> usize {
        match &self.1 {
            Raw::Null | Raw::Boolean(_) | Raw::Number => 0,
            Raw::Text(text) => text.len(),
            Raw::Sequence(items) => items.iter().map(Place::text_length).sum(),
            Raw::Mapping(pairs) => pairs
                .iter()
                .map(|(key, value)| key.text_length() + value.text_length())
                .sum(),
        }
    }
}

/// Moves the places by `base`. A value without a place of its own (behind an alias) gets that of its parent.
fn locate(Place(place, raw): Place<'_>, base: usize, parent: Range) -> Node {
    let range = place.map_or(parent, |place| place.shifted(base));
    let value = match raw {
        Raw::Null => Value::Null,
        Raw::Boolean(boolean) => Value::Boolean(boolean),
        Raw::Number => Value::Number,
        Raw::Text(text) => Value::Text(text.into_owned()),
        Raw::Sequence(items) => Value::Sequence(
            items
                .into_iter()
                .map(|item| locate(item, base, range))
                .collect(),
        ),
        Raw::Mapping(pairs) => Value::Mapping(
            pairs
                .into_iter()
                .map(|(key, value)| {
                    let key = locate(key, base, range);
                    let value = locate(value, base, key.range);
                    (key, value)
                })
                .collect(),
        ),
    };
    Node { range, value }
}

impl<'de> Deserialize<'de> for Place<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Place<'de>, D::Error> {
        let spanned = serde_saphyr::Spanned::<Raw<'de>>::deserialize(deserializer)?;
        Ok(Place(byte_range(spanned.referenced.span()), spanned.value))
    }
}

impl<'de> Deserialize<'de> for Raw<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw<'de>, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw<'de>, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw<'de>, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw<'de>, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, boolean: bool) -> Result<Raw<'de>, E> {
        Ok(Raw::Boolean(boolean))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw<'de>, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw<'de>, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw<'de>, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw<'de>, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw<'de>, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw<'de>, E> {
        Ok(Raw::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Raw<'de>, E> {
        Ok(Raw::Text(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw<'de>, A::Error> {
        let mut sequence = Vec::new();
        while let Some(item) = items.next_element()? {
            sequence.push(item);
        }
        Ok(Raw::Sequence(sequence))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Raw<'de>, A::Error> {
        let mut mapping = Vec::new();
        while let Some(pair) = pairs.next_entry()? {
            mapping.push(pair);
        }
        Ok(Raw::Mapping(mapping))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_bytes_behind_wide_characters() {
        let text = "é---\ntitle: \"Käse 😀\"\nlabels:\n  - sig/node\n";
        let start = text.find("title").expect("there");
        let root = parse(text, Range::new(start, text.len())).expect("valid");
        let Value::Mapping(pairs) = root.value else {
            panic!("a mapping")
        };
        assert_eq!(&text[pairs[0].0.range.start..pairs[0].0.range.end], "title");
        assert_eq!(
            &text[pairs[0].1.range.start..pairs[0].1.range.end],
            "\"Käse 😀\""
        );
        let Value::Sequence(items) = &pairs[1].1.value else {
            panic!("a list")
        };
        assert_eq!(&text[items[0].range.start..items[0].range.end], "sig/node");
    }

    #[test]
    fn an_error_knows_its_place() {
        let text = "title: \"open\nlabels: [a\n";
        let error = parse(text, Range::new(0, text.len())).expect_err("no YAML");
        assert!(error.offset <= text.len(), "{error:?}");
        assert!(!error.message.is_empty() && !error.message.contains("line"));
    }

    #[test]
    fn duplicate_keys_and_bombs_are_errors() {
        let text = "title: a\ntitle: b\n";
        assert!(parse(text, Range::new(0, text.len())).is_err());
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let alias = format!("*a{}, ", level - 1).repeat(10);
            bomb.push_str(&format!("a{level}: &a{level} [{alias}]\n"));
        }
        assert!(parse(&bomb, Range::new(0, bomb.len())).is_err());
    }
}
