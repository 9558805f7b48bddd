//! The command line: which commands there are, and how each of them ends.
//!
//! One file is one command. Results go to standard output, everything else to standard error. The exit code is 0 when
//! there is nothing to complain of, 1 when there are findings, 2 for wrong usage or a failure.

mod body;
mod check;
mod completions;
mod config;
mod create;
mod extract;
mod gh;
mod input;
mod labels;
mod man;
mod new;
mod one_draft;
mod output;
mod parallel;
mod progress;
mod report;
mod rule;
mod templates;
mod version;

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use issue_body::text::nearest;

use crate::lsp;
use crate::workspace::Obstacle;

/// The program's name, as a shell knows it.
const NAME: &str = "issue-ls";

/// A compiler for issue bodies: says what GitHub, Prow and the release team's tools would silently ignore, while the
/// issue is still a draft.
#[derive(Debug, Parser)]
#[command(name = NAME, version, long_version = version::long(), arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Check drafts of issues
    Check(Box<check::Arguments>),
    /// Print the skeleton of an issue
    New(new::Arguments),
    /// List the templates that are known here
    Templates(templates::Arguments),
    /// Check a draft, then create the issue with gh
    Create(create::Arguments),
    /// Print what a machine can read in a draft, or in issues that are on GitHub, as JSON
    Extract(extract::Arguments),
    /// Print the labels that a draft asks for, or what they change about an issue
    Labels(labels::Arguments),
    /// Print the body of a draft alone
    Body(body::Arguments),
    /// Report which fixes have reached which patch releases
    Report(report::Arguments),
    /// Explain a rule, or list all rules
    Rule(rule::Arguments),
    /// Run the language server on standard input and output
    Server {
        /// Accepted because some editors add it; standard input and output are used anyway
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Print the JSON Schema of the configuration, or of what `extract` prints
    Config(config::Arguments),
    /// Print the completion script of a shell
    Completions(completions::Arguments),
    /// Print the manual page of the program or of one of its commands
    Man(man::Arguments),
}

/// Why a command could not do its work; the program ends with exit code 2.
#[derive(Debug)]
pub enum Failure {
    /// Something that a person can mend: what is wrong, where, and what to do instead.
    Message(String),
    /// Standard output takes no more.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl From<Obstacle> for Failure {
    fn from(obstacle: Obstacle) -> Failure {
        Failure::Message(match obstacle {
            Obstacle::Configuration(errors) => {
                let errors = errors.iter().map(ToString::to_string);
                errors.collect::<Vec<_>>().join("\n")
            }
            Obstacle::Template(message) => message,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Message(message) => formatter.write_str(message),
            Failure::Output(error) => write!(formatter, "the output cannot be written: {error}"),
        }
    }
}

/// Runs the command that the arguments of the process name.
pub fn run() -> ExitCode {
    let done = |()| ExitCode::SUCCESS;
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => return ended(say(&answer)),
    };
    let result = match arguments.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::New(arguments) => new::run(&arguments).map(done),
        Command::Templates(arguments) => templates::run(&arguments).map(done),
        Command::Create(arguments) => create::run(&arguments),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Labels(arguments) => labels::run(&arguments).map(done),
        Command::Body(arguments) => body::run(&arguments).map(done),
        Command::Report(arguments) => report::run(&arguments),
        Command::Rule(arguments) => rule::run(&arguments).map(done),
        Command::Server { stdio: _ } => Ok(lsp::run()),
        Command::Config(arguments) => config::run(&arguments).map(done),
        Command::Completions(arguments) => completions::run(&arguments).map(done),
        Command::Man(arguments) => man::run(&arguments).map(done),
    };
    ended(result)
}

/// Says what clap has to say instead of a command's run: help, or what is wrong with the arguments.
fn say(answer: &clap::Error) -> Result<ExitCode, Failure> {
    let text = answer.render().to_string();
    let is_harmless = text.lines().all(|line| output::harmless(line) == line);
    let said = if answer.use_stderr() && !is_harmless {
        // Arguments are repeated, and a shell takes them from the names of files.
        check::tell(&text);
        Ok(())
    } else {
        answer.print()
    };
    if answer.use_stderr() {
        // Where standard error is gone, the exit code has to do.
        return Ok(ExitCode::from(2));
    }
    said.and_then(|()| io::stdout().flush())?;
    Ok(ExitCode::SUCCESS)
}

/// The exit code of a run; tells why it failed.
fn ended(result: Result<ExitCode, Failure>) -> ExitCode {
    result.unwrap_or_else(|failure: Failure| match failure {
        // The reader has seen enough, as `head` has.
        Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        failure => {
            let message = format!("issue-ls: {failure}");
            for line in message.lines() {
                // Where standard error is gone too, the exit code has to do.
                let _ = writeln!(io::stderr(), "{}", output::harmless(line));
            }
            ExitCode::from(2)
        }
    })
}

/// The failure for a name that is not known: what to write instead, or all names where none is near.
fn unknown_name<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let known: Vec<&str> = known.collect();
    Failure::Message(match nearest(name, known.iter().copied()) {
        Some(near) => format!("`{name}` is not a {what}; write `{near}`"),
        None => format!(
            "`{name}` is not a {what}; write one of `{}`",
            known.join("`, `")
        ),
    })
}
