//! `missing-answer`: a field that the form requires has no answer.

use super::absence::report_absence;
use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::template::{Answer, AnswerKind, DOT, NO_RESPONSE, answer_content, read_answer};

pub(super) static RULE: Rule = Rule {
    name: "missing-answer",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A field that the repository's form requires is absent or has no answer.",
        why: "GitHub holds people to the required fields of a form in the browser only. gh, scripts and the API send what \
              they are given, and the maintainers, or a bot of theirs, close what lacks the answers. `_No response_` and a \
              lone `.` are no answers.",
        bad: "---\ntemplate: bug-report\n---\n\n### Version\n\n1.2\n\n### Steps\n\n_No response_\n",
        good: "---\ntemplate: bug-report\n---\n\n### What happened?\n\nThe window is black.\n\n\
               ### Version\n\n1.2\n\n### Steps\n\n1. Start it with two screens.\n",
        fix: "Inserts the heading of a field that is absent, with a comment that says what belongs there. There is none \
              for a field without an answer: only a person knows it.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    for (position, specification) in issue.template.sections.iter().enumerate() {
        let Some(field) = specification.field.as_ref().filter(|field| field.required) else {
            continue;
        };
        // Of a list of boxes each is required for itself.
        if matches!(field.answer, AnswerKind::Boxes(_)) {
            continue;
        }
        let name = &specification.name;
        let required = format!("The form requires `{name}`.");
        let Some(section) = issue.section(position) else {
            let marks = "#".repeat(usize::from(specification.level));
            let message = format!(
                "The form requires an answer to `{name}`; write `{marks} {name}` and the answer below it."
            );
            report_absence(issue, position, &RULE, message, findings)
                .related_in_template(specification.place, required);
            continue;
        };
        let content = answer_content(issue.draft, section, specification, field);
        let problem = match issue.draft.slice(content) {
            DOT => "a dot is none",
            NO_RESPONSE => "this says that there is none",
            _ if read_answer(issue.draft, section, specification, field) == Answer::None => {
                "there is none"
            }
            _ => continue,
        };
        let message =
            format!("The form requires an answer to `{name}`, and {problem}; write the answer.");
        findings
            .report(&RULE, section.heading.range, message)
            .related_in_template(specification.place, required);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    const FORM: &str = "---\ntemplate: bug-report\n---\n";

    #[test]
    fn what_says_nothing_is_no_answer() {
        for content in ["", "\n\n", "_No response_", ".", "<!-- What you see. -->"] {
            let text = format!(
                "{FORM}### What happened?\r\n\r\n{content}\r\n\r\n### Steps\r\n\r\n1. Start.\r\n"
            );
            let found = report(&RULE, &text);
            assert!(found.starts_with("4:1-4:19 error missing-answer: The form requires an answer to `What happened?`, and "), "{content:?}: {found}");
            assert_eq!(found.matches("error").count(), 1);
        }
        expect![[r#"
            4:1-4:19 error missing-answer: The form requires an answer to `What happened?`, and a dot is none; write the answer.
              11:1-11:1 The form requires `What happened?`.
        "#]].assert_eq(&report(&RULE, &format!("{FORM}### What happened?\n\n.\n\n### Steps\n\nx\n")));
    }

    #[test]
    fn a_field_that_is_absent_is_inserted_where_it_belongs() {
        let text = format!("{FORM}### What happened?\n\nIt breaks.\n\n### Log\n\nnone\n");
        expect![[r#"
            4:1-4:19 error missing-answer: The form requires an answer to `Steps`; write `### Steps` and the answer below it.
              11:1-11:1 The form requires `Steps`.
              safe fix: Insert the section `Steps`
        "#]].assert_eq(&report(&RULE, &text));
        let fixed = fixed(&RULE, &text, Applicability::Safe);
        expect![[r#"
            ---
            template: bug-report
            ---
            ### What happened?

            It breaks.

            ### Steps

            1. Start it with ...

            ### Log

            none
        "#]]
        .assert_eq(&fixed);
        assert_eq!(
            report(&RULE, &fixed),
            "",
            "the form's own text is for another rule"
        );
    }

    #[test]
    fn optional_fields_and_answers_of_every_sort_are_fine() {
        let text = format!(
            "{FORM}## What happened?\n\n```\nlog\n```\n\n### Steps\n\n/sig node\n\n### Version\n\n### Platform\n\n_No response_\n"
        );
        assert_eq!(report(&RULE, &text), "");
    }
}
