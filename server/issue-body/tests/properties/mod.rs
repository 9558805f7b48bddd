//! What holds for whatever text, as functions: tests call them with drafts and forms of their own making, fuzz targets with
//! what a fuzzer comes upon.

use proptest::prelude::TestCaseError;

pub mod editing;
pub mod fixes;
pub mod forms;

/// Whether a text has a property.
pub type Property = Result<(), TestCaseError>;
