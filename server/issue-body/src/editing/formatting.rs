//! Formatting: the blanks of a draft as its template writes them. Nothing is moved, and nothing says anything else after it
//! than before: what would, a fix of a rule does.
//!
//! | place | canonical |
//! |---|---|
//! | the end of a line | no blanks, but two that break the line |
//! | above and below a heading or a release block | one blank line; none is put beside a comment, which may speak of the next line |
//! | behind the marks of a heading | one blank |
//! | an entry of a release block | `KEY=VERSION`, no blank line between two |
//! | the end of the draft | one line end |
//!
//! Code, comments and HTML stay byte for byte, and so do the envelope, what Prow takes for a command, what a list item or a
//! quote holds of headings and blocks, and everything from the first fence on that is not whole, for there nobody knows
//! what is code.

use std::collections::BTreeSet;

use crate::syntax::{Closing, Draft, EntryProblem, EntryShape, ReleaseBlock, verbatim};
use crate::text::{Edit, Range};

/// What CommonMark calls blanks.
const BLANKS: [char; 2] = [' ', '\t'];

/// The edits inside `range` that make the draft canonical, in order, none touching another.
pub fn formatting(draft: &Draft, range: Range) -> Vec<Edit> {
    let mut formatter = Formatter::new(draft);
    formatter.space_headings();
    formatter.space_blocks();
    formatter.end_draft();
    formatter.end_lines();
    let told = told(draft);
    let mut edits = formatter.edits;
    edits.retain(|edit| {
        let first = told.partition_point(|command| command.end <= edit.range.start);
        let command = told.get(first);
        // What is put in right before a command is not in it.
        command.is_none_or(|command| edit.range.end <= command.start)
    });
    edits.sort();
    let mut apart: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match apart.last_mut() {
            Some(last) if last.range.end == edit.range.start => {
                last.range.end = edit.range.end;
                last.content.push_str(&edit.content);
            }
            _ => apart.push(edit),
        }
    }
    apart.retain(|edit| range.contains_range(edit.range));
    apart
}

/// A line of the body.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// Without its line end.
    content: Range,
    /// With it.
    full: Range,
    is_blank: bool,
}

/// A draft on its way to be canonical.
struct Formatter<'draft> {
    draft: &'draft Draft,
    /// The lines of the body up to the first thing that is not whole.
    lines: Vec<Line>,
    /// Where every byte counts, in order.
    verbatim: Vec<Range>,
    /// The rows that are taken out.
    removed: BTreeSet<usize>,
    /// The rows that a blank one is put above.
    parted: BTreeSet<usize>,
    edits: Vec<Edit>,
}

impl<'draft> Formatter<'draft> {
    fn new(draft: &'draft Draft) -> Formatter<'draft> {
        let range = draft.body.range;
        let end = certain_end(draft);
        let lines = draft
            .lines_of(range)
            .take_while(|(_, full)| full.end <= end)
            .map(|(content, full)| Line {
                content,
                full,
                is_blank: draft.slice(content).trim_matches(BLANKS).is_empty(),
            });
        Formatter {
            draft,
            lines: lines.collect(),
            verbatim: verbatim(&draft.text, range),
            removed: BTreeSet::new(),
            parted: BTreeSet::new(),
            edits: Vec::new(),
        }
    }

    /// One blank behind the marks of a heading, and one blank line around it.
    fn space_headings(&mut self) {
        for heading in &self.draft.body.headings {
            if heading.nested || !self.is_certain(heading.range) {
                continue;
            }
            self.part(heading.range);
            let content = self.draft.slice(heading.range);
            let behind = content.trim_start_matches('#');
            let words = behind.trim_start_matches(BLANKS);
            let start = heading.range.start + (content.len() - behind.len());
            let blanks = Range::new(start, start + (behind.len() - words.len()));
            if !heading.setext && !words.is_empty() && self.draft.slice(blanks) != " " {
                self.edits.push(Edit::replace(blanks, " "));
            }
        }
    }

    /// One blank line around release blocks, none in them, and entries without blanks.
    fn space_blocks(&mut self) {
        for block in &self.draft.body.release_blocks {
            if block.nested || !self.is_certain(block.range) {
                continue;
            }
            self.part(block.range);
            let (first, last) = (self.row_of(block.range.start), self.row_of(block.range.end));
            self.trim_end(first);
            self.trim_end(last);
            if self.draft.slice(block.info) != "release" {
                // To everybody else it is code.
                continue;
            }
            if self.end_alike(first, last) {
                let blank = (first..last).filter(|row| self.lines[*row].is_blank);
                self.removed.extend(blank);
            }
            for entry in &block.entries {
                if let EntryShape::Malformed {
                    key: Some(key),
                    values,
                    problem: EntryProblem::Blanks,
                    rest: None,
                } = &entry.shape
                    && let [value] = values[..]
                {
                    self.space_entry(entry.line, *key, value);
                }
            }
        }
    }

    /// Takes the blanks out of an entry that has nothing else wrong with it.
    fn space_entry(&mut self, line: Range, key: Range, value: Range) {
        let pieces = [
            (Range::new(line.start, key.start), ""),
            (Range::new(key.end, value.start), "="),
            (Range::new(value.end, line.end), ""),
        ];
        if pieces
            .iter()
            .any(|(piece, sign)| self.draft.slice(*piece).trim() != *sign)
        {
            return;
        }
        for (piece, sign) in pieces {
            if self.draft.slice(piece) != sign {
                self.edits.push(Edit::replace(piece, sign));
            }
        }
    }

    /// Leaves one blank line above and below `place`, where there is something at all.
    fn part(&mut self, place: Range) {
        let (first, last) = (self.row_of(place.start), self.row_of(place.end));
        let mut before = self.lines[..first].iter();
        if let Some(above) = before.rposition(|line| !line.is_blank) {
            self.separate(above, first);
        }
        let mut behind = self.lines[last + 1..].iter();
        if let Some(below) = behind.position(|line| !line.is_blank) {
            self.separate(last, last + 1 + below);
        }
    }

    /// Leaves one blank row between two that have only blank ones between them.
    fn separate(&mut self, above: usize, below: usize) {
        let is_apart = below - above > 1;
        let gap = Range::new(self.lines[above].full.end, self.lines[below].full.start);
        if is_apart && self.end_alike(above, below) && !self.is_verbatim(gap) {
            self.removed.extend(above + 2..below);
        } else if !is_apart
            && ![above, below].into_iter().any(|row| self.has_comment(row))
            && !self.is_in_open_fence(above)
            && !self.is_in_html(above)
        {
            self.parted.insert(below);
        }
    }

    /// One line end at the end of the draft, where the body reaches up to there.
    fn end_draft(&mut self) {
        let end = self.draft.text.len();
        let is_last = self.lines.last().is_some_and(|line| line.full.end == end);
        let last = self.lines.iter().rposition(|line| !line.is_blank);
        let comment = self.draft.body.comments.last();
        let is_in_comment = comment.is_some_and(|comment| comment.content.end == end);
        let Some(last) = last.filter(|_| is_last && !is_in_comment) else {
            return;
        };
        let line = self.lines[last];
        if line.full.end == line.content.end {
            self.edits.push(Edit::insert(end, self.draft.line_end()));
        } else if !self.is_verbatim(Range::new(line.full.end, end)) {
            self.removed.extend(last + 1..self.lines.len());
        }
    }

    /// No blanks at the ends of lines; and the rows come and go that are to.
    fn end_lines(&mut self) {
        for row in 0..self.lines.len() {
            let line = self.lines[row];
            if self.removed.contains(&row) {
                self.edits.push(Edit::delete(line.full));
                continue;
            }
            if self.parted.contains(&row) {
                // As the line above ends: what ends a line in Markdown may end none to Prow.
                let above = self.lines[row - 1];
                let line_end = Range::new(above.content.end, above.full.end);
                let blank = self.draft.slice(line_end);
                self.edits.push(Edit::insert(line.full.start, blank));
            }
            let words = self.draft.slice(line.content).trim_end_matches(BLANKS);
            let blanks = Range::new(line.content.start + words.len(), line.content.end);
            // A backslash breaks the line that no blank ends.
            if !is_beginning(words) && !words.ends_with('\\') && !self.is_verbatim(blanks) {
                self.trim_end(row);
            }
        }
    }

    /// Takes the blanks off the end of a row.
    fn trim_end(&mut self, row: usize) {
        let line = self.lines[row];
        let words = self.draft.slice(line.content).trim_end_matches(BLANKS);
        let blanks = Range::new(line.content.start + words.len(), line.content.end);
        // CR and LF on two sides of a blank line are two line ends.
        let joins = self.draft.text[..blanks.start].ends_with('\r')
            && self.draft.text[blanks.end..].starts_with('\n');
        if !blanks.is_empty() && !joins {
            self.edits.push(Edit::delete(blanks));
        }
    }

    /// Whether the rows from `first` up to `last`, without it, have the same line end, so that it does not matter which of
    /// them go: a lone CR ends no line to Prow, and with an LF behind it it is one line end.
    fn end_alike(&self, first: usize, last: usize) -> bool {
        let line_end = |line: &Line| {
            let range = Range::new(line.content.end, line.full.end);
            self.draft.slice(range)
        };
        let mut ends = self.lines[first..last].iter().map(line_end);
        let end = ends.next();
        ends.all(|other| Some(other) == end)
    }

    /// Whether a byte of `range` counts.
    fn is_verbatim(&self, range: Range) -> bool {
        let first = self
            .verbatim
            .partition_point(|place| place.end <= range.start);
        let place = self.verbatim.get(first);
        place.is_some_and(|place| place.start < range.end)
    }

    /// Whether a comment stands in a row. It may speak of the next one.
    fn has_comment(&self, row: usize) -> bool {
        let (line, comments) = (self.lines[row].full, &self.draft.body.comments);
        let first = comments.partition_point(|comment| comment.range.end <= line.start);
        let comment = comments.get(first);
        comment.is_some_and(|comment| comment.range.start < line.end)
    }

    /// Whether a row belongs to the code of a list item or a quote that ends without a closing fence: a blank line below
    /// it would be code, too.
    fn is_in_open_fence(&self, row: usize) -> bool {
        let (line, fences) = (self.lines[row].content, &self.draft.body.fences);
        let behind = fences.partition_point(|fence| fence.range.start < line.end);
        let fence = fences[..behind].last();
        fence.is_some_and(|fence| {
            fence.range.touches(line.end) && is_open(self.draft.slice(fence.range))
        })
    }

    /// Whether a row with its line end belongs to raw HTML (or to indented code), which may go on below it.
    fn is_in_html(&self, row: usize) -> bool {
        let line = self.lines[row];
        self.is_verbatim(Range::new(line.content.end, line.full.end))
    }

    /// Whether `range` lies before everything that is not whole.
    fn is_certain(&self, range: Range) -> bool {
        let last = self.lines.last();
        last.is_some_and(|line| range.end <= line.full.end)
    }

    fn row_of(&self, offset: usize) -> usize {
        let behind = self.lines.partition_point(|line| line.full.start <= offset);
        behind.saturating_sub(1)
    }
}

/// Where a fence or raw HTML begins that is not whole, or the end of the body.
fn certain_end(draft: &Draft) -> usize {
    let body = &draft.body;
    let is_whole = |block: &ReleaseBlock| {
        let fence = draft.slice(block.fence);
        let is_fence = fence.len() >= 3 && fence.bytes().all(|mark| matches!(mark, b'`' | b'~'));
        is_fence && matches!(block.closing, Closing::Fence(_))
    };
    let mut blocks = body.release_blocks.iter();
    let broken = blocks.find(|block| !is_whole(block));
    let broken = broken.map(|block| block.range.start);
    let unclosed = broken.into_iter().chain(body.unclosed).min();
    unclosed.map_or(body.range.end, |offset| draft.line_at(offset).start)
}

/// What Prow takes for commands with their arguments, in order, none in another: it counts every blank there, and some
/// take the next lines for theirs.
fn told(draft: &Draft) -> Vec<Range> {
    let labels = draft.body.commands.iter().map(|command| command.range);
    let others = draft.body.plugin_commands.iter();
    let mut told: Vec<Range> = labels.chain(others.map(|command| command.range)).collect();
    told.sort();
    told.dedup_by(|next, last| {
        let is_inside = next.start < last.end;
        if is_inside {
            *last = last.cover(*next);
        }
        is_inside
    });
    told
}

/// Whether somebody is about to write behind the marks of an item or a heading, or behind a command, which Prow reads
/// otherwise without the blank.
fn is_beginning(words: &str) -> bool {
    if words.starts_with('/') && !words.contains(char::is_whitespace) {
        return true;
    }
    let words = words.trim_start_matches(BLANKS);
    let bullet = words
        .strip_suffix("[ ]")
        .map_or(words, |bullet| bullet.trim_end_matches(BLANKS));
    let number = bullet.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let is_number = number.len() < bullet.len() && matches!(number, "." | ")");
    let is_heading = !words.is_empty() && words.bytes().all(|mark| mark == b'#');
    is_heading || is_number || matches!(bullet, "-" | "*" | "+")
}

/// Whether the fenced code block `block` ends without a closing fence.
fn is_open(block: &str) -> bool {
    let mark = block.chars().next().unwrap_or('`');
    let length = |line: &str| line.len() - line.trim_start_matches(mark).len();
    let (first, rest) = block.split_once(['\n', '\r']).unwrap_or((block, ""));
    let last = rest.rsplit(['\n', '\r']).next().unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
    let closes = !last.is_empty() && length(last) == last.len() && length(last) >= length(first);
    !closes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Origin;
    use crate::template::{Template, plain, skeleton};
    use crate::text::apply_edits;
    use expect_test::expect;

    fn formatted_from(text: &str, origin: Origin) -> String {
        let draft = Draft::parse(text, origin);
        let edits = formatting(&draft, Range::new(0, text.len()));
        apply_edits(text, &edits)
    }

    fn formatted(text: &str) -> String {
        formatted_from(text, Origin::File)
    }

    /// Fails where formatting `text` does anything.
    fn stays(text: &str) {
        assert_eq!(formatted(text), text);
    }

    #[test]
    fn one_blank_line_stands_around_headings_and_release_blocks() {
        let text = "```release\nintroduced-in=v1.30.2\n```\n```release\nresolved-in=v1.31.4\n```\n\n\n\n/sig node\n## Symptoms\nPods stay.\n\n\n  \n\n### Details\n## Impact\n\n\n\ntext\n\n\ntext\n\nPRs\n---\n- #1\n";
        expect![[r#"
            ```release
            introduced-in=v1.30.2
            ```

            ```release
            resolved-in=v1.31.4
            ```

            /sig node

            ## Symptoms

            Pods stay.

            ### Details

            ## Impact

            text


            text

            PRs
            ---

            - #1
        "#]]
        .assert_eq(&formatted(text));
    }

    #[test]
    fn nothing_comes_between_a_comment_and_its_line() {
        stays(
            "<!-- issue-ls-disable-next-line heading-level -->\n# Symptoms\n<!-- Say what users see. -->\n",
        );
        assert_eq!(
            formatted("<!-- a -->\n\n\n## Symptoms\n\n\n<!-- b -->\n"),
            "<!-- a -->\n\n## Symptoms\n\n<!-- b -->\n"
        );
    }

    #[test]
    fn entries_lose_their_blanks_and_keep_their_order() {
        let block = |entries: &str| format!("```release\n{entries}```\n");
        assert_eq!(
            formatted(&block(
                "\n  resolved-in=v1.31.4\n\nintroduced-in = v1.30.2 \t\nintroduced-in =unknown\n \t\n"
            )),
            block("resolved-in=v1.31.4\nintroduced-in=v1.30.2\nintroduced-in=unknown\n")
        );
        assert_eq!(
            formatted("``` release \t\nresolved-in=v1.31.4\n```  \n"),
            "``` release\nresolved-in=v1.31.4\n```\n"
        );
        stays("```Release\n\nresolved-in = v1.31.4\n```\n");
        // What else is wrong is for a rule.
        for entries in [
            "resolved-in: v1.31.4\n",
            "- resolved-in = v1.31.4\n",
            "resolved-in = \"v1.31.4\"\n",
            "resolved-in=v1.31.4, v1.32.0\n",
            "resolved-in = v1.31.4 (probably)\n",
            "resolved-in = v1. 31.4\n",
            "resolved in = v1.31.4\u{3000}x\n",
            "resolved-in = \n",
        ] {
            stays(&block(entries));
        }
    }

    #[test]
    fn blanks_go_from_the_ends_of_lines_unless_they_count() {
        assert_eq!(
            formatted("## Symptoms \t\n\none \ntwo\t\n\n- three  \n \t\n> four  \n\n/sig node  \n"),
            "## Symptoms\n\none\ntwo\n\n- three\n\n> four\n\n/sig node\n"
        );
        stays(
            "hard  \nbreak\n\nbackslash\\ \nend\n\n`a \nb` [c \nd](e)\n\n    code \n \n    code\n\n``` go \nx \n```\n\n<div> \ny\n\n<!-- z \n-->\n",
        );
        // Prow takes the next lines for a command that has nothing on its own, and counts their blanks.
        stays("/sig \n\n\n##  Symptoms\n");
        // Somebody is about to write there.
        stays("## \n\n- \n* \n3. \n- [ ] \n\n/sig \n");
    }

    #[test]
    fn a_heading_has_one_blank_behind_its_marks() {
        assert_eq!(
            formatted("##   Symptoms\n\n###\tDetails ###\n"),
            "## Symptoms\n\n### Details ###\n"
        );
        // This one is text to Markdown, and a fix makes a heading of it.
        stays("##Impact\n");
    }

    #[test]
    fn a_draft_ends_with_one_line_end() {
        assert_eq!(formatted("text"), "text\n");
        assert_eq!(formatted("text  "), "text\n");
        assert_eq!(formatted("text\n \n\n"), "text\n");
        assert_eq!(formatted("a\r\nb"), "a\r\nb\r\n");
        for text in ["", "\n\n", "---\ntitle: x\n---"] {
            stays(text);
        }
    }

    #[test]
    fn what_templates_write_is_canonical() {
        for template in Template::built_in() {
            let variants = template.variants.iter().map(Some);
            for variant in std::iter::once(None).chain(variants) {
                stays(&plain(&skeleton(template, variant), "\n"));
            }
        }
    }

    #[test]
    fn line_ends_and_the_byte_order_mark_stay() {
        let unix = "\u{feff}text \n##  Symptoms\n\n\n\ntext  ";
        let expected = "\u{feff}text\n\n## Symptoms\n\ntext\n";
        for line_end in ["\n", "\r\n", "\r"] {
            assert_eq!(
                formatted(&unix.replace('\n', line_end)),
                expected.replace('\n', line_end)
            );
        }
        // A blank line between CR and LF keeps them apart, and behind a lone CR nothing is a command.
        stays("a\r \nb\n");
        stays("## Impact\n\n\r/sig node\n");
    }

    #[test]
    fn the_envelope_stays() {
        stays("---\ntitle:  x  \n\n\nlabels: [a ,b]  \n---\n## Symptoms\n\ntext\n");
        let tail = "\n\n------------------------ >8 ------------------------\n\nAll below \nis ignored\n\n\n";
        assert_eq!(
            formatted(&format!("title \n##  Symptoms\ntext \n{tail}")),
            format!("title \n## Symptoms\n\ntext\n{tail}")
        );
        let head =
            "Title \n\n<!-- note -->\n\nAssignees: ada \nLabels: \nMilestone: \nProjects: \n\n";
        assert_eq!(
            formatted_from(
                &format!("{head}##  Symptoms\ntext \n"),
                Origin::VscodeNewIssue
            ),
            format!("{head}## Symptoms\n\ntext\n")
        );
    }

    #[test]
    fn behind_a_broken_fence_nothing_is_certain() {
        for broken in [
            "```release\nresolved-in=v1.31.4\n",
            "``release\nresolved-in=v1.31.4\n```\n",
            "resolved-in=v1.31.4\n```\n",
            "```release\nresolved-in=v1.31.4\n``\n",
            "```go\n",
            "<!-- \n",
        ] {
            let text = |blank: &str| format!("text{blank}\n\n{broken}text \n##  Impact\ntext \n");
            assert_eq!(formatted(&text(" ")), text(""));
        }
    }

    #[test]
    fn what_lists_and_quotes_hold_stays() {
        stays(
            "- ##  Symptoms\n  text\n\n> ##  Impact\n> ```release\n> resolved-in = v1.31.4\n> ```\n",
        );
        // A blank line would be one more of the code.
        stays("- ```\n  x\n## Impact\n");
        stays("- <pre>\n  x\n## Impact\n");
        stays("- ```\n  x\n\n\n\n## Impact\n\ntext\n");
    }

    #[test]
    fn a_part_is_formatted_by_itself() {
        let text = "one \n##  Symptoms\ntwo \n";
        let draft = Draft::parse(text, Origin::File);
        let place = |line: &str| {
            let start = text.find(line).expect("it is there");
            Range::new(start, start + line.len())
        };
        let part = |line: &str| apply_edits(text, &formatting(&draft, place(line)));
        assert_eq!(part("one \n"), "one\n\n##  Symptoms\ntwo \n");
        assert_eq!(part("one "), "one\n##  Symptoms\ntwo \n");
        assert_eq!(part("##  Symptoms"), "one \n\n## Symptoms\ntwo \n");
        assert_eq!(part("Symptoms"), text);
    }
}
