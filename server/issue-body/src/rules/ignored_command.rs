//! `ignored-command`: a line that looks like a command, and that Prow passes over.

use super::commands::{is_known, is_line_to_prow};
use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::catalog::Labels;
use crate::syntax::{Draft, LABEL_COMMANDS};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "ignored-command",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A line that looks like a command and does nothing.",
        why: "Prow reads a command at the very start of a line only, in small letters, with a blank behind its word, and no \
              label command in a comment. Indented, in a list, in a quotation or written as `/priority/critical-urgent` it \
              is passed over without a word, and the label never comes.",
        bad: " /sig node\n- /kind bug\n\n/priority/critical-urgent\n",
        good: "/sig node\n/kind bug\n\n/priority critical-urgent\n",
        fix: "Writes the command at the start of its line as Prow wants it. Out of a quotation or a comment it comes as an \
              unsafe fix only: somebody else may have said it, or you may have put it away on purpose. There is none where \
              it would bring a second priority: only you know which one is meant.",
    },
    check: Check::Issue(check),
};

/// Why Prow passes a line over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    Indented,
    InList,
    InQuotation,
    InComment,
    /// Capitals in its word.
    Spelling,
    /// Something else than a single blank behind its word.
    Separator,
}

/// A command as it was meant.
struct Meant {
    written: String,
    /// Whether the word is in small letters, as the label plugin wants it.
    is_small: bool,
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.catalog.prow.is_none() {
        return;
    }
    let Some(labels) = &context.catalog.labels else {
        return;
    };
    let draft = context.issue.draft;
    let body = &draft.body;
    for line in draft.lines_with(b'/', body.range) {
        let text = draft.slice(line);
        if body.is_in_fence(line.start) || !is_line_to_prow(draft, line) {
            continue;
        }
        // A comment that begins in the line, or goes on in it.
        let first = line.start + (text.len() - text.trim_start().len());
        if let Some(comment) = body.comment_at(first) {
            check_comment(context, labels, line, comment.range, findings);
            continue;
        }
        let Some((markers, start)) = markers(text) else {
            continue;
        };
        let place = Range::new(line.start + start, line.start + text.trim_end().len());
        // Whatever Prow makes of the line, it does read it.
        if markers.is_none() && is_read(context, place.start) {
            continue;
        }
        let Some(meant) = meant(labels, draft.slice(place)) else {
            continue;
        };
        let reason = match markers {
            Some(reason) => reason,
            // What Markdown takes for text can be a comment to Prow.
            None if meant.written == draft.slice(place) => continue,
            None if meant.is_small => Reason::Separator,
            None => Reason::Spelling,
        };
        let edited = Range::new(line.start, place.end);
        let is_torn =
            goes_on(draft, line) && matches!(reason, Reason::InList | Reason::InQuotation);
        report(
            findings,
            place,
            Some(edited).filter(|_| !is_torn && !contradicts(context, &meant.written)),
            reason,
            meant.written,
        );
    }
}

/// Whether the paragraph of `line` goes on in the next line: out of its list or quotation it would tear.
fn goes_on(draft: &Draft, line: Range) -> bool {
    let behind = &draft.text[draft.full_line_at(line.start).end..];
    behind
        .trim_start_matches([' ', '\t'])
        .starts_with(char::is_alphanumeric)
}

/// `<!-- /sig node -->`, or such a line among others in a comment.
fn check_comment(
    context: &Context<'_>,
    labels: &Labels,
    line: Range,
    comment: Range,
    findings: &mut Findings,
) {
    let draft = context.issue.draft;
    let text = draft.slice(line).trim();
    let inner = text.strip_prefix("<!--").unwrap_or(text);
    let inner = inner.strip_suffix("-->").unwrap_or(inner).trim();
    if inner.is_empty() || inner.contains("-->") {
        return;
    }
    let Some(meant) = meant(labels, inner) else {
        return;
    };
    let start = line.start + draft.slice(line).find(inner).unwrap_or_default();
    let place = Range::new(start, start + inner.len());
    let all = comment.cover(place);
    let stands_alone = draft.slice(all).lines().count() == 1
        && all == line.trimmed(&draft.text)
        && all.start == line.start;
    report(
        findings,
        place,
        Some(all).filter(|_| stands_alone && !contradicts(context, &meant.written)),
        Reason::InComment,
        meant.written,
    );
}

/// Whether the command `written` asks for a label of a group that takes one only, and another one is asked for already.
fn contradicts(context: &Context<'_>, written: &str) -> bool {
    let command = written.strip_prefix('/').unwrap_or(written);
    let Some((prefix, names)) = command.split_once(' ') else {
        return false;
    };
    let group = context.issue.template.label_group(prefix);
    let takes_one = group.is_some_and(|group| !group.several);
    let mut asked_for = context.issue.labels_with(prefix);
    takes_one && asked_for.any(|label| names.split(' ').any(|name| label.parts().1 != name))
}

/// Reports the command at `place`; its fix takes the place of `edited`.
fn report(
    findings: &mut Findings,
    place: Range,
    edited: Option<Range>,
    reason: Reason,
    written: String,
) {
    let message = match reason {
        Reason::Indented => format!(
            "Prow reads a command at the very start of a line only; write `{written}` there."
        ),
        Reason::InList => format!(
            "Prow reads no command in a list; write `{written}` at the very start of a line."
        ),
        Reason::InQuotation => {
            format!(
                "Prow reads no command in a quotation; write `{written}` at the very start of a line if it is meant."
            )
        }
        Reason::InComment => {
            format!(
                "Prow reads no label command in a comment; write `{written}` outside of it if it is meant."
            )
        }
        Reason::Spelling => {
            format!("Prow reads this command in small letters only; write `{written}`.")
        }
        Reason::Separator => {
            format!("Prow reads a command only with a blank behind its word; write `{written}`.")
        }
    };
    let fix = edited.map(|edited| {
        let title = format!("Write `{written}`");
        let edits = vec![Edit::replace(edited, written)];
        match reason {
            Reason::InQuotation | Reason::InComment => Fix::r#unsafe(title, edits),
            Reason::Indented | Reason::InList | Reason::Spelling | Reason::Separator => {
                Fix::safe(title, edits)
            }
        }
    });
    findings.report(&RULE, place, message).fix(fix);
}

/// What stands before the slash that the line begins with: nothing, or the last thing that hides a command there. None
/// where the line begins with something else, and for indented code.
fn markers(text: &str) -> Option<(Option<Reason>, usize)> {
    let mut reason = None;
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        if blanks > 3 && reason.is_none() {
            return None;
        }
        if blanks > 0 {
            reason = reason.or(Some(Reason::Indented));
        }
        at += blanks;
        let rest = &text[at..];
        if rest.starts_with('/') {
            return Some((reason, at));
        }
        let digits = rest.len()
            - rest
                .trim_start_matches(|letter: char| letter.is_ascii_digit())
                .len();
        if rest.starts_with('>') {
            reason = Some(Reason::InQuotation);
            at += 1;
        } else if rest.starts_with(['-', '*', '+']) && rest[1..].starts_with(' ') {
            reason = reason
                .filter(|reason| *reason == Reason::InQuotation)
                .or(Some(Reason::InList));
            at += 1;
        } else if digits > 0
            && rest[digits..].starts_with(['.', ')'])
            && rest[digits + 1..].starts_with(' ')
        {
            reason = reason
                .filter(|reason| *reason == Reason::InQuotation)
                .or(Some(Reason::InList));
            at += digits + 1;
        } else {
            return None;
        }
    }
}

/// Whether Prow finds something to do in the line that begins at `start`, be it as the end of a command before it.
fn is_read(context: &Context<'_>, start: usize) -> bool {
    let body = &context.issue.draft.body;
    let behind = body
        .commands
        .partition_point(|command| command.range.start <= start);
    // A command that adds labels and one that removes them can both reach here.
    let mut commands = body.commands[..behind].iter().rev().take(2);
    commands.any(|command| {
        // Behind anything but a blank the first name belongs to the word, and is lost.
        let has_its_names = command.range.start < start
            || command
                .arguments
                .first()
                .is_some_and(|first| first.range.start <= command.word.end + 1);
        command.range.contains(start) && !command.arguments.is_empty() && has_its_names
    }) || body.plugin_command_at(start).is_some()
}

/// The command that `text` was meant to be. Everything behind its word has to be a label of that kind, so that a path and a
/// sentence are none.
fn meant(labels: &Labels, text: &str) -> Option<Meant> {
    let behind = text.strip_prefix('/')?;
    let (verb, behind) = match behind.get(..7) {
        Some(verb) if verb.eq_ignore_ascii_case("remove-") => ("remove-", &behind[7..]),
        _ => ("", behind),
    };
    let prefix = LABEL_COMMANDS.into_iter().find(|prefix| {
        let word = behind.get(..prefix.len());
        word.is_some_and(|word| word.eq_ignore_ascii_case(prefix))
    })?;
    let rest = &behind[prefix.len()..];
    let values =
        rest.trim_start_matches(|sign: char| sign.is_whitespace() || "/-:=_".contains(sign));
    let names: Vec<&str> = values
        .split(|sign: char| matches!(sign, ',' | ';') || sign.is_whitespace())
        .map(|name| name.trim_end_matches('.'))
        .filter(|name| !name.is_empty())
        .collect();
    let are_labels = names
        .iter()
        .all(|name| is_known(labels, &format!("{prefix}/{name}")));
    let word = &text[..text.len() - rest.len()];
    (are_labels && !names.is_empty()).then(|| Meant {
        written: format!("/{verb}{prefix} {}", names.join(" ")),
        is_small: word == format!("/{verb}{prefix}"),
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{findings, fixed, report};
    use expect_test::expect;

    #[test]
    fn each_reason_is_told() {
        expect![[r#"
            1:2-1:11 warning ignored-command: Prow reads a command at the very start of a line only; write `/sig node` there.
              safe fix: Write `/sig node`
            2:3-2:12 warning ignored-command: Prow reads no command in a list; write `/kind bug` at the very start of a line.
              safe fix: Write `/kind bug`
            3:3-3:27 warning ignored-command: Prow reads no command in a quotation; write `/priority important-soon` at the very start of a line if it is meant.
              unsafe fix: Write `/priority important-soon`
            4:1-4:10 warning ignored-command: Prow reads this command in small letters only; write `/kind bug`.
              safe fix: Write `/kind bug`
            5:1-5:26 warning ignored-command: Prow reads a command only with a blank behind its word; write `/priority critical-urgent`.
              safe fix: Write `/priority critical-urgent`
            7:6-7:34 warning ignored-command: Prow reads no label command in a comment; write `/committee security-response` outside of it if it is meant.
              unsafe fix: Write `/committee security-response`
        "#]].assert_eq(&report(
            &RULE,
            " /sig node\n- /kind bug\n> /priority important-soon\n/Kind bug\n/priority/critical-urgent\n\n\
             <!-- /committee security-response -->\n",
        ));
    }

    #[test]
    fn the_command_comes_to_the_start_of_its_line() {
        for (text, expected) in [
            ("   /sig node, cli\n", "/sig node cli\n"),
            ("* /sig node\n", "/sig node\n"),
            ("1. /sig node.\r\n", "/sig node\r\n"),
            ("- - /sig node  \n", "/sig node  \n"),
            ("/KIND Bug\n", "/kind Bug\n"),
            ("/Remove-Sig node\n", "/remove-sig node\n"),
            ("/sig-node\n", "/sig node\n"),
            ("/signode\n", "/sig node\n"),
            ("/sig:node\n", "/sig node\n"),
            ("/sig\tnode\n", "/sig node\n"),
            ("/sig\tnode cli\n", "/sig node cli\n"),
            ("/sig\u{a0}node\n", "/sig node\n"),
            ("\u{feff}/Sig node\n", "\u{feff}/sig node\n"),
            ("/sig sig/aws\n /sig aws\n", "/sig sig/aws\n/sig aws\n"),
            (
                "> /sig node\n<!-- /sig node -->\n",
                "> /sig node\n<!-- /sig node -->\n",
            ),
        ] {
            assert_eq!(
                fixed(&RULE, text, Applicability::Safe),
                expected,
                "{text:?}"
            );
        }
        assert_eq!(
            fixed(
                &RULE,
                "> /sig node\n\n<!-- /kind bug -->\n",
                Applicability::Unsafe
            ),
            "/sig node\n\n/kind bug\n"
        );
    }

    #[test]
    fn a_comment_with_other_things_in_it_is_reported_and_left_as_it_is() {
        for text in ["<!--\n/sig node\n-->\n", "<!-- Labels:\n/kind bug -->\n"] {
            assert_eq!(findings(&RULE, text).len(), 1, "{text:?}");
            assert_eq!(fixed(&RULE, text, Applicability::Unsafe), text);
        }
    }

    #[test]
    fn paths_sentences_and_code_are_left_alone() {
        for text in [
            "/sig node cli\n/kind bug\r\n/sig\n",
            "/sig node, cli\n/sig\n/kind bug\n",
            "See /sig/node, and /area 51.\n",
            "/area/51\n/kind/of/path\n- /sig nodes are many\n- /kind bug reports come in\n",
            " /sigs are many\n> /usr/bin/kubelet\n /area\n- /sig\n",
            "- `/sig node`\n",
            "    /sig node\n\t/sig node\n",
            "```\n /sig node\n- /kind bug\n/Sig node\n```\n",
            "<!-- Ask for a label: /sig NAME, as in /sig node. -->\n",
            "<!-- /sig <group-name> -->\n",
            "/close\n /close\n- /assign\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text:?}");
        }
    }

    #[test]
    fn a_second_priority_is_for_a_person_to_choose() {
        for hidden in [
            "/priority/critical-urgent\n",
            "<!-- /priority critical-urgent -->\n",
        ] {
            let text = format!("{hidden}/priority important-soon\n");
            assert!(!report(&RULE, &text).is_empty(), "{hidden}");
            assert_eq!(fixed(&RULE, &text, Applicability::Unsafe), text);
            // The same one once more contradicts nothing.
            let same = text.replace("important-soon", "critical-urgent");
            assert_ne!(fixed(&RULE, &same, Applicability::Unsafe), same);
        }
    }
}
