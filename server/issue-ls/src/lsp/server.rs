//! The messages of the protocol, each handed to the module that knows what to do.
//!
//! Two rules keep this deadlock-free and in order: a handler changes the state before its first `.await`, and none
//! awaits the answer to a request to the client.

use std::sync::Arc;

use lsp_types::{
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionItem,
    CompletionParams, CompletionResponse, DefinitionParams, DefinitionResponse,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentFormattingParams,
    DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams,
    DocumentRangeFormattingParams, DocumentSymbolParams, DocumentSymbolResponse, FoldingRange,
    FoldingRangeParams, Hover, HoverParams, InitializeParams, InitializeResult, InitializedParams,
    InlayHint, InlayHintParams, PrepareRenameResult, RenameParams, SelectionRange,
    SelectionRangeParams, SemanticTokens, SemanticTokensParams, SemanticTokensRangeParams,
    ServerInfo, TextDocumentContentParams, TextDocumentContentResult, TextDocumentIdentifier,
    TextDocumentPositionParams, TextEdit, WorkspaceEdit, WorkspaceSymbolParams,
    WorkspaceSymbolResponse,
};
use serde_json::Value;
use tower_lsp::jsonrpc::Result;
use tower_lsp::{Client, ClientSocket, LanguageServer, LspService};

use super::capabilities::{ClientFlags, server_capabilities};
use super::requests::{self, Beginning, Issue, Status};
use super::session::Session;
use super::{
    client_process, code_actions, code_lens, completion, configuration, definition, diagnostics,
    folding, formatting, highlights, hover, inlay_hints, links, pages, rename, selection_ranges,
    semantic_tokens, symbols,
};

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

    /// A server that answers the protocol's requests and [its own](requests), and the way to its client.
    pub fn service() -> (LspService<Server>, ClientSocket) {
        LspService::build(Server::new)
            .custom_method("issue-ls/templates", Server::templates)
            .custom_method("issue-ls/status", Server::status)
            .custom_method("issue-ls/issue", Server::issue)
            .finish()
    }

    async fn templates(&self, _: Value) -> Result<Vec<Beginning>> {
        Ok(requests::templates(&self.session))
    }

    async fn status(&self, document: TextDocumentIdentifier) -> Result<Option<Status>> {
        Ok(requests::status(&self.session, &document))
    }

    async fn issue(&self, document: TextDocumentIdentifier) -> Result<Option<Issue>> {
        Ok(requests::issue(&self.session, &document))
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, mut params: InitializeParams) -> Result<InitializeResult> {
        let name = params.client_info.as_ref().map(|info| info.name.as_str());
        let flags = ClientFlags::new(&params.capabilities, name);
        let capabilities = server_capabilities(&flags);
        self.session.set_flags(flags);
        configuration::begin(&self.session, &mut params);
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

    async fn initialized(&self, _: InitializedParams) {
        configuration::subscribe(&self.session);
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.session
            .state()
            .documents
            .open(document.uri.clone(), document.version, &document.text);
        pages::follow(&self.session, &document.uri);
        diagnostics::publish(&self.session, document.uri, document.version).await;
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let encoding = self.session.flags().position_encoding;
        let version = params.text_document.version;
        let uri = params.text_document.text_document_identifier.uri;
        if let Some(document) = self.session.state().documents.get_mut(&uri) {
            document.change(version, params.content_changes, encoding);
        }
        pages::follow(&self.session, &uri);
        diagnostics::publish(&self.session, uri, version).await;
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let closed = self.session.state().documents.close(&uri);
        if closed.is_some_and(|document| document.published.is_some()) {
            diagnostics::clear(&self.session, uri).await;
        }
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReport> {
        Ok(diagnostics::report(
            &self.session,
            &params.text_document.uri,
        ))
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        Ok(completion::offer(&self.session, &params))
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        Ok(completion::resolve(&self.session, item))
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        Ok(hover::tell(&self.session, &params))
    }

    async fn goto_definition(
        &self,
        params: DefinitionParams,
    ) -> Result<Option<DefinitionResponse>> {
        Ok(definition::find(&self.session, &params))
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        Ok(symbols::outline(&self.session, &params))
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        Ok(Some(symbols::search(&self.session, &params)))
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        Ok(folding::find(&self.session, &params))
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        Ok(selection_ranges::grow(&self.session, &params))
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        Ok(links::find(&self.session, &params).await)
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        Ok(highlights::find(&self.session, &params))
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResult>> {
        Ok(rename::prepare(&self.session, &params))
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        rename::rename(&self.session, &params)
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokens>> {
        Ok(semantic_tokens::all(&self.session, &params))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokens>> {
        Ok(semantic_tokens::in_range(&self.session, &params))
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        Ok(formatting::all(&self.session, &params))
    }

    async fn range_formatting(
        &self,
        params: DocumentRangeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        Ok(formatting::in_range(&self.session, &params))
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        Ok(code_lens::show(&self.session, &params))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        Ok(inlay_hints::show(&self.session, &params))
    }

    async fn code_action(
        &self,
        params: CodeActionParams,
    ) -> Result<Option<Vec<CodeActionResponse>>> {
        Ok(code_actions::offer(&self.session, &params))
    }

    async fn text_document_content(
        &self,
        params: TextDocumentContentParams,
    ) -> Result<TextDocumentContentResult> {
        pages::text(&self.session, &params.uri).map(TextDocumentContentResult::new)
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        configuration::change(&self.session, &params.settings);
    }

    async fn did_change_watched_files(&self, _: DidChangeWatchedFilesParams) {
        configuration::reread(&self.session);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        configuration::change_folders(&self.session, params.event);
    }
}
