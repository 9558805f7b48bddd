//! What machines read in issues, and do about them: the content of one, as plain data, and the labels to change.
//!
//! Everything here is taken from an [`Issue`](crate::template::Issue), so that a bot sees what an editor sees. Nothing is
//! judged: what cannot be read is left out, and the rules say why.

mod extract;
mod label_changes;

pub use extract::{
    BoxValue, Extract, ExtractedLabel, ExtractedPullRequest, FieldValue, Named, extract,
};
pub use label_changes::{LabelChanges, label_changes};
