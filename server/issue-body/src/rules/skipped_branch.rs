//! `skipped-branch`: a branch without a fix between two that have one.

use jiff::civil::Date;

use super::branches::{NamedVersions, OpenBranch};
use super::finding::{Findings, Fix, Severity};
use super::resolutions::{Place, add_resolutions, places};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::ReleaseKey;

pub(super) static RULE: Rule = Rule {
    name: "skipped-branch",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::Unsafe,
    page: Page {
        summary: "A minor with the problem has no `resolved-in`, but an older and a newer one have.",
        why: "A fix is picked to every branch that has the problem, newest to oldest. Whoever upgrades from a fixed \
              release of the older minor to the one between gets the problem back. A minor is affected when an \
              `introduced-in` names it or an older one; what was cut with the fix in its `.0`, or in that of an older minor, is not. \
              A branch counts as skipped after its end of life, too. Which minors there are is told by the list of \
              releases: without one nothing is skipped.",
        bad: "```release\nintroduced-in=v1.35.2\n```\n\n```release\nresolved-in=v1.37.1\nresolved-in=v1.35.9\n```\n",
        good: "```release\nintroduced-in=v1.35.2\n```\n\n```release\nresolved-in=v1.37.1\nresolved-in=v1.36.5\nresolved-in=v1.35.9\n```\n",
        fix: "Adds the branch's next patch, in the order that the entries have. It is unsafe, since only a person knows whether \
              the fix is picked there and in time. After the end of life there is none.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(releases) = &context.catalog.releases else {
        return;
    };
    let draft = context.issue.draft;
    let fixes = places(draft, ReleaseKey::ResolvedIn);
    let branch_of = |place: &Place<'_>| (place.version.major, place.version.minor);
    let fixed = fixes.iter().map(branch_of);
    let (Some(first), Some(last)) = (fixed.clone().min(), fixed.max()) else {
        return;
    };
    if first.0 == last.0 && last.1 - first.1 < 2 {
        // Nothing lies between two neighbours, which most fixes are.
        return;
    }
    let named = NamedVersions::read(draft, None);
    for open in named.open_branches(releases, context.today) {
        let branch = (open.minor.major, open.minor.minor);
        let newer = fixes
            .iter()
            .filter(|place| branch_of(place) > branch)
            .min_by_key(|place| branch_of(place));
        let older = fixes
            .iter()
            .filter(|place| branch_of(place) < branch)
            .max_by_key(|place| branch_of(place));
        let (true, Some(newer), Some(older)) = (open.is_skipped, newer, older) else {
            continue;
        };
        let next = named.next_fix(open.minor, context.today);
        let what = if !open.gets_patches {
            let ended = ended(&open, context.today);
            format!("{ended}, so write its patch with the fix if there was one")
        } else {
            format!("write `resolved-in=v{next}` if its next patch will have the fix")
        };
        let name = open.minor.name();
        let message = format!(
            "{name} has the problem but no `resolved-in`, unlike `v{}` and `v{}` around it; {what}.",
            older.version, newer.version
        );
        let fix = open.gets_patches.then(|| {
            let title = format!("Add `resolved-in=v{next}`");
            Fix::r#unsafe(title, add_resolutions(context.issue, &[next]))
        });
        findings
            .report(&RULE, newer.range, message)
            .related(
                older.range,
                format!("`v{}` has the fix too.", older.version),
            )
            .fix(fix);
    }
}

/// `it ended on 2026-06-28`, and of a plan, that it was one.
fn ended(open: &OpenBranch<'_>, today: Date) -> String {
    match open.minor.end_of_life.filter(|end| *end < today) {
        Some(end) if open.minor.end_of_life_is_planned => {
            format!("it was planned to end on {end}")
        }
        Some(end) => format!("it ended on {end}"),
        None => "it has ended".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, on, report, report_on};
    use expect_test::expect;

    #[test]
    fn a_branch_between_two_fixes_is_reported_once_beside_the_newer_one() {
        let text = "```release\r\nintroduced-in=v1.34.2\r\n```\r\n\r\n```release\r\nresolved-in=v1.37.1\r\nresolved-in=v1.34.12\r\n```\r\n";
        expect![[r#"
            6:13-6:20 warning skipped-branch: 1.36 has the problem but no `resolved-in`, unlike `v1.34.12` and `v1.37.1` around it; write `resolved-in=v1.36.5` if its next patch will have the fix.
              7:13-7:21 `v1.34.12` has the fix too.
              unsafe fix: Add `resolved-in=v1.36.5`
            6:13-6:20 warning skipped-branch: 1.35 has the problem but no `resolved-in`, unlike `v1.34.12` and `v1.37.1` around it; write `resolved-in=v1.35.9` if its next patch will have the fix.
              7:13-7:21 `v1.34.12` has the fix too.
              unsafe fix: Add `resolved-in=v1.35.9`
        "#]]
        .assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(&RULE, text, Applicability::Unsafe),
            text.replace(
                "resolved-in=v1.37.1\r\n",
                "resolved-in=v1.37.1\r\nresolved-in=v1.36.5\r\nresolved-in=v1.35.9\r\n"
            )
        );
    }

    #[test]
    fn an_ended_branch_was_skipped_but_gets_no_patch_any_more() {
        let text =
            "```release\nintroduced-in=v1.15.0\nresolved-in=v1.16.1\nresolved-in=v1.14.8\n```\n";
        expect![[r#"
            3:13-3:20 warning skipped-branch: 1.15 has the problem but no `resolved-in`, unlike `v1.14.8` and `v1.16.1` around it; it ended on 2020-05-06, so write its patch with the fix if there was one.
              4:13-4:20 `v1.14.8` has the fix too.
        "#]]
        .assert_eq(&report(&RULE, text));
        let then = report_on(&RULE, on(2019, 10, 1), text);
        assert!(
            then.contains("unsafe fix: Add `resolved-in=v1.15.5`"),
            "{then}"
        );
        let planned =
            "```release\nintroduced-in=v1.33.0\nresolved-in=v1.35.9\nresolved-in=v1.33.14\n```\n";
        let planned = report_on(&RULE, on(2027, 1, 1), planned);
        assert!(
            planned.contains("it was planned to end on 2026-10-27"),
            "{planned}"
        );
    }

    #[test]
    fn branches_without_the_problem_are_not_skipped() {
        for text in [
            "introduced-in=v1.36.1\nresolved-in=v1.37.1\nresolved-in=v1.36.5\nresolved-in=v1.34.12",
            "introduced-in=v1.34.2\nresolved-in=v1.37.1\nresolved-in=v1.35.0\nresolved-in=v1.34.3",
            "introduced-in=v1.34.2\nresolved-in=v1.36.5",
            "introduced-in=v1.34.\nresolved-in=v1.36.5\nresolved-in=v1.34.12",
            "introduced-in=v1.34.2\nresolved-in=v1.36.5\nresolved-in=v1.35\nresolved-in=v1.34.12",
        ] {
            assert_eq!(
                report(&RULE, &format!("```release\n{text}\n```\n")),
                "",
                "{text}"
            );
        }
    }
}
