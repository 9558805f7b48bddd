//! Folds come as the client takes them: with columns or without, with kinds or without, and not more than it wants.

use serde_json::{Value, json};

use super::*;

const DRAFT: &str = "<!-- 😀\n-->\n## Symptoms 😀\r\n\r\na\r\n\r\n```release\r\nb\r\n```\r\n";

async fn folds(text: &str, client: Value) -> Value {
    let capabilities = json!({"textDocument": {"diagnostic": {}, "foldingRange": client}});
    answer(capabilities, text, "textDocument/foldingRange", json!({})).await
}

#[tokio::test]
async fn lines_are_enough_for_those_who_fold_lines() {
    let kinds = json!({"valueSet": ["comment", "region", "imports"]});
    let client = json!({"lineFoldingOnly": true, "foldingRangeKind": kinds});
    assert_eq!(
        folds(DRAFT, client).await,
        json!([
            {"startLine": 0, "endLine": 1, "kind": "comment"},
            {"startLine": 2, "endLine": 8, "kind": "region"},
            {"startLine": 6, "endLine": 8},
        ])
    );
}

#[tokio::test]
async fn others_get_columns_and_no_kind_that_they_do_not_know() {
    assert_eq!(
        folds(DRAFT, json!({})).await,
        json!([
            {"startLine": 0, "startCharacter": 7, "endLine": 1, "endCharacter": 3},
            {"startLine": 2, "startCharacter": 14, "endLine": 8, "endCharacter": 3},
            {"startLine": 6, "startCharacter": 10, "endLine": 8, "endCharacter": 3},
        ])
    );
}

#[tokio::test]
async fn of_too_many_the_longest_stay() {
    let client = json!({"lineFoldingOnly": true, "rangeLimit": 1});
    assert_eq!(
        folds(DRAFT, client).await,
        json!([{"startLine": 2, "endLine": 8}])
    );
}

#[tokio::test]
async fn ordinary_markdown_is_folded_by_others() {
    assert_eq!(folds("# A project\n\na\n", json!({})).await, Value::Null);
}
