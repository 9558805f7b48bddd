//! Findings in the formats that people and programs read: one file a format.
//!
//! What was found is decided before; a format only says it.

mod concise;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod issue_record;
mod json;
mod json_lines;
mod junit;
mod sarif;
mod statistics;

use std::io::{self, IsTerminal, StdoutLock, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use issue_body::rules::Finding;
use issue_body::syntax::Origin;
use issue_body::text::{LineIndex, PositionEncoding, SourceText};
use serde::Serialize;

use crate::workspace::{Analysis, Document, RepositoryTemplate};

pub use issue_record::{IssueRecord, State};

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum OutputFormat {
    /// The place in the draft, what is wrong with it and what to write
    #[default]
    Full,
    /// One line for each finding
    Concise,
    /// One array of objects
    Json,
    /// One object a line
    JsonLines,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit's XML, for build servers
    Junit,
    /// Workflow commands, which GitHub Actions shows as annotations
    Github,
    /// A code quality report of GitLab
    Gitlab,
}

/// How `--statistics` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatisticsFormat {
    /// A line for each rule, for people.
    Text,
    /// One array of objects.
    Json,
    /// One object a line.
    JsonLines,
}

impl OutputFormat {
    /// How statistics are written in this format; none where it holds findings and nothing else.
    pub const fn of_statistics(self) -> Option<StatisticsFormat> {
        match self {
            OutputFormat::Full | OutputFormat::Concise => Some(StatisticsFormat::Text),
            OutputFormat::Json => Some(StatisticsFormat::Json),
            OutputFormat::JsonLines => Some(StatisticsFormat::JsonLines),
            OutputFormat::Sarif
            | OutputFormat::Junit
            | OutputFormat::Github
            | OutputFormat::Gitlab => None,
        }
    }
}

/// A draft or a form file, as far as a format speaks of it, and what was found in it. There may be very many, so it
/// keeps no more than that.
#[derive(Debug, Clone)]
pub struct CheckedDocument {
    /// Its path as the user wrote it, or the name given for standard input; `#N` for an issue on GitHub.
    pub name: String,
    /// Whether it is a form file.
    pub is_form: bool,
    /// Whether `--fix` can mend it: what is on GitHub already is out of reach.
    pub is_mendable: bool,
    /// What was found, in order of place.
    pub findings: Vec<Finding>,
    /// Its text, to which the findings point; empty where there are none.
    text: Arc<str>,
    /// The lines of the text.
    lines: LineIndex,
    /// The template of a draft, where it is one of its repository.
    template: Option<Arc<RepositoryTemplate>>,
}

impl CheckedDocument {
    /// What there is to say of `document`, in which `findings` were found.
    pub fn new(name: String, document: &Document, findings: Vec<Finding>) -> CheckedDocument {
        let is_needed = !findings.is_empty();
        let (text, lines) = match document {
            _ if !is_needed => Default::default(),
            Document::Draft(analysis) => {
                (analysis.draft.text.clone(), analysis.draft.lines.clone())
            }
            Document::Form(form) => (form.file.text.clone(), form.file.lines.clone()),
        };
        let draft = document.draft();
        CheckedDocument {
            name,
            is_form: draft.is_none(),
            is_mendable: draft.is_none_or(|analysis| analysis.draft.origin != Origin::Issue),
            findings,
            text,
            lines,
            template: (draft.filter(|_| is_needed))
                .and_then(Analysis::repository_template)
                .cloned(),
        }
    }

    /// The text with its lines.
    fn source(&self) -> SourceText<'_> {
        SourceText {
            text: &self.text,
            lines: &self.lines,
        }
    }

    /// Its name as other programs look it up in a repository, by [`portable`].
    fn path(&self) -> String {
        portable(Path::new(&self.name))
    }
}

/// A path as a person would write it: from the current folder where it lies below.
pub fn shown(path: &Path) -> String {
    let folder = std::env::current_dir().ok();
    let below = folder.and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_owned));
    below.as_deref().unwrap_or(path).display().to_string()
}

/// A path as other programs look it up in a repository: from the current folder where it lies below, with `/` between its
/// parts and without those that lead nowhere, `.` and `x/..`.
fn portable(path: &Path) -> String {
    let shown = PathBuf::from(shown(path));
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in shown.components() {
        match (part, parts.last()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let path: PathBuf = parts.into_iter().collect();
    path.display()
        .to_string()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// `value` as JSON that people can read, too.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn json_text(value: &impl Serialize) -> io::Result<String> {
    Ok(harmless_json(&serde_json::to_string_pretty(value)?) + "\n")
}

/// The same JSON with escapes for what [`harmless`] takes away: it can stand in strings only, and programs read the same
/// text.
fn harmless_json(json: &str) -> String {
    let mut harmless = String::with_capacity(json.len());
    for character in json.chars() {
        if character == '\n' || harmless_character(character) == character {
            harmless.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                harmless.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    harmless
}

/// Rows as lines, with the cells of a column below each other.
pub fn columns(rows: &[[String; 4]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let (first, second, third) = (width(0), width(1), width(2));
    rows.iter()
        .map(|[one, two, three, four]| {
            format!("{one:first$}  {two:second$}  {three:third$}  {four}\n")
        })
        .collect()
}

/// Writes the findings of `documents`; formats for people are coloured where `is_coloured`.
pub fn write(
    format: OutputFormat,
    documents: &[CheckedDocument],
    is_coloured: bool,
    output: &mut dyn Write,
) -> io::Result<()> {
    match format {
        OutputFormat::Full => full::write(documents, is_coloured, output),
        OutputFormat::Concise => concise::write(documents, is_coloured, output),
        OutputFormat::Json => json::write(documents, output),
        OutputFormat::JsonLines => json_lines::write(documents, output),
        OutputFormat::Sarif => sarif::write(documents, output),
        OutputFormat::Junit => junit::write(documents, output),
        OutputFormat::Github => github::write(documents, output),
        OutputFormat::Gitlab => gitlab::write(documents, output),
    }
}

/// Writes how many findings each rule has, instead of the findings.
pub fn write_statistics(
    format: StatisticsFormat,
    documents: &[CheckedDocument],
    output: &mut dyn Write,
) -> io::Result<()> {
    let counts = statistics::count(documents);
    match format {
        StatisticsFormat::Text => statistics::write_text(&counts, output),
        StatisticsFormat::Json => json::write_value(&counts, output),
        StatisticsFormat::JsonLines => json_lines::write_values(&counts, output),
    }
}

/// Row and column of `offset`, both from 1, the column in Unicode scalar values.
fn row_and_column(source: SourceText<'_>, offset: usize) -> (u32, u32) {
    let position = source.position(offset, PositionEncoding::Utf32);
    (position.line + 1, position.column + 1)
}

/// The most characters of a sentence that are shown: a draft can hold a word of any length, and sentences quote it.
const SENTENCE_LIMIT: usize = 500;

/// A sentence that may quote the draft, as a terminal may show it.
fn sentence(text: &str) -> String {
    let mut shown = harmless(text);
    if let Some((cut, _)) = shown.char_indices().nth(SENTENCE_LIMIT) {
        shown.truncate(cut);
        shown.push('…');
    }
    shown
}

/// `text` without anything that a terminal would obey or a reader could not see: control characters become their
/// pictures, characters that turn the direction of writing, take no room or are none become `�`. Tabs stay.
pub fn harmless(text: &str) -> String {
    text.chars().map(harmless_character).collect()
}

/// Standard output for what was not made harmless, since a program or a file is to get it as it is: where a terminal takes
/// it, it is made so on the way.
pub struct StandardOutput {
    stream: StdoutLock<'static>,
    is_terminal: bool,
    /// The beginning of a character whose other bytes have not come yet.
    begun: Vec<u8>,
}

impl StandardOutput {
    /// Takes hold of standard output.
    pub fn lock() -> StandardOutput {
        let stream = io::stdout().lock();
        StandardOutput {
            is_terminal: stream.is_terminal(),
            stream,
            begun: Vec::new(),
        }
    }
}

impl Write for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_terminal {
            return self.stream.write(bytes);
        }
        self.begun.extend(bytes);
        let whole = match str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Ok(_) | Err(_) => self.begun.len(),
        };
        let begun = self.begun.split_off(whole);
        let text = std::mem::replace(&mut self.begun, begun);
        for line in String::from_utf8_lossy(&text).split_inclusive('\n') {
            let (line, end) = match line.strip_suffix('\n') {
                Some(line) => (line, "\n"),
                None => (line, ""),
            };
            self.stream.write_all(harmless(line).as_bytes())?;
            self.stream.write_all(end.as_bytes())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

fn harmless_character(character: char) -> char {
    match character {
        '\t' => character,
        '\0'..='\x1f' => {
            // The pictures stand in the order of the characters.
            char::from_u32('\u{2400}' as u32 + character as u32)
                .unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fffe}'..='\u{ffff}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}
