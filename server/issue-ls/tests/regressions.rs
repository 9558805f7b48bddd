//! Regressions that Kubernetes has had, as drafts, checked on a day of their time: what a release manager is told.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use expect_test::expect;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/drafts")
}

/// A draft, the day on which it is judged, and the stage that the issue had then.
struct Row {
    draft: String,
    day: String,
    stage: String,
}

/// The table in the folder's page.
fn table() -> Vec<Row> {
    let page = fs::read_to_string(folder().join("README.md")).expect("a page");
    let cells = page.lines().map(|line| -> Vec<&str> {
        let line = line.trim_start_matches('|').trim_end_matches('|');
        line.split('|').map(str::trim).collect()
    });
    let rows = cells.filter_map(|cells| match cells.as_slice() {
        [draft, day, stage] if day.starts_with("20") => Some(Row {
            draft: (*draft).to_owned(),
            day: (*day).to_owned(),
            stage: (*stage).to_owned(),
        }),
        _ => None,
    });
    rows.collect()
}

/// What the program says of a draft, a finding a line, without the draft's path.
fn findings(row: &Row) -> String {
    let path = folder().join(format!("regressions/{}.md", row.draft));
    let output = Command::new(env!("CARGO_BIN_EXE_issue-ls"))
        .args(["check", "--isolated", "--output-format", "concise"])
        .args(["--as-of", &row.day, "--stage", &row.stage])
        .arg(&path)
        .output()
        .expect("the program starts");
    assert_ne!(output.status.code(), Some(2), "{output:?}");
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let file = format!("{}:", path.display());
    lines
        .lines()
        .filter_map(|line| line.strip_prefix(&file))
        .map(|line| format!("  {line}\n"))
        .collect()
}

#[test]
fn every_draft_has_its_day() {
    let mut named: Vec<String> = table().into_iter().map(|row| row.draft).collect();
    named.dedup();
    let entries = fs::read_dir(folder().join("regressions")).expect("a folder");
    let stem = |path: PathBuf| {
        path.file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
    };
    let mut drafts: Vec<String> = entries
        .filter_map(|entry| stem(entry.expect("readable").path()))
        .collect();
    named.sort();
    drafts.sort();
    assert_eq!(named, drafts);
}

#[test]
fn release_managers_are_told_what_they_would_ask_for() {
    let mut told = String::new();
    for row in table() {
        let findings = findings(&row);
        let findings = if findings.is_empty() {
            "  nothing\n"
        } else {
            findings.as_str()
        };
        write!(
            told,
            "{} on {}, {}\n{findings}",
            row.draft, row.day, row.stage
        )
        .expect("a string takes all");
    }
    expect![[r#"
        61076-subpath-configmap on 2018-03-20, resolved
          nothing
        78517-volume-shown-unmounted on 2019-06-10, open
          1:1: error[missing-priority-label] No priority label is asked for; write `/priority critical-urgent` or `/priority important-soon`.
          1:1: warning[missing-release-block] There is no release block with `resolved-in`; write one with a line such as `resolved-in=v1.31.2`.
        82796-scheduler-pod-affinity on 2019-10-20, open
          1:1: error[missing-priority-label] No priority label is asked for; write `/priority critical-urgent` or `/priority important-soon`.
          7:13: warning[skipped-branch] 1.15 has the problem but no `resolved-in`, unlike `v1.14.8` and `v1.16.1` around it; write `resolved-in=v1.15.6` if its next patch will have the fix.
          8:13: error[resolved-before-introduced] `v1.14.8` is older than `v1.15.0`, the first release with the problem; write the `introduced-in` of 1.14 too, or leave this line out.
        89533-apply-stops-early on 2020-04-09, resolved
          10:11: error[unknown-label] The repository has no label `priority/p0`; write one that the repository has, or leave it out.
        93599-readyz-panic on 2020-08-27, resolved
          9:13: error[resolved-before-introduced] `v1.16.14` is older than `v1.17.9`, the first release with the problem; write the `introduced-in` of 1.16 too, or leave this line out.
        102656-volume-while-kubelet-is-down on 2021-11-18, resolved
          1:1: error[missing-release-block] There is no release block with `introduced-in`; write one with a line such as `introduced-in=v1.31.2`.
          1:1: information[unresolved-branch] 1.22 counts as affected while no `introduced-in` is known, and has no `resolved-in`; write `resolved-in=v1.22.5` for its next patch, or its release that has the fix already.
          1:1: information[unresolved-branch] 1.20 counts as affected while no `introduced-in` is known, and has no `resolved-in`; write `resolved-in=v1.20.14` for its next patch, or its release that has the fix already.
        107690-array-fields-pruned on 2022-01-26, resolved
          nothing
        114518-all-filter-plugins on 2023-01-19, resolved
          nothing
        117258-aggregator-memory on 2023-05-18, resolved
          1:1: error[missing-priority-label] No priority label is asked for; write `/priority critical-urgent` or `/priority important-soon`.
          1:1: error[missing-sig-label] No SIG label is asked for; write one for each group concerned, such as `/sig api-machinery`.
        121879-storage-plugin-on-windows on 2023-11-14, open
          1:1: information[front-matter-is-sent] `gh issue create --body-file` sends this front matter as text; use `issue-ls create`, which cuts it off, or `issue-ls body`.
          4:1: error[missing-priority-label] No priority label is asked for; write `/priority critical-urgent` or `/priority important-soon`.
          4:1: error[missing-sig-label] No SIG label is asked for; write one for each group concerned, such as `/sig api-machinery`.
          10:13: information[end-of-life-branch] 1.25 ended on 2023-10-28, and no `v1.25.16` is known; write a release of a supported branch unless one more patch was agreed on.
        122235-job-controller-panic on 2023-12-20, resolved
          1:1: error[missing-priority-label] No priority label is asked for; write `/priority critical-urgent` or `/priority important-soon`.
          1:1: error[missing-release-block] There is no release block with `introduced-in`; write one with a line such as `introduced-in=v1.31.2`.
          1:1: information[unresolved-branch] 1.29 counts as affected while no `introduced-in` is known, and has no `resolved-in`; write `resolved-in=v1.29.1` for its next patch, or its release that has the fix already.
          1:1: information[unresolved-branch] 1.27 counts as affected while no `introduced-in` is known, and has no `resolved-in`; write `resolved-in=v1.27.10` for its next patch, or its release that has the fix already.
          1:1: information[unresolved-branch] 1.26 counts as affected while no `introduced-in` is known, and has no `resolved-in`; write `resolved-in=v1.26.13` for its next patch, or its release that has the fix already.
        124930-scheduler-division on 2024-06-12, resolved
          1:1: error[missing-sig-label] No SIG label is asked for; write one for each group concerned, such as `/sig scheduling`.
          17:11: error[conflicting-priority-labels] The labels `priority/important-soon` and `priority/critical-urgent` contradict each other; keep one of them.
        128638-concurrent-map-writes on 2024-12-01, open
          1:1: warning[missing-release-block] There is no release block with `resolved-in`; write one with a line such as `resolved-in=v1.31.2`.
          2:15: information[unknown-introduction] The release that brought the problem is not known yet; write it as soon as it is.
          28:1: information[missing-pr-reference] The section `PRs` refers to no pull request; write one an item, such as `- #23456`.
        129654-node-log-query on 2025-01-16, resolved
          1:1: error[missing-priority-label] No priority label is asked for; write `/priority critical-urgent` or `/priority important-soon`.
          1:1: error[missing-sig-label] No SIG label is asked for; write one for each group concerned, such as `/sig node`.
          11:13: error[resolved-before-introduced] `v1.29.13` is older than `v1.30.0`, the first release with the problem; write the `introduced-in` of 1.29 too, or leave this line out.
        133847-volume-metrics-missing on 2025-11-01, open
          nothing
        133847-volume-metrics-missing on 2026-01-15, resolved
          5:1: information[unresolved-branch] 1.35 has the problem and is supported, but has no `resolved-in`; write `resolved-in=v1.35.1` for its next patch, or its release that has the fix already.
    "#]].assert_eq(&told);
}
