//! The program: reads its arguments and hands them to the command they name.
//!
//! What a command does stands in [`command`], what is read from disk in [`workspace`], the language server in [`lsp`];
//! everything that is known about issues comes from the library.

mod command;
mod lsp;
mod project;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
