//! `--output-format sarif`: SARIF 2.1.0, which code scanning of GitHub and many viewers read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::io::{self, Write};
use std::path::Path;

use issue_body::rules::{Finding, Fix, Related, RelatedPlace, Rule, Severity, page};
use issue_body::text::{Range, SourceText};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::json::write_value;
use super::{CheckedDocument, portable, row_and_column, sentence};
use crate::project;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Under which name a finding has its fingerprint; another number is due when it is made of other things.
const FINGERPRINT: &str = "issueLs/v1";

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
    let mut fingerprints = Fingerprints::default();
    let mut results = Vec::new();
    for checked in documents {
        let path = checked.path();
        for finding in &checked.findings {
            let met = rules.iter().position(|rule| *rule == finding.rule);
            let index = met.unwrap_or_else(|| {
                rules.push(finding.rule);
                rules.len() - 1
            });
            let mut result = result(checked, &uri(&path), finding, index);
            result["partialFingerprints"] = json!({FINGERPRINT: fingerprints.next(&path, finding)});
            results.push(result);
        }
    }
    let rules: Vec<Value> = rules.into_iter().map(descriptor).collect();
    let mut driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    if let Some(home) = project::home() {
        driver["informationUri"] = home.into();
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "results": results,
        }],
    });
    write_value(&log, output)
}

fn descriptor(rule: &'static Rule) -> Value {
    let mut descriptor = json!({
        "id": rule.name,
        "shortDescription": {"text": rule.page.summary},
        "fullDescription": {"text": rule.page.why},
        "help": {"text": page(rule), "markdown": page(rule)},
        "defaultConfiguration": {"level": level(rule.level)},
    });
    if let Some(page) = project::page_of(rule) {
        descriptor["helpUri"] = page.into();
    }
    descriptor
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "note",
    }
}

fn result(checked: &CheckedDocument, uri: &str, finding: &Finding, rule_index: usize) -> Value {
    let source = checked.source();
    let mut result = json!({
        "ruleId": finding.rule.name,
        "ruleIndex": rule_index,
        "level": level(finding.severity),
        "message": message(&finding.message),
        "locations": [{"physicalLocation": physical_location(uri, source, finding.range)}],
    });
    let related: Vec<Value> = finding
        .related
        .iter()
        .filter_map(|related| related_location(checked, uri, related))
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some(fix) = finding.fix.as_ref().filter(|_| checked.is_mendable) {
        result["fixes"] = json!([fix_of(uri, source, fix)]);
    }
    result
}

/// A message. Braces would stand for its arguments, which it has none of, unless they are doubled (3.11.5).
fn message(text: &str) -> Value {
    let text = sentence(text).replace('{', "{{").replace('}', "}}");
    json!({"text": text})
}

fn related_location(checked: &CheckedDocument, uri: &str, related: &Related) -> Option<Value> {
    let place = match related.document {
        RelatedPlace::Draft => physical_location(uri, checked.source(), related.range),
        RelatedPlace::Template => {
            let file = checked.template.as_ref()?;
            let uri = self::uri(&portable(&file.path));
            physical_location(&uri, file.source(), related.range)
        }
    };
    Some(json!({"physicalLocation": place, "message": message(&related.message)}))
}

fn fix_of(uri: &str, source: SourceText<'_>, fix: &Fix) -> Value {
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
        "description": message(&fix.title),
        "artifactChanges": [{
            "artifactLocation": {"uri": uri},
            "replacements": replacements,
        }],
        "properties": {"applicability": fix.applicability.name()},
    })
}

fn physical_location(uri: &str, source: SourceText<'_>, range: Range) -> Value {
    json!({"artifactLocation": {"uri": uri}, "region": region(source, range)})
}

/// The place, from 1; the end is behind the last character.
fn region(source: SourceText<'_>, range: Range) -> Value {
    let (row, column) = row_and_column(source, range.start);
    let (end_row, end_column) = row_and_column(source, range.end);
    json!({"startLine": row, "startColumn": column, "endLine": end_row, "endColumn": end_column})
}

/// The path of a document as a reference to it: relative to the folder that was checked, where it lies below.
fn uri(path: &str) -> String {
    let encoded = utf8_percent_encode(path, IN_PATHS);
    match (Path::new(path).is_absolute(), path.starts_with('/')) {
        (false, _) => encoded.to_string(),
        (true, true) => format!("file://{encoded}"),
        // A drive of Windows.
        (true, false) => format!("file:///{encoded}"),
    }
}
