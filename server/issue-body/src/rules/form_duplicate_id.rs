//! `form-duplicate-id`: an id that two elements have.

use super::finding::{Findings, Severity};
use super::form::short;
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::FormProblemKind;

pub(super) static RULE: Rule = Rule {
    name: "form-duplicate-id",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "Two elements have the same `id`.",
        why: "GitHub refuses the form. It could not tell for which of the two a link that fills the form in is meant.",
        bad: "name: Bug report\nbody:\n  - type: input\n    id: name\n    attributes:\n      label: First name\n  - type: input\n    id: name\n    attributes:\n      label: Last name\n",
        good: "name: Bug report\nbody:\n  - type: input\n    id: first-name\n    attributes:\n      label: First name\n  - type: input\n    id: last-name\n    attributes:\n      label: Last name\n",
        fix: "None: a person has to choose another name.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        if let FormProblemKind::DuplicateId { id, first } = &problem.kind {
            let message = format!(
                "Another element has the id `{}` already; write one that no other has.",
                short(id)
            );
            findings
                .report(&RULE, problem.range, message)
                .related(*first, "the first one");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn the_first_one_is_shown() {
        expect![[r#"
            1:31-1:34 error form-duplicate-id: Another element has the id `a` already; write one that no other has.
              1:13-1:14 the first one
        "#]].assert_eq(&report(&RULE, "body: [{id: a}, {id: b}, {id: 'a'}, {id: A}]\n"));
    }
}
