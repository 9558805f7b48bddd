//! The commands that serve scripts: `templates`, `extract`, `body`; and what the README shows to scripts.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};

use said::{Said, said};

mod said;

fn run_in(folder: &Path, arguments: &[&str], input: &str) -> Said {
    said(
        Command::new(env!("CARGO_BIN_EXE_issue-ls"))
            .args(arguments)
            .current_dir(folder)
            .write_stdin(input),
    )
}

const FORM: &str = "name: Crash\ndescription: The program ends by itself\nlabels: [kind/bug]\nbody:\n\
- type: dropdown\n  id: system\n  attributes:\n    label: Operating system\n    options: [Linux, macOS]\n\
- type: textarea\n  id: log\n  attributes:\n    label: Log\n    render: text\n\
- type: checkboxes\n  id: terms\n  attributes:\n    label: Terms\n    options:\n    - label: I have looked\n";

/// A repository with a form, a Markdown template and two files that are neither.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let templates = folder.path().join(".github/ISSUE_TEMPLATE");
    fs::create_dir_all(&templates).expect("a folder");
    for (name, text) in [
        ("crash.yml", FORM),
        ("empty.yml", "name: Empty\ndescription: Nothing\nbody: []\n"),
        (
            "idea.md",
            "---\nname: Idea\nabout: Something \u{202e}new\n---\n## What\n",
        ),
        ("note.md", "---\nname: Note\n---\n\n"),
        ("config.yml", "blank_issues_enabled: false\n"),
    ] {
        fs::write(templates.join(name), text).expect("writable");
    }
    folder
}

#[test]
fn templates_are_listed_with_their_files() {
    let repository = repository();
    let said = run_in(repository.path(), &["templates"], "");
    assert_eq!(said.code, 0);
    let lines: Vec<Vec<&str>> = (said.output.lines())
        .map(|line| {
            line.split("  ")
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .collect()
        })
        .collect();
    let folder = ".github/ISSUE_TEMPLATE";
    assert_eq!(
        lines[0][..3],
        ["kubernetes-patch-release", "built in", "-"],
        "{}",
        said.output
    );
    assert_eq!(
        lines[1..],
        [
            [
                "crash",
                "issue form",
                &format!("{folder}/crash.yml"),
                "Crash: The program ends by itself"
            ],
            [
                "idea",
                "Markdown template",
                &format!("{folder}/idea.md"),
                "Idea: Something �new"
            ],
        ]
    );
    assert_eq!(
        said.errors,
        format!(
            "issue-ls: {folder}/empty.yml: line 3: `body` has no items, which GitHub refuses; write at least one\n\
             issue-ls: {folder}/note.md: the template has no text\n"
        )
    );
}

#[test]
fn templates_are_data_for_scripts() {
    let repository = repository();
    let below = repository.path().join("docs");
    fs::create_dir(&below).expect("a folder");
    for folder in [repository.path(), &below] {
        let said = run_in(folder, &["templates", "--output-format", "json"], "");
        let all: Value = serde_json::from_str(&said.output).expect("JSON");
        assert_eq!(all[0]["kind"], "built-in");
        assert_eq!(all[0]["file"], Value::Null);
        let mut form = all[1].clone();
        let file = form["file"].take();
        assert!(
            file.as_str()
                .is_some_and(|file| folder.join(file).is_file()),
            "{file}"
        );
        let expected = json!({
            "name": "crash",
            "kind": "issue-form",
            "title": "Crash",
            "description": "The program ends by itself",
            "file": null,
        });
        assert_eq!(form, expected);
        assert_eq!(all[2]["kind"], "markdown-template");
    }
}

#[test]
fn without_a_repository_there_are_the_built_in_templates() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("issue-ls.toml"), "wrong = true\n").expect("writable");
    let said = run_in(folder.path(), &["templates"], "");
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    assert_eq!(said.output.lines().count(), 1);
}

#[test]
fn extract_reads_a_patch_release_draft() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "---\ntitle: Pods stay pending\nlabels: [kind/bug, made/up]\n---\n/sig node nodee\n\n\
                ```release\nintroduced-in=v1.30.2\nintroduced-in=1.29.1\n```\n\n## Symptoms\n\nPods <!-- all -->stay.\n\n\
                ## PRs\n\n- #23456 (release-1.30)\n- 23457\n";
    let said = run_in(
        folder.path(),
        &["extract", "-", "-l", "sig/cli", "--stage", "resolved"],
        text,
    );
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    let found: Value = serde_json::from_str(&said.output).expect("JSON");
    let label = |name: &str, source: &str| json!({"name": name, "source": source});
    let expected = json!({
        "schema_version": 1,
        "template": "kubernetes-patch-release",
        "variant": "standard",
        "stage": "resolved",
        "title": "Pods stay pending",
        "labels": [label("sig/node", "command"), label("kind/bug", "front-matter"), label("sig/cli", "flag")],
        "introduced_in": ["v1.30.2"],
        "resolved_in": [],
        "binaries": [],
        "pull_requests": [{"repository": null, "number": 23456, "branch": "release-1.30"}],
        "sections": {"Symptoms": "Pods stay.", "PRs": "- #23456 (release-1.30)\n- 23457"},
        "fields": {},
    });
    assert_eq!(found, expected);
    assert!(
        said.output.starts_with("{\n  \"schema_version\": 1,\n"),
        "{}",
        said.output
    );
}

#[test]
fn extract_reads_what_github_made_of_a_form_whatever_its_line_ends() {
    let repository = repository();
    let rendered = "### Operating system\n\nmacOS\n\n### Log\n\n```text\n### no heading\nline\n```\n\n### Terms\n\n\
                    - [X] I have looked\n";
    for text in [rendered.to_owned(), rendered.replace('\n', "\r\n")] {
        // Its headings tell which form it is of.
        for arguments in [
            ["extract", "-"].as_slice(),
            &["extract", "-", "--template", "Crash"],
        ] {
            let said = run_in(repository.path(), arguments, &text);
            let found: Value = serde_json::from_str(&said.output).expect("JSON");
            assert_eq!(found["template"], "crash");
            let fields = json!({
                "system": "macOS",
                "log": "### no heading\nline",
                "terms": [{"label": "I have looked", "checked": true}],
            });
            assert_eq!(found["fields"], fields);
        }
    }
}

/// Two issues, of which the first is written by a form and the second says nothing that a template asks for.
const ISSUES: [&str; 2] = [
    r####"{"number":7,"title":"It crashes","body":"/sig cli\r\n\r\n### Operating system\r\n\r\nmacOS\r\n\r\n### Log\r\n\r\n_No response_\r\n","labels":[{"name":"kind/bug"}],"state":"CLOSED","url":"https://github.com/example/tools/issues/7"}"####,
    r#"{"number":8,"body":"It does not work"}"#,
];

#[test]
fn extract_writes_one_line_for_each_issue_that_gh_prints() {
    let repository = repository();
    let [first, second] = ISSUES;
    let mut lines = Vec::new();
    for (name, input) in [
        ("-", format!("{first}\n{second}\n")),
        ("-", format!("[{first},\n{second}]")),
        ("list.json", format!("[{first},{second}]")),
        ("lines.jsonl", format!("{first}\n\n{second}")),
        ("lines.ndjson", format!("{first}\r\n{second}\r\n")),
    ] {
        if name != "-" {
            fs::write(repository.path().join(name), &input).expect("writable");
        }
        let said = run_in(
            repository.path(),
            &["extract", name, "-l", "sig/node"],
            &input,
        );
        assert_eq!((said.code, said.errors.as_str()), (0, ""), "{name}");
        lines.push(said.output);
    }
    assert!(lines.iter().all(|other| *other == lines[0]), "{lines:#?}");
    let issues: Vec<Value> = (lines[0].lines())
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let label = |name: &str, source: &str| json!({"name": name, "source": source});
    let url = "https://github.com/example/tools/issues/7";
    assert_eq!(
        issues[0],
        json!({
            "issue": {"number": 7, "title": "It crashes", "url": url, "state": "CLOSED"},
            "schema_version": 1,
            "template": "crash",
            "variant": "standard",
            "stage": "resolved",
            "title": "It crashes",
            "labels": [label("sig/cli", "command"), label("sig/node", "flag"), label("kind/bug", "flag")],
            "introduced_in": [],
            "resolved_in": [],
            "binaries": [],
            "pull_requests": [],
            "sections": {},
            "fields": {"system": "macOS", "log": null, "terms": null},
        })
    );
    let nothing_known = json!({"number": 8, "title": null, "url": null, "state": null});
    assert_eq!(issues[1]["issue"], nothing_known);
    assert_eq!(issues[1]["template"], "kubernetes-patch-release");
    assert_eq!(issues.len(), 2);
}

#[test]
fn extract_passes_over_the_other_issues_of_a_whole_list_when_told_to() {
    let repository = repository();
    let [first, second] = ISSUES;
    for (input, numbers, errors) in [
        (first.to_owned(), vec![7], ""),
        (
            format!("{second}\n{first}\n"),
            vec![7],
            "Passed over 1 issue that is of no template.\n",
        ),
        (
            format!("[{second},{second}]"),
            vec![],
            "Passed over 2 issues that are of no template.\n",
        ),
    ] {
        let said = run_in(
            repository.path(),
            &["extract", "-", "--skip-unknown"],
            &input,
        );
        let issues = said.output.lines().map(|line| {
            let issue: Value = serde_json::from_str(line).expect("JSON");
            issue["issue"]["number"].as_u64().expect("a number")
        });
        assert_eq!(issues.collect::<Vec<_>>(), numbers);
        assert_eq!((said.code, said.errors.as_str()), (0, errors));
    }
}

#[test]
fn a_template_is_no_draft() {
    let repository = repository();
    let form = ".github/ISSUE_TEMPLATE/crash.yml";
    for command in ["extract", "labels", "create"] {
        let said = run_in(repository.path(), &[command, form], "");
        assert_eq!((said.code, said.output.as_str()), (2, ""), "{command}");
        assert_eq!(
            said.errors,
            format!(
                "issue-ls: {form}: this is a template, not a draft; `issue-ls new` begins a draft of it\n"
            )
        );
    }
    let said = run_in(repository.path(), &["extract", "absent.md"], "");
    assert!(
        said.errors.starts_with("issue-ls: absent.md: "),
        "{}",
        said.errors
    );
}

#[test]
fn body_is_the_body_byte_for_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let scissors = "------------------------ >8 ------------------------\n";
    for (draft, body) in [
        ("", String::new()),
        (
            "---\r\ntitle: x\r\n---\r\n\r\na 😀  \r\n\tb",
            "\r\na 😀  \r\n\tb".to_owned(),
        ),
        ("\u{feff}a\rb\n\n", "a\rb\n\n".to_owned()),
        (
            &format!("A title\n\nbody\n{scissors}tail\n"),
            "\nbody\n".to_owned(),
        ),
    ] {
        let said = run_in(folder.path(), &["body", "-"], draft);
        assert_eq!((said.code, said.errors.as_str()), (0, ""));
        assert_eq!(said.output, body);
        fs::write(folder.path().join("draft.md"), draft).expect("writable");
        assert_eq!(
            run_in(folder.path(), &["body", "draft.md"], "").output,
            body
        );
    }
    let said = run_in(folder.path(), &["body", "absent.md"], "");
    assert_eq!((said.code, said.output.as_str()), (2, ""));
}

#[test]
fn the_readme_shows_scripts_what_they_will_get() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md"))
        .expect("there is a README");
    let (_, section) = (readme.split_once("\n### For scripts and agents\n")).expect("a section");
    let (section, _) = section.split_once("\n### ").expect("another section");
    let (_, draft) = section.split_once("````markdown\n").expect("a draft");
    let (draft, examples) = draft.split_once("````\n").expect("the end of the draft");
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("issue.md"), draft).expect("writable");
    let mut commands = Vec::new();
    for example in examples.split("```\n") {
        let Some((introduction, shown)) = example.split_once("```json\n") else {
            continue;
        };
        let command = introduction.split('`').nth(1).expect("a command");
        let mut words = command.split(' ');
        assert_eq!(words.next(), Some("issue-ls"), "{command}");
        let words: Vec<&str> = words.collect();
        let said = run_in(folder.path(), &words, "");
        assert_eq!(said.code, i32::from(words[0] == "check"), "{said}");
        let json = |text| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(json(&said.output), json(shown), "{command}");
        commands.push(words[0].to_owned());
    }
    assert_eq!(commands, ["check", "labels", "extract", "report"]);
}
