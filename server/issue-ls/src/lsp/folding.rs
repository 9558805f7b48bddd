//! `textDocument/foldingRange`: what of a draft can be folded into its first line.

use std::cmp::Reverse;
use std::sync::Arc;

use issue_body::editing::{FoldKind, folds};
use lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use super::drafts::Snapshot;
use super::session::Session;

/// The folds of an open document, the longest ones where the client takes a few only; none where it is no draft.
pub fn find(session: &Arc<Session>, params: &FoldingRangeParams) -> Option<Vec<FoldingRange>> {
    let snapshot = Snapshot::take(session, &params.text_document.uri)?;
    let draft = snapshot.draft()?;
    let mut folds = draft.with_context(|context| folds(context.issue))?;
    let client = session.flags();
    let limit = client.fold_limit.map_or(usize::MAX, |limit| limit as usize);
    if folds.len() > limit {
        folds.sort_by_key(|fold| Reverse(fold.range.len()));
        folds.truncate(limit);
        folds.sort_by_key(|fold| fold.range.start);
    }
    let converter = snapshot.converter(session);
    let folds = folds.into_iter().map(|fold| {
        let range = converter.range(fold.range);
        let first_line = draft.draft.line_at(fold.range.start);
        let column = |character| (!client.folds_lines_only).then_some(character);
        FoldingRange {
            start_line: range.start.line,
            // What is left to see is all of the first line.
            start_character: column(converter.position(first_line.end).character),
            end_line: range.end.line,
            end_character: column(range.end.character),
            kind: match fold.kind {
                FoldKind::Comment => {
                    Some(FoldingRangeKind::Comment).filter(|_| client.fold_kind_comment)
                }
                FoldKind::Section | FoldKind::Details => {
                    Some(FoldingRangeKind::Region).filter(|_| client.fold_kind_region)
                }
                FoldKind::Fence | FoldKind::FrontMatter => None,
            },
            collapsed_text: None,
        }
    });
    Some(folds.collect())
}
