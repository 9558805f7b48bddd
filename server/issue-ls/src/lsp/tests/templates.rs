//! The templates of a repository: drafts are read by them, lead to them, and follow them when they change on disk.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::*;

const FORM: &str = "\
name: Crash
description: The program ended
body:
  - type: input
    id: version
    attributes:
      label: Version
    validations:
      required: true
  - type: dropdown
    attributes:
      label: System
      options: [Linux, macOS]
";

const DRAFT: &str = "### Version\n\n\n### System\n\nlinux\n";

/// A repository with a draft.
struct Repository {
    folder: tempfile::TempDir,
    uri: String,
}

impl Repository {
    fn new() -> Repository {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        fs::create_dir(folder.path().join(".git")).expect("the folder is ours");
        let uri = url::Url::from_file_path(folder.path().join("draft.md")).expect("it is absolute");
        Repository {
            uri: uri.into(),
            folder,
        }
    }

    fn form(&self) -> PathBuf {
        self.folder.path().join(".github/ISSUE_TEMPLATE/crash.yml")
    }

    fn form_uri(&self) -> String {
        let uri = url::Url::from_file_path(self.form()).expect("it is absolute");
        uri.into()
    }

    fn write(&self, text: &str) {
        let folder = self.form().with_file_name("");
        fs::create_dir_all(folder).expect("the folder is ours");
        fs::write(self.form(), text).expect("the folder is ours");
    }

    fn at(&self, line: u32, character: u32) -> Value {
        json!({
            "textDocument": {"uri": self.uri},
            "position": {"line": line, "character": character},
        })
    }
}

async fn pushed(client: &mut TestClient) -> Value {
    let sent = client.expect("textDocument/publishDiagnostics").await;
    sent["params"]["diagnostics"].clone()
}

fn codes(diagnostics: &Value) -> Vec<&str> {
    let list = diagnostics.as_array().expect("a list of diagnostics");
    let codes = list.iter().filter_map(|one| one["code"].as_str());
    codes.collect()
}

#[tokio::test]
async fn a_draft_is_read_by_the_form_and_leads_to_its_lines() {
    let repository = Repository::new();
    repository.write(FORM);
    let mut connection = connect_with(json!({
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true},
            "definition": {"linkSupport": true},
            "codeLens": {},
        },
    }))
    .await;
    let client = &mut connection.client;
    client.open(&repository.uri, DRAFT).await;
    let findings = pushed(client).await;
    assert_eq!(codes(&findings), ["missing-answer", "unknown-option"]);
    let related = &findings[0]["relatedInformation"][0];
    assert_eq!(related["message"], "The form requires `Version`.");
    assert_eq!(related["location"]["uri"], repository.form_uri());
    assert_eq!(related["location"]["range"]["start"]["line"], 3);
    let definition = client
        .request("textDocument/definition", repository.at(5, 1))
        .await;
    assert_eq!(definition[0]["targetUri"], repository.form_uri());
    assert_eq!(definition[0]["targetRange"]["start"]["line"], 9);
    assert_eq!(definition[0]["originSelectionRange"]["start"]["line"], 5);
    let nowhere = client
        .request("textDocument/definition", repository.at(1, 0))
        .await;
    assert_eq!(nowhere, Value::Null);
    let lens = client
        .request(
            "textDocument/codeLens",
            json!({"textDocument": {"uri": repository.uri}}),
        )
        .await;
    let title = lens[0]["command"]["title"].as_str().expect("a title");
    let expected = "Crash (headings of most of its fields stand in the draft) · 1 of 2 fields · ";
    assert!(title.starts_with(expected), "{title}");
    connection.finish().await;
}

#[tokio::test]
async fn the_options_of_the_form_are_offered_and_explained() {
    let repository = Repository::new();
    repository.write(FORM);
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(&repository.uri, DRAFT).await;
    pushed(client).await;
    let offered = client
        .request("textDocument/completion", repository.at(5, 1))
        .await;
    let items = offered["items"].as_array().expect("a list");
    let labels: Vec<&Value> = items.iter().map(|item| &item["label"]).collect();
    assert_eq!(labels, ["Linux", "macOS"]);
    let documentation = items[0]["documentation"].as_str().expect("a text");
    assert!(
        documentation.contains("Optional. One of `Linux`, `macOS`."),
        "{documentation}"
    );
    connection.finish().await;
}

#[tokio::test]
async fn a_form_that_is_written_for_the_first_time_changed_and_deleted_shows_in_an_open_draft() {
    let repository = Repository::new();
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(&repository.uri, DRAFT).await;
    client.settle().await;
    repository.write(FORM);
    let findings = pushed(client).await;
    assert_eq!(codes(&findings), ["missing-answer", "unknown-option"]);
    repository.write(&FORM.replace("[Linux", "[linux").replace("true", "false"));
    assert_eq!(codes(&pushed(client).await), [""; 0]);
    repository.write("name: [\n");
    let findings = pushed(client).await;
    assert_eq!(codes(&findings), [""; 0], "what is no form decides nothing");
    repository.write(FORM);
    assert_eq!(codes(&pushed(client).await).len(), 2);
    fs::remove_file(repository.form()).expect("it is there");
    assert_eq!(codes(&pushed(client).await), [""; 0]);
    connection.finish().await;
}

#[tokio::test]
async fn a_client_that_watches_is_asked_to_watch_the_templates() {
    let repository = Repository::new();
    let mut connection = connect_with(json!({
        "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
    }))
    .await;
    let client = &mut connection.client;
    client.open(&repository.uri, DRAFT).await;
    let request = client.expect("client/registerCapability").await;
    let watched = request["params"].to_string();
    assert!(watched.contains("**/ISSUE_TEMPLATE/*"), "{watched}");
    client.answer(&request, Value::Null).await;
    client.settle().await;
    repository.write(FORM);
    let changes = json!({"changes": [{"uri": repository.form_uri(), "type": 1}]});
    client
        .notify("workspace/didChangeWatchedFiles", changes)
        .await;
    let findings = pushed(client).await;
    assert_eq!(codes(&findings), ["missing-answer", "unknown-option"]);
    connection.finish().await;
}

#[tokio::test]
async fn the_temporary_file_of_gh_belongs_to_the_workspace() {
    let repository = Repository::new();
    repository.write(FORM);
    let file = std::env::temp_dir().join("issue-ls-273.md");
    let file = url::Url::from_file_path(file).expect("it is absolute");
    let root = url::Url::from_directory_path(repository.folder.path()).expect("it is absolute");
    let mut connection = connect();
    let client = &mut connection.client;
    client
        .initialize(json!({
            "capabilities": {},
            "workspaceFolders": [{"uri": root.as_str(), "name": "repository"}],
        }))
        .await;
    client.open(file.as_str(), DRAFT).await;
    client.settle().await;
    let scissors = "------------------------ >8 ------------------------";
    let text = format!("A title\n\n{DRAFT}\n{scissors}\n");
    client.open(file.as_str(), &text).await;
    let findings = pushed(client).await;
    assert_eq!(codes(&findings), ["missing-answer", "unknown-option"]);
    connection.finish().await;
}

#[tokio::test]
async fn a_new_draft_can_begin_with_a_form_of_the_workspace() {
    let repository = Repository::new();
    repository.write(FORM);
    let root = url::Url::from_directory_path(repository.folder.path()).expect("it is absolute");
    let mut connection = connect();
    let client = &mut connection.client;
    client
        .initialize(json!({
            "capabilities": {},
            "workspaceFolders": [{"uri": root.as_str(), "name": "repository"}],
            "initializationOptions": {"defaultTemplate": "crash.yml"},
        }))
        .await;
    let templates = client.request("issue-ls/templates", Value::Null).await;
    assert_eq!(templates[0]["name"], "crash");
    assert_eq!(templates[0]["title"], "Crash");
    assert_eq!(templates[0]["description"], "The program ended");
    assert_eq!(templates[0]["isDefault"], true);
    let snippet = templates[0]["snippet"].as_str().expect("a text");
    assert!(
        snippet.contains("${2|_No response_,Linux,macOS|}"),
        "{snippet}"
    );
    assert_eq!(templates[1]["name"], "kubernetes-patch-release");
    connection.finish().await;
}
