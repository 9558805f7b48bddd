//! `--output-format json-lines`: the objects of [`json`](super::json), one a line.

use std::io::{self, Write};

use serde::Serialize;

use super::json::records;
use super::{CheckedDocument, harmless_json};

pub(super) fn write(documents: &[CheckedDocument], output: &mut dyn Write) -> io::Result<()> {
    write_values(records(documents), output)
}

/// Writes each of `values` on a line.
pub(super) fn write_values(
    values: impl IntoIterator<Item = impl Serialize>,
    output: &mut dyn Write,
) -> io::Result<()> {
    for value in values {
        writeln!(output, "{}", harmless_json(&serde_json::to_string(&value)?))?;
    }
    Ok(())
}
