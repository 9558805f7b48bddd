//! `malformed-release-fence`: fences around release entries that are not exactly what tools look for.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{Closing, Draft, OPENING, ReleaseBlock, ReleaseKey};
use crate::text::{Edit, Range};

/// The closing line as it has to be.
const CLOSING: &str = "```";

pub(super) static RULE: Rule = Rule {
    name: "malformed-release-fence",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "A fence of a release block is not exactly three backticks, the opening one with the word `release`.",
        why: "Markdown knows many ways to write a fence; tools that cut the block out of an issue look for one: three \
              backticks at the start of the line, `release` right behind the first ones. Everything else is just a code \
              block to them.",
        bad: "~~~ Release\nintroduced-in=v1.36.2\n~~~\n",
        good: "```release\nintroduced-in=v1.36.2\n```\n",
        fix: "Writes both fences, and removes the blanks before the lines of an indented block. There is none for a block \
              in a quote or a list, which has to move; other words behind `release` are removed only when somebody \
              agrees.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    for block in &draft.body.release_blocks {
        let opening = block.opening.trimmed(&draft.text);
        if block.nested {
            findings.report(
                &RULE,
                opening,
                "This release block stands in a quote or a list, where no tool looks for it; write it at the start of its lines.",
            );
        } else if block.opening.is_empty() {
            // Entries without any opening line are the business of `missing-release-block`.
        } else if !block.opens_exactly(&draft.text) {
            let message = format!(
                "\"{}\" does not open a release block for tools; write exactly \"{OPENING}\" at the start of the line.",
                draft.slice(opening)
            );
            findings
                .report(&RULE, opening, message)
                .fix(mend(draft, block));
        } else if let Closing::Fence(fence) = block.closing
            && !closes_well(draft, fence)
        {
            findings
                .report(
                    &RULE,
                    fence,
                    "The closing fence is not exactly three backticks at the start of its line; write those.",
                )
                .fix(mend(draft, block));
        }
    }
}

fn closes_well(draft: &Draft, fence: Range) -> bool {
    draft
        .slice(draft.line_at(fence.start))
        .trim_end_matches([' ', '\t'])
        == CLOSING
}

/// Rewrites both fences of a block at top level and removes the indentation of its entries.
fn mend(draft: &Draft, block: &ReleaseBlock) -> Fix {
    let mut edits = Vec::new();
    let mut loses_words = false;
    if !block.opens_exactly(&draft.text) {
        let mut opening = OPENING.to_owned();
        let words = draft.slice(block.info).split_once(char::is_whitespace);
        if let Some((_, words)) = words {
            if is_entry(words.trim()) {
                opening.push_str(draft.line_end());
                opening.push_str(words.trim());
            } else {
                loses_words = true;
            }
        }
        edits.push(Edit::replace(draft.line_at(block.opening.start), opening));
    }
    for entry in &block.entries {
        let indentation = Range::new(draft.line_at(entry.line.start).start, entry.line.start);
        if !indentation.is_empty() {
            edits.push(Edit::delete(indentation));
        }
    }
    match block.closing {
        Closing::Fence(fence) | Closing::Broken(fence) if !closes_well(draft, fence) => {
            edits.push(Edit::replace(draft.line_at(fence.start), CLOSING));
        }
        _ => {}
    }
    let title = "Write the fences as tools expect them";
    if loses_words {
        Fix::r#unsafe(title, edits)
    } else {
        Fix::safe(title, edits)
    }
}

/// Whether the words behind `release` are an entry whose line end was forgotten.
fn is_entry(words: &str) -> bool {
    let key = words.split_once('=').map(|(key, _)| key);
    key.is_some_and(|key| ReleaseKey::nearest(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{findings, fixed, report};
    use expect_test::expect;

    #[test]
    fn every_opening_but_the_right_one_is_mended() {
        for opening in [
            "``release",
            "````release",
            "~~~release",
            "``` release",
            " ```release",
            "```Release",
            "```releases",
            "```relaese",
            "```",
            "'''release",
            "release",
        ] {
            let text = format!("{opening}\nintroduced-in=v1.2.3\n```\n\n## Symptoms\n");
            let found = report(&RULE, &text);
            assert!(
                found.starts_with("1:") && found.lines().count() == 2,
                "{opening}: {found}"
            );
            assert_eq!(
                fixed(&RULE, &text, Applicability::Safe),
                "```release\nintroduced-in=v1.2.3\n```\n\n## Symptoms\n"
            );
        }
    }

    #[test]
    fn the_message_says_what_stands_there_and_what_to_write() {
        expect![[r#"
            2:3-2:15 warning malformed-release-fence: "```` Release" does not open a release block for tools; write exactly "```release" at the start of the line.
              safe fix: Write the fences as tools expect them
        "#]]
        .assert_eq(&report(
            &RULE,
            "😀\n  ```` Release\n  introduced-in=v1.2.3\n  ````\n",
        ));
    }

    #[test]
    fn a_closing_fence_that_only_markdown_accepts_is_mended() {
        for closing in ["````", " ```", "  `````` "] {
            let text = format!("```release\r\nintroduced-in=v1.2.3\r\n{closing}\r\n");
            assert!(report(&RULE, &text).starts_with("3:"), "{closing}");
            assert_eq!(
                fixed(&RULE, &text, Applicability::Safe),
                "```release\r\nintroduced-in=v1.2.3\r\n```\r\n"
            );
        }
    }

    #[test]
    fn an_indented_block_loses_its_indentation() {
        assert_eq!(
            fixed(
                &RULE,
                "  ~~~release\n  introduced-in=v1.2.3\n introduced-in=v1.3.4\n  ~~~\n",
                Applicability::Safe
            ),
            "```release\nintroduced-in=v1.2.3\nintroduced-in=v1.3.4\n```\n"
        );
    }

    #[test]
    fn words_behind_release_are_never_lost_unasked() {
        assert_eq!(
            fixed(
                &RULE,
                "```release introduced-in=v1.2.3\n```\n",
                Applicability::Safe
            ),
            "```release\nintroduced-in=v1.2.3\n```\n"
        );
        let text = "```release notes\nintroduced-in=v1.2.3\n```\n";
        assert_eq!(fixed(&RULE, text, Applicability::Safe), text);
        assert_eq!(
            fixed(&RULE, text, Applicability::Unsafe),
            "```release\nintroduced-in=v1.2.3\n```\n"
        );
    }

    #[test]
    fn a_nested_block_has_no_fix() {
        for text in [
            "> ```release\n> introduced-in=v1.2.3\n> ```\n",
            "- x\n\n  ```release\n  introduced-in=v1.2.3\n  ```\n",
        ] {
            let found = findings(&RULE, text);
            assert!(found.len() == 1 && found[0].fix.is_none(), "{text}");
        }
    }

    #[test]
    fn blocks_of_other_kinds_are_left_alone() {
        for text in [
            "```release-note\nNONE\n```\n",
            "```\ntext\n```\n",
            "````markdown\n```Release\n```\n````\n",
            "```release  \nintroduced-in=v1.2.3\n``` \n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text}");
        }
    }
}
