//! `textDocument/codeLens`: one line above a draft that sums it up.

use std::sync::Arc;

use issue_body::editing;
use lsp_types::{CodeLens, CodeLensParams, Command};

use super::drafts::Snapshot;
use super::session::Session;

/// The line above an open document; none where it is no draft.
pub fn show(session: &Arc<Session>, params: &CodeLensParams) -> Option<Vec<CodeLens>> {
    let snapshot = Snapshot::take(session, &params.text_document.uri)?;
    let findings = snapshot.findings()?;
    let draft = snapshot.draft()?;
    let reason = draft.selection()?.reason;
    let title = draft.with_context(|context| editing::code_lens(context, reason, &findings))?;
    Some(vec![CodeLens {
        range: snapshot.converter(session).range(Default::default()),
        // Clients show the title of a command, and nothing of a lens without one. There is nothing to run: VS Code shows
        // a command without a name as plain words, Neovim does not offer to run it unasked.
        command: Some(Command {
            title,
            ..Command::default()
        }),
        data: None,
    }])
}
