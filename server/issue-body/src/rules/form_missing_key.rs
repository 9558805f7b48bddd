//! `form-missing-key`: a key without which GitHub refuses the form.

use super::finding::{Findings, Severity};
use super::form::name_of;
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::{ElementType, FormProblemKind, MappingKind};

pub(super) static RULE: Rule = Rule {
    name: "form-missing-key",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "A key is absent, or without a value, that GitHub wants.",
        why: "Without `name`, `description` and `body`, or with an element that lacks its `type` or `label`, the form does not appear in the list of templates.",
        bad: "name: Bug report\nbody:\n  - type: input\n    attributes:\n      label: Version\n",
        good: "name: Bug report\ndescription: Something does not work\nbody:\n  - type: input\n    attributes:\n      label: Version\n",
        fix: "None: only a person knows the value.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        if let FormProblemKind::MissingKey { key, mapping } = &problem.kind {
            let owner = name_of(*mapping);
            let example = example(key, *mapping);
            let message = format!("GitHub wants `{key}` in {owner}; write {example}.");
            findings.report(&RULE, problem.range, message);
        }
    }
}

/// What to write, as far as it can be told.
fn example(key: &str, mapping: MappingKind) -> String {
    match (key, mapping) {
        ("type", MappingKind::Element(_)) => {
            let names = ElementType::ALL.map(ElementType::name);
            format!("`type:` with one of `{}`", names.join("`, `"))
        }
        ("attributes", MappingKind::Element(Some(ElementType::Markdown))) => {
            "`attributes:` with a `value:` in it".to_owned()
        }
        ("attributes", _) => "`attributes:` with a `label:` in it".to_owned(),
        ("body" | "options", _) => format!("`{key}:` with a list under it"),
        _ => format!("`{key}:` with a text behind it"),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn each_missing_key_is_told_where_it_belongs() {
        expect![[r#"
            1:1-1:17 error form-missing-key: GitHub wants `description` in the form; write `description:` with a text behind it.
            3:3-3:5 error form-missing-key: GitHub wants `type` in this element; write `type:` with one of `markdown`, `textarea`, `input`, `dropdown`, `checkboxes`, `upload`.
            3:3-3:5 error form-missing-key: GitHub wants `attributes` in this element; write `attributes:` with a `label:` in it.
            4:3-4:7 error form-missing-key: GitHub wants `attributes` in this element; write `attributes:` with a `value:` in it.
            6:3-6:13 error form-missing-key: GitHub wants `options` in `attributes`; write `options:` with a list under it.
            7:5-7:10 error form-missing-key: GitHub wants `label` in `attributes`; write `label:` with a text behind it.
            12:7-12:15 error form-missing-key: GitHub wants `label` in this option; write `label:` with a text behind it.
        "#]].assert_eq(&report(
            &RULE,
            "name: Bug report\nbody:\n- id: x\n- type: markdown\n- type: dropdown\n  attributes:\n    label:\n- type: checkboxes\n  attributes:\n    label: x\n    options:\n    - required: true\n",
        ));
        expect![[r#"
            1:1-1:1 error form-missing-key: GitHub wants `name` in the form; write `name:` with a text behind it.
            1:1-1:1 error form-missing-key: GitHub wants `description` in the form; write `description:` with a text behind it.
            1:1-1:1 error form-missing-key: GitHub wants `body` in the form; write `body:` with a list under it.
        "#]].assert_eq(&report(&RULE, ""));
    }

    #[test]
    fn nothing_is_missed_in_an_element_of_an_unknown_type() {
        let text = "name: x\ndescription: y\nbody:\n- type: inputt\n  attributes:\n    title: z\n";
        assert_eq!(report(&RULE, text), "");
    }
}
