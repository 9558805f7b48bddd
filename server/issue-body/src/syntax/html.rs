//! Where an HTML block ends by a mark of its own: comments, declarations, instructions, and the tags whose content
//! CommonMark leaves alone line by line (`<pre>` and its like). All other HTML blocks end at a blank line.

use crate::text::{Range, split_lines};

/// Any of these ends what any of their start tags began, whatever its case.
const RAW_END_TAGS: [&str; 4] = ["</pre>", "</script>", "</style>", "</textarea>"];

/// Whether the HTML block wants an end mark and has none (CommonMark 4.6, start conditions 1 to 5).
pub(super) fn is_unclosed(block: &str) -> bool {
    let block = block.to_ascii_lowercase();
    end_marks(&block).is_some_and(|marks| !marks.iter().any(|mark| block.contains(mark)))
}

/// Where the HTML block ends: behind the line with its first end mark, counted from the start of `block`. None where it
/// wants no mark or has none.
pub(super) fn end_of_block(block: &str) -> Option<usize> {
    let block = block.to_ascii_lowercase();
    let marks = end_marks(&block)?;
    let (_, last) = split_lines(&block, Range::new(0, block.len())).find(|(line, _)| {
        marks
            .iter()
            .any(|mark| block[line.start..line.end].contains(mark))
    })?;
    Some(last.end)
}

/// The marks of which one ends the block; `block` in lower case.
fn end_marks(block: &str) -> Option<&'static [&'static str]> {
    let block = block.trim_start();
    if block.starts_with("<!--") {
        return Some(&["-->"]);
    }
    if block.starts_with("<![cdata[") {
        return Some(&["]]>"]);
    }
    if block.starts_with("<!") {
        return Some(&[">"]);
    }
    if block.starts_with("<?") {
        return Some(&["?>"]);
    }
    let opening = block.strip_prefix('<')?;
    let name_length = opening
        .find(|character: char| !character.is_ascii_alphabetic())
        .unwrap_or(opening.len());
    let (name, behind) = opening.split_at(name_length);
    let ends = behind.is_empty() || behind.starts_with([' ', '\t', '>', '\n', '\r']);
    let is_raw = ends
        && RAW_END_TAGS
            .iter()
            .any(|tag| &tag[2..tag.len() - 1] == name);
    is_raw.then_some(&RAW_END_TAGS)
}
