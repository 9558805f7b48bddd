//! The small commands, run as a person runs them: `new`, `rule`, `completions`, `man`, `config`, `--version`.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

use said::{Said, said};

mod said;

fn run_in(folder: &Path, arguments: &[&str]) -> Said {
    said(
        Command::new(env!("CARGO_BIN_EXE_issue-ls"))
            .args(arguments)
            .current_dir(folder),
    )
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
        "issue-ls: draft.md: there is such a file already; `--force` replaces it\n"
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
            .starts_with("issue-ls: absent/draft.md: this file cannot be written: "),
        "{}",
        said.errors
    );
}

#[test]
fn new_reads_the_configuration_of_where_the_draft_will_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let configuration = folder.path().join("issue-ls.toml");
    fs::write(
        &configuration,
        "default-template = \"kubernetes-patch-release\"\n",
    )
    .expect("writable");
    assert_eq!(run_in(folder.path(), &["new"]).output, run(&["new"]).output);
    fs::write(&configuration, "default-template = \"patch\"\n").expect("writable");
    let said = run_in(folder.path(), &["new"]);
    assert_eq!((said.code, said.output.as_str()), (2, ""));
    assert!(
        said.errors
            .contains("issue-ls.toml:1:20: `patch` is not a template"),
        "{}",
        said.errors
    );
    assert_eq!(
        run_in(folder.path(), &["new", "kubernetes-patch-release"]).code,
        0
    );
}

#[cfg(unix)]
#[test]
fn a_new_draft_has_the_permissions_of_a_new_file_and_goes_through_no_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("ordinary"), "kept").expect("writable");
    assert_eq!(run_in(folder.path(), &["new", "-o", "draft.md"]).code, 0);
    let mode = |name| fs::metadata(at(name)).expect("there").permissions().mode();
    assert_eq!(mode("draft.md"), mode("ordinary"));

    symlink("ordinary", at("link.md")).expect("a link");
    for arguments in [
        ["new", "-o", "link.md"].as_slice(),
        &["new", "-o", "link.md", "--force"],
    ] {
        assert_eq!(run_in(folder.path(), arguments).code, 2);
        assert_eq!(fs::read_to_string(at("ordinary")).expect("kept"), "kept");
    }
}

#[test]
fn rule_prints_the_page_of_a_rule() {
    let said = run(&["rule", "missing-section"]);
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    let rule = issue_body::rules::find("missing-section").expect("a rule");
    assert_eq!(said.output, issue_body::rules::page(rule));
    fails(
        &["rule", "mising-section"],
        "`mising-section` is not a rule; write `missing-section`",
    );
    fails(
        &["rule", "typo"],
        "`typo` is not a rule; `issue-ls rule` lists them",
    );
}

#[test]
fn rule_lists_all_rules_in_columns() {
    let said = run(&["rule"]);
    let rules = issue_body::rules::RULES;
    assert_eq!(said.output.lines().count(), rules.len());
    let mut columns: Vec<usize> = Vec::new();
    for (line, rule) in said.output.lines().zip(rules) {
        assert!(
            line.starts_with(rule.name) && line.ends_with(rule.page.summary),
            "{line}"
        );
        columns.push(line.chars().count() - rule.page.summary.chars().count());
    }
    columns.dedup();
    assert_eq!(columns.len(), 1, "the summaries stand below each other");
}

#[test]
fn rule_gives_data_to_scripts() {
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    let one = read(&run(&["rule", "missing-section", "--output-format", "json"]).output);
    assert_eq!(one["name"], "missing-section");
    assert_eq!(
        (&one["level"], &one["level_when_resolved"]),
        (&"error".into(), &"error".into())
    );
    assert_eq!(one["fix"], "safe");
    for text in [
        &one["summary"],
        &one["why"],
        &one["fix_description"],
        &one["examples"]["bad"],
    ] {
        assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{one}");
    }
    let all = read(&run(&["rule", "--output-format", "json"]).output);
    let all = all.as_array().expect("an array");
    assert_eq!(all.len(), issue_body::rules::RULES.len());
    assert!(all.contains(&one));
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
    for command in [
        "new",
        "rule",
        "check",
        "templates",
        "create",
        "extract",
        "labels",
        "body",
        "server",
        "config",
        "completions",
        "man",
    ] {
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
