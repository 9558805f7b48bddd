//! The two lists of a patch-release issue, read line by line: the binaries under `Binaries:` and the pull requests.
//!
//! Lines decide, not CommonMark's items: prose right behind the last item is a lazy continuation of it to CommonMark,
//! and a new sentence to its writer. Which section holds a list is left to the template.

use std::sync::LazyLock;

use regex::Regex;

use super::Draft;
use super::release::bullet_width;
use crate::text::{Range, nearest, split_lines};

/// The word that stands before the list of binaries.
const BINARIES: &str = "Binaries:";

/// The list of binaries of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinaryList {
    /// The line that introduces the list, without its line end.
    pub header: Range,
    /// Whether the header is spelled exactly `Binaries:`, on a line of its own.
    pub exact: bool,
    /// Names on the header's own line (`Binaries: kubectl, kubelet`).
    pub inline: Vec<BinaryItem>,
    /// The items of the list.
    pub items: Vec<BinaryItem>,
    /// Behind the last line of the list, with its line end.
    pub end: usize,
}

/// One name in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinaryItem {
    /// The place of the name, without marks around it.
    pub range: Range,
    /// The name.
    pub name: String,
}

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
        https?://(?:www\.)?github\.com/([A-Za-z0-9-]+/[A-Za-z0-9._-]+)/([a-z]+)/([0-9]+)[^\s)>\]]*
        | (?:([A-Za-z0-9-]+/[A-Za-z0-9._-]+))?\#([0-9]+)\b
        ",
    )
    .expect("the expression is valid")
});

/// Reads the list of binaries in `section`; the first header counts.
pub fn read_binaries(draft: &Draft, section: Range) -> Option<BinaryList> {
    let mut lines = visible_lines(draft, section).peekable();
    let (header, exact, inline, end) = lines.find_map(|(line, full)| {
        let (exact, inline) = read_header(draft, line)?;
        Some((line, exact, inline, full.end))
    })?;
    let mut list = BinaryList {
        header,
        exact,
        inline,
        items: Vec::new(),
        end,
    };
    for (line, full) in lines {
        let content = line.trimmed(&draft.text);
        if content.is_empty() {
            continue;
        }
        let bullet = bullet_width_or_bare(draft.slice(content));
        if bullet == 0 {
            break;
        }
        let names = Range::new((content.start + bullet).min(content.end), content.end);
        list.items.extend(names_in(draft, names));
        list.end = full.end;
    }
    Some(list)
}

/// Whether a line introduces the list: exactly, or nearly (`**Binaries**`, `binaries :`), or with names behind it.
fn read_header(draft: &Draft, line: Range) -> Option<(bool, Vec<BinaryItem>)> {
    let trimmed = line.trimmed(&draft.text);
    let content = draft.slice(trimmed);
    if content == BINARIES {
        return Some((true, Vec::new()));
    }
    let marks: &[char] = &['*', '_', '#', ' ', '\t'];
    let (word, behind) = match content.find([':', '：']) {
        Some(colon) => content.split_at(colon),
        None => (content, ""),
    };
    let plain = word.trim_matches(marks).to_lowercase();
    if plain != "binary" && nearest(&plain, ["binaries"]).is_none() {
        return None;
    }
    let colon = behind.chars().next().map_or(0, char::len_utf8);
    let names = Range::new(trimmed.start + word.len() + colon, trimmed.end);
    let inline = names_in(draft, names);
    Some((false, inline))
}

/// The names of a comma list, without quotes, backticks and what is said about them behind.
fn names_in(draft: &Draft, range: Range) -> Vec<BinaryItem> {
    let mut names = Vec::new();
    let mut at = range.start;
    for part in draft.slice(range).split(',') {
        let place = Range::new(at, at + part.len()).trimmed(&draft.text);
        at += part.len() + 1;
        if draft.slice(place).starts_with("<!--") {
            continue;
        }
        let word_length = draft
            .slice(place)
            .find(char::is_whitespace)
            .unwrap_or(place.len());
        let word = draft.slice(Range::new(place.start, place.start + word_length));
        let name = word.trim_matches(|character: char| !character.is_alphanumeric());
        if let Some(offset) = word.find(name).filter(|_| !name.is_empty()) {
            let start = place.start + offset;
            names.push(BinaryItem {
                range: Range::new(start, start + name.len()),
                name: name.to_owned(),
            });
        }
    }
    names
}

/// Reads the references in `section`, malformed ones included; other prose is left out.
pub fn read_pull_requests(draft: &Draft, section: Range) -> Vec<PullRequestLine> {
    visible_lines(draft, section)
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
    for captures in REFERENCE.captures_iter(text) {
        let whole = captures.get(0)?;
        first_start.get_or_insert(whole.start());
        if captures.get(2).is_some_and(|page| page.as_str() != "pull") {
            other_link = true;
            continue;
        }
        let number = captures
            .get(3)
            .or(captures.get(5))?
            .as_str()
            .parse()
            .ok()
            .filter(|number| *number > 0);
        let Some(number) = number else { continue };
        references.push(PullRequestReference {
            range: Range::from(whole.range()).shifted(item.start),
            repository: captures
                .get(1)
                .or(captures.get(4))
                .map(|name| name.as_str().to_owned()),
            number,
            branch: branch_behind(&text[whole.end()..]),
        });
    }
    let problem = if other_link {
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

/// The width of a bullet, also of one with nothing behind it yet.
fn bullet_width_or_bare(content: &str) -> usize {
    match content {
        "-" | "*" | "+" => 1,
        _ => bullet_width(content),
    }
}

/// The lines of `section` that a reader sees: none in comments, none in code.
fn visible_lines(draft: &Draft, section: Range) -> impl Iterator<Item = (Range, Range)> + '_ {
    split_lines(&draft.text, section).filter(|(line, _)| !draft.body.is_hidden(line.start))
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

    fn binaries(text: &str) -> Option<(bool, Vec<String>, Vec<String>)> {
        let (draft, range) = draft(text);
        let names = |items: &[BinaryItem]| {
            items
                .iter()
                .map(|item| {
                    assert_eq!(draft.slice(item.range), item.name);
                    item.name.clone()
                })
                .collect::<Vec<_>>()
        };
        read_binaries(&draft, range)
            .map(|list| (list.exact, names(&list.inline), names(&list.items)))
    }

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn binaries_are_the_items_behind_their_header() {
        let seed = "The cause.\ne.g.\nBinaries:\n- kubectl\nKubectl was wrong.\n- no\n";
        assert_eq!(binaries(seed), Some((true, vec![], strings(&["kubectl"]))));
        let loose = "Binaries:\r\n\r\n* `kubelet` (Windows)\r\n\r\n* kube-proxy, kubeadm\r\n";
        assert_eq!(
            binaries(loose),
            Some((true, vec![], strings(&["kubelet", "kube-proxy", "kubeadm"])))
        );
        assert_eq!(binaries("Binaries:\n- \n-\n"), Some((true, vec![], vec![])));
        assert_eq!(binaries("No list.\n- kubectl\n"), None);
        assert_eq!(binaries("<!--\nBinaries:\n- kubectl\n-->\n"), None);
    }

    #[test]
    fn a_misspelled_header_and_names_on_its_line_are_kept() {
        assert_eq!(
            binaries("**Binaries:**\n- kubectl\n"),
            Some((false, vec![], strings(&["kubectl"])))
        );
        assert_eq!(
            binaries("binares\n- kubectl\n"),
            Some((false, vec![], strings(&["kubectl"])))
        );
        assert_eq!(
            binaries("Binaries: kubectl, `kubelet`\n"),
            Some((false, strings(&["kubectl", "kubelet"]), vec![]))
        );
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
