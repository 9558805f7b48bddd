//! `restricted-command`: a command that Prow obeys for some people only.

use super::finding::{Findings, Severity};
use super::outcome::{add_effect, deed, obeys_whom, removal_whom};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::PluginAction;

pub(super) static RULE: Rule = Rule {
    name: "restricted-command",
    level: Severity::Information,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "A command that works for members only.",
        why: "Anybody may ask Prow for a label, but it accepts an issue, sets a milestone or a label of the security \
              announcements for certain people alone; to all others it answers that they may not. If you are one of \
              them, all is well.",
        bad: "/triage accepted\n/milestone v1.36\n",
        good: "/sig node\n/kind bug\n",
        fix: "None: nobody but you knows what you may do.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.catalog.prow.is_none() {
        return;
    }
    let body = &context.issue.draft.body;
    let labels = body
        .commands
        .iter()
        .filter(|command| !body.is_hidden(command.range.start));
    for command in labels {
        for argument in &command.arguments {
            let Ok(label) = add_effect(context.catalog, &argument.label) else {
                continue;
            };
            let whom = if command.remove {
                removal_whom(label.whom)
            } else {
                label.whom
            };
            if let Some(people) = whom.people() {
                let verb = if command.remove { "remove" } else { "set" };
                let message = format!(
                    "Prow will {verb} `{}` for {people} only; leave it out unless you are one of them.",
                    label.name
                );
                findings.report(&RULE, argument.range, message);
            }
        }
    }
    for command in &body.plugin_commands {
        let is_run = command.action.counts_when_an_issue_opens() && !command.is_superseded;
        // What a command takes from the next line is not what it is about.
        let is_running = context.slice(command.range).contains('\n');
        let is_bare =
            matches!(&command.action, PluginAction::Milestone { title } if title.trim().is_empty());
        if !is_run || is_running || is_bare || body.is_hidden(command.range.start) {
            continue;
        }
        if let Some(people) = obeys_whom(context.catalog, &command.action).people() {
            let message = format!(
                "Prow will {} for {people} only; leave it out unless you are one of them.",
                deed(&command.action)
            );
            findings.report(&RULE, command.range, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{findings, report};
    use expect_test::expect;

    #[test]
    fn who_may_is_told() {
        expect![[r#"
            1:9-1:17 information restricted-command: Prow will set `triage/accepted` for members of the organisation only; leave it out unless you are one of them.
            2:1-2:17 information restricted-command: Prow will set the milestone `v1.36` for members of the team `milestone-maintainers` only; leave it out unless you are one of them.
            3:1-3:25 information restricted-command: Prow will add the label `official-cve-feed` for members of the team `security-response-committee` only; leave it out unless you are one of them.
            4:1-4:26 information restricted-command: Prow will remove the label `cve/wontfix` for members of the team `security-response-committee` only; leave it out unless you are one of them.
            5:1-5:18 information restricted-command: Prow will move the issue to the repository `kubectl` for members of the organisation only; leave it out unless you are one of them.
            6:1-6:11 information restricted-command: Prow will pin the issue to the repository for approvers of the whole repository only; leave it out unless you are one of them.
            7:1-7:11 information restricted-command: Prow will change the title to “x” for members of the organisation only; leave it out unless you are one of them.
        "#]].assert_eq(&report(
            &RULE,
            "/triage accepted duplicate\n/milestone v1.36\n/label official-cve-feed\n/remove-label cve/wontfix\n/transfer kubectl\n/pin-issue\n/retitle x\n",
        ));
    }

    #[test]
    fn what_anybody_may_is_left_alone() {
        for text in [
            "/sig node\n/remove-triage accepted\n/close\n/assign\n/lifecycle frozen\n/label api-review\n",
            "/label kind/bug\n/hold\n/cc\n",
            "/milestone\n",
            "/milestone \r\n\r\n",
            "/milestone\n\nv1.36\n",
            "```\n/triage accepted\n```\n<!--\n/milestone v1.36\n-->\n",
        ] {
            assert_eq!(findings(&RULE, text), [], "{text:?}");
        }
    }
}
