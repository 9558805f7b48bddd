//! Offsets to rows and columns and back.
//!
//! A line ends with `\n`, `\r\n` or a lone `\r`, as LSP says. Nothing else (U+2028, VT, FF, NEL) ends one.

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter};

use super::Range;

/// The unit in which the columns of a [`Position`] count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what LSP uses where nothing else was negotiated.
    #[default]
    Utf16,
    /// Unicode scalar values: what the command line prints (from 1).
    Utf32,
}

/// A row and a column, both counted from 0; the column in the unit of some [`PositionEncoding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Position {
    /// Row, from 0.
    pub line: u32,
    /// Column, from 0.
    pub column: u32,
}

/// How long lines are where nobody counted, in bytes; decides nothing but how much room is taken at first.
const USUAL_LINE: usize = 16;

/// Where the lines of one text begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
    length: usize,
}

impl Default for LineIndex {
    /// The one line of an empty text.
    fn default() -> LineIndex {
        LineIndex::new("")
    }
}

impl LineIndex {
    /// Indexes `text`. Linear in its length.
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / USUAL_LINE + 1);
        starts.push(0);
        if memchr(b'\r', bytes).is_none() {
            starts.extend(memchr_iter(b'\n', bytes).map(|offset| offset + 1));
        } else {
            for offset in memchr2_iter(b'\n', b'\r', bytes) {
                // The `\n` of `\r\n` ends its line.
                if !bytes[offset..].starts_with(b"\r\n") {
                    starts.push(offset + 1);
                }
            }
        }
        LineIndex {
            starts,
            length: bytes.len(),
        }
    }

    /// The number of lines; a text that ends with a line end has an empty last line.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The row (from 0) that holds `offset`; offsets past the end belong to the last row.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// The range of row `line` with its line end; empty at the end of the text where there is no such row.
    pub fn line_with_end(&self, line: usize) -> Range {
        let Some(&start) = self.starts.get(line) else {
            return Range::empty(self.length);
        };
        Range::new(
            start,
            self.starts.get(line + 1).copied().unwrap_or(self.length),
        )
    }

    /// The range of row `line` without its line end. `text` is the indexed text.
    pub fn line(&self, text: &str, line: usize) -> Range {
        let full = self.line_with_end(line);
        Range::new(
            full.start,
            full.start + text[full].trim_end_matches(['\r', '\n']).len(),
        )
    }

    /// The same as [`split_lines`], without a look at every byte. `text` is the indexed text.
    pub fn split<'index>(
        &'index self,
        text: &'index str,
        range: Range,
    ) -> impl Iterator<Item = (Range, Range)> + 'index {
        let bytes = text.as_bytes();
        let mut row = self.line_of(range.start);
        let mut start = range.start;
        std::iter::from_fn(move || {
            if start >= range.end {
                return None;
            }
            row += 1;
            let next = self.starts.get(row).copied().unwrap_or(self.length);
            let full = Range::new(start, next.min(range.end));
            start = full.end;
            let line_end = match &bytes[full.start..full.end] {
                [.., b'\r', b'\n'] => 2,
                [.., b'\r' | b'\n'] => 1,
                _ => 0,
            };
            Some((Range::new(full.start, full.end - line_end), full))
        })
    }

    /// The position of `offset`. An offset inside a character counts as the character's start, one past the end as
    /// the end. `text` is the indexed text.
    pub fn position(&self, text: &str, offset: usize, encoding: PositionEncoding) -> Position {
        let mut offset = offset.min(self.length);
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_of(offset);
        let before = &text[self.starts[line]..offset];
        let column = match encoding {
            PositionEncoding::Utf8 => before.len(),
            PositionEncoding::Utf16 => before.chars().map(char::len_utf16).sum(),
            PositionEncoding::Utf32 => before.chars().count(),
        };
        Position {
            line: saturate(line),
            column: saturate(column),
        }
    }

    /// The offset of `position`. A row past the last gives the end of the text, a column past the end of its row the
    /// end of that row (before its line end), a column inside a character the start of it. `text` is the indexed text.
    pub fn offset(&self, text: &str, position: Position, encoding: PositionEncoding) -> usize {
        let row = position.line as usize;
        if row >= self.starts.len() {
            return self.length;
        }
        let line = self.line(text, row);
        let mut left = position.column as usize;
        let mut offset = line.start;
        for character in text[line].chars() {
            let width = match encoding {
                PositionEncoding::Utf8 => character.len_utf8(),
                PositionEncoding::Utf16 => character.len_utf16(),
                PositionEncoding::Utf32 => 1,
            };
            if left < width {
                break;
            }
            left -= width;
            offset += character.len_utf8();
        }
        offset
    }
}

fn saturate(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The lines of `text` inside `range`: each with the range of its content and the range with its line end.
pub fn split_lines(text: &str, range: Range) -> impl Iterator<Item = (Range, Range)> + '_ {
    let bytes = text.as_bytes();
    let mut start = range.start;
    std::iter::from_fn(move || {
        if start >= range.end {
            return None;
        }
        let rest = &bytes[start..range.end];
        let length = memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let line_end = match &rest[length..] {
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
        let content = Range::new(start, start + length);
        let full = Range::new(start, start + length + line_end);
        start = full.end;
        Some((content, full))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_ends_are_those_of_lsp_and_no_others() {
        let text = "a\nb\r\nc\rd\u{2028}e\u{b}f\u{85}g";
        let index = LineIndex::new(text);
        let lines: Vec<&str> = (0..index.line_count())
            .map(|line| &text[index.line(text, line)])
            .collect();
        assert_eq!(lines, ["a", "b", "c", "d\u{2028}e\u{b}f\u{85}g"]);
    }

    #[test]
    fn columns_count_in_the_encoding_asked_for() {
        let text = "ab\n😀é=x";
        let index = LineIndex::new(text);
        let offset = text.find('x').expect("x is there");
        let column = |encoding| index.position(text, offset, encoding).column;
        assert_eq!(column(PositionEncoding::Utf8), 7);
        assert_eq!(column(PositionEncoding::Utf16), 4);
        assert_eq!(column(PositionEncoding::Utf32), 3);
    }

    #[test]
    fn positions_outside_the_text_are_clamped() {
        let text = "ab\r\ncd";
        let index = LineIndex::new(text);
        let offset =
            |line, column| index.offset(text, Position { line, column }, PositionEncoding::Utf16);
        assert_eq!(offset(0, 99), 2, "before the line end");
        assert_eq!(offset(9, 0), 6);
        assert_eq!(
            index.position(text, 99, PositionEncoding::Utf16),
            Position { line: 1, column: 2 }
        );
    }

    proptest! {
        #[test]
        fn offsets_round_trip_in_every_encoding(text in "[ab\n\r\té😀\u{2028}]{0,40}", at in 0usize..200) {
            let index = LineIndex::new(&text);
            let mut offset = at.min(text.len());
            while !text.is_char_boundary(offset) { offset -= 1; }
            // Between the two bytes of `\r\n` there is no position of its own.
            prop_assume!(!(offset > 0 && text[..offset].ends_with('\r') && text[offset..].starts_with('\n')));
            for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
                let position = index.position(&text, offset, encoding);
                prop_assert_eq!(index.offset(&text, position, encoding), offset);
            }
        }

        #[test]
        fn split_lines_loses_no_byte(text in "[ab\n\ré😀]{0,40}") {
            let whole: String = split_lines(&text, Range::new(0, text.len())).map(|(_, full)| &text.as_str()[full]).collect();
            prop_assert_eq!(whole, text);
        }

        #[test]
        fn lines_are_the_same_with_an_index(text in "[ab\n\ré😀]{0,40}", from in 0_usize..60, to in 0_usize..60) {
            let offset = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let range = Range::new(offset(from).min(offset(to)), offset(from).max(offset(to)));
            let index = LineIndex::new(&text);
            let with: Vec<_> = index.split(&text, range).collect();
            prop_assert_eq!(with, split_lines(&text, range).collect::<Vec<_>>());
        }
    }
}
