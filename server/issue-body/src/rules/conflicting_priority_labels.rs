//! `conflicting-priority-labels`: two labels of a group that allows one.

use super::finding::{Findings, Severity};
use super::labels::{known_labels, place_of};
use super::rule::{Availability, Check, Context, Page, Rule};

pub(super) static RULE: Rule = Rule {
    name: "conflicting-priority-labels",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The draft asks for two different priorities.",
        why: "Prow sets both labels without a word, and the issue then stands in two lists with two promises. Reports take \
              either of them, and nobody can tell which one was meant.",
        bad: "/priority critical-urgent\n/priority important-soon\n",
        good: "/priority critical-urgent\n",
        fix: "None: only a person knows which of the two is right.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let groups = context.issue.template.label_groups.iter();
    for group in groups.filter(|group| !group.several) {
        let known = known_labels(context, group);
        let Some((first, first_name)) = known.first() else {
            continue;
        };
        for (label, name) in known.iter().filter(|(_, name)| name != first_name) {
            let message = format!(
                "The labels `{name}` and `{first_name}` contradict each other; keep one of them."
            );
            let finding = findings.report(&RULE, place_of(context, label), message);
            if let Some(range) = first.range {
                finding.related(range, format!("`{first_name}` is asked for here."));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{findings, report};
    use expect_test::expect;

    #[test]
    fn the_later_one_is_reported_and_the_first_is_named() {
        expect![[r#"
            2:27-2:41 error conflicting-priority-labels: The labels `priority/important-soon` and `priority/critical-urgent` contradict each other; keep one of them.
              2:11-2:26 `priority/critical-urgent` is asked for here.
        "#]]
        .assert_eq(&report(
            &RULE,
            "😀\r\n/priority critical-urgent important-soon\r\n",
        ));
    }

    #[test]
    fn front_matter_stands_before_the_body() {
        expect![[r#"
            4:11-4:18 error conflicting-priority-labels: The labels `priority/backlog` and `priority/critical-urgent` contradict each other; keep one of them.
              2:10-2:34 `priority/critical-urgent` is asked for here.
        "#]]
        .assert_eq(&report(
            &RULE,
            "---\nlabels: [priority/critical-urgent]\n---\n/priority backlog\n",
        ));
    }

    #[test]
    fn one_priority_may_be_said_twice_and_several_groups_may_be_named() {
        for text in [
            "/priority backlog\n/priority BACKLOG\n",
            "/sig node cli\n",
            "/priority backlog critical-urgnt\n",
            "/priority backlog\n/remove-priority important-soon\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text}");
        }
    }

    #[test]
    fn three_priorities_are_two_findings() {
        let text = "/priority backlog important-soon important-longterm\n";
        assert_eq!(findings(&RULE, text).len(), 2);
    }
}
