//! The program where the world fails it: a disk that is full, a folder that cannot be written, a reader that is gone, an
//! end that comes in the middle. No draft is lost or half-written, and what could not be done is told.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

mod process;

const PROGRAM: &str = env!("CARGO_BIN_EXE_issue-ls");

/// A draft of some length with mistakes that can be mended, from its first line to its last.
fn draft(number: usize) -> String {
    let filler = "Pods stay in `ContainerCreating` for as long as anybody looks. 😀\n".repeat(30);
    format!(
        "/sig nod\n/priority important-soon\n\n```release\nintroduced-in=1.36.{number}\n```\n\n## Simptoms\n\n{filler}\n## PRs\n\nPR 12\n"
    )
}

/// A folder with so many drafts.
fn drafts(count: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("issue-ls.toml"), "").expect("it is ours");
    for number in 0..count {
        fs::write(folder.path().join(format!("{number:03}.md")), draft(number))
            .expect("it is ours");
    }
    folder
}

/// The files of a folder with what they hold, by name.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).expect("it is there");
    let mut files: Vec<_> = entries
        .map(|entry| {
            let path = entry.expect("it is there").path();
            let text = fs::read_to_string(&path).expect("a text");
            (path.file_name().expect("a file").into(), text)
        })
        .collect();
    files.sort();
    files
}

/// Runs the lines of a shell, `$0` being the program and `$1` a folder.
fn shell(lines: &str, folder: &Path) -> Output {
    Command::new("sh")
        .args(["-c", lines, PROGRAM])
        .arg(folder)
        .current_dir(folder)
        .output()
        .expect("every Unix has a shell")
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The run failed with a message, not with a panic, and its output is no promise.
fn assert_failed(output: &Output, message: &str, what: &str) {
    let errors = errors(output);
    assert_eq!(output.status.code(), Some(2), "{what}: {errors}");
    assert!(errors.contains(message), "{what}: {errors}");
    assert!(!errors.contains("panicked"), "{what}: {errors}");
}

/// Every command that writes something, in a folder with drafts.
const COMMANDS: [&str; 18] = [
    "check .",
    "check --output-format concise .",
    "check --output-format json .",
    "check --output-format sarif .",
    "check --diff .",
    "check --statistics .",
    "new",
    "templates",
    "extract 000.md",
    "labels 000.md",
    "body 000.md",
    "report .",
    "report --output-format html .",
    "rule",
    "rule section-order",
    "config schema",
    "completions bash",
    "man",
];

#[test]
fn output_that_cannot_be_written_is_a_failure_and_no_panic() {
    if !Path::new("/dev/full").exists() {
        return; // Only Linux has a disk that is always full.
    }
    let folder = drafts(2);
    for command in COMMANDS {
        let output = shell(&format!("exec \"$0\" {command} >/dev/full"), folder.path());
        assert_failed(&output, "issue-ls: ", command);
    }
    for command in [
        "check --output-format json .",
        "report .",
        "new",
        "new --force",
    ] {
        let flag = if command.starts_with("new") {
            "--output"
        } else {
            "-o"
        };
        let output = shell(
            &format!("exec \"$0\" {command} {flag} /dev/full"),
            folder.path(),
        );
        assert_failed(&output, "/dev/full: this file cannot be written: ", command);
    }
    for command in [
        "check --fix - <000.md >/dev/full",
        "--help >/dev/full",
        "--version >/dev/full",
    ] {
        let output = shell(&format!("exec \"$0\" {command}"), folder.path());
        assert!(
            !errors(&output).contains("panicked"),
            "{command}: {}",
            errors(&output)
        );
        assert_ne!(output.status.code(), Some(0), "{command}");
    }
}

#[test]
fn a_reader_that_is_gone_is_no_panic() {
    let folder = drafts(2);
    for command in COMMANDS.into_iter().chain(["--help", "--version"]) {
        // The pipe breaks at the first byte: nobody has it open any more once the program begins.
        let output = shell(
            &format!("{{ sleep 0.05; exec \"$0\" {command}; }} | :"),
            folder.path(),
        );
        assert!(
            !errors(&output).contains("panicked"),
            "{command}: {}",
            errors(&output)
        );
        let output = shell(&format!("exec \"$0\" {command} >&-"), folder.path());
        assert!(
            !errors(&output).contains("panicked"),
            "{command}: {}",
            errors(&output)
        );
    }
    let output = shell("exec \"$0\" check . 2>&-", folder.path());
    assert_eq!(output.status.code(), Some(1));
}

/// All drafts are as they were, nothing was left beside them, and each is named in a failure.
fn assert_untouched(output: &Output, before: &[(PathBuf, String)], folder: &Path, message: &str) {
    assert_failed(output, message, "--fix");
    assert_eq!(files(folder), before);
    for (name, _) in before
        .iter()
        .filter(|(name, _)| name.extension().is_some_and(|end| end == "md"))
    {
        let name = name.to_str().expect("a name");
        assert!(
            errors(output).contains(&format!("{name}: this file cannot be written: ")),
            "{}",
            errors(output)
        );
    }
}

#[test]
fn drafts_stay_whole_where_nothing_more_can_be_written() {
    let folder = drafts(5);
    let before = files(folder.path());
    // A block is half a KiB or one; a draft is longer. Whoever does not ignore the signal is ended by it.
    let output = shell(
        "trap '' XFSZ; ulimit -f 1; exec \"$0\" check --fix .",
        folder.path(),
    );
    assert_untouched(&output, &before, folder.path(), "cannot be written");
    let output = shell(
        "ulimit -f 1; \"$0\" check --fix . 2>/dev/null",
        folder.path(),
    );
    assert_ne!(output.status.code(), Some(0));
    let after = files(folder.path());
    let drafts = after
        .iter()
        .filter(|(name, _)| !name.to_string_lossy().starts_with('.'));
    assert!(
        drafts.eq(before.iter()),
        "a draft was changed by a run that was ended"
    );
}

#[test]
fn drafts_stay_whole_on_a_disk_that_is_full() {
    let folder = drafts(5);
    let mount = folder.path().join("disk");
    fs::create_dir(&mount).expect("it is ours");
    // In a user namespace of its own anybody may mount; where that is not allowed there is no small disk to be had.
    let may_mount = "exec unshare -rm mount -t tmpfs -o size=64k none disk";
    if !shell(may_mount, folder.path()).status.success() {
        return;
    }
    let lines = "exec unshare -rm sh -c 'mount -t tmpfs -o size=64k none disk && cp *.md issue-ls.toml disk && cd disk &&
        before=$(cat *.md | cksum) && cat /dev/zero >filler 2>/dev/null; \"$0\" check --fix .; code=$?
        [ \"$before\" = \"$(cat *.md | cksum)\" ] && [ \"$(ls -A | wc -l)\" = 7 ] || echo changed >&2; exit $code' \"$0\"";
    let output = shell(lines, folder.path());
    assert_failed(
        &output,
        "this file cannot be written: No space left on device",
        "--fix",
    );
    assert!(!errors(&output).contains("changed"), "{}", errors(&output));
}

#[test]
fn drafts_in_a_folder_that_cannot_be_written_stay() {
    let folder = drafts(3);
    let before = files(folder.path());
    let allow = |mode| {
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).expect("it is ours")
    };
    allow(0o555);
    let is_almighty = fs::write(folder.path().join("probe"), "").is_ok();
    let mut command = Command::new(PROGRAM);
    let beside = tempfile::tempdir().expect("a folder");
    if is_almighty {
        // Root writes everywhere, so somebody else has to try, with a program that is theirs to run.
        fs::remove_file(folder.path().join("probe")).expect("it is ours");
        let copy = beside.path().join("issue-ls");
        fs::copy(PROGRAM, &copy).expect("there is room");
        fs::set_permissions(beside.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
        command = Command::new(copy);
        command.uid(65534).gid(65534);
    }
    let output = command
        .args(["check", "--fix", "."])
        .current_dir(folder.path())
        .output()
        .expect("it starts");
    allow(0o755);
    assert_untouched(&output, &before, folder.path(), "permission denied");
}

/// How often a run is ended: more on request, as in `ISSUE_LS_KILLS=1000 cargo test --test abuse`.
fn kill_count() -> u32 {
    let asked = std::env::var("ISSUE_LS_KILLS").ok();
    asked.map_or(25, |asked| {
        asked.parse().expect("ISSUE_LS_KILLS is a number")
    })
}

#[test]
fn a_run_that_is_killed_leaves_every_draft_old_or_new() {
    const COUNT: usize = 60;
    let fix = |folder: &Path| {
        let mut command = Command::new(PROGRAM);
        command
            .args(["check", "--fix", "--quiet", "."])
            .current_dir(folder);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("it starts")
    };
    let whole = drafts(COUNT);
    let old = files(whole.path());
    let begun = Instant::now();
    fix(whole.path()).wait().expect("it is our own child");
    let duration = begun.elapsed();
    let new = files(whole.path());
    assert!(old.iter().zip(&new).filter(|(old, new)| old != new).count() == COUNT);
    let mut in_the_middle = 0;
    for kill in 0..kill_count() {
        let folder = drafts(COUNT);
        let mut run = fix(folder.path());
        if kill % 2 == 0 {
            // Moments all over the run, and none twice.
            let moment = duration.mul_f64(f64::from(kill * 37 % 101) / 90.0)
                + Duration::from_micros(u64::from(kill));
            std::thread::sleep(moment);
        } else {
            // Drafts are written one after the other when all are read, which does not take long.
            let (name, before) = &old[0];
            let is_old = || {
                let now = fs::read_to_string(folder.path().join(name));
                now.is_ok_and(|now| now == *before)
            };
            while is_old() && run.try_wait().expect("it is our own child").is_none() {}
        }
        // It may have ended by itself by now.
        let _ = run.kill();
        run.wait().expect("it is our own child");
        let left = files(folder.path());
        let kept: Vec<_> = left
            .iter()
            .filter(|(name, _)| !name.to_string_lossy().starts_with('.'))
            .collect();
        assert_eq!(kept.len(), old.len(), "no draft is lost");
        let mut written = 0;
        for ((now, old), new) in kept.iter().zip(&old).zip(&new) {
            assert!(
                *now == old || *now == new,
                "{} is neither old nor new",
                now.0.display()
            );
            written += usize::from(*now == new && new != old);
        }
        in_the_middle += usize::from((1..COUNT).contains(&written));
        // What was begun is finished by the next run, whatever the last one left behind.
        fix(folder.path()).wait().expect("it is our own child");
        let after = files(folder.path());
        let after = after
            .iter()
            .filter(|(name, _)| !name.to_string_lossy().starts_with('.'));
        assert!(after.eq(new.iter()));
    }
    assert!(in_the_middle > 0, "no run was ended between two drafts");
}

#[tokio::test]
async fn a_server_whose_editor_dies_in_the_middle_of_a_message_ends() {
    for piece in [
        "",
        "Content-Le",
        "Content-Length: 500\r\n",
        "Content-Length: 500\r\n\r\n{\"jsonrpc\":",
    ] {
        let (mut client, mut server) = process::start();
        client
            .initialize(json!({"processId": null, "capabilities": {}}))
            .await;
        client.send_bytes(piece.as_bytes()).await;
        client.hang_up().await;
        let status = tokio::time::timeout(Duration::from_secs(20), server.wait()).await;
        let status = status
            .expect("the server does not end")
            .expect("it is our own child");
        assert_eq!(status.code(), Some(1), "{piece:?}");
    }
}
