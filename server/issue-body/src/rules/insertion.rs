//! Where a block of lines is put into a draft, and how it is taken out: with one blank line on each side, in the
//! draft's own line ends. What the lines say is left to the rules.

use super::finding::Fix;
use crate::syntax::{
    Directive, DirectiveKind, Draft, Envelope, ReleaseBlock, ReleaseKey, SuppressionScope,
};
use crate::template::{Issue, Part};
use crate::text::{Edit, Range};

/// The safe fix that inserts `parts` at `offset`, or above the comments there that speak of the line behind them. There is
/// none where the parts would become part of a code block or of raw HTML that nothing closes: that has to be closed first.
pub(super) fn insertion(
    draft: &Draft,
    title: impl Into<String>,
    offset: usize,
    parts: Vec<Part>,
) -> Option<Fix> {
    let offset = above_directives(draft, offset);
    let is_swallowed = draft.body.unclosed.is_some_and(|start| start < offset);
    (!is_swallowed).then(|| Fix::skeleton(title, offset, insert_block(draft, offset, parts)))
}

/// `parts` (with `\n` as line end, the last one included) as they are inserted at `offset` of the body: blank lines
/// added where the neighbours have none, line ends made those of the draft.
pub fn insert_block(draft: &Draft, offset: usize, parts: Vec<Part>) -> Vec<Part> {
    let (above, below) = line_ends_around(draft, offset);
    let blank_lines = |count: usize| Part::Text("\n".repeat(count));
    [blank_lines(above)]
        .into_iter()
        .chain(parts)
        .chain([blank_lines(below)])
        .map(|part| with_line_end(part, draft.line_end()))
        .filter(|part| *part != Part::Text(String::new()))
        .collect()
}

/// `offset`, or where the lines begin that stand right above it and suppress something on the next line.
pub(super) fn above_directives(draft: &Draft, offset: usize) -> usize {
    let speaks_of_next_line = |directive: &Directive| {
        let scope = SuppressionScope::NextLine;
        matches!(directive.kind, DirectiveKind::Disable { scope: found, .. } if found == scope)
    };
    let mut offset = offset;
    let directives = &draft.body.directives;
    let behind = directives.partition_point(|directive| directive.range.end <= offset);
    for directive in directives[..behind].iter().rev() {
        let line = draft.line_at(directive.range.start);
        let is_alone = draft
            .slice(Range::new(line.start, directive.range.start))
            .trim()
            .is_empty()
            && draft.full_line_at(directive.range.end).end == offset
            && draft
                .slice(Range::new(directive.range.end, offset))
                .trim()
                .is_empty();
        if !is_alone || !speaks_of_next_line(directive) || line.start < draft.body.range.start {
            break;
        }
        offset = line.start;
    }
    offset
}

/// How many line ends are missing before and behind `offset` until a block of lines there has a blank line on each side.
pub(super) fn line_ends_around(draft: &Draft, offset: usize) -> (usize, usize) {
    let before = draft.slice(Range::new(draft.body.range.start, offset));
    // A line with any other white space is not blank to Markdown.
    let words = before.trim_end_matches([' ', '\t', '\n', '\r']);
    let behind = draft.slice(Range::new(offset, draft.body.range.end));
    let gap =
        draft.lines.line_of(offset) - draft.lines.line_of(draft.body.range.start + words.len());
    // Behind blanks that no line end follows yet the block would be indented.
    let in_line = !before.is_empty() && !before.ends_with(['\n', '\r']);
    let above = match gap {
        _ if before.is_empty() => usize::from(follows_open_line(draft)),
        0 if !words.is_empty() => 2,
        1 if !words.is_empty() => 1,
        _ => usize::from(in_line),
    };
    let ends_here = behind.trim().is_empty() || behind.starts_with(['\n', '\r']);
    (above, if ends_here { 0 } else { 1 })
}

/// The edit that puts `lines`, cut from elsewhere in the draft, in at `offset`: byte for byte, with a last line end.
pub(super) fn insert_lines(draft: &Draft, offset: usize, lines: &str) -> Edit {
    let (above, below) = line_ends_around(draft, offset);
    let line_end = draft.line_end();
    let last = if lines.ends_with(['\n', '\r']) {
        ""
    } else {
        line_end
    };
    let content = [
        &line_end.repeat(above),
        lines,
        last,
        &line_end.repeat(below),
    ]
    .concat();
    Edit::insert(offset, content)
}

/// The edit that takes the whole lines of `lines` out. Of the blank lines around them one gap stays.
pub(super) fn cut_lines(draft: &Draft, lines: Range) -> Edit {
    let body = draft.body.range;
    let before = draft.slice(Range::new(body.start, lines.start));
    let behind = draft.slice(Range::new(lines.end, body.end));
    let ends_above = draft
        .full_line_at(body.start + before.trim_end().len())
        .end
        .clamp(body.start, lines.start);
    let starts_below = draft
        .line_at(lines.end + (behind.len() - behind.trim_start().len()))
        .start
        .clamp(lines.end, body.end);
    if before.trim().is_empty() {
        return Edit::delete(Range::new(lines.start, starts_below));
    }
    if behind.trim().is_empty() {
        return Edit::delete(Range::new(ends_above, lines.end));
    }
    if ends_above < lines.start {
        return Edit::delete(Range::new(lines.start, starts_below));
    }
    // Without a blank line above, the one below stays; without any, the two neighbours must not become one paragraph.
    let content = if starts_below > lines.end {
        ""
    } else {
        draft.line_end()
    };
    Edit::replace(lines, content)
}

/// The whole lines of a release block, with the last line end.
pub(super) fn block_lines(draft: &Draft, block: &ReleaseBlock) -> Range {
    let end = draft.full_line_at(block.range.end).end;
    Range::new(block.opening.start, end.min(draft.body.range.end))
}

/// Whether a release block stands where the template wants it: at top level before the first section.
pub(super) fn is_in_place(issue: &Issue<'_>, block: &ReleaseBlock) -> bool {
    let first_section = issue.sections.first();
    !block.nested && first_section.is_none_or(|section| block.range.start < section.range.start)
}

/// Where a release block with `key` belongs: before or behind the blocks that are in place already, else at the top of
/// the body.
pub(super) fn release_block_offset(issue: &Issue<'_>, key: ReleaseKey) -> usize {
    let draft = issue.draft;
    let in_place = || {
        let blocks = draft.body.release_blocks.iter();
        blocks.filter(|block| is_in_place(issue, block))
    };
    let has = |block: &&ReleaseBlock, key| block.means(key, &draft.text);
    let neighbour = match key {
        ReleaseKey::IntroducedIn => {
            let follows = |block: &&ReleaseBlock| {
                has(block, ReleaseKey::ResolvedIn) && !has(block, ReleaseKey::IntroducedIn)
            };
            if let Some(follower) = in_place().find(follows) {
                return block_lines(draft, follower).start;
            }
            in_place().next_back()
        }
        ReleaseKey::ResolvedIn => {
            let precedes = |block: &&ReleaseBlock| has(block, ReleaseKey::IntroducedIn);
            in_place().rfind(precedes).or(in_place().next_back())
        }
    };
    let offset =
        neighbour.map_or_else(|| top_of_body(draft), |block| block_lines(draft, block).end);
    above_directives(draft, offset)
}

/// The start of the body, or behind the comments that begin it: they may be directives, which act on what follows.
fn top_of_body(draft: &Draft) -> usize {
    let mut offset = draft.body.range.start;
    for comment in &draft.body.comments {
        let between = draft.slice(Range::new(offset, comment.range.start.max(offset)));
        let line = draft.full_line_at(comment.range.end);
        let behind = draft.slice(Range::new(comment.range.end, line.end));
        let alone = between.trim().is_empty() && behind.trim().is_empty();
        let closed = comment.content.end < comment.range.end;
        if comment.range.start < offset || !alone || !closed {
            break;
        }
        offset = line.end.min(draft.body.range.end);
    }
    offset
}

/// Whether the body begins in a line of the envelope: behind its last line, which has no line end, or where gh reads the
/// title, of which there is none.
fn follows_open_line(draft: &Draft) -> bool {
    if let Envelope::GhEditorFile { tail, .. } = draft.envelope
        && draft.text[..tail.start]
            .trim_start_matches('\u{feff}')
            .is_empty()
    {
        return true;
    }
    let envelope = draft.text[..draft.body.range.start].trim_start_matches('\u{feff}');
    !envelope.is_empty() && !envelope.ends_with(['\n', '\r'])
}

fn with_line_end(part: Part, line_end: &str) -> Part {
    match part {
        Part::Text(text) => Part::Text(text.replace('\n', line_end)),
        Part::Blank { text, choices } => Part::Blank {
            text: text.replace('\n', line_end),
            choices,
        },
    }
}
