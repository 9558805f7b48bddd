//! `misspelled-section`: a heading that is nearly the name of a section.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::template::Spelling;
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "misspelled-section",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "A heading is nearly, but not quite, the name of a section.",
        why: "Whoever collects the sections of many issues looks for the template's own words. `Root Cause:` or `Impcat` \
              reads well to a person and is not found by a script, so the section counts as absent.",
        bad: "## Simptoms\n\nPods stay in `ContainerCreating`.\n",
        good: "## Symptoms\n\nPods stay in `ContainerCreating`.\n",
        fix: "Writes the name as the template does. A heading counts as misspelled when it differs in case, blanks or \
              punctuation, or in up to two letters, and only while no other heading has the right name.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for section in &context.issue.sections {
        if section.spelling == Spelling::Exact {
            continue;
        }
        let name = &section.specification.name;
        let heading = section.heading;
        let message = format!("The heading of the section `{name}` is misspelled; write `{name}`.");
        // Of `##Symptoms` the blank is missing as well.
        let is_glued = context.issue.draft.text[..heading.text.start].ends_with('#');
        let blank = if is_glued { " " } else { "" };
        let fix = Fix::safe(
            format!("Write `{name}`"),
            vec![Edit::replace(heading.text, format!("{blank}{name}"))],
        );
        findings.report(&RULE, heading.text, message).fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn case_blanks_punctuation_and_two_edits_are_told_from_another_name() {
        let text = "## SYMPTOMS\n## Root  cause:\n## Impcat ##\n## Resoluton\n## Pros\n";
        expect![[r#"
            1:4-1:12 warning misspelled-section: The heading of the section `Symptoms` is misspelled; write `Symptoms`.
              safe fix: Write `Symptoms`
            2:4-2:16 warning misspelled-section: The heading of the section `Root cause` is misspelled; write `Root cause`.
              safe fix: Write `Root cause`
            3:4-3:10 warning misspelled-section: The heading of the section `Impact` is misspelled; write `Impact`.
              safe fix: Write `Impact`
            4:4-4:13 warning misspelled-section: The heading of the section `Resolution` is misspelled; write `Resolution`.
              safe fix: Write `Resolution`
            5:4-5:8 warning misspelled-section: The heading of the section `PRs` is misspelled; write `PRs`.
              safe fix: Write `PRs`
        "#]]
        .assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            "## Symptoms\n## Root cause\n## Impact ##\n## Resolution\n## PRs\n"
        );
    }

    #[test]
    fn a_near_name_beside_the_section_itself_is_another_heading() {
        assert_eq!(report(&RULE, "## PRs\n\n- #1\n\n## Pros\n\n## Cons\n"), "");
    }

    #[test]
    fn emphasis_and_closing_marks_are_the_writers_business() {
        assert_eq!(
            report(&RULE, "## **Symptoms**\n\n## Impact ##\n\nPRs\n---\n"),
            ""
        );
    }

    #[test]
    fn a_heading_without_the_blank_behind_its_marks_is_mended() {
        let text = "😀\r\n##Symptoms\r\n\r\ntext\r\n\r\n##root cause\r\n";
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            "😀\r\n## Symptoms\r\n\r\ntext\r\n\r\n## Root cause\r\n"
        );
    }

    #[test]
    fn an_underlined_heading_keeps_its_line() {
        assert_eq!(
            fixed(&RULE, "Simptoms\n---\n", Applicability::Safe),
            "Symptoms\n---\n"
        );
    }
}
