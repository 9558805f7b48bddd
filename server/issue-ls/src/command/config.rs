//! `issue-ls config`: what an editor needs to help with `issue-ls.toml`, and a script to rely on `issue-ls extract`. Reading
//! such a file is left to `workspace`.

use std::io::{self, Write};

use clap::Subcommand;

use super::output::json_text;
use super::{Failure, extract};
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
    /// Print the JSON Schema of `issue-ls.toml`, or of what another command prints
    Schema {
        /// The JSON Schema of what `issue-ls extract` prints of a draft, and of an issue on each line
        #[arg(long)]
        extract: bool,
    },
}

/// Prints what was asked for.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let What::Schema { extract } = arguments.what;
    let schema = match extract {
        true => extract::schema(),
        false => Settings::schema(),
    };
    let text = json_text(&schema)?;
    Ok(io::stdout().lock().write_all(text.as_bytes())?)
}
