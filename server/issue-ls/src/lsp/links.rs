//! `textDocument/documentLink`: what in a draft leads to a page.

use std::sync::Arc;

use issue_body::editing;
use lsp_types::{DocumentLink, DocumentLinkParams};

use super::drafts::Snapshot;
use super::session::Session;

/// The links of an open document; none where it is no draft. Clients do not ask for links again by themselves, so git is
/// waited for where it has not said yet which repository this is.
pub async fn find(
    session: &Arc<Session>,
    params: &DocumentLinkParams,
) -> Option<Vec<DocumentLink>> {
    let snapshot = Snapshot::take(session, &params.text_document.uri)?;
    snapshot.draft()?.selection()?;
    let (asking, configuration) = (session.clone(), snapshot.configuration.clone());
    let folder = snapshot.folder.clone();
    let repository = tokio::task::spawn_blocking(move || {
        let knowledge = &asking.disk.knowledge;
        knowledge.repository(&configuration, folder.as_deref())
    });
    let repository = repository.await.unwrap_or_default();
    // The text may have changed meanwhile.
    let snapshot = Snapshot::take(session, &params.text_document.uri)?;
    let converter = snapshot.converter(session);
    let links = (snapshot.draft()?)
        .with_context(|context| editing::links(context, repository.as_deref()))?;
    let has_tooltips = session.flags().document_link_tooltips;
    let links = links.into_iter().map(|link| DocumentLink {
        range: converter.range(link.range),
        target: Some(link.target.into()),
        tooltip: has_tooltips.then_some(link.title),
        data: None,
    });
    Some(links.collect())
}
