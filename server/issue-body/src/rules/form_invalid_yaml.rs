//! `form-invalid-yaml`: a form file that cannot be read.

use super::finding::{Findings, Severity};
use super::form::short;
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::{FormProblemKind, MAXIMUM_ELEMENTS, MAXIMUM_LENGTH};

pub(super) static RULE: Rule = Rule {
    name: "form-invalid-yaml",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "A form file is no YAML, is no mapping, has a second document, or is larger than anybody reads.",
        why: "GitHub leaves a form that it cannot read out of the list of templates, and tells nobody but the one who looks at the file in the browser. Of several documents (`---`) it reads the first alone.",
        bad: "name: Bug report\ndescription: Something: does not work\n",
        good: "name: Bug report\ndescription: \"Something: does not work\"\n",
        fix: "None.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        let message = match &problem.kind {
            FormProblemKind::InvalidYaml { message } => format!(
                "This form is not valid YAML ({}); mend this line, or put the value in quotes.",
                short(message.trim_end_matches('.'))
            ),
            FormProblemKind::SecondDocument => {
                "GitHub reads the first YAML document only; take out the line that ends it."
                    .to_owned()
            }
            FormProblemKind::TooLong { length } => format!(
                "This form has {length} bytes and is not read; keep it under {MAXIMUM_LENGTH}."
            ),
            FormProblemKind::TooManyElements { count } => format!(
                "This form has {count} elements, more than an issue has room for; keep it under {MAXIMUM_ELEMENTS}."
            ),
            FormProblemKind::WrongType {
                key: None, found, ..
            } => format!(
                "This form is {found}, not a mapping; write one `key: value` a line, beginning with `name`."
            ),
            _ => continue,
        };
        findings.report(&RULE, problem.range, message);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn the_line_that_breaks_is_told() {
        for (text, expected) in [
            (
                "name: Bug: report\n",
                expect![[r#"
                1:1-1:18 error form-invalid-yaml: This form is not valid YAML (mapping values are not allowed in this context); mend this line, or put the value in quotes.
            "#]],
            ),
            (
                "name: x\nbody:\n\t- type: input\n",
                expect![[r#"
                3:2-3:15 error form-invalid-yaml: This form is not valid YAML (tabs disallowed within this context (block indentation)); mend this line, or put the value in quotes.
            "#]],
            ),
            (
                "name: x\r\ndescription: \"x\r\n",
                expect![[r#"
                2:1-2:16 error form-invalid-yaml: This form is not valid YAML (unclosed quote); mend this line, or put the value in quotes.
            "#]],
            ),
            (
                "- name: x\n",
                expect![[r#"
                1:1-1:10 error form-invalid-yaml: This form is a list, not a mapping; write one `key: value` a line, beginning with `name`.
            "#]],
            ),
            (
                "😀\n",
                expect![[r#"
                1:1-1:2 error form-invalid-yaml: This form is text, not a mapping; write one `key: value` a line, beginning with `name`.
            "#]],
            ),
            (
                "name: x\n---\nbody:\n",
                expect![[r#"
                2:1-2:4 error form-invalid-yaml: GitHub reads the first YAML document only; take out the line that ends it.
            "#]],
            ),
        ] {
            expected.assert_eq(&report(&RULE, text));
        }
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        let elements = "- type: input\n".repeat(10_000);
        let text = format!("name: x\nbody:\n{elements}");
        expect![[r#"
            2:1-2:5 error form-invalid-yaml: This form has 10000 elements, more than an issue has room for; keep it under 2978.
        "#]].assert_eq(&report(&RULE, &text));
        expect![[r#"
            1:1-1:5242881 error form-invalid-yaml: This form has 5242880 bytes and is not read; keep it under 1048576.
        "#]].assert_eq(&report(&RULE, &"x".repeat(5 << 20)));
    }
}
