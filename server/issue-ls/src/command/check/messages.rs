//! What `issue-ls check` says on standard error.

use std::io::{self, Write};
use std::path::Path;

use issue_body::rules::{Applicability, Severity};
use issue_body::template::{Reason, Selection};

use super::{Arguments, Progress};
use crate::command::output::harmless;
use crate::workspace::{Configuration, ConfigurationError};

/// Writes a message to standard error, whatever stands in it. Where that is gone, the exit code has to do.
pub fn tell(message: &str) {
    for line in message.lines() {
        let _ = writeln!(io::stderr(), "{}", harmless(line));
    }
}

/// Tells what is wrong with a configuration, with its path as short as it can be.
pub fn tell_configuration_error(error: &ConfigurationError) {
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

/// Says of a draft by which template it is read and why.
pub fn explanation(name: &str, selection: Selection<'_>, configuration: &Configuration) -> String {
    let reason = match selection.reason {
        Reason::Requested => "--template names it",
        reason => reason.explanation(),
    };
    let template = &selection.template.name;
    harmless(&format!(
        "{name}: read by the template `{template}`, since {reason}; {}",
        about(configuration)
    ))
}

/// Says of a form file that it is read as one.
pub fn form_explanation(name: &str, configuration: &Configuration) -> String {
    harmless(&format!(
        "{name}: read as a form file; {}",
        about(configuration)
    ))
}

fn about(configuration: &Configuration) -> String {
    match &configuration.path {
        Some(path) => format!("the configuration is `{}`", path.display()),
        None => "there is no configuration".to_owned(),
    }
}

/// Says in a sentence or two what came out.
pub fn write_summary(arguments: &Arguments, progress: &Progress) {
    let Progress {
        checked,
        clean,
        skipped,
        skipped_issues,
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
    let forms = checked.iter().filter(|checked| checked.is_form).count();
    let drafts = checked.len() - forms + clean;
    let documents: Vec<String> = [
        (drafts > 0 || forms == 0).then(|| counted(drafts, "draft", "drafts")),
        (forms > 0).then(|| counted(forms, "form file", "form files")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let documents = documents.join(" and ");
    let fixable = |limit| {
        let mendable = checked.iter().filter(|checked| checked.is_mendable);
        let findings = mendable.flat_map(|checked| &checked.findings);
        let fixes = findings.filter_map(|finding| finding.fix.as_ref());
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
            _ if drafts + forms == 0 => "No draft was checked.".to_owned(),
            true => format!("No findings in {documents}."),
            false => format!("{} in {documents}{hint}.", counts.join(", ")),
        });
    }
    let files = (
        *skipped,
        "Markdown file that is no draft",
        "Markdown files that are no drafts",
    );
    let issues = (
        *skipped_issues,
        "issue that is not of any template here",
        "issues that are not of any template here",
    );
    for (count, one, several) in [files, issues] {
        if count > 0 {
            tell(&format!("Skipped {}.", counted(count, one, several)));
        }
    }
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
