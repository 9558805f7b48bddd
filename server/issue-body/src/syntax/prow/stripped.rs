//! The body without its HTML comments, as the label plugin reads it, and the way back to the draft.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::Range;

static OPENING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<!--"));
static CLOSING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("-->"));

/// A text with pieces taken out.
pub(super) struct Stripped<'text> {
    /// What is left.
    pub(super) text: Cow<'text, str>,
    /// Where each kept piece begins: here, and in the draft.
    pieces: Vec<(usize, usize)>,
}

impl<'text> Stripped<'text> {
    /// Removes every `(?s)<!--(.*?)-->` from `range` of `text`.
    pub(super) fn new(text: &'text str, range: Range) -> Stripped<'text> {
        let mut left = Cow::Borrowed("");
        let mut pieces = Vec::new();
        let mut start = range.start;
        loop {
            let rest = &text[start..range.end];
            let comment = OPENING.find(rest.as_bytes()).and_then(|open| {
                let close = CLOSING.find(&rest.as_bytes()[open + 4..])?;
                Some((open, open + 4 + close + 3))
            });
            let (keep, skip) = comment.unwrap_or((rest.len(), rest.len()));
            pieces.push((left.len(), start));
            left += &rest[..keep];
            if comment.is_none() {
                return Stripped { text: left, pieces };
            }
            start += skip;
        }
    }

    /// The offset in the draft of the byte at `offset` here.
    pub(super) fn origin(&self, offset: usize) -> usize {
        let piece = self
            .pieces
            .partition_point(|(here, _)| *here <= offset)
            .saturating_sub(1);
        let (here, there) = self.pieces[piece];
        there + (offset - here)
    }

    /// The range in the draft that `range` here came from; a comment inside is covered.
    pub(super) fn origin_range(&self, range: Range) -> Range {
        let start = self.origin(range.start);
        if range.is_empty() {
            return Range::empty(start);
        }
        Range::new(start, self.origin(range.end - 1) + 1)
    }
}
