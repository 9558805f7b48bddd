//! `textDocument/codeAction`: what the library offers to do, as edits that the client can take.

use std::sync::Arc;

use issue_body::editing::{
    Action, ActionKind, actions, fix_all_action, form_actions, skeleton_actions,
};
use issue_body::rules::{Applicability, Finding};
use lsp_types::{
    CodeAction, CodeActionContext, CodeActionParams, CodeActionResponse, CodeActionTriggerKind,
};

use super::drafts::Snapshot;
use super::session::Session;
use crate::workspace::Document;

/// What can be done at a place of an open document.
pub fn offer(session: &Arc<Session>, params: &CodeActionParams) -> Option<Vec<CodeActionResponse>> {
    let uri = &params.text_document.uri;
    let client = session.flags();
    let snapshot = Snapshot::take(session, uri)?;
    let converter = snapshot.converter(session);
    let range = converter.byte_range(params.range);
    let findings = snapshot.findings().unwrap_or_default();
    let mut offered = match &snapshot.document {
        Document::Draft(draft) => draft
            .with_context(|context| actions(context, &findings, range))
            // A blank document is the draft of no template, but can become one.
            .unwrap_or_else(|| skeleton_actions(&draft.draft, &draft.templates())),
        Document::Form(_) => form_actions(&findings, range),
    };
    if wants_fix_all(&params.context) && findings.iter().any(is_safely_mended) {
        let document = &snapshot.document;
        offered.extend(fix_all_action(document.source().text, |text| {
            document.of_text(text).findings().unwrap_or_default()
        }));
    }
    offered.retain(|action| is_wanted(&params.context, action.kind));
    let write = |action: Action| {
        let finding = action.finding.map(|place| &findings[place]);
        CodeActionResponse::from(CodeAction {
            title: action.title,
            kind: Some(action.kind.name().into()),
            diagnostics: finding.map(|finding| vec![converter.diagnostic(finding, uri, client)]),
            is_preferred: (client.code_action_preferred && action.preferred).then_some(true),
            edit: Some(converter.workspace_edit(&action.change, uri, snapshot.version, client)),
            ..CodeAction::default()
        })
    };
    Some(offered.into_iter().map(write).collect())
}

fn is_safely_mended(finding: &Finding) -> bool {
    let fix = finding.fix.as_ref();
    fix.is_some_and(|fix| fix.applicability == Applicability::Safe)
}

/// Whether the client asks for actions of this kind: for it, for a kind above it, or for all.
fn is_wanted(context: &CodeActionContext, kind: ActionKind) -> bool {
    let Some(only) = context.only.as_deref().filter(|only| !only.is_empty()) else {
        return true;
    };
    only.iter().any(|wanted| {
        let rest = kind.name().strip_prefix(wanted.as_str());
        rest.is_some_and(|rest| {
            wanted.as_str().is_empty() || rest.is_empty() || rest.starts_with('.')
        })
    })
}

/// Whether it is worth the work to try all fixes. A client that asks with every movement of the cursor, to show that
/// there is something to do, does not show actions on the whole document.
fn wants_fix_all(context: &CodeActionContext) -> bool {
    let is_asked = context.only.as_deref().is_some_and(|only| !only.is_empty());
    let is_idle = context.trigger_kind == Some(CodeActionTriggerKind::Automatic) && !is_asked;
    !is_idle && is_wanted(context, ActionKind::FixAll)
}
