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
//! | [`describe()`], [`describe_in`] | what there is to say about a [`Subject`]; a completion carries its subject as a key |
//! | [`complete_form`], [`hover_form`], [`form_actions`] | the same in a form file |
//! | [`actions()`], [`fix_all_action`], [`skeleton_actions`] | what can be done about findings, and what can be added |
//! | [`beginnings`] | what a new draft can begin with |
//! | [`sending()`] | what GitHub gets of a draft |

mod actions;
mod code_lens;
mod commands;
mod completion;
mod definition;
mod describe;
mod form;
mod hover;
mod inlay_hints;
mod ownership;
mod sending;
mod snippet;
mod subject;
mod versions;

pub use actions::{
    Action, ActionKind, Beginning, Change, actions, beginnings, fix_all_action, form_actions,
    skeleton_actions,
};
pub use code_lens::code_lens;
pub use completion::{Completion, CompletionKind, complete, complete_unrecognised};
pub use definition::{Definition, definition};
pub use describe::{describe, describe_in};
pub use form::{complete_form, hover_form};
pub use hover::{Hover, hover};
pub use inlay_hints::{InlayHint, inlay_hints};
pub use sending::{Sending, sending};
pub use snippet::snippet;
pub use subject::Subject;
