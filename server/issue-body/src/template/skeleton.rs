//! Skeletons: what a template looks like before anything is filled in.
//!
//! A skeleton is a list of parts, so that the command line, a fix and an editor with tab stops write the same text.
//! Nothing in a skeleton is an answer: hints are comments, versions are the placeholder that rules report as unfilled.

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
    for specification in &template.blocks {
        parts.extend(block(specification));
        parts.push(Part::text("\n"));
    }
    parts.extend(label_hints(&template.label_groups));
    for specification in &template.sections {
        parts.push(Part::text("\n"));
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
    let mut parts = vec![
        Part::text(format!("{marks} {}\n\n", specification.name)),
        Part::blank(comment(&specification.hint)),
    ];
    match specification.list {
        Some(ListKind::Binaries) => {
            parts.push(Part::text("\n\n"));
            parts.extend(binary_list());
        }
        Some(ListKind::PullRequests) | None => parts.push(Part::text("\n")),
    }
    parts
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
