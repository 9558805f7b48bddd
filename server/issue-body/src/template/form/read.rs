//! YAML to [`Form`]: takes every part by its key and notes what GitHub refuses, or loses, on the way.
//!
//! Each value is looked at once, so the time is linear in the length of the file. What belongs together across elements
//! (ids and labels that must differ) is compared in `unique`.

use std::collections::HashMap;

use super::problem::{FormProblem, FormProblemKind};
use super::schema::{ElementType, Key, KeyValue, MappingKind};
use super::{CheckboxOption, Element, ElementKind, Form, unique};
use crate::syntax::yaml::{self, Node, Value};
use crate::syntax::{Spanned, comma_list, line_around};
use crate::text::{Range, nearest, split_lines};

/// The longest file that is read, in bytes. Many times what the longest issue body has room for.
pub const MAXIMUM_LENGTH: usize = 1024 * 1024;

/// The most elements that are read: an issue body has 65,536 characters, and no answer takes fewer than that of a field
/// that was left empty.
pub const MAXIMUM_ELEMENTS: usize = 65_536 / "### ?\n\n_No response_\n\n".len();

/// Words that GitHub forbids in the labels of `input` and `textarea` elements. It names this one only.
const FORBIDDEN_WORDS: [&str; 1] = ["password"];

/// The option that GitHub adds to a `dropdown` that nobody has to answer.
const RESERVED_OPTION: &str = "none";

pub(super) fn read(text: &str) -> Form {
    let mut reader = Reader::new(text);
    let mut form = reader.form();
    form.problems = reader.problems;
    form.problems.extend(unique::problems(&form));
    form.problems.sort_by_key(|problem| problem.range);
    form
}

/// Takes values by their keys and keeps what is wrong with them.
pub(in crate::template) struct Reader<'text> {
    text: &'text str,
    pub problems: Vec<FormProblem>,
}

/// The values of a mapping, by key: of a key that is there twice the last one, as GitHub takes it.
pub(in crate::template) struct Fields {
    mapping: MappingKind,
    values: Vec<(&'static Key, Range, Node)>,
}

impl Fields {
    fn take(&mut self, name: &str) -> Option<(&'static Key, Node)> {
        let at = self.values.iter().position(|(key, ..)| key.name == name)?;
        let (key, _, value) = self.values.swap_remove(at);
        Some((key, value))
    }

    fn place_of(&self, name: &str) -> Option<Range> {
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

    fn report(&mut self, range: Range, kind: FormProblemKind) {
        self.problems.push(FormProblem { range, kind });
    }

    fn form(&mut self) -> Form {
        let Some(mut fields) = self.file(MappingKind::Form) else {
            return Form::default();
        };
        let form = Form {
            name: self.text_of(&mut fields, "name"),
            description: self.text_of(&mut fields, "description"),
            title: self.text_of(&mut fields, "title"),
            labels: self.names_of(&mut fields, "labels"),
            assignees: self.names_of(&mut fields, "assignees"),
            projects: self.names_of(&mut fields, "projects"),
            issue_type: self.text_of(&mut fields, "type"),
            elements: Vec::new(),
            problems: Vec::new(),
        };
        let place = fields.place_of("body");
        let elements = self.list_of(&mut fields, "body", KeyValue::Elements);
        let elements = self.elements(elements.unwrap_or_default());
        if let Some(place) = place
            && !elements.is_empty()
            && elements
                .iter()
                .all(|element| matches!(element.kind, ElementKind::Markdown { .. }))
        {
            self.report(place, FormProblemKind::WithoutFields);
        }
        Form { elements, ..form }
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
        self.report_unknown(unknown, mapping, &present);
        for key in mapping.keys().iter().filter(|key| key.is_required) {
            if !present.contains(&key.name) {
                let key = key.name;
                self.report(place, FormProblemKind::MissingKey { key, mapping });
            }
        }
        Some(fields)
    }

    /// Reports the keys of a mapping that it does not take. Two of them that come near one name are both left without it.
    fn report_unknown(
        &mut self,
        unknown: Vec<(String, Range)>,
        mapping: MappingKind,
        present: &[&'static str],
    ) {
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
        for ((key, range), near) in unknown.into_iter().zip(near) {
            // GitHub does not say that it refuses anything among the validations; a slip there is lost without a word.
            if near.is_none() && matches!(mapping, MappingKind::Validations(_)) {
                continue;
            }
            let meant = near.filter(|name| count[name] == 1 && !present.contains(name));
            let kind = FormProblemKind::UnknownKey {
                key,
                mapping,
                meant,
            };
            self.report(range, kind);
        }
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
            // Ruby takes these two for text, unlike YAML 1.1 itself.
            Value::Boolean(_) if matches!(&self.text[node.range], "y" | "Y" | "n" | "N") => {
                Some(Spanned {
                    value: self.text[node.range].to_owned(),
                    range: node.range,
                })
            }
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

    fn elements(&mut self, nodes: Vec<Node>) -> Vec<Element> {
        let count = nodes.len();
        let mut elements = Vec::new();
        for node in nodes {
            if elements.len() == MAXIMUM_ELEMENTS {
                let range = self.extent(start_of(&node));
                self.report(range, FormProblemKind::TooManyElements { count });
                break;
            }
            elements.extend(self.element(node));
        }
        elements
    }

    fn element(&mut self, node: Node) -> Option<Element> {
        let range = cover(&node);
        let place = self.extent(start_of(&node));
        let element_type = type_of(&node);
        let mapping = MappingKind::Element(element_type);
        let mut fields = self.fields(node, Some(("body", true)), mapping, place)?;
        if element_type.is_none()
            && let Some(name) = self.text_of(&mut fields, "type")
        {
            let kind = FormProblemKind::UnknownType { name: name.value };
            self.report(name.range, kind);
        }
        let id = self.text_of(&mut fields, "id");
        if let Some(id) = &id
            && !id.value.bytes().all(is_id_byte)
        {
            let kind = FormProblemKind::InvalidId {
                id: id.value.clone(),
            };
            self.report(id.range, kind);
        }
        let mut validations = self.inner(
            &mut fields,
            "validations",
            MappingKind::Validations(element_type),
        );
        let required = validations
            .as_mut()
            .and_then(|validations| self.boolean_of(validations, "required"))
            .unwrap_or(false);
        let mut attributes = self.inner(
            &mut fields,
            "attributes",
            MappingKind::Attributes(element_type),
        );
        let label = attributes
            .as_mut()
            .and_then(|attributes| self.text_of(attributes, "label"));
        let description = attributes
            .as_mut()
            .and_then(|attributes| self.text_of(attributes, "description"));
        let kind = self.kind(element_type, attributes, validations);
        if matches!(
            element_type,
            Some(ElementType::Input | ElementType::Textarea)
        ) {
            self.check_words(label.as_ref());
        }
        Some(Element {
            range,
            kind,
            id,
            label,
            description,
            required,
        })
    }

    /// The fields of a mapping within a mapping.
    fn inner(
        &mut self,
        fields: &mut Fields,
        name: &'static str,
        mapping: MappingKind,
    ) -> Option<Fields> {
        let place = fields.place_of(name)?;
        let (key, node) = fields.take(name)?;
        if node.value == Value::Null {
            if key.is_required {
                let kind = FormProblemKind::MissingKey {
                    key: key.name,
                    mapping: fields.mapping,
                };
                self.report(place, kind);
            }
            return None;
        }
        self.fields(node, Some((name, false)), mapping, place)
    }

    fn kind(
        &mut self,
        element_type: Option<ElementType>,
        attributes: Option<Fields>,
        validations: Option<Fields>,
    ) -> ElementKind {
        let none = || Fields {
            mapping: MappingKind::Attributes(element_type),
            values: Vec::new(),
        };
        let mut attributes = attributes.unwrap_or_else(none);
        match element_type {
            None => ElementKind::Unknown,
            Some(ElementType::Markdown) => ElementKind::Markdown {
                value: self.text_of(&mut attributes, "value"),
            },
            Some(ElementType::Textarea) => ElementKind::Textarea {
                placeholder: self.text_of(&mut attributes, "placeholder"),
                value: self.text_of(&mut attributes, "value"),
                render: self.text_of(&mut attributes, "render"),
            },
            Some(ElementType::Input) => ElementKind::Input {
                placeholder: self.text_of(&mut attributes, "placeholder"),
                value: self.text_of(&mut attributes, "value"),
            },
            Some(ElementType::Dropdown) => {
                let options = self.list_of(&mut attributes, "options", KeyValue::Options);
                let options = self.dropdown_options(options.unwrap_or_default());
                ElementKind::Dropdown {
                    multiple: self
                        .boolean_of(&mut attributes, "multiple")
                        .unwrap_or(false),
                    default: self.default_of(&mut attributes, &options),
                    options,
                }
            }
            Some(ElementType::Checkboxes) => {
                let options = self.list_of(&mut attributes, "options", KeyValue::Options);
                ElementKind::Checkboxes {
                    options: self.checkbox_options(options.unwrap_or_default()),
                }
            }
            Some(ElementType::Upload) => ElementKind::Upload {
                accept: validations.map_or_else(Vec::new, |mut validations| {
                    self.names_of(&mut validations, "accept")
                }),
            },
        }
    }

    /// The options of a `dropdown`. What YAML takes for something else than text is kept as it is written, so that the
    /// form says what its author meant.
    fn dropdown_options(&mut self, nodes: Vec<Node>) -> Vec<Spanned<String>> {
        let mut options = Vec::new();
        for node in nodes {
            let range = self.extent(node.range);
            let (value, problem) = match node.value {
                Value::Text(value) if value.trim().is_empty() => {
                    self.report(range, FormProblemKind::BlankText { key: "options" });
                    continue;
                }
                Value::Text(value) if value.trim().eq_ignore_ascii_case(RESERVED_OPTION) => {
                    (value, Some(FormProblemKind::ReservedOption))
                }
                Value::Text(value) => (value, None),
                Value::Boolean(_) if !matches!(&self.text[range], "y" | "Y" | "n" | "N") => (
                    self.text[range].to_owned(),
                    Some(FormProblemKind::BooleanOption),
                ),
                Value::Boolean(_) => (self.text[range].to_owned(), None),
                Value::Number => (
                    self.text[range].to_owned(),
                    Some(FormProblemKind::NumberOption),
                ),
                Value::Null => {
                    self.report(range, FormProblemKind::BlankText { key: "options" });
                    continue;
                }
                other @ (Value::Sequence(_) | Value::Mapping(_)) => {
                    let kind = FormProblemKind::WrongType {
                        key: Some("options"),
                        is_item: true,
                        expected: KeyValue::Text,
                        found: other.kind(),
                    };
                    self.report(range, kind);
                    continue;
                }
            };
            if let Some(kind) = problem {
                self.report(range, kind);
            }
            options.push(Spanned {
                value,
                range: node.range.trimmed(self.text),
            });
        }
        options
    }

    fn checkbox_options(&mut self, nodes: Vec<Node>) -> Vec<CheckboxOption> {
        let mut options = Vec::new();
        for node in nodes {
            let place = self.extent(start_of(&node));
            // A plain text is no box to GitHub, but it is clear what was meant.
            let plain = match &node.value {
                Value::Text(value) => Some(Spanned {
                    value: value.clone(),
                    range: node.range.trimmed(self.text),
                }),
                _ => None,
            };
            let key = Some(("options", true));
            let Some(mut fields) = self.fields(node, key, MappingKind::CheckboxOption, place)
            else {
                options.extend(plain.map(|label| CheckboxOption {
                    label,
                    required: false,
                }));
                continue;
            };
            let label = self.text_of(&mut fields, "label");
            let required = self.boolean_of(&mut fields, "required").unwrap_or(false);
            options.extend(label.map(|label| CheckboxOption { label, required }));
        }
        options
    }

    fn default_of(
        &mut self,
        fields: &mut Fields,
        options: &[Spanned<String>],
    ) -> Option<Spanned<usize>> {
        let place = fields.place_of("default")?;
        let (_, node) = fields.take("default")?;
        let range = self.extent_or(node.range, place);
        let meant = match &node.value {
            Value::Null => return None,
            Value::Number => {
                let number = self.text[range].parse().ok();
                match number.filter(|number| *number < options.len()) {
                    Some(value) => return Some(Spanned { value, range }),
                    None => None,
                }
            }
            Value::Text(text) => options.iter().position(|option| option.value == *text),
            Value::Boolean(_) | Value::Sequence(_) | Value::Mapping(_) => None,
        };
        let options = options.len();
        self.report(range, FormProblemKind::InvalidDefault { options, meant });
        None
    }

    fn check_words(&mut self, label: Option<&Spanned<String>>) {
        let Some(label) = label else { return };
        let written = &self.text[label.range];
        for word in FORBIDDEN_WORDS {
            let lower = written.to_ascii_lowercase();
            if let Some(at) = lower.find(word) {
                let start = label.range.start + at;
                let range = Range::new(start, start + word.len());
                let word = self.text[range].to_owned();
                self.report(range, FormProblemKind::ForbiddenWord { word });
            }
        }
    }

    /// `range`, up to the end of its first line; the first line from there on where a list or a mapping has no more than a
    /// place at which it begins.
    pub fn extent(&self, range: Range) -> Range {
        let rest = Range::new(range.start, self.text.len());
        let line = split_lines(self.text, rest)
            .next()
            .map_or(Range::empty(range.start), |(line, _)| line);
        let end = if matches!(&self.text[range], "" | "[" | "{") {
            line.end
        } else {
            range.end.min(line.end)
        };
        Range::new(range.start, end).trimmed(self.text)
    }

    /// [`Reader::extent`] of a value, or the place of its key where it begins on a line of its own or is not there.
    fn extent_or(&self, range: Range, place: Range) -> Range {
        if range.is_empty() {
            return place;
        }
        self.extent(range)
    }
}

/// What a form calls that which a Markdown template calls `key`.
fn former_name(key: &str, mapping: MappingKind) -> Option<&'static str> {
    (mapping == MappingKind::Form && key == "about").then_some("description")
}

/// The type that an element gives itself. The last one counts where there are two.
fn type_of(node: &Node) -> Option<ElementType> {
    let Value::Mapping(pairs) = &node.value else {
        return None;
    };
    let is_type = |key: &Node| matches!(&key.value, Value::Text(name) if name == "type");
    match &pairs.iter().rev().find(|(key, _)| is_type(key))?.1.value {
        Value::Text(name) => ElementType::from_name(name),
        _ => None,
    }
}

const fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// The first key of a mapping, else the value's own place.
pub(in crate::template) fn start_of(node: &Node) -> Range {
    match &node.value {
        Value::Mapping(pairs) => pairs.first().map_or(node.range, |(key, _)| key.range),
        _ => node.range,
    }
}

/// All of a value: the parser knows of lists and mappings only where they begin.
fn cover(node: &Node) -> Range {
    match &node.value {
        Value::Sequence(items) => items
            .iter()
            .fold(node.range, |range, item| range.cover(cover(item))),
        Value::Mapping(pairs) => pairs.iter().fold(node.range, |range, (key, value)| {
            range.cover(key.range).cover(cover(value))
        }),
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
