//! The messages of the protocol, each handed to the module that knows what to do.
//!
//! Two rules keep this deadlock-free and in order: a handler changes the state before its first `.await`, and none
//! awaits the answer to a request to the client.

use std::sync::Arc;

use lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    InitializeParams, InitializeResult, ServerInfo,
};
use tower_lsp::jsonrpc::Result;
use tower_lsp::{Client, LanguageServer};

use super::capabilities::{ClientFlags, server_capabilities};
use super::client_process;
use super::session::Session;

/// The server's side of the protocol.
#[derive(Debug)]
pub struct Server {
    /// What the handlers share.
    pub session: Arc<Session>,
}

impl Server {
    /// A server for `client`.
    pub fn new(client: Client) -> Server {
        Server {
            session: Arc::new(Session::new(client)),
        }
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let flags = ClientFlags::new(&params.capabilities);
        let capabilities = server_capabilities(&flags);
        self.session.set_flags(flags);
        if let Some(process) = params.process_id {
            let session = self.session.clone();
            tokio::spawn(async move {
                client_process::ended(process).await;
                session.client_gone.notify_one();
            });
        }
        Ok(InitializeResult {
            capabilities,
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.session
            .state()
            .documents
            .open(document.uri, document.version, &document.text);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let encoding = self.session.flags().position_encoding;
        let uri = &params.text_document.text_document_identifier.uri;
        if let Some(document) = self.session.state().documents.get_mut(uri) {
            document.change(
                params.text_document.version,
                params.content_changes,
                encoding,
            );
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.session
            .state()
            .documents
            .close(&params.text_document.uri);
    }
}
