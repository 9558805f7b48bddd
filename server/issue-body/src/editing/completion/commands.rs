//! Completion of Prow's commands. The names behind them are completed in `labels`.

use super::cursor::Cursor;
use super::{Completion, CompletionKind, labels};
use crate::editing::commands::plugin_commands;
use crate::editing::subject::Subject;
use crate::rules::Context;
use crate::syntax::PluginAction;
use crate::template::Issue;
use crate::text::Range;

/// The commands that do something in the body of an issue: first the label commands of the groups that the issue lacks,
/// then the others. None where the repository is not known to have Prow.
pub(super) fn commands(
    context: &Context<'_>,
    issue: &Issue<'_>,
    cursor: &Cursor<'_>,
) -> (Vec<Completion>, Vec<Completion>) {
    if context.catalog.prow.is_none() {
        return (Vec::new(), Vec::new());
    }
    let line = CommandLine::new(cursor);
    let label_command = |prefix: &str, detail: String| line.command(prefix, Behind::List, detail);
    let groups = &issue.template.label_groups;
    let (lacking, present): (Vec<_>, Vec<_>) = groups
        .iter()
        .partition(|group| issue.labels_with(&group.prefix).next().is_none());
    let lacking = lacking
        .into_iter()
        .map(|group| {
            label_command(
                &group.prefix,
                format!("{} label, still missing", group.title),
            )
        })
        .collect();
    let labels = context.catalog.labels.as_ref();
    let has_labels =
        |prefix: &str| labels.is_none_or(|labels| labels.with_prefix(prefix).next().is_some());
    let others = present.iter().map(|group| group.prefix.as_str());
    let ungrouped = OTHER_COMMANDS
        .into_iter()
        .filter(|prefix| groups.iter().all(|group| group.prefix != *prefix));
    let others = others
        .chain(ungrouped)
        .filter(|prefix| has_labels(prefix))
        .map(|prefix| label_command(prefix, format!("sets {prefix}/… labels")))
        .chain(of_other_plugins(context, issue, &line))
        .chain(removing(issue, &line))
        .collect();
    (lacking, others)
}

/// The commands of other kinds, without those of which `issue` needs no second one.
fn of_other_plugins(
    context: &Context<'_>,
    issue: &Issue<'_>,
    line: &CommandLine,
) -> Vec<Completion> {
    let has = |word: &str| {
        let mut commands = issue.draft.body.plugin_commands.iter();
        commands.any(|command| issue.draft.slice(command.word)[1..].eq_ignore_ascii_case(word))
    };
    let commands = plugin_commands().into_iter();
    commands
        .filter(|command| command.has_labels(context.catalog))
        .filter(|command| !command.is_single || !has(command.word))
        .map(|command| {
            let detail = match command.restriction(context.catalog) {
                Some(restriction) => format!("{restriction} · {}", command.detail),
                None => command.detail.to_owned(),
            };
            let behind = match command.action {
                PluginAction::Label { .. } | PluginAction::Lifecycle { .. } => Behind::List,
                _ if command.argument.is_empty() => Behind::Nothing,
                _ => Behind::Text,
            };
            line.command(command.word, behind, detail)
        })
        .collect()
}

/// The commands that remove labels, for those that the issue is opened with: on others they do nothing.
fn removing(issue: &Issue<'_>, line: &CommandLine) -> Vec<Completion> {
    let prefixes = OTHER_COMMANDS.into_iter();
    prefixes
        .filter(|prefix| labels::opened_with(issue, prefix).next().is_some())
        .map(|prefix| {
            let detail = format!("removes {prefix}/… labels");
            line.command(&format!("remove-{prefix}"), Behind::List, detail)
        })
        .collect()
}

/// What stands behind a command's word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// Nothing.
    Nothing,
    /// A text that nobody can complete.
    Text,
    /// What is completed next.
    List,
}

/// The line that a command is written in.
struct CommandLine {
    /// The slash and what there is of the word.
    word: Range,
    /// Whether more stands behind the word.
    goes_on: bool,
}

impl CommandLine {
    fn new(cursor: &Cursor<'_>) -> CommandLine {
        let end = cursor
            .word(cursor.line, |character| !character.is_whitespace())
            .end;
        CommandLine {
            word: Range::new(cursor.line.start, end),
            goes_on: end < cursor.line.end,
        }
    }

    fn command(&self, word: &str, behind: Behind, detail: String) -> Completion {
        let subject = Subject::Command(word.to_owned());
        let completion = Completion::new(
            CompletionKind::Command,
            format!("/{word}"),
            subject,
            self.word,
        )
        .detail(detail);
        if self.goes_on || behind == Behind::Nothing {
            return completion;
        }
        let completion = completion.inserting(format!("/{word} "));
        if behind == Behind::List {
            completion.retriggering()
        } else {
            completion
        }
    }
}

/// [`LABEL_COMMANDS`](crate::syntax::LABEL_COMMANDS) in the order of their use in issues.
const OTHER_COMMANDS: [&str; 8] = [
    "kind",
    "sig",
    "priority",
    "area",
    "wg",
    "committee",
    "triage",
    "language",
];

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, completions, labels};
    use super::OTHER_COMMANDS;
    use crate::syntax::LABEL_COMMANDS;
    use expect_test::expect;

    #[test]
    fn every_label_command_is_known_here() {
        let mut known = OTHER_COMMANDS;
        known.sort_unstable();
        assert_eq!(known, LABEL_COMMANDS);
    }

    #[test]
    fn commands_for_missing_labels_come_first() {
        expect![[r#"
            replaces "/si"
            /sig — SIG label, still missing → "/sig " [again]
            /priority — sets priority/… labels → "/priority " [again]
            /kind — sets kind/… labels → "/kind " [again]
            /area — sets area/… labels → "/area " [again]
            /wg — sets wg/… labels → "/wg " [again]
            /committee — sets committee/… labels → "/committee " [again]
            /triage — sets triage/… labels → "/triage " [again]
            /assign — assigns people, or without a name you → "/assign "
            /label — sets one of a few other labels → "/label " [again]
            /lifecycle — sets a lifecycle/… label → "/lifecycle " [again]
            /help — sets help wanted
            /good-first-issue — sets good first issue and help wanted
            /milestone — team milestone-maintainers only · sets the milestone → "/milestone "
        "#]]
        .assert_eq(&completions("text\n\n/priority backlog\n/si$0\n"));
        assert!(labels("text /si$0").is_empty() && labels(" /si$0").is_empty());
    }

    #[test]
    fn what_the_issue_has_no_use_for_is_left_out() {
        let fixture = "---\nlabels: sig/node\n---\n/milestone v1.36\n/Help\n/lifecycle frozen\n/kind bug\n/$0\n";
        let offered = labels(fixture);
        for (word, is_offered) in [
            ("/milestone", false),
            ("/help", false),
            ("/lifecycle", false),
            ("/good-first-issue", true),
            ("/label", true),
            ("/remove-sig", true),
            // What the same body asks for is not there yet.
            ("/remove-kind", false),
            ("/close", false),
            ("/hold", false),
        ] {
            assert_eq!(offered.contains(&word.to_owned()), is_offered, "{word}");
        }
    }

    #[test]
    fn names_that_stand_behind_the_word_stay() {
        assert_eq!(
            accepted("/pri$0 backlog\n", "/priority"),
            "/priority backlog\n"
        );
        assert_eq!(
            accepted("😀\r\n/s$0gi node\r\n", "/sig"),
            "😀\r\n/sig node\r\n"
        );
    }
}
