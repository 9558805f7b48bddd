//! Completion of labels: bare names behind a Prow command, full names in the lists of an envelope.

use std::collections::HashSet;

use super::cursor::Cursor;
use super::{Completion, CompletionKind};
use crate::catalog::{Label, LabelTarget, SetBy};
use crate::editing::ownership::owning_sigs;
use crate::editing::subject::Subject;
use crate::rules::Context;
use crate::template::Issue;
use crate::text::Range;

/// A label that can be asked for.
pub(super) struct Candidate {
    /// Its full name.
    pub name: String,
    /// What it stands for, in a few words.
    pub detail: Option<String>,
    /// Whether its group is gone.
    pub retired: bool,
}

/// The labels that an issue can ask for and does not name in `taken` (in lower case), best first: those of groups that
/// `issue` still lacks, what the template expects, what the named binaries hint at; retired ones last.
pub(super) fn candidates(
    context: &Context<'_>,
    issue: &Issue<'_>,
    taken: &HashSet<String>,
) -> Vec<Candidate> {
    let Some(labels) = &context.catalog.labels else {
        return expected_names(context, taken);
    };
    let hinted = owning_sigs(context.catalog, issue);
    let archived = labels.archived_groups.iter();
    let archived: HashSet<String> = archived.map(|group| group.label.to_lowercase()).collect();
    let groups = &issue.template.label_groups;
    let mut found: Vec<_> = labels
        .current
        .iter()
        .filter(|label| is_for_issues(label) && !taken.contains(&label.name.to_lowercase()))
        .map(|label| {
            let retired = archived.contains(&label.name.to_lowercase());
            let (prefix, bare) = label.name.split_once('/').unwrap_or(("", &label.name));
            let group = groups.iter().position(|group| group.prefix == prefix);
            let is_expected =
                group.is_some_and(|group| groups[group].expected.iter().any(|name| name == bare));
            let lacking =
                group.filter(|group| issue.labels_with(&groups[*group].prefix).next().is_none());
            let rank = (
                retired,
                label.set_by != SetBy::Anyone,
                lacking.unwrap_or(usize::MAX),
                !is_expected,
                !hinted.contains(label.name.as_str()),
                label.name.as_str(),
            );
            (rank, label)
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found
        .into_iter()
        .map(|((retired, ..), label)| Candidate {
            name: label.name.clone(),
            detail: detail(context, label),
            retired,
        })
        .collect()
}

/// What the template itself expects: all there is where the repository's labels are not known.
fn expected_names(context: &Context<'_>, taken: &HashSet<String>) -> Vec<Candidate> {
    let groups = &context.issue.template.label_groups;
    groups
        .iter()
        .flat_map(|group| {
            let names = group.expected.iter();
            names.map(|bare| format!("{}/{bare}", group.prefix))
        })
        .filter(|name| !taken.contains(name))
        .map(|name| Candidate {
            name,
            detail: None,
            retired: false,
        })
        .collect()
}

fn is_for_issues(label: &Label) -> bool {
    label.target != LabelTarget::PullRequests && label.set_by != SetBy::Bots
}

/// The group that the label belongs to, else what it says.
fn detail(context: &Context<'_>, label: &Label) -> Option<String> {
    let restricted = match label.set_by {
        SetBy::Anyone | SetBy::Bots => None,
        SetBy::Members => Some("members only"),
        SetBy::SecurityResponseCommittee => Some("Security Response Committee only"),
    };
    let meaning = match context.catalog.group_of(&label.name) {
        Some(group) => group.title(),
        None => label.description.clone(),
    };
    match restricted {
        Some(restricted) => Some(format!("{restricted} · {meaning}")),
        None => (!meaning.is_empty()).then_some(meaning),
    }
}

/// The names of labels that `issue` asks for, in lower case.
pub(super) fn taken(issue: &Issue<'_>) -> HashSet<String> {
    let labels = issue.labels.iter();
    labels.map(|label| label.name.to_lowercase()).collect()
}

/// Bare names behind the command for `prefix` in the cursor's line; `issue` is the issue without that line.
pub(super) fn behind_command(
    context: &Context<'_>,
    issue: &Issue<'_>,
    cursor: &Cursor<'_>,
    prefix: &str,
) -> Vec<Completion> {
    let word = cursor.word(cursor.line, |character| !character.is_whitespace());
    let mut taken = taken(issue);
    let around = [
        Range::new(cursor.line.start, word.start),
        Range::new(word.end, cursor.line.end),
    ];
    for name in around
        .iter()
        .flat_map(|part| cursor.draft.slice(*part).split_whitespace())
    {
        taken.insert(format!("{prefix}/{name}").to_lowercase());
    }
    candidates(context, issue, &taken)
        .into_iter()
        .filter_map(|candidate| {
            let (group, bare) = candidate.name.split_once('/')?;
            (group == prefix).then(|| {
                let completion = Completion::new(
                    CompletionKind::Label,
                    bare,
                    Subject::Label(candidate.name.clone()),
                    word,
                );
                Completion {
                    deprecated: candidate.retired,
                    ..completion.detail(candidate.detail)
                }
            })
        })
        .collect()
}

/// Full names in the comma list at `values`, as on VS Code's labels line.
pub(super) fn in_list(
    context: &Context<'_>,
    cursor: &Cursor<'_>,
    values: Range,
) -> Vec<Completion> {
    let item = list_item(cursor, values, &[',']);
    let needs_blank = item.start == values.start;
    full_names(context, cursor, item)
        .into_iter()
        .map(|completion| {
            if needs_blank {
                let text = format!(" {}", completion.label);
                completion.inserting(text)
            } else {
                completion
            }
        })
        .collect()
}

/// Full names in the place of `item`, without those that stand elsewhere in the draft.
pub(super) fn full_names(
    context: &Context<'_>,
    cursor: &Cursor<'_>,
    item: Range,
) -> Vec<Completion> {
    let labels = context.issue.labels.iter();
    let elsewhere: HashSet<String> = labels
        .filter(|label| {
            !label
                .range
                .is_some_and(|range| range.touches(cursor.offset))
        })
        .map(|label| label.name.to_lowercase())
        .collect();
    candidates(context, context.issue, &elsewhere)
        .into_iter()
        .map(|candidate| {
            let subject = Subject::Label(candidate.name.clone());
            let completion = Completion::new(CompletionKind::Label, candidate.name, subject, item);
            Completion {
                deprecated: candidate.retired,
                ..completion.detail(candidate.detail)
            }
        })
        .collect()
}

/// The item of the list at `values` that the cursor stands in, without blanks around it.
pub(super) fn list_item(cursor: &Cursor<'_>, values: Range, separators: &[char]) -> Range {
    let item = cursor.word(values, |character| !separators.contains(&character));
    let before = cursor.draft.slice(Range::new(item.start, cursor.offset));
    let behind = cursor.draft.slice(Range::new(cursor.offset, item.end));
    let blanks = before.len() - before.trim_start().len();
    Range::new(item.start + blanks, cursor.offset + behind.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, completions, labels, offered, offered_in, render};
    use crate::syntax::Origin;
    use expect_test::expect;

    #[test]
    fn priorities_that_the_template_expects_come_first() {
        expect![[r#"
            critical-urgent — Somebody must drop other work and see to it now.
            important-soon — To be worked on now or very soon, if possible for the next release.
            awaiting-more-evidence — Perhaps useful, but too few people have asked for it so far.
            backlog — Agreed to be worth having, though nobody is free to work on it.
            important-longterm — Matters in the long run, but may take several releases or lack people.
        "#]].assert_eq(&completions("/priority $0\n"));
    }

    #[test]
    fn names_that_are_there_already_are_not_offered() {
        let offered = labels("/sig node\n\n/sig cli n$0 storage\n");
        for there in ["node", "cli", "storage"] {
            assert!(!offered.contains(&there.to_owned()), "{there}");
        }
        assert!(labels("/sig node$0\n").contains(&"node".to_owned()));
        assert!(labels("/sig\u{20}$0").contains(&"node".to_owned()));
    }

    #[test]
    fn a_retired_group_comes_last_and_is_struck_through() {
        let offered = offered("/sig $0\n");
        let last = offered.last().expect("labels");
        assert_eq!((last.label.as_str(), last.deprecated), ("usability", true));
        assert!(!offered[0].deprecated);
    }

    #[test]
    fn the_sigs_of_the_named_binaries_come_first() {
        let text = "## Root cause\n\nx\n\nBinaries:\n- kubelet\n- kube-proxy\n\n/sig $0\n";
        assert_eq!(labels(text)[..2], ["network", "node"]);
    }

    #[test]
    fn every_label_command_completes_its_names() {
        expect![[r#"
            duplicate — Another open issue reports the same.
            needs-information — Waits for more information from its author.
            not-reproducible — Nobody could reproduce it as described.
            unresolved — Cannot or will not be resolved.
            accepted — members only · Its SIG agrees that this is to be worked on.
        "#]]
        .assert_eq(&completions("/triage $0\n"));
        expect![[r#"
            replaces "sec"
            code-of-conduct — Code of Conduct Committee
            security-response — Security Response Committee
            steering — Steering Committee
        "#]]
        .assert_eq(&completions("/committee sec$0\n"));
        assert!(labels("/kind $0").contains(&"regression".to_owned()));
        assert!(labels("/area kubectl $0").contains(&"provider/aws".to_owned()));
        assert!(labels("/remove-wg $0").contains(&"batch".to_owned()));
        assert!(labels("/assign $0").is_empty() && labels(" /sig $0").is_empty());
    }

    #[test]
    fn the_word_under_the_cursor_is_replaced_on_both_sides() {
        assert_eq!(
            accepted("/sig cli no$0ed auth\r\n", "node"),
            "/sig cli node auth\r\n"
        );
        assert_eq!(accepted("😀\n/sig 😀n$0", "node"), "😀\n/sig node");
    }

    #[test]
    fn the_labels_line_of_a_new_issue_takes_full_names() {
        let fixture =
            "Title\n\nAssignees: \nLabels: sig/node,pri$0, kind/bug\nMilestone: \nProjects: \n\n";
        let offered = offered_in(fixture, Origin::VscodeNewIssue);
        let list = render(fixture, &offered);
        expect![[r#"
            replaces "pri"
            priority/critical-urgent — Somebody must drop other work and see to it now.
            priority/important-soon — To be worked on now or very soon, if possible for the next release.
            priority/awaiting-more-evidence — Perhaps useful, but too few people have asked for it so far.
            priority/backlog — Agreed to be worth having, though nobody is free to work on it.
            priority/important-longterm — Matters in the long run, but may take several releases or lack people."#]].assert_eq(&list.lines().take(6).collect::<Vec<_>>().join("\n"));
        for there in ["sig/node", "kind/bug", "needs-sig", "lgtm"] {
            assert!(offered.iter().all(|completion| completion.label != there));
        }
        let fixture = "Title\n\nAssignees:\nLabels:$0\nMilestone:\nProjects:\n\n";
        let offered = offered_in(fixture, Origin::VscodeNewIssue);
        assert_eq!(
            crate::template::plain(&offered[0].insert, "\n"),
            " priority/critical-urgent"
        );
    }
}
