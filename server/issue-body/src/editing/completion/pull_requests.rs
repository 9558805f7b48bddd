//! Completion of the references in the list of pull requests, from what the workspace's history knows.

use std::collections::HashSet;

use super::cursor::Cursor;
use super::{Completion, CompletionKind};
use crate::catalog::PullRequest;
use crate::editing::subject::Subject;
use crate::rules::Context;
use crate::template::{Issue, ListKind};
use crate::text::Range;

/// The pull requests that the list can name at the cursor, newest first; `None` where the cursor's line is no item of
/// it. `issue` is the issue without that line.
pub(super) fn complete(
    context: &Context<'_>,
    issue: &Issue<'_>,
    cursor: &Cursor<'_>,
) -> Option<Vec<Completion>> {
    let section = issue.section_with_list(ListKind::PullRequests)?;
    let start = cursor.line.start;
    // Without the line the section is as long as it was before it, or longer.
    if start < section.content.start || section.content.end < start {
        return None;
    }
    let line = cursor.text();
    let indentation = line.len() - line.trim_start().len();
    if !line.trim_start().starts_with(['-', '*', '+']) {
        return None;
    }
    let behind_bullet = start + indentation + 1;
    if cursor.offset < behind_bullet {
        return None;
    }
    let item = Range::new(behind_bullet, cursor.line.end);
    let word = cursor.word(item, |character| !character.is_whitespace());
    let is_first = cursor
        .draft
        .slice(Range::new(item.start, word.start))
        .trim()
        .is_empty();
    if !is_first {
        return Some(Vec::new());
    }
    let needs_blank = word.start == behind_bullet;
    let behind = cursor.draft.slice(Range::new(word.end, item.end));
    let has_branch = behind.trim_start().starts_with('(');
    let typed = cursor.draft.slice(Range::new(word.start, cursor.offset));
    let listed: HashSet<u64> = issue
        .pull_requests
        .iter()
        .flat_map(|line| &line.references)
        .map(|reference| reference.number)
        .collect();
    let known = context.catalog.pull_requests.iter();
    let completions = known
        .filter(|pull_request| !listed.contains(&pull_request.number))
        .map(|pull_request| {
            let number = format!("#{}", pull_request.number);
            let mut text = match &pull_request.branch {
                Some(branch) if !has_branch => format!("{number} ({branch})"),
                _ => number.clone(),
            };
            if needs_blank {
                text.insert(0, ' ');
            }
            Completion::new(
                CompletionKind::PullRequest,
                number,
                Subject::PullRequest(pull_request.number),
                word,
            )
            .detail((!pull_request.title.is_empty()).then(|| pull_request.title.clone()))
            .filter(Some(filter_text(pull_request, typed)))
            .inserting(text)
        });
    Some(completions.collect())
}

/// What the typed text is compared with: the number and the title, so that either finds it, also in editors that compare
/// beginnings only.
fn filter_text(pull_request: &PullRequest, typed: &str) -> String {
    let PullRequest { number, title, .. } = pull_request;
    match typed.chars().next() {
        Some('#') => format!("#{number} {title}"),
        Some(first) if first.is_alphabetic() => format!("{title} #{number}"),
        _ => format!("{number} {title}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted_with, offered_with, render};
    use crate::catalog::{Catalog, PullRequest};
    use expect_test::expect;
    use jiff::civil::date;

    /// Kubernetes with a short history.
    fn catalog() -> Catalog {
        let pull_request = |number, title: &str, branch: Option<&str>| PullRequest {
            number,
            title: title.to_owned(),
            merged: date(2026, 8, 20),
            branch: branch.map(ToOwned::to_owned),
        };
        Catalog {
            pull_requests: vec![
                pull_request(140_300, "Count terminated pods", Some("release-1.36")),
                pull_request(140_211, "Count terminated pods", None),
                pull_request(140_207, "", None),
            ],
            ..Catalog::clone(Catalog::kubernetes())
        }
    }

    fn completions(fixture: &str) -> String {
        render(fixture, &offered_with(&catalog(), fixture))
    }

    #[test]
    fn what_was_merged_and_is_not_listed_yet_is_offered_with_its_branch() {
        expect![[r##"
            replaces "#1"
            #140300 — Count terminated pods → "#140300 (release-1.36)"
            #140207
        "##]]
        .assert_eq(&completions("## PRs\n\n- #140211\n- #1$0\n"));
    }

    #[test]
    fn an_item_is_completed_however_much_of_it_is_there() {
        let catalog = catalog();
        for (fixture, expected) in [
            ("## PRs\n-$0\n", "## PRs\n- #140300 (release-1.36)\n"),
            ("## PRs\n- $0", "## PRs\n- #140300 (release-1.36)"),
            (
                "## PRs\r\n\r\n* 14$0\r\n",
                "## PRs\r\n\r\n* #140300 (release-1.36)\r\n",
            ),
            ("## PRs\n- #14$0 (master)\n", "## PRs\n- #140300 (master)\n"),
            ("## PRs\n- Coun$0\n", "## PRs\n- #140300 (release-1.36)\n"),
        ] {
            assert_eq!(accepted_with(&catalog, fixture, "#140300"), expected);
        }
    }

    #[test]
    fn either_number_or_title_finds_it() {
        for (fixture, expected) in [
            ("## PRs\n- #$0\n", "#140211 Count terminated pods"),
            ("## PRs\n- 1$0\n", "140211 Count terminated pods"),
            ("## PRs\n- $0\n", "140211 Count terminated pods"),
            ("## PRs\n- co$0\n", "Count terminated pods #140211"),
        ] {
            let offered = offered_with(&catalog(), fixture);
            assert_eq!(
                offered[1].filter_text.as_deref(),
                Some(expected),
                "{fixture}"
            );
        }
    }

    #[test]
    fn other_places_stay_quiet() {
        for fixture in [
            "## Impact\n\n- #1$0\n",
            "## PRs\n\n- #140211 and $0\n",
            "## PRs\n\n- #1\n\n## Notes\n\n- #1$0\n",
        ] {
            assert_eq!(completions(fixture), "", "{fixture}");
        }
    }
}
