//! What an element of a form becomes in the body of an issue.

use crate::template::form::{Element, ElementKind};

/// The part of the body that GitHub writes for `element` when nothing is changed in the form; `None` for what it does not
/// send.
pub(super) fn preview(element: &Element) -> Option<String> {
    const NOTHING: &str = "_No response_";
    let label = &element.label.as_ref()?.value;
    let answer = match &element.kind {
        ElementKind::Markdown { .. } | ElementKind::Unknown => return None,
        ElementKind::Textarea { value, render, .. } => {
            let answer = value.as_ref().map(|value| value.value.trim_end());
            match (answer, render) {
                (Some(answer), Some(render)) => format!("```{}\n{answer}\n```", render.value),
                (answer, _) => answer.unwrap_or(NOTHING).to_owned(),
            }
        }
        ElementKind::Input { value, .. } => {
            let answer = value.as_ref().map(|value| value.value.trim_end());
            answer.unwrap_or(NOTHING).to_owned()
        }
        ElementKind::Dropdown {
            options, default, ..
        } => default
            .as_ref()
            .and_then(|default| options.get(default.value))
            .map_or(NOTHING, |option| &option.value)
            .to_owned(),
        ElementKind::Checkboxes { options } => options
            .iter()
            .map(|option| format!("- [ ] {}", option.label.value))
            .collect::<Vec<_>>()
            .join("\n"),
        ElementKind::Upload { .. } => NOTHING.to_owned(),
    };
    Some(format!("### {label}\n\n{answer}"))
}
