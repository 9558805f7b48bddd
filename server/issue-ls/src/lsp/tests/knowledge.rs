//! Facts from files: what changes on disk shows in open drafts by itself, whether the client watches files or the server
//! has to look, and to clients that ask for findings as to those that are sent them.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::*;

const DRAFT: &str = "```release\nintroduced-in=v1.36.0\n```\n/area widgets\n";

/// A folder with a draft that asks for a label of its own repository.
struct Project {
    folder: tempfile::TempDir,
    uri: String,
}

impl Project {
    fn new() -> Project {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        let uri = url::Url::from_file_path(folder.path().join("draft.md")).expect("it is absolute");
        let project = Project {
            uri: uri.into(),
            folder,
        };
        project.write("issue-ls.toml", "labels.file = \"labels.yaml\"\n");
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("the folder is ours");
    }

    /// Writes a file beside the label file, and puts it in its place at once.
    fn replace_labels(&self, text: &str) {
        self.write("new", text);
        fs::rename(self.path("new"), self.path("labels.yaml")).expect("the folder is ours");
    }
}

/// A label file with these labels.
fn labels(names: &[&str]) -> String {
    let lines = names.iter().map(|name| format!("- name: {name}\n"));
    lines.collect()
}

/// What the findings say of labels.
fn codes(diagnostics: &Value) -> Vec<String> {
    let list = diagnostics.as_array().expect("a list of diagnostics");
    list.iter()
        .filter_map(|diagnostic| diagnostic["code"].as_str())
        .filter(|code| matches!(*code, "unknown-label" | "renamed-label"))
        .map(str::to_owned)
        .collect()
}

async fn pushed(client: &mut TestClient) -> Vec<String> {
    let sent = client.expect("textDocument/publishDiagnostics").await;
    codes(&sent["params"]["diagnostics"])
}

async fn pulled(client: &mut TestClient, project: &Project) -> Vec<String> {
    let document = json!({"textDocument": {"uri": project.uri}});
    codes(&client.request("textDocument/diagnostic", document).await["items"])
}

async fn complaint(client: &mut TestClient) -> String {
    let message = client.expect("window/showMessage").await;
    message["params"]["message"]
        .as_str()
        .expect("a text")
        .to_owned()
}

#[tokio::test]
async fn whatever_happens_to_a_label_file_shows_in_an_open_draft() {
    let project = Project::new();
    project.write("labels.yaml", &labels(&["area/widgets"]));
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(&project.uri, DRAFT).await;
    assert_eq!(pushed(client).await, [""; 0]);
    project.replace_labels(&labels(&["area/gadgets"]));
    assert_eq!(pushed(client).await, ["unknown-label"]);
    project.write(
        "labels.yaml",
        "- {name: area/gadgets, previously: [{name: area/widgets}]}\n",
    );
    assert_eq!(pushed(client).await, ["renamed-label"]);
    // What is built in holds while it is gone.
    fs::remove_file(project.path("labels.yaml")).expect("it is there");
    assert_eq!(pushed(client).await, ["unknown-label"]);
    assert!(
        complaint(client)
            .await
            .contains("labels.yaml: there is no such file")
    );
    project.write("labels.yaml", &labels(&["area/widgets"]));
    assert_eq!(pushed(client).await, [""; 0]);
    project.write("labels.yaml", "- color: red\n");
    assert_eq!(pushed(client).await, ["unknown-label"]);
    assert!(
        complaint(client)
            .await
            .contains("labels.yaml:1:3: this label has no `name`")
    );
    project.replace_labels(&labels(&["area/widgets"]));
    assert_eq!(pushed(client).await, [""; 0]);
    connection.finish().await;
}

#[tokio::test]
async fn a_configuration_that_comes_and_goes_shows_in_an_open_draft() {
    let project = Project::new();
    project.write("labels.yaml", &labels(&["area/widgets"]));
    fs::remove_file(project.path("issue-ls.toml")).expect("it is there");
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(&project.uri, DRAFT).await;
    assert_eq!(pushed(client).await, ["unknown-label"]);
    project.write("issue-ls.toml", "labels.file = \"labels.yaml\"\n");
    assert_eq!(pushed(client).await, [""; 0]);
    fs::remove_file(project.path("issue-ls.toml")).expect("it is there");
    assert_eq!(pushed(client).await, ["unknown-label"]);
    connection.finish().await;
}

#[tokio::test]
async fn a_client_that_asks_is_told_to_ask_again_for_all_that_it_shows() {
    let project = Project::new();
    project.write("labels.yaml", &labels(&["area/widgets"]));
    let mut connection = connect_with(json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {
            "diagnostics": {"refreshSupport": true},
            "inlayHint": {"refreshSupport": true},
            "semanticTokens": {"refreshSupport": true},
            "codeLens": {"refreshSupport": true},
        },
    }))
    .await;
    let client = &mut connection.client;
    client.open(&project.uri, DRAFT).await;
    assert_eq!(pulled(client, &project).await, [""; 0]);
    project.replace_labels(&labels(&["area/gadgets"]));
    for method in ["diagnostic", "inlayHint", "semanticTokens", "codeLens"] {
        let request = client.expect(&format!("workspace/{method}/refresh")).await;
        client.answer(&request, json!(null)).await;
    }
    assert_eq!(pulled(client, &project).await, ["unknown-label"]);
    connection.finish().await;
}

#[tokio::test]
async fn a_client_that_watches_files_is_asked_to_watch_those_with_facts() {
    let project = Project::new();
    project.write("labels.yaml", &labels(&["area/widgets"]));
    let mut connection = connect_with(json!({"workspace": {
        "didChangeWatchedFiles": {"dynamicRegistration": true},
    }}))
    .await;
    let client = &mut connection.client;
    let request = client.expect("client/registerCapability").await;
    client.answer(&request, json!(null)).await;
    client.open(&project.uri, DRAFT).await;
    assert_eq!(pushed(client).await, [""; 0]);
    let request = client.expect("client/registerCapability").await;
    assert_eq!(
        request["params"]["registrations"][0]["registerOptions"]["watchers"],
        json!([{"globPattern": "**/labels.yaml"}])
    );
    client.answer(&request, json!(null)).await;
    project.replace_labels(&labels(&["area/gadgets"]));
    // It is for the client to tell: the server does not look itself.
    tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
    client.settle().await;
    let uri = url::Url::from_file_path(project.path("labels.yaml")).expect("it is absolute");
    let event = json!({"changes": [{"uri": uri.as_str(), "type": 2}]});
    client
        .notify("workspace/didChangeWatchedFiles", event)
        .await;
    assert_eq!(pushed(client).await, ["unknown-label"]);
    connection.finish().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_said_once() {
    let project = Project::new();
    project.write("labels.yaml", "labels\n");
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(&project.uri, DRAFT).await;
    assert_eq!(pushed(client).await, ["unknown-label"]);
    assert!(
        complaint(client)
            .await
            .contains("labels.yaml:1:1: this is no list of labels")
    );
    for version in 2..5 {
        let change =
            json!({"textDocument": {"uri": project.uri, "version": version}, "contentChanges": []});
        client.notify("textDocument/didChange", change).await;
        assert_eq!(pushed(client).await, ["unknown-label"]);
    }
    connection.finish().await;
}

/// Runs git in a folder.
fn git(project: &Project, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    command.args([
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgSign=false",
    ]);
    command
        .args(["-c", "tag.gpgSign=false"])
        .args(arguments)
        .current_dir(project.folder.path());
    let output = command.output().expect("git is installed");
    assert!(output.status.success(), "{output:?}");
}

fn unreleased(sent: &Value) -> bool {
    let list = sent["params"]["diagnostics"]
        .as_array()
        .expect("a list of diagnostics");
    list.iter()
        .any(|diagnostic| diagnostic["code"] == "unreleased-version")
}

#[tokio::test]
async fn tags_count_once_git_has_answered_and_when_there_are_new_ones() {
    let project = Project::new();
    git(&project, &["init", "--quiet", "."]);
    git(
        &project,
        &["commit", "--quiet", "--allow-empty", "--message=one"],
    );
    git(&project, &["tag", "v1.35.0"]);
    project.write("issue-ls.toml", "releases.git-tags = true\n");
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client
        .open(&project.uri, &DRAFT.replace("v1.36.0", "v1.35.5"))
        .await;
    let sent = client.expect("textDocument/publishDiagnostics").await;
    assert!(!unreleased(&sent), "what is not known yet is not reported");
    let sent = client.expect("textDocument/publishDiagnostics").await;
    assert!(unreleased(&sent));
    git(&project, &["tag", "v1.35.5"]);
    let sent = client.expect("textDocument/publishDiagnostics").await;
    assert!(!unreleased(&sent));
    connection.finish().await;
}

#[tokio::test]
async fn pull_requests_come_from_the_history_of_the_workspace() {
    let project = Project::new();
    project.write("issue-ls.toml", "");
    git(&project, &["init", "--quiet", "."]);
    git(
        &project,
        &[
            "commit",
            "--quiet",
            "--allow-empty",
            "--message=Count widgets (#4711)",
        ],
    );
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    let text = format!("{DRAFT}\n## PRs\n\n- #\n");
    client.open(&project.uri, &text).await;
    client.expect("textDocument/publishDiagnostics").await;
    let line = text.lines().count() - 1;
    let place =
        json!({"textDocument": {"uri": project.uri}, "position": {"line": line, "character": 3}});
    for _ in 0..200 {
        let list = client
            .request("textDocument/completion", place.clone())
            .await;
        if list["items"].to_string().contains("4711") {
            connection.finish().await;
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the pull request is not offered");
}
