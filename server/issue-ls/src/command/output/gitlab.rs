//! `--output-format gitlab`: a report of code quality, which GitLab shows in a merge request.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::io::{self, Write};

use issue_body::rules::{Finding, Severity};
use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::json::write_value;
use super::{CheckedDocument, row_and_column, sentence};

#[derive(Debug, Serialize)]
struct Record {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

/// Where a finding stands, within one line: its row, from 1.
#[derive(Debug, Serialize)]
struct Lines {
    begin: u32,
}

pub(super) fn write(documents: &[CheckedDocument], output: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let mut records = Vec::new();
    for checked in documents {
        let path = checked.path();
        for finding in &checked.findings {
            records.push(record(checked, &path, finding, &mut fingerprints));
        }
    }
    write_value(&records, output)
}

fn record(
    checked: &CheckedDocument,
    path: &str,
    finding: &Finding,
    fingerprints: &mut Fingerprints,
) -> Record {
    let (begin, _) = row_and_column(checked.source(), finding.range.start);
    Record {
        description: sentence(&finding.message),
        check_name: finding.rule.name,
        fingerprint: fingerprints.next(path, finding),
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Information => "info",
        },
        location: Location {
            path: path.to_owned(),
            lines: Lines { begin },
        },
    }
}
