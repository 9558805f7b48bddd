//! Label commands exactly as Prow's label plugin reads them (kubernetes-sigs/prow `pkg/plugins/label/label.go`).
//!
//! The plugin removes HTML comments, matches one expression over the raw text (code fences included), trims the match,
//! splits it on single blanks and puts the prefix before every item but the first. Each consequence of that, intended
//! or not, is reproduced here with the place of every item. What a command ought to look like is left to `rules`.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::Range;

/// The commands of the label plugin; each sets labels under its own name (`/sig node` sets `sig/node`).
pub const LABEL_COMMANDS: [&str; 8] = [
    "area",
    "committee",
    "kind",
    "language",
    "priority",
    "sig",
    "triage",
    "wg",
];

/// Go's `\s` is ASCII without VT; Rust's is Unicode, hence the class.
static ADD: LazyLock<Regex> = LazyLock::new(|| label_expression(""));
static REMOVE: LazyLock<Regex> = LazyLock::new(|| label_expression("remove-"));

fn label_expression(verb: &str) -> Regex {
    let commands = LABEL_COMMANDS.join("|");
    Regex::new(&format!(
        r"(?m)^/{verb}({commands})[\t\n\x0c\r ]*(.*?)[\t\n\x0c\r ]*$"
    ))
    .expect("the expression is valid")
}

/// One match of the label plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The whole match, trimmed. It can run over a line end.
    pub range: Range,
    /// The slash and the command word, without `remove-`.
    pub word: Range,
    /// The prefix of its labels: one of [`LABEL_COMMANDS`].
    pub prefix: &'static str,
    /// Whether the labels are removed (`/remove-sig`).
    pub remove: bool,
    /// The items behind the first blank.
    pub arguments: Vec<Argument>,
}

/// One item of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Where it stands; empty between two blanks.
    pub range: Range,
    /// The label that Prow makes of it, whether such a label exists or not.
    pub label: String,
}

/// What the label plugin matches in the body at `range` of `text`, in order of place.
pub fn read_commands(text: &str, range: Range) -> Vec<Command> {
    let stripped = Stripped::new(text, range);
    let mut commands: Vec<Command> = ADD
        .captures_iter(&stripped.text)
        .map(|captures| (captures, false))
        .chain(
            REMOVE
                .captures_iter(&stripped.text)
                .map(|captures| (captures, true)),
        )
        .filter_map(|(captures, remove)| {
            let whole = captures.get(0)?;
            let prefix = captures.get(1)?;
            Some(stripped.command(
                Range::from(whole.range()),
                Range::from(prefix.range()),
                remove,
            ))
        })
        .collect();
    commands.sort_by_key(|command| (command.range.start, command.remove));
    commands
}

/// The body without its HTML comments, and the way back to the draft.
struct Stripped {
    text: String,
    /// Where each kept piece begins: here, and in the draft.
    pieces: Vec<(usize, usize)>,
}

impl Stripped {
    /// Removes every `(?s)<!--(.*?)-->`.
    fn new(text: &str, range: Range) -> Stripped {
        let mut stripped = Stripped {
            text: String::with_capacity(range.len()),
            pieces: Vec::new(),
        };
        let mut start = range.start;
        loop {
            let rest = &text[start..range.end];
            let comment = rest.find("<!--").and_then(|open| {
                let close = rest[open + 4..].find("-->")?;
                Some((open, open + 4 + close + 3))
            });
            let (keep, skip) = comment.unwrap_or((rest.len(), rest.len()));
            stripped.pieces.push((stripped.text.len(), start));
            stripped.text.push_str(&rest[..keep]);
            if comment.is_none() {
                return stripped;
            }
            start += skip;
        }
    }

    /// The offset in the draft of the byte at `offset` here.
    fn origin(&self, offset: usize) -> usize {
        let piece = self
            .pieces
            .partition_point(|(here, _)| *here <= offset)
            .saturating_sub(1);
        let (here, there) = self.pieces[piece];
        there + (offset - here)
    }

    /// The range in the draft that `range` here came from; a comment inside is covered.
    fn origin_range(&self, range: Range) -> Range {
        let start = self.origin(range.start);
        if range.is_empty() {
            return Range::empty(start);
        }
        Range::new(start, self.origin(range.end - 1) + 1)
    }

    fn command(&self, whole: Range, prefix: Range, remove: bool) -> Command {
        let trimmed = whole.trimmed(&self.text);
        let prefix_name = &self.text[prefix.start..prefix.end];
        let prefix_name = LABEL_COMMANDS
            .into_iter()
            .find(|name| *name == prefix_name)
            .unwrap_or_default();
        let mut arguments = Vec::new();
        let mut at = trimmed.start;
        for (place, item) in self.text[trimmed.start..trimmed.end].split(' ').enumerate() {
            let range = Range::new(at, at + item.len());
            at = range.end + 1;
            if place > 0 {
                arguments.push(Argument {
                    range: self.origin_range(range),
                    label: format!("{prefix_name}/{item}").to_lowercase(),
                });
            }
        }
        Command {
            range: self.origin_range(trimmed),
            word: self.origin_range(Range::new(trimmed.start, prefix.end)),
            prefix: prefix_name,
            remove,
            arguments,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn adds(body: &str) -> Vec<String> {
        read_commands(body, Range::new(0, body.len()))
            .into_iter()
            .filter(|command| !command.remove)
            .flat_map(|command| command.arguments)
            .map(|argument| argument.label)
            .collect()
    }

    #[test]
    fn labels_are_those_that_prow_would_add() {
        let cases: [(&str, &[&str]); 20] = [
            ("/sig node", &["sig/node"]),
            ("/sig cli node", &["sig/cli", "sig/node"]),
            ("/sig NODE", &["sig/node"]),
            ("/SIG node", &[]),
            (" /sig node", &[]),
            ("> /sig node", &[]),
            ("- /sig node", &[]),
            ("/signode", &[]),
            ("/sig-node", &[]),
            ("/sig\tnode", &[]),
            ("/priority/critical-urgent", &[]),
            ("/sig  node", &["sig/", "sig/node"]),
            ("/sig node, cli", &["sig/node,", "sig/cli"]),
            ("/sig node /kind bug", &["sig/node", "sig//kind", "sig/bug"]),
            ("/sig\nnode is broken", &["sig/is", "sig/broken"]),
            ("/significant regression", &["sig/regression"]),
            ("```\n/sig node\n```", &["sig/node"]),
            ("<!-- x -->/sig node", &["sig/node"]),
            ("<!--\n/sig node\n-->\n/kind bug ", &["kind/bug"]),
            ("/sig node\r\n/kind bug\r\n", &["sig/node", "kind/bug"]),
        ];
        for (body, expected) in cases {
            assert_eq!(adds(body), expected, "{body:?}");
        }
    }

    #[test]
    fn removals_are_told_apart() {
        let commands = read_commands("/remove-sig node", Range::new(0, 16));
        assert!(commands[0].remove);
        assert_eq!(commands[0].arguments[0].label, "sig/node");
    }

    #[test]
    fn places_are_those_of_the_draft() {
        let text = "é <!-- a -->\n<!-- b -->/sig no<!-- c -->de cli";
        let commands = read_commands(text, Range::new(0, text.len()));
        let slice = |range: Range| &text[range.start..range.end];
        assert_eq!(slice(commands[0].word), "/sig");
        assert_eq!(commands[0].arguments[0].label, "sig/node");
        assert_eq!(slice(commands[0].arguments[0].range), "no<!-- c -->de");
        assert_eq!(slice(commands[0].arguments[1].range), "cli");
    }

    proptest! {
        #[test]
        fn every_place_is_inside_the_body(body in "(/(remove-)?(sig|kind|wg)|[ \t\r\n\u{a0}]|<!--|-->|[a-z/é😀`,]){0,40}") {
            for command in read_commands(&body, Range::new(0, body.len())) {
                prop_assert!(body.is_char_boundary(command.range.start) && body.is_char_boundary(command.range.end));
                for argument in &command.arguments {
                    prop_assert!(command.range.contains_range(argument.range));
                    prop_assert!(body.get(argument.range.start..argument.range.end).is_some());
                }
            }
        }
    }
}
