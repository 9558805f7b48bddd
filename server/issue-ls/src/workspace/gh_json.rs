//! Issues as `gh issue list --json` and `gh issue view --json` print them: an array, one object, or one object a line.
//!
//! Issues are handed on one by one, so that a repository's worth of them takes no more memory than the largest. What
//! cannot be read is told with its place; what an issue says is judged elsewhere.

mod values;

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use issue_body::syntax::{Draft, Origin};
use issue_body::template::Stage;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::files::unreadable;
use super::{Analysis, Request, Surroundings, analyze};
use values::{Layout, Position, Problem};

/// What gh is to be asked for.
const COMMAND: &str = "gh issue list --json number,title,body,labels,state,url";

/// The endings of files that hold such issues.
const ENDINGS: [&str; 3] = ["json", "jsonl", "ndjson"];

/// How many problems are told one by one; gh makes the same one in every issue.
const PROBLEM_LIMIT: usize = 10;

/// An issue that is on GitHub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GhIssue {
    /// Its number.
    pub number: u64,
    /// Its title, where gh was asked for it.
    pub title: Option<String>,
    /// Its body as GitHub has it, with CRLF where it was written in a browser.
    pub body: String,
    /// Its labels by their full names.
    pub labels: Vec<String>,
    /// Resolved where it is closed; none where gh was not asked for it.
    pub stage: Option<Stage>,
    /// The page that shows it, where gh was asked for it.
    pub url: Option<String>,
}

impl GhIssue {
    /// What stands in the place of a file name.
    pub fn name(&self) -> String {
        format!("#{}", self.number)
    }

    /// Reads it as a draft with the labels and the state that it has, in the file at `path` where there is one.
    pub fn analyze(
        &self,
        path: Option<&Path>,
        surroundings: Surroundings,
        mut request: Request,
    ) -> Analysis {
        request.stage = self.stage.or(request.stage);
        request.labels.extend(self.labels.iter().cloned());
        let draft = Arc::new(Draft::parse(self.body.as_str(), Origin::Issue));
        analyze(draft, path, surroundings, &request)
    }
}

/// Whether the name of the file at `path` says that it holds issues as gh prints them.
pub fn is_named_so(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        let mut known = ENDINGS.iter();
        known.any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// What comes in where nothing tells what it is.
#[derive(Debug)]
pub enum Input<R> {
    /// It begins as gh's JSON does.
    GhJson(R),
    /// It is a draft.
    Draft(R),
}

/// Finds out what `input` is from its first characters, and gives it back whole. Markdown can begin with a bracket, so the
/// one behind it counts too: gh's JSON begins with an object, or it is empty.
///
/// # Errors
/// When `input` cannot be read.
pub fn recognise<R: Read>(mut input: R) -> io::Result<Input<impl BufRead>> {
    let mut head = Vec::new();
    let is_json = loop {
        let before = head.len();
        input.by_ref().take(1024).read_to_end(&mut head)?;
        let mut signs = without_mark(&head)
            .iter()
            .filter(|byte| !byte.is_ascii_whitespace());
        match (signs.next(), signs.next(), signs.next()) {
            (Some(b'['), Some(b'{'), Some(b'"')) | (Some(b'{'), Some(b'"'), _) => break true,
            // More may follow: an empty list, or blanks before the first sign that tells.
            (Some(b'[' | b'{') | None, _, None) if head.len() > before => {}
            (Some(b'['), Some(b']'), None) | (Some(b'{'), Some(b'}'), None) => break true,
            _ => break false,
        }
    };
    let whole = BufReader::new(Cursor::new(head).chain(input));
    Ok(if is_json {
        Input::GhJson(whole)
    } else {
        Input::Draft(whole)
    })
}

/// Hands each issue in `input` to `visit`, or a sentence that says which one cannot be read and why.
///
/// # Errors
/// When nothing behind a place can be read; the sentence does not name the file.
pub fn read_issues(
    input: impl Read,
    visit: &mut dyn FnMut(Result<GhIssue, String>),
) -> Result<(), String> {
    let mut problems = 0;
    let mut limited = |issue: Result<GhIssue, String>| {
        problems += usize::from(issue.is_err());
        if issue.is_ok() || problems <= PROBLEM_LIMIT {
            visit(issue);
        }
    };
    // serde_json takes single bytes, which only a buffer of this kind gives fast.
    let mut input = BufReader::with_capacity(1 << 16, input);
    let first = first_sign(&mut input).map_err(|error| unreadable(&error));
    let result = first.and_then(|first| match first {
        None => Ok(()),
        Some(b'[') => read_values(Layout::Array, input, &mut limited),
        Some(b'{') => read_objects(input, &mut limited),
        Some(_) => Err(format!(
            "this is not JSON as gh prints it; write what `{COMMAND}` prints"
        )),
    });
    let more = problems.saturating_sub(PROBLEM_LIMIT);
    if more > 0 {
        visit(Err(format!("{more} more issues cannot be read")));
    }
    result
}

fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text)
}

/// Drops a byte order mark, and tells the first byte that is no blank.
fn first_sign(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    let mark = input.fill_buf()?;
    let mark = mark.len() - without_mark(mark).len();
    input.consume(mark);
    loop {
        let buffer = input.fill_buf()?;
        let first = buffer.trim_ascii_start().first();
        if first.is_some() || buffer.is_empty() {
            return Ok(first.copied());
        }
        // A buffer full of blanks: the lines in it are not counted in messages.
        let blanks = buffer.len();
        input.consume(blanks);
    }
}

/// One object a line; or objects that are written over several lines each, as jq and a terminal show them.
fn read_objects(
    mut input: impl BufRead,
    visit: &mut dyn FnMut(Result<GhIssue, String>),
) -> Result<(), String> {
    let mut lines = [Vec::new(), Vec::new()];
    for line in &mut lines {
        let mut length = 1;
        while length > 0 && line.trim_ascii().is_empty() {
            let read = input.read_until(b'\n', line);
            length = read.map_err(|error| unreadable(&error))?;
        }
    }
    let [first, second] = &lines;
    let is_open = serde_json::from_slice::<IgnoredAny>(first).is_err_and(|error| error.is_eof());
    let goes_on = !matches!(second.trim_ascii_start().first(), None | Some(b'{'));
    let whole = Cursor::new(lines.concat()).chain(input);
    if is_open && goes_on {
        read_values(Layout::Sequence, whole, visit)
    } else {
        read_lines(whole, visit)
    }
}

fn read_values(
    layout: Layout,
    input: impl Read,
    visit: &mut dyn FnMut(Result<GhIssue, String>),
) -> Result<(), String> {
    let mut count = 0;
    let result = values::read(layout, input, &mut |value, position| {
        count += 1;
        visit(read_issue(value, Place::Element(count), position));
    });
    result.map_err(|problem| match problem {
        Problem::Input(error) => unreadable(&error),
        Problem::Json(position, what) => not_json(Place::Element(count + 1), position, &what),
    })
}

fn read_lines(
    mut input: impl BufRead,
    visit: &mut dyn FnMut(Result<GhIssue, String>),
) -> Result<(), String> {
    let mut line = Vec::new();
    for row in 1.. {
        line.clear();
        let length = input.read_until(b'\n', &mut line);
        if length.map_err(|error| unreadable(&error))? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let start = Position { row, column: 1 };
        visit(match std::str::from_utf8(line.trim_ascii_end()) {
            Ok(object) => read_issue(object, Place::Line, start),
            Err(error) => {
                let column = error.valid_up_to() + 1;
                let position = Position { row, column };
                Err(not_json(Place::Line, position, "invalid UTF-8"))
            }
        });
    }
    Ok(())
}

/// How an issue is told from others.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// By its number among them, from 1.
    Element(usize),
    /// By its line.
    Line,
}

impl Place {
    /// A position in the issue, in words.
    fn at(self, position: Position) -> String {
        let Position { row, column } = position;
        match self {
            Place::Element(number) => format!("issue {number}, line {row}, column {column}"),
            Place::Line => format!("line {row}, column {column}"),
        }
    }

    /// The issue that begins at a position, in words.
    fn name(self, position: Position) -> String {
        match self {
            Place::Element(number) => format!("issue {number}"),
            Place::Line => format!("line {}", position.row),
        }
    }
}

fn not_json(place: Place, position: Position, what: &str) -> String {
    let at = place.at(position);
    format!("{at}: this is not JSON ({what}); write what `{COMMAND}` prints")
}

/// Reads one issue, which begins at `start`. What gh writes is read as fast as can be; anything else a second time, to say
/// what is wrong with it.
fn read_issue(json: &str, place: Place, start: Position) -> Result<GhIssue, String> {
    if let Ok(issue) = serde_json::from_str::<Expected>(json) {
        return Ok(issue.into());
    }
    match serde_json::from_str::<Written>(json) {
        Ok(written) => written.read(&place.name(start)),
        Err(error) => {
            let (position, what) = start.of(&error);
            Err(if error.is_data() {
                let at = place.at(position);
                format!("{at}: this is not an issue ({what}); write what `{COMMAND}` prints")
            } else {
                not_json(place, position, &what)
            })
        }
    }
}

/// An issue as gh writes it. Keys of any other name are somebody else's business.
#[derive(Deserialize)]
struct Expected {
    number: u64,
    title: Option<String>,
    // Null where it was left empty, but never absent.
    #[serde(deserialize_with = "Option::deserialize")]
    body: Option<String>,
    labels: Option<Vec<ExpectedLabel>>,
    state: Option<State>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct ExpectedLabel {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum State {
    Open,
    Closed,
}

impl From<Expected> for GhIssue {
    fn from(issue: Expected) -> GhIssue {
        let labels = issue.labels.unwrap_or_default().into_iter();
        GhIssue {
            number: issue.number,
            title: issue.title,
            body: issue.body.unwrap_or_default(),
            labels: labels.map(|label| label.name).collect(),
            stage: issue.state.map(|state| match state {
                State::Open => Stage::Open,
                State::Closed => Stage::Resolved,
            }),
            url: issue.url,
        }
    }
}

/// An issue as it is written. Keys of any other name are somebody else's business.
#[derive(Debug, Default, Deserialize)]
#[serde(default, expecting = "an object")]
struct Written {
    number: Value<u64>,
    title: Value<String>,
    body: Value<String>,
    labels: Value<Vec<Label>>,
    state: Value<String>,
    url: Value<String>,
}

/// A value that may be of another type than it should be: an issue with a wrong one does not end the reading.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Value<T> {
    Good(T),
    Null(()),
    Wrong(IgnoredAny),
    #[default]
    #[serde(skip)]
    Absent,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Label {
    Object { name: String },
    Name(String),
}

impl Written {
    fn read(self, place: &str) -> Result<GhIssue, String> {
        let number = match self.number {
            Value::Good(number) => number,
            Value::Absent => return Err(absent(place, "number")),
            Value::Null(()) | Value::Wrong(_) => {
                return Err(wrong(place, "number", "a whole number"));
            }
        };
        let place = format!("{place} (#{number})");
        let body = match self.body {
            Value::Good(body) => body,
            // What GitHub tells of a body that was left empty.
            Value::Null(()) => String::new(),
            Value::Absent => return Err(absent(&place, "body")),
            Value::Wrong(_) => return Err(wrong(&place, "body", "a text")),
        };
        let labels =
            self.labels
                .optional(&place, "labels", "a list of labels with a `name` each")?;
        let name = |label| match label {
            Label::Object { name } | Label::Name(name) => name,
        };
        let state = self.state.optional(&place, "state", "a text")?;
        let stage = match state.as_deref() {
            None => None,
            Some(state) if state.eq_ignore_ascii_case("OPEN") => Some(Stage::Open),
            Some(state) if state.eq_ignore_ascii_case("CLOSED") => Some(Stage::Resolved),
            Some(_) => return Err(wrong(&place, "state", "`OPEN` or `CLOSED`")),
        };
        Ok(GhIssue {
            title: self.title.optional(&place, "title", "a text")?,
            labels: labels.into_iter().flatten().map(name).collect(),
            url: self.url.optional(&place, "url", "a text")?,
            number,
            body,
            stage,
        })
    }
}

impl<T> Value<T> {
    /// The value of `key`, which gh need not be asked for.
    fn optional(self, place: &str, key: &str, wanted: &str) -> Result<Option<T>, String> {
        match self {
            Value::Good(value) => Ok(Some(value)),
            Value::Null(()) | Value::Absent => Ok(None),
            Value::Wrong(_) => Err(wrong(place, key, wanted)),
        }
    }
}

fn absent(place: &str, key: &str) -> String {
    format!("{place} has no `{key}`; add it to --json, as in `{COMMAND}`")
}

fn wrong(place: &str, key: &str, wanted: &str) -> String {
    format!("the `{key}` of {place} is not {wanted}; write what `{COMMAND}` prints")
}
