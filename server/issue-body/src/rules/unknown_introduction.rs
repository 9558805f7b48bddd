//! `unknown-introduction`: nobody knows yet which release brought the problem.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::ReleaseKey;
use crate::template::Stage;

pub(super) static RULE: Rule = Rule {
    name: "unknown-introduction",
    level: Severity::Information,
    level_when_resolved: Some(Severity::Error),
    availability: Availability::None,
    page: Page {
        summary: "`introduced-in=unknown`: the release that brought the problem is not known.",
        why: "While the search goes on, `unknown` is the honest answer, and every branch counts as affected. Once the \
              issue is resolved users ask whether their release is affected, so the release has to be known then.",
        bad: "```release\nintroduced-in=unknown\n```\n",
        good: "```release\nintroduced-in=v1.36.2\n```\n",
        fix: "None: only a person knows the release.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    let blocks = draft.body.release_blocks.iter();
    for entry in blocks.flat_map(|block| &block.entries) {
        if entry.meant_key(&draft.text) != Some(ReleaseKey::IntroducedIn) {
            continue;
        }
        for value in entry.values() {
            if draft.slice(*value) != "unknown" {
                continue;
            }
            let message = match context.issue.stage {
                Stage::Open => {
                    "The release that brought the problem is not known yet; write it as soon as it is."
                }
                Stage::Resolved => {
                    "The issue is resolved, but not the release that brought the problem; write it, such as `introduced-in=v1.31.2`."
                }
            };
            findings.report(&RULE, *value, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn it_is_worth_a_note_and_wrong_once_the_issue_is_resolved() {
        let text = "```release\r\nintroduced-in=unknown\r\n```\r\n";
        expect![[r#"
            2:15-2:22 information unknown-introduction: The release that brought the problem is not known yet; write it as soon as it is.
        "#]]
        .assert_eq(&report(&RULE, text));
        expect![[r#"
            5:15-5:22 error unknown-introduction: The issue is resolved, but not the release that brought the problem; write it, such as `introduced-in=v1.31.2`.
        "#]]
        .assert_eq(&report(
            &RULE,
            &format!("---\nstage: resolved\n---\n{text}"),
        ));
    }

    #[test]
    fn an_unknown_resolution_is_an_invalid_version_instead() {
        assert_eq!(report(&RULE, "```release\nresolved-in=unknown\n```\n"), "");
    }
}
