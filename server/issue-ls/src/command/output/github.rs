//! `--output-format github`: workflow commands, which GitHub Actions shows as annotations of the files.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::io::{self, Write};

use issue_body::rules::Severity;

use super::{CheckedDocument, row_and_column, sentence};

pub(super) fn write(documents: &[CheckedDocument], output: &mut dyn Write) -> io::Result<()> {
    for checked in documents {
        let source = checked.document.source();
        for finding in &checked.findings {
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Information => "notice",
            };
            let file = property(&checked.name);
            let (row, column) = row_and_column(source, finding.range.start);
            let (end_row, end_column) = row_and_column(source, finding.range.end);
            write!(
                output,
                "::{command} file={file},line={row},endLine={end_row}"
            )?;
            // Columns mean something within one line only.
            if row == end_row {
                write!(output, ",col={column},endColumn={end_column}")?;
            }
            let rule = finding.rule.name;
            let message = data(&sentence(&finding.message));
            writeln!(output, ",title={rule}::{message}")?;
        }
    }
    Ok(())
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
