//! The body without its HTML comments, as the label plugin reads it, and the way back to the draft.

use crate::text::Range;

/// A text with pieces taken out.
pub(super) struct Stripped {
    /// What is left.
    pub(super) text: String,
    /// Where each kept piece begins: here, and in the draft.
    pieces: Vec<(usize, usize)>,
}

impl Stripped {
    /// Removes every `(?s)<!--(.*?)-->` from `range` of `text`.
    pub(super) fn new(text: &str, range: Range) -> Stripped {
        let mut stripped = Stripped {
            text: String::with_capacity(range.len()),
            pieces: Vec::new(),
        };
        let mut start = range.start;
        loop {
            let rest = &text[start..range.end];
            let comment = rest.find("<!--").and_then(|open| {
                let close = rest[open + 4..].find("-->")?;
                Some((open, open + 4 + close + 3))
            });
            let (keep, skip) = comment.unwrap_or((rest.len(), rest.len()));
            stripped.pieces.push((stripped.text.len(), start));
            stripped.text.push_str(&rest[..keep]);
            if comment.is_none() {
                return stripped;
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
