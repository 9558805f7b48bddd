//! `--output-format junit`: a suite for each document and a failed case for each finding, as build servers read the results
//! of tests. A document without findings is one case that passed.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{CheckedDocument, harmless, row_and_column};

/// How deep each level is indented.
const INDENTATION: usize = 2;

pub(super) fn write(documents: &[CheckedDocument], output: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(output, b' ', INDENTATION);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let cases = |checked: &CheckedDocument| checked.findings.len().max(1);
    let tests: usize = documents.iter().map(cases).sum();
    let failures: usize = documents.iter().map(|checked| checked.findings.len()).sum();
    start(
        &mut writer,
        "testsuites",
        &[
            ("name", env!("CARGO_PKG_NAME")),
            ("tests", &tests.to_string()),
            ("failures", &failures.to_string()),
        ],
    )?;
    for checked in documents {
        write_suite(&mut writer, checked, cases(checked))?;
    }
    end(&mut writer, "testsuites")?;
    writeln!(writer.get_mut())
}

fn write_suite(
    writer: &mut Writer<&mut dyn Write>,
    checked: &CheckedDocument,
    tests: usize,
) -> io::Result<()> {
    let source = checked.document.source();
    let name = harmless(&checked.name);
    let failures = checked.findings.len().to_string();
    start(
        writer,
        "testsuite",
        &[
            ("name", &name),
            ("tests", &tests.to_string()),
            ("failures", &failures),
        ],
    )?;
    if checked.findings.is_empty() {
        let case = element("testcase", &[("name", "no findings"), ("classname", &name)]);
        writer.write_event(Event::Empty(case))?;
    }
    for finding in &checked.findings {
        let (row, column) = row_and_column(source, finding.range.start);
        let (rule, severity) = (finding.rule.name, finding.severity.name());
        let message = harmless(&finding.message);
        start(
            writer,
            "testcase",
            &[
                ("name", rule),
                ("classname", &name),
                ("line", &row.to_string()),
            ],
        )?;
        start(
            writer,
            "failure",
            &[("type", severity), ("message", &message)],
        )?;
        let text = format!("{name}:{row}:{column}: {severity}[{rule}] {message}");
        writer.write_event(Event::Text(BytesText::new(&text)))?;
        end(writer, "failure")?;
        end(writer, "testcase")?;
    }
    end(writer, "testsuite")
}

fn element<'text>(name: &'text str, attributes: &[(&str, &str)]) -> BytesStart<'text> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}

fn start(
    writer: &mut Writer<&mut dyn Write>,
    name: &str,
    attributes: &[(&str, &str)],
) -> io::Result<()> {
    writer.write_event(Event::Start(element(name, attributes)))
}

fn end(writer: &mut Writer<&mut dyn Write>, name: &str) -> io::Result<()> {
    writer.write_event(Event::End(BytesEnd::new(name)))
}
