//! Hover on a command: exactly what Prow will do for it when the issue is opened, and what it will not do and why.
//!
//! What that is [`rules`](crate::rules) works out for the whole draft; here it is told of one command. Where the
//! repository is not known to have Prow, there is nothing to tell.

use super::Hover;
use crate::catalog::Prow;
use crate::editing::describe::{paragraphs, source};
use crate::rules::{
    Context, NeededLabel, Outcome, Refusal, SettableLabel, Whom, add_effect, deed, labels_of,
    named_effect, obeys_whom, removal_whom,
};
use crate::syntax::{Command, LABEL_COMMANDS, PluginAction, PluginCommand};

/// What is told of the command whose word stands at `offset`.
pub(super) fn command_at(context: &Context<'_>, offset: usize) -> Option<Hover> {
    let teller = Teller::new(context)?;
    let body = &context.issue.draft.body;
    let mut commands = body.commands.iter();
    if let Some(command) = commands.find(|command| command.word.touches(offset)) {
        return Some(Hover {
            range: command.word,
            markdown: teller.label_command(command),
        });
    }
    let mut commands = body.plugin_commands.iter();
    let command = commands.find(|command| command.word.touches(offset))?;
    Some(Hover {
        range: command.word,
        markdown: teller.plugin_command(command),
    })
}

/// What is told of the command of another plugin than the label plugin that `offset` stands in.
pub(super) fn command_around(context: &Context<'_>, offset: usize) -> Option<Hover> {
    let teller = Teller::new(context)?;
    let mut commands = context.issue.draft.body.plugin_commands.iter();
    let command = commands.find(|command| command.range.touches(offset))?;
    Some(Hover {
        range: command.range,
        markdown: teller.plugin_command(command),
    })
}

/// What a label is the item of a list for.
enum Item {
    /// Prow does with it what the command asks for.
    Obeyed(String),
    /// Prow does not.
    Refused(String),
}

/// What Prow will do with the draft, and what that is judged by.
struct Teller<'context> {
    context: &'context Context<'context>,
    prow: &'context Prow,
    outcome: Outcome<'context>,
}

impl<'context> Teller<'context> {
    fn new(context: &'context Context<'context>) -> Option<Teller<'context>> {
        let prow = context.catalog.prow.as_ref()?;
        Some(Teller {
            context,
            prow,
            outcome: Outcome::of(context),
        })
    }

    fn label_command(&self, command: &Command) -> String {
        let names = command.arguments.iter().map(|argument| &argument.label);
        let told = if command.arguments.is_empty() {
            let verb = verb(command.remove);
            format!("Prow will {verb} nothing: the command names no label.")
        } else if command.remove {
            let items =
                names.map(|name| self.removal(name, add_effect(self.context.catalog, name)));
            lists("remove", items)
        } else {
            let items =
                names.map(|name| self.addition(name, add_effect(self.context.catalog, name)));
            lists("add", items)
        };
        self.with_what_follows(told, &[command.prefix])
    }

    fn plugin_command(&self, command: &PluginCommand) -> String {
        let action = &command.action;
        if command.is_superseded {
            return "Prow will do nothing: of several such commands in a body only the first counts."
                .to_owned();
        }
        if !action.counts_when_an_issue_opens() {
            return format!("Prow will do nothing: {}.", why_nothing(action));
        }
        let catalog = self.context.catalog;
        let told = match action {
            PluginAction::Label {
                name: Some(name),
                remove,
            } => {
                let effect = named_effect(catalog, name);
                let item = if *remove {
                    self.removal(name, effect)
                } else {
                    self.addition(name, effect)
                };
                lists(verb(*remove), [item])
            }
            PluginAction::MentionSig { sig, .. } if add_effect(catalog, sig).is_err() => {
                format!("Prow will do nothing: the repository has no label `{sig}`.")
            }
            action => {
                let labels = labels_of(action);
                if labels.is_empty() {
                    self.other_deed(action)
                } else {
                    let items = labels
                        .iter()
                        .map(|name| self.addition(name, add_effect(catalog, name)));
                    lists("add", items)
                }
            }
        };
        let labels = match action {
            PluginAction::Label { name, .. } => name.iter().cloned().collect(),
            action => labels_of(action),
        };
        let prefixes: Vec<&str> = match action {
            // It asks for just that: whatever is missing is its concern.
            PluginAction::CheckRequiredLabels => LABEL_COMMANDS.to_vec(),
            _ => labels
                .iter()
                .filter_map(|label| Some(label.split_once('/')?.0))
                .collect(),
        };
        self.with_what_follows(told, &prefixes)
    }

    /// What Prow does besides setting labels.
    fn other_deed(&self, action: &PluginAction) -> String {
        let deed = deed(action);
        let condition = match action {
            PluginAction::Lifecycle { remove: true, .. }
            | PluginAction::HelpWanted { remove: true, .. }
            | PluginAction::Shrug { remove: true } => " if the issue is opened with it",
            _ => "",
        };
        let whom = for_whom(&obeys_whom(self.context.catalog, action));
        format!("Prow will {deed}{whom}{condition}.")
    }

    fn addition(&self, name: &str, effect: Result<SettableLabel, Refusal>) -> Item {
        match effect {
            Ok(label) if self.is_added(&label) => {
                Item::Obeyed(format!("- `{}`{}", label.name, for_whom(&label.whom)))
            }
            Ok(label) => Item::Refused(format!("- `{}`: the issue is opened with it", label.name)),
            Err(refusal) => Item::Refused(format!("- `{name}`: {}", why_refused(&refusal, name))),
        }
    }

    fn is_added(&self, label: &SettableLabel) -> bool {
        let mut added = self.outcome.added.iter();
        added.any(|added| added.name == label.name)
    }

    /// Of labels to be removed Prow looks at those that the issue is opened with alone.
    fn removal(&self, name: &str, effect: Result<SettableLabel, Refusal>) -> Item {
        let mut removed = self.outcome.removed.iter();
        match (
            removed.find(|label| label.eq_ignore_ascii_case(name)),
            effect,
        ) {
            (Some(label), effect) => {
                let whom = effect.map_or(Whom::Anyone, |label| removal_whom(label.whom));
                Item::Obeyed(format!("- `{label}`{}", for_whom(&whom)))
            }
            (None, Ok(label)) => Item::Refused(format!(
                "- `{}`: the issue is not opened with it",
                label.name
            )),
            (None, Err(refusal)) => {
                Item::Refused(format!("- `{name}`: {}", why_refused(&refusal, name)))
            }
        }
    }

    /// `told`, then which labels Prow sets by itself for want of one with one of `prefixes`, and when it reads all this.
    fn with_what_follows(&self, told: String, prefixes: &[&str]) -> String {
        let needed = self.outcome.needed.iter();
        let needed = needed
            .filter(|needed| self.concerns(needed, prefixes))
            .map(|needed| {
                let name = &needed.name;
                match &needed.unless {
                    Some(label) => format!("Unless it adds `{label}`, it will set `{name}`."),
                    None => format!(
                        "It will set `{name}`, since the issue then has no label of that kind."
                    ),
                }
            });
        let read_once = "It reads the body once, when the issue is opened; in a later edit the line does nothing.";
        let parts = std::iter::once(told).chain(needed).chain([
            read_once.to_owned(),
            source(&self.prow.source, Some(self.prow.snapshot)),
        ]);
        paragraphs(parts.map(Some))
    }

    /// Whether the label says that one with one of `prefixes` is missing.
    fn concerns(&self, needed: &NeededLabel, prefixes: &[&str]) -> bool {
        let mut required = self.prow.required_labels.iter();
        let required = required.find(|required| required.missing == needed.name);
        prefixes.iter().any(|prefix| {
            let is_required = required
                .is_some_and(|required| required.prefixes.iter().any(|other| other == prefix));
            is_required || needed.name.strip_prefix("needs-") == Some(prefix)
        })
    }
}

const fn verb(remove: bool) -> &'static str {
    if remove { "remove" } else { "add" }
}

/// What Prow will do, then what it will not.
fn lists(verb: &str, items: impl IntoIterator<Item = Item>) -> String {
    let mut obeyed = Vec::new();
    let mut refused = Vec::new();
    for item in items {
        match item {
            Item::Obeyed(line) => obeyed.push(line),
            Item::Refused(line) => refused.push(line),
        }
    }
    let list = |title: String, items: Vec<String>| {
        (!items.is_empty()).then(|| format!("{title}:\n\n{}", items.join("\n")))
    };
    paragraphs([
        list(format!("Prow will {verb}"), obeyed),
        list(format!("Prow will not {verb}"), refused),
    ])
}

fn for_whom(whom: &Whom) -> String {
    let people = whom.people();
    people.map_or_else(String::new, |people| format!(", for {people} only"))
}

fn why_refused(refusal: &Refusal, name: &str) -> String {
    match refusal {
        Refusal::Renamed(to) => format!("the label is called `{to}` now"),
        Refusal::Gone => "the label is gone".to_owned(),
        Refusal::Unknown => "the repository has no such label".to_owned(),
        Refusal::NotByName => match name.split_once('/') {
            Some((prefix, bare)) if LABEL_COMMANDS.contains(&prefix) => {
                format!("`/label` does not take it; `/{prefix} {bare}` is its command")
            }
            _ => "`/label` does not take it".to_owned(),
        },
    }
}

/// Why Prow does nothing about a command in the body of an issue that is opened.
fn why_nothing(action: &PluginAction) -> &'static str {
    match action {
        PluginAction::Label { .. } => "the command takes exactly one label, behind a single blank",
        PluginAction::Reopen => "an issue that is just opened is not closed",
        _ => "the command works in pull requests alone",
    }
}

#[cfg(test)]
mod tests {
    use super::super::hover;
    use crate::editing::completion::testing::cursor;
    use crate::rules::testing::with_context;
    use expect_test::{Expect, expect};

    /// What is told at the mark, without its last paragraphs: when Prow reads the body, and where this comes from.
    fn told(fixture: &str) -> String {
        let (text, offset) = cursor(fixture);
        with_context(&text, |context| {
            let Some(hover) = hover(context, offset, &[]) else {
                return "nothing".to_owned();
            };
            let range = hover.range;
            let told = hover.markdown.split("\n\nIt reads the body once").next();
            let told = told.unwrap_or_default();
            format!("[{}] {told}", context.slice(range).escape_debug())
        })
    }

    #[track_caller]
    fn check(fixture: &str, expected: Expect) {
        expected.assert_eq(&told(fixture));
    }

    #[test]
    fn all_of_it_is_told() {
        let (text, offset) = cursor("/si$0g node nodee aws pm\n/triage duplicate\n");
        let hover = with_context(&text, |context| hover(context, offset, &[]));
        expect![[r#"
            Prow will add:

            - `sig/node`

            Prow will not add:

            - `sig/nodee`: the repository has no such label
            - `sig/aws`: the label is called `area/provider/aws` now
            - `sig/pm`: the label is gone

            It reads the body once, when the issue is opened; in a later edit the line does nothing.

            _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]]
        .assert_eq(&hover.expect("a command").markdown);
    }

    #[test]
    fn a_label_command_tells_which_labels_it_sets() {
        check(
            "/triag$0e accepted duplicate\n",
            expect![[r#"
            [/triage] Prow will add:

            - `triage/accepted`, for members of the organisation only
            - `triage/duplicate`"#]],
        );
        check(
            "/sig$0nificant aws\n",
            expect![[r#"
            [/sig] Prow will not add:

            - `sig/aws`: the label is called `area/provider/aws` now

            It will set `needs-sig`, since the issue then has no label of that kind."#]],
        );
        check(
            "/s$0ig  node\n",
            expect![[r#"
            [/sig] Prow will add:

            - `sig/node`

            Prow will not add:

            - `sig/`: the repository has no such label"#]],
        );
        check(
            "/s$0ig\n",
            expect![[r#"
            [/sig] Prow will add nothing: the command names no label.

            It will set `needs-sig`, since the issue then has no label of that kind."#]],
        );
        check(
            "/s$0ig\nnode hangs\n",
            expect![[r#"
            [/sig] Prow will not add:

            - `sig/hangs`: the repository has no such label

            It will set `needs-sig`, since the issue then has no label of that kind."#]],
        );
        check(
            "---\nlabels: sig/node\n---\n/s$0ig node\n",
            expect![[r#"
            [/sig] Prow will not add:

            - `sig/node`: the issue is opened with it"#]],
        );
        assert_eq!(told("text /s$0ig node\n"), "nothing");
        assert_eq!(told("<!-- \n/s$0ig node\n-->\n"), "nothing");
    }

    #[test]
    fn a_label_command_tells_which_labels_it_takes_off() {
        check(
            "/sig node\n/remove-si$0g node\n",
            expect![[r#"
            [/remove-sig] Prow will not remove:

            - `sig/node`: the issue is not opened with it"#]],
        );
        check(
            "---\nlabels: [SIG/Node, triage/accepted]\n---\n/remove-si$0g node aws\n",
            expect![[r#"
                [/remove-sig] Prow will remove:

                - `SIG/Node`

                Prow will not remove:

                - `sig/aws`: the label is called `area/provider/aws` now

                It will set `needs-sig`, since the issue then has no label of that kind."#]],
        );
        check(
            "---\nlabels: [triage/accepted]\n---\n/remove-tri$0age accepted\n",
            expect![[r#"
                [/remove-triage] Prow will remove:

                - `triage/accepted`

                It will set `needs-triage`, since the issue then has no label of that kind."#]],
        );
        check(
            "---\nlabels: [cve/wontfix]\n---\n$0/remove-label cve/wontfix\n",
            expect![[r#"
                [/remove-label] Prow will remove:

                - `cve/wontfix`, for members of the team `security-response-committee` only"#]],
        );
        check(
            "/remove-prior$0ity backlog\n",
            expect![[r#"
            [/remove-priority] Prow will not remove:

            - `priority/backlog`: the issue is not opened with it

            It will set `needs-priority`, since the issue then has no label of that kind."#]],
        );
    }

    #[test]
    fn what_the_bot_misses_afterwards_is_told_where_it_belongs() {
        check(
            "/tri$0age accepted\n",
            expect![[r#"
            [/triage] Prow will add:

            - `triage/accepted`, for members of the organisation only

            Unless it adds `triage/accepted`, it will set `needs-triage`."#]],
        );
        check(
            "/w$0g nobody\n",
            expect![[r#"
            [/wg] Prow will not add:

            - `wg/nobody`: the repository has no such label

            It will set `needs-sig`, since the issue then has no label of that kind."#]],
        );
        check(
            "/kin$0d bug\n",
            expect![[r#"
            [/kind] Prow will add:

            - `kind/bug`"#]],
        );
        check(
            "/check-requ$0ired-labels\n/sig node\n",
            expect![[r#"
            [/check-required-labels] Prow will check whether the issue has the labels that it needs.

            It will set `needs-triage`, since the issue then has no label of that kind."#]],
        );
    }

    #[test]
    fn a_label_by_name_is_one_of_a_few() {
        check(
            "/lab$0el api-review\n",
            expect![[r#"
            [/label] Prow will add:

            - `api-review`"#]],
        );
        check(
            "/lab$0el official-cve-feed\n",
            expect![[r#"
            [/label] Prow will add:

            - `official-cve-feed`, for members of the team `security-response-committee` only"#]],
        );
        check(
            "/lab$0el kind/bug\n",
            expect![[r#"
            [/label] Prow will not add:

            - `kind/bug`: `/label` does not take it; `/kind bug` is its command"#]],
        );
        check(
            "/lab$0el regression\n",
            expect![[r#"
            [/label] Prow will not add:

            - `regression`: `/label` does not take it"#]],
        );
        check(
            "/lab$0el refactor\n",
            expect![[r#"
            [/label] Prow will not add:

            - `refactor`: the repository has no such label"#]],
        );
        check(
            "/lab$0el api-review cve/wontfix\n",
            expect![
                "[/label] Prow will do nothing: the command takes exactly one label, behind a single blank."
            ],
        );
        assert_eq!(
            told("/label api-$0review\n").lines().next(),
            Some("[api-review] **api-review**")
        );
    }

    #[test]
    fn the_commands_of_other_plugins_are_told_as_well() {
        let told = [
            "/clo$0se\n",
            "/ass$0ign\n",
            "/assign @octo$0cat\n",
            "/milestone v1.3$06\n",
            "/milestone\n\nv1.$036\n",
            "/milestone v1.35\n/mile$0stone v1.36\n",
            "/retitle A new $0one\n",
            "/pin-$0issue\n",
            "/remove-lifecycle st$0ale\n",
            "/remo$0ve-help\n",
            "/me$0ow\n",
            "/ho$0ld\n",
            "/cc @octo$0cat\n",
            "/lg$0tm\n",
            "/reop$0en\n",
            "/link-iss$0ue 123\n",
            "<!--\n/clo$0se\n-->\n",
        ]
        .map(told);
        expect![[r#"
            [/close] Prow will close the issue.
            [/assign] Prow will assign the issue to you.
            [/assign @octocat] Prow will assign the issue to @octocat.
            [/milestone v1.36] Prow will set the milestone `v1.36`, for members of the team `milestone-maintainers` only.
            [/milestone\n\nv1.36] Prow will set the milestone `v1.36`, for members of the team `milestone-maintainers` only.
            [/milestone] Prow will do nothing: of several such commands in a body only the first counts.
            [/retitle A new one] Prow will change the title to “A new one”, for members of the organisation only.
            [/pin-issue] Prow will pin the issue to the repository, for approvers of the whole repository only.
            [/remove-lifecycle stale] Prow will remove the label `lifecycle/stale` if the issue is opened with it.
            [/remove-help] Prow will remove the label `help wanted` if the issue is opened with it.
            [/meow] Prow will answer with a picture or a joke.
            [/hold] Prow will do nothing: the command works in pull requests alone.
            [/cc @octocat] Prow will do nothing: the command works in pull requests alone.
            [/lgtm] Prow will do nothing: the command works in pull requests alone.
            [/reopen] Prow will do nothing: an issue that is just opened is not closed.
            [/link-issue] Prow will answer that the command works in pull requests only.
            [/close] Prow will close the issue."#]].assert_eq(&told.join("\n"));
    }

    #[test]
    fn other_commands_that_set_labels_list_them() {
        check(
            "cc @kubernetes/sig-n$0ode-bugs\n",
            expect![[r#"
            [@kubernetes/sig-node-bugs] Prow will add:

            - `sig/node`
            - `kind/bug`"#]],
        );
        check(
            "cc @kubernetes/sig-n$0obody-bugs\n",
            expect![[r#"
            [@kubernetes/sig-nobody-bugs] Prow will do nothing: the repository has no label `sig/nobody`.

            It will set `needs-sig`, since the issue then has no label of that kind."#]],
        );
        check(
            "/lifecycle fro$0zen\n",
            expect![[r#"
            [/lifecycle frozen] Prow will add:

            - `lifecycle/frozen`"#]],
        );
        check(
            "/good-first$0-issue\n",
            expect![[r#"
            [/good-first-issue] Prow will add:

            - `good first issue`
            - `help wanted`"#]],
        );
    }
}
