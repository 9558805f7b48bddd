//! `form-command-in-value`: a Prow command in what a form fills in.

use super::finding::{Findings, Severity};
use super::form::short;
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::syntax::read_commands;
use crate::template::form::ElementKind;
use crate::text::Range;

pub(super) static RULE: Rule = Rule {
    name: "form-command-in-value",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The `value` of a field holds a command that Prow runs when the issue is opened.",
        why: "What a form fills in is sent unless somebody changes it. A `/sig ` that waits for a name takes the words of the next line instead: the heading of the next field becomes labels. A command that is complete runs unasked (an information): `labels` does the same, and GitHub needs no bot for it.",
        bad: "name: Bug report\nbody:\n  - type: textarea\n    attributes:\n      label: Which group?\n      value: \"/sig \"\n",
        good: "name: Bug report\nbody:\n  - type: textarea\n    attributes:\n      label: Which group?\n      placeholder: /sig node\n",
        fix: "None: a person has to choose between `labels` and `placeholder`.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for element in &context.form.elements {
        let (ElementKind::Textarea {
            value: Some(value), ..
        }
        | ElementKind::Input {
            value: Some(value), ..
        }) = &element.kind
        else {
            continue;
        };
        let whole = Range::new(0, value.value.len());
        let mut places = Places::new(context.text, value.range);
        for command in read_commands(&value.value, whole) {
            let written = &value.value.as_str()[command.range];
            let word = written.split_whitespace().next().unwrap_or_default();
            let range = places.next(word);
            let first_line = written.lines().next().unwrap_or_default().trim_end();
            // The expression runs over line ends, and behind the value the next field begins.
            let is_complete = first_line.len() > word.len();
            let message = if is_complete {
                format!(
                    "Prow runs `{}` in every issue unasked; write the label under `labels`, or the command as a `placeholder`.",
                    short(first_line)
                )
            } else {
                format!(
                    "Prow takes the next words of the issue for the labels of `{}`; write it as a `placeholder`.",
                    short(word)
                )
            };
            let finding = findings.report(&RULE, range, message);
            if is_complete {
                finding.at(Severity::Information);
            }
        }
    }
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
                5:12-5:17 information form-command-in-value: Prow runs `/kind bug` in every issue unasked; write the label under `labels`, or the command as a `placeholder`.
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
                5:12-5:26 information form-command-in-value: Prow runs `/sig node` in every issue unasked; write the label under `labels`, or the command as a `placeholder`.
            "#]],
            ),
            ("'see /sig node'", expect![[""]]),
            ("|\n      <!-- /sig node -->", expect![[""]]),
        ] {
            expected.assert_eq(&report(&RULE, &form(value)));
        }
    }

    #[test]
    fn what_is_only_shown_is_not_run() {
        let text = "body:\n- type: markdown\n  attributes:\n    value: /sig node\n- type: input\n  attributes:\n    placeholder: /sig node\n";
        assert_eq!(report(&RULE, text), "");
    }
}
