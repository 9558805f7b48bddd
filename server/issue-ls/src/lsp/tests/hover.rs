//! What there is to say about a place arrives as the client can show it.

use serde_json::{Value, json};

use super::*;

const URI: &str = "file:///somewhere/draft.md";

async fn hover(capabilities: Value, text: &str, line: u32, character: u32) -> Value {
    let mut connection = connect_with(capabilities).await;
    let client = &mut connection.client;
    client.open(URI, text).await;
    let place =
        json!({"textDocument": {"uri": URI}, "position": {"line": line, "character": character}});
    let hover = client.request("textDocument/hover", place).await;
    connection.finish().await;
    hover
}

#[tokio::test]
async fn a_finding_is_explained_at_its_place() {
    let draft = "<!-- 😀é -->\n```release\nintroduced-in=1.30.2\n```\n";
    for (format, kind) in [
        (json!(["markdown"]), "markdown"),
        (json!(["plaintext"]), "plaintext"),
    ] {
        let capabilities =
            json!({"textDocument": {"diagnostic": {}, "hover": {"contentFormat": format}}});
        let hover = hover(capabilities, draft, 2, 16).await;
        assert_eq!(hover["contents"]["kind"], kind);
        let text = hover["contents"]["value"].as_str().expect("a text");
        assert!(text.contains("invalid-version"), "{text}");
        let range =
            json!({"start": {"line": 2, "character": 14}, "end": {"line": 2, "character": 20}});
        assert_eq!(hover["range"], range);
    }
}

#[tokio::test]
async fn there_is_nothing_to_say_about_ordinary_markdown() {
    let capabilities = json!({"textDocument": {"diagnostic": {}}});
    let readme = "# A project\n\n/sig node\n";
    assert_eq!(hover(capabilities, readme, 2, 6).await, Value::Null);
}
