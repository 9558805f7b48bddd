//! What the keys and the elements of a form mean, for people who write one.

use crate::template::form::{ElementType, MappingKind};

/// The key called `key` of `mapping` as one word: `attributes.label`. What is shown instead of sent has a word of its own.
pub(super) fn path_of(mapping: MappingKind, key: &str) -> String {
    let owner = match mapping {
        MappingKind::Attributes(Some(ElementType::Markdown)) => "markdown",
        MappingKind::Attributes(_) => "attributes",
        MappingKind::Form => "form",
        MappingKind::Element(_) => "element",
        MappingKind::Validations(_) => "validations",
        MappingKind::CheckboxOption => "option",
        MappingKind::MarkdownTemplate => "template",
        MappingKind::Chooser => "chooser",
        MappingKind::ContactLink => "link",
    };
    format!("{owner}.{key}")
}

/// What the key at [`path_of`] means.
pub(in crate::editing) fn about_key(path: &str) -> Option<&'static str> {
    Some(match path {
        "form.name" => {
            "What the list of templates shows. No other template of the repository may have the same name."
        }
        "form.description" => "What the list of templates shows below the name.",
        "form.title" => "What the title of a new issue begins with.",
        "form.labels" => {
            "The labels of a new issue, a list or names separated by commas. A label that the repository does not have is \
             left out without a word."
        }
        "form.assignees" => {
            "Who is to work on a new issue: GitHub names, a list or separated by commas."
        }
        "form.projects" => {
            "The projects that a new issue is put into, as `OWNER/NUMBER`. Whoever opens the issue needs the right to \
             write to them."
        }
        "form.type" => "The issue type of a new issue, one of the organisation's.",
        "form.body" => {
            "What the form shows and asks for, in order. At least one element must be other than `markdown`."
        }
        "element.type" => "What sort of element this is.",
        "element.id" => {
            "The name of the field for machines: in links that fill the form in, and in what is extracted from an issue. \
             Letters, digits, `-` and `_`; readers never see it."
        }
        "element.attributes" => "What the element says and how it behaves.",
        "element.validations" => "What an answer must fulfil before the form can be sent.",
        "attributes.label" => {
            "The question. In the issue it is the heading above the answer: `### Label`."
        }
        "attributes.description" => "A hint below the question. It is not sent.",
        "attributes.placeholder" => "Shown in grey while nothing is written. It is not sent.",
        "attributes.value" => {
            "Written already when the form opens. It is sent unless somebody changes it."
        }
        "attributes.render" => {
            "The language of the code block that GitHub puts around the answer: `yaml` makes it a ```` ```yaml ```` block. \
             Files cannot be attached to such a field."
        }
        "attributes.multiple" => {
            "Whether several options can be chosen. The issue then lists them with commas."
        }
        "attributes.options" => {
            "What can be chosen, or ticked. All must differ; words such as `Yes` need quotes."
        }
        "attributes.default" => {
            "The option that is chosen when the form opens, by its number from 0."
        }
        "markdown.value" => "The text that the form shows. It is not sent.",
        "validations.required" => {
            "Whether the form can be sent without an answer. GitHub looks at it in the browser and in public repositories \
             only."
        }
        "validations.accept" => "The endings of the files that are taken: `.log, .txt`.",
        "option.label" => "The text behind the box.",
        "option.required" => "Whether the box has to be ticked before the form can be sent.",
        "chooser.blank_issues_enabled" => {
            "Whether an issue can begin without a template. Without this key it can."
        }
        "chooser.contact_links" => {
            "Other places to which the list of templates sends people, each with a `name`, a `url` and what it is `about`."
        }
        "link.name" => "What the list of templates shows for the link.",
        "link.url" => "Where the link leads.",
        "link.about" => "What the list of templates shows below the name of the link.",
        _ => return None,
    })
}

/// What an element of that type is for.
pub(in crate::editing) const fn about_type(element_type: ElementType) -> &'static str {
    match element_type {
        ElementType::Markdown => "A text that the form shows above its fields. It is not sent.",
        ElementType::Textarea => "A text of several lines, with files if need be.",
        ElementType::Input => "A text of one line.",
        ElementType::Dropdown => "A choice of one option, or of several.",
        ElementType::Checkboxes => "Boxes to tick. The issue shows all of them, ticked or not.",
        ElementType::Upload => "Files. The issue shows links to them.",
    }
}
