//! `invalid-directive`: a comment to this tool that it does not understand.

use super::finding::{Findings, Severity};
use super::invalid_front_matter::known_names;
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{Directive, DirectiveKind};
use crate::template::template_called;
use crate::text::{Range, nearest};

pub(super) static RULE: Rule = Rule {
    name: "invalid-directive",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "A comment speaks to this tool in words that it does not know.",
        why: "A suppression with a misspelled rule hides nothing, and a template that does not exist is passed over: the \
              draft is checked in another way than its writer thinks.",
        bad: "<!-- issue-ls-disable-next-line missing-sections -->\n## Symptoms\n",
        good: "<!-- issue-ls-disable-next-line missing-section -->\n## Symptoms\n",
        fix: "None: a guess might hide what nobody wanted hidden.",
    },
    check: Check::Issue(check),
};

/// All that a directive can begin with.
const HEADS: [&str; 5] = [
    "issue-ls-disable",
    "issue-ls-disable-line",
    "issue-ls-disable-next-line",
    "issue-ls-enable",
    "issue-ls: template=NAME",
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    for directive in &draft.body.directives {
        match &directive.kind {
            DirectiveKind::Unknown { words } => check_words(context, directive, *words, findings),
            DirectiveKind::Disable { rules, .. } | DirectiveKind::Enable { rules } => {
                for name in rules {
                    check_rule(context, *name, findings);
                }
            }
            DirectiveKind::Template { name } => check_template(context, *name, findings),
        }
    }
}

fn check_words(
    context: &Context<'_>,
    directive: &Directive,
    words: Range,
    findings: &mut Findings,
) {
    let draft = context.issue.draft;
    let place = draft.first_line_of(words);
    if !draft.slice(directive.range).ends_with("-->") {
        let message = "This comment is never closed, so all the rest of the body belongs to it; write `-->` behind it.";
        findings.report(&RULE, place, message);
        return;
    }
    let head = draft
        .slice(place)
        .split_whitespace()
        .next()
        .unwrap_or_default();
    let advice = match nearest(head, HEADS) {
        Some(nearest) if head != nearest => format!("`{nearest}` if that is meant"),
        _ => format!("one of `{}`", HEADS.join("`, `")),
    };
    findings.report(
        &RULE,
        place,
        format!(
            "`{}` is no directive; write {advice}.",
            draft.slice(place).trim()
        ),
    );
}

fn check_rule(context: &Context<'_>, place: Range, findings: &mut Findings) {
    let name = context.slice(place);
    if super::find(name).is_some() {
        return;
    }
    let advice = match super::nearest(name) {
        Some(rule) => format!("write `{}` if that is meant", rule.name),
        None => "write the name that stands with the finding, or none for all rules".to_owned(),
    };
    findings.report(
        &RULE,
        place,
        format!("No rule is called `{name}`; {advice}."),
    );
}

fn check_template(context: &Context<'_>, place: Range, findings: &mut Findings) {
    let name = context.slice(place);
    let known: Vec<&str> = context
        .templates
        .iter()
        .map(|template| template.name.as_str())
        .collect();
    if template_called(name, context.templates).is_some() {
        return;
    }
    let advice = known_names(name, &known);
    let place = context.issue.draft.first_line_of(place);
    findings.report(
        &RULE,
        place,
        format!(
            "No template is called `{}`; write {advice}.",
            context.slice(place)
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{findings, report};
    use expect_test::expect;

    #[test]
    fn the_nearest_word_is_offered() {
        expect![[r#"
            1:8-1:40 warning invalid-directive: `issue-ls-disabel missing-section` is no directive; write `issue-ls-disable` if that is meant.
        "#]]
        .assert_eq(&report(&RULE, "😀 <!-- issue-ls-disabel missing-section -->\r\n"));
    }

    #[test]
    fn half_typed_comments_are_one_finding_on_one_line() {
        for comment in [
            "<!-- issue-ls -->",
            "<!-- issue-ls: -->",
            "<!-- issue-ls-dis -->",
            "<!-- issue-ls-disable miss -->",
            "<!-- issue-ls-enable miss -->",
            "<!-- issue-ls: template= -->",
            "<!-- issue-ls-disable missing-section",
            "<!-- issue-ls-ignore\nunknown-label -->",
        ] {
            let text = format!("{comment}\n\n## Symptoms\n\nMany words.\n");
            let found = findings(&RULE, &text);
            assert_eq!(found.len(), 1, "{text}");
            assert!(!text.as_str()[found[0].range].contains('\n'), "{text}");
        }
    }

    #[test]
    fn what_is_understood_and_what_is_not_for_us_is_left_alone() {
        for comment in [
            "<!-- issue-ls-disable -->",
            "<!-- issue-ls-disable-line missing-section, unknown-label -->",
            "<!-- issue-ls-enable\nmissing-section\n-->",
            "<!-- issue-ls: template=kubernetes-patch-release -->",
            "<!-- issue-lsp -->",
            "<!-- a note -->",
            "```\n<!-- issue-ls-ignore -->\n```",
        ] {
            assert_eq!(report(&RULE, comment), "", "{comment}");
        }
    }
}
