//! `--statistics`: how many findings each rule has, most frequent first.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::CheckedDocument;

/// How often a rule was broken.
#[derive(Debug, Serialize)]
pub(super) struct Count {
    code: &'static str,
    count: usize,
    fixable: usize,
}

pub(super) fn count(documents: &[CheckedDocument]) -> Vec<Count> {
    let mut counts: BTreeMap<&'static str, Count> = BTreeMap::new();
    for finding in documents.iter().flat_map(|checked| &checked.findings) {
        let code = finding.rule.name;
        let entry = counts.entry(code).or_insert(Count {
            code,
            count: 0,
            fixable: 0,
        });
        entry.count += 1;
        entry.fixable += usize::from(finding.fix.is_some());
    }
    let mut counts: Vec<Count> = counts.into_values().collect();
    counts.sort_by_key(|count| Reverse(count.count));
    counts
}

/// One line for each rule: how many, the rule, and how many of them can be fixed.
pub(super) fn write_text(counts: &[Count], output: &mut dyn Write) -> io::Result<()> {
    let width = counts
        .first()
        .map_or(0, |most| most.count.to_string().len());
    for Count {
        code,
        count,
        fixable,
    } in counts
    {
        write!(output, "{count:>width$} {code}")?;
        match fixable {
            0 => writeln!(output)?,
            fixable => writeln!(output, " ({fixable} fixable)")?,
        }
    }
    Ok(())
}
