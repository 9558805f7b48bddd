//! Markdown to [`Draft`]: what stands where in one version of an issue draft.
//!
//! Parsing never fails and never panics; whatever the bytes, the result holds a byte range for everything that was
//! recognised, malformed things included. Which sections a template wants, which labels exist and what is a mistake is
//! left to [`template`](crate::template), `catalog` and `rules`.

mod binaries;
mod directive;
mod envelope;
mod html;
mod markdown;
mod prow;
mod pull_requests;
mod release;
mod source;
mod verbatim;
mod version;
pub(crate) mod yaml;

use std::sync::Arc;

use memchr::memchr;

pub use binaries::{
    BINARIES, BinaryItem, BinaryList, NameList, PlainName, read_binaries, read_name_lists,
    read_names,
};
pub use directive::{Directive, DirectiveKind, SuppressionScope};
pub use envelope::{Envelope, FrontMatter, FrontMatterProblem, NewIssue, Spanned};
pub(crate) use envelope::{comma_list, line_around};
pub use markdown::{Comment, Fence, Heading};
pub(crate) use prow::read as read_prow_commands;
pub use prow::{Argument, Command, LABEL_COMMANDS, LIFECYCLE_STATES, PluginAction, PluginCommand};
pub use pull_requests::{
    PullRequestLine, PullRequestProblem, PullRequestReference, read_pull_requests,
};
pub use release::{
    Closing, EntryProblem, EntryShape, OPENING, ReleaseBlock, ReleaseEntry, ReleaseKey,
};
pub(crate) use verbatim::verbatim;
pub use version::{VersionProblem, VersionText, read_branch, read_version};

use crate::text::{LineIndex, Range, SourceText};

/// Where a draft comes from, as far as it decides how its envelope is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// A file, an unsaved buffer, standard input.
    #[default]
    File,
    /// The "New Issue" document of the GitHub extension for VS Code (URI scheme `newissue`).
    VscodeNewIssue,
    /// GitHub: an issue that is there already. All of it is body, whatever it looks like.
    Issue,
}

/// One version of a draft: its text, its envelope and its body. Immutable; a new version is parsed anew.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The whole text. Every range below counts bytes of it.
    pub text: Arc<str>,
    /// Where it comes from.
    pub origin: Origin,
    /// Where the lines of `text` begin.
    pub lines: LineIndex,
    /// What stands around the body.
    pub envelope: Envelope,
    /// What will be sent to GitHub.
    pub body: Body,
}

/// The Markdown that becomes the issue.
#[derive(Debug, Clone)]
pub struct Body {
    /// The body's place in the draft.
    pub range: Range,
    /// All headings, in order.
    pub headings: Vec<Heading>,
    /// Lines at top level such as `##Symptoms`: meant as headings, but text to Markdown, which wants a blank. In order.
    pub glued_headings: Vec<Heading>,
    /// All fenced code blocks that are no release blocks, in order.
    pub fences: Vec<Fence>,
    /// All HTML comments outside code, in order.
    pub comments: Vec<Comment>,
    /// All release blocks, malformed and unclosed ones included, in order.
    pub release_blocks: Vec<ReleaseBlock>,
    /// Where the code block or the raw HTML begins that nothing closes, so that all the rest of the body belongs to it.
    pub unclosed: Option<usize>,
    /// What Prow's label plugin would match for the labels of a prefix, in order.
    pub commands: Vec<Command>,
    /// What Prow's other plugins would match, in order; `/label` is here too.
    pub plugin_commands: Vec<PluginCommand>,
    /// The comments that speak to this tool.
    pub directives: Vec<Directive>,
}

impl Draft {
    /// Parses `text`. Linear in its length.
    pub fn parse(text: impl Into<Arc<str>>, origin: Origin) -> Draft {
        let text = text.into();
        let lines = LineIndex::new(&text);
        let (envelope, range) = envelope::read(&text, origin);
        let blocks = markdown::read(&text, &lines, range);
        let directives = blocks
            .comments
            .iter()
            .filter_map(|comment| directive::read(&text, comment))
            .collect();
        let commands = prow::read(&text, range);
        let body = Body {
            range,
            headings: blocks.headings,
            glued_headings: blocks.glued_headings,
            fences: blocks.fences,
            comments: blocks.comments,
            release_blocks: blocks.release_blocks,
            unclosed: blocks.unclosed,
            commands: commands.labels,
            plugin_commands: commands.others,
            directives,
        };
        Draft {
            text,
            origin,
            lines,
            envelope,
            body,
        }
    }

    /// The text with its lines.
    pub fn source(&self) -> SourceText<'_> {
        SourceText {
            text: &self.text,
            lines: &self.lines,
        }
    }

    /// The text of `range`.
    pub fn slice(&self, range: Range) -> &str {
        &self.text[range.start..range.end]
    }

    /// The line end that the draft uses: that of its first line, `\n` where it has none.
    pub fn line_end(&self) -> &'static str {
        let first = self.slice(self.lines.line_with_end(0));
        if first.ends_with("\r\n") {
            "\r\n"
        } else if first.ends_with('\r') {
            "\r"
        } else {
            "\n"
        }
    }

    /// The range of the line (without its line end) that holds `offset`.
    pub fn line_at(&self, offset: usize) -> Range {
        self.lines.line(&self.text, self.lines.line_of(offset))
    }

    /// The range of the line that holds `offset`, with its line end.
    pub fn full_line_at(&self, offset: usize) -> Range {
        self.lines.line_with_end(self.lines.line_of(offset))
    }

    /// `range` up to the end of its first line: where something that may be long is reported.
    pub fn first_line_of(&self, range: Range) -> Range {
        let line = self.line_at(range.start);
        Range::new(range.start, range.end.min(line.end).max(range.start))
    }

    /// Where something that has no place of its own is reported: the first line of the body.
    pub fn first_body_line(&self) -> Range {
        let line = self.line_at(self.body.range.start);
        let start = self.body.range.start;
        Range::new(start, line.end.max(start))
    }

    /// The lines of `range` that begin neither in a comment nor in code: each with the range of its content and the range
    /// with its line end.
    pub fn visible_lines(&self, range: Range) -> impl Iterator<Item = (Range, Range)> + '_ {
        self.lines_of(range)
            .filter(|(line, _)| !self.body.is_hidden(line.start))
    }

    /// The lines of `range`: each with the range of its content and the range with its line end.
    pub fn lines_of(&self, range: Range) -> impl Iterator<Item = (Range, Range)> + '_ {
        self.lines.split(&self.text, range)
    }

    /// The lines of `range` that hold the byte `sign`, in order, without their line ends. Other lines cost nearly nothing.
    pub(crate) fn lines_with(&self, sign: u8, range: Range) -> impl Iterator<Item = Range> + '_ {
        debug_assert!(sign.is_ascii() && !matches!(sign, b'\n' | b'\r'));
        let bytes = self.text.as_bytes();
        let mut start = range.start;
        std::iter::from_fn(move || {
            let at = start + memchr(sign, bytes.get(start..range.end)?)?;
            let line = self.line_at(at);
            start = line.end;
            Some(Range::new(
                line.start.max(range.start),
                line.end.min(range.end),
            ))
        })
    }

    /// The pieces of `range` outside HTML comments, without the blanks around them: what a reader of the issue sees.
    pub fn visible(&self, range: Range) -> Vec<Range> {
        let mut pieces = Vec::new();
        self.add_visible(range, &mut pieces);
        pieces
    }

    /// Adds what [`Draft::visible`] gives to `pieces`.
    pub(crate) fn add_visible(&self, range: Range, pieces: &mut Vec<Range>) {
        let mut add = |piece: Range| {
            let piece = piece.trimmed(&self.text);
            if !piece.is_empty() {
                pieces.push(piece);
            }
        };
        let mut start = range.start;
        let comments = &self.body.comments;
        let first = comments.partition_point(|comment| comment.range.end <= range.start);
        let inside = comments[first..].iter();
        for comment in inside.take_while(|comment| comment.range.start < range.end) {
            add(Range::new(start, comment.range.start.max(start)));
            start = comment.range.end.min(range.end);
        }
        add(Range::new(start, range.end));
    }
}

impl Body {
    /// Whether `offset` lies in a fenced code block (release blocks not counted) or an HTML comment.
    pub fn is_hidden(&self, offset: usize) -> bool {
        self.is_in_comment(offset) || self.is_in_fence(offset)
    }

    /// Whether `offset` lies in an HTML comment.
    pub fn is_in_comment(&self, offset: usize) -> bool {
        self.comment_at(offset).is_some()
    }

    /// The HTML comment that holds `offset`.
    pub fn comment_at(&self, offset: usize) -> Option<&Comment> {
        holding(&self.comments, |comment| comment.range, offset)
    }

    /// The command of another plugin than the label plugin that begins at `offset`.
    pub fn plugin_command_at(&self, offset: usize) -> Option<&PluginCommand> {
        let commands = &self.plugin_commands;
        let found = commands.binary_search_by_key(&offset, |command| command.range.start);
        found.ok().map(|place| &commands[place])
    }

    /// Whether `offset` lies in a fenced code block; release blocks are none.
    pub fn is_in_fence(&self, offset: usize) -> bool {
        holding(&self.fences, |fence| fence.range, offset).is_some()
    }
}

/// The one of `things`, which are in order and do not overlap, that holds `offset`: only the last one that begins before it
/// can.
fn holding<T>(things: &[T], range: impl Fn(&T) -> Range, offset: usize) -> Option<&T> {
    let behind = things.partition_point(|thing| range(thing).start <= offset);
    let last = things[..behind].last();
    last.filter(|thing| range(thing).contains(offset))
}
