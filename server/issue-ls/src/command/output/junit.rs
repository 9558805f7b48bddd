//! `--output-format junit`: a suite for each document and a failed case for each finding, as build servers read the results
//! of tests. A document without findings is one case that passed.

use std::collections::HashMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{CheckedDocument, concise, harmless, row_and_column, sentence};

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
    let mut names = Names::default();
    for checked in documents {
        write_suite(&mut writer, checked, cases(checked), &mut names)?;
    }
    end(&mut writer, "testsuites")?;
    writeln!(writer.get_mut())
}

/// The names that cases have already: of those that are called the same, GitLab takes one.
#[derive(Debug, Default)]
struct Names {
    /// How often a name was given in a class.
    met: HashMap<(String, String), usize>,
}

impl Names {
    /// The name for the next case that is to be called `name`, in a class.
    fn next(&mut self, class: &str, name: String) -> String {
        let count = self
            .met
            .entry((class.to_owned(), name.clone()))
            .or_default();
        *count += 1;
        match count {
            1 => name,
            count => format!("{name} ({count})"),
        }
    }
}

fn write_suite(
    writer: &mut Writer<&mut dyn Write>,
    checked: &CheckedDocument,
    tests: usize,
    names: &mut Names,
) -> io::Result<()> {
    let source = checked.source();
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
    let file = harmless(&checked.path());
    if checked.findings.is_empty() {
        let case = element(
            "testcase",
            &[
                ("name", "no findings"),
                ("classname", &name),
                ("file", &file),
            ],
        );
        writer.write_event(Event::Empty(case))?;
    }
    for finding in &checked.findings {
        let (row, column) = row_and_column(source, finding.range.start);
        let case = names.next(&name, format!("{} at {row}:{column}", finding.rule.name));
        start(
            writer,
            "testcase",
            &[
                ("name", &case),
                ("classname", &name),
                ("file", &file),
                ("line", &row.to_string()),
            ],
        )?;
        start(
            writer,
            "failure",
            &[
                ("type", finding.severity.name()),
                ("message", &sentence(&finding.message)),
            ],
        )?;
        let text = concise::line(checked, finding);
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
