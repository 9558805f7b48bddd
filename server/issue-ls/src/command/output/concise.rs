//! `--output-format concise`: one line for each finding, as compilers write them, so that editors can jump to the place.

use std::io::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Style};

use super::{CheckedDocument, harmless, row_and_column, sentence};
use issue_body::rules::{Finding, Severity};

pub(super) fn write(
    documents: &[CheckedDocument],
    is_coloured: bool,
    output: &mut dyn Write,
) -> io::Result<()> {
    for checked in documents {
        for finding in &checked.findings {
            let style = if is_coloured {
                style(finding.severity)
            } else {
                Style::new()
            };
            writeln!(output, "{}", styled_line(checked, finding, style))?;
        }
    }
    Ok(())
}

/// All that is said of a finding on one line, for the formats that carry texts for people.
pub(super) fn line(checked: &CheckedDocument, finding: &Finding) -> String {
    styled_line(checked, finding, Style::new())
}

fn styled_line(checked: &CheckedDocument, finding: &Finding, style: Style) -> String {
    let name = harmless(&checked.name);
    let (row, column) = row_and_column(checked.source(), finding.range.start);
    let (severity, rule) = (finding.severity.name(), finding.rule.name);
    let message = sentence(&finding.message);
    format!("{name}:{row}:{column}: {style}{severity}[{rule}]{style:#} {message}")
}

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Information => AnsiColor::BrightBlue,
    };
    color.on_default().bold()
}
