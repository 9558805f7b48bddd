//! `unclosed-release-block`: a release block without its closing fence.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::Closing;
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "unclosed-release-block",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "The fence of a release block is never closed.",
        why: "GitHub shows everything below an open fence as code, headings included, up to the next fence. Tools read \
              the rest of the issue as entries of the block, or give up on it.",
        bad: "```release\nintroduced-in=v1.36.2\n\n## Symptoms\n",
        good: "```release\nintroduced-in=v1.36.2\n```\n\n## Symptoms\n",
        fix: "Writes the closing fence behind the last entry, or in the place of the line that was meant as one.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    for block in &draft.body.release_blocks {
        // A nested block has to move, entries without an opening need both fences: those are findings of other rules.
        if block.nested || block.opening.is_empty() {
            continue;
        }
        match block.closing {
            Closing::Missing => {
                let edit = Edit::insert(block.end_of_entries(), format!("{}```", draft.line_end()));
                findings
                    .report(
                        &RULE,
                        block.opening.trimmed(&draft.text),
                        "This release block is never closed; write a line with three backticks behind its last entry.",
                    )
                    .fix(Fix::safe("Write the closing fence", vec![edit]));
            }
            // Such a line is wrong beside this opening only when the opening itself is right.
            Closing::Broken(line) if block.opens_exactly(&draft.text) => {
                findings
                    .report(
                        &RULE,
                        line,
                        "This line does not close the release block; write exactly three backticks.",
                    )
                    .related(block.opening.trimmed(&draft.text), "The block begins here.")
                    .fix(Fix::safe(
                        "Write the closing fence",
                        vec![Edit::replace(draft.line_at(line.start), "```")],
                    ));
            }
            Closing::Broken(_) | Closing::Fence(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn a_forgotten_fence_is_written_behind_the_last_entry() {
        let text = "😀\r\n```release\r\nintroduced-in=v1.2.3\r\n\r\n```release\r\nresolved-in=v1.2.4\r\n\r\n## Symptoms\r\n";
        expect![[r#"
            2:1-2:11 error unclosed-release-block: This release block is never closed; write a line with three backticks behind its last entry.
              safe fix: Write the closing fence
            5:1-5:11 error unclosed-release-block: This release block is never closed; write a line with three backticks behind its last entry.
              safe fix: Write the closing fence
        "#]]
        .assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            "😀\r\n```release\r\nintroduced-in=v1.2.3\r\n```\r\n\r\n```release\r\nresolved-in=v1.2.4\r\n```\r\n\r\n## Symptoms\r\n"
        );
    }

    #[test]
    fn a_line_that_was_meant_as_the_fence_becomes_one() {
        for closing in ["``", "`", "~~~", "'''", "    ```", "```;", "´´´"] {
            let text = format!("```release\nintroduced-in=v1.2.3\n{closing}\n\n## Symptoms\n");
            let found = report(&RULE, &text);
            assert!(
                found.starts_with("3:") && found.lines().count() == 3,
                "{closing}: {found}"
            );
            assert_eq!(
                fixed(&RULE, &text, Applicability::Safe),
                "```release\nintroduced-in=v1.2.3\n```\n\n## Symptoms\n"
            );
        }
    }

    #[test]
    fn the_last_line_of_the_draft_needs_no_line_end() {
        assert_eq!(
            fixed(
                &RULE,
                "```release\nintroduced-in=v1.2.3",
                Applicability::Safe
            ),
            "```release\nintroduced-in=v1.2.3\n```"
        );
        assert_eq!(
            fixed(&RULE, "```release", Applicability::Safe),
            "```release\n```"
        );
    }

    #[test]
    fn a_longer_closing_fence_and_a_nested_block_are_left_to_other_rules() {
        for text in [
            "```release\nintroduced-in=v1.2.3\n````\n",
            "> ```release\n> introduced-in=v1.2.3\n",
            "~~~release\nintroduced-in=v1.2.3\n```\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text}");
        }
    }
}
