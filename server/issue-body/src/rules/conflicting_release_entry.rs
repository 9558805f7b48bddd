//! `conflicting-release-entry`: two releases of one branch under one key.

use std::collections::BTreeMap;

use semver::Version;

use super::finding::{Findings, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::syntax::{ReleaseKey, VersionText, read_version};
use crate::text::Range;

pub(super) static RULE: Rule = Rule {
    name: "conflicting-release-entry",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::None,
    page: Page {
        summary: "One key names two releases of the same minor.",
        why: "In each branch a problem begins in one release and ends in one release. With two of them a report cannot \
              tell which users are safe.",
        bad: "```release\nresolved-in=v1.36.3\nresolved-in=v1.36.4\n```\n",
        good: "```release\nresolved-in=v1.35.8\nresolved-in=v1.36.4\n```\n",
        fix: "None: only a person knows which of them is true.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let draft = context.issue.draft;
    let mut first_of_branch: BTreeMap<(ReleaseKey, u64, u64), (Version, Range)> = BTreeMap::new();
    let blocks = draft.body.release_blocks.iter();
    for entry in blocks.flat_map(|block| &block.entries) {
        let Some(key) = entry.meant_key(&draft.text) else {
            continue;
        };
        for place in entry.values().iter().copied() {
            let VersionText::Version(version) = read_version(draft.slice(place)) else {
                continue;
            };
            let branch = (key, version.major, version.minor);
            let Some((first, first_place)) = first_of_branch.get(&branch) else {
                first_of_branch.insert(branch, (version, place));
                continue;
            };
            if *first == version {
                continue;
            }
            let (name, minor) = (key.name(), format!("{}.{}", version.major, version.minor));
            let message = format!(
                "`{name}` names both `v{first}` and `v{version}` of {minor}; write the one that is true."
            );
            findings
                .report(&RULE, place, message)
                .related(*first_place, format!("`v{first}` is here."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::report;
    use expect_test::expect;

    #[test]
    fn each_later_release_of_a_branch_names_the_first() {
        let text = "```release\r\nintroduced-in=v1.2.3\r\n```\r\n\r\n```release\r\nintroduced-in=v1.2.0-rc.1\r\nresolved-in=v1.2.4\r\nresolved-in=v1.3.1\r\nresolved-in=v1.2.5\r\n```\r\n";
        expect![[r#"
            6:15-6:26 error conflicting-release-entry: `introduced-in` names both `v1.2.3` and `v1.2.0-rc.1` of 1.2; write the one that is true.
              2:15-2:21 `v1.2.3` is here.
            9:13-9:19 error conflicting-release-entry: `resolved-in` names both `v1.2.4` and `v1.2.5` of 1.2; write the one that is true.
              7:13-7:19 `v1.2.4` is here.
        "#]]
        .assert_eq(&report(&RULE, text));
    }

    #[test]
    fn other_branches_the_other_key_and_what_is_no_version_do_not_conflict() {
        let text = "```release\nintroduced-in=v1.2.3\nintroduced-in=v1.3.0\nintroduced-in=unknown\nintroduced-in=v1.2\nintroduced-in=v1.2.3\nresolved-in=v1.2.4\nresolved-in=v2.2.0\n```\n";
        assert_eq!(report(&RULE, text), "");
    }
}
