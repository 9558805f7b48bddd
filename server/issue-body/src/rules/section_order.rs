//! `section-order`: sections in another order than the template's.

use super::finding::{Findings, Fix, Severity};
use super::insertion::line_ends_around;
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{DirectiveKind, Draft, SuppressionScope};
use crate::template::{FoundSection, Issue};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "section-order",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Safe,
    page: Page {
        summary: "The sections stand in another order than in the template.",
        why: "Somebody who reads thirty issues before a release finds the impact in the third section of each. In an \
              issue with an order of its own they have to search.",
        bad: "## Impact\n\nEvery node with NFS volumes.\n\n## Symptoms\n\nPods stay in `ContainerCreating`.\n",
        good: "## Symptoms\n\nPods stay in `ContainerCreating`.\n\n## Impact\n\nEvery node with NFS volumes.\n",
        fix: "Moves whole sections, word for word, and leaves everything between them where it is. There is none while a \
              section stands in the draft twice or a code block in it is not closed.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    let sections: Vec<_> = issue.first_sections().collect();
    let misplaced = sections.iter().enumerate().find_map(|(place, section)| {
        let overtaken = sections[place + 1..]
            .iter()
            .filter(|later| later.position < section.position)
            .max_by_key(|later| later.position)?;
        Some((section, overtaken))
    });
    let Some((section, overtaken)) = misplaced else {
        return;
    };
    let (name, other) = (&section.specification.name, &overtaken.specification.name);
    let message = format!("The section `{name}` stands before `{other}`; write it behind.");
    findings
        .report(&RULE, section.heading.range, message)
        .related(overtaken.heading.range, format!("`{other}` is here."))
        .fix(sort_sections(issue));
}

/// Puts the sections in order. Each place keeps the blank lines at its end, so that the spacing of the draft stays.
fn sort_sections(issue: &Issue<'_>) -> Option<Fix> {
    let draft = issue.draft;
    let mut ordered: Vec<&FoundSection<'_>> = issue.sections.iter().collect();
    ordered.sort_by_key(|section| section.position);
    let is_repeated = ordered
        .windows(2)
        .any(|pair| pair[0].position == pair[1].position);
    if is_repeated
        || issue
            .sections
            .iter()
            .any(|section| is_open(draft, section.range) || is_bound(draft, section.range))
    {
        return None;
    }
    let words = |section: &FoundSection<'_>| {
        let text = draft.slice(section.range).trim_end();
        Range::new(section.range.start, section.range.start + text.len())
    };
    let edits = issue
        .sections
        .iter()
        .zip(ordered)
        .filter(|(place, section)| place.range != section.range)
        .map(|(place, section)| {
            let place = words(place);
            // Words in the line above would become part of an underlined heading.
            let missing = match section.heading.setext {
                true => line_ends_around(draft, place.start).0,
                false => 0,
            };
            let blank = draft.line_end().repeat(missing);
            let text = draft.slice(words(section));
            Edit::replace(place, format!("{blank}{text}"))
        })
        .collect();
    Some(Fix::safe("Put the sections in the template's order", edits))
}

/// Whether a comment in the section suppresses something beyond it: elsewhere it would suppress something else.
fn is_bound(draft: &Draft, section: Range) -> bool {
    let end = section.start + draft.slice(section).trim_end().len();
    let mut directives = draft.body.directives.iter();
    directives.any(|directive| {
        let reaches_out = match directive.kind {
            DirectiveKind::Disable { scope, .. } => match scope {
                SuppressionScope::RestOfFile => true,
                SuppressionScope::NextLine => directive.range.end == end,
                SuppressionScope::Line => false,
            },
            DirectiveKind::Enable { .. } => true,
            DirectiveKind::Template { .. } | DirectiveKind::Unknown { .. } => false,
        };
        reaches_out && section.contains(directive.range.start)
    })
}

/// Whether something that begins in the section is never closed: elsewhere it would swallow more.
fn is_open(draft: &Draft, section: Range) -> bool {
    draft
        .body
        .unclosed
        .is_some_and(|start| section.contains(start))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{findings, fixed, report};
    use expect_test::expect;

    const DRAFT: &str = "intro\n\n## PRs\n\n- #1\n\n## Notes\n\nmine\n\n## Impact\n\nall\n\n### Details\n\nmore\n\n## Symptoms\n\nhang";

    #[test]
    fn a_comment_that_speaks_of_more_than_its_section_keeps_its_place() {
        for comment in [
            "<!-- issue-ls-disable unknown-label -->",
            "<!-- issue-ls-enable -->",
            "<!-- issue-ls-disable-next-line section-order -->",
        ] {
            let text = format!("## Resolution\n\ntext\n\n{comment}\n\n## Impact\n\ntext\n");
            let found = findings(&RULE, &text);
            assert_eq!((found.len(), &found[0].fix), (1, &None), "{comment}");
        }
        let text = "## Resolution\n<!-- issue-ls-disable-next-line empty-section -->\ntext\n## Impact\ntext\n";
        assert!(findings(&RULE, text)[0].fix.is_some());
    }

    #[test]
    fn the_first_section_that_stands_too_early_is_reported() {
        expect![[r#"
            3:1-3:7 warning section-order: The section `PRs` stands before `Impact`; write it behind.
              11:1-11:10 `Impact` is here.
              safe fix: Put the sections in the template's order
        "#]]
        .assert_eq(&report(&RULE, DRAFT));
    }

    #[test]
    fn whole_sections_move_and_the_rest_stays() {
        expect![[r#"
            intro

            ## Symptoms

            hang

            ## Notes

            mine

            ## Impact

            all

            ### Details

            more

            ## PRs

            - #1"#]]
        .assert_eq(&fixed(&RULE, DRAFT, Applicability::Safe));
    }

    #[test]
    fn the_fix_keeps_every_line_and_every_line_end() {
        let text = DRAFT.replace('\n', "\r\n");
        let fixed = fixed(&RULE, &text, Applicability::Safe);
        let sorted = |text: &str| {
            let mut lines: Vec<String> = text.split("\r\n").map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&fixed), sorted(&text));
        assert_eq!(report(&RULE, &fixed), "");
    }

    #[test]
    fn missing_sections_are_no_matter_of_order() {
        assert_eq!(
            report(&RULE, "## Symptoms\n\n## Resolution\n\n## PRs\n"),
            ""
        );
    }

    #[test]
    fn there_is_no_fix_for_repeated_sections_and_open_blocks() {
        for text in [
            "## Impact\n\n## Symptoms\n\n## Impact\n",
            "## Impact\n\n## Symptoms\n\n```\nlog\n",
            "## Impact\n\n## Symptoms\n\n<!-- open\n",
        ] {
            let findings = findings(&RULE, text);
            assert!(findings.len() == 1 && findings[0].fix.is_none(), "{text}");
        }
    }

    #[test]
    fn an_underlined_heading_takes_nothing_from_the_section_before_it() {
        let text = "PRs\n---\n\n- #1\n## Symptoms\n\nPods stay.\n";
        let expected = "## Symptoms\n\nPods stay.\n\nPRs\n---\n\n- #1\n";
        assert_eq!(fixed(&RULE, text, Applicability::Safe), expected);
        let windows = text.replace('\n', "\r\n");
        let expected = expected.replace('\n', "\r\n");
        assert_eq!(fixed(&RULE, &windows, Applicability::Safe), expected);
    }
}
