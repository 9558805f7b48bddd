//! `issue-ls report`: which fixes have reached which patch releases, over drafts and over issues that are on GitHub.
//!
//! This file reads the issues, one by one, and keeps of each what a report needs. What the report says is the library's
//! business; how it is written down stands in one file a format.

mod csv;
mod html;
mod json;
mod markdown;

use std::collections::HashSet;
use std::fmt;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{ValueEnum, ValueHint};
use issue_body::catalog::Catalog;
use issue_body::report::{Cell, CellState, Fix, Source, Status};
use issue_body::syntax::{Draft, Origin, VersionText, read_version};
use jiff::civil::Date;
use semver::Version;

use super::Failure;
use super::check::{day, tell, tell_configuration_error};
use super::input::{Content, Target, read, targets};
use super::one_draft::{ConfigurationArguments, STANDARD_INPUT, named_file};
use super::output::{StandardOutput, harmless};
use super::parallel::map_in_order;
use super::progress::ProgressLine;
use crate::workspace::gh_json::{GhIssue, read_issues};
use crate::workspace::{
    Analysis, Disk, DocumentKind, Obstacle, Request, Surroundings, analyze, files, today,
};

/// What `report` is told.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Drafts, folders of them, or files of issues as gh prints them; `-` is standard input. Without any, the current folder
    ///
    /// A file whose name ends in .json, .jsonl or .ndjson holds issues, as `gh issue list --json
    /// number,title,body,labels,state,url` prints them; standard input can hold them too. In a folder only Markdown files
    /// that are recognised as drafts are read. The branches are those that the configuration of the first draft knows.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: OutputFormat,
    /// Say of this release what it fixes and which known issues stay open in it
    #[arg(long, value_name = "VERSION", value_parser = version, value_hint = ValueHint::Other)]
    release: Option<Version>,
    /// Judge branches as on this day, YYYY-MM-DD; otherwise as of today (UTC)
    #[arg(long, value_name = "DATE", value_parser = day, value_hint = ValueHint::Other)]
    as_of: Option<Date>,
    /// Pass over issues and files that are not recognised as patch-release issues, even where they are named: what a
    /// repository's whole list holds besides
    #[arg(long)]
    skip_unknown: bool,
    /// Write the report to this file; `-` is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    configuration: ConfigurationArguments,
    /// Do not show how far the reading is
    #[arg(short, long)]
    quiet: bool,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum OutputFormat {
    /// Tables that can be pasted into an issue
    #[default]
    Markdown,
    /// One object
    Json,
    /// One line for each issue
    Csv,
    /// One page that needs nothing else
    Html,
}

/// What was read so far.
struct Reading {
    request: Request,
    fixes: Vec<Fix>,
    /// What the first draft's configuration knows of the project.
    catalog: Option<Arc<Catalog>>,
    /// Documents that are no drafts, or drafts of another kind.
    skipped: usize,
    has_failed: bool,
    /// Configurations whose errors were told already.
    told: HashSet<PathBuf>,
    line: ProgressLine,
}

/// Reads the issues and writes the report.
///
/// # Errors
/// When the output cannot be written. What goes wrong with one draft is told, the others are reported all the same.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let today = arguments.as_of.unwrap_or_else(today);
    let mut reading = Reading {
        request: Request {
            is_named: !arguments.skip_unknown,
            ..Request::on(today)
        },
        fixes: Vec::new(),
        catalog: None,
        skipped: 0,
        has_failed: false,
        told: HashSet::new(),
        line: ProgressLine::new(!arguments.quiet),
    };
    let disk = Disk::new(arguments.configuration.source());
    targets(&arguments.paths, None, &mut |target| {
        let taken = target.and_then(|target| reading.take(&disk, &target));
        if let Err(message) = taken {
            reading.fail(&message);
        }
    })?;
    reading.line.clear();
    if reading.has_failed && reading.fixes.is_empty() && reading.skipped == 0 {
        // Nothing could be read: a report that is there already says more than an empty one.
        return Ok(ExitCode::from(2));
    }
    if reading.catalog.is_none() {
        // Standard input is taken for a draft in the current folder, so an empty report is about that.
        reading.catalog = Some(disk.around(Path::new(STANDARD_INPUT), None)?.catalog);
    }
    let releases = reading
        .catalog
        .as_ref()
        .and_then(|catalog| catalog.releases.as_ref());
    let status = Status::new(reading.fixes, releases, today, arguments.release.as_ref());
    write(arguments, &status)?;
    if reading.skipped > 0 && !arguments.quiet {
        let (count, are) = match reading.skipped {
            1 => ("1 document", "is"),
            count => (&*format!("{count} documents"), "are"),
        };
        tell(&format!(
            "Passed over {count} that {are} not about patch releases."
        ));
    }
    Ok(ExitCode::from(if reading.has_failed { 2 } else { 0 }))
}

impl Reading {
    /// Tells what could not be done; the command will end with exit code 2.
    fn fail(&mut self, message: &str) {
        self.has_failed = true;
        self.line.clear();
        tell(&format!("issue-ls: {message}"));
    }

    /// Takes the draft, or the issues, of `target`.
    fn take(&mut self, disk: &Disk, target: &Target) -> Result<(), String> {
        let path = target.file();
        let name = path
            .unwrap_or(Path::new(STANDARD_INPUT))
            .display()
            .to_string();
        let about = |message: String| format!("{}: {message}", harmless(&name));
        let content = read(target, path).map_err(about)?;
        let Some(surroundings) = self.around(disk, path)? else {
            return Ok(());
        };
        match content {
            // A pipe that nothing came through: gh found no issue.
            Content::Document(text) if path.is_none() && text.trim().is_empty() => Ok(()),
            Content::Document(text) => {
                let kind = path.map(|path| DocumentKind::of_named_file(path, &text));
                if matches!(kind, Some(DocumentKind::Form(_))) {
                    self.skipped += 1;
                    return Ok(());
                }
                let request = Request {
                    is_named: self.request.is_named && !matches!(target, Target::Met(_)),
                    ..self.request.clone()
                };
                let draft = Draft::parse(text, Origin::File);
                let source = Source::File(name);
                self.line.advance();
                let analysis = analyze(Arc::new(draft), path, surroundings, &request);
                self.keep(fix(&analysis, source, None));
                Ok(())
            }
            Content::Issues(input) => {
                let size = path.and_then(|path| Some(path.metadata().ok()?.len()));
                let input = self.line.watch(input, size);
                self.take_issues(input, path, &surroundings).map_err(about)
            }
        }
    }

    /// What surrounds the document at `path`; none where its configuration is not right, which is told once.
    fn around(&mut self, disk: &Disk, path: Option<&Path>) -> Result<Option<Surroundings>, String> {
        match disk.around(path.unwrap_or(Path::new(STANDARD_INPUT)), None) {
            Ok(surroundings) => {
                self.catalog
                    .get_or_insert_with(|| surroundings.catalog.clone());
                Ok(Some(surroundings))
            }
            Err(Obstacle::Configuration(errors)) => {
                for error in errors {
                    self.has_failed = true;
                    if self.told.insert(error.path.clone()) {
                        self.line.clear();
                        tell_configuration_error(&error);
                    }
                }
                Ok(None)
            }
            Err(Obstacle::Template(message)) => Err(message),
        }
    }

    fn take_issues(
        &mut self,
        input: impl Read,
        path: Option<&Path>,
        surroundings: &Surroundings,
    ) -> Result<(), String> {
        let name = path.map(|path| format!("{}: ", harmless(&path.display().to_string())));
        let name = name.unwrap_or_default();
        let request = self.request.clone();
        let mut result = Ok(());
        let feed = |take: &mut dyn FnMut(GhIssue)| {
            result = read_issues(input, &mut |issue| match issue {
                Ok(issue) => {
                    self.line.advance();
                    take(issue);
                }
                Err(message) => self.fail(&format!("{name}{message}")),
            });
        };
        let read = map_in_order(feed, |issue: GhIssue| {
            let analysis = issue.analyze(path, surroundings.clone(), request.clone());
            let source = Source::Issue {
                number: issue.number,
                url: issue.url,
                state: issue.stage,
            };
            fix(&analysis, source, issue.title)
        });
        read.into_iter().for_each(|fix| self.keep(fix));
        result
    }

    fn keep(&mut self, fix: Option<Fix>) {
        match fix {
            Some(fix) => self.fixes.push(fix),
            None => self.skipped += 1,
        }
    }
}

/// What a report needs of a draft; none where it is not about patch releases.
fn fix(analysis: &Analysis, source: Source, title: Option<String>) -> Option<Fix> {
    let fix = analysis.with_context(|context| {
        let is_meant = !context.issue.template.blocks.is_empty();
        is_meant.then(|| Fix::read(context, &analysis.levels, source, title))
    });
    fix.flatten()
}

/// Writes the report to standard output, or to the file that is named instead.
fn write(arguments: &Arguments, status: &Status) -> Result<(), Failure> {
    let write = match arguments.output_format {
        OutputFormat::Markdown => markdown::write,
        OutputFormat::Json => json::write,
        OutputFormat::Csv => csv::write,
        OutputFormat::Html => html::write,
    };
    let Some(file) = arguments.output_file.as_deref().and_then(named_file) else {
        let mut output = BufWriter::new(StandardOutput::lock());
        write(status, &mut output)?;
        return Ok(output.flush()?);
    };
    let mut report = Vec::new();
    write(status, &mut report)?;
    let name = file.display();
    files::write(file, &report).map_err(|message| Failure::Message(format!("{name}: {message}")))
}

/// The release that a version names.
fn version(text: &str) -> Result<Version, String> {
    match read_version(text) {
        VersionText::Version(version) => Ok(version),
        VersionText::Unknown | VersionText::Invalid(_) => {
            Err("this is no release; write it as v1.36.5".to_owned())
        }
    }
}

/// What a fix is on a branch, in words.
struct Words(Cell);

impl fmt::Display for Words {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.state {
            CellState::NotAffected => formatter.write_str("not affected")?,
            CellState::Fixed(version) => write!(formatter, "fixed in v{version}")?,
            CellState::Pending => formatter.write_str("pending")?,
            CellState::EndOfLife => formatter.write_str("end of life")?,
        }
        match self.0.pull_request {
            Some(number) => write!(formatter, " (#{number})"),
            None => Ok(()),
        }
    }
}

/// The page of an issue, where it is one that a browser can be sent to.
fn page(source: &Source) -> Option<&str> {
    let Source::Issue { url: Some(url), .. } = source else {
        return None;
    };
    let is_plain = |byte: u8| {
        byte.is_ascii_graphic()
            && !matches!(
                byte,
                b'<' | b'>' | b'"' | b'\'' | b'(' | b')' | b'\\' | b'`' | b'|'
            )
    };
    (url.starts_with("https://") && url.bytes().all(is_plain)).then_some(url)
}

/// How a report calls an issue: by its number or its file.
fn name(source: &Source) -> String {
    match source {
        Source::Issue { number, .. } => format!("#{number}"),
        Source::File(path) => path.clone(),
    }
}

/// A label without its prefix.
fn bare(label: &str) -> &str {
    label.split_once('/').map_or(label, |(_, bare)| bare)
}
