//! `--output-format github`: workflow commands, which GitHub Actions shows as annotations of the files.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::io::{self, Write};

use issue_body::rules::{Finding, Severity};

use super::{CheckedDocument, concise, harmless, row_and_column};

pub(super) fn write(documents: &[CheckedDocument], output: &mut dyn Write) -> io::Result<()> {
    for checked in documents {
        let file = property(&harmless(&checked.path()));
        for finding in &checked.findings {
            // The log shows the message alone, so that has to name the place too.
            let message = data(&concise::line(checked, finding));
            let (command, place) = (command(finding.severity), place(checked, finding));
            let title = property(finding.rule.name);
            writeln!(
                output,
                "::{command} file={file},{place},title={title}::{message}"
            )?;
        }
    }
    Ok(())
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "notice",
    }
}

/// Where a finding stands: always within one line, so columns mean something.
fn place(checked: &CheckedDocument, finding: &Finding) -> String {
    let source = checked.source();
    let (row, column) = row_and_column(source, finding.range.start);
    let (end_row, end_column) = row_and_column(source, finding.range.end);
    format!("line={row},endLine={end_row},col={column},endColumn={end_column}")
}

/// A message, as the runner reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, as the runner reads it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
