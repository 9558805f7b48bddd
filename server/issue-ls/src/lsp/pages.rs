//! `workspace/textDocumentContent`: read-only documents that the server makes, under the scheme `issue-ls`.
//!
//! | URI | shows |
//! |---|---|
//! | `issue-ls:/rules/NAME.md` | the page of a rule |
//! | `issue-ls:/sent/ANY.md?DRAFT` | what is sent of the draft whose percent-encoded URI is DRAFT; it follows the draft |

use std::sync::Arc;

use issue_body::editing::sending;
use issue_body::rules::{Context, Rule, page};
use lsp_types::{TextDocumentContentOptions, Uri};
use tower_lsp::jsonrpc::{Error, Result};

use super::drafts::Snapshot;
use super::session::Session;
use crate::workspace::known_rule;

/// The scheme of the documents.
const SCHEME: &str = "issue-ls";

/// What the server tells of them.
pub fn options() -> TextDocumentContentOptions {
    TextDocumentContentOptions::new(vec![SCHEME.to_owned()])
}

/// Where the page of a rule is.
pub fn of_rule(rule: &Rule) -> Uri {
    format!("{SCHEME}:/rules/{}.md", rule.name).into()
}

/// The text of the document `uri`.
///
/// # Errors
/// When there is no such document.
pub fn text(session: &Arc<Session>, uri: &Uri) -> Result<String> {
    let no_such = || Error::invalid_params(format!("there is no document `{}`", uri.as_ref()));
    let url = url::Url::parse(uri.as_ref()).map_err(|_| no_such())?;
    match url.path().trim_start_matches('/').split_once('/') {
        Some(("rules", file)) => {
            let name = file.strip_suffix(".md").unwrap_or(file);
            known_rule(name).map(page).map_err(Error::invalid_params)
        }
        Some(("sent", _)) => {
            let (draft, _) = url.query_pairs().next().ok_or_else(no_such)?;
            let draft = Uri::from(draft.as_ref());
            let text = sent(session, &draft);
            session.state().previews.insert(draft, uri.clone());
            Ok(text)
        }
        _ => Err(no_such()),
    }
}

fn sent(session: &Arc<Session>, draft: &Uri) -> String {
    let Some(snapshot) = Snapshot::take(session, draft) else {
        return "The draft is not open.\n".to_owned();
    };
    let page = |context: &Context<'_>| sending(context).page();
    let draft = snapshot.draft();
    draft.and_then(|draft| draft.with_context(page)).unwrap_or_else(|| {
        "This document is not the draft of an issue: it has neither a `release` block nor two headings of a template.\n"
            .to_owned()
    })
}

/// Has the client read anew what is sent of the document `draft`, where somebody looks at that.
pub fn follow(session: &Arc<Session>, draft: &Uri) {
    let Some(preview) = session.state().previews.get(draft).cloned() else {
        return;
    };
    let session = session.clone();
    tokio::spawn(async move {
        // A client that fails here shows the text as it was.
        let _ = session.client.text_document_content_refresh(preview).await;
    });
}
