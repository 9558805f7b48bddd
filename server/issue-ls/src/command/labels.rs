//! `issue-ls labels`: the labels that a draft asks for.

use std::io::{self, Write};

use issue_body::rules::labels_asked_for;

use super::Failure;
use super::one_draft::DraftArguments;

/// What `labels` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    draft: DraftArguments,
    /// Print what Prow's label plugin makes of the body: every label of every command, in order, whether it exists or not
    #[arg(long)]
    raw: bool,
}

/// Prints the labels, one a line.
///
/// # Errors
/// When the draft or its configuration cannot be read, or the output cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let analysis = arguments.draft.read()?;
    let labels = if arguments.raw {
        let commands = analysis.draft.body.commands.iter();
        let adding = commands.filter(|command| !command.remove);
        adding
            .flat_map(|command| &command.arguments)
            .map(|argument| argument.label.clone())
            .collect()
    } else {
        analysis.with_context(labels_asked_for).unwrap_or_default()
    };
    let mut output = io::stdout().lock();
    for label in labels {
        writeln!(output, "{label}")?;
    }
    Ok(())
}
