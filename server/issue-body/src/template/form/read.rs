//! YAML to [`Form`]: takes every part by its key and notes what GitHub refuses, or loses, on the way.
//!
//! What belongs together across elements (ids and labels that must differ) is compared in `unique`.

use super::problem::FormProblemKind;
use super::reader::{Fields, Reader, is_text_to_ruby, start_of};
use super::schema::{ElementType, KeyValue, MappingKind};
use super::{CheckboxOption, Element, ElementKind, Form, unique};
use crate::syntax::Spanned;
use crate::syntax::yaml::{Node, Value};
use crate::text::Range;

/// The most elements that are read: an issue body has 65,536 characters, and no answer takes fewer than that of a field
/// that was left empty.
pub const MAXIMUM_ELEMENTS: usize = 65_536 / "### ?\n\n_No response_\n\n".len();

/// The most problems that are kept. Nobody reads more, and whatever compares them with each other stays quick.
const MAXIMUM_PROBLEMS: usize = 1_000;

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
    form.problems.truncate(MAXIMUM_PROBLEMS);
    form
}

impl Reader<'_> {
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
        let elements = self.elements(elements.unwrap_or_default(), place);
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

    fn elements(&mut self, nodes: Vec<Node>, place: Option<Range>) -> Vec<Element> {
        let count = nodes.len();
        if let Some(place) = place.filter(|_| count > MAXIMUM_ELEMENTS) {
            self.report(place, FormProblemKind::TooManyElements { count });
        }
        nodes
            .into_iter()
            .take(MAXIMUM_ELEMENTS)
            .filter_map(|node| self.element(node))
            .collect()
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
        let none = || Fields::none(MappingKind::Attributes(element_type));
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
                Value::Boolean(_) if !is_text_to_ruby(&self.text[range]) => (
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
