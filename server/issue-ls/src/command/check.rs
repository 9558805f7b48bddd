//! `issue-ls check`: says what is wrong with drafts, and mends it where it is told to.
//!
//! This file decides which drafts are looked at, what is done with them and how the command ends. Which configuration
//! holds and how a draft is read is decided in [`workspace`](crate::workspace), for the editor alike.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anstream::{AutoStream, ColorChoice};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use issue_body::rules::{Applicability, RULES, Rule, Severity};
use issue_body::syntax::{Draft, Origin};
use issue_body::template::{Reason, Selection, Stage};
use jiff::civil::Date;

use super::Failure;
use super::output::{self, CheckedDraft, OutputFormat, harmless};
use crate::workspace::{
    Analysis, Configuration, ConfigurationError, Request, Resolver, RuleChoice, Source, absolute,
    analyze, files, known_rule, known_template, today,
};

/// The path that means standard input.
const STANDARD_INPUT: &str = "-";

/// What `check` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Drafts, or folders of them; `-` is standard input. Without any, the current folder
    ///
    /// A file that is named is always checked. In a folder only Markdown files that are recognised as drafts are.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Read drafts by this template unless they name one themselves
    #[arg(long, value_name = "NAME", value_parser = template, help_heading = READING)]
    template: Option<String>,
    /// Take drafts that do not tell for issues of this stage
    #[arg(
        long,
        value_parser = PossibleValuesParser::new(Stage::ALL.map(Stage::name)).map(|name| stage(&name)),
        help_heading = READING
    )]
    stage: Option<Stage>,
    /// A label that the issue will get besides those in the draft; several are separated by commas
    #[arg(short, long = "label", value_name = "LABEL", value_delimiter = ',', help_heading = READING)]
    labels: Vec<String>,
    /// Judge releases and branches as on this day, YYYY-MM-DD; otherwise as of today (UTC)
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = READING)]
    as_of: Option<Date>,
    /// The path that standard input is the text of: decides its configuration and stands before its findings
    #[arg(long, value_name = "PATH", help_heading = READING)]
    stdin_filename: Option<PathBuf>,
    /// Use this configuration file for all drafts
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", help_heading = READING)]
    config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, help_heading = READING)]
    isolated: bool,

    /// Check these rules and no others; `all` is all of them, several are separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule_names, help_heading = RULES_HEADING)]
    select: Vec<RuleName>,
    /// Do not check these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule_names, help_heading = RULES_HEADING)]
    ignore: Vec<RuleName>,
    /// End with exit code 1 for findings of this severity or a graver one
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = Severity::Warning.name(),
        value_parser = PossibleValuesParser::new(Severity::ALL.map(Severity::name)).map(|name| severity(&name)),
        help_heading = RULES_HEADING
    )]
    fail_on: Severity,
    /// End with exit code 0 whatever is found
    #[arg(long, help_heading = RULES_HEADING)]
    exit_zero: bool,

    /// Mend what can be mended without changing what the draft says. Standard input is printed, mended
    #[arg(long, help_heading = FIXING)]
    fix: bool,
    /// Mend the rest too, with --fix or --diff: what a person should look at afterwards
    #[arg(long, help_heading = FIXING)]
    unsafe_fixes: bool,
    /// Print what --fix would change and change nothing; exit code 1 if there is something
    #[arg(long, help_heading = FIXING)]
    diff: bool,

    /// How findings are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = OUTPUT)]
    output_format: OutputFormat,
    /// Write the findings to this file
    #[arg(short, long, value_name = "FILE", help_heading = OUTPUT)]
    output_file: Option<PathBuf>,
    /// Write how many findings each rule has instead of the findings
    #[arg(long, help_heading = OUTPUT)]
    statistics: bool,
    /// Whether to use colours; `auto` does on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, help_heading = OUTPUT)]
    color: Color,
    /// Write findings and failures, nothing else
    #[arg(short, long, conflicts_with = "verbose", help_heading = OUTPUT)]
    quiet: bool,
    /// Say of each draft which template it is read by and why
    #[arg(short, long, help_heading = OUTPUT)]
    verbose: bool,
}

const READING: &str = "How drafts are read";
const RULES_HEADING: &str = "What counts";
const FIXING: &str = "Mending";
const OUTPUT: &str = "Output";

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// What `--select` and `--ignore` name.
#[derive(Debug, Clone, Copy)]
enum RuleName {
    All,
    Rule(&'static Rule),
}

/// What happened so far.
#[derive(Debug, Default)]
struct Progress {
    /// The drafts that were checked.
    checked: Vec<CheckedDraft>,
    /// What `--diff` or the mended standard input put on standard output.
    text: String,
    /// Markdown files in folders that are no drafts.
    skipped: usize,
    /// Fixes that were applied, or would be.
    fixed: usize,
    /// Whether a fix would change a draft.
    would_change: bool,
    /// Whether something could not be done.
    has_failed: bool,
    /// Configurations whose errors were told already.
    told: HashSet<PathBuf>,
}

/// A draft that is to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    StandardInput,
    Named(PathBuf),
    /// Met in a folder.
    Met(PathBuf),
}

/// Runs `check`.
///
/// # Errors
/// When the output cannot be written. What goes wrong with one draft is told, the others are checked all the same.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut progress = Progress::default();
    let targets = targets(arguments, &mut progress)?;
    let resolver = Resolver::new(source(arguments));
    for target in &targets {
        if let Err(message) = check(arguments, &resolver, target, &mut progress) {
            progress.fail(&message);
        }
    }
    write_output(arguments, &progress)?;
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
    /// Tells what could not be done; the command will end with exit code 2.
    fn fail(&mut self, message: &str) {
        self.has_failed = true;
        tell(&format!("issue-ls: {message}"));
    }
}

/// Writes a line to standard error. Where that is gone, the exit code has to do.
fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "{message}");
}

fn source(arguments: &Arguments) -> Source {
    match &arguments.config {
        Some(file) => Source::File(file.clone()),
        None if arguments.isolated => Source::Isolated,
        None => Source::Nearest,
    }
}

/// What is to be checked, each file once, in the order in which it was named.
fn targets(arguments: &Arguments, progress: &mut Progress) -> Result<Vec<Target>, Failure> {
    let current = [PathBuf::from(".")];
    let input = [PathBuf::from(STANDARD_INPUT)];
    let reads_input = arguments.paths.contains(&input[0]);
    let paths: &[PathBuf] = match (arguments.paths.as_slice(), &arguments.stdin_filename) {
        ([], Some(_)) => &input,
        ([], None) => &current,
        (_, Some(_)) if !reads_input => {
            let message = "--stdin-filename needs `-` among the paths, or no path at all";
            return Err(Failure::Message(message.to_owned()));
        }
        (paths, _) => paths,
    };
    // A file that is named is checked as such, even where it is met in a folder before.
    let is_named = |path: &Path| paths.iter().any(|named| absolute(named) == absolute(path));
    let mut seen = HashSet::new();
    let mut targets = Vec::new();
    for path in paths {
        if path == Path::new(STANDARD_INPUT) {
            if !targets.contains(&Target::StandardInput) {
                targets.push(Target::StandardInput);
            }
        } else if path.is_dir() {
            for file in files::markdown_files(path) {
                match file {
                    Ok(file) if is_named(&file) => {}
                    Ok(file) if seen.insert(absolute(&file)) => {
                        targets.push(Target::Met(shorten(file)))
                    }
                    Ok(_) => {}
                    Err(message) => progress.fail(&message),
                }
            }
        } else if seen.insert(absolute(path)) {
            targets.push(Target::Named(path.clone()));
        }
    }
    Ok(targets)
}

/// `./drafts/a.md` is `drafts/a.md`.
fn shorten(path: PathBuf) -> PathBuf {
    path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
}

/// Checks one draft, and mends it where that is wanted.
fn check(
    arguments: &Arguments,
    resolver: &Resolver,
    target: &Target,
    progress: &mut Progress,
) -> Result<(), String> {
    let (name, path, text) = match target {
        Target::StandardInput => {
            let path = arguments.stdin_filename.as_deref();
            let name = path
                .unwrap_or(Path::new(STANDARD_INPUT))
                .display()
                .to_string();
            (name, path, files::read_standard_input())
        }
        Target::Named(path) | Target::Met(path) => (
            path.display().to_string(),
            Some(path.as_path()),
            files::read(path),
        ),
    };
    let about = |message: String| format!("{}: {message}", harmless(&name));
    let text = text.map_err(about)?;
    // Without a path, standard input is taken for a draft in the current folder.
    let place = path.unwrap_or(Path::new(STANDARD_INPUT));
    let configuration = match resolver.resolve(Some(place)) {
        Ok(configuration) => configuration,
        Err(error) => {
            progress.has_failed = true;
            if progress.told.insert(error.path.clone()) {
                tell_error(&error);
            }
            return Ok(());
        }
    };
    let request = request(arguments, !matches!(target, Target::Met(_)));
    let read = |text: String| {
        analyze(
            Arc::new(Draft::parse(text, Origin::File)),
            path,
            &configuration,
            &request,
        )
    };
    let mut analysis = read(text);
    let Some(selection) = analysis.selection else {
        progress.skipped += 1;
        return Ok(());
    };
    if arguments.verbose {
        tell(&explanation(&name, selection, &configuration));
    }
    if arguments.fix || arguments.diff {
        let fixed = analysis.fixed(limit(arguments));
        let has_changed = *fixed.text != *analysis.draft.text;
        progress.would_change |= has_changed;
        if arguments.diff {
            progress.text.push_str(&diff(&name, &analysis, &fixed.text));
        } else if *target == Target::StandardInput {
            progress.text.push_str(&fixed.text);
        } else if let (Some(path), true) = (path, has_changed) {
            files::write(path, fixed.text.as_bytes()).map_err(about)?;
        }
        progress.fixed += fixed.applied;
        if !arguments.diff {
            analysis = read(fixed.text);
        }
    }
    progress.checked.push(CheckedDraft {
        findings: analysis.findings(),
        draft: analysis.draft,
        name,
    });
    Ok(())
}

/// Tells what is wrong with a configuration, with its path as short as it can be.
fn tell_error(error: &ConfigurationError) {
    let shown = std::env::current_dir()
        .ok()
        .and_then(|folder| error.path.strip_prefix(folder).ok().map(Path::to_owned));
    let error = ConfigurationError {
        path: shown.unwrap_or_else(|| error.path.clone()),
        problems: error.problems.clone(),
    };
    for line in error.to_string().lines() {
        tell(&format!("issue-ls: {}", harmless(line)));
    }
}

fn request(arguments: &Arguments, is_named: bool) -> Request {
    let rules = |names: &[RuleName]| -> Vec<&'static Rule> {
        names
            .iter()
            .flat_map(|name| match name {
                RuleName::All => RULES.to_vec(),
                RuleName::Rule(rule) => vec![*rule],
            })
            .collect()
    };
    let labels = arguments.labels.iter().map(|label| label.trim().to_owned());
    Request {
        template: arguments.template.clone(),
        stage: arguments.stage,
        labels: labels.filter(|label| !label.is_empty()).collect(),
        is_named,
        rules: RuleChoice {
            selected: (!arguments.select.is_empty()).then(|| rules(&arguments.select)),
            ignored: rules(&arguments.ignore),
        },
        ..Request::on(arguments.as_of.unwrap_or_else(today))
    }
}

const fn limit(arguments: &Arguments) -> Applicability {
    if arguments.unsafe_fixes {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    }
}

fn explanation(name: &str, selection: Selection<'_>, configuration: &Configuration) -> String {
    let reason = match selection.reason {
        Reason::FrontMatter => "its front matter names it",
        Reason::Directive => "a comment in it names it",
        Reason::Requested => "--template names it",
        Reason::Configured => "`drafts` in the configuration names it",
        Reason::ReleaseBlock => "a release block stands in the draft",
        Reason::Headings => "headings of its sections stand in the draft",
        Reason::Fallback => "nothing else tells and it is the default",
    };
    let configuration = match &configuration.path {
        Some(path) => format!("the configuration is `{}`", path.display()),
        None => "there is no configuration".to_owned(),
    };
    let template = &selection.template.name;
    harmless(&format!(
        "{name}: read by the template `{template}`, since {reason}; {configuration}"
    ))
}

fn diff(name: &str, analysis: &Analysis, fixed: &str) -> String {
    similar::TextDiff::from_lines(&*analysis.draft.text, fixed)
        .unified_diff()
        .header(name, name)
        .to_string()
}

/// Writes what belongs on standard output, or into the file that is named instead.
fn write_output(arguments: &Arguments, progress: &Progress) -> Result<(), Failure> {
    let prints_draft = arguments.fix && !arguments.diff && !progress.text.is_empty();
    let choice = match arguments.color {
        Color::Auto if arguments.output_file.is_some() => ColorChoice::Never,
        Color::Auto if prints_draft => AutoStream::choice(&io::stderr()),
        Color::Auto => AutoStream::choice(&io::stdout()),
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    let is_coloured = choice != ColorChoice::Never;
    let mut findings = Vec::new();
    if arguments.diff {
        findings.extend_from_slice(progress.text.as_bytes());
    } else if arguments.statistics {
        output::write_statistics(arguments.output_format, &progress.checked, &mut findings)?;
    } else {
        output::write(
            arguments.output_format,
            &progress.checked,
            is_coloured,
            &mut findings,
        )?;
    }
    if prints_draft {
        write_all(io::stdout().lock(), progress.text.as_bytes())?;
    }
    if let Some(file) = &arguments.output_file {
        let name = file.display();
        return files::write(file, &findings)
            .map_err(|message| Failure::Message(format!("{name}: {message}")));
    }
    let choice = if is_coloured {
        ColorChoice::Always
    } else {
        ColorChoice::Never
    };
    match (prints_draft, is_coloured) {
        (true, true) => write_all(AutoStream::new(io::stderr(), choice), &findings),
        (true, false) => write_all(io::stderr(), &findings),
        (false, true) => write_all(AutoStream::new(io::stdout(), choice), &findings),
        (false, false) => write_all(io::stdout().lock(), &findings),
    }
}

/// Writes `bytes`. A reader that has seen enough changes nothing about how the command ends.
fn write_all(mut stream: impl Write, bytes: &[u8]) -> Result<(), Failure> {
    match stream.write_all(bytes).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}

/// Says in a sentence or two what came out.
fn write_summary(arguments: &Arguments, progress: &Progress) {
    let Progress {
        checked,
        skipped,
        fixed,
        ..
    } = progress;
    if *fixed > 0 {
        let verb = if arguments.diff {
            "Would mend"
        } else {
            "Mended"
        };
        tell(&format!(
            "{verb} {}.",
            counted(*fixed, "finding", "findings")
        ));
    }
    let findings = || checked.iter().flat_map(|checked| &checked.findings);
    let counts: Vec<String> = Severity::ALL
        .into_iter()
        .filter_map(|severity| {
            let count = findings()
                .filter(|finding| finding.severity == severity)
                .count();
            let (one, several) = match severity {
                Severity::Error => ("error", "errors"),
                Severity::Warning => ("warning", "warnings"),
                Severity::Information => ("for information", "for information"),
            };
            (count > 0).then(|| counted(count, one, several))
        })
        .collect();
    let drafts = counted(checked.len(), "draft", "drafts");
    let fixable = |limit| {
        let fixes = findings().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.applicability == limit).count()
    };
    let (safe, r#unsafe) = (fixable(Applicability::Safe), fixable(Applicability::Unsafe));
    let hint = match (safe, r#unsafe) {
        _ if arguments.diff => String::new(),
        (0, 0) => String::new(),
        (safe, 0) => format!(", {safe} fixable with --fix"),
        (0, r#unsafe) => format!(", {} fixable with --fix --unsafe-fixes", r#unsafe),
        (safe, r#unsafe) => format!(
            ", {safe} fixable with --fix and {} more with --unsafe-fixes",
            r#unsafe
        ),
    };
    if !arguments.diff {
        tell(&match counts.is_empty() {
            _ if checked.is_empty() => "No draft was checked.".to_owned(),
            true => format!("No findings in {drafts}."),
            false => format!("{} in {drafts}{hint}.", counts.join(", ")),
        });
    }
    if *skipped > 0 {
        let files = counted(
            *skipped,
            "Markdown file that is no draft",
            "Markdown files that are no drafts",
        );
        tell(&format!("Skipped {files}."));
    }
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn template(name: &str) -> Result<String, String> {
    known_template(name).map(|()| name.to_owned())
}

fn rule_names(name: &str) -> Result<RuleName, String> {
    match name.trim() {
        "all" => Ok(RuleName::All),
        name => known_rule(name).map(RuleName::Rule),
    }
}

fn stage(name: &str) -> Stage {
    Stage::from_name(name).expect("only the names of stages are let through")
}

fn severity(name: &str) -> Severity {
    Severity::from_name(name).expect("only the names of severities are let through")
}

/// A day as ISO 8601 writes it, and in no other of its ways.
fn day(text: &str) -> Result<Date, String> {
    let has_form =
        text.len() == "2026-09-01".len() && text.bytes().filter(|byte| *byte == b'-').count() == 2;
    let day = text.parse().ok().filter(|_| has_form);
    day.ok_or_else(|| "this is no day; write it as YYYY-MM-DD, such as 2026-09-01".to_owned())
}
