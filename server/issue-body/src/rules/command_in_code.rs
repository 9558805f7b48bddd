//! `command-in-code`: a command that is only shown, and yet obeyed.

use super::finding::{Findings, Severity};
use super::outcome::deed;
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::PluginAction;

pub(super) static RULE: Rule = Rule {
    name: "command-in-code",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "A command in a code block, which Prow runs all the same.",
        why: "Prow knows no Markdown. A line that begins with one of its commands is a command, in a code block as anywhere \
              else, so that an example of a command closes the issue, or moves it to another group. A blank before the \
              slash is enough to make it an example.",
        bad: "```\n/close\n```\n",
        good: "```\n /close\n```\n",
        fix: "None: nobody but you knows whether the command is meant, and a blank would change what the code says.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    if context.catalog.prow.is_none() {
        return;
    }
    let body = &context.issue.draft.body;
    let report = |findings: &mut Findings, range, what: String| {
        let message = format!(
            "Prow runs commands in code blocks too and will {what}; write a blank before the slash if it is only shown."
        );
        findings.report(&RULE, range, message);
    };
    for command in &body.commands {
        if command.arguments.is_empty() || !body.is_in_fence(command.range.start) {
            continue;
        }
        let labels: Vec<&str> = command
            .arguments
            .iter()
            .map(|argument| argument.label.as_str())
            .collect();
        let verb = if command.remove { "remove" } else { "set" };
        let what = format!("try to {verb} `{}`", labels.join("`, `"));
        report(findings, command.range, what);
    }
    for command in &body.plugin_commands {
        let is_mention = matches!(command.action, PluginAction::MentionSig { .. });
        let is_run = command.action.counts_when_an_issue_opens() && !command.is_superseded;
        if is_run && !is_mention && body.is_in_fence(command.range.start) {
            report(findings, command.range, deed(&command.action));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{findings, report};
    use expect_test::expect;

    #[test]
    fn whatever_prow_runs_is_reported() {
        expect![[r#"
            2:1-2:19 warning command-in-code: Prow runs commands in code blocks too and will try to set `sig/storage`, `sig/nodee`; write a blank before the slash if it is only shown.
            3:1-3:18 warning command-in-code: Prow runs commands in code blocks too and will assign the issue to @somebody; write a blank before the slash if it is only shown.
            4:1-4:7 warning command-in-code: Prow runs commands in code blocks too and will close the issue; write a blank before the slash if it is only shown.
            8:1-8:17 warning command-in-code: Prow runs commands in code blocks too and will try to remove `kind/bug`; write a blank before the slash if it is only shown.
        "#]].assert_eq(&report(
            &RULE,
            "```\n/sig storage nodee\n/assign @somebody\n/close\n```\n\n~~~sh\n/remove-kind bug\n~~~\n",
        ));
    }

    #[test]
    fn an_ordinary_sample_is_left_alone() {
        for text in [
            "```\n /sig node\n$ /close\n/usr/bin/kubelet --v=4\n/cc @a\n/hold\n/lgtm\n/area51/x\n/kind\n```\n",
            "    /sig node\n",
            "```\n<!--\n/sig node\n-->\n```\n",
            "`/close`\n",
            "/sig node\n/close\n",
        ] {
            assert_eq!(findings(&RULE, text), [], "{text:?}");
        }
    }
}
