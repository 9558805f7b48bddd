//! `issue-ls create`: what gh is called with, and what happens where it is not called or fails.
//!
//! gh is a script here that writes down its arguments and its input; the real one has a suite of its own.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use assert_cmd::Command;
use tempfile::TempDir;

use said::{Said, said};

mod said;

/// A draft without findings but one: its front matter, which `create` cuts off.
const GOOD: &str = "---\ntitle: Pods \"stay\" $pending\nlabels: [kind/bug, 'good first issue']\nassignees: ada, grace\n\
milestone: v1.37\n---\n/priority critical-urgent\n/sig node\n\n```release\nintroduced-in=v1.37.0\n```\n\n\
```release\nresolved-in=v1.37.1\n```\n\n## Symptoms\n\nPods stay “pending” 😀.  \r\n\r\n## Root cause\n\nA lock.\n\n\
Binaries:\n- kubelet\n\n## Impact\n\nAll nodes.\n\n## Resolution\n\nNo lock.\n\n## PRs\n\n- #140300";

/// A folder with a gh that does what it is told, and a draft.
struct Desk {
    folder: TempDir,
}

impl Desk {
    /// gh runs the lines `script` after it has written down how it was called.
    fn new(draft: &str, script: &str) -> Desk {
        let desk = Desk {
            folder: tempfile::tempdir().expect("a folder"),
        };
        let gh = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$DESK/arguments\"\ncat >\"$DESK/input\"\n{script}\n"
        );
        fs::create_dir(desk.at("bin")).expect("a folder");
        fs::write(desk.at("bin/gh"), gh).expect("writable");
        fs::set_permissions(desk.at("bin/gh"), fs::Permissions::from_mode(0o755)).expect("ours");
        fs::write(desk.at("issue.md"), draft).expect("writable");
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn create(&self, arguments: &[&str]) -> Said {
        self.create_with_path(
            &format!("{}:/usr/bin:/bin", self.at("bin").display()),
            arguments,
        )
    }

    fn create_with_path(&self, path: &str, arguments: &[&str]) -> Said {
        said(
            Command::new(env!("CARGO_BIN_EXE_issue-ls"))
                .args(["create", "issue.md", "--as-of", "2026-09-01"])
                .args(arguments)
                .env("PATH", path)
                .env("DESK", self.folder.path())
                .current_dir(self.folder.path()),
        )
    }

    /// The arguments that gh was called with, one a line; none where it was not called.
    fn arguments(&self) -> Option<String> {
        fs::read_to_string(self.at("arguments")).ok()
    }

    fn input(&self) -> String {
        fs::read_to_string(self.at("input")).expect("gh was called")
    }
}

fn body_of(draft: &str) -> &str {
    draft.rsplit_once("---\n").expect("front matter").1
}

#[test]
fn gh_gets_title_labels_people_milestone_and_the_exact_body() {
    let desk = Desk::new(GOOD, "echo https://github.com/o/r/issues/7");
    let said = desk.create(&["--label", "area/kubelet", "--", "--repo", "o/r"]);
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    assert_eq!(said.output, "https://github.com/o/r/issues/7\n");
    let arguments = "issue\ncreate\n--title\nPods \"stay\" $pending\n--label\nkind/bug\n--label\ngood first issue\n\
                     --label\narea/kubelet\n--assignee\nada\n--assignee\ngrace\n--milestone\nv1.37\n--body-file\n-\n\
                     --repo\no/r\n";
    assert_eq!(desk.arguments().as_deref(), Some(arguments));
    assert_eq!(desk.input(), body_of(GOOD));
}

#[test]
fn findings_keep_a_draft_from_being_sent() {
    let bad = GOOD.replace("v1.37.0", "1.37.0");
    let desk = Desk::new(&bad, "");
    let said = desk.create(&[]);
    assert_eq!((said.code, said.output.as_str()), (1, ""));
    assert!(
        said.errors.starts_with("error[invalid-version]: "),
        "{}",
        said.errors
    );
    assert!(
        said.errors.ends_with(
            "issue-ls: issue.md: 1 finding keeps this draft from being sent; mend what is wrong, or send it all the \
             same with --force\n"
        ),
        "{}",
        said.errors
    );
    assert_eq!(desk.arguments(), None);
    assert_eq!(fs::read_to_string(desk.at("issue.md")).expect("kept"), bad);

    assert_eq!(desk.create(&["--force"]).code, 0);
    assert_eq!(desk.input(), body_of(&bad));
}

#[test]
fn fail_on_says_what_keeps_a_draft_from_being_sent() {
    let warned = GOOD.replace("- kubelet", "- kubelett");
    let desk = Desk::new(&warned, "");
    assert_eq!(desk.create(&[]).code, 1);
    assert_eq!(desk.arguments(), None);
    let said = desk.create(&["--fail-on", "error"]);
    assert_eq!(said.code, 0);
    assert!(
        said.errors.starts_with("warning[unknown-binary]: "),
        "{}",
        said.errors
    );
}

#[test]
fn a_title_can_come_from_the_flags_for_gh() {
    let untitled = body_of(GOOD);
    let desk = Desk::new(untitled, "");
    let said = desk.create(&[]);
    assert_eq!((said.code, said.output.as_str()), (2, ""));
    assert_eq!(
        said.errors,
        "issue-ls: issue.md: this draft has no title; write `title: …` between two lines `---` at its beginning, or add \
         `-- --title '…'`\n"
    );
    assert_eq!(desk.arguments(), None);
    for title in [
        ["--title", "Mine"].as_slice(),
        &["--title=Mine"],
        &["-wtMine"],
    ] {
        let said = desk.create(&[["--"].as_slice(), title].concat());
        assert_eq!(said.code, 0, "{}", said.errors);
        let arguments = desk.arguments().expect("gh was called");
        assert!(
            arguments.starts_with("issue\ncreate\n--body-file\n-\n"),
            "{arguments}"
        );
    }
}

#[test]
fn the_title_of_the_front_matter_gives_way_to_that_of_the_flags() {
    let desk = Desk::new(GOOD, "");
    assert_eq!(desk.create(&["--", "-t", "Mine"]).code, 0);
    let arguments = desk.arguments().expect("gh was called");
    assert!(
        !arguments.contains("pending") && arguments.ends_with("-t\nMine\n"),
        "{arguments}"
    );
}

#[test]
fn flags_that_would_give_the_issue_another_text_are_refused() {
    let desk = Desk::new(GOOD, "");
    for (flags, named) in [
        (["--body", "x"], "--body"),
        (["-b", "x"], "-b"),
        (["--body-file=y", "x"], "--body-file"),
        (["-wF", "x"], "-F"),
        (["--template", "x"], "--template"),
        (["--web", "--editor"], "--editor"),
        (["--recover", "x"], "--recover"),
    ] {
        let said = desk.create(&[["--"].as_slice(), &flags].concat());
        assert_eq!((said.code, desk.arguments()), (2, None), "{flags:?}");
        let beginning = format!("issue-ls: `{named}` cannot be among the flags for gh: ");
        assert!(said.errors.starts_with(&beginning), "{}", said.errors);
    }
}

#[test]
fn a_failing_gh_leaves_the_draft_as_it_was() {
    let desk = Desk::new(GOOD, "echo 'HTTP 502' >&2; exit 4");
    let said = desk.create(&[]);
    assert_eq!(
        (said.code, said.errors.as_str()),
        (
            2,
            "HTTP 502\nissue-ls: issue.md: gh ended with exit code 4; the draft is as it was\n"
        )
    );
    assert_eq!(fs::read_to_string(desk.at("issue.md")).expect("kept"), GOOD);

    let said = Desk::new(GOOD, "kill -TERM $$").create(&[]);
    assert_eq!(said.code, 2);
    assert!(
        said.errors.contains("gh was ended by a signal (signal: 15"),
        "{}",
        said.errors
    );
}

#[test]
fn a_gh_that_does_not_read_its_input_is_no_hindrance() {
    let long = format!("{}{}\n", GOOD, "\nmore".repeat(12_000));
    let desk = Desk::new(&long, "");
    let unread = fs::read_to_string(desk.at("bin/gh"))
        .expect("ours")
        .replace("cat >", "true >");
    fs::write(desk.at("bin/gh"), unread + "exit 1\n").expect("ours");
    let said = desk.create(&["--force"]);
    assert_eq!(said.code, 2);
    assert!(
        said.errors
            .ends_with("gh ended with exit code 1; the draft is as it was\n"),
        "{}",
        said.errors
    );
}

#[test]
fn a_label_that_gh_rejects_is_named() {
    let desk = Desk::new(
        GOOD,
        "echo \"could not add label: 'good first issue' not found\" >&2; exit 1",
    );
    let said = desk.create(&[]);
    assert_eq!(said.code, 2);
    assert_eq!(
        said.errors.lines().last(),
        Some(
            "issue-ls: issue.md: the repository has no label `good first issue`; take it out of `labels` in the draft or its \
             template or of `--label`, or make it with `gh label create 'good first issue'`; the draft is as it was"
        )
    );
}

#[test]
fn a_missing_gh_is_a_clear_failure() {
    let desk = Desk::new(GOOD, "");
    let said = desk.create_with_path("/nowhere", &[]);
    assert_eq!((said.code, said.output.as_str()), (2, ""));
    assert!(
        said.errors
            .starts_with("issue-ls: issue.md: gh is not on the PATH; "),
        "{}",
        said.errors
    );
    assert!(
        said.errors.ends_with("; the draft is as it was\n"),
        "{}",
        said.errors
    );
}

#[test]
fn a_dry_run_prints_a_command_that_does_the_same() {
    let desk = Desk::new(GOOD, "");
    assert_eq!(desk.create(&[]).code, 0);
    let sent = (desk.arguments(), desk.input());
    fs::remove_file(desk.at("arguments")).expect("there");

    let said = desk.create(&["--dry-run"]);
    assert_eq!(
        (said.code, said.errors.as_str(), desk.arguments()),
        (0, "", None)
    );
    assert_eq!(
        said.output,
        "issue-ls body issue.md | gh issue create --title 'Pods \"stay\" $pending' --label kind/bug \
         --label 'good first issue' --assignee ada --assignee grace --milestone v1.37 --body-file -\n"
    );
    let program = PathBuf::from(env!("CARGO_BIN_EXE_issue-ls"));
    let programs = program.parent().expect("a folder").display();
    Command::new("/bin/sh")
        .args(["-c", &said.output])
        .env(
            "PATH",
            format!("{}:{programs}:/usr/bin:/bin", desk.at("bin").display()),
        )
        .env("DESK", desk.folder.path())
        .current_dir(desk.folder.path())
        .assert()
        .success();
    assert_eq!((desk.arguments(), desk.input()), sent);

    let bad = Desk::new(&GOOD.replace("v1.37.0", "1.37.0"), "");
    let said = bad.create(&["--dry-run"]);
    assert_eq!((said.code, said.output.as_str()), (1, ""));
}

#[test]
fn what_a_form_has_for_every_issue_is_sent_along() {
    let form = "name: Crash\ndescription: It ends\ntitle: 'Crash: '\nlabels: [kind/bug]\nassignees: ada\nbody:\n\
                - type: input\n  attributes:\n    label: Version\n  validations:\n    required: true\n";
    let draft = "---\ntitle: It ends\n---\n### Version\n\n1.2\n";
    let desk = Desk::new(draft, "");
    fs::create_dir_all(desk.at(".github/ISSUE_TEMPLATE")).expect("a folder");
    fs::write(desk.at(".github/ISSUE_TEMPLATE/crash.yml"), form).expect("writable");
    let said = desk.create(&["--template", "crash"]);
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    assert_eq!(
        desk.arguments().as_deref(),
        Some(
            "issue\ncreate\n--title\nIt ends\n--label\nkind/bug\n--assignee\nada\n--body-file\n-\n"
        )
    );
    fs::write(desk.at("issue.md"), body_of(draft)).expect("ours");
    let said = desk.create(&["--template", "crash"]);
    assert!(
        said.errors.contains("write `title: \"Crash: …\"` between")
            && said.errors.contains("add `-- --title 'Crash: …'`"),
        "{}",
        said.errors
    );
}
