//! `heading-level`: a section under a heading of another level than the template's.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{Draft, Heading};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "heading-level",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "A section has a heading of another level than in the template.",
        why: "A script that cuts an issue into its sections cuts at headings of one level. A section one level deeper is \
              taken for a part of the section before it, and one level higher for a new document.",
        bad: "### Symptoms\n\nPods stay in `ContainerCreating`.\n",
        good: "## Symptoms\n\nPods stay in `ContainerCreating`.\n",
        fix: "Writes as many `#` as the template does and leaves the words alone. An underlined heading becomes one with \
              `#`.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    for section in &context.issue.sections {
        let (heading, level) = (section.heading, section.specification.level);
        if heading.level == level {
            continue;
        }
        let marks = "#".repeat(usize::from(level));
        let name = &section.specification.name;
        let message = format!(
            "The section `{name}` has a heading of level {}; write `{marks} {name}`.",
            heading.level
        );
        let fix = Fix::safe(
            format!("Write `{marks}`"),
            vec![with_marks(draft, heading, &marks)],
        );
        findings.report(&RULE, heading.range, message).fix(fix);
    }
}

/// Only the marks of a heading with `#` change, so that the fix goes together with that of a misspelled name.
fn with_marks(draft: &Draft, heading: &Heading, marks: &str) -> Edit {
    if heading.setext {
        let words: Vec<&str> = draft.slice(heading.text).split_whitespace().collect();
        return Edit::replace(heading.range, format!("{marks} {}", words.join(" ")));
    }
    let old = usize::from(heading.level);
    Edit::replace(
        Range::new(heading.range.start, heading.range.start + old),
        marks,
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{all_findings, fixed, report};
    use crate::rules::{Applicability, fix_all};
    use expect_test::expect;

    #[test]
    fn only_the_sections_of_the_template_have_a_level() {
        let text = "# Title\n\n### Symptoms\n\n#### Details\n\nRoot cause\n===\n";
        expect![[r#"
            3:1-3:13 warning heading-level: The section `Symptoms` has a heading of level 3; write `## Symptoms`.
              safe fix: Write `##`
            7:1-7:11 warning heading-level: The section `Root cause` has a heading of level 1; write `## Root cause`.
              safe fix: Write `##`
        "#]]
        .assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            "# Title\n\n## Symptoms\n\n#### Details\n\n## Root cause\n"
        );
    }

    #[test]
    fn a_subheading_with_the_name_of_a_section_is_no_section() {
        assert_eq!(report(&RULE, "## Impact\n\n### Impact\n"), "");
    }

    #[test]
    fn a_misspelled_heading_of_the_wrong_level_is_mended_at_once() {
        for (text, expected) in [
            ("😀\r\n\r\n# symptoms #\r\n", "😀\r\n\r\n## Symptoms #\r\n"),
            ("####Symptoms\n", "## Symptoms\n"),
        ] {
            let findings = |text: &str| {
                let mut findings = all_findings(text);
                findings.retain(|finding| {
                    ["heading-level", "misspelled-section"].contains(&finding.rule.name)
                });
                findings
            };
            let fixed = fix_all(text, Applicability::Safe, findings);
            assert_eq!((fixed.text.as_str(), fixed.applied), (expected, 2));
        }
    }
}
