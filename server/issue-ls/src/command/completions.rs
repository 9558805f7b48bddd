//! `issue-ls completions`: what a shell reads to complete the program's own arguments.
//!
//! The scripts are clap's. What it cannot know is added here: names that are looked up when a command runs. So is what it
//! leaves out or gets wrong; `tests/shells` asks the shells themselves.

use std::io::{self, Write};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command, CommandFactory};
use clap_complete::Shell;
use issue_body::rules::RULES;

use super::Failure;

/// What `completions` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell that will read the script
    shell: Shell,
}

/// Prints the completion script of a shell.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let program = with_names(super::Arguments::command());
    let script = match arguments.shell {
        Shell::Bash => bash(program),
        Shell::Fish => fish(program),
        shell => generated(shell, program, super::NAME),
    };
    Ok(io::stdout().lock().write_all(script.as_bytes())?)
}

fn generated(shell: Shell, mut program: Command, name: &str) -> String {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program, name, &mut script);
    String::from_utf8(script).expect("the generators write text")
}

/// Says which names there are of what has one: rules, and commands that have a manual page.
fn with_names(program: Command) -> Command {
    let commands: Vec<String> = (program.get_subcommands())
        .map(|command| command.get_name().to_owned())
        .collect();
    let rules = |argument: Arg| {
        let rules = RULES.iter();
        argument.value_parser(PossibleValuesParser::new(
            rules.map(|rule| PossibleValue::new(rule.name).help(rule.page.summary)),
        ))
    };
    program
        .mut_subcommand("check", |check| {
            check.mut_arg("select", rules).mut_arg("ignore", rules)
        })
        .mut_subcommand("rule", |rule| rule.mut_arg("name", rules))
        .mut_subcommand("man", |man| {
            man.mut_arg("command", |argument| {
                argument.value_parser(PossibleValuesParser::new(commands))
            })
        })
}

/// clap's script for bash loses the commands of a program with a hyphen in its name, so it is made for one without.
fn bash(program: Command) -> String {
    let name = super::NAME.replace('-', "_");
    let script = generated(Shell::Bash, program, &name);
    script.replace(
        &format!(" default {name}\n"),
        &format!(" default {}\n", super::NAME),
    )
}

/// clap's script for fish says nothing of arguments that are no options.
fn fish(program: Command) -> String {
    let mut script = generated(Shell::Fish, program.clone(), super::NAME);
    for command in program.get_subcommands() {
        for argument in command.get_positionals() {
            for value in argument.get_possible_values() {
                let help = value.get_help().map(ToString::to_string);
                script += &format!(
                    "complete -c {} -n \"__fish_issue_ls_using_subcommand {}\" -f -a {} -d '{}'\n",
                    super::NAME,
                    command.get_name(),
                    value.get_name(),
                    help.unwrap_or_default()
                        .replace('\\', "\\\\")
                        .replace('\'', "\\'")
                );
            }
        }
    }
    script
}
