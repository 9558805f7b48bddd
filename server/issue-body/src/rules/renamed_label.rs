//! `renamed-label`: a label under a name that it no longer has.

use super::finding::{Findings, Severity, Tag};
use super::labels::{place_of, request, rewrite};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::catalog::LabelStanding;
use crate::syntax::LABEL_COMMANDS;
use crate::template::LabelSource;

pub(super) static RULE: Rule = Rule {
    name: "renamed-label",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A label that has another name today.",
        why: "Old issues and old habits keep the former names of labels alive, but the repository has only the new ones: \
              Prow refuses the former name, and `gh issue create --label` fails with it. The labels that GitHub gives to \
              every new repository, such as `bug` and `enhancement`, have new names in Kubernetes, too.",
        bad: "/sig aws\n",
        good: "/area provider/aws\n",
        fix: "Writes the name of today. Behind a command, a name with another prefix gets a command of its own. There is no \
              fix for a label that no command sets, nor for one from the command line.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(labels) = &context.catalog.labels else {
        return;
    };
    for label in &context.issue.labels {
        let LabelStanding::Renamed { to, .. } = labels.standing(&label.name) else {
            continue;
        };
        let (name, new_name) = (&label.name, &to.name);
        let advice = match (label.source, new_name.split_once('/')) {
            (LabelSource::Command, Some((prefix, bare))) if LABEL_COMMANDS.contains(&prefix) => {
                format!("write {}", request(prefix, bare))
            }
            (LabelSource::Command, _) => {
                "no command sets that one, so name it in the front matter".to_owned()
            }
            _ => format!("write `{new_name}`"),
        };
        findings
            .report(
                &RULE,
                place_of(context, label),
                format!("The label `{name}` is called `{new_name}` today; {advice}."),
            )
            .tag(Tag::Deprecated)
            .fix(rewrite(context.issue.draft, label, new_name));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{findings, fixed, report};
    use crate::rules::{Applicability, Tag};
    use expect_test::expect;

    #[test]
    fn the_name_of_today_is_told_and_the_old_one_struck_through() {
        let text = "---\nlabels: [bug]\n---\n/wg k8s-infra\n/sig big-data\n";
        expect![[r#"
            2:10-2:13 warning renamed-label: The label `bug` is called `kind/bug` today; write `kind/bug`.
              safe fix: Write `kind/bug`
            4:5-4:14 warning renamed-label: The label `wg/k8s-infra` is called `sig/k8s-infra` today; write `/sig k8s-infra`.
              safe fix: Write `/sig k8s-infra`
            5:6-5:14 warning renamed-label: The label `sig/big-data` is called `ug/big-data` today; no command sets that one, so name it in the front matter.
        "#]]
        .assert_eq(&report(&RULE, text));
        let found = findings(&RULE, text);
        assert!(
            found
                .iter()
                .all(|finding| finding.tag == Some(Tag::Deprecated))
        );
    }

    #[test]
    fn the_fix_moves_the_label_to_its_own_command() {
        for (text, expected) in [
            ("/wg apply\n", "/wg api-expression\n"),
            ("/sig aws\n", "/area provider/aws\n"),
            (
                "😀\r\n/sig node AWS cli\r\ntext\r\n",
                "😀\r\n/area provider/aws\r\n/sig node cli\r\ntext\r\n",
            ),
            ("/sig aws gcp", "/area provider/aws\n/area provider/gcp"),
            (
                "<!-- labels -->/sig azure <!-- why -->\n",
                "<!-- labels -->/area provider/azure <!-- why -->\n",
            ),
            (
                "---\nlabels: ['sig/aws', enhancement]\n---\n",
                "---\nlabels: ['area/provider/aws', kind/feature]\n---\n",
            ),
        ] {
            assert_eq!(fixed(&RULE, text, Applicability::Safe), expected);
        }
    }

    #[test]
    fn a_command_that_says_more_than_its_arguments_is_left_alone() {
        for text in [
            "/sig\nnodes aws\n",
            "/signature aws\n",
            "/sig node<!-- why --> aws\n",
            "/sig a<!-- -->ws\n",
        ] {
            let found = findings(&RULE, text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].fix, None, "{text}");
        }
    }

    #[test]
    fn a_former_name_that_is_removed_again_is_no_finding() {
        assert_eq!(report(&RULE, "/remove-sig aws\n/sig node\n"), "");
    }
}
