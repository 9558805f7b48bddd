//! `issue-ls extract`: what a machine can read in a draft, or in an issue that GitHub has, as JSON.

use std::io::{self, Write};

use issue_body::report::extract;

use super::Failure;
use super::one_draft::DraftArguments;
use super::output::json_text;

/// What `extract` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    draft: DraftArguments,
}

/// Prints the content as one object.
///
/// # Errors
/// When the draft or its configuration cannot be read, or the output cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let analysis = arguments.draft.read()?;
    let content =
        analysis.with_context(|context| extract(context.issue, context.catalog.labels.as_ref()));
    let text = json_text(&content)?;
    Ok(io::stdout().lock().write_all(text.as_bytes())?)
}
