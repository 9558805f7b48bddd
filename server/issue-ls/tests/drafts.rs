//! The drafts in `tests/drafts`, checked and mended by the program as a person would: good ones pass, bad ones do not, and
//! mending keeps its promises.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use regex::Regex;
use serde::Deserialize;
use tempfile::TempDir;

/// The day on which the drafts are judged.
const TODAY: &str = "2026-09-01";

#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
struct Finding {
    code: String,
    severity: String,
    message: String,
    location: Location,
    fix: Option<Fix>,
}

#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
struct Fix {
    applicability: String,
    edits: Vec<Edit>,
}

#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
struct Edit {
    content: String,
    location: Location,
    end_location: Location,
}

/// Row and column from 1, the column in Unicode scalar values.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
struct Location {
    row: usize,
    column: usize,
}

fn drafts_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/drafts")
}

/// The drafts of `tests/drafts/KIND`, by path, with their text.
fn drafts(kind: &str) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(drafts_folder().join(kind)).expect("a folder of drafts");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("UTF-8");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

/// Exit code, standard output and standard error of `check` with `arguments`.
fn check(arguments: &[&str], path: &Path) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_issue-ls"))
        .args(["check", "--isolated", "--as-of", TODAY])
        .args(arguments)
        .arg(path)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (
        output.status.code().expect("no signal"),
        text(output.stdout),
        text(output.stderr),
    )
}

/// The exit code and the findings in the file at `path`.
fn findings(path: &Path) -> (i32, Vec<Finding>) {
    let (code, output, errors) = check(&["--output-format", "json"], path);
    let findings =
        serde_json::from_str(&output).unwrap_or_else(|error| panic!("{error}: {errors}"));
    (code, findings)
}

/// A draft of its own, to be mended.
fn copy_of(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("draft.md");
    fs::write(&path, text).expect("writable");
    (folder, path)
}

/// `text` after `check --fix`.
fn mended(text: &str) -> String {
    let (_folder, path) = copy_of(text);
    let (code, _, errors) = check(&["--fix", "--quiet"], &path);
    assert!(matches!(code, 0 | 1), "{errors}");
    fs::read_to_string(&path).expect("UTF-8")
}

/// The findings in `text`.
fn findings_in(text: &str) -> Vec<Finding> {
    let (_folder, path) = copy_of(text);
    findings(&path).1
}

#[test]
fn good_drafts_pass() {
    for (path, _) in drafts("good") {
        let (code, findings) = findings(&path);
        let grave: Vec<_> = findings
            .iter()
            .filter(|finding| finding.severity != "information")
            .collect();
        assert!(
            code == 0 && grave.is_empty(),
            "{}: {grave:#?}",
            path.display()
        );
    }
}

#[test]
fn bad_drafts_do_not_pass() {
    for (path, _) in drafts("bad") {
        assert_eq!(findings(&path).0, 1, "{}", path.display());
    }
}

#[test]
fn the_folder_is_walked_without_its_readme() {
    let folder = drafts_folder();
    let count = all_drafts().len();
    let (code, _, errors) = check(&[], &folder);
    assert_eq!(code, 1);
    assert!(errors.contains(&format!("in {count} drafts")), "{errors}");
    assert!(
        errors.contains("1 Markdown file that is no draft"),
        "{errors}"
    );
}

#[test]
fn mending_comes_to_rest_and_leaves_no_safe_fix_behind() {
    for (path, text) in all_drafts() {
        let once = mended(&text);
        assert_eq!(mended(&once), once, "{}", path.display());
        let left: Vec<_> = findings_in(&once)
            .into_iter()
            .filter(is_safely_fixable)
            .collect();
        assert!(left.is_empty(), "{}: {left:#?}\n{once}", path.display());
    }
}

#[test]
fn mending_does_what_the_edits_in_the_json_say_and_nothing_else() {
    for (path, text) in all_drafts() {
        let mut by_hand = text.clone();
        // Every round takes as many fixes as go together; later ones wait for the next.
        for round in 0.. {
            assert!(round < 50, "{}: no end\n{by_hand}", path.display());
            let edits = edits_of_one_round(&by_hand, &findings_in(&by_hand));
            if edits.is_empty() {
                break;
            }
            by_hand = apply(&by_hand, edits);
        }
        assert_eq!(by_hand, mended(&text), "{}", path.display());
    }
}

#[test]
fn what_nobody_answered_stays_reported() {
    // A rule that reports an open question, and the rules that may report it once the place for the answer is made.
    let questions: [(&str, &[&str]); 8] = [
        ("missing-section", &["empty-section"]),
        ("empty-section", &["empty-section"]),
        ("placeholder-text", &["placeholder-text"]),
        (
            "empty-release-block",
            &["empty-release-block", "invalid-version"],
        ),
        (
            "missing-release-block",
            &["empty-release-block", "invalid-version"],
        ),
        ("unknown-introduction", &["unknown-introduction"]),
        ("missing-priority-label", &["missing-priority-label"]),
        ("missing-sig-label", &["missing-sig-label"]),
    ];
    let mut asked = BTreeSet::new();
    for (path, text) in drafts("bad") {
        let before = findings_in(&text);
        let after = findings_in(&mended(&text));
        // A label that is written but not read counts as an answer once its command is mended.
        let wakes_labels = before
            .iter()
            .any(|finding| finding.code.ends_with("-command") && is_safely_fixable(finding));
        for (question, open) in questions {
            let is_asked = before.iter().any(|finding| finding.code == question);
            if !is_asked || (question.ends_with("-label") && wakes_labels) {
                continue;
            }
            asked.insert(question);
            let is_open = after
                .iter()
                .any(|finding| open.contains(&finding.code.as_str()));
            assert!(
                is_open,
                "{}: {question} was answered by nobody: {after:#?}",
                path.display()
            );
        }
    }
    let all: BTreeSet<_> = questions.iter().map(|(question, _)| *question).collect();
    assert_eq!(
        asked, all,
        "a question is asked by no draft in tests/drafts/bad"
    );
}

#[test]
fn no_version_and_no_pull_request_is_invented() {
    let version = Regex::new(r"(\d+)\.(\d+)\.(\d+)").expect("valid");
    let reference = Regex::new(r"#(\d+)").expect("valid");
    let number = Regex::new(r"\d+").expect("valid");
    let comment = Regex::new(r"(?s)<!--.*?-->").expect("valid");
    for (path, text) in drafts("bad") {
        // Comments hold hints with examples; they are no answers.
        let mended = mended(&text);
        let mended = comment.replace_all(&mended, "");
        let versions = |text: &str| -> BTreeSet<Vec<u64>> {
            let parts = |found: regex::Captures<'_>| {
                (1..=3)
                    .filter_map(|part| found[part].parse().ok())
                    .collect()
            };
            version.captures_iter(text).map(parts).collect()
        };
        let invented: Vec<_> = versions(&mended)
            .difference(&versions(&text))
            .cloned()
            .collect();
        assert!(invented.is_empty(), "{}: {invented:?}", path.display());
        let numbers: BTreeSet<&str> = number
            .find_iter(&text)
            .map(|found| found.as_str())
            .collect();
        let invented: Vec<String> = reference
            .captures_iter(&mended)
            .map(|found| found[1].to_owned())
            .filter(|number| !numbers.contains(number.as_str()))
            .collect();
        assert!(invented.is_empty(), "{}: {invented:?}", path.display());
    }
}

fn all_drafts() -> Vec<(PathBuf, String)> {
    [drafts("good"), drafts("bad"), drafts("regressions")].concat()
}

fn is_safely_fixable(finding: &Finding) -> bool {
    finding
        .fix
        .as_ref()
        .is_some_and(|fix| fix.applicability == "safe")
}

/// A replacement of bytes: from, to, by what.
type Replacement = (usize, usize, String);

/// The edits of the safe fixes that go together: earlier findings win, and a fix is taken whole or not at all.
fn edits_of_one_round(text: &str, findings: &[Finding]) -> Vec<Replacement> {
    let mut chosen: Vec<Replacement> = Vec::new();
    for fix in findings
        .iter()
        .filter(|finding| is_safely_fixable(finding))
        .filter_map(|finding| finding.fix.as_ref())
    {
        let edits: Vec<Replacement> = fix
            .edits
            .iter()
            .map(|edit| {
                (
                    offset(text, edit.location),
                    offset(text, edit.end_location),
                    edit.content.clone(),
                )
            })
            .collect();
        let goes_together = |edit: &Replacement| {
            chosen
                .iter()
                .all(|other| edit.0 != other.0 && (edit.1 <= other.0 || other.1 <= edit.0))
        };
        if edits.iter().all(goes_together) {
            chosen.extend(edits);
        }
    }
    chosen
}

fn apply(text: &str, mut edits: Vec<Replacement>) -> String {
    edits.sort();
    let mut text = text.to_owned();
    for (start, end, content) in edits.into_iter().rev() {
        text.replace_range(start..end, &content);
    }
    text
}

/// The byte offset of a place.
fn offset(text: &str, location: Location) -> usize {
    let line_ends = Regex::new(r"\r\n|\r|\n").expect("valid");
    let mut starts = std::iter::once(0).chain(line_ends.find_iter(text).map(|end| end.end()));
    let start = starts
        .nth(location.row - 1)
        .expect("the row is part of the text");
    let mut columns = text[start..]
        .char_indices()
        .map(|(column, _)| column)
        .chain([text.len() - start]);
    start
        + columns
            .nth(location.column - 1)
            .expect("the column is part of the text")
}
