//! `issue-ls extract`: what a machine can read in a draft, or in issues that are on GitHub, as JSON.

use std::io::{self, BufWriter, Read, Write};
use std::process::ExitCode;

use issue_body::report::{Extract, extract};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::Failure;
use super::check::tell;
use super::input::{Content, Target, read};
use super::one_draft::DraftArguments;
use super::output::{IssueRecord, StandardOutput, State, harmless, json_text};
use crate::workspace::gh_json::{GhIssue, read_issues};
use crate::workspace::{Analysis, Surroundings, today};

/// What `extract` is asked to do.
///
/// A file whose name ends in .json, .jsonl or .ndjson holds issues, as `gh issue list --json
/// number,title,body,labels,state,url` prints them; standard input can hold them too. Each of them becomes one line.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    draft: DraftArguments,
    /// Add where everything stands, in bytes of the draft or of the issue's body
    #[arg(long)]
    with_spans: bool,
    /// Pass over issues that are not recognised as of a template: what a repository's whole list holds besides
    #[arg(long)]
    skip_unknown: bool,
}

/// What is printed of a draft, or of an issue on one line.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "issue-ls extract")]
struct Record<'issue> {
    /// Which issue it is, where it is one on GitHub.
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<IssueRecord<'issue>>,
    #[serde(flatten)]
    content: Extract,
}

/// The JSON Schema of what is printed.
pub fn schema() -> Schema {
    // What is printed has every key, unlike what would be read.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings
        .into_generator()
        .into_root_schema_for::<Record<'static>>()
}

/// Prints the content of a draft as one object, or of each issue as one line.
///
/// # Errors
/// When the draft or the configuration cannot be read, or the output cannot be written. An issue that cannot be read is
/// told, and the others are printed all the same.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let draft = &arguments.draft;
    let target = match draft.path() {
        None => Target::StandardInput,
        Some(path) => Target::Named(path.to_owned()),
    };
    let about = |message| Failure::Message(format!("{}: {message}", draft.file.display()));
    match read(&target, draft.path()).map_err(about)? {
        Content::Document(text) => {
            let analysis = draft.analyze(text, today())?;
            let content = content(&analysis, arguments.with_spans);
            let issue = None;
            let record = content.map(|content| Record { issue, content });
            let text = json_text(&record)?;
            StandardOutput::lock().write_all(text.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        Content::Issues(input) => print_issues(arguments, input),
    }
}

/// What is read of a draft; none where it is none.
fn content(analysis: &Analysis, with_spans: bool) -> Option<Extract> {
    analysis.with_context(|context| extract(context, with_spans))
}

/// Prints the issues in `input` one by one, so that any number of them needs no more memory than the largest.
fn print_issues(arguments: &Arguments, input: impl Read) -> Result<ExitCode, Failure> {
    let surroundings = arguments.draft.surroundings()?;
    let mut lines = Lines {
        arguments,
        surroundings,
        output: BufWriter::new(StandardOutput::lock()),
        written: Ok(()),
        skipped: 0,
        has_failed: false,
    };
    let read = read_issues(input, &mut |issue| lines.take(issue));
    if let Err(message) = read {
        lines.fail(&message);
    }
    lines.written?;
    lines.output.flush()?;
    match lines.skipped {
        0 => {}
        1 => tell("Passed over 1 issue that is of no template."),
        count => tell(&format!(
            "Passed over {count} issues that are of no template."
        )),
    }
    Ok(ExitCode::from(if lines.has_failed { 2 } else { 0 }))
}

/// What becomes of the issues.
struct Lines<'run, W: Write> {
    arguments: &'run Arguments,
    surroundings: Surroundings,
    output: W,
    /// Whether all lines so far could be written; behind one that could not nothing is done.
    written: io::Result<()>,
    /// Issues that are of no template.
    skipped: usize,
    has_failed: bool,
}

impl<W: Write> Lines<'_, W> {
    fn take(&mut self, issue: Result<GhIssue, String>) {
        if self.written.is_err() {
            return;
        }
        match issue {
            Ok(issue) => self.written = self.write(&issue),
            Err(message) => self.fail(&message),
        }
    }

    fn write(&mut self, issue: &GhIssue) -> io::Result<()> {
        let Arguments {
            draft,
            with_spans,
            skip_unknown,
        } = self.arguments;
        let mut request = draft.reading.request(today());
        request.is_named = !skip_unknown;
        let analysis = issue.analyze(draft.path(), self.surroundings.clone(), request);
        let Some(mut content) = content(&analysis, *with_spans) else {
            self.skipped += 1;
            return Ok(());
        };
        content.title = issue.title.clone();
        let issue = IssueRecord {
            number: issue.number,
            title: issue.title.as_deref(),
            url: issue.url.as_deref(),
            state: issue.stage.map(State::from),
        };
        let issue = Some(issue);
        serde_json::to_writer(&mut self.output, &Record { issue, content })?;
        self.output.write_all(b"\n")
    }

    /// Tells what could not be read; the command will end with exit code 2.
    fn fail(&mut self, message: &str) {
        self.has_failed = true;
        let path = self.arguments.draft.path();
        let name = path.map(|path| format!("{}: ", harmless(&path.display().to_string())));
        tell(&format!("issue-ls: {}{message}", name.unwrap_or_default()));
    }
}
