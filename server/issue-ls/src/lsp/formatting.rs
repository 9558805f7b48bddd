//! `textDocument/formatting` and `textDocument/rangeFormatting`: the blanks of a draft as its template writes them.

use std::sync::Arc;

use issue_body::editing;
use issue_body::text::Range;
use lsp_types::{DocumentFormattingParams, DocumentRangeFormattingParams, TextEdit, Uri};

use super::drafts::Snapshot;
use super::session::Session;

/// The edits that make an open document canonical; nothing where it is no draft. There is one canonical form, whatever
/// the editor is set to.
pub fn all(session: &Arc<Session>, params: &DocumentFormattingParams) -> Option<Vec<TextEdit>> {
    edits(session, &params.text_document.uri, None)
}

/// Those of them that lie in a part of it.
pub fn in_range(
    session: &Arc<Session>,
    params: &DocumentRangeFormattingParams,
) -> Option<Vec<TextEdit>> {
    edits(session, &params.text_document.uri, Some(params.range))
}

fn edits(
    session: &Arc<Session>,
    uri: &Uri,
    part: Option<lsp_types::Range>,
) -> Option<Vec<TextEdit>> {
    let snapshot = Snapshot::take(session, uri)?;
    let draft = snapshot.own_draft()?;
    draft.selection()?;
    let converter = snapshot.converter(session);
    let whole = Range::new(0, draft.draft.text.len());
    let range = part.map_or(whole, |part| converter.byte_range(part));
    Some(converter.text_edits(&editing::formatting(&draft.draft, range)))
}
