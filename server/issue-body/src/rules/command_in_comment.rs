//! `command-in-comment`: a command that nobody sees, and that Prow obeys.

use std::iter;
use std::mem::discriminant;

use super::finding::{Findings, Fix, Severity};
use super::outcome::deed;
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::PluginAction;
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "command-in-comment",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "A command in an HTML comment, which Prow runs all the same.",
        why: "Of Prow's plugins only the one for labels takes comments out before it reads. A `/milestone`, `/close` or \
              `/lifecycle` in the comment of a template does what it says, and nobody who reads the issue can see why.",
        bad: "<!-- To close the issue:\n/close\n-->\n",
        good: "<!-- To close the issue:\n /close\n-->\n",
        fix: "Sets a blank before the slash: then Prow passes it over.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.catalog.prow.is_none() {
        return;
    }
    let body = &context.issue.draft.body;
    for command in &body.plugin_commands {
        let is_mention = matches!(command.action, PluginAction::MentionSig { .. });
        let is_run = command.action.counts_when_an_issue_opens() && !command.is_superseded;
        if !is_run || is_mention || !body.is_in_comment(command.range.start) {
            continue;
        }
        let message = format!(
            "Prow runs this command in a comment too and will {}; write a blank before the slash if that is not meant.",
            deed(&command.action)
        );
        // The next one of its kind would take its place.
        let kind = discriminant(&command.action);
        let others = body.plugin_commands.iter().filter(|other| {
            other.is_superseded
                && discriminant(&other.action) == kind
                && body.is_in_comment(other.range.start)
        });
        let edits = iter::once(command)
            .chain(others)
            .map(|command| Edit::insert(command.range.start, " "))
            .collect();
        findings
            .report(&RULE, command.range, message)
            .fix(Fix::safe(
                "Set a blank before it, which hides it from Prow",
                edits,
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{findings, fixed, report};
    use expect_test::expect;

    #[test]
    fn whatever_prow_runs_is_reported() {
        expect![[r#"
            2:1-2:17 warning command-in-comment: Prow runs this command in a comment too and will set the milestone `v1.36`; write a blank before the slash if that is not meant.
              safe fix: Set a blank before it, which hides it from Prow
            3:1-3:18 warning command-in-comment: Prow runs this command in a comment too and will add the label `lifecycle/frozen`; write a blank before the slash if that is not meant.
              safe fix: Set a blank before it, which hides it from Prow
        "#]].assert_eq(&report(
            &RULE,
            "<!--\n/milestone v1.36\n/lifecycle frozen\n/sig node\n/hold\n-->\n/milestone v1.37\n",
        ));
    }

    #[test]
    fn a_blank_hides_the_command() {
        assert_eq!(
            fixed(
                &RULE,
                "<!--\r\n/close\r\n/milestone v1.36\r\n-->\r\n/close\r\n",
                Applicability::Safe
            ),
            "<!--\r\n /close\r\n /milestone v1.36\r\n-->\r\n/close\r\n"
        );
    }

    #[test]
    fn what_prow_passes_over_is_left_alone() {
        for text in [
            "<!-- /close -->\n",
            "<!--\n/sig node\n/label api-review\n/cc @a\n/reopen\n-->\n",
            "/close\n",
            "<!-- ping @kubernetes/sig-node-misc -->\n",
        ] {
            assert_eq!(findings(&RULE, text), [], "{text:?}");
        }
    }
}
