//! `missing-pr-reference`: the section for the pull requests names none.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::template::ListKind;

pub(super) static RULE: Rule = Rule {
    name: "missing-pr-reference",
    level: Severity::Information,
    level_when_resolved: Some(Severity::Error),
    availability: Availability::None,
    page: Page {
        summary: "The section for the pull requests refers to none.",
        why: "While the fix is being written there may be nothing to refer to, so this is only a reminder. Once the issue \
              is resolved, the references are what a release manager follows from the release notes to the change, branch \
              by branch.",
        bad: "## PRs\n\nStill being written.\n",
        good: "## PRs\n\n- #23456\n- #23457 (release-1.36)\n",
        fix: "None: which pull request it is only a person can say.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    let section = issue.section_with_list(ListKind::PullRequests);
    let Some(section) = section.filter(|_| issue.pull_requests.is_empty()) else {
        return;
    };
    findings.report(
        &RULE,
        section.heading.range,
        format!(
            "The section `{}` refers to no pull request; write one an item, such as `- #23456`.",
            section.specification.name
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn a_resolved_issue_must_refer_to_its_fix() {
        expect![[r#"
            1:1-1:7 information missing-pr-reference: The section `PRs` refers to no pull request; write one an item, such as `- #23456`.
        "#]]
        .assert_eq(&report(&RULE, "## PRs\r\n\r\n- \r\n"));
        expect![[r#"
            4:1-4:7 error missing-pr-reference: The section `PRs` refers to no pull request; write one an item, such as `- #23456`.
        "#]]
        .assert_eq(&report(&RULE, "---\nstage: resolved\n---\n## PRs\n<!-- - #1 -->\n"));
    }

    #[test]
    fn a_reference_of_any_shape_and_an_absent_section_are_left_to_other_rules() {
        for text in [
            "## PRs\n- #1\n",
            "## PRs\nPR 1\n",
            "## PRs\n- #\n",
            "",
            "## Symptoms\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text}");
        }
    }
}
