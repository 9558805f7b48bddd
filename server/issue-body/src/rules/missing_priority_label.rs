//! `missing-priority-label`: nothing says how urgent the issue is.

use super::finding::{Findings, Severity};
use super::labels::{is_attempted, request};
use super::rule::{Availability, Check, Context, Page, Rule};

/// The label group that this rule is named after.
const PREFIX: &str = "priority";

pub(super) static RULE: Rule = Rule {
    name: "missing-priority-label",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The draft asks for no priority label.",
        why: "Release managers read patch-release issues by priority: `priority/critical-urgent` can bring a patch \
              release forward, `priority/important-soon` waits for the next planned one. An issue without either is in \
              nobody's list. Commands in the body count only when the issue is opened, so the label belongs into the \
              draft. A misspelled or renamed label is reported as such and not here.",
        bad: "/sig node\n",
        good: "/sig node\n/priority critical-urgent\n",
        fix: "None: how urgent an issue is only a person can say.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let group = context.issue.template.label_group(PREFIX);
    let Some(group) = group.filter(|group| !is_attempted(context, &group.prefix)) else {
        return;
    };
    let requests: Vec<String> = group
        .expected
        .iter()
        .map(|bare| request(&group.prefix, bare))
        .collect();
    let advice = if requests.is_empty() {
        request(&group.prefix, "NAME")
    } else {
        requests.join(" or ")
    };
    findings.report(
        &RULE,
        context.issue.draft.first_body_line(),
        format!("No {} label is asked for; write {advice}.", group.title),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{findings, report};
    use expect_test::expect;

    #[test]
    fn the_message_names_the_two_priorities_of_a_patch_release() {
        expect![[r#"
            1:1-1:12 error missing-priority-label: No priority label is asked for; write `/priority critical-urgent` or `/priority important-soon`.
        "#]]
        .assert_eq(&report(&RULE, "## Symptoms\n/sig node\n"));
    }

    #[test]
    fn the_finding_stands_on_the_first_line_of_the_body() {
        for (text, start) in [
            ("", 0),
            ("\u{feff}😀\r\n", 3),
            ("---\r\ntitle: x\r\n---\r\ntext\r\n", 20),
        ] {
            let found = findings(&RULE, text);
            assert_eq!(found.len(), 1, "{text:?}");
            assert_eq!(found[0].range.start, start, "{text:?}");
        }
    }

    #[test]
    fn any_attempt_at_a_priority_is_left_to_the_other_label_rules() {
        for text in [
            "/priority backlog\n",
            "/priority critical-urgnt\n",
            "/priority critical-urgent,\r\n",
            "---\nlabels: [Priority/Important-Soon]\n---\n",
            "---\nlabels: [priority-critical-urgent]\n---\n",
            "---\nlabels: critical-urgent\n---\n",
            "---\nlabels: [\n---\n",
            "---\nlabels: 3\n---\n",
            "/priority failing-test\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text}");
        }
    }

    #[test]
    fn what_asks_for_nothing_is_no_attempt() {
        for text in [
            "/priority\n",
            "/prio",
            "/remove-priority backlog\n",
            "/kind bug\n",
            "<!--\n/priority backlog\n-->\n",
            " /priority backlog\n",
            "---\nlabels: [priority/]\n---\n",
            "---\nmilestone: 1.36\n---\n",
        ] {
            assert_eq!(findings(&RULE, text).len(), 1, "{text}");
        }
    }
}
