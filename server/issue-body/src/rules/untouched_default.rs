//! `untouched-default`: a required field still holds what the form had written already.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::template::{Answer, is_default, read_answer};

pub(super) static RULE: Rule = Rule {
    name: "untouched-default",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "A required field still holds the text that the repository's form had written into it.",
        why: "To GitHub a form's own text is an answer, so an issue can be opened without one word about what was asked. \
              Whoever reads it has to ask again.",
        bad: "---\ntemplate: bug-report\n---\n\n### What happened?\n\nThe window is black.\n\n\
              ### Steps\n\n1. Start it with ...\n",
        good: "---\ntemplate: bug-report\n---\n\n### What happened?\n\nThe window is black.\n\n\
               ### Steps\n\n1. Start it with two screens.\n",
        fix: "None: only a person knows the answer.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    for section in &context.issue.sections {
        let specification = section.specification;
        let Some(field) = specification.field.as_ref().filter(|field| field.required) else {
            continue;
        };
        let Answer::Text(answer) = read_answer(draft, section, specification, field) else {
            continue;
        };
        if is_default(draft, answer, field) {
            let name = &specification.name;
            let message = format!(
                "This is still the form's own text for `{name}`; write what is true of this issue instead."
            );
            findings
                .report(&RULE, answer, message)
                .related_in_template(specification.place, "The form's text is here.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    fn steps(answer: &str) -> String {
        format!("---\ntemplate: bug-report\n---\n\n### Steps\n\n{answer}\n")
    }

    #[test]
    fn the_forms_own_text_is_reported_whatever_its_line_ends() {
        expect![[r#"
            7:1-7:21 warning untouched-default: This is still the form's own text for `Steps`; write what is true of this issue instead.
              8:1-8:1 The form's text is here.
        "#]].assert_eq(&report(&RULE, &steps("1. Start it with ...")));
        assert_ne!(
            report(
                &RULE,
                &steps("\r\n1. Start it with ...  \r\n").replace("\r\n\n", "\r\n")
            ),
            ""
        );
    }

    #[test]
    fn own_words_and_optional_fields_are_fine() {
        for text in [
            steps("1. Start it with ...\n2. Wait."),
            steps("2. Start."),
            steps("_No response_"),
        ] {
            assert_eq!(report(&RULE, &text), "", "{text}");
        }
        assert_eq!(
            fixed(&RULE, &steps("1. Start it with ..."), Applicability::Unsafe),
            steps("1. Start it with ..."),
            "nothing is invented"
        );
    }
}
