//! The block structure of a body as CommonMark sees it: headings, fences, comments.
//!
//! pulldown-cmark does the parsing. Three things are added here: a lone `\r` ends a line (as CommonMark and LSP say),
//! every place is a byte range of the draft, and a release block whose fence was forgotten does not swallow the rest of
//! the draft: parsing goes on behind its last entry.

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::html;
use super::release::{self, Closing, ReleaseBlock};
use super::source;
use crate::text::{LineIndex, Range, split_lines};

/// How often parsing goes on behind a release block that was never closed. Each time costs a parse of the rest, so the
/// bound keeps a hostile text linear; no person forgets as many fences.
const RECOVERY_LIMIT: usize = 16;

/// What CommonMark calls blanks around fences and marks; other white space is text there.
const BLANKS: [char; 2] = [' ', '\t'];

/// A heading, in ATX (`## x`) or setext (underlined) style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// From the first `#` (or the first character of a setext heading) to the end, without the last line end.
    pub range: Range,
    /// The place of the words, without the marks around them.
    pub text: Range,
    /// The words as a reader sees them: no emphasis, no code marks, single blanks.
    pub name: String,
    /// Whether the heading stands inside a quote or a list item.
    pub nested: bool,
    /// Whether the heading is underlined instead of marked with `#`.
    pub setext: bool,
}

/// A fenced code block that is no release block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// From the opening fence to the end of the closing one, without the last line end.
    pub range: Range,
    /// The info string as written.
    pub info: String,
}

/// An HTML comment outside code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// From `<!--` to the end of `-->`.
    pub range: Range,
    /// What stands between them.
    pub content: Range,
}

/// What the structure pass found, each list in order of place.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub headings: Vec<Heading>,
    pub glued_headings: Vec<Heading>,
    pub fences: Vec<Fence>,
    pub comments: Vec<Comment>,
    pub release_blocks: Vec<ReleaseBlock>,
    /// Where the top-level code block or raw HTML begins that nothing closes.
    pub unclosed: Option<usize>,
}

/// The line that opens a fence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening {
    /// Without its line end, with its indentation.
    pub line: Range,
    /// Behind its line end.
    pub full_end: usize,
    /// The fence characters.
    pub fence: Range,
    /// The info string, trimmed.
    pub info: Range,
    /// `` ` `` or `~`.
    pub character: char,
}

impl Opening {
    /// Reads the line at `line` as the opening of a fence; any number of fence characters will do.
    fn read(text: &str, line: Range, full_end: usize) -> Option<Opening> {
        let content = &text[line.start..line.end];
        let fence_line = FenceLine::read(content)?;
        let fence = fence_line.characters.shifted(line.start);
        let behind = &text[fence.end..line.end];
        let info = fence.end + (behind.len() - behind.trim_start_matches(BLANKS).len());
        let info = Range::new(info, info + behind.trim_matches(BLANKS).len());
        Some(Opening {
            line,
            full_end,
            fence,
            info,
            character: fence_line.character,
        })
    }

    /// The blanks before the fence, which are no part of the lines inside either.
    pub fn indentation(&self) -> usize {
        self.fence.start - self.line.start
    }
}

/// A line that begins with fence characters.
pub(super) struct FenceLine<'line> {
    pub character: char,
    /// The run of fence characters, counted from the start of the line.
    pub characters: Range,
    /// What stands behind them, trimmed.
    pub info: &'line str,
    /// Whether the line is indented by four columns or more; every tab reaches the fourth.
    pub indented: bool,
}

impl<'line> FenceLine<'line> {
    pub fn read(line: &'line str) -> Option<FenceLine<'line>> {
        let is_text = |byte: u8| !matches!(byte, b' ' | b'\t');
        let start = line.bytes().position(is_text)?;
        let character = match line.as_bytes()[start] {
            b'`' => '`',
            b'~' => '~',
            _ => return None,
        };
        let end = start + (line[start..].len() - line[start..].trim_start_matches(character).len());
        let info = line[end..].trim_matches(BLANKS);
        // Behind backticks another backtick makes it inline code, not a fence.
        let inline = character == '`' && info.contains('`');
        (!inline).then_some(FenceLine {
            character,
            characters: Range::new(start, end),
            info,
            indented: start > 3 || line[..start].contains('\t'),
        })
    }

    /// Whether this line closes the fence that `opening` opened, by CommonMark's rule.
    pub fn closes(&self, opening: &Opening) -> bool {
        self.info.is_empty()
            && self.character == opening.character
            && !self.indented
            && self.characters.len() >= opening.fence.len()
    }
}

/// Whether a line is an ATX heading at column 0.
pub(super) fn is_atx_heading(line: &str) -> bool {
    let marks = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&marks)
        && line[marks..]
            .chars()
            .next()
            .is_none_or(|next| matches!(next, ' ' | '\t'))
}

/// Reads the line at `line` as a heading without the blank behind its marks.
fn read_glued_heading(text: &str, line: Range) -> Option<Heading> {
    let content = &text[line.start..line.end];
    let marks = content.len() - content.trim_start_matches('#').len();
    let level = u8::try_from(marks)
        .ok()
        .filter(|level| (1..=6).contains(level))?;
    // `#23456` is a reference, and whatever begins with another mark is prose.
    if !content[marks..].starts_with(char::is_alphabetic) {
        return None;
    }
    let words = content.trim_end().trim_end_matches('#').trim_end();
    let text_range = Range::new(line.start + marks, line.start + words.len());
    Some(Heading {
        level,
        range: Range::new(line.start, line.start + content.trim_end().len()),
        text: text_range,
        name: with_single_blanks(words[marks..].to_owned()),
        nested: false,
        setext: false,
    })
}

/// Words with one blank between two of them and none around them.
fn with_single_blanks(words: String) -> String {
    let mut pieces = words.split(' ');
    let is_plain = words.is_ascii()
        && pieces.all(|piece| !piece.is_empty() && !piece.contains(char::is_whitespace));
    if is_plain {
        return words;
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads the structure of the Markdown at `range` of `text`.
pub(super) fn read(text: &str, lines: &LineIndex, range: Range) -> Blocks {
    let source = source::for_parser(text);
    let mut blocks = Blocks::default();
    let mut start = range.start;
    for attempt in 0..=RECOVERY_LIMIT {
        let pass = Pass {
            text,
            source: &source,
            lines,
            range: Range::new(start, range.end),
            may_recover: attempt < RECOVERY_LIMIT,
            depth: 0,
            blocks: &mut blocks,
        };
        match pass.run() {
            Some(resume) => start = resume,
            None => break,
        }
    }
    blocks
}

/// One run of the parser over the rest of the body.
struct Pass<'pass> {
    text: &'pass str,
    source: &'pass str,
    lines: &'pass LineIndex,
    range: Range,
    may_recover: bool,
    /// How many quotes and list items are open.
    depth: usize,
    blocks: &'pass mut Blocks,
}

impl Pass<'_> {
    /// Reads up to the end, or up to a release block that CommonMark reads on beyond its evident end: then the offset
    /// to go on from is returned.
    fn run(mut self) -> Option<usize> {
        let source = &self.source[self.range.start..self.range.end];
        let base = self.range.start;
        let mut events = Parser::new_ext(source, Options::empty())
            .into_offset_iter()
            .map(|(event, place)| (event, Range::from(place).shifted(base)));
        while let Some((event, place)) = events.next() {
            match event {
                Event::Start(Tag::BlockQuote(_) | Tag::Item) => self.depth += 1,
                Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => {
                    self.depth = self.depth.saturating_sub(1);
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    self.heading(level as u8, place, &mut events)
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    // At top level the draft's own lines are read; what they begin with tells whether they are to be.
                    let wanted = if self.depth == 0 { 1 } else { usize::MAX };
                    let lines = code_lines(self.source, &mut events, wanted);
                    if let Some(resume) = self.fence(&info, place, &lines) {
                        return Some(resume);
                    }
                }
                Event::Start(Tag::HtmlBlock) => {
                    let end = self.html_end(place).filter(|_| self.may_recover);
                    self.comments(Range::new(place.start, end.unwrap_or(place.end)));
                    if end.is_some() {
                        return end;
                    }
                    if self.depth == 0 && html::is_unclosed(self.slice(place)) {
                        self.blocks.unclosed = Some(place.start);
                    }
                }
                Event::InlineHtml(_) => self.comments(place),
                Event::Start(Tag::Paragraph) if self.depth == 0 => {
                    if let Some(resume) = self.paragraph(place) {
                        return Some(resume);
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn heading<'event>(
        &mut self,
        level: u8,
        place: Range,
        events: &mut impl Iterator<Item = (Event<'event>, Range)>,
    ) {
        let range = self.without_line_end(place);
        let mut name = String::new();
        let mut words: Option<Range> = None;
        for (event, piece) in events {
            match &event {
                Event::End(TagEnd::Heading(_)) => break,
                Event::Text(text) | Event::Code(text) => name.push_str(text),
                Event::SoftBreak | Event::HardBreak => name.push(' '),
                Event::InlineHtml(_) => self.comments(piece),
                _ => {}
            }
            // The parser leaves the backslash of an escaped sign out.
            let is_escaped = piece.start > place.start && self.text[..piece.start].ends_with('\\');
            let piece = Range::new(piece.start - usize::from(is_escaped), piece.end);
            words = Some(words.map_or(piece, |words| words.cover(piece)));
        }
        // The words of an underlined heading can begin with `#` as well, but it has several lines.
        let content = self.slice(range);
        let setext = !is_atx_heading(content) || content.contains(['\n', '\r']);
        let marks = match setext {
            true => 0,
            false => content.len() - content.trim_start_matches('#').len(),
        };
        let text = words.unwrap_or(Range::empty(range.start + marks));
        self.blocks.headings.push(Heading {
            level,
            range,
            text: text.trimmed(self.text),
            name: with_single_blanks(source::without_stand_ins(name)),
            nested: self.depth > 0,
            setext,
        });
    }

    /// Files a fenced code block. Returns where to go on when it is a release block that ends before `place` does.
    fn fence(&mut self, info: &str, place: Range, lines: &[Range]) -> Option<usize> {
        let first_line = lines.first().map_or("", |line| self.slice(*line));
        let opening = self.opening_at(place.start);
        // As written, not as the parser gives it: without its escapes.
        let info = opening
            .as_ref()
            .map_or(info, |opening| self.slice(opening.info))
            .to_owned();
        let is_release = release::is_release(&info, first_line);
        let Some(opening) = opening.filter(|_| is_release) else {
            if self.depth == 0 && !opening.is_some_and(|opening| self.is_closed(&opening, place)) {
                self.blocks.unclosed = Some(place.start);
            }
            self.blocks.fences.push(Fence {
                range: self.without_line_end(place),
                info,
            });
            return None;
        };
        let range = Range::new(
            place.start,
            place.start + self.slice(place).trim_end().len(),
        );
        if self.depth > 0 {
            self.blocks
                .release_blocks
                .push(self.nested_block(&opening, range, lines));
            return None;
        }
        let block = release::read_block(self.text, &opening, self.range.end);
        let end = block.range.end;
        self.blocks.release_blocks.push(block);
        (self.may_recover && end < range.end).then(|| self.behind_line(end))
    }

    /// The closing fence of the fenced block at `range` of a container: behind the container's own marks it is the last run of fence
    /// characters of the block.
    fn last_fence(&self, opening: &Opening, range: Range) -> Option<Range> {
        let (last, _) = self.lines_of(range).last()?;
        let content = self.slice(last);
        let marks = content.len() - content.trim_end_matches(opening.character).len();
        let is_fence = last.start > opening.line.start && marks >= opening.fence.len();
        is_fence.then(|| Range::new(last.end - marks, last.end))
    }

    /// Whether the code block at `range` ends with a closing fence.
    fn is_closed(&self, opening: &Opening, range: Range) -> bool {
        let lines = self.lines_of(range).map(|(line, _)| line);
        lines
            .skip(1)
            .last()
            .and_then(|last| FenceLine::read(self.slice(last)))
            .is_some_and(|last| last.closes(opening))
    }

    /// A release block inside a quote or a list item. Its lines are those that the parser took out of the container.
    fn nested_block(&self, opening: &Opening, range: Range, lines: &[Range]) -> ReleaseBlock {
        let closing = self
            .last_fence(opening, range)
            .map_or(Closing::Missing, Closing::Fence);
        ReleaseBlock {
            range,
            opening: opening.line,
            fence: opening.fence,
            info: opening.info,
            closing,
            nested: true,
            entries: lines
                .iter()
                .filter_map(|line| release::read_entry(self.text, *line))
                .collect(),
        }
    }

    /// Looks at the lines of a paragraph for what was meant as something else. Returns where to go on when a release
    /// block without a proper opening was found among them.
    fn paragraph(&mut self, place: Range) -> Option<usize> {
        let opening = if self.may_recover {
            self.broken_opening(place)
        } else {
            None
        };
        let end = opening.map_or(place.end, |opening| opening.line.start);
        for (line, _) in self.lines.split(self.text, Range::new(place.start, end)) {
            let heading = read_glued_heading(self.text, line);
            self.blocks.glued_headings.extend(heading);
        }
        let opening = opening?;
        // The parser has not handed over what stands before the block on the paragraph's earlier lines.
        self.comments(Range::new(place.start, end));
        let block = release::read_block(self.text, &opening, self.range.end);
        let end = block.range.end;
        self.blocks.release_blocks.push(block);
        Some(self.behind_line(end))
    }

    /// The first line of a paragraph that was meant to open a release block: with too few fence characters, with other
    /// marks or none before an entry, or the place where it is missing altogether.
    fn broken_opening(&self, place: Range) -> Option<Opening> {
        let mut before: Option<Range> = None;
        self.lines_of(place).find_map(|(line, full)| {
            let before = before.replace(line);
            // Nearly all lines begin with another word, and can be neither.
            let first = self.text.as_bytes()[line.start];
            if first.is_ascii_alphanumeric() && !release::begins_key(first) {
                return None;
            }
            let short = Opening::read(self.text, line, full.end).filter(|opening| {
                let info = self.slice(opening.info);
                opening.fence.len() < 3 && !info.is_empty() && release::is_release(info, "")
            });
            short.or_else(|| {
                release::is_bare_entry(self.text, line).then(|| {
                    before
                        .and_then(|before| self.unfenced_opening(before, line.start))
                        .unwrap_or(Opening {
                            line: Range::empty(line.start),
                            full_end: line.start,
                            fence: Range::empty(line.start),
                            info: Range::empty(line.start),
                            character: '`',
                        })
                })
            })
        })
    }

    /// The word `release` on the line before an entry, with quotes or nothing in the place of the backticks.
    fn unfenced_opening(&self, line: Range, full_end: usize) -> Option<Opening> {
        let content = self.slice(line);
        let is_mark = |character: char| !character.is_alphanumeric();
        let marks = content.len() - content.trim_start_matches(is_mark).len();
        let word = content.trim_matches(is_mark);
        let is_word = !word.is_empty() && !word.contains(char::is_whitespace);
        (is_word && release::is_release(word, "")).then(|| Opening {
            line,
            full_end,
            fence: Range::new(line.start, line.start + marks),
            info: Range::new(line.start + marks, line.end).trimmed(self.text),
            character: '`',
        })
    }

    fn comments(&mut self, place: Range) {
        let mut start = place.start;
        let bytes = self.text.as_bytes();
        while let Some(at) = memmem::find(&bytes[start..place.end], b"<!--") {
            let open = start + at;
            let content = (open + 4).min(place.end);
            let (content_end, end) = match memmem::find(&bytes[content..place.end], b"-->") {
                Some(at) => (content + at, content + at + 3),
                None => (place.end, place.end),
            };
            self.blocks.comments.push(Comment {
                range: Range::new(open, end),
                content: Range::new(content, content_end),
            });
            start = end;
        }
    }

    /// Where an HTML block at top level ends, if that is before the end of `place`: the parser ends `<pre>` and its like
    /// at their own end tag only, and only in lower case.
    fn html_end(&self, place: Range) -> Option<usize> {
        let end = place.start + html::end_of_block(self.slice(place))?;
        (self.depth == 0 && end < place.end).then_some(end)
    }

    /// The opening line of the fence that begins at `offset`; quote marks and list markers before it are left out.
    fn opening_at(&self, offset: usize) -> Option<Opening> {
        let line_start = self.text[..offset]
            .rfind(['\n', '\r'])
            .map_or(0, |at| at + 1)
            .max(self.range.start);
        let before = &self.text[line_start..offset];
        let start = if before.trim_matches(BLANKS).is_empty() {
            line_start
        } else {
            offset
        };
        let (line, full) = self.lines_of(Range::new(start, self.range.end)).next()?;
        Opening::read(self.text, line, full.end)
    }

    /// `range` without its last line end and the blanks before that. The blank lines of a block that was never closed
    /// stay: they are code.
    fn without_line_end(&self, range: Range) -> Range {
        let content = self.slice(range);
        let content = content.strip_suffix('\n').unwrap_or(content);
        let content = content.strip_suffix('\r').unwrap_or(content);
        let content = content.trim_end_matches(BLANKS);
        Range::new(range.start, range.start + content.len())
    }

    fn behind_line(&self, offset: usize) -> usize {
        self.lines_of(Range::new(offset, self.range.end))
            .next()
            .map_or(self.range.end, |(_, full)| full.end)
    }

    /// The lines of `range` of the draft: each with the range of its content and the range with its line end.
    fn lines_of(&self, range: Range) -> impl Iterator<Item = (Range, Range)> {
        self.lines.split(self.text, range)
    }

    fn slice(&self, range: Range) -> &str {
        &self.text[range.start..range.end]
    }
}

/// The first lines of a code block, `wanted` of them at least, without line ends and without what the containers put before
/// them. Reads up to the block's end event.
fn code_lines<'event>(
    source: &str,
    events: &mut impl Iterator<Item = (Event<'event>, Range)>,
    wanted: usize,
) -> Vec<Range> {
    let mut lines: Vec<Range> = Vec::new();
    let mut open = false;
    for (event, piece) in events {
        match event {
            Event::End(TagEnd::CodeBlock) => break,
            Event::Text(_) if open || lines.len() < wanted => {
                // The parser may cut a line (at `\r\n`, say) or hand over several at once.
                for (line, full) in split_lines(source, piece) {
                    match lines.last_mut() {
                        Some(last) if open => last.end = line.end.max(last.end),
                        _ => lines.push(line),
                    }
                    open = full.end == line.end;
                }
            }
            _ => {}
        }
    }
    // In a container the parser hands over `\n` alone for `\r\n`.
    for line in &mut lines {
        line.end = line.start + source[line.start..line.end].trim_end_matches('\r').len();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Blocks {
        read(text, &LineIndex::new(text), Range::new(0, text.len()))
    }

    fn headings(text: &str) -> Vec<(u8, String)> {
        blocks(text)
            .headings
            .into_iter()
            .map(|heading| (heading.level, heading.name))
            .collect()
    }

    fn slices(text: &str, ranges: impl IntoIterator<Item = Range>) -> Vec<&str> {
        ranges
            .into_iter()
            .map(|range| &text[range.start..range.end])
            .collect()
    }

    #[test]
    fn headings_are_found_where_commonmark_finds_them() {
        let text = "# One\r## **Two** `x` ##\r\nThree\n===\n```\n## no\n```\n> ### four\n\n    ## no\n<!--\n## no\n-->\n<details>\n\n#### five\n";
        assert_eq!(
            headings(text),
            [
                (1, "One".to_owned()),
                (2, "Two x".to_owned()),
                (1, "Three".to_owned()),
                (3, "four".to_owned()),
                (4, "five".to_owned()),
            ]
        );
        let found = blocks(text);
        assert_eq!(
            slices(text, found.headings.iter().map(|heading| heading.text)),
            ["One", "**Two** `x`", "Three", "four", "five"]
        );
        assert!(found.headings[3].nested && found.headings[2].setext);
    }

    #[test]
    fn comments_are_found_in_blocks_and_in_lines_but_not_in_code() {
        let text = "<!-- a --> b <!-- c -->\n\nword <!-- d\ne --> word\n\n`<!-- no -->`\n\n```\n<!-- no -->\n```\n<!-- open\n";
        let found = blocks(text);
        assert_eq!(
            slices(text, found.comments.iter().map(|comment| comment.content)),
            [" a ", " c ", " d\ne ", " open\n"]
        );
    }

    #[test]
    fn a_closed_block_is_what_stands_between_its_fences() {
        let text = "```release\r\nintroduced-in=v1.2.3\r\n\r\nresolved-in=v1.2.4\r\n```\r\n## Symptoms\r\n";
        let found = blocks(text);
        let block = &found.release_blocks[0];
        assert_eq!(
            slices(text, block.entries.iter().map(|entry| entry.line)),
            ["introduced-in=v1.2.3", "resolved-in=v1.2.4"]
        );
        assert!(matches!(block.closing, Closing::Fence(_)));
        assert!(text[block.range.start..block.range.end].ends_with("```"));
        assert_eq!(found.headings.len(), 1);
    }

    #[test]
    fn a_forgotten_fence_does_not_swallow_the_rest() {
        for (name, text) in [
            (
                "next block",
                "```release\nintroduced-in=v1.2.3\n\n```release\nresolved-in=v1.2.4\n```\n## Symptoms\n",
            ),
            (
                "heading",
                "```release\nintroduced-in=v1.2.3\n```\n```release\nresolved-in=v1.2.4\n## Symptoms\n",
            ),
            (
                "end",
                "## Symptoms\n\n```release\nintroduced-in=v1.2.3\n```\n```release\nresolved-in=v1.2.4\n",
            ),
            (
                "a later fence",
                "```release\nintroduced-in=v1.2.3\n```\n```release\nresolved-in=v1.2.4\n\nprose\n\n## Symptoms\n```go\nx\n```\n",
            ),
            (
                "short fence",
                "```release\nintroduced-in=v1.2.3\n``\n```release\nresolved-in=v1.2.4\n```\n## Symptoms\n",
            ),
            (
                "short opening",
                "``release\nintroduced-in=v1.2.3\n```\n```release\nresolved-in=v1.2.4\n```\n## Symptoms\n",
            ),
        ] {
            let found = blocks(text);
            let entries: Vec<Vec<&str>> = found
                .release_blocks
                .iter()
                .map(|block| slices(text, block.entries.iter().map(|entry| entry.line)))
                .collect();
            assert_eq!(
                entries,
                [["introduced-in=v1.2.3"], ["resolved-in=v1.2.4"]],
                "{name}"
            );
            assert_eq!(found.headings.len(), 1, "{name}");
        }
    }

    #[test]
    fn blocks_in_quotes_and_lists_lose_the_marks_before_them() {
        for text in [
            "> ```release\n> introduced-in=v1.2.3\n> ```\n",
            "- x\n\n  ```release\n  introduced-in=v1.2.3\n  ```\n",
            "1. ```release\r\n   introduced-in=v1.2.3\r\n   ```\r\n",
        ] {
            let found = blocks(text);
            let block = &found.release_blocks[0];
            assert!(block.nested, "{text}");
            assert_eq!(
                slices(text, block.entries.iter().map(|entry| entry.line)),
                ["introduced-in=v1.2.3"]
            );
            assert!(matches!(block.closing, Closing::Fence(_)), "{text}");
        }
    }

    #[test]
    fn samples_and_comments_hold_no_release_block() {
        for text in [
            "````markdown\n```release\nintroduced-in=v1.2.3\n```\n````\n",
            "<!--\n```release\nintroduced-in=v1.2.3\n```\n-->\n",
            "    ```release\n    introduced-in=v1.2.3\n    ```\n",
            "Write a `release` block, or ``release``.\n",
        ] {
            assert!(blocks(text).release_blocks.is_empty(), "{text}");
        }
    }

    #[test]
    fn what_nothing_closes_is_known() {
        for (text, expected) in [
            ("x\n```\n## no\n", Some(2)),
            ("```go\nx\n~~~\n", Some(0)),
            ("```", Some(0)),
            ("x\n<!-- a\n\n## no\n", Some(2)),
            ("<PRE>\n\n## no\n", Some(0)),
            ("<?x\n\n## no\n", Some(0)),
            ("```\nx\n```\n", None),
            ("   ~~~~\nx\n~~~~~\n", None),
            ("<details>\n\n## yes\n", None),
            ("<pre>\n</pre>\n\n<!-- a -->\n", None),
            ("- ```\n  x\n", None),
            ("```release\nintroduced-in=v1.2.3\n", None),
        ] {
            assert_eq!(blocks(text).unclosed, expected, "{text}");
        }
    }

    #[test]
    fn many_forgotten_fences_stay_cheap() {
        let text = "```release\nintroduced-in=v1.2.3\n\n## x\n".repeat(5_000);
        assert_eq!(blocks(&text).release_blocks.len(), RECOVERY_LIMIT + 1);
    }
}
