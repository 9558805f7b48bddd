//! The repository's own templates: where they are found, how one is chosen, and what the findings say of them.

use super::*;

const FORM: &str = "\
name: Crash report
description: The program ended
body:
  - type: input
    attributes:
      label: Version
    validations:
      required: true
  - type: dropdown
    attributes:
      label: System
      options: [Linux, macOS]
";

const MARKDOWN: &str =
    "---\nname: Wish\nabout: Something new\n---\n\n## What\n\n<!-- Say it. -->\n\n## Why\n";

const FILLED: &str = "### Version\n\n1.2\n\n### System\n\nLinux\n";

const CONCISE: &str = "--output-format concise --fail-on information";

/// What `check -v` says of the template of `draft.md`; none where it is not read at all.
fn template_of(folder: &Folder, arguments: &str) -> Option<String> {
    let said = folder.check(&format!("-v {CONCISE} {arguments}"));
    let line = said
        .errors
        .lines()
        .find(|line| line.starts_with("draft.md: "))?;
    let (_, rest) = line
        .split_once("read by the template ")
        .expect("it names one");
    let (told, _) = rest.split_once("; ").expect("the configuration follows");
    Some(told.to_owned())
}

#[test]
fn templates_are_found_where_github_looks_for_them() {
    for place in [
        ".github/ISSUE_TEMPLATE/crash.yml",
        ".github/ISSUE_TEMPLATE/crash.yaml",
        "docs/ISSUE_TEMPLATE/crash.yml",
        "ISSUE_TEMPLATE/crash.yml",
    ] {
        let folder = Folder::new(&[(place, FORM), ("draft.md", FILLED)]);
        assert_eq!(
            template_of(&folder, ".").as_deref(),
            Some("`crash`, since headings of most of its fields stand in the draft"),
            "{place}"
        );
    }
    for place in [
        ".github/ISSUE_TEMPLATE/wish.md",
        ".github/ISSUE_TEMPLATE.md",
        ".github/issue_template.md",
        "ISSUE_TEMPLATE.md",
        "docs/issue_template.md",
    ] {
        let draft = "## What\n\nA door.\n\n## Why\n\nTo go out.\n";
        let folder = Folder::new(&[(place, MARKDOWN), ("draft.md", draft)]);
        let told = template_of(&folder, ".").expect("it is a draft");
        assert!(
            told.ends_with("since headings of its sections stand in the draft"),
            "{place}: {told}"
        );
    }
}

#[test]
fn a_template_is_called_by_its_name_its_file_or_a_path() {
    let folder = Folder::new(&[
        (".github/ISSUE_TEMPLATE/crash.yml", FORM),
        ("elsewhere/other.yml", &FORM.replace("Version", "Release")),
        ("draft.md", "### System\n\nLinux\n"),
    ]);
    let mut command = folder.command("check draft.md --output-format concise --template");
    let by_title = said(command.arg("Crash report")).output;
    assert!(
        by_title.contains("requires an answer to `Version`"),
        "{by_title}"
    );
    for name in ["crash", "crash.yml", ".github/ISSUE_TEMPLATE/crash.yml"] {
        let said = folder.check(&format!("{CONCISE} draft.md --template {name}"));
        assert_eq!(
            (said.code, said.output.as_str()),
            (1, by_title.as_str()),
            "{name}"
        );
    }
    let said = folder.check(&format!(
        "{CONCISE} draft.md --template elsewhere/other.yml"
    ));
    assert!(
        said.output.contains("requires an answer to `Release`"),
        "{said}"
    );
    let said = folder.check("draft.md --template crsh");
    expect![[r#"
        --- standard error, exit code 2
        issue-ls: --template: `crsh` is not a template; write `crash`
        No draft was checked.
    "#]]
    .assert_eq(&said.to_string());
}

#[test]
fn a_draft_and_a_configuration_name_the_templates_of_the_repository() {
    let folder = Folder::new(&[
        (".github/ISSUE_TEMPLATE/crash.yml", FORM),
        ("draft.md", "---\ntemplate: Crash report\n---\nIt ended.\n"),
    ]);
    let told = |reason: &str| Some(format!("`crash`, since {reason}"));
    assert_eq!(template_of(&folder, "."), told("its front matter names it"));
    folder.write(
        "draft.md",
        "<!-- issue-ls: template=crash.yml -->\nIt ended.\n",
    );
    assert_eq!(template_of(&folder, "."), told("a comment in it names it"));
    folder.write("draft.md", "It ended.\n");
    assert_eq!(template_of(&folder, "."), None);
    folder.write(
        "issue-ls.toml",
        "[[drafts]]\nfiles = \"*.md\"\ntemplate = \"crash\"\n",
    );
    let configured = "`drafts` in the configuration names it";
    assert_eq!(template_of(&folder, "."), told(configured));
    folder.write("issue-ls.toml", "default-template = \"crash\"\n");
    let default = "nothing else tells and it is the default";
    assert_eq!(template_of(&folder, "draft.md"), told(default));
    folder.write("issue-ls.toml", "default-template = \"crahs\"\n");
    let said = folder.check("draft.md");
    let expected = "issue-ls.toml:1:20: `crahs` is not a template; write `crash`";
    assert!(said.errors.contains(expected) && said.code == 2, "{said}");
}

#[test]
fn a_finding_shows_the_line_of_the_form() {
    let folder = Folder::new(&[
        (".github/ISSUE_TEMPLATE/crash.yml", FORM),
        (
            "draft.md",
            "## Version\r\n\r\n1.2\r\n\r\n### System\r\n\r\nlinux\r\n",
        ),
    ]);
    let said = folder.check("draft.md");
    expect![[r#"
        warning[heading-level]: The section `Version` has a heading of level 2; write `### Version`.
         --> draft.md:1:1
          |
        1 | ## Version
          | ^^^^^^^^^^
          |
          = help: Write `###` (--fix)

        error[unknown-option]: The form does not offer `linux` for `System`; write `Linux` if that is meant.
         --> draft.md:7:1
          |
        7 | linux
          | ^^^^^
          |
         ::: .github/ISSUE_TEMPLATE/crash.yml:9:5
          |
        9 |   - type: dropdown
          |     -------------- The options of `System` are here.
          |
          = help: Write `Linux` (--fix)

        --- standard error, exit code 1
        1 error, 1 warning in 1 draft, 2 fixable with --fix.
    "#]].assert_eq(&said.to_string());
    let said = folder.check("draft.md --fix");
    assert_eq!(said.code, 0, "{said}");
    let fixed = "### Version\r\n\r\n1.2\r\n\r\n### System\r\n\r\nLinux\r\n";
    assert_eq!(folder.read("draft.md"), fixed);
}

#[test]
fn a_template_that_cannot_be_used_says_why_when_it_is_asked_for() {
    let folder = Folder::new(&[
        (".github/ISSUE_TEMPLATE/broken.yml", "name: [\n"),
        (
            ".github/ISSUE_TEMPLATE/blank.md",
            "---\nname: Blank\n---\n\n",
        ),
        ("draft.md", FILLED),
    ]);
    for (name, reason) in [
        (
            "broken",
            "broken.yml: line 1: This form is not valid YAML (unclosed bracket '[')",
        ),
        ("blank.md", "the template has no text"),
    ] {
        let said = folder.check(&format!("draft.md --template {name}"));
        assert!(said.code == 2 && said.errors.contains(reason), "{said}");
    }
    // The same is found where the form itself is met; of the draft, which is of no template, nothing is said.
    let said = folder.check(&format!("{CONCISE} ."));
    expect![[r#"
        .github/ISSUE_TEMPLATE/broken.yml:1:1: error[form-invalid-yaml] This form is not valid YAML (unclosed bracket '['); mend this line, or put the value in quotes.
        --- standard error, exit code 1
        1 error in 1 form file.
        Skipped 2 Markdown files that are no drafts.
    "#]].assert_eq(&said.to_string());
}

#[test]
fn the_nearest_folder_with_templates_counts_and_none_beyond_the_repository() {
    let folder = Folder::new(&[
        (".github/ISSUE_TEMPLATE/crash.yml", FORM),
        ("inner/.git/HEAD", ""),
        ("inner/deep/draft.md", FILLED),
        ("outer/deep/draft.md", FILLED),
    ]);
    let said = folder.check(&format!("{CONCISE} -v ."));
    assert!(
        said.errors
            .contains("outer/deep/draft.md: read by the template `crash`"),
        "{said}"
    );
    assert!(!said.errors.contains("inner/deep/draft.md"), "{said}");
}

#[test]
fn a_markdown_template_without_headings_is_good_to_begin_with() {
    let folder = Folder::new(&[(
        ".github/ISSUE_TEMPLATE/bug_report.md",
        "---\nname: Bug report\nabout: Tell us\n---\n\n**Describe the bug**\nWhat it is.\n",
    )]);
    let said = said(&mut folder.command("new bug_report --output draft.md"));
    assert_eq!(said.code, 0, "{said}");
    assert_eq!(
        folder.read("draft.md"),
        "**Describe the bug**\nWhat it is.\n"
    );
    let checked = folder.check("draft.md --template bug_report");
    assert_eq!(checked.code, 0, "{checked}");
}

#[test]
fn headings_of_one_name_are_the_sections_of_one_name() {
    let template = "---\nname: Twice\nabout: x\n---\n## Steps\n\n## Result\n\n## Steps\n";
    let draft = "## Steps\n\nA\n\n## Result\n\nB\n\n## Steps\n\nC\n";
    let folder = Folder::new(&[
        (".github/ISSUE_TEMPLATE/twice.md", template),
        ("draft.md", draft),
    ]);
    let said = folder.check(&format!("{CONCISE} draft.md"));
    assert_eq!((said.code, said.output.as_str()), (0, ""), "{said}");
    folder.write("draft.md", "## Result\n\nB\n");
    folder.check("--fix draft.md --template twice");
    let mended = folder.read("draft.md");
    assert_eq!(mended.matches("## Steps").count(), 2, "{mended}");
    folder.check("--fix draft.md --template twice");
    assert_eq!(folder.read("draft.md"), mended);
}
