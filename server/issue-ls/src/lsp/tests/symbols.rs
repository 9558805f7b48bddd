//! The outline of a draft comes nested or flat, and its parts are found by their names.

use serde_json::{Value, json};

use super::*;

const DRAFT: &str = "## Symptoms\n\n😀\n\n```release\nintroduced-in=v1.30.2\n```\n\n## Impact\n";

async fn outline(text: &str, client: Value) -> Value {
    let capabilities = json!({"textDocument": {"diagnostic": {}, "documentSymbol": client}});
    answer(capabilities, text, "textDocument/documentSymbol", json!({})).await
}

#[tokio::test]
async fn an_outline_is_nested_where_the_client_takes_it_so() {
    let outline = outline(DRAFT, json!({"hierarchicalDocumentSymbolSupport": true})).await;
    let entry = json!({
        "name": "introduced-in=v1.30.2", "kind": 14,
        "range": range((5, 0), (5, 21)), "selectionRange": range((5, 0), (5, 21)),
    });
    let block = json!({
        "name": "release", "detail": "introduced-in", "kind": 18,
        "range": range((4, 0), (6, 3)), "selectionRange": range((4, 3), (4, 10)), "children": [entry],
    });
    assert_eq!(
        outline,
        json!([
            {
                "name": "Symptoms", "kind": 2,
                "range": range((0, 0), (8, 0)), "selectionRange": range((0, 3), (0, 11)), "children": [block],
            },
            {
                "name": "Impact", "kind": 2,
                "range": range((8, 0), (9, 0)), "selectionRange": range((8, 3), (8, 9)),
            },
        ])
    );
}

#[tokio::test]
async fn an_outline_is_flat_for_all_others() {
    let outline = outline(DRAFT, json!({})).await;
    let outline = outline.as_array().expect("a list");
    let shown = outline.iter().map(|symbol| {
        let name = symbol["name"].as_str().expect("a name");
        (name, symbol["containerName"].as_str().unwrap_or_default())
    });
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            ("Symptoms", ""),
            ("release", "Symptoms"),
            ("introduced-in=v1.30.2", "release"),
            ("Impact", ""),
        ]
    );
    let location = json!({"uri": "file:///somewhere/draft.md", "range": range((5, 0), (5, 21))});
    assert_eq!(outline[2]["location"], location);
}

#[tokio::test]
async fn ordinary_markdown_has_no_outline_of_ours() {
    assert_eq!(outline("# A project\n", json!({})).await, Value::Null);
}

#[tokio::test]
async fn a_form_file_has_the_outline_of_its_elements() {
    let mut connection = connect_with(json!({"textDocument": {"diagnostic": {}}})).await;
    let client = &mut connection.client;
    let uri = "file:///somewhere/.github/ISSUE_TEMPLATE/bug.yml";
    let form = "body:\n- type: input\n  attributes:\n    label: Version\n";
    client.open(uri, form).await;
    let params = json!({"textDocument": {"uri": uri}});
    let outline = client.request("textDocument/documentSymbol", params).await;
    assert_eq!(outline[0]["name"], "Version", "{outline:#}");
    connection.finish().await;
}

#[tokio::test]
async fn open_drafts_are_searched_in_a_relaxed_way() {
    let mut connection = connect_with(json!({
        "textDocument": {"diagnostic": {}}, "workspace": {"symbol": {}},
    }))
    .await;
    let client = &mut connection.client;
    client.open("file:///somewhere/two.md", DRAFT).await;
    client.open("file:///somewhere/one.md", DRAFT).await;
    client
        .open("file:///somewhere/README.md", "# Introduction in v1.30.2\n")
        .await;
    for (query, count) in [("IN v1.30", 2), ("", 8), ("impct", 2), ("tcapmi", 0)] {
        let found = client
            .request("workspace/symbol", json!({"query": query}))
            .await;
        assert_eq!(found.as_array().map(Vec::len), Some(count), "{query}");
        if count == 2 {
            assert_eq!(found[0]["location"]["uri"], "file:///somewhere/one.md");
        }
    }
    connection.finish().await;
}
