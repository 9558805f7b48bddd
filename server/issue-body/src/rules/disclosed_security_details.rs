//! `disclosed-security-details`: an issue about a security fix tells what it should keep back.

use std::sync::LazyLock;

use regex::Regex;

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::Envelope;
use crate::template::Issue;
use crate::text::Range;

pub(super) static RULE: Rule = Rule {
    name: "disclosed-security-details",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "An issue about a security fix that is still being worked on tells details of the problem.",
        why: "An issue is public from its first second, edits leave a history, and notifications cannot be called back. \
              While the Security Response Committee works on a fix, the issue says no more than that; symptoms, cause and \
              CVE number follow with the announcement.",
        bad: "The owner of this issue is working with the Security Response Committee on a resolution of CVE-2030-12345.\n",
        good: "The owner of this issue is working with the Security Response Committee on a resolution.\n",
        fix: "None: what may be told already only the people who coordinate the fix can say.",
    },
    check: Check::Issue(check),
};

/// The number of a vulnerability, as CVE.org writes it: four digits of the year, then at least four more.
static CVE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bCVE-[0-9]{4}-[0-9]{4,}\b").expect("the expression is valid")
});

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    let Some(variant) = issue
        .variant
        .filter(|variant| !variant.keeps_back.is_empty())
    else {
        return;
    };
    let mut told: Vec<Range> = Vec::new();
    for section in &issue.sections {
        let name = &section.specification.name;
        if variant.keeps_back.contains(name) && issue.is_answered(section) {
            told.push(section.range);
            let message = format!(
                "The section `{name}` tells details of a {} that is not announced yet; leave the section out until it is.",
                variant.title
            );
            findings.report(&RULE, section.heading.range, message);
        }
    }
    for number in numbers(issue) {
        // The section is reported as a whole.
        if told.iter().any(|section| section.contains_range(number)) {
            continue;
        }
        let message = format!(
            "`{}` belongs to a {} that is not announced yet; leave it out until it is.",
            issue.draft.slice(number),
            variant.title
        );
        findings.report(&RULE, number, message);
    }
}

/// The CVE numbers that a reader sees: in the title and in the body outside comments.
fn numbers(issue: &Issue<'_>) -> Vec<Range> {
    let draft = issue.draft;
    let title = match &draft.envelope {
        Envelope::None => None,
        Envelope::FrontMatter(front) => front.title.as_ref().map(|title| title.range),
        Envelope::GhEditorFile { title, .. } => Some(*title),
        Envelope::VscodeNewIssue(new_issue) => Some(new_issue.title),
    };
    let pieces = title.into_iter().chain(draft.visible(draft.body.range));
    pieces
        .flat_map(|piece| {
            let found = CVE_NUMBER.find_iter(draft.slice(piece));
            found.map(move |number| Range::from(number.range()).shifted(piece.start))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    const STATEMENT: &str = "We are working with the Product Security Team on a resolution.\r\n";

    #[test]
    fn a_number_is_reported_in_the_title_and_in_the_body() {
        expect![[r#"
            3:8-3:21 warning disclosed-security-details: `CVE-2030-1234` belongs to a security fix that is not announced yet; leave it out until it is.
            5:4-5:18 warning disclosed-security-details: `cve-2030-12345` belongs to a security fix that is not announced yet; leave it out until it is.
        "#]]
        .assert_eq(&report(
            &RULE,
            "---\r\nvariant: security\r\ntitle: CVE-2030-1234, kubelet\r\n---\r\n😀 (cve-2030-12345)\r\n",
        ));
    }

    #[test]
    fn an_answered_section_is_reported_with_all_that_it_tells() {
        expect![[r#"
            2:1-2:12 warning disclosed-security-details: The section `Symptoms` tells details of a security fix that is not announced yet; leave the section out until it is.
        "#]]
        .assert_eq(&report(
            &RULE,
            &format!("{STATEMENT}## Symptoms\r\nSee CVE-2030-12345.\r\n## Impact\r\nNodes.\r\n"),
        ));
    }

    #[test]
    fn empty_sections_comments_and_half_typed_numbers_tell_nothing() {
        for text in [
            "## Symptoms\n<!-- CVE-2030-12345 -->\n",
            "## Root cause\n\nBinaries:\n- \n",
            "CVE-2030-123",
            "CVE-2030-XXXX",
            "CVE-",
            "XCVE-2030-12345",
        ] {
            assert_eq!(report(&RULE, &format!("{STATEMENT}{text}")), "", "{text}");
        }
    }

    #[test]
    fn an_ordinary_issue_may_tell_everything() {
        assert_eq!(report(&RULE, "## Symptoms\nCVE-2030-12345 is back.\n"), "");
    }
}
