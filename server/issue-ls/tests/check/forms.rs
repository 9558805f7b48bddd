//! Form files as documents of their own: which files are taken for one, how they are mended, and what hostile ones cost.

use std::time::{Duration, Instant};

use super::*;

/// A form with a mistake that can be mended and a command that Prow would run.
const FORM: &str = "name: Bug report\ndescription: Tell us\nbody:\n- type: inputt\n  attributes:\n    label: Version\n- type: input\n  attributes:\n    label: Group\n    value: \"/sig \"\n";

const BUG: &str = ".github/ISSUE_TEMPLATE/bug.yml";

const CONCISE: &str = "--output-format concise";

#[test]
fn forms_are_met_in_a_walk_beside_drafts_and_markdown_templates_are_neither() {
    let folder = Folder::new(&[
        (BUG, FORM),
        (
            ".github/ISSUE_TEMPLATE/idea.md",
            "---\nname: Idea\n---\n\n## What\n",
        ),
        (".github/workflows/test.yml", "on: push\nbody:\n"),
        ("draft.md", DRAFT),
    ]);
    let rules = "--select unknown-label,form-unknown-type,form-command-in-value";
    expect![[r#"
        .github/ISSUE_TEMPLATE/bug.yml:4:9: error[form-unknown-type] No element has the type `inputt`; write `input` if that is meant.
        .github/ISSUE_TEMPLATE/bug.yml:10:13: warning[form-command-in-value] Prow takes the next words of the issue for the labels of `/sig`; write it as a `placeholder`.
        draft.md:1:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.
        --- standard error, exit code 1
        2 errors, 1 warning in 1 draft and 1 form file, 2 fixable with --fix.
        Skipped 1 Markdown file that is no draft.
    "#]].assert_eq(&folder.check(&format!("{CONCISE} {rules} .")).to_string());
}

#[test]
fn a_named_file_is_a_form_by_its_place_or_by_what_it_holds() {
    let folder = Folder::new(&[("any.yaml", FORM), ("other.yml", "on: push\n")]);
    let rules = "--select form-unknown-type,missing-section";
    let said = folder.check(&format!("{CONCISE} {rules} any.yaml"));
    assert!(said.output.contains("form-unknown-type"), "{said}");
    let said = folder.check(&format!("{CONCISE} {rules} other.yml"));
    assert!(said.output.contains("missing-section"), "{said}");
    let said = folder.check_input(&format!("{CONCISE} {rules} --stdin-filename {BUG}"), FORM);
    assert!(said.output.starts_with(&format!("{BUG}:4:9: ")), "{said}");
    let said = folder.check(&format!("{CONCISE} -v --exit-zero {rules} any.yaml"));
    assert!(
        said.errors.contains("any.yaml: read as a form file; "),
        "{said}"
    );
}

#[test]
fn a_form_is_mended_and_judged_by_the_levels_that_are_set() {
    let folder = Folder::new(&[(BUG, FORM)]);
    folder.write("issue-ls.toml", "rules.form-command-in-value = \"off\"\n");
    let said = folder.check(&format!("--diff {BUG}"));
    assert!(said.output.contains("\n+- type: input\n"), "{said}");
    let said = folder.check(&format!("--fix {BUG}"));
    assert_eq!(folder.read(BUG), FORM.replace("inputt", "input"));
    expect![[r#"
        --- standard error, exit code 0
        Mended 1 finding.
        No findings in 1 form file.
    "#]]
    .assert_eq(&said.to_string());
    let selected = format!("--statistics --select form-command-in-value {BUG}");
    assert_eq!(
        folder.check(&selected).output,
        "1 form-command-in-value\n",
        "who selects a rule has it on"
    );
}

#[test]
fn labels_are_looked_up_where_the_configuration_says_whose_they_are() {
    let form = "name: x\ndescription: y\nlabels: [kind/bgu]\nbody:\n- type: input\n  attributes:\n    label: z\n";
    let folder = Folder::new(&[(BUG, form), ("labels.json", "[{\"name\": \"kind/bug\"}]")]);
    assert_eq!(folder.check(&format!("{CONCISE} .")).output, "");
    for configuration in [
        "repository.name = \"kubernetes/kubernetes\"\n",
        "labels.file = \"labels.json\"\n",
    ] {
        folder.write("issue-ls.toml", configuration);
        let said = folder.check(&format!("{CONCISE} ."));
        assert!(
            said.output
                .contains("form-unknown-label] The repository has no label `kind/bgu`"),
            "{configuration}{said}"
        );
    }
}

#[test]
fn the_configuration_of_the_chooser_is_checked_by_its_own_keys() {
    let chooser = ".github/ISSUE_TEMPLATE/config.yml";
    let folder = Folder::new(&[(
        chooser,
        "blank_issues: false\ncontact_links:\n- name: Help\n  url: https://example.org\n  about: Ask\n",
    )]);
    expect![[r#"
        .github/ISSUE_TEMPLATE/config.yml:1:1: error[form-unknown-key] `blank_issues` is no key of this file; write one of `blank_issues_enabled`, `contact_links`.
        --- standard error, exit code 1
        1 error in 1 form file.
    "#]].assert_eq(&folder.check(&format!("{CONCISE} .")).to_string());
}

/// Forms that somebody might write to do harm, each with the line that it is told at.
fn hostile() -> Vec<(&'static str, Vec<u8>, usize)> {
    let mut bomb = "name: x\na0: &a0 [x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(",");
        bomb += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    let input = "- type: input\n  attributes:\n    label: q\n";
    let many = format!("name: x\ndescription: y\nbody:\n{}", input.repeat(10_000));
    let types = "name: [1]\ndescription: {a: b}\nlabels: {x: y}\nbody:\n- 1\n- [x]\n- type: {}\n  id: []\n  attributes: 3\n";
    let deep = format!("name: x\nbody: {}", "[".repeat(100_000));
    vec![
        ("bomb", bomb.into(), 6),
        ("many", many.into(), 3),
        ("types", types.into(), 1),
        (
            "twice",
            format!("name: x\ndescription: y\nbody: []\nbody:\n{input}").into(),
            3,
        ),
        ("tabs", "name: x\nbody:\n\t- type: input\n".into(), 3),
        (
            "large",
            format!("name: x\n# {}", "x".repeat(5 << 20)).into(),
            1,
        ),
        (
            "long-line",
            format!("name: {}", "x".repeat(5 << 20)).into(),
            1,
        ),
        ("deep", deep.into(), 2),
        ("latin", b"name: x\ndescription: caf\xe9\n".to_vec(), 2),
    ]
}

/// Generous, for it only bounds a test that fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// As much memory as the program may ask for, in KiB.
#[cfg(unix)]
const MEMORY: usize = 600 << 10;

/// Runs `check` under a limit of memory where the system has one.
fn check_within_bounds(folder: &Folder, arguments: &str) -> Said {
    let start = Instant::now();
    #[cfg(unix)]
    let said = {
        let mut command = Command::new("sh");
        let line = format!(
            "ulimit -v {MEMORY}; exec '{}' check {arguments}",
            env!("CARGO_BIN_EXE_issue-ls")
        );
        said(command.args(["-c", &line]).current_dir(folder.0.path()))
    };
    #[cfg(not(unix))]
    let said = folder.check(arguments);
    assert!(start.elapsed() < PATIENCE, "{arguments}: {said}");
    said
}

#[test]
fn a_hostile_form_has_a_clear_error_with_its_line_in_bounded_time_and_memory() {
    for (name, bytes, line) in hostile() {
        // Away from the templates of the repository, so that each is measured alone.
        let file = format!("forms/ISSUE_TEMPLATE/{name}.yml");
        let folder = Folder::new(&[("draft.md", "### q\n\n1\n")]);
        folder.write(&file, bytes);
        for format in ["concise", "full", "json"] {
            let said = check_within_bounds(&folder, &format!("--output-format {format} {file}"));
            let shown = match (name, format) {
                ("latin", _) => format!("line {line}"),
                (_, "concise") => format!("{file}:{line}:"),
                (_, "full") => format!("{file}:{line}:"),
                _ => format!("\"row\": {line}"),
            };
            let text = format!("{}{}", said.output, said.errors);
            assert!(text.contains(&shown), "{name}, {format}: {shown} in {said}");
            assert_eq!(said.code, if name == "latin" { 2 } else { 1 }, "{name}");
        }
        let said = check_within_bounds(&folder, &format!("draft.md --template {file}"));
        // Of this one there is enough to read a draft by.
        if name != "twice" {
            let shown = format!("line {line}");
            assert!(
                said.code == 2 && said.errors.contains(&shown),
                "{name}: {said}"
            );
        }
    }
}
