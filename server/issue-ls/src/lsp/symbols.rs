//! `textDocument/documentSymbol` and `workspace/symbol`: the outline of a draft, and what its parts are called. Of the workspace,
//! the drafts and form files that are open are searched: no list of the others is kept.

use std::sync::Arc;

use issue_body::editing::{self, Symbol};
use lsp_types::{
    BaseSymbolInformation, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location,
    SymbolInformation, SymbolKind, Uri, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use super::convert::Converter;
use super::drafts::Snapshot;
use super::session::Session;
use crate::workspace::Document;

/// The outline of an open document, nested where the client takes it so; none where it is neither a draft nor a form
/// file.
pub fn outline(
    session: &Arc<Session>,
    params: &DocumentSymbolParams,
) -> Option<DocumentSymbolResponse> {
    let uri = &params.text_document.uri;
    if !session.flags().nested_document_symbols {
        return Some(flat(session, uri, "")?.into());
    }
    let snapshot = Snapshot::take(session, uri)?;
    let symbols = symbols_of(&snapshot)?;
    Some(nested(symbols, snapshot.converter(session)).into())
}

/// The symbols of a draft or of a form file.
fn symbols_of(snapshot: &Snapshot) -> Option<Vec<Symbol>> {
    match &snapshot.document {
        Document::Draft(draft) => draft.with_context(|context| editing::symbols(context.issue)),
        Document::Form(form) => Some(editing::form_symbols(&form.file)),
    }
}

/// The symbols of all open drafts and forms whose names hold the characters of a query in their order, whatever their case.
pub fn search(session: &Arc<Session>, params: &WorkspaceSymbolParams) -> WorkspaceSymbolResponse {
    let mut open: Vec<Uri> = {
        let state = session.state();
        state.documents.versions().map(|(uri, _)| uri).collect()
    };
    open.sort_by(|one, other| one.as_ref().cmp(other.as_ref()));
    let found = open
        .iter()
        .filter_map(|uri| flat(session, uri, &params.query));
    found.flatten().collect::<Vec<_>>().into()
}

#[expect(
    deprecated,
    reason = "the structure has a field that it should not have any more"
)]
fn nested(symbols: Vec<Symbol>, converter: Converter<'_>) -> Vec<DocumentSymbol> {
    let symbols = symbols.into_iter().map(|symbol| DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: converter.range(symbol.range),
        selection_range: converter.range(symbol.name_range),
        children: (!symbol.children.is_empty()).then(|| nested(symbol.children, converter)),
    });
    symbols.collect()
}

/// The symbols of an open draft that a query is about, one after the other.
fn flat(session: &Arc<Session>, uri: &Uri, query: &str) -> Option<Vec<SymbolInformation>> {
    let snapshot = Snapshot::take(session, uri)?;
    let symbols = symbols_of(&snapshot)?;
    let mut found = Vec::new();
    let converter = snapshot.converter(session);
    collect(&symbols, None, &mut |symbol, container| {
        if is_about(query, &symbol.name) {
            found.push(SymbolInformation::new(
                None,
                Location {
                    uri: uri.clone(),
                    range: converter.range(symbol.range),
                },
                BaseSymbolInformation {
                    name: symbol.name.clone(),
                    kind: kind(symbol.kind),
                    tags: None,
                    container_name: container.map(str::to_owned),
                },
            ));
        }
    });
    Some(found)
}

fn collect(
    symbols: &[Symbol],
    container: Option<&str>,
    take: &mut impl FnMut(&Symbol, Option<&str>),
) {
    for symbol in symbols {
        take(symbol, container);
        collect(&symbol.children, Some(&symbol.name), take);
    }
}

/// Whether `name` has the characters of `query` in their order, as the protocol asks for.
fn is_about(query: &str, name: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let mut wanted = query.chars().flat_map(char::to_lowercase);
    wanted.all(|wanted| wanted.is_whitespace() || letters.any(|letter| letter == wanted))
}

/// The nearest of the protocol's kinds, of those that every client knows.
fn kind(kind: editing::SymbolKind) -> SymbolKind {
    match kind {
        editing::SymbolKind::Section => SymbolKind::Module,
        editing::SymbolKind::Field => SymbolKind::Field,
        editing::SymbolKind::Heading => SymbolKind::String,
        editing::SymbolKind::ReleaseBlock => SymbolKind::Array,
        editing::SymbolKind::ReleaseEntry => SymbolKind::Constant,
        editing::SymbolKind::Command => SymbolKind::Function,
    }
}
