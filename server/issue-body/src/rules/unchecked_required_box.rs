//! `unchecked-required-box`: a box that the form requires is not ticked.

use super::absence::report_absence;
use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::template::{Answer, AnswerKind, AnsweredBox, CheckBox, is_same_text, read_answer};
use crate::text::nearest;

pub(super) static RULE: Rule = Rule {
    name: "unchecked-required-box",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A box that the repository's form requires is not ticked, or not there.",
        why: "Such a box is a promise: that the code of conduct is accepted, that known issues were searched, that no \
              secret is in the log. In the browser an issue cannot be opened without it.",
        bad: "---\ntemplate: bug-report\n---\n\n### What happened?\n\nThe window is black.\n\n\
              ### Before you send this\n\n- [ ] I have looked for an issue that reports the same.\n",
        good: "---\ntemplate: bug-report\n---\n\n### What happened?\n\nThe window is black.\n\n\
               ### Before you send this\n\n- [x] I have looked for an issue that reports the same.\n\n\
               ### Code of conduct\n\n- [x] I follow it.\n",
        fix: "Inserts the heading with its boxes, none ticked, where all of it is absent. A box is never ticked: that is a \
              person's word.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    for (position, specification) in issue.template.sections.iter().enumerate() {
        let Some(field) = &specification.field else {
            continue;
        };
        let AnswerKind::Boxes(boxes) = &field.answer else {
            continue;
        };
        let required: Vec<&CheckBox> = boxes.iter().filter(|one| one.required).collect();
        let Some(first) = required.first() else {
            continue;
        };
        let name = &specification.name;
        let here = "The boxes are required here.";
        let Some(section) = issue.section(position) else {
            let message = format!(
                "The form requires the box `{}` under `{name}`; write the section and tick the box if you agree.",
                first.label.trim()
            );
            report_absence(issue, position, &RULE, message, findings)
                .related_in_template(specification.place, here);
            continue;
        };
        let answered = match read_answer(issue.draft, section, specification, field) {
            Answer::Boxes(answered) => answered,
            _ => Vec::new(),
        };
        for wanted in required {
            let label = wanted.label.trim();
            let mut same = answered
                .iter()
                .filter(|one| is_same_text(context.slice(one.label), label));
            let is_like = |one: &&AnsweredBox| {
                let written = context.slice(one.label);
                let is_other = |other: &CheckBox| is_same_text(written, &other.label);
                !boxes.iter().any(is_other) && nearest(written, [label]).is_some()
            };
            let (place, message) = match (same.clone().next(), answered.iter().find(is_like)) {
                (Some(_), _) if same.any(|one| one.is_ticked) => continue,
                (None, Some(like)) => (
                    like.range,
                    format!(
                        "The form requires the box `{label}`, and this one says something else; write the form's words."
                    ),
                ),
                (Some(found), _) => (
                    found.range,
                    format!(
                        "The form requires the box `{label}`; tick it with `[x]` if you agree."
                    ),
                ),
                (None, None) => (
                    section.heading.range,
                    format!(
                        "The box `{label}`, which the form requires, is missing here; write `- [x] {label}` if you agree."
                    ),
                ),
            };
            findings
                .report(&RULE, place, message)
                .related_in_template(specification.place, here);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    const BEFORE: &str = "---\ntemplate: bug-report\n---\n\n### Code of conduct\n\n- [x] I follow it.\n\n### Before you send this\n\n";

    #[test]
    fn a_box_that_is_not_ticked_and_one_that_is_not_there_are_reported() {
        for (boxes, place) in [
            (
                "- [ ] I have looked for an issue that reports the same.\n",
                "11:3-11:56",
            ),
            (
                "* [] I have looked for an issue that reports the same.\r\n",
                "11:3-11:55",
            ),
            ("- [x] I can help to mend it.\n", "9:1-9:25"),
            ("- [x] I have looked.\n", "9:1-9:25"),
            ("Yes.\n", "9:1-9:25"),
            ("", "9:1-9:25"),
        ] {
            let found = report(&RULE, &format!("{BEFORE}{boxes}"));
            assert_eq!(found.matches("error").count(), 1, "{boxes}: {found}");
            assert!(
                found.starts_with(place) && !found.contains("fix:"),
                "{boxes}: {found}"
            );
        }
        expect![[r#"
            11:3-11:56 error unchecked-required-box: The form requires the box `I have looked for an issue that reports the same.`; tick it with `[x]` if you agree.
              12:1-12:1 The boxes are required here.
        "#]].assert_eq(&report(&RULE, &format!("{BEFORE}- [ ] I have looked for an issue that reports the same.\n")));
    }

    #[test]
    fn a_list_that_is_absent_is_inserted_without_a_tick() {
        let text = BEFORE
            .split("### Before")
            .next()
            .expect("there is a beginning");
        let fixed = fixed(&RULE, text, Applicability::Safe);
        assert!(fixed.ends_with("### Before you send this\n\n- [ ] I have looked for an issue that reports the same.\n- [ ] I can help to mend it.\n\n### Code of conduct\n\n- [x] I follow it.\n\n"), "{fixed}");
        assert_eq!(report(&RULE, &fixed).matches("error").count(), 1);
    }

    #[test]
    fn a_ticked_box_is_fine_however_it_is_written() {
        for mark in ["- [x]", "- [X]", "* [x]  ", "  + [x]"] {
            let text =
                format!("{BEFORE}{mark} I have looked for an issue that reports the same.\n");
            assert_eq!(report(&RULE, &text), "", "{mark}");
        }
    }

    #[test]
    fn a_box_with_nearly_its_words_is_shown() {
        let text = "---\ntemplate: bug-report\n---\n### Code of conduct\n\n- [x] i follow it\n";
        let found = report(&RULE, text);
        assert!(found.contains("6:3-6:18 error"), "{found}");
    }
}
