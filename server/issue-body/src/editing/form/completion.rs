//! Completion in form files: keys, types, booleans, the numbers of options, labels.

use super::outline::{Outline, Place};
use super::words::path_of;
use crate::catalog::{LabelTarget, Labels};
use crate::editing::completion::{Completion, CompletionKind, sorted};
use crate::editing::subject::Subject;
use crate::rules::is_plain_yaml;
use crate::syntax::Spanned;
use crate::template::FormFile;
use crate::template::form::{ElementKind, ElementType, Form, Key, KeyValue, MappingKind};
use crate::text::Range;

/// Languages that people ask answers in. GitHub knows hundreds more.
const LANGUAGES: [&str; 8] = [
    "shell", "text", "markdown", "yaml", "json", "go", "python", "console",
];

/// What can be written at `offset` of a form file, best first. Labels are offered where they are known.
pub fn complete_form(file: &FormFile, offset: usize, labels: Option<&Labels>) -> Vec<Completion> {
    let offset = file.text.floor_char_boundary(offset);
    let found = match Outline::new(file).place_at(offset) {
        None => Vec::new(),
        Some(Place::Key {
            mapping,
            word,
            present,
            has_colon,
        }) => keys(mapping, word, &present, has_colon),
        Some(Place::Value {
            mapping,
            key,
            range,
        }) => values(file, offset, mapping, key, range, labels),
        Some(Place::Label { range }) => label_names(file, offset, range, labels),
    };
    sorted(found)
}

fn keys(mapping: MappingKind, word: Range, present: &[&str], has_colon: bool) -> Vec<Completion> {
    mapping
        .keys()
        .iter()
        .filter(|key| !present.contains(&key.name))
        .map(|key| {
            let subject = Subject::FormKey(path_of(mapping, key.name));
            let completion =
                Completion::new(CompletionKind::FrontMatterKey, key.name, subject, word)
                    .detail(key.is_required.then(|| "required".to_owned()));
            match key.value {
                _ if has_colon => completion,
                KeyValue::Mapping | KeyValue::Elements | KeyValue::Options | KeyValue::Links => {
                    completion.inserting(format!("{}:", key.name))
                }
                KeyValue::ElementType | KeyValue::Boolean | KeyValue::Index => completion
                    .inserting(format!("{}: ", key.name))
                    .retriggering(),
                KeyValue::Text | KeyValue::Names => completion.inserting(format!("{}: ", key.name)),
            }
        })
        .collect()
}

fn values(
    file: &FormFile,
    offset: usize,
    mapping: MappingKind,
    key: &Key,
    range: Range,
    labels: Option<&Labels>,
) -> Vec<Completion> {
    let text = &file.text;
    if key.value == KeyValue::Names {
        return if key.name == "labels" {
            label_names(file, offset, range, labels)
        } else {
            Vec::new()
        };
    }
    let word = range.trimmed(text);
    let word = if word.is_empty() {
        Range::empty(offset)
    } else if word.touches(offset) {
        word
    } else {
        // Behind a word and a blank nothing can follow.
        return Vec::new();
    };
    let value = |name: &str, subject| {
        let completion = Completion::new(CompletionKind::Value, name, subject, word);
        spaced(text, completion)
    };
    let of_key = || Subject::FormKey(path_of(mapping, key.name));
    match key.value {
        KeyValue::ElementType => ElementType::ALL
            .into_iter()
            .map(|element_type| value(element_type.name(), Subject::ElementType(element_type)))
            .collect(),
        KeyValue::Boolean => ["true", "false"].map(|name| value(name, of_key())).to_vec(),
        KeyValue::Index => options_at(&file.form, offset)
            .iter()
            .enumerate()
            .map(|(place, option)| value(&place.to_string(), of_key()).detail(option.value.clone()))
            .collect(),
        KeyValue::Text if key.name == "render" => {
            LANGUAGES.map(|name| value(name, of_key())).to_vec()
        }
        KeyValue::Text
        | KeyValue::Names
        | KeyValue::Mapping
        | KeyValue::Elements
        | KeyValue::Options
        | KeyValue::Links => Vec::new(),
    }
}

/// The options of the `dropdown` at `offset`, where the form can be read.
fn options_at(form: &Form, offset: usize) -> &[Spanned<String>] {
    let elements = form.elements.iter();
    let before = elements.take_while(|element| element.range.start <= offset);
    match before.last().map(|element| &element.kind) {
        Some(ElementKind::Dropdown { options, .. }) => options,
        _ => &[],
    }
}

/// The labels that an issue can have and the form does not set, in the place of the name at `offset`. `range` is a list in
/// brackets, a comma list, or one item.
fn label_names(
    file: &FormFile,
    offset: usize,
    range: Range,
    labels: Option<&Labels>,
) -> Vec<Completion> {
    let Some(labels) = labels else {
        return Vec::new();
    };
    let text = &file.text;
    let is_border = |character: char| matches!(character, '[' | ']' | ',' | '"' | '\'');
    let before = &text[Range::new(range.start, offset)];
    let start = before
        .rfind(is_border)
        .map_or(range.start, |at| range.start + at + 1);
    let behind = &text[Range::new(offset, range.end)];
    let end = behind.find(is_border).map_or(range.end, |at| offset + at);
    let item = Range::new(start, end).trimmed(text);
    let item = if item.touches(offset) {
        item
    } else {
        Range::empty(offset)
    };
    let is_quoted = text[..item.start].ends_with(['"', '\'']);
    let is_set = |name: &str| {
        let mut others = (file.form.labels.iter()).filter(|label| !label.range.touches(offset));
        others.any(|label| label.value.eq_ignore_ascii_case(name))
    };
    labels
        .current()
        .iter()
        .filter(|label| label.target != LabelTarget::PullRequests && !is_set(&label.name))
        .map(|label| {
            let subject = Subject::Label(label.name.clone());
            let completion =
                Completion::new(CompletionKind::Label, label.name.clone(), subject, item)
                    .detail((!label.description.is_empty()).then(|| label.description.clone()));
            if is_quoted || is_plain_yaml(&label.name) {
                spaced(text, completion)
            } else {
                let quoted = format!(
                    "\"{}\"",
                    label.name.replace('\\', "\\\\").replace('"', "\\\"")
                );
                spaced(text, completion.inserting(quoted))
            }
        })
        .collect()
}

/// Puts the blank before a value that YAML wants behind a colon.
fn spaced(text: &str, completion: Completion) -> Completion {
    if !text[..completion.replace.start].ends_with(':') {
        return completion;
    }
    let insert = crate::template::plain(&completion.insert, "\n");
    completion.inserting(format!(" {insert}"))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::complete_form;
    use crate::catalog::Catalog;
    use crate::editing::completion::testing::cursor;
    use crate::editing::{Completion, Subject, describe, snippet};
    use crate::rules::testing::TODAY;
    use crate::template::{FormFile, FormFileKind, plain};

    fn form(text: &str) -> FormFile {
        FormFile::read(text, FormFileKind::Form)
    }

    fn offered(fixture: &str) -> Vec<Completion> {
        let (text, offset) = cursor(fixture);
        let catalog = Catalog::kubernetes();
        let completions = complete_form(&form(&text), offset, catalog.labels.as_ref());
        for completion in &completions {
            let replace = completion.replace;
            assert!(replace.touches(offset));
            assert!(!text.as_str()[replace].contains(['\n', '\r']));
            let key = completion.subject.to_key();
            assert_eq!(Subject::from_key(&key).as_ref(), Some(&completion.subject));
            let documentation = describe(&completion.subject, catalog, &[], TODAY);
            assert!(documentation.is_some(), "{key} has no documentation");
        }
        completions
    }

    /// What is offered, a comma between them; what is inserted where that is not the label.
    fn list(fixture: &str) -> String {
        let (text, _) = cursor(fixture);
        let mut result = String::new();
        for completion in offered(fixture) {
            if result.is_empty() && !completion.replace.is_empty() {
                write!(result, "for {:?}: ", &text.as_str()[completion.replace]).expect("a string");
            } else if !result.is_empty() {
                result.push_str(", ");
            }
            result.push_str(&completion.label);
            if let Some(detail) = &completion.detail {
                write!(result, " ({detail})").expect("a string");
            }
            let inserted = snippet(&completion.insert);
            if inserted != completion.label {
                write!(result, " → {inserted:?}").expect("a string");
            }
        }
        result
    }

    #[track_caller]
    fn check(fixture: &str, expected: Expect) {
        expected.assert_eq(&list(fixture));
    }

    /// The names alone.
    fn names(fixture: &str) -> Vec<String> {
        let offered = offered(fixture).into_iter();
        offered.map(|completion| completion.label).collect()
    }

    #[test]
    fn a_form_begins_with_its_keys() {
        check(
            "$0",
            expect![[
                r#"name (required) → "name: ", description (required) → "description: ", title → "title: ", labels → "labels: ", assignees → "assignees: ", projects → "projects: ", type → "type: ", body (required) → "body:""#
            ]],
        );
        check(
            "name: Bug report\nla$0\nbody:\n",
            expect![[
                r#"for "la": description (required) → "description: ", title → "title: ", labels → "labels: ", assignees → "assignees: ", projects → "projects: ", type → "type: ""#
            ]],
        );
        check(
            "\u{feff}---\r\nname: x\r\n$0",
            expect![[
                r#"description (required) → "description: ", title → "title: ", labels → "labels: ", assignees → "assignees: ", projects → "projects: ", type → "type: ", body (required) → "body:""#
            ]],
        );
    }

    #[test]
    fn each_mapping_has_its_own_keys() {
        check(
            "body:\n  - $0\n",
            expect![[
                r#"type (required) → "type: ", id → "id: ", attributes (required) → "attributes:", validations → "validations:""#
            ]],
        );
        check(
            "body:\n- type: input\n  $0\n",
            expect![[
                r#"id → "id: ", attributes (required) → "attributes:", validations → "validations:""#
            ]],
        );
        check(
            "body:\n- type: input\n  id: x\n  attributes:\n    label: x\n    $0\n  validations:\n    required: true\n",
            expect![[
                r#"description → "description: ", placeholder → "placeholder: ", value → "value: ""#
            ]],
        );
        check(
            "body:\n  - attributes:\n      pla$0\n    type: textarea\n",
            expect![[
                r#"for "pla": label (required) → "label: ", description → "description: ", placeholder → "placeholder: ", value → "value: ", render → "render: ""#
            ]],
        );
        check(
            "body:\n  - type: \"upload\"\n    validations:\n      $0",
            expect![[r#"required → "required: ", accept → "accept: ""#]],
        );
        check(
            "body:\n  - type: checkboxes\n    attributes:\n      label: x\n      options:\n        - label: y\n          $0\n        - label: z\n",
            expect![[r#"required → "required: ""#]],
        );
        check(
            "body:\n- typ$0: input\n",
            expect![[r#"for "typ": type (required), id, attributes (required), validations"#]],
        );
    }

    #[test]
    fn half_typed_lines_around_do_no_harm() {
        assert_eq!(
            names(
                "name: \"x\nbody:\n  - type: inp\n    at\n    attributes:\n      label: 'open\n      $0\n"
            ),
            [
                "description",
                "placeholder",
                "value",
                "render",
                "multiple",
                "options",
                "default"
            ]
        );
        assert_eq!(
            names(
                "body:\n  - type: markdown\n    attributes:\n      value: |\n        key: x\n          y: z\n  - type: markdown\n    attributes:\n      $0\n"
            ),
            ["value"]
        );
    }

    #[test]
    fn values_of_few_words_are_offered() {
        check(
            "body:\n- type: in$0\n",
            expect![[r#"for "in": markdown, textarea, input, dropdown, checkboxes, upload"#]],
        );
        check(
            "body:\n- type:$0\n",
            expect![[
                r#"markdown → " markdown", textarea → " textarea", input → " input", dropdown → " dropdown", checkboxes → " checkboxes", upload → " upload""#
            ]],
        );
        check(
            "body:\n- type: input\n  validations:\n    required: $0 # really\n",
            expect!["true, false"],
        );
        check(
            "body:\n- type: dropdown\n  attributes:\n    options: [Cloud, \"On premises\"]\n    default: $0\n",
            expect!["0 (Cloud), 1 (On premises)"],
        );
        check(
            "body:\n- type: textarea\n  attributes:\n    render: ya$0\n",
            expect![[r#"for "ya": shell, text, markdown, yaml, json, go, python, console"#]],
        );
    }

    #[test]
    fn labels_are_offered_in_every_kind_of_list() {
        for fixture in [
            "labels: [kind/bug, sig/no$0]\n",
            "labels: kind/bug, sig/no$0\n",
            "labels:\n  - kind/bug\n  - sig/no$0\n",
            "labels:\n- kind/bug\n- \"sig/no$0\"\n",
        ] {
            let (mut text, _) = cursor(fixture);
            let offered = offered(fixture);
            let completion = offered
                .iter()
                .find(|completion| completion.label == "sig/node")
                .expect("it is offered");
            assert!(
                offered
                    .iter()
                    .all(|completion| completion.label != "kind/bug")
            );
            let range = completion.replace;
            text.replace_range(range.start..range.end, &plain(&completion.insert, "\n"));
            assert_eq!(text, fixture.replace("no$0", "node"));
        }
        assert!(!names("labels: $0\n").is_empty());
        assert!(!names("labels:\n- $0").is_empty());
        let (text, offset) = cursor("labels: [$0]\n");
        assert_eq!(complete_form(&form(&text), offset, None), []);
    }

    #[test]
    fn the_chooser_has_keys_of_its_own() {
        for (fixture, expected) in [
            ("$0\n", &["blank_issues_enabled", "contact_links"][..]),
            ("blank_issues_enabled: $0\n", &["true", "false"]),
            ("contact_links:\n- name: x\n  $0\n", &["url", "about"]),
            ("body:\n- $0\n", &[]),
        ] {
            let (text, offset) = cursor(fixture);
            let offered = complete_form(&FormFile::read(text, FormFileKind::Chooser), offset, None);
            let catalog = Catalog::kubernetes();
            for completion in &offered {
                assert!(describe(&completion.subject, catalog, &[], TODAY).is_some());
            }
            let labels: Vec<String> = offered.into_iter().map(|one| one.label).collect();
            assert_eq!(labels, expected, "{fixture}");
        }
    }

    #[test]
    fn where_people_write_their_own_words_nothing_is_offered() {
        for fixture in [
            "name: $0\n",
            "# na$0\n",
            "name: x # $0\n",
            "body:\n- type: markdown\n  attributes:\n    value: |\n      na$0\n",
            "body:\n- type: dropdown\n  attributes:\n    options:\n    - $0\n",
            "body:\n- type: input $0\n",
            "body:\n$0- type: input\n",
            "other:\n  $0\n",
            "- $0\n",
        ] {
            assert_eq!(names(fixture), [""; 0], "{fixture}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_place_of_every_text_has_an_answer(
            text in "(body:|\r?\n|  |- |type: |input|attributes:|labels: |\\[|[,#\"':é😀\t\u{feff}]|options:|default: |value: \\||---\n){0,16}",
            at in 0usize..100,
        ) {
            let at = text.floor_char_boundary(at.min(text.len()));
            prop_assume!(!(text[..at].ends_with('\r') && text[at..].starts_with('\n')));
            // The helper checks what holds of every completion.
            offered(&format!("{}$0{}", &text[..at], &text[at..]));
        }
    }
}
