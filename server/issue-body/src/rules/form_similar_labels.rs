//! `form-similar-labels`: labels that GitHub cannot tell apart.

use super::finding::{Findings, Severity};
use super::form::short;
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::FormProblemKind;

pub(super) static RULE: Rule = Rule {
    name: "form-similar-labels",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "Two labels, or a label and an `id`, come to the same reference.",
        why: "Of a field without an `id` GitHub makes a reference out of the label: small letters, and `-` for everything that is no letter or digit. It refuses the form when two are alike, those of checkboxes included. A reader, and a tool that takes the answers out of the issue, cannot tell them apart either.",
        bad: "name: Bug report\nbody:\n  - type: input\n    attributes:\n      label: Version?\n  - type: input\n    attributes:\n      label: Version\n",
        good: "name: Bug report\nbody:\n  - type: input\n    attributes:\n      label: Version of the server\n  - type: input\n    attributes:\n      label: Version of the client\n",
        fix: "None: a person has to choose another label, or an `id`.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        if let FormProblemKind::SimilarLabels { reference, first } = &problem.kind {
            let message = format!(
                "GitHub reads this and an earlier one as `{}`; write another label, or give the field an `id` of its own.",
                short(reference)
            );
            findings
                .report(&RULE, problem.range, message)
                .related(*first, "the earlier one");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn labels_ids_and_boxes_are_compared() {
        expect![[r#"
            3:21-3:27 error form-similar-labels: GitHub reads this and an earlier one as `grosse`; write another label, or give the field an `id` of its own.
              2:37-2:43 the earlier one
            9:14-9:21 error form-similar-labels: GitHub reads this and an earlier one as `grosse`; write another label, or give the field an `id` of its own.
              2:37-2:43 the earlier one
        "#]].assert_eq(&report(
            &RULE,
            "body:\n- {type: input, attributes: {label: Größe?}}\n- {type: input, id: grosse, attributes: {label: x}}\n- type: checkboxes\n  id: y\n  attributes:\n    label: Größe\n    options:\n    - label: GRÖSSE!\n",
        ));
    }

    #[test]
    fn an_id_tells_two_labels_apart() {
        assert_eq!(
            report(
                &RULE,
                "body:\n- {type: input, id: a, attributes: {label: Name}}\n- {type: input, attributes: {label: Name}}\n"
            ),
            ""
        );
    }
}
