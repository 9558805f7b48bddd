//! `duplicate-pr-reference`: the same pull request twice.

use std::collections::BTreeMap;

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{Draft, PullRequestLine, PullRequestReference};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-pr-reference",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "Two items refer to the same pull request.",
        why: "Whoever counts the cherry picks of a fix counts this one twice. Two items with the same number and different \
              branches are a slip of another kind: a pull request goes to one branch, so one of the numbers is wrong.",
        bad: "## PRs\n\n- #23456\n- #23457 (release-1.36)\n- #23456\n",
        good: "## PRs\n\n- #23456\n- #23457 (release-1.36)\n",
        fix: "Takes the later item out, where it says nothing that the first one does not say.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    let mut first_of: BTreeMap<(Option<String>, u64), (&PullRequestLine, &PullRequestReference)> =
        BTreeMap::new();
    for line in &context.issue.pull_requests {
        let (None, [reference]) = (line.problem, line.references.as_slice()) else {
            continue;
        };
        let repository = reference
            .repository
            .as_ref()
            .map(|name| name.to_lowercase());
        let (first_line, first) = *first_of
            .entry((repository, reference.number))
            .or_insert((line, reference));
        if first.range == reference.range {
            continue;
        }
        let written = draft.slice(reference.range);
        let advice = match (&first.branch, &reference.branch) {
            (Some(first), Some(later)) if first != later => {
                "with another branch; write the number of each pull request once"
            }
            (None, Some(_)) => "without its branch; take the other item out",
            _ => "already; take this item out",
        };
        let message = format!("The pull request `{written}` is listed {advice}.");
        findings
            .report(&RULE, reference.range, message)
            .related(first.range, format!("`{written}` is listed here."))
            .fix(removal(draft, first_line, line));
    }
}

/// Takes `line` out, where it says nothing that `first` does not say.
fn removal(draft: &Draft, first: &PullRequestLine, line: &PullRequestLine) -> Option<Fix> {
    let [reference] = line.references.as_slice() else {
        return None;
    };
    let says_more =
        line.item != reference.range && draft.slice(line.item) != draft.slice(first.item);
    let full = draft.full_line_at(line.line.start);
    // Lines behind an item that are no items belong to it; without it they would go on with the item before.
    let next = draft.slice(draft.line_at(full.end));
    let is_followed = full.end < draft.text.len()
        && !matches!(
            next.trim_start().chars().next(),
            None | Some('-' | '*' | '+' | '#')
        );
    (!says_more && !is_followed).then(|| Fix::safe("Take the item out", vec![Edit::delete(full)]))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{findings, fixed, report};
    use expect_test::expect;

    #[test]
    fn the_later_item_is_reported_and_the_first_is_named() {
        expect![[r##"
            6:3-6:6 warning duplicate-pr-reference: The pull request `#12` is listed already; take this item out.
              4:3-4:6 `#12` is listed here.
              safe fix: Take the item out
            7:3-7:6 warning duplicate-pr-reference: The pull request `#12` is listed without its branch; take the other item out.
              4:3-4:6 `#12` is listed here.
            8:3-8:6 warning duplicate-pr-reference: The pull request `#13` is listed with another branch; write the number of each pull request once.
              5:3-5:6 `#13` is listed here.
        "##]]
        .assert_eq(&report(
            &RULE,
            "😀\r\n## PRs\r\n\r\n- #12\r\n- #13 (release-1.31)\r\n- #12\r\n- #12 (release-1.30)\r\n- #13 (release-1.30)\r\n",
        ));
    }

    #[test]
    fn the_fix_takes_the_whole_line_out() {
        for (text, expected) in [
            (
                "## PRs\r\n- #12\r\n- #12\r\n- #12\r\n",
                "## PRs\r\n- #12\r\n",
            ),
            ("## PRs\n- o/r#12\n* O/R#12", "## PRs\n- o/r#12\n"),
            (
                "## PRs\n- https://github.com/o/r/pull/12\n- o/r#12\n\nText.\n",
                "## PRs\n- https://github.com/o/r/pull/12\n\nText.\n",
            ),
            (
                "## PRs\n- #12 (release-1.30)\n- #12 (release-1.30)\n- #12\n",
                "## PRs\n- #12 (release-1.30)\n",
            ),
        ] {
            assert_eq!(fixed(&RULE, text, Applicability::Safe), expected);
        }
    }

    #[test]
    fn an_item_that_says_more_is_left_to_the_writer() {
        for second in [
            "- #12 the cherry pick",
            "- [x] #12 (release-1.29)",
            "- #12\n  More text.",
            "- #12\nMore text.",
        ] {
            let found = findings(&RULE, &format!("## PRs\n- #12 (release-1.30)\n{second}\n"));
            assert_eq!((found.len(), &found[0].fix), (1, &None), "{second}");
        }
    }

    #[test]
    fn other_repositories_and_malformed_lines_are_other_pull_requests() {
        assert_eq!(
            report(&RULE, "## PRs\n- #12\n- o/r#12\n- o/s#12\n- PR 12\n"),
            ""
        );
    }
}
