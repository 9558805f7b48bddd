//! Hover in form files: what keys and types mean, what becomes of an element, what a label is.

use super::outline::{Outline, Place};
use super::preview::preview;
use super::words::{about_key, about_type, path_of};
use crate::catalog::Catalog;
use crate::editing::describe::describe_label;
use crate::editing::hover::{Hover, with_findings};
use crate::rules::Finding;
use crate::template::FormFile;
use crate::template::form::{Element, ElementType, KeyValue};
use crate::text::Range;

/// What there is to say about `offset` of a form file, then each of `findings` there, as in a draft.
pub fn hover_form(
    file: &FormFile,
    offset: usize,
    catalog: &Catalog,
    findings: &[Finding],
) -> Option<Hover> {
    let offset = file.text.floor_char_boundary(offset);
    with_findings(thing_at(file, offset, catalog), offset, findings)
}

fn thing_at(file: &FormFile, offset: usize, catalog: &Catalog) -> Option<Hover> {
    let FormFile { text, form, .. } = file;
    if let Some(label) = form.labels.iter().find(|label| label.range.touches(offset)) {
        return Some(Hover {
            range: label.range,
            markdown: describe_label(&label.value, catalog)?,
        });
    }
    let element = || {
        let mut elements = form.elements.iter();
        elements.find(|element| element.range.touches(offset))
    };
    match Outline::new(file).place_at(offset)? {
        Place::Key { mapping, word, .. } => {
            let name = &text[word];
            let about = about_key(&path_of(mapping, name))?;
            let in_issue = element().filter(|_| name == "label").and_then(in_issue);
            Some(Hover {
                range: word,
                markdown: paragraphs(&format!("**{name}**"), about, in_issue),
            })
        }
        Place::Value { key, range, .. } if key.value == KeyValue::ElementType => {
            let range = range.trimmed(text);
            let name = text[range].trim_matches(['"', '\'']);
            let about = about_type(ElementType::from_name(name)?);
            hover_over(range, offset, || {
                paragraphs(&format!("**{name}**"), about, element().and_then(in_issue))
            })
        }
        Place::Value { .. } | Place::Label { .. } => None,
    }
}

fn hover_over(range: Range, offset: usize, markdown: impl FnOnce() -> String) -> Option<Hover> {
    range.touches(offset).then(|| Hover {
        range,
        markdown: markdown(),
    })
}

/// What a new issue shows of `element`.
fn in_issue(element: &Element) -> Option<String> {
    let preview = preview(element)?;
    let whenever = if element.required {
        "In the issue, once it is answered"
    } else {
        "In the issue, as long as nothing is changed"
    };
    Some(format!("{whenever}:\n\n````markdown\n{preview}\n````"))
}

fn paragraphs(title: &str, about: &str, more: Option<String>) -> String {
    let mut text = format!("{title}\n\n{about}");
    if let Some(more) = more {
        text.push_str("\n\n");
        text.push_str(&more);
    }
    text
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::hover_form;
    use crate::catalog::Catalog;
    use crate::editing::completion::testing::cursor;
    use crate::rules::testing::form_findings;
    use crate::template::{FormFile, FormFileKind};

    fn hover(fixture: &str) -> String {
        let (text, offset) = cursor(fixture);
        let findings = form_findings(&text);
        let file = FormFile::read(text.as_str(), FormFileKind::Form);
        let hover = hover_form(&file, offset, Catalog::kubernetes(), &findings);
        hover.map_or(String::new(), |hover| {
            let piece = &text.as_str()[hover.range];
            format!("{piece}\n{}\n", hover.markdown)
        })
    }

    #[track_caller]
    fn check(fixture: &str, expected: Expect) {
        expected.assert_eq(&hover(fixture));
    }

    /// A form without mistakes around the lines of an element.
    fn form(element: &str) -> String {
        format!("name: Bug report\ndescription: Tell us\nbody:\n{element}")
    }

    #[test]
    fn keys_say_what_they_mean_and_labels_what_becomes_of_them() {
        check(
            &form("- type: input\n  i$0d: x\n  attributes:\n    label: Version\n"),
            expect![[r#"
                id
                **id**

                The name of the field for machines: in links that fill the form in, and in what is extracted from an issue. Letters, digits, `-` and `_`; readers never see it.
            "#]],
        );
        check(
            &form(
                "- type: dropdown\n  attributes:\n    lab$0el: Where?\n    options: [a, b]\n    default: 1\n",
            ),
            expect![[r#"
                label
                **label**

                The question. In the issue it is the heading above the answer: `### Label`.

                In the issue, as long as nothing is changed:

                ````markdown
                ### Where?

                b
                ````
            "#]],
        );
    }

    #[test]
    fn types_show_what_a_draft_will_hold() {
        check(
            &form(
                "- type: text$0area\n  attributes:\n    label: Logs\n    value: |\n      a\n      b\n    render: shell\n  validations:\n    required: true\n",
            ),
            expect![[r#"
                textarea
                **textarea**

                A text of several lines, with files if need be.

                In the issue, once it is answered:

                ````markdown
                ### Logs

                ```shell
                a
                b
                ```
                ````
            "#]],
        );
        check(
            &form(
                "- type: check$0boxes\n  attributes:\n    label: Terms\n    options:\n    - label: I agree\n",
            ),
            expect![[r#"
                checkboxes
                **checkboxes**

                Boxes to tick. The issue shows all of them, ticked or not.

                In the issue, as long as nothing is changed:

                ````markdown
                ### Terms

                - [ ] I agree
                ````
            "#]],
        );
        check(
            &form(
                "- type: mark$0down\n  attributes:\n    value: x\n- type: input\n  attributes:\n    label: y\n",
            ),
            expect![[r#"
                markdown
                **markdown**

                A text that the form shows above its fields. It is not sent.
            "#]],
        );
    }

    #[test]
    fn labels_of_the_repository_are_described() {
        let fixture =
            form("- type: input\n  attributes:\n    label: y\nlabels: [kind/bug, sig/no$0de]\n");
        assert!(hover(&fixture).starts_with("sig/node\n**sig/node**"));
    }

    #[test]
    fn findings_are_shown_with_their_pages() {
        let shown = hover(&form("- type: inp$0t\n  attributes:\n    label: y\n"));
        assert!(shown.contains("**error** `form-unknown-type`"), "{shown}");
        assert!(shown.contains("# form-unknown-type"), "{shown}");
    }

    #[test]
    fn other_places_have_nothing_to_say() {
        for fixture in ["na$0me2: x\n", "name: x$0 y\n", "# na$0me: x\n", "$0"] {
            let (text, offset) = cursor(fixture);
            assert_eq!(
                hover_form(
                    &FormFile::read(text, FormFileKind::Form),
                    offset,
                    Catalog::kubernetes(),
                    &[]
                ),
                None,
                "{fixture}"
            );
        }
    }
}
