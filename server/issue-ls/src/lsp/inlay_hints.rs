//! `textDocument/inlayHint`: a few words beside the versions that a window shows.

use std::sync::Arc;

use issue_body::editing::inlay_hints;
use lsp_types::{InlayHint, InlayHintParams};

use super::convert::markup;
use super::drafts::Snapshot;
use super::session::Session;

/// The hints in a range of an open document; none where it is no draft.
pub fn show(session: &Arc<Session>, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
    let snapshot = Snapshot::take(session, &params.text_document.uri)?;
    let converter = snapshot.converter(session);
    let range = converter.byte_range(params.range);
    let hints = snapshot
        .draft()?
        .with_context(|context| inlay_hints(context, range))?;
    let shown = hints.into_iter().map(|hint| InlayHint {
        position: converter.position(hint.offset),
        label: hint.label.into(),
        kind: None,
        text_edits: None,
        tooltip: Some(markup(hint.tooltip, session.flags().hover_markdown).into()),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    });
    Some(shown.collect())
}
