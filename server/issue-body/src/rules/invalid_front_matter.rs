//! `invalid-front-matter`: front matter that cannot be read, or that says what nobody understands.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::Spanned;
use crate::template::{Stage, template_called};
use crate::text::nearest;

pub(super) static RULE: Rule = Rule {
    name: "invalid-front-matter",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The front matter is no valid YAML, or a value in it has the wrong type or an unknown name.",
        why: "What cannot be read does not count: labels in it are not set, and a misspelled stage or template leaves the \
              draft to be checked as something that it is not.",
        bad: "---\ntitle: Volumes stay attached\nstage: resloved\n---\n",
        good: "---\ntitle: Volumes stay attached\nstage: resolved\n---\n",
        fix: "None.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    let Some(front) = draft.envelope.front_matter() else {
        return;
    };
    for problem in &front.problems {
        findings.report(&RULE, problem.range, problem.message.as_str());
    }
    let stages = Stage::ALL.map(Stage::name);
    let variants = context.issue.template.variants.iter();
    let variants: Vec<&str> = [STANDARD]
        .into_iter()
        .chain(variants.map(|variant| variant.name.as_str()))
        .collect();
    let templates: Vec<&str> = context
        .templates
        .iter()
        .map(|template| template.name.as_str())
        .collect();
    for (what, value, known) in [
        ("stage", &front.stage, stages.as_slice()),
        ("variant", &front.variant, &variants),
        ("template", &front.template, &templates),
    ] {
        let Some(value) = value else { continue };
        let is_other_name =
            what == "template" && template_called(&value.value, context.templates).is_some();
        if !is_other_name {
            check_name(what, value, known, findings);
        }
    }
}

/// The kind of issue that is no variant.
const STANDARD: &str = "standard";

fn check_name(what: &str, value: &Spanned<String>, known: &[&str], findings: &mut Findings) {
    let name = value.value.as_str();
    if name.is_empty() || known.contains(&name) {
        return;
    }
    let advice = known_names(name, known);
    findings.report(
        &RULE,
        value.range,
        format!(
            "No {what} is called `{}`; write {advice}.",
            name.lines().next().unwrap_or_default()
        ),
    );
}

/// What to write instead of `name`: the nearest of the `known` names, else any of them.
pub(super) fn known_names(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("`{nearest}` if that is meant"),
        None => format!("`{}`", known.join("` or `")),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::find;
    use crate::rules::testing::{findings, report};
    use expect_test::expect;

    #[test]
    fn unknown_names_are_told_with_the_known_ones() {
        expect![[r#"
            2:8-2:12 error invalid-front-matter: No stage is called `done`; write `open` or `resolved`.
            3:10-3:18 error invalid-front-matter: No variant is called `Security`; write `security` if that is meant.
            4:11-4:25 error invalid-front-matter: No template is called `bug report 😀`; write `kubernetes-patch-release` or `bug-report`.
        "#]]
        .assert_eq(&report(
            &RULE,
            "---\r\nstage: done\r\nvariant: Security\r\ntemplate: \"bug report 😀\"\r\n---\r\n",
        ));
    }

    #[test]
    fn wrong_types_are_told_where_they_stand() {
        expect![[r#"
            2:9-2:10 error invalid-front-matter: `labels` is a number; write a list, or names separated by commas.
            3:12-3:16 error invalid-front-matter: `milestone` is a number, not text; put the value in quotes.
        "#]]
        .assert_eq(&report(&RULE, "---\nlabels: 3\nmilestone: 1.36\n---\n"));
    }

    #[test]
    fn half_typed_front_matter_is_one_finding_on_one_line() {
        for yaml in [
            "labels: [",
            "labels: [sig/node,\ntitle: x",
            "lab",
            "title: \"x",
            "a: b: c",
            "labels:\n- {a: b}\n",
            "assignees:\n  a:\n    b: c",
        ] {
            for line_end in ["\n", "\r\n"] {
                let text = format!("---\n{yaml}\n---\n").replace('\n', line_end);
                let found = findings(&RULE, &text);
                assert_eq!(found.len(), 1, "{text}");
                let place = &text.as_str()[found[0].range];
                assert!(!place.contains(['\n', '\r']), "{place:?} in {text}");
                assert!(!found[0].message.contains('\n'), "{}", found[0].message);
            }
        }
    }

    #[test]
    fn an_empty_value_says_nothing() {
        for yaml in [
            "",
            "stage:",
            "stage: \"\"",
            "variant: standard",
            "name: Bug\nabout: x",
        ] {
            assert_eq!(report(&RULE, &format!("---\n{yaml}\n---\n")), "", "{yaml}");
        }
    }

    #[test]
    fn a_template_may_be_called_by_any_of_its_names() {
        for name in ["bug-report", "Bug report", "bug-report.yml"] {
            assert_eq!(
                report(&RULE, &format!("---\ntemplate: {name}\n---\n")),
                "",
                "{name}"
            );
            let comment = format!("<!-- issue-ls: template={name} -->\n");
            let found = report(find("invalid-directive").expect("a rule"), &comment);
            assert_eq!(found, "", "{name}");
        }
    }
}
