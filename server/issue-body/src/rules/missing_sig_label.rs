//! `missing-sig-label`: nobody is asked to look after the issue.

use super::finding::{Findings, Severity};
use super::labels::{is_attempted, request};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::template::LabelGroup;

/// The label group that this rule is named after.
const PREFIX: &str = "sig";

pub(super) static RULE: Rule = Rule {
    name: "missing-sig-label",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The draft asks for no SIG label.",
        why: "Special interest groups find their issues by label. Without one a bot adds `needs-sig`, and the issue waits \
              until somebody reads it who knows whom it concerns; a patch release does not wait along. Every group that \
              has a part in the problem or in its fix should be named.",
        bad: "/priority critical-urgent\n",
        good: "/priority critical-urgent\n/sig node storage\n",
        fix: "None: the binaries hint at a group, but a fault may lie with another one.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let group = context.issue.template.label_group(PREFIX);
    let Some(group) = group.filter(|group| !is_attempted(context, &group.prefix)) else {
        return;
    };
    let example = example(context, group).unwrap_or("NAME");
    findings.report(
        &RULE,
        context.issue.draft.first_body_line(),
        format!(
            "No {} label is asked for; write one for each group concerned, such as {}.",
            group.title,
            request(&group.prefix, example)
        ),
    );
}

/// The group that owns a binary which the draft names, else the first one known.
fn example<'context>(
    context: &Context<'context>,
    group: &'context LabelGroup,
) -> Option<&'context str> {
    let items = context.issue.binaries.iter().flat_map(|list| &list.items);
    let owner = items
        .filter_map(|item| context.catalog.binary(&item.name))
        .flat_map(|binary| &binary.sigs)
        .filter_map(|label| label.split_once('/'))
        .find_map(|(prefix, bare)| (prefix == group.prefix).then_some(bare));
    let labels = context.catalog.labels.as_ref();
    owner.or_else(|| {
        labels?
            .with_prefix(&group.prefix)
            .next()
            .map(|(bare, _)| bare)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{findings, report};
    use expect_test::expect;

    #[test]
    fn the_binaries_hint_at_the_group() {
        expect![[r#"
            1:1-1:14 error missing-sig-label: No SIG label is asked for; write one for each group concerned, such as `/sig network`.
        "#]]
        .assert_eq(&report(
            &RULE,
            "## Root cause\n\nBinaries:\n- who-knows\n- kube-proxy\n",
        ));
        expect![[r#"
            1:1-1:1 error missing-sig-label: No SIG label is asked for; write one for each group concerned, such as `/sig api-machinery`.
        "#]]
        .assert_eq(&report(&RULE, "\r\n"));
    }

    #[test]
    fn any_attempt_at_a_group_is_left_to_the_other_label_rules() {
        for text in [
            "/sig node\n",
            "/sig nod\n",
            "/sig aws\n",
            "/sig usability\n",
            "/wg k8s-infra\n",
            "/sig  node\n",
            "---\nlabels: sig-node\n---\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text}");
        }
    }

    #[test]
    fn a_bare_command_a_working_group_and_a_removal_are_no_attempt() {
        for text in [
            "/sig\n",
            "/si",
            "/wg batch\n",
            "/committee steering\n",
            "/remove-sig node\n",
            "> /sig node\n",
        ] {
            assert_eq!(findings(&RULE, text).len(), 1, "{text}");
        }
    }

    #[test]
    fn the_security_variant_needs_its_labels_too() {
        let text = "The owner is working with the product security team on a resolution.\n";
        assert_eq!(findings(&RULE, text).len(), 1);
    }
}
