//! `form-command-in-value`: a Prow command in what a form fills in.
//!
//! All plugins count that obey the body of a new issue, as they do for a draft.

use super::finding::{Findings, Severity};
use super::form::short;
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::syntax::{PluginCommand, Spanned, read_prow_commands};
use crate::template::form::ElementKind;
use crate::text::Range;

pub(super) static RULE: Rule = Rule {
    name: "form-command-in-value",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The `value` of a field, or the option that it has by `default`, holds a command that Prow runs when the issue is opened.",
        why: "What a form fills in is sent unless somebody changes it. A `/sig ` that waits for a name takes the words of the next line instead: the heading of the next field becomes labels. A command that is complete runs unasked (an information): `/close` closes every issue at once, and what `/kind bug` does, `labels` does without a bot.",
        bad: "name: Bug report\nbody:\n  - type: textarea\n    attributes:\n      label: Which group?\n      value: \"/sig \"\n",
        good: "name: Bug report\nbody:\n  - type: textarea\n    attributes:\n      label: Which group?\n      placeholder: /sig node\n",
        fix: "None: a person has to choose between `labels` and `placeholder`.",
    },
    check: Check::Form(check),
};

/// What GitHub writes behind an answer, and Prow reads as if it belonged to a command that has no words of its own.
const NEXT_FIELD: &str = "\n\n### Next field";

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for element in &context.form.elements {
        match &element.kind {
            ElementKind::Textarea { value, .. } | ElementKind::Input { value, .. } => {
                if let Some(filled_in) = value {
                    report(context, filled_in, "write it as a `placeholder`", findings);
                }
            }
            ElementKind::Dropdown {
                options, default, ..
            } => {
                let chosen = default.as_ref().map(|default| default.value);
                if let Some(option) = chosen.and_then(|chosen| options.get(chosen)) {
                    report(context, option, "take out `default`", findings);
                }
            }
            ElementKind::Markdown { .. }
            | ElementKind::Checkboxes { .. }
            | ElementKind::Upload { .. }
            | ElementKind::Unknown => {}
        }
    }
}

/// Reports the commands in `filled_in`, which every issue holds unless somebody changes it. `advice` ends the sentences.
fn report(
    context: &FormContext<'_>,
    filled_in: &Spanned<String>,
    advice: &str,
    findings: &mut Findings,
) {
    let with_next = format!("{}{NEXT_FIELD}", filled_in.value);
    let body = with_next.as_str();
    let mut places = Places::new(context.text, filled_in.range);
    for command in commands(body) {
        let word = &body[command.word];
        let range = places.next(word);
        let first_line = body[command.range].lines().next().unwrap_or_default();
        let shown = short(first_line);
        let message = match (command.has_own_words, command.sets_labels) {
            (false, true) => {
                format!(
                    "Prow takes the next words of the issue for the labels of `{shown}`; {advice}."
                )
            }
            (false, false) => {
                format!("Prow takes the next words of the issue for those of `{shown}`; {advice}.")
            }
            (true, true) => format!(
                "Prow runs `{shown}` in every issue unasked; write the label under `labels`, or {advice}."
            ),
            (true, false) => {
                format!("Prow runs `{shown}` in every issue unasked; take it out, or {advice}.")
            }
        };
        let finding = findings.report(&RULE, range, message);
        if command.has_own_words {
            finding.at(Severity::Information);
        }
    }
}

/// A command that Prow obeys when an issue is opened.
struct Obeyed {
    range: Range,
    word: Range,
    /// Whether it ends with its line; else it takes what stands below.
    has_own_words: bool,
    /// Whether it belongs to the plugin that sets labels of a prefix.
    sets_labels: bool,
}

/// The commands in `body`, in order of place.
fn commands(body: &str) -> Vec<Obeyed> {
    let read = read_prow_commands(body, Range::new(0, body.len()));
    let labels = read.labels.iter().map(|command| {
        let written = &body[command.range];
        let first_line = written.lines().next().unwrap_or_default().trim_end();
        Obeyed {
            range: command.range,
            word: command.word,
            has_own_words: first_line.len() > command.word.len(),
            sets_labels: true,
        }
    });
    let is_obeyed = |command: &&PluginCommand| {
        !command.is_superseded && command.action.counts_when_an_issue_opens()
    };
    let others = read.others.iter().filter(is_obeyed).map(|command| Obeyed {
        range: command.range,
        word: command.word,
        has_own_words: !body[command.range].contains(['\n', '\r']),
        sets_labels: false,
    });
    let mut commands: Vec<Obeyed> = labels.chain(others).collect();
    commands.sort_by_key(|command| command.range);
    commands
}

/// Finds commands of a value in the file, where quotes, escapes and indentation may stand between them.
struct Places<'text> {
    text: &'text str,
    rest: Range,
}

impl<'text> Places<'text> {
    fn new(text: &'text str, rest: Range) -> Places<'text> {
        Places { text, rest }
    }

    /// The next place of `word`; the first line of what is left where it is not spelled out.
    fn next(&mut self, word: &str) -> Range {
        let source = &self.text[self.rest];
        let Some(at) = source.find(word) else {
            let line = source.lines().next().unwrap_or_default();
            return Range::new(self.rest.start, self.rest.start + line.len());
        };
        let start = self.rest.start + at;
        let range = Range::new(start, start + word.len());
        self.rest = Range::new(range.end, self.rest.end);
        range
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    fn form(value: &str) -> String {
        format!("body:\n- type: textarea\n  attributes:\n    label: x\n    value: {value}\n")
    }

    #[test]
    fn commands_are_found_however_the_text_is_written() {
        for (value, expected) in [
            (
                "\"/sig \"",
                expect![[r#"
                5:13-5:17 warning form-command-in-value: Prow takes the next words of the issue for the labels of `/sig`; write it as a `placeholder`.
            "#]],
            ),
            (
                "/kind bug",
                expect![[r#"
                5:12-5:17 information form-command-in-value: Prow runs `/kind bug` in every issue unasked; write the label under `labels`, or write it as a `placeholder`.
            "#]],
            ),
            (
                "|\n      Which?\n      /sig\n\n      /kind bug\n      /priority",
                expect![[r#"
                7:7-7:11 warning form-command-in-value: Prow takes the next words of the issue for the labels of `/sig`; write it as a `placeholder`.
                10:7-10:16 warning form-command-in-value: Prow takes the next words of the issue for the labels of `/priority`; write it as a `placeholder`.
            "#]],
            ),
            (
                "\"\\x2fsig node\"",
                expect![[r#"
                5:12-5:26 information form-command-in-value: Prow runs `/sig node` in every issue unasked; write the label under `labels`, or write it as a `placeholder`.
            "#]],
            ),
            ("'see /sig node'", expect![[""]]),
            (
                "|\n      /assign @hopper\n      /milestone",
                expect![[r#"
                6:7-6:14 information form-command-in-value: Prow runs `/assign @hopper` in every issue unasked; take it out, or write it as a `placeholder`.
                7:7-7:17 warning form-command-in-value: Prow takes the next words of the issue for those of `/milestone`; write it as a `placeholder`.
            "#]],
            ),
            (
                "|\n      /close\n      /retitle\n",
                expect![[r#"
                6:7-6:13 information form-command-in-value: Prow runs `/close` in every issue unasked; take it out, or write it as a `placeholder`.
                7:7-7:15 warning form-command-in-value: Prow takes the next words of the issue for those of `/retitle`; write it as a `placeholder`.
            "#]],
            ),
            (
                "'@kubernetes/sig-node-bugs, please look'",
                expect![[r#"
                5:13-5:38 information form-command-in-value: Prow runs `@kubernetes/sig-node-bugs` in every issue unasked; take it out, or write it as a `placeholder`.
            "#]],
            ),
            ("|\n      /lgtm\n      /hold\n      /label", expect![[""]]),
            ("|\n      <!-- /sig node -->", expect![[""]]),
        ] {
            expected.assert_eq(&report(&RULE, &form(value)));
        }
    }

    #[test]
    fn the_option_that_is_chosen_already_counts_and_no_other() {
        let form = |default: &str| {
            format!(
                "body:\n- type: dropdown\n  attributes:\n    label: x\n    options: [/kind bug, /sig node]\n{default}"
            )
        };
        expect![[r#"
            5:26-5:30 information form-command-in-value: Prow runs `/sig node` in every issue unasked; write the label under `labels`, or take out `default`.
        "#]].assert_eq(&report(&RULE, &form("    default: 1\n")));
        assert_eq!(report(&RULE, &form("")), "");
    }

    #[test]
    fn what_is_only_shown_is_not_run() {
        let text = "body:\n- type: markdown\n  attributes:\n    value: /sig node\n- type: input\n  attributes:\n    placeholder: /sig node\n";
        assert_eq!(report(&RULE, text), "");
    }
}
