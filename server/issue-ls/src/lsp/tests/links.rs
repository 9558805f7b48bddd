//! Links lead into the repository that the configuration names, else into that of git's remote.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use super::*;

const DRAFT: &str = "```release\nintroduced-in=v1.36.2\n```\n\n## PRs\n\n- #12\n";

/// The addresses of the links in the draft below `folder`, asked for twice, since the first answer may have to wait for git.
async fn targets(folder: &std::path::Path, capabilities: Value) -> Value {
    let uri = url::Url::from_file_path(folder.join("draft.md")).expect("it is absolute");
    let mut connection = connect_with(capabilities).await;
    let client = &mut connection.client;
    client.open(uri.as_str(), DRAFT).await;
    let params = json!({"textDocument": {"uri": uri.as_str()}});
    let links = client
        .request("textDocument/documentLink", params.clone())
        .await;
    assert_eq!(
        client.request("textDocument/documentLink", params).await,
        links
    );
    connection.finish().await;
    links
}

fn client() -> Value {
    json!({"textDocument": {"diagnostic": {}, "documentLink": {}}})
}

fn git(folder: &std::path::Path, arguments: &[&str]) {
    let git = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output();
    assert!(git.is_ok_and(|said| said.status.success()), "{arguments:?}");
}

#[tokio::test]
async fn the_first_answer_knows_the_remote() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let folder = folder.path();
    git(folder, &["init", "--quiet"]);
    assert_eq!(targets(folder, client()).await, json!([]));
    git(
        folder,
        &["remote", "add", "origin", "git@github.com:me/fork.git"],
    );
    git(
        folder,
        &["remote", "add", "upstream", "https://github.com/owner/name"],
    );
    assert_eq!(
        targets(folder, client()).await,
        json!([
            {"range": range((1, 14), (1, 21)), "target": "https://github.com/owner/name/releases/tag/v1.36.2"},
            {"range": range((6, 2), (6, 5)), "target": "https://github.com/owner/name/pull/12"},
        ])
    );
    fs::write(
        folder.join("issue-ls.toml"),
        "repository.name = \"kubernetes/kubernetes\"\n",
    )
    .expect("the folder is ours");
    let tooltips =
        json!({"textDocument": {"diagnostic": {}, "documentLink": {"tooltipSupport": true}}});
    let links = targets(folder, tooltips).await;
    assert_eq!(
        links[1]["target"],
        "https://github.com/kubernetes/kubernetes/pull/12"
    );
    assert_eq!(links[1]["tooltip"], "kubernetes/kubernetes#12");
}

#[tokio::test]
async fn where_there_is_no_repository_there_is_nothing_to_lead_to() {
    let text = "# A project\n\n#12\n";
    let method = "textDocument/documentLink";
    assert_eq!(answer(client(), text, method, json!({})).await, Value::Null);
    assert_eq!(answer(client(), DRAFT, method, json!({})).await, json!([]));
}
