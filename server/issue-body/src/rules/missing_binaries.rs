//! `missing-binaries`: the section on the cause does not list the binaries at fault.

use super::finding::{Findings, Fix, Severity};
use super::insertion::insertion;
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{BINARIES, BinaryList, Draft, read_name_lists, read_names};
use crate::template::{FoundSection, ListKind, binary_list};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "missing-binaries",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "The section on the cause has no `Binaries:` list, or one that a machine cannot read.",
        why: "A cluster operator wants to know which programs to replace, and a report gathers them from the list: the line \
              `Binaries:` alone, below it one name an item. Names in a sentence are found by people only.",
        bad: "## Root cause\n\nThe kubelet gives up too early.\n\nBinaries: kubelet, kube-proxy\n",
        good: "## Root cause\n\nThe kubelet gives up too early.\n\nBinaries:\n- kubelet\n- kube-proxy\n",
        fix: "Corrects the line before the list, puts it before a list of known binaries that has none, or makes a list of \
              the names behind it. Where the section names no binary at all, an empty list is added and reported until \
              somebody fills it.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    let Some(section) = issue.section_with_list(ListKind::Binaries) else {
        return;
    };
    // A section without an answer is reported as empty, list and all.
    if !issue.is_answered(section) {
        return;
    }
    match &issue.binaries {
        None => {
            let name = &section.specification.name;
            let message = format!(
                "The section `{name}` lists no binaries; write `{BINARIES}` and below it one name an item."
            );
            findings
                .report(&RULE, section.heading.range, message)
                .fix(list_fix(context, section));
        }
        Some(list) if list.exact && list.items.is_empty() => {
            let message = "This list has no item; write one binary an item, such as `- kubelet`.";
            findings.report(&RULE, list.header, message);
        }
        Some(list) if list.exact => {}
        Some(list) if list.inline.is_empty() => {
            let line = list.header.trimmed(&issue.draft.text);
            let written = issue.draft.slice(line);
            let message = format!(
                "`{written}` does not begin a list of binaries; write `{BINARIES}` on a line of its own."
            );
            findings
                .report(&RULE, line, message)
                .fix(header_fix(issue.draft, list, line));
        }
        Some(list) => {
            let message = format!(
                "These binaries stand on one line; write `{BINARIES}` and below it one name an item."
            );
            findings
                .report(&RULE, list.header.trimmed(&issue.draft.text), message)
                .fix(inline_fix(context, list));
        }
    }
}

/// Puts the header before a list of known binaries, or a list without an item at the end of the section.
fn list_fix(context: &Context<'_>, section: &FoundSection<'_>) -> Option<Fix> {
    let draft = context.issue.draft;
    let is_known = |name: &str| context.catalog.binary(name).is_some();
    let list = read_name_lists(draft, section.content)
        .into_iter()
        .find(|list| list.names.iter().all(|name| is_known(&name.name)));
    let Some(list) = list else {
        return insertion(
            draft,
            format!("Add a `{BINARIES}` list"),
            section.range.end,
            binary_list(),
        );
    };
    let start = list.first_line.start;
    let above = draft.line_at(start.saturating_sub(1));
    let line_end = draft.line_end();
    // A paragraph above would take the line for its own.
    let gap = if draft.slice(above).trim().is_empty() {
        ""
    } else {
        line_end
    };
    Some(Fix::safe(
        format!("Write `{BINARIES}` before the list"),
        vec![Edit::insert(start, format!("{gap}{BINARIES}{line_end}"))],
    ))
}

/// Corrects the header. A word without a colon and without a list behind it may be anything.
fn header_fix(draft: &Draft, list: &BinaryList, line: Range) -> Option<Fix> {
    let is_header = !list.items.is_empty() || draft.slice(line).contains([':', '：']);
    is_header.then(|| {
        Fix::safe(
            format!("Write `{BINARIES}`"),
            vec![Edit::replace(line, BINARIES)],
        )
    })
}

/// Makes an item of each name behind the header, where nothing but known binaries stands there.
fn inline_fix(context: &Context<'_>, list: &BinaryList) -> Option<Fix> {
    let draft = context.issue.draft;
    let line = list.header.trimmed(&draft.text);
    let colon = draft.slice(line).find([':', '：'])?;
    let behind = Range::new(line.start + colon, line.end);
    let width = draft.slice(behind).chars().next().map_or(0, char::len_utf8);
    let marks: &[char] = &['*', '_', ' ', '\t'];
    let names = draft.slice(behind)[width..].trim_start_matches(marks);
    let names = read_names(draft, Range::new(line.end - names.len(), line.end))?;
    if !names
        .iter()
        .all(|name| context.catalog.binary(&name.name).is_some())
    {
        return None;
    }
    let line_end = draft.line_end();
    let items = names
        .iter()
        .map(|name| format!("{line_end}- {}", draft.slice(name.range)));
    let written = format!("{BINARIES}{}", items.collect::<String>());
    Some(Fix::safe(
        "Write one name an item",
        vec![Edit::replace(line, written)],
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{findings, fixed, report};
    use expect_test::expect;

    #[track_caller]
    fn check_fix(content: &str, expected: &str) {
        for line_end in ["\n", "\r\n"] {
            let draft = |content: &str| {
                format!("## Root cause\n\n{content}\n## Impact\n\nx\n").replace('\n', line_end)
            };
            assert_eq!(
                fixed(&RULE, &draft(content), Applicability::Safe),
                draft(expected)
            );
        }
    }

    #[test]
    fn a_section_without_a_list_is_reported_at_its_heading() {
        expect![[r#"
            3:1-3:14 warning missing-binaries: The section `Root cause` lists no binaries; write `Binaries:` and below it one name an item.
              safe fix: Add a `Binaries:` list
        "#]]
        .assert_eq(&report(&RULE, "😀\r\n\r\n## Root cause\r\nThe kubelet.\r\n"));
    }

    #[test]
    fn a_list_that_is_no_list_is_reported_at_its_first_line() {
        for (content, expected) in [
            (
                "Binaries:\n- <!-- kubelet -->\n",
                expect![[r#"
                    4:1-4:10 warning missing-binaries: This list has no item; write one binary an item, such as `- kubelet`.
                "#]],
            ),
            (
                "  **Binaries:**\n- kubelet\n",
                expect![[r#"
                    4:3-4:16 warning missing-binaries: `**Binaries:**` does not begin a list of binaries; write `Binaries:` on a line of its own.
                      safe fix: Write `Binaries:`
                "#]],
            ),
            (
                "Binaries: kubelet\n",
                expect![[r#"
                    4:1-4:18 warning missing-binaries: These binaries stand on one line; write `Binaries:` and below it one name an item.
                      safe fix: Write one name an item
                "#]],
            ),
        ] {
            expected.assert_eq(&report(
                &RULE,
                &format!("## Root cause\nText.\n\n{content}"),
            ));
        }
    }

    #[test]
    fn the_header_is_put_before_a_list_of_known_binaries() {
        check_fix(
            "Text.\n- kubelet\n- `kubectl` (Windows)\n",
            "Text.\n\nBinaries:\n- kubelet\n- `kubectl` (Windows)\n",
        );
        check_fix(
            "Text.\n\n- one\n- two\n\nIn:\n\n* kubelet\n",
            "Text.\n\n- one\n- two\n\nIn:\n\nBinaries:\n* kubelet\n",
        );
    }

    #[test]
    fn a_misspelled_header_is_corrected() {
        for header in [
            "**Binaries:**",
            "### Binaries",
            "binaries :",
            "Binares",
            "Binary：",
        ] {
            check_fix(
                &format!("Text.\n\n{header}\n- kubelet\n"),
                "Text.\n\nBinaries:\n- kubelet\n",
            );
        }
    }

    #[test]
    fn names_behind_the_header_become_items() {
        check_fix("Binaries: kubelet\n", "Binaries:\n- kubelet\n");
        check_fix(
            "**binaries:** `kubelet` (Windows), kubectl and kubeadm.\n- etcd\n",
            "Binaries:\n- `kubelet` (Windows)\n- kubectl\n- kubeadm.\n- etcd\n",
        );
    }

    #[test]
    fn words_behind_the_header_are_left_to_the_writer() {
        for content in [
            "Binaries: see below\n",
            "Binaries: kubelet on Windows\n",
            "Binaries: all\n",
            "**Binaries: kubelet**\n",
        ] {
            let found = findings(&RULE, &format!("## Root cause\n{content}"));
            assert_eq!(found.len(), 1, "{content}");
            assert_eq!(found[0].fix, None, "{content}");
        }
    }

    #[test]
    fn a_section_that_names_no_binary_gets_a_list_without_an_answer() {
        check_fix("Text.\n", "Text.\n\nBinaries:\n- <!-- kubelet -->\n");
        let text = fixed(&RULE, "## Root cause\nText.", Applicability::Safe);
        assert_eq!(
            text,
            "## Root cause\nText.\n\nBinaries:\n- <!-- kubelet -->\n"
        );
        let found = findings(&RULE, &text);
        assert_eq!(
            (found.len(), &found[0].fix),
            (1, &None),
            "an empty list is still reported"
        );
    }

    #[test]
    fn no_list_is_put_into_a_code_block_that_nothing_closes() {
        let text = "## Root cause\nText.\n```\nlog\n";
        assert_eq!(findings(&RULE, text)[0].fix, None);
    }

    #[test]
    fn an_empty_and_an_absent_section_are_left_to_other_rules() {
        for text in [
            "",
            "## Root cause\n",
            "## Root cause\n\nBinaries:\n- \n",
            "## Root cause\n<!-- Text. -->\n\nBinaries:\n- <!-- kubelet -->\n",
            "## Root cause\nBinaries:\n- kubelet\n",
        ] {
            assert_eq!(report(&RULE, text), "", "{text}");
        }
    }
}
