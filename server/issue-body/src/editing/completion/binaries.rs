//! Completion of the names in the list under `Binaries:`.

use std::collections::HashSet;

use super::cursor::Cursor;
use super::{Completion, CompletionKind};
use crate::editing::ownership::has_owner;
use crate::editing::subject::Subject;
use crate::rules::Context;
use crate::template::Issue;
use crate::text::Range;

/// The binaries that the list can name at the cursor; `None` where the cursor's line is no item of it. `issue` is the
/// issue without that line.
pub(super) fn complete(
    context: &Context<'_>,
    issue: &Issue<'_>,
    cursor: &Cursor<'_>,
) -> Option<Vec<Completion>> {
    let list = issue.binaries.as_ref()?;
    let header = issue.draft.lines.line_of(list.header.start);
    let row = cursor.draft.lines.line_of(cursor.line.start);
    let line = cursor.text();
    let indentation = line.len() - line.trim_start().len();
    let is_item = |line: &str| line.trim_start().starts_with(['-', '*', '+']);
    let item = |row: usize| {
        let line = cursor
            .draft
            .slice(cursor.draft.lines.line(&cursor.draft.text, row));
        line.trim().is_empty() || is_item(line)
    };
    if header >= row || !is_item(line) || !(header + 1..row).all(item) {
        return None;
    }
    let behind_bullet = cursor.line.start + indentation + 1;
    if cursor.offset < behind_bullet {
        return None;
    }
    let names = Range::new(behind_bullet, cursor.line.end);
    let word = cursor.word(names, |character| {
        !character.is_whitespace() && !matches!(character, ',' | '`' | '*')
    });
    let needs_blank = word.start == behind_bullet;
    let listed: HashSet<&str> = list
        .inline
        .iter()
        .chain(&list.items)
        .map(|item| item.name.as_str())
        .collect();
    let mut found: Vec<_> = context
        .catalog
        .binaries
        .iter()
        .filter(|binary| !listed.contains(binary.name.as_str()))
        .collect();
    found.sort_by_key(|binary| !has_owner(issue, binary));
    let completions = found.into_iter().map(|binary| {
        let owners: Vec<String> = binary
            .sigs
            .iter()
            .filter_map(|sig| Some(context.catalog.group_of(sig)?.title()))
            .collect();
        let completion = Completion::new(
            CompletionKind::Binary,
            binary.name.as_str(),
            Subject::Binary(binary.name.clone()),
            word,
        )
        .detail((!owners.is_empty()).then(|| owners.join(", ")));
        if needs_blank {
            completion.inserting(format!(" {}", binary.name))
        } else {
            completion
        }
    });
    Some(completions.collect())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, completions, labels};
    use expect_test::expect;

    const BEFORE: &str = "/sig network\n\n## Root cause\n\nBinaries:\n";

    #[test]
    fn names_that_are_not_listed_yet_come_with_their_owners() {
        let list = completions(&format!("{BEFORE}- kubelet\n- kub$0\n"));
        expect![[r#"
            replaces "kub"
            kube-proxy — SIG Network
            kubectl — SIG CLI
            kubectl-convert
            kubeadm — SIG Cluster Lifecycle"#]]
        .assert_eq(&list.lines().take(5).collect::<Vec<_>>().join("\n"));
        assert!(!list.contains("\nkubelet"));
    }

    #[test]
    fn an_item_is_completed_however_much_of_it_is_there() {
        assert_eq!(
            accepted(&format!("{BEFORE}-$0"), "kubectl"),
            format!("{BEFORE}- kubectl")
        );
        assert_eq!(
            accepted(&format!("{BEFORE}- $0\n"), "kubectl"),
            format!("{BEFORE}- kubectl\n")
        );
        assert_eq!(
            accepted(
                &format!("{BEFORE}\n* kube$0-ctl, kubelet\n").replace('\n', "\r\n"),
                "kubectl"
            ),
            format!("{BEFORE}\n* kubectl, kubelet\n").replace('\n', "\r\n")
        );
    }

    #[test]
    fn other_lists_and_the_text_behind_the_list_are_left_alone() {
        assert!(labels("## Root cause\n\n- kub$0\n").is_empty());
        assert!(labels("## Impact\n\nBinaries:\n- kub$0\n").is_empty());
        assert!(labels(&format!("{BEFORE}- kubelet\n\nSome text.\n\n- kub$0\n")).is_empty());
        assert!(labels(&format!("{BEFORE}- kubelet\n\nThe kub$0 fails.\n")).is_empty());
    }
}
