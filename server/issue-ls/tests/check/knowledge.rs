//! Facts from files and from git, as the configuration names them.

use std::time::{Duration, Instant};

use super::*;

/// A draft that asks for labels which only its own repository has, and for some of Kubernetes's.
const LABELLED: &str = "/area widgets old\n/sig node usability\n/priority critical-urgent\n";

const LABELS: &str = "\
default:
  labels:
  - name: area/widgets
  - name: area/gadgets
    previously:
    - name: area/old
  - name: priority/critical-urgent
  - name: kind/gone
    deleteAfter: 2020-01-01T00:00:00Z
repos:
  example/tools:
    labels: [{name: sig/usability}]
  kubernetes/community:
    labels: [{name: sig/usability}]
";

const LABEL_RULES: &str = "--select unknown-label,renamed-label,retired-label --fail-on information \
                           --output-format concise --quiet a.md";

fn labels(configuration: &str) -> Said {
    let folder = Folder::new(&[("a.md", LABELLED), ("data/labels.yaml", LABELS)]);
    folder.write("issue-ls.toml", configuration);
    folder.check(LABEL_RULES)
}

#[test]
fn labels_are_judged_by_the_file_of_the_repository() {
    let file = "[labels]\nfile = \"data/labels.yaml\"\n";
    let said = labels(&format!("repository.name = \"example/tools\"\n{file}"));
    expect![[r#"
        a.md:1:15: warning[renamed-label] The label `area/old` is called `area/gadgets` today; write `/area gadgets`.
        a.md:2:6: error[unknown-label] The repository has no label `sig/node`; write one that the repository has, or leave it out.
        --- standard error, exit code 1
    "#]]
    .assert_eq(&said.to_string());
    // Nor has a binary of Kubernetes an owner there.
    let advice = |configuration: &str| {
        let draft = "## Root cause\n\nBinaries:\n- kubelet\n";
        let folder = Folder::new(&[("a.md", draft), ("data/labels.yaml", LABELS)]);
        folder.write("issue-ls.toml", configuration);
        folder
            .check("--quiet --select missing-sig-label --output-format concise a.md")
            .output
    };
    assert!(advice("").contains("such as `/sig node`"));
    let told = advice(&format!("repository.name = \"example/tools\"\n{file}"));
    assert!(told.contains("such as `/sig usability`"), "{told}");
    // Groups and their end are Kubernetes's.
    let said = labels(&format!(
        "repository.name = \"kubernetes/community\"\n{file}"
    ));
    assert!(
        said.output
            .contains("2:11: information[retired-label] SIG Usability was archived"),
        "{said}"
    );
}

#[test]
fn what_gh_prints_is_a_label_file() {
    let folder = Folder::new(&[("a.md", "/kind bug tolo\n")]);
    folder.write(
        "labels.json",
        r#"[{"color":"d73a4a","description":"","name":"kind/bug"},{"name":"kind/tool"}]"#,
    );
    folder.write("issue-ls.toml", "[labels]\nfile = \"./labels.json\"\n");
    let said = folder.check(LABEL_RULES);
    assert_eq!(
        said.output,
        "a.md:1:11: error[unknown-label] The repository has no label `kind/tolo`; write `kind/tool` if that is meant.\n"
    );
}

#[test]
fn nothing_is_known_of_another_repository_until_a_file_tells() {
    let other = labels("repository.name = \"example/tools\"\n");
    assert_eq!((other.code, other.output.as_str()), (0, ""), "{other}");
    for known in ["", "repository.name = \"kubernetes/kubernetes\"\n"] {
        let said = labels(known);
        assert!(said.output.contains("no label `area/widgets`"), "{said}");
    }
}

/// What is said of versions under `configuration`.
fn check_versions(folder: &Folder, versions: &[&str]) -> Vec<String> {
    versions
        .iter()
        .map(|version| {
            let entry = format!("```release\nintroduced-in={version}\n```\n");
            folder.write("a.md", entry);
            let said = folder.check("--select unreleased-version --output-format concise --quiet --as-of 2026-09-01 a.md");
            assert!(said.errors.is_empty(), "{said}");
            let known = if said.output.is_empty() { "known" } else { "unreleased" };
            format!("{version} {known}")
        })
        .collect()
}

#[test]
fn releases_come_from_files() {
    let folder = Folder::new(&[]);
    let schedule = "schedules:\n- release: 2.30\n  releaseDate: 2026-03-10\n  endOfLifeDate: 2027-03-10\n  previousPatches:\n\
                    \x20 - {release: 2.30.1, targetDate: 2026-04-14}\n  - {release: 2.30.0, targetDate: 2026-03-10}\n";
    folder.write("schedule.yaml", schedule);
    folder.write(
        "eol.yaml",
        "branches:\n- {release: 2.2, finalPatchRelease: 2.20.3, endOfLifeDate: 2026-01-01}\n",
    );
    folder.write(
        "issue-ls.toml",
        "[releases]\nfile = [\"eol.yaml\", \"schedule.yaml\"]\n",
    );
    assert_eq!(
        check_versions(&folder, &["v2.30.1", "v2.20.3", "v2.30.9", "v9.1.4"]),
        [
            "v2.30.1 known",
            "v2.20.3 known",
            "v2.30.9 unreleased",
            "v9.1.4 unreleased"
        ]
    );
}

#[test]
fn releases_come_from_the_tags_of_a_repository() {
    let folder = Folder::new(&[]);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "commit.gpgSign=false",
        ]);
        command
            .args(["-c", "tag.gpgSign=false"])
            .args(arguments)
            .current_dir(folder.0.path());
        let day = "2026-03-10T12:00:00+0000";
        command
            .env("GIT_AUTHOR_DATE", day)
            .env("GIT_COMMITTER_DATE", day);
        command.assert().success();
    };
    git(&["init", "--quiet", "."]);
    git(&["commit", "--quiet", "--allow-empty", "--message=one"]);
    for tag in ["v2.4.0", "v2.4.1", "v2.5.0-rc.1", "not-a-version"] {
        git(&["tag", tag]);
    }
    // What a repository's own configuration would have git run is not run.
    let trap = folder.path("trap");
    folder.write("trap", "#!/bin/sh\ntouch \"$(dirname \"$0\")/sprung\"\n");
    for key in [
        "core.fsmonitor",
        "gpg.program",
        "core.pager",
        "core.sshCommand",
        "core.hooksPath",
    ] {
        git(&["config", key, &trap.display().to_string()]);
    }
    git(&["config", "log.showSignature", "true"]);
    folder.write("issue-ls.toml", "[releases]\ngit-tags = true\n");
    assert_eq!(
        check_versions(&folder, &["v2.4.1", "v2.5.0-rc.1", "v2.4.9", "v9.1.4"]),
        [
            "v2.4.1 known",
            "v2.5.0-rc.1 known",
            "v2.4.9 unreleased",
            "v9.1.4 unreleased"
        ]
    );
    assert!(!folder.path("sprung").exists());
}

#[test]
fn a_file_that_cannot_be_used_is_a_clear_failure() {
    let folder = Folder::new(&[("a.md", LABELLED), ("b.md", LABELLED)]);
    folder.write("broken.yaml", "default:\n  labels:\n  - color: red\n");
    folder.write("schedule.yaml", "schedules:\n- release: soon\n");
    folder.write("large.json", "x".repeat(3 << 20));
    folder.write("latin.yaml", b"- name: fa\xe7ade\n");
    fs::create_dir(folder.path("folder")).expect("the folder is ours");
    for (configuration, expected) in [
        (
            "labels.file = \"none.yaml\"",
            "none.yaml: there is no such file; write the right one at `file` in `[labels]`",
        ),
        (
            "labels.file = \"broken.yaml\"",
            "broken.yaml:3:5: this label has no `name`; write one, such as `name: kind/bug`",
        ),
        (
            "releases.file = \"schedule.yaml\"",
            "schedule.yaml:2:12: `soon` is no minor release; write one such as `\"1.30\"`",
        ),
        (
            "labels.file = \"large.json\"",
            "large.json: this file has more than 2 MiB",
        ),
        (
            "labels.file = \"latin.yaml\"",
            "latin.yaml: this file is not UTF-8; save it as UTF-8",
        ),
        (
            "labels.file = \"folder\"",
            "folder: this is no file; write the path of one",
        ),
    ] {
        folder.write("issue-ls.toml", configuration);
        let said = folder.check("--quiet a.md b.md");
        assert_eq!(said.code, 2, "{said}");
        assert!(
            said.errors.starts_with(&format!("issue-ls: {expected}")),
            "{said}"
        );
        assert_eq!(
            said.errors.matches("issue-ls: ").count(),
            1,
            "it is told once: {said}"
        );
    }
}

#[test]
fn tags_that_cannot_be_had_are_a_clear_failure() {
    let folder = Folder::new(&[
        ("a.md", LABELLED),
        ("issue-ls.toml", "releases.git-tags = true"),
    ]);
    let check = |path: Option<&str>| {
        let mut command = folder.command("check a.md");
        command.env(
            "GIT_CEILING_DIRECTORIES",
            folder.0.path().parent().expect("it lies in a folder"),
        );
        if let Some(path) = path {
            command.env("PATH", path);
        }
        let said = said(&mut command);
        assert_eq!(said.code, 2, "{said}");
        said.errors
    };
    let errors = check(None);
    assert!(
        errors.contains("issue-ls.toml: `git-tags` cannot be followed: this is no git repository"),
        "{errors}"
    );
    let errors = check(Some(""));
    assert!(
        errors.contains("git is not installed; install it, or name a file"),
        "{errors}"
    );
}

/// What is said when git is a script that does `what`.
#[cfg(unix)]
fn check_with_git(what: &str) -> Said {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new(&[("a.md", LABELLED)]);
    folder.write("issue-ls.toml", "releases.git-tags = true");
    folder.write("bin/git", format!("#!/bin/sh\n{what}\n"));
    let git = folder.path("bin/git");
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).expect("the file is ours");
    let path = format!("{}:/usr/bin:/bin", folder.path("bin").display());
    said(folder.command("check a.md").env("PATH", path))
}

#[cfg(unix)]
#[test]
fn git_that_does_not_answer_as_it_should_is_a_clear_failure() {
    for (what, expected) in [
        ("exec sleep 150", "git did not answer within 2 seconds"),
        ("sleep 150 & wait", "git did not answer within 2 seconds"),
        ("exec 1>&- 2>&-; exec sleep 150", "git does not end"),
        (
            "yes 2>&- | head -c 9000000",
            "git has more to say than can be read",
        ),
        (
            "echo \"fatal: detected dubious ownership in repository at '/x'\" >&2; exit 128",
            "`git config --global --add safe.directory`",
        ),
        (
            "echo >&2; echo 'fatal: bad config' >&2; exit 128",
            "git cannot read this repository: fatal: bad config",
        ),
        (
            "exit 1",
            "git cannot read this repository: it gives no reason",
        ),
    ] {
        let begun = Instant::now();
        let said = check_with_git(what);
        // Two seconds, on a machine that has nothing else to do.
        assert!(begun.elapsed() < Duration::from_secs(100), "{what}");
        assert_eq!(said.code, 2, "{what}: {said}");
        let start = "issue-ls: issue-ls.toml: `git-tags` cannot be followed: ";
        assert!(
            said.errors.starts_with(start) && said.errors.contains(expected),
            "{what}: {said}"
        );
    }
}

/// A partial clone has git fetch what it lacks, by whatever program its configuration names.
#[test]
fn what_a_partial_clone_lacks_is_not_fetched() {
    let folder = Folder::new(&[
        ("a.md", LABELLED),
        ("issue-ls.toml", "releases.git-tags = true"),
    ]);
    folder.write("trap", "touch sprung\n");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command
            .args(arguments)
            .current_dir(folder.0.path())
            .assert()
            .success();
    };
    git(&["init", "--quiet", "."]);
    for (key, value) in [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.url", "ext::sh trap"),
        ("remote.origin.promisor", "true"),
        ("protocol.ext.allow", "always"),
    ] {
        git(&["config", key, value]);
    }
    folder.write(
        ".git/refs/tags/v1.0.0",
        format!("{}\n", "1234567890".repeat(4)),
    );
    let said = folder.check("--quiet a.md");
    assert_eq!(said.code, 2, "{said}");
    assert!(!folder.path("sprung").exists());
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_folder_is_not_followed() {
    let outside = Folder::new(&[("labels.yaml", LABELS)]);
    let folder = Folder::new(&[("a.md", LABELLED), ("inside.yaml", LABELS)]);
    let link = |target: &Path, name: &str| {
        std::os::unix::fs::symlink(target, folder.path(name)).expect("it is ours")
    };
    link(&outside.path("labels.yaml"), "out.yaml");
    link(Path::new("inside.yaml"), "in.yaml");
    folder.write("issue-ls.toml", "labels.file = \"out.yaml\"");
    let said = folder.check("--quiet a.md");
    assert_eq!(said.code, 2);
    assert!(
        said.errors
            .starts_with("issue-ls: out.yaml: this link leads out of the configuration's folder; "),
        "{said}"
    );
    folder.write("issue-ls.toml", "labels.file = \"in.yaml\"");
    assert_eq!(folder.check(LABEL_RULES).errors, "");
}

#[test]
fn every_mistake_in_the_tables_is_told_with_its_place() {
    let folder = Folder::new(&[("a.md", "")]);
    folder.write(
        "issue-ls.toml",
        "[repository]\nname = \"tools\"\nnmae = 1\n[labels]\nfile = \"../labels.yaml\"\nfiles = 1\n\
         [releases]\nfile = [\"/etc/passwd\", 3, \"\"]\ngit-tags = true\n",
    );
    expect![[r#"
        issue-ls: issue-ls.toml:2:8: `tools` is no repository; write `owner/name`
        issue-ls: issue-ls.toml:3:1: `nmae` is not a key here; write `name`
        issue-ls: issue-ls.toml:5:8: `../labels.yaml` leaves the configuration's folder; write a path relative to it
        issue-ls: issue-ls.toml:6:1: `files` is not a key here; write `file`
        issue-ls: issue-ls.toml:8:9: `/etc/passwd` leaves the configuration's folder; write a path relative to it
        issue-ls: issue-ls.toml:8:24: `file` is an integer here, but should be the path of a file
        issue-ls: issue-ls.toml:8:27: `` names no file; write its path
        issue-ls: issue-ls.toml:9:1: releases come from `file` or from `git-tags`, not from both; leave one of them out
    "#]]
    .assert_eq(&folder.check("--quiet a.md").errors);
    folder.write(
        "issue-ls.toml",
        "labels = 1\nreleases = \"x\"\nrepository = []\n",
    );
    let errors = folder.check("--quiet a.md").errors;
    assert_eq!(errors.lines().count(), 3, "{errors}");
    folder.write(
        "issue-ls.toml",
        "releases = {file = [], git-tags = 1}\nrepository.name = 1\nlabels.file = []\n",
    );
    let errors = folder.check("--quiet a.md").errors;
    assert_eq!(errors.lines().count(), 4, "{errors}");
}

#[test]
fn a_configuration_of_github_speaks_of_the_folder_around_it() {
    let folder = Folder::new(&[("a.md", LABELLED), ("data/labels.yaml", LABELS)]);
    fs::remove_file(folder.path("issue-ls.toml")).expect("it is there");
    folder.write(
        ".github/issue-ls.toml",
        "labels.file = \"data/labels.yaml\"",
    );
    let said = folder.check(LABEL_RULES);
    assert!(
        said.output.contains("renamed-label") && said.errors.is_empty(),
        "{said}"
    );
}
