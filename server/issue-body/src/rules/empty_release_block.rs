//! `empty-release-block`: a release block without an entry.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::Closing;

pub(super) static RULE: Rule = Rule {
    name: "empty-release-block",
    level: Severity::Warning,
    level_when_resolved: Some(Severity::Error),
    availability: Availability::None,
    page: Page {
        summary: "A release block holds no entry.",
        why: "A tool that reads the block finds no release in it, and the issue is missing from the report of every \
              branch. Once the issue is resolved the releases are known, so it is an error then.",
        bad: "```release\n```\n",
        good: "```release\nintroduced-in=v1.36.2\n```\n",
        fix: "None: only a person knows the release.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    for block in &draft.body.release_blocks {
        // Without its closing fence it is not empty but not finished, and an entry behind the opening word is one.
        let is_closed = block.closing != Closing::Missing;
        let has_more_words = draft.slice(block.info).contains(char::is_whitespace);
        if is_closed && block.entries.is_empty() && !has_more_words {
            findings.report(
                &RULE,
                block.opening.trimmed(&draft.text),
                "This release block is empty; write a line such as `introduced-in=v1.31.2` or `resolved-in=v1.31.4`.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn blank_lines_are_no_entry() {
        expect![[r#"
            2:1-2:11 warning empty-release-block: This release block is empty; write a line such as `introduced-in=v1.31.2` or `resolved-in=v1.31.4`.
        "#]]
        .assert_eq(&report(&RULE, "😀\r\n```release\r\n\r\n \r\n```\r\n"));
        assert!(report(&RULE, "---\nstage: resolved\n---\n```release\n```\n").contains("error"));
    }

    #[test]
    fn anything_written_in_it_and_a_block_not_yet_closed_are_left_to_other_rules() {
        for text in [
            "```release\nintroduced-\n```\n",
            "```release\n",
            "```release introduced-in=v1.2.3\n```\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text}");
        }
    }
}
