//! `issue-ls completions`: what a shell reads to complete the program's own arguments.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use super::Failure;

/// What `completions` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell that will read the script
    shell: Shell,
}

/// Prints the completion script of a shell.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut program = super::Arguments::command();
    let name = program.get_name().to_owned();
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut program, name, &mut script);
    Ok(io::stdout().lock().write_all(&script)?)
}
