//! `--output-format json`: one object for programs.
//!
//! Keys keep their names, their order and their meaning; a key may be added.

use std::io::{self, Write};

use issue_body::report::{Cell, CellState, Fix, Named, ReleaseStatus, Source, Status};
use serde::Serialize;

use crate::command::output::{IssueRecord, State};

/// The version of the format.
const SCHEMA_VERSION: u32 = 1;

pub(super) fn write(status: &Status, mut output: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut output, &Record::new(status))?;
    writeln!(output)
}

#[derive(Debug, Serialize)]
struct Record<'status> {
    schema_version: u32,
    as_of: String,
    branches: Vec<String>,
    fixes: Vec<FixRecord<'status>>,
    release: Option<ReleaseRecord<'status>>,
    incomplete: Vec<IncompleteRecord<'status>>,
}

#[derive(Debug, Serialize)]
struct FixRecord<'status> {
    issue: Option<IssueRecord<'status>>,
    file: Option<&'status str>,
    priority: Option<&'status str>,
    sigs: &'status [String],
    introduced_in: &'status [String],
    cells: Named<CellRecord>,
}

#[derive(Debug, Serialize)]
struct CellRecord {
    state: &'static str,
    version: Option<String>,
    pull_request: Option<u64>,
}

#[derive(Debug, Serialize)]
struct ReleaseRecord<'status> {
    version: String,
    fixes: Vec<Name<'status>>,
    known_issues: Vec<Name<'status>>,
}

/// An issue by its number, or a draft by its file.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Name<'status> {
    Number(u64),
    File(&'status str),
}

#[derive(Debug, Serialize)]
struct IncompleteRecord<'status> {
    number: Option<u64>,
    file: Option<&'status str>,
    rules: &'status [&'static str],
}

impl<'status> Record<'status> {
    fn new(status: &'status Status) -> Record<'status> {
        let incomplete = status.incomplete().map(|fix| IncompleteRecord {
            number: fix.number(),
            file: file(fix),
            rules: &fix.problems,
        });
        Record {
            schema_version: SCHEMA_VERSION,
            as_of: status.as_of.to_string(),
            branches: status.branches.iter().map(ToString::to_string).collect(),
            fixes: status
                .fixes
                .iter()
                .map(|fix| FixRecord::new(status, fix))
                .collect(),
            release: status
                .release
                .as_ref()
                .map(|release| ReleaseRecord::new(status, release)),
            incomplete: incomplete.collect(),
        }
    }
}

impl<'status> FixRecord<'status> {
    fn new(status: &'status Status, fix: &'status Fix) -> FixRecord<'status> {
        let issue = match &fix.source {
            Source::Issue { number, url, state } => Some(IssueRecord {
                number: *number,
                title: fix.title.as_deref(),
                url: url.as_deref(),
                state: state.map(State::from),
            }),
            Source::File(_) => None,
        };
        let cells = status.cells(fix);
        FixRecord {
            issue,
            file: file(fix),
            priority: fix.priority.as_deref(),
            sigs: &fix.sigs,
            introduced_in: &fix.introduced_in,
            cells: Named(
                cells
                    .map(|(branch, cell)| (branch.to_string(), CellRecord::new(&cell)))
                    .collect(),
            ),
        }
    }
}

impl CellRecord {
    fn new(cell: &Cell) -> CellRecord {
        let (state, version) = match &cell.state {
            CellState::NotAffected => ("not-affected", None),
            CellState::Fixed(version) => ("fixed", Some(format!("v{version}"))),
            CellState::Pending => ("pending", None),
            CellState::EndOfLife => ("end-of-life", None),
        };
        CellRecord {
            state,
            version,
            pull_request: cell.pull_request,
        }
    }
}

impl<'status> ReleaseRecord<'status> {
    fn new(status: &'status Status, release: &ReleaseStatus) -> ReleaseRecord<'status> {
        let names = |places: &[usize]| {
            let fixes = places.iter().map(|place| &status.fixes[*place]);
            fixes
                .map(|fix| match &fix.source {
                    Source::Issue { number, .. } => Name::Number(*number),
                    Source::File(path) => Name::File(path),
                })
                .collect()
        };
        ReleaseRecord {
            version: format!("v{}", release.version),
            fixes: names(&release.fixes),
            known_issues: names(&release.known_issues),
        }
    }
}

fn file(fix: &Fix) -> Option<&str> {
    match &fix.source {
        Source::Issue { .. } => None,
        Source::File(path) => Some(path),
    }
}
