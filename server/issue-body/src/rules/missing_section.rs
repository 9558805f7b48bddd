//! `missing-section`: a section of the template is absent.

use super::absence::report_absence;
use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::template::MayLack;

pub(super) static RULE: Rule = Rule {
    name: "missing-section",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "A section that the template requires is absent.",
        why: "People and scripts that follow many patch releases look for the same sections in every issue. Where one is \
              absent somebody has to ask, and the answer ends in a comment that nobody finds again. Each missing section \
              is reported once, at the section that it should follow.",
        bad: "## Symptoms\n\nPods stay in `ContainerCreating`.\n\n\
              ## Root cause\n\nBinaries:\n- kubelet\n\n\
              ## Resolution\n\nRetry the mount.\n\n\
              ## PRs\n\n- #23456\n",
        good: "## Symptoms\n\nPods stay in `ContainerCreating`.\n\n\
               ## Root cause\n\nBinaries:\n- kubelet\n\n\
               ## Impact\n\nEvery node with NFS volumes.\n\n\
               ## Resolution\n\nRetry the mount.\n\n\
               ## PRs\n\n- #23456\n",
        fix: "Inserts the heading with a comment that says what belongs there. The section is reported as empty until \
              somebody answers it.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    if issue.may_lack(MayLack::Sections) {
        return;
    }
    for (position, specification) in issue.template.sections.iter().enumerate() {
        // What a form asks for is no section that everybody wants.
        if specification.field.is_some() || issue.section(position).is_some() {
            continue;
        }
        let name = &specification.name;
        let marks = "#".repeat(usize::from(specification.level));
        let message = format!(
            "The section `{name}` is missing; write `{marks} {name}` and below it what belongs there."
        );
        report_absence(issue, position, &RULE, message, findings)
            .related_in_template(specification.place, "The template has it here.");
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    const DRAFT: &str =
        "## Symptoms\n\na\n\n## Impact\n\nb\n\n## Resolution\n\nc\n\n## PRs\n\n- #1\n";

    #[test]
    fn each_missing_section_is_reported_at_the_one_that_it_follows() {
        expect![[r#"
            1:1-1:12 error missing-section: The section `Root cause` is missing; write `## Root cause` and below it what belongs there.
              safe fix: Insert the section `Root cause`
        "#]]
        .assert_eq(&report(&RULE, DRAFT));
    }

    #[test]
    fn the_fix_puts_it_in_its_place() {
        expect![[r#"
            ## Symptoms

            a

            ## Root cause

            <!-- Explain what goes wrong and in which components, and list the binaries that carry it. -->

            Binaries:
            - <!-- kubelet -->

            ## Impact

            b

            ## Resolution

            c

            ## PRs

            - #1
        "#]]
        .assert_eq(&fixed(&RULE, DRAFT, Applicability::Safe));
    }

    #[test]
    fn line_ends_stay_those_of_the_draft() {
        let text = fixed(&RULE, &DRAFT.replace('\n', "\r\n"), Applicability::Safe);
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert!(text.contains("a\r\n\r\n## Root cause\r\n\r\n<!--"));
    }

    #[test]
    fn an_empty_draft_misses_all_sections_on_its_first_line() {
        let report_of_nothing = report(&RULE, "");
        assert_eq!(
            report_of_nothing
                .lines()
                .filter(|line| line.starts_with("1:1-1:1 error"))
                .count(),
            5
        );
        let text = fixed(&RULE, "no line end", Applicability::Safe);
        assert!(
            text.starts_with("no line end\n\n## Symptoms\n\n<!--"),
            "{text}"
        );
        assert_eq!(report(&RULE, &text), "");
    }

    #[test]
    fn nothing_is_put_into_a_code_block_that_nothing_closes() {
        let text = "## Symptoms\n\n```\nlog\n";
        let report = report(&RULE, text);
        assert_eq!(report.lines().count(), 4, "no fix: {report}");
        assert_eq!(fixed(&RULE, text, Applicability::Safe), text);
    }

    #[test]
    fn the_security_variant_needs_no_section() {
        assert_eq!(
            report(
                &RULE,
                "The owner is working with the product security team on a resolution.\n"
            ),
            ""
        );
    }
}
