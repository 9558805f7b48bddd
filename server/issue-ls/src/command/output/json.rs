//! `--output-format json`: one array with an object for each finding.
//!
//! Keys keep their names, their order and their meaning; programs rely on them.

use std::io::{self, Write};

use issue_body::rules::{Finding, Fix};
use issue_body::syntax::Draft;
use issue_body::text::Edit;
use serde::Serialize;

use super::{CheckedDraft, row_and_column};

pub(super) fn write(drafts: &[CheckedDraft], output: &mut dyn Write) -> io::Result<()> {
    write_value(&records(drafts).collect::<Vec<_>>(), output)
}

/// Writes `value` for people to read, too.
pub(super) fn write_value(value: &impl Serialize, mut output: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut output, value)?;
    writeln!(output)
}

/// All findings, in order.
pub(super) fn records(drafts: &[CheckedDraft]) -> impl Iterator<Item = Record<'_>> {
    drafts.iter().flat_map(|checked| {
        let findings = checked.findings.iter();
        findings.map(|finding| Record::new(&checked.name, &checked.draft, finding))
    })
}

/// A finding.
#[derive(Debug, Serialize)]
pub(super) struct Record<'draft> {
    code: &'static str,
    severity: &'static str,
    message: &'draft str,
    filename: &'draft str,
    location: Location,
    end_location: Location,
    fix: Option<FixRecord<'draft>>,
}

/// A place: row and column from 1, the column in Unicode scalar values.
#[derive(Debug, Serialize)]
struct Location {
    row: u32,
    column: u32,
}

#[derive(Debug, Serialize)]
struct FixRecord<'draft> {
    applicability: &'static str,
    message: &'draft str,
    edits: Vec<EditRecord<'draft>>,
}

#[derive(Debug, Serialize)]
struct EditRecord<'draft> {
    content: &'draft str,
    location: Location,
    end_location: Location,
}

impl<'draft> Record<'draft> {
    fn new(filename: &'draft str, draft: &Draft, finding: &'draft Finding) -> Record<'draft> {
        Record {
            code: finding.rule.name,
            severity: finding.severity.name(),
            message: &finding.message,
            filename,
            location: Location::new(draft, finding.range.start),
            end_location: Location::new(draft, finding.range.end),
            fix: finding.fix.as_ref().map(|fix| FixRecord::new(draft, fix)),
        }
    }
}

impl Location {
    fn new(draft: &Draft, offset: usize) -> Location {
        let (row, column) = row_and_column(draft, offset);
        Location { row, column }
    }
}

impl<'draft> FixRecord<'draft> {
    fn new(draft: &Draft, fix: &'draft Fix) -> FixRecord<'draft> {
        let edit = |edit: &'draft Edit| EditRecord {
            content: &edit.content,
            location: Location::new(draft, edit.range.start),
            end_location: Location::new(draft, edit.range.end),
        };
        FixRecord {
            applicability: fix.applicability.name(),
            message: &fix.title,
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}
