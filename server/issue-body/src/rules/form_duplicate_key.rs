//! `form-duplicate-key`: a key that a mapping has twice.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::FormProblemKind;

pub(super) static RULE: Rule = Rule {
    name: "form-duplicate-key",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "A mapping has a key twice.",
        why: "GitHub takes the last one and drops what stands under the first without a word.",
        bad: "name: Bug report\nlabels: [kind/bug]\nlabels: [sig/node]\n",
        good: "name: Bug report\nlabels: [kind/bug, sig/node]\n",
        fix: "None: only a person knows which of the two is meant.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        if let FormProblemKind::RepeatedKey { key, last } = &problem.kind {
            let message =
                format!("GitHub drops this `{key}` for the one below; take out one of them.");
            findings
                .report(&RULE, problem.range, message)
                .related(*last, "this one counts");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn what_is_dropped_is_told() {
        expect![[r#"
            1:1-1:5 warning form-duplicate-key: GitHub drops this `name` for the one below; take out one of them.
              2:1-2:5 this one counts
            2:1-2:5 warning form-duplicate-key: GitHub drops this `name` for the one below; take out one of them.
              4:1-4:5 this one counts
        "#]].assert_eq(&report(&RULE, "name: a\nname: b\ntitle: x\nname: c\n"));
    }
}
