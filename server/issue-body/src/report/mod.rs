//! What machines read in issues, and do about them: the content of one as plain data, the labels to change, and the status
//! of patch releases from many.
//!
//! Everything here is taken from an [`Issue`](crate::template::Issue), so that a bot sees what an editor sees. What cannot
//! be read is left out, and the rules say why. How it is written down is the program's business.

mod extract;
mod fields;
mod fix;
mod label_changes;
mod named;
mod spans;
mod status;

pub use extract::{Extract, ExtractedLabel, ExtractedPullRequest, extract};
pub use fields::{BoxValue, FieldValue};
pub use fix::{Fix, Source};
pub use label_changes::{LabelChanges, label_changes};
pub use named::Named;
pub use spans::{FieldSpan, Span, Spans};
pub use status::{Branch, Cell, CellState, ReleaseStatus, Status};
