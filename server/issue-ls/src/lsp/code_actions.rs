//! `textDocument/codeAction`: what the library offers to do, as edits that the client can take.

use std::sync::Arc;

use issue_body::editing::{Action, ActionKind, actions, fix_all_action, skeleton_actions};
use issue_body::rules::{Applicability, Finding};
use lsp_types::{
    CodeAction, CodeActionContext, CodeActionParams, CodeActionResponse, CodeActionTriggerKind,
};

use super::drafts::Snapshot;
use super::session::Session;

/// What can be done at a place of an open document.
pub fn offer(session: &Arc<Session>, params: &CodeActionParams) -> Option<Vec<CodeActionResponse>> {
    let uri = &params.text_document.uri;
    let client = session.flags();
    let snapshot = Snapshot::take(session, uri)?;
    let analysis = &snapshot.analysis;
    let converter = snapshot.converter(session);
    let range = converter.byte_range(params.range);
    let findings = snapshot.findings().unwrap_or_default();
    let mut offered = analysis
        .with_context(|context| {
            let mut offered = actions(context, &findings, range);
            if wants_fix_all(&params.context) && findings.iter().any(is_safely_mended) {
                offered.extend(fix_all_action(context, |text| {
                    analysis.of_text(text).findings()
                }));
            }
            offered
        })
        // A blank document is the draft of no template, but can become one.
        .unwrap_or_else(|| skeleton_actions(&analysis.draft, &analysis.templates()));
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
