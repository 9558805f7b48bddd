//! What Prow will do with a draft when it is opened as an issue: one place answers, so that hover, code lens, rules and
//! the command line cannot disagree.
//!
//! It follows Prow's plugins step by step (kubernetes-sigs/prow `pkg/plugins` at a61940897). Which commands a body holds
//! is read in [`syntax`](crate::syntax); who may do what, and what the bot misses on an issue, is the catalogue's
//! knowledge. Whether any of it is a mistake is for the rules to say.

use super::rule::Context;
use crate::catalog::{Catalog, Label, LabelStanding};
use crate::syntax::{PluginAction, PluginCommand};
use crate::template::{Issue, IssueLabel, LabelSource};
use crate::text::Range;

/// All that Prow will do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome<'draft> {
    /// The labels that it sets for a command, each once, in the order of the commands.
    pub added: Vec<AddedLabel>,
    /// The labels that it does not set, each once, in the order of the commands.
    pub refused: Vec<RefusedLabel>,
    /// The labels of the issue that it takes off.
    pub removed: Vec<String>,
    /// The commands of other kinds that it obeys, in order of place.
    pub obeyed: Vec<&'draft PluginCommand>,
    /// The labels by which it says what is missing on the issue.
    pub needed: Vec<NeededLabel>,
}

/// A label that Prow can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettableLabel {
    /// Its full name, as GitHub spells it.
    pub name: String,
    /// For whom it does that.
    pub whom: Whom,
}

/// A label that Prow sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedLabel {
    /// Its full name, as GitHub spells it.
    pub name: String,
    /// For whom it does that.
    pub whom: Whom,
    /// Where the draft asks for it first.
    pub range: Range,
}

/// A label that Prow does not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLabel {
    /// The name that it looks for.
    pub name: String,
    /// Why not.
    pub refusal: Refusal,
}

/// A label that Prow sets by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeededLabel {
    /// Its full name.
    pub name: String,
    /// The label that makes it needless, where Prow sets that one for some people only.
    pub unless: Option<String>,
}

/// For whom Prow does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// For anybody who may open an issue.
    Anyone,
    /// For members of the organisation.
    Members,
    /// For members of this team of the organisation.
    Team(String),
    /// For approvers of the whole repository.
    Owners,
}

impl Whom {
    /// The people, as the end of a sentence; none where anybody may.
    pub fn people(&self) -> Option<String> {
        match self {
            Whom::Anyone => None,
            Whom::Members => Some("members of the organisation".to_owned()),
            Whom::Team(team) => Some(format!("members of the team `{team}`")),
            Whom::Owners => Some("approvers of the whole repository".to_owned()),
        }
    }
}

/// Why a label is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It has this name now.
    Renamed(String),
    /// It is gone.
    Gone,
    /// It never was there.
    Unknown,
    /// `/label` does not take it.
    NotByName,
}

impl Outcome<'_> {
    /// What Prow will do with the draft.
    pub fn of<'draft>(context: &Context<'draft>) -> Outcome<'draft> {
        let body = &context.issue.draft.body;
        let present = present_labels(context.issue);
        let mut outcome = Outcome::default();
        let mut wanted: Vec<String> = Vec::new();
        let mut unwanted: Vec<String> = Vec::new();
        for command in &body.commands {
            for argument in &command.arguments {
                let name = argument.label.clone();
                if command.remove {
                    unwanted.push(name);
                } else {
                    let effect = add_effect(context.catalog, &name);
                    outcome.add(&present, &name, argument.range, effect);
                    wanted.push(name);
                }
            }
        }
        for command in &body.plugin_commands {
            if command.is_superseded || !command.action.counts_when_an_issue_opens() {
                continue;
            }
            let range = command.argument(&context.issue.draft.text);
            match &command.action {
                PluginAction::Label {
                    name: Some(name),
                    remove: false,
                } => {
                    wanted.push(name.clone());
                    let effect = named_effect(context.catalog, name);
                    outcome.add(&present, name, range, effect);
                }
                PluginAction::Label {
                    name: Some(name),
                    remove: true,
                } => {
                    let is_taken =
                        (context.catalog.prow.as_ref()).is_none_or(|prow| prow.takes_by_name(name));
                    unwanted.extend(is_taken.then(|| name.clone()));
                }
                // Without a label for the SIG the plugin passes the mention over.
                PluginAction::MentionSig { sig, .. }
                    if add_effect(context.catalog, sig).is_err() => {}
                action => {
                    for name in labels_of(action) {
                        // These plugins say nothing of what the repository does not have.
                        if let Ok(settable) = add_effect(context.catalog, &name) {
                            outcome.add(&present, &name, range, Ok(settable));
                        }
                    }
                    outcome.obeyed.push(command);
                }
            }
        }
        outcome.remove(context.catalog, &present, &wanted, &unwanted);
        outcome.require(context.catalog, &present);
        outcome
    }

    fn add(
        &mut self,
        present: &[&str],
        name: &str,
        range: Range,
        effect: Result<SettableLabel, Refusal>,
    ) {
        let is_same = |other: &str| other.eq_ignore_ascii_case(name);
        if present.iter().any(|label| is_same(label)) {
            return;
        }
        match effect {
            Ok(label) if !self.added.iter().any(|other| other.name == label.name) => {
                let SettableLabel { name, whom } = label;
                self.added.push(AddedLabel { name, whom, range })
            }
            Err(refusal) if !self.refused.iter().any(|other| is_same(&other.name)) => {
                self.refused.push(RefusedLabel {
                    name: name.to_owned(),
                    refusal,
                })
            }
            _ => {}
        }
    }

    /// What the label plugin does about labels to be removed. It looks at the labels that the issue was opened with, not
    /// at those that the same body asks for; and where all labels of a kind go, it sets the label that says so, even if
    /// there was none.
    fn remove(
        &mut self,
        catalog: &Catalog,
        present: &[&str],
        wanted: &[String],
        unwanted: &[String],
    ) {
        if unwanted.is_empty() {
            return;
        }
        for category in NEEDED_CATEGORIES {
            let Some(needed) = needed_label(catalog, category) else {
                continue;
            };
            let is_of = |name: &str| {
                name.strip_prefix(category)
                    .is_some_and(|rest| rest.starts_with('/'))
            };
            let mut going = unwanted.iter().filter(|name| is_of(name)).peekable();
            if going.peek().is_none() || wanted.iter().any(|name| is_of(name)) {
                continue;
            }
            let goes = |label: &str| unwanted.iter().any(|name| name == label);
            if present
                .iter()
                .filter(|label| is_of(label))
                .all(|label| goes(label))
            {
                self.needed.push(NeededLabel {
                    name: needed,
                    unless: None,
                });
            }
        }
        for name in unwanted {
            let on_issue = present
                .iter()
                .find(|label| label.eq_ignore_ascii_case(name));
            if let Some(label) = on_issue
                && !self.removed.iter().any(|other| other == label)
            {
                self.removed.push((*label).to_owned());
            }
        }
    }

    /// What the require-matching-label plugin does once the others are done.
    fn require(&mut self, catalog: &Catalog, present: &[&str]) {
        let required = catalog.prow.iter().flat_map(|prow| &prow.required_labels);
        for required in required {
            let stays = |label: &&&str| !self.removed.iter().any(|name| name == **label);
            let is_met = present
                .iter()
                .filter(stays)
                .any(|label| required.is_met_by(label));
            let mut meeting = self
                .added
                .iter()
                .filter(|label| required.is_met_by(&label.name));
            let for_anyone = meeting.clone().any(|label| label.whom == Whom::Anyone);
            let is_said = present.contains(&required.missing.as_str())
                || self
                    .needed
                    .iter()
                    .any(|needed| needed.name == required.missing);
            if is_met || for_anyone || is_said {
                continue;
            }
            self.needed.push(NeededLabel {
                name: required.missing.clone(),
                unless: meeting.next().map(|label| label.name.clone()),
            });
        }
    }
}

/// The kinds of labels whose absence has a label of its own, by the label plugin.
const NEEDED_CATEGORIES: [&str; 4] = ["kind", "priority", "sig", "triage"];

/// The label that the label plugin sets where it removes the last label with `prefix`, if it does so for that one.
pub fn needed_label(catalog: &Catalog, prefix: &str) -> Option<String> {
    let labels = catalog.labels.as_ref()?;
    let needed = format!("needs-{prefix}");
    let is_set = NEEDED_CATEGORIES.contains(&prefix) && labels.get(&needed).is_some();
    is_set.then_some(needed)
}

/// The labels that the issue is opened with: those that no command asks for, and those of the template.
pub fn present_labels<'issue>(issue: &'issue Issue<'_>) -> Vec<&'issue str> {
    let labels = issue.labels.iter();
    let written = labels
        .filter(|label| label.source != LabelSource::Command)
        .map(|label| label.name.as_str());
    let of_template = issue.template.labels.iter().map(String::as_str);
    written.chain(of_template).collect()
}

/// What the label plugin makes of a label that a command such as `/sig` asks for.
pub fn add_effect(catalog: &Catalog, name: &str) -> Result<SettableLabel, Refusal> {
    let known = |label: &Label| SettableLabel {
        name: label.name.clone(),
        whom: whom(catalog, name),
    };
    match catalog.labels.as_ref().map(|labels| labels.standing(name)) {
        Some(LabelStanding::Current(label) | LabelStanding::Retired { label, .. }) => {
            Ok(known(label))
        }
        Some(LabelStanding::Renamed { to, .. }) => Err(Refusal::Renamed(to.name.clone())),
        Some(LabelStanding::Removed { .. }) => Err(Refusal::Gone),
        Some(LabelStanding::Unknown) => Err(Refusal::Unknown),
        None => Ok(SettableLabel {
            name: name.to_owned(),
            whom: whom(catalog, name),
        }),
    }
}

/// The labels that the draft asks for and that exist, each once, as GitHub spells them: those of label commands, of the
/// envelope and the flags, then those of other commands, each with the first place that asks for it. Who may have them set
/// is not asked, and what the template adds is not the draft's wish.
///
/// This is the one answer to which labels a draft has: `labels`, `extract` and the report all give it.
pub fn labels_asked_for(context: &Context<'_>) -> Vec<IssueLabel> {
    let mut labels: Vec<IssueLabel> = Vec::new();
    let known = context.issue.labels.iter().filter_map(|label| {
        let known = add_effect(context.catalog, &label.name).ok()?;
        Some(IssueLabel {
            name: known.name,
            ..*label
        })
    });
    let added = Outcome::of(context).added.into_iter();
    let by_command = added.map(|label| IssueLabel {
        name: label.name,
        range: Some(label.range),
        source: LabelSource::Command,
    });
    for label in known.chain(by_command) {
        if !labels.iter().any(|other| other.name == label.name) {
            labels.push(label);
        }
    }
    labels
}

/// For whom Prow takes off a label that it sets for `whom`: what members alone may set, such as `triage/accepted`, anybody
/// may take off, but not what belongs to a team.
pub fn removal_whom(whom: Whom) -> Whom {
    match whom {
        Whom::Members => Whom::Anyone,
        whom => whom,
    }
}

/// What the label plugin makes of the label that `/label` names.
pub fn named_effect(catalog: &Catalog, name: &str) -> Result<SettableLabel, Refusal> {
    match &catalog.prow {
        Some(prow) if !prow.takes_by_name(name) => Err(Refusal::NotByName),
        _ => add_effect(catalog, name),
    }
}

/// Who can have the label plugin set the label.
fn whom(catalog: &Catalog, label: &str) -> Whom {
    let Some(prow) = &catalog.prow else {
        return Whom::Anyone;
    };
    match prow.team_for(label) {
        Some(team) => Whom::Team(team.to_owned()),
        None if prow.is_for_members(label) => Whom::Members,
        None => Whom::Anyone,
    }
}

/// For whom Prow obeys the command.
pub fn obeys_whom(catalog: &Catalog, action: &PluginAction) -> Whom {
    match action {
        PluginAction::Label {
            name: Some(name), ..
        } => whom(catalog, name),
        PluginAction::Milestone { .. } | PluginAction::Status { .. } => match &catalog.prow {
            Some(prow) => Whom::Team(prow.milestone_team.clone()),
            None => Whom::Members,
        },
        PluginAction::Retitle { .. } | PluginAction::Transfer { .. } => Whom::Members,
        PluginAction::PinIssue { .. } => Whom::Owners,
        _ => Whom::Anyone,
    }
}

/// The labels that a command of another plugin than the label plugin sets.
pub fn labels_of(action: &PluginAction) -> Vec<String> {
    match action {
        PluginAction::Lifecycle {
            state,
            remove: false,
        } => vec![format!("lifecycle/{state}")],
        PluginAction::HelpWanted {
            good_first_issue,
            remove: false,
        } => {
            let first = good_first_issue.then(|| "good first issue".to_owned());
            first
                .into_iter()
                .chain(["help wanted".to_owned()])
                .collect()
        }
        PluginAction::MentionSig { sig, kind } => {
            let kind = kind.map(ToOwned::to_owned);
            std::iter::once(sig.clone()).chain(kind).collect()
        }
        _ => Vec::new(),
    }
}

/// What Prow does for a command of a plugin, as the end of a sentence that begins "Prow will": "close the issue".
pub fn deed(action: &PluginAction) -> String {
    let people = |logins: &[String]| match logins {
        [] => "you".to_owned(),
        logins => logins
            .iter()
            .map(|login| format!("@{login}"))
            .collect::<Vec<_>>()
            .join(", "),
    };
    match action {
        PluginAction::Label {
            name: Some(name),
            remove: false,
        } => format!("add the label `{name}`"),
        PluginAction::Label {
            name: Some(name),
            remove: true,
        } => format!("remove the label `{name}`"),
        PluginAction::Lifecycle {
            state,
            remove: false,
        } => format!("add the label `lifecycle/{state}`"),
        PluginAction::Lifecycle {
            state,
            remove: true,
        } => format!("remove the label `lifecycle/{state}`"),
        PluginAction::Close { not_planned: false } => "close the issue".to_owned(),
        PluginAction::Close { not_planned: true } => "close the issue as not planned".to_owned(),
        PluginAction::Milestone { title } if title == "clear" => {
            "take the milestone away".to_owned()
        }
        PluginAction::Milestone { title } => format!("set the milestone `{title}`"),
        PluginAction::Status { name } => format!("add the label `status/{name}`"),
        PluginAction::Assign {
            logins,
            remove: false,
        } => format!("assign the issue to {}", people(logins)),
        PluginAction::Assign {
            logins,
            remove: true,
        } => format!("take the issue from {}", people(logins)),
        PluginAction::Retitle { title } if title.is_empty() => {
            "answer that a title may not be empty".to_owned()
        }
        PluginAction::Retitle { title } => format!("change the title to “{title}”"),
        PluginAction::HelpWanted {
            good_first_issue: false,
            remove: false,
        } => "add the label `help wanted`".to_owned(),
        PluginAction::HelpWanted {
            good_first_issue: true,
            remove: false,
        } => "add the labels `good first issue` and `help wanted`".to_owned(),
        PluginAction::HelpWanted {
            good_first_issue: false,
            remove: true,
        } => "remove the label `help wanted`".to_owned(),
        PluginAction::HelpWanted {
            good_first_issue: true,
            remove: true,
        } => "remove the label `good first issue`".to_owned(),
        PluginAction::Transfer { repository } if repository.is_empty() => {
            "answer that the command needs a repository".to_owned()
        }
        PluginAction::Transfer { repository } => {
            format!("move the issue to the repository `{repository}`")
        }
        PluginAction::LinkIssue { .. } => {
            "answer that the command works in pull requests only".to_owned()
        }
        PluginAction::PinIssue { remove: false } => "pin the issue to the repository".to_owned(),
        PluginAction::PinIssue { remove: true } => "unpin the issue".to_owned(),
        PluginAction::MentionSig { sig, kind } => match kind {
            Some(kind) => format!("add the labels `{sig}` and `{kind}`"),
            None => format!("add the label `{sig}`"),
        },
        PluginAction::Shrug { remove: false } => "add the label that shrugs".to_owned(),
        PluginAction::Shrug { remove: true } => "remove the label that shrugs".to_owned(),
        PluginAction::CheckRequiredLabels => {
            "check whether the issue has the labels that it needs".to_owned()
        }
        PluginAction::Amuse => "answer with a picture or a joke".to_owned(),
        PluginAction::Label { name: None, .. }
        | PluginAction::Reopen
        | PluginAction::RequestReview { .. }
        | PluginAction::Hold { .. }
        | PluginAction::PullRequest => "do nothing".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::with_context;

    /// The outcome in a few lines; empty parts are left out.
    fn outcome(text: &str) -> String {
        with_context(text, |context| {
            let outcome = Outcome::of(context);
            let whom = |whom: &Whom| match whom {
                Whom::Anyone => String::new(),
                other => format!(" for {other:?}"),
            };
            let added = outcome
                .added
                .iter()
                .map(|label| format!("{}{}", label.name, whom(&label.whom)));
            let refused = outcome
                .refused
                .iter()
                .map(|label| format!("{}: {:?}", label.name, label.refusal));
            let obeyed = outcome.obeyed.iter().map(|command| deed(&command.action));
            let needed = outcome.needed.iter().map(|needed| match &needed.unless {
                Some(unless) => format!("{} unless {unless}", needed.name),
                None => needed.name.clone(),
            });
            let parts: [(&str, Vec<String>); 5] = [
                ("add", added.collect()),
                ("refuse", refused.collect()),
                ("remove", outcome.removed.clone()),
                ("obey", obeyed.collect()),
                ("need", needed.collect()),
            ];
            let parts = parts.iter().filter(|(_, list)| !list.is_empty());
            parts
                .map(|(title, list)| format!("{title}: {}\n", list.join(", ")))
                .collect()
        })
    }

    #[test]
    fn labels_are_set_once_each_or_refused() {
        assert_eq!(
            outcome(
                "/sig node NODE nodee\n/kind bug\n/area ha\n/sig aws pm node\n/triage accepted\n"
            ),
            "add: sig/node, kind/bug, area/HA, triage/accepted for Members\n\
             refuse: sig/nodee: Unknown, sig/aws: Renamed(\"area/provider/aws\"), sig/pm: Gone\n\
             need: needs-triage unless triage/accepted\n"
        );
    }

    #[test]
    fn only_some_labels_have_a_name_for_the_bot() {
        assert_eq!(
            outcome(
                "/sig node\n/triage duplicate\n/label api-review\n/label official-cve-feed\n/label kind/bug\n/label refactor\n/label a b\n"
            ),
            "add: sig/node, triage/duplicate, api-review, official-cve-feed for Team(\"security-response-committee\")\n\
             refuse: kind/bug: NotByName, refactor: Unknown\n"
        );
    }

    #[test]
    fn what_the_issue_brings_along_counts() {
        assert_eq!(
            outcome(
                "---\nlabels: [wg/batch, triage/accepted, kind/bug]\n---\n/kind bug\n/remove-kind bug\n"
            ),
            "remove: kind/bug\n"
        );
        assert_eq!(outcome("text\n"), "need: needs-sig, needs-triage\n");
        assert_eq!(
            outcome("---\nlabels: sig/node\n---\n/remove-sig node\n"),
            "remove: sig/node\nneed: needs-sig, needs-triage\n"
        );
    }

    #[test]
    fn a_kind_that_is_taken_away_is_missed_even_where_it_never_was() {
        assert_eq!(
            outcome("/sig node\n/triage duplicate\n/remove-priority backlog\n"),
            "add: sig/node, triage/duplicate\nneed: needs-priority\n"
        );
        assert_eq!(
            outcome(
                "/sig node\n/triage duplicate\n/remove-priority backlog\n/priority important-soon\n"
            ),
            "add: sig/node, triage/duplicate, priority/important-soon\n"
        );
    }

    #[test]
    fn other_commands_are_obeyed_where_they_work_on_issues() {
        assert_eq!(
            outcome(
                "<!--\n/milestone v1.36\n/sig node\n-->\n/milestone clear\n/close\n/hold\n/cc @a\n/assign\n/help\n\
                 cc @kubernetes/sig-cli-bugs and @kubernetes/sig-nobody-misc\n/lifecycle frozen\n"
            ),
            "add: help wanted, sig/cli, kind/bug, lifecycle/frozen\n\
             obey: set the milestone `v1.36`, close the issue, assign the issue to you, add the label `help wanted`, \
             add the labels `sig/cli` and `kind/bug`, add the label `lifecycle/frozen`\n\
             need: needs-triage\n"
        );
    }
}
