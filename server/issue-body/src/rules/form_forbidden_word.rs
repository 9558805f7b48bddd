//! `form-forbidden-word`: a label that asks for a password.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::FormProblemKind;

pub(super) static RULE: Rule = Rule {
    name: "form-forbidden-word",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The label of a text field has a word that GitHub forbids, such as `password`.",
        why: "Issues are public, and a form that asks for a password is how people lose it. GitHub refuses the form.",
        bad: "name: Bug report\nbody:\n  - type: input\n    attributes:\n      label: Password\n",
        good: "name: Bug report\nbody:\n  - type: input\n    attributes:\n      label: User name\n",
        fix: "None: a person has to ask for something else.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        if let FormProblemKind::ForbiddenWord { word } = &problem.kind {
            let message = format!("GitHub forbids `{word}` in a label; ask for something else.");
            findings.report(&RULE, problem.range, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn the_word_itself_is_shown() {
        expect![[r#"
            2:54-2:62 error form-forbidden-word: GitHub forbids `PASSWORD` in a label; ask for something else.
        "#]].assert_eq(&report(
            &RULE,
            "body:\n- {type: textarea, attributes: {label: Größe of your PASSWORDS}}\n- {type: dropdown, attributes: {label: password}}\n",
        ));
    }
}
