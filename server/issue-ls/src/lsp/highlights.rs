//! `textDocument/documentHighlight`: where else in a draft something is spoken of.

use std::sync::Arc;

use issue_body::editing::{self, HighlightKind};
use lsp_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use super::drafts::Snapshot;
use super::session::Session;

/// The places in an open document that speak of the thing at one of them; nothing where it is no draft.
pub fn find(
    session: &Arc<Session>,
    params: &DocumentHighlightParams,
) -> Option<Vec<DocumentHighlight>> {
    let place = &params.text_document_position_params;
    let snapshot = Snapshot::take(session, &place.text_document.uri)?;
    let converter = snapshot.converter(session);
    let offset = converter.offset(place.position);
    let draft = snapshot.draft()?;
    let found = draft.with_context(|context| editing::highlights(context.issue, offset))?;
    let found = found.into_iter().map(|highlight| {
        let kind = match highlight.kind {
            HighlightKind::Sets => DocumentHighlightKind::Write,
            HighlightKind::Names => DocumentHighlightKind::Read,
        };
        DocumentHighlight::new(converter.range(highlight.range), Some(kind))
    });
    Some(found.collect())
}
