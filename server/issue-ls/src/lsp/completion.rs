//! `textDocument/completion` and `completionItem/resolve`: what can be written at a place.
//!
//! An item comes with all that the list shows and inserts. What there is to read about it follows when the client looks
//! at the item, where the client can wait for that.

use std::sync::Arc;

use issue_body::editing::{
    self, Completion, Subject, complete, complete_form, complete_unrecognised, describe,
};
use lsp_types::{CompletionItem, CompletionList, CompletionParams, CompletionResponse, Uri};
use serde_json::json;

use super::convert::documentation;
use super::drafts::Snapshot;
use super::session::Session;
use crate::workspace::{Document, today};

/// What can be written at a place of an open document.
pub fn offer(session: &Arc<Session>, params: &CompletionParams) -> Option<CompletionResponse> {
    let place = &params.text_document_position_params;
    let uri = &place.text_document.uri;
    let client = session.flags();
    let snapshot = Snapshot::take(session, uri)?;
    let converter = snapshot.converter(session);
    let offset = converter.offset(place.position);
    let completions = match &snapshot.document {
        Document::Draft(draft) => draft
            .with_context(|context| complete(context, offset))
            .unwrap_or_else(|| complete_unrecognised(&draft.draft, &draft.templates(), offset)),
        Document::Form(form) => complete_form(&form.file, offset, form.catalog.labels.as_ref()),
    };
    let write = |completion: &Completion| {
        let mut item = converter.completion_item(completion, client);
        if client.completion_resolves_documentation {
            item.data = Some(json!({ "uri": uri, "subject": completion.subject.to_key() }));
        } else {
            let text = describe_in(&snapshot, &completion.subject);
            item.documentation = text.map(|text| documentation(text, client));
        }
        item
    };
    Some(
        CompletionList {
            items: completions.iter().map(write).collect(),
            ..CompletionList::default()
        }
        .into(),
    )
}

/// The item with what there is to read about it. An item of another server, or of a document that is closed by now, stays
/// as it is.
pub fn resolve(session: &Arc<Session>, mut item: CompletionItem) -> CompletionItem {
    let read = |key: &str| item.data.as_ref()?[key].as_str();
    let text = read("subject")
        .and_then(Subject::from_key)
        .and_then(|subject| {
            let uri = Uri::from(read("uri")?);
            describe_in(&Snapshot::take(session, &uri)?, &subject)
        });
    if let Some(text) = text {
        item.documentation = Some(documentation(text, session.flags()));
    }
    item
}

/// What there is to read about a thing, in the light of a document.
fn describe_in(snapshot: &Snapshot, subject: &Subject) -> Option<String> {
    match &snapshot.document {
        Document::Draft(draft) => draft
            .with_context(|context| editing::describe_in(subject, context))
            .unwrap_or_else(|| describe(subject, &draft.catalog, &draft.templates(), today())),
        Document::Form(form) => describe(subject, &form.catalog, &[], today()),
    }
}
