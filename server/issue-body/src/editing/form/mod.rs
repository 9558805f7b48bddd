//! Editing form files: what can be written at a place of one, and what stands there.
//!
//! A form is looked at line by line and by indentation, as people write YAML, since it seldom parses while it is being
//! typed. Mappings in braces and text of several lines are left alone.

mod completion;
mod hover;
mod outline;
mod preview;
mod words;

pub use completion::complete_form;
pub use hover::hover_form;
pub(super) use words::{about_key, about_type};
