//! The cursor in its line, and the questions about its surroundings that several completions ask.

use crate::syntax::{Closing, Draft, Envelope};
use crate::text::Range;

/// A place in a draft.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'draft> {
    pub draft: &'draft Draft,
    pub offset: usize,
    /// The line of the cursor, without its line end and without what stands before the body in it (a BOM).
    pub line: Range,
}

impl<'draft> Cursor<'draft> {
    /// The cursor at `offset`; one inside a character or a line end moves before it.
    pub fn new(draft: &'draft Draft, offset: usize) -> Cursor<'draft> {
        let mut offset = offset.min(draft.text.len());
        while !draft.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let mut line = draft.line_at(offset);
        let first = if draft.text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        line.start = line.start.max(first).min(line.end);
        Cursor {
            draft,
            offset: offset.clamp(line.start, line.end),
            line,
        }
    }

    /// The text of the line.
    pub fn text(&self) -> &'draft str {
        self.draft.slice(self.line)
    }

    /// The text of the line before the cursor.
    pub fn before(&self) -> &'draft str {
        self.draft.slice(Range::new(self.line.start, self.offset))
    }

    /// The text of the line behind the cursor.
    pub fn behind(&self) -> &'draft str {
        self.draft.slice(Range::new(self.offset, self.line.end))
    }

    /// The characters around the cursor, on both sides of it, that are `part` of a word; within `bounds`.
    pub fn word(&self, bounds: Range, part: impl Fn(char) -> bool) -> Range {
        let before = self.draft.slice(Range::new(bounds.start, self.offset));
        let behind = self.draft.slice(Range::new(self.offset, bounds.end));
        Range::new(
            bounds.start + before.trim_end_matches(&part).len(),
            bounds.end - behind.trim_start_matches(&part).len(),
        )
    }

    /// Whether the cursor stands in the body.
    pub fn is_in_body(&self) -> bool {
        let body = self.draft.body.range;
        // A line that begins where the body ends belongs to the envelope behind it.
        let ends_draft = body.end == self.draft.text.len();
        body.start <= self.line.start && (self.line.start < body.end || ends_draft)
    }

    /// The lines of the front matter that the cursor stands in: of one that is closed, or of one that is being typed.
    pub fn front_matter(&self) -> Option<Range> {
        match &self.draft.envelope {
            Envelope::FrontMatter(front) => {
                let yaml = front.yaml;
                (yaml.start <= self.line.start && self.line.start < yaml.end).then_some(yaml)
            }
            Envelope::None => self.open_front_matter(),
            Envelope::GhEditorFile { .. } | Envelope::VscodeNewIssue(_) => None,
        }
    }

    /// Front matter without its closing line: `---` on the first line, and nothing but keys and items from there to the
    /// cursor.
    fn open_front_matter(&self) -> Option<Range> {
        let text = &self.draft.text;
        let mut lines = self.draft.lines_of(self.draft.body.range);
        let (_, opening) = lines
            .next()
            .filter(|(line, _)| self.draft.slice(*line).trim_end() == "---")?;
        let is_yaml = |line: &str| {
            let word_end = line
                .find(|character: char| !character.is_alphanumeric() && character != '-')
                .unwrap_or(line.len());
            line.starts_with([' ', '-'])
                || (word_end > 0 && (word_end == line.len() || line[word_end..].starts_with(':')))
        };
        let mut end = opening.end;
        for (line, full) in lines {
            if line.start != self.line.start && !is_yaml(self.draft.slice(line)) {
                break;
            }
            end = full.end;
        }
        let yaml = Range::new(opening.end, end);
        // Behind the last line end there is a line more, which `lines_of` does not show.
        let is_last_line = self.line.start == text.len() && end == text.len();
        let holds = yaml.start <= self.line.start && (self.line.start < yaml.end || is_last_line);
        holds.then_some(yaml)
    }

    /// The values of VS Code's labels line, where the cursor stands in them.
    pub fn labels_line(&self) -> Option<Range> {
        match &self.draft.envelope {
            Envelope::VscodeNewIssue(issue) => {
                issue.labels_line.filter(|line| line.touches(self.offset))
            }
            _ => None,
        }
    }

    /// The content of the HTML comment that the cursor stands in, as far as it lies in the cursor's line. One that is not
    /// closed in this line ends with the line.
    pub fn comment(&self) -> Option<Range> {
        let body = &self.draft.body;
        let known = body.comments.iter().find(|comment| {
            comment.content.start <= self.offset && self.offset <= comment.content.end
        });
        let start = match known {
            Some(comment) => comment.content.start,
            None => self.line.start + self.unclosed_comment()?,
        };
        let end = self.behind().find("-->");
        Some(Range::new(
            start.max(self.line.start),
            end.map_or(self.line.end, |end| self.offset + end),
        ))
    }

    /// Where the content of a comment begins that is opened in this line and not closed before the cursor.
    fn unclosed_comment(&self) -> Option<usize> {
        let before = self.before();
        let open = before.rfind("<!--")?;
        let is_code = before[..open].matches('`').count() % 2 == 1;
        let is_closed = before[open..].contains("-->");
        let mut fences = self.draft.body.fences.iter();
        let is_fenced = fences.any(|fence| fence.range.contains(self.offset));
        (!is_code && !is_closed && !is_fenced).then_some(open + "<!--".len())
    }

    /// The line of a release block that the cursor stands in, without what a quote puts before it.
    pub fn release_entry(&self) -> Option<Range> {
        let lines = &self.draft.lines;
        let row = lines.line_of(self.line.start);
        let block = self.draft.body.release_blocks.iter().find(|block| {
            let first = lines.line_of(block.opening.start) + 1;
            let end = match block.closing {
                Closing::Fence(fence) | Closing::Broken(fence) => lines.line_of(fence.start),
                Closing::Missing => {
                    let last = lines.line_of(block.end_of_entries());
                    last + 1 + usize::from(self.continues_block())
                }
            };
            (first..end).contains(&row)
        })?;
        let entry = block
            .entries
            .iter()
            .find(|entry| entry.line.touches(self.offset));
        match entry {
            Some(entry) => Some(entry.line),
            // Between a quote's marks and an entry that is not there yet nothing is certain.
            None => (!block.nested).then_some(self.line),
        }
    }

    /// Whether the line can be the next entry of a block whose closing fence is missing.
    fn continues_block(&self) -> bool {
        self.text()
            .trim()
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '-' | '=' | '.'))
    }

    /// Whether the line closes a fence, of a release block or of other code.
    pub fn closes_fence(&self) -> bool {
        let body = &self.draft.body;
        let of_block = body.release_blocks.iter().any(|block| match block.closing {
            Closing::Fence(fence) | Closing::Broken(fence) => self.line.touches(fence.start),
            Closing::Missing => false,
        });
        let of_code = body
            .fences
            .iter()
            .any(|fence| fence.range.start < self.line.start && self.line.touches(fence.range.end));
        of_block || of_code
    }

    /// The draft as it is without the text of this line: what the rest means, whatever the half-typed line does to it.
    /// Offsets up to the start of the line stay as they are. `None` where the empty line would belong to the envelope.
    pub fn draft_without_line(&self) -> Option<Draft> {
        let text = &self.draft.text;
        let text = [&text[..self.line.start], &text[self.line.end..]].concat();
        let draft = Draft::parse(text, self.draft.origin);
        (draft.body.range.start <= self.line.start).then_some(draft)
    }
}
