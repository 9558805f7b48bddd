//! What differs between two versions of a text: as edits, few, small and exact, so that an editor keeps its cursors and
//! marks; and as a unified diff, for people and for `patch`.
//!
//! Lines are compared with lines; for an edit, a changed line is then cut down to what changed in it.

use std::fmt::Write;
use std::ops::Range as Rows;

use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::{DiffOp, DiffTag, group_diff_ops};

use super::{Edit, Range, split_lines};

/// The edits that turn `old` into `new`, in order of place, none touching another. No edit begins or ends between the
/// two bytes of a `\r\n` of `old`: an editor has no position there.
pub fn difference(old: &str, new: &str) -> Vec<Edit> {
    let old_lines = Lines::read(old);
    let new_lines = Lines::read(new);
    let operations = operations(&old_lines.contents, &new_lines.contents);
    let mut edits: Vec<Edit> = Vec::new();
    let mut add = |edit: Edit| match edits.last_mut() {
        Some(last) if last.range.touches(edit.range.start) => {
            last.range = last.range.cover(edit.range);
            last.content.push_str(&edit.content);
        }
        _ => edits.push(edit),
    };
    for operation in operations {
        let (old_rows, new_rows) = (operation.old_range(), operation.new_range());
        match operation {
            DiffOp::Equal { .. } => {}
            DiffOp::Replace {
                old_len, new_len, ..
            } if old_len == new_len => {
                // As many lines as before: each is most likely the new version of the one in its place.
                for (old_row, new_row) in old_rows.zip(new_rows) {
                    let place = old_lines.range(old_row..old_row + 1);
                    smallest_edit(old, place, new_lines.contents[new_row])
                        .into_iter()
                        .for_each(&mut add);
                }
            }
            _ => {
                let content = &new[new_lines.range(new_rows)];
                smallest_edit(old, old_lines.range(old_rows), content)
                    .into_iter()
                    .for_each(&mut add);
            }
        }
    }
    edits
}

/// How many equal lines a unified diff shows on each side of a change.
const SURROUNDING_LINES: usize = 3;

/// The unified diff that turns `old` into `new`, both called `name`; empty where they are equal. As for `patch`, a line
/// ends with `\n` and nothing else.
pub fn unified_diff(name: &str, old: &str, new: &str) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut diff = String::new();
    for hunk in group_diff_ops(operations(&old, &new), SURROUNDING_LINES) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
            continue;
        };
        if diff.is_empty() {
            let _ = writeln!(diff, "--- {name}\n+++ {name}");
        }
        let old_rows = first.old_range().start..last.old_range().end;
        let new_rows = first.new_range().start..last.new_range().end;
        let _ = writeln!(diff, "@@ -{} +{} @@", place(&old_rows), place(&new_rows));
        for operation in hunk {
            let (tag, old_rows, new_rows) = operation.as_tag_tuple();
            let (removed, added) = match tag {
                DiffTag::Equal => {
                    add_lines(&mut diff, ' ', &old[old_rows]);
                    continue;
                }
                DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => (old_rows, new_rows),
            };
            add_lines(&mut diff, '-', &old[removed]);
            add_lines(&mut diff, '+', &new[added]);
        }
    }
    diff
}

/// Rows as the head of a hunk writes them: the first, from 1, and how many, unless it is one. Of none it is the one before.
fn place(rows: &Rows<usize>) -> String {
    match rows.len() {
        0 => format!("{},0", rows.start),
        1 => format!("{}", rows.start + 1),
        count => format!("{},{count}", rows.start + 1),
    }
}

fn add_lines(diff: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        diff.push(sign);
        diff.push_str(line);
        if !line.ends_with('\n') {
            diff.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// What turns one list of lines into another.
fn operations(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut hook = Compact::new(Replace::new(Capture::new()), old, new);
    // Named by itself, the algorithm brings none of the others along.
    let Ok(()) = myers::diff(&mut hook, old, 0..old.len(), new, 0..new.len());
    hook.into_inner().into_inner().into_ops()
}

/// A text cut into its lines.
struct Lines<'text> {
    /// The lines with their line ends.
    contents: Vec<&'text str>,
    /// Where each begins, and where the last one ends.
    bounds: Vec<usize>,
}

impl Lines<'_> {
    fn read(text: &str) -> Lines<'_> {
        let mut lines = Lines {
            contents: Vec::new(),
            bounds: vec![0],
        };
        for (_, full) in split_lines(text, Range::new(0, text.len())) {
            lines.contents.push(&text[full]);
            lines.bounds.push(full.end);
        }
        lines
    }

    fn range(&self, rows: Rows<usize>) -> Range {
        Range::new(self.bounds[rows.start], self.bounds[rows.end])
    }
}

/// The edit that puts `content` in the place of `place`, without what both have in common at their ends; none where
/// they are equal.
fn smallest_edit(text: &str, place: Range, content: &str) -> Option<Edit> {
    let old = &text[place];
    if old == content {
        return None;
    }
    let equal = |pair: &(char, char)| pair.0 == pair.1;
    let length = |pair: (char, char)| pair.0.len_utf8();
    let pairs = old.chars().zip(content.chars());
    let mut before: usize = pairs.take_while(equal).map(length).sum();
    if splits_line_end(old, before) {
        before -= 1;
    }
    let pairs = old[before..]
        .chars()
        .rev()
        .zip(content[before..].chars().rev());
    let mut behind: usize = pairs.take_while(equal).map(length).sum();
    if splits_line_end(old, old.len() - behind) {
        behind -= 1;
    }
    let range = Range::new(place.start + before, place.end - behind);
    let content = &content[before..content.len() - behind];
    Some(Edit::replace(range, content))
}

/// Whether `offset` lies between the two bytes of a `\r\n`.
fn splits_line_end(text: &str, offset: usize) -> bool {
    text[..offset].ends_with('\r') && text[offset..].starts_with('\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;
    use expect_test::expect;
    use proptest::prelude::*;

    #[test]
    fn a_unified_diff_shows_what_is_around_a_change() {
        let old = "1\n2\n3\n4\n5\r\n6\n7\n8\n9\n10\n11\n12\n13\n14";
        let new = "1\n2\n3\n4\nfive\r\n6\n7\n8\n9\n10\n11\n12\n12a\n13\n14\n";
        expect![[r#"
            --- a.md
            +++ a.md
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +five
             6
             7
             8
            @@ -10,5 +10,6 @@
             10
             11
             12
            +12a
             13
            -14
            \ No newline at end of file
            +14
        "#]]
        .assert_eq(&unified_diff("a.md", old, new).replace('\r', ""));
        assert_eq!(unified_diff("a.md", old, old), "");
        assert_eq!(
            unified_diff("a.md", "", "x\n"),
            "--- a.md\n+++ a.md\n@@ -0,0 +1 @@\n+x\n"
        );
        assert_eq!(
            unified_diff("a.md", "x", ""),
            "--- a.md\n+++ a.md\n@@ -1 +0,0 @@\n-x\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn only_what_changed_is_replaced() {
        let old =
            "```release\r\nintroduced-in=1.31.2\r\nresolved-in=1.31.3\r\n```\r\n## Pros 😀\r\n";
        let new = "```release\r\nintroduced-in=v1.31.2\r\nresolved-in=v1.31.3\r\n```\r\n\r\n## Pros 🎉\r\n";
        let emoji = old.find('😀').expect("it is there");
        assert_eq!(
            difference(old, new),
            [
                Edit::insert(26, "v"),
                Edit::insert(46, "v"),
                Edit::replace(Range::new(59, emoji + 4), "\r\n## Pros 🎉"),
            ]
        );
    }

    #[test]
    fn the_two_bytes_of_a_line_end_stay_together() {
        assert_eq!(
            difference("a\r\nb", "a\nb"),
            [Edit::replace(Range::new(1, 3), "\n")]
        );
        assert_eq!(
            difference("a\r\nb", "a\rb"),
            [Edit::replace(Range::new(1, 3), "\r")]
        );
        assert_eq!(difference("a\n", "a\r\n"), [Edit::insert(1, "\r")]);
        assert_eq!(difference("a\n", "a\n"), []);
    }

    proptest! {
        #[test]
        fn the_edits_turn_one_text_into_the_other(old in "([ab]|\n|\r|\r\n|é|😀){0,30}", new in "([ab]|\n|\r|\r\n|é|😀){0,30}") {
            let edits = difference(&old, &new);
            prop_assert_eq!(apply_edits(&old, &edits), new);
            for edit in &edits {
                prop_assert!(!splits_line_end(&old, edit.range.start) && !splits_line_end(&old, edit.range.end));
            }
            for pair in edits.windows(2) {
                prop_assert!(pair[0].range.end < pair[1].range.start);
            }
        }
    }
}
