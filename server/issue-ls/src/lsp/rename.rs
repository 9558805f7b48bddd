//! `textDocument/rename` and `textDocument/prepareRename`: another version in the place of one, wherever a draft speaks of
//! it.

use std::sync::Arc;

use issue_body::editing::{self, Change, version_at};
use lsp_types::{
    PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, TextDocumentPositionParams,
    WorkspaceEdit,
};
use tower_lsp::jsonrpc::{Error, Result};

use super::drafts::Snapshot;
use super::session::Session;

/// The version at a place in an open document; nothing where there is none, or where it is no draft.
pub fn prepare(
    session: &Arc<Session>,
    place: &TextDocumentPositionParams,
) -> Option<PrepareRenameResult> {
    let snapshot = Snapshot::take(session, &place.text_document.uri)?;
    let converter = snapshot.converter(session);
    let offset = converter.offset(place.position);
    let draft = snapshot.own_draft()?;
    let version = draft.with_context(|context| version_at(context.issue, offset))??;
    let range = converter.range(version.range);
    Some(PrepareRenamePlaceholder::new(range, version.name).into())
}

/// The edit that calls the version at a place in an open document otherwise; nothing where it is no draft.
///
/// # Errors
/// When there is no version at the place, or the new name is none.
pub fn rename(session: &Arc<Session>, params: &RenameParams) -> Result<Option<WorkspaceEdit>> {
    let place = &params.text_document_position_params;
    let uri = &place.text_document.uri;
    let Some(snapshot) = Snapshot::take(session, uri) else {
        return Ok(None);
    };
    let converter = snapshot.converter(session);
    let offset = converter.offset(place.position);
    let edits = snapshot.own_draft().and_then(|draft| {
        draft.with_context(|context| editing::rename(context.issue, offset, &params.new_name))
    });
    let Some(edits) = edits.transpose().map_err(Error::invalid_params)? else {
        return Ok(None);
    };
    let change = Change::Edits(edits);
    let edit = converter.workspace_edit(&change, uri, snapshot.version, session.flags());
    Ok(Some(edit))
}
