//! `unreleased-version`: a version that is no release.

use semver::Version;

use super::finding::{Findings, Severity};
use super::resolutions::places;
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::catalog::{Minor, Releases, VersionStanding};
use crate::syntax::ReleaseKey;

pub(super) static RULE: Rule = Rule {
    name: "unreleased-version",
    level: Severity::Warning,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "The version is no release, and not the next patch of a branch either.",
        why: "Users look for the version that an issue names, and a report sorts the issue by it. A number that was never \
              released, mostly a slip of a digit, leads both astray. A fix can be promised for the next patch of a branch \
              or the `.0` of the minor to come, not for anything behind them. The list of releases is true on one day: \
              the more time has passed since, the more patches and minors count as released. Pre-releases of a minor \
              that exists, versions older than the list, and projects without a list are not judged.",
        bad: "```release\nintroduced-in=v1.4.10\n```\n",
        good: "```release\nintroduced-in=v1.4.9\n```\n",
        fix: "None: only a person knows the release.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(releases) = &context.catalog.releases else {
        return;
    };
    for key in ReleaseKey::ALL {
        for place in places(context.issue.draft, key) {
            if let Some(message) = message(context, releases, &place.version) {
                findings.report(&RULE, place.range, message);
            }
        }
    }
}

fn message(context: &Context<'_>, releases: &Releases, version: &Version) -> Option<String> {
    let today = context.today;
    let minor = releases
        .minor_of(version)
        .filter(|minor| minor.latest_on(today).is_some());
    match (releases.standing(version, today), minor) {
        (VersionStanding::Later(release), _) => {
            let instead = match minor {
                Some(minor) => format!("`v{}`, which was due then", minor.next_patch_on(today)),
                None => "a release that was out or due then".to_owned(),
            };
            Some(format!(
                "`v{version}` came out only on {}, after the day of this check, {today}; write {instead}.",
                release.date
            ))
        }
        (VersionStanding::Unreleased, Some(minor)) => {
            Some(missing_patch(context, releases, minor, version))
        }
        (VersionStanding::Unreleased, None) => Some(missing_minor(context, releases, version)),
        _ => None,
    }
}

/// A patch that the branch never had, or does not have yet.
fn missing_patch(
    context: &Context<'_>,
    releases: &Releases,
    minor: &Minor,
    version: &Version,
) -> String {
    let today = context.today;
    let name = minor.name();
    let newest_first = || minor.released_on(today).rev();
    let before = newest_first().find(|release| release.version < *version);
    let after = newest_first().take_while(|release| release.version > *version);
    match (before, after.last()) {
        (Some(before), Some(after)) => format!(
            "There is no `v{version}`: behind `v{}` {name} went on with `v{}`; write the release that is meant.",
            before.version, after.version
        ),
        (Some(newest), None) => format!(
            "There is no `v{version}`: the newest release of {name} is `v{}`{}; write the release that is meant, or \
             `v{}` for the next patch.",
            newest.version,
            list_of(releases),
            minor.next_patch_on(today)
        ),
        (None, _) => {
            format!("There is no `v{version}`; write the release of {name} that is meant.")
        }
    }
}

fn missing_minor(context: &Context<'_>, releases: &Releases, version: &Version) -> String {
    let newest = releases.newest_on(context.today);
    let newest = newest.and_then(|minor| Some((minor, minor.latest_on(context.today)?)));
    match newest {
        Some((minor, release)) => format!(
            "There is no `v{version}`: the newest minor is {} with `v{}`{}; write the release that is meant, or \
             `v{}.{}.0` for the next minor.",
            minor.name(),
            release.version,
            list_of(releases),
            minor.major,
            minor.minor.saturating_add(1)
        ),
        None => format!("There is no `v{version}`; write the release that is meant."),
    }
}

/// How old the list is, in brackets.
fn list_of(releases: &Releases) -> String {
    releases
        .snapshot
        .map_or_else(String::new, |snapshot| format!(" (list of {snapshot})"))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{on, report, report_on};
    use expect_test::expect;

    #[test]
    fn what_never_existed_and_what_lies_too_far_ahead_is_no_release() {
        let text = "```release\r\nintroduced-in=v1.4.10\r\nintroduced-in=v1.99.0\r\nresolved-in=v1.36.7\r\nresolved-in=v2.0.0-rc.1\r\n```\r\n";
        expect![[r#"
            2:15-2:22 warning unreleased-version: There is no `v1.4.10`: behind `v1.4.9` 1.4 went on with `v1.4.12`; write the release that is meant.
            3:15-3:22 warning unreleased-version: There is no `v1.99.0`: the newest minor is 1.37 with `v1.37.0` (list of 2026-08-22); write the release that is meant, or `v1.38.0` for the next minor.
            4:13-4:20 warning unreleased-version: There is no `v1.36.7`: the newest release of 1.36 is `v1.36.4` (list of 2026-08-22); write the release that is meant, or `v1.36.5` for the next patch.
            5:13-5:24 warning unreleased-version: There is no `v2.0.0-rc.1`: the newest minor is 1.37 with `v1.37.0` (list of 2026-08-22); write the release that is meant, or `v1.38.0` for the next minor.
        "#]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn releases_next_patches_the_next_minor_and_pre_releases_pass() {
        for version in [
            "v1.36.4",
            "v1.36.4+build.7",
            "v1.36.5",
            "v1.24.17",
            "v1.24.18",
            "v1.38.0",
            "v1.38.0-alpha.7",
            "v1.10.0-rc.1",
            "v0.21.4",
        ] {
            let text = format!("```release\nresolved-in={version}\n```\n");
            assert_eq!(report(&RULE, &text), "", "{version}");
        }
    }

    #[test]
    fn what_is_no_version_is_left_to_other_rules() {
        let text = "```release\nintroduced-in=unknown\nintroduced-in=1.99.0\nresolved-in=vX.Y.Z\nresolved-in=v1.99\nresolved-in=\nsolved=v1.99.0\n```\n";
        assert_eq!(report(&RULE, text), "");
    }

    #[test]
    fn a_draft_is_judged_by_what_was_out_on_its_day() {
        let text = "```release\nintroduced-in=v1.34.5\nresolved-in=v1.34.9\nresolved-in=v1.36.0\nresolved-in=v1.37.0\n```\n";
        expect![[r#"
            3:13-3:20 warning unreleased-version: `v1.34.9` came out only on 2026-06-11, after the day of this check, 2026-03-01; write `v1.34.6`, which was due then.
            5:13-5:20 warning unreleased-version: `v1.37.0` came out only on 2026-08-26, after the day of this check, 2026-03-01; write a release that was out or due then.
        "#]]
        .assert_eq(&report_on(&RULE, on(2026, 3, 1), text));
    }

    #[test]
    fn an_old_list_lets_pass_what_may_be_out_by_now() {
        let text =
            "```release\nresolved-in=v1.36.7\nresolved-in=v1.38.1\nresolved-in=v1.39.0\n```\n";
        assert_eq!(report_on(&RULE, on(2026, 12, 24), text), "");
    }
}
