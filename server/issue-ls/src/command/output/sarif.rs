//! `--output-format sarif`: SARIF 2.1.0, which code scanning of GitHub and many viewers read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::io::{self, Write};

use issue_body::rules::{Finding, Fix, Related, RelatedPlace, Rule, Severity, page};
use issue_body::text::{Range, SourceText};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::json::write_value;
use super::{CheckedDocument, row_and_column, shown};
use crate::workspace::Analysis;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What stands in a path of a URI as it is.
const IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

pub(super) fn write(documents: &[CheckedDocument], output: &mut dyn Write) -> io::Result<()> {
    // Each rule is described once, in the order in which it is met.
    let mut rules: Vec<&'static Rule> = Vec::new();
    let mut results = Vec::new();
    for checked in documents {
        for finding in &checked.findings {
            let met = rules.iter().position(|rule| *rule == finding.rule);
            let index = met.unwrap_or_else(|| {
                rules.push(finding.rule);
                rules.len() - 1
            });
            results.push(result(checked, finding, index));
        }
    }
    let rules: Vec<Value> = rules.into_iter().map(descriptor).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    write_value(&log, output)
}

fn descriptor(rule: &'static Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.page.summary},
        "fullDescription": {"text": rule.page.why},
        "help": {"text": page(rule), "markdown": page(rule)},
        "defaultConfiguration": {"level": level(rule.level)},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "note",
    }
}

fn result(checked: &CheckedDocument, finding: &Finding, rule_index: usize) -> Value {
    let source = checked.document.source();
    let mut result = json!({
        "ruleId": finding.rule.name,
        "ruleIndex": rule_index,
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": physical_location(&checked.name, source, finding.range)}],
    });
    let related: Vec<Value> = finding
        .related
        .iter()
        .filter_map(|related| related_location(checked, related))
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some(fix) = finding.fix.as_ref().filter(|_| checked.is_mendable()) {
        result["fixes"] = json!([fix_of(&checked.name, source, fix)]);
    }
    result
}

fn related_location(checked: &CheckedDocument, related: &Related) -> Option<Value> {
    let place = match related.document {
        RelatedPlace::Draft => {
            physical_location(&checked.name, checked.document.source(), related.range)
        }
        RelatedPlace::Template => {
            let draft = checked.document.draft();
            let file = draft.and_then(Analysis::repository_template)?;
            physical_location(&shown(&file.path), file.source(), related.range)
        }
    };
    Some(json!({"physicalLocation": place, "message": {"text": related.message}}))
}

fn fix_of(name: &str, source: SourceText<'_>, fix: &Fix) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "deletedRegion": region(source, edit.range),
                "insertedContent": {"text": edit.content},
            })
        })
        .collect();
    json!({
        "description": {"text": fix.title},
        "artifactChanges": [{
            "artifactLocation": {"uri": uri(name)},
            "replacements": replacements,
        }],
    })
}

fn physical_location(name: &str, source: SourceText<'_>, range: Range) -> Value {
    json!({"artifactLocation": {"uri": uri(name)}, "region": region(source, range)})
}

/// The place, from 1; the end is behind the last character.
fn region(source: SourceText<'_>, range: Range) -> Value {
    let (row, column) = row_and_column(source, range.start);
    let (end_row, end_column) = row_and_column(source, range.end);
    json!({"startLine": row, "startColumn": column, "endLine": end_row, "endColumn": end_column})
}

/// The name of a document as a reference to it.
fn uri(name: &str) -> String {
    let name = name.replace(std::path::MAIN_SEPARATOR, "/");
    let path = utf8_percent_encode(&name, IN_PATHS);
    match name.starts_with('/') {
        true => format!("file://{path}"),
        false => path.to_string(),
    }
}
