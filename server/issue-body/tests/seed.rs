//! The template text of the document that this tool is built on, with versions and labels filled in: it passes, and
//! each slip in it, line by line, yields the one finding that is meant for it, at the right place.

use std::fmt::Write;

use issue_body::catalog::Catalog;
use issue_body::rules::{Context, Levels, Severity, check};
use issue_body::syntax::{Draft, Origin};
use issue_body::template::{Choice, Issue, Reading, Template, select};
use issue_body::text::PositionEncoding;
use jiff::civil::date;

/// "Building Kubernetes patch releases", the summary template.
const SEED: &str = "\
```release
introduced-in=v1.36.1
```
```release
resolved-in=v1.36.5
resolved-in=v1.37.1
```
## Symptoms
What users are experiencing
## Root cause
The technical cause of the symptoms including the list of components / binaries.
e.g.
Binaries:
- kubectl
Kubectl was incorrectly calculating the patch for apply. When diffing foo...
## Impact
Why this is important enough to warrant a patch vs waiting until the next minor release
## Resolution
How the issue will be (was) fixed
## PRs
- #23456
/priority critical-urgent
/sig cli
";

/// What is found in `text`, `row rule`, rows from 1. The note that the pasted sentences are still the template's own is
/// left out: it stands in all of these drafts.
fn findings(text: &str) -> Vec<String> {
    let draft = Draft::parse(text, Origin::File);
    let templates = Template::built_in();
    let choice = Choice {
        fallback: Some(&templates[0].name),
        ..Choice::default()
    };
    let template = select(&draft, &templates, choice)
        .expect("there is a fallback")
        .template;
    let issue = Issue::read(&draft, template, Reading::default());
    let context = Context {
        issue: &issue,
        catalog: Catalog::kubernetes(),
        templates: &templates,
        today: date(2026, 9, 1),
    };
    let is_note = |severity| severity == Severity::Information;
    check(&context, &Levels::default())
        .into_iter()
        .filter(|finding| finding.rule.name != "placeholder-text" || !is_note(finding.severity))
        .map(|finding| {
            let start = draft
                .lines
                .position(text, finding.range.start, PositionEncoding::Utf32);
            format!("{} {}", start.line + 1, finding.rule.name)
        })
        .collect()
}

/// Runs every case (what is done, the text, the findings) and tells of all that differ, not only of the first.
fn run(cases: impl IntoIterator<Item = (String, String, Vec<String>)>) {
    let mut failures = String::new();
    for (name, text, expected) in cases {
        let found = findings(&text);
        if found != expected {
            writeln!(failures, "{name}: {found:?} instead of {expected:?}")
                .expect("a string takes all");
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

fn without_line(row: usize) -> String {
    let lines = SEED.split_inclusive('\n').enumerate();
    lines
        .filter(|(place, _)| place + 1 != row)
        .map(|(_, line)| line)
        .collect()
}

fn with_line(row: usize, line: &str) -> String {
    let lines = SEED.lines().enumerate();
    lines
        .map(|(place, old)| if place + 1 == row { line } else { old })
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[test]
fn the_seed_itself_has_no_finding() {
    assert_eq!(findings(SEED), Vec::<String>::new());
    assert_eq!(findings(&SEED.replace('\n', "\r\n")), Vec::<String>::new());
}

#[test]
fn each_deleted_line_is_missed_by_its_own_rule() {
    let expected: [(usize, &[&str]); 23] = [
        (1, &["1 missing-release-block"]),
        (2, &["1 empty-release-block"]),
        (3, &["1 unclosed-release-block"]),
        (4, &["4 missing-release-block"]),
        (5, &["4 unresolved-branch"]),
        (6, &["4 unresolved-branch"]),
        (7, &["4 unclosed-release-block"]),
        (8, &["1 missing-section"]),
        (9, &["8 empty-section"]),
        (10, &["8 missing-section"]),
        (11, &[]),
        (12, &[]),
        (13, &["10 missing-binaries"]),
        (14, &["13 missing-binaries"]),
        (15, &[]),
        (16, &["10 missing-section"]),
        (17, &["16 empty-section"]),
        (18, &["16 missing-section"]),
        (19, &["18 empty-section"]),
        (20, &["18 missing-section"]),
        (21, &["20 missing-pr-reference"]),
        (22, &["1 missing-priority-label"]),
        (23, &["1 missing-sig-label"]),
    ];
    assert_eq!(SEED.lines().count(), expected.len(), "every line is tried");
    run(expected.into_iter().map(|(row, findings)| {
        let findings = findings.iter().map(ToString::to_string).collect();
        (format!("without line {row}"), without_line(row), findings)
    }));
}

#[test]
fn each_typo_is_found_by_its_own_rule() {
    let cases = [
        (1, "``release", "malformed-release-fence"),
        (1, "````release", "malformed-release-fence"),
        (1, "~~~release", "malformed-release-fence"),
        (1, "``` release", "malformed-release-fence"),
        (1, "```Release", "malformed-release-fence"),
        (1, "```releases", "malformed-release-fence"),
        (1, "```relase", "malformed-release-fence"),
        (1, " ```release", "malformed-release-fence"),
        (1, "```", "malformed-release-fence"),
        (2, "introduced-in=1.36.1", "invalid-version"),
        (2, "introduced-in=v1.36", "invalid-version"),
        (2, "introduced-in=v1.36.x", "invalid-version"),
        (2, "introduced-in=vX.Y.Z", "invalid-version"),
        (2, "introduced-in=latest", "invalid-version"),
        (2, "introduced-in=v01.36.1", "invalid-version"),
        (2, "introduced-in: v1.36.1", "malformed-release-entry"),
        (2, "introduced-in = v1.36.1", "malformed-release-entry"),
        (2, " introduced-in=v1.36.1", "malformed-release-entry"),
        (2, "- introduced-in=v1.36.1", "malformed-release-entry"),
        (2, "introduced-in=\"v1.36.1\"", "malformed-release-entry"),
        (
            2,
            "introduced-in=v1.36.1,v1.37.0",
            "malformed-release-entry",
        ),
        (
            2,
            "introduced-in=v1.36.1 (or so)",
            "malformed-release-entry",
        ),
        (2, "introduced-in v1.36.1", "malformed-release-entry"),
        (2, "introduced-in=", "malformed-release-entry"),
        (2, "introduced-inv1.36.1", "malformed-release-entry"),
        (2, "introduced_in=v1.36.1", "unknown-release-key"),
        (2, "Introduced-In=v1.36.1", "unknown-release-key"),
        (2, "introducd-in=v1.36.1", "unknown-release-key"),
        (
            2,
            "introduced-in=unknown",
            "unknown-introduction+unresolved-branch",
        ),
        (3, "``", "unclosed-release-block"),
        (3, "~~~", "unclosed-release-block"),
        (3, "````", "malformed-release-fence"),
        (4, "```Release", "malformed-release-fence"),
        (4, "``release", "malformed-release-fence"),
        (5, "resolvd-in=v1.36.5", "unknown-release-key"),
        (5, "resolved-in=1.36.5", "invalid-version"),
        (
            5,
            "resolved-in=v1.37.2",
            "unresolved-branch+unreleased-version+conflicting-release-entry",
        ),
        (
            6,
            "resolved-in=v1.36.5",
            "unresolved-branch+duplicate-release-entry",
        ),
        (5, "resolved-in=v1.36.9", "unreleased-version"),
        (5, "resolved-in=v1.36.1", "resolved-before-introduced"),
        (
            5,
            "resolved-in=v1.35.8",
            "resolved-before-introduced+skipped-branch",
        ),
        (6, "resolved-in: v1.37.1", "malformed-release-entry"),
        (7, "``", "unclosed-release-block"),
        (8, "## symptoms", "misspelled-section"),
        (8, "## Simptoms", "misspelled-section"),
        (8, "## Symptoms:", "misspelled-section"),
        (8, "### Symptoms", "heading-level"),
        (8, "# Symptoms", "heading-level"),
        (8, "##Symptoms", "misspelled-section"),
        (8, "Symptoms", "missing-section"),
        (10, "## Root Cause", "misspelled-section"),
        (10, "## Rootcause", "misspelled-section"),
        (10, "### Root cause", "heading-level"),
        (13, "Binares:", "missing-binaries"),
        (13, "Binaries", "missing-binaries"),
        (13, "**Binaries:**", "missing-binaries"),
        (14, "- kubctl", "unknown-binary"),
        (14, "- Kubectl", "unknown-binary"),
        (14, "kubectl", "missing-binaries"),
        (16, "## Impacts", "misspelled-section"),
        (16, "#### Impact", "heading-level"),
        (18, "## Resolutoin", "misspelled-section"),
        (18, "# Resolution", "heading-level"),
        (20, "## PR", "misspelled-section"),
        (20, "## Prs", "misspelled-section"),
        (20, "### PRs", "heading-level"),
        (20, "## Symptoms", "duplicate-section+missing-section"),
        (21, "- 23456", "malformed-pr-reference"),
        (21, "#23456", "malformed-pr-reference"),
        (21, "- PR 23456", "malformed-pr-reference"),
        (21, "- PR #23456", "malformed-pr-reference"),
        (21, "- #23456 and #23457", "malformed-pr-reference"),
        (
            21,
            "- https://github.com/kubernetes/kubernetes/issues/23456",
            "malformed-pr-reference",
        ),
        (21, "- #", "malformed-pr-reference"),
        (22, "/priority critical-urgnt", "unknown-label"),
        (22, "/priority P0", "unknown-label"),
        (22, "/priority backlog", "unexpected-priority-label"),
        (
            22,
            "/priority critical-urgent important-soon",
            "conflicting-priority-labels",
        ),
        (22, "/priority  critical-urgent", "malformed-command"),
        (22, "/priorty critical-urgent", "missing-priority-label"),
        (
            22,
            "/Priority critical-urgent",
            "missing-priority-label+ignored-command",
        ),
        (
            22,
            " /priority critical-urgent",
            "missing-priority-label+ignored-command",
        ),
        (
            22,
            "/priority/critical-urgent",
            "missing-priority-label+ignored-command",
        ),
        (22, "/priority critical-urgent # soon", "malformed-command"),
        (23, "/sig clii", "unknown-label"),
        (23, "/sig cli nod", "unknown-label"),
        (23, "/sig cli,", "malformed-command"),
        (23, "/sig usability", "retired-label"),
        (23, "/SIG cli", "missing-sig-label+ignored-command"),
        (23, "- /sig cli", "missing-sig-label+ignored-command"),
    ];
    run(cases.into_iter().map(|(row, line, rules)| {
        let place = match rules {
            "missing-priority-label" | "missing-sig-label" => 1,
            // Anchored at the section before, or where there is none, at the first line.
            "missing-section" => 1,
            // The list lacks an item, and its heading is the place to look at.
            "missing-binaries" if row == 14 => 13,
            _ => row,
        };
        let findings = match rules {
            "duplicate-section+missing-section" => {
                vec![
                    "18 missing-section".to_owned(),
                    "20 duplicate-section".to_owned(),
                ]
            }
            "unknown-introduction+unresolved-branch" => {
                // 1.35 and 1.34 count as affected, too.
                [
                    "2 unknown-introduction",
                    "4 unresolved-branch",
                    "4 unresolved-branch",
                ]
                .map(str::to_owned)
                .to_vec()
            }
            "unresolved-branch+unreleased-version+conflicting-release-entry" => [
                "4 unresolved-branch",
                "5 unreleased-version",
                "6 conflicting-release-entry",
            ]
            .map(str::to_owned)
            .to_vec(),
            "unresolved-branch+duplicate-release-entry" => {
                ["4 unresolved-branch", "6 duplicate-release-entry"]
                    .map(str::to_owned)
                    .to_vec()
            }
            // 1.36, which an older fix skips now, is reported beside the newer one.
            "resolved-before-introduced+skipped-branch" => {
                ["5 resolved-before-introduced", "6 skipped-branch"]
                    .map(str::to_owned)
                    .to_vec()
            }
            // The label is missing for as long as nobody reads the command.
            both if both.ends_with("+ignored-command") => {
                let (missing, ignored) = both.split_once('+').expect("there are two");
                vec![format!("1 {missing}"), format!("{row} {ignored}")]
            }
            rule => vec![format!("{place} {rule}")],
        };
        (
            format!("line {row}: {line}"),
            with_line(row, line),
            findings,
        )
    }));
}
