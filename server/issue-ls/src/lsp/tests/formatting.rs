//! The blanks of a draft become canonical by small edits, each at its own place.

use serde_json::{Value, json};

use super::*;

const DRAFT: &str = "😀 one \r\n## Symptoms\r\n\r\ntwo \r\n\r\n## Impact";

fn client() -> Value {
    json!({"textDocument": {"diagnostic": {}, "formatting": {}, "rangeFormatting": {}}})
}

/// As an editor has it for a file of any kind.
fn options() -> Value {
    json!({"tabSize": 8, "insertSpaces": false, "insertFinalNewline": false})
}

#[tokio::test]
async fn each_place_has_its_own_edit() {
    let params = json!({"options": options()});
    let edits = json!([
        {"range": range((0, 6), (0, 7)), "newText": ""},
        {"range": range((1, 0), (1, 0)), "newText": "\r\n"},
        {"range": range((3, 3), (3, 4)), "newText": ""},
        {"range": range((5, 9), (5, 9)), "newText": "\r\n"},
    ]);
    let method = "textDocument/formatting";
    assert_eq!(answer(client(), DRAFT, method, params).await, edits);
    let method = "textDocument/rangeFormatting";
    for (part, expected) in [
        (range((0, 0), (99, 0)), edits.clone()),
        (range((1, 0), (3, 99)), json!([edits[1], edits[2]])),
        (range((3, 3), (1, 1)), json!([])),
    ] {
        let params = json!({"options": options(), "range": part});
        assert_eq!(answer(client(), DRAFT, method, params).await, expected);
    }
}

#[tokio::test]
async fn ordinary_markdown_conversations_and_forms_stay_as_they_are() {
    for (uri, text) in [
        ("file:///somewhere/README.md", "# A project\ntext \n"),
        ("octo://kubernetes/kubernetes/issue/1", DRAFT),
        (
            "file:///somewhere/.github/ISSUE_TEMPLATE/bug.yml",
            "name: x \nbody: []\n",
        ),
    ] {
        let mut connection = connect_with(client()).await;
        connection.client.open(uri, text).await;
        let document = json!({"uri": uri});
        let params = json!({"textDocument": document, "options": options()});
        let edits = connection.client.request("textDocument/formatting", params);
        assert_eq!(edits.await, Value::Null, "{uri}");
        connection.finish().await;
    }
}
