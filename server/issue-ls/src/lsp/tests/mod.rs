//! Tests that speak the protocol with a server in memory.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tower_lsp::{LanguageServer, LspService};

use self::client::TestClient;
use super::server::Server;
use super::session::Session;
use super::tolerance::Tolerant;
use super::transport::{self, Ending};

mod abuse;
mod client;
mod code_actions;
mod code_lens;
mod completion;
mod configuration;
mod diagnostics;
mod documents;
mod folding;
mod formatting;
mod forms;
mod highlights;
mod hover;
mod inlay_hints;
mod knowledge;
mod lifecycle;
mod links;
mod pages;
mod profiles;
mod rename;
mod requests;
mod selection_ranges;
mod semantic_tokens;
mod symbols;
mod templates;
mod transport_traps;

/// A server in memory and its client.
struct Connection {
    client: TestClient,
    session: Arc<Session>,
    ending: JoinHandle<Ending>,
}

/// Starts the server.
fn connect() -> Connection {
    let (service, socket) = Server::service();
    let session = service.inner().session.clone();
    let (client, ending) = connect_to(service, socket, session.clone());
    Connection {
        client,
        session,
        ending,
    }
}

/// Starts the server and goes through the handshake.
async fn connect_with(capabilities: Value) -> Connection {
    let mut connection = connect();
    connection
        .client
        .initialize(json!({"processId": null, "rootUri": null, "capabilities": capabilities}))
        .await;
    connection
}

/// What a client with `capabilities` gets to hear about the draft `text`, which it has open as `URI`.
async fn answer(capabilities: Value, text: &str, method: &str, mut params: Value) -> Value {
    const URI: &str = "file:///somewhere/draft.md";
    let mut connection = connect_with(capabilities).await;
    let client = &mut connection.client;
    client.open(URI, text).await;
    params["textDocument"] = json!({"uri": "file:///somewhere/closed.md"});
    let closed = client.request(method, params.clone()).await;
    assert_eq!(closed, Value::Null, "nothing is known of what is not open");
    params["textDocument"] = json!({"uri": URI});
    let answer = client.request(method, params).await;
    connection.finish().await;
    answer
}

/// The range from one line and column to another, or the same, as the protocol writes it.
fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let position = |(line, character)| json!({"line": line, "character": character});
    json!({"start": position(start), "end": position(end)})
}

impl Connection {
    /// The text of an open document.
    fn text(&self, uri: &str) -> String {
        let mut state = self.session.state();
        let document = state.documents.get_mut(&uri.into());
        document.expect("it is open").text()
    }

    /// Ends the session as the protocol asks.
    async fn finish(mut self) {
        self.client.finish().await;
        assert_eq!(
            self.ending.await.expect("the server does not panic"),
            Ending::Orderly
        );
    }
}

/// Starts any service behind the transport.
fn connect_to<S: LanguageServer>(
    service: LspService<S>,
    socket: tower_lsp::ClientSocket,
    session: Arc<Session>,
) -> (TestClient, JoinHandle<Ending>) {
    let (to_server, from_client) = tokio::io::duplex(1 << 16);
    let (to_client, from_server) = tokio::io::duplex(1 << 16);
    let ending = tokio::spawn(async move {
        let client_gone = session.client_gone.notified();
        transport::serve(
            from_client,
            to_client,
            Tolerant(service),
            socket,
            client_gone,
        )
        .await
    });
    (TestClient::new(to_server, from_server), ending)
}
