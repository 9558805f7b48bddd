//! What an editor offers on a draft: pure functions from a draft and a place to plain data.
//!
//! Nothing here knows a protocol. Ranges are byte offsets, texts to insert are [`Part`](crate::template::Part)s, which
//! the caller writes as a snippet ([`snippet()`]) or as plain text ([`plain`](crate::template::plain)), whichever its
//! editor takes.
//!
//! | function | answers |
//! |---|---|
//! | [`complete`], [`complete_unrecognised`] | what can be written at a place |
//! | [`code_lens()`] | how far a draft is, in one line |
//! | [`hover()`] | what stands at a place, and what the rules say about it |
//! | [`inlay_hints()`] | what is shown beside the versions of a range |
//! | [`definition()`] | where the template says what stands at a place |
//! | [`symbols()`], [`folds`] | the outline of a draft, and what of it can be folded |
//! | [`selection_ranges()`], [`highlights()`] | what a selection at a place grows to, and where else it is spoken of the same |
//! | [`formatting()`] | the edits that make the blanks canonical |
//! | [`version_at`], [`rename()`] | the version at a place, and the edits that make another one of it everywhere |
//! | [`links()`], [`semantic_tokens()`] | what leads to a page, and which words have a meaning of their own |
//! | [`describe()`], [`describe_in`] | what there is to say about a [`Subject`]; a completion carries its subject as a key |
//! | [`complete_form`], [`hover_form`], [`form_actions`], [`form_symbols`] | the same in a form file |
//! | [`actions()`], [`fix_all_action`], [`skeleton_actions`] | what can be done about findings, and what can be added |
//! | [`beginnings`] | what a new draft can begin with |
//! | [`sending()`] | what GitHub gets of a draft |

mod actions;
mod code_lens;
mod commands;
mod completion;
mod definition;
mod describe;
mod folding;
mod form;
mod formatting;
mod headings;
mod highlights;
mod hover;
mod inlay_hints;
mod links;
mod mentions;
mod ownership;
mod rename;
mod selection_ranges;
mod semantic_tokens;
mod sending;
mod snippet;
mod subject;
mod symbols;
mod versions;

pub use actions::{
    Action, ActionKind, Beginning, Change, actions, beginnings, fix_all_action, form_actions,
    skeleton_actions,
};
pub use code_lens::code_lens;
pub use completion::{Completion, CompletionKind, complete, complete_unrecognised};
pub use definition::{Definition, definition};
pub use describe::{describe, describe_in};
pub use folding::{Fold, FoldKind, folds};
pub use form::{complete_form, hover_form};
pub use formatting::formatting;
pub use highlights::{Highlight, HighlightKind, highlights};
pub use hover::{Hover, hover};
pub use inlay_hints::{InlayHint, inlay_hints};
pub use links::{Link, links};
pub use rename::{Renamable, rename, version_at};
pub use selection_ranges::selection_ranges;
pub use semantic_tokens::{SemanticToken, TokenKind, semantic_tokens};
pub use sending::{Sending, sending};
pub use snippet::snippet;
pub use subject::Subject;
pub use symbols::{Symbol, SymbolKind, form_symbols, symbols};
