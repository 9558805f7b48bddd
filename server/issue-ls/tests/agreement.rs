//! Editor and command line say the same: a folder of drafts is walked with `check` and opened in the server, both as
//! processes of their own, and every finding has to be there twice, place by place and fix by fix.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tokio::process::Command;

use process::start;

mod process;

const BINARY: &str = env!("CARGO_BIN_EXE_issue-ls");

/// The project's own drafts, good ones and bad ones.
const DRAFTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/drafts");

/// All files below `folder` that an editor with the client opens: Markdown and YAML.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("it is a folder") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path
            .extension()
            .is_some_and(|ending| ending == "md" || ending == "yml")
        {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The drafts once more in a folder of their own, in several surroundings: without a configuration, under one, under
/// another one inside of that, under one with labels and releases of its own, and among files that are no drafts.
fn surroundings() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("it is ours");
        fs::write(path, text).expect("it is ours");
    };
    for surrounding in ["plain", "configured", "configured/inner", "facts"] {
        for draft in files(Path::new(DRAFTS)) {
            let name = draft.strip_prefix(DRAFTS).expect("it is from there");
            let text = fs::read_to_string(&draft).expect("it is UTF-8");
            write(&format!("{surrounding}/{}", name.display()), &text);
        }
    }
    write(
        "configured/.github/issue-ls.toml",
        "[rules]\nmissing-section = \"off\"\nunknown-label = \"information\"\ninvalid-version = \"warning\"\n\
         [[drafts]]\nfiles = [\"notes/**/*.md\"]\ntemplate = \"kubernetes-patch-release\"\n",
    );
    write(
        "configured/inner/.issue-ls.toml",
        "[rules]\ninvalid-version = \"off\"\n",
    );
    write(
        "facts/issue-ls.toml",
        "repository.name = \"example/tools\"\nlabels.file = \"data/labels.yaml\"\nreleases.file = \"data/schedule.yaml\"\n",
    );
    write(
        "facts/data/labels.yaml",
        "default:\n  labels:\n  - {name: sig/widgets, previously: [{name: sig/node}]}\n  - name: kind/bug\n\
         repos:\n  example/tools: {labels: [{name: sig/storage, deleteAfter: 2020-01-01T00:00:00Z}]}\n",
    );
    write(
        "facts/data/schedule.yaml",
        "schedules:\n- release: 1.30\n  releaseDate: 2021-03-10\n  endOfLifeDate: 2022-03-10\n  previousPatches:\n\
         \x20 - {release: 1.30.2, targetDate: 2021-04-14}\n",
    );
    let form = "name: x\nlabels: [sig/node, 😀é, kind/bgu]\nbody:\n- type: inputt\n  attributes: {label: y}\n";
    for surrounding in ["plain", "configured", "facts"] {
        write(
            &format!("{surrounding}/.github/ISSUE_TEMPLATE/bug.yml"),
            form,
        );
    }
    write("plain/.github/ISSUE_TEMPLATE/config.yml", "blank: no\n");
    write("plain/.github/workflows/test.yml", "body:\n");
    write(
        "configured/notes/one 😀.md",
        "Only prose, but a draft by its place.\n",
    );
    write("configured/README.md", "# Only prose\n\n/sig node\n");
    write("plain/notes/one.md", "Only prose.\r\n");
    write(
        "plain/crlf.md",
        "\u{feff}<!-- 😀é -->\r\n```release\r\nintroduced-in=1.30.2\r\n```\r\n\r\n/sig noed 😀é noed\r\n",
    );
    folder
}

/// A finding, in words that both sides have.
fn finding(
    rule: &Value,
    severity: &Value,
    message: &Value,
    place: [Value; 2],
    fix: Value,
) -> Value {
    json!({ "rule": rule, "severity": severity, "message": message, "place": place, "fix": fix })
}

/// The findings of `check`, by file.
async fn check(folder: &Path) -> BTreeMap<PathBuf, Vec<Value>> {
    let output = Command::new(BINARY)
        .args(["check", "--output-format", "json", "--exit-zero", "."])
        .current_dir(folder)
        .output()
        .await
        .expect("the program starts");
    assert!(output.status.success(), "{output:?}");
    let mut files: BTreeMap<PathBuf, Vec<Value>> = BTreeMap::new();
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).expect("an array");
    for it in findings {
        let place = |of: &Value| {
            let both = [&of["location"], &of["end_location"]];
            both.map(|at| json!([at["row"], at["column"]]))
        };
        let edits = it["fix"]["edits"].as_array().map(|edits| {
            let edit = |edit: &Value| json!({"place": place(edit), "text": edit["content"]});
            edits.iter().map(edit).collect::<Vec<_>>()
        });
        let fix = edits.map_or(Value::Null, |edits| {
            json!([it["fix"]["message"], it["fix"]["applicability"], edits])
        });
        let name = it["filename"].as_str().expect("a name");
        files
            .entry(folder.join(name.trim_start_matches("./")))
            .or_default()
            .push(finding(
                &it["code"],
                &it["severity"],
                &it["message"],
                place(&it),
                fix,
            ));
    }
    files
}

/// The findings of the server, by file; files without any are left out.
async fn open(folder: &Path) -> BTreeMap<PathBuf, Vec<Value>> {
    let (mut client, _server) = start();
    let capabilities = json!({
        "general": {"positionEncodings": ["utf-32"]},
        "textDocument": {"diagnostic": {}, "publishDiagnostics": {"dataSupport": true}},
    });
    client
        .initialize(json!({ "capabilities": capabilities }))
        .await;
    let mut files = BTreeMap::new();
    for path in self::files(folder) {
        let uri = url::Url::from_file_path(&path)
            .expect("the path is absolute")
            .to_string();
        client
            .open(&uri, &fs::read_to_string(&path).expect("it is UTF-8"))
            .await;
        let document = json!({"textDocument": {"uri": uri}});
        let report = client.request("textDocument/diagnostic", document).await;
        let place = |range: &Value| {
            [&range["start"], &range["end"]].map(|at| {
                let from_1 = |number: &Value| number.as_u64().map(|number| number + 1);
                json!([from_1(&at["line"]), from_1(&at["character"])])
            })
        };
        let findings: Vec<Value> = report["items"]
            .as_array()
            .expect("a list of diagnostics")
            .iter()
            .map(|it| {
                let data = &it["data"];
                let edits = data["edits"].as_array().map(|edits| {
                    let edit = |edit: &Value| json!({"place": place(&edit["range"]), "text": edit["newText"]});
                    edits.iter().map(edit).collect::<Vec<_>>()
                });
                let fix = edits.map_or(Value::Null, |edits| {
                    json!([data["title"], data["applicability"], edits])
                });
                let severity = match it["severity"].as_u64() {
                    Some(1) => json!("error"),
                    Some(2) => json!("warning"),
                    _ => json!("information"),
                };
                finding(&it["code"], &severity, &it["message"], place(&it["range"]), fix)
            })
            .collect();
        if !findings.is_empty() {
            files.insert(path, findings);
        }
    }
    client.finish().await;
    files
}

#[tokio::test]
async fn editor_and_command_line_say_the_same_of_every_draft() {
    let folder = surroundings();
    let folder = folder.path().canonicalize().expect("it is there");
    let (checked, opened) = (check(&folder).await, open(&folder).await);
    let of = |name: &str| checked.get(&folder.join(name)).map_or(0, Vec::len);
    // The surroundings matter, else little would be compared.
    let form = ".github/ISSUE_TEMPLATE/bug.yml";
    assert!(of(&format!("facts/{form}")) > of(&format!("plain/{form}")));
    assert_eq!(of("plain/.github/ISSUE_TEMPLATE/config.yml"), 1);
    assert!(of("plain/crlf.md") > 0 && of("configured/notes/one 😀.md") > 0);
    assert!(of("plain/bad/wrong-versions.md") > of("configured/inner/bad/wrong-versions.md"));
    let rules = |name: &str| {
        let findings = checked.get(&folder.join(name)).into_iter().flatten();
        findings
            .map(|it| it["rule"].to_string())
            .collect::<BTreeSet<_>>()
    };
    assert_ne!(
        rules("plain/good/subpath-configmap.md"),
        rules("facts/good/subpath-configmap.md")
    );
    assert_eq!(of("configured/README.md") + of("plain/notes/one.md"), 0);
    for (path, findings) in &checked {
        assert_eq!(opened.get(path), Some(findings), "{}", path.display());
    }
    let names = |files: &BTreeMap<PathBuf, Vec<Value>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&opened), names(&checked));
}
