//! `issue-ls config`: what an editor needs to help with `issue-ls.toml`. Reading such a file is left to `workspace`.

use std::io::{self, Write};

use clap::Subcommand;

use super::Failure;
use crate::workspace::Settings;

/// What `config` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What to print.
    #[command(subcommand)]
    what: What,
}

/// What can be said about the configuration.
#[derive(Debug, Subcommand)]
enum What {
    /// Print the JSON Schema of `issue-ls.toml`
    Schema,
}

/// Prints what was asked for.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let What::Schema = arguments.what;
    let mut output = io::stdout().lock();
    serde_json::to_writer_pretty(&mut output, &Settings::schema()).map_err(io::Error::from)?;
    Ok(writeln!(output)?)
}
