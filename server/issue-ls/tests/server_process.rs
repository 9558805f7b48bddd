//! Tests of the server as a process of its own: how it begins, and that it ends.

use std::time::Duration;

use serde_json::json;
use tokio::process::{Child, Command};
use tokio::time::timeout;

use process::start;

mod process;

async fn exit_code(server: &mut Child) -> Option<i32> {
    let status = timeout(Duration::from_secs(20), server.wait())
        .await
        .expect("the server does not end");
    status.expect("it is our own child").code()
}

#[tokio::test]
async fn it_ends_with_0_when_the_client_takes_leave() {
    let (mut client, mut server) = start();
    client
        .initialize(json!({"processId": std::process::id(), "capabilities": {}}))
        .await;
    client.request("shutdown", json!(null)).await;
    client.notify("exit", json!(null)).await;
    // The input stays open: `exit` alone must do.
    assert_eq!(exit_code(&mut server).await, Some(0));
    client.hang_up().await;
}

#[tokio::test]
async fn it_ends_with_1_at_exit_without_shutdown() {
    let (mut client, mut server) = start();
    client.initialize(json!({"capabilities": {}})).await;
    client.notify("exit", json!(null)).await;
    assert_eq!(exit_code(&mut server).await, Some(1));
    client.hang_up().await;
}

#[tokio::test]
async fn it_ends_with_its_input() {
    let (mut client, mut server) = start();
    client.initialize(json!({"capabilities": {}})).await;
    client.hang_up().await;
    assert_eq!(exit_code(&mut server).await, Some(1));
    let (mut client, mut server) = start();
    client.hang_up().await;
    assert_eq!(exit_code(&mut server).await, Some(1));
    let (mut client, mut server) = start();
    client.initialize(json!({"capabilities": {}})).await;
    client.request("shutdown", json!(null)).await;
    client.hang_up().await;
    assert_eq!(exit_code(&mut server).await, Some(0));
}

#[tokio::test]
async fn it_goes_on_after_frames_that_are_broken() {
    let (mut client, mut server) = start();
    client.initialize(json!({"capabilities": {}})).await;
    client
        .send_bytes(b"Content-Length: 9999\r\n\r\n{\"jsonrpc\": \xff")
        .await;
    client.settle().await;
    assert_eq!(client.anonymous_error().await.0, -32700);
    client.finish().await;
    assert_eq!(exit_code(&mut server).await, Some(0));
}

#[cfg(unix)]
#[tokio::test]
async fn it_does_not_outlive_an_editor_that_was_killed() {
    let mut editor = Command::new("sleep")
        .arg("600")
        .spawn()
        .expect("every Unix can sleep");
    let (mut client, mut server) = start();
    client
        .initialize(json!({"processId": editor.id(), "capabilities": {}}))
        .await;
    client.settle().await;
    editor.kill().await.expect("it is our own child");
    // Its input stays open, as it does when another process has inherited the pipe.
    assert_eq!(exit_code(&mut server).await, Some(1));
    client.hang_up().await;
}
