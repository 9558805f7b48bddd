//! Skeletons: what a template looks like before anything is filled in.
//!
//! A skeleton is a list of parts, so that the command line, a fix and an editor with tab stops write the same text.
//! Nothing in a skeleton is an answer: hints are comments, versions are the placeholder that rules report as unfilled.

use super::answer::{NO_RESPONSE, unix};
use super::field::{AnswerKind, Field};
use super::model::{
    BlockSpecification, LabelGroup, ListKind, SectionSpecification, Template, Variant,
};
use crate::syntax::BINARIES;

/// The placeholder for a version, as the 2017 document writes it. It is reported until it is replaced.
const VERSION_PLACEHOLDER: &str = "vX.Y.Z";

/// A part of a skeleton.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text that stays.
    Text(String),
    /// A place to fill in: what stands there until then, and what can be chosen.
    Blank {
        /// The text of an unfilled skeleton.
        text: String,
        /// The values to choose from; empty when it is free text.
        choices: Vec<String>,
    },
}

impl Part {
    fn text(text: impl Into<String>) -> Part {
        Part::Text(text.into())
    }

    fn blank(text: impl Into<String>) -> Part {
        Part::Blank {
            text: text.into(),
            choices: Vec::new(),
        }
    }
}

/// The whole skeleton of `template`, with `\n` as line end.
pub fn skeleton(template: &Template, variant: Option<&Variant>) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(variant) = variant {
        parts.push(Part::text(format!("{}\n\n", variant.statement)));
        parts.extend(label_hints(&template.label_groups));
        return parts;
    }
    if let Some(beginning) = &template.beginning {
        return vec![Part::text(unix(beginning))];
    }
    for specification in &template.blocks {
        parts.extend(block(specification));
        parts.push(Part::text("\n"));
    }
    parts.extend(label_hints(&template.label_groups));
    for specification in &template.sections {
        if !parts.is_empty() {
            parts.push(Part::text("\n"));
        }
        parts.extend(section(specification));
    }
    parts
}

/// One release block with its fences and a last line end.
pub fn block(specification: &BlockSpecification) -> Vec<Part> {
    vec![
        Part::text(format!("```release\n{}=", specification.key.name())),
        Part::blank(VERSION_PLACEHOLDER),
        Part::text("\n```\n"),
    ]
}

/// One section: heading, hint, list, with a last line end.
pub fn section(specification: &SectionSpecification) -> Vec<Part> {
    let marks = "#".repeat(usize::from(specification.level));
    let heading = Part::text(format!("{marks} {}\n\n", specification.name));
    if let Some(field) = &specification.field {
        let mut parts = vec![heading];
        parts.extend(answer(specification, field));
        parts.push(Part::text("\n"));
        return parts;
    }
    if let Some(given) = &specification.given {
        let given = unix(given);
        let line_end = if given.trim().is_empty() { "" } else { "\n" };
        return vec![heading, Part::text(format!("{}{line_end}", given.trim()))];
    }
    let mut parts = vec![heading, Part::blank(comment(&specification.hint))];
    match specification.list {
        Some(ListKind::Binaries) => {
            parts.push(Part::text("\n\n"));
            parts.extend(binary_list());
        }
        Some(ListKind::PullRequests) | None => parts.push(Part::text("\n")),
    }
    parts
}

/// What GitHub would write for a field that nobody has answered, with a comment in the place of an answer that it would
/// insist on.
fn answer(specification: &SectionSpecification, field: &Field) -> Vec<Part> {
    let unanswered = if field.required {
        field_hint(specification)
    } else {
        NO_RESPONSE.to_owned()
    };
    match (&field.answer, &field.default) {
        (AnswerKind::Text { render: Some(_) }, None) if !field.required => {
            vec![Part::blank(unanswered)]
        }
        (AnswerKind::Text { render: Some(info) }, default) => {
            let default = default.as_deref().unwrap_or_default().trim_end();
            let mut parts = Vec::new();
            if default.is_empty() {
                parts.push(Part::text(format!("{}\n\n", field_hint(specification))));
            }
            parts.extend([
                Part::text(format!("```{info}\n")),
                Part::blank(default),
                Part::text("\n```"),
            ]);
            parts
        }
        (AnswerKind::Text { render: None } | AnswerKind::Line, Some(default)) => {
            vec![Part::blank(unix(default).trim_end_matches('\n'))]
        }
        (AnswerKind::Text { .. } | AnswerKind::Line | AnswerKind::Files, _) => {
            vec![Part::blank(unanswered)]
        }
        (
            AnswerKind::Choice {
                options,
                multiple,
                default,
            },
            _,
        ) => {
            let chosen = default.and_then(|default| options.get(default));
            vec![Part::Blank {
                text: chosen.cloned().unwrap_or(unanswered),
                choices: if *multiple {
                    Vec::new()
                } else {
                    options.clone()
                },
            }]
        }
        (AnswerKind::Boxes(boxes), _) => {
            let mut parts = Vec::new();
            for (place, one) in boxes.iter().enumerate() {
                let line_end = if place == 0 { "" } else { "\n" };
                parts.extend([
                    Part::text(format!("{line_end}- [")),
                    Part::Blank {
                        text: " ".to_owned(),
                        choices: vec!["x".to_owned()],
                    },
                    Part::text(format!("] {}", one.label.trim())),
                ]);
            }
            parts
        }
    }
}

/// The comment that stands in the place of an answer: what the form says of the field, in one line.
pub(super) fn field_hint(specification: &SectionSpecification) -> String {
    let field = specification.field.as_ref();
    let said = [
        Some(specification.hint.as_str()),
        field.and_then(|field| field.placeholder.as_deref()),
    ];
    let words = said
        .into_iter()
        .flatten()
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .find(|text| !text.is_empty())
        .unwrap_or_else(|| "Write the answer here.".to_owned());
    let options = match field.map(|field| &field.answer) {
        Some(AnswerKind::Choice {
            options, multiple, ..
        }) if !options.is_empty() => {
            let listed: Vec<&str> = options.iter().map(|option| option.trim()).collect();
            let separator = if *multiple { "any of" } else { "one of" };
            format!(" ({separator}: {})", listed.join(", "))
        }
        _ => String::new(),
    };
    comment(&format!("{words}{options}").replace("-->", "-- >"))
}

/// The list of binaries, without a binary.
pub fn binary_list() -> Vec<Part> {
    vec![
        Part::text(format!("{BINARIES}\n- ")),
        Part::blank(comment("kubelet")),
        Part::text("\n"),
    ]
}

/// One line a label group. A command without a name would take the next line's words, so the hint is a comment.
fn label_hints(groups: &[LabelGroup]) -> Vec<Part> {
    let commands: Vec<String> = groups
        .iter()
        .map(|group| format!("/{}", group.prefix))
        .collect();
    if commands.is_empty() {
        return Vec::new();
    }
    let lines = commands.join(" and ");
    vec![
        Part::blank(comment(&format!(
            "Labels: put {lines} lines here, each at the start of its line."
        ))),
        Part::text("\n"),
    ]
}

fn comment(words: &str) -> String {
    format!("<!-- {words} -->")
}

/// The skeleton as plain text, with `line_end` between its lines.
pub fn plain(parts: &[Part], line_end: &str) -> String {
    let text: String = parts
        .iter()
        .map(|part| match part {
            Part::Text(text) | Part::Blank { text, .. } => text.as_str(),
        })
        .collect();
    if line_end == "\n" {
        text
    } else {
        text.replace('\n', line_end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn the_standard_skeleton_holds_every_part_and_no_answer() {
        let [template] = Template::built_in();
        expect![[r#"
            ```release
            introduced-in=vX.Y.Z
            ```

            ```release
            resolved-in=vX.Y.Z
            ```

            <!-- Labels: put /priority and /sig lines here, each at the start of its line. -->

            ## Symptoms

            <!-- Say what users see: the error, what stops working, since when. -->

            ## Root cause

            <!-- Explain what goes wrong and in which components, and list the binaries that carry it. -->

            Binaries:
            - <!-- kubelet -->

            ## Impact

            <!-- Tell who is hit and how badly: why this cannot wait for the next minor release. -->

            ## Resolution

            <!-- Describe the fix, or the plan for it, and any workaround until then. -->

            ## PRs

            <!-- List the fix and its cherry picks, one a line: - #23456 or - #23457 (release-1.36). -->
        "#]]
        .assert_eq(&plain(&skeleton(template, None), "\n"));
    }

    #[test]
    fn the_security_skeleton_says_who_works_on_it_and_nothing_else() {
        let [template] = Template::built_in();
        let text = plain(&skeleton(template, template.variant("security")), "\r\n");
        assert!(text.starts_with(
            "The owner of this issue is working with the Security Response Committee"
        ));
        assert!(!text.contains("## ") && text.ends_with("-->\r\n"));
    }
}
