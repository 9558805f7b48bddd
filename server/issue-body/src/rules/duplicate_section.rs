//! `duplicate-section`: the same section twice.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};

pub(super) static RULE: Rule = Rule {
    name: "duplicate-section",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "A section of the template stands in the draft more than once.",
        why: "A reader, and every script, takes the first section of a name and stops there. What the second one says, \
              often the newer text, is lost.",
        bad: "## Impact\n\nEvery node with NFS volumes.\n\n## Impact\n\nOnly nodes with NFS 4.\n",
        good: "## Impact\n\nOnly nodes with NFS 4.\n",
        fix: "None: only a person knows which text counts, or how the two become one.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for section in &context.issue.sections {
        let first = context.issue.section(section.position);
        let Some(first) = first.filter(|first| first.range != section.range) else {
            continue;
        };
        let name = &section.specification.name;
        findings
            .report(
                &RULE,
                section.heading.range,
                format!("The section `{name}` is here a second time; write what belongs there under the first one."),
            )
            .related(first.heading.range, "The first one is here.");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn every_later_section_names_the_first() {
        expect![[r#"
            5:1-5:10 error duplicate-section: The section `Impact` is here a second time; write what belongs there under the first one.
              1:1-1:10 The first one is here.
            7:1-7:11 error duplicate-section: The section `Impact` is here a second time; write what belongs there under the first one.
              1:1-1:10 The first one is here.
        "#]]
        .assert_eq(&report(
            &RULE,
            "## Impact\n\na\n\n## Impact\nb\n## impact: \n",
        ));
    }

    #[test]
    fn headings_inside_a_section_or_a_quote_are_not_counted() {
        assert_eq!(
            report(
                &RULE,
                "## Impact\n\n### Impact\n\n> ## Impact\n\n```\n## Impact\n```\n"
            ),
            ""
        );
    }
}
