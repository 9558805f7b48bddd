//! What stands in the line of the cursor so far, and with it what the line may become.

use super::cursor::Cursor;
use crate::syntax::LABEL_COMMANDS;

/// What stands in the line so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    /// Nothing, or blanks.
    Nothing,
    /// The marks of a heading, and perhaps some of its words.
    Heading,
    /// Three backticks or more, and perhaps the beginning of `release`.
    Fence,
    /// A slash, and perhaps some of a command's word; the cursor stands in it.
    Command,
    /// A label command; the cursor stands behind it.
    CommandNames {
        /// The prefix of its labels.
        prefix: &'static str,
        /// Whether it removes them.
        remove: bool,
    },
    /// `/label` or `/remove-label`; the cursor stands in the one word behind it.
    LabelByName,
    /// `/lifecycle` or `/remove-lifecycle`; the cursor stands in the one word behind it.
    LifecycleState,
    /// A few letters that may become a section's name.
    Word,
    /// Anything else.
    Prose,
}

impl Typed {
    /// Reads the line of `cursor`.
    pub fn read(cursor: &Cursor<'_>) -> Typed {
        let line = cursor.text();
        let indentation = line.len() - line.trim_start().len();
        let text = line.trim();
        if text.is_empty() {
            // Blanks are typed at the start of a line for many reasons, none of them to see a list.
            return if cursor.before().is_empty() {
                Typed::Nothing
            } else {
                Typed::Prose
            };
        }
        if line.starts_with('/') {
            return Typed::read_command(cursor);
        }
        // Four blanks make it code; and left of the first character nothing is being typed.
        if indentation > 3 || cursor.before().len() <= indentation {
            return Typed::Prose;
        }
        if text.starts_with('#') {
            let marks = text.len() - text.trim_start_matches('#').len();
            return if marks <= 6 {
                Typed::Heading
            } else {
                Typed::Prose
            };
        }
        if let Some(info) = text.strip_prefix("```") {
            // An editor may have closed the backticks already.
            let word = info.trim_matches('`').to_ascii_lowercase();
            return if "release".starts_with(word.trim()) {
                Typed::Fence
            } else {
                Typed::Prose
            };
        }
        let is_name =
            |character: char| character.is_alphanumeric() || matches!(character, ' ' | '-');
        if text.chars().all(is_name) {
            Typed::Word
        } else {
            Typed::Prose
        }
    }

    fn read_command(cursor: &Cursor<'_>) -> Typed {
        let before = cursor.before();
        if before.is_empty() {
            return Typed::Prose;
        }
        let Some((word, behind)) = before.split_once([' ', '\t']) else {
            return Typed::Command;
        };
        let name = &word[1..];
        let (name, remove) = match name.strip_prefix("remove-") {
            Some(name) => (name, true),
            None => (name, false),
        };
        if let Some(prefix) = LABEL_COMMANDS.into_iter().find(|prefix| *prefix == name) {
            return Typed::CommandNames { prefix, remove };
        }
        // These take a single word behind a single blank, or Prow passes them over.
        let rest = cursor.behind().split_once(char::is_whitespace);
        let is_alone = !behind.contains(char::is_whitespace)
            && before[word.len()..].starts_with(' ')
            && rest.is_none_or(|(_, rest)| rest.trim().is_empty());
        match name {
            "label" if is_alone => Typed::LabelByName,
            "lifecycle" if is_alone => Typed::LifecycleState,
            _ => Typed::Prose,
        }
    }
}
