//! `unknown-binary`: a name in the `Binaries:` list that is no binary's.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{BinaryItem, Draft};
use crate::text::{Edit, Range};

pub(super) static RULE: Rule = Rule {
    name: "unknown-binary",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "The list of binaries names one that is not known.",
        why: "Names of binaries are file names and are compared letter by letter: a report that counts `Kubelet`, \
              `kubelet` and `the kubelet` finds three programs. Without a list of binaries this rule is silent.",
        bad: "## Root cause\n\nBinaries:\n- Kubelet\n",
        good: "## Root cause\n\nBinaries:\n- kubelet\n",
        fix: "Writes the known name, where one differs in case alone or is at most two edits away.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(list) = &context.issue.binaries else {
        return;
    };
    if context.catalog.binaries.is_empty() {
        return;
    }
    let draft = context.issue.draft;
    let inline = list.inline.iter().map(|item| (item, true));
    let items = list.items.iter().map(|item| (item, is_remark(draft, item)));
    for (item, may_be_prose) in inline.chain(items) {
        let name = &item.name;
        if context.catalog.binary(name).is_some() {
            continue;
        }
        match context.catalog.nearest_binary(name) {
            Some(nearest) => {
                let nearest = &nearest.name;
                let message =
                    format!("No binary is called `{name}`; write `{nearest}` if that is meant.");
                let edit = Edit::replace(item.range, nearest.as_str());
                findings
                    .report(&RULE, item.range, message)
                    .fix(Fix::safe(format!("Write `{nearest}`"), vec![edit]));
            }
            None if may_be_prose => {}
            None => {
                let message = format!(
                    "No binary is called `{name}`; write the name of its file, such as `kubelet`."
                );
                findings.report(&RULE, item.range, message);
            }
        }
    }
}

/// Whether the word begins what is said about the name before it: `- kubelet, on Windows only`.
fn is_remark(draft: &Draft, item: &BinaryItem) -> bool {
    let line = draft.line_at(item.range.start);
    let before = draft.slice(Range::new(line.start, item.range.start));
    let behind = draft.slice(Range::new(item.range.end, line.end));
    let behind = behind
        .trim_start_matches(|character: char| character.is_ascii_punctuation() && character != ',');
    before.contains(',') && !behind.trim_start().is_empty() && !behind.starts_with(',')
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn the_nearest_known_binary_is_offered() {
        expect![[r#"
            3:5-3:12 warning unknown-binary: No binary is called `Kubelet`; write `kubelet` if that is meant.
              safe fix: Write `kubelet`
            4:3-4:12 warning unknown-binary: No binary is called `kubeproxy`; write `kube-proxy` if that is meant.
              safe fix: Write `kube-proxy`
            5:3-5:6 warning unknown-binary: No binary is called `the`; write the name of its file, such as `kubelet`.
        "#]]
        .assert_eq(&report(
            &RULE,
            "## Root cause\r\nBinaries:\r\n- **Kubelet**\r\n- kubeproxy (😀)\r\n- the scheduler\r\n",
        ));
    }

    #[test]
    fn the_fix_changes_the_name_only() {
        assert_eq!(
            fixed(
                &RULE,
                "## Root cause\nBinaries:\n- `Kubelet`, KUBECTL (Windows)\n",
                Applicability::Safe
            ),
            "## Root cause\nBinaries:\n- `kubelet`, kubectl (Windows)\n"
        );
    }

    #[test]
    fn known_names_remarks_and_half_typed_items_are_left_alone() {
        for item in [
            "- kubelet",
            "- kubelet, on Windows only",
            "- ",
            "-",
            "- <!-- kubelet -->",
            "- `kubectl`: all",
        ] {
            let text = format!("## Root cause\nText.\n\nBinaries:\n{item}\n");
            assert_eq!(report(&RULE, &text), "", "{item}");
        }
        assert_eq!(report(&RULE, "## Root cause\nBinaries: see below\n"), "");
    }
}
