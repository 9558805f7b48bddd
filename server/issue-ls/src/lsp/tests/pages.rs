//! Documents that the server makes: the pages of rules, and what is sent of a draft.

use serde_json::{Value, json};

use super::*;

const URI: &str = "file:///some%20where/draft.md";
const SENT: &str = "issue-ls:/sent/draft.md?file%3A///some%2520where/draft.md";

fn capabilities() -> Value {
    json!({
        "workspace": {"textDocumentContent": {}},
        "textDocument": {"diagnostic": {"codeDescriptionSupport": true}},
    })
}

async fn text(client: &mut TestClient, uri: &str) -> String {
    let params = json!({"uri": uri});
    let result = client
        .request("workspace/textDocumentContent", params)
        .await;
    result["text"].as_str().expect("a text").to_owned()
}

#[tokio::test]
async fn the_code_of_a_finding_leads_to_the_page_of_its_rule() {
    let mut connection = connect_with(capabilities()).await;
    let client = &mut connection.client;
    client
        .open(URI, "```release\nintroduced-in=1.30.2\n```\n")
        .await;
    let document = json!({"textDocument": {"uri": URI}});
    let report = client.request("textDocument/diagnostic", document).await;
    let items = report["items"].as_array().expect("findings");
    let mut links = items.iter().map(|item| &item["codeDescription"]["href"]);
    let link = links.find(|link| *link == "issue-ls:/rules/invalid-version.md");
    let page = text(client, link.and_then(Value::as_str).expect("a link")).await;
    assert!(page.starts_with("# invalid-version\n"), "{page}");
    connection.finish().await;
}

#[tokio::test]
async fn a_client_that_shows_no_pages_gets_no_link_to_one() {
    let diagnostic = json!({"diagnostic": {"codeDescriptionSupport": true}});
    let mut connection = connect_with(json!({"textDocument": diagnostic})).await;
    let client = &mut connection.client;
    client.open(URI, "```release\n```\n").await;
    let document = json!({"textDocument": {"uri": URI}});
    let report = client.request("textDocument/diagnostic", document).await;
    assert!(report["items"][0]["codeDescription"].is_null());
    connection.finish().await;
}

#[tokio::test]
async fn what_is_sent_follows_the_draft() {
    let mut connection = connect_with(capabilities()).await;
    let client = &mut connection.client;
    assert_eq!(text(client, SENT).await, "The draft is not open.\n");
    client.open(URI, "# A README\n").await;
    let refresh = client.expect("workspace/textDocumentContent/refresh").await;
    assert_eq!(refresh["params"]["uri"], SENT);
    client.answer(&refresh, json!(null)).await;
    assert!(
        text(client, SENT)
            .await
            .starts_with("This document is not the draft of an issue")
    );
    let change = json!({
        "textDocument": {"uri": URI, "version": 2},
        "contentChanges": [{"text": "---\ntitle: A 😀\n---\n/sig node\n\n```release\n```\n"}],
    });
    client.notify("textDocument/didChange", change).await;
    let refresh = client.expect("workspace/textDocumentContent/refresh").await;
    client.answer(&refresh, json!(null)).await;
    let page = text(client, SENT).await;
    assert!(page.starts_with("- Title: A 😀\n"), "{page}");
    assert!(
        page.ends_with("\n---\n\n/sig node\n\n```release\n```\n"),
        "{page}"
    );
    connection.finish().await;
}

#[tokio::test]
async fn a_document_that_does_not_exist_is_an_error() {
    let mut connection = connect_with(capabilities()).await;
    let client = &mut connection.client;
    for uri in [
        "issue-ls:/rules/invalid-versions.md",
        "issue-ls:/rules",
        "issue-ls:/sent/draft.md",
        "issue-ls:/other/thing.md",
        "nonsense",
    ] {
        let params = json!({"uri": uri});
        let code = client
            .failing_request("workspace/textDocumentContent", params)
            .await;
        assert_eq!(code, -32602, "{uri}");
    }
    connection.finish().await;
}
