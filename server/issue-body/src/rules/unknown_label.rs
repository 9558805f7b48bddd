//! `unknown-label`: a label that the repository does not have.

use super::finding::{Findings, Fix, Severity};
use super::labels::{command_of, meant, place_of, rewrite};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::catalog::LabelStanding;
use crate::syntax::{Command, Draft};
use crate::template::{IssueLabel, LabelSource};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "unknown-label",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A label that the repository does not have.",
        why: "Prow answers an unknown label with a comment and does not set it; `gh issue create --label` fails and \
              creates nothing. Two blanks in a row ask for a label as well, one without a name. Without a list of the \
              repository's labels this rule is silent.",
        bad: "/sig nodee\n",
        good: "/sig node\n",
        fix: "Writes the known label, where one is at most two edits away, a prefix was repeated (`/sig sig/node`) or left \
              out (`critical-urgent` in front matter). Takes out blanks that ask for a label without a name.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(labels) = &context.catalog.labels else {
        return;
    };
    let draft = context.issue.draft;
    let mut rest = context.issue.labels.as_slice();
    let mut last_runaway = None;
    while let Some((label, behind)) = rest.split_first() {
        rest = behind;
        if let Some(blanks) = superfluous_blanks(label, &mut rest) {
            let message = format!(
                "Several blanks in a row ask for a label `{}`; write a single blank.",
                label.name
            );
            findings.report(&RULE, blanks, message).fix(Fix::safe(
                "Write a single blank",
                vec![Edit::delete(blanks)],
            ));
            continue;
        }
        let name = &label.name;
        let (problem, meant) = match labels.standing(name) {
            LabelStanding::Unknown => (
                format!("The repository has no label `{name}`"),
                meant(labels, name),
            ),
            LabelStanding::Removed { on: Some(day) } => {
                (format!("The label `{name}` was removed on {day}"), None)
            }
            LabelStanding::Removed { on: None } => {
                (format!("The label `{name}` was removed"), None)
            }
            LabelStanding::Current(_)
            | LabelStanding::Renamed { .. }
            | LabelStanding::Retired { .. } => continue,
        };
        if let Some(command) = runaway(draft, label) {
            // Whatever words the next line has, one name is missing.
            if last_runaway.replace(command.range) != Some(command.range) {
                let word = draft.slice(command.word);
                let message = format!(
                    "`{word}` takes the words of the next line for labels; write the label behind it."
                );
                findings.report(&RULE, command.word, message);
            }
            continue;
        }
        let advice = match meant {
            Some(label) => format!("write `{}` if that is meant", label.name),
            None => "write one that the repository has, or leave it out".to_owned(),
        };
        findings
            .report(
                &RULE,
                place_of(context, label),
                format!("{problem}; {advice}."),
            )
            .fix(meant.and_then(|meant| rewrite(draft, label, &meant.name)));
    }
}

/// The command that asks for `label`, where it runs over a line end: Prow then takes words that were meant for readers.
fn runaway<'draft>(draft: &'draft Draft, label: &IssueLabel) -> Option<&'draft Command> {
    let range = label
        .range
        .filter(|_| label.source == LabelSource::Command)?;
    command_of(draft, range).filter(|command| draft.slice(command.range).contains(['\n', '\r']))
}

/// The blanks too many behind a command, where `label` is the empty label that the first of them makes. The empty labels
/// of the others are taken from `rest`.
fn superfluous_blanks(label: &IssueLabel, rest: &mut &[IssueLabel]) -> Option<Range> {
    let is_empty = |label: &IssueLabel| {
        let range = label.range.filter(|range| range.is_empty())?;
        (label.source == LabelSource::Command).then_some(range.start)
    };
    let start = is_empty(label)?;
    let mut end = start + 1;
    while let Some((next, behind)) = rest.split_first()
        && is_empty(next) == Some(end)
    {
        end += 1;
        *rest = behind;
    }
    Some(Range::new(start, end))
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
        .assert_eq(&report(
            &RULE,
            "---\ntitle: x\nlabels: [sig/nod, kind/bug]\n---\n/kind bug bgu\n",
        ));
    }

    #[test]
    fn a_label_far_from_all_others_and_one_that_is_gone_have_no_fix() {
        expect![[r#"
            1:6-1:27 error unknown-label: The repository has no label `sig/quantum-teleportation`; write one that the repository has, or leave it out.
            2:6-2:14 error unknown-label: The label `sig/rktnetes` was removed on 2018-04-02; write one that the repository has, or leave it out.
        "#]]
        .assert_eq(&report(
            &RULE,
            "/sig quantum-teleportation\n/sig rktnetes\n",
        ));
    }

    #[test]
    fn prow_ignores_case_and_so_do_we() {
        assert_eq!(report(&RULE, "/area ha\n/sig NODE\n"), "");
    }

    #[test]
    fn blanks_that_make_an_empty_label_are_one_finding() {
        expect![[r#"
            1:6-1:8 error unknown-label: Several blanks in a row ask for a label `sig/`; write a single blank.
              safe fix: Write a single blank
            1:13-1:14 error unknown-label: Several blanks in a row ask for a label `sig/`; write a single blank.
              safe fix: Write a single blank
        "#]]
        .assert_eq(&report(&RULE, "/sig   node  cli  \n"));
    }

    #[test]
    fn a_command_whose_name_is_not_typed_yet_is_one_finding() {
        for text in ["/sig \n\n## Root cause\n", "/sig\r\n\r\n## Root cause\r\n"] {
            expect![[r#"
                1:1-1:5 error unknown-label: `/sig` takes the words of the next line for labels; write the label behind it.
            "#]]
            .assert_eq(&report(&RULE, text));
        }
    }

    #[test]
    fn the_fix_writes_the_label_the_way_its_place_wants_it() {
        for (text, expected) in [
            ("/sig nod cli\n", "/sig node cli\n"),
            ("😀\r\n/sig node,\r\n", "😀\r\n/sig node\r\n"),
            ("/sig sig/node\n", "/sig node\n"),
            ("/sig   node  cli\n", "/sig node cli\n"),
            ("/sig <!-- x --> node\n", "/sig <!-- x -->node\n"),
            ("/wg node\n", "/sig node\n"),
            (
                "---\nlabels: [sig/nod]\n---\n",
                "---\nlabels: [sig/node]\n---\n",
            ),
            (
                "---\nlabels:\n- \"sig/nod\"\n- 'kind/bgu'\n---\n",
                "---\nlabels:\n- \"sig/node\"\n- 'kind/bug'\n---\n",
            ),
            (
                "---\r\nlabels: sig/nod, critical-urgent\r\n---\r\n",
                "---\r\nlabels: sig/node, priority/critical-urgent\r\n---\r\n",
            ),
        ] {
            assert_eq!(fixed(&RULE, text, Applicability::Safe), expected);
        }
    }

    #[test]
    fn a_name_that_is_not_spelled_out_in_one_piece_is_left_to_the_writer() {
        for text in [
            "/sig no<!-- x -->d\n",
            "---\nlabels: \"sig\\x2fnod, kind\\x2fbgu\"\n---\n",
        ] {
            let report = report(&RULE, text);
            assert!(report.contains("sig/node"), "{report}");
            assert!(!report.contains("fix:"), "{report}");
        }
    }
}
