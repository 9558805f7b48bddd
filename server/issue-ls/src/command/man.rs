//! `issue-ls man`: the manual pages, made from the program's own arguments.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_mangen::Man;
use issue_body::catalog::Catalog;

use super::{Failure, NAME, unknown_name};

/// What `man` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The command to document; without it, the program
    command: Option<String>,
}

/// How commands end that judge drafts; the last of it holds for all.
const EXIT_STATUS: &str = r#".SH "EXIT STATUS"
.TP
0
Nothing was found at or above the severity of \-\-fail\-on.
.TP
1
There are findings.
.TP
2
The command was used wrongly, or it failed; standard error says why.
"#;

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
    let judges = matches!(page.get_name(), NAME | "check" | "create");
    let mut text = Vec::new();
    Man::new(page)
        // A page without a day would show its source in the place of one.
        .date(Catalog::kubernetes().snapshot.to_string())
        .source(format!("{NAME} {}", env!("CARGO_PKG_VERSION")))
        .render(&mut text)?;
    if judges {
        text.extend_from_slice(EXIT_STATUS.as_bytes());
    }
    Ok(io::stdout().lock().write_all(&text)?)
}
