//! Selections grow at every place that the client asks about, inside the text or not.

use serde_json::{Value, json};

use super::*;

async fn grown(text: &str, positions: Value) -> Value {
    let capabilities = json!({"textDocument": {"diagnostic": {}, "selectionRange": {}}});
    let params = json!({"positions": positions});
    answer(capabilities, text, "textDocument/selectionRange", params).await
}

#[tokio::test]
async fn each_place_has_its_steps() {
    let draft = "😀 /sig\n/sig node\n\n## Impact\n\n## PRs\n";
    let positions = json!([{"line": 1, "character": 6}, {"line": 99, "character": u32::MAX}]);
    let grown = grown(draft, positions).await;
    let mut steps = Vec::new();
    let mut step = &grown[0];
    while !step.is_null() {
        steps.push(step["range"].clone());
        step = &step["parent"];
    }
    assert_eq!(
        steps,
        [
            range((1, 5), (1, 9)),
            range((1, 0), (1, 9)),
            range((0, 0), (1, 9)),
            range((0, 0), (5, 6)),
            range((0, 0), (6, 0)),
        ]
    );
    assert_eq!(grown[1], json!({"range": range((0, 0), (6, 0))}));
    assert_eq!(grown.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn an_empty_text_and_no_place_are_no_trouble() {
    let scissors = "------------------------ >8 ------------------------\n";
    assert_eq!(grown(scissors, json!([])).await, Value::Null);
    assert_eq!(
        grown("/sig node\n\n```release\n```\n", json!([])).await,
        json!([])
    );
}
