//! `--output-format gitlab`: a report of code quality, which GitLab shows in a merge request.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::collections::HashMap;
use std::io::{self, Write};

use issue_body::rules::{Finding, Severity};
use serde::Serialize;

use super::json::write_value;
use super::{CheckedDocument, row_and_column};

#[derive(Debug, Serialize)]
struct Record<'document> {
    description: &'document str,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'document>,
}

#[derive(Debug, Serialize)]
struct Location<'document> {
    path: &'document str,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(super) fn write(documents: &[CheckedDocument], output: &mut dyn Write) -> io::Result<()> {
    let mut records = Vec::new();
    for checked in documents {
        let source = checked.document.source();
        let mut met: HashMap<(&str, &str), usize> = HashMap::new();
        for finding in &checked.findings {
            let count = met
                .entry((finding.rule.name, &finding.message))
                .or_default();
            *count += 1;
            records.push(Record {
                description: &finding.message,
                check_name: finding.rule.name,
                fingerprint: fingerprint(&checked.name, finding, *count),
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Information => "info",
                },
                location: Location {
                    path: &checked.name,
                    lines: Lines {
                        begin: row_and_column(source, finding.range.start).0,
                        end: row_and_column(source, finding.range.end).0,
                    },
                },
            });
        }
    }
    write_value(&records, output)
}

/// What tells a finding from all others, and stays the same when lines are added above it: a hash (FNV-1a, 64 bits) of its
/// file, rule and message, and of how many like it the file has up to it.
fn fingerprint(name: &str, finding: &Finding, count: usize) -> String {
    let count = count.to_string();
    let parts = [name, finding.rule.name, &finding.message, &count];
    let hash = parts
        .iter()
        .flat_map(|part| part.bytes().chain([0xff]))
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}
