//! What the prose of a draft mentions as GitHub's readers write it: issues and pull requests by number, releases,
//! CVE numbers. Links and highlights are made of it.
//!
//! Code, comments and release blocks are no prose, and neither are addresses, which an editor sees by itself.

use std::sync::LazyLock;

use regex::Regex;
use semver::Version;

use crate::syntax::{Draft, VersionText, read_version};
use crate::text::{Range, split_lines};

/// Something that is mentioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// The words.
    pub range: Range,
    /// What they mean.
    pub thing: Thing,
}

/// What can be mentioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Thing {
    /// `#12`, `GH-12`, `owner/name#12`: an issue or a pull request, which share their numbers.
    Number {
        /// `owner/name`, where it is given.
        repository: Option<String>,
        /// The number.
        number: u64,
    },
    /// `v1.36.2`
    Version(Version),
    /// `CVE-2024-10220`, in capital letters.
    Vulnerability(String),
}

/// Everything that looks like a mention. What stands around it decides.
static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?: [A-Za-z0-9][A-Za-z0-9-]* / [A-Za-z0-9._-]+ )? \# [1-9][0-9]*
        | (?i:GH) - [1-9][0-9]*
        | (?i:CVE) - [0-9]{4} - [0-9]{4,}
        | v [0-9]+ \. [0-9]+ \. [0-9]+ (?: - [0-9A-Za-z]+ (?: \. [0-9A-Za-z]+ )* )?
        ",
    )
    .expect("the expression is valid")
});

/// What the prose of `draft` mentions, in order of place. Linear in its length.
pub(super) fn mentions(draft: &Draft) -> Vec<Mention> {
    let text: &str = &draft.text;
    let mut mentions = Vec::new();
    for prose in prose(draft) {
        let mut code: Option<Vec<Range>> = None;
        let mut word = (Range::empty(prose.start), false);
        for found in MENTION.find_iter(&text[prose]) {
            let range = Range::from(found.range()).shifted(prose.start);
            if !stands_alone(text, range) {
                continue;
            }
            // A word can be as long as the text, and mention something all along: it is looked at once.
            if !word.0.contains_range(range) {
                let around = word_around(text, prose, range);
                let words = &text[around];
                word = (around, words.contains("://") || words.contains("]("));
            }
            let (_, is_in_link) = word;
            // Most prose mentions nothing, and need not be looked through for code.
            let code = code.get_or_insert_with(|| code_spans(text, prose));
            let before = code.partition_point(|span| span.end <= range.start);
            let is_in_code = code.get(before).is_some_and(|span| span.start < range.end);
            if is_in_link || is_in_code {
                continue;
            }
            mentions.extend(read(&text[range]).map(|thing| Mention { range, thing }));
        }
    }
    mentions
}

fn read(words: &str) -> Option<Thing> {
    if let Some((repository, number)) = words.split_once('#') {
        return Some(Thing::Number {
            repository: Some(repository.to_owned()).filter(|name| !name.is_empty()),
            number: number.parse().ok()?,
        });
    }
    match words.as_bytes() {
        [b'v', ..] => match read_version(words) {
            VersionText::Version(version) => Some(Thing::Version(version)),
            VersionText::Unknown | VersionText::Invalid(_) => None,
        },
        [b'g' | b'G', ..] => Some(Thing::Number {
            repository: None,
            number: words[3..].parse().ok()?,
        }),
        _ => Some(Thing::Vulnerability(words.to_ascii_uppercase())),
    }
}

/// Whether neither a letter nor a sign that would make another word of it stands at either side of `range`.
fn stands_alone(text: &str, range: Range) -> bool {
    let before = text[..range.start].chars().next_back();
    let is_part_before = |sign: char| sign.is_alphanumeric() || "_-/#&@.+=".contains(sign);
    let mut behind = text[range.end..].chars();
    let is_part_behind = |sign: char| sign.is_alphanumeric() || "_/+-#".contains(sign);
    let next = behind.next();
    let goes_on = match next {
        // A sentence can end here.
        Some('.') => behind.next().is_some_and(char::is_alphanumeric),
        next => next.is_some_and(is_part_behind),
    };
    !before.is_some_and(is_part_before) && !goes_on
}

/// `range` up to the blanks around it, within `prose`.
fn word_around(text: &str, prose: Range, range: Range) -> Range {
    let before = &text[prose.start..range.start];
    let behind = &text[range.end..prose.end];
    let start = before.trim_end_matches(|sign: char| !sign.is_whitespace());
    let end = behind.find(char::is_whitespace).unwrap_or(behind.len());
    Range::new(prose.start + start.len(), range.end + end)
}

/// The pieces of the body between comments and blocks of code.
fn prose(draft: &Draft) -> Vec<Range> {
    let body = &draft.body;
    let comments = body.comments.iter().map(|comment| comment.range);
    let fences = body.fences.iter().map(|fence| fence.range);
    let blocks = body.release_blocks.iter().map(|block| block.range);
    let mut cuts: Vec<Range> = comments.chain(fences).chain(blocks).collect();
    cuts.sort();
    let mut pieces = Vec::with_capacity(cuts.len() + 1);
    let mut start = body.range.start;
    for cut in cuts.into_iter().chain([Range::empty(body.range.end)]) {
        if cut.start > start {
            pieces.push(Range::new(start, cut.start));
        }
        start = start.max(cut.end);
    }
    pieces
}

/// The code spans of `prose`, in order: from one run of backticks to the next one as long. None goes on behind a blank
/// line.
fn code_spans(text: &str, prose: Range) -> Vec<Range> {
    let mut spans = Vec::new();
    let mut paragraph = Range::empty(prose.start);
    for (line, full) in split_lines(text, prose) {
        paragraph.end = full.end;
        if text[line].trim().is_empty() {
            spans_of_paragraph(text, paragraph, &mut spans);
            paragraph = Range::empty(full.end);
        }
    }
    spans_of_paragraph(text, paragraph, &mut spans);
    spans
}

fn spans_of_paragraph(text: &str, paragraph: Range, spans: &mut Vec<Range>) {
    let mut runs: Vec<Range> = Vec::new();
    for (at, _) in text[paragraph].match_indices('`') {
        let at = paragraph.start + at;
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(Range::new(at, at + 1)),
        }
    }
    // For each run the next one of its length, so that runs without a partner cost nothing.
    let mut next_of_length = std::collections::HashMap::new();
    let mut partners = vec![None; runs.len()];
    for (place, run) in runs.iter().enumerate().rev() {
        partners[place] = next_of_length.insert(run.len(), place);
    }
    let mut place = 0;
    while place < runs.len() {
        let run = runs[place];
        let is_escaped = text[..run.start].ends_with('\\');
        match partners[place] {
            Some(partner) if !is_escaped => {
                spans.push(Range::new(run.start, runs[partner].end));
                place = partner + 1;
            }
            _ => place += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Origin;
    use proptest::prelude::*;

    fn mentioned(text: &str) -> Vec<String> {
        let draft = Draft::parse(text, Origin::File);
        let mentions = mentions(&draft).into_iter();
        mentions
            .map(|mention| draft.slice(mention.range).to_owned())
            .collect()
    }

    #[test]
    fn numbers_releases_and_vulnerabilities_are_found_in_prose() {
        assert_eq!(
            mentioned(
                "See #12, (GH-13), gh-14: kubernetes/kube-state-metrics#15.\n- #16\n**v1.36.2** and v1.37.0-rc.1, CVE-2024-10220; 'cve-2025-0001'\n"
            ),
            [
                "#12",
                "GH-13",
                "gh-14",
                "kubernetes/kube-state-metrics#15",
                "#16",
                "v1.36.2",
                "v1.37.0-rc.1",
                "CVE-2024-10220",
                "cve-2025-0001"
            ]
        );
    }

    #[test]
    fn parts_of_other_words_are_none() {
        for text in [
            "a#12",
            "#12a",
            "#12_",
            "#0",
            "##12",
            "&#12;",
            "#99999999999999999999",
            "a/b/c#12",
            "owner/#12",
            "XGH-12",
            "GH-012",
            "v1.36",
            "v1.36.2.3",
            "xv1.36.2",
            "v1.36.02",
            "release/v1.36.2",
            "CVE-24-10220",
            "CVE-2024-102",
            "é#12é",
        ] {
            assert_eq!(mentioned(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn code_comments_and_addresses_are_none() {
        for text in [
            "`#12`",
            "a `` b ` #12 `` c",
            "`a\n#12`",
            "```\n#12\n```",
            "```release\n#12\nintroduced-in=v1.36.2\n```",
            "<!-- #12 -->",
            "https://github.com/owner/name/issues/1#12",
            "https://example.com/?q=(v1.36.2)",
            "[text](#12)",
            "[#12](https://example.com)",
        ] {
            assert_eq!(mentioned(text), [""; 0], "{text}");
        }
        for text in ["a ` #12", "`a\n\n#12`", "\\`#12`", "``a` #12"] {
            assert_eq!(mentioned(text), ["#12"], "{text}");
        }
    }

    proptest! {
        #[test]
        fn they_are_in_order_and_mean_what_they_say(
            text in "(#1|GH-2|a/b#3|v1.36.2|CVE-2024-12345|`|``|```\n|<!--|-->|://|\\]\\(|[ \n\r.é😀a]){0,40}",
        ) {
            let draft = Draft::parse(text.as_str(), Origin::File);
            let mut end = 0;
            for mention in mentions(&draft) {
                prop_assert!(mention.range.start >= end && !mention.range.is_empty());
                prop_assert_eq!(read(draft.slice(mention.range)), Some(mention.thing));
                end = mention.range.end;
            }
        }
    }
}
