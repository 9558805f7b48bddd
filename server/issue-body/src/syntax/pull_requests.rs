//! References to pull requests, read line by line.
//!
//! Lines decide, not CommonMark's items: prose right behind the last item is a lazy continuation of it to CommonMark,
//! and a new sentence to its writer. Which section holds the references is left to the template.

use std::sync::LazyLock;

use regex::Regex;

use super::Draft;
use super::release::bullet_width;
use crate::text::Range;

/// A line of the pull request section that is, or seems to be, a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequestLine {
    /// The line without its line end.
    pub line: Range,
    /// What stands behind the bullet, trimmed.
    pub item: Range,
    /// What the line refers to, in order.
    pub references: Vec<PullRequestReference>,
    /// What keeps a machine from reading it.
    pub problem: Option<PullRequestProblem>,
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequestReference {
    /// The place of the reference, the branch behind it not included.
    pub range: Range,
    /// `owner/name`, where the reference gives one.
    pub repository: Option<String>,
    /// Its number.
    pub number: u64,
    /// The branch in parentheses behind it.
    pub branch: Option<String>,
}

/// Why a line is not `- #N`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PullRequestProblem {
    /// No list item.
    NoBullet,
    /// `23456`, `PR 23456`, `PR #23456`: the number does not stand at the front behind `#`.
    NotAtFront,
    /// `#12 and #13`
    Several,
    /// A link to something that is no pull request.
    OtherLink,
    /// `#`, `#x`, a number that no pull request can have.
    NoNumber,
}

/// A reference by number (`#1`, `owner/name#1`) or by address. In an address the kind of page decides.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        https?://(?:www\.)?github\.com/[A-Za-z0-9-]+/[A-Za-z0-9._-]+/[a-z]+/[0-9]+[^\s)>\]]*
        | (?:[A-Za-z0-9-]+/[A-Za-z0-9._-]+)?\#[0-9]+\b
        ",
    )
    .expect("the expression is valid")
});

/// Reads the references in `section`, malformed ones included; other prose is left out.
pub fn read_pull_requests(draft: &Draft, section: Range) -> Vec<PullRequestLine> {
    draft
        .visible_lines(section)
        .filter_map(|(line, _)| read_pull_request_line(draft, line))
        .collect()
}

fn read_pull_request_line(draft: &Draft, line: Range) -> Option<PullRequestLine> {
    let content = line.trimmed(&draft.text);
    let bullet = bullet_width(draft.slice(content));
    let mut item = Range::new(content.start + bullet, content.end);
    // A task list's box says how far the pull request is, not which one.
    for task in ["[ ] ", "[x] ", "[X] "] {
        if bullet > 0 && draft.slice(item).starts_with(task) {
            item.start += task.len();
        }
    }
    let text = draft.slice(item);
    let mut other_link = false;
    let mut references = Vec::new();
    let mut first_start = None;
    // Neither a number nor an address is without a digit, and prose mostly is.
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let searched = if has_digit { text } else { "" };
    for found in REFERENCE.find_iter(searched) {
        let written = parts(found.as_str())?;
        if written.page.is_some_and(|page| page != "pull") {
            other_link = true;
            continue;
        }
        let number = written.number.parse().ok().filter(|number| *number > 0);
        let Some(number) = number else { continue };
        first_start.get_or_insert(found.start());
        references.push(PullRequestReference {
            range: Range::from(found.range()).shifted(item.start),
            repository: written.repository.map(ToOwned::to_owned),
            number,
            branch: branch_behind(&text[found.end()..]),
        });
    }
    // Behind a reference another link is a remark.
    let problem = if other_link && references.is_empty() {
        Some(PullRequestProblem::OtherLink)
    } else if references.is_empty() {
        match bare_number(text) {
            Some((number, range)) => {
                references.push(PullRequestReference {
                    range: range.shifted(item.start),
                    repository: None,
                    number,
                    branch: branch_behind(&text[range.end..]),
                });
                Some(PullRequestProblem::NotAtFront)
            }
            None if text.starts_with('#') && bullet > 0 => Some(PullRequestProblem::NoNumber),
            None => return None,
        }
    } else if references.len() > 1 {
        Some(PullRequestProblem::Several)
    } else if first_start != Some(0) {
        Some(PullRequestProblem::NotAtFront)
    } else if bullet == 0 {
        Some(PullRequestProblem::NoBullet)
    } else {
        None
    };
    Some(PullRequestLine {
        line,
        item,
        references,
        problem,
    })
}

/// What a match of [`REFERENCE`] consists of.
struct Parts<'text> {
    repository: Option<&'text str>,
    /// What sort of page an address leads to.
    page: Option<&'text str>,
    number: &'text str,
}

/// Takes a match of [`REFERENCE`] apart; none for any other text. That is several times as fast as groups in the
/// expression.
fn parts(reference: &str) -> Option<Parts<'_>> {
    let Some((_, path)) = reference
        .split_once("://")
        .and_then(|(_, address)| address.split_once('/'))
    else {
        let (repository, number) = reference.split_once('#')?;
        return Some(Parts {
            repository: Some(repository).filter(|name| !name.is_empty()),
            page: None,
            number,
        });
    };
    let (owner, behind) = path.split_once('/')?;
    let (name, behind) = behind.split_once('/')?;
    let (page, behind) = behind.split_once('/')?;
    let digits = behind.len()
        - behind
            .trim_start_matches(|sign: char| sign.is_ascii_digit())
            .len();
    Some(Parts {
        repository: Some(&path[..owner.len() + 1 + name.len()]),
        page: Some(page),
        number: &behind[..digits],
    })
}

/// The branch in parentheses right behind a reference: ` (release-1.30)`.
fn branch_behind(rest: &str) -> Option<String> {
    let inner = rest.trim_start().strip_prefix('(')?;
    let (branch, _) = inner.split_once(')')?;
    let branch = branch.trim();
    let is_branch = !branch.is_empty()
        && branch.chars().all(|character| {
            character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '/' | '_')
        });
    is_branch.then(|| branch.to_owned())
}

/// A line that is a number, with or without a word such as `PR` before it.
fn bare_number(text: &str) -> Option<(u64, Range)> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let word = text[..start]
        .trim()
        .trim_end_matches(['#', ':'])
        .trim_end()
        .to_lowercase();
    if !matches!(
        word.as_str(),
        "" | "pr" | "prs" | "pull" | "pull request" | "no" | "no."
    ) {
        return None;
    }
    let digits = &text[start..];
    let length = digits
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(digits.len());
    // A version or a date is no number of a pull request.
    let behind = digits[length..].chars().next();
    if behind.is_some_and(|character| {
        !character.is_whitespace() && !matches!(character, ',' | ')' | ';')
    }) {
        return None;
    }
    let number = digits[..length].parse().ok().filter(|number| *number > 0)?;
    Some((number, Range::new(start, start + length)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Origin;

    fn draft(text: &str) -> (Draft, Range) {
        let draft = Draft::parse(text, Origin::File);
        let range = draft.body.range;
        (draft, range)
    }

    /// Repository, number and branch of each reference of a line, and the line's problem.
    type ReadLine = (
        Vec<(Option<String>, u64, Option<String>)>,
        Option<PullRequestProblem>,
    );

    fn pull_requests(text: &str) -> Vec<ReadLine> {
        let (draft, range) = draft(text);
        read_pull_requests(&draft, range)
            .into_iter()
            .map(|line| {
                let references = line
                    .references
                    .into_iter()
                    .map(|reference| (reference.repository, reference.number, reference.branch))
                    .collect();
                (references, line.problem)
            })
            .collect()
    }

    #[test]
    fn well_formed_references_name_number_repository_and_branch() {
        let repository = || Some("kubernetes/kubernetes".to_owned());
        for (text, expected) in [
            ("- #23456", (None, 23456, None)),
            (
                "* #23457 (release-1.30)",
                (None, 23457, Some("release-1.30".to_owned())),
            ),
            ("- kubernetes/kubernetes#23458", (repository(), 23458, None)),
            (
                "- https://github.com/kubernetes/kubernetes/pull/23459/files",
                (repository(), 23459, None),
            ),
            ("- #23456: fixes the patch", (None, 23456, None)),
            ("- [x] #23456", (None, 23456, None)),
            (
                "- #23456 fixes https://github.com/o/r/issues/12",
                (None, 23456, None),
            ),
        ] {
            assert_eq!(pull_requests(text), [(vec![expected], None)], "{text}");
        }
    }

    #[test]
    fn malformed_references_keep_what_they_mean() {
        use PullRequestProblem::*;
        for (text, numbers, problem) in [
            ("#23456", vec![23456], NoBullet),
            ("- 23456", vec![23456], NotAtFront),
            ("23456", vec![23456], NotAtFront),
            ("- PR 23456", vec![23456], NotAtFront),
            ("- PR #23456", vec![23456], NotAtFront),
            ("- #12 and #13", vec![12, 13], Several),
            (
                "- https://github.com/o/r/issues/1, see #12",
                vec![12],
                NotAtFront,
            ),
            ("- https://github.com/o/r/issues/12", vec![], OtherLink),
            ("- #", vec![], NoNumber),
            ("- #0", vec![], NoNumber),
        ] {
            let lines = pull_requests(text);
            assert_eq!(lines.len(), 1, "{text}");
            assert_eq!(
                lines[0]
                    .0
                    .iter()
                    .map(|reference| reference.1)
                    .collect::<Vec<_>>(),
                numbers,
                "{text}"
            );
            assert_eq!(lines[0].1, Some(problem), "{text}");
        }
    }

    #[test]
    fn prose_commands_versions_and_comments_are_no_references() {
        for text in [
            "None yet.",
            "- to be written",
            "/kind bug",
            "- v1.30.2",
            "- 2026-09-01",
            "<!-- #12 -->",
            "```\n- #1\n```",
        ] {
            assert_eq!(pull_requests(text), [], "{text}");
        }
    }
}
