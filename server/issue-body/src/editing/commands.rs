//! The commands of Prow that are worth offering to somebody who writes an issue, and what there is to say about each.
//!
//! Left out are those that do nothing in the body of an issue that is opened, and those that undo what the author has
//! just written: nobody opens an issue to close it, or to give it another title. What Prow will really do for a command
//! that stands in a draft is told by [`hover`](super::hover()).

use super::describe::{paragraphs, source};
use crate::catalog::{Catalog, LabelTarget, Prow};
use crate::rules::{Whom, add_effect, deed, labels_of, named_effect, needed_label, obeys_whom};
use crate::syntax::{LABEL_COMMANDS, LIFECYCLE_STATES, PluginAction};

/// A command of another kind than `/sig` and its like.
pub(super) struct PluginCommandWord {
    /// The word behind the slash.
    pub word: &'static str,
    /// What stands for the text behind the word; empty where there is none.
    pub argument: &'static str,
    /// What it does, in a few words.
    pub detail: &'static str,
    /// What it asks for, with the argument as its text.
    pub action: PluginAction,
    /// Whether one line of the kind is all that a body needs.
    pub is_single: bool,
}

/// The commands of other kinds than `/sig` and its like, in the order of their use in issues.
pub(super) fn plugin_commands() -> [PluginCommandWord; 6] {
    let help = |good_first_issue| PluginAction::HelpWanted {
        good_first_issue,
        remove: false,
    };
    [
        PluginCommandWord {
            word: "assign",
            argument: "@LOGIN…",
            detail: "assigns people, or without a name you",
            action: PluginAction::Assign {
                logins: vec!["LOGIN".to_owned()],
                remove: false,
            },
            is_single: false,
        },
        PluginCommandWord {
            word: "label",
            argument: "NAME",
            detail: "sets one of a few other labels",
            action: PluginAction::Label {
                name: Some("NAME".to_owned()),
                remove: false,
            },
            is_single: false,
        },
        PluginCommandWord {
            word: "lifecycle",
            argument: "STATE",
            detail: "sets a lifecycle/… label",
            action: PluginAction::Lifecycle {
                state: "STATE".to_owned(),
                remove: false,
            },
            is_single: true,
        },
        PluginCommandWord {
            word: "help",
            argument: "",
            detail: "sets help wanted",
            action: help(false),
            is_single: true,
        },
        PluginCommandWord {
            word: "good-first-issue",
            argument: "",
            detail: "sets good first issue and help wanted",
            action: help(true),
            is_single: true,
        },
        PluginCommandWord {
            word: "milestone",
            argument: "TITLE",
            detail: "sets the milestone",
            action: PluginAction::Milestone {
                title: "TITLE".to_owned(),
            },
            is_single: true,
        },
    ]
}

impl PluginCommandWord {
    /// Whether the labels that it sets exist, as far as anybody knows.
    pub(super) fn has_labels(&self, catalog: &Catalog) -> bool {
        match &self.action {
            PluginAction::Label { .. } => !names_for_label(catalog).is_empty(),
            PluginAction::Lifecycle { .. } => !lifecycle_states(catalog).is_empty(),
            action => {
                let labels = labels_of(action);
                labels
                    .iter()
                    .all(|label| add_effect(catalog, label).is_ok())
            }
        }
    }

    /// For whom alone it works, in a few words; none where it is for anybody.
    pub(super) fn restriction(&self, catalog: &Catalog) -> Option<String> {
        match obeys_whom(catalog, &self.action) {
            Whom::Anyone => None,
            Whom::Members => Some("members only".to_owned()),
            Whom::Team(team) => Some(format!("team {team} only")),
            Whom::Owners => Some("approvers only".to_owned()),
        }
    }
}

/// The labels that `/label` sets on an issue: those that it takes and that the repository has, where that is known.
pub(super) fn names_for_label(catalog: &Catalog) -> Vec<&str> {
    let Some(prow) = &catalog.prow else {
        return Vec::new();
    };
    let restricted = prow.restricted_labels.iter();
    let names = prow
        .named_labels
        .iter()
        .chain(restricted.map(|label| &label.name));
    let is_for_issues = |name: &str| {
        let labels = catalog.labels.as_ref();
        let label = labels.and_then(|labels| labels.get(name));
        label.is_none_or(|label| label.target != LabelTarget::PullRequests)
    };
    names
        .map(String::as_str)
        .filter(|name| named_effect(catalog, name).is_ok() && is_for_issues(name))
        .collect()
}

/// The states that `/lifecycle` takes and for which the repository has a label, where that is known.
pub(super) fn lifecycle_states(catalog: &Catalog) -> Vec<&'static str> {
    let has_label = |state: &&str| add_effect(catalog, &format!("lifecycle/{state}")).is_ok();
    LIFECYCLE_STATES.into_iter().filter(has_label).collect()
}

/// What there is to say about the command of that word (`sig`, `remove-sig`, `milestone`), in a repository that has Prow.
pub(super) fn describe_command(word: &str, catalog: &Catalog) -> Option<String> {
    let prow = catalog.prow.as_ref()?;
    let (bare, remove) = match word.strip_prefix("remove-") {
        Some(bare) => (bare, true),
        None => (word, false),
    };
    let parts = if LABEL_COMMANDS.contains(&bare) {
        describe_label_command(bare, remove, catalog, prow)
    } else {
        let mut commands = plugin_commands().into_iter();
        describe_plugin_command(&commands.find(|command| command.word == word)?, catalog)
    };
    let counts = "It counts at the very start of a line only, and once: when the issue is opened."
        .to_owned();
    let parts = parts
        .into_iter()
        .chain([counts, source(&prow.source, Some(prow.snapshot))]);
    Some(paragraphs(parts.map(Some)))
}

fn describe_label_command(
    prefix: &str,
    remove: bool,
    catalog: &Catalog,
    prow: &Prow,
) -> Vec<String> {
    let mut parts = if remove {
        vec![
            format!("**/remove-{prefix} NAME…**"),
            format!(
                "Asks Prow to remove the label `{prefix}/NAME`, several names one blank apart. Only labels that the issue \
                 is opened with are removed, not those that the same body asks for."
            ),
        ]
    } else {
        vec![
            format!("**/{prefix} NAME…**"),
            format!("Asks Prow to add the label `{prefix}/NAME`, several names one blank apart."),
        ]
    };
    let for_members = prow.members_only.iter().filter(|_| !remove);
    let for_members = for_members.filter(|label| {
        label
            .split_once('/')
            .is_some_and(|(first, _)| first == prefix)
    });
    parts.extend(restrictions(catalog, for_members.map(String::as_str)));
    if let Some(needed) = needed_label(catalog, prefix).filter(|_| remove) {
        parts.push(format!(
            "Where the issue is opened without another label `{prefix}/…`, Prow adds `{needed}`."
        ));
        return parts;
    }
    let mut required = prow.required_labels.iter();
    let required = required.find(|required| required.prefixes.iter().any(|other| other == prefix));
    parts.extend(required.map(|required| {
        let prefixes = required.prefixes.iter();
        let kinds: Vec<String> = prefixes.map(|prefix| format!("`{prefix}/…`")).collect();
        format!(
            "An issue without a label {} gets `{}` from Prow.",
            kinds.join(" or "),
            required.missing
        )
    }));
    parts
}

/// For whom alone Prow adds each of the labels, where it is not for anybody.
fn restrictions<'name>(
    catalog: &Catalog,
    labels: impl IntoIterator<Item = &'name str>,
) -> Vec<String> {
    let labels = labels.into_iter();
    labels
        .filter_map(|label| {
            let people = add_effect(catalog, label).ok()?.whom.people()?;
            Some(format!("Prow adds `{label}` for {people} only."))
        })
        .collect()
}

fn describe_plugin_command(command: &PluginCommandWord, catalog: &Catalog) -> Vec<String> {
    let listed = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    let people = obeys_whom(catalog, &command.action).people();
    let whom = people.map_or_else(String::new, |people| format!(", for {people} only"));
    let more = match &command.action {
        PluginAction::Assign { .. } => {
            "Several names stand one blank apart; without a name you are meant.".to_owned()
        }
        PluginAction::Label { .. } => {
            let names = names_for_label(catalog);
            let one_of = format!(
                "NAME is one of {}; all other labels have commands of their own, or none.",
                listed(&names)
            );
            let sentences = std::iter::once(one_of).chain(restrictions(catalog, names));
            sentences.collect::<Vec<_>>().join(" ")
        }
        PluginAction::Lifecycle { .. } => format!(
            "STATE is one of {}, behind a single blank.",
            listed(&lifecycle_states(catalog))
        ),
        PluginAction::Milestone { .. } => {
            "TITLE is that of an open milestone of the repository; of several such lines the first counts."
                .to_owned()
        }
        _ => "Nothing else stands on the line.".to_owned(),
    };
    let word = command.word;
    let heading = format!("**{}**", format!("/{word} {}", command.argument).trim_end());
    let asks = format!("Asks Prow to {}{whom}.", deed(&command.action));
    vec![heading, asks, more]
}
