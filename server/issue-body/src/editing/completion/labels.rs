//! Completion of labels: bare names behind a Prow command, full names in the lists of an envelope.

use std::collections::HashSet;

use super::cursor::Cursor;
use super::{Completion, CompletionKind};
use crate::catalog::{Label, LabelTarget, SetBy};
use crate::editing::commands;
use crate::editing::ownership::owning_sigs;
use crate::editing::subject::Subject;
use crate::rules::Context;
use crate::syntax::PluginAction;
use crate::template::{Issue, LabelSource};
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
    let archived = labels.list().archived_groups.iter();
    let archived: HashSet<String> = archived.map(|group| group.label.to_lowercase()).collect();
    let groups = &issue.template.label_groups;
    let mut found: Vec<_> = labels
        .current()
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

/// The labels of `prefix` that the issue is opened with: only those can be removed by a command in its body.
pub(super) fn opened_with<'issue>(
    issue: &'issue Issue<'_>,
    prefix: &'issue str,
) -> impl Iterator<Item = &'issue str> {
    let labels = issue.labels_with(prefix);
    labels
        .filter(|label| label.source != LabelSource::Command)
        .map(|label| label.name.as_str())
}

/// Bare names behind the command for `prefix` in the cursor's line; `issue` is the issue without that line. To be removed
/// are first of all those that the issue is opened with.
pub(super) fn behind_command(
    context: &Context<'_>,
    issue: &Issue<'_>,
    cursor: &Cursor<'_>,
    prefix: &str,
    remove: bool,
) -> Vec<Completion> {
    if context.catalog.prow.is_none() {
        return Vec::new();
    }
    let word = cursor.word(cursor.line, |character| !character.is_whitespace());
    let mut taken = if remove { HashSet::new() } else { taken(issue) };
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
    let mut found = candidates(context, issue, &taken);
    if remove {
        let is_there =
            |name: &str| opened_with(issue, prefix).any(|label| label.eq_ignore_ascii_case(name));
        found.sort_by_key(|candidate| !is_there(&candidate.name));
    }
    found
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

/// Full names behind `/label`: those that it takes and that `issue` does not ask for elsewhere.
pub(super) fn by_name(
    context: &Context<'_>,
    issue: &Issue<'_>,
    cursor: &Cursor<'_>,
) -> Vec<Completion> {
    let mut taken = taken(issue);
    let commands = issue.draft.body.plugin_commands.iter();
    taken.extend(commands.filter_map(|command| match &command.action {
        PluginAction::Label { name, .. } => name.clone(),
        _ => None,
    }));
    let names = commands::names_for_label(context.catalog).into_iter();
    names
        .filter(|name| !taken.contains(&name.to_lowercase()))
        .map(|name| behind_word(context, cursor, name, name))
        .collect()
}

/// The states behind `/lifecycle`.
pub(super) fn lifecycle_states(context: &Context<'_>, cursor: &Cursor<'_>) -> Vec<Completion> {
    if context.catalog.prow.is_none() {
        return Vec::new();
    }
    let states = commands::lifecycle_states(context.catalog).into_iter();
    states
        .map(|state| behind_word(context, cursor, state, &format!("lifecycle/{state}")))
        .collect()
}

/// `text` in the place of the cursor's word; it stands for the label called `name`.
fn behind_word(context: &Context<'_>, cursor: &Cursor<'_>, text: &str, name: &str) -> Completion {
    let word = cursor.word(cursor.line, |character| !character.is_whitespace());
    let labels = context.catalog.labels.as_ref();
    let label = labels.and_then(|labels| labels.get(name));
    let subject = Subject::Label(name.to_owned());
    Completion::new(CompletionKind::Label, text, subject, word)
        .detail(label.and_then(|label| detail(context, label)))
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
    use super::super::testing::{
        accepted, completions, labels, offered, offered_in, offered_with, render,
    };
    use crate::catalog::Catalog;
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
        assert_eq!(
            labels("---\nlabels: sig/node\n---\n/sig cli\n/remove-sig $0")[0],
            "node"
        );
        assert!(labels("/assign $0").is_empty() && labels(" /sig $0").is_empty());
    }

    #[test]
    fn other_commands_that_set_a_label_complete_it() {
        expect![[r#"
            active — Somebody is working on it.
            frozen — Is never closed for want of activity.
            stale — Without activity for 90 days; it turns rotten after 30 more, unless somebody speaks up.
            rotten — Without activity for 30 days since it turned stale; it is closed after 30 more, unless somebody speaks up.
        "#]].assert_eq(&completions("/lifecycle $0\n"));
        expect![[r#"
            api-review — Asks for a review by the API reviewers.
            official-cve-feed — Security Response Committee only · Appears in the official feed of Kubernetes vulnerabilities.
            cve/wontfix — Security Response Committee only · A known vulnerability that will not be fixed.
        "#]].assert_eq(&completions("/label $0\n"));
        assert_eq!(
            labels("/label api-review\n/label $0")[0],
            "official-cve-feed"
        );
        assert_eq!(
            accepted("/remove-lifecycle st$0ole\n", "stale"),
            "/remove-lifecycle stale\n"
        );
        // More than a single word behind a single blank, and Prow passes the line over.
        for fixture in [
            "/label a $0",
            "/label  $0",
            "/label\t$0",
            "/label $0 a",
            "/lifecycle frozen s$0",
            "/labels $0",
        ] {
            assert!(labels(fixture).is_empty(), "{fixture}");
        }
    }

    #[test]
    fn a_repository_without_the_bot_has_no_use_for_commands() {
        let mut catalog = Catalog::clone(Catalog::kubernetes());
        catalog.prow = None;
        for fixture in [
            "/sig $0",
            "/lifecycle $0",
            "/label $0",
            "/s$0",
            "text\n\n/$0",
        ] {
            assert!(offered_with(&catalog, fixture).is_empty(), "{fixture}");
        }
        let blank = offered_with(&catalog, "$0");
        assert!(
            blank
                .iter()
                .all(|completion| !completion.label.starts_with('/'))
        );
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
