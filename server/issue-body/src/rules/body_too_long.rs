//! `body-too-long`: more text than GitHub takes.

use std::cmp::Reverse;

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::Draft;
use crate::template::Issue;
use crate::text::Range;

/// The longest body that GitHub takes: "body is too long (maximum is 65536 characters)".
const LIMIT: usize = 65_536;

/// How many sections a message names, and the least part of the body that is worth it.
const NAMED_SECTIONS: usize = 3;
const NAMED_PART: usize = 10;

pub(super) static RULE: Rule = Rule {
    name: "body-too-long",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The body has more than 65,536 characters.",
        why: "GitHub refuses a longer body, and `gh issue create` fails only when everything has been written. Logs and \
              traces are what makes an issue too long: a link to them, or the lines that matter, say the same. Front \
              matter does not count; every character does, line ends and comments included.",
        bad: "## Symptoms\n\nThe whole log:\n\n    […]\n",
        good: "## Symptoms\n\nThe log ends with `too many open files`; the whole log is attached.\n",
        fix: "None: what can go only a person can say.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    let body = draft.body.range;
    // A character has at least one byte.
    if body.len() <= LIMIT {
        return;
    }
    let length = characters(draft, body);
    if length <= LIMIT {
        return;
    }
    let message = format!(
        "The body has {} characters, {} more than GitHub takes; {}.",
        grouped(length),
        grouped(length - LIMIT),
        advice(context.issue, length)
    );
    findings.report(&RULE, draft.first_body_line(), message);
}

/// What to shorten: the largest sections with their sizes.
fn advice(issue: &Issue<'_>, body_length: usize) -> String {
    let mut sections: Vec<(usize, &str)> = issue
        .sections
        .iter()
        .map(|section| {
            (
                characters(issue.draft, section.range),
                section.specification.name.as_str(),
            )
        })
        .collect();
    sections.sort_by_key(|(length, _)| Reverse(*length));
    let largest: Vec<String> = sections
        .iter()
        .filter(|(length, _)| length * NAMED_PART >= body_length)
        .take(NAMED_SECTIONS)
        .map(|(length, name)| format!("`{name}` ({})", grouped(*length)))
        .collect();
    match largest.as_slice() {
        [] => "shorten it".to_owned(),
        [largest] => format!("shorten above all {largest}"),
        [others @ .., last] => format!("shorten above all {} or {last}", others.join(", ")),
    }
}

/// The Unicode scalar values of `range`, as far as is known what GitHub counts.
fn characters(draft: &Draft, range: Range) -> usize {
    draft.slice(range).chars().count()
}

/// `number` with commas between its thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut result = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, RULE, grouped};
    use crate::rules::testing::{findings, report};
    use expect_test::expect;

    #[test]
    fn the_message_says_by_how_much_and_what_is_largest() {
        let text = format!(
            "Intro.\n## Symptoms\n{}## Root cause\n{}## Impact\nx\n## PRs\n- #1\n",
            "log\n".repeat(10_000),
            "é\n".repeat(15_000)
        );
        expect![[r#"
            1:1-1:7 error body-too-long: The body has 70,057 characters, 4,521 more than GitHub takes; shorten above all `Symptoms` (40,012) or `Root cause` (30,014).
        "#]]
        .assert_eq(&report(&RULE, &text));
    }

    #[test]
    fn characters_count_and_neither_bytes_nor_front_matter_do() {
        let longest = "😀".repeat(LIMIT);
        assert_eq!(report(&RULE, &longest), "");
        assert_eq!(
            report(&RULE, &format!("\u{feff}---\ntitle: x\n---\n{longest}")),
            ""
        );
        assert_eq!(findings(&RULE, &format!("{longest}x")).len(), 1);
        let lines = "\r\n".repeat(LIMIT / 2);
        assert_eq!(report(&RULE, &lines), "");
        let message = &findings(&RULE, &format!("{lines}\n"))[0].message;
        assert!(
            message.contains(" 1 more than GitHub takes; shorten it."),
            "{message}"
        );
    }

    #[test]
    fn thousands_are_grouped() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), expected);
        }
    }
}
