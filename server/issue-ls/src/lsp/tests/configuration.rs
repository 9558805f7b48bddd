//! The editor's settings take effect at once, whichever way the client tells them.

use serde_json::{Value, json};

use super::*;

const DRAFT: &str = "```release\nintroduced-in=1.30.2\n```\n";
const URI: &str = "file:///project/draft.md";

/// Settings under which a version that lacks its `v` is no mistake.
fn lenient() -> Value {
    json!({"rules": {"invalid-version": "off"}})
}

/// What the findings say of the version: its severity, or null when they do not mention it.
fn severity(diagnostics: &Value) -> Value {
    let list = diagnostics.as_array().expect("a list of diagnostics");
    list.iter()
        .find(|diagnostic| diagnostic["code"] == "invalid-version")
        .map_or(Value::Null, |diagnostic| diagnostic["severity"].clone())
}

async fn pushed(client: &mut TestClient) -> Value {
    let sent = client.expect("textDocument/publishDiagnostics").await;
    severity(&sent["params"]["diagnostics"])
}

async fn pulled(client: &mut TestClient) -> Value {
    let document = json!({"textDocument": {"uri": URI}});
    let report = client.request("textDocument/diagnostic", document).await;
    severity(&report["items"])
}

/// Answers the next question for the settings: with `of(scope)` for each scope asked for.
async fn configure(client: &mut TestClient, of: impl Fn(&Value) -> Value) {
    let request = client.expect("workspace/configuration").await;
    let items = request["params"]["items"].as_array().expect("items");
    for item in items {
        assert_eq!(item["section"], "issue-ls");
    }
    let sections: Value = items.iter().map(|item| of(&item["scopeUri"])).collect();
    client.answer(&request, sections).await;
}

#[tokio::test]
async fn settings_that_come_with_initialize_hold_from_the_start() {
    let mut connection = connect();
    let client = &mut connection.client;
    client
        .initialize(json!({"capabilities": {}, "initializationOptions": lenient()}))
        .await;
    client.open(URI, DRAFT).await;
    assert_eq!(pushed(client).await, Value::Null);
    connection.finish().await;
    // As Lua writes what is empty.
    for options in [json!([]), json!({"issue-ls": []}), json!({"rules": []})] {
        let mut connection = connect();
        let client = &mut connection.client;
        client
            .initialize(json!({"capabilities": {}, "initializationOptions": options}))
            .await;
        client.open(URI, DRAFT).await;
        assert_eq!(pushed(client).await, 1);
        connection.finish().await;
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_first_settings_is_said_once() {
    let mut connection = connect();
    let client = &mut connection.client;
    let wrong = json!({"stage": "closed"});
    client
        .initialize(json!({
            "capabilities": {"workspace": {"configuration": true}},
            "initializationOptions": {"issue-ls": wrong},
        }))
        .await;
    let message = client.expect("window/showMessage").await;
    assert_eq!(
        message["params"]["message"],
        "In the settings of issue-ls, `stage` is \"closed\"; write one of \"open\", \"resolved\"."
    );
    configure(client, |_| wrong.clone()).await;
    client.settle().await;
    connection.finish().await;
}

#[tokio::test]
async fn settings_that_the_client_sends_take_effect_at_once() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    assert_eq!(pushed(client).await, 1);
    for (settings, expected) in [
        (json!({"issue-ls": lenient(), "other": {}}), Value::Null),
        (
            json!({"rules": {"invalid-version": "information"}}),
            json!(3),
        ),
        (
            json!({"issue-ls": {"rules": {"invalid-version": "warning"}}}),
            json!(2),
        ),
        (json!(null), json!(1)),
    ] {
        let params = json!({"settings": settings});
        client
            .notify("workspace/didChangeConfiguration", params)
            .await;
        assert_eq!(pushed(client).await, expected, "{settings}");
    }
    connection.finish().await;
}

#[tokio::test]
async fn settings_are_asked_for_where_the_client_answers() {
    let mut connection = connect_with(json!({"workspace": {"configuration": true}})).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    client.settle().await;
    // Nothing is sent before the settings are known: `pushed` finds only what comes after them.
    configure(client, |_| lenient()).await;
    assert_eq!(pushed(client).await, Value::Null);
    let settings = json!({"settings": null});
    client
        .notify("workspace/didChangeConfiguration", settings)
        .await;
    configure(client, |_| json!(null)).await;
    assert_eq!(pushed(client).await, 1);
    connection.finish().await;
}

#[tokio::test]
async fn a_client_that_asks_for_findings_is_told_to_ask_again() {
    let mut connection = connect_with(json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"configuration": true, "diagnostics": {"refreshSupport": true}},
    }))
    .await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    assert_eq!(pulled(client).await, 1);
    configure(client, |_| lenient()).await;
    let request = client.expect("workspace/diagnostic/refresh").await;
    client.answer(&request, json!(null)).await;
    assert_eq!(pulled(client).await, Value::Null);
    connection.finish().await;
}

#[tokio::test]
async fn a_client_that_does_not_give_its_settings_is_served_all_the_same() {
    for answer in [
        json!({"error": {"code": -32601, "message": "no"}}),
        json!({"result": []}),
        json!({"result": null}),
    ] {
        let mut connection = connect_with(json!({"workspace": {"configuration": true}})).await;
        let client = &mut connection.client;
        client.open(URI, DRAFT).await;
        let request = client.expect("workspace/configuration").await;
        let mut message = answer;
        message["jsonrpc"] = json!("2.0");
        message["id"] = request["id"].clone();
        client.send(message).await;
        assert_eq!(pushed(client).await, 1);
        connection.finish().await;
    }
}

#[tokio::test]
async fn settings_that_come_late_count_when_they_come() {
    let mut connection = connect_with(json!({"workspace": {"configuration": true}})).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    let request = client.expect("workspace/configuration").await;
    assert_eq!(pushed(client).await, 1);
    client.answer(&request, json!([lenient()])).await;
    assert_eq!(pushed(client).await, Value::Null);
    connection.finish().await;
}

#[tokio::test]
async fn each_folder_has_settings_of_its_own() {
    let folder = |uri: &str| json!({"uri": uri, "name": "folder"});
    let mut connection = connect();
    let client = &mut connection.client;
    client
        .initialize(json!({
            "capabilities": {"workspace": {"configuration": true, "workspaceFolders": true}},
            "workspaceFolders": [folder("file:///project"), folder("file:///project/strict%20part"), folder("vscode-vfs://github/o/r")],
        }))
        .await;
    let of = |scope: &Value| match scope.as_str() {
        Some("file:///project") => json!({"rules": {"invalid-version": "information"}}),
        Some("file:///project/strict%20part") => json!({"rules": {"invalid-version": "warning"}}),
        Some(_) => json!({}),
        None => lenient(),
    };
    configure(client, of).await;
    for (uri, expected) in [
        ("file:///project/draft.md", json!(3)),
        ("file:///project/strict%20part/a/draft.md", json!(2)),
        ("file:///projectshop/draft.md", Value::Null),
        ("untitled:Untitled-1", Value::Null),
    ] {
        client.open(uri, DRAFT).await;
        assert_eq!(pushed(client).await, expected, "{uri}");
        let document = json!({"textDocument": {"uri": uri}});
        client.notify("textDocument/didClose", document).await;
        client.expect("textDocument/publishDiagnostics").await;
    }
    client
        .open("file:///project/strict%20part/draft.md", DRAFT)
        .await;
    assert_eq!(pushed(client).await, 2);
    let removed =
        json!({"event": {"added": [], "removed": [folder("file:///project/strict%20part")]}});
    client
        .notify("workspace/didChangeWorkspaceFolders", removed)
        .await;
    assert_eq!(pushed(client).await, 3);
    configure(client, of).await;
    connection.finish().await;
}

#[tokio::test]
async fn a_client_with_one_root_has_one() {
    let mut connection = connect();
    connection
        .client
        .initialize(json!({"capabilities": {"workspace": {"configuration": true}}, "rootUri": "file:///project"}))
        .await;
    let request = connection.client.expect("workspace/configuration").await;
    let items =
        json!([{"section": "issue-ls"}, {"section": "issue-ls", "scopeUri": "file:///project"}]);
    assert_eq!(request["params"]["items"], items);
    connection.client.answer(&request, json!([{}, {}])).await;
    connection.finish().await;
}

#[tokio::test]
async fn what_is_wrong_with_the_settings_is_said_and_the_rest_holds() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    assert_eq!(pushed(client).await, 1);
    let settings = json!({
        "rules": {"invalid-version": "warning", "missing-section": 1, "invalid-verison": "off", "unknown-label": null},
        "stage": false,
        "path": ["/usr/bin/issue-ls"],
    });
    let params = json!({"settings": settings});
    client
        .notify("workspace/didChangeConfiguration", params)
        .await;
    for problem in [
        "`invalid-verison` is not a rule; write `invalid-version`",
        "`rules.missing-section` is 1; write one of \"off\", \"information\", \"warning\", \"error\"",
        "`stage` is false; write one of \"open\", \"resolved\"",
    ] {
        let message = client.expect("window/showMessage").await;
        assert_eq!(
            message["params"],
            json!({"type": 2, "message": format!("In the settings of issue-ls, {problem}.")})
        );
    }
    assert_eq!(pushed(client).await, 2);
    connection.finish().await;
}

#[tokio::test]
async fn the_client_is_asked_to_tell_of_changes_where_it_can() {
    let mut connection = connect_with(json!({"workspace": {
        "didChangeWatchedFiles": {"dynamicRegistration": true},
        "didChangeConfiguration": {"dynamicRegistration": true},
    }}))
    .await;
    let client = &mut connection.client;
    let request = client.expect("client/registerCapability").await;
    let registrations = &request["params"]["registrations"];
    assert_eq!(
        registrations[0]["method"],
        "workspace/didChangeWatchedFiles"
    );
    assert_eq!(
        registrations[0]["registerOptions"]["watchers"],
        json!([
            {"globPattern": "**/issue-ls.toml"},
            {"globPattern": "**/.issue-ls.toml"},
            {"globPattern": "**/ISSUE_TEMPLATE/*"},
            {"globPattern": "**/ISSUE_TEMPLATE.md"},
            {"globPattern": "**/issue_template.md"},
        ])
    );
    assert_eq!(
        registrations[1]["method"],
        "workspace/didChangeConfiguration"
    );
    assert_eq!(
        registrations[1]["registerOptions"],
        json!({"section": "issue-ls"})
    );
    client.answer(&request, json!(null)).await;
    connection.finish().await;
    // A client that cannot register anything is not asked; `finish` would fail.
    connect_with(json!({})).await.finish().await;
}

/// A folder with a draft in it; gives the draft's URI.
fn folder() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let draft = folder.path().join("draft with a blank.md");
    let uri = url::Url::from_file_path(draft).expect("the path is absolute");
    (folder, uri.into())
}

/// Writes the configuration of a folder.
fn write(folder: &tempfile::TempDir, level: &str) {
    let text = format!("[rules]\ninvalid-version = {level}\n");
    std::fs::write(folder.path().join("issue-ls.toml"), text).expect("the folder is ours");
}

#[tokio::test]
async fn a_configuration_file_is_read_anew_when_the_client_tells() {
    let (folder, uri) = folder();
    write(&folder, "\"off\"");
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(&uri, DRAFT).await;
    assert_eq!(pushed(client).await, Value::Null);
    for (level, expected) in [("\"information\"", json!(3)), ("\"warning\"", json!(2))] {
        write(&folder, level);
        let event = json!({"changes": [{"uri": "file:///issue-ls.toml", "type": 2}]});
        client
            .notify("workspace/didChangeWatchedFiles", event)
            .await;
        assert_eq!(pushed(client).await, expected);
    }
    connection.finish().await;
}

#[tokio::test]
async fn a_configuration_file_is_read_anew_for_every_new_text() {
    let (folder, uri) = folder();
    // The server does not look by itself while the client is to tell.
    let watching = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut connection = connect_with(watching).await;
    let client = &mut connection.client;
    let request = client.expect("client/registerCapability").await;
    client.answer(&request, json!(null)).await;
    client.open(&uri, DRAFT).await;
    assert_eq!(pushed(client).await, 1);
    for (version, level, expected) in [(2, "information", 3), (3, "warning", 2)] {
        write(&folder, &format!("\"{level}\""));
        let document = json!({"uri": uri, "version": version});
        let change = json!({"textDocument": document, "contentChanges": []});
        client.notify("textDocument/didChange", change).await;
        assert_eq!(pushed(client).await, expected);
    }
    connection.finish().await;
}

#[tokio::test]
async fn a_client_whose_settings_say_nothing_new_is_left_alone() {
    let mut connection = connect_with(json!({
        "textDocument": {"diagnostic": {}},
        "workspace": {"configuration": true, "diagnostics": {"refreshSupport": true}},
    }))
    .await;
    let client = &mut connection.client;
    configure(client, |_| json!(null)).await;
    client.settle().await;
    // `finish` fails if it was told to ask again.
    connection.finish().await;
}

#[tokio::test]
async fn a_wrong_configuration_file_is_named_once_and_does_no_harm() {
    let (folder, uri) = folder();
    write(&folder, "3");
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(&uri, DRAFT).await;
    assert_eq!(pushed(client).await, 1);
    let message = client.expect("window/showMessage").await;
    assert_eq!(message["params"]["type"], 1);
    let text = message["params"]["message"].as_str().unwrap_or_default();
    assert!(text.contains("issue-ls.toml:2:19: "), "{text}");
    let change = json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": []});
    client.notify("textDocument/didChange", change).await;
    assert_eq!(pushed(client).await, 1);
    connection.finish().await;
}
