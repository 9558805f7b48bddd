//! Runs the rules about form files, and what they share. What is wrong with a form is told by its reader as
//! [`FormProblem`](crate::template::form::FormProblem)s; each rule takes its kinds and says them in a sentence.

use super::RULES;
use super::finding::{Finding, Findings};
use super::rule::{Check, FormContext, Level, Levels};
use crate::template::Stage;
use crate::template::form::MappingKind;
use crate::text::{Range, split_lines};

/// All findings in a form file of the rules that `levels` leaves on, in order of place. The place of each is cut to its
/// first line.
pub fn check_form(context: &FormContext<'_>, levels: &Levels) -> Vec<Finding> {
    let mut findings = Findings::new(Stage::Open);
    for rule in RULES.iter().filter(|rule| levels.of(rule) != Level::Off) {
        if let Check::Form(check) = rule.check {
            check(context, &mut findings);
        }
    }
    let mut findings = findings.into_vec();
    for finding in &mut findings {
        finding.range = first_line_of(context.text, finding.range);
        if let Level::At(severity) = levels.of(finding.rule) {
            finding.severity = severity;
        }
    }
    findings.sort_by_key(|finding| (finding.range, finding.severity, finding.rule.name));
    findings
}

fn first_line_of(text: &str, range: Range) -> Range {
    split_lines(text, range)
        .next()
        .map_or(range, |(line, _)| line)
}

/// What a mapping is called in a sentence.
pub(super) const fn name_of(mapping: MappingKind) -> &'static str {
    match mapping {
        MappingKind::Form => "the form",
        MappingKind::Element(_) => "this element",
        MappingKind::Attributes(_) => "`attributes`",
        MappingKind::Validations(_) => "`validations`",
        MappingKind::CheckboxOption => "this option",
        MappingKind::MarkdownTemplate => "the front matter",
        MappingKind::Chooser => "this file",
        MappingKind::ContactLink => "this link",
    }
}

/// `text` in one line that fits a message.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.trim().lines().next().unwrap_or_default();
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    let start: String = line.chars().take(LONGEST).collect();
    format!("{start}…")
}
