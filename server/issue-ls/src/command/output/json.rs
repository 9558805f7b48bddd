//! `--output-format json`: one array with an object for each finding.
//!
//! Keys keep their names, their order and their meaning; programs rely on them.

use std::io::{self, Write};

use issue_body::rules::{Finding, Fix};
use issue_body::text::{Edit, SourceText};
use serde::Serialize;

use super::{CheckedDocument, json_text, row_and_column};

pub(super) fn write(documents: &[CheckedDocument], output: &mut dyn Write) -> io::Result<()> {
    write_value(&records(documents).collect::<Vec<_>>(), output)
}

/// Writes `value` for people to read, too.
pub(super) fn write_value(value: &impl Serialize, output: &mut dyn Write) -> io::Result<()> {
    output.write_all(json_text(value)?.as_bytes())
}

/// All findings, in order.
pub(super) fn records(documents: &[CheckedDocument]) -> impl Iterator<Item = Record<'_>> {
    documents.iter().flat_map(|checked| {
        let findings = checked.findings.iter();
        findings.map(|finding| Record::new(&checked.name, checked.source(), finding))
    })
}

/// A finding.
#[derive(Debug, Serialize)]
pub(super) struct Record<'document> {
    code: &'static str,
    severity: &'static str,
    message: &'document str,
    filename: &'document str,
    location: Location,
    end_location: Location,
    fix: Option<FixRecord<'document>>,
}

/// A place: row and column from 1, the column in Unicode scalar values.
#[derive(Debug, Serialize)]
struct Location {
    row: u32,
    column: u32,
}

#[derive(Debug, Serialize)]
struct FixRecord<'document> {
    applicability: &'static str,
    message: &'document str,
    edits: Vec<EditRecord<'document>>,
}

#[derive(Debug, Serialize)]
struct EditRecord<'document> {
    content: &'document str,
    location: Location,
    end_location: Location,
}

impl<'document> Record<'document> {
    fn new(
        filename: &'document str,
        source: SourceText<'_>,
        finding: &'document Finding,
    ) -> Record<'document> {
        Record {
            code: finding.rule.name,
            severity: finding.severity.name(),
            message: &finding.message,
            filename,
            location: Location::new(source, finding.range.start),
            end_location: Location::new(source, finding.range.end),
            fix: finding.fix.as_ref().map(|fix| FixRecord::new(source, fix)),
        }
    }
}

impl Location {
    fn new(source: SourceText<'_>, offset: usize) -> Location {
        let (row, column) = row_and_column(source, offset);
        Location { row, column }
    }
}

impl<'document> FixRecord<'document> {
    fn new(source: SourceText<'_>, fix: &'document Fix) -> FixRecord<'document> {
        let edit = |edit: &'document Edit| EditRecord {
            content: &edit.content,
            location: Location::new(source, edit.range.start),
            end_location: Location::new(source, edit.range.end),
        };
        FixRecord {
            applicability: fix.applicability.name(),
            message: &fix.title,
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}
