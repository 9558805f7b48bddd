//! `form-unknown-type`: an element of a type that GitHub does not know.

use super::finding::{Findings, Severity};
use super::form::short;
use super::labels::rewrite_yaml;
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::{ElementType, FormProblemKind};
use crate::text::nearest;

pub(super) static RULE: Rule = Rule {
    name: "form-unknown-type",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "The `type` of an element is none that GitHub knows.",
        why: "GitHub refuses the whole form for one element that it cannot show.",
        bad: "name: Bug report\nbody:\n  - type: text-area\n    attributes:\n      label: What happened?\n",
        good: "name: Bug report\nbody:\n  - type: textarea\n    attributes:\n      label: What happened?\n",
        fix: "Writes the type that is meant, where one is at most two edits away.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        let FormProblemKind::UnknownType { name } = &problem.kind else {
            continue;
        };
        let names = ElementType::ALL.map(ElementType::name);
        let meant = nearest(name, names);
        let advice = match meant {
            Some(meant) => format!("`{meant}` if that is meant"),
            None => format!("one of `{}`", names.join("`, `")),
        };
        let message = format!("No element has the type `{}`; write {advice}.", short(name));
        let source = &context.text[problem.range];
        let fix = meant.and_then(|meant| rewrite_yaml(problem.range, source, name, meant));
        findings.report(&RULE, problem.range, message).fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn the_nearest_type_is_offered() {
        let text =
            "body:\n- type: 'Input'\n- type: select\n- type: \"drop\\x64own\"\n- type: inputs\n";
        expect![[r#"
            2:9-2:16 error form-unknown-type: No element has the type `Input`; write `input` if that is meant.
              safe fix: Write `'input'`
            3:9-3:15 error form-unknown-type: No element has the type `select`; write one of `markdown`, `textarea`, `input`, `dropdown`, `checkboxes`, `upload`.
            5:9-5:15 error form-unknown-type: No element has the type `inputs`; write `input` if that is meant.
              safe fix: Write `input`
        "#]].assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(
                &RULE,
                "body: [{type: 'Input'}, {type: checkbox}]",
                Applicability::Safe
            ),
            "body: [{type: 'input'}, {type: checkboxes}]"
        );
    }
}
