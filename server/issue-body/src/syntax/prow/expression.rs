//! Prow's regular expressions, which are Go's, in the words of the `regex` crate, and the search for many of them at once.
//!
//! They begin `(?m)^/`, so they can match only where a line begins with a slash and one of a few words.
//! Only there anything is tried, and an expression that is never tried is never compiled. What a match means is left to
//! the plugin whose expression it is.

use std::sync::{LazyLock, OnceLock};

use memchr::memchr_iter;
use memchr::memmem::Finder;
use regex::{Captures, Regex};

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
    /// The words, in small letters, of which one stands behind the slash of whatever it matches.
    pub(super) words: &'static [&'static str],
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
    each: Vec<Lazy>,
}

/// An expression that is compiled when it is tried for the first time.
struct Lazy {
    /// The letters with which the words begin, one bit each.
    first_letters: u32,
    words: &'static [&'static str],
    published: &'static str,
    compiled: OnceLock<Regex>,
}

/// A match of one of them. All ranges are those of the searched text.
pub(super) struct Found<'text> {
    /// Which expression matched.
    pub(super) expression: usize,
    /// The whole match.
    pub(super) range: Range,
    captures: Captures<'text>,
}

impl Expressions {
    /// Takes the expressions as they are published, each behind its words.
    pub(super) fn new(
        published: impl IntoIterator<Item = (&'static [&'static str], &'static str)>,
    ) -> Expressions {
        let lazy = |(words, published): (&'static [&'static str], _)| Lazy {
            first_letters: words.iter().fold(0, |bits, word| bits | first_letter(word)),
            words,
            published,
            compiled: OnceLock::new(),
        };
        Expressions {
            each: published.into_iter().map(lazy).collect(),
        }
    }

    /// What every expression matches in `text`, in order of place. As with Go's `FindAll`, no match of an expression
    /// overlaps another one of the same expression.
    ///
    /// # Panics
    /// When an expression is not valid. They are written in this crate and compiled by its tests.
    pub(super) fn find_all<'text>(&self, text: &'text str) -> Vec<Found<'text>> {
        let mut found = Vec::new();
        let mut ends = vec![0; self.each.len()];
        for start in slash_lines(text) {
            let rest = &text[start..];
            let first = first_letter(&rest[1..]);
            let mut reach = None;
            for (expression, lazy) in self.each.iter().enumerate() {
                if lazy.first_letters & first == 0 {
                    continue;
                }
                let begins = |word: &&str| begins_with(&rest[1..], word);
                if start < ends[expression] || !lazy.words.iter().any(begins) {
                    continue;
                }
                let reach = *reach.get_or_insert_with(|| reach_of(rest));
                if let Some(captures) = lazy.regex().captures(&rest[..reach]) {
                    let range = Range::from(captures.get_match().range()).shifted(start);
                    ends[expression] = range.end;
                    found.push(Found {
                        expression,
                        range,
                        captures,
                    });
                }
            }
        }
        found
    }
}

impl Lazy {
    fn regex(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            // It is tried at the beginning of a line alone, and the text is cut there.
            let pattern = from_go(&self.published.replacen(")^/", r")\A/", 1));
            Regex::new(&pattern).expect("published expressions are valid")
        })
    }
}

/// The bit of the letter with which `text` begins, whatever its case; all bits where that cannot be told at once, none
/// where it begins with something else.
fn first_letter(text: &str) -> u32 {
    match text.bytes().next() {
        Some(letter) if letter.is_ascii_alphabetic() => 1 << (letter.to_ascii_lowercase() - b'a'),
        Some(other) if !other.is_ascii() => u32::MAX,
        _ => 0,
    }
}

/// Whether `text` begins with `word`, which is in small letters, as `(?i)` has it: two letters beyond ASCII are a `k` and
/// an `s` to Unicode.
fn begins_with(text: &str, word: &str) -> bool {
    let mut letters = text.chars().map(|letter| match letter {
        '\u{212a}' => 'k',
        'ſ' => 's',
        letter => letter.to_ascii_lowercase(),
    });
    word.chars().all(|letter| letters.next() == Some(letter))
}

/// How far a match at the start of `text` can reach. Its blanks can run over line ends, its words stand on one line: the
/// command's own or the next with text, and blank lines can follow.
fn reach_of(text: &str) -> usize {
    let is_text = |byte: &u8| !matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ');
    let mut texts = 0;
    let mut start = 0;
    for end in memchr_iter(b'\n', text.as_bytes()) {
        texts += usize::from(text.as_bytes()[start..end].iter().any(is_text));
        if texts > 2 {
            // Up to the line end before the third: behind it `$` would hold where it does not.
            return start - 1;
        }
        start = end + 1;
    }
    text.len()
}

impl<'text> Found<'text> {
    /// The text of the group with that number.
    pub(super) fn text(&self, group: usize) -> Option<&'text str> {
        Some(self.captures.get(group)?.as_str())
    }
}

/// Where lines begin with a slash. Lines end with `\n` here, as Prow has them.
pub(super) fn slash_lines(text: &str) -> impl Iterator<Item = usize> + '_ {
    static BEGINNING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\n/"));
    let first = text.starts_with('/').then_some(0);
    let others = BEGINNING.find_iter(text.as_bytes()).map(|end| end + 1);
    first.into_iter().chain(others)
}

#[cfg(test)]
mod tests {
    use super::super::RAW;
    use super::*;
    use proptest::prelude::*;
    use regex_syntax::hir::literal::{Extractor, Literal};

    /// All expressions that are in use, with their words.
    fn all() -> Vec<(&'static [&'static str], &'static str)> {
        let raw = RAW.iter().copied().flatten();
        raw.map(|raw| (raw.words, raw.published)).collect()
    }

    #[test]
    fn blanks_and_words_are_those_of_ascii() {
        let found = |text: &str| {
            let words: &[&str] = &["a"];
            let expressions = Expressions::new([(words, r"(?m)^/a\s([-\w]+)$")]);
            expressions.find_all(text).len()
        };
        assert_eq!(found("/a b-c_1"), 1);
        assert_eq!(found("/a\u{a0}b") + found("/a\u{b}b") + found("/a é"), 0);
    }

    #[test]
    fn the_words_of_an_expression_are_all_that_it_begins_with() {
        for (words, published) in all() {
            let pattern = from_go(&published.replacen("^/", "", 1));
            let parsed = regex_syntax::parse(&pattern).expect("published expressions are valid");
            let prefixes = Extractor::new().extract(&parsed);
            // A long one can be cut inside a character.
            let whole = |prefix: &Literal| {
                let mut pieces = prefix.as_bytes().utf8_chunks();
                pieces.next().map_or("", |piece| piece.valid()).to_owned()
            };
            let prefixes = prefixes.literals().expect("they begin with words");
            let prefixes: Vec<String> = prefixes.iter().map(whole).collect();
            let begins = |prefix: &str, word: &str| {
                let shorter = word.len().min(prefix.chars().count());
                begins_with(prefix, &word[..shorter])
            };
            for prefix in &prefixes {
                assert!(
                    words.iter().any(|word| begins(prefix, word)),
                    "{published} begins with {prefix:?}"
                );
            }
            for word in words {
                let is_there = prefixes.iter().any(|prefix| begins(prefix, word));
                assert!(is_there, "{published}: {word}");
            }
        }
    }

    proptest! {
        #[test]
        fn trying_lines_finds_what_searching_the_text_finds(
            pieces in prop::collection::vec(
                prop_oneof![
                    prop::sample::select(all()).prop_flat_map(|(words, _)| prop::sample::select(words)).prop_map(|word| format!("\n/{word}")),
                    "[ \t\r\n\u{c}\u{b}]{1,4}",
                    "( cancel| @?[a-z]{1,2}|-(issue|edit)| not-planned| frozen|vie|/|ſ|K|é|[A-Z])",
                ],
                0..12,
            ),
        ) {
            let text = pieces.concat();
            for (words, published) in all() {
                let tried: Vec<Range> = Expressions::new([(words, published)])
                    .find_all(&text)
                    .into_iter()
                    .map(|found| found.range)
                    .collect();
                let searched: Vec<Range> = Regex::new(&from_go(published))
                    .expect("valid")
                    .find_iter(&text)
                    .map(|found| Range::from(found.range()))
                    .collect();
                prop_assert_eq!(tried, searched, "{}", published);
            }
        }
    }
}
