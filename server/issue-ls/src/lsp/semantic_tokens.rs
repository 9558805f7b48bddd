//! `textDocument/semanticTokens`: which words of a draft have a meaning, in the protocol's types and its numbers.

use std::sync::Arc;

use issue_body::editing::{TokenKind, semantic_tokens};
use issue_body::text::Range;
use lsp_types::{
    Position, SemanticToken, SemanticTokens, SemanticTokensLegend, SemanticTokensOptions,
    SemanticTokensParams, SemanticTokensRangeParams, Uri, WorkDoneProgressOptions,
};

use super::capabilities::TokenFlags;
use super::convert::Converter;
use super::drafts::Snapshot;
use super::session::Session;

/// What is offered to a client that asks for tokens. Types that it has no colour for are left out.
pub fn options(client: &TokenFlags) -> SemanticTokensOptions {
    let modifiers = client.deprecated.then(|| "deprecated".to_owned());
    let legend = SemanticTokensLegend::new(types(client), modifiers.into_iter().collect());
    SemanticTokensOptions {
        legend,
        range: client.range.then(|| true.into()),
        full: client.full.then(|| true.into()),
        work_done_progress_options: WorkDoneProgressOptions::default(),
    }
}

/// The tokens of an open document; none where it is no draft.
pub fn all(session: &Arc<Session>, params: &SemanticTokensParams) -> Option<SemanticTokens> {
    let whole = |_: Converter<'_>| Range::new(0, usize::MAX);
    tokens(session, &params.text_document.uri, whole)
}

/// The tokens in a range of an open document; none where it is no draft.
pub fn in_range(
    session: &Arc<Session>,
    params: &SemanticTokensRangeParams,
) -> Option<SemanticTokens> {
    let range = |converter: Converter<'_>| converter.byte_range(params.range);
    tokens(session, &params.text_document.uri, range)
}

fn tokens(
    session: &Arc<Session>,
    uri: &Uri,
    range: impl FnOnce(Converter<'_>) -> Range,
) -> Option<SemanticTokens> {
    let snapshot = Snapshot::take(session, uri)?;
    let client = session.flags().semantic_tokens.as_ref()?;
    let types = types(client);
    let converter = snapshot.converter(session);
    let draft = snapshot.draft()?;
    let found = draft.with_context(|context| semantic_tokens(context, range(converter)))?;
    let mut last = Position::default();
    let numbers = found.into_iter().filter_map(|token| {
        let token_type = types.iter().position(|name| *name == type_of(token.kind))?;
        let place = converter.range(token.range);
        let is_same_line = place.start.line == last.line;
        let before = if is_same_line { last.character } else { 0 };
        let delta_line = place.start.line - last.line;
        last = place.start;
        Some(SemanticToken {
            delta_line,
            delta_start: place.start.character - before,
            length: place.end.character - place.start.character,
            token_type: u32::try_from(token_type).ok()?,
            token_modifiers_bitset: u32::from(token.deprecated && client.deprecated),
        })
    });
    Some(SemanticTokens::new(None, numbers.collect()))
}

/// The types that stand in the legend for a client.
fn types(client: &TokenFlags) -> Vec<String> {
    let mut types: Vec<&str> = TokenKind::ALL.map(type_of).to_vec();
    types.sort_unstable();
    types.dedup();
    let types = types.into_iter().map(str::to_owned);
    types.filter(|name| client.types.contains(name)).collect()
}

/// The nearest of the protocol's types, which are made for programming languages.
const fn type_of(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Key => "property",
        TokenKind::Version => "number",
        TokenKind::Unknown => "keyword",
        TokenKind::Command => "function",
        TokenKind::Label => "enumMember",
        TokenKind::Binary => "class",
        TokenKind::Reference => "variable",
        TokenKind::Directive => "macro",
        TokenKind::Name => "parameter",
    }
}
