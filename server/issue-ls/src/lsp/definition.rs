//! `textDocument/definition`: from a part of a draft to the line of its template's file that asks for it.

use std::sync::Arc;

use issue_body::editing;
use lsp_types::{Definition, DefinitionLink, DefinitionParams, DefinitionResponse};

use super::drafts::Snapshot;
use super::session::Session;

/// Where the template asks for what stands at a place of an open document.
pub fn find(session: &Arc<Session>, params: &DefinitionParams) -> Option<DefinitionResponse> {
    let place = &params.text_document_position_params;
    let snapshot = Snapshot::take(session, &place.text_document.uri)?;
    let converter = snapshot.converter(session);
    let offset = converter.offset(place.position);
    let draft = snapshot.draft()?;
    let found = draft.with_context(|context| editing::definition(context, offset))??;
    let location = converter.in_template(found.target)?;
    if !session.flags().definition_links {
        return Some(Definition::from(location).into());
    }
    Some(
        vec![DefinitionLink {
            origin_selection_range: Some(converter.range(found.origin)),
            target_uri: location.uri,
            target_range: location.range,
            target_selection_range: location.range,
        }]
        .into(),
    )
}
