//! The text that the server sees is the text that the client has.

use serde_json::{Value, json};

use super::*;

/// A change of `from..to` (row, column) to `text`.
fn change(from: (u32, u32), to: (u32, u32), text: &str) -> Value {
    json!({
        "range": {
            "start": {"line": from.0, "character": from.1},
            "end": {"line": to.0, "character": to.1},
        },
        "text": text,
    })
}

async fn did_change(client: &mut TestClient, uri: &str, version: i32, changes: Value) {
    let document = json!({"uri": uri, "version": version});
    client
        .notify(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": changes}),
        )
        .await;
}

#[tokio::test]
async fn positions_count_in_the_negotiated_encoding() {
    for (encoding, column) in [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)] {
        let mut connection =
            connect_with(json!({"general": {"positionEncodings": [encoding]}})).await;
        let client = &mut connection.client;
        client.open("file:///draft.md", "one\r\n😀é=x").await;
        let changes = json!([change((1, column), (1, column + 1), "y")]);
        did_change(client, "file:///draft.md", 2, changes).await;
        client.settle().await;
        assert_eq!(
            connection.text("file:///draft.md"),
            "one\r\n😀é=y",
            "{encoding}"
        );
        connection.finish().await;
    }
}

#[tokio::test]
async fn a_change_may_bring_the_whole_text() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open("newissue:/NewIssue.md", "old").await;
    let changes = json!([{"text": "new"}, change((0, 3), (0, 3), "!")]);
    did_change(client, "newissue:/NewIssue.md", 2, changes).await;
    client.settle().await;
    assert_eq!(connection.text("newissue:/NewIssue.md"), "new!");
    connection.finish().await;
}

#[tokio::test]
async fn ten_thousand_edits_arrive_in_order() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    let uri = "file:///draft.md";
    client.open(uri, "").await;
    let mut expected = String::new();
    for number in 0..10_000 {
        // Each edit depends on the one before: it writes behind it and takes part of it away again.
        let text = format!("{number}\n");
        let column = expected.len() - expected.rfind('\n').map_or(0, |at| at + 1);
        let row = expected.matches('\n').count();
        let changes = if number % 10 == 9 {
            expected.clear();
            json!([change((0, 0), (u32::MAX, 0), &text)])
        } else {
            let at = (
                row.try_into().expect("few rows"),
                column.try_into().expect("few columns"),
            );
            json!([change(at, at, &text)])
        };
        expected.push_str(&text);
        did_change(client, uri, number + 2, changes).await;
    }
    client.settle().await;
    assert_eq!(connection.text(uri), expected);
    assert_eq!(
        connection
            .session
            .state()
            .documents
            .get_mut(&uri.into())
            .map(|document| document.version),
        Some(10_001)
    );
    connection.finish().await;
}

#[tokio::test]
async fn changes_to_a_document_that_is_not_open_are_passed_over() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    let uri = "file:///draft.md";
    let insertion = json!([change((0, 0), (0, 0), "x")]);
    did_change(client, uri, 2, insertion.clone()).await;
    client.open(uri, "text").await;
    let document = json!({"textDocument": {"uri": uri}});
    client
        .notify("textDocument/didClose", document.clone())
        .await;
    client.notify("textDocument/didClose", document).await;
    did_change(client, uri, 3, insertion).await;
    client.settle().await;
    assert!(
        connection
            .session
            .state()
            .documents
            .get_mut(&uri.into())
            .is_none()
    );
    connection.finish().await;
}

#[tokio::test]
async fn half_a_character_does_not_put_the_texts_out_of_step() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open("file:///draft.md", "ab").await;
    // What JavaScript sends for the first half of an emoji.
    let body = r#"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///draft.md","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":1},"end":{"line":0,"character":1}},"text":"\ud83d"}]}}"#;
    let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    client.send_bytes(frame.as_bytes()).await;
    let changes = json!([change((0, 1), (0, 2), "😀")]);
    did_change(client, "file:///draft.md", 3, changes).await;
    client.settle().await;
    assert_eq!(connection.text("file:///draft.md"), "a😀b");
    connection.finish().await;
}
