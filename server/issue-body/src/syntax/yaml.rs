//! YAML as a tree of values that know their places, so that a finding can point at the one that is wrong.
//!
//! The parser's default budgets bound what a hostile text can cost. What keys mean is left to the reader of the tree.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::text::{LineIndex, Position, PositionEncoding, Range};

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
    Boolean,
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
            Value::Boolean => "a boolean",
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

/// Parses the YAML at `range` of `text`; the ranges of the tree count bytes of `text`.
pub(crate) fn parse(text: &str, range: Range) -> Result<Node, YamlError> {
    let options = serde_saphyr::options! {
        with_snippet: false,
    };
    let source = &text[range.start..range.end];
    serde_saphyr::from_str_with_options::<Place>(source, options)
        .map(|root| locate(root, range.start, range))
        .map_err(|error| {
            let location = error.location();
            // Where the parser itself gives up, it knows row and column only.
            let offset = location.map_or(0, |location| match byte_range(location.span()) {
                Some(place) => place.start.min(source.len()),
                None => offset_of(source, location),
            });
            // The parser's own rendering repeats the position, counted within the YAML, behind the words and may go on
            // with lines of its own.
            let message = error.to_string();
            let first_line = message.lines().next().unwrap_or_default();
            let words = first_line
                .rsplit_once(" at line ")
                .map_or(first_line, |(words, _)| words);
            // Of its own limits it speaks in its own terms.
            let words = match words.starts_with("budget breached") {
                true => "it is too long, or nests or repeats too much",
                false => words,
            };
            YamlError {
                offset: range.start + offset,
                message: words.to_owned(),
            }
        })
}

fn offset_of(source: &str, location: serde_saphyr::Location) -> usize {
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
struct Place(Option<Range>, Raw);

enum Raw {
    Null,
    Boolean,
    Number,
    Text(String),
    Sequence(Vec<Place>),
    Mapping(Vec<(Place, Place)>),
}

/// Moves the places by `base`. A value without a place of its own (behind an alias) gets that of its parent.
fn locate(Place(place, raw): Place, base: usize, parent: Range) -> Node {
    let range = place.map_or(parent, |place| place.shifted(base));
    let value = match raw {
        Raw::Null => Value::Null,
        Raw::Boolean => Value::Boolean,
        Raw::Number => Value::Number,
        Raw::Text(text) => Value::Text(text),
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

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Place, D::Error> {
        let spanned = serde_saphyr::Spanned::<Raw>::deserialize(deserializer)?;
        Ok(Place(byte_range(spanned.referenced.span()), spanned.value))
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Boolean)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut sequence = Vec::new();
        while let Some(item) = items.next_element()? {
            sequence.push(item);
        }
        Ok(Raw::Sequence(sequence))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Raw, A::Error> {
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
