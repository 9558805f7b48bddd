//! Takes the parts of a YAML file by their keys, whatever the file is for, and notes what is wrong with them.
//!
//! Which keys a mapping takes, and of which type, is told by its [`MappingKind`]. Each value is looked at once, so the time
//! is linear in the length of the file.

use std::collections::HashMap;

use super::problem::{FormProblem, FormProblemKind};
use super::schema::{Key, KeyValue, MappingKind};
use crate::syntax::yaml::{self, Node, Value};
use crate::syntax::{Spanned, comma_list, line_around};
use crate::text::{Range, nearest, split_lines};

/// The longest file that is read, in bytes. Many times what the longest issue body has room for.
pub const MAXIMUM_LENGTH: usize = 1024 * 1024;

/// Takes values by their keys and keeps what is wrong with them.
pub(in crate::template) struct Reader<'text> {
    pub text: &'text str,
    pub problems: Vec<FormProblem>,
}

/// The values of a mapping, by key: of a key that is there twice the last one, as GitHub takes it.
pub(in crate::template) struct Fields {
    pub mapping: MappingKind,
    values: Vec<(&'static Key, Range, Node)>,
}

impl Fields {
    /// The fields of a mapping that is not there.
    pub const fn none(mapping: MappingKind) -> Fields {
        Fields {
            mapping,
            values: Vec::new(),
        }
    }

    pub fn take(&mut self, name: &str) -> Option<(&'static Key, Node)> {
        let at = self.values.iter().position(|(key, ..)| key.name == name)?;
        let (key, _, value) = self.values.swap_remove(at);
        Some((key, value))
    }

    pub fn place_of(&self, name: &str) -> Option<Range> {
        let found = self.values.iter().find(|(key, ..)| key.name == name);
        found.map(|(_, range, _)| *range)
    }
}

impl<'text> Reader<'text> {
    pub fn new(text: &'text str) -> Reader<'text> {
        Reader {
            text,
            problems: Vec::new(),
        }
    }

    /// The known keys of a file that is one mapping.
    pub fn file(&mut self, mapping: MappingKind) -> Option<Fields> {
        let text = self.text;
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let whole = Range::new(start, text.len());
        if text.len() > MAXIMUM_LENGTH {
            let length = text.len();
            self.report(
                line_around(text, whole, start),
                FormProblemKind::TooLong { length },
            );
            return None;
        }
        let document = self.first_document(whole);
        self.document(document, mapping)
    }

    /// The known keys of the YAML document at `document`.
    pub fn document(&mut self, document: Range, mapping: MappingKind) -> Option<Fields> {
        let text = self.text;
        match yaml::parse_with_repeated_keys(text, document) {
            Ok(root) => self.fields(root, None, mapping, first_content_line(text, document)),
            Err(error) => {
                let message = error.message;
                self.report(
                    line_around(text, document, error.offset).trimmed(text),
                    FormProblemKind::InvalidYaml { message },
                );
                None
            }
        }
    }

    pub fn report(&mut self, range: Range, kind: FormProblemKind) {
        self.problems.push(FormProblem { range, kind });
    }

    /// The part of `whole` that GitHub reads: up to the mark that ends the first document. Such a mark stands at the left
    /// margin, where nothing else that looks like it can stand in YAML.
    fn first_document(&mut self, whole: Range) -> Range {
        let mut has_begun = false;
        let mut end = None;
        for (line, full) in split_lines(self.text, whole) {
            let content = &self.text[line];
            let is_mark = |mark| {
                content
                    .strip_prefix(mark)
                    .is_some_and(|rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']))
            };
            let is_blank = content.trim().is_empty() || content.trim_start().starts_with('#');
            match end {
                None if has_begun && is_mark("---") => {
                    self.report(line, FormProblemKind::SecondDocument);
                    return Range::new(whole.start, line.start);
                }
                None if has_begun && is_mark("...") => end = Some(full.end),
                None => has_begun |= !is_blank && !content.starts_with('%') && content != "---",
                Some(end) if !is_blank && !is_mark("...") => {
                    self.report(line, FormProblemKind::SecondDocument);
                    return Range::new(whole.start, end);
                }
                Some(_) => {}
            }
        }
        Range::new(whole.start, end.unwrap_or(whole.end))
    }

    /// The known keys of a mapping. Reports the unknown, the repeated and the missing ones. `key` is that of the mapping
    /// itself, `place` where to report what has no place of its own.
    pub fn fields(
        &mut self,
        node: Node,
        key: Option<(&'static str, bool)>,
        mapping: MappingKind,
        place: Range,
    ) -> Option<Fields> {
        let found = node.value.kind();
        let pairs = match node.value {
            Value::Mapping(pairs) => pairs,
            // A file with nothing in it lacks its keys and nothing else.
            Value::Null if key.is_none() => Vec::new(),
            _ => {
                let kind = FormProblemKind::WrongType {
                    key: key.map(|(name, _)| name),
                    is_item: key.is_some_and(|(_, is_item)| is_item),
                    expected: KeyValue::Mapping,
                    found,
                };
                let range = match key {
                    Some(_) => self.extent(node.range),
                    None => place,
                };
                self.report(range, kind);
                return None;
            }
        };
        let mut fields = Fields {
            mapping,
            values: Vec::new(),
        };
        let mut unknown = Vec::new();
        for (key, value) in pairs {
            let name = match &key.value {
                Value::Text(name) => name.as_str(),
                _ => &self.text[key.range],
            };
            let Some(known) = mapping.key(name) else {
                unknown.push((name.to_owned(), key.range));
                continue;
            };
            let earlier = fields.values.iter_mut().find(|(key, ..)| key == &known);
            match earlier {
                Some((_, range, node)) => {
                    let first = std::mem::replace(range, key.range);
                    *node = value;
                    let kind = FormProblemKind::RepeatedKey {
                        key: name.to_owned(),
                        last: key.range,
                    };
                    self.report(first, kind);
                }
                None => fields.values.push((known, key.range, value)),
            }
        }
        let present: Vec<&'static str> = fields.values.iter().map(|(key, ..)| key.name).collect();
        let meant = self.report_unknown(unknown, mapping, &present);
        // Where the type is not known, neither is what its attributes must have.
        let is_known = mapping != MappingKind::Attributes(None);
        for key in mapping
            .keys()
            .iter()
            .filter(|key| key.is_required && is_known)
        {
            // One finding is enough for one slip.
            if !present.contains(&key.name) && !meant.contains(&key.name) {
                let key = key.name;
                self.report(place, FormProblemKind::MissingKey { key, mapping });
            }
        }
        Some(fields)
    }

    /// Reports the keys of a mapping that it does not take, and gives those that are meant by them. Two of them that come
    /// near one name are both left without it.
    fn report_unknown(
        &mut self,
        unknown: Vec<(String, Range)>,
        mapping: MappingKind,
        present: &[&'static str],
    ) -> Vec<&'static str> {
        let absent = || {
            let names = mapping.keys().iter().map(|key| key.name);
            names.filter(|name| !present.contains(name))
        };
        let near: Vec<Option<&'static str>> = unknown
            .iter()
            .map(|(key, _)| former_name(key, mapping).or_else(|| nearest(key, absent())))
            .collect();
        let mut count: HashMap<&str, usize> = HashMap::new();
        for name in near.iter().flatten() {
            *count.entry(name).or_default() += 1;
        }
        let mut all_meant = Vec::new();
        for ((key, range), near) in unknown.into_iter().zip(near) {
            // GitHub does not say that it refuses anything among the validations; a slip there is lost without a word.
            if near.is_none() && matches!(mapping, MappingKind::Validations(_)) {
                continue;
            }
            let meant = near.filter(|name| count[name] == 1 && !present.contains(name));
            all_meant.extend(meant);
            let kind = FormProblemKind::UnknownKey {
                key,
                mapping,
                meant,
            };
            self.report(range, kind);
        }
        all_meant
    }

    /// The text of a key. A blank one is reported and counts as none; so does a missing value where the key is required.
    pub fn text_of(&mut self, fields: &mut Fields, name: &str) -> Option<Spanned<String>> {
        let place = fields.place_of(name)?;
        let (key, node) = fields.take(name)?;
        self.text(key, node, place, fields.mapping, false)
    }

    fn text(
        &mut self,
        key: &'static Key,
        node: Node,
        place: Range,
        mapping: MappingKind,
        is_item: bool,
    ) -> Option<Spanned<String>> {
        match node.value {
            Value::Text(value) if value.trim().is_empty() => {
                let range = self.extent_or(node.range, place);
                self.report(range, FormProblemKind::BlankText { key: key.name });
                None
            }
            Value::Text(value) => Some(Spanned {
                value,
                range: node.range.trimmed(self.text),
            }),
            Value::Null if !is_item => {
                if key.is_required {
                    let key = key.name;
                    self.report(place, FormProblemKind::MissingKey { key, mapping });
                }
                None
            }
            Value::Boolean(_) if is_text_to_ruby(&self.text[node.range]) => Some(Spanned {
                value: self.text[node.range].to_owned(),
                range: node.range,
            }),
            other => {
                let kind = FormProblemKind::WrongType {
                    key: Some(key.name),
                    is_item,
                    expected: KeyValue::Text,
                    found: other.kind(),
                };
                let range = self.extent_or(node.range, place);
                self.report(range, kind);
                None
            }
        }
    }

    pub fn boolean_of(&mut self, fields: &mut Fields, name: &str) -> Option<bool> {
        let place = fields.place_of(name)?;
        let (key, node) = fields.take(name)?;
        match node.value {
            Value::Boolean(value) => Some(value),
            Value::Null => None,
            other => {
                let kind = FormProblemKind::WrongType {
                    key: Some(key.name),
                    is_item: false,
                    expected: KeyValue::Boolean,
                    found: other.kind(),
                };
                let range = self.extent_or(node.range, place);
                self.report(range, kind);
                None
            }
        }
    }

    pub fn names_of(&mut self, fields: &mut Fields, name: &str) -> Vec<Spanned<String>> {
        let Some(place) = fields.place_of(name) else {
            return Vec::new();
        };
        let Some((key, node)) = fields.take(name) else {
            return Vec::new();
        };
        match node.value {
            Value::Null => Vec::new(),
            Value::Text(value) if !value.trim().is_empty() => {
                comma_list(self.text, node.range, &value)
                    .into_iter()
                    .map(|name| Spanned {
                        range: name.range.trimmed(self.text),
                        ..name
                    })
                    .collect()
            }
            Value::Text(_) => {
                let range = self.extent_or(node.range, place);
                self.report(range, FormProblemKind::BlankText { key: key.name });
                Vec::new()
            }
            Value::Sequence(items) => items
                .into_iter()
                .filter_map(|item| self.text(key, item, place, fields.mapping, true))
                .collect(),
            other => {
                let kind = FormProblemKind::WrongType {
                    key: Some(key.name),
                    is_item: false,
                    expected: KeyValue::Names,
                    found: other.kind(),
                };
                let range = self.extent_or(node.range, place);
                self.report(range, kind);
                Vec::new()
            }
        }
    }

    /// The items of a list that must have one.
    pub fn list_of(
        &mut self,
        fields: &mut Fields,
        name: &str,
        expected: KeyValue,
    ) -> Option<Vec<Node>> {
        let place = fields.place_of(name)?;
        let (key, node) = fields.take(name)?;
        match node.value {
            Value::Sequence(items) if items.is_empty() => {
                self.report(place, FormProblemKind::EmptyList { key: key.name });
                None
            }
            Value::Sequence(items) => Some(items),
            Value::Null => {
                self.report(place, FormProblemKind::EmptyList { key: key.name });
                None
            }
            other => {
                let kind = FormProblemKind::WrongType {
                    key: Some(key.name),
                    is_item: false,
                    expected,
                    found: other.kind(),
                };
                let range = self.extent_or(node.range, place);
                self.report(range, kind);
                None
            }
        }
    }

    /// `range`; the line from there on where a list or a mapping has no more than a place at which it begins.
    pub fn extent(&self, range: Range) -> Range {
        if !matches!(&self.text[range], "" | "[" | "{") {
            return range.trimmed(self.text);
        }
        let rest = Range::new(range.start, self.text.len());
        split_lines(self.text, rest)
            .next()
            .map_or(Range::empty(range.start), |(line, _)| {
                line.trimmed(self.text)
            })
    }

    /// [`Reader::extent`] of a value, or the place of its key where it begins on a line of its own or is not there.
    pub fn extent_or(&self, range: Range, place: Range) -> Range {
        if range.is_empty() {
            return place;
        }
        self.extent(range)
    }
}

/// Whether Ruby, in which GitHub reads forms, takes a boolean of YAML 1.1 for text.
pub(super) fn is_text_to_ruby(boolean: &str) -> bool {
    matches!(boolean, "y" | "Y" | "n" | "N")
}

/// What a form calls that which a Markdown template calls `key`.
fn former_name(key: &str, mapping: MappingKind) -> Option<&'static str> {
    (mapping == MappingKind::Form && key == "about").then_some("description")
}

/// The first key of a mapping, else the value's own place.
pub(in crate::template) fn start_of(node: &Node) -> Range {
    match &node.value {
        Value::Mapping(pairs) => pairs.first().map_or(node.range, |(key, _)| key.range),
        _ => node.range,
    }
}

/// The first line of `document` that is neither blank nor a comment.
fn first_content_line(text: &str, document: Range) -> Range {
    split_lines(text, document)
        .map(|(line, _)| line)
        .find(|line| {
            let content = text[*line].trim();
            !content.is_empty() && !content.starts_with(['#', '%']) && content != "---"
        })
        .unwrap_or(Range::empty(document.start))
}
