//! What can be done with a draft arrives in a shape that the client takes, and does what it says.

use issue_body::text::{Edit, LineIndex, Position, PositionEncoding, Range, apply_edits};
use serde_json::{Value, json};

use super::*;

const URI: &str = "file:///somewhere/draft.md";

/// A draft whose version lacks its `v`, behind characters that every encoding counts differently.
const DRAFT: &str = "<!-- 😀é --> \n```release\nintroduced-in=1.30.2\n```\n";

fn capabilities(workspace_edit: &Value) -> Value {
    json!({
        "textDocument": {
            "diagnostic": {},
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                "isPreferredSupport": true,
            },
        },
        "workspace": {"workspaceEdit": workspace_edit},
    })
}

/// The actions for the version in [`DRAFT`].
async fn actions(client: &mut TestClient, context: Value) -> Vec<Value> {
    let at = json!({"line": 2, "character": 16});
    let params = json!({
        "textDocument": {"uri": URI},
        "range": {"start": at, "end": at},
        "context": context,
    });
    let actions = client.request("textDocument/codeAction", params).await;
    actions.as_array().expect("a list of actions").clone()
}

fn kinds(actions: &[Value]) -> Vec<&str> {
    actions
        .iter()
        .filter_map(|action| action["kind"].as_str())
        .collect()
}

#[tokio::test]
async fn a_fix_is_an_edit_of_the_place_with_its_diagnostic() {
    let mut connection = connect_with(capabilities(&json!({}))).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    let actions = actions(client, json!({"diagnostics": [], "only": ["quickfix"]})).await;
    let fix = &actions[0];
    assert_eq!(fix["diagnostics"][0]["code"], "invalid-version");
    assert_eq!(fix["isPreferred"], true);
    let range = json!({"start": {"line": 2, "character": 14}, "end": {"line": 2, "character": 20}});
    let edit = json!({"changes": {URI: [{"range": range, "newText": "v1.30.2"}]}});
    assert_eq!(fix["edit"], edit);
    connection.finish().await;
}

#[tokio::test]
async fn an_edit_names_its_version_where_the_client_takes_that() {
    let mut connection = connect_with(capabilities(&json!({"documentChanges": true}))).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    let actions = actions(client, json!({"diagnostics": [], "only": ["quickfix"]})).await;
    let change = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({"uri": URI, "version": 1}));
    assert_eq!(change["edits"][0]["newText"], "v1.30.2");
    assert!(actions[0]["edit"]["changes"].is_null());
    connection.finish().await;
}

#[tokio::test]
async fn tab_stops_are_for_clients_that_take_them() {
    for (workspace_edit, has_tab_stops) in [
        (
            json!({"documentChanges": true, "snippetEditSupport": true}),
            true,
        ),
        (json!({"documentChanges": true}), false),
        (json!({"snippetEditSupport": true}), false),
    ] {
        let mut connection = connect_with(capabilities(&workspace_edit)).await;
        let client = &mut connection.client;
        client.open(URI, "").await;
        let actions = actions(client, json!({"diagnostics": []})).await;
        let edit = actions[0]["edit"].to_string();
        assert_eq!(
            edit.contains("${1"),
            has_tab_stops,
            "{workspace_edit}: {edit}"
        );
        assert!(edit.contains("## Root cause"), "{edit}");
        connection.finish().await;
    }
}

#[tokio::test]
async fn only_the_kinds_asked_for_come() {
    let mut connection = connect_with(capabilities(&json!({}))).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    for (only, expected) in [
        (json!(["quickfix"]), vec!["quickfix"]),
        (json!(["source.fixAll"]), vec!["source.fixAll.issue-ls"]),
        (
            json!(["source.fixAll.issue-ls"]),
            vec!["source.fixAll.issue-ls"],
        ),
        (json!(["source.fix"]), vec![]),
        (json!(["source.fixAll.other"]), vec![]),
        (json!(["source.organizeImports", "notebook"]), vec![]),
        (
            json!(["source"]),
            vec!["source.insertMissing.issue-ls", "source.fixAll.issue-ls"],
        ),
    ] {
        let actions = actions(client, json!({"diagnostics": [], "only": only})).await;
        let mut kinds = kinds(&actions);
        kinds.dedup();
        assert_eq!(kinds, expected, "{only}");
    }
    for only in [json!(null), json!([]), json!([""])] {
        let actions = actions(client, json!({"diagnostics": [], "only": only})).await;
        let kinds = kinds(&actions);
        for kind in [
            "quickfix",
            "source.fixAll.issue-ls",
            "source.insertMissing.issue-ls",
        ] {
            assert!(kinds.contains(&kind), "{only}: {kinds:?}");
        }
    }
    // A client that only wants to know whether there is something to do.
    let idle = actions(client, json!({"diagnostics": [], "triggerKind": 2})).await;
    assert!(!kinds(&idle).contains(&"source.fixAll.issue-ls"));
    connection.finish().await;
}

/// `text` after the edits of an action, whose columns count in UTF-16.
fn applied(text: &str, edits: &Value) -> String {
    let lines = LineIndex::new(text);
    let offset = |at: &Value| {
        let number = |value: &Value| u32::try_from(value.as_u64().expect("a number"));
        let position = Position {
            line: number(&at["line"]).expect("few lines"),
            column: number(&at["character"]).expect("short lines"),
        };
        lines.offset(text, position, PositionEncoding::Utf16)
    };
    let edit = |edit: &Value| {
        let range = &edit["range"];
        let range = Range::new(offset(&range["start"]), offset(&range["end"]));
        Edit::replace(range, edit["newText"].as_str().expect("a text"))
    };
    let edits: Vec<Edit> = edits.as_array().expect("a list").iter().map(edit).collect();
    apply_edits(text, &edits)
}

#[tokio::test]
async fn all_fixes_are_one_edit() {
    let mut connection = connect_with(capabilities(&json!({}))).await;
    let client = &mut connection.client;
    client.open(URI, DRAFT).await;
    let context = json!({"diagnostics": [], "only": ["source.fixAll"]});
    let actions = actions(client, context).await;
    assert_eq!(actions.len(), 1);
    let fixed = applied(DRAFT, &actions[0]["edit"]["changes"][URI]);
    let start = "<!-- 😀é --> \n```release\nintroduced-in=v1.30.2\n```\n";
    assert!(fixed.starts_with(start), "{fixed}");
    assert!(fixed.contains("\n## Root cause\n"), "{fixed}");
    connection.finish().await;
}

#[tokio::test]
async fn nothing_is_offered_for_ordinary_markdown_or_a_closed_document() {
    let mut connection = connect_with(capabilities(&json!({}))).await;
    let client = &mut connection.client;
    client.open(URI, "# A project\n\nWhat it does.\n").await;
    assert!(actions(client, json!({"diagnostics": []})).await.is_empty());
    let document = json!({"textDocument": {"uri": URI}});
    client.notify("textDocument/didClose", document).await;
    let at = json!({"line": 0, "character": 0});
    let params = json!({
        "textDocument": {"uri": URI},
        "range": {"start": at, "end": at},
        "context": {"diagnostics": []},
    });
    let nothing = client.request("textDocument/codeAction", params).await;
    assert_eq!(nothing, Value::Null);
    connection.finish().await;
}

#[tokio::test]
async fn a_client_that_takes_commands_only_is_offered_nothing() {
    let mut connection = connect();
    let client = &mut connection.client;
    let capabilities = client.initialize(json!({"capabilities": {}})).await;
    assert!(capabilities["codeActionProvider"].is_null());
    connection.finish().await;
    let mut connection = connect();
    let client = &mut connection.client;
    let params = json!({"capabilities": capabilities_with_literals()});
    let offered = client.initialize(params).await;
    assert_eq!(
        offered["codeActionProvider"]["codeActionKinds"],
        json!([
            "quickfix",
            "source.fixAll.issue-ls",
            "source.insertMissing.issue-ls",
            "refactor.rewrite.issue-ls"
        ])
    );
    connection.finish().await;
}

fn capabilities_with_literals() -> Value {
    capabilities(&json!({}))
}
