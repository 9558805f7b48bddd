//! A line above a draft sums it up, for clients that show such lines.

use serde_json::{Value, json};

use super::*;

const URI: &str = "file:///somewhere/draft.md";

async fn lenses(text: &str) -> Value {
    let capabilities = json!({"textDocument": {"diagnostic": {}, "codeLens": {}}});
    let mut connection = connect_with(capabilities).await;
    let client = &mut connection.client;
    client.open(URI, text).await;
    let params = json!({"textDocument": {"uri": URI}});
    let lenses = client.request("textDocument/codeLens", params).await;
    connection.finish().await;
    lenses
}

#[tokio::test]
async fn a_draft_is_summed_up_above_its_first_line() {
    let lenses = lenses("## Symptoms\n\nPods hang.\n\n## Impact\n\n/sig node\n").await;
    assert_eq!(lenses.as_array().map(Vec::len), Some(1), "{lenses:#}");
    let start = json!({"line": 0, "character": 0});
    assert_eq!(lenses[0]["range"], json!({"start": start, "end": start}));
    let title = lenses[0]["command"]["title"].as_str().expect("a title");
    assert!(
        title.starts_with(
            "1 of 5 sections · Prow will add sig/node · needs-triage if nothing changes · "
        ),
        "{title}"
    );
}

#[tokio::test]
async fn ordinary_markdown_has_no_line_above_it() {
    assert_eq!(lenses("# A project\n\n/sig node\n").await, Value::Null);
}
