//! `form-invalid-value`: a value that is empty or of the wrong type.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::{FormProblemKind, KeyValue};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "form-invalid-value",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A value is of another type than its key wants, or blank.",
        why: "YAML takes `yes`, `on` and `1.30` for a boolean or a number where GitHub wants a text, and `\"true\"` for a text where it wants a boolean; it refuses the form for one of them, and for a text of blanks.",
        bad: "name: Bug report\nbody:\n  - type: input\n    attributes:\n      label: 1.30\n",
        good: "name: Bug report\nbody:\n  - type: input\n    attributes:\n      label: \"1.30\"\n",
        fix: "Puts a boolean or a number in quotes where a text is wanted, takes the quotes off a boolean, and gives a plain checkbox its `label:`.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        match &problem.kind {
            FormProblemKind::WrongType {
                key: Some(key),
                is_item,
                expected,
                found,
            } => {
                let is_box = *is_item && *key == "options";
                let fix = mended(context.text, problem.range, *expected, is_box, found);
                let subject = if *is_item {
                    format!("An item of `{key}`")
                } else {
                    format!("`{key}`")
                };
                let (wanted, advice) = advice(*expected);
                let advice = fix
                    .as_ref()
                    .map_or(advice.to_owned(), |written| format!("write `{written}`"));
                let message = format!("{subject} is {found}, not {wanted}; {advice}.");
                let fix = fix.map(|written| {
                    Fix::safe(
                        format!("Write `{written}`"),
                        vec![Edit::replace(problem.range, written)],
                    )
                });
                findings.report(&RULE, problem.range, message).fix(fix);
            }
            FormProblemKind::BlankText { key } if *key != "options" => {
                let message = format!(
                    "`{key}` is blank, which GitHub refuses; write a text, or take it out."
                );
                findings.report(&RULE, problem.range, message);
            }
            FormProblemKind::EmptyList { key } => {
                let message =
                    format!("`{key}` has no items, which GitHub refuses; write at least one.");
                findings.report(&RULE, problem.range, message);
            }
            _ => {}
        }
    }
}

/// What a key wants, and what to write.
const fn advice(expected: KeyValue) -> (&'static str, &'static str) {
    match expected {
        KeyValue::Text | KeyValue::ElementType => ("text", "write a text, in quotes if need be"),
        KeyValue::Boolean => ("a boolean", "write `true` or `false`"),
        KeyValue::Index => ("a number", "write the number of an option, counted from 0"),
        KeyValue::Names => (
            "a list of names",
            "write a list, or names separated by commas",
        ),
        KeyValue::Mapping => ("a mapping", "write one `key: value` a line"),
        KeyValue::Elements | KeyValue::Options | KeyValue::Links => {
            ("a list", "write one item a line behind `- `")
        }
    }
}

/// What to write instead, where that can be told from what is there.
fn mended(
    text: &str,
    range: Range,
    expected: KeyValue,
    is_box: bool,
    found: &str,
) -> Option<String> {
    let source = &text[range];
    if source.contains(['\n', '\r']) {
        return None;
    }
    match expected {
        KeyValue::Text if matches!(found, "a boolean" | "a number") && !source.starts_with('*') => {
            Some(format!("\"{source}\""))
        }
        KeyValue::Boolean if found == "text" && source.starts_with(['"', '\'']) => {
            let word = source.trim_matches(['"', '\'']).to_ascii_lowercase();
            match word.as_str() {
                "true" | "yes" | "on" => Some("true".to_owned()),
                "false" | "no" | "off" => Some("false".to_owned()),
                _ => None,
            }
        }
        // The text of a block scalar begins on a line of its own, where nothing can be put before it.
        KeyValue::Mapping if is_box && found == "text" => {
            let before = text[..range.start].trim_end_matches(' ');
            let behind = text[range.end..].trim_start_matches([' ', '\t', ']']);
            let is_whole = behind.is_empty() || behind.starts_with(['\r', '\n', '#', ',']);
            (before.ends_with(['-', '[', ',']) && is_whole && !source.starts_with(['*', '!', '&']))
                .then(|| format!("label: {source}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn types_and_blanks_are_told() {
        expect![[r#"
            1:7-1:10 error form-invalid-value: `name` is a boolean, not text; write `"yes"`.
              safe fix: Write `"yes"`
            2:14-2:17 error form-invalid-value: `description` is blank, which GitHub refuses; write a text, or take it out.
            3:8-3:11 error form-invalid-value: `title` is a list, not text; write a text, in quotes if need be.
            4:10-4:11 error form-invalid-value: An item of `labels` is a number, not text; write `"1"`.
              safe fix: Write `"1"`
            4:13-4:15 error form-invalid-value: `labels` is blank, which GitHub refuses; write a text, or take it out.
            5:12-5:13 error form-invalid-value: `assignees` is a number, not a list of names; write a list, or names separated by commas.
            7:3-7:7 error form-invalid-value: An item of `body` is text, not a mapping; write one `key: value` a line.
            10:12-10:16 error form-invalid-value: `label` is a number, not text; write `"1.30"`.
              safe fix: Write `"1.30"`
            11:15-11:20 error form-invalid-value: `multiple` is text, not a boolean; write `true` or `false`.
            12:5-12:12 error form-invalid-value: `options` has no items, which GitHub refuses; write at least one.
            16:36-16:41 error form-invalid-value: `required` is text, not a boolean; write `true`.
              safe fix: Write `true`
            16:44-16:49 error form-invalid-value: An item of `options` is text, not a mapping; write `label: plain`.
              safe fix: Write `label: plain`
            17:16-17:20 error form-invalid-value: `validations` is a boolean, not a mapping; write one `key: value` a line.
        "#]].assert_eq(&report(
            &RULE,
            "name: yes\ndescription: ' '\ntitle: [x]\nlabels: [1, '']\nassignees: 3\nbody:\n- text\n- type: dropdown\n  attributes:\n    label: 1.30\n    multiple: maybe\n    options: []\n- type: checkboxes\n  attributes:\n    label: x\n    options: [{label: y, required: 'yes'}, plain]\n  validations: true\n",
        ));
    }

    #[test]
    fn the_fix_writes_what_was_meant() {
        for (text, expected) in [
            (
                "name: On\r\ntitle: 0x1F # hex\r\n",
                "name: \"On\"\r\ntitle: \"0x1F\" # hex\r\n",
            ),
            ("a: &x yes\nname: *x\n", "a: &x yes\nname: *x\n"),
            (
                "body:\n- type: checkboxes\n  attributes:\n    label: x\n    options:\n    - Linux\n    - 'mac OS' # x\n    - |\n      a\n",
                "body:\n- type: checkboxes\n  attributes:\n    label: x\n    options:\n    - label: Linux\n    - label: 'mac OS' # x\n    - |\n      a\n",
            ),
            (
                "body: [{type: dropdown, attributes: {multiple: \"Yes\"}}]\n",
                "body: [{type: dropdown, attributes: {multiple: true}}]\n",
            ),
        ] {
            assert_eq!(fixed(&RULE, text, Applicability::Safe), expected);
        }
    }
}
