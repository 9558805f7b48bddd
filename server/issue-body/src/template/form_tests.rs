//! A form from its file to a draft and back: skeleton, answers, extraction.

use super::form::Form;
use super::{Issue, Part, Reading, Template, plain, skeleton};
use crate::catalog::Catalog;
use crate::report::extract;
use crate::rules::Context;
use crate::rules::testing::TODAY;
use crate::syntax::{Draft, Origin};
use expect_test::expect;

fn bug_report() -> Template {
    let form = Form::read(include_str!("../rules/testing/bug-report.yml"));
    form.template("bug-report.yml").expect("it has fields")
}

/// The fields that are extracted from a draft of the form, as lines.
fn fields(text: &str) -> String {
    let template = bug_report();
    let draft = Draft::parse(text, Origin::File);
    let issue = Issue::read(&draft, &template, Reading::default());
    let context = Context {
        issue: &issue,
        catalog: Catalog::kubernetes(),
        templates: &[&template],
        today: TODAY,
    };
    let fields = extract(&context, false).fields.0;
    fields
        .into_iter()
        .map(|(id, value)| format!("{id}: {value:?}\n"))
        .collect()
}

#[test]
fn a_skeleton_is_what_the_web_form_would_have_written() {
    expect![[r#"
        ### What happened?

        <!-- What you see, and what you would rather see. -->

        ### Version

        _No response_

        ### Platform

        _No response_

        ### Screens

        _No response_

        ### Steps

        1. Start it with ...

        ### Log

        _No response_

        ### Before you send this

        - [ ] I have looked for an issue that reports the same.
        - [ ] I can help to mend it.

        ### Screenshots

        _No response_

        ### Code of conduct

        - [ ] I follow it.
    "#]]
    .assert_eq(&plain(&skeleton(&bug_report(), None), "\n"));
}

#[test]
fn an_unanswered_skeleton_has_no_answers() {
    let unanswered = plain(&skeleton(&bug_report(), None), "\r\n");
    expect![[r#"
        what-happened: None
        version: None
        platform: None
        screens: None
        steps: Some(Text("1. Start it with ..."))
        log: None
        terms: Some(Boxes([BoxValue { label: "I have looked for an issue that reports the same.", checked: false }, BoxValue { label: "I can help to mend it.", checked: false }]))
        screenshots: None
        code-of-conduct: Some(Boxes([BoxValue { label: "I follow it.", checked: false }]))
    "#]].assert_eq(&fields(&unanswered));
}

#[test]
fn what_github_writes_is_read() {
    let text = "### What happened?\n\nIt breaks.\n\n# Really\n\n```\n### Version\n```\n\n### Version\n\n_No response_\n\n### Platform\n\nmacOS\n\n### Screens\n\none, one, turned\n\n### Steps\n\n1. a\n2. b\n\n### Log\n\n```shell\n$ ls\n### Version\n```\n\n### Before you send this\n\n- [X] I have looked for an issue that reports the same.\n- [ ] I can help to mend it.\n\n### Screenshots\n\n![a](https://example.com/a.png)\n";
    let expected = expect![[r#"
        what-happened: Some(Text("It breaks.\n\n# Really\n\n```\n### Version\n```"))
        version: None
        platform: Some(Text("macOS"))
        screens: Some(Options(["one", "one, turned"]))
        steps: Some(Text("1. a\n2. b"))
        log: Some(Text("$ ls\n### Version"))
        terms: Some(Boxes([BoxValue { label: "I have looked for an issue that reports the same.", checked: true }, BoxValue { label: "I can help to mend it.", checked: false }]))
        screenshots: Some(Text("![a](https://example.com/a.png)"))
        code-of-conduct: None
    "#]];
    expected.assert_eq(&fields(text));
    assert_eq!(fields(text), fields(&text.replace('\n', "\r\n")));
}

#[test]
fn a_dropdown_offers_its_options_and_a_box_its_mark() {
    let parts = skeleton(&bug_report(), None);
    let choices: Vec<&Vec<String>> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Blank { choices, .. } if !choices.is_empty() => Some(choices),
            Part::Blank { .. } | Part::Text(_) => None,
        })
        .collect();
    assert_eq!(choices[0], &["Linux", "macOS", "Windows"]);
    assert_eq!(choices[1], &["x"]);
}

#[test]
fn fields_of_one_name_stand_in_the_order_of_the_form() {
    let form = Form::read(
        "name: x\ndescription: y\nbody:\n- {type: input, id: a, attributes: {label: Name}}\n\
         - {type: input, id: b, attributes: {label: Name}}\n",
    );
    let template = form.template("x.yml").expect("it has fields");
    let draft = Draft::parse("### Name\n\nAda\n\n### Name\n\nGrace\n", Origin::File);
    let issue = Issue::read(&draft, &template, Reading::default());
    let positions: Vec<usize> = issue
        .sections
        .iter()
        .map(|section| section.position)
        .collect();
    assert_eq!(positions, [0, 1]);
}

#[test]
fn what_stands_beside_an_answer_is_no_part_of_it() {
    for answer in [
        "macOS\n\n<!-- issue-ls-disable-next-line heading-level -->",
        "macOS\n\nThe new one.",
        "<!-- which? --> macOS",
    ] {
        let found = fields(&format!("### Platform\n\n{answer}\n"));
        assert!(
            found.contains("platform: Some(Text(\"macOS\"))"),
            "{answer}: {found}"
        );
    }
    assert!(fields("### Version\n\n.\n").contains("version: None"));
}

#[test]
fn what_is_no_box_to_markdown_is_none() {
    for line in ["-[x] I follow it.", "- [x]I follow it."] {
        let found = fields(&format!("### Code of conduct\n\n{line}\n"));
        assert!(
            found.contains("label: \"I follow it.\", checked: false"),
            "{line}: {found}"
        );
    }
}
