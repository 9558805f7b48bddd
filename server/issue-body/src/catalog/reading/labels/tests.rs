//! Label files in both forms, one thing after the other that can be in them or wrong with them.

use std::time::{Duration, Instant};

use super::*;
use crate::catalog::LabelStanding;
use jiff::civil::date;

const TODAY: Date = date(2026, 9, 1);

/// A file as label_sync takes it, for two repositories of nobody's.
const FILE: &str = "\
# Labels for all
---
default:
  labels:
    - color: \"d73a4a\"
      description: Something is broken
      name: kind/bug
      target: both
      prowPlugin: label
      addedBy: anyone
      previously:
        - name: bug
          previously:
            - name: Fault
              color: 'ffffff'
    - color: 5319e7
      name: lgtm
      target: prs
      addedBy: reviewers or members
    - name: kind/chore
      color: 000000
      deleteAfter: 2026-08-31T12:00:00Z
      addedBy: prow
    - name: kind/later
      deleteAfter: 2026-09-01T00:00:00Z
repos:
  example/tools:
    labels:
      - name: area/tools
        target: issues
  example/web:
    labels:
      - name: area/web
      - name: KIND/bug
";

fn read(text: &str, repository: Option<&str>) -> LabelFile {
    read_labels(text, "labels.yaml", repository, TODAY).unwrap_or_else(|error| panic!("{error}"))
}

fn names(file: &LabelFile) -> Vec<&str> {
    let labels = file.labels.current().iter();
    labels.map(|label| label.name.as_str()).collect()
}

fn problem(text: &str) -> String {
    read_labels(text, "labels.yaml", None, TODAY)
        .expect_err("something is wrong with it")
        .to_string()
}

#[test]
fn the_repository_has_the_labels_of_all_and_its_own() {
    let all = ["kind/bug", "kind/chore", "kind/later", "lgtm"];
    let with = |more: &[&'static str]| [more, &all].concat();
    let of = |repository| {
        let file = read(FILE, repository);
        names(&file)
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(Some("example/tools")), with(&["area/tools"]));
    assert_eq!(of(Some("Example/Web")), with(&["area/web"]));
    assert_eq!(of(Some("example/other")), with(&[]));
    assert_eq!(of(None), with(&["area/tools", "area/web"]));
    let orgs =
        "orgs:\n  example: {labels: [{name: a}]}\n  other: {labels: [{name: b}]}\ndefault:\n";
    assert_eq!(names(&read(orgs, Some("example/x"))), ["a"]);
}

#[test]
fn former_names_lead_to_the_label_through_all_of_their_past() {
    let file = read(FILE, None);
    for name in ["bug", "fault"] {
        let LabelStanding::Renamed { to, on: None } = file.labels.standing(name) else {
            panic!("{name} was renamed");
        };
        assert_eq!(to.name, "kind/bug");
    }
}

#[test]
fn a_label_is_retired_when_its_day_is_past() {
    let file = read(FILE, None);
    let since = |name| match file.labels.standing(name) {
        LabelStanding::Retired {
            group: None, since, ..
        } => since,
        _ => None,
    };
    assert_eq!(since("kind/chore"), Some(date(2026, 8, 31)));
    assert_eq!(since("kind/later"), None);
}

#[test]
fn every_key_has_its_meaning() {
    let file = read(FILE, None);
    let label = |name| file.labels.get(name).expect("a label");
    assert_eq!(label("kind/bug").description, "Something is broken");
    assert_eq!(label("lgtm").color, "5319e7");
    assert_eq!(label("kind/chore").color, "000000");
    assert_eq!(label("lgtm").target, LabelTarget::PullRequests);
    assert_eq!(label("area/tools").target, LabelTarget::Issues);
    let set_by = ["kind/bug", "lgtm", "kind/chore"].map(|name| label(name).set_by);
    assert_eq!(set_by, [SetBy::Anyone, SetBy::Members, SetBy::Bots]);
    assert_eq!(file.labels.list().source, "labels.yaml");
}

#[test]
fn what_gh_prints_is_a_list_of_labels() {
    let text = r#"[{"color":"d73a4a","description":"Something isn't \u003cright\u003e 😀","name":"bug"},
                   {"color":"0075ca","description":"","name":"good first issue"},{"name":"12","id":"LA_x"}]"#;
    let file = read(text, None);
    assert_eq!(names(&file), ["12", "bug", "good first issue"]);
    let bug = file.labels.get("BUG").expect("a label");
    assert_eq!(bug.description, "Something isn't <right> 😀");
    assert!(!file.is_of_kubernetes);
    assert_eq!(names(&read("\u{feff}[]\r\n", None)), [""; 0]);
}

#[test]
fn only_labels_of_kubernetes_are_completed_by_what_is_known_of_it() {
    let text =
        r#"[{"name":"sig/usability"},{"name":"triage/accepted"},{"name":"area/provider/aws"}]"#;
    let told = |repository| {
        let file = read(text, repository);
        let accepted = file.labels.get("triage/accepted").expect("a label");
        (
            matches!(
                file.labels.standing("sig/usability"),
                LabelStanding::Retired { .. }
            ),
            accepted.set_by == SetBy::Members && !accepted.description.is_empty(),
            matches!(
                file.labels.standing("sig/aws"),
                LabelStanding::Renamed { on: Some(_), .. }
            ),
            matches!(
                file.labels.standing("sig/pm"),
                LabelStanding::Removed { .. }
            ),
        )
    };
    assert_eq!(told(None), (false, false, false, false));
    assert_eq!(told(Some("example/tools")), (false, false, false, false));
    assert_eq!(told(Some("kubernetes-sigs/kind")), (true, true, true, true));
    let by_name = "repos:\n  kubernetes/dns:\n    labels: [{name: sig/usability}]\n";
    assert!(read(by_name, None).is_of_kubernetes);
    assert!(!read(by_name, Some("example/tools")).is_of_kubernetes);
}

#[test]
fn what_the_file_says_goes_before_what_is_built_in() {
    let text = "[{name: sig/node, description: Ours, previously: [{name: sig/aws}]}, {name: area/provider/aws}]";
    let file = read(text, Some("kubernetes/kubernetes"));
    let node = file.labels.get("sig/node").expect("a label");
    assert_eq!(node.description, "Ours");
    let LabelStanding::Renamed { to, .. } = file.labels.standing("sig/aws") else {
        panic!("it was renamed");
    };
    assert_eq!(to.name, "sig/node");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (text, expected) in [
        ("", "1:1: this is no list of labels; write label_sync's"),
        ("just words", "1:1: this is no list of labels; "),
        (
            "{\"message\": \"Not Found\"}",
            "1:1: this is no list of labels; ",
        ),
        (
            "- name: a\n- color: b\n",
            "2:3: this label has no `name`; write one, such as `name: kind/bug`",
        ),
        (
            "default:\n  labels: 😀\n",
            "2:11: `labels` is text here, but should be a list",
        ),
        (
            "default: [a]\n",
            "1:10: a list stands where a table with `labels` should be",
        ),
        (
            "repos: [a]\n",
            "1:8: a list stands where a table of names with their labels should be",
        ),
        (
            "[kind/bug]",
            "1:2: text stands where a label with its `name` should be",
        ),
        (
            "[{name: [a]}]",
            "1:9: `name` is a list here, but should be text",
        ),
        (
            "[{name: é, target: all}]",
            "1:20: `all` is no target; write `issues`, `prs` or `both`",
        ),
        (
            "[{name: a, deleteAfter: soon}]",
            "1:25: `soon` is no point in time; write one such as",
        ),
        (
            "[{name: a, previously: [b]}]",
            "1:25: text stands where a former label with its `name` should be",
        ),
        ("default:\n\tlabels: []\n", "2:2: this cannot be read: tabs"),
        (
            "default:\n  labels: []\ndefault:\n",
            "3:1: this cannot be read: ",
        ),
        (
            "[{\"name\": \"a\"",
            "1:2: this cannot be read: unclosed bracket",
        ),
    ] {
        let problem = problem(text);
        assert!(problem.starts_with(expected), "{text:?}: {problem}");
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "how long it takes is what is tested"
)]
fn a_hostile_file_costs_little_and_says_what_is_wrong() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let alias = format!("*a{}, ", level - 1).repeat(10);
        bomb.push_str(&format!("a{level}: &a{level} [{alias}]\n"));
    }
    let hostile = [
        bomb,
        "[".repeat(100_000),
        "[{previously: ".repeat(60) + "[]",
        "- ".repeat(100_000),
        "x".repeat(5 << 20),
        "[{name: a},".repeat(400_000),
        "&a ".repeat(100_000),
        "? ".repeat(100_000),
        "{".repeat(63) + &"}".repeat(63),
    ];
    for text in hostile {
        let begun = Instant::now();
        let problem = problem(&text);
        let start = text.get(..20).unwrap_or(&text);
        // What this guards against takes years. A machine that has other things to do takes its time, too.
        assert!(begun.elapsed() < Duration::from_secs(200), "{start}");
        assert!(problem.len() < 500, "{start}: {problem}");
        assert!(!problem.contains("budget"), "{start}: {problem}");
    }
}
