//! Form files are documents like drafts: found fault with, completed, explained and mended, and nothing of what is
//! particular to drafts is shown in them.

use serde_json::{Value, json};

use super::*;

const URI: &str = "vscode-vfs://github/owner/repo/.github/ISSUE_TEMPLATE/bug.yml";

/// A form with two mistakes that can be mended, behind characters that every encoding counts differently.
const FORM: &str = "# 😀é\nname: Bug report\ndescription: Tell us\nbody:\n- type: inputt\n  attributes:\n    labell: Version\n";

fn capabilities() -> Value {
    json!({"textDocument": {
        "diagnostic": {},
        "codeLens": {},
        "inlayHint": {},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}},
    }})
}

async fn open(text: &str) -> Connection {
    let mut connection = connect_with(capabilities()).await;
    connection.client.open(URI, text).await;
    connection
}

/// Asks about the document, at a place of it where one is given.
async fn ask(connection: &mut Connection, method: &str, place: Option<(u32, u32)>) -> Value {
    let mut params = json!({"textDocument": {"uri": URI}});
    if let Some((line, character)) = place {
        params["position"] = json!({"line": line, "character": character});
    }
    let method = format!("textDocument/{method}");
    connection.client.request(&method, params).await
}

async fn codes(connection: &mut Connection) -> Vec<Value> {
    let report = ask(connection, "diagnostic", None).await;
    let items = report["items"].as_array().expect("a list").clone();
    items
        .into_iter()
        .map(|mut item| item["code"].take())
        .collect()
}

#[tokio::test]
async fn findings_follow_the_text() {
    let mut connection = open(FORM).await;
    assert!(
        codes(&mut connection)
            .await
            .contains(&json!("form-unknown-type"))
    );
    let range = json!({"start": {"line": 4, "character": 13}, "end": {"line": 4, "character": 14}});
    let change = json!({
        "textDocument": {"uri": URI, "version": 2},
        "contentChanges": [{"range": range, "text": ""}],
    });
    let client = &mut connection.client;
    client.notify("textDocument/didChange", change).await;
    assert_eq!(codes(&mut connection).await, ["form-unknown-key"]);
    connection.finish().await;
}

#[tokio::test]
async fn keys_are_completed_and_explained() {
    let mut connection = open(&format!("{FORM}    ")).await;
    let list = ask(&mut connection, "completion", Some((7, 4))).await;
    let items = list["items"].as_array().expect("a list").clone();
    let description = items.iter().find(|item| item["label"] == "description");
    let description = description.expect("it is offered");
    assert_eq!(description["textEdit"]["newText"], "description: ");
    assert!(description["documentation"].is_string(), "{description}");
    let hover = ask(&mut connection, "hover", Some((4, 3))).await;
    let said = hover["contents"]["value"].as_str().expect("a text");
    assert!(said.starts_with("**type**"), "{said}");
    let hover = ask(&mut connection, "hover", Some((4, 10))).await;
    let said = hover["contents"]["value"].as_str().expect("a text");
    assert!(said.contains("`form-unknown-type`"), "{said}");
    connection.finish().await;
}

#[tokio::test]
async fn one_finding_is_mended_or_all_are() {
    let mut connection = open(FORM).await;
    let at = json!({"line": 4, "character": 9});
    let params = json!({
        "textDocument": {"uri": URI},
        "range": {"start": at, "end": at},
        "context": {"diagnostics": []},
    });
    let client = &mut connection.client;
    let actions = client.request("textDocument/codeAction", params).await;
    let actions = actions.as_array().expect("a list").clone();
    let kinds: Vec<&Value> = actions.iter().map(|action| &action["kind"]).collect();
    assert_eq!(kinds, ["quickfix", "source.fixAll.issue-ls"]);
    assert_eq!(actions[0]["diagnostics"][0]["code"], "form-unknown-type");
    let edits = |action: &Value| action["edit"]["changes"][URI].as_array().map(Vec::len);
    assert_eq!((edits(&actions[0]), edits(&actions[1])), (Some(1), Some(2)));
    connection.finish().await;
}

#[tokio::test]
async fn what_is_particular_to_drafts_is_not_shown() {
    // A release block and sections would make a draft of any other document.
    let mut connection =
        open("# ```release\n# introduced-in=v1.30.2\n## Symptoms\n## Impact\n").await;
    assert_eq!(ask(&mut connection, "codeLens", None).await, Value::Null);
    let client = &mut connection.client;
    let end = json!({"line": 4, "character": 0});
    let params = json!({
        "textDocument": {"uri": URI},
        "range": {"start": {"line": 0, "character": 0}, "end": end},
    });
    let hints = client.request("textDocument/inlayHint", params).await;
    let document = json!({"uri": URI});
    let status = client.request("issue-ls/status", document.clone()).await;
    let issue = client.request("issue-ls/issue", document).await;
    assert_eq!(
        [hints, status, issue],
        [Value::Null, Value::Null, Value::Null]
    );
    let definition = ask(&mut connection, "definition", Some((2, 4))).await;
    assert_eq!(definition, Value::Null);
    connection.finish().await;
}

#[tokio::test]
async fn findings_are_sent_to_a_client_that_does_not_ask() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.open(URI, FORM).await;
    let sent = client.expect("textDocument/publishDiagnostics").await;
    assert_eq!(sent["params"]["uri"], URI);
    assert_eq!(
        sent["params"]["diagnostics"][0]["code"],
        "form-unknown-type"
    );
    connection.finish().await;
}

#[tokio::test]
async fn hostile_forms_are_answered() {
    let aliases = (1..12).map(|level| {
        let names = vec![format!("*a{}", level - 1); 9].join(",");
        format!("a{level}: &a{level} [{names}]\n")
    });
    let bomb = format!("a0: &a0 [x, x]\n{}", aliases.collect::<String>());
    let elements = "- type: input\n  attributes:\n    label: q\n".repeat(10_000);
    for text in [
        bomb,
        format!("name: x\nbody:\n{elements}"),
        format!("name: x\nbody: {}", "[".repeat(100_000)),
        format!("name: {}", "x".repeat(5 << 20)),
    ] {
        let mut connection = open(&text).await;
        let codes = codes(&mut connection).await;
        assert!(codes.contains(&json!("form-invalid-yaml")), "{codes:?}");
        for place in [(0, 0), (1, 9), (u32::MAX, 0)] {
            ask(&mut connection, "hover", Some(place)).await;
            ask(&mut connection, "completion", Some(place)).await;
        }
        connection.finish().await;
    }
}
