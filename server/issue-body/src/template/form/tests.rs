//! Tests of reading: a form file, what was found in it, and what is wrong with it.

use std::fmt::Write;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::text::{LineIndex, PositionEncoding};

/// The problems of `text`, one a line: row and column (from 1), the piece of the text, what is wrong.
fn problems(text: &str) -> String {
    let lines = LineIndex::new(text);
    let mut result = String::new();
    for problem in Form::read(text).problems {
        let place = lines.position(text, problem.range.start, PositionEncoding::Utf32);
        let (row, column) = (place.line + 1, place.column + 1);
        let piece = &text[problem.range];
        writeln!(result, "{row}:{column} {piece:?} {:?}", problem.kind).expect("a string");
    }
    result
}

#[track_caller]
fn check(text: &str, expected: Expect) {
    expected.assert_eq(&problems(text));
}

/// A form around the lines of one element's `attributes`.
fn with_attributes(element_type: &str, attributes: &str) -> String {
    let attributes = attributes.replace('\n', "\n      ");
    format!(
        "name: Bug report\ndescription: Tell us\nbody:\n  - type: {element_type}\n    attributes:\n      {attributes}\n"
    )
}

const WHOLE: &str = "\
name: Bug report
description: Something does not work
title: \"[Bug]: \"
labels: [kind/bug, \"sig/node\"]
assignees: ada, grace
projects:
  - octo/1
type: bug
body:
  - type: markdown
    attributes:
      value: |
        ## Thanks
        Größe
  - type: textarea
    id: what
    attributes:
      label: What happened?
      description: >-
        Say it
        in full
      placeholder: It broke
      value: 'It''s'
      render: shell
    validations:
      required: true
  - type: input
    attributes: {label: Version, placeholder: v1.36.2, value: v1}
  - type: dropdown
    id: where
    attributes:
      label: Where
      multiple: true
      options: [Cloud, \"Yes\", y]
      default: 1
    validations: {required: yes}
  - type: checkboxes
    id: terms
    attributes:
      label: Terms
      options:
        - label: I have searched
          required: true
        - label: I am fine
  - type: upload
    attributes:
      label: Logs
    validations:
      accept: .log, .txt
";

#[test]
fn every_part_is_read_with_its_place() {
    for text in [
        WHOLE.to_owned(),
        WHOLE.replace('\n', "\r\n"),
        format!("\u{feff}---\n{WHOLE}...\n# the end\n"),
    ] {
        let text = text.as_str();
        let form = Form::read(text);
        assert_eq!(form.problems, [], "{text}");
        let at = |spanned: &Option<Spanned<String>>| {
            let spanned = spanned.as_ref().expect("it is there");
            (spanned.value.clone(), text[spanned.range].to_owned())
        };
        let list = |list: &[Spanned<String>]| -> Vec<(String, String)> {
            let pair = |item: &Spanned<String>| (item.value.clone(), text[item.range].to_owned());
            list.iter().map(pair).collect()
        };
        let pair = |value: &str, raw: &str| (value.to_owned(), raw.to_owned());
        assert_eq!(at(&form.name), pair("Bug report", "Bug report"));
        assert_eq!(at(&form.title), pair("[Bug]: ", "\"[Bug]: \""));
        assert_eq!(at(&form.issue_type), pair("bug", "bug"));
        assert_eq!(
            list(&form.labels),
            [
                pair("kind/bug", "kind/bug"),
                pair("sig/node", "\"sig/node\"")
            ]
        );
        assert_eq!(
            list(&form.assignees),
            [pair("ada", "ada"), pair("grace", "grace")]
        );
        assert_eq!(list(&form.projects), [pair("octo/1", "octo/1")]);
        assert_eq!(form.elements.len(), 6);
        for (place, element) in form.elements.iter().enumerate() {
            let source = &text[element.range];
            assert!(source.starts_with("type: "), "{source}");
            assert_eq!(source.matches("type: ").count(), 1, "{source}");
            assert_eq!(element.required, [1, 3].contains(&place), "{source}");
        }
        let ElementKind::Markdown { value } = &form.elements[0].kind else {
            panic!("a markdown element")
        };
        assert_eq!(at(value).0, "## Thanks\nGröße\n");
        assert!(at(value).1.ends_with("Größe"));
        let ElementKind::Textarea {
            placeholder,
            value,
            render,
        } = &form.elements[1].kind
        else {
            panic!("a textarea")
        };
        assert_eq!(at(&form.elements[1].id), pair("what", "what"));
        assert_eq!(at(&form.elements[1].description).0, "Say it in full");
        assert_eq!(at(placeholder), pair("It broke", "It broke"));
        assert_eq!(at(value), pair("It's", "'It''s'"));
        assert_eq!(at(render), pair("shell", "shell"));
        let ElementKind::Dropdown {
            options,
            multiple,
            default,
        } = &form.elements[3].kind
        else {
            panic!("a dropdown")
        };
        let options = list(options);
        assert_eq!(
            options,
            [
                pair("Cloud", "Cloud"),
                pair("Yes", "\"Yes\""),
                pair("y", "y")
            ]
        );
        assert!(*multiple);
        assert_eq!(default.as_ref().map(|default| default.value), Some(1));
        let ElementKind::Checkboxes { options } = &form.elements[4].kind else {
            panic!("checkboxes")
        };
        let boxes: Vec<(&str, bool)> = options
            .iter()
            .map(|option| (option.label.value.as_str(), option.required))
            .collect();
        assert_eq!(boxes, [("I have searched", true), ("I am fine", false)]);
        let ElementKind::Upload { accept } = &form.elements[5].kind else {
            panic!("an upload")
        };
        assert_eq!(list(accept), [pair(".log", ".log"), pair(".txt", ".txt")]);
    }
}

#[test]
fn yaml_that_does_not_parse_is_told_where_it_breaks() {
    check(
        "name: Bug report\nbody:\n  - type: input\n   id: x\n",
        expect![[r#"
            4:4 "id: x" InvalidYaml { message: "while parsing a block collection, did not find expected '-' indicator" }
        "#]],
    );
    check(
        "name: Bug: report\n",
        expect![[r#"
        1:1 "name: Bug: report" InvalidYaml { message: "mapping values are not allowed in this context" }
    "#]],
    );
    check(
        "name: x\nbody:\n\t- type: input\n",
        expect![[r#"
            3:2 "- type: input" InvalidYaml { message: "tabs disallowed within this context (block indentation)" }
        "#]],
    );
    check(
        "name: \"x\nbody:\n",
        expect![[r#"
        1:1 "name: \"x" InvalidYaml { message: "unclosed quote" }
    "#]],
    );
    check(
        "name: *unknown\n",
        expect![[r#"
        1:1 "name: *unknown" InvalidYaml { message: "alias references unknown anchor" }
    "#]],
    );
    check(
        "é: [é, @\n",
        expect![[r#"
        1:1 "é: [é, @" InvalidYaml { message: "unexpected character: `@'" }
    "#]],
    );
}

#[test]
fn only_the_first_document_is_a_form() {
    check(
        "# a form\n---\nname: Bug report\ndescription: Tell us\n---\nbody:\n- type: input\n",
        expect![[r#"
            3:1 "name: Bug report" MissingKey { key: "body", mapping: Form }
            5:1 "---" SecondDocument
        "#]],
    );
    check(
        "name: Bug report\n...\n\nx: 1\n",
        expect![[r#"
        1:1 "name: Bug report" MissingKey { key: "description", mapping: Form }
        1:1 "name: Bug report" MissingKey { key: "body", mapping: Form }
        4:1 "x: 1" SecondDocument
    "#]],
    );
}

#[test]
fn keys_are_missed_refused_and_lost() {
    check(
        "",
        expect![[r#"
        1:1 "" MissingKey { key: "name", mapping: Form }
        1:1 "" MissingKey { key: "description", mapping: Form }
        1:1 "" MissingKey { key: "body", mapping: Form }
    "#]],
    );
    check(
        "- name: x\n",
        expect![[r#"
        1:1 "- name: x" WrongType { key: None, is_item: false, expected: Mapping, found: "a list" }
    "#]],
    );
    check(
        "Name: Bug report\nname: x\ndescription:\nyes: 1\nname: Bug report\nbody:\n",
        expect![[r#"
            1:1 "Name" UnknownKey { key: "Name", mapping: Form, meant: None }
            2:1 "name" RepeatedKey { key: "name", last: Range { start: 45, end: 49 } }
            3:1 "description" MissingKey { key: "description", mapping: Form }
            4:1 "yes" UnknownKey { key: "yes", mapping: Form, meant: None }
            6:1 "body" EmptyList { key: "body" }
        "#]],
    );
    check(
        "name: Bug report\ndescription: d\nbody:\n- id: x\n- type: inptu\n  attribute:\n    label: x\n- type: dropdown\n  attributes:\n    label:\n    placeholder: x\n  validations:\n    requird: true\n- text\n- type: input\n  attributes: []\n",
        expect![[r#"
            4:3 "id" MissingKey { key: "type", mapping: Element(None) }
            4:3 "id" MissingKey { key: "attributes", mapping: Element(None) }
            5:9 "inptu" UnknownType { name: "inptu" }
            6:3 "attribute" UnknownKey { key: "attribute", mapping: Element(None), meant: Some("attributes") }
            9:3 "attributes" MissingKey { key: "options", mapping: Attributes(Some(Dropdown)) }
            10:5 "label" MissingKey { key: "label", mapping: Attributes(Some(Dropdown)) }
            11:5 "placeholder" UnknownKey { key: "placeholder", mapping: Attributes(Some(Dropdown)), meant: None }
            13:5 "requird" UnknownKey { key: "requird", mapping: Validations(Some(Dropdown)), meant: Some("required") }
            14:3 "text" WrongType { key: Some("body"), is_item: true, expected: Mapping, found: "text" }
            16:15 "[]" WrongType { key: Some("attributes"), is_item: false, expected: Mapping, found: "a list" }
        "#]],
    );
}

#[test]
fn values_of_the_wrong_type_are_told() {
    check(
        "name: yes\ndescription: \" \"\ntitle: 1.3\nlabels: [1, '', kind/bug, {a: b}]\nassignees: ''\nbody: none\n",
        expect![[r#"
            1:7 "yes" WrongType { key: Some("name"), is_item: false, expected: Text, found: "a boolean" }
            2:14 "\" \"" BlankText { key: "description" }
            3:8 "1.3" WrongType { key: Some("title"), is_item: false, expected: Text, found: "a number" }
            4:10 "1" WrongType { key: Some("labels"), is_item: true, expected: Text, found: "a number" }
            4:13 "''" BlankText { key: "labels" }
            4:27 "{a: b}]" WrongType { key: Some("labels"), is_item: true, expected: Text, found: "a mapping" }
            5:12 "''" BlankText { key: "assignees" }
            6:7 "none" WrongType { key: Some("body"), is_item: false, expected: Elements, found: "text" }
        "#]],
    );
    check(
        &with_attributes(
            "dropdown",
            "label:\n  - x\nmultiple: \"true\"\noptions: text",
        ),
        expect![[r#"
            6:7 "label" WrongType { key: Some("label"), is_item: false, expected: Text, found: "a list" }
            8:17 "\"true\"" WrongType { key: Some("multiple"), is_item: false, expected: Boolean, found: "text" }
            9:16 "text" WrongType { key: Some("options"), is_item: false, expected: Options, found: "text" }
        "#]],
    );
}

#[test]
fn options_are_text_and_differ() {
    check(
        &with_attributes(
            "dropdown",
            "label: Do you?\noptions:\n  - Yes\n  - no\n  - y\n  - 3.10\n  - None\n  - ~\n  - \"\"\n  - [x]\n  - Maybe\n  - 'Maybe'",
        ),
        expect![[r#"
            8:11 "Yes" BooleanOption
            9:11 "no" BooleanOption
            11:11 "3.10" NumberOption
            12:11 "None" ReservedOption
            13:11 "~" BlankText { key: "options" }
            14:11 "\"\"" BlankText { key: "options" }
            15:11 "[x]" WrongType { key: Some("options"), is_item: true, expected: Text, found: "a list" }
            17:11 "'Maybe'" DuplicateOption { option: "Maybe", first: Range { start: 233, end: 238 } }
        "#]],
    );
    check(
        &with_attributes(
            "checkboxes",
            "label: Do you?\noptions:\n  - Linux\n  - label: true\n  - label: Linux\n    requierd: true\n  - required: true",
        ),
        expect![[r#"
            8:11 "Linux" WrongType { key: Some("options"), is_item: true, expected: Mapping, found: "text" }
            9:18 "true" WrongType { key: Some("label"), is_item: false, expected: Text, found: "a boolean" }
            10:18 "Linux" DuplicateOption { option: "Linux", first: Range { start: 127, end: 132 } }
            11:11 "requierd" UnknownKey { key: "requierd", mapping: CheckboxOption, meant: Some("required") }
            12:11 "required" MissingKey { key: "label", mapping: CheckboxOption }
        "#]],
    );
    check(
        &with_attributes("dropdown", "label: x\noptions: []"),
        expect![[r#"
            7:7 "options" EmptyList { key: "options" }
        "#]],
    );
    for (default, expected) in [
        (
            "2",
            expect![[r#"
            7:16 "2" InvalidDefault { options: 2, meant: None }
        "#]],
        ),
        (
            "-1",
            expect![[r#"
            7:16 "-1" InvalidDefault { options: 2, meant: None }
        "#]],
        ),
        (
            "b",
            expect![[r#"
            7:16 "b" InvalidDefault { options: 2, meant: Some(1) }
        "#]],
        ),
        (
            "[0]",
            expect![[r#"
            7:16 "[0]" InvalidDefault { options: 2, meant: None }
        "#]],
        ),
        ("1", expect![[""]]),
    ] {
        let attributes = format!("label: x\ndefault: {default}\noptions: [a, b]");
        check(&with_attributes("dropdown", &attributes), expected);
    }
}

#[test]
fn fields_must_be_told_apart() {
    let form =
        |elements: &str| format!("name: Bug report\ndescription: Tell us\nbody:\n{elements}");
    check(
        &form("- type: markdown\n  attributes:\n    value: Hello\n"),
        expect![[r#"
            3:1 "body" WithoutFields
        "#]],
    );
    let field = |id: &str, label: &str| {
        let id = if id.is_empty() {
            String::new()
        } else {
            format!("id: {id}, ")
        };
        format!("- {{type: input, {id}attributes: {{label: {label}}}}}\n")
    };
    check(
        &form(&[field("a b", "A"), field("x", "B"), field("x", "C")].concat()),
        expect![[r#"
            4:21 "a b" InvalidId { id: "a b" }
            6:21 "x" DuplicateId { id: "x", first: Range { start: 113, end: 114 } }
        "#]],
    );
    check(
        &form(
            &[
                field("", "Name?"),
                field("name", "'Name???'"),
                field("", "'- näme -'"),
            ]
            .concat(),
        ),
        expect![[r#"
            5:21 "name" SimilarLabels { reference: "name", first: Range { start: 80, end: 85 } }
            6:37 "'- näme -'" SimilarLabels { reference: "name", first: Range { start: 80, end: 85 } }
        "#]],
    );
    check(
        &form(
            &[
                field("one", "Name"),
                field("two", "Name"),
                field("", "版本"),
                field("", "系统"),
            ]
            .concat(),
        ),
        expect![[""]],
    );
    check(
        &form(
            "- {type: input, attributes: {label: Name}}\n- type: checkboxes\n  attributes:\n    label: Terms\n    options:\n    - label: Name\n    - label: Terms\n",
        ),
        expect![[r#"
            9:14 "Name" SimilarLabels { reference: "name", first: Range { start: 80, end: 84 } }
        "#]],
    );
    check(
        &form(&[field("", "Your Password (please)")].concat()),
        expect![[r#"
            4:42 "Password" ForbiddenWord { word: "Password" }
        "#]],
    );
}

#[test]
fn what_is_hostile_is_told_and_not_read() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let alias = format!("*a{}, ", level - 1).repeat(8);
        writeln!(bomb, "a{level}: &a{level} [{alias}]").expect("a string");
    }
    let mut large_bomb = format!("t: &t {}\n", "x".repeat(500_000));
    for level in 0..20 {
        writeln!(large_bomb, "a{level}: &a{level} [*t, *t, *t, *t]").expect("a string");
    }
    let elements = |count: usize| {
        let mut text = String::from("name: Bug report\ndescription: d\nbody:\n");
        for number in 0..count {
            writeln!(
                text,
                "- type: input\n  id: i{number}\n  attributes: {{label: Label}}"
            )
            .expect("a string");
        }
        text
    };
    for (text, expected) in [
        (
            "x".repeat(5 << 20),
            expect!["[TooLong { length: 5242880 }]"],
        ),
        (
            bomb,
            expect![[
                r#"[InvalidYaml { message: "it is too long, or nests or repeats too much" }]"#
            ]],
        ),
        (
            large_bomb,
            expect![[
                r#"[InvalidYaml { message: "it is too long, or nests or repeats too much" }]"#
            ]],
        ),
        (
            elements(10_000),
            expect!["[TooManyElements { count: 10000 }]"],
        ),
        (
            format!("name: {}", "[".repeat(100_000)),
            expect![[
                r#"[InvalidYaml { message: "it is too long, or nests or repeats too much" }]"#
            ]],
        ),
        (
            (0..200).map(|depth| " ".repeat(depth) + "a:\n").collect(),
            expect![[
                r#"[InvalidYaml { message: "it is too long, or nests or repeats too much" }]"#
            ]],
        ),
    ] {
        let form = Form::read(&text);
        let kinds: Vec<&FormProblemKind> =
            form.problems.iter().map(|problem| &problem.kind).collect();
        expected.assert_eq(&format!("{:?}", &kinds[..kinds.len().min(2)]));
    }
}

/// Pieces of forms in any order, with what makes YAML go wrong.
fn wild_form() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        4 => prop::sample::select(WHOLE.split_inclusive('\n').collect::<Vec<_>>())
            .prop_map(str::to_owned),
        1 => prop::sample::select(vec![
            "\t", "\r", "\r\n", "---\n", "...\n", "- ", "&a ", "*a\n", "<<: *a\n", "yes\n", "~\n", "[", "]", "{", "}",
            "'", "\"", "? ", ": ", "|\n", ">-\n", "# x\n", "\u{feff}", "\u{2028}", "é", "😀", "!!str ", "%YAML 1.2\n",
            "  ", "\n", "name: a\n", "- label: x\n", "password", "None\n", "\\x", "\u{85}",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_is_a_piece_of_the_text(text in wild_form()) {
        let text = text.as_str();
        let form = Form::read(text);
        let is_piece = |range: Range| text.get(range.start..range.end).is_some();
        for problem in &form.problems {
            prop_assert!(is_piece(problem.range), "{problem:?}");
        }
        for element in &form.elements {
            prop_assert!(is_piece(element.range));
            for part in [&element.id, &element.label, &element.description].into_iter().flatten() {
                prop_assert!(is_piece(part.range));
                prop_assert!(element.range.contains_range(part.range), "{element:?}");
            }
        }
        for name in form.labels.iter().chain(&form.assignees).chain(&form.name) {
            prop_assert!(is_piece(name.range));
        }
    }
}
