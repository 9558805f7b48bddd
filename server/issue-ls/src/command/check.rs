//! `issue-ls check`: says what is wrong with drafts and form files, and mends it where it is told to.
//!
//! This file decides which of them are looked at, what is done with them and how the command ends. Which configuration
//! holds and how a draft is read is decided in [`workspace`](crate::workspace), for the editor alike.

mod arguments;
mod examination;
mod messages;

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use issue_body::text::unified_diff;

pub use arguments::{Arguments, day, severities};

use super::Failure;
use super::input::targets;
use super::one_draft::STANDARD_INPUT;
use super::output::{self, CheckedDocument, StandardOutput, harmless};
use super::parallel::map_in_order;
use crate::workspace::{ConfigurationError, Disk, files};
use arguments::{Color, View};
use examination::{Checked, Examiner, Mending, Outcome};
use messages::write_summary;
pub use messages::{tell, tell_configuration_error};

/// What happened so far.
#[derive(Debug, Default)]
struct Progress {
    /// The drafts and form files that were checked.
    checked: Vec<CheckedDocument>,
    /// Issues on GitHub that were checked and have no findings; there may be very many.
    clean: usize,
    /// What `--diff` prints.
    diff: String,
    /// Standard input, mended.
    mended_input: Option<String>,
    /// Markdown files that are no drafts.
    skipped: usize,
    /// Issues on GitHub that no template is recognised in.
    skipped_issues: usize,
    /// Fixes that were applied, or would be.
    fixed: usize,
    /// Whether a fix would change a draft.
    would_change: bool,
    /// Whether something could not be done.
    has_failed: bool,
    /// Configurations whose errors were told already.
    told: HashSet<PathBuf>,
}

/// Runs `check`.
///
/// # Errors
/// When the output cannot be written. What goes wrong with one draft is told, the others are checked all the same.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let view = arguments.view()?;
    let mut progress = Progress::default();
    let stdin_filename = arguments.stdin_filename.as_deref();
    let disk = Disk::new(arguments.configuration.source());
    let examiner = Examiner::new(arguments, &disk);
    let mut listed = Ok(());
    let feed = |take: &mut dyn FnMut(_)| listed = targets(&arguments.paths, stdin_filename, take);
    let outcomes = map_in_order(feed, |target| match target {
        Ok(target) => examiner.examine(&target),
        Err(message) => Outcome::Failed(message),
    });
    listed?;
    // What is mended is written when all is read, so that no draft is read in the light of another that was mended.
    for outcome in outcomes {
        progress.take(arguments, outcome);
    }
    write_output(arguments, view, &progress)?;
    if !arguments.quiet {
        write_summary(arguments, &progress);
    }
    let counts = |severity| severity <= arguments.fail_on;
    let mut findings = progress
        .checked
        .iter()
        .flat_map(|checked| &checked.findings);
    let has_findings = match arguments.diff {
        true => progress.would_change,
        false => findings.any(|finding| counts(finding.severity)),
    };
    Ok(ExitCode::from(if progress.has_failed {
        2
    } else {
        u8::from(has_findings && !arguments.exit_zero)
    }))
}

impl Progress {
    /// Whether nothing could be read at all.
    fn has_read_nothing(&self) -> bool {
        self.checked.is_empty() && self.clean + self.skipped + self.skipped_issues == 0
    }

    /// Takes what came out: tells what is to be told of it, and writes what mends it where that is wanted.
    fn take(&mut self, arguments: &Arguments, outcome: Outcome) {
        match outcome {
            Outcome::Checked(checked) => self.take_checked(arguments, *checked),
            Outcome::Clean { explanation } => {
                self.clean += 1;
                explanation.iter().for_each(|explanation| tell(explanation));
            }
            Outcome::NoDraft => self.skipped += 1,
            Outcome::NoTemplate => self.skipped_issues += 1,
            Outcome::Issues(outcomes) => {
                for outcome in outcomes {
                    self.take(arguments, outcome);
                }
            }
            Outcome::Misconfigured(errors) => errors.iter().for_each(|error| self.fail_for(error)),
            Outcome::Failed(message) => self.fail(&message),
        }
    }

    fn take_checked(&mut self, arguments: &Arguments, checked: Checked) {
        let Checked {
            explanation,
            mut document,
            mending,
        } = checked;
        explanation.iter().for_each(|explanation| tell(explanation));
        match mending {
            Some(mending) if arguments.diff => {
                self.diff += &unified_diff(&document.name, &mending.before, &mending.fixed.text);
                self.would_change |= mending.after.is_some();
                self.fixed += mending.fixed.applied;
            }
            Some(Mending {
                file, fixed, after, ..
            }) => {
                let written = match file {
                    None => {
                        self.mended_input = Some(fixed.text);
                        Ok(())
                    }
                    Some(_) if after.is_none() => Ok(()),
                    Some(path) => files::write(&path, fixed.text.as_bytes()),
                };
                match written {
                    Ok(()) => {
                        self.fixed += fixed.applied;
                        document = after.unwrap_or(document);
                    }
                    Err(message) => {
                        self.fail(&format!("{}: {message}", harmless(&document.name)));
                    }
                }
            }
            None => {}
        }
        self.checked.push(document);
    }

    /// Tells what could not be done; the command will end with exit code 2.
    fn fail(&mut self, message: &str) {
        self.has_failed = true;
        tell(&format!("issue-ls: {message}"));
    }

    /// Tells, once, what is wrong with a configuration or with a file that it names.
    fn fail_for(&mut self, error: &ConfigurationError) {
        self.has_failed = true;
        if self.told.insert(error.path.clone()) {
            tell_configuration_error(error);
        }
    }
}

/// Writes what belongs on standard output, or into the file that is named instead. Where standard output holds the
/// mended draft, findings go to standard error.
fn write_output(arguments: &Arguments, view: View, progress: &Progress) -> Result<(), Failure> {
    let has_draft = progress.mended_input.is_some();
    let is_coloured = match arguments.color {
        // Lines of a draft are as they are there, for `patch`.
        _ if matches!(view, View::Diff) => false,
        Color::Always => true,
        Color::Never => false,
        Color::Auto if arguments.output_file().is_some() => false,
        Color::Auto if has_draft => AutoStream::choice(&io::stderr()) != ColorChoice::Never,
        Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    };
    let findings = render(view, progress, is_coloured)?;
    if let Some(text) = &progress.mended_input {
        write_all(StandardOutput::lock(), text.as_bytes())?;
    }
    if let Some(file) = arguments.output_file() {
        if progress.has_failed && progress.has_read_nothing() {
            // What the file says already is more than that nothing was found in nothing.
            return Ok(());
        }
        let name = file.display();
        return files::write(file, &findings)
            .map_err(|message| Failure::Message(format!("{name}: {message}")));
    }
    // Old Windows consoles have to be told of colours; what has none is written as it is.
    match (has_draft, is_coloured) {
        (true, true) => write_all(AutoStream::always(io::stderr()), &findings),
        (true, false) => write_all(io::stderr(), &findings),
        (false, true) => write_all(AutoStream::always(io::stdout()), &findings),
        (false, false) => write_all(StandardOutput::lock(), &findings),
    }
}

/// What the user asked to see.
fn render(view: View, progress: &Progress, is_coloured: bool) -> io::Result<Vec<u8>> {
    let Progress { checked, diff, .. } = progress;
    let mut text = Vec::new();
    match view {
        View::Diff => text.extend_from_slice(diff.as_bytes()),
        View::Statistics(format) => output::write_statistics(format, checked, &mut text)?,
        View::Findings(format) => output::write(format, checked, is_coloured, &mut text)?,
    }
    Ok(text)
}

/// Writes `bytes`. A reader that has seen enough changes nothing about how the command ends.
fn write_all(mut stream: impl Write, bytes: &[u8]) -> Result<(), Failure> {
    match stream.write_all(bytes).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}
