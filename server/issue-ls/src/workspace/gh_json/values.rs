//! The values in a JSON array, or in a sequence of them, one by one, out of an input of any length.
//!
//! serde_json is several times as fast over text in memory as over a reader, but a list of issues may be larger than the
//! memory. So a window moves over the input that holds one value at least, and serde_json finds the end of each in it.

use std::io::{self, Read};

use memchr::{memchr_iter, memrchr};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Deserializer, Error};

/// How many bytes are read at once; a longer value makes the window longer.
const CHUNK: usize = 1 << 18;

/// How values stand in an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// As the elements of one array.
    Array,
    /// One behind the other.
    Sequence,
}

/// A place in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub row: usize,
    /// The byte in it, from 1.
    pub column: usize,
}

impl Position {
    /// Where an error in a text is that begins at this position, and what it is.
    pub fn of(self, error: &Error) -> (Position, String) {
        let text = error.to_string();
        let (what, _) = text.rsplit_once(" at line ").unwrap_or((&text, ""));
        let before = if error.line() == 1 {
            self.column - 1
        } else {
            0
        };
        let position = Position {
            row: self.row + error.line() - 1,
            column: before + error.column(),
        };
        (position, what.to_owned())
    }
}

/// Why the values behind a place cannot be read.
#[derive(Debug)]
pub enum Problem {
    /// The input itself.
    Input(io::Error),
    /// What stands there is not JSON, for this reason.
    Json(Position, String),
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Problem {
        Problem::Input(error)
    }
}

/// Hands each value in `input` to `visit`, with the position that it begins at. Blanks may stand around each.
///
/// # Errors
/// When the input cannot be read, or does not have this layout; the values before the place were visited.
pub fn read(
    layout: Layout,
    input: impl Read,
    visit: &mut dyn FnMut(&str, Position),
) -> Result<(), Problem> {
    let mut window = Window {
        input,
        buffer: Vec::new(),
        start: 0,
        is_whole: false,
        position: Position { row: 1, column: 1 },
    };
    match layout {
        Layout::Array => read_array(&mut window, visit)?,
        Layout::Sequence => {
            while window.next_sign()?.is_some() {
                window.value(visit)?;
            }
        }
    }
    match window.next_sign()? {
        None => Ok(()),
        Some(_) => Err(window.problem("trailing characters")),
    }
}

fn read_array(
    window: &mut Window<impl Read>,
    visit: &mut dyn FnMut(&str, Position),
) -> Result<(), Problem> {
    window.expect(b"[", "expected a list")?;
    if window.next_sign()? == Some(b']') {
        window.advance(1);
        return Ok(());
    }
    loop {
        if window.next_sign()?.is_none() {
            return Err(window.end());
        }
        window.value(visit)?;
        if window.expect(b",]", "expected `,` or `]`")? == b']' {
            return Ok(());
        }
    }
}

struct Window<R> {
    input: R,
    buffer: Vec<u8>,
    /// How much of the buffer is done with.
    start: usize,
    /// Whether the buffer holds the end of the input.
    is_whole: bool,
    /// Where the rest begins.
    position: Position,
}

impl<R: Read> Window<R> {
    fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Reads on, at least as much again as there is. Tells whether anything came.
    fn grow(&mut self) -> io::Result<bool> {
        if self.is_whole {
            return Ok(false);
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        let wanted = CHUNK.max(self.buffer.len());
        let read = self
            .input
            .by_ref()
            .take(wanted as u64)
            .read_to_end(&mut self.buffer)?;
        self.is_whole = read < wanted;
        Ok(read > 0)
    }

    fn advance(&mut self, length: usize) {
        let passed = &self.buffer[self.start..self.start + length];
        match memrchr(b'\n', passed) {
            Some(last) => {
                self.position.row += memchr_iter(b'\n', passed).count();
                self.position.column = length - last;
            }
            None => self.position.column += length,
        }
        self.start += length;
    }

    /// The next byte that is no blank, which the rest begins with then.
    fn next_sign(&mut self) -> io::Result<Option<u8>> {
        loop {
            let rest = self.rest();
            let blanks = rest.len() - rest.trim_ascii_start().len();
            self.advance(blanks);
            if let Some(sign) = self.rest().first() {
                return Ok(Some(*sign));
            }
            if !self.grow()? {
                return Ok(None);
            }
        }
    }

    /// Passes over the next sign, which must be one of `signs`.
    fn expect(&mut self, signs: &[u8], otherwise: &str) -> Result<u8, Problem> {
        match self.next_sign()? {
            Some(sign) if signs.contains(&sign) => {
                self.advance(1);
                Ok(sign)
            }
            Some(_) => Err(self.problem(otherwise)),
            None => Err(self.end()),
        }
    }

    /// Hands the value that the rest begins with to `visit`.
    fn value(&mut self, visit: &mut dyn FnMut(&str, Position)) -> Result<(), Problem> {
        loop {
            // A line end behind what was cut off would seem to be a part of it.
            let rest = match self.is_whole {
                true => self.rest().trim_ascii_end(),
                false => self.rest(),
            };
            let value = <&RawValue>::deserialize(&mut Deserializer::from_slice(rest));
            let is_cut = match &value {
                // More digits may follow.
                Ok(value) => value.get().len() == rest.len(),
                Err(error) => error.is_eof(),
            };
            if is_cut && !self.is_whole {
                self.grow()?;
                continue;
            }
            match value {
                Ok(value) => {
                    let length = value.get().len();
                    visit(value.get(), self.position);
                    self.advance(length);
                    return Ok(());
                }
                Err(error) => {
                    let (position, what) = self.position.of(&error);
                    return Err(Problem::Json(position, what));
                }
            }
        }
    }

    fn problem(&self, what: &str) -> Problem {
        Problem::Json(self.position, what.to_owned())
    }

    /// The problem that the input ends too early, at its last byte.
    fn end(&self) -> Problem {
        let Position { row, column } = self.position;
        let last = Position {
            row,
            column: column - 1,
        };
        Problem::Json(last, "EOF while parsing a list".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    /// Hands over a byte at a time, as a slow pipe does.
    struct Slow<'text>(&'text [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(buffer.len()).min(1);
            self.0.read(&mut buffer[..length])
        }
    }

    /// The values, each behind its position, then what is wrong, if anything.
    fn values(layout: Layout, text: &[u8]) -> (Vec<String>, Option<String>) {
        let mut values = Vec::new();
        let result = read(layout, Slow(text), &mut |value, position| {
            values.push(format!("{}:{} {value}", position.row, position.column));
        });
        let problem = result.err().map(|problem| match problem {
            Problem::Input(error) => error.to_string(),
            Problem::Json(Position { row, column }, what) => format!("{row}:{column} {what}"),
        });
        (values, problem)
    }

    #[test]
    fn each_value_comes_as_it_is_written() {
        use Layout::{Array, Sequence};
        for (layout, text, expected) in [
            (Array, " [ ] \n", &[][..]),
            (
                Array,
                "[{\"a\": [1, \"]\"]} , 12,null\n,3]",
                &["1:2 {\"a\": [1, \"]\"]}", "1:20 12", "1:23 null", "2:2 3"],
            ),
            (Array, "[\"\\\"\",\"é\"]", &["1:2 \"\\\"\"", "1:7 \"é\""]),
            (Sequence, "", &[]),
            (Sequence, " {}\n{\n}12", &["1:2 {}", "2:1 {\n}", "3:2 12"]),
        ] {
            let (values, problem) = values(layout, text.as_bytes());
            assert_eq!(
                (&*values, problem),
                (
                    &*expected
                        .iter()
                        .map(|value| (*value).to_owned())
                        .collect::<Vec<_>>(),
                    None
                )
            );
        }
    }

    #[test]
    fn what_is_no_array_is_told_with_its_place() {
        for (text, count, expected) in [
            ("{}", 0, "1:1 expected a list"),
            ("[", 0, "1:1 EOF while parsing a list"),
            ("[1 2]", 1, "1:4 expected `,` or `]`"),
            ("[1,\n {\"a\"}]", 1, "2:6 expected `:`"),
            ("[1,]", 1, "1:4 expected value"),
            ("[1, {\"a\":", 1, "1:9 EOF while parsing a value"),
            ("[1, \"a\n", 1, "1:6 EOF while parsing a string"),
            ("[1,\n2", 2, "2:1 EOF while parsing a list"),
            ("[1] x", 1, "1:5 trailing characters"),
        ] {
            let (values, problem) = values(Layout::Array, text.as_bytes());
            assert_eq!(
                (values.len(), problem.as_deref()),
                (count, Some(expected)),
                "{text}"
            );
        }
        let (values, problem) = values(Layout::Array, b"[1,\"\xff\"]");
        assert_eq!((values.len(), problem.is_some()), (1, true));
    }

    #[test]
    fn a_value_may_be_longer_than_the_window() {
        let long = format!("[\"{}\",1]", "a".repeat(3 * CHUNK));
        let mut lengths = Vec::new();
        read(Layout::Array, long.as_bytes(), &mut |value, _| {
            lengths.push(value.len())
        })
        .expect("it is an array");
        assert_eq!(lengths, [3 * CHUNK + 2, 1]);
    }

    proptest! {
        #[test]
        fn the_values_are_those_of_serde_json(
            text in r#"(\[|\]|\{|\}|,|:|"a"|"\\\\"|"\]"|-?[0-9]{1,3}|null|tru|[ \n\t]){0,16}"#,
        ) {
            let text = format!("[{text}");
            let expected = serde_json::from_str::<Vec<Value>>(&text);
            let mut found = Vec::new();
            let result = read(Layout::Array, Slow(text.as_bytes()), &mut |value, _| {
                found.push(serde_json::from_str::<Value>(value).expect("each is JSON"));
            });
            prop_assert_eq!(result.is_ok(), expected.is_ok(), "{:?}", result);
            if let Ok(expected) = expected {
                prop_assert_eq!(found, expected);
            }
        }
    }
}
