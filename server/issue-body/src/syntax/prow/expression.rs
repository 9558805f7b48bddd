//! Prow's regular expressions, which are Go's, in the words of the `regex` crate, and the search for many of them at once.
//!
//! Nearly all of them begin `(?m)^/`, so they can match only where a line begins with a slash. Only there anything is
//! tried, and all of them in one pass. What a match means is left to the plugin whose expression it is.

use memchr::memchr_iter;
use regex::{Captures, Regex, RegexSet};

use super::PluginAction;
use crate::text::Range;

/// A published expression in the words of the `regex` crate. Go's `\s` and `\w` are ASCII; the crate's are Unicode.
/// Both languages read the rest alike: `.` leaves out `\n` alone, `$` with `(?m)` stands before `\n` or at the end,
/// `(?i)` folds case as Unicode has it.
pub(super) fn from_go(expression: &str) -> String {
    expression
        .replace(r"\s", r"[\t\n\x0c\r ]")
        .replace(r"\w", "[0-9A-Za-z_]")
}

/// One expression of a plugin.
pub(super) struct Expression {
    /// As Prow's source has it.
    pub(super) published: &'static str,
    /// Which matches the plugin looks at.
    pub(super) takes: Takes,
    /// What a match asks for.
    pub(super) read: fn(&Found<'_>) -> PluginAction,
}

/// Which matches of its expression a plugin looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// All of them.
    All,
    /// The first in the body.
    First,
}

/// Several expressions that all begin `(?m)^/` or `(?mi)^/`.
pub(super) struct Expressions {
    set: RegexSet,
    each: Vec<Regex>,
}

/// A match of one of them. All ranges are those of the searched text.
pub(super) struct Found<'text> {
    /// Which expression matched.
    pub(super) expression: usize,
    /// The whole match.
    pub(super) range: Range,
    captures: Captures<'text>,
    offset: usize,
}

impl Expressions {
    /// Translates the `published` expressions.
    ///
    /// # Panics
    /// When one of them is not valid. They are written in this crate and compiled by its tests.
    pub(super) fn new<'a>(published: impl IntoIterator<Item = &'a str>) -> Expressions {
        // Each is tried at the beginning of a line alone, and the text is cut there.
        let patterns: Vec<String> = published
            .into_iter()
            .map(|expression| from_go(&expression.replacen(")^/", r")\A/", 1)))
            .collect();
        Expressions {
            set: RegexSet::new(&patterns).expect("published expressions are valid"),
            each: patterns
                .iter()
                .map(|pattern| Regex::new(pattern).expect("published expressions are valid"))
                .collect(),
        }
    }

    /// What every expression matches in `text`, in order of place. As with Go's `FindAll`, no match of an expression
    /// overlaps another one of the same expression.
    pub(super) fn find_all<'text>(&self, text: &'text str) -> Vec<Found<'text>> {
        let mut found = Vec::new();
        let mut ends = vec![0; self.each.len()];
        for start in slash_lines(text) {
            let rest = &text[start..];
            for expression in self.set.matches(rest) {
                if start < ends[expression] {
                    continue;
                }
                if let Some(captures) = self.each[expression].captures(rest) {
                    let range = Range::from(captures.get_match().range()).shifted(start);
                    ends[expression] = range.end;
                    found.push(Found {
                        expression,
                        range,
                        captures,
                        offset: start,
                    });
                }
            }
        }
        found
    }
}

impl<'text> Found<'text> {
    /// The text of the group with that number.
    pub(super) fn text(&self, group: usize) -> Option<&'text str> {
        Some(self.captures.get(group)?.as_str())
    }

    /// The place of the group with that number.
    pub(super) fn group(&self, group: usize) -> Option<Range> {
        Some(Range::from(self.captures.get(group)?.range()).shifted(self.offset))
    }
}

/// Where lines begin with a slash. Lines end with `\n` here, as Prow has them.
fn slash_lines(text: &str) -> impl Iterator<Item = usize> + '_ {
    let behind_line_ends = memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    std::iter::once(0)
        .chain(behind_line_ends)
        .filter(|start| text.as_bytes().get(*start) == Some(&b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blanks_and_words_are_those_of_ascii() {
        let found = |text: &str| {
            let expressions = Expressions::new([r"(?m)^/a\s([-\w]+)$"]);
            expressions.find_all(text).len()
        };
        assert_eq!(found("/a b-c_1"), 1);
        assert_eq!(found("/a\u{a0}b") + found("/a\u{b}b") + found("/a é"), 0);
    }

    proptest! {
        #[test]
        fn trying_lines_finds_what_searching_the_text_finds(text in "(/(x|xy)?|[ \t\r\nxé])*") {
            for published in [r"(?m)^/x\s*(.*?)\s*$", r"(?mi)^/X(\s.*)?$", r"(?mi)^/xy\s*$"] {
                let tried: Vec<Range> = Expressions::new([published])
                    .find_all(&text)
                    .into_iter()
                    .map(|found| found.range)
                    .collect();
                let searched: Vec<Range> = Regex::new(&from_go(published))
                    .expect("valid")
                    .find_iter(&text)
                    .map(|found| Range::from(found.range()))
                    .collect();
                prop_assert_eq!(tried, searched);
            }
        }
    }
}
