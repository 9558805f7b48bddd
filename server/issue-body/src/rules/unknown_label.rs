//! `unknown-label`: a label that the repository does not have.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::catalog::LabelStanding;
use crate::template::{IssueLabel, LabelSource};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "unknown-label",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A label that the repository does not have.",
        why: "Prow answers an unknown label with a comment and does not set it; `gh issue create --label` fails and \
              creates nothing. Without a list of the repository's labels this rule is silent.",
        bad: "/sig nodee\n",
        good: "/sig node\n",
        fix: "Writes the known label, where one is at most two edits away.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(labels) = &context.catalog.labels else { return };
    for label in &context.issue.labels {
        let nearest = match labels.standing(&label.name) {
            LabelStanding::Unknown { nearest } => nearest,
            LabelStanding::Removed { .. } => None,
            LabelStanding::Current(_) | LabelStanding::Renamed { .. } | LabelStanding::Retired { .. } => continue,
        };
        let advice = match nearest {
            Some(label) => format!("write `{}` if that is meant", label.name),
            None => "write one that it has, or leave it out".to_owned(),
        };
        let range = label.range.unwrap_or_else(|| context.issue.draft.first_body_line());
        let fix = nearest.zip(label.range).map(|(nearest, range)| {
            let written = written_like(label, &nearest.name);
            Fix::safe(format!("Write `{written}`"), vec![Edit::replace(range, written)])
        });
        findings.report(&RULE, range, format!("The repository has no label `{}`; {advice}.", label.name)).fix(fix);
    }
}

/// How the label `name` is written in the place of `label`: behind a command without the prefix.
pub(super) fn written_like<'name>(label: &IssueLabel, name: &'name str) -> &'name str {
    match label.source {
        LabelSource::Command => name.split_once('/').map_or(name, |(_, bare)| bare),
        LabelSource::FrontMatter | LabelSource::Metadata | LabelSource::Flag => name,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn the_nearest_known_label_is_offered() {
        expect![[r#"
            3:10-3:17 error unknown-label: The repository has no label `sig/nod`; write `sig/node` if that is meant.
              safe fix: Write `sig/node`
            5:11-5:14 error unknown-label: The repository has no label `kind/bgu`; write `kind/bug` if that is meant.
              safe fix: Write `bug`
        "#]]
        .assert_eq(&report(&RULE, "---\ntitle: x\nlabels: [sig/nod, kind/bug]\n---\n/kind bug bgu\n"));
        assert_eq!(fixed(&RULE, "/sig nod cli\n", Applicability::Safe), "/sig node cli\n");
    }

    #[test]
    fn a_label_far_from_all_others_and_one_that_is_gone_have_no_fix() {
        for text in ["/sig quantum-teleportation\n", "/sig rktnetes\n"] {
            let report = report(&RULE, text);
            assert!(report.contains("unknown-label") && !report.contains("fix:"), "{report}");
        }
    }

    #[test]
    fn prow_ignores_case_and_so_do_we() {
        assert_eq!(report(&RULE, "/area ha\n/sig NODE\n"), "");
    }
}
