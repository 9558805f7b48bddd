//! `textDocument/selectionRange`: what a selection in a draft grows to.

use std::sync::Arc;

use issue_body::editing::selection_ranges;
use lsp_types::{SelectionRange, SelectionRangeParams};

use super::drafts::Snapshot;
use super::session::Session;

/// What a selection at each of several places grows to; nothing where the document is no draft.
pub fn grow(session: &Arc<Session>, params: &SelectionRangeParams) -> Option<Vec<SelectionRange>> {
    let snapshot = Snapshot::take(session, &params.text_document.uri)?;
    let converter = snapshot.converter(session);
    snapshot.draft()?.with_context(|context| {
        let places = params.positions.iter();
        let grown = places.filter_map(|place| {
            let steps = selection_ranges(context.issue, converter.offset(*place));
            let around = steps.into_iter().rev();
            around.fold(None, |parent, step| {
                let range = converter.range(step);
                Some(SelectionRange::new(range, parent.map(Box::new)))
            })
        });
        grown.collect()
    })
}
