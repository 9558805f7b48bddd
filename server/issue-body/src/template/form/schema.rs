//! The keys of an issue form and of the files beside it: which mapping takes which, what their values are, and which must be there.
//!
//! The reader, completion and hover share this table. It is that of GitHub's pages "Syntax for issue forms" and "Syntax
//! for GitHub's form schema"; what the keys mean to a person is told by `editing`.

/// The type of an element, as `type:` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ElementType {
    /// Text that is shown and not sent.
    Markdown,
    /// Text of several lines.
    Textarea,
    /// Text of one line.
    Input,
    /// A choice.
    Dropdown,
    /// Boxes to tick.
    Checkboxes,
    /// Files.
    Upload,
}

impl ElementType {
    /// All types, in the order of GitHub's page.
    pub const ALL: [ElementType; 6] = [
        ElementType::Markdown,
        ElementType::Textarea,
        ElementType::Input,
        ElementType::Dropdown,
        ElementType::Checkboxes,
        ElementType::Upload,
    ];

    /// The type as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            ElementType::Markdown => "markdown",
            ElementType::Textarea => "textarea",
            ElementType::Input => "input",
            ElementType::Dropdown => "dropdown",
            ElementType::Checkboxes => "checkboxes",
            ElementType::Upload => "upload",
        }
    }

    /// The type that `name` spells. Case counts.
    pub fn from_name(name: &str) -> Option<ElementType> {
        ElementType::ALL
            .into_iter()
            .find(|element| element.name() == name)
    }
}

/// A mapping of the format, told by its place. The type of an element is `None` where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MappingKind {
    /// The file itself.
    Form,
    /// An item of `body`.
    Element(Option<ElementType>),
    /// `attributes` of an element.
    Attributes(Option<ElementType>),
    /// `validations` of an element.
    Validations(Option<ElementType>),
    /// An item of the `options` of a `checkboxes` element.
    CheckboxOption,
    /// The front matter of a Markdown template.
    MarkdownTemplate,
    /// The file `config.yml` beside the templates.
    Chooser,
    /// An item of its `contact_links`.
    ContactLink,
}

/// A key of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key as it is written.
    pub name: &'static str,
    /// What its value is.
    pub value: KeyValue,
    /// Whether GitHub refuses the form without it.
    pub is_required: bool,
}

/// What the value of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyValue {
    /// Text that is not blank.
    Text,
    /// `true` or `false`.
    Boolean,
    /// The place of an option, counted from 0.
    Index,
    /// A list of names, or names separated by commas.
    Names,
    /// The name of an [`ElementType`].
    ElementType,
    /// A mapping of its own.
    Mapping,
    /// The list of elements.
    Elements,
    /// The list of options.
    Options,
    /// The list of links.
    Links,
}

const fn key(name: &'static str, value: KeyValue) -> Key {
    Key {
        name,
        value,
        is_required: false,
    }
}

const fn required(name: &'static str, value: KeyValue) -> Key {
    Key {
        name,
        value,
        is_required: true,
    }
}

const LABEL: Key = required("label", KeyValue::Text);
const DESCRIPTION: Key = key("description", KeyValue::Text);
const PLACEHOLDER: Key = key("placeholder", KeyValue::Text);
const VALUE: Key = key("value", KeyValue::Text);
const RENDER: Key = key("render", KeyValue::Text);
const MULTIPLE: Key = key("multiple", KeyValue::Boolean);
const OPTIONS: Key = required("options", KeyValue::Options);
const DEFAULT: Key = key("default", KeyValue::Index);
const REQUIRED: Key = key("required", KeyValue::Boolean);
const ACCEPT: Key = key("accept", KeyValue::Names);
const SHOWN: Key = required("value", KeyValue::Text);

const FORM: &[Key] = &[
    required("name", KeyValue::Text),
    required("description", KeyValue::Text),
    key("title", KeyValue::Text),
    key("labels", KeyValue::Names),
    key("assignees", KeyValue::Names),
    key("projects", KeyValue::Names),
    key("type", KeyValue::Text),
    required("body", KeyValue::Elements),
];

const ELEMENT: &[Key] = &[
    required("type", KeyValue::ElementType),
    key("id", KeyValue::Text),
    required("attributes", KeyValue::Mapping),
    key("validations", KeyValue::Mapping),
];

const MARKDOWN_TEMPLATE: &[Key] = &[
    required("name", KeyValue::Text),
    required("about", KeyValue::Text),
    key("title", KeyValue::Text),
    key("labels", KeyValue::Names),
    key("assignees", KeyValue::Names),
    key("projects", KeyValue::Names),
    key("type", KeyValue::Text),
];

const CHOOSER: &[Key] = &[
    key("blank_issues_enabled", KeyValue::Boolean),
    key("contact_links", KeyValue::Links),
];

const CONTACT_LINK: &[Key] = &[
    required("name", KeyValue::Text),
    required("url", KeyValue::Text),
    required("about", KeyValue::Text),
];

impl MappingKind {
    /// The keys that the mapping takes. Where the type of the element is not known these are the keys that any type takes.
    pub const fn keys(self) -> &'static [Key] {
        match self {
            MappingKind::Form => FORM,
            MappingKind::Element(_) => ELEMENT,
            MappingKind::CheckboxOption => &[LABEL, REQUIRED],
            MappingKind::MarkdownTemplate => MARKDOWN_TEMPLATE,
            MappingKind::Chooser => CHOOSER,
            MappingKind::ContactLink => CONTACT_LINK,
            MappingKind::Validations(Some(ElementType::Upload) | None) => &[REQUIRED, ACCEPT],
            MappingKind::Validations(Some(_)) => &[REQUIRED],
            MappingKind::Attributes(Some(ElementType::Markdown)) => &[SHOWN],
            MappingKind::Attributes(Some(ElementType::Textarea)) => {
                &[LABEL, DESCRIPTION, PLACEHOLDER, VALUE, RENDER]
            }
            MappingKind::Attributes(Some(ElementType::Input)) => {
                &[LABEL, DESCRIPTION, PLACEHOLDER, VALUE]
            }
            MappingKind::Attributes(Some(ElementType::Dropdown)) => {
                &[LABEL, DESCRIPTION, MULTIPLE, OPTIONS, DEFAULT]
            }
            MappingKind::Attributes(Some(ElementType::Checkboxes)) => {
                &[LABEL, DESCRIPTION, OPTIONS]
            }
            MappingKind::Attributes(Some(ElementType::Upload)) => &[LABEL, DESCRIPTION],
            MappingKind::Attributes(None) => &[
                LABEL,
                DESCRIPTION,
                PLACEHOLDER,
                VALUE,
                RENDER,
                MULTIPLE,
                OPTIONS,
                DEFAULT,
            ],
        }
    }

    /// The key called `name`.
    pub fn key(self, name: &str) -> Option<&'static Key> {
        self.keys().iter().find(|key| key.name == name)
    }
}
