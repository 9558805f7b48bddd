//! Replacements of ranges of a text, and their application.

use super::Range;

/// Replaces the bytes of `range` by `content`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub range: Range,
    /// What takes its place; empty for a deletion.
    pub content: String,
}

impl Edit {
    /// Puts `content` in at `offset`.
    pub fn insert(offset: usize, content: impl Into<String>) -> Edit {
        Edit {
            range: Range::empty(offset),
            content: content.into(),
        }
    }

    /// Puts `content` in the place of `range`.
    pub fn replace(range: Range, content: impl Into<String>) -> Edit {
        Edit {
            range,
            content: content.into(),
        }
    }

    /// Takes `range` out.
    pub fn delete(range: Range) -> Edit {
        Edit {
            range,
            content: String::new(),
        }
    }
}

/// Whether two edits cannot be applied together: they share a byte, or both insert at one place.
pub fn overlaps(left: &Edit, right: &Edit) -> bool {
    let (first, second) =
        if (left.range.start, left.range.end) <= (right.range.start, right.range.end) {
            (left.range, right.range)
        } else {
            (right.range, left.range)
        };
    second.start < first.end || first.start == second.start
}

/// Applies `edits`, which may come in any order but must not overlap, to `text`. Every byte outside the edits stays.
///
/// # Panics
/// When two edits overlap; callers ask [`overlaps`] first.
pub fn apply_edits(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut result = String::with_capacity(text.len());
    let mut copied = 0;
    for edit in sorted {
        assert!(
            edit.range.start >= copied,
            "two edits overlap at byte {}",
            edit.range.start
        );
        result.push_str(&text[copied..edit.range.start]);
        result.push_str(&edit.content);
        copied = edit.range.end;
    }
    result.push_str(&text[copied..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_any_order_and_keep_the_rest() {
        let text = "a=1\r\nb=2\r\n";
        let edits = [
            Edit::replace(Range::new(7, 8), "3"),
            Edit::insert(0, "> "),
            Edit::delete(Range::new(1, 3)),
        ];
        assert_eq!(apply_edits(text, &edits), "> a\r\nb=3\r\n");
    }

    #[test]
    fn neighbours_do_not_overlap_but_two_insertions_at_one_place_do() {
        let left = Edit::replace(Range::new(0, 2), "x");
        assert!(!overlaps(&left, &Edit::replace(Range::new(2, 3), "y")));
        assert!(overlaps(&left, &Edit::replace(Range::new(1, 3), "y")));
        assert!(overlaps(&Edit::insert(1, "x"), &Edit::insert(1, "y")));
    }
}
