//! What can be written arrives in a shape that the client takes, and replaces what it should.

use serde_json::{Value, json};

use super::*;

const URI: &str = "file:///somewhere/draft.md";

/// The list for the place marked `|` in `draft`, by a client with these abilities in `completionItem`.
async fn complete(completion_item: Value, draft: &str) -> (Connection, Vec<Value>) {
    let mut connection = connect_with(json!({"textDocument": {
        "diagnostic": {},
        "completion": {"completionItem": completion_item},
    }}))
    .await;
    let client = &mut connection.client;
    let before = draft.split('|').next().expect("a mark");
    client.open(URI, &draft.replacen('|', "", 1)).await;
    let line = before.matches('\n').count();
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |line| line.encode_utf16().count());
    let params = json!({
        "textDocument": {"uri": URI},
        "position": {"line": line, "character": column},
    });
    let list = client.request("textDocument/completion", params).await;
    assert_eq!(list["isIncomplete"], false);
    let items = list["items"].as_array().expect("a list of items").clone();
    (connection, items)
}

fn item<'items>(items: &'items [Value], label: &str) -> &'items Value {
    let item = items.iter().find(|item| item["label"] == label);
    item.unwrap_or_else(|| panic!("{label} is missing: {items:#?}"))
}

#[tokio::test]
async fn an_item_replaces_the_word_under_the_cursor() {
    let draft = "---\nlabels: \"😀é\", sig/no|d\n---\n\n```release\nintroduced-in=v1.30.2\n```\n";
    let (connection, items) = complete(json!({}), draft).await;
    let node = item(&items, "sig/node");
    assert_eq!(node["textEdit"]["newText"], "sig/node");
    let range = json!({"start": {"line": 1, "character": 15}, "end": {"line": 1, "character": 22}});
    assert_eq!(node["textEdit"]["range"], range);
    assert!(node["sortText"].is_string());
    connection.finish().await;
}

#[tokio::test]
async fn tab_stops_are_for_clients_that_take_them() {
    for has_tab_stops in [true, false] {
        let (connection, items) = complete(json!({"snippetSupport": has_tab_stops}), "|").await;
        let skeleton = items
            .iter()
            .find(|item| {
                item["textEdit"]["newText"]
                    .to_string()
                    .contains("## Root cause")
            })
            .expect("the skeleton of the template");
        let text = skeleton["textEdit"]["newText"].as_str().expect("a text");
        assert_eq!(text.contains("${1"), has_tab_stops, "{text}");
        assert_eq!(skeleton["insertTextFormat"] == 2, has_tab_stops);
        connection.finish().await;
    }
}

#[tokio::test]
async fn what_there_is_to_read_follows_where_the_client_asks_for_it() {
    let draft = "```release\nintroduced-in=v1.30.2\n```\n\n/sig |\n";
    let abilities = json!({
        "documentationFormat": ["markdown"],
        "resolveSupport": {"properties": ["documentation"]},
    });
    let (mut connection, items) = complete(abilities, draft).await;
    let node = item(&items, "node");
    assert!(node["documentation"].is_null());
    let resolved = connection
        .client
        .request("completionItem/resolve", node.clone())
        .await;
    assert_eq!(resolved["documentation"]["kind"], "markdown");
    let text = resolved["documentation"]["value"].as_str().expect("a text");
    assert!(text.contains("sig/node"), "{text}");
    assert_eq!(resolved["textEdit"], node["textEdit"]);
    // An item that did not come from here is given back as it is.
    let foreign = json!({"label": "foreign", "documentation": "Its own.", "data": [1]});
    let resolved = connection
        .client
        .request("completionItem/resolve", foreign.clone())
        .await;
    assert_eq!(resolved, foreign);
    connection.finish().await;
}

#[tokio::test]
async fn what_there_is_to_read_comes_along_for_clients_that_do_not_ask() {
    let draft = "```release\nintroduced-in=v1.30.2\n```\n\n/sig |\n";
    let plain = json!({"documentationFormat": ["plaintext"]});
    // A client from before there were formats takes a bare string.
    for (abilities, kind) in [(plain, json!("plaintext")), (json!({}), Value::Null)] {
        let (connection, items) = complete(abilities, draft).await;
        let node = item(&items, "node");
        assert_eq!(node["documentation"]["kind"], kind);
        let text = match &node["documentation"] {
            Value::String(text) => text,
            markup => markup["value"].as_str().expect("a text"),
        };
        assert!(text.contains("sig/node"), "{text}");
        assert!(node["data"].is_null());
        connection.finish().await;
    }
}

#[tokio::test]
async fn ordinary_markdown_is_left_alone() {
    for text in ["# A project |\n", "See issue #|\n", "/|\n", "a = |b\n"] {
        let (connection, items) = complete(json!({}), &format!("# A project\n\n{text}")).await;
        assert!(items.is_empty(), "{text}: {items:#?}");
        connection.finish().await;
    }
}

#[tokio::test]
async fn only_vs_code_is_told_to_open_the_list_again() {
    for commands in [json!(["editor.action.triggerSuggest"]), json!([])] {
        let mut connection = connect_with(json!({
            "textDocument": {"diagnostic": {}},
            "experimental": {"commands": {"commands": commands}},
        }))
        .await;
        let client = &mut connection.client;
        client.open(URI, "```release\n\n```\n").await;
        let params = json!({"textDocument": {"uri": URI}, "position": {"line": 1, "character": 0}});
        let list = client.request("textDocument/completion", params).await;
        let items = list["items"].as_array().expect("a list of items");
        let is_told = items
            .iter()
            .any(|item| item["command"]["command"] == "editor.action.triggerSuggest");
        assert_eq!(is_told, commands != json!([]), "{items:#?}");
        connection.finish().await;
    }
}

#[tokio::test]
async fn a_document_that_is_not_open_has_nothing() {
    let mut connection = connect_with(json!({})).await;
    let place = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}});
    for method in ["textDocument/completion", "textDocument/hover"] {
        let nothing = connection.client.request(method, place.clone()).await;
        assert_eq!(nothing, Value::Null);
    }
    connection.finish().await;
}
