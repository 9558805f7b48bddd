//! `unexpected-priority-label`: a priority that a patch release does not wait for.

use super::finding::{Findings, Severity};
use super::labels::{is_expected, known_labels, place_of, request};
use super::rule::{Availability, Check, Context, Page, Rule};

pub(super) static RULE: Rule = Rule {
    name: "unexpected-priority-label",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The priority is not one of those that the template is about.",
        why: "A fix goes into a patch release because it cannot wait for the next minor one. `priority/backlog`, say, \
              tells the release managers that it can, and they pass the issue over.",
        bad: "/priority backlog\n",
        good: "/priority important-soon\n",
        fix: "None: either the priority is wrong or the template.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let template = context.issue.template;
    let groups = template.label_groups.iter();
    for group in groups.filter(|group| !group.expected.is_empty()) {
        let known = known_labels(context, group);
        // Beside a label that fits, or behind another one, the contradiction is what has to be settled first.
        let is_settled_elsewhere = |name: &str| {
            let fits = known.iter().any(|(_, name)| is_expected(group, name));
            !group.several && (fits || known.first().is_some_and(|(_, first)| *first != name))
        };
        for (label, name) in &known {
            // A former name is reported as such.
            let labels = context.catalog.labels.as_ref();
            let is_current = labels.is_none_or(|labels| labels.get(&label.name).is_some());
            if !is_current || is_expected(group, name) || is_settled_elsewhere(name) {
                continue;
            }
            let requests = group
                .expected
                .iter()
                .map(|bare| request(&group.prefix, bare));
            let advice = requests.collect::<Vec<String>>().join(" or ");
            findings.report(
                &RULE,
                place_of(context, label),
                format!(
                    "The label `{name}` does not fit the template `{}`; write {advice}.",
                    template.title
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn the_message_says_what_the_template_is_about() {
        expect![[r#"
            2:11-2:18 warning unexpected-priority-label: The label `priority/backlog` does not fit the template `Kubernetes patch release`; write `/priority critical-urgent` or `/priority important-soon`.
        "#]]
        .assert_eq(&report(&RULE, "😀\r\n/priority Backlog\r\n"));
    }

    #[test]
    fn a_label_in_front_matter_is_judged_like_a_command() {
        expect![[r#"
            2:9-2:36 warning unexpected-priority-label: The label `priority/important-longterm` does not fit the template `Kubernetes patch release`; write `/priority critical-urgent` or `/priority important-soon`.
        "#]]
        .assert_eq(&report(&RULE, "---\nlabels: priority/important-longterm\n---\n"));
    }

    #[test]
    fn a_contradiction_is_left_to_its_own_rule() {
        assert_eq!(report(&RULE, "/priority critical-urgent backlog\n"), "");
        let both = report(&RULE, "/priority backlog important-longterm\n");
        assert_eq!(both.lines().count(), 1, "{both}");
    }

    #[test]
    fn groups_that_expect_nothing_and_unknown_names_are_left_alone() {
        assert_eq!(report(&RULE, "/sig node\n/priority crit\n"), "");
    }
}
