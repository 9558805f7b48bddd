//! Plain text with positions: ranges, the line index, edits and the three position encodings of LSP.
//!
//! Everything in this crate speaks in byte offsets into one immutable UTF-8 text. Rows and columns appear only where a
//! range leaves the crate. What the text means is left to [`syntax`](crate::syntax).

mod difference;
mod edit;
mod line_index;
mod nearest;
mod source;

pub use difference::{difference, unified_diff};
pub use edit::{Edit, apply_edits, overlaps};
pub use line_index::{LineIndex, Position, PositionEncoding, split_lines};
pub(crate) use nearest::least_edits;
pub use nearest::{nearest, nearest_alone};
pub use source::SourceText;

/// A half-open range of byte offsets into one text. `start <= end` always holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Range {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Range {
    /// The range from `start` up to, and without, `end`.
    ///
    /// # Panics
    /// When `end` lies before `start`: that is a mistake of the caller, never of the text.
    pub const fn new(start: usize, end: usize) -> Range {
        assert!(start <= end, "a range ends before it starts");
        Range { start, end }
    }

    /// The empty range at `offset`.
    pub const fn empty(offset: usize) -> Range {
        Range {
            start: offset,
            end: offset,
        }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the range holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte at `offset` is inside.
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether a cursor at `offset` stands inside or at either end.
    pub const fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains_range(self, other: Range) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two ranges share a byte or, for an empty one, touch.
    pub const fn meets(self, other: Range) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The smallest range that holds both.
    pub fn cover(self, other: Range) -> Range {
        Range {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The range moved right by `by` bytes.
    pub const fn shifted(self, by: usize) -> Range {
        Range {
            start: self.start + by,
            end: self.end + by,
        }
    }

    /// The range without the blanks (any Unicode white space) at both ends of its text.
    pub fn trimmed(self, text: &str) -> Range {
        let slice = &text[self];
        let behind_blanks = slice.trim_start();
        let start = self.start + (slice.len() - behind_blanks.len());
        Range {
            start,
            end: start + behind_blanks.trim_end().len(),
        }
    }
}

impl From<core::ops::Range<usize>> for Range {
    fn from(range: core::ops::Range<usize>) -> Range {
        Range::new(range.start, range.end)
    }
}

impl From<Range> for core::ops::Range<usize> {
    fn from(range: Range) -> core::ops::Range<usize> {
        range.start..range.end
    }
}

impl core::ops::Index<Range> for str {
    type Output = str;
    fn index(&self, range: Range) -> &str {
        &self[range.start..range.end]
    }
}
