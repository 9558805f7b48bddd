//! `form-invalid-option`: an option that is blank, double, or no text.

use super::finding::{Findings, Fix, Severity};
use super::form::short;
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::FormProblemKind;
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "form-invalid-option",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "An option is blank, stands twice, is no text to YAML, or is `None`, which GitHub adds itself.",
        why: "Without quotes `Yes`, `No`, `On` and `Off` are booleans, and GitHub refuses the form. `3.10` is a number and would be offered as `3.1` (a warning). A choice that nobody has to make has a `None` of its own.",
        bad: "name: Bug report\nbody:\n  - type: dropdown\n    attributes:\n      label: Is it new?\n      options:\n        - Yes\n        - No\n",
        good: "name: Bug report\nbody:\n  - type: dropdown\n    attributes:\n      label: Is it new?\n      options:\n        - \"Yes\"\n        - \"No\"\n",
        fix: "Puts a boolean or a number in quotes.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        let source = &context.text[problem.range];
        let quoted = || {
            (!source.starts_with('*')).then(|| {
                Fix::safe(
                    format!("Write `\"{source}\"`"),
                    vec![Edit::replace(problem.range, format!("\"{source}\""))],
                )
            })
        };
        match &problem.kind {
            FormProblemKind::BooleanOption => {
                let message = format!(
                    "YAML takes `{source}` for a boolean, which GitHub refuses; put it in quotes."
                );
                findings.report(&RULE, problem.range, message).fix(quoted());
            }
            FormProblemKind::NumberOption => {
                let message = format!(
                    "YAML takes `{source}` for a number and may write it otherwise; put it in quotes."
                );
                findings
                    .report(&RULE, problem.range, message)
                    .fix(quoted())
                    .at(Severity::Warning);
            }
            FormProblemKind::ReservedOption => {
                findings.report(
                    &RULE,
                    problem.range,
                    "GitHub keeps the option `None` for itself; take it out, and `required` too if nothing can be chosen.",
                );
            }
            FormProblemKind::BlankText { key: "options" } => {
                findings.report(
                    &RULE,
                    problem.range,
                    "An option is blank, which GitHub refuses; write a text, or take it out.",
                );
            }
            FormProblemKind::DuplicateOption { option, first } => {
                let message = format!(
                    "The option `{}` stands here twice, which GitHub refuses; take out one of them.",
                    short(option)
                );
                findings
                    .report(&RULE, problem.range, message)
                    .related(*first, "the first one");
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn each_option_is_told_with_its_mending() {
        let text = "body:\n- type: dropdown\n  attributes:\n    label: x\n    options: [off, 3.10, y, none, '', Größe, \"Größe\", ~]\n";
        expect![[r#"
            5:15-5:18 error form-invalid-option: YAML takes `off` for a boolean, which GitHub refuses; put it in quotes.
              safe fix: Write `"off"`
            5:20-5:24 warning form-invalid-option: YAML takes `3.10` for a number and may write it otherwise; put it in quotes.
              safe fix: Write `"3.10"`
            5:29-5:33 error form-invalid-option: GitHub keeps the option `None` for itself; take it out, and `required` too if nothing can be chosen.
            5:35-5:37 error form-invalid-option: An option is blank, which GitHub refuses; write a text, or take it out.
            5:46-5:53 error form-invalid-option: The option `Größe` stands here twice, which GitHub refuses; take out one of them.
              5:39-5:44 the first one
            5:55-5:56 error form-invalid-option: An option is blank, which GitHub refuses; write a text, or take it out.
        "#]].assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            text.replace("off, 3.10", "\"off\", \"3.10\"")
        );
    }

    #[test]
    fn boxes_must_differ_too() {
        expect![[r#"
            7:14-7:15 error form-invalid-option: The option `a` stands here twice, which GitHub refuses; take out one of them.
              6:14-6:15 the first one
        "#]].assert_eq(&report(
            &RULE,
            "body:\n- type: checkboxes\n  attributes:\n    label: x\n    options:\n    - label: a\n    - label: a\n",
        ));
    }
}
