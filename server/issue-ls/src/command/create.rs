//! `issue-ls create`: checks a draft and has gh create the issue.
//!
//! What is sent is decided in [`sending`](mod@issue_body::editing), for editors alike; how gh is spoken to, in
//! [`gh`](super::gh). The draft is only read: whatever happens, it stays where and as it is.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::ValueHint;
use issue_body::editing::{Sending, sending};
use issue_body::rules::{Severity, front_matter_is_sent};
use jiff::civil::Date;

use super::Failure;
use super::check::{day, severities};
use super::gh::{self, Ended};
use super::one_draft::{DraftArguments, STANDARD_INPUT};
use super::output::{self, CheckedDocument, OutputFormat, harmless};
use crate::workspace::{Analysis, Document, today};

/// What `create` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    draft: DraftArguments,
    /// Judge releases and branches as on this day, YYYY-MM-DD; otherwise as of today (UTC)
    #[arg(long, value_name = "DATE", value_parser = day, value_hint = ValueHint::Other)]
    as_of: Option<Date>,
    /// Send nothing where there are findings of this severity or a graver one
    #[arg(long, value_name = "SEVERITY", default_value = Severity::Warning.name(), value_parser = severities())]
    fail_on: Severity,
    /// Send it whatever is found
    #[arg(long, conflicts_with = "fail_on")]
    force: bool,
    /// Check, print the command that would send it, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// More flags for `gh issue create`, such as `--title` or `--repo`
    #[arg(last = true, value_name = "GH FLAGS")]
    gh_flags: Vec<String>,
}

/// The flags of gh that would give the issue another text than the draft's, and why they cannot be.
const CLASHES: [(&[&str], &str); 4] = [
    (
        &["body", "b", "body-file", "F"],
        "the body is that of the draft",
    ),
    (
        &["template", "T"],
        "the body is that of the draft; `--template` before the `--` is that of this program",
    ),
    (&["editor", "e"], "the draft is what there is to edit"),
    (&["recover"], "the draft is what there is to send"),
];

/// Checks the draft and sends it. Findings go to standard error, so that standard output holds what gh says: the issue's
/// address.
///
/// # Errors
/// When the draft cannot be read, has no title, or gh does not do its work.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let flags = gh::flags(&arguments.gh_flags);
    refuse_clashes(&flags)?;
    let has_title = flags.iter().any(|flag| ["title", "t"].contains(flag));
    let analysis = arguments
        .draft
        .read_on(arguments.as_of.unwrap_or_else(today))?;
    if !is_fit(arguments, &analysis) {
        return Ok(ExitCode::from(1));
    }
    let name = arguments.draft.file.display().to_string();
    let sent = analysis.with_context(|context| {
        let sending = sending(context);
        let words = words(&sending, has_title, &arguments.gh_flags)?;
        send(arguments, &words, sending.body)
    });
    match sent.transpose() {
        Ok(_) => Ok(ExitCode::SUCCESS),
        Err(Failure::Message(message)) => {
            Err(Failure::Message(format!("{}: {message}", harmless(&name))))
        }
        Err(failure) => Err(failure),
    }
}

fn refuse_clashes(flags: &[&str]) -> Result<(), Failure> {
    for flag in flags {
        let mut clashes = CLASHES.iter();
        if let Some((_, reason)) = clashes.find(|(names, _)| names.contains(flag)) {
            let dashes = if flag.len() == 1 { "-" } else { "--" };
            return Err(Failure::Message(format!(
                "`{dashes}{flag}` cannot be among the flags for gh: {reason}"
            )));
        }
    }
    Ok(())
}

/// Shows what is found, as `check` does, and says whether the draft may be sent. Its front matter is not: that is cut off
/// here.
fn is_fit(arguments: &Arguments, analysis: &Analysis) -> bool {
    let name = arguments.draft.file.display().to_string();
    let mut findings = analysis.findings();
    findings.retain(|finding| finding.rule != front_matter_is_sent());
    let document = Document::Draft(analysis.clone());
    let checked = CheckedDocument::new(name.clone(), &document, findings);
    let counts = checked
        .findings
        .iter()
        .filter(|finding| finding.severity <= arguments.fail_on)
        .count();
    let is_coloured = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    let mut stream = AutoStream::auto(io::stderr());
    // Where standard error is gone, the exit code has to do.
    let _ = output::write(OutputFormat::Full, &[checked], is_coloured, &mut stream);
    if counts == 0 || arguments.force {
        return true;
    }
    let verb = if counts == 1 {
        "finding keeps"
    } else {
        "findings keep"
    };
    let _ = writeln!(
        stream,
        "issue-ls: {}: {counts} {verb} this draft from being sent; mend what is wrong, or send it all the same with --force",
        harmless(&name),
    );
    false
}

/// The arguments for gh.
fn words(
    sending: &Sending<'_>,
    has_title: bool,
    gh_flags: &[String],
) -> Result<Vec<String>, Failure> {
    let mut words = ["issue", "create"].map(str::to_owned).to_vec();
    match sending
        .title
        .map(str::trim)
        .filter(|title| !title.is_empty())
    {
        _ if has_title => {}
        Some(title) => words.extend(["--title".to_owned(), title.to_owned()]),
        None => {
            let (yaml, flag) = match harmless(sending.title_beginning) {
                beginning if beginning.is_empty() => ("…".to_owned(), "…".to_owned()),
                beginning => (format!("\"{beginning} …\""), format!("{beginning} …")),
            };
            let flag = gh::shell_line(&["--title", &flag]);
            return Err(Failure::Message(format!(
                "this draft has no title; write `title: {yaml}` between two lines `---` at its beginning, or add `-- {flag}`"
            )));
        }
    }
    gh::push_list(&mut words, "--label", &sending.labels);
    gh::push_list(&mut words, "--assignee", &sending.assignees);
    if let Some(milestone) = sending.milestone {
        words.extend(["--milestone".to_owned(), milestone.to_owned()]);
    }
    words.extend(["--body-file", "-"].map(str::to_owned));
    words.extend_from_slice(gh_flags);
    Ok(words)
}

/// Runs gh, or prints how to.
fn send(arguments: &Arguments, words: &[String], body: &str) -> Result<(), Failure> {
    let file = &arguments.draft.file;
    if arguments.dry_run {
        let file = file.to_string_lossy();
        let body = gh::shell_line(&["issue-ls", "body", &file]);
        let create = gh::shell_line(words);
        writeln!(io::stdout(), "{body} | gh {create}")?;
        return Ok(());
    }
    let kept = match file == Path::new(STANDARD_INPUT) {
        true => "",
        false => "; the draft is as it was",
    };
    let ended = gh::run(words, body).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::Message(format!(
            "gh is not on the PATH; install the GitHub CLI from https://cli.github.com, or run elsewhere what --dry-run prints{kept}"
        )),
        _ => Failure::Message(format!("gh cannot be run: {error}{kept}")),
    })?;
    if ended.status.success() {
        return Ok(());
    }
    Err(Failure::Message(format!("{}{kept}", complaint(&ended))))
}

/// Why gh did not do it, as far as it said, and what to do then.
fn complaint(ended: &Ended) -> String {
    if let Some(label) = gh::rejected_label(&ended.errors) {
        let create = gh::shell_line(&["gh", "label", "create", label]);
        let label = harmless(label);
        return format!(
            "the repository has no label `{label}`; take it out of `labels` in the draft or its template or of `--label`, or make it with `{create}`"
        );
    }
    match ended.status.code() {
        Some(code) => format!("gh ended with exit code {code}"),
        None => format!("gh was ended by a signal ({})", ended.status),
    }
}
