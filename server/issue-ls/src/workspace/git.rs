//! Asks git, the only program that is ever started here: which tags and which remotes there are, and what was merged.
//!
//! A repository's own configuration can make git run programs (a file system monitor, a verifier of signatures, a
//! transport that fetches what a partial clone lacks). None of that happens: git is told to do without, it only reads,
//! and it ends after a while, whether it is done or not.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use issue_body::catalog::{MERGE_FORMAT, TAG_FORMAT};

use super::programs::program;

/// How long git may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// How many bytes of what git says are read.
const LIMIT: u64 = 8 << 20;

/// How many commits are looked through for merges.
const COMMITS: &str = "--max-count=2000";

/// Settings that go before those of any repository.
const SETTINGS: [&str; 8] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "gpg.program=false",
    "log.showSignature=false",
    "protocol.allow=never",
    // Git data that come in with the files of a repository are no repository.
    "safe.bareRepository=explicit",
    "uploadpack.packObjectsHook=",
];

/// What another git has set for the programs that it starts: it would lead to another repository.
const LOCAL_VARIABLES: [&str; 14] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// The tags of the repository around `folder`, one a line, as the catalogue reads them.
///
/// # Errors
/// When git cannot be asked, in a sentence that says what to do.
pub fn tags(folder: &Path) -> Result<String, String> {
    let format = format!("--format={TAG_FORMAT}");
    ask(folder, &["for-each-ref", &format, "refs/tags"])
}

/// The commits of the main lines of all branches, newest first, as the catalogue reads merges.
///
/// # Errors
/// When git cannot be asked, in a sentence that says what to do.
pub fn commits(folder: &Path) -> Result<String, String> {
    let format = format!("--format=tformat:{MERGE_FORMAT}");
    let arguments = [
        "log",
        "--first-parent",
        COMMITS,
        "--branches",
        "--remotes",
        "--date=format-local:%Y-%m-%d",
        "--encoding=UTF-8",
        "--no-color",
        "--no-decorate",
        "--no-ext-diff",
        "--no-mailmap",
        "--no-notes",
        "--no-show-signature",
        "--no-textconv",
        "--no-patch",
        &format,
    ];
    ask(folder, &arguments)
}

/// The remotes of the repository around `folder`, each with its addresses, one a line: `origin`, a tab, the address, what
/// it is for in parentheses.
///
/// # Errors
/// When git cannot be asked, in a sentence that says what to do.
pub fn remotes(folder: &Path) -> Result<String, String> {
    ask(folder, &["remote", "--verbose"])
}

/// The files and folders of the repository around `folder` that change with its tags.
///
/// # Errors
/// When there is no repository, or git cannot be asked.
pub fn places_of_tags(folder: &Path) -> Result<Vec<PathBuf>, String> {
    places(folder, &["packed-refs", "refs/tags"])
}

/// The files of the repository around `folder` that change when something is committed, fetched or merged.
///
/// # Errors
/// When there is no repository, or git cannot be asked.
pub fn places_of_commits(folder: &Path) -> Result<Vec<PathBuf>, String> {
    places(folder, &["packed-refs", "logs/HEAD", "FETCH_HEAD"])
}

/// The file of the repository around `folder` that changes with its remotes.
///
/// # Errors
/// When there is no repository, or git cannot be asked.
pub fn places_of_remotes(folder: &Path) -> Result<Vec<PathBuf>, String> {
    places(folder, &["config"])
}

fn places(folder: &Path, names: &[&str]) -> Result<Vec<PathBuf>, String> {
    let said = ask(folder, &["rev-parse", "--git-common-dir"])?;
    let common = folder.join(said.trim_end_matches(['\n', '\r']));
    Ok(names.iter().map(|name| common.join(name)).collect())
}

fn ask(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = program("git");
    command.args(["--no-pager", "--no-optional-locks", "--no-replace-objects"]);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    command.arg("-C").arg(folder).args(arguments);
    for variable in LOCAL_VARIABLES {
        command.env_remove(variable);
    }
    command
        .envs([
            ("GIT_ALLOW_PROTOCOL", "none"),
            ("GIT_ASKPASS", ""),
            ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_OPTIONAL_LOCKS", "0"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("LC_ALL", "C"),
            ("TZ", "UTC0"),
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "git is not installed; install it, or name a file".to_owned(),
        _ => format!("git cannot be started: {error}"),
    })?;
    let output = read_in_background(child.stdout.take());
    let complaints = read_in_background(child.stderr.take());
    let deadline = Instant::now() + PATIENCE;
    let rest = |deadline: Instant| deadline.saturating_duration_since(Instant::now());
    let Ok(output) = output.recv_timeout(rest(deadline)) else {
        stop(&mut child);
        let seconds = PATIENCE.as_secs();
        return Err(format!(
            "git did not answer within {seconds} seconds; try again, or name a file"
        ));
    };
    if output.len() as u64 > LIMIT {
        stop(&mut child);
        return Err("git has more to say than can be read; name a file".to_owned());
    }
    let complaints = complaints.recv_timeout(rest(deadline)).unwrap_or_default();
    // Its output is closed, so it is at its end; a process that is not is none to wait for.
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if rest(deadline).is_zero() => {
                stop(&mut child);
                return Err("git does not end; try again, or name a file".to_owned());
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(1)),
            Err(error) => return Err(format!("git cannot be waited for: {error}")),
        }
    };
    if !status.success() {
        return Err(refusal(&String::from_utf8_lossy(&complaints)));
    }
    // Names and titles in another encoding are left out by those who read them.
    Ok(String::from_utf8_lossy(&output).into_owned())
}

/// What to do when git refuses, from what it says.
fn refusal(complaints: &str) -> String {
    if complaints.contains("dubious ownership") {
        return "git does not trust this repository, since it belongs to somebody else; allow it with `git config --global \
                --add safe.directory` and its path"
            .to_owned();
    }
    if complaints.contains("not a git repository") {
        return "this is no git repository; clone one, or name a file".to_owned();
    }
    let first = complaints.lines().find(|line| !line.trim().is_empty());
    let words: String = first
        .unwrap_or("it gives no reason")
        .chars()
        .take(200)
        .collect();
    format!("git cannot read this repository: {words}")
}

fn stop(child: &mut Child) {
    // It may have ended by itself by now.
    let _ = child.kill();
    let _ = child.wait();
}

/// Reads a stream on a thread of its own, up to the limit and one byte more.
fn read_in_background(stream: Option<impl Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(stream) = stream {
            // What came until then has to do.
            let _ = stream.take(LIMIT + 1).read_to_end(&mut bytes);
        }
        // Nobody waits any more when it took too long.
        let _ = sender.send(bytes);
    });
    receiver
}
