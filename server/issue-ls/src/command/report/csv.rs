//! `--output-format csv`: one line for each issue, for spreadsheets. Lines end as RFC 4180 has them.

use std::io::{self, Write};

use issue_body::report::{Source, Status};

use super::Words;
use crate::command::output::State;

/// What is the same for every report; a column for each branch follows.
const COLUMNS: [&str; 9] = [
    "number",
    "file",
    "title",
    "url",
    "state",
    "priority",
    "sigs",
    "introduced_in",
    "incomplete",
];

pub(super) fn write(status: &Status, output: &mut dyn Write) -> io::Result<()> {
    let branches = status.branches.iter().map(ToString::to_string);
    write_row(
        COLUMNS.map(ToOwned::to_owned).into_iter().chain(branches),
        output,
    )?;
    for fix in &status.fixes {
        let (number, file, url, state) = match &fix.source {
            Source::Issue { number, url, state } => (
                number.to_string(),
                String::new(),
                url.clone().unwrap_or_default(),
                state.map_or("", |stage| State::from(stage).name()),
            ),
            Source::File(path) => (String::new(), path.clone(), String::new(), ""),
        };
        let row = [
            number,
            file,
            fix.title.clone().unwrap_or_default(),
            url,
            state.to_owned(),
            fix.priority.clone().unwrap_or_default(),
            fix.sigs.join(" "),
            fix.introduced_in.join(" "),
            fix.problems.join(" "),
        ];
        let cells = status.cells(fix).map(|(_, cell)| Words(cell).to_string());
        write_row(row.into_iter().chain(cells), output)?;
    }
    Ok(())
}

fn write_row(fields: impl Iterator<Item = String>, output: &mut dyn Write) -> io::Result<()> {
    for (column, field) in fields.enumerate() {
        let separator = if column == 0 { "" } else { "," };
        write!(output, "{separator}{}", quoted(&field))?;
    }
    output.write_all(b"\r\n")
}

/// A field as it is written. A spreadsheet would run a title that begins like a formula, so an apostrophe stands before it.
fn quoted(field: &str) -> String {
    let guard = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    if field.contains(['"', ',', '\n', '\r']) {
        format!("\"{guard}{}\"", field.replace('"', "\"\""))
    } else {
        format!("{guard}{field}")
    }
}
