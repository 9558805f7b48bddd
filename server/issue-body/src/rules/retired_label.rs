//! `retired-label`: the label of a group that is no longer at work.

use super::finding::{Findings, Severity, Tag};
use super::labels::place_of;
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::catalog::LabelStanding;

pub(super) static RULE: Rule = Rule {
    name: "retired-label",
    level: Severity::Information,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The label of a group that no longer exists, or one that was to be given up by now.",
        why: "When a group is archived its label often stays behind. Prow still sets it, but nobody looks at the issues \
              that carry it, and nobody will review the fix. A repository's own list of labels can retire one as well: \
              from the day after which it may be deleted (`deleteAfter`), issues should not ask for it.",
        bad: "/sig usability\n",
        good: "/sig cli\n",
        fix: "None: who took the work over depends on the issue.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(labels) = &context.catalog.labels else {
        return;
    };
    for label in &context.issue.labels {
        let LabelStanding::Retired { group, since, .. } = labels.standing(&label.name) else {
            continue;
        };
        let message = match group {
            Some(group) => {
                let on = since.map_or(String::new(), |day| format!(" on {day}"));
                let group = group.title();
                format!(
                    "{group} was archived{on}; write the label of the group that looks after this today."
                )
            }
            None => {
                let since = since.map_or(String::new(), |day| format!(" since {day}"));
                let name = &label.name;
                format!(
                    "The label `{name}` is retired{since}; write one that is still in use, or leave it out."
                )
            }
        };
        findings
            .report(&RULE, place_of(context, label), message)
            .tag(Tag::Deprecated);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn the_message_tells_which_group_is_gone_and_since_when() {
        expect![[r#"
            2:9-2:18 information retired-label: UG VMware Users was archived on 2023-07-27; write the label of the group that looks after this today.
            4:6-4:15 information retired-label: SIG Usability was archived on 2023-06-15; write the label of the group that looks after this today.
        "#]]
        .assert_eq(&report(
            &RULE,
            "---\r\nlabels: ug/vmware\r\n---\r\n/sig usability node\r\n",
        ));
    }

    #[test]
    fn groups_at_work_and_names_that_are_no_label_are_left_alone() {
        assert_eq!(
            report(&RULE, "/sig node usabilty\n/wg batch\n/kind bug\n"),
            ""
        );
    }
}
