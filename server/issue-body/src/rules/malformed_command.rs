//! `malformed-command`: a command that Prow reads, or would read, but not as it was meant.

use super::commands::{is_line_to_prow, line_end, slips};
use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{LABEL_COMMANDS, PluginAction, PluginCommand};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "malformed-command",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A command that Prow does not read as it was meant.",
        why: "Prow splits the line of a label command on single blanks and takes every piece for a label: a comma sticks to \
              its name, a second blank asks for a label without a name, a second command on the line and words for readers \
              become labels too. Other commands it passes over without a word, `/assign` for a single comma.",
        bad: "/sig node, cli\n/kind bug /area kubelet\n/priority  critical-urgent\n",
        good: "/sig node cli\n/kind bug\n/area kubelet\n/priority critical-urgent\n",
        fix: "Writes single blanks between bare names, and a second command or words for readers on a line of their own. \
              Words that Markdown would take for something else there are left to you.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.catalog.prow.is_none() {
        return;
    }
    let draft = context.issue.draft;
    for command in &draft.body.commands {
        for slip in slips(context, command) {
            findings
                .report(&RULE, slip.range, slip.message)
                .fix(slip.fix);
        }
    }
    for command in &draft.body.plugin_commands {
        if !draft.body.is_hidden(command.range.start) {
            check_named_label(context, command, findings);
        }
    }
    for line in draft.lines_with(b'/', draft.body.range) {
        if draft.slice(line).starts_with('/')
            && is_line_to_prow(draft, line)
            && !draft.body.is_hidden(line.start)
        {
            check_passed_over(context, line, findings);
        }
    }
}

/// `/label` takes one name, and not every name.
fn check_named_label(context: &Context<'_>, command: &PluginCommand, findings: &mut Findings) {
    let PluginAction::Label { name, remove } = &command.action else {
        return;
    };
    let word = context.slice(command.word);
    let behind = context.slice(Range::new(command.word.end, command.range.end));
    let written = match name {
        None => {
            let names: Vec<&str> = names(behind).collect();
            if names.is_empty() {
                return;
            }
            let takes_all = context
                .catalog
                .prow
                .as_ref()
                .is_some_and(|prow| names.iter().all(|name| prow.takes_by_name(name)));
            let lines: Vec<String> = names.iter().map(|name| format!("{word} {name}")).collect();
            takes_all.then(|| lines.join(line_end(context.issue.draft)))
        }
        Some(name) => {
            let takes = context
                .catalog
                .prow
                .as_ref()
                .is_none_or(|prow| prow.takes_by_name(name));
            if takes || name.contains('\n') {
                return;
            }
            let labels = context.catalog.labels.as_ref();
            let label = labels.and_then(|labels| labels.get(name));
            let parts = label.and_then(|label| label.name.split_once('/'));
            parts
                .filter(|(prefix, _)| LABEL_COMMANDS.contains(prefix))
                .map(|(prefix, bare)| {
                    format!("/{}{prefix} {bare}", if *remove { "remove-" } else { "" })
                })
        }
    };
    let problem = match name {
        None => format!("Prow passes `{word}` over unless a single blank and one name follow it"),
        Some(name) => format!("`{word}` does not take the label `{name}`"),
    };
    let message = match &written {
        Some(written) if !written.contains(['\n', '\r']) => {
            format!("{problem}; write `{written}`.")
        }
        Some(_) => format!("{problem}; write one line for each."),
        None if name.is_none() => format!("{problem}; write one name on each line."),
        None => format!(
            "{problem}; write a label that has a command, or leave it to a person who may set it."
        ),
    };
    let fix = written.map(|written| {
        let title = if written.contains(['\n', '\r']) {
            "Write one line for each name".to_owned()
        } else {
            format!("Write `{written}`")
        };
        Fix::safe(title, vec![Edit::replace(command.range, written)])
    });
    findings.report(&RULE, command.range, message).fix(fix);
}

/// `/assign @a, @b` and `/lifecycle  frozen`: a slip that makes Prow pass the line over.
fn check_passed_over(context: &Context<'_>, line: Range, findings: &mut Findings) {
    let draft = context.issue.draft;
    let text = draft.slice(line).trim_end();
    let (word, behind) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    let lower = word.to_ascii_lowercase();
    if behind.is_empty() || draft.body.plugin_command_at(line.start).is_some() {
        return;
    }
    let names: Vec<&str> = names(behind).collect();
    let written = match lower.as_str() {
        "/assign" | "/unassign" => {
            let is_login = |name: &str| {
                let name = name.strip_prefix('@').unwrap_or(name);
                !name.is_empty()
                    && name
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            };
            // Without an @ it may be a sentence.
            let all = names.iter().all(|name| is_login(name))
                && names.iter().any(|name| name.starts_with('@'));
            all.then(|| format!("{lower} {}", names.join(" ")))
        }
        "/lifecycle" | "/remove-lifecycle" => {
            let state = names.first().map(|name| name.to_ascii_lowercase());
            let state = state
                .filter(|state| ["active", "frozen", "stale", "rotten"].contains(&state.as_str()));
            state
                .filter(|_| names.len() == 1)
                .map(|state| format!("{lower} {state}"))
        }
        _ => None,
    };
    let Some(written) = written else {
        return;
    };
    let place = Range::new(line.start, line.start + text.len());
    let message = format!("Prow passes over all of this line; write `{written}`.");
    let edits = vec![Edit::replace(place, written.clone())];
    findings
        .report(&RULE, place, message)
        .fix(Fix::safe(format!("Write `{written}`"), edits));
}

/// The names in a list however it is written.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let separates = |letter: char| matches!(letter, ',' | ';') || letter.is_whitespace();
    text.split(separates).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{findings, fixed, report};
    use expect_test::expect;

    #[test]
    fn each_slip_is_one_finding_at_its_place() {
        expect![[r#"
            1:6-1:11 error malformed-command: The comma becomes part of the label `sig/node,`; write `node`.
              safe fix: Write `node`
            2:7-2:9 error malformed-command: Several blanks in a row ask for a label `kind/`; write a single blank.
              safe fix: Write a single blank
            2:13-2:14 error malformed-command: Several blanks in a row ask for a label `kind/`; write a single blank.
              safe fix: Write a single blank
            3:15-3:22 error malformed-command: Prow takes `/triage` and what follows it for labels of `/area`; write it on a line of its own.
              safe fix: Write `/triage` on a line of its own
            4:7-4:12 error malformed-command: The signs around `bug` become part of the label's name; write `bug`.
              safe fix: Write `bug`
            5:11-5:28 error malformed-command: Prow takes the words behind `/sig node` for labels; write them on a line of their own.
              safe fix: Write the words on a line of their own
        "#]]
        .assert_eq(&report(
            &RULE,
            "/sig node, cli\n/kind   bug  flake\n/area kubelet /triage accepted\n/kind `bug`\n/sig node because of a race\n",
        ));
    }

    #[test]
    fn mended_commands_say_what_was_meant() {
        for (text, expected) in [
            ("/sig node, cli\n", "/sig node cli\n"),
            ("/sig node,cli;apps\n", "/sig node cli apps\n"),
            ("/sig node , cli\n", "/sig node cli\n"),
            ("/sig node\tcli\n", "/sig node cli\n"),
            ("/sig node\u{a0}cli\n", "/sig node cli\n"),
            ("/sig   node  cli  \n", "/sig node cli  \n"),
            ("/sig <!-- x --> node\n", "/sig <!-- x -->node\n"),
            ("/sig node and cli\n", "/sig node cli\n"),
            ("/sig node, and cli.\n", "/sig node cli\n"),
            ("/kind `bug`\n", "/kind bug\n"),
            ("/kind (bug)\r\n", "/kind bug\r\n"),
            ("/kind bug # why\n", "/kind bug\nwhy\n"),
            (
                "/kind bug // seen in 1.36 by many\r\ntext\r\n",
                "/kind bug\r\nseen in 1.36 by many\r\ntext\r\n",
            ),
            (
                "/sig node /kind bug /triage duplicate\n",
                "/sig node\n/kind bug\n/triage duplicate\n",
            ),
            ("/sig node, /kind bug\n", "/sig node\n/kind bug\n"),
            ("/remove-sig node, cli\n", "/remove-sig node cli\n"),
            ("/assign @a, @b\n", "/assign @a @b\n"),
            ("/Assign  @a\r\n", "/assign @a\r\n"),
            ("/lifecycle  Frozen\n", "/lifecycle frozen\n"),
            (
                "/label api-review, official-cve-feed\n",
                "/label api-review\n/label official-cve-feed\n",
            ),
            ("/label kind/bug\n", "/kind bug\n"),
            ("/remove-label sig/node\n", "/remove-sig node\n"),
        ] {
            assert_eq!(
                fixed(&RULE, text, Applicability::Safe),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn words_that_markdown_would_misread_stay() {
        for text in [
            "/kind bug # 1. first\n",
            "/kind bug -- see\n---\n",
            "/kind bug => <!-- x --> y z\n",
        ] {
            let found = findings(&RULE, text);
            assert!(!found.is_empty(), "{text:?}");
            assert_eq!(fixed(&RULE, text, Applicability::Unsafe), text);
        }
    }

    #[test]
    fn what_stands_between_a_blank_and_an_argument_stays_whole() {
        for text in [
            "/kind \u{a0}/kind\n",
            "/sig node <!-- x -->, cli\n",
            "/sig node <!-- x -->and cli\n",
        ] {
            assert_eq!(findings(&RULE, text).len(), 1, "{text:?}");
            assert_eq!(fixed(&RULE, text, Applicability::Safe), text);
        }
    }

    #[test]
    fn what_prow_reads_right_or_is_no_command_is_left_alone() {
        for text in [
            "/sig node cli\n/kind bug\r\n/area HA\n",
            "/sig nodee\n/sig schedulling aps\n/sig sig/node\n",
            "/sig node<!-- x -->\n",
            "/assign\n/assign @a b\n/close\n/lifecycle frozen \n/label api-review\n",
            "/assign the pod to a node, then wait\n/lifecycle hooks, in short\n/close the door, please\n",
            "/cc @a because of b, c\n/hold until then, ok\n",
            "```\n/sig node, cli\n/assign @a, @b\n```\n",
            "<!--\n/sig node, cli\n/assign @a, @b\n-->\n",
            "/sig\n/sig \n\n## Symptoms, and more\n",
            "/significant, but rare\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text:?}");
        }
    }

    #[test]
    fn words_for_readers_are_no_labels_even_where_one_is_near_to_one() {
        for text in ["/sig node please help\n", "/sig node please look at this\n"] {
            let found = report(&RULE, text);
            assert_eq!(
                found.matches("error malformed-command").count(),
                1,
                "{found}"
            );
            assert!(
                found.contains("Prow takes the words behind `/sig node` for labels"),
                "{found}"
            );
        }
        // Misspelled names are told one by one elsewhere.
        assert_eq!(report(&RULE, "/sig node stroage nework\n"), "");
    }
}
