//! What the rules about Prow's commands share: in which way a label command says something else than was meant, and which
//! of its items such a slip covers, so that no mistake is reported twice.

use std::cell::OnceCell;

use super::finding::Fix;
use super::labels::meant;
use super::rule::Context;
use crate::catalog::{LabelStanding, Labels};
use crate::syntax::{Command, Draft, LABEL_COMMANDS};
use crate::text::{Edit, Range};

/// The words of other commands that can follow a label command on its line by mistake.
const OTHER_WORDS: [&str; 17] = [
    "label",
    "lifecycle",
    "close",
    "reopen",
    "milestone",
    "status",
    "assign",
    "unassign",
    "cc",
    "uncc",
    "hold",
    "unhold",
    "retitle",
    "help",
    "good-first-issue",
    "transfer",
    "transfer-issue",
];

/// Something in a label command that Prow takes for names of labels.
pub(super) struct Slip {
    /// Where it is reported.
    pub(super) range: Range,
    /// What is wrong, then what to write.
    pub(super) message: String,
    /// How it is mended.
    pub(super) fix: Option<Fix>,
    /// The arguments that it covers, from the first up to the last.
    arguments: core::ops::Range<usize>,
}

/// How a label command came to say more than its word.
pub(super) enum Runaway {
    /// There is nothing behind the word, so that it takes the words of the next line.
    OverLineEnd {
        /// Whether there is really nothing, and a line end that is one to Prow.
        is_bare: bool,
    },
    /// The word goes on: `/significant` begins with `/sig`. The range is that of what is glued to it.
    Glued(Range),
}

/// Whether `name` is, or was, a label.
pub(super) fn is_known(labels: &Labels, name: &str) -> bool {
    match labels.standing(name) {
        LabelStanding::Current(_)
        | LabelStanding::Retired { .. }
        | LabelStanding::Renamed { .. } => true,
        LabelStanding::Removed { .. } | LabelStanding::Unknown => false,
    }
}

/// Whether `command` runs away. What stands in code is shown rather than meant, and left alone.
pub(super) fn runaway(draft: &Draft, command: &Command) -> Option<Runaway> {
    // A name behind the line end is no label to Prow, and no less lost.
    let is_idle = command.arguments.is_empty() && command.line_end.is_none();
    if is_idle || draft.body.is_in_fence(command.range.start) {
        return None;
    }
    if let Some(end) = command.line_end {
        let behind = draft.slice(Range::new(command.word.end, end)).trim_start();
        // Prow takes a lone CR for a blank: a command before one has its names, and takes more besides.
        let is_bare = behind.is_empty() || behind.starts_with("<!--");
        let is_line_end =
            draft.text[end..].starts_with('\n') || draft.text[end..].starts_with("\r\n");
        return Some(Runaway::OverLineEnd {
            is_bare: is_bare && is_line_end,
        });
    }
    let behind = draft.slice(Range::new(command.word.end, command.range.end));
    let length = behind
        .find(|next: char| next.is_whitespace())
        .unwrap_or(behind.len());
    let glued = Range::new(command.word.end, command.word.end + length);
    let is_plain = glued.is_empty() || behind.starts_with("<!--");
    (!is_plain).then_some(Runaway::Glued(glued))
}

/// What in `command` Prow takes for names of labels though it is none, in order of place. There is nothing to say about a
/// command that runs away, and about one in code.
pub(super) fn slips(context: &Context<'_>, command: &Command) -> Vec<Slip> {
    let draft = context.issue.draft;
    let is_shown = draft.body.is_in_fence(command.range.start);
    if is_shown || runaway(draft, command).is_some() {
        return Vec::new();
    }
    let line = Line {
        context,
        command,
        last_name: OnceCell::new(),
    };
    let mut slips: Vec<Slip> = Vec::new();
    let mut place = 0;
    while place < command.arguments.len() {
        let slip = line.slip_at(place);
        place = slip.as_ref().map_or(place + 1, |slip| slip.arguments.end);
        slips.extend(slip);
    }
    slips
}

/// The arguments of label commands about which a finding says already that Prow misreads them, in order of place.
pub(super) fn misread_arguments(context: &Context<'_>) -> Vec<Range> {
    let draft = context.issue.draft;
    let mut misread = Vec::new();
    if context.catalog.prow.is_none() {
        // Then nothing is said about commands.
        return misread;
    }
    for command in &draft.body.commands {
        let mut cover = |covered: core::ops::Range<usize>| {
            let arguments = command.arguments[covered].iter();
            misread.extend(arguments.map(|argument| argument.range));
        };
        if draft.body.is_in_fence(command.range.start) || runaway(draft, command).is_some() {
            cover(0..command.arguments.len());
        } else {
            for slip in slips(context, command) {
                cover(slip.arguments);
            }
        }
    }
    misread.sort();
    misread
}

/// The draft's line end, where that is one to Prow: a lone CR is not.
pub(super) fn line_end(draft: &Draft) -> &'static str {
    match draft.line_end() {
        "\r" => "\n",
        line_end => line_end,
    }
}

/// Whether `line` (without its line end) is one to Prow as well, which knows no lone CR.
pub(super) fn is_line_to_prow(draft: &Draft, line: Range) -> bool {
    let behind = &draft.text[line.end..];
    let ends = !behind.starts_with('\r') || behind.starts_with("\r\n");
    ends && !draft.text[..line.start].ends_with('\r')
}

/// A label command on its line.
struct Line<'line> {
    context: &'line Context<'line>,
    command: &'line Command,
    /// The last argument that is a name but for signs around it, once that was asked for.
    last_name: OnceCell<Option<usize>>,
}

impl Line<'_> {
    fn slip_at(&self, place: usize) -> Option<Slip> {
        let range = self.command.arguments[place].range;
        if range.is_empty() {
            return Some(self.blanks(place));
        }
        let source = self.source(place);
        if source.contains("<!--") {
            return None;
        }
        if let Some(word) = command_word(source) {
            return Some(self.second_command(place, word));
        }
        let labels = self.context.catalog.labels.as_ref();
        let label = &self.command.arguments[place].label;
        if labels.is_some_and(|labels| is_known(labels, label)) {
            return None;
        }
        if source.contains([',', ';']) || source.contains(char::is_whitespace) {
            return Some(self.separators(place));
        }
        let bare = source.trim_matches(|letter: char| !letter.is_alphanumeric());
        if bare != source && self.is_name(bare) {
            let message = format!(
                "The signs around `{bare}` become part of the label's name; write `{bare}`."
            );
            let edits = vec![Edit::replace(range, bare)];
            return Some(self.slip(
                place..place + 1,
                message,
                Fix::safe(format!("Write `{bare}`"), edits),
            ));
        }
        self.connective(place).or_else(|| self.prose(place))
    }

    /// Several blanks in a row: each but one asks for a label without a name.
    fn blanks(&self, place: usize) -> Slip {
        let arguments = &self.command.arguments;
        let start = arguments[place].range.start;
        let is_next = |next: usize| {
            let range = arguments.get(next).map(|argument| argument.range);
            range == Some(Range::empty(start + next - place))
        };
        let mut end = place + 1;
        while is_next(end) {
            end += 1;
        }
        let blanks = Range::new(start, start + end - place);
        let message = format!(
            "Several blanks in a row ask for a label `{}/`; write a single blank.",
            self.command.prefix
        );
        Slip {
            range: blanks,
            message,
            fix: Some(Fix::safe(
                "Write a single blank",
                vec![Edit::delete(blanks)],
            )),
            arguments: place..end,
        }
    }

    /// `/sig node /kind bug`: all of the second command is read as names.
    fn second_command(&self, place: usize, word: &str) -> Slip {
        let draft = self.context.issue.draft;
        let range = self.command.arguments[place].range;
        let message = format!(
            "Prow takes `/{word}` and what follows it for labels of `{}`; write it on a line of its own.",
            draft.slice(self.command.word)
        );
        let fix = self.blank_before(range).map(|blank| {
            let edits = vec![Edit::replace(blank, line_end(draft))];
            Fix::safe(format!("Write `/{word}` on a line of its own"), edits)
        });
        Slip {
            range: Range::new(range.start, range.start + 1 + word.len()),
            message,
            fix,
            arguments: place..self.command.arguments.len(),
        }
    }

    /// Commas, semicolons and blanks of other sorts between names.
    fn separators(&self, place: usize) -> Slip {
        let argument = &self.command.arguments[place];
        let names: Vec<&str> = self
            .source(place)
            .split(|letter: char| matches!(letter, ',' | ';') || letter.is_whitespace())
            .filter(|name| !name.is_empty())
            .collect();
        let label = &argument.label;
        if names.is_empty() {
            let message = format!(
                "Prow looks for a label `{label}`; write nothing but single blanks between names."
            );
            let fix = self.without(argument.range, "Remove the comma");
            return self.slip(place..place + 1, message, fix);
        }
        let names = names.join(" ");
        let message = if self.source(place).contains([',', ';']) {
            format!("The comma becomes part of the label `{label}`; write `{names}`.")
        } else {
            format!(
                "Prow separates names at single blanks only and looks for a label `{label}`; write `{names}`."
            )
        };
        let title = format!("Write `{names}`");
        let edit = Edit::replace(argument.range, names);
        self.slip(place..place + 1, message, Fix::safe(title, vec![edit]))
    }

    /// A word or a sign between two names: `/sig node and cli`.
    fn connective(&self, place: usize) -> Option<Slip> {
        let source = self.source(place);
        let is_connective = matches!(source, "and" | "or" | "&" | "+" | "|");
        let joins = is_connective
            && place > 0
            && self.is_loose_name(place - 1)
            && place + 1 < self.command.arguments.len()
            && self.is_loose_name(place + 1);
        joins.then(|| {
            let argument = &self.command.arguments[place];
            let message = format!(
                "Prow looks for a label `{}`; write nothing but single blanks between names.",
                argument.label
            );
            let fix = self.without(argument.range, &format!("Remove `{source}`"));
            self.slip(place..place + 1, message, fix)
        })
    }

    /// Words for readers behind the names: `/kind bug # seen in 1.36`.
    fn prose(&self, place: usize) -> Option<Slip> {
        let count = self.command.arguments.len();
        let is_sign = !self.source(place).starts_with(char::is_alphanumeric);
        let labels = self.context.catalog.labels.as_ref()?;
        // Misspelled names are no prose; where one word is none, the others are none either.
        let is_foreign = |place: usize| {
            let label = &self.command.arguments[place].label;
            !self.is_loose_name(place) && meant(labels, label).is_none()
        };
        // They begin behind the last name. A command can have thousands of arguments, so that is found once.
        let all_names = || (0..count).rev().find(|place| self.is_loose_name(*place));
        let last_name = *self.last_name.get_or_init(all_names);
        if last_name.is_none_or(|last| last + 1 != place) {
            return None;
        }
        let is_several = count - place >= 2 && (place..count).any(is_foreign);
        if !(is_several || is_sign && is_foreign(place)) {
            return None;
        }
        let draft = self.context.issue.draft;
        let range = Range::new(
            self.command.arguments[place].range.start,
            self.command.range.end,
        );
        let message = format!(
            "Prow takes the words behind `{}` for labels; write them on a line of their own.",
            draft.slice(Range::new(
                self.command.word.start,
                self.command.arguments[place - 1].range.end
            ))
        );
        Some(Slip {
            range,
            message,
            fix: self.to_next_line(range),
            arguments: place..count,
        })
    }

    /// Moves words behind the line, where Markdown takes them for a sentence and not for something else.
    fn to_next_line(&self, range: Range) -> Option<Fix> {
        let draft = self.context.issue.draft;
        let signs = |letter: char| letter.is_whitespace() || "#/-–—*:;,>+=|~".contains(letter);
        let words = draft.slice(range).trim_start_matches(signs);
        let next_line = draft.full_line_at(range.end).end;
        let is_underline = draft.text[next_line..]
            .trim_start_matches(' ')
            .starts_with(['=', '-']);
        let is_sentence = words.starts_with(|first: char| first.is_alphabetic() || first == '(')
            && words.contains(char::is_alphabetic)
            && !words.contains("<!--")
            && !is_underline;
        let blank = self.blank_before(range).filter(|_| is_sentence)?;
        let edit = Edit::replace(blank.cover(range), format!("{}{words}", line_end(draft)));
        Some(Fix::safe(
            "Write the words on a line of their own",
            vec![edit],
        ))
    }

    fn slip(
        &self,
        arguments: core::ops::Range<usize>,
        message: String,
        fix: impl Into<Option<Fix>>,
    ) -> Slip {
        Slip {
            range: self.command.arguments[arguments.start].range,
            message,
            fix: fix.into(),
            arguments,
        }
    }

    fn source(&self, place: usize) -> &str {
        self.context.slice(self.command.arguments[place].range)
    }

    /// Whether `name` is a label behind the command's prefix.
    fn is_name(&self, name: &str) -> bool {
        let labels = self.context.catalog.labels.as_ref();
        labels.is_some_and(|labels| is_known(labels, &format!("{}/{name}", self.command.prefix)))
    }

    /// Whether the argument is a name but for signs around it.
    fn is_loose_name(&self, place: usize) -> bool {
        self.is_name(
            self.source(place)
                .trim_matches(|letter: char| !letter.is_alphanumeric()),
        )
    }

    /// The single blank before an argument; none where other blanks or a comment stand between them.
    fn blank_before(&self, argument: Range) -> Option<Range> {
        let before = &self.context.issue.draft.text[..argument.start];
        before
            .ends_with(' ')
            .then(|| Range::new(argument.start - 1, argument.start))
    }

    /// The fix that takes an argument out, with the blank before it.
    fn without(&self, argument: Range, title: &str) -> Option<Fix> {
        let blank = self.blank_before(argument)?;
        let edits = vec![Edit::delete(blank.cover(argument))];
        Some(Fix::safe(title, edits))
    }
}

/// The word of the command that `item` is the beginning of, as it is written: `kind` in `/kind`, `remove-sig` in
/// `/remove-sig`.
fn command_word(item: &str) -> Option<&str> {
    let behind = item.strip_prefix('/')?;
    let is_word = |letter: char| letter.is_ascii_alphabetic() || letter == '-';
    let word = &behind[..behind.len() - behind.trim_start_matches(is_word).len()];
    let lower = word.to_ascii_lowercase();
    let bare = lower.strip_prefix("remove-").unwrap_or(&lower);
    (LABEL_COMMANDS.contains(&bare) || OTHER_WORDS.contains(&bare)).then_some(word)
}
