//! The label plugin: `/sig node`, `/remove-kind bug` and the like, and `/label NAME`.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/label/label.go` at a61940897. The plugin removes HTML comments, matches its
//! expressions over the raw text (code fences included), trims the match, splits it on single blanks and puts the prefix
//! before every item but the first. Each consequence of that, intended or not, is reproduced here with the place of every
//! item. What a command ought to look like is left to `rules`.

use memchr::memchr;

use super::expression::slash_lines;
use super::stripped::Stripped;
use super::{PluginAction, PluginCommand};
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

/// One match of the label plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The whole match, trimmed. It can run over a line end.
    pub range: Range,
    /// The slash and the command word, without what is glued to it.
    pub word: Range,
    /// The prefix of its labels: one of [`LABEL_COMMANDS`].
    pub prefix: &'static str,
    /// Whether the labels are removed (`/remove-sig`).
    pub remove: bool,
    /// The items behind the first blank.
    pub arguments: Vec<Argument>,
    /// Where the line ends that the match runs over: with nothing behind the word, Prow reads on in the next line.
    pub line_end: Option<usize>,
}

/// One item of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Where it stands; empty between two blanks.
    pub range: Range,
    /// The label that Prow makes of it, whether such a label exists or not.
    pub label: String,
}

/// One of the four expressions of the plugin: `(?m)^/(WORD|…)\s*(.*?)\s*$`, with `remove-` before the word or without, and
/// with the word `label` or with one of [`LABEL_COMMANDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    remove: bool,
    /// None for `label`.
    prefix: Option<&'static str>,
}

impl Shape {
    /// The shape of the command that `line` begins with, and the length of its slash and word.
    fn read(line: &str) -> Option<(Shape, usize)> {
        let behind_slash = line.strip_prefix('/')?;
        let behind_remove = behind_slash.strip_prefix("remove-");
        let rest = behind_remove.unwrap_or(behind_slash);
        let mut prefixes = LABEL_COMMANDS.into_iter();
        let prefix = prefixes.find(|prefix| rest.starts_with(prefix));
        let word = match prefix {
            Some(prefix) => prefix,
            None if rest.starts_with("label") => "label",
            None => return None,
        };
        let remove = behind_remove.is_some();
        let length = line.len() - rest.len() + word.len();
        Some((Shape { remove, prefix }, length))
    }

    /// Which of the four expressions it is that of.
    fn expression(self) -> usize {
        usize::from(self.remove) + 2 * usize::from(self.prefix.is_none())
    }
}

/// Where the match ends whose word ends at `word_end`: behind the last sign of the word's line, or of the next one with
/// text where nothing follows the word on its own.
fn end_of_match(text: &str, word_end: usize) -> usize {
    let is_blank = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ');
    let behind = &text.as_bytes()[word_end..];
    let Some(start) = behind.iter().position(|byte| !is_blank(byte)) else {
        return word_end;
    };
    let line = &behind[start..];
    let line = &line[..memchr(b'\n', line).unwrap_or(line.len())];
    let last = line.iter().rposition(|byte| !is_blank(byte));
    word_end + start + last.map_or(0, |last| last + 1)
}

/// The commands that set labels of a prefix, and those that name a label in full; each in order of place.
pub(super) fn read(text: &str, range: Range) -> (Vec<Command>, Vec<PluginCommand>) {
    let stripped = Stripped::new(text, range);
    let mut commands = Vec::new();
    let mut named = Vec::new();
    // As with Go's `FindAll`, no match of an expression overlaps another one of the same expression.
    let mut ends = [0; 4];
    for start in slash_lines(&stripped.text) {
        let Some((shape, length)) = Shape::read(&stripped.text[start..]) else {
            continue;
        };
        let end = &mut ends[shape.expression()];
        if start < *end {
            continue;
        }
        let word_end = start + length;
        *end = end_of_match(&stripped.text, word_end);
        let found = Range::new(start, *end);
        match shape.prefix {
            Some(prefix) => {
                let word = Range::new(start, word_end);
                commands.push(command(&stripped, found, word, prefix, shape.remove));
            }
            None => named.extend(named_label(&stripped, found, shape.remove)),
        }
    }
    (commands, named)
}

fn command(
    stripped: &Stripped<'_>,
    found: Range,
    word: Range,
    prefix: &'static str,
    remove: bool,
) -> Command {
    let whole = found.trimmed(&stripped.text);
    let arguments = items(&stripped.text, whole)
        .skip(1)
        .map(|item| Argument {
            range: stripped.origin_range(item),
            label: label_called(prefix, &stripped.text[item]),
        })
        .collect();
    let line_end = stripped.text[whole].find(['\n', '\r']);
    Command {
        range: stripped.origin_range(whole),
        word: stripped.origin_range(word),
        prefix,
        remove,
        arguments,
        line_end: line_end.map(|end| stripped.origin(whole.start + end)),
    }
}

/// `/label` with exactly one name behind a single blank; with none or several Prow does not answer at all. A longer word
/// (`/labels`) is not a command.
fn named_label(stripped: &Stripped<'_>, found: Range, remove: bool) -> Option<PluginCommand> {
    let whole = found.trimmed(&stripped.text);
    let word = Range::new(
        whole.start,
        whole.start + if remove { "/remove-label" } else { "/label" }.len(),
    );
    let rest = &stripped.text[Range::new(word.end, whole.end)];
    if rest.starts_with(|next: char| !next.is_whitespace()) {
        return None;
    }
    let parts: Vec<Range> = split(&stripped.text, whole).collect();
    let name = match parts[..] {
        [first, name] if first == word => Some(to_lower(&stripped.text[name])),
        _ => None,
    };
    let line = match stripped.text[whole].find(['\n', '\r']) {
        Some(end) => Range::new(whole.start, whole.start + end).trimmed(&stripped.text),
        None => whole,
    };
    let place = if name.is_some() { whole } else { line };
    Some(PluginCommand {
        range: stripped.origin_range(place),
        word: stripped.origin_range(word),
        action: PluginAction::Label { name, remove },
        is_superseded: false,
    })
}

/// The pieces of `range` between single blanks.
fn split(text: &str, range: Range) -> impl Iterator<Item = Range> + '_ {
    let mut at = range.start;
    text[range].split(' ').map(move |item| {
        let place = Range::new(at, at + item.len());
        at = place.end + 1;
        place
    })
}

/// The pieces of `range` between single blanks, each without other blanks around it.
fn items(text: &str, range: Range) -> impl Iterator<Item = Range> + '_ {
    split(text, range).map(|item| item.trimmed(text))
}

/// The label that the plugin looks for behind the command of `prefix`.
fn label_called(prefix: &str, name: &str) -> String {
    let mut label = String::with_capacity(prefix.len() + 1 + name.len());
    label.push_str(prefix);
    label.push('/');
    if name.is_ascii() {
        label.push_str(name);
        label.make_ascii_lowercase();
        label
    } else {
        label + &to_lower(name)
    }
}

/// Go's `strings.ToLower`: letter by letter, so that a final sigma is like any other, and İ is a plain i.
fn to_lower(text: &str) -> String {
    let lower = |letter: char| match letter {
        'İ' => 'i',
        letter => letter.to_lowercase().next().unwrap_or(letter),
    };
    text.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::super::expression::from_go;
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    const ADD: &str = r"(?m)^/(area|committee|kind|language|priority|sig|triage|wg)\s*(.*?)\s*$";
    const REMOVE: &str =
        r"(?m)^/remove-(area|committee|kind|language|priority|sig|triage|wg)\s*(.*?)\s*$";

    fn read_commands(text: &str) -> Vec<Command> {
        read(text, Range::new(0, text.len())).0
    }

    /// The labels that the commands in `body` add, or remove.
    fn labels(body: &str, remove: bool) -> Vec<String> {
        read_commands(body)
            .into_iter()
            .filter(|command| command.remove == remove)
            .flat_map(|command| command.arguments)
            .map(|argument| argument.label)
            .collect()
    }

    /// The same by the plugin's own steps, one after the other.
    fn transcribed(body: &str, published: &str) -> Vec<String> {
        let regex = |expression: &str| Regex::new(&from_go(expression)).expect("valid");
        let body = regex(r"(?s)<!--(.*?)-->")
            .replace_all(body, "")
            .into_owned();
        let mut labels = Vec::new();
        for found in regex(published).captures_iter(&body) {
            for item in found[0].trim().split(' ').skip(1) {
                labels.push(to_lower(&format!("{}/{}", &found[1], item.trim())));
            }
        }
        labels
    }

    #[test]
    fn labels_are_those_that_prow_would_add() {
        let cases: [(&str, &[&str]); 31] = [
            ("/sig node", &["sig/node"]),
            ("/sig cli node", &["sig/cli", "sig/node"]),
            ("/sig NODE", &["sig/node"]),
            ("/SIG node", &[]),
            (" /sig node", &[]),
            ("> /sig node", &[]),
            ("- /sig node", &[]),
            ("text /sig node", &[]),
            ("/signode", &[]),
            ("/sig-node", &[]),
            ("/sig\tnode", &[]),
            ("/sig\u{a0}node", &[]),
            ("/priority/critical-urgent", &[]),
            ("/sig  node", &["sig/", "sig/node"]),
            ("/sig node\t cli", &["sig/node", "sig/cli"]),
            ("/sig node, cli", &["sig/node,", "sig/cli"]),
            ("/kind `bug`", &["kind/`bug`"]),
            ("/sig node /kind bug", &["sig/node", "sig//kind", "sig/bug"]),
            ("/sig\nnode is broken", &["sig/is", "sig/broken"]),
            ("/sig\n\nnode x y", &["sig/x", "sig/y"]),
            ("/sig \n\n## Symptoms", &["sig/##", "sig/symptoms"]),
            ("/sig\n/kind bug", &["sig/bug"]),
            ("/sig\rnode cli", &["sig/cli"]),
            ("text\r/sig node", &[]),
            ("/significant regression", &["sig/regression"]),
            ("```\n/sig node\n```", &["sig/node"]),
            ("<!-- x -->/sig node", &["sig/node"]),
            ("<!--\n/sig node\n-->\n/kind bug ", &["kind/bug"]),
            ("/sig node\r\n/kind bug\r\n", &["sig/node", "kind/bug"]),
            ("/remove-sig node\n/triage accepted", &["triage/accepted"]),
            ("/kind bug\u{a0}", &["kind/bug"]),
        ];
        for (body, expected) in cases {
            assert_eq!(labels(body, false), expected, "{body:?}");
        }
    }

    #[test]
    fn removals_are_told_apart() {
        assert_eq!(labels("/remove-sig node", true), ["sig/node"]);
        // Each expression looks for itself: the first command takes the second for its argument, Prow sees both.
        let body = "/remove-sig\n/kind bug";
        assert_eq!(labels(body, true), ["sig/bug"]);
        assert_eq!(labels(body, false), ["kind/bug"]);
    }

    #[test]
    fn letters_become_small_one_by_one() {
        assert_eq!(labels("/sig ΟΔΟΣ İx", false), ["sig/οδοσ", "sig/ix"]);
    }

    #[test]
    fn places_are_those_of_the_draft() {
        let text = "é <!-- a -->\n<!-- b -->/sig no<!-- c -->de cli";
        let commands = read_commands(text);
        let slice = |range: Range| &text[range.start..range.end];
        assert_eq!(slice(commands[0].word), "/sig");
        assert_eq!(commands[0].arguments[0].label, "sig/node");
        assert_eq!(slice(commands[0].arguments[0].range), "no<!-- c -->de");
        assert_eq!(slice(commands[0].arguments[1].range), "cli");
    }

    #[test]
    fn a_match_knows_whether_it_runs_over_a_line_end() {
        let line_end = |text: &str| read_commands(text)[0].line_end;
        assert_eq!(line_end("/sig\r\nnode x"), Some(4));
        assert_eq!(line_end("/sig \nnode"), Some(5));
        assert_eq!(line_end("/sig node\n\nx"), None);
        assert_eq!(line_end("/sig <!--\n-->node"), None);
    }

    #[test]
    fn a_label_is_named_alone() {
        let named = |body: &str| {
            let (_, named) = read(body, Range::new(0, body.len()));
            let command = named.into_iter().next()?;
            let place = body[command.range].to_owned();
            match command.action {
                PluginAction::Label { name, remove } => Some((place, name, remove)),
                _ => None,
            }
        };
        let label = |name: &str| Some(name.to_owned());
        for (body, place, name, remove) in [
            (
                "/label API-review",
                "/label API-review",
                label("api-review"),
                false,
            ),
            (
                "/remove-label x\r\ntext",
                "/remove-label x",
                label("x"),
                true,
            ),
            ("/label a b", "/label a b", None, false),
            ("/label  a", "/label  a", None, false),
            ("/label\ta", "/label\ta", None, false),
            ("/label\nnext line", "/label", None, false),
            (
                "/label \n\nnext",
                "/label \n\nnext",
                label("\n\nnext"),
                false,
            ),
            (
                "/label <!-- x -->a",
                "/label <!-- x -->a",
                label("a"),
                false,
            ),
        ] {
            assert_eq!(
                named(body),
                Some((place.to_owned(), name, remove)),
                "{body:?}"
            );
        }
        for body in ["/labels a", "/Label a", "<!-- \n/label a\n-->", " /label a"] {
            assert_eq!(named(body), None, "{body:?}");
        }
    }

    proptest! {
        #[test]
        fn every_place_is_inside_the_body(body in "(/(remove-)?(sig|kind|wg|label)|[ \t\r\n\u{a0}]|<!--|-->|[a-z/é😀`,]){0,40}") {
            let (commands, named) = read(&body, Range::new(0, body.len()));
            for command in commands {
                prop_assert!(body.is_char_boundary(command.range.start) && body.is_char_boundary(command.range.end));
                prop_assert!(command.range.contains_range(command.word));
                for argument in &command.arguments {
                    prop_assert!(command.range.contains_range(argument.range));
                    prop_assert!(body.get(argument.range.start..argument.range.end).is_some());
                }
            }
            for command in named {
                prop_assert!(command.range.contains_range(command.word));
                prop_assert!(body.get(command.range.start..command.range.end).is_some());
            }
        }

        #[test]
        fn all_that_the_plugin_finds_is_found_and_nothing_else(
            body in "(\n?/(remove-)?(area|committee|kind|language|priority|sig|triage|wg)|[ \t\r\n\u{b}\u{c}\u{a0}\u{3000}]|\n|<!--|-->|[a-zA-Z/éΣ😀`,]){0,40}",
        ) {
            prop_assert_eq!(labels(&body, false), transcribed(&body, ADD));
            prop_assert_eq!(labels(&body, true), transcribed(&body, REMOVE));
        }
    }
}
