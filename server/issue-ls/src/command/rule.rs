//! `issue-ls rule`: the reference, offline. One rule's page, an overview of all, or both as data.

use std::io::{self, Write};

use clap::ValueEnum;
use issue_body::rules::{Availability, RULES, Rule, page};
use serde::Serialize;

use super::Failure;
use super::output::{columns, json_text};
use crate::workspace::known_rule;

/// What `rule` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The rule to explain; without it, an overview of all rules
    name: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    output_format: Format,
}

/// How the reference is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A page to read, or one line a rule
    Text,
    /// An object with all of it, or an array of them
    Json,
}

/// Prints the page of one rule, or the overview.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let text = match (&arguments.name, arguments.output_format) {
        (Some(name), format) => {
            let rule = known_rule(name).map_err(Failure::Message)?;
            match format {
                Format::Text => page(rule),
                Format::Json => json_text(&Entry::new(rule))?,
            }
        }
        (None, Format::Text) => overview(),
        (None, Format::Json) => {
            json_text(&RULES.iter().copied().map(Entry::new).collect::<Vec<_>>())?
        }
    };
    Ok(io::stdout().lock().write_all(text.as_bytes())?)
}

/// One line a rule: name, level, fix, summary.
fn overview() -> String {
    let rows: Vec<[String; 4]> = RULES
        .iter()
        .map(|rule| {
            let level = match rule.level_when_resolved {
                Some(resolved) => {
                    format!("{} ({} when resolved)", rule.level.name(), resolved.name())
                }
                None => rule.level.name().to_owned(),
            };
            let fix = rule.availability.name().to_owned();
            [
                rule.name.to_owned(),
                level,
                fix,
                rule.page.summary.to_owned(),
            ]
        })
        .collect();
    columns(&rows)
}

/// A rule as data.
#[derive(Serialize)]
struct Entry {
    name: &'static str,
    level: &'static str,
    level_when_resolved: &'static str,
    fix: Option<&'static str>,
    summary: &'static str,
    why: &'static str,
    fix_description: &'static str,
    examples: Examples,
}

/// A draft that the rule reports, and the same, mended.
#[derive(Serialize)]
struct Examples {
    bad: &'static str,
    good: &'static str,
}

impl Entry {
    fn new(rule: &'static Rule) -> Entry {
        let page = &rule.page;
        Entry {
            name: rule.name,
            level: rule.level.name(),
            level_when_resolved: rule.level_when_resolved.unwrap_or(rule.level).name(),
            fix: match rule.availability {
                Availability::None => None,
                Availability::Safe => Some("safe"),
                Availability::Sometimes => Some("sometimes"),
                Availability::Unsafe => Some("unsafe"),
            },
            summary: page.summary,
            why: page.why,
            fix_description: page.fix,
            examples: Examples {
                bad: page.bad,
                good: page.good,
            },
        }
    }
}
