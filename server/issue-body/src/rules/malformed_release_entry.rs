//! `malformed-release-entry`: a line of a release block that is not `KEY=VERSION`.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{Draft, EntryProblem, EntryShape, ReleaseEntry};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "malformed-release-entry",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A line of a release block is not `KEY=VERSION`.",
        why: "The block is read by machines, one line at a time: a key, `=`, a version, and no blank anywhere. A list, a \
              colon or a word behind the version makes a tool skip the line, and with it a release.",
        bad: "```release\nresolved-in: v1.35.8, v1.36.4\n```\n",
        good: "```release\nresolved-in=v1.35.8\nresolved-in=v1.36.4\n```\n",
        fix: "Writes `KEY=VERSION`, one line for each version, where key and versions are plain to see. Other words on \
              the line are removed only when somebody agrees.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    let blocks = draft.body.release_blocks.iter();
    for entry in blocks.flat_map(|block| &block.entries) {
        let EntryShape::Malformed {
            problem,
            values,
            rest,
            ..
        } = &entry.shape
        else {
            continue;
        };
        let lines = rewritten(draft, entry, values);
        let message = message(*problem, draft, entry, &lines);
        let fix = (!lines.is_empty()).then(|| {
            let title = format!("Write {}", listed(&lines));
            let edits = vec![Edit::replace(entry.line, joined(draft, entry, &lines))];
            match rest {
                Some(_) => Fix::r#unsafe(title, edits),
                None => Fix::safe(title, edits),
            }
        });
        findings
            .report(&RULE, entry.line.trimmed(&draft.text), message)
            .fix(fix);
    }
}

/// The lines that the entry means; none where its key or its versions are not plain to see.
fn rewritten(draft: &Draft, entry: &ReleaseEntry, values: &[Range]) -> Vec<String> {
    let Some(key) = entry.meant_key(&draft.text) else {
        return Vec::new();
    };
    values
        .iter()
        .map(|value| format!("{}={}", key.name(), draft.slice(*value)))
        .collect()
}

/// The lines as they replace the entry: each behind the marks of the quote or list that the block stands in.
fn joined(draft: &Draft, entry: &ReleaseEntry, lines: &[String]) -> String {
    let marks = Range::new(draft.line_at(entry.line.start).start, entry.line.start);
    lines.join(&[draft.line_end(), draft.slice(marks)].concat())
}

fn listed(lines: &[String]) -> String {
    let quoted: Vec<String> = lines.iter().map(|line| format!("`{line}`")).collect();
    match quoted.as_slice() {
        [only] => only.clone(),
        [first, .., last] if quoted.len() > 3 => format!("{first} to {last}, one a line"),
        _ => format!("{}, one a line", quoted.join(" and ")),
    }
}

fn message(problem: EntryProblem, draft: &Draft, entry: &ReleaseEntry, lines: &[String]) -> String {
    let wrong = match problem {
        EntryProblem::Bullet => "A release entry is no list item",
        EntryProblem::Colon => "A release entry has `=` between key and version, not a colon",
        EntryProblem::Quotes => "A release entry has no quotes",
        EntryProblem::SeveralVersions => "A release entry holds one version",
        EntryProblem::TrailingText => "A release entry holds nothing behind its version",
        EntryProblem::Blanks => "A release entry has no blanks",
        EntryProblem::Punctuation => "A release entry has no marks but one `=`",
        EntryProblem::MissingValue => "This release entry has no version",
        EntryProblem::MissingSeparator => "A release entry has `=` between key and version",
    };
    let advice = match (lines, entry.meant_key(&draft.text)) {
        ([], Some(key)) => format!("write a line such as `{}=v1.31.2`", key.name()),
        ([], None) => "write a line such as `introduced-in=v1.31.2`".to_owned(),
        (lines, _) => format!("write {}", listed(lines)),
    };
    format!("{wrong}; {advice}.")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{all_findings, fixed, report};
    use crate::rules::{Applicability, fix_all};
    use expect_test::expect;

    #[test]
    fn every_kind_says_what_to_write() {
        let text = "```release\n- introduced-in=v1.2.3\nIntroduced-In: v1.2.3\nintroduced-in=\"v1.2.3\"\nresolved-in=v1.2.3,v1.3.4\nresolved-in=v1.2.3 (probably)\nresolved-in = v1.2.3\nresolved-in==v1.2.3\nresolved-in=\nresolved-in v1.2.3\nresolved-inv1.2.3\nwho knows\n```\n";
        expect![[r#"
            2:1-2:23 error malformed-release-entry: A release entry is no list item; write `introduced-in=v1.2.3`.
              safe fix: Write `introduced-in=v1.2.3`
            3:1-3:22 error malformed-release-entry: A release entry has `=` between key and version, not a colon; write `introduced-in=v1.2.3`.
              safe fix: Write `introduced-in=v1.2.3`
            4:1-4:23 error malformed-release-entry: A release entry has no quotes; write `introduced-in=v1.2.3`.
              safe fix: Write `introduced-in=v1.2.3`
            5:1-5:26 error malformed-release-entry: A release entry holds one version; write `resolved-in=v1.2.3` and `resolved-in=v1.3.4`, one a line.
              safe fix: Write `resolved-in=v1.2.3` and `resolved-in=v1.3.4`, one a line
            6:1-6:30 error malformed-release-entry: A release entry holds nothing behind its version; write `resolved-in=v1.2.3`.
              unsafe fix: Write `resolved-in=v1.2.3`
            7:1-7:21 error malformed-release-entry: A release entry has no blanks; write `resolved-in=v1.2.3`.
              safe fix: Write `resolved-in=v1.2.3`
            8:1-8:20 error malformed-release-entry: A release entry has no marks but one `=`; write `resolved-in=v1.2.3`.
              safe fix: Write `resolved-in=v1.2.3`
            9:1-9:13 error malformed-release-entry: This release entry has no version; write a line such as `resolved-in=v1.31.2`.
            10:1-10:19 error malformed-release-entry: A release entry has `=` between key and version; write `resolved-in=v1.2.3`.
              safe fix: Write `resolved-in=v1.2.3`
            11:1-11:18 error malformed-release-entry: A release entry has `=` between key and version; write `resolved-in=v1.2.3`.
              safe fix: Write `resolved-in=v1.2.3`
            12:1-12:10 error malformed-release-entry: A release entry has `=` between key and version; write a line such as `introduced-in=v1.31.2`.
        "#]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn line_ends_and_quote_marks_stay() {
        assert_eq!(
            fixed(
                &RULE,
                "> ```release\r\n> resolved-in: v1.2.3, v1.3.4\r\n> ```\r\n",
                Applicability::Safe
            ),
            "> ```release\r\n> resolved-in=v1.2.3\r\n> resolved-in=v1.3.4\r\n> ```\r\n"
        );
    }

    #[test]
    fn an_indented_block_of_malformed_entries_is_mended_at_once() {
        let text = "  ~~~ release\n  * introduced_in : v1.2.3;v1.3.4\n  ~~~\n";
        let of_the_block = |text: &str| {
            let mut findings = all_findings(text);
            findings.retain(|finding| finding.rule.name.starts_with("malformed-release"));
            findings
        };
        let fixed = fix_all(text, Applicability::Safe, of_the_block);
        assert_eq!(
            fixed.text,
            "```release\nintroduced-in=v1.2.3\nintroduced-in=v1.3.4\n```\n"
        );
    }

    #[test]
    fn words_are_lost_only_when_somebody_agrees() {
        let text = "```release\nintroduced-in=v1.2.3 (at least)\n```\n";
        assert_eq!(fixed(&RULE, text, Applicability::Safe), text);
        assert_eq!(
            fixed(&RULE, text, Applicability::Unsafe),
            "```release\nintroduced-in=v1.2.3\n```\n"
        );
    }

    #[test]
    fn a_line_in_the_making_is_one_finding() {
        for line in ["i", "introduced-", "introduced-in", "introduced-in=", "- "] {
            let text = format!("```release\n{line}\n```\n\n```release\nresolved-in=v1.36.4\n```\n");
            let of_the_block: Vec<&str> = all_findings(&text)
                .iter()
                .map(|finding| finding.rule.name)
                .filter(|name| name.contains("release"))
                .collect();
            assert_eq!(of_the_block, ["malformed-release-entry"], "{line}");
        }
    }
}
