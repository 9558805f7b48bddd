//! A text together with the places of its lines: what leads from offsets to what people and protocols count.

use super::{LineIndex, Position, PositionEncoding, Range};

/// A text and its lines, whatever it is the text of.
#[derive(Debug, Clone, Copy)]
pub struct SourceText<'text> {
    /// The text.
    pub text: &'text str,
    /// Where its lines begin.
    pub lines: &'text LineIndex,
}

impl SourceText<'_> {
    /// The position of `offset`, as [`LineIndex::position`] tells it.
    pub fn position(self, offset: usize, encoding: PositionEncoding) -> Position {
        self.lines.position(self.text, offset, encoding)
    }

    /// The offset of `position`, as [`LineIndex::offset`] tells it.
    pub fn offset(self, position: Position, encoding: PositionEncoding) -> usize {
        self.lines.offset(self.text, position, encoding)
    }

    /// `range` as far as it lies on its first line.
    pub fn first_line_of(self, range: Range) -> Range {
        let line = (self.lines).line(self.text, self.lines.line_of(range.start));
        Range::new(range.start, range.end.min(line.end).max(range.start))
    }
}
