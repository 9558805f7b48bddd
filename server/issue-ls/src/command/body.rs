//! `issue-ls body`: the body of a draft, as GitHub is to get it.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueHint;
use issue_body::syntax::{Draft, Origin};

use super::Failure;
use super::one_draft::read_text;
use super::output::StandardOutput;

/// What `body` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The draft; `-` is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,
}

/// Prints the body, byte for byte, without its envelope.
///
/// # Errors
/// When the draft cannot be read or the output cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let draft = Draft::parse(read_text(&arguments.file)?, Origin::File);
    let body = draft.slice(draft.body.range);
    Ok(StandardOutput::lock().write_all(body.as_bytes())?)
}
