//! `issue-ls labels`: the labels that a draft asks for, and what that changes about an issue that GitHub has.

use std::io::Write;

use clap::ValueHint;
use issue_body::report::{LabelChanges, label_changes};
use issue_body::rules::labels_asked_for;

use super::Failure;
use super::gh;
use super::one_draft::{DraftArguments, label_names};
use super::output::{StandardOutput, json_text};

/// What `labels` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    draft: DraftArguments,
    /// Print what Prow's label plugin makes of the body: every label of every command, in order, whether it exists or not
    #[arg(long, conflicts_with_all = ["current", "gh"])]
    raw: bool,
    /// The labels that the issue has, separated by commas: print those to `add` and those to `remove`
    ///
    /// Removed are labels of the template's groups (of a patch release: priority and sig) in whose place the draft asks
    /// for others.
    #[arg(long, value_name = "LABELS", value_delimiter = ',', value_hint = ValueHint::Other)]
    current: Option<Vec<String>>,
    /// Print the `gh issue edit` command that makes the changes to the issue with this number
    #[arg(long, value_name = "NUMBER", value_hint = ValueHint::Other, conflicts_with = "json")]
    gh: Option<u64>,
    /// Print an array of names, or with --current an object with the arrays `add` and `remove`
    #[arg(long)]
    json: bool,
}

/// Prints the labels, or the changes, one a line.
///
/// # Errors
/// When the draft or its configuration cannot be read, or the output cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let analysis = arguments.draft.read()?;
    let has_changes = arguments.current.is_some() || arguments.gh.is_some();
    let text = if has_changes {
        let current = label_names(arguments.current.as_deref().unwrap_or_default());
        let changes = analysis.with_context(|context| label_changes(context, &current));
        let changes = changes.unwrap_or_default();
        match arguments.gh {
            Some(number) => edit_command(number, &changes),
            None if arguments.json => json_text(&changes)?,
            None => change_lines(&changes),
        }
    } else {
        let labels: Vec<String> = if arguments.raw {
            let commands = analysis.draft.body.commands.iter();
            let adding = commands.filter(|command| !command.remove);
            let arguments = adding.flat_map(|command| &command.arguments);
            arguments.map(|argument| argument.label.clone()).collect()
        } else {
            let asked_for = analysis.with_context(labels_asked_for).unwrap_or_default();
            asked_for.into_iter().map(|label| label.name).collect()
        };
        if arguments.json {
            json_text(&labels)?
        } else {
            labels.iter().map(|label| format!("{label}\n")).collect()
        }
    };
    Ok(StandardOutput::lock().write_all(text.as_bytes())?)
}

fn change_lines(changes: &LabelChanges) -> String {
    let LabelChanges { add, remove } = changes;
    let added = add.iter().map(|label| format!("add {label}\n"));
    let removed = remove.iter().map(|label| format!("remove {label}\n"));
    added.chain(removed).collect()
}

/// The command as a line for a shell; nothing where nothing is to be changed.
fn edit_command(number: u64, changes: &LabelChanges) -> String {
    let mut words = ["gh", "issue", "edit"].map(str::to_owned).to_vec();
    words.push(number.to_string());
    let fixed = words.len();
    gh::push_list(&mut words, "--add-label", &changes.add);
    gh::push_list(&mut words, "--remove-label", &changes.remove);
    if words.len() == fixed {
        return String::new();
    }
    gh::shell_line(&words) + "\n"
}
