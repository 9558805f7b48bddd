//! From `initialize` to the end of the process.

use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn a_client_that_says_nothing_about_itself_is_served() {
    let mut connection = connect();
    let client = &mut connection.client;
    let capabilities = client.initialize(json!({"capabilities": {}})).await;
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(capabilities["textDocumentSync"]["change"], 2);
    client.open("untitled:Untitled-1", "text").await;
    client.settle().await;
    assert_eq!(connection.text("untitled:Untitled-1"), "text");
    connection.finish().await;
}

#[tokio::test]
async fn a_client_that_gets_an_ability_wrong_is_let_in() {
    let mut connection = connect();
    let capabilities = json!({
        "textDocument": {"callHierarchy": [{"dynamicRegistration": false}], "diagnostic": {}},
    });
    let offered = connection
        .client
        .initialize(json!({"capabilities": capabilities}))
        .await;
    assert!(offered["diagnosticProvider"].is_object());
    connection.finish().await;
}

#[tokio::test]
async fn the_server_gives_its_name_and_version() {
    let mut connection = connect();
    let result = connection
        .client
        .request("initialize", json!({"capabilities": {}}))
        .await;
    assert_eq!(
        result["serverInfo"],
        json!({"name": "issue-ls", "version": env!("CARGO_PKG_VERSION")})
    );
    connection.finish().await;
}

#[tokio::test]
async fn requests_before_initialize_are_refused_and_notifications_dropped() {
    let mut connection = connect();
    let client = &mut connection.client;
    client.open("file:///early.md", "text").await;
    let code = client.failing_request("shutdown", json!(null)).await;
    assert_eq!(code, -32002);
    client.initialize(json!({"capabilities": {}})).await;
    assert!(
        connection
            .session
            .state()
            .documents
            .get_mut(&"file:///early.md".into())
            .is_none()
    );
    connection.finish().await;
}

#[tokio::test]
async fn initialize_counts_once() {
    let mut connection = connect_with(json!({})).await;
    let again = connection
        .client
        .failing_request("initialize", json!({"capabilities": {}}));
    assert_eq!(again.await, -32600);
    connection.finish().await;
}

#[tokio::test]
async fn messages_right_behind_initialize_are_not_lost() {
    let mut connection = connect();
    let client = &mut connection.client;
    let id = client.ask("initialize", json!({"capabilities": {}})).await;
    client.notify("initialized", json!({})).await;
    client.open("file:///draft.md", "text").await;
    client.settle().await;
    client.answer_to(id).await;
    assert_eq!(connection.text("file:///draft.md"), "text");
    connection.finish().await;
}

#[tokio::test]
async fn requests_after_shutdown_are_refused() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    client.request("shutdown", json!(null)).await;
    assert_eq!(
        client.failing_request("shutdown", json!(null)).await,
        -32600
    );
    client.notify("exit", json!(null)).await;
    client.hang_up().await;
    assert_eq!(connection.ending.await.ok(), Some(Ending::Orderly));
}

#[tokio::test]
async fn exit_right_behind_shutdown_leaves_it_its_answer() {
    let mut connection = connect_with(json!({})).await;
    let client = &mut connection.client;
    let id = client.ask("shutdown", json!(null)).await;
    client.notify("exit", json!(null)).await;
    assert_eq!(client.answer_to(id).await["result"], Value::Null);
    client.hang_up().await;
    assert_eq!(connection.ending.await.ok(), Some(Ending::Orderly));
}

#[tokio::test]
async fn exit_without_shutdown_ends_with_1() {
    for initialized in [true, false] {
        let mut connection = connect();
        if initialized {
            connection
                .client
                .initialize(json!({"capabilities": {}}))
                .await;
        }
        connection.client.notify("exit", json!(null)).await;
        connection.client.hang_up().await;
        let ending = connection.ending.await.expect("the server does not panic");
        assert_eq!((ending, ending.code()), (Ending::ExitWithoutShutdown, 1));
    }
}

#[tokio::test]
async fn the_end_of_the_input_ends_the_server() {
    for shut_down in [true, false] {
        let mut connection = connect_with(json!({})).await;
        if shut_down {
            connection.client.request("shutdown", json!(null)).await;
        }
        connection.client.hang_up().await;
        let ending = connection.ending.await.expect("the server does not panic");
        assert_eq!(ending.code(), u8::from(!shut_down));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_server_does_not_outlive_its_client() {
    let mut editor = std::process::Command::new("sleep")
        .arg("600")
        .spawn()
        .expect("every Unix can sleep");
    let mut connection = connect();
    connection
        .client
        .initialize(json!({"processId": editor.id(), "capabilities": {}}))
        .await;
    connection.client.settle().await;
    editor.kill().expect("it is our own child");
    editor.wait().expect("it is our own child");
    let ending = (&mut connection.ending)
        .await
        .expect("the server does not panic");
    assert_eq!((ending, ending.code()), (Ending::ClientGone, 1));
    connection.client.hang_up().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_client_that_is_invisible_from_the_start_is_served() {
    let mut gone = std::process::Command::new("true")
        .spawn()
        .expect("every Unix knows the truth");
    gone.wait().expect("it is our own child");
    let mut connection = connect();
    connection
        .client
        .initialize(json!({"processId": gone.id(), "capabilities": {}}))
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
    connection.finish().await;
}
