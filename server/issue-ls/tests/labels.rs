//! `issue-ls labels`: the labels that Prow will look for, and those that a draft asks for in the end.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

/// What `labels` with `arguments` prints for `text` on standard input, in a folder of its own.
fn printed(arguments: &[&str], text: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    printed_in(folder.path(), arguments, text)
}

fn printed_in(folder: &Path, arguments: &[&str], text: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_issue-ls"))
        .args(["labels", "-"])
        .args(arguments)
        .current_dir(folder)
        .write_stdin(text)
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn issues_as_gh_prints_them_are_no_draft() {
    let issue = r#"{"number":1,"body":"/sig node","labels":[]}"#;
    for command in ["labels", "body", "create"] {
        let output = Command::new(env!("CARGO_BIN_EXE_issue-ls"))
            .args([command, "-"])
            .write_stdin(issue)
            .output()
            .expect("the program starts");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
        assert!(said.contains("not a draft"), "{command}: {said}");
    }
}

/// Bodies, and what the expressions of Prow's label plugin yield for them when Go runs them (kubernetes-sigs/prow
/// `pkg/plugins/label/label.go` at a61940897).
const EXECUTED: [(&str, &[&str]); 19] = [
    ("/sig node", &["sig/node"]),
    ("/SIG node", &[]),
    (" /sig node", &[]),
    ("/sig  node", &["sig/", "sig/node"]),
    ("/signode", &[]),
    ("/sig node, cli", &["sig/node,", "sig/cli"]),
    ("/sig NODE", &["sig/node"]),
    ("/sig\n\nnode x y", &["sig/x", "sig/y"]),
    ("/sig node\r\n/kind bug\r\n", &["sig/node", "kind/bug"]),
    ("> /sig node", &[]),
    ("<!--\n/sig node\n-->\n/kind bug", &["kind/bug"]),
    ("/sig node /kind bug", &["sig/node", "sig//kind", "sig/bug"]),
    ("/priority/critical-urgent", &[]),
    ("/kind `bug`", &["kind/`bug`"]),
    ("- /sig node", &[]),
    ("/remove-sig node", &[]),
    ("/triage accepted", &["triage/accepted"]),
    ("/sig-node", &[]),
    ("/kind bug\u{a0}", &["kind/bug"]),
];

#[test]
fn raw_is_what_prow_yields() {
    for (body, labels) in EXECUTED {
        let expected: String = labels.iter().map(|label| format!("{label}\n")).collect();
        assert_eq!(printed(&["--raw"], body), expected, "{body:?}");
    }
}

#[test]
fn raw_reads_the_body_alone() {
    let text = "---\nlabels: kind/bug\n---\n/sig node\n/sig node\n";
    assert_eq!(printed(&["--raw"], text), "sig/node\nsig/node\n");
    let scissors =
        "/sig cli\n/sig node\n------------------------ >8 ------------------------\n/sig apps\n";
    assert_eq!(printed(&["--raw"], scissors), "sig/node\n");
}

#[test]
fn a_draft_asks_for_labels_that_exist_each_once() {
    let text = "---\nlabels: [kind/bug, sig/NODE, made/up]\n---\n/sig node nodee aws\n/area ha\n/label api-review\n/triage accepted\n/remove-kind feature\n";
    assert_eq!(
        printed(&[], text),
        "sig/node\narea/HA\ntriage/accepted\nkind/bug\napi-review\n"
    );
    assert_eq!(printed(&[], "no command\n"), "");
}

#[test]
fn the_labels_of_the_repository_decide() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name, text| fs::write(folder.path().join(name), text).expect("the folder is ours");
    write(
        "issue-ls.toml",
        "[labels]\nfile = \"labels.json\"\n[repository]\nname = \"ada/tool\"\n",
    );
    write("labels.json", "[{\"name\": \"kind/oddity\"}]");
    let text = "/kind oddity bug\n";
    assert_eq!(printed_in(folder.path(), &[], text), "kind/oddity\n");
    assert_eq!(
        printed_in(folder.path(), &["--isolated"], text),
        "kind/bug\n"
    );
}

#[test]
fn flags_count_as_labels_of_the_draft() {
    assert_eq!(
        printed(&["--label", "kind/bug, area/ha"], "/sig node\n"),
        "sig/node\nkind/bug\narea/HA\n"
    );
}

#[test]
fn the_labels_of_an_issue_are_changed_where_the_draft_decides() {
    let text = "/priority critical-urgent\n/sig node\n/kind bug\n";
    let current = "--current=priority/important-soon, sig/cli,kind/flake,kind/bug,lgtm";
    assert_eq!(
        printed(&[current], text),
        "add priority/critical-urgent\nadd sig/node\nremove priority/important-soon\nremove sig/cli\n"
    );
    assert_eq!(
        printed(&[current, "--gh", "42"], text),
        "gh issue edit 42 --add-label priority/critical-urgent --add-label sig/node \
         --remove-label priority/important-soon --remove-label sig/cli\n"
    );
    let has_all = "--current=priority/critical-urgent,sig/node,kind/bug";
    assert_eq!(printed(&[has_all], text), "");
    assert_eq!(printed(&[has_all, "--gh", "42"], text), "");
    assert_eq!(printed(&["--current="], "/sig node\n"), "add sig/node\n");
    assert_eq!(
        printed(&["--gh", "7"], "/label \"x\"\n/good-first-issue\n"),
        "gh issue edit 7 --add-label 'good first issue' --add-label 'help wanted'\n"
    );
}

#[test]
fn labels_are_data_for_scripts() {
    let read = |text: String| serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    let text = "/sig node nodee\n";
    assert_eq!(
        read(printed(&["--json"], text)),
        serde_json::json!(["sig/node"])
    );
    assert_eq!(
        read(printed(&["--json", "--raw"], text)),
        serde_json::json!(["sig/node", "sig/nodee"])
    );
    assert_eq!(
        read(printed(&["--json", "--current", "sig/node"], text)),
        serde_json::json!({"add": [], "remove": []})
    );
}

#[test]
fn what_cannot_be_read_is_a_clear_failure() {
    let output = Command::new(env!("CARGO_BIN_EXE_issue-ls"))
        .args(["labels", "no-such-draft.md"])
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.starts_with("issue-ls: no-such-draft.md: "), "{said}");
}
