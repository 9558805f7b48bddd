//! What is spoken of in several places is shown in all of them.

use serde_json::{Value, json};

use super::*;

async fn highlights(text: &str, line: u32, character: u32) -> Value {
    let capabilities = json!({"textDocument": {"diagnostic": {}, "documentHighlight": {}}});
    let params = json!({"position": {"line": line, "character": character}});
    answer(capabilities, text, "textDocument/documentHighlight", params).await
}

#[tokio::test]
async fn what_sets_something_is_written_and_what_names_it_is_read() {
    let draft = "```release\nresolved-in=v1.36.2\n```\n\n## Symptoms\n\n😀 Gone in v1.36.2.\n";
    let places = json!([
        {"range": range((1, 12), (1, 19)), "kind": 3},
        {"range": range((6, 11), (6, 18)), "kind": 2},
    ]);
    assert_eq!(highlights(draft, 1, 14).await, places);
    assert_eq!(highlights(draft, 6, 18).await, places);
    assert_eq!(highlights(draft, 4, 5).await, json!([]));
    assert_eq!(highlights(draft, 99, u32::MAX).await, json!([]));
}

#[tokio::test]
async fn ordinary_markdown_has_none() {
    assert_eq!(
        highlights("# A project\n\n#12 and #12\n", 2, 1).await,
        Value::Null
    );
}
