//! `front-matter-is-sent`: front matter that only this tool cuts off.

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};

pub(super) static RULE: Rule = Rule {
    name: "front-matter-is-sent",
    level: Severity::Information,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The draft has front matter, which GitHub would show as text.",
        why: "Title, labels and stage in front matter are for this tool. `gh issue create --body-file` sends the file as it \
              is: the issue then begins with the front matter, and none of its labels is set. `issue-ls create` cuts it off \
              and hands title and labels to gh; `issue-ls body` prints the body without it.",
        bad: "---\ntitle: Volumes stay attached\nlabels: [sig/storage]\n---\n## Symptoms\n",
        good: "/sig storage\n\n## Symptoms\n",
        fix: "None: nothing is wrong with the draft.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    if let Some(front) = draft.envelope.front_matter() {
        findings.report(
            &RULE,
            draft.first_line_of(front.range),
            "`gh issue create --body-file` sends this front matter as text; use `issue-ls create`, which cuts it off, or `issue-ls body`.",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn the_opening_line_alone_is_marked() {
        expect![[r#"
            1:2-1:5 information front-matter-is-sent: `gh issue create --body-file` sends this front matter as text; use `issue-ls create`, which cuts it off, or `issue-ls body`.
        "#]]
        .assert_eq(&report(&RULE, "\u{feff}---\r\ntitle: x\r\n---\r\n"));
    }

    #[test]
    fn a_line_across_the_page_is_no_front_matter() {
        for text in ["---\n## Symptoms\n", "\n---\ntitle: x\n---\n", "--\n", ""] {
            assert_eq!(report(&RULE, text), "", "{text}");
        }
    }
}
