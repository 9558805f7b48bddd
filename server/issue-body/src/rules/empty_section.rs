//! `empty-section`: a section without an answer.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::template::{ListKind, MayLack, Stage};

pub(super) static RULE: Rule = Rule {
    name: "empty-section",
    level: Severity::Warning,
    level_when_resolved: Some(Severity::Error),
    availability: Availability::None,
    page: Page {
        summary: "Nothing but blanks and comments stands under the heading of a required section.",
        why: "An empty section looks done in an overview and says nothing. While an issue is open some answers are still \
              unknown, so this is a warning then; a resolved issue is what users read later, and it has to tell them.",
        bad: "## Symptoms\n\n<!-- What do users see? -->\n\n## Impact\n\nEvery node with NFS volumes.\n",
        good: "## Symptoms\n\nPods stay in `ContainerCreating`.\n\n## Impact\n\nEvery node with NFS volumes.\n",
        fix: "None: only a person knows the answer.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    if issue.may_lack(MayLack::Sections) {
        return;
    }
    for (position, specification) in issue.template.sections.iter().enumerate() {
        let Some(section) = issue.section(position) else {
            continue;
        };
        // What a form asks for is no section that everybody answers.
        if specification.field.is_some() {
            continue;
        }
        // A list of pull requests without one has a rule of its own, which knows that an open issue may lack it.
        if specification.list == Some(ListKind::PullRequests) || issue.is_answered(section) {
            continue;
        }
        let message = match issue.stage {
            Stage::Open => format!(
                "The section `{}` is empty; write what belongs there.",
                specification.name
            ),
            Stage::Resolved => format!(
                "The section `{}` is empty although the issue is resolved; write what belongs there.",
                specification.name
            ),
        };
        findings.report(&RULE, section.heading.range, message);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn blanks_comments_commands_and_bare_list_marks_are_no_answer() {
        let text = "## Symptoms\n\n<!-- a\n\nb -->\n\n## Root cause\n\nBinaries:\n- <!-- kubelet -->\n\n## Impact\n\n/sig node\n\n## Resolution\n\nWait.\n\n## PRs\n";
        expect![[r#"
            1:1-1:12 warning empty-section: The section `Symptoms` is empty; write what belongs there.
            7:1-7:14 warning empty-section: The section `Root cause` is empty; write what belongs there.
            12:1-12:10 warning empty-section: The section `Impact` is empty; write what belongs there.
        "#]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn it_is_an_error_once_the_issue_is_resolved() {
        expect![[r#"
            5:1-5:10 error empty-section: The section `Impact` is empty although the issue is resolved; write what belongs there.
        "#]]
        .assert_eq(&report(
            &RULE,
            "---\nstage: resolved\n---\n\n## Impact\n\n## Resolution\n\nDone.\n",
        ));
    }

    #[test]
    fn a_repeated_section_and_the_security_variant_are_left_alone() {
        for text in [
            "## Impact\n\nAll nodes.\n\n## Impact\n",
            "I am working with the Security Response Committee.\n\n## Impact\n",
        ] {
            assert_eq!(report(&RULE, text), "");
        }
    }
}
