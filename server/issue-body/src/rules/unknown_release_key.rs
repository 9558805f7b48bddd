//! `unknown-release-key`: a release entry with a key that no tool reads.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{EntryShape, ReleaseKey};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "unknown-release-key",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "The key of a release entry is neither `introduced-in` nor `resolved-in`.",
        why: "These two keys are all that tools read in a release block. A release under `introduced_in` or `fixed-in` is \
              known to the writer alone.",
        bad: "```release\nintroduced_in=v1.36.2\n```\n",
        good: "```release\nintroduced-in=v1.36.2\n```\n",
        fix: "Writes the key that is meant, where one is at most two edits away.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    let blocks = draft.body.release_blocks.iter();
    for entry in blocks.flat_map(|block| &block.entries) {
        let EntryShape::WellFormed { key, .. } = entry.shape else {
            continue;
        };
        let name = draft.slice(key);
        if ReleaseKey::from_name(name).is_some() {
            continue;
        }
        let [introduced, resolved] = ReleaseKey::ALL.map(ReleaseKey::name);
        let meant = ReleaseKey::nearest(name).map(ReleaseKey::name);
        let message = match meant {
            Some(meant) => format!(
                "`{name}` is neither `{introduced}` nor `{resolved}`; write `{meant}` if that is meant."
            ),
            None => format!(
                "`{name}` is no key of a release block; write `{introduced}` or `{resolved}`."
            ),
        };
        let fix = meant
            .map(|meant| Fix::safe(format!("Write `{meant}`"), vec![Edit::replace(key, meant)]));
        findings.report(&RULE, key, message).fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn the_key_that_is_near_is_offered() {
        let text =
            "```release\r\nIntroduced-in=v1.2.3\r\nresolvd-in=v1.2.4\r\nfixed-in=v1.2.5\r\n```\r\n";
        expect![[r#"
            2:1-2:14 error unknown-release-key: `Introduced-in` is neither `introduced-in` nor `resolved-in`; write `introduced-in` if that is meant.
              safe fix: Write `introduced-in`
            3:1-3:11 error unknown-release-key: `resolvd-in` is neither `introduced-in` nor `resolved-in`; write `resolved-in` if that is meant.
              safe fix: Write `resolved-in`
            4:1-4:9 error unknown-release-key: `fixed-in` is no key of a release block; write `introduced-in` or `resolved-in`.
        "#]]
        .assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            "```release\r\nintroduced-in=v1.2.3\r\nresolved-in=v1.2.4\r\nfixed-in=v1.2.5\r\n```\r\n"
        );
    }

    #[test]
    fn a_line_that_is_no_entry_is_left_to_another_rule() {
        assert_eq!(
            report(&RULE, "```release\nintroduced_in: v1.2.3\n```\n"),
            ""
        );
    }
}
