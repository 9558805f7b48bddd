//! `issue-ls report` as the release team or a script runs it.

use std::fs;

use assert_cmd::Command;
use expect_test::{Expect, expect};
use serde_json::Value;
use tempfile::TempDir;

#[path = "report/generator.rs"]
mod generator;

use generator::{AS_OF, RELEASE};

/// Runs `report` with `arguments`, that are separated by blanks, and `input` as standard input, in an empty folder.
fn report(arguments: &str, input: impl Into<Vec<u8>>) -> (i32, String, String) {
    let folder = TempDir::new().expect("a temporary folder");
    report_in(&folder, arguments, input)
}

fn report_in(
    folder: &TempDir,
    arguments: &str,
    input: impl Into<Vec<u8>>,
) -> (i32, String, String) {
    fs::write(folder.path().join("issue-ls.toml"), "").expect("the folder is ours");
    let result = Command::new(env!("CARGO_BIN_EXE_issue-ls"))
        .arg("report")
        .args(arguments.split_whitespace())
        .args(match arguments.contains("--as-of") {
            true => &[][..],
            false => &["--as-of", AS_OF],
        })
        .current_dir(folder.path())
        .write_stdin(input.into())
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let code = result.status.code().expect("no signal");
    (code, text(result.stdout), text(result.stderr))
}

/// Two issues on GitHub and what a report should make of them.
const ISSUES: &str = r#"[
{"number":7,"title":"A | pipe, \"quotes\" & <b>tags</b>","body":"```release\nintroduced-in=v1.35.2\n```\n\n```release\nresolved-in=v1.36.4\n```\n\n## PRs\n\n- #10\n- #11 (release-1.36)\n","labels":[{"name":"sig/node"},{"name":"priority/critical-urgent"}],"state":"OPEN","url":"https://github.com/kubernetes/kubernetes/issues/7"},
{"number":3,"title":"=cmd()","body":"```release\nintroduced-in=v1.33.1\n```\n","labels":[],"state":"CLOSED","url":"javascript:alert(1)"}
]"#;

fn prints(arguments: &str, expected: Expect) {
    let (code, output, errors) = report(&format!("- {arguments}"), ISSUES);
    assert_eq!((code, errors.as_str()), (0, ""));
    expected.assert_eq(&output.replace('\r', "␍"));
}

#[test]
fn markdown_has_a_table_for_each_priority() {
    prints(
        "--release v1.36.4",
        expect![[r##"
        # Patch releases as of 2026-09-01

        ## priority/critical-urgent

        | Issue | Title | SIGs | Introduced in | 1.37 | 1.36 | 1.35 | 1.34 | 1.33 |
        |---|---|---|---|---|---|---|---|---|
        | [#7](https://github.com/kubernetes/kubernetes/issues/7) | A \| pipe, "quotes" \& \<b\>tags\</b\> | node | v1.35.2 | pending | fixed in v1.36.4 (#11) | pending | not affected | not affected |

        ## No priority

        | Issue | Title | SIGs | Introduced in | 1.37 | 1.36 | 1.35 | 1.34 | 1.33 |
        |---|---|---|---|---|---|---|---|---|
        | #3 | =cmd() |  | v1.33.1 | pending | pending | pending | pending | end of life |

        ## v1.36.4 fixes

        - [#7](https://github.com/kubernetes/kubernetes/issues/7) A \| pipe, "quotes" \& \<b\>tags\</b\>

        ## v1.36.4 still has

        - #3 =cmd()

        ## What cannot be counted on

        These issues leave out what a machine needs, or write it so that none can read it.

        - [#7](https://github.com/kubernetes/kubernetes/issues/7) A \| pipe, "quotes" \& \<b\>tags\</b\>: `missing-section`
        - #3 =cmd(): `missing-priority-label`, `missing-release-block`, `missing-section`, `missing-sig-label`
    "##]],
    );
}

#[test]
fn json_has_the_keys_that_programs_rely_on() {
    prints(
        "--output-format json",
        expect![[r#"
        {
          "schema_version": 1,
          "as_of": "2026-09-01",
          "branches": [
            "1.37",
            "1.36",
            "1.35",
            "1.34",
            "1.33"
          ],
          "fixes": [
            {
              "issue": {
                "number": 7,
                "title": "A | pipe, \"quotes\" & <b>tags</b>",
                "url": "https://github.com/kubernetes/kubernetes/issues/7",
                "state": "OPEN"
              },
              "file": null,
              "priority": "priority/critical-urgent",
              "sigs": [
                "sig/node"
              ],
              "introduced_in": [
                "v1.35.2"
              ],
              "cells": {
                "1.37": {
                  "state": "pending",
                  "version": null,
                  "pull_request": null
                },
                "1.36": {
                  "state": "fixed",
                  "version": "v1.36.4",
                  "pull_request": 11
                },
                "1.35": {
                  "state": "pending",
                  "version": null,
                  "pull_request": null
                },
                "1.34": {
                  "state": "not-affected",
                  "version": null,
                  "pull_request": null
                },
                "1.33": {
                  "state": "not-affected",
                  "version": null,
                  "pull_request": null
                }
              }
            },
            {
              "issue": {
                "number": 3,
                "title": "=cmd()",
                "url": "javascript:alert(1)",
                "state": "CLOSED"
              },
              "file": null,
              "priority": null,
              "sigs": [],
              "introduced_in": [
                "v1.33.1"
              ],
              "cells": {
                "1.37": {
                  "state": "pending",
                  "version": null,
                  "pull_request": null
                },
                "1.36": {
                  "state": "pending",
                  "version": null,
                  "pull_request": null
                },
                "1.35": {
                  "state": "pending",
                  "version": null,
                  "pull_request": null
                },
                "1.34": {
                  "state": "pending",
                  "version": null,
                  "pull_request": null
                },
                "1.33": {
                  "state": "end-of-life",
                  "version": null,
                  "pull_request": null
                }
              }
            }
          ],
          "release": null,
          "incomplete": [
            {
              "number": 7,
              "file": null,
              "rules": [
                "missing-section"
              ]
            },
            {
              "number": 3,
              "file": null,
              "rules": [
                "missing-priority-label",
                "missing-release-block",
                "missing-section",
                "missing-sig-label"
              ]
            }
          ]
        }
    "#]],
    );
}

#[test]
fn csv_has_a_line_for_each_issue_and_no_formula() {
    prints(
        "--output-format csv",
        expect![[r#"
            number,file,title,url,state,priority,sigs,introduced_in,incomplete,1.37,1.36,1.35,1.34,1.33␍
            7,,"A | pipe, ""quotes"" & <b>tags</b>",https://github.com/kubernetes/kubernetes/issues/7,OPEN,priority/critical-urgent,sig/node,v1.35.2,missing-section,pending,fixed in v1.36.4 (#11),pending,not affected,not affected␍
            3,,'=cmd(),javascript:alert(1),CLOSED,,,v1.33.1,missing-priority-label missing-release-block missing-section missing-sig-label,pending,pending,pending,pending,end of life␍
        "#]],
    );
}

#[test]
fn html_escapes_what_is_not_its_own() {
    let (code, page, _) = report("- --output-format html --release v1.36.4", ISSUES);
    assert_eq!(code, 0);
    assert!(page.contains("A | pipe, &quot;quotes&quot; &amp; &lt;b&gt;tags&lt;/b&gt;"));
    assert!(page.contains(r#"<a href="https://github.com/kubernetes/kubernetes/issues/7">#7</a>"#));
    assert!(page.contains(
        r#"<a class="pull" href="https://github.com/kubernetes/kubernetes/pull/11">#11</a>"#
    ));
    assert!(!page.contains("<b>") && !page.contains("javascript:"));
}

const DRAFT: &str = "---\ntitle: A draft\nlabels: [sig/node, priority/backlog]\n---\n```release\nintroduced-in=v1.36.2\n```\n\n```release\nresolved-in=v1.36.4\n```\n";

#[test]
fn drafts_stand_behind_issues_by_their_files() {
    let folder = TempDir::new().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("the folder is ours");
    };
    write("b.md", DRAFT);
    write("a.md", DRAFT);
    write("README.md", "# A tool\n");
    write(
        "gh.json",
        &ISSUES.replace("\"labels\":[]", "\"labels\":[\"priority/backlog\"]"),
    );
    let (code, output, errors) = report_in(
        &folder,
        ". gh.json --output-format json --release v1.36.4",
        "",
    );
    assert_eq!(
        (code, errors.as_str()),
        (
            0,
            "Passed over 1 document that is not about patch releases.\n"
        )
    );
    let report: Value = serde_json::from_str(&output).expect("JSON");
    let names = elements(&report, "fixes")
        .iter()
        .map(|fix| match &fix["file"] {
            Value::Null => fix["issue"]["number"].to_string(),
            file => file.to_string(),
        });
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["7", "3", "\"a.md\"", "\"b.md\""]
    );
    assert_eq!(report["fixes"][2]["issue"], Value::Null);
    assert_eq!(
        report["release"]["fixes"],
        serde_json::json!([7, "a.md", "b.md"])
    );
}

#[test]
fn form_files_and_drafts_of_other_templates_are_passed_over() {
    let folder = TempDir::new().expect("a temporary folder");
    let forms = folder.path().join(".github/ISSUE_TEMPLATE");
    fs::create_dir_all(&forms).expect("the folder is ours");
    let form = "name: Bug\ndescription: A bug\nbody:\n  - type: input\n    id: what\n    attributes:\n      label: What happened?\n";
    fs::write(forms.join("bug.yml"), form).expect("the folder is ours");
    let bug = "---\ntemplate: Bug\n---\n\n### What happened?\n\nIt stopped.\n";
    fs::write(folder.path().join("bug.md"), bug).expect("the folder is ours");
    let (code, output, errors) = report_in(&folder, "bug.md .github/ISSUE_TEMPLATE/bug.yml", "");
    assert_eq!(
        (code, errors.as_str()),
        (
            0,
            "Passed over 2 documents that are not about patch releases.\n"
        )
    );
    assert!(output.ends_with("There are no fixes.\n"), "{output}");
}

#[test]
fn what_is_no_patch_release_issue_can_be_passed_over() {
    let issues = format!(
        "{},\n{}]",
        ISSUES.trim_end().trim_end_matches(']'),
        r###"{"number":9,"title":"A bug","body":"It broke.\n\n## Steps\n\n1. Start it.\n","labels":[]}"###
    );
    let count = |arguments: &str| {
        let (code, output, errors) = report(arguments, issues.as_str());
        assert_eq!(code, 0, "{errors}");
        let report: Value = serde_json::from_str(&output).expect("JSON");
        (elements(&report, "fixes").len(), errors)
    };
    assert_eq!(count("- --output-format json"), (3, String::new()));
    let (fixes, errors) = count("- --output-format json --skip-unknown");
    assert_eq!(fixes, 2);
    assert_eq!(
        errors,
        "Passed over 1 document that is not about patch releases.\n"
    );
}

/// An issue of a repository, in one line of JSON.
fn issue(number: u64, title: &str, entries: &str, pulls: &str, labels: &[&str]) -> String {
    let url = format!("https://github.com/kubernetes/kubernetes/issues/{number}");
    let body = format!("```release\n{entries}\n```\n\n## PRs\n\n{pulls}\n");
    let issue = serde_json::json!({
        "number": number, "title": title, "body": body, "labels": labels, "state": "OPEN", "url": url,
    });
    format!("{issue}\n")
}

/// The report on `issues` as JSON.
fn json_report(issues: &str, arguments: &str) -> Value {
    let (code, output, errors) = report(&format!("- --output-format json {arguments}"), issues);
    assert_eq!((code, errors.as_str()), (0, ""));
    serde_json::from_str(&output).expect("JSON")
}

#[test]
fn a_branch_without_the_problem_is_not_affected_whatever_is_said_to_be_resolved_there() {
    let issues = [
        issue(1, "", "introduced-in=v1.36.2\nresolved-in=v1.35.5", "", &[]),
        issue(
            2,
            "",
            "introduced-in=v1.35.0\nresolved-in=v1.36.0\nresolved-in=v1.37.1",
            "",
            &[],
        ),
    ];
    let report = json_report(&issues.concat(), "");
    for (place, branch) in [(0, "1.35"), (1, "1.37")] {
        let cell = &report["fixes"][place]["cells"][branch];
        assert_eq!(cell["state"], "not-affected", "{branch}");
    }
}

#[test]
fn a_pick_is_one_of_the_issues_own_repository() {
    let pulls = "- kubernetes/test-infra#99 (release-1.36)\n- Kubernetes/kubernetes#98 (release-1.35)\n- #97 (release-1.37)";
    let report = json_report(&issue(1, "", "introduced-in=v1.35.0", pulls, &[]), "");
    let cells = &report["fixes"][0]["cells"];
    let picks = ["1.37", "1.36", "1.35"].map(|branch| cells[branch]["pull_request"].as_u64());
    assert_eq!(picks, [Some(97), None, Some(98)]);
}

#[test]
fn all_priorities_stand_in_the_order_of_urgency() {
    let names = [
        "awaiting-more-evidence",
        "backlog",
        "important-longterm",
        "important-soon",
        "critical-urgent",
    ];
    let issues: String = names
        .iter()
        .zip(1..)
        .map(|(name, number)| {
            let label = format!("priority/{name}");
            issue(number, "", "introduced-in=v1.35.0", "", &[&label])
        })
        .collect();
    let report = json_report(&issues, "");
    let fixes = elements(&report, "fixes").iter();
    let numbers: Vec<u64> = fixes
        .filter_map(|fix| fix["issue"]["number"].as_u64())
        .collect();
    assert_eq!(numbers, [5, 4, 3, 2, 1]);
}

#[test]
fn a_candidate_brings_its_fix_with_the_release() {
    let entries = "introduced-in=v1.36.2\nresolved-in=v1.36.4-rc.1";
    let issues = issue(1, "", entries, "", &[]);
    let release = |version: &str| {
        let report = json_report(&issues, &format!("--release {version}"));
        let release = &report["release"];
        (
            release["fixes"].to_string(),
            release["known_issues"].to_string(),
        )
    };
    let both = |fixes: &str, known: &str| (fixes.to_owned(), known.to_owned());
    assert_eq!(release("v1.36.4"), both("[1]", "[]"));
    assert_eq!(release("v1.36.4-rc.1"), both("[1]", "[]"));
    assert_eq!(release("v1.36.4-rc.2"), both("[]", "[]"));
    assert_eq!(release("v1.36.3"), both("[]", "[1]"));
}

#[test]
fn the_order_of_the_input_does_not_matter_and_what_comes_twice_is_one() {
    let lines = [
        issue(1, "b", "introduced-in=v1.35.0", "", &[]),
        issue(1, "a", "introduced-in=v1.35.0", "", &[]),
        issue(1, "a", "introduced-in=v1.34.0", "", &["sig/node"]),
    ];
    let [one, two, three] = &lines;
    let expected = report("-", lines.concat());
    for other in [
        [three, two, one].map(String::as_str).concat(),
        [two, one, one, three, two].map(String::as_str).concat(),
    ] {
        assert_eq!(report("-", other), expected);
    }
    assert_eq!(expected.1.matches("introduced").count(), 0);
    assert_eq!(expected.1.matches("| [#1]").count(), 3);
}

#[test]
fn a_pasted_report_calls_nobody() {
    let title = "@kubernetes/owners said so in #3, a@b";
    let (_, output, _) = report("-", issue(1, title, "introduced-in=v1.35.0", "", &[]));
    assert!(
        output.contains("| @<!-- -->kubernetes/owners said so in #<!-- -->3, a@<!-- -->b |"),
        "{output}"
    );
}

#[test]
fn where_nothing_can_be_read_nothing_is_written() {
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("report.md");
    fs::write(&file, "the last one").expect("the folder is ours");
    let (code, output, _) = report_in(&folder, "absent.json -o report.md", "");
    assert_eq!((code, output.as_str()), (2, ""));
    assert_eq!(
        fs::read_to_string(&file).expect("it is there"),
        "the last one"
    );
    let (code, output, _) = report("absent.json", "");
    assert_eq!((code, output.as_str()), (2, ""));
}

#[test]
fn a_pipe_that_nothing_comes_through_holds_no_issue() {
    let (code, output, errors) = report("-", "\n");
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(output.ends_with("There are no fixes.\n"), "{output}");
}

#[test]
fn standard_output_can_be_named() {
    assert_eq!(report("- -o -", ISSUES), report("-", ISSUES));
}

#[test]
fn the_report_goes_to_the_file_that_is_named() {
    let folder = TempDir::new().expect("a temporary folder");
    let (code, output, errors) = report_in(&folder, "- -o report.csv --output-format csv", ISSUES);
    assert_eq!((code, output.as_str(), errors.as_str()), (0, "", ""));
    let (_, expected, _) = report("- --output-format csv", ISSUES);
    let written = fs::read_to_string(folder.path().join("report.csv")).expect("a report");
    assert_eq!(written, expected);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_reported() {
    let text = format!(
        "{{\"number\":1}}\n{}",
        ISSUES.lines().nth(2).expect("an issue")
    );
    let (code, output, errors) = report("- absent.md", text);
    assert_eq!(code, 2);
    assert!(output.contains("| #3 |"), "{output}");
    expect![[r#"
        issue-ls: line 1 (#1) has no `body`; add it to --json, as in `gh issue list --json number,title,body,labels,state,url`
        issue-ls: absent.md: there is no such file or folder
    "#]].assert_eq(&errors);
}

#[test]
fn a_wrong_release_and_a_wrong_day_are_wrong_usage() {
    for (arguments, advice) in [
        ("- --release 1.36.5", "write it as v1.36.5"),
        ("- --release latest", "write it as v1.36.5"),
        ("- --as-of tomorrow", "YYYY-MM-DD"),
    ] {
        let (code, output, errors) = report(arguments, ISSUES);
        assert_eq!((code, output.as_str()), (2, ""), "{arguments}");
        assert!(errors.contains(advice), "{errors}");
    }
}

#[test]
fn an_empty_report_says_so() {
    let (code, output, errors) = report("-", "[]");
    assert_eq!((code, errors.as_str()), (0, ""));
    assert_eq!(
        output,
        "# Patch releases as of 2026-09-01\n\nThere are no fixes.\n"
    );
    let (_, page, _) = report("- --output-format html", "[]");
    assert!(page.contains("There are no fixes."));
}

/// Compares the report on issues from a seed with the generator's own account, cell for cell.
fn agrees(seed: u64, count: u64) {
    let issues = generator::issues(seed, count);
    let lines: String = issues
        .iter()
        .map(|issue| format!("{}\n", issue.gh()))
        .collect();
    let arguments = format!("- --output-format json --release {RELEASE}");
    let (code, output, errors) = report(&arguments, lines);
    assert_eq!((code, errors.as_str()), (0, ""));
    let said: Value = serde_json::from_str(&output).expect("JSON");
    let expected = generator::report(&issues);
    for list in ["fixes", "incomplete"] {
        for (said, expected) in elements(&said, list).iter().zip(elements(&expected, list)) {
            assert_eq!(said, expected);
        }
    }
    assert_eq!(said, expected);
}

fn elements<'report>(report: &'report Value, list: &str) -> &'report [Value] {
    report[list].as_array().expect("a list")
}

#[test]
fn every_cell_agrees_with_what_is_true() {
    for seed in 0..20 {
        agrees(seed, 20);
    }
    agrees(20, 20_000);
}
