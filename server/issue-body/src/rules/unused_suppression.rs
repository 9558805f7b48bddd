//! `unused-suppression`: a comment that hides no finding.

use super::finding::{Findings, Fix, Severity, Tag};
use super::rule::{Availability, Check, Context, Page, Rule};
use super::suppression::Unused;
use crate::syntax::{DirectiveKind, Draft};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "unused-suppression",
    level: Severity::Information,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "A comment suppresses a rule that reports nothing there.",
        why: "The reason for the comment is gone, or it stands in the wrong place. Left where it is, it hides the next \
              finding that somebody ought to see, and it is sent to GitHub along with the rest of the body.",
        bad: "<!-- issue-ls-disable-next-line unknown-label -->\n/sig node\n",
        good: "<!-- issue-ls-disable-next-line unknown-label -->\n/sig not-yet-created\n",
        fix: "Takes the rule's name out of the comment, or the whole comment where it hides nothing at all.",
    },
    check: Check::Suppressions(check),
};

fn check(context: &Context<'_>, unused: &[Unused], findings: &mut Findings) {
    let draft = context.issue.draft;
    let mut last_whole = None;
    for suppression in unused {
        let comment = suppression.comment;
        let names = names_in(draft, comment);
        // A name that is no rule's may be a misspelled one that is needed.
        let is_understood = names
            .iter()
            .all(|name| super::find(draft.slice(*name)).is_some());
        if suppression.whole && is_understood {
            if last_whole.replace(comment) != Some(comment) {
                findings
                    .report(
                        &RULE,
                        comment,
                        "This comment hides no finding; take it out.",
                    )
                    .tag(Tag::Unnecessary)
                    .fix(Fix::safe(
                        "Take the comment out",
                        vec![Edit::delete(with_its_line(draft, comment))],
                    ));
            }
        } else if let Some(name) = suppression.name {
            let message = format!(
                "Nothing here is reported by `{}`; take the name out.",
                draft.slice(name)
            );
            findings
                .report(&RULE, name, message)
                .tag(Tag::Unnecessary)
                .fix(Fix::safe(
                    "Take the name out",
                    vec![Edit::delete(with_its_separator(names, name))],
                ));
        }
    }
}

/// The places of the names in the comment at `comment`.
fn names_in(draft: &Draft, comment: Range) -> &[Range] {
    let directives = &draft.body.directives;
    let place = directives.partition_point(|directive| directive.range.start < comment.start);
    match directives.get(place).map(|directive| &directive.kind) {
        Some(DirectiveKind::Disable { rules, .. }) => rules,
        _ => &[],
    }
}

/// The comment, with its lines where nothing else stands on them.
fn with_its_line(draft: &Draft, comment: Range) -> Range {
    let lines = Range::new(
        draft.line_at(comment.start).start,
        draft.full_line_at(comment.end).end,
    );
    let lines = Range::new(
        lines.start.max(draft.body.range.start),
        lines.end.min(draft.body.range.end),
    );
    if lines.trimmed(&draft.text) == comment {
        lines
    } else {
        comment
    }
}

/// The name at `name`, with what separates it from the one before, or behind where it is the first.
fn with_its_separator(names: &[Range], name: Range) -> Range {
    let before = names.iter().rfind(|other| other.end <= name.start);
    let behind = names.iter().find(|other| other.start >= name.end);
    match (before, behind) {
        (Some(before), _) => Range::new(before.end, name.end),
        (None, Some(behind)) => Range::new(name.start, behind.start),
        (None, None) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{findings, fixed, report};
    use crate::rules::{Applicability, Tag};
    use expect_test::expect;

    #[test]
    fn a_comment_or_a_name_in_it_is_reported() {
        expect![[r#"
            3:24-3:37 information unused-suppression: Nothing here is reported by `unknown-label`; take the name out.
              safe fix: Take the name out
            5:1-5:45 information unused-suppression: This comment hides no finding; take it out.
              safe fix: Take the comment out
        "#]]
        .assert_eq(&report(
            &RULE,
            "## Symptoms\r\n\r\n<!-- issue-ls-disable  unknown-label, renamed-label -->\r\n/sig aws\r\n<!-- issue-ls-disable-line unknown-label -->\r\n",
        ));
        let found = findings(&RULE, RULE.page.bad);
        assert_eq!(found[0].tag, Some(Tag::Unnecessary));
    }

    #[test]
    fn the_fix_takes_out_what_hides_nothing() {
        for (text, expected) in [
            (
                "<!-- issue-ls-disable-next-line unknown-label -->\r\n/sig node\r\n",
                "/sig node\r\n",
            ),
            (
                "  <!-- issue-ls-disable\n  unknown-label\n  renamed-label\n-->\n/sig node",
                "/sig node",
            ),
            (
                "Text. <!-- issue-ls-disable-line unknown-label -->\n",
                "Text. \n",
            ),
            (
                "<!-- issue-ls-disable unknown-label, renamed-label, retired-label -->\n/sig aws\n",
                "<!-- issue-ls-disable renamed-label -->\n/sig aws\n",
            ),
            (
                "<!-- issue-ls-disable unknown-label renamed-label -->\n/sig nodee\n",
                "<!-- issue-ls-disable unknown-label -->\n/sig nodee\n",
            ),
            (
                "---\ntitle: x\n---\n<!-- issue-ls-disable unknown-label -->",
                "---\ntitle: x\n---\n",
            ),
        ] {
            assert_eq!(fixed(&RULE, text, Applicability::Safe), expected);
        }
    }

    #[test]
    fn a_name_that_is_no_rules_keeps_its_comment() {
        let text = "<!-- issue-ls-disable unknown-lable retired-label -->\n/sig nodee\n";
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            "<!-- issue-ls-disable unknown-lable -->\n/sig nodee\n"
        );
    }

    #[test]
    fn a_comment_for_all_rules_is_unused_where_there_is_nothing_to_hide() {
        let text = "<!-- issue-ls-disable-next-line -->\n😀\n";
        assert!(report(&RULE, &format!("text\n{text}")).contains("2:1-2:36"));
        assert_eq!(
            fixed(&RULE, &format!("text\n{text}"), Applicability::Safe),
            "text\n😀\n"
        );
    }

    #[test]
    fn the_comment_can_itself_be_suppressed() {
        let unused = "<!-- issue-ls-disable-line unknown-label -->\n";
        for comment in [
            "<!-- issue-ls-disable-next-line unused-suppression -->\n",
            "<!-- issue-ls-disable unused-suppression -->\n",
        ] {
            let text = format!("text\n{comment}{unused}");
            let report = report(&RULE, &text);
            assert_eq!(report, "");
        }
    }
}
