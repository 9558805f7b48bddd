//! Hints stand behind the versions, for clients that show hints.

use serde_json::{Value, json};

use super::*;

const URI: &str = "file:///somewhere/draft.md";

/// The hints in lines 0 to 3 of `text`.
async fn hints(text: &str) -> Value {
    let capabilities = json!({"textDocument": {"diagnostic": {}, "inlayHint": {}}});
    let mut connection = connect_with(capabilities).await;
    let client = &mut connection.client;
    client.open(URI, text).await;
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 0}});
    let params = json!({"textDocument": {"uri": URI}, "range": range});
    let hints = client.request("textDocument/inlayHint", params).await;
    connection.finish().await;
    hints
}

#[tokio::test]
async fn a_version_stands_beside_the_state_of_its_branch() {
    let hints = hints("> ```release\r\n> introduced-in=v1.30.2\r\n> ```\r\n\r\n```release\r\nresolved-in=v1.31.1\r\n```\r\n").await;
    assert_eq!(hints.as_array().map(Vec::len), Some(1), "{hints:#}");
    let hint = &hints[0];
    assert_eq!(hint["position"], json!({"line": 1, "character": 23}));
    assert_eq!(hint["label"], "1.30 · end of life on 2025-07-15");
    assert_eq!(hint["paddingLeft"], true);
    let tooltip = hint["tooltip"]["value"].as_str().expect("a text");
    assert!(tooltip.contains("**v1.30.2**"), "{tooltip}");
}

#[tokio::test]
async fn ordinary_markdown_has_no_hints() {
    assert_eq!(hints("# A project\n\nv1.30.2\n").await, Value::Null);
}
