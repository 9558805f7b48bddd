//! What the rules about labels share: where a label is reported, what a name that is no label's stands for, and how one
//! name is written in the place of another.

use super::commands::line_end;
use super::finding::Fix;
use super::rule::Context;
use crate::catalog::{Label, LabelStanding, Labels};
use crate::syntax::{Command, Draft, LABEL_COMMANDS};
use crate::template::{IssueLabel, LabelGroup, LabelSource};
use crate::text::{Edit, Range};

/// Where something about `label` is reported: at the label, at the first line of the body where it is a flag.
pub(super) fn place_of(context: &Context<'_>, label: &IssueLabel) -> Range {
    label
        .range
        .unwrap_or_else(|| context.issue.draft.first_body_line())
}

/// Whether `name` is a label of the group `prefix`. A prefix with nothing behind it (`sig/`) is none.
pub(super) fn has_prefix(name: &str, prefix: &str) -> bool {
    name.split_once('/')
        .is_some_and(|(own, bare)| own.eq_ignore_ascii_case(prefix) && !bare.is_empty())
}

/// The label that a name which is no label's was probably meant to be: the name behind a repeated prefix
/// (`/sig sig/node`), the nearest one, or the only one with this name behind its prefix (`critical-urgent`).
pub(super) fn meant<'labels>(labels: &'labels Labels, name: &str) -> Option<&'labels Label> {
    let behind_repeated_prefix = || {
        let (prefix, rest) = name.split_once('/')?;
        has_prefix(rest, prefix).then(|| labels.get(rest)).flatten()
    };
    behind_repeated_prefix()
        .or_else(|| labels.nearest(name))
        .or_else(|| only_label_behind_a_prefix(labels, name))
}

fn only_label_behind_a_prefix<'labels>(
    labels: &'labels Labels,
    name: &str,
) -> Option<&'labels Label> {
    let mut found = labels.current().iter().filter(|label| {
        label
            .name
            .split_once('/')
            .is_some_and(|(_, bare)| bare.eq_ignore_ascii_case(name))
    });
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// Whether the draft asks for a label of the group `prefix`, or tries to: a misspelled name and a former one count,
/// because they have findings of their own. So does front matter whose labels cannot be read.
pub(super) fn is_attempted(context: &Context<'_>, prefix: &str) -> bool {
    let front_matter = context.issue.draft.envelope.front_matter();
    let stands_for = |name: &str| {
        let labels = context.catalog.labels.as_ref()?;
        match labels.standing(name) {
            LabelStanding::Renamed { to, .. } => Some(to),
            LabelStanding::Unknown => meant(labels, name),
            LabelStanding::Current(_)
            | LabelStanding::Retired { .. }
            | LabelStanding::Removed { .. } => None,
        }
    };
    let mut labels = context.issue.labels.iter().map(|label| label.name.as_str());
    front_matter.is_some_and(|front| front.has_unread_labels)
        || labels.clone().any(|name| has_prefix(name, prefix))
        || labels.any(|name| stands_for(name).is_some_and(|label| has_prefix(&label.name, prefix)))
}

/// The labels of `group` that the draft asks for, in the order of the draft (flags last), each with the name by which it
/// is known today. Without a list of labels only those are known that the template itself names.
pub(super) fn known_labels<'context>(
    context: &Context<'context>,
    group: &'context LabelGroup,
) -> Vec<(&'context IssueLabel, &'context str)> {
    let known_name = |label: &'context IssueLabel| -> Option<&'context str> {
        let Some(labels) = &context.catalog.labels else {
            return is_expected(group, &label.name).then_some(&label.name);
        };
        match labels.standing(&label.name) {
            LabelStanding::Current(label)
            | LabelStanding::Retired { label, .. }
            | LabelStanding::Renamed { to: label, .. } => Some(&label.name),
            LabelStanding::Removed { .. } | LabelStanding::Unknown => None,
        }
    };
    let mut known: Vec<(&IssueLabel, &str)> = context
        .issue
        .labels
        .iter()
        .filter_map(|label| Some((label, known_name(label)?)))
        .filter(|(_, name)| has_prefix(name, &group.prefix))
        .collect();
    known.sort_by_key(|(label, _)| label.range.map_or(usize::MAX, |range| range.start));
    known
}

/// Whether `name` is one of the labels that the template is about.
pub(super) fn is_expected(group: &LabelGroup, name: &str) -> bool {
    has_prefix(name, &group.prefix)
        && name.split_once('/').is_some_and(|(_, bare)| {
            group
                .expected
                .iter()
                .any(|expected| expected.eq_ignore_ascii_case(bare))
        })
}

/// What to write to ask for a label, in backticks: the command, where there is one for the prefix.
pub(super) fn request(prefix: &str, bare: &str) -> String {
    if LABEL_COMMANDS.contains(&prefix) {
        format!("`/{prefix} {bare}`")
    } else {
        format!("the label `{prefix}/{bare}`")
    }
}

/// The fix that writes `name` in the place of `label`. There is none for a flag, none where the label is not spelled out
/// in one piece, and none where no command sets `name`.
pub(super) fn rewrite(draft: &Draft, label: &IssueLabel, name: &str) -> Option<Fix> {
    let range = label.range?;
    let source = draft.slice(range);
    match label.source {
        LabelSource::Flag => None,
        LabelSource::Metadata => (source == label.name).then(|| replacement(range, name)),
        LabelSource::FrontMatter => rewrite_yaml(range, source, &label.name, name),
        LabelSource::Command => rewrite_argument(draft, label, range, name),
    }
}

/// The fix that writes `name` in the place of `value`, which stands as `source` at `range` of some YAML. There is none
/// where the value is not spelled out in one piece.
pub(super) fn rewrite_yaml(range: Range, source: &str, value: &str, name: &str) -> Option<Fix> {
    let quote = source
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''));
    match quote {
        Some(quote)
            if source == format!("{quote}{value}{quote}") && !name.contains([quote, '\\']) =>
        {
            Some(replacement(range, format!("{quote}{name}{quote}")))
        }
        None if source == value && is_plain_yaml(name) => Some(replacement(range, name)),
        _ => None,
    }
}

pub(super) fn replacement(range: Range, written: impl Into<String>) -> Fix {
    let written = written.into();
    Fix::safe(
        format!("Write `{written}`"),
        vec![Edit::replace(range, written)],
    )
}

/// Whether YAML reads `name` as itself without quotes, wherever it stands.
pub(crate) fn is_plain_yaml(name: &str) -> bool {
    const WORDS: [&str; 9] = ["yes", "no", "on", "off", "true", "false", "null", "y", "n"];
    name.starts_with(char::is_alphabetic)
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
        && name.chars().all(|character| {
            character.is_alphanumeric() || matches!(character, '/' | '-' | '_' | '.' | ' ')
        })
}

/// Behind a command of the same prefix only the bare name changes. A name with another prefix needs a command of its
/// own: alone it takes the place of the whole command, among others it moves to a line before them.
fn rewrite_argument(draft: &Draft, label: &IssueLabel, range: Range, name: &str) -> Option<Fix> {
    let command = command_of(draft, range)?;
    let (prefix, bare) = name.split_once('/')?;
    let is_spelled_out =
        draft.slice(range).to_lowercase() == label.name[command.prefix.len() + 1..];
    if !is_spelled_out || bare.is_empty() || bare.contains(char::is_whitespace) {
        return None;
    }
    if prefix == command.prefix {
        return Some(replacement(range, bare));
    }
    // A command that runs over a line end, or with a comment in it, says more than its arguments.
    let is_plain = command.arguments[0].range.start == command.word.end + 1
        && command.line_end.is_none()
        && !draft.slice(command.range).contains("<!--");
    if !is_plain || !LABEL_COMMANDS.contains(&prefix) {
        return None;
    }
    let written = format!("/{prefix} {bare}");
    let title = format!("Write `{written}`");
    let edits = if command.arguments.len() == 1 {
        vec![Edit::replace(command.range, written)]
    } else {
        let line = written + line_end(draft);
        vec![
            Edit::insert(command.range.start, line),
            // A single blank stands before every argument.
            Edit::delete(Range::new(range.start - 1, range.end)),
        ]
    };
    Some(Fix::safe(title, edits))
}

/// The command that has an argument at `range`.
pub(super) fn command_of(draft: &Draft, range: Range) -> Option<&Command> {
    let commands = &draft.body.commands;
    let behind = commands.partition_point(|command| command.range.start <= range.start);
    commands[..behind]
        .iter()
        .rev()
        .find(|command| !command.remove && command.range.contains_range(range))
}
