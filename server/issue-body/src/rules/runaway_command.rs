//! `runaway-command`: a command that takes words for its own which were meant for readers.

use super::commands::{Runaway, is_known, runaway};
use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{Command, LABEL_COMMANDS, PluginAction};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "runaway-command",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A command that takes the next line, or a longer word, for its own.",
        why: "Prow does not stop at the end of a line: behind a bare `/sig` the words of the next line with text become \
              labels, and a command on that line is lost. Nor does it look where a word ends: a line that begins with \
              `/significant` is a `/sig`.",
        bad: "/sig\n/kind bug\n\n/significant on nodes with many cores\n",
        good: "/sig node\n/kind bug\n\nSignificant on nodes with many cores\n",
        fix: "Writes the names of labels behind their command where the next line holds nothing else, else removes the bare \
              command. Sets a blank before a longer word, which hides it from Prow and from nobody else.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.catalog.prow.is_none() {
        return;
    }
    let draft = context.issue.draft;
    for command in &draft.body.commands {
        match runaway(draft, command) {
            Some(Runaway::OverLineEnd { is_bare }) => {
                over_line_end(context, command, is_bare, findings);
            }
            Some(Runaway::Glued(glued)) => longer_word(context, command, glued, findings),
            None => {}
        }
    }
    for command in &draft.body.plugin_commands {
        let text = draft.slice(command.range);
        let is_mention = matches!(command.action, PluginAction::MentionSig { .. });
        let is_running = text.contains('\n') && !is_mention;
        // One that another goes before counts as soon as that is removed.
        if !is_running || draft.body.is_hidden(command.range.start) {
            continue;
        }
        let word = draft.slice(command.word);
        findings
            .report(
                &RULE,
                command.word,
                format!("`{word}` takes the next line for its own; write what it is about behind it, or leave it out."),
            )
            .fix(without(context, command.word));
    }
}

fn over_line_end(context: &Context<'_>, command: &Command, is_bare: bool, findings: &mut Findings) {
    let draft = context.issue.draft;
    let word = draft.slice(command.word);
    let message =
        format!("`{word}` takes the words of the next line for labels; write the label behind it.");
    let behind = Range::new(command.word.end, command.range.end);
    let names: Vec<&str> = draft.slice(behind).split_whitespace().collect();
    let are_labels = context.catalog.labels.as_ref().is_some_and(|labels| {
        let mut names = names.iter();
        names.all(|name| is_known(labels, &format!("{}/{name}", command.prefix)))
    });
    // A single word of prose behind the line end is not taken for a label.
    if command.arguments.is_empty() && !are_labels {
        return;
    }
    let fix = is_bare.then(|| {
        if are_labels {
            let names = names.join(" ");
            let title = format!("Write `{word} {names}`");
            Fix::safe(title, vec![Edit::replace(behind, format!(" {names}"))])
        } else {
            without(context, command.word)
        }
    });
    findings.report(&RULE, command.word, message).fix(fix);
}

/// Takes out the line of a command that says nothing, and with it such lines behind it: each would take the words in its
/// turn.
fn without(context: &Context<'_>, word: Range) -> Fix {
    let draft = context.issue.draft;
    let title = format!("Remove the bare `{}`", draft.slice(word));
    // What stands before the body in its first line (a byte order mark) stays.
    let mut edits = vec![Edit::delete(Range::new(
        word.start,
        draft.full_line_at(word.start).end,
    ))];
    let behind = Range::new(
        draft.full_line_at(word.start).end,
        draft.body.range.end.max(word.end),
    );
    for (line, full_line) in draft.lines_of(behind) {
        let text = draft.slice(line).trim();
        let is_label_command = text.strip_prefix('/').is_some_and(|word| {
            LABEL_COMMANDS.contains(&word.strip_prefix("remove-").unwrap_or(word))
        });
        if is_label_command || text.eq_ignore_ascii_case(draft.slice(word)) {
            edits.push(Edit::delete(full_line));
        } else if !text.is_empty() {
            break;
        }
    }
    Fix::safe(title, edits)
}

fn longer_word(context: &Context<'_>, command: &Command, glued: Range, findings: &mut Findings) {
    let draft = context.issue.draft;
    let whole = command.word.cover(glued);
    let (word, written) = (draft.slice(command.word), draft.slice(whole));
    let names: Vec<&str> = command
        .arguments
        .iter()
        .map(|argument| argument.label.as_str())
        .collect();
    let labels = context.catalog.labels.as_ref();
    let is_label = |name: &str| labels.is_some_and(|labels| is_known(labels, name));
    let rest = draft.slice(glued);
    let bare = rest.trim_start_matches(['/', ':', '=', '-', '_']);
    let named = bare.trim_end_matches([',', '.', ';', ':']);
    let (title, edit) = if names.iter().all(|name| is_label(name)) && rest.chars().count() <= 2 {
        (format!("Write `{word}`"), Edit::delete(glued))
    } else if bare.len() < rest.len() && is_label(&format!("{}/{named}", command.prefix)) {
        (
            format!("Write `{word} {named}`"),
            Edit::replace(glued, format!(" {named}")),
        )
    } else {
        let title = "Set a blank before it, which hides it from Prow".to_owned();
        (title, Edit::insert(command.range.start, " "))
    };
    let message = format!(
        "Prow reads `{written}` as `{word}` and the words behind it as labels (`{}`); {}.",
        names.join("`, `"),
        if edit.range.is_empty() {
            "write something before the slash".to_owned()
        } else {
            title.replacen("Write", "write", 1)
        }
    );
    findings
        .report(&RULE, whole, message)
        .fix(Fix::safe(title, vec![edit]));
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn a_command_that_takes_other_words_is_one_finding() {
        expect![[r#"
            1:1-1:5 error runaway-command: `/sig` takes the words of the next line for labels; write the label behind it.
              safe fix: Remove the bare `/sig`
            4:1-4:13 error runaway-command: Prow reads `/significant` as `/sig` and the words behind it as labels (`sig/regression`, `sig/in`, `sig/it`); write something before the slash.
              safe fix: Set a blank before it, which hides it from Prow
            5:1-5:11 error runaway-command: `/milestone` takes the next line for its own; write what it is about behind it, or leave it out.
              safe fix: Remove the bare `/milestone`
        "#]].assert_eq(&report(
            &RULE,
            "/sig \n\n## Root cause\n/significant regression in it\n/milestone\n\nWords\n",
        ));
    }

    #[test]
    fn the_words_go_back_to_their_line() {
        for (text, expected) in [
            ("/kind\nbug\n", "/kind bug\n"),
            ("/sig\r\n\r\nnode\r\n", "/sig node\r\n"),
            ("/sig\n\n```release\n```\n", "/sig\n\n```release\n```\n"),
            ("/sig\n/kind bug\n", "/kind bug\n"),
            ("/sig \r\n\r\n## Root cause\r\n", "\r\n## Root cause\r\n"),
            ("\u{feff}/sig\n/kind bug\n", "\u{feff}/kind bug\n"),
            ("/sig \n\n/wg\n## Symptoms\n", "\n## Symptoms\n"),
            ("/sig\nnode cli\ntext\n", "/sig node cli\ntext\n"),
            (
                "/remove-sig\nis not what we want\n",
                "is not what we want\n",
            ),
            (
                "/significant on large nodes\n",
                " /significant on large nodes\n",
            ),
            ("/sigs node\n", "/sig node\n"),
            ("/sig: node\n", "/sig node\n"),
            (
                "/priority/critical-urgent please do\n",
                "/priority critical-urgent please do\n",
            ),
            ("/milestone\n\nv1.36 or so\n", "\nv1.36 or so\n"),
            ("/retitle\n## Symptoms\n", "## Symptoms\n"),
        ] {
            assert_eq!(
                fixed(&RULE, text, Applicability::Safe),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_bare_command_that_takes_nothing_is_left_alone() {
        for text in [
            "/sig\n",
            "/sig",
            "/sig\n\nWords\n",
            "/sig <!--\n--> node\n",
            "/sig-node\n",
            "/sig/node\n",
            " /significant on large nodes\n",
            "```\n/significant on large nodes\n/sig\nis a group\n```\n",
            "<!--\n/milestone\n\nv1.36\n-->\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text:?}");
        }
    }
}
