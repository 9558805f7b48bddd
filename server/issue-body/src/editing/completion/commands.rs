//! Completion of Prow's label commands. The names behind them are completed in `labels`.

use super::cursor::Cursor;
use super::{Completion, CompletionKind};
use crate::editing::subject::Subject;
use crate::rules::Context;
use crate::template::Issue;
use crate::text::Range;

/// The label commands: first those of the groups that the issue lacks, then the others.
pub(super) fn commands(
    context: &Context<'_>,
    issue: &Issue<'_>,
    cursor: &Cursor<'_>,
) -> (Vec<Completion>, Vec<Completion>) {
    let word = Range::new(
        cursor.line.start,
        cursor
            .word(cursor.line, |character| !character.is_whitespace())
            .end,
    );
    let has_names = !cursor
        .draft
        .slice(Range::new(word.end, cursor.line.end))
        .is_empty();
    let command = |prefix: &str, detail: String| {
        let subject = Subject::Command(prefix.to_owned());
        let completion =
            Completion::new(CompletionKind::Command, format!("/{prefix}"), subject, word)
                .detail(detail);
        if has_names {
            completion
        } else {
            completion.inserting(format!("/{prefix} ")).retriggering()
        }
    };
    let groups = &issue.template.label_groups;
    let (lacking, present): (Vec<_>, Vec<_>) = groups
        .iter()
        .partition(|group| issue.labels_with(&group.prefix).next().is_none());
    let lacking = lacking
        .into_iter()
        .map(|group| {
            command(
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
        .map(|prefix| command(prefix, format!("sets {prefix}/… labels")))
        .collect();
    (lacking, others)
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
        "#]]
        .assert_eq(&completions("text\n\n/priority backlog\n/si$0\n"));
        assert!(labels("text /si$0").is_empty() && labels(" /si$0").is_empty());
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
