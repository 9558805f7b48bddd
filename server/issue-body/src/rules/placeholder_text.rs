//! `placeholder-text`: a sentence of the template that stands where an answer belongs.

use std::collections::HashSet;

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::template::{FoundSection, Issue, ListKind};
use crate::text::Range;

pub(super) static RULE: Rule = Rule {
    name: "placeholder-text",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "A sentence of the template was left in the place of an answer.",
        why: "The template explains each section with a sentence such as `What users are experiencing`. Left in place it \
              makes the section look answered to everything that only looks for text. A template that was just pasted, \
              in which no section is answered yet, gets a note instead of a warning.",
        bad: "## Symptoms\n\nWhat users are experiencing\n\n## Impact\n\nEvery node with NFS volumes.\n",
        good: "## Symptoms\n\nPods stay in `ContainerCreating`.\n\n## Impact\n\nEvery node with NFS volumes.\n",
        fix: "None: only a person knows the answer.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    let left: Vec<Vec<Range>> = issue
        .sections
        .iter()
        .map(|section| placeholders(issue, section))
        .collect();
    if left.iter().all(Vec::is_empty) {
        return;
    }
    let is_begun = issue
        .first_sections()
        .filter(|section| section.specification.list != Some(ListKind::PullRequests))
        .any(|section| issue.is_answered(section) && placeholders(issue, section).is_empty());
    for (section, lines) in issue.sections.iter().zip(left) {
        for line in lines {
            let name = &section.specification.name;
            let message = format!(
                "This is the template's own sentence for `{name}`; write what is true of this issue instead."
            );
            let finding = findings.report(&RULE, line, message);
            if !is_begun {
                finding.at(Severity::Information);
            }
        }
    }
}

/// The visible lines of the section that are sentences of the template.
fn placeholders(issue: &Issue<'_>, section: &FoundSection<'_>) -> Vec<Range> {
    let text = &issue.draft.text;
    if let Some(given) = &section.specification.given {
        return untouched(issue, section, given);
    }
    issue
        .answer(section)
        .into_iter()
        .flat_map(|piece| issue.draft.lines_of(piece))
        .map(|(line, _)| line)
        .filter(|line| section.specification.is_left_over(&text[*line]))
        .map(|line| line.trimmed(text))
        .collect()
}

/// The first visible line of a section in which all visible lines are those that the repository's template has there. A
/// line among others can be a question that the answer stands below.
fn untouched(issue: &Issue<'_>, section: &FoundSection<'_>, given: &str) -> Vec<Range> {
    let text = &issue.draft.text;
    let given: HashSet<&str> = given.lines().map(str::trim).collect();
    let pieces = issue.draft.visible(section.content).into_iter();
    let mut lines = pieces
        .flat_map(|piece| issue.draft.lines_of(piece))
        .map(|(line, _)| line.trimmed(text))
        .filter(|line| !line.is_empty())
        .peekable();
    let first = lines.peek().copied();
    let is_untouched = lines.all(|line| given.contains(&text[line]));
    first.filter(|_| is_untouched).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn each_sentence_left_is_reported_at_its_line() {
        let text = "## Symptoms\n\nwhat users are  experiencing:\n\n## Root cause\n\n😀 A race.\n\nKubectl was incorrectly calculating the patch for apply. When diffing foo...\n\n## Impact\n\nAll nodes.\n\n## Resolution\n\nDescribe the fix, or the plan for it, and any workaround until then.\n";
        expect![[r#"
            3:1-3:30 warning placeholder-text: This is the template's own sentence for `Symptoms`; write what is true of this issue instead.
            9:1-9:77 warning placeholder-text: This is the template's own sentence for `Root cause`; write what is true of this issue instead.
            17:1-17:69 warning placeholder-text: This is the template's own sentence for `Resolution`; write what is true of this issue instead.
        "#]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn a_template_just_pasted_gets_a_note() {
        let pasted =
            "## Symptoms\n\nWhat users are experiencing\n\n## Impact\n\n## PRs\n\n- #23456\n";
        expect![[r#"
            3:1-3:28 information placeholder-text: This is the template's own sentence for `Symptoms`; write what is true of this issue instead.
        "#]]
        .assert_eq(&report(&RULE, pasted));
        let begun = pasted.replace("## Impact\n", "## Impact\n\nAll nodes.\n");
        assert!(report(&RULE, &begun).contains("warning"));
    }

    #[test]
    fn what_a_form_says_beside_a_field_is_no_answer() {
        let text = |answer| {
            format!(
                "---\ntemplate: bug-report\n---\n\n## What happened?\n\n{answer}\n\n### Steps\n\nx\n"
            )
        };
        let left = report(&RULE, &text("What you see, and what you would rather see."));
        assert!(
            left.starts_with("7:1-7:45 warning placeholder-text"),
            "{left}"
        );
        let left = report(&RULE, &text("The window stays black."));
        assert!(
            left.starts_with("7:1-7:24 warning placeholder-text"),
            "{left}"
        );
        assert_eq!(report(&RULE, &text("It breaks.")), "");
        // The form shows `1.2` as an example of a version, which may well be the answer.
        assert_eq!(report(&RULE, &text("It breaks.\n\n### Version\n\n1.2")), "");
    }

    #[test]
    fn comments_other_sections_and_own_words_are_fine() {
        for text in [
            "## Symptoms\n\n<!-- What users are experiencing -->\n\nPods hang.\n",
            "## Impact\n\nWhat users are experiencing\n",
            "## Symptoms\n\nWhat users are experiencing is a hang.\n",
        ] {
            assert_eq!(report(&RULE, text), "");
        }
    }
}
