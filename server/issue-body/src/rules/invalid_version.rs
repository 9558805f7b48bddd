//! `invalid-version`: a value that is no version.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{ReleaseKey, VersionProblem, VersionText, read_version};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "invalid-version",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "The value of a release entry is not `v` and a semantic version.",
        why: "Reports compare versions branch by branch. `v1.31` names a branch and not a release, `latest` names another \
              release every month, and a version without its `v` is not the name of the tag.",
        bad: "```release\nintroduced-in=1.31.2\n```\n",
        good: "```release\nintroduced-in=v1.31.2\n```\n",
        fix: "Adds the `v`, or drops leading zeros, where the value can mean one version only. A placeholder, a branch or \
              a word has no fix: only a person knows the version.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    for entry in draft
        .body
        .release_blocks
        .iter()
        .flat_map(|block| &block.entries)
    {
        let key = entry.meant_key(&draft.text);
        for range in entry.values().iter().copied() {
            let value = draft.slice(range);
            match read_version(value) {
                VersionText::Unknown if key == Some(ReleaseKey::ResolvedIn) => {
                    findings.report(
                        &RULE,
                        range,
                        "`resolved-in` cannot be `unknown`; write the release with the fix, or leave the line out until it is known.",
                    );
                }
                VersionText::Version(_) | VersionText::Unknown => {}
                VersionText::Invalid(problem) => {
                    let fix = problem.meant().map(|version| {
                        let written = format!("v{version}");
                        Fix::safe(
                            format!("Write `{written}`"),
                            vec![Edit::replace(range, written)],
                        )
                    });
                    findings
                        .report(&RULE, range, self::problem(value, &problem))
                        .fix(fix);
                }
            }
        }
    }
}

/// The sentence that says why `value` is no version, and what to write.
pub(crate) fn problem(value: &str, problem: &VersionProblem) -> String {
    match problem {
        VersionProblem::MissingPrefix(version) => {
            format!("`{value}` is not the name of a release; write `v{version}`.")
        }
        VersionProblem::LeadingZeros(version) => {
            format!("`{value}` has numbers with leading zeros; write `v{version}`.")
        }
        VersionProblem::MissingPatch => {
            let bare = value.trim_start_matches(['v', 'V']);
            let rest = if bare.contains('.') { ".0" } else { ".0.0" };
            format!(
                "`{value}` names a branch, not a release; write all three numbers, such as `v{bare}{rest}`."
            )
        }
        VersionProblem::Placeholder => {
            format!(
                "`{value}` is the template's placeholder; write the release, such as `v1.31.2`."
            )
        }
        VersionProblem::MovingName => {
            format!(
                "`{value}` means another release tomorrow; write the release itself, such as `v1.31.2`."
            )
        }
        VersionProblem::NotAVersion => {
            format!("`{value}` is not a version; write `v` and three numbers, such as `v1.31.2`.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn every_kind_says_what_to_write() {
        let text = "```release\nintroduced-in=1.31.2\nintroduced-in=v1.30\nintroduced-in=vX.Y.Z\nresolved-in=latest\nresolved-in=v01.2.3\nresolved-in=unknown\nresolved-in=soon\n```\n";
        expect![[r#"
            2:15-2:21 error invalid-version: `1.31.2` is not the name of a release; write `v1.31.2`.
              safe fix: Write `v1.31.2`
            3:15-3:20 error invalid-version: `v1.30` names a branch, not a release; write all three numbers, such as `v1.30.0`.
            4:15-4:21 error invalid-version: `vX.Y.Z` is the template's placeholder; write the release, such as `v1.31.2`.
            5:13-5:19 error invalid-version: `latest` means another release tomorrow; write the release itself, such as `v1.31.2`.
            6:13-6:20 error invalid-version: `v01.2.3` has numbers with leading zeros; write `v1.2.3`.
              safe fix: Write `v1.2.3`
            7:13-7:20 error invalid-version: `resolved-in` cannot be `unknown`; write the release with the fix, or leave the line out until it is known.
            8:13-8:17 error invalid-version: `soon` is not a version; write `v` and three numbers, such as `v1.31.2`.
        "#]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn pre_releases_and_an_unknown_introduction_are_fine() {
        assert_eq!(
            report(
                &RULE,
                "```release\nintroduced-in=v1.32.0-rc.1\nintroduced-in=unknown\n```\n"
            ),
            ""
        );
    }

    #[test]
    fn the_fix_changes_the_value_only() {
        let text = "😀\r\n```release\r\nintroduced-in=1.31.2\r\n```\r\n";
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            text.replace("=1", "=v1")
        );
    }
}
