//! `end-of-life-branch`: a version on a branch that gets no patches any more.

use std::collections::HashSet;

use jiff::civil::Date;
use semver::Version;

use super::finding::{Findings, Severity};
use super::resolutions::places;
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::catalog::{Minor, Phase, Releases, VersionStanding};
use crate::syntax::ReleaseKey;

pub(super) static RULE: Rule = Rule {
    name: "end-of-life-branch",
    level: Severity::Information,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The version is on a branch whose support is over.",
        why: "An ended branch gets no more patches, but for a rare one right after the end, such as `v1.24.17`. A fix that \
              is promised there will most likely not come, and users who need it have to upgrade. Of an `introduced-in` \
              this is said only while no `resolved-in` is named: once newer branches have the fix, that a problem began \
              in an old one is history and nothing to act on. The days of an end are announced before they come; one that \
              was only planned when the list was made is called a plan.",
        bad: "```release\nresolved-in=v1.33.14\n```\n",
        good: "```release\nresolved-in=v1.34.12\n```\n",
        fix: "None: where the fix goes is for people to decide.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(releases) = &context.catalog.releases else {
        return;
    };
    let draft = context.issue.draft;
    let fixes = places(draft, ReleaseKey::ResolvedIn);
    let introductions = if fixes.is_empty() {
        places(draft, ReleaseKey::IntroducedIn)
    } else {
        Vec::new()
    };
    let mut branches = HashSet::new();
    for place in introductions.iter().chain(&fixes) {
        let version = &place.version;
        if let Some(minor) = releases.minor_of(version)
            && minor.phase(context.today) == Phase::EndOfLife
            && let Some(end) = minor.end_of_life
            && branches.insert((minor.major, minor.minor))
        {
            let message = if fixes.is_empty() {
                let ended = ended(minor, end);
                format!(
                    "{ended} and gets no more patches; write the newer branches that are affected too, if there are any."
                )
            } else {
                about_fix(releases, minor, end, version, context.today)
            };
            findings.report(&RULE, place.range, message);
        }
    }
}

fn about_fix(
    releases: &Releases,
    minor: &Minor,
    end: Date,
    version: &Version,
    today: Date,
) -> String {
    let ended = ended(minor, end);
    match releases.standing(version, today) {
        VersionStanding::Released(release) if release.date > end => format!(
            "{ended}, and `v{version}` came after that, on {}; write a fix for a supported branch too, for no more patches are due here.",
            release.date
        ),
        VersionStanding::Released(_) | VersionStanding::Prerelease => format!(
            "{ended}, after `v{version}`; write a fix for a supported branch too if one has the problem."
        ),
        _ => format!(
            "{ended}, and no `v{version}` is known; write a release of a supported branch unless one more patch was agreed on."
        ),
    }
}

/// `1.33 ended on 2026-06-28`, and of a plan, that it was one.
fn ended(minor: &Minor, end: Date) -> String {
    let name = minor.name();
    if minor.end_of_life_is_planned {
        format!("{name} was planned to end on {end}")
    } else {
        format!("{name} ended on {end}")
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{on, report, report_on};
    use expect_test::expect;

    #[test]
    fn a_fix_on_an_ended_branch_is_worth_a_note() {
        let text = "```release\r\nresolved-in=v1.25.16\r\nresolved-in=v1.26.0-rc.1\r\nresolved-in=v1.33.14\r\nresolved-in=v1.34.12\r\n```\r\n";
        expect![[r#"
            2:13-2:21 information end-of-life-branch: 1.25 ended on 2023-10-28, and `v1.25.16` came after that, on 2023-11-15; write a fix for a supported branch too, for no more patches are due here.
            3:13-3:25 information end-of-life-branch: 1.26 ended on 2024-02-28, after `v1.26.0-rc.1`; write a fix for a supported branch too if one has the problem.
            4:13-4:21 information end-of-life-branch: 1.33 ended on 2026-06-28, and no `v1.33.14` is known; write a release of a supported branch unless one more patch was agreed on.
        "#]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn where_a_problem_began_is_said_until_a_fix_is_named() {
        let text = "```release\nintroduced-in=v1.30.2\nintroduced-in=v1.30.2\n```\n";
        expect![[r#"
            2:15-2:22 information end-of-life-branch: 1.30 ended on 2025-07-15 and gets no more patches; write the newer branches that are affected too, if there are any.
        "#]]
        .assert_eq(&report(&RULE, text));
        let fixed =
            "```release\nintroduced-in=v1.30.2\nresolved-in=v1.37.1\nresolved-in=v1.36.5\n```\n";
        assert_eq!(report(&RULE, fixed), "");
    }

    #[test]
    fn a_plan_is_called_a_plan_and_the_day_decides() {
        let text = "```release\nresolved-in=v1.34.12\n```\n";
        assert_eq!(report_on(&RULE, on(2026, 10, 27), text), "");
        let after = report_on(&RULE, on(2026, 10, 28), text);
        assert!(
            after.contains("1.34 was planned to end on 2026-10-27"),
            "{after}"
        );
        let then = "```release\nintroduced-in=v1.24.3\nresolved-in=v1.24.17\n```\n";
        assert_eq!(report_on(&RULE, on(2023, 7, 28), then), "");
    }

    #[test]
    fn what_is_no_version_or_of_no_known_branch_has_no_end() {
        let text = "```release\nresolved-in=v1.30\nresolved-in=vX.Y.Z\nresolved-in=v0.21.4\nresolved-in=v1.99.0\nresolved-in=1.30.2\n```\n";
        assert_eq!(report(&RULE, text), "");
    }
}
