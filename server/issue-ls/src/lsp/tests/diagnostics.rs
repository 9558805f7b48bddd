//! Findings reach the client once, for the text that it has, and only for documents that it opened.

use serde_json::{Value, json};

use super::*;

/// A draft with a mistake that any configuration reports: the version lacks its `v`.
const DRAFT: &str = "```release\nintroduced-in=1.30.2\n```\n";

const URI: &str = "file:///somewhere/draft.md";

fn pulling() -> Value {
    json!({
        "textDocument": {"diagnostic": {}, "publishDiagnostics": {"versionSupport": true}},
        "workspace": {"diagnostics": {"refreshSupport": true}},
    })
}

fn pushed_to() -> Value {
    json!({"textDocument": {"publishDiagnostics": {"versionSupport": true}}})
}

/// The rules that a list of diagnostics names.
fn codes(diagnostics: &Value) -> Vec<&str> {
    let list = diagnostics.as_array().expect("a list of diagnostics");
    list.iter().filter_map(|it| it["code"].as_str()).collect()
}

async fn pull(client: &mut TestClient, uri: &str) -> Value {
    let document = json!({"textDocument": {"uri": uri}});
    let mut report = client.request("textDocument/diagnostic", document).await;
    assert_eq!(report["kind"], "full");
    report["items"].take()
}

async fn change(client: &mut TestClient, uri: &str, version: i32, text: &str) {
    let document = json!({"uri": uri, "version": version});
    let changes = json!({"textDocument": document, "contentChanges": [{"text": text}]});
    client.notify("textDocument/didChange", changes).await;
}

async fn close(client: &mut TestClient, uri: &str) {
    let document = json!({"textDocument": {"uri": uri}});
    client.notify("textDocument/didClose", document).await;
}

#[tokio::test]
async fn a_client_that_asks_is_answered_and_sent_nothing() {
    let mut connection = connect_with(pulling()).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    let diagnostics = pull(client, URI).await;
    assert!(codes(&diagnostics).contains(&"invalid-version"));
    change(client, URI, 2, "").await;
    assert_eq!(pull(client, URI).await, json!([]));
    close(client, URI).await;
    // `finish` fails if anything was sent.
    connection.finish().await;
}

#[tokio::test]
async fn a_client_that_does_not_ask_is_sent_the_findings_with_their_version() {
    let mut connection = connect_with(pushed_to()).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    let sent = client.expect("textDocument/publishDiagnostics").await;
    assert_eq!(sent["params"]["uri"], URI);
    assert_eq!(sent["params"]["version"], 1);
    assert!(codes(&sent["params"]["diagnostics"]).contains(&"invalid-version"));
    change(client, URI, 2, &DRAFT.replace("1.30.2", "v1.30.2")).await;
    let sent = client.expect("textDocument/publishDiagnostics").await;
    assert_eq!(sent["params"]["version"], 2);
    assert!(!codes(&sent["params"]["diagnostics"]).contains(&"invalid-version"));
    close(client, URI).await;
    let sent = client.expect("textDocument/publishDiagnostics").await;
    assert_eq!(sent["params"]["diagnostics"], json!([]));
    connection.finish().await;
}

#[tokio::test]
async fn a_client_that_says_nothing_about_itself_is_sent_the_findings() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    let sent = client.expect("textDocument/publishDiagnostics").await;
    let diagnostics = sent["params"]["diagnostics"].as_array();
    for diagnostic in diagnostics.expect("a list of diagnostics") {
        let mut keys: Vec<&String> = diagnostic.as_object().expect("an object").keys().collect();
        keys.sort();
        // Neither links nor tags nor related places: the client did not say that it knows them.
        assert_eq!(keys, ["code", "message", "range", "severity", "source"]);
        assert_eq!(diagnostic["source"], "issue-ls");
    }
    connection.finish().await;
}

#[tokio::test]
async fn a_burst_of_changes_ends_with_the_findings_of_the_last() {
    let mut connection = connect_with(pushed_to()).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    for version in 2..500 {
        let text = DRAFT.replace("1.30.2", &format!("v1.30.{version}"));
        change(client, URI, version, &text).await;
    }
    change(client, URI, 500, DRAFT).await;
    let mut last = 0;
    while last < 500 {
        let sent = client.expect("textDocument/publishDiagnostics").await;
        let version = sent["params"]["version"].as_i64().expect("a version");
        assert!(version > last, "{version} after {last}");
        let is_wrong = codes(&sent["params"]["diagnostics"]).contains(&"invalid-version");
        assert_eq!(is_wrong, version == 1 || version == 500, "{version}");
        last = version;
    }
    connection.finish().await;
}

#[tokio::test]
async fn ordinary_markdown_is_left_alone() {
    let readme = "# A project\n\nWhat it does.\n\n```sh\nmake\n```\n";
    for (text, capabilities) in [
        (readme, pushed_to()),
        ("", pushed_to()),
        (readme, pulling()),
    ] {
        let asks = capabilities == pulling();
        let mut connection = connect_with(capabilities).await;
        let client = &mut connection.client;
        client.open("file:///README.md", text).await;
        change(client, "file:///README.md", 2, &format!("{text}\nMore.\n")).await;
        if asks {
            assert_eq!(pull(client, "file:///README.md").await, json!([]));
        }
        close(client, "file:///README.md").await;
        connection.finish().await;
    }
}

#[tokio::test]
async fn a_draft_that_stops_being_one_loses_its_findings() {
    let mut connection = connect_with(pushed_to()).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    client.expect("textDocument/publishDiagnostics").await;
    change(client, URI, 2, "Only prose.\n").await;
    let sent = client.expect("textDocument/publishDiagnostics").await;
    assert_eq!(sent["params"]["diagnostics"], json!([]));
    change(client, URI, 3, "Still only prose.\n").await;
    close(client, URI).await;
    connection.finish().await;
}

#[tokio::test]
async fn documents_that_were_never_opened_are_never_spoken_of() {
    let mut connection = connect_with(pushed_to()).await;
    let client = &mut connection.client;
    change(client, URI, 2, DRAFT).await;
    close(client, URI).await;
    connection.finish().await;
    let mut connection = connect_with(pulling()).await;
    assert_eq!(pull(&mut connection.client, URI).await, json!([]));
    connection.finish().await;
}

#[tokio::test]
async fn documents_need_not_be_files() {
    for uri in [
        "untitled:Untitled-1",
        "newissue:/NewIssue.md",
        "vscode-vfs://github/o/r/d.md",
    ] {
        let mut connection = connect_with(pushed_to()).await;
        let client = &mut connection.client;
        client.open(uri, &format!("A title\n\n{DRAFT}")).await;
        let sent = client.expect("textDocument/publishDiagnostics").await;
        assert_eq!(sent["params"]["uri"], uri);
        assert!(
            codes(&sent["params"]["diagnostics"]).contains(&"invalid-version"),
            "{uri}"
        );
        connection.finish().await;
    }
}

#[tokio::test]
async fn an_issue_with_its_comments_is_explained_but_not_judged() {
    let uri = "octo://owner/repo/issue/1";
    for capabilities in [pushed_to(), pulling()] {
        let asks = capabilities == pulling();
        let mut connection = connect_with(capabilities).await;
        let client = &mut connection.client;
        client.open(uri, DRAFT).await;
        if asks {
            assert_eq!(pull(client, uri).await, json!([]));
        }
        let position = json!({"line": 1, "character": 3});
        let place = json!({"textDocument": {"uri": uri}, "position": position});
        let hover = client.request("textDocument/hover", place).await;
        assert!(hover["contents"]["value"].is_string());
        connection.finish().await;
    }
}

#[tokio::test]
async fn places_count_in_the_negotiated_encoding() {
    let draft = "```release\n😀é=1.30.2\nintroduced-in=1.30.2\n```\n\n/sig noed 😀é noed\n";
    for (encoding, column) in [("utf-8", 17), ("utf-16", 14), ("utf-32", 13)] {
        let mut capabilities = pulling();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let mut connection = connect_with(capabilities).await;
        let client = &mut connection.client;
        client.open(URI, draft).await;
        let diagnostics = pull(client, URI).await;
        let place = |diagnostic: &Value| diagnostic["range"]["start"].clone();
        let labels: Vec<Value> = diagnostics
            .as_array()
            .expect("a list of diagnostics")
            .iter()
            .filter(|diagnostic| diagnostic["code"] == "unknown-label")
            .map(place)
            .collect();
        assert!(
            labels.contains(&json!({"line": 5, "character": column})),
            "{encoding}: {labels:?}"
        );
        connection.finish().await;
    }
}

#[tokio::test]
async fn a_finding_carries_what_the_client_can_show() {
    let mut capabilities = pulling();
    capabilities["textDocument"]["publishDiagnostics"] = json!({"relatedInformation": true, "dataSupport": true, "tagSupport": {"valueSet": [1, 2]}});
    let mut connection = connect_with(capabilities).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    let diagnostics = pull(client, URI).await;
    let list = diagnostics.as_array().expect("a list of diagnostics");
    let version = list
        .iter()
        .find(|diagnostic| diagnostic["code"] == "invalid-version");
    let range = json!({"start": {"line": 1, "character": 14}, "end": {"line": 1, "character": 20}});
    let version = version.expect("the version lacks its `v`");
    assert_eq!(version["range"], range);
    assert_eq!(version["severity"], 1);
    assert_eq!(version["data"]["applicability"], "safe");
    let edit = json!([{"range": range, "newText": "v1.30.2"}]);
    assert_eq!(version["data"]["edits"], edit);
    connection.finish().await;
}
