//! Comments that speak to this tool: `<!-- issue-ls: template=NAME -->` and the suppressions
//! `<!-- issue-ls-disable RULE… -->`, `-disable-line`, `-disable-next-line`, `-enable`.
//!
//! Whether a named rule or template exists is left to `rules`.

use super::markdown::Comment;
use crate::text::Range;

/// A comment that begins with `issue-ls`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The whole comment.
    pub range: Range,
    /// What it asks for.
    pub kind: DirectiveKind,
}

/// What a directive asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectiveKind {
    /// `issue-ls: template=NAME`
    Template {
        /// The place of the name, never empty.
        name: Range,
    },
    /// `issue-ls-disable…` with the places of the named rules; none means all rules.
    Disable {
        /// Which lines are meant.
        scope: SuppressionScope,
        /// The rules' names.
        rules: Vec<Range>,
    },
    /// `issue-ls-enable` with the places of the named rules; none means all rules.
    Enable {
        /// The rules' names.
        rules: Vec<Range>,
    },
    /// None of these.
    Unknown {
        /// The words that are not understood.
        words: Range,
    },
}

/// The lines that a suppression covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuppressionScope {
    /// From the comment to the end, or to an `issue-ls-enable`.
    RestOfFile,
    /// The line that the comment stands on.
    Line,
    /// The line behind the comment.
    NextLine,
}

/// Reads `comment` as a directive; `None` where it is an ordinary comment.
pub(super) fn read(text: &str, comment: &Comment) -> Option<Directive> {
    let content = comment.content.trimmed(text);
    let words = &text[content.start..content.end];
    let rest = words.strip_prefix("issue-ls")?;
    // `issue-lsp …` is somebody's word, not a directive.
    if rest.starts_with(|character: char| character.is_alphanumeric()) {
        return None;
    }
    // A comment that nothing closes takes the rest of the body for its words.
    let is_closed = comment.content.end < comment.range.end;
    let kind = is_closed
        .then(|| read_kind(text, content, rest))
        .flatten()
        .unwrap_or(DirectiveKind::Unknown { words: content });
    Some(Directive {
        range: comment.range,
        kind,
    })
}

fn read_kind(text: &str, content: Range, rest: &str) -> Option<DirectiveKind> {
    if let Some(setting) = rest.strip_prefix(':') {
        let name = setting.trim_start().strip_prefix("template=")?;
        // The name may hold blanks: a form's `name:` is a sentence. Quotes around it are no part of it.
        let name = name.trim().trim_matches('"');
        let end = content.end - usize::from(text[..content.end].ends_with('"'));
        return (!name.is_empty()).then(|| DirectiveKind::Template {
            name: Range::new(end - name.len(), end),
        });
    }
    let head_length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let names = Range::new(content.end - (rest.len() - head_length), content.end);
    let rules = word_ranges(text, names);
    match &rest[..head_length] {
        "-disable" => Some(DirectiveKind::Disable {
            scope: SuppressionScope::RestOfFile,
            rules,
        }),
        "-disable-line" => Some(DirectiveKind::Disable {
            scope: SuppressionScope::Line,
            rules,
        }),
        "-disable-next-line" => Some(DirectiveKind::Disable {
            scope: SuppressionScope::NextLine,
            rules,
        }),
        "-enable" => Some(DirectiveKind::Enable { rules }),
        _ => None,
    }
}

/// The words of `range`; blanks and commas separate them.
fn word_ranges(text: &str, range: Range) -> Vec<Range> {
    let mut words = Vec::new();
    let mut start = None;
    let separators = |character: char| character.is_whitespace() || character == ',';
    for (at, character) in text[range.start..range.end].char_indices() {
        match (separators(character), start) {
            (false, None) => start = Some(range.start + at),
            (true, Some(begin)) => {
                words.push(Range::new(begin, range.start + at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|begin| Range::new(begin, range.end)));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(content: &str) -> Option<DirectiveKind> {
        let text = format!("<!--{content}-->");
        let comment = Comment {
            range: Range::new(0, text.len()),
            content: Range::new(4, text.len() - 3),
        };
        read(&text, &comment).map(|directive| directive.kind)
    }

    #[test]
    fn directives_are_read_with_their_names() {
        let Some(DirectiveKind::Template { name }) = kind(" issue-ls: template=Bug Report ") else {
            panic!()
        };
        assert_eq!(
            &"<!-- issue-ls: template=Bug Report -->"[name.start..name.end],
            "Bug Report"
        );
        let Some(DirectiveKind::Template { name }) = kind("issue-ls:template=\"a b\"") else {
            panic!()
        };
        assert_eq!(
            &"<!--issue-ls:template=\"a b\"-->"[name.start..name.end],
            "a b"
        );
        let Some(DirectiveKind::Disable { scope, rules }) = kind(" issue-ls-disable-line a-b, c ")
        else {
            panic!()
        };
        assert_eq!(scope, SuppressionScope::Line);
        let text = "<!-- issue-ls-disable-line a-b, c -->";
        let names: Vec<&str> = rules
            .iter()
            .map(|rule| &text[rule.start..rule.end])
            .collect();
        assert_eq!(names, ["a-b", "c"]);
        assert_eq!(
            kind(" issue-ls-enable "),
            Some(DirectiveKind::Enable { rules: vec![] })
        );
    }

    #[test]
    fn a_comment_that_is_not_closed_suppresses_nothing() {
        let text = "<!-- issue-ls-disable missing-section\n\n## Symptoms\n";
        let comment = Comment {
            range: Range::new(0, text.len()),
            content: Range::new(4, text.len()),
        };
        let kind = read(text, &comment).map(|directive| directive.kind);
        assert!(matches!(kind, Some(DirectiveKind::Unknown { .. })));
    }

    #[test]
    fn what_is_not_understood_is_kept_and_what_is_not_ours_is_left_alone() {
        for content in [
            " issue-ls ",
            " issue-ls: stage=x ",
            " issue-ls-disabled x ",
            " issue-ls: template= ",
        ] {
            assert!(
                matches!(kind(content), Some(DirectiveKind::Unknown { .. })),
                "{content}"
            );
        }
        for content in ["", " note ", " issue-lsp-disable "] {
            assert_eq!(kind(content), None, "{content}");
        }
    }
}
