//! `issue-ls man`: the manual pages, made from the program's own arguments.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_mangen::Man;

use super::{Failure, unknown_name};

/// What `man` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The command to document; without it, the program
    command: Option<String>,
}

/// Prints a manual page in the language of man(7).
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut program = super::Arguments::command();
    // Gives every command its full name.
    program.build();
    let page = match &arguments.command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            let known = program.get_subcommands().map(clap::Command::get_name);
            unknown_name("command", name, known)
        })?,
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text)?;
    Ok(io::stdout().lock().write_all(&text)?)
}
