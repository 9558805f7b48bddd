//! What `issue-ls check` can be told, and which values its options take.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum, ValueHint};
use issue_body::rules::{Applicability, RULES, Rule, Severity};
use jiff::civil::Date;

use crate::command::Failure;
use crate::command::one_draft::{ConfigurationArguments, ReadingArguments, named_file};
use crate::command::output::{OutputFormat, StatisticsFormat};
use crate::workspace::{Request, RuleChoice, known_rule, today};

/// What `check` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Drafts and issue forms, or folders of them; `-` is standard input. Without any, the current folder
    ///
    /// A file that is named is always checked, but with --skip-unknown. In a folder only Markdown files that are recognised as drafts are, and YAML
    /// files in a folder ISSUE_TEMPLATE. A file whose name ends in .json, .jsonl or .ndjson holds issues that are on GitHub
    /// already, as `gh issue list --json number,title,body,labels,state,url` prints them; standard input can hold them
    /// too.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    #[command(flatten, next_help_heading = READING)]
    pub reading: ReadingArguments,
    /// Judge releases and branches as on this day, YYYY-MM-DD; otherwise as of today (UTC)
    #[arg(long, value_name = "DATE", value_parser = day, value_hint = ValueHint::Other, help_heading = READING)]
    pub as_of: Option<Date>,
    /// The path that standard input is the text of: decides its configuration and stands before its findings
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath, help_heading = READING)]
    pub stdin_filename: Option<PathBuf>,
    /// Pass over files and issues that are not recognised as drafts, even where they are named; for pre-commit and bots,
    /// which name whatever there is
    #[arg(long, help_heading = READING)]
    pub skip_unknown: bool,
    #[command(flatten, next_help_heading = READING)]
    pub configuration: ConfigurationArguments,

    /// Check these rules and no others; `all` is all of them, several are separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule_names, help_heading = RULES_HEADING)]
    pub select: Vec<RuleName>,
    /// Do not check these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule_names, help_heading = RULES_HEADING)]
    pub ignore: Vec<RuleName>,
    /// End with exit code 1 for findings of this severity or a graver one
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = Severity::Warning.name(),
        value_parser = severities(),
        help_heading = RULES_HEADING
    )]
    pub fail_on: Severity,
    /// End with exit code 0 whatever is found
    #[arg(long, help_heading = RULES_HEADING)]
    pub exit_zero: bool,

    /// Mend what can be mended without changing what the draft says. Standard input is printed, mended
    #[arg(long, help_heading = FIXING)]
    pub fix: bool,
    /// Mend the rest too, with --fix or --diff: what a person should look at afterwards
    #[arg(long, help_heading = FIXING)]
    pub unsafe_fixes: bool,
    /// Print what --fix would change, instead of findings, and change nothing; exit code 1 if there is something
    #[arg(long, help_heading = FIXING)]
    pub diff: bool,

    /// How findings are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = OUTPUT)]
    pub output_format: OutputFormat,
    /// Write the findings to this file; `-` is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = OUTPUT)]
    output_file: Option<PathBuf>,
    /// Write how many findings each rule has instead of the findings; with full, concise, json or json-lines
    #[arg(long, help_heading = OUTPUT)]
    pub statistics: bool,
    /// Whether to use colours; `auto` does on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, help_heading = OUTPUT)]
    pub color: Color,
    /// Write findings and failures, nothing else
    #[arg(short, long, conflicts_with = "verbose", help_heading = OUTPUT)]
    pub quiet: bool,
    /// Say of each draft which template it is read by and why
    #[arg(short, long, help_heading = OUTPUT)]
    pub verbose: bool,
}

const READING: &str = "How drafts are read";
const RULES_HEADING: &str = "What counts";
const FIXING: &str = "Mending";
const OUTPUT: &str = "Output";

/// What is written of all that was found out.
#[derive(Debug, Clone, Copy)]
pub enum View {
    /// What fixes would change.
    Diff,
    /// How many findings each rule has.
    Statistics(StatisticsFormat),
    /// The findings.
    Findings(OutputFormat),
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// What `--select` and `--ignore` name.
#[derive(Debug, Clone, Copy)]
pub enum RuleName {
    /// All of them.
    All,
    /// This one.
    Rule(&'static Rule),
}

impl Arguments {
    /// The file that findings go to; none for standard output.
    pub fn output_file(&self) -> Option<&Path> {
        self.output_file.as_deref().and_then(named_file)
    }

    /// What is asked of a draft that somebody named, or that was met in a folder.
    pub fn request(&self, is_named: bool) -> Request {
        let rules = |names: &[RuleName]| -> Vec<&'static Rule> {
            names
                .iter()
                .flat_map(|name| match name {
                    RuleName::All => RULES.to_vec(),
                    RuleName::Rule(rule) => vec![*rule],
                })
                .collect()
        };
        Request {
            is_named: is_named && !self.skip_unknown,
            rules: RuleChoice {
                selected: (!self.select.is_empty()).then(|| rules(&self.select)),
                ignored: rules(&self.ignore),
            },
            ..self.reading.request(self.as_of.unwrap_or_else(today))
        }
    }

    /// What the user asked to see.
    ///
    /// # Errors
    /// When statistics are wanted in a format that has none.
    pub fn view(&self) -> Result<View, Failure> {
        let format = self.output_format;
        match (self.statistics, format.of_statistics()) {
            (true, None) => Err(Failure::Message(
                "--statistics cannot be written in this --output-format; write full, concise, json or json-lines"
                    .to_owned(),
            )),
            _ if self.diff => Ok(View::Diff),
            (true, Some(format)) => Ok(View::Statistics(format)),
            (false, _) => Ok(View::Findings(format)),
        }
    }

    /// Which fixes are wanted.
    pub const fn limit(&self) -> Applicability {
        if self.unsafe_fixes {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        }
    }
}

fn rule_names(name: &str) -> Result<RuleName, String> {
    match name.trim() {
        "all" => Ok(RuleName::All),
        name => known_rule(name).map(RuleName::Rule),
    }
}

/// Reads the name of a severity.
pub fn severities() -> impl TypedValueParser<Value = Severity> {
    let severity = |name: String| Severity::from_name(&name);
    PossibleValuesParser::new(Severity::ALL.map(Severity::name))
        .map(move |name| severity(name).expect("only the names of severities are let through"))
}

/// A day as ISO 8601 writes it, and in no other of its ways.
///
/// # Errors
/// When it is none; the message shows how to write one.
pub fn day(text: &str) -> Result<Date, String> {
    let has_form =
        text.len() == "2026-09-01".len() && text.bytes().filter(|byte| *byte == b'-').count() == 2;
    let day = text.parse().ok().filter(|_| has_form);
    day.ok_or_else(|| "this is no day; write it as YYYY-MM-DD, such as 2026-09-01".to_owned())
}
