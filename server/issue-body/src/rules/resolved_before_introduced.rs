//! `resolved-before-introduced`: a fix that is older than the problem.

use super::finding::{Findings, Severity};
use super::resolutions::{Place, places};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::ReleaseKey;

pub(super) static RULE: Rule = Rule {
    name: "resolved-before-introduced",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "A `resolved-in` is not later than the `introduced-in` of its minor, or older than every `introduced-in`.",
        why: "One release cannot both bring a problem and fix it, and a branch that is older than the problem needs no \
              fix. Mostly a digit is wrong, the keys are swapped, or the bad change was itself backported and the \
              `introduced-in` of that branch is missing. A pre-release comes before its release: a problem of \
              `v1.10.0-rc.1` can be fixed in `v1.10.0`.",
        bad: "```release\nintroduced-in=v1.36.4\nresolved-in=v1.36.3\n```\n",
        good: "```release\nintroduced-in=v1.36.2\nresolved-in=v1.36.3\n```\n",
        fix: "None: only a person knows which of them is true.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    let introduced = places(draft, ReleaseKey::IntroducedIn);
    let oldest = |places: &mut dyn Iterator<Item = &Place<'_>>| {
        places
            .min_by(|left, right| left.version.cmp_precedence(&right.version))
            .map(|place| (place.version.clone(), place.range))
    };
    for Place { version, range, .. } in places(draft, ReleaseKey::ResolvedIn) {
        let is_of_branch = |place: &&Place<'_>| {
            (place.version.major, place.version.minor) == (version.major, version.minor)
        };
        let first = match oldest(&mut introduced.iter().filter(is_of_branch)) {
            Some(own) => Some((own, true)),
            None => oldest(&mut introduced.iter()).map(|other| (other, false)),
        };
        let Some(((first, place), is_own)) = first else {
            continue;
        };
        let order = version.cmp_precedence(&first);
        if order.is_gt() {
            continue;
        }
        let branch = format!("{}.{}", version.major, version.minor);
        let message = match (is_own, order.is_eq()) {
            (true, true) => format!(
                "`v{version}` cannot bring the problem and fix it too; write the later release of {branch} that has the fix."
            ),
            (true, false) => format!(
                "`v{version}` is older than `v{first}`, which brought the problem to {branch}; write the later release that has the fix."
            ),
            (false, _) => format!(
                "`v{version}` is older than `v{first}`, the first release with the problem; write the `introduced-in` of {branch} too, or leave this line out."
            ),
        };
        findings
            .report(&RULE, range, message)
            .related(place, format!("`v{first}` brought the problem."));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn a_fix_comes_after_the_problem_of_its_minor() {
        let text = "```release\r\nintroduced-in=v1.34.2\r\nintroduced-in=v1.35.0-rc.1\r\nintroduced-in=v1.36.2\r\n```\r\n\r\n```release\r\nresolved-in=v1.34.1\r\nresolved-in=v1.35.0-rc.0\r\nresolved-in=v1.36.2\r\n```\r\n";
        expect![[r#"
            8:13-8:20 error resolved-before-introduced: `v1.34.1` is older than `v1.34.2`, which brought the problem to 1.34; write the later release that has the fix.
              2:15-2:22 `v1.34.2` brought the problem.
            9:13-9:25 error resolved-before-introduced: `v1.35.0-rc.0` is older than `v1.35.0-rc.1`, which brought the problem to 1.35; write the later release that has the fix.
              3:15-3:27 `v1.35.0-rc.1` brought the problem.
            10:13-10:20 error resolved-before-introduced: `v1.36.2` cannot bring the problem and fix it too; write the later release of 1.36 that has the fix.
              4:15-4:22 `v1.36.2` brought the problem.
        "#]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn a_branch_older_than_the_problem_needs_no_fix() {
        let text = "```release\nintroduced-in=v1.17.9\nintroduced-in=v1.18.6\nresolved-in=v1.16.14\nresolved-in=v1.19.0\n```\n";
        expect![[r#"
            4:13-4:21 error resolved-before-introduced: `v1.16.14` is older than `v1.17.9`, the first release with the problem; write the `introduced-in` of 1.16 too, or leave this line out.
              2:15-2:22 `v1.17.9` brought the problem.
        "#]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn backported_problems_and_pre_releases_are_fine() {
        for text in [
            "introduced-in=v1.10.0-rc.1\nresolved-in=v1.10.0",
            "introduced-in=v1.9.4\nintroduced-in=v1.8.9\nintroduced-in=v1.7.14\nresolved-in=v1.10.0-rc.1\nresolved-in=v1.9.5\nresolved-in=v1.8.10\nresolved-in=v1.7.15",
            "introduced-in=v1.34.2\nresolved-in=v1.36.0\nresolved-in=v1.34.3",
            "introduced-in=unknown\nresolved-in=v1.34.3",
            "resolved-in=v1.34.3",
            "introduced-in=v1.34\nresolved-in=v1.33.1",
            "introduced-in=v1.34.2\nresolved-in=v1.33",
        ] {
            assert_eq!(
                report(&RULE, &format!("```release\n{text}\n```\n")),
                "",
                "{text}"
            );
        }
    }

    #[test]
    fn build_metadata_makes_no_later_release() {
        let text = "```release\nintroduced-in=v1.34.2\nresolved-in=v1.34.2+fix\n```\n";
        assert!(report(&RULE, text).contains("cannot bring the problem and fix it too"));
    }
}
