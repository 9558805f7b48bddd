//! What is said about each sort of subject, as a reader sees it on the day on which tests judge.

use super::*;
use crate::rules::testing::TODAY;
use expect_test::{Expect, expect};

#[track_caller]
fn check(key: &str, expected: Expect) {
    let subject = Subject::from_key(key).expect("a subject");
    assert_eq!(subject.to_key(), key);
    let text = describe(
        &subject,
        Catalog::kubernetes(),
        &Template::built_in(),
        TODAY,
    );
    expected.assert_eq(text.as_deref().unwrap_or("nothing"));
}

#[test]
fn a_label_is_explained_with_who_sets_it() {
    check(
        "label:sig/node",
        expect![[r#"
        **sig/node**

        SIG Node looks after the kubelet, the container runtime interface and all that happens between pods and their host.

        Anyone can set it with `/sig node`.

        _kubernetes/test-infra, label_sync/labels.yaml (2026-06-26)_"#]],
    );
    check(
        "label:triage/accepted",
        expect![[r#"
        **triage/accepted**

        Its SIG agrees that this is to be worked on.

        /triage accepted works for members of the organisation only.

        Set by members of the organisation, reviewers, approvers or release managers only.

        _kubernetes/test-infra, label_sync/labels.yaml (2026-06-26)_"#]],
    );
    check(
        "label:needs-triage",
        expect![[r#"
        **needs-triage**

        Has no triage/ label yet; /triage accepted, which members may give, is the usual way out.

        Set by a bot, never by hand.

        _kubernetes/test-infra, label_sync/labels.yaml (2026-06-26)_"#]],
    );
    check(
        "label:priority/important-soon",
        expect![[r#"
        **priority/important-soon**

        To be worked on now or very soon, if possible for the next release.

        In a patch-release issue, as it was defined in 2017: to be fixed in a patch, though not at once. The release team's guide of today differs: such a fault would not call for a patch release by itself. Say under Impact why this one deserves a patch.

        Anyone can set it with `/priority important-soon`.

        _kubernetes/test-infra, label_sync/labels.yaml (2026-06-26)_"#]],
    );
}

#[test]
fn a_label_of_the_past_is_explained_with_what_became_of_it() {
    check(
        "label:sig/aws",
        expect![[r#"
        **sig/aws**, now **area/provider/aws** since 2019-08-01

        Concerns the cloud provider for Amazon Web Services.

        Anyone can set it with `/area provider/aws`.

        Called before: `area/platform/aws` until 2019-08-01, `area/platform/eks` until 2019-08-01, `aws` until 2019-08-01, `sig/aws` until 2019-08-01.

        _kubernetes/test-infra, label_sync/labels.yaml (2026-06-26)_"#]],
    );
    check(
        "label:sig/usability",
        expect![[r#"
        **sig/usability**

        Retired: SIG Usability was dissolved (2023-06-15). The label still exists, but nobody follows it.

        SIG Usability looked after the user experience of Kubernetes.

        Anyone can set it with `/sig usability`.

        _kubernetes/test-infra, label_sync/labels.yaml (2026-06-26)_"#]],
    );
    check(
        "label:sig/pm",
        expect![[r#"
        **sig/pm**

        Gone since 2020-04-20, and nothing took its place.

        _kubernetes/test-infra, label_sync/labels.yaml (2026-06-26)_"#]],
    );
    check(
        "label:sig/nod",
        expect![[r#"
        **sig/nod**

        The repository has no such label.

        The nearest is `sig/node`.

        _kubernetes/test-infra, label_sync/labels.yaml (2026-06-26)_"#]],
    );
    check(
        "label:committee/security-response",
        expect![[r#"
        **committee/security-response**

        The Security Response Committee looks after reports of vulnerabilities and their disclosure.

        Report a vulnerability to this committee in private as long as it is not public. The patch-release document of 2017 calls it the product security team.

        Anyone can set it with `/committee security-response`.

        Called before: `committee/product-security` until 2021-09-24.

        _kubernetes/test-infra, label_sync/labels.yaml (2026-06-26)_"#]],
    );
}

#[test]
fn a_version_is_explained_with_its_branch_and_plans_are_called_plans() {
    check(
        "version:1.34.11",
        expect![[r#"
        **v1.34.11**

        Released on 2026-08-20.

        - Branch 1.34: maintenance until 2026-10-27 (planned)
        - Latest patch: v1.34.11 (2026-08-20)
        - Next patch: v1.34.12

        _endoflife-date/release-data; kubernetes/website, data/releases (2026-08-22)_"#]],
    );
    check(
        "version:1.37.1",
        expect![[r#"
        **v1.37.1**

        The next patch of its branch; not released yet.

        - Branch 1.37: supported until 2027-10-28 (planned)
        - Maintenance only from 2027-08-28 (planned)
        - Latest patch: v1.37.0 (2026-08-26)
        - Next patch: v1.37.1

        The planned days follow the rule of 14 months and are not confirmed by the website yet.

        _endoflife-date/release-data; kubernetes/website, data/releases (2026-08-22)_"#]],
    );
    check(
        "version:1.33.6",
        expect![[r#"
            **v1.33.6**

            Released on 2025-11-11.

            Holds the patches of October 2025 as well.

            - Branch 1.33: end of life on 2026-06-28
            - Latest patch: v1.33.13 (2026-06-11)

            _endoflife-date/release-data; kubernetes/website, data/releases (2026-08-22)_"#]],
    );
    check(
        "version:1.38.0",
        expect![[r#"
        **v1.38.0**

        The first release of its minor; not released yet.

        - Branch 1.38: not released yet
        - Next patch: v1.38.0

        _endoflife-date/release-data; kubernetes/website, data/releases (2026-08-22)_"#]],
    );
    check(
        "version:1.35.0-rc.1",
        expect![[r#"
        **v1.35.0-rc.1**

        A pre-release of v1.35.0.

        - Branch 1.35: supported until 2027-02-28 (planned)
        - Maintenance only from 2026-12-28 (planned)
        - Latest patch: v1.35.8 (2026-08-20)
        - Next patch: v1.35.9

        _endoflife-date/release-data; kubernetes/website, data/releases (2026-08-22)_"#]],
    );
    check(
        "version:1.36.99",
        expect![[r#"
        **v1.36.99**

        Not a release that is known.

        - Branch 1.36: supported until 2027-06-28 (planned)
        - Maintenance only from 2027-04-28 (planned)
        - Latest patch: v1.36.4 (2026-08-20)
        - Next patch: v1.36.5

        _endoflife-date/release-data; kubernetes/website, data/releases (2026-08-22)_"#]],
    );
    check(
        "version:7.0.0",
        expect![[r#"
        **v7.0.0**

        No release of 7.0 is known.

        _endoflife-date/release-data; kubernetes/website, data/releases (2026-08-22)_"#]],
    );
}

#[test]
fn parts_of_the_template_are_explained_with_what_belongs_there() {
    check(
        "section:Root cause",
        expect![[r#"
        **Root cause**

        Explain what goes wrong and in which components, and list the binaries that carry it.

        A line `Binaries:` and below it one binary an item, as in `- kubelet`, is read by machines."#]],
    );
    check(
        "section:PRs",
        expect![[r#"
            **PRs**

            List the fix and its cherry picks, one a line: - #23456 or - #23457 (release-1.36).

            Machines read one reference an item; the branch in parentheses says where a cherry pick goes."#]],
    );
    check(
        "release-key:resolved-in",
        expect![[r#"
        **resolved-in**

        The release that carries, or will carry, the fix; one line for each minor.

        Written as `resolved-in=v1.36.2`."#]],
    );
    check(
        "release-block:",
        expect![[r#"
        **Release block**

        One `KEY=VERSION` a line, without blanks; the key is `introduced-in` or `resolved-in`. Several lines with one key are normal: one for each minor. Bots and reports read it."#]],
    );
    check(
        "unknown-version:",
        expect![[r#"
        **unknown**

        Nobody knows the first release with the problem yet. That is accepted while the issue is open, and has to be replaced before it is resolved."#]],
    );
    check(
        "template:kubernetes-patch-release",
        expect![[r#"
        **Kubernetes patch release**

        An issue whose fix should reach a Kubernetes patch release.

        Sections: Symptoms, Root cause, Impact, Resolution, PRs."#]],
    );
    check(
        "variant:security",
        expect![[r#"
            **security fix**

            Where the front matter does not say so, a sentence in the body does: “The owner of this issue is working with the Security Response Committee on a resolution.”

            May be left out: sections, release blocks.

            Better not told yet: Symptoms, Root cause."#]],
    );
    check(
        "stage:resolved",
        expect!["The fix is released; every section and every release block has to be filled in."],
    );
}

#[test]
fn a_binary_is_explained_with_its_owner_as_a_hint() {
    check(
        "binary:kubelet",
        expect![[r#"
        **kubelet**

        The agent on each node that runs its pods; storage faults in it carry sig/storage as well.

        Owned by SIG Node (`sig/node`). That is a hint: the fault may belong to another SIG."#]],
    );
    check(
        "binary:kubectl-convert",
        expect![[r#"
        **kubectl-convert**

        A kubectl plugin that converts manifests between API versions."#]],
    );
}

#[test]
fn commands_and_directives_are_explained() {
    for directive in DIRECTIVES {
        assert!(describe_directive(directive).is_some(), "{directive}");
    }
    for key in FRONT_MATTER_KEYS {
        assert!(describe_front_matter_key(key).is_some(), "{key}");
    }
}

#[test]
fn a_command_is_explained_with_what_stands_behind_it_and_for_whom_it_works() {
    check(
        "command:sig",
        expect![[r#"
        **/sig NAME…**

        Asks Prow to add the label `sig/NAME`, several names one blank apart.

        An issue without a label `sig/…` or `wg/…` or `committee/…` gets `needs-sig` from Prow.

        It counts at the very start of a line only, and once: when the issue is opened.

        _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]],
    );
    check(
        "command:triage",
        expect![[r#"
            **/triage NAME…**

            Asks Prow to add the label `triage/NAME`, several names one blank apart.

            Prow adds `triage/accepted` for members of the organisation only.

            An issue without a label `triage/…` gets `needs-triage` from Prow.

            It counts at the very start of a line only, and once: when the issue is opened.

            _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]],
    );
    check(
        "command:kind",
        expect![[r#"
        **/kind NAME…**

        Asks Prow to add the label `kind/NAME`, several names one blank apart.

        It counts at the very start of a line only, and once: when the issue is opened.

        _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]],
    );
    check(
        "command:remove-sig",
        expect![[r#"
            **/remove-sig NAME…**

            Asks Prow to remove the label `sig/NAME`, several names one blank apart. Only labels that the issue is opened with are removed, not those that the same body asks for.

            Where the issue is opened without another label `sig/…`, Prow adds `needs-sig`.

            It counts at the very start of a line only, and once: when the issue is opened.

            _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]],
    );
    check(
        "command:assign",
        expect![[r#"
        **/assign @LOGIN…**

        Asks Prow to assign the issue to @LOGIN.

        Several names stand one blank apart; without a name you are meant.

        It counts at the very start of a line only, and once: when the issue is opened.

        _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]],
    );
    check(
        "command:label",
        expect![[r#"
            **/label NAME**

            Asks Prow to add the label `NAME`.

            NAME is one of `api-review`, `official-cve-feed`, `cve/wontfix`; all other labels have commands of their own, or none. Prow adds `official-cve-feed` for members of the team `security-response-committee` only. Prow adds `cve/wontfix` for members of the team `security-response-committee` only.

            It counts at the very start of a line only, and once: when the issue is opened.

            _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]],
    );
    check(
        "command:lifecycle",
        expect![[r#"
        **/lifecycle STATE**

        Asks Prow to add the label `lifecycle/STATE`.

        STATE is one of `active`, `frozen`, `stale`, `rotten`, behind a single blank.

        It counts at the very start of a line only, and once: when the issue is opened.

        _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]],
    );
    check(
        "command:help",
        expect![[r#"
        **/help**

        Asks Prow to add the label `help wanted`.

        Nothing else stands on the line.

        It counts at the very start of a line only, and once: when the issue is opened.

        _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]],
    );
    check(
        "command:good-first-issue",
        expect![[r#"
        **/good-first-issue**

        Asks Prow to add the labels `good first issue` and `help wanted`.

        Nothing else stands on the line.

        It counts at the very start of a line only, and once: when the issue is opened.

        _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]],
    );
    check(
        "command:milestone",
        expect![[r#"
        **/milestone TITLE**

        Asks Prow to set the milestone `TITLE`, for members of the team `milestone-maintainers` only.

        TITLE is that of an open milestone of the repository; of several such lines the first counts.

        It counts at the very start of a line only, and once: when the issue is opened.

        _kubernetes/test-infra, config/prow/plugins.yaml (2026-08-22)_"#]],
    );
}

#[test]
fn nothing_is_said_about_what_is_not_known() {
    for key in [
        "binary:federation",
        "section:Usage",
        "rule:none",
        "command:close",
        "template:x",
        "variant:x",
        "directive:x",
        "front-matter-key:x",
    ] {
        check(key, expect!["nothing"]);
    }
}
