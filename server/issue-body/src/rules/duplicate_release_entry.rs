//! `duplicate-release-entry`: the same release entry twice.

use std::collections::BTreeMap;

use super::finding::{Findings, Fix, Severity, Tag};
use super::insertion::{block_lines, cut_lines};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{Closing, EntryShape, ReleaseEntry, ReleaseKey};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "duplicate-release-entry",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "A release entry stands in the draft twice.",
        why: "The second line says nothing new. Mostly it was copied to become another release, and that release is now \
              missing from the report.",
        bad: "```release\nresolved-in=v1.36.4\nresolved-in=v1.36.4\n```\n",
        good: "```release\nresolved-in=v1.36.4\n```\n",
        fix: "Removes the later line, or the whole block where nothing else is in it.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    let mut first_places: BTreeMap<(ReleaseKey, &str), Range> = BTreeMap::new();
    for block in &draft.body.release_blocks {
        let mut repeated: Vec<(&ReleaseEntry, Range)> = Vec::new();
        for entry in &block.entries {
            let EntryShape::WellFormed { key, value } = entry.shape else {
                continue;
            };
            let Some(key) = ReleaseKey::from_name(draft.slice(key)) else {
                continue;
            };
            let said = (key, draft.slice(value));
            match first_places.get(&said) {
                Some(first) => repeated.push((entry, *first)),
                None => {
                    first_places.insert(said, entry.line);
                }
            }
        }
        let says_nothing_new = repeated.len() == block.entries.len();
        let has_opening = !block.opening.is_empty();
        for (entry, first) in repeated {
            let line = Edit::delete(draft.full_line_at(entry.line.start));
            let whole = || cut_lines(draft, block_lines(draft, block));
            // A single fence without an entry would begin a code block: it goes too, or is mended first.
            let fix = match block.closing {
                _ if !says_nothing_new || block.nested => Some(("Remove the line", line)),
                Closing::Fence(_) => Some(("Remove the block", whole())),
                Closing::Broken(_) if !has_opening => Some(("Remove the block", whole())),
                Closing::Missing if !has_opening => Some(("Remove the line", line)),
                Closing::Broken(_) | Closing::Missing => None,
            };
            findings
                .report(
                    &RULE,
                    entry.line,
                    format!(
                        "`{}` is here a second time; write another release or remove the line.",
                        draft.slice(entry.line)
                    ),
                )
                .related(first, "The first one is here.")
                .tag(Tag::Unnecessary)
                .fix(fix.map(|(title, edit)| Fix::safe(title, vec![edit])));
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
    fn the_later_line_goes() {
        let text = "```release\r\nresolved-in=v1.2.3\r\nresolved-in=v1.3.4\r\nresolved-in=v1.2.3\r\n```\r\n";
        expect![[r#"
            4:1-4:19 warning duplicate-release-entry: `resolved-in=v1.2.3` is here a second time; write another release or remove the line.
              2:1-2:19 The first one is here.
              safe fix: Remove the line
        "#]]
        .assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            "```release\r\nresolved-in=v1.2.3\r\nresolved-in=v1.3.4\r\n```\r\n"
        );
    }

    #[test]
    fn a_block_that_says_nothing_new_goes_whole() {
        let block = "```release\nresolved-in=v1.2.3\nresolved-in=v1.3.4\n```\n";
        let text = format!("a\n\n{block}\nb\n\n{block}\nc\n");
        assert_eq!(
            fixed(&RULE, &text, Applicability::Safe),
            format!("a\n\n{block}\nb\n\nc\n")
        );
        let at_the_end = format!("{block}\n{}", block.trim_end());
        assert_eq!(fixed(&RULE, &at_the_end, Applicability::Safe), block);
        let tight = format!("{block}a\n{block}b\n");
        assert_eq!(
            fixed(&RULE, &tight, Applicability::Safe),
            format!("{block}a\n\nb\n")
        );
    }

    #[test]
    fn no_fence_is_left_alone() {
        let first = "```release\nresolved-in=v1.2.3\n```\n";
        for closing in ["```", "````", "`"] {
            let bare = format!("{first}\nresolved-in=v1.2.3\n{closing}\n\n## Symptoms\n");
            assert_eq!(
                fixed(&RULE, &bare, Applicability::Safe),
                format!("{first}\n## Symptoms\n"),
                "{closing}"
            );
        }
        // What is wrong with a fence is mended first.
        for unclosed in [
            "```release\nresolved-in=v1.2.3\n`\n",
            "```\nresolved-in=v1.2.3\n",
        ] {
            let text = format!("{first}\n{unclosed}\n## Symptoms\n");
            assert_eq!(fixed(&RULE, &text, Applicability::Safe), text);
        }
    }

    #[test]
    fn a_version_may_stand_under_both_keys() {
        assert_eq!(
            report(
                &RULE,
                "```release\nintroduced-in=v1.2.3\nresolved-in=v1.2.3\n```\n"
            ),
            ""
        );
    }
}
