//! `form-invalid-default`: a default that is no option.

use super::finding::{Findings, Fix, Severity};
use super::form::short;
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::FormProblemKind;
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "form-invalid-default",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "The `default` of a `dropdown` is not the number of one of its options, counted from 0.",
        why: "GitHub takes the number of the option and refuses the form when there is none.",
        bad: "name: Bug report\nbody:\n  - type: dropdown\n    attributes:\n      label: Where?\n      options: [Cloud, On premises]\n      default: Cloud\n",
        good: "name: Bug report\nbody:\n  - type: dropdown\n    attributes:\n      label: Where?\n      options: [Cloud, On premises]\n      default: 0\n",
        fix: "Writes the number of the option that is spelled out.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        let FormProblemKind::InvalidDefault { options, meant } = &problem.kind else {
            continue;
        };
        let advice = match (meant, options) {
            (Some(meant), _) => format!("write `{meant}`"),
            (None, 0) => "write the options first".to_owned(),
            (None, 1) => "write `0` or take it out".to_owned(),
            (None, options) => format!("write a number from 0 to {}", options - 1),
        };
        let source = short(&context.text[problem.range]);
        let message = format!("The default `{source}` is the number of no option; {advice}.");
        let fix = meant.map(|meant| {
            Fix::safe(
                format!("Write `{meant}`"),
                vec![Edit::replace(problem.range, meant.to_string())],
            )
        });
        findings.report(&RULE, problem.range, message).fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    fn form(default: &str, options: &str) -> String {
        format!(
            "body:\n- type: dropdown\n  attributes: {{default: {default}, options: {options}}}\n"
        )
    }

    #[test]
    fn the_numbers_that_are_options_are_told() {
        for (default, options, expected) in [
            (
                "2",
                "[a, b]",
                expect![[r#"
                3:25-3:26 error form-invalid-default: The default `2` is the number of no option; write a number from 0 to 1.
            "#]],
            ),
            (
                "-1",
                "[a]",
                expect![[r#"
                3:25-3:27 error form-invalid-default: The default `-1` is the number of no option; write `0` or take it out.
            "#]],
            ),
            (
                "1.0",
                "[a, b]",
                expect![[r#"
                3:25-3:28 error form-invalid-default: The default `1.0` is the number of no option; write a number from 0 to 1.
            "#]],
            ),
            (
                "0",
                "[]",
                expect![[r#"
                3:25-3:26 error form-invalid-default: The default `0` is the number of no option; write the options first.
            "#]],
            ),
            (
                "'b'",
                "[a, b]",
                expect![[r#"
                3:25-3:28 error form-invalid-default: The default `'b'` is the number of no option; write `1`.
                  safe fix: Write `1`
            "#]],
            ),
            (
                "true",
                "[a, b]",
                expect![[r#"
                3:25-3:29 error form-invalid-default: The default `true` is the number of no option; write a number from 0 to 1.
            "#]],
            ),
            ("1", "[a, b]", expect![[""]]),
        ] {
            expected.assert_eq(&report(&RULE, &form(default, options)));
        }
    }

    #[test]
    fn the_fix_writes_the_number() {
        assert_eq!(
            fixed(&RULE, &form("'b'", "[a, b]"), Applicability::Safe),
            form("1", "[a, b]")
        );
    }
}
