//! `malformed-pr-reference`: a line that means a pull request and is not written as one.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{Draft, PullRequestLine, PullRequestProblem, PullRequestReference};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "malformed-pr-reference",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A line of the pull request section is not one item with one pull request at its front.",
        why: "GitHub links `#23456` and shows there whether the pull request is merged; a bare `23456` stays a number. \
              Reports read one reference an item, `- #23456`, with the branch of a cherry pick in parentheses behind it: \
              `- #23457 (release-1.36)`.",
        bad: "## PRs\n\nPR 23456\n- #23457 and #23458\n",
        good: "## PRs\n\n- #23456\n- #23457\n- #23458\n",
        fix: "Writes one item a reference, where the line says nothing besides. Other words would be lost, so such a line \
              has no fix; nor has a link to something that is no pull request.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    let draft = issue.draft;
    let has_reference = issue
        .pull_requests
        .iter()
        .any(|line| line.problem.is_none());
    for line in &issue.pull_requests {
        let Some(problem) = line.problem else {
            continue;
        };
        let meant = meant(line);
        let says_more = says_more(draft, line);
        // Beside a list, a sentence may mention a pull request.
        if has_reference && says_more && marker(draft, line).is_none() {
            continue;
        }
        let written = draft.slice(line.item);
        let references: Vec<String> = meant
            .into_iter()
            .map(|reference| canonical(draft, reference))
            .collect();
        let message = match (problem, references.as_slice()) {
            (PullRequestProblem::OtherLink, _) => {
                "This address is no pull request's; write the number of the pull request, such as `- #23456`.".to_owned()
            }
            (PullRequestProblem::NoNumber, _) | (_, []) => {
                format!("`{written}` is no pull request; write its number, such as `- #23456`.")
            }
            (_, [one]) if says_more => {
                format!("A reference stands at the front of its item; write `- {one}` and the other words behind it.")
            }
            (_, [one]) => format!("`{written}` is not how a pull request is referred to; write `- {one}`."),
            (_, [first, ..]) => {
                format!("An item refers to one pull request; write `- {first}` and each other one on a line of its own.")
            }
        };
        let is_derivable = !references.is_empty() && !says_more;
        let fix = is_derivable.then(|| rewrite(draft, line, &references));
        findings.report(&RULE, line.item, message).fix(fix);
    }
}

/// The pull requests that the line refers to; a Markdown link (`[#12](https://…/pull/12)`) refers to one.
fn meant(line: &PullRequestLine) -> Vec<&PullRequestReference> {
    let mut meant: Vec<&PullRequestReference> = Vec::new();
    for reference in &line.references {
        match meant.last_mut() {
            Some(last)
                if last.number == reference.number
                    && last.repository.is_none()
                    && last.branch.is_none() =>
            {
                *last = reference;
            }
            _ => meant.push(reference),
        }
    }
    meant
}

/// The reference as an item has it. An address with something behind the number is kept: it leads to a place.
fn canonical(draft: &Draft, reference: &PullRequestReference) -> String {
    let written = draft.slice(reference.range);
    let number = reference.number;
    let branch = reference.branch.as_ref();
    let branch = branch.map_or(String::new(), |branch| format!(" ({branch})"));
    match &reference.repository {
        Some(_)
            if written.starts_with("http") && !written.ends_with(&format!("/pull/{number}")) =>
        {
            format!("{written}{branch}")
        }
        Some(repository) => format!("{repository}#{number}{branch}"),
        None => format!("#{number}{branch}"),
    }
}

/// Whether words would be lost if the line were reduced to its references and their branches.
fn says_more(draft: &Draft, line: &PullRequestLine) -> bool {
    let mut rest = String::new();
    let mut start = line.item.start;
    for reference in &line.references {
        rest.push_str(draft.slice(Range::new(start, reference.range.start)));
        rest.push(' ');
        let behind = draft.slice(Range::new(reference.range.end, line.item.end));
        let branch = reference.branch.as_ref().and_then(|_| behind.find(')'));
        start = reference.range.end + branch.map_or(0, |closing| closing + 1);
    }
    rest.push_str(draft.slice(Range::new(start, line.item.end)));
    let is_filler = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "pr" | "prs" | "pull" | "request" | "requests" | "and" | "no"
        )
    };
    rest.split(|character: char| character.is_whitespace() || character.is_ascii_punctuation())
        .any(|word| !word.is_empty() && !is_filler(word))
}

/// What stands before the item's text: blanks, bullet, task box. None where there is no bullet.
fn marker<'draft>(draft: &'draft Draft, line: &PullRequestLine) -> Option<&'draft str> {
    let marker = draft.slice(Range::new(line.line.start, line.item.start));
    (!marker.trim().is_empty()).then_some(marker)
}

/// Writes one item for each of `references`.
fn rewrite(draft: &Draft, line: &PullRequestLine, references: &[String]) -> Fix {
    let blanks = draft.slice(Range::new(line.line.start, line.item.start));
    let marker = marker(draft, line).map_or(format!("{blanks}- "), str::to_owned);
    let items: Vec<String> = references
        .iter()
        .map(|reference| format!("{marker}{reference}"))
        .collect();
    let range = Range::new(line.line.start, line.item.end);
    Fix::safe(
        format!("Write `- {}`", references.join("`, `- ")),
        vec![Edit::replace(range, items.join(draft.line_end()))],
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{findings, fixed, report};
    use expect_test::expect;

    #[test]
    fn every_kind_says_what_to_write() {
        let text = "## PRs\n#1\n- 2\n- PR #3\n- #4 and #5\n- Fixes the mount (#6)\n- https://github.com/o/r/issues/7\n- #\n";
        expect![[r##"
            2:1-2:3 warning malformed-pr-reference: `#1` is not how a pull request is referred to; write `- #1`.
              safe fix: Write `- #1`
            3:3-3:4 warning malformed-pr-reference: `2` is not how a pull request is referred to; write `- #2`.
              safe fix: Write `- #2`
            4:3-4:8 warning malformed-pr-reference: `PR #3` is not how a pull request is referred to; write `- #3`.
              safe fix: Write `- #3`
            5:3-5:12 warning malformed-pr-reference: An item refers to one pull request; write `- #4` and each other one on a line of its own.
              safe fix: Write `- #4`, `- #5`
            6:3-6:23 warning malformed-pr-reference: A reference stands at the front of its item; write `- #6` and the other words behind it.
            7:3-7:34 warning malformed-pr-reference: This address is no pull request's; write the number of the pull request, such as `- #23456`.
            8:3-8:4 warning malformed-pr-reference: `#` is no pull request; write its number, such as `- #23456`.
        "##]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn the_fix_writes_one_item_a_reference() {
        for (line, expected) in [
            ("PR 12", "- #12"),
            ("* 12 (release-1.30)", "* #12 (release-1.30)"),
            ("  #12, #13", "  - #12\n  - #13"),
            (
                "- [x] Pull request #12 & #13 (release-1.30).",
                "- [x] #12\n- [x] #13 (release-1.30)",
            ),
            ("1. o/r#12; #13", "1. o/r#12\n1. #13"),
            ("- [#12](https://github.com/o/r/pull/12)", "- o/r#12"),
            ("- <https://github.com/o/r/pull/12>", "- o/r#12"),
            (
                "- PR https://github.com/o/r/pull/12/files",
                "- https://github.com/o/r/pull/12/files",
            ),
        ] {
            for line_end in ["\n", "\r\n"] {
                let draft = |line: &str| format!("😀\n## PRs\n\n{line}\n").replace('\n', line_end);
                assert_eq!(
                    fixed(&RULE, &draft(line), Applicability::Safe),
                    draft(expected)
                );
            }
        }
    }

    #[test]
    fn other_words_are_never_lost() {
        for line in [
            "- Fixes #12",
            "- #12 (the fix) and #13",
            "- #12 and #13 on v1.30",
            "PR 12 😀",
            "- 12 (release 1.30)",
        ] {
            let text = format!("## PRs\n{line}\n");
            let found = findings(&RULE, &text);
            assert_eq!((found.len(), &found[0].fix), (1, &None), "{line}");
        }
    }

    #[test]
    fn a_sentence_beside_the_list_may_mention_what_it_likes() {
        let list =
            "## PRs\n- #12\n\nThe design is in https://github.com/o/r/issues/7, see also #8.\n";
        assert_eq!(report(&RULE, list), "");
        assert_eq!(findings(&RULE, &list.replace("- #12", "")).len(), 1);
    }

    #[test]
    fn half_typed_items_are_at_most_one_finding() {
        for (line, count) in [
            ("-", 0),
            ("- ", 0),
            ("- #", 1),
            ("- #2", 0),
            ("- P", 0),
            ("- PR", 0),
            ("#", 0),
        ] {
            let found = findings(&RULE, &format!("## PRs\n{line}"));
            assert_eq!(found.len(), count, "{line}");
        }
    }
}
