//! `issue-ls labels`: the labels that a draft asks for.

use std::io::{self, Write};

use issue_body::catalog::LabelStanding;
use issue_body::rules::{Context, Outcome};

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
        analysis.with_context(asked_for).unwrap_or_default()
    };
    let mut output = io::stdout().lock();
    for label in labels {
        writeln!(output, "{label}")?;
    }
    Ok(())
}

/// The labels that the issue is to have and that exist, each once: those of label commands, of the envelope, of other
/// commands.
fn asked_for(context: &Context<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
    };
    for label in &context.issue.labels {
        // GitHub has one spelling of a name, whatever the draft writes.
        match (context.catalog.labels.as_ref()).map(|known| known.standing(&label.name)) {
            None => add(&label.name),
            Some(LabelStanding::Current(known) | LabelStanding::Retired { label: known, .. }) => {
                add(&known.name)
            }
            Some(_) => {}
        }
    }
    // What `/label` and other commands ask for.
    for label in Outcome::of(context).added {
        add(&label.name);
    }
    names
}
