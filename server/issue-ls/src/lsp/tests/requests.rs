//! The requests beyond the protocol.

use serde_json::{Value, json};

use super::*;

const URI: &str = "untitled:Untitled-1";

/// A draft with one error and one warning at least, and what gh gets of it.
const DRAFT: &str = "---\ntitle: Pods stay pending\nlabels: kind/bug\nassignees: ada\nmilestone: v1.37\n\
stage: resolved\n---\n/sig node\n\n```release\nintroduced-in=1.30.2\n```\n";

async fn ask(client: &mut TestClient, method: &str) -> Value {
    client.request(method, json!({"uri": URI})).await
}

#[tokio::test]
async fn a_new_draft_can_begin_with_every_template_and_is_recognised() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    let templates = client.request("issue-ls/templates", json!({})).await;
    let templates = templates.as_array().expect("a list");
    let titles: Vec<&Value> = templates
        .iter()
        .map(|template| &template["title"])
        .collect();
    assert_eq!(
        titles,
        [
            "Kubernetes patch release",
            "Kubernetes patch release (security fix)"
        ]
    );
    for template in templates {
        let snippet = template["snippet"].as_str().expect("a snippet");
        assert!(snippet.contains("${1:"), "{snippet}");
        client.open(URI, snippet).await;
        client.expect("textDocument/publishDiagnostics").await;
        let status = ask(client, "issue-ls/status").await;
        assert_eq!(status["template"], "Kubernetes patch release");
        assert_eq!(status["stage"], "open");
    }
    connection.finish().await;
}

#[tokio::test]
async fn the_default_template_is_marked() {
    let mut connection = connect();
    let client = &mut connection.client;
    let options = json!({"defaultTemplate": "kubernetes-patch-release"});
    client
        .initialize(json!({"capabilities": {}, "initializationOptions": options}))
        .await;
    let templates = client.request("issue-ls/templates", json!({})).await;
    assert_eq!(templates[0]["isDefault"], true);
    connection.finish().await;
}

#[tokio::test]
async fn a_draft_tells_what_it_is_and_what_is_sent() {
    let mut connection = connect_with(json!({"textDocument": {"diagnostic": {}}})).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    let status = ask(client, "issue-ls/status").await;
    assert_eq!(status["stage"], "resolved");
    assert_eq!(status["variant"], Value::Null);
    let mut issue = ask(client, "issue-ls/issue").await;
    let findings = issue["findings"].take();
    assert_eq!(findings, status["findings"]);
    let document = json!({"textDocument": {"uri": URI}});
    let report = client.request("textDocument/diagnostic", document).await;
    for (name, severity) in [("errors", 1), ("warnings", 2), ("information", 3)] {
        let items = report["items"].as_array().expect("findings");
        let number = items
            .iter()
            .filter(|item| item["severity"] == severity)
            .count();
        assert_eq!(findings[name], number, "{name}");
    }
    assert_eq!(
        issue,
        json!({
            "title": "Pods stay pending",
            "titleBeginning": "",
            "body": "/sig node\n\n```release\nintroduced-in=1.30.2\n```\n",
            "labels": ["kind/bug"],
            "assignees": ["ada"],
            "milestone": "v1.37",
            "findings": null,
        })
    );
    connection.finish().await;
}

#[tokio::test]
async fn a_document_that_is_no_draft_tells_nothing() {
    let mut connection = connect_with(json!({"textDocument": {"diagnostic": {}}})).await;
    let client = &mut connection.client;
    client.open(URI, "# A README\n").await;
    assert_eq!(ask(client, "issue-ls/status").await, Value::Null);
    assert_eq!(ask(client, "issue-ls/issue").await, Value::Null);
    connection.finish().await;
}
