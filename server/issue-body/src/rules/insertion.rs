//! Where a block of lines is put into a draft: with one blank line on each side, in the draft's own line ends.

use crate::syntax::Draft;
use crate::template::Part;
use crate::text::Range;

/// `parts` (with `\n` as line end, the last one included) as they are inserted at `offset` of the body: blank lines
/// added where the neighbours have none, line ends made those of the draft.
pub fn insert_block(draft: &Draft, offset: usize, parts: Vec<Part>) -> Vec<Part> {
    let before = draft.slice(Range::new(draft.body.range.start, offset));
    let behind = draft.slice(Range::new(offset, draft.body.range.end));
    let gap = draft.lines.line_of(offset)
        - draft
            .lines
            .line_of(draft.body.range.start + before.trim_end().len());
    let above = match gap {
        _ if before.is_empty() && follows_open_line(draft) => 1,
        _ if before.trim().is_empty() => 0,
        0 => 2,
        1 => 1,
        _ => 0,
    };
    let ends_here = behind.trim().is_empty() || behind.starts_with(['\n', '\r']);
    let below = if ends_here { 0 } else { 1 };
    let blank_lines = |count: usize| Part::Text("\n".repeat(count));
    [blank_lines(above)]
        .into_iter()
        .chain(parts)
        .chain([blank_lines(below)])
        .map(|part| with_line_end(part, draft.line_end()))
        .filter(|part| *part != Part::Text(String::new()))
        .collect()
}

/// Whether the body begins behind an envelope whose last line has no line end.
fn follows_open_line(draft: &Draft) -> bool {
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
