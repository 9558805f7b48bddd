//! Everything that the client shows of open documents, looked at anew: something beside their texts has changed.

use std::sync::Arc;

use super::diagnostics;
use super::session::Session;

/// Sends the findings of every open document again, or tells the client to ask again for them and for what else it
/// shows. Waits for the client where it is told something, so it is not for handlers.
pub async fn all(session: &Arc<Session>) {
    let (flags, client) = (session.flags(), &session.client);
    // A client that fails here asks again with the next change.
    let inlay_hints = async {
        if flags.refreshes_inlay_hints {
            let _ = client.inlay_hint_refresh().await;
        }
    };
    let semantic_tokens = async {
        if flags.refreshes_semantic_tokens {
            let _ = client.semantic_tokens_refresh().await;
        }
    };
    let code_lenses = async {
        if flags.refreshes_code_lenses {
            let _ = client.code_lens_refresh().await;
        }
    };
    tokio::join!(
        diagnostics::refresh(session),
        inlay_hints,
        semantic_tokens,
        code_lenses
    );
}
