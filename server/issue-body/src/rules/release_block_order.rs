//! `release-block-order`: release blocks elsewhere than at the top, or in the wrong order.

use super::finding::{Findings, Fix, Severity};
use super::insertion::{block_lines, cut_lines, insert_lines, is_in_place, release_block_offset};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{Closing, Draft, ReleaseBlock, ReleaseKey};
use crate::template::Issue;
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "release-block-order",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "A release block stands behind the first section, or `resolved-in` stands before `introduced-in`.",
        why: "The template begins with the releases, so that people who scan many issues see at once which branches are \
              concerned. A block further down is easily missed, and updated last.",
        bad: "```release\nresolved-in=v1.36.4\n```\n\n```release\nintroduced-in=v1.36.2\n```\n\n## Symptoms\n",
        good: "```release\nintroduced-in=v1.36.2\n```\n\n```release\nresolved-in=v1.36.4\n```\n\n## Symptoms\n",
        fix: "Moves the whole block, line for line, as soon as both its fences are there.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    let draft = issue.draft;
    let movable = || {
        let blocks = draft.body.release_blocks.iter();
        // A nested block has to leave its quote first, and without an opening there is nothing to move.
        blocks.filter(|block| !block.nested && !block.opening.is_empty())
    };
    for block in movable().filter(|block| !is_in_place(issue, block)) {
        let Some(key) = ReleaseKey::ALL
            .into_iter()
            .find(|key| block.means(*key, &draft.text))
        else {
            continue;
        };
        let Some(first) = issue.sections.first() else {
            continue;
        };
        let name = &first.specification.name;
        let fix = may_move(draft, block).then(|| {
            let offset = release_block_offset(issue, key);
            Fix::safe(
                "Move the block to the top",
                move_block(issue, block, offset),
            )
        });
        findings
            .report(
                &RULE,
                block.opening.trimmed(&draft.text),
                format!("This release block stands behind the heading `{name}`; write it before the first section."),
            )
            .fix(fix);
    }
    check_keys(
        issue,
        movable()
            .filter(|block| is_in_place(issue, block))
            .collect(),
        findings,
    );
}

/// Reports the first block with `resolved-in` alone that stands before one with `introduced-in` alone.
fn check_keys(issue: &Issue<'_>, blocks: Vec<&ReleaseBlock>, findings: &mut Findings) {
    let draft = issue.draft;
    let means = |block: &ReleaseBlock, key| block.means(key, &draft.text);
    let of_one_key: Vec<(bool, &ReleaseBlock)> = blocks
        .into_iter()
        .map(|block| (means(block, ReleaseKey::ResolvedIn), block))
        .filter(|(resolves, block)| means(block, ReleaseKey::IntroducedIn) != *resolves)
        .collect();
    let mut ordered = of_one_key.clone();
    ordered.sort_by_key(|(resolves, _)| *resolves);
    let mut differing = of_one_key
        .iter()
        .zip(&ordered)
        .filter(|(here, there)| here != there);
    let Some(((_, resolving), (_, introducing))) = differing.clone().next() else {
        return;
    };
    // Each block takes the place of another, so that everything between them stays as it is.
    let fix = differing
        .clone()
        .all(|((_, block), _)| is_complete(block))
        .then(|| {
            let edits = differing
                .by_ref()
                .map(|((_, place), (_, block))| {
                    Edit::replace(
                        without_line_end(place),
                        draft.slice(without_line_end(block)),
                    )
                })
                .collect();
            Fix::safe("Put `introduced-in` first", edits)
        });
    findings
        .report(
            &RULE,
            resolving.opening.trimmed(&draft.text),
            "The block with `resolved-in` stands before the one with `introduced-in`; write `introduced-in` first.",
        )
        .related(
            introducing.opening.trimmed(&draft.text),
            "The block with `introduced-in` is here.",
        )
        .fix(fix);
}

const fn without_line_end(block: &ReleaseBlock) -> Range {
    Range::new(block.opening.start, block.range.end)
}

/// Whether the lines of a block are certain, so that moving them leaves the rest of the draft what it is.
const fn is_complete(block: &ReleaseBlock) -> bool {
    matches!(block.closing, Closing::Fence(_))
}

/// Whether a block can leave its place: a block before it that is not closed would be, by the next fence.
fn may_move(draft: &Draft, block: &ReleaseBlock) -> bool {
    let blocks = draft.body.release_blocks.iter();
    let mut up_to = blocks.take_while(|other| other.range.start <= block.range.start);
    up_to.all(is_complete)
}

fn move_block(issue: &Issue<'_>, block: &ReleaseBlock, offset: usize) -> Vec<Edit> {
    let draft = issue.draft;
    let lines = block_lines(draft, block);
    vec![
        cut_lines(draft, lines),
        insert_lines(draft, offset, draft.slice(lines)),
    ]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    const INTRODUCED: &str = "```release\nintroduced-in=v1.2.3\n```\n";
    const RESOLVED: &str = "```release\nresolved-in=v1.2.4\n```\n";

    #[test]
    fn swapped_blocks_are_one_finding() {
        let text = format!("{RESOLVED}\n{INTRODUCED}\n## Symptoms\n");
        expect![[r#"
            1:1-1:11 warning release-block-order: The block with `resolved-in` stands before the one with `introduced-in`; write `introduced-in` first.
              5:1-5:11 The block with `introduced-in` is here.
              safe fix: Put `introduced-in` first
        "#]]
        .assert_eq(&report(&RULE, &text));
        assert_eq!(
            fixed(&RULE, &text, Applicability::Safe),
            format!("{INTRODUCED}\n{RESOLVED}\n## Symptoms\n")
        );
    }

    #[test]
    fn blocks_behind_a_section_move_to_the_top() {
        let text = format!(
            "Hi\n\n## Symptoms\n\na\n\n{RESOLVED}\nb\n\n## Impact\n\n{}",
            INTRODUCED.trim_end()
        );
        expect![[r#"
            7:1-7:11 warning release-block-order: This release block stands behind the heading `Symptoms`; write it before the first section.
              safe fix: Move the block to the top
            15:1-15:11 warning release-block-order: This release block stands behind the heading `Symptoms`; write it before the first section.
              safe fix: Move the block to the top
        "#]]
        .assert_eq(&report(&RULE, &text));
        assert_eq!(
            fixed(&RULE, &text, Applicability::Safe),
            format!("{INTRODUCED}\n{RESOLVED}\nHi\n\n## Symptoms\n\na\n\nb\n\n## Impact\n")
        );
    }

    #[test]
    fn a_block_joins_the_one_that_is_in_place() {
        let text = format!("{INTRODUCED}## Symptoms\na\n{RESOLVED}b\n").replace('\n', "\r\n");
        assert_eq!(
            fixed(&RULE, &text, Applicability::Safe),
            format!("{INTRODUCED}\n{RESOLVED}\n## Symptoms\na\n\nb\n").replace('\n', "\r\n")
        );
    }

    #[test]
    fn several_late_blocks_keep_their_order() {
        let other = "```release\nintroduced-in=v1.3.0\n```\n";
        let text = format!("{RESOLVED}\n{INTRODUCED}\n{other}");
        assert_eq!(
            fixed(&RULE, &text, Applicability::Safe),
            format!("{INTRODUCED}\n{other}\n{RESOLVED}")
        );
    }

    #[test]
    fn a_block_with_both_keys_and_the_right_order_are_fine() {
        for text in [
            "```release\nresolved-in=v1.2.4\nintroduced-in=v1.2.3\n```\n\n## Symptoms\n".to_owned(),
            format!("{INTRODUCED}\n/sig node\n\n{RESOLVED}\n# Title\n\n## Symptoms\n"),
            format!("## Symptoms\n\n> {}", INTRODUCED.replace('\n', "\n> ")),
        ] {
            assert_eq!(report(&RULE, &text), "", "{text}");
        }
    }

    #[test]
    fn a_block_without_its_fence_waits() {
        let text = "## Symptoms\n\n```release\nintroduced-in=v1.2.3\n\n## Impact\n";
        assert_eq!(report(&RULE, text).lines().count(), 1);
    }
}
