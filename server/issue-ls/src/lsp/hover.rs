//! `textDocument/hover`: what stands at a place, and what is wrong with it.

use std::sync::Arc;

use issue_body::editing;
use lsp_types::{Hover, HoverParams};

use super::convert::markup;
use super::drafts::Snapshot;
use super::session::Session;
use crate::workspace::Document;

/// What there is to say about a place of an open document.
pub fn tell(session: &Arc<Session>, params: &HoverParams) -> Option<Hover> {
    let place = &params.text_document_position_params;
    let snapshot = Snapshot::take(session, &place.text_document.uri)?;
    let converter = snapshot.converter(session);
    let offset = converter.offset(place.position);
    let findings = snapshot.findings().unwrap_or_default();
    let hover = match &snapshot.document {
        Document::Draft(draft) => {
            draft.with_context(|context| editing::hover(context, offset, &findings))??
        }
        Document::Form(form) => editing::hover_form(&form.file, offset, &form.catalog, &findings)?,
    };
    Some(Hover {
        contents: markup(hover.markdown, session.flags().hover_markdown).into(),
        range: Some(converter.range(hover.range)),
    })
}
