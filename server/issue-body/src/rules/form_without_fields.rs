//! `form-without-fields`: a form that asks for nothing.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::FormProblemKind;

pub(super) static RULE: Rule = Rule {
    name: "form-without-fields",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "All elements of the form are `markdown`.",
        why: "Such an element is shown and not sent, so that nothing could be answered. GitHub refuses the form.",
        bad: "name: Bug report\nbody:\n  - type: markdown\n    attributes:\n      value: Thank you.\n",
        good: "name: Bug report\nbody:\n  - type: markdown\n    attributes:\n      value: Thank you.\n  - type: textarea\n    attributes:\n      label: What happened?\n",
        fix: "None: only a person knows what to ask.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        if problem.kind == FormProblemKind::WithoutFields {
            findings.report(
                &RULE,
                problem.range,
                "Nothing in this form can be answered; add an element that is no `markdown`.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn the_body_is_where_something_is_missing() {
        expect![[r#"
            1:1-1:5 error form-without-fields: Nothing in this form can be answered; add an element that is no `markdown`.
        "#]].assert_eq(&report(
            &RULE,
            "body:\n- type: markdown\n- type: markdown\n  attributes:\n    value: x\n",
        ));
        assert_eq!(report(&RULE, "body:\n- type: inptu\n"), "");
    }
}
