//! A version changes wherever a draft speaks of it, and a name that is none is refused.

use serde_json::{Value, json};

use super::*;

const URI: &str = "file:///somewhere/draft.md";
const DRAFT: &str =
    "```release\nresolved-in=v1.36.2\n```\n\n## Symptoms\n\n😀 Gone in v1.36.2, not v1.36.20.\n";

fn client(rename: &Value, workspace_edit: &Value) -> Value {
    json!({
        "textDocument": {"diagnostic": {}, "rename": rename},
        "workspace": {"workspaceEdit": workspace_edit},
    })
}

fn at(line: u32, character: u32, name: &str) -> Value {
    json!({"position": {"line": line, "character": character}, "newName": name})
}

#[tokio::test]
async fn every_place_changes_in_one_edit() {
    let edits = json!([
        {"range": range((1, 12), (1, 19)), "newText": "v1.37.1"},
        {"range": range((6, 11), (6, 18)), "newText": "v1.37.1"},
    ]);
    let plain = client(&json!({}), &json!({}));
    let method = "textDocument/rename";
    assert_eq!(
        answer(plain, DRAFT, method, at(6, 12, "1.37.1")).await,
        json!({"changes": {URI: edits}})
    );
    let versioned = client(&json!({}), &json!({"documentChanges": true}));
    assert_eq!(
        answer(versioned, DRAFT, method, at(1, 12, "v1.37.1")).await,
        json!({"documentChanges": [{"textDocument": {"uri": URI, "version": 1}, "edits": edits}]})
    );
}

#[tokio::test]
async fn a_client_can_ask_first_what_is_renamed() {
    let client = || client(&json!({"prepareSupport": true}), &json!({}));
    let method = "textDocument/prepareRename";
    assert_eq!(
        answer(client(), DRAFT, method, at(6, 18, "")).await,
        json!({"range": range((6, 11), (6, 18)), "placeholder": "v1.36.2"})
    );
    for (line, character) in [(0, 5), (4, 5), (99, u32::MAX)] {
        let place = at(line, character, "");
        assert_eq!(answer(client(), DRAFT, method, place).await, Value::Null);
    }
}

#[tokio::test]
async fn what_cannot_be_renamed_is_refused_with_a_sentence() {
    let mut connection = connect_with(client(&json!({}), &json!({}))).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    for (mut params, message) in [
        (
            at(1, 14, "v1.37"),
            "`v1.37` names a branch, not a release; write all three numbers, such as `v1.37.0`.",
        ),
        (
            at(4, 5, "v1.37.1"),
            "Only a version can be renamed; put the cursor on one, such as `v1.31.2`.",
        ),
    ] {
        params["textDocument"] = json!({"uri": URI});
        let id = client.ask("textDocument/rename", params).await;
        let error = &client.answer_to(id).await["error"];
        assert_eq!(error["message"], message);
        assert_eq!(error["code"], -32602);
    }
    connection.finish().await;
}

#[tokio::test]
async fn ordinary_markdown_and_conversations_stay_as_they_are() {
    let readme = "# A project\n\nSince v1.36.2.\n";
    let client = || client(&json!({}), &json!({}));
    let params = at(2, 8, "v1.37.1");
    let method = "textDocument/rename";
    assert_eq!(answer(client(), readme, method, params).await, Value::Null);
    let mut connection = connect_with(client()).await;
    const OCTO: &str = "octo://kubernetes/kubernetes/issue/1";
    connection.client.open(OCTO, DRAFT).await;
    let mut params = at(1, 14, "v1.37.1");
    params["textDocument"] = json!({"uri": OCTO});
    let edit = connection.client.request(method, params).await;
    assert_eq!(edit, Value::Null);
    connection.finish().await;
}

#[tokio::test]
async fn renaming_is_offered_to_clients_that_have_it() {
    for (client, offered) in [
        (json!({}), Value::Null),
        (json!({"textDocument": {"rename": {}}}), json!(true)),
        (
            json!({"textDocument": {"rename": {"prepareSupport": true}}}),
            json!({"prepareProvider": true}),
        ),
    ] {
        let mut connection = connect();
        let params = json!({"capabilities": client});
        let capabilities = connection.client.initialize(params).await;
        assert_eq!(capabilities["renameProvider"], offered);
        connection.finish().await;
    }
}
