//! `missing-release-block`: the draft does not say in which release the problem came, or in which it goes.

use super::finding::{Findings, Fix, Severity};
use super::insertion::{insert_block, release_block_offset};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{Closing, ReleaseBlock, ReleaseKey};
use crate::template::{BlockSpecification, Issue, MayLack, block};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "missing-release-block",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "No release block says `introduced-in`, or none says `resolved-in`.",
        why: "Reports on patch releases read two facts from these blocks and nothing else: since when the problem exists, \
              and which releases carry the fix. Without them the issue is in no report. A fix that is not released yet \
              leaves `resolved-in` open, so that is a warning until the issue is resolved. An entry without the fence \
              above it is text to every tool.",
        bad: "The mount fails since v1.36.2.\n",
        good: "```release\nintroduced-in=v1.36.2\n```\n\n```release\nresolved-in=v1.36.4\n```\n",
        fix: "Inserts the block with `vX.Y.Z` in the place of the version, which is reported until somebody writes the \
              release. Where entries stand without their fences, it writes the fences.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    if issue.may_lack(MayLack::ReleaseBlocks) {
        return;
    }
    let (text, blocks) = (&issue.draft.text, &issue.draft.body.release_blocks);
    let fenced = || blocks.iter().filter(|block| !block.opening.is_empty());
    // A block without a key of its own is reported as such, and stands for the first key that is missing.
    let mut standing_in = fenced().filter(|block| {
        let mut keys = ReleaseKey::ALL.into_iter();
        !keys.any(|key| block.means(key, text))
    });
    for specification in &issue.template.blocks {
        let key = specification.key;
        let has_key = |block: &&ReleaseBlock| block.means(key, text);
        if fenced().any(|block| has_key(&block)) {
            continue;
        }
        let bare = blocks
            .iter()
            .find(|block| block.opening.is_empty() && has_key(block));
        let severity = if specification.required_from > issue.stage {
            Severity::Warning
        } else {
            Severity::Error
        };
        if let Some(bare) = bare {
            report_bare(issue, bare, findings, severity);
        } else if standing_in.next().is_none() {
            report_missing(issue, specification, findings, severity);
        }
    }
}

/// Entries without the opening fence.
fn report_bare(
    issue: &Issue<'_>,
    block: &ReleaseBlock,
    findings: &mut Findings,
    severity: Severity,
) {
    let draft = issue.draft;
    let line_end = draft.line_end();
    let first = block
        .entries
        .first()
        .map_or(block.range, |entry| entry.line);
    let opening = Edit::insert(
        draft.line_at(first.start).start,
        format!("```release{line_end}"),
    );
    let closing = match block.closing {
        Closing::Missing => Some(Edit::insert(
            block.end_of_entries(),
            format!("{line_end}```"),
        )),
        Closing::Fence(fence) | Closing::Broken(fence) => {
            let line = draft.line_at(fence.start);
            (draft.slice(line) != "```").then(|| Edit::replace(line, "```"))
        }
    };
    let fences = [opening].into_iter().chain(closing).collect();
    findings
        .report(
            &RULE,
            first,
            "This release entry stands outside a release block; write \"```release\" on the line above it.",
        )
        .at(severity)
        .fix(Fix::safe("Write the fences", fences));
}

fn report_missing(
    issue: &Issue<'_>,
    specification: &BlockSpecification,
    findings: &mut Findings,
    severity: Severity,
) {
    let draft = issue.draft;
    let name = specification.key.name();
    let offset = release_block_offset(issue, specification.key);
    let parts = insert_block(draft, offset, block(specification));
    findings
        .report(
            &RULE,
            anchor(issue, specification.key),
            format!("There is no release block with `{name}`; write one with a line such as `{name}=v1.31.2`."),
        )
        .at(severity)
        .fix(Fix::skeleton(format!("Insert the `{name}` block"), offset, parts));
}

/// `resolved-in` is missed behind the block that it should follow, everything else at the top.
fn anchor(issue: &Issue<'_>, key: ReleaseKey) -> Range {
    let draft = issue.draft;
    let introduced = draft
        .body
        .release_blocks
        .iter()
        .find(|block| block.means(ReleaseKey::IntroducedIn, &draft.text));
    match (key, introduced) {
        (ReleaseKey::ResolvedIn, Some(block)) if !block.opening.is_empty() => block.opening,
        _ => draft.first_body_line(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn both_are_missed_in_an_empty_draft() {
        expect![[r#"
            1:1-1:1 error missing-release-block: There is no release block with `introduced-in`; write one with a line such as `introduced-in=v1.31.2`.
              safe fix: Insert the `introduced-in` block
            1:1-1:1 warning missing-release-block: There is no release block with `resolved-in`; write one with a line such as `resolved-in=v1.31.2`.
              safe fix: Insert the `resolved-in` block
        "#]]
        .assert_eq(&report(&RULE, ""));
        expect![[r#"
            ```release
            introduced-in=vX.Y.Z
            ```

            ```release
            resolved-in=vX.Y.Z
            ```
        "#]]
        .assert_eq(&fixed(&RULE, "", Applicability::Safe));
    }

    #[test]
    fn what_is_missing_goes_beside_what_is_there() {
        let introduced = "\u{feff}<!-- note -->\r\n\r\n```release\r\nintroduced-in=v1.2.3\r\n```\r\n## Symptoms\r\n";
        expect![[r#"
            3:1-3:11 warning missing-release-block: There is no release block with `resolved-in`; write one with a line such as `resolved-in=v1.31.2`.
              safe fix: Insert the `resolved-in` block
        "#]]
        .assert_eq(&report(&RULE, introduced));
        assert_eq!(
            fixed(&RULE, introduced, Applicability::Safe),
            introduced.replace(
                "## S",
                "\r\n```release\r\nresolved-in=vX.Y.Z\r\n```\r\n\r\n## S"
            )
        );
        let resolved = "Hello\n\n```release\nresolved-in=v1.2.3\n```\n";
        expect![[r#"
            Hello

            ```release
            introduced-in=vX.Y.Z
            ```

            ```release
            resolved-in=v1.2.3
            ```
        "#]]
        .assert_eq(&fixed(&RULE, resolved, Applicability::Safe));
    }

    #[test]
    fn a_directive_stays_above_the_blocks() {
        let text = "<!-- issue-ls: template=kubernetes-patch-release -->\n## Symptoms\n";
        let fixed = fixed(&RULE, text, Applicability::Safe);
        assert!(
            fixed.starts_with(
                "<!-- issue-ls: template=kubernetes-patch-release -->\n\n```release\nintroduced-in="
            ),
            "{fixed}"
        );
        assert!(fixed.ends_with("```\n\n## Symptoms\n"), "{fixed}");
    }

    #[test]
    fn it_is_an_error_once_the_issue_is_resolved() {
        let text = "---\nstage: resolved\n---\n```release\nintroduced-in=v1.2.3\n```\n";
        assert!(report(&RULE, text).starts_with("4:1-4:11 error"));
    }

    #[test]
    fn a_block_with_another_mistake_is_not_missing() {
        let resolved = "```release\nresolved-in=v1.2.4\n```\n";
        for introduced in [
            "~~~ Release\nintroduced-in=v1.2.3\n~~~\n",
            "```release\nintroduced-in: soon\n```\n",
            "```release\nintroduced-in=v1.2.3\n",
            "> ```release\n> introduced-in=v1.2.3\n> ```\n\n",
            "```release\n```\n",
            "```release\nfixed-in=v1.2.3\n```\n",
        ] {
            assert_eq!(
                report(&RULE, &format!("{introduced}{resolved}")),
                "",
                "{introduced}"
            );
        }
    }

    #[test]
    fn an_empty_block_stands_for_one_key_only() {
        assert_eq!(report(&RULE, "```release\n```\n").lines().count(), 2);
        assert_eq!(report(&RULE, "```release\n```\n\n```release\n```\n"), "");
    }

    #[test]
    fn entries_without_fences_get_them() {
        let text = "intro\r\n\r\nintroduced-in=v1.2.3\r\nintroduced-in=v1.3.4\r\n```\r\n\r\nresolved-in=v1.3.5\r\n\r\n## Symptoms\r\n";
        expect![[r#"
            3:1-3:21 error missing-release-block: This release entry stands outside a release block; write "```release" on the line above it.
              safe fix: Write the fences
            7:1-7:19 warning missing-release-block: This release entry stands outside a release block; write "```release" on the line above it.
              safe fix: Write the fences
        "#]]
        .assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            "intro\r\n\r\n```release\r\nintroduced-in=v1.2.3\r\nintroduced-in=v1.3.4\r\n```\r\n\r\n```release\r\nresolved-in=v1.3.5\r\n```\r\n\r\n## Symptoms\r\n"
        );
    }

    #[test]
    fn the_security_variant_needs_none() {
        assert_eq!(
            report(
                &RULE,
                "I am working with the Security Response Committee.\n"
            ),
            ""
        );
    }
}
