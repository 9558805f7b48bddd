//! `unresolved-branch`: a supported branch that still waits for the fix that others have.

use super::branches::NamedVersions;
use super::finding::{Findings, Fix, Severity};
use super::resolutions::{add_resolutions, block_anchor, places};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::ReleaseKey;

pub(super) static RULE: Rule = Rule {
    name: "unresolved-branch",
    level: Severity::Information,
    level_when_resolved: None,
    availability: Availability::Unsafe,
    page: Page {
        summary: "A supported minor with the problem has no `resolved-in`, though another minor has one.",
        why: "A fix is picked to every supported branch that has the problem, or the issue says why not. Release managers \
              read from this list which picks are still to come. A minor is affected when an `introduced-in` names it or \
              an older one, and every minor is while nobody knows; what was cut with the fix in its `.0`, or in that of an older \
              minor, is not. A branch between two with a fix is reported by `skipped-branch`.",
        bad: "```release\nintroduced-in=v1.36.2\n```\n\n```release\nresolved-in=v1.37.1\n```\n",
        good: "```release\nintroduced-in=v1.36.2\n```\n\n```release\nresolved-in=v1.37.1\nresolved-in=v1.36.5\n```\n",
        fix: "Adds the branch's next patch, in the order that the entries have. It is unsafe, since only a person knows whether \
              the fix is picked there and in time.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(releases) = &context.catalog.releases else {
        return;
    };
    let draft = context.issue.draft;
    let named = NamedVersions::read(draft, None);
    let fixes = places(draft, ReleaseKey::ResolvedIn);
    let Some(first) = fixes.first() else {
        return;
    };
    for open in named.open_branches(releases, context.today) {
        if open.is_skipped {
            continue;
        }
        let name = open.minor.name();
        let next = named.next_fix(open.minor, context.today);
        let has_problem = if named.introduced.is_empty() {
            "counts as affected while no `introduced-in` is known, and"
        } else {
            "has the problem and is supported, but"
        };
        let message = format!(
            "{name} {has_problem} has no `resolved-in`; write `resolved-in=v{next}` for its next patch, or its release that has the fix already."
        );
        let title = format!("Add `resolved-in=v{next}`");
        let fix = Fix::r#unsafe(title, add_resolutions(context.issue, &[next]));
        findings
            .report(&RULE, block_anchor(first), message)
            .fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, on, report, report_on};
    use expect_test::expect;

    #[test]
    fn each_supported_branch_without_a_fix_is_reported_at_the_block_that_lacks_it() {
        let text =
            "```release\nintroduced-in=v1.34.2\n```\n\n```release\nresolved-in=v1.36.5\n```\n";
        expect![[r#"
            5:1-5:11 information unresolved-branch: 1.37 has the problem and is supported, but has no `resolved-in`; write `resolved-in=v1.37.1` for its next patch, or its release that has the fix already.
              unsafe fix: Add `resolved-in=v1.37.1`
            5:1-5:11 information unresolved-branch: 1.35 has the problem and is supported, but has no `resolved-in`; write `resolved-in=v1.35.9` for its next patch, or its release that has the fix already.
              unsafe fix: Add `resolved-in=v1.35.9`
            5:1-5:11 information unresolved-branch: 1.34 has the problem and is supported, but has no `resolved-in`; write `resolved-in=v1.34.12` for its next patch, or its release that has the fix already.
              unsafe fix: Add `resolved-in=v1.34.12`
        "#]]
        .assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(&RULE, text, Applicability::Unsafe),
            text.replace(
                "resolved-in=v1.36.5\n",
                "resolved-in=v1.37.1\nresolved-in=v1.36.5\nresolved-in=v1.35.9\nresolved-in=v1.34.12\n"
            )
        );
        assert_eq!(fixed(&RULE, text, Applicability::Safe), text);
    }

    #[test]
    fn without_an_introduction_every_supported_branch_waits() {
        let text = "introduced-in=unknown\nresolved-in=v1.37.1\nresolved-in=v1.36.5\nresolved-in=v1.35.9\n";
        expect![[r#"
            2:13-2:20 information unresolved-branch: 1.34 counts as affected while no `introduced-in` is known, and has no `resolved-in`; write `resolved-in=v1.34.12` for its next patch, or its release that has the fix already.
              unsafe fix: Add `resolved-in=v1.34.12`
        "#]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn it_depends_on_the_day() {
        let text = "```release\nintroduced-in=v1.34.2\nresolved-in=v1.35.9\n```\n";
        let branches =
            |year, month, day| report_on(&RULE, on(year, month, day), text).lines().count() / 2;
        assert_eq!(branches(2026, 9, 1), 3);
        assert_eq!(branches(2026, 11, 1), 2, "1.34 was planned to end");
        assert_eq!(branches(2026, 3, 1), 1, "1.36 and 1.37 are not out");
    }

    #[test]
    fn a_minor_that_came_long_after_the_fix_waits_until_somebody_says_otherwise() {
        let text = "```release\nintroduced-in=v1.34.0\nresolved-in=v1.34.2\n```\n";
        expect![[r#"
            1:1-1:11 information unresolved-branch: 1.35 has the problem and is supported, but has no `resolved-in`; write `resolved-in=v1.35.1` for its next patch, or its release that has the fix already.
              unsafe fix: Add `resolved-in=v1.35.1`
        "#]]
        .assert_eq(&report_on(&RULE, on(2026, 1, 15), text));
        let fixed = fixed(&RULE, text, Applicability::Unsafe);
        assert_eq!(report(&RULE, &fixed), "");
    }

    #[test]
    fn nothing_waits_before_a_fix_is_named_or_after_the_last_one() {
        for text in [
            "introduced-in=v1.34.2",
            "introduced-in=v1.34.2\nresolved-in=vX.Y.Z",
            "introduced-in=v1.37.0\nresolved-in=v1.37.1",
            "introduced-in=v1.35.2\nresolved-in=v1.36.0\nresolved-in=v1.35.3",
            "introduced-in=v1.3\nresolved-in=v1.36.5",
            "introduced-in=vX.Y.Z\nresolved-in=v1.36.5",
            "introduced-in=v1.36.2\nresolved-in=v1.37.1\nresolved-in=v1.36",
        ] {
            assert_eq!(
                report(&RULE, &format!("```release\n{text}\n```\n")),
                "",
                "{text}"
            );
        }
    }
}
