//! The small commands, run as a person runs them: `new`, `completions`, `man`, `config`, `--version`.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

/// What the program said: exit code, standard output, standard error.
struct Said {
    code: i32,
    output: String,
    errors: String,
}

fn run_in(folder: &Path, arguments: &[&str]) -> Said {
    let result = Command::new(env!("CARGO_BIN_EXE_issue-ls"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Said {
        code: result.status.code().expect("no signal"),
        output: text(result.stdout),
        errors: text(result.stderr),
    }
}

fn run(arguments: &[&str]) -> Said {
    run_in(Path::new("."), arguments)
}

#[track_caller]
fn fails(arguments: &[&str], message: &str) {
    let said = run(arguments);
    assert_eq!(
        (said.code, said.output.as_str()),
        (2, ""),
        "{}",
        said.errors
    );
    assert_eq!(said.errors, format!("issue-ls: {message}\n"));
}

#[test]
fn new_prints_the_skeleton() {
    let said = run(&["new"]);
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    assert!(
        said.output
            .starts_with("```release\nintroduced-in=vX.Y.Z\n```\n")
    );
    assert!(said.output.contains("\n## Root cause\n"));
    assert_eq!(
        run(&["new", "kubernetes-patch-release", "--variant", "standard"]).output,
        said.output
    );
}

#[test]
fn new_prints_the_security_variant() {
    let said = run(&["new", "--variant", "security"]);
    assert_eq!(said.code, 0);
    assert!(
        said.output
            .starts_with("The owner of this issue is working with the Security Response Committee")
    );
    assert!(!said.output.contains("## "));
}

#[test]
fn new_names_the_nearest_template_and_variant() {
    fails(
        &["new", "kubernetes-patch-relaese"],
        "`kubernetes-patch-relaese` is not a template; write `kubernetes-patch-release`",
    );
    fails(
        &["new", "--variant", "securty"],
        "`securty` is not a variant; write `security`",
    );
    fails(
        &["new", "--variant", "embargoed"],
        "`embargoed` is not a variant; write one of `standard`, `security`",
    );
}

#[test]
fn new_never_overwrites_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let draft = folder.path().join("draft.md");
    let said = run_in(folder.path(), &["new", "--output", "draft.md"]);
    assert_eq!(
        (said.code, said.output.as_str(), said.errors.as_str()),
        (0, "", "")
    );
    assert_eq!(
        fs::read_to_string(&draft).expect("a draft"),
        run(&["new"]).output
    );

    fs::write(&draft, "three hours of work").expect("writable");
    let said = run_in(folder.path(), &["new", "--output", "draft.md"]);
    assert_eq!(said.code, 2);
    assert_eq!(
        said.errors,
        "issue-ls: draft.md exists already; give `--force` to replace it\n"
    );
    assert_eq!(
        fs::read_to_string(&draft).expect("a draft"),
        "three hours of work"
    );

    let said = run_in(folder.path(), &["new", "--output", "draft.md", "--force"]);
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    assert_eq!(
        fs::read_to_string(&draft).expect("a draft"),
        run(&["new"]).output
    );
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        1,
        "nothing is left behind"
    );
}

#[test]
fn new_says_where_it_cannot_write() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = run_in(folder.path(), &["new", "--output", "absent/draft.md"]);
    assert_eq!(said.code, 2);
    assert!(
        said.errors
            .starts_with("issue-ls: absent/draft.md cannot be written: "),
        "{}",
        said.errors
    );
}

#[cfg(unix)]
#[test]
fn a_new_draft_has_the_permissions_of_a_new_file_and_replaces_a_link_not_what_it_points_to() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("ordinary"), "kept").expect("writable");
    symlink("ordinary", at("link.md")).expect("a link");
    assert_eq!(
        run_in(folder.path(), &["new", "-o", "link.md", "--force"]).code,
        0
    );
    assert_eq!(fs::read_to_string(at("ordinary")).expect("kept"), "kept");
    let mode = |name| fs::metadata(at(name)).expect("there").permissions().mode();
    assert_eq!(mode("link.md"), mode("ordinary"));
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let said = run(&["completions", shell]);
        assert_eq!((said.code, said.errors.as_str()), (0, ""), "{shell}");
        assert!(
            said.output.contains("completions") && said.output.contains("variant"),
            "{shell}"
        );
    }
    assert_eq!(run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn manual_pages_are_there_for_the_program_and_each_command() {
    let program = run(&["man"]);
    assert_eq!((program.code, program.errors.as_str()), (0, ""));
    assert!(program.output.contains(".TH issue-ls 1"));
    for command in ["new", "server", "config", "completions", "man"] {
        assert!(
            program
                .output
                .contains(&format!("issue\\-ls\\-{command}(1)")),
            "{command}"
        );
        let page = run(&["man", command]);
        assert!(
            page.output.contains(&format!(".TH issue-ls-{command} 1")),
            "{}",
            page.output
        );
    }
    fails(
        &["man", "serverr"],
        "`serverr` is not a command; write `server`",
    );
}

#[test]
fn the_schema_knows_every_rule_and_the_dialect() {
    let said = run(&["config", "schema"]);
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    let schema: serde_json::Value = serde_json::from_str(&said.output).expect("JSON");
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert!(
        schema.get("required").is_none(),
        "an empty file is a configuration"
    );
    assert_eq!(
        schema["properties"]["default-template"]["default"],
        "kubernetes-patch-release"
    );
    let rules = schema["properties"]["rules"]["properties"]
        .as_object()
        .expect("rules");
    assert!(
        issue_body::rules::RULES
            .iter()
            .all(|rule| rules.contains_key(rule.name))
    );
    assert_eq!(rules["missing-section"]["enum"][0], "off");
}

#[test]
fn the_version_says_how_old_the_facts_are() {
    let said = run(&["--version"]);
    let first = format!("issue-ls {}\n", env!("CARGO_PKG_VERSION"));
    assert!(said.output.starts_with(&first), "{}", said.output);
    let catalog = issue_body::catalog::Catalog::kubernetes();
    assert!(
        said.output.contains(&catalog.snapshot.to_string()),
        "{}",
        said.output
    );
    for part in ["labels", "releases"] {
        assert!(
            said.output.contains(&format!("\n  {part}: 20")),
            "{}",
            said.output
        );
    }
}
