//! The sentences of a template that stand in the place of an answer, and whether a line of a draft is one of them.
//!
//! What is said about such a line is left to `rules`.

use std::cell::LazyCell;

use super::model::SectionSpecification;
use crate::text::least_edits;

/// By how many edits a line may differ from the template's sentence and still be it: somebody pressed a key by accident.
const SLIPS: usize = 2;

/// How many letters at the front of a line are looked at before the others.
const FRONT: usize = 12;

/// So many words of a form are hardly somebody's answer.
const WORDS: usize = 4;

/// A sentence of a template, ready for comparison.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// As [`folded`] gives it.
    folded: String,
    /// How many characters that are.
    length: usize,
    /// Which bytes of ASCII are in it, as [`bits`] tells.
    bytes: u64,
    /// Which of them are in that much of it that the front of a line can come from: nobody who slips moves a letter
    /// farther, and two that change places reach one more.
    front: u64,
}

impl SectionSpecification {
    /// Whether `line` is a sentence that the template, or another copy of it, has in the place of the section's answer.
    pub fn is_left_over(&self, line: &str) -> bool {
        let made = || folded_sentences(self).into_iter().map(Sentence::new);
        let sentences = self.ready.sentences.get_or_init(|| made().collect());
        let line = without_front(line);
        // Nearly all lines are shorter, or other words that begin in another way.
        let is_long_enough = |sentence: &&Sentence| sentence.length <= line.len() + SLIPS;
        let front = LazyCell::new(|| front_of(line));
        let begins_so = |sentence: &&Sentence| has_few_others(*front, sentence.front);
        let likely = sentences.iter().filter(is_long_enough);
        let mut likely = likely.filter(begins_so).peekable();
        if likely.peek().is_none() {
            return false;
        }
        let (least, most) = lengths_of(line);
        let bytes = bits(line.bytes());
        let words = LazyCell::new(|| folded(line));
        likely.any(|sentence| {
            least <= sentence.length + SLIPS
                && sentence.length <= most + SLIPS
                && has_few_others(bytes, sentence.bytes)
                && is_nearly(&words, &sentence.folded)
        })
    }
}

impl Sentence {
    fn new(folded: String) -> Sentence {
        Sentence {
            length: folded.chars().count(),
            bytes: bits(folded.bytes()),
            front: bits(
                folded
                    .chars()
                    .take(FRONT + SLIPS + 1)
                    .filter_map(|letter| letter.try_into().ok()),
            ),
            folded,
        }
    }
}

fn folded_sentences(specification: &SectionSpecification) -> Vec<String> {
    // What a form says beside a field, an editor that makes text of the form leaves in its place. A few words can be an
    // answer as well.
    let of_form = specification.field.iter().flat_map(|field| {
        let said = [Some(&specification.hint), field.placeholder.as_ref()];
        let lines = said.into_iter().flatten().flat_map(|text| text.lines());
        lines.filter(|line| line.split_whitespace().count() >= WORDS)
    });
    let hint = (specification.field.is_none()).then_some(specification.hint.as_str());
    let sentences = specification.left_over.iter().map(String::as_str);
    sentences
        .chain(hint)
        .chain(of_form)
        .map(|sentence| folded(without_front(sentence)))
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// A sentence without a mark at its front, which people change by accident.
fn without_front(sentence: &str) -> &str {
    let is_mark = |byte: &u8| matches!(byte, b'-' | b'*' | b'+' | b'>' | b' ' | b'\t');
    let marks = sentence.bytes().take_while(is_mark).count();
    &sentence[marks..]
}

/// A sentence without what people change by accident: case and blanks.
fn folded(sentence: &str) -> String {
    let mut folded = String::with_capacity(sentence.len());
    if sentence.is_ascii() {
        let letters = sentence.bytes().filter(|byte| !is_blank(*byte));
        folded.extend(letters.map(|letter| char::from(letter.to_ascii_lowercase())));
    } else {
        let letters = sentence.chars().filter(|letter| !letter.is_whitespace());
        folded.extend(letters.flat_map(char::to_lowercase));
    }
    folded
}

const fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte.wrapping_sub(b'\t') <= b'\r' - b'\t'
}

/// How many characters [`folded`] makes of `line`, at least and at most: a character beyond ASCII can be a blank, and no
/// character becomes more small ones than it has bytes.
fn lengths_of(line: &str) -> (usize, usize) {
    let most = line.len() - count(line, is_blank);
    let beyond_ascii = if line.is_ascii() {
        0
    } else {
        count(line, |byte| !byte.is_ascii())
    };
    (most - beyond_ascii, most)
}

/// How many bytes of `line` are such. Counting in bytes lets the compiler look at many at once.
fn count(line: &str, is_such: impl Fn(u8) -> bool) -> usize {
    let chunks = line.as_bytes().chunks(usize::from(u8::MAX));
    let in_chunk = |chunk: &[u8]| {
        chunk
            .iter()
            .map(|byte| u8::from(is_such(*byte)))
            .sum::<u8>()
    };
    chunks.map(|chunk| usize::from(in_chunk(chunk))).sum()
}

/// The bit of each byte of ASCII but blanks, whatever the case of letters: one of 64, which some share. Other bytes have
/// none.
const BITS: [u64; 256] = {
    let mut bits = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if !is_blank(byte) {
            bits[byte as usize] = 1 << (byte.to_ascii_lowercase() % 64);
        }
        byte += 1;
    }
    bits
};

/// Which bytes of ASCII but blanks are among `bytes`.
fn bits(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0, |bits, byte| bits | BITS[usize::from(byte)])
}

/// Which bytes stand at the front of `line`, up to the first character beyond ASCII, of which [`folded`] can make others.
fn front_of(line: &str) -> u64 {
    let (mut bits, mut count) = (0, 0);
    for byte in line.bytes() {
        if count == FRONT || !byte.is_ascii() {
            break;
        }
        let bit = BITS[usize::from(byte)];
        bits |= bit;
        count += usize::from(bit != 0);
    }
    bits
}

/// Whether hardly any of `bytes` is none of `known`: a slip brings one in at most.
const fn has_few_others(bytes: u64, known: u64) -> bool {
    (bytes & !known).count_ones() as usize <= SLIPS
}

fn is_nearly(words: &str, sentence: &str) -> bool {
    // A line of other words costs nothing then.
    least_edits(words, sentence) <= SLIPS && strsim::osa_distance(words, sentence) <= SLIPS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Template;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counting_first_loses_no_line(
            choice in any::<prop::sample::Index>(),
            edits in prop::collection::vec((any::<prop::sample::Index>(), "[a-zA-Z é\u{a0}İK.]?"), 0..4),
        ) {
            let [template] = Template::built_in();
            for section in &template.sections {
                let sentences: Vec<&String> = section.left_over.iter().chain([&section.hint]).collect();
                let mut line: Vec<char> = choice.get(&sentences).chars().collect();
                for (place, letters) in &edits {
                    let place = place.index(line.len());
                    line.splice(place..=place, letters.chars());
                }
                let line: String = line.into_iter().collect();
                let words = folded(without_front(&line));
                let all = folded_sentences(section);
                let expected = all.iter().any(|sentence| is_nearly(&words, sentence));
                prop_assert_eq!(section.is_left_over(&line), expected, "{}", line);
            }
        }
    }
}
