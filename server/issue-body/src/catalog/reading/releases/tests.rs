//! Release schedules as they are kept, with what people get wrong in them, one thing after the other.

use super::*;
use crate::catalog::{Catalog, Phase};
use expect_test::{Expect, expect};
use jiff::civil::date;

/// The minors that a file tells of, one a line.
fn told(text: &str) -> String {
    let file = read_releases(text, "schedule.yaml").unwrap_or_else(|error| panic!("{error}"));
    tell(&file.releases)
}

fn tell(releases: &Releases) -> String {
    let day = |day: Option<Date>, is_planned: bool| {
        let plan = if is_planned { " planned" } else { "" };
        day.map_or("-".to_owned(), |day| format!("{day}{plan}"))
    };
    let lines = releases.minors.iter().map(|minor| {
        let patches = minor.patches.iter();
        let patches: Vec<String> = patches
            .map(|patch| format!("{} {}", patch.version.patch, patch.date))
            .collect();
        format!(
            "{}.{} out {}, maintenance {}, end {}: {}\n",
            minor.major,
            minor.minor,
            day(minor.release_date, false),
            day(minor.maintenance, minor.maintenance_is_planned),
            day(minor.end_of_life, minor.end_of_life_is_planned),
            patches.join(", ")
        )
    });
    lines.collect()
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&told(text));
}

fn problem(text: &str) -> String {
    let error = read_releases(text, "schedule.yaml").expect_err("something is wrong with it");
    error.to_string()
}

#[test]
fn a_schedule_tells_what_is_out_and_what_is_planned() {
    check(
        r#"
schedules:
- release: "2.4"
  releaseDate: 2026-03-10
  maintenanceModeStartDate: 2027-01-10
  endOfLifeDate: 2027-03-10
  next: {release: 2.4.3, cherryPickDeadline: 2026-09-01, targetDate: 2026-09-08}
  previousPatches:
  - {release: 2.4.2, cherryPickDeadline: "", targetDate: 2026-06-09, note: Out of band}
  - {release: 2.4.1, cherryPickDeadline: N/A, targetDate: "2026-04-14"}
  - {release: 2.4.0, targetDate: 2026-03-10}
- release: "2.3"
  releaseDate: 2025-03-11
  maintenanceModeStartDate: 2026-01-11
  endOfLifeDate: 2026-03-11
  previousPatches:
  - release: v2.3.1
    targetDate: 2026-02-10T00:00:00Z
- release: "2.5"
  releaseDate: 2026-12-01
  next: {release: 2.5.0, targetDate: 2026-12-01}
upcoming_releases:
- {release: 2.4.4, targetDate: 2026-10-01}
"#,
        expect![[r#"
            2.5 out -, maintenance -, end -: 
            2.4 out 2026-03-10, maintenance 2027-01-10 planned, end 2027-03-10 planned: 0 2026-03-10, 1 2026-04-14, 2 2026-06-09
            2.3 out 2025-03-11, maintenance 2026-01-11, end 2026-03-11 planned: 0 2025-03-11, 1 2026-02-10
        "#]],
    );
}

#[test]
fn a_minor_that_lost_its_zero_is_told_by_its_patches() {
    for (release, patches, expected) in [
        (
            "1.30",
            "[{release: 1.30.4, targetDate: 2024-08-14}]",
            "1.30 ",
        ),
        (
            "1.3",
            "[{release: 1.30.4, targetDate: 2024-08-14}]",
            "1.30 ",
        ),
        ("1.3", "[{release: 1.3.4, targetDate: 2016-08-14}]", "1.3 "),
        ("1.3", "[]\n  next: {release: 1.30.1}", "1.30 "),
        ("1.3", "", "1.3 "),
        (
            "'1.2'",
            "[{release: 1.20.4, targetDate: 2021-02-18}]",
            "1.20 ",
        ),
    ] {
        let text = format!("schedules:\n- release: {release}\n  previousPatches: {patches}\n");
        assert!(told(&text).starts_with(expected), "{text}\n{}", told(&text));
    }
    let ended =
        "branches:\n- {release: 1.2, finalPatchRelease: 1.20.15, endOfLifeDate: 2022-02-28}\n";
    assert!(told(ended).starts_with("1.20 "));
}

#[test]
fn a_year_that_cannot_be_is_mended() {
    check(
        "
schedules:
- release: 1.27
  releaseDate: 2024-04-11
  previousPatches:
  - {release: 1.27.4, targetDate: 2023-07-19}
  - {release: 1.27.3, targetDate: 2024-06-14}
  - {release: 1.27.2, targetDate: 2023-05-17}
  - {release: 1.27.1, targetDate: 2023-04-14}
- release: 1.26
  releaseDate: 2023-12-09
  previousPatches:
  - {release: 1.26.2, targetDate: 2023-02-15}
  - {release: 1.26.1, targetDate: 2022-01-18}
  - {release: 1.26.0, targetDate: 2022-12-09}
",
        expect![[r#"
            1.27 out 2023-04-11, maintenance -, end -: 0 2023-04-11, 1 2023-04-14, 2 2023-05-17, 3 2023-06-14, 4 2023-07-19
            1.26 out 2022-12-09, maintenance -, end -: 0 2022-12-09, 1 2023-01-18, 2 2023-02-15
        "#]],
    );
}

#[test]
fn a_patch_without_a_day_was_out_with_the_next_one() {
    check(
        "
schedules:
- release: 1.27
  previousPatches:
  - {release: 1.27.3, targetDate: N/A}
  - {release: 1.27.2, targetDate: 2023-05-17}
  - {release: 1.27.1, targetDate: ''}
  - {release: 1.27.1, targetDate: 2023-04-14}
",
        expect![[r#"
            1.27 out 2023-05-17, maintenance -, end -: 0 2023-05-17, 1 2023-05-17, 2 2023-05-17, 3 2023-05-17
        "#]],
    );
}

#[test]
fn an_ended_branch_has_all_patches_up_to_its_last() {
    check(
        "branches:\n- {release: '1.31', finalPatchRelease: 1.31.2, endOfLifeDate: '2025-11-11', note: x}\n",
        expect![[r#"
            1.31 out 2025-11-11, maintenance -, end 2025-11-11: 0 2025-11-11, 1 2025-11-11, 2 2025-11-11
        "#]],
    );
}

#[test]
fn what_is_built_in_is_completed_by_a_file_of_the_same_project_and_by_no_other() {
    let kubernetes = Catalog::kubernetes().releases.as_ref().expect("releases");
    let newer = "
schedules:
- release: 1.36
  releaseDate: 2026-04-22
  endOfLifeDate: 2027-07-28
  previousPatches:
  - {release: 1.36.5, targetDate: 2026-09-22}
  - {release: 1.36.4, targetDate: 2026-08-11}
";
    let file = read_releases(newer, "schedule.yaml")
        .expect("a schedule")
        .releases;
    assert!(kubernetes.is_of_same_project(&file));
    let joined = kubernetes.clone().joined_with(file);
    let minor = joined.minor(1, 36).expect("a known minor");
    let days: Vec<Date> = minor.patches.iter().map(|patch| patch.date).collect();
    assert_eq!(
        days[4..],
        [date(2026, 8, 20), date(2026, 9, 22)],
        "what was known stays"
    );
    assert_eq!(
        (minor.end_of_life, minor.end_of_life_is_planned),
        (Some(date(2027, 7, 28)), true)
    );
    assert_eq!(joined.minors.len(), kubernetes.minors.len());

    let ended =
        "branches:\n- {release: 1.34, finalPatchRelease: 1.34.12, endOfLifeDate: 2026-11-10}\n";
    let file = read_releases(ended, "eol.yaml")
        .expect("a list of branches")
        .releases;
    let joined = kubernetes.clone().joined_with(file);
    let minor = joined.minor(1, 34).expect("a known minor");
    assert_eq!(
        (minor.end_of_life, minor.end_of_life_is_planned),
        (Some(date(2026, 11, 10)), false)
    );
    assert_eq!(minor.phase(date(2026, 11, 11)), Phase::EndOfLife);

    let other = newer.replace("2026-", "2021-").replace("2027-", "2022-");
    let file = read_releases(&other, "schedule.yaml")
        .expect("a schedule")
        .releases;
    assert!(!kubernetes.is_of_same_project(&file));
}

#[test]
fn a_plan_does_not_undo_a_fact() {
    let kubernetes = Catalog::kubernetes().releases.as_ref().expect("releases");
    let before = kubernetes.minor(1, 33).expect("a known minor").clone();
    let old = "schedules:\n- {release: 1.33, releaseDate: 2025-04-23, maintenanceModeStartDate: 2026-04-01, endOfLifeDate: 2026-06-01}\n";
    let file = read_releases(old, "schedule.yaml")
        .expect("a schedule")
        .releases;
    let joined = kubernetes.clone().joined_with(file);
    assert_eq!(joined.minor(1, 33), Some(&before));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (text, expected) in [
        (
            "",
            "1:1: nothing stands where `schedules` or `branches` should be",
        ),
        (
            "releases: []\n",
            "1:1: this is no release schedule; write `schedules`",
        ),
        (
            "schedules: {}\n",
            "1:12: `schedules` is a mapping here, but should be a list",
        ),
        (
            "schedules:\n- release: next\n",
            "2:12: `next` is no minor release; write one such as `\"1.30\"`",
        ),
        (
            "schedules:\n- endOfLifeDate: 2026-01-01\n",
            "2:3: `` is no minor release; ",
        ),
        (
            "schedules:\n- {release: 1.30, endOfLifeDate: soon}\n",
            "2:34: `soon` is no day; write one such as `2026-09-01`",
        ),
        (
            "schedules:\n- {release: 1.30, endOfLifeDate: 2026-02-30}\n",
            "2:34: `2026-02-30` is no day; ",
        ),
        (
            "schedules:\n- release: 1.30\n  previousPatches:\n  - release: 1.30\n",
            "4:14: `1.30` is no release; write `release` with one such as",
        ),
        (
            "branches:\n- {release: 1.30}\n",
            "2:3: `` is no release; write `finalPatchRelease`",
        ),
        (
            "branches:\n- {release: 1.30, finalPatchRelease: 1.30.1}\n",
            "2:3: this branch has no `endOfLifeDate`",
        ),
        (
            "branches:\n- {release: 1.30, finalPatchRelease: 1.30.99999999, endOfLifeDate: 2026-01-01}\n",
            "2:38: `1.30.99999999` cannot be a patch release",
        ),
    ] {
        let problem = problem(text);
        assert!(problem.starts_with(expected), "{text:?}: {problem}");
    }
}

#[test]
fn a_file_with_more_releases_than_can_be_is_refused() {
    let branch = |minor| {
        format!(
            "- {{release: 1.{minor}, finalPatchRelease: 1.{minor}.999, endOfLifeDate: 2026-01-01}}\n"
        )
    };
    let branches: String = (1..100).map(branch).collect();
    let problem = problem(&format!("branches:\n{branches}"));
    assert_eq!(
        problem,
        "22:3: there are more releases than any project has; leave out those that nobody asks about"
    );
    let minors: String = (1..2_000)
        .map(|minor| format!("- release: '1.{minor}'\n"))
        .collect();
    let problem =
        super::read_releases(&format!("schedules:\n{minors}"), "x").expect_err("too many");
    assert_eq!(problem.row, 1_002);
}
