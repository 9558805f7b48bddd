//! What brings servers to a standstill or down, tried on the transport with handlers made for it.

use lsp_types::{ConfigurationItem, InitializeParams, InitializeResult, LspAny};
use serde_json::json;
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;

use super::*;

/// A server whose handlers do what ours must not.
struct Trap {
    client: Client,
    session: Arc<Session>,
}

impl LanguageServer for Trap {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        Ok(InitializeResult::default())
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

impl Trap {
    /// Waits for the client to answer.
    async fn ask(&self) -> Result<LspAny> {
        let item = ConfigurationItem::default();
        Ok(self.client.configuration(vec![item]).await?.into())
    }

    /// Never answers.
    async fn wait(&self) -> Result<LspAny> {
        std::future::pending().await
    }

    /// Panics with the state in hand.
    async fn panic(&self) -> Result<LspAny> {
        let _state = self.session.state();
        panic!("this one was asked for")
    }

    /// Panics where no answer is due.
    async fn panic_silently(&self) {
        panic!("this one was asked for, too")
    }

    /// Reads the state and answers.
    async fn count(&self) -> Result<LspAny> {
        Ok(self.session.state().documents.versions().count().into())
    }
}

async fn connect_to_trap() -> (TestClient, JoinHandle<Ending>) {
    let (service, socket) = LspService::build(|client| Trap {
        session: Arc::new(Session::new(client.clone())),
        client,
    })
    .custom_method("trap/ask", Trap::ask)
    .custom_method("trap/wait", Trap::wait)
    .custom_method("trap/panic", Trap::panic)
    .custom_method("trap/panicSilently", Trap::panic_silently)
    .custom_method("trap/count", Trap::count)
    .finish();
    let session = service.inner().session.clone();
    let (mut client, ending) = connect_to(service, socket, session);
    client.initialize(json!({"capabilities": {}})).await;
    (client, ending)
}

async fn finish(mut client: TestClient, ending: JoinHandle<Ending>) {
    client.finish().await;
    assert_eq!(ending.await.ok(), Some(Ending::Orderly));
}

#[tokio::test]
async fn handlers_that_wait_for_the_client_do_not_hold_up_the_rest() {
    let (mut client, ending) = connect_to_trap().await;
    let mut asked = Vec::new();
    for _ in 0..8 {
        asked.push(client.ask("trap/ask", json!(null)).await);
    }
    let mut counted = Vec::new();
    for _ in 0..300 {
        client.notify("$/nothing", json!({})).await;
        counted.push(client.ask("trap/count", json!(null)).await);
    }
    for id in counted {
        assert_eq!(client.answer_to(id).await["result"], 0);
    }
    for number in 0..asked.len() {
        let request = client.expect("workspace/configuration").await;
        client.answer(&request, json!([number])).await;
    }
    let mut answers = Vec::new();
    for id in asked {
        answers.push(client.answer_to(id).await["result"][0].as_u64());
    }
    answers.sort_unstable();
    assert_eq!(answers, (0..8).map(Some).collect::<Vec<_>>());
    finish(client, ending).await;
}

#[tokio::test]
async fn a_client_that_writes_much_before_it_reads_is_served() {
    let (mut client, ending) = connect_to_trap().await;
    let mut counted = Vec::new();
    for _ in 0..5_000 {
        counted.push(client.ask("trap/count", json!(null)).await);
    }
    for id in counted {
        assert_eq!(client.answer_to(id).await["result"], 0);
    }
    finish(client, ending).await;
}

#[tokio::test]
async fn a_handler_that_panics_is_an_internal_error_and_the_server_goes_on() {
    let (mut client, ending) = connect_to_trap().await;
    for _ in 0..10 {
        let id = client.ask("trap/panic", json!(null)).await;
        let error = client.answer_to(id).await["error"].take();
        assert_eq!(error["code"], -32603);
        assert_eq!(
            error["message"],
            "issue-ls failed at `trap/panic`: this one was asked for"
        );
        client.notify("trap/panicSilently", json!(null)).await;
    }
    assert_eq!(client.request("trap/count", json!(null)).await, 0);
    finish(client, ending).await;
}

#[tokio::test]
async fn a_request_can_be_cancelled() {
    let (mut client, ending) = connect_to_trap().await;
    let id = client.ask("trap/wait", json!(null)).await;
    client.notify("$/cancelRequest", json!({"id": 999})).await;
    client.notify("$/cancelRequest", json!({"id": id})).await;
    assert_eq!(client.answer_to(id).await["error"]["code"], -32800);
    client.notify("$/cancelRequest", json!({"id": id})).await;
    assert_eq!(client.request("trap/count", json!(null)).await, 0);
    finish(client, ending).await;
}

#[tokio::test]
async fn a_request_that_is_never_answered_does_not_keep_the_server_alive() {
    let (mut client, ending) = connect_to_trap().await;
    client.ask("trap/wait", json!(null)).await;
    client.hang_up().await;
    assert_eq!(ending.await.ok(), Some(Ending::InputClosed));
}

#[tokio::test]
async fn requests_are_answered_after_the_end_of_the_input() {
    let (mut client, ending) = connect_to_trap().await;
    let id = client.ask("trap/count", json!(null)).await;
    let last_word = b"Content-Length: 100\r\n\r\n{";
    client.send_bytes(last_word).await;
    assert_eq!(client.answer_to(id).await["result"], 0);
    client.hang_up().await;
    assert_eq!(ending.await.ok(), Some(Ending::InputClosed));
}

#[tokio::test]
async fn a_frame_that_is_broken_is_refused_and_the_next_one_served() {
    let (mut client, ending) = connect_to_trap().await;
    let json = "{\"jsonrpc\":\"2.0\",\"method\":\"trap/count\",\"id\":1}";
    for frame in [
        "Content-Length: many\r\n\r\n{}".to_owned(),
        "Length: 2\r\n\r\n{}".to_owned(),
        format!("Content-Length: {}\r\n\r\n{json}", json.len() - 5),
        format!("Content-Length: {}\r\n\r\n{json}", json.len() + 50_000),
        "Content-Length: 3\r\n\r\n{]}".to_owned(),
        "Content-Length: 0\r\n\r\n".to_owned(),
        "no frame".to_owned(),
    ] {
        client.send_bytes(frame.as_bytes()).await;
        assert_eq!(
            client.request("trap/count", json!(null)).await,
            0,
            "{frame:?}"
        );
        let (code, message) = client.anonymous_error().await;
        assert_eq!(code, -32700, "{frame:?}: {message}");
    }
    client
        .send_bytes(b"Content-Length: 4\r\n\r\n\"\xff\xff\"")
        .await;
    assert_eq!(client.anonymous_error().await.0, -32700);
    client
        .send_bytes(b"Content-Length: 123456789012\r\n\r\n{}")
        .await;
    let (code, message) = client.anonymous_error().await;
    assert_eq!(code, -32600);
    assert_eq!(message, "a message was skipped: it is larger than 64 MiB");
    finish(client, ending).await;
}

#[tokio::test]
async fn json_that_is_no_message_is_refused() {
    let (mut client, ending) = connect_to_trap().await;
    for message in [json!([]), json!(1), json!({}), json!({"id": 1.5})] {
        client.send(message).await;
        assert_eq!(client.anonymous_error().await.0, -32600);
    }
    client
        .send(json!({"jsonrpc": "1.0", "id": 77, "method": "trap/count"}))
        .await;
    assert_eq!(client.answer_to(77).await["error"]["code"], -32600);
    finish(client, ending).await;
}

#[tokio::test]
async fn unknown_requests_are_refused_and_unknown_notifications_passed_over() {
    let (mut client, ending) = connect_to_trap().await;
    for method in ["trap/unknown", "$/unknown"] {
        client.notify(method, json!({})).await;
        assert_eq!(client.failing_request(method, json!({})).await, -32601);
    }
    finish(client, ending).await;
}

#[tokio::test]
async fn wrong_parameters_are_refused() {
    let mut connection = connect();
    let client = &mut connection.client;
    let code = client
        .failing_request("initialize", json!({"capabilities": 1}))
        .await;
    assert_eq!(code, -32602);
    client.initialize(json!({"capabilities": {}})).await;
    client
        .notify("textDocument/didOpen", json!({"textDocument": 1}))
        .await;
    connection.finish().await;
}

#[tokio::test]
async fn answers_in_unusual_shapes_reach_whoever_waits_for_them() {
    let (mut client, ending) = connect_to_trap().await;
    for (answer, code) in [
        (
            json!({"error": {"code": -32601, "message": "no", "more": 1}}),
            -32601,
        ),
        (json!({"error": {}}), 0),
        // `null` is no list, so the handler fails, but it does not hang.
        (json!({}), -32700),
    ] {
        let id = client.ask("trap/ask", json!(null)).await;
        let request = client.expect("workspace/configuration").await;
        let mut message = answer;
        message["jsonrpc"] = json!("2.0");
        message["id"] = request["id"].clone();
        client.send(message).await;
        assert_eq!(client.answer_to(id).await["error"]["code"], code);
    }
    client
        .send(json!({"jsonrpc": "2.0", "id": 4711, "result": "nobody asked"}))
        .await;
    finish(client, ending).await;
}
