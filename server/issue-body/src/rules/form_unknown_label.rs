//! `form-unknown-label`: a label of a form that the repository does not have.

use super::finding::{Findings, Severity};
use super::form::short;
use super::labels::{meant, rewrite_yaml};
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::catalog::LabelStanding;

pub(super) static RULE: Rule = Rule {
    name: "form-unknown-label",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "`labels` names a label that the repository does not have.",
        why: "GitHub opens the issue without the label and tells nobody. Without a list of the repository's labels this rule is silent.",
        bad: "name: Bug report\nlabels: [kind/bgu]\n",
        good: "name: Bug report\nlabels: [kind/bug]\n",
        fix: "Writes the known label, where one is at most two edits away, or the new name of one that was renamed.",
    },
    check: Check::Form(check),
};

/// How many labels an issue can have.
const MOST_LABELS: usize = 100;

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    let Some(labels) = context.labels else { return };
    for label in context.form.labels.iter().take(MOST_LABELS) {
        let name = label.value.as_str();
        let (problem, meant) = match labels.standing(name) {
            LabelStanding::Unknown => (
                format!("The repository has no label `{}`", short(name)),
                meant(labels, name),
            ),
            LabelStanding::Removed { .. } => (format!("The label `{name}` was removed"), None),
            LabelStanding::Renamed { to, .. } => {
                (format!("The label `{name}` has a new name"), Some(to))
            }
            LabelStanding::Current(_) | LabelStanding::Retired { .. } => continue,
        };
        let advice = match meant {
            Some(label) => format!("write `{}` if that is meant", label.name),
            None => "write one that the repository has, or leave it out".to_owned(),
        };
        let source = &context.text[label.range];
        let fix = meant.and_then(|meant| rewrite_yaml(label.range, source, name, &meant.name));
        findings
            .report(&RULE, label.range, format!("{problem}; {advice}."))
            .fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{fixed, report};
    use crate::rules::{Applicability, FormContext, Levels, check_form};
    use crate::template::form::Form;
    use expect_test::expect;

    #[test]
    fn the_nearest_label_is_offered() {
        for (text, expected) in [
            (
                "labels: [sig/nod, 'kind/bgu', kind/bug]\n",
                expect![[r#"
                1:10-1:17 warning form-unknown-label: The repository has no label `sig/nod`; write `sig/node` if that is meant.
                  safe fix: Write `sig/node`
                1:19-1:29 warning form-unknown-label: The repository has no label `kind/bgu`; write `kind/bug` if that is meant.
                  safe fix: Write `'kind/bug'`
            "#]],
            ),
            (
                "labels: kind/bug, sig/nod\n",
                expect![[r#"
                1:19-1:26 warning form-unknown-label: The repository has no label `sig/nod`; write `sig/node` if that is meant.
                  safe fix: Write `sig/node`
            "#]],
            ),
            (
                "labels:\n- sig/quantum-teleportation\n- sig/rktnetes\n",
                expect![[r#"
                2:3-2:28 warning form-unknown-label: The repository has no label `sig/quantum-teleportation`; write one that the repository has, or leave it out.
                3:3-3:15 warning form-unknown-label: The label `sig/rktnetes` was removed; write one that the repository has, or leave it out.
            "#]],
            ),
        ] {
            expected.assert_eq(&report(&RULE, text));
        }
        assert_eq!(
            fixed(
                &RULE,
                "labels: 'sig/nod, kind/bug'\r\n",
                Applicability::Safe
            ),
            "labels: 'sig/node, kind/bug'\r\n"
        );
    }

    #[test]
    fn without_labels_nothing_is_known() {
        let text = "labels: [sig/nod]\n";
        let form = Form::read(text);
        let context = FormContext {
            text,
            form: &form,
            labels: None,
        };
        let findings = check_form(&context, &Levels::default());
        assert!(findings.iter().all(|finding| finding.rule != &RULE));
    }
}
