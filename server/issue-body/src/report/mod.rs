//! What machines read in issues: the content of one, as plain data.
//!
//! Everything here is taken from an [`Issue`](crate::template::Issue), so that a bot sees what an editor sees. Nothing is
//! judged: what cannot be read is left out, and the rules say why.

mod extract;

pub use extract::{
    BoxValue, Extract, ExtractedLabel, ExtractedPullRequest, FieldValue, Named, extract,
};
