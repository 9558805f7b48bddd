//! `unknown-label`: a label that the repository does not have.

use super::commands::misread_arguments;
use super::finding::{Findings, Severity};
use super::labels::{command_of, meant, place_of, rewrite};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::catalog::{LabelStanding, Labels};
use crate::syntax::Command;
use crate::template::{IssueLabel, LabelSource};

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
        fix: "Writes the known label, where one is at most two edits away, a prefix was repeated (`/sig sig/node`) or left \
              out (`critical-urgent` in front matter).",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(labels) = &context.catalog.labels else {
        return;
    };
    let draft = context.issue.draft;
    let misread = misread_arguments(context);
    let mut prose = Prose {
        context,
        labels,
        last: None,
    };
    for label in &context.issue.labels {
        if label
            .range
            .is_some_and(|range| misread.binary_search(&range).is_ok())
        {
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
            .fix(
                meant
                    .filter(|_| !prose.has_around_it(label))
                    .and_then(|meant| rewrite(draft, label, &meant.name)),
            );
    }
}

/// Looks for words that nobody can mean beside a label in its command: the label may be such a word as well then, and near
/// to a known one by chance.
struct Prose<'context> {
    context: &'context Context<'context>,
    labels: &'context Labels,
    /// The command that was looked at last, by its start, and what was found: a command can have thousands of labels.
    last: Option<(usize, bool)>,
}

impl Prose<'_> {
    fn has_around_it(&mut self, label: &IssueLabel) -> bool {
        let range = label.range.filter(|_| label.source == LabelSource::Command);
        let command = range.and_then(|range| command_of(self.context.issue.draft, range));
        command.is_some_and(|command| {
            let start = command.range.start;
            let known = self.last.filter(|(last, _)| *last == start);
            let (_, has_prose) = known.unwrap_or_else(|| (start, self.is_in(command)));
            self.last = Some((start, has_prose));
            has_prose
        })
    }

    fn is_in(&self, command: &Command) -> bool {
        command.arguments.iter().any(|other| {
            let name = self.context.slice(other.range);
            let is_word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
            let is_unknown = self.labels.standing(&other.label) == LabelStanding::Unknown;
            is_word && is_unknown && meant(self.labels, &other.label).is_none()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{findings, fixed, report};
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
    fn what_prow_misreads_is_left_to_the_rules_about_commands() {
        for text in [
            "/sig   node  cli  \n",
            "/sig node, cli\n",
            "/kind bug /area kubelet\n",
            "/kind bug # why\n",
            "/sig \n\n## Root cause\n",
            "/significant regression\n",
            "```\n/sig nodee\n```\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text:?}");
        }
        assert_eq!(findings(&RULE, "/sig nodee, cli appps\n").len(), 1);
    }

    #[test]
    fn the_fix_writes_the_label_the_way_its_place_wants_it() {
        for (text, expected) in [
            ("/sig nod cli\n", "/sig node cli\n"),
            ("😀\r\n/sig nodee\r\n", "😀\r\n/sig node\r\n"),
            ("/sig sig/node\n", "/sig node\n"),
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

    #[test]
    fn a_word_among_prose_is_not_made_a_label() {
        let text = "/sig please help us\n";
        assert_eq!(fixed(&RULE, text, Applicability::Safe), text);
        assert_eq!(
            fixed(&RULE, "/sig stroage nework\n", Applicability::Safe),
            "/sig storage network\n"
        );
    }
}
