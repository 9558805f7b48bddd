//! `issue-ls extract` with places, and of issues that are on GitHub. What it reads in a draft is tested in `scripts.rs`, what
//! its JSON Schema is worth in `tests/formats`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use assert_cmd::Command;
use expect_test::expect;
use serde_json::{Value, json};

use said::{Said, said};

mod said;

const BINARY: &str = env!("CARGO_BIN_EXE_issue-ls");

fn run_in(folder: &Path, arguments: &[&str], input: &str) -> Said {
    said(
        Command::new(BINARY)
            .args(arguments)
            .current_dir(folder)
            .write_stdin(input),
    )
}

fn extract(arguments: &[&str], input: &str) -> Said {
    let folder = tempfile::tempdir().expect("a folder");
    run_in(
        folder.path(),
        &[&["extract", "-"], arguments].concat(),
        input,
    )
}

const BODY: &str =
    "```release\r\nintroduced-in=v1.36.2\r\n```\r\n\r\n/sig node\r\n/lifecycle frozen\r\n";

/// Two issues as gh lists them: all that it can be asked for, and as little as will do.
fn issues() -> [Value; 2] {
    let labels = json!([{"id": "L", "name": "priority/backlog", "color": "c7def8"}, {"id": "M", "name": "mine"}]);
    [
        json!({
            "number": 7, "title": "Größe 😀", "body": BODY, "state": "CLOSED", "labels": labels,
            "url": "https://github.com/kubernetes/kubernetes/issues/7", "author": {"login": "ada"},
        }),
        json!({"number": 12, "body": null}),
    ]
}

#[test]
fn each_issue_is_one_line() {
    let [closed, bare] = issues();
    let said = extract(&[], &json!([closed, bare]).to_string());
    expect![[r#"
        {"issue":{"number":7,"title":"Größe 😀","url":"https://github.com/kubernetes/kubernetes/issues/7","state":"CLOSED"},"schema_version":1,"template":"kubernetes-patch-release","variant":"standard","stage":"resolved","title":"Größe 😀","labels":[{"name":"sig/node","source":"command"},{"name":"priority/backlog","source":"flag"},{"name":"lifecycle/frozen","source":"command"}],"introduced_in":["v1.36.2"],"resolved_in":[],"binaries":[],"pull_requests":[],"sections":{},"fields":{}}
        {"issue":{"number":12,"title":null,"url":null,"state":null},"schema_version":1,"template":"kubernetes-patch-release","variant":"standard","stage":"open","title":null,"labels":[],"introduced_in":[],"resolved_in":[],"binaries":[],"pull_requests":[],"sections":{},"fields":{}}
        --- standard error, exit code 0
    "#]]
    .assert_eq(&said.to_string());
}

#[test]
fn issues_come_as_gh_and_others_write_them() {
    let [closed, bare] = issues();
    let expected = extract(&[], &json!([closed, bare]).to_string());
    let lines = format!("{closed}\n{bare}\n");
    let pretty = [&closed, &bare]
        .map(|issue| format!("{issue:#}\n"))
        .concat();
    for input in [&lines, &pretty] {
        assert_eq!(extract(&[], input), expected, "{input}");
    }
    let one = extract(&[], &closed.to_string());
    assert_eq!(one.output.lines().next(), expected.output.lines().next());
    assert_eq!(one.output.lines().count(), 1);
    assert_eq!(
        extract(&[], "[]").to_string(),
        "--- standard error, exit code 0\n"
    );

    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("issues.json", json!([closed, bare]).to_string()),
        ("issues.jsonl", lines.clone()),
        ("issues.ndjson", lines),
    ] {
        fs::write(folder.path().join(name), text).expect("writable");
        assert_eq!(
            run_in(folder.path(), &["extract", name], ""),
            expected,
            "{name}"
        );
    }
}

#[test]
fn what_is_not_in_the_issues_can_be_said() {
    let arguments = ["--stage", "resolved", "--label", "sig/cli"];
    let said = extract(
        &arguments,
        r#"{"number": 1, "body": "/sig node", "labels": [{"name": "kind/bug"}]}"#,
    );
    let line: Value = serde_json::from_str(&said.output).expect("JSON");
    assert_eq!(line["stage"], "resolved");
    let names = line["labels"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|label| &label["name"]);
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["sig/node", "sig/cli", "kind/bug"]
    );
}

#[test]
fn places_are_in_the_bytes_of_the_body() {
    let [closed, _] = issues();
    let said = extract(&["--with-spans"], &closed.to_string());
    let line: Value = serde_json::from_str(&said.output).expect("JSON");
    let at = |text: &str| {
        let start = BODY.find(text).expect("it is there");
        json!([start, start + text.len()])
    };
    let spans = json!({
        "title": null,
        "labels": [at("node"), null, at("frozen")],
        "introduced_in": [at("v1.36.2")],
        "resolved_in": [],
        "binaries": [],
        "pull_requests": [],
        "sections": {},
        "fields": {},
    });
    assert_eq!(line["spans"], spans);
}

#[test]
fn places_change_nothing_else() {
    let drafts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/drafts/regressions");
    for draft in fs::read_dir(drafts).expect("a folder of drafts") {
        let path = draft.expect("readable").path();
        let text = fs::read_to_string(&path).expect("UTF-8");
        let without: Value = serde_json::from_str(&extract(&[], &text).output).expect("JSON");
        let with = extract(&["--with-spans"], &text).output;
        let mut with: Value = serde_json::from_str(&with).expect("JSON");
        let spans = with.as_object_mut().and_then(|with| with.remove("spans"));
        assert_eq!(with, without);
        let spans = spans.expect("places were asked for");
        for (place, version) in without["introduced_in"]
            .as_array()
            .expect("a list")
            .iter()
            .enumerate()
        {
            let end = |at: usize| {
                spans["introduced_in"][place][at]
                    .as_u64()
                    .expect("a number") as usize
            };
            assert_eq!(text[end(0)..end(1)], *version.as_str().expect("a version"));
        }
    }
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_printed() {
    let lines = "{\"number\": 1}\n{\"number\": 2, \"body\": \"/sig node\"}\nnothing\n";
    let said = extract(&[], lines);
    assert_eq!((said.code, said.output.lines().count()), (2, 1));
    assert!(
        said.output.starts_with("{\"issue\":{\"number\":2,"),
        "{said}"
    );
    expect![[r#"
        issue-ls: line 1 (#1) has no `body`; add it to --json, as in `gh issue list --json number,title,body,labels,state,url`
        issue-ls: line 3, column 2: this is not JSON (expected ident); write what `gh issue list --json number,title,body,labels,state,url` prints
    "#]]
    .assert_eq(&said.errors);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("issues.json"), "no JSON").expect("writable");
    let said = run_in(folder.path(), &["extract", "issues.json"], "");
    assert_eq!((said.code, said.output.as_str()), (2, ""));
    assert!(
        said.errors
            .starts_with("issue-ls: issues.json: this is not JSON as gh prints it"),
        "{said}"
    );
}

#[test]
fn the_first_lines_are_there_before_the_last_issue_and_nobody_need_read_on() {
    let mut program = std::process::Command::new(BINARY)
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = program.stdin.take().expect("a pipe");
    let feed = std::thread::spawn(move || {
        use std::io::Write;
        // Far more than pipes and buffers hold, and no end before somebody has read.
        let body = "x".repeat(1000);
        for number in 1..20_000 {
            let issue = json!({"number": number, "body": body});
            if writeln!(input, "{issue}").is_err() {
                break;
            }
        }
        input
    });
    let output = program.stdout.take().expect("a pipe");
    let first = BufReader::new(output)
        .lines()
        .next()
        .expect("a line")
        .expect("UTF-8");
    assert!(first.starts_with("{\"issue\":{\"number\":1,"), "{first}");
    drop(feed.join().expect("all is written"));
    // The reader has gone, as `head` does.
    let ended = program.wait_with_output().expect("it ends");
    assert_eq!(
        (ended.status.code(), ended.stderr.as_slice()),
        (Some(0), &b""[..])
    );
}

#[test]
fn the_schema_knows_every_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = run_in(folder.path(), &["config", "schema", "--extract"], "");
    let schema: Value = serde_json::from_str(&said.output).expect("JSON");
    let [closed, _] = issues();
    let line = extract(&["--with-spans"], &closed.to_string()).output;
    let line: Value = serde_json::from_str(&line).expect("JSON");
    for key in line.as_object().expect("an object").keys() {
        let description = &schema["properties"][key]["description"];
        assert!(description.is_string(), "{key}: {description}");
        let is_required = schema["required"]
            .as_array()
            .expect("a list")
            .contains(&json!(key));
        assert_eq!(
            is_required,
            !["issue", "spans"].contains(&key.as_str()),
            "{key}"
        );
    }
    assert_ne!(said, run_in(folder.path(), &["config", "schema"], ""));
}
