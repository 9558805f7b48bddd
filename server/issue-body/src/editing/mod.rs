//! What an editor offers on a draft: pure functions from a draft and a place to plain data.
//!
//! Nothing here knows a protocol. Ranges are byte offsets, texts to insert are [`Part`](crate::template::Part)s, which
//! the caller writes as a snippet or as plain text, whichever its editor takes.

mod actions;

pub use actions::{Action, ActionKind, Change, actions, fix_all_action, skeleton_actions};
