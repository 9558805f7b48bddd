//! Release blocks: ```` ```release ```` fences with one `KEY=VERSION` a line.
//!
//! A block is recognised generously (wrong case, four backticks, a quoted block, a fence that never closes), so that a
//! mistake in it yields one precise finding and the rest of the draft keeps its meaning. Which mistakes matter is left
//! to `rules`.

use super::markdown::{FenceLine, Opening, is_atx_heading};
use super::version::{VersionText, read_version};
use crate::text::{Range, least_edits, nearest, split_lines};

/// The two keys of a release block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReleaseKey {
    /// The release that brought the problem.
    IntroducedIn,
    /// The release that fixes it.
    ResolvedIn,
}

impl ReleaseKey {
    /// Both keys, in the order of their blocks.
    pub const ALL: [ReleaseKey; 2] = [ReleaseKey::IntroducedIn, ReleaseKey::ResolvedIn];

    /// The key as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            ReleaseKey::IntroducedIn => "introduced-in",
            ReleaseKey::ResolvedIn => "resolved-in",
        }
    }

    /// The key that `name` spells.
    pub fn from_name(name: &str) -> Option<ReleaseKey> {
        ReleaseKey::ALL.into_iter().find(|key| key.name() == name)
    }

    /// The key that `name` spells or nearly spells (`Introduced-In`, `introduced_in`, `resolvd-in`).
    pub fn nearest(name: &str) -> Option<ReleaseKey> {
        // Most keys are right, and a look at what is near costs much more.
        let exact = ReleaseKey::from_name(name);
        exact.or_else(|| ReleaseKey::nearly(name))
    }

    fn nearly(name: &str) -> Option<ReleaseKey> {
        let plain = name.to_lowercase().replace(['_', ' '], "-");
        let names = ReleaseKey::ALL.map(ReleaseKey::name);
        nearest(&plain, names).and_then(ReleaseKey::from_name)
    }
}

/// One release block, or entries at top level whose opening fence was forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseBlock {
    /// From the first backtick to the end of the closing fence, or of the last entry where there is none; without the
    /// last line end.
    pub range: Range,
    /// The opening line: fence and info string, without its line end. Empty, where the first entry begins, when there is
    /// none.
    pub opening: Range,
    /// The fence characters of the opening line; other marks, or none, where they were meant as such.
    pub fence: Range,
    /// The info string, trimmed.
    pub info: Range,
    /// What closes the block.
    pub closing: Closing,
    /// Whether the block stands inside a quote or a list item.
    pub nested: bool,
    /// The lines between the fences, blank ones left out.
    pub entries: Vec<ReleaseEntry>,
}

/// How a release block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// With this closing fence (the fence characters).
    Fence(Range),
    /// With a line (without the blanks around it) that was meant as one: too few characters, or others than the opening
    /// fence, or more than them.
    Broken(Range),
    /// Not at all.
    Missing,
}

/// One line of a release block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseEntry {
    /// The line as it stands between the fences, without its line end (and without a quote's `>`).
    pub line: Range,
    /// What it says.
    pub shape: EntryShape,
}

/// What a line of a release block says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryShape {
    /// `KEY=VALUE`, without blanks. Neither key nor value is checked.
    WellFormed {
        /// What stands before `=`.
        key: Range,
        /// What stands behind it, never empty.
        value: Range,
    },
    /// Anything else.
    Malformed {
        /// The word that seems to be the key.
        key: Option<Range>,
        /// The words that seem to be versions.
        values: Vec<Range>,
        /// What is wrong with the line.
        problem: EntryProblem,
        /// Words that are neither key nor version; a rewritten line would lose them.
        rest: Option<Range>,
    },
}

/// What is wrong with a line that is not `KEY=VERSION`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryProblem {
    /// `- introduced-in=v1.2.3`
    Bullet,
    /// `introduced-in: v1.2.3`
    Colon,
    /// `introduced-in="v1.2.3"`
    Quotes,
    /// `resolved-in=v1.2.3,v1.3.4`
    SeveralVersions,
    /// `introduced-in=v1.2.3 (probably)`
    TrailingText,
    /// `introduced-in = v1.2.3`
    Blanks,
    /// `introduced-in==v1.2.3`, `introduced-in=v1.2.3,`, `/introduced-in=v1.2.3`
    Punctuation,
    /// `introduced-in=`
    MissingValue,
    /// `introduced-in v1.2.3`, `v1.2.3`
    MissingSeparator,
}

impl ReleaseEntry {
    /// The key's place, if the line has something like a key.
    pub fn key(&self) -> Option<Range> {
        match &self.shape {
            EntryShape::WellFormed { key, .. } => Some(*key),
            EntryShape::Malformed { key, .. } => *key,
        }
    }

    /// The places of the values, in order.
    pub fn values(&self) -> &[Range] {
        match &self.shape {
            EntryShape::WellFormed { value, .. } => std::slice::from_ref(value),
            EntryShape::Malformed { values, .. } => values,
        }
    }

    /// The key that the line means: the one it spells, or nearly spells.
    pub fn meant_key(&self, text: &str) -> Option<ReleaseKey> {
        let key = self.key()?;
        ReleaseKey::nearest(&text[key.start..key.end])
    }
}

/// What opens a release block for the tools that read it.
pub const OPENING: &str = "```release";

impl ReleaseBlock {
    /// Whether the opening line is exactly what tools look for. Blanks at its end are none of their business.
    pub fn opens_exactly(&self, text: &str) -> bool {
        let opening = &text[self.opening.start..self.opening.end];
        !self.nested && opening.trim_end_matches([' ', '\t']) == OPENING
    }

    /// The offset where one more entry belongs: the end of the last entry, else of the opening line.
    pub fn end_of_entries(&self) -> usize {
        self.entries
            .last()
            .map_or(self.opening.end, |entry| entry.line.end)
    }

    /// Whether an entry means `key`.
    pub fn means(&self, key: ReleaseKey, text: &str) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.meant_key(text) == Some(key))
    }

    /// Whether a cursor at `offset` stands between the fences.
    pub fn holds(&self, offset: usize) -> bool {
        let end = match self.closing {
            Closing::Fence(fence) | Closing::Broken(fence) => fence.start.saturating_sub(1),
            Closing::Missing => self.range.end,
        };
        self.opening.end < offset && offset <= end.max(self.opening.end + 1)
    }
}

/// Whether a key begins with this byte.
pub(super) fn begins_key(byte: u8) -> bool {
    let mut keys = ReleaseKey::ALL.iter();
    keys.any(|key| key.name().as_bytes().first() == Some(&byte))
}

/// Reads the line at `line` outside any fence as an entry, where it can be nothing else: exactly `KEY=VALUE`, but for blanks
/// at its end that nobody sees.
pub(super) fn is_bare_entry(text: &str, line: Range) -> bool {
    let words = text[line].trim_end_matches([' ', '\t']);
    let is_key = |key: ReleaseKey| {
        let behind = words.strip_prefix(key.name());
        behind.is_some_and(|behind| behind.starts_with('='))
    };
    // Nearly all lines of all drafts are asked, and are none.
    ReleaseKey::ALL.into_iter().any(is_key)
        && read_well_formed(text, Range::new(line.start, line.start + words.len())).is_some()
}

/// Whether a fence with this info string, and this first line behind it, is meant as a release block.
pub(super) fn is_release(info: &str, first_line: &str) -> bool {
    const WORD: &str = "release";
    let word = info.split_whitespace().next().unwrap_or_default();
    let begun = WORD.get(..word.len()).filter(|_| word.len() >= 3);
    // A word that only begins like it is one that is being typed; until it is done, the rest of the draft must not become
    // code.
    if begun.is_some_and(|begun| begun.eq_ignore_ascii_case(word)) {
        return true;
    }
    // The names of languages, which most fences have, are of another length than any slip of it.
    if !word.is_empty() && word.chars().count().abs_diff(WORD.len()) > 2 {
        return false;
    }
    let word = word.to_lowercase();
    if word.is_empty() || nearest(&word, [WORD]).is_some() {
        // The word was forgotten, or is something between a slip and another word: an entry tells.
        let key = first_line
            .trim_start()
            .split(['=', ':'])
            .next()
            .unwrap_or_default();
        let has_entry = key.len() < first_line.trim_start().len()
            && ReleaseKey::from_name(key.trim()).is_some();
        if has_entry {
            return true;
        }
    }
    // Alone, two edits are too far: `release-note` is a block of its own, read by Prow and krel.
    least_edits(&word, WORD) <= 1 && strsim::osa_distance(&word, WORD) <= 1
}

/// Reads a block at top level line by line from `opening`, up to its closing fence or to the point where it has
/// evidently been left: another fence with an info string, or a heading. Without a closing fence the block ends behind
/// its last entry.
pub(super) fn read_block(text: &str, opening: &Opening, end: usize) -> ReleaseBlock {
    let mut entries = Vec::new();
    let mut closing = Closing::Missing;
    let mut block_end = opening.line.end;
    for (line, _) in split_lines(text, Range::new(opening.full_end, end)) {
        let content = &text[line.start..line.end];
        match FenceLine::read(content) {
            _ if is_broken_fence(content) => {
                let place = line.trimmed(text);
                closing = Closing::Broken(place);
                block_end = place.end;
                break;
            }
            Some(fence) if fence.info.is_empty() => {
                let place = fence.characters.shifted(line.start);
                closing = if fence.closes(opening) {
                    Closing::Fence(place)
                } else {
                    Closing::Broken(place)
                };
                block_end = place.end;
                break;
            }
            Some(fence) if fence.characters.len() >= 3 => break,
            _ if is_atx_heading(content) && !is_commented_entry(content) => break,
            _ => {}
        }
        // The blanks before an indented fence are no part of its lines either, as CommonMark says.
        let blanks = content.len() - content.trim_start_matches(' ').len();
        let line = Range::new(line.start + blanks.min(opening.indentation()), line.end);
        entries.extend(read_entry(text, line));
    }
    if closing == Closing::Missing {
        // Prose behind the last entry is no part of the block: the fence was forgotten before it.
        while entries
            .last()
            .is_some_and(|entry| !is_entry_like(text, entry))
        {
            entries.pop();
        }
        let first_gap = gap_after_entries(text, opening.full_end, &entries);
        entries.truncate(first_gap);
        block_end = entries
            .last()
            .map_or(opening.line.end, |entry| entry.line.end);
    }
    ReleaseBlock {
        range: Range::new(opening.fence.start, block_end),
        opening: opening.line,
        fence: opening.fence,
        info: opening.info,
        closing,
        nested: false,
        entries,
    }
}

/// Whether a line was meant as a fence but holds other marks: quotes instead of backticks, one key too many behind them.
fn is_broken_fence(content: &str) -> bool {
    let marks = content.trim();
    let is_fence = |character: char| matches!(character, '`' | '~');
    let behind = marks.trim_start_matches(is_fence);
    if marks.len() - behind.len() >= 3 {
        let mut characters = behind.chars();
        let only = characters.next().filter(|_| characters.next().is_none());
        return only.is_some_and(|only| !only.is_whitespace());
    }
    let is_quote = |character: char| matches!(character, '\'' | '"' | '´' | '‘' | '’');
    marks.chars().count() >= 2
        && marks.contains(is_quote)
        && marks.chars().all(|mark| is_fence(mark) || is_quote(mark))
}

/// `# introduced-in=v1.2.3`: in a block that is an entry with a mark before it, not the heading behind the block.
fn is_commented_entry(content: &str) -> bool {
    let words = content.trim_start_matches(['#', ' ', '\t']);
    words
        .split_once(['=', ':'])
        .is_some_and(|(key, _)| ReleaseKey::nearest(key.trim()).is_some())
}

/// The number of leading entries that stand together: a line that is no entry, behind a blank line, ends them.
fn gap_after_entries(text: &str, start: usize, entries: &[ReleaseEntry]) -> usize {
    let mut previous = start;
    for (place, entry) in entries.iter().enumerate() {
        let between = &text[previous..entry.line.start];
        let blank_lines = between
            .matches('\n')
            .count()
            .max(between.matches('\r').count());
        if blank_lines > 1 && !is_entry_like(text, entry) {
            return place;
        }
        previous = entry.line.end;
    }
    entries.len()
}

fn is_entry_like(text: &str, entry: &ReleaseEntry) -> bool {
    entry.meant_key(text).is_some() || matches!(entry.shape, EntryShape::WellFormed { .. })
}

/// Reads one line of a block; `None` for a blank one.
pub(super) fn read_entry(text: &str, line: Range) -> Option<ReleaseEntry> {
    let trimmed = line.trimmed(text);
    if trimmed.is_empty() {
        return None;
    }
    let shape = read_well_formed(text, line).unwrap_or_else(|| read_malformed(text, line));
    Some(ReleaseEntry { line, shape })
}

fn read_well_formed(text: &str, line: Range) -> Option<EntryShape> {
    let content = &text[line.start..line.end];
    let (key, value) = content.split_once('=')?;
    let is_key = !key.is_empty() && key.chars().all(is_key_character);
    let is_value = !value.is_empty()
        && !is_list(value)
        && !value.contains(|character: char| {
            character.is_whitespace() || matches!(character, '"' | '\'' | '`' | '=')
        });
    (is_key && is_value).then(|| {
        let separator = line.start + key.len();
        EntryShape::WellFormed {
            key: Range::new(line.start, separator),
            value: Range::new(separator + 1, line.end),
        }
    })
}

/// Whether a value is several values; in `v1.36,2` the comma was meant as a full stop.
fn is_list(value: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    value.split([',', ';']).skip(1).any(|part| !is_number(part))
}

fn is_key_character(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '.')
}

fn read_malformed(text: &str, line: Range) -> EntryShape {
    let trimmed = line.trimmed(text);
    let behind_bullet = trimmed.start + bullet_width(&text[trimmed.start..trimmed.end]);
    let content = &text[behind_bullet..trimmed.end];
    let separator = content.find(['=', ':']);
    let key_end = separator.unwrap_or_else(|| end_of_bare_key(content));
    let key = without_marks(text, Range::new(behind_bullet, behind_bullet + key_end));
    let key_text = &text[key.start..key.end];
    let has_key = !key_text.is_empty()
        && (separator.is_some() || ReleaseKey::nearest(key_text).is_some())
        && key_text
            .chars()
            .all(|character| is_key_character(character) || character == ' ');
    let values_start = match (has_key, separator) {
        (true, Some(at)) => behind_bullet + at + 1,
        (true, None) => key.end,
        (false, _) => behind_bullet,
    };
    let value_range = Range::new(values_start, trimmed.end).trimmed(text);
    let is_torn = has_key && is_torn_version(&text[value_range.start..value_range.end]);
    let (values, rest) = if is_torn {
        (Vec::new(), Some(value_range))
    } else {
        read_values(text, value_range)
    };
    let value_text = &text[values_start..trimmed.end];
    let problem = if behind_bullet > trimmed.start {
        EntryProblem::Bullet
    } else if !has_key || separator.is_none() {
        EntryProblem::MissingSeparator
    } else if value_text.trim().is_empty() {
        EntryProblem::MissingValue
    } else if is_torn {
        EntryProblem::Blanks
    } else if rest.is_some() {
        EntryProblem::TrailingText
    } else if values.len() > 1 {
        EntryProblem::SeveralVersions
    } else if content[key_end..].starts_with(':') {
        EntryProblem::Colon
    } else if content.contains(['"', '\'', '`']) {
        EntryProblem::Quotes
    } else if text[line.start..line.end].contains(char::is_whitespace) {
        EntryProblem::Blanks
    } else {
        EntryProblem::Punctuation
    };
    EntryShape::Malformed {
        key: has_key.then_some(key),
        values,
        problem,
        rest,
    }
}

/// Where the key ends on a line without `=`: behind a key that the version follows at once, else behind the first word.
fn end_of_bare_key(content: &str) -> usize {
    ReleaseKey::ALL
        .into_iter()
        .find(|key| content.starts_with(key.name()))
        .map_or_else(
            || content.find(char::is_whitespace).unwrap_or(content.len()),
            |key| key.name().len(),
        )
}

/// The range without blanks, quotes and other marks around the key.
fn without_marks(text: &str, range: Range) -> Range {
    let content = &text[range.start..range.end];
    let is_mark = |character: char| !is_key_character(character);
    let start = range.start + (content.len() - content.trim_start_matches(is_mark).len());
    Range::new(start, start + content.trim_matches(is_mark).len())
}

/// Whether blanks inside it are all that keeps a value from being a version: `v1. 36.2`.
fn is_torn_version(value: &str) -> bool {
    let is_version = |word: &str| matches!(read_version(word), VersionText::Version(_));
    let words: Vec<&str> = value.split_whitespace().collect();
    words.len() > 1 && !is_version(words[0]) && is_version(&words.concat())
}

/// The width of a list marker and the blanks behind it: `- `, `* `, `+ `, `1. `, `2) `.
pub(super) fn bullet_width(content: &str) -> usize {
    let digits = content.len()
        - content
            .trim_start_matches(|character: char| character.is_ascii_digit())
            .len();
    let marker = match (digits, content[digits..].chars().next()) {
        (0, Some('-' | '*' | '+')) => 1,
        (1..=9, Some('.' | ')')) => digits + 1,
        _ => return 0,
    };
    let behind = &content[marker..];
    let blanks = behind.len() - behind.trim_start().len();
    if blanks == 0 { 0 } else { marker + blanks }
}

fn unquoted(text: &str, range: Range) -> Range {
    let content = &text[range.start..range.end];
    let inner = content.trim_matches(['"', '\'', '`']);
    let start = range.start + (content.len() - content.trim_start_matches(['"', '\'', '`']).len());
    Range::new(
        start.min(range.end),
        (start + inner.len())
            .min(range.end)
            .max(start.min(range.end)),
    )
}

/// Splits what stands behind the key into words that begin like a version and the words between them.
fn read_values(text: &str, range: Range) -> (Vec<Range>, Option<Range>) {
    let mut values = Vec::new();
    let mut rest: Option<Range> = None;
    let content = &text[range.start..range.end];
    let mut at = 0;
    for word in content
        .split(|character: char| character.is_whitespace() || matches!(character, ',' | ';' | '='))
    {
        let place = Range::new(range.start + at, range.start + at + word.len());
        // Every separator of the split is a single character; its width is that of the character behind the word.
        at += word.len();
        at += content[at..].chars().next().map_or(0, char::len_utf8);
        let place = unquoted(text, place);
        let word = &text[place.start..place.end];
        if word.is_empty() {
            continue;
        }
        if is_version_like(word) {
            values.push(place);
        } else if !(word == "and"
            || word == "&"
            || word
                .chars()
                .all(|character| character.is_ascii_punctuation()))
        {
            rest = Some(rest.map_or(place, |rest| rest.cover(place)));
        }
    }
    (values, rest)
}

fn is_version_like(word: &str) -> bool {
    let bare = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let is_number = bare.starts_with(|character: char| character.is_ascii_digit())
        && bare.contains('.')
        // No entry holds a quote: the line could not be written with this one in it.
        && !bare.contains(['"', '\'', '`']);
    is_number || word == "unknown" || word.starts_with("vX.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(line: &str) -> EntryShape {
        read_entry(line, Range::new(0, line.len()))
            .expect("not blank")
            .shape
    }

    fn malformed(line: &str) -> (EntryProblem, Option<&str>, Vec<&str>, Option<&str>) {
        match entry(line) {
            EntryShape::Malformed {
                key,
                values,
                problem,
                rest,
            } => (
                problem,
                key.map(|key| &line[key.start..key.end]),
                values
                    .iter()
                    .map(|value| &line[value.start..value.end])
                    .collect(),
                rest.map(|rest| &line[rest.start..rest.end]),
            ),
            shape => panic!("{line} is {shape:?}"),
        }
    }

    #[test]
    fn a_well_formed_entry_knows_its_key_and_its_value() {
        let line = "introduced-in=v1.30.2";
        assert_eq!(
            entry(line),
            EntryShape::WellFormed {
                key: Range::new(0, 13),
                value: Range::new(14, 21)
            }
        );
    }

    #[test]
    fn every_kind_of_malformed_entry_keeps_what_it_means() {
        use EntryProblem::*;
        let key = Some("introduced-in");
        for (line, expected) in [
            (
                "- introduced-in=v1.2.3",
                (Bullet, key, vec!["v1.2.3"], None),
            ),
            ("introduced-in: v1.2.3", (Colon, key, vec!["v1.2.3"], None)),
            (
                "introduced-in=\"v1.2.3\"",
                (Quotes, key, vec!["v1.2.3"], None),
            ),
            (
                "introduced-in=v1.2.3,v1.3.4",
                (SeveralVersions, key, vec!["v1.2.3", "v1.3.4"], None),
            ),
            (
                "introduced-in=v1.2.3 and v1.3.4",
                (SeveralVersions, key, vec!["v1.2.3", "v1.3.4"], None),
            ),
            (
                "introduced-in=v1.2.3 (maybe)",
                (TrailingText, key, vec!["v1.2.3"], Some("(maybe)")),
            ),
            (
                "introduced-in = v1.2.3",
                (Blanks, key, vec!["v1.2.3"], None),
            ),
            (
                "  introduced-in=v1.2.3",
                (Blanks, key, vec!["v1.2.3"], None),
            ),
            (
                "introduced-in=v1.2.3\u{3000}",
                (Blanks, key, vec!["v1.2.3"], None),
            ),
            ("introduced-in=", (MissingValue, key, vec![], None)),
            (
                "introduced-in v1.2.3",
                (MissingSeparator, key, vec!["v1.2.3"], None),
            ),
            ("v1.2.3", (MissingSeparator, None, vec!["v1.2.3"], None)),
            (
                "who knows 😀",
                (MissingSeparator, None, vec![], Some("who knows 😀")),
            ),
        ] {
            assert_eq!(malformed(line), expected, "{line}");
        }
    }

    #[test]
    fn only_blocks_meant_as_release_blocks_are_taken() {
        for (info, line, expected) in [
            ("release", "", true),
            ("Release", "", true),
            ("releases", "", true),
            ("relase", "", true),
            ("release foo", "", true),
            ("", "introduced-in=v1.2.3", true),
            ("", "introduced-in: v1.2.3", true),
            ("", "introduced-in", false),
            ("release-note", "", false),
            ("", "text", false),
            ("rust", "introduced-in=v1.2.3", false),
        ] {
            assert_eq!(is_release(info, line), expected, "{info:?} {line:?}");
        }
    }

    #[test]
    fn a_bare_entry_has_blanks_at_its_end_at_most() {
        for (line, expected) in [
            ("introduced-in=v1.2.3", true),
            ("introduced-in=v1.2.3 \t", true),
            (" introduced-in=v1.2.3", false),
            ("introduced-in = v1.2.3", false),
            ("introduced=v1.2.3", false),
        ] {
            let is_bare = is_bare_entry(line, Range::new(0, line.len()));
            assert_eq!(is_bare, expected, "{line}");
        }
    }

    #[test]
    fn a_key_is_known_by_its_near_spellings() {
        for name in [
            "introduced-in",
            "Introduced-In",
            "introduced_in",
            "introducd-in",
            "introduced in",
        ] {
            assert_eq!(
                ReleaseKey::nearest(name),
                Some(ReleaseKey::IntroducedIn),
                "{name}"
            );
        }
        assert_eq!(ReleaseKey::nearest("fixed-in"), None);
    }
}
