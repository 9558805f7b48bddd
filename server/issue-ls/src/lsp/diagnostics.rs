//! Findings on their way to the client: asked for (pull) or sent (push), never both.
//!
//! Pushed findings are worked out once the changes that have arrived are all applied, so a burst of keystrokes costs one
//! check and a finding never belongs to a text that is already gone. Documents that were never opened are never spoken
//! of.

use std::sync::Arc;

use lsp_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, Uri,
};

use super::drafts::Snapshot;
use super::session::Session;

/// The findings of a document; none when there is nothing to be said of it.
fn of(session: &Session, uri: &Uri, snapshot: &Snapshot) -> Option<Vec<Diagnostic>> {
    let findings = snapshot.findings()?;
    let converter = snapshot.converter(session);
    let diagnostic = |finding| converter.diagnostic(finding, uri, session.flags());
    Some(findings.iter().map(diagnostic).collect())
}

/// The answer to a client that asks.
pub fn report(session: &Arc<Session>, uri: &Uri) -> DocumentDiagnosticReport {
    let items = Snapshot::take(session, uri)
        .and_then(|snapshot| of(session, uri, &snapshot))
        .unwrap_or_default();
    RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: None,
            items,
        },
    }
    .into()
}

/// Sends the findings of version `version` of `uri`, unless the client asks for them itself or the document has changed
/// again by the time that everything which has arrived is applied.
pub async fn publish(session: &Arc<Session>, uri: Uri, version: i32) {
    if session.flags().pulls_diagnostics {
        return;
    }
    // Behind this point every message that has arrived so far has changed the state.
    tokio::task::yield_now().await;
    {
        let mut state = session.state();
        // Where the client is about to tell its settings, every document has its turn when they are known.
        let is_waiting = state.workspace.is_waiting;
        let document = state.documents.get_mut(&uri);
        if is_waiting || document.is_none_or(|document| document.version != version) {
            return;
        }
    }
    let Some(snapshot) = Snapshot::take(session, &uri) else {
        return;
    };
    let diagnostics = of(session, &uri, &snapshot);
    {
        let mut state = session.state();
        let Some(document) = state.documents.get_mut(&uri) else {
            return;
        };
        // Of a document that is no draft there is nothing to say, not even that nothing is wrong with it.
        let latest = diagnostics
            .clone()
            .map(|diagnostics| (version, diagnostics));
        if document.published == latest {
            return;
        }
        document.published = latest;
    }
    session
        .client
        .publish_diagnostics(uri, diagnostics.unwrap_or_default(), Some(version))
        .await;
}

/// Takes back what was sent about a document that is closed now.
pub async fn clear(session: &Session, uri: Uri) {
    session
        .client
        .publish_diagnostics(uri, Vec::new(), None)
        .await;
}

/// Looks at every open document anew: something that decides how drafts are read has changed. Waits for the client
/// where it has to be told to ask again.
pub async fn refresh(session: &Arc<Session>) {
    if !session.flags().pulls_diagnostics {
        let open: Vec<(Uri, i32)> = session.state().documents.versions().collect();
        for (uri, version) in open {
            publish(session, uri, version).await;
        }
    } else if session.flags().refreshes_diagnostics {
        // A client that fails here asks again with the next change.
        let _ = session.client.workspace_diagnostic_refresh().await;
    }
}
