//! What a workspace cannot do, whoever wrote it: run a program, have a file read that lies elsewhere, make the server reach a
//! network, or speak to the terminal.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use process::start;
use said::{Said, said};

mod process;
mod said;

/// A workspace, and a folder beside it that is none of its business.
struct Place(TempDir);

const DRAFT: &str = "---\ntemplate: kubernetes-patch-release\n---\n/sig node\n/priority important-soon\n\n\
```release\nintroduced-in=v1.36.2\n```\n\n## PRs\n\n- #12\n";

impl Place {
    fn new() -> Place {
        let place = Place(tempfile::tempdir().expect("a folder"));
        place.write("workspace/issue-ls.toml", "releases.git-tags = true\n");
        place.write("workspace/draft.md", DRAFT);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn workspace(&self) -> PathBuf {
        self.path("workspace")
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("it is ours");
        fs::write(&path, text).expect("it is ours");
        path
    }

    /// A script that leaves a trace when it runs.
    fn trap(&self, name: &str) -> PathBuf {
        let trace = self.path("sprung");
        let path = self.write(name, format!("#!/bin/sh\ntouch '{}'\n", trace.display()));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it is ours");
        path
    }

    /// Whether a trap was sprung since this was asked last.
    fn is_sprung(&self) -> bool {
        fs::remove_file(self.path("sprung")).is_ok()
    }

    fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.workspace()).args(arguments);
        let status = command
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .expect("git is here")
            .status;
        assert!(status.success(), "{arguments:?}");
    }

    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_issue-ls"));
        command.args(arguments).current_dir(self.workspace());
        command.envs(variables.iter().copied());
        said(&mut command)
    }

    /// Has an editor open the draft in the workspace and ask for all that git is asked for; gives what was said.
    async fn edit(&self) -> Vec<Value> {
        let uri = |path: &Path| url::Url::from_file_path(path).expect("it is absolute");
        let root = uri(&self.workspace());
        let draft = uri(&self.workspace().join("draft.md"));
        let (mut client, mut server) = start();
        let folders = json!([{"uri": root.as_str(), "name": "workspace"}]);
        let capabilities = json!({"textDocument": {"diagnostic": {}, "documentLink": {}}});
        client.initialize(json!({"processId": null, "workspaceFolders": folders, "capabilities": capabilities})).await;
        client.open(draft.as_str(), DRAFT).await;
        let document = json!({"uri": draft.as_str()});
        let mut answers = Vec::new();
        // What git is asked in the background is there the second time.
        for _ in 0..2 {
            for (method, params) in [
                ("textDocument/diagnostic", json!({"textDocument": document})),
                (
                    "textDocument/documentLink",
                    json!({"textDocument": document}),
                ),
                (
                    "textDocument/hover",
                    json!({"textDocument": document, "position": {"line": 7, "character": 16}}),
                ),
                (
                    "textDocument/completion",
                    json!({"textDocument": document, "position": {"line": 12, "character": 3}}),
                ),
            ] {
                answers.push(client.request(method, params).await);
            }
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
        answers.extend(client.overheard("window/showMessage"));
        client.finish().await;
        server.wait().await.expect("it is our own child");
        answers
    }
}

/// Settings by which git runs programs, `TRAP` being one.
const SETTINGS: [(&str, &str); 26] = [
    ("core.fsmonitor", "TRAP"),
    ("core.sshCommand", "TRAP"),
    ("core.hooksPath", "HOOKS"),
    ("core.pager", "TRAP"),
    ("core.editor", "TRAP"),
    ("core.askPass", "TRAP"),
    ("core.gitProxy", "TRAP"),
    ("core.alternateRefsCommand", "TRAP"),
    ("pager.log", "TRAP"),
    ("pager.for-each-ref", "TRAP"),
    ("pager.remote", "TRAP"),
    ("alias.log", "!TRAP"),
    ("alias.for-each-ref", "!TRAP"),
    ("alias.remote", "!TRAP"),
    ("alias.rev-parse", "!TRAP"),
    ("diff.external", "TRAP"),
    ("diff.trap.textconv", "TRAP"),
    ("diff.trap.command", "TRAP"),
    ("filter.trap.clean", "TRAP"),
    ("filter.trap.smudge", "TRAP"),
    ("filter.trap.process", "TRAP"),
    ("credential.helper", "!TRAP"),
    ("gpg.program", "TRAP"),
    ("log.showSignature", "true"),
    ("uploadpack.packObjectsHook", "TRAP"),
    ("protocol.ext.allow", "always"),
];

/// A workspace that is a repository with a trap in every corner of it.
fn trapped() -> Place {
    let place = Place::new();
    let trap = place.trap("trap");
    let trap = trap.to_str().expect("a path");
    for hook in [
        "post-checkout",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
        "pre-auto-gc",
    ] {
        place.trap(&format!("hooks/{hook}"));
    }
    let hooks = place.path("hooks");
    place.git(&["init", "--quiet", "."]);
    place.write("workspace/.gitattributes", "* diff=trap filter=trap\n");
    place.git(&["add", "draft.md"]);
    place.git(&[
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "commit",
        "--quiet",
        "-m",
        "Merge pull request #12 from a/b",
    ]);
    place.git(&["tag", "v1.36.2"]);
    place.git(&["remote", "add", "origin", &format!("ext::{trap}")]);
    for (key, value) in SETTINGS {
        let value = value
            .replace("TRAP", trap)
            .replace("HOOKS", hooks.to_str().expect("a path"));
        place.git(&["config", key, &value]);
    }
    // A commit with a signature, which git has another program look at.
    let commit = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\
                  gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nsigned\n";
    let mut write = assert_cmd::Command::new("git");
    write.arg("-C").arg(place.workspace()).args([
        "hash-object",
        "-t",
        "commit",
        "-w",
        "--literally",
        "--stdin",
    ]);
    let written = write
        .write_stdin(commit)
        .output()
        .expect("git is here")
        .stdout;
    let written = String::from_utf8(written).expect("UTF-8");
    place.git(&["update-ref", "refs/heads/signed", written.trim()]);
    // What the git of these tests has run is none of the program's doing.
    place.is_sprung();
    place
}

#[tokio::test]
async fn nothing_in_a_workspace_is_run() {
    let place = trapped();
    // The traps work: git itself goes into them.
    for command in ["status", "log signed --"] {
        let mut git = Command::new("git");
        git.arg("-C")
            .arg(place.workspace())
            .args(["-c", "alias.log="])
            .args(command.split(' '));
        git.output().expect("git is here");
        assert!(place.is_sprung(), "{command}");
    }
    for arguments in [
        &["check", "."][..],
        &["check", "--fix", "draft.md"],
        &["report", "."],
        &["extract", "draft.md"],
        &["labels", "draft.md"],
        &["templates"],
        &["new"],
        &["body", "draft.md"],
        &["create", "draft.md", "--dry-run"],
    ] {
        let said = place.run(arguments, &[]);
        assert!(!place.is_sprung(), "{arguments:?} ran a program: {said}");
        assert!(!said.errors.contains("panicked"), "{said}");
    }
    let answers = place.edit().await;
    assert!(!place.is_sprung(), "the server ran a program: {answers:?}");
}

#[tokio::test]
async fn a_program_of_the_workspace_is_not_taken_for_another() {
    let place = trapped();
    place.trap("workspace/git");
    place.trap("workspace/gh");
    for path in [
        ".:/usr/local/bin:/usr/bin:/bin",
        ":/usr/local/bin:/usr/bin:/bin",
        "/usr/local/bin:/usr/bin:/bin:",
        ".",
        "",
        "./",
        "../workspace",
    ] {
        for arguments in [
            &["check", "."][..],
            &[
                "create", "draft.md", "--title", "x", "--", "--repo", "o/r", "--web",
            ],
        ] {
            let said = place.run(
                arguments,
                &[("PATH", path), ("GH_TOKEN", ""), ("GH_HOST", "localhost:1")],
            );
            assert!(!place.is_sprung(), "{arguments:?} by {path:?}: {said}");
        }
    }
}

#[test]
fn programs_are_started_in_one_place() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut starts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sources are here") {
            let path = entry.expect("the sources are here").path();
            if path.is_dir() {
                if !path.ends_with("lsp/tests") {
                    folders.push(path);
                }
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            let text = text.split("mod tests {").next().unwrap_or_default();
            if text.contains("process::Command") || text.contains("process::{Command") {
                starts.push(path);
            }
        }
    }
    let names: Vec<_> = starts
        .iter()
        .filter_map(|path| path.file_name()?.to_str())
        .collect();
    assert_eq!(names, ["programs.rs"], "{starts:?}");
}

/// What stands in files that are none of the workspace's business.
const SECRET: &str = "hunter2";

#[tokio::test]
async fn a_git_file_that_leads_elsewhere_runs_nothing_there() {
    let place = trapped();
    fs::rename(place.workspace().join(".git"), place.path("elsewhere")).expect("it is ours");
    place.write(
        "workspace/.git",
        format!("gitdir: {}\n", place.path("elsewhere").display()),
    );
    let _ = Command::new("git")
        .arg("-C")
        .arg(place.workspace())
        .arg("status")
        .output()
        .expect("git is here");
    assert!(place.is_sprung(), "the trap is not one");
    place.run(&["check", "."], &[]);
    assert!(!place.is_sprung());
    place.edit().await;
    assert!(!place.is_sprung());
    // A repository that came in with the files of another one is none.
    fs::remove_file(place.workspace().join(".git")).expect("it is ours");
    fs::rename(place.path("elsewhere"), place.path("workspace/bare")).expect("it is ours");
    place.write("workspace/bare/issue-ls.toml", "releases.git-tags = true\n");
    place.write("workspace/bare/draft.md", DRAFT);
    place.git(&["config", "--file", "bare/config", "core.bare", "true"]);
    let said = place.run(&["check", "bare"], &[]);
    assert!(said.errors.contains("git"), "{said}");
    assert!(!place.is_sprung());
}

/// The ways to name what lies outside of a workspace, each with a file that should do it.
fn ways_out(place: &Place) -> Vec<(&'static str, String)> {
    let secret = place.write("secret.yml", format!("name: {SECRET}\n{SECRET}: [\n"));
    let secret = secret.to_str().expect("a path").to_owned();
    let mut ways = Vec::new();
    for key in ["labels.file", "releases.file"] {
        for path in [
            "../secret.yml",
            "sub/../../secret.yml",
            secret.as_str(),
            "~/secret.yml",
            "link.yml",
            "folder/secret.yml",
        ] {
            ways.push(("issue-ls.toml", format!("{key} = \"{path}\"\n")));
        }
    }
    ways.push((
        "issue-ls.toml",
        format!("default-template = \"{secret}\"\n"),
    ));
    ways.push((
        "issue-ls.toml",
        format!("[[drafts]]\nfiles = [\"*\"]\ntemplate = \"{secret}\"\n"),
    ));
    ways.push(("draft.md", format!("---\ntemplate: {secret}\n---\n{DRAFT}")));
    ways.push((
        "draft.md",
        format!("<!-- issue-ls: template={secret} -->\n{DRAFT}"),
    ));
    ways.push(("draft.md", "---\ntemplate: ../secret.yml\n---\n".to_owned()));
    ways
}

#[tokio::test]
async fn nothing_outside_of_a_workspace_is_read() {
    let place = Place::new();
    place.write("workspace/issue-ls.toml", "");
    fs::create_dir_all(place.path("workspace/.git")).expect("it is ours");
    let ways = ways_out(&place);
    symlink(place.path("secret.yml"), place.path("workspace/link.yml")).expect("it is ours");
    symlink(place.0.path(), place.path("workspace/folder")).expect("it is ours");
    let keeps_quiet = async |what: &str| {
        for arguments in [
            &["check", ".", "--verbose"][..],
            &["check", "draft.md"],
            &["templates"],
            &["extract", "draft.md"],
            &["report", "."],
        ] {
            let said = place.run(arguments, &[]);
            assert!(!said.to_string().contains(SECRET), "{what}: {said}");
        }
        let answers = place.edit().await;
        let answers = Value::from(answers).to_string();
        assert!(!answers.contains(SECRET), "{what}: {answers}");
    };
    for (name, text) in ways {
        place.write(&format!("workspace/{name}"), &text);
        keeps_quiet(&text).await;
        place.write("workspace/issue-ls.toml", "");
        place.write("workspace/draft.md", DRAFT);
    }
    // Links where files are looked for.
    for name in [
        "issue-ls.toml",
        ".github/issue-ls.toml",
        ".github/ISSUE_TEMPLATE/bug.yml",
        ".github/ISSUE_TEMPLATE/config.yml",
        ".github/ISSUE_TEMPLATE/bug.md",
        ".github/ISSUE_TEMPLATE.md",
        "ISSUE_TEMPLATE.md",
        "other.md",
    ] {
        let link = place.workspace().join(name);
        fs::create_dir_all(link.parent().expect("it lies in the workspace")).expect("it is ours");
        let _ = fs::remove_file(&link);
        symlink(place.path("secret.yml"), &link).expect("it is ours");
        keeps_quiet(name).await;
        fs::remove_file(&link).expect("it is ours");
    }
    place.write("workspace/issue-ls.toml", "");
    fs::remove_dir_all(place.path("workspace/.github")).expect("it is ours");
    symlink(place.0.path(), place.path("workspace/.github")).expect("it is ours");
    place.write("ISSUE_TEMPLATE/bug.yml", format!("name: {SECRET}\ndescription: d\nbody:\n  - type: input\n    attributes: {{label: {SECRET}}}\n"));
    place.write("issue-ls.toml", format!("{SECRET} = 1\n"));
    keeps_quiet("a folder").await;
    fs::remove_file(place.path("workspace/.github")).expect("it is ours");
    symlink(
        place.0.path().join("ISSUE_TEMPLATE"),
        place.path("workspace/ISSUE_TEMPLATE"),
    )
    .expect("it is ours");
    keeps_quiet("a folder of templates").await;
}

#[test]
fn a_link_inside_of_a_repository_is_followed() {
    let place = Place::new();
    fs::create_dir_all(place.path("workspace/.git")).expect("it is ours");
    place.write(
        "workspace/issue-ls.toml",
        "[rules]\nunknown-label = \"off\"\n",
    );
    place.write(
        "workspace/sub/draft.md",
        DRAFT.replace("/sig node", "/sig nod"),
    );
    symlink(
        "../issue-ls.toml",
        place.path("workspace/sub/issue-ls.toml"),
    )
    .expect("it is ours");
    let said = place.run(&["check", "sub"], &[]);
    assert!(
        said.code < 2 && !said.output.contains("unknown-label"),
        "{said}"
    );
}

#[test]
fn what_never_ends_is_not_read_for_a_workspace() {
    let place = Place::new();
    fs::create_dir_all(place.path("workspace/.git")).expect("it is ours");
    place.write("workspace/issue-ls.toml", "");
    fs::create_dir_all(place.path("workspace/.github/ISSUE_TEMPLATE")).expect("it is ours");
    let pipe = Command::new("mkfifo")
        .arg(place.path("workspace/.github/ISSUE_TEMPLATE/pipe.yml"))
        .status();
    assert!(pipe.is_ok_and(|status| status.success()));
    symlink(
        "/dev/zero",
        place.path("workspace/.github/ISSUE_TEMPLATE/zero.yml"),
    )
    .expect("it is ours");
    place.write(
        "workspace/.github/ISSUE_TEMPLATE/large.md",
        "x".repeat(3 << 20),
    );
    let said = place.run(&["templates"], &[]);
    assert!(!said.errors.contains("panicked"), "{said}");
    place.write("workspace/issue-ls.toml", "# \n".repeat(1 << 20));
    let said = place.run(&["check", "draft.md"], &[]);
    assert!(
        said.errors
            .contains("issue-ls.toml: this file has more than 1 MiB; write a smaller one"),
        "{said}"
    );
}

/// What a terminal obeys, or a reader does not see: colours, the title of the window, a link, a clipboard, C1 codes, a bell,
/// a line to be written over, words from right to left.
const ESCAPES: &str = "\u{1b}[31m\u{1b}]0;x\u{7}\u{1b}]8;;http:x\u{1b}\\\u{1b}]52;c;eA==\u{7}\u{9b}2J\u{9d}0;y\u{9c}\u{7}\u{8}\u{7f}\u{202e}\u{2066}\u{200b}\u{feff}\u{1b}c";

fn is_harmless(character: char) -> bool {
    matches!(character, '\n' | '\t')
        || !(character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
}

/// What a run writes to a terminal; none where there is no `script`, which makes one.
fn on_terminal(place: &Place, arguments: &[&str]) -> Option<String> {
    let words = arguments.iter().map(|word| format!("'{word}'"));
    let line = words.collect::<Vec<_>>().join(" ");
    let mut command = assert_cmd::Command::new("script");
    command.args([
        "-qec",
        &format!("{} {line} 2>/dev/null", env!("CARGO_BIN_EXE_issue-ls")),
        "/dev/null",
    ]);
    command.current_dir(place.workspace()).env("NO_COLOR", "1");
    let output = command.output().ok()?.stdout;
    // A terminal ends its lines so.
    Some(String::from_utf8_lossy(&output).replace("\r\n", "\n"))
}

#[test]
fn nothing_that_a_workspace_holds_speaks_to_the_terminal() {
    let place = Place::new();
    fs::create_dir_all(place.path("workspace/.git")).expect("it is ours");
    // Each as far as its place lets it be there: YAML has no control characters but in escapes.
    let escaped: String = ESCAPES
        .chars()
        .map(|character| format!("\\u{:04x}", u32::from(character)))
        .collect();
    let draft = format!(
        "---\ntitle: \"{escaped}\"\nlabels: [\"kind/{escaped}\", kind/bug]\ntemplate: kubernetes-patch-release\nstage: \"{escaped}\"\n---\n\
         /sig nod{ESCAPES} {ESCAPES}\n/priority x{ESCAPES}\n/milestone {ESCAPES}\n/assign @{ESCAPES}\n<!-- issue-ls-disable {ESCAPES} -->\n\n\
         ```release\nintroduced-in=v1{ESCAPES}\n{ESCAPES}=v1.36.2\nresolved-in=v1.36.2 {ESCAPES}\n```\n\n## Symptoms\n{ESCAPES}\n\n\
         ## Symptoms\n\n## Root cause {ESCAPES}\n\nBinaries:\n- kubelet{ESCAPES}\n\n## Impakt\n\n## PRs\n\n- #12 {ESCAPES}\n- PR 12{ESCAPES}\n"
    );
    let form = format!(
        "name: \"n{escaped}\"\ndescription: \"{escaped}\"\nlabels: [\"{escaped}\"]\nbody:\n  - type: \"{escaped}\"\n  - type: dropdown\n    id: \"{escaped}\"\n    attributes:\n      label: \"l{escaped}\"\n      options: [\"o{escaped}\", \"o{escaped}\"]\n"
    );
    let name = format!("d{}.md", ESCAPES.replace('/', ""));
    place.write(&format!("workspace/{name}"), &draft);
    place.write("workspace/draft.md", draft.replace(", kind/bug]", ""));
    place.write(
        &format!(
            "workspace/.github/ISSUE_TEMPLATE/f{}.yml",
            ESCAPES.replace('/', "")
        ),
        &form,
    );
    place.write(
        "workspace/.github/ISSUE_TEMPLATE/broken.yml",
        format!("name: {ESCAPES}\n"),
    );
    place.write("workspace/issues.json", json!([{"number": 1, "title": ESCAPES, "body": draft, "labels": [{"name": ESCAPES}], "state": "OPEN", "url": format!("https://x/{ESCAPES}")}]).to_string());
    place.write(
        "workspace/broken.json",
        format!("[{{\"number\": 1, \"body\": 3, \"x{escaped}\": 1}}, {{{ESCAPES}"),
    );
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for format in [
        "full",
        "concise",
        "json",
        "json-lines",
        "sarif",
        "junit",
        "github",
        "gitlab",
    ] {
        for path in [
            ".",
            &name,
            "issues.json",
            "broken.json",
            ".github/ISSUE_TEMPLATE/broken.yml",
        ] {
            runs.push(vec!["check", "--output-format", format, path]);
        }
        runs.push(vec![
            "check",
            "--statistics",
            "--output-format",
            format,
            ".",
        ]);
    }
    let stranger = format!("x{ESCAPES}");
    for arguments in [
        &["check", "--verbose", "."][..],
        &["check", "--diff", "."],
        &["check", "--template", &stranger, "."],
        &["check", "--select", &stranger, "."],
        &["check", &stranger],
        &["check", "--config", &stranger, "."],
        &["extract", &name],
        &["extract", "issues.json"],
        &["extract", "broken.json"],
        &["extract", &stranger],
        &["labels", &name],
        &["labels", "--raw", &name],
        &["labels", "--json", &name],
        &["labels", "--current", &stranger, &name],
        &["templates"],
        &["rule", &stranger],
        &["new", &stranger],
        &["create", &name, "--dry-run"],
        &["create", &name],
        &["report", "."],
        &["report", "issues.json"],
        &["report", "broken.json"],
        &["report", "--output-format", "json", "issues.json"],
        &["report", "--output-format", "csv", "issues.json"],
        &["report", "--output-format", "html", "issues.json"],
        &["report", "--release", &stranger, "issues.json"],
    ] {
        runs.push(arguments.to_vec());
    }
    let mut spoke = Vec::new();
    let configurations = [
        String::new(),
        "released = 1\n".to_owned(),
        format!("\"{escaped}\" = 1\n[rules]\n\"{escaped}\" = \"{escaped}\"\n"),
        ESCAPES.to_owned(),
    ];
    for configuration in &configurations {
        place.write("workspace/issue-ls.toml", configuration);
        for arguments in &runs {
            let said = place.run(arguments, &[("CLICOLOR_FORCE", "0"), ("NO_COLOR", "1")]);
            // What a program is to get as it is, is made harmless for a terminal only.
            let is_data = ["--diff", "extract", "--raw", "report"]
                .iter()
                .any(|word| arguments.contains(word));
            let output = if is_data && configuration.is_empty() {
                on_terminal(&place, arguments)
            } else {
                Some(said.output)
            };
            let text = output.unwrap_or_default() + &said.errors;
            if !text.chars().all(is_harmless) || said.errors.contains("panicked") {
                spoke.push((configuration, arguments, text));
            }
        }
    }
    assert!(spoke.is_empty(), "{spoke:#?}");
}

#[test]
fn no_socket_is_opened() {
    // Where system calls can be watched, they are.
    let place = trapped();
    let log = place.path("calls");
    let watch = |arguments: &[&str], input: &str| {
        let mut command = assert_cmd::Command::new("strace");
        command.args(["-f", "-e", "trace=%network", "-o"]).arg(&log);
        command.arg(env!("CARGO_BIN_EXE_issue-ls")).args(arguments);
        command
            .current_dir(place.workspace())
            .write_stdin(input.to_owned());
        command.output().ok()
    };
    let Some(first) = watch(&["--version"], "") else {
        return; // There is no strace here.
    };
    if !first.status.success() {
        return; // It may not watch here.
    }
    let frame = |message: Value| {
        let body = message.to_string();
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    };
    let uri = url::Url::from_file_path(place.workspace().join("draft.md")).expect("it is absolute");
    let document =
        json!({"uri": uri.as_str(), "languageId": "markdown", "version": 1, "text": DRAFT});
    let session = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "textDocument/documentLink", "params": {"textDocument": {"uri": uri.as_str()}}}),
        json!({"jsonrpc": "2.0", "id": 3, "method": "shutdown"}),
    ];
    let session: String = session.into_iter().map(frame).collect();
    for (arguments, input) in [
        (&["check", "."][..], ""),
        (&["report", "."], ""),
        (&["extract", "draft.md"], ""),
        (&["server"], session.as_str()),
    ] {
        watch(arguments, input).expect("it started before");
        let calls = fs::read_to_string(&log).expect("strace writes it");
        let mut lines = calls.lines();
        let socket = lines.find(|line| {
            ["socket(", "connect(", "bind(", "sendto("]
                .iter()
                .any(|call| line.contains(call))
        });
        // A runtime talks to itself through pairs of sockets, which lead nowhere else.
        assert_eq!(socket, None, "{arguments:?}");
    }
}
