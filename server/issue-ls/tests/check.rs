//! `issue-ls check` as a person or a script runs it: folders of drafts in, exit code and output out.
//!
//! The tests choose a few rules each, so that a new rule changes none of them.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use expect_test::expect;
use tempfile::TempDir;

use said::{Said, said};

mod said;

/// A draft with a label and a version that can be mended.
const DRAFT: &str = "/sig nod\n\n```release\nintroduced-in=1.30.2\n```\n";
/// The same, mended.
const MENDED: &str = "/sig node\n\n```release\nintroduced-in=v1.30.2\n```\n";
/// The rules that find something in it.
const RULES: &str = "--select unknown-label,invalid-version";

/// A folder for one test. Its own configuration keeps that of folders around it out.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(TempDir::new().expect("a temporary folder"));
        folder.write("issue-ls.toml", "");
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        let parent = path.parent().expect("it lies in the folder");
        fs::create_dir_all(parent).expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a text")
    }

    /// The program in this folder, with arguments that are separated by blanks.
    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_issue-ls"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs `check` with `arguments`.
    fn check(&self, arguments: &str) -> Said {
        said(&mut self.command(&format!("check {arguments}")))
    }

    /// Runs `check` with `arguments` and `input` as standard input.
    fn check_input(&self, arguments: &str, input: impl Into<Vec<u8>>) -> Said {
        said(
            self.command(&format!("check {arguments}"))
                .write_stdin(input.into()),
        )
    }
}

#[path = "check/forms.rs"]
mod forms;
#[path = "check/gh_json.rs"]
mod gh_json;
#[path = "check/knowledge.rs"]
mod knowledge;
#[path = "check/reports.rs"]
mod reports;
#[path = "check/templates.rs"]
mod templates;

mod formats {
    use super::*;

    #[test]
    fn full_shows_the_place_and_says_what_to_write() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        expect![[r#"
            error[unknown-label]: The repository has no label `sig/nod`; write `sig/node` if that is meant.
             --> a.md:1:6
              |
            1 | /sig nod
              |      ^^^
              |
              = help: Write `node` (--fix)

            error[invalid-version]: `1.30.2` is not the name of a release; write `v1.30.2`.
             --> a.md:4:15
              |
            4 | introduced-in=1.30.2
              |               ^^^^^^
              |
              = help: Write `v1.30.2` (--fix)

            --- standard error, exit code 1
            2 errors in 1 draft, 2 fixable with --fix.
        "#]].assert_eq(&folder.check(&format!("{RULES} a.md")).to_string());
    }

    #[test]
    fn concise_is_one_line_for_each_finding() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        let said = folder.check(&format!("{RULES} --output-format concise a.md"));
        expect![[r#"
            a.md:1:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.
            a.md:4:15: error[invalid-version] `1.30.2` is not the name of a release; write `v1.30.2`.
            --- standard error, exit code 1
            2 errors in 1 draft, 2 fixable with --fix.
        "#]].assert_eq(&said.to_string());
    }

    #[test]
    fn json_is_an_array_with_keys_in_a_fixed_order() {
        // The column counts characters, not bytes or UTF-16 units.
        let folder = Folder::new(&[("a.md", "\u{feff}```release\nintroduced-in=1.30.2\n```\n")]);
        let said = folder.check("--select invalid-version --output-format json a.md");
        expect![[r#"
            [
              {
                "code": "invalid-version",
                "severity": "error",
                "message": "`1.30.2` is not the name of a release; write `v1.30.2`.",
                "filename": "a.md",
                "location": {
                  "row": 2,
                  "column": 15
                },
                "end_location": {
                  "row": 2,
                  "column": 21
                },
                "fix": {
                  "applicability": "safe",
                  "message": "Write `v1.30.2`",
                  "edits": [
                    {
                      "content": "v1.30.2",
                      "location": {
                        "row": 2,
                        "column": 15
                      },
                      "end_location": {
                        "row": 2,
                        "column": 21
                      }
                    }
                  ]
                }
              }
            ]
        "#]]
        .assert_eq(&said.output);
        let folder = Folder::new(&[("a.md", MENDED)]);
        let said = folder.check(&format!("{RULES} --output-format json a.md"));
        assert_eq!((said.code, said.output.as_str()), (0, "[]\n"));
    }

    #[test]
    fn json_lines_is_the_same_one_object_a_line() {
        let folder = Folder::new(&[("a.md", "/sig 😀é nod\n")]);
        let said = folder.check("--select unknown-label --output-format json-lines a.md");
        expect![[r#"
            {"code":"unknown-label","severity":"error","message":"The repository has no label `sig/😀é`; write one that the repository has, or leave it out.","filename":"a.md","location":{"row":1,"column":6},"end_location":{"row":1,"column":8},"fix":null}
            {"code":"unknown-label","severity":"error","message":"The repository has no label `sig/nod`; write `sig/node` if that is meant.","filename":"a.md","location":{"row":1,"column":9},"end_location":{"row":1,"column":12},"fix":{"applicability":"safe","message":"Write `node`","edits":[{"content":"node","location":{"row":1,"column":9},"end_location":{"row":1,"column":12}}]}}
        "#]].assert_eq(&said.output);
        let lines: Vec<serde_json::Value> = said
            .output
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        let array = folder.check("--select unknown-label --output-format json a.md");
        let array: Vec<serde_json::Value> = serde_json::from_str(&array.output).expect("JSON");
        assert_eq!(array, lines);
    }

    #[test]
    fn other_formats_are_wrong_usage() {
        let said = Folder::new(&[]).check("--output-format yaml");
        assert_eq!((said.code, said.output.as_str()), (2, ""));
        assert!(
            said.errors.contains("full, concise, json, json-lines"),
            "{}",
            said.errors
        );
    }

    #[test]
    fn colours_are_for_terminals_and_for_those_who_ask() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        for format in ["full", "concise"] {
            let run = |color: &str| {
                folder
                    .check(&format!("{RULES} --output-format {format} {color} a.md"))
                    .output
            };
            assert!(!run("").contains('\u{1b}'), "a pipe is no terminal");
            assert!(run("--color always").contains('\u{1b}'));
            assert!(!run("--color never").contains('\u{1b}'));
            assert_eq!(run("--color auto"), run(""));
            let without = run("--color always");
            let stripped = anstream::adapter::strip_str(&without).to_string();
            assert_eq!(stripped, run("--color never"), "colours add nothing else");
        }
        let forced = |no_color: &str| {
            let mut command = folder.command(&format!("check {RULES} a.md"));
            said(command.env("CLICOLOR_FORCE", "1").env("NO_COLOR", no_color)).output
        };
        assert!(forced("").contains('\u{1b}') && !forced("1").contains('\u{1b}'));
    }

    #[test]
    fn nothing_of_a_draft_speaks_to_the_terminal() {
        let nasty = "/sig \u{1b}[31mred\u{7}\u{9b}2J\u{202e}\u{200b}x\u{7f}\n";
        let folder = Folder::new(&[("a.md", nasty)]);
        for format in ["full", "concise"] {
            let said = folder.check(&format!(
                "--select unknown-label --output-format {format} a.md"
            ));
            let is_harmless = |character: char| {
                character == '\n'
                    || !(character.is_control() || matches!(character, '\u{200b}' | '\u{202e}'))
            };
            assert!(said.output.chars().all(is_harmless), "{:?}", said.output);
            assert!(said.output.contains("␛[31mred␇�2j"), "{}", said.output);
        }
        let said = folder.check("--select unknown-label --output-format full a.md");
        expect![[r#"
            error[unknown-label]: The repository has no label `sig/␛[31mred␇�2j��x␡`; write one that the repository has, or leave it out.
             --> a.md:1:6
              |
            1 | /sig ␛[31mred␇�2J��x␡
              |      ^^^^^^^^^^^^^^^^

        "#]].assert_eq(&said.output);
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let draft = format!("/sig {}nod {}\n", "node ".repeat(2000), "cli ".repeat(2000));
        let folder = Folder::new(&[
            ("a.md", &draft),
            ("b.md", &format!("/sig {}\n", "x".repeat(9000))),
        ]);
        let said = folder.check("--select unknown-label a.md b.md");
        let longest = said.output.lines().map(|line| line.chars().count()).max();
        assert!(longest < Some(600), "{longest:?}");
        assert!(said.output.contains(" nod cli"), "{}", said.output);
    }

    #[test]
    fn the_place_is_underlined_under_wide_characters_and_tabs() {
        let folder = Folder::new(&[("a.md", "/sig 漢字\t😀 nod\n")]);
        let said = folder.check("--select unknown-label a.md");
        expect![[r#"
            error[unknown-label]: The repository has no label `sig/nod`; write `sig/node` if that is meant.
             --> a.md:1:11
              |
            1 | /sig 漢字    😀 nod
              |                 ^^^
              |
              = help: Write `node` (--fix)

        "#]].assert_eq(&said.output);
    }

    #[test]
    fn statistics_count_by_rule() {
        let folder = Folder::new(&[("a.md", DRAFT), ("b.md", "/sig nod nodde\n")]);
        let run = |format: &str| {
            folder
                .check(&format!(
                    "{RULES} --statistics --output-format {format} a.md b.md"
                ))
                .output
        };
        expect![[r#"
                3 unknown-label (3 fixable)
                1 invalid-version (1 fixable)
        "#]]
        .assert_eq(&run("full"));
        assert_eq!(run("concise"), run("full"));
        expect![[r#"
            {"code":"unknown-label","count":3,"fixable":3}
            {"code":"invalid-version","count":1,"fixable":1}
        "#]]
        .assert_eq(&run("json-lines"));
        assert!(run("json").starts_with("[\n  {\n    \"code\": \"unknown-label\""));
    }

    #[test]
    fn findings_can_go_to_a_file() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        let printed = folder.check(&format!("{RULES} a.md"));
        let said = folder.check(&format!("{RULES} -o report.txt a.md"));
        assert_eq!((said.code, said.output.as_str()), (1, ""));
        assert_eq!(folder.read("report.txt"), printed.output);
        let said = folder.check(&format!("{RULES} --output-file absent/report.txt a.md"));
        expect![[r#"
            --- standard error, exit code 2
            issue-ls: absent/report.txt: this file cannot be written: there is no such file or folder
        "#]].assert_eq(&said.to_string());
        assert_eq!(folder.check(&format!("{RULES} -o - a.md")), printed);
    }

    #[test]
    fn where_nothing_can_be_read_the_file_stays() {
        let folder = Folder::new(&[("report.txt", "the last one")]);
        let said = folder.check("--output-format sarif -o report.txt absent.md");
        assert_eq!(said.code, 2);
        assert_eq!(folder.read("report.txt"), "the last one");
    }

    #[test]
    fn quiet_leaves_findings_and_failures() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        let said = folder.check(&format!("{RULES} --quiet a.md"));
        assert_eq!((said.code, said.errors.as_str()), (1, ""));
        assert!(said.output.contains("unknown-label"));
        let said = folder.check("-q absent.md");
        assert_eq!(said.code, 2);
        assert!(said.errors.contains("absent.md"));
    }

    #[test]
    fn a_reader_that_has_seen_enough_is_no_failure() {
        use std::process::{Command, Stdio};
        let folder = Folder::new(&[("a.md", &"/sig nod\n\n".repeat(2000))]);
        let mut child = Command::new(env!("CARGO_BIN_EXE_issue-ls"))
            .args(["check", "--select", "unknown-label", "a.md"])
            .current_dir(folder.0.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(
            output.status.code(),
            Some(1),
            "there are findings all the same"
        );
        let errors = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(errors.starts_with("2000 errors in 1 draft"), "{errors}");
    }
}

mod exit_codes {
    use super::*;

    #[track_caller]
    fn codes(folder: &Folder, cases: &[(&str, i32)]) {
        for (arguments, code) in cases {
            let said = folder.check(arguments);
            assert_eq!(said.code, *code, "{arguments}: {said}");
        }
    }

    #[test]
    fn they_follow_the_gravest_finding() {
        let folder = Folder::new(&[("a.md", DRAFT), ("good.md", MENDED)]);
        codes(
            &folder,
            &[
                ("--select invalid-version a.md", 1),
                ("--select invalid-version good.md", 0),
                ("--select invalid-version --exit-zero a.md", 0),
                ("--ignore all a.md", 0),
                ("--select invalid-version --fail-on error a.md", 1),
                ("--fail-on never a.md", 2),
            ],
        );
        folder.write("issue-ls.toml", "rules.invalid-version = \"warning\"");
        codes(
            &folder,
            &[
                ("--select invalid-version a.md", 1),
                ("--select invalid-version --fail-on error a.md", 0),
                ("--select invalid-version --fail-on information a.md", 1),
            ],
        );
        folder.write("issue-ls.toml", "rules.invalid-version = \"information\"");
        codes(
            &folder,
            &[
                ("--select invalid-version a.md", 0),
                ("--select invalid-version --fail-on information a.md", 1),
            ],
        );
    }

    #[test]
    fn a_failure_is_told_and_the_rest_is_checked() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        folder.write("b.md", b"/sig node\nfa\xe7ade\n");
        let said = folder.check(&format!(
            "{RULES} --output-format concise --exit-zero b.md absent.md a.md"
        ));
        expect![[r#"
            a.md:1:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.
            a.md:4:15: error[invalid-version] `1.30.2` is not the name of a release; write `v1.30.2`.
            --- standard error, exit code 2
            issue-ls: b.md: this is not UTF-8: byte 13 (0xe7, line 2) belongs to no character; save it as UTF-8
            issue-ls: absent.md: there is no such file or folder
            2 errors in 1 draft, 2 fixable with --fix.
        "#]].assert_eq(&said.to_string());
    }
}

mod which_drafts {
    use super::*;

    /// The names of the drafts that are checked, in order, and what is said of the rest.
    fn checked(folder: &Folder, paths: &str) -> String {
        let said = folder.check(&format!(
            "--select unknown-label --output-format concise {paths}"
        ));
        let names = said
            .output
            .lines()
            .filter_map(|line| line.split(':').next());
        format!(
            "{}; {}",
            names.collect::<Vec<_>>().join(" "),
            said.errors.lines().last().unwrap_or_default()
        )
    }

    #[test]
    fn a_walk_takes_recognised_drafts_in_order() {
        let folder = Folder::new(&[
            ("b.md", DRAFT),
            ("a.MARKDOWN", DRAFT),
            ("README.md", "# A tool\n\n/sig nod\n"),
            ("notes.txt", DRAFT),
            ("deep/er/c.md", DRAFT),
            (".hidden/d.md", DRAFT),
            (".e.md", DRAFT),
            (".github/f.md", DRAFT),
            ("target/g.md", DRAFT),
            (".gitignore", "/target\n"),
        ]);
        let all =
            ".github/f.md a.MARKDOWN b.md deep/er/c.md; Skipped 1 Markdown file that is no draft.";
        assert_eq!(checked(&folder, ""), all);
        assert_eq!(checked(&folder, "."), all);
        assert_eq!(
            checked(&folder, "deep"),
            "deep/er/c.md; 1 error in 1 draft, 1 fixable with --fix."
        );
        assert_eq!(
            checked(&folder, ".hidden"),
            ".hidden/d.md; 1 error in 1 draft, 1 fixable with --fix."
        );
    }

    #[test]
    fn a_named_file_is_always_checked_and_only_once() {
        let folder = Folder::new(&[
            ("README.md", "# A tool\n\n/sig nod\n"),
            ("b.md", DRAFT),
            ("notes.txt", DRAFT),
        ]);
        assert_eq!(
            checked(&folder, "notes.txt"),
            "notes.txt; 1 error in 1 draft, 1 fixable with --fix."
        );
        assert_eq!(
            checked(&folder, "b.md . README.md ./b.md"),
            "b.md README.md; 2 errors in 2 drafts, 2 fixable with --fix."
        );
    }

    #[test]
    fn what_is_not_recognised_is_skipped_on_demand_even_where_it_is_named() {
        let folder = Folder::new(&[
            ("README.md", "# A tool\n\n/sig nod\n"),
            ("b.md", DRAFT),
            ("c.md", "# Mine\n\n/sig nod\n"),
            (
                "issue-ls.toml",
                "[[drafts]]\nfiles = ['c.md']\ntemplate = 'kubernetes-patch-release'\n",
            ),
        ]);
        assert_eq!(
            checked(&folder, "--skip-unknown README.md b.md c.md"),
            "b.md c.md; Skipped 1 Markdown file that is no draft."
        );
        assert_eq!(
            checked(
                &folder,
                "--skip-unknown --template kubernetes-patch-release README.md"
            ),
            "README.md; 1 error in 1 draft, 1 fixable with --fix."
        );
        let input = folder.check_input("--skip-unknown -", "# A tool\n\n/sig nod\n");
        assert_eq!((input.code, input.output.as_str()), (0, ""));
        assert_eq!(
            input.errors,
            "No draft was checked.\nSkipped 1 Markdown file that is no draft.\n"
        );
    }

    #[test]
    fn a_folder_without_drafts_is_fine() {
        let folder = Folder::new(&[]);
        expect![[r#"
            --- standard error, exit code 0
            No draft was checked.
        "#]]
        .assert_eq(&folder.check("").to_string());
    }

    #[cfg(unix)]
    #[test]
    fn a_walk_follows_no_links_and_ends() {
        use std::os::unix::fs::symlink;
        let folder = Folder::new(&[("drafts/a.md", DRAFT)]);
        symlink("..", folder.path("drafts/up")).expect("a link");
        symlink("a.md", folder.path("drafts/b.md")).expect("a link");
        assert_eq!(
            checked(&folder, "drafts"),
            "drafts/a.md; 1 error in 1 draft, 1 fixable with --fix."
        );
        assert_eq!(
            checked(&folder, "drafts/b.md"),
            "drafts/b.md; 1 error in 1 draft, 1 fixable with --fix."
        );
    }

    #[test]
    fn standard_input_is_a_dash() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        let arguments = format!("{RULES} --output-format concise");
        let said = folder.check_input(&format!("{arguments} -"), DRAFT);
        assert!(
            said.output.starts_with("-:1:6: error[unknown-label]"),
            "{said}"
        );
        let said = folder.check_input(&format!("{arguments} - a.md -"), MENDED);
        assert!(
            said.output.starts_with("a.md:1:6:") && said.errors.contains("in 2 drafts"),
            "{said}"
        );
        for named in [
            "--stdin-filename drafts/x.md -",
            "--stdin-filename drafts/x.md",
        ] {
            let said = folder.check_input(&format!("{arguments} {named}"), DRAFT);
            assert!(said.output.starts_with("drafts/x.md:1:6:"), "{said}");
        }
        let said = folder.check_input("--stdin-filename x.md a.md", DRAFT);
        assert_eq!((said.code, said.output.as_str()), (2, ""));
        assert!(said.errors.contains("needs `-`"), "{said}");
        let said = folder.check_input("-", b"\xff".as_slice());
        expect![[r#"
            --- standard error, exit code 2
            issue-ls: -: this is not UTF-8: byte 1 (0xff, line 1) belongs to no character; save it as UTF-8
            No draft was checked.
        "#]].assert_eq(&said.to_string());
    }
}

mod reading {
    use super::*;

    #[test]
    fn verbose_says_which_template_and_why() {
        let folder = Folder::new(&[
            ("block.md", DRAFT),
            ("headings.md", "## Symptoms\n\n## Impact\n"),
            ("front.md", "---\ntemplate: kubernetes-patch-release\n---\n"),
            (
                "comment.md",
                "<!-- issue-ls: template=kubernetes-patch-release -->\n",
            ),
            ("plain.md", ""),
            ("none/.gitignore", ""),
        ]);
        let reasons = |arguments: &str| {
            let said = folder.check(&format!("-v --isolated --ignore all {arguments}"));
            said.errors
                .lines()
                .filter(|line| line.contains("since"))
                .fold(String::new(), |all, line| all + line + "\n")
        };
        expect![[r#"
            block.md: read by the template `kubernetes-patch-release`, since a release block stands in the draft; there is no configuration
            headings.md: read by the template `kubernetes-patch-release`, since headings of its sections stand in the draft; there is no configuration
            front.md: read by the template `kubernetes-patch-release`, since its front matter names it; there is no configuration
            comment.md: read by the template `kubernetes-patch-release`, since a comment in it names it; there is no configuration
            plain.md: read by the template `kubernetes-patch-release`, since nothing else tells and it is the default; there is no configuration
        "#]].assert_eq(&reasons(
            "block.md headings.md front.md comment.md plain.md",
        ));
        expect![[r#"
            block.md: read by the template `kubernetes-patch-release`, since --template names it; there is no configuration
            front.md: read by the template `kubernetes-patch-release`, since its front matter names it; there is no configuration
        "#]].assert_eq(&reasons(
            "--template kubernetes-patch-release block.md front.md",
        ));
        folder.write(
            "issue-ls.toml",
            "drafts = [{files = \"p*.md\", template = \"kubernetes-patch-release\"}]",
        );
        let said = folder.check("-v --ignore all .");
        assert!(
            said.errors.contains("plain.md: read by the template `kubernetes-patch-release`, since `drafts` in the configuration"),
            "{said}"
        );
    }

    #[test]
    fn unknown_names_are_wrong_usage_with_the_nearest() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        for (arguments, message) in [
            (
                "--template kubernetes-patch-relase",
                "`kubernetes-patch-relase` is not a template; write `kubernetes-patch-release`",
            ),
            (
                "--template x",
                "`x` is not a template; write `kubernetes-patch-release`",
            ),
            (
                "--select missing-sektion",
                "`missing-sektion` is not a rule; write `missing-section`",
            ),
            (
                "--select unknown-label,ALL",
                "`ALL` is not a rule; `issue-ls rule` lists them",
            ),
            (
                "--ignore invalid-versoin",
                "`invalid-versoin` is not a rule; write `invalid-version`",
            ),
            ("--stage resolvd", "possible values: open, resolved"),
            ("--as-of 2026-9-1", "write it as YYYY-MM-DD"),
            ("--as-of 20260901", "write it as YYYY-MM-DD"),
            ("--as-of 2026-02-30", "write it as YYYY-MM-DD"),
            ("--config a --isolated", "cannot be used with"),
            ("--quiet --verbose", "cannot be used with"),
        ] {
            let said = folder.check(&format!("{arguments} a.md"));
            assert_eq!((said.code, said.output.as_str()), (2, ""), "{arguments}");
            assert!(
                said.errors.contains(message),
                "{arguments}: {}",
                said.errors
            );
        }
    }

    #[test]
    fn select_and_ignore_choose_rules() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        let codes = |arguments: &str| {
            let said = folder.check(&format!("--output-format json-lines a.md {arguments}"));
            let codes = said
                .output
                .lines()
                .map(|line| line.split('"').nth(3).unwrap_or_default());
            codes.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(codes("--select invalid-version"), "invalid-version");
        assert_eq!(
            codes("--select invalid-version,unknown-label"),
            "unknown-label invalid-version"
        );
        assert_eq!(
            codes("--select invalid-version --select unknown-label"),
            "unknown-label invalid-version"
        );
        assert_eq!(
            codes("--select invalid-version,unknown-label --ignore unknown-label"),
            "invalid-version"
        );
        let all = codes("--select all");
        assert!(
            all.contains("missing-section")
                && !codes("--select all --ignore missing-section").contains("missing-section")
        );
        folder.write(
            "issue-ls.toml",
            "[rules]\ninvalid-version = \"off\"\nunknown-label = \"information\"",
        );
        assert_eq!(
            codes("--select invalid-version,unknown-label"),
            "unknown-label invalid-version"
        );
        assert!(!codes("").contains("invalid-version"));
        assert!(codes("--select all").contains("invalid-version"));
    }

    #[test]
    fn the_stage_decides_how_grave_a_finding_is() {
        let folder = Folder::new(&[
            ("a.md", "```release\nintroduced-in=unknown\n```\n"),
            (
                "open.md",
                "---\nstage: open\n---\n```release\nintroduced-in=unknown\n```\n",
            ),
        ]);
        let severity = |arguments: &str| {
            let said = folder.check(&format!(
                "--select unknown-introduction --output-format concise {arguments}"
            ));
            let severity = said.output.split([' ', '[']).nth(1).map(str::to_owned);
            (severity.unwrap_or_default(), said.code)
        };
        let [information, error] = ["information", "error"].map(str::to_owned);
        assert_eq!(severity("a.md"), (information.clone(), 0));
        assert_eq!(severity("--stage open a.md"), (information.clone(), 0));
        assert_eq!(severity("--stage resolved a.md"), (error, 1));
        assert_eq!(severity("--stage resolved open.md"), (information, 0));
    }

    #[test]
    fn labels_are_given_as_gh_takes_them() {
        let folder = Folder::new(&[("a.md", "```release\nintroduced-in=v1.30.2\n```\n")]);
        let labels = |arguments: &str| {
            let said = folder.check(&format!(
                "--select unknown-label --output-format concise a.md {arguments}"
            ));
            let messages = said
                .output
                .lines()
                .filter_map(|line| line.split('`').nth(1));
            messages.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            labels("--label kind/bug,sig/x1 --label sig/y2"),
            "sig/x1 sig/y2"
        );
        assert_eq!(labels("-l sig/x1,,sig/y2"), "sig/x1 sig/y2");
        assert_eq!(labels("--label kind/bug -l sig/node"), "");
    }
}

mod fixing {
    use super::*;

    #[test]
    fn fixes_are_written_and_the_rest_is_reported() {
        let folder = Folder::new(&[
            ("a.md", &format!("{DRAFT}\n/sig nonsense\n")),
            ("good.md", MENDED),
        ]);
        let said = folder.check(&format!("{RULES} --fix a.md good.md"));
        expect![[r#"
            error[unknown-label]: The repository has no label `sig/nonsense`; write one that the repository has, or leave it out.
             --> a.md:7:6
              |
            7 | /sig nonsense
              |      ^^^^^^^^

            --- standard error, exit code 1
            Mended 2 findings.
            1 error in 2 drafts.
        "#]].assert_eq(&said.to_string());
        assert_eq!(folder.read("a.md"), format!("{MENDED}\n/sig nonsense\n"));
    }

    #[test]
    fn fixing_twice_is_fixing_once() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        folder.check("--fix --as-of 2026-09-01 a.md");
        let once = folder.read("a.md");
        let before = fs::metadata(folder.path("a.md")).expect("it is there");
        let said = folder.check("--fix --as-of 2026-09-01 a.md");
        assert_eq!(folder.read("a.md"), once);
        assert!(
            !said.errors.contains("Mended") && !said.errors.contains("--fix"),
            "{}",
            said.errors
        );
        let after = fs::metadata(folder.path("a.md")).expect("it is there");
        assert_eq!(
            before.modified().expect("a date"),
            after.modified().expect("a date"),
            "it was not written"
        );
    }

    #[test]
    fn every_byte_outside_a_fix_stays() {
        for (draft, mended) in [
            (DRAFT.replace('\n', "\r\n"), MENDED.replace('\n', "\r\n")),
            (format!("\u{feff}{DRAFT}"), format!("\u{feff}{MENDED}")),
            (DRAFT.trim_end().to_owned(), MENDED.trim_end().to_owned()),
            (
                format!("{DRAFT}\ttab \u{2028} 😀 \r lone\r\n\n"),
                format!("{MENDED}\ttab \u{2028} 😀 \r lone\r\n\n"),
            ),
        ] {
            let folder = Folder::new(&[("a.md", &draft)]);
            folder.check(&format!("{RULES} --fix a.md"));
            assert_eq!(folder.read("a.md"), mended);
            let said = folder.check_input(&format!("{RULES} --fix -"), draft);
            assert_eq!(said.output, mended);
        }
    }

    #[test]
    fn standard_input_comes_out_mended() {
        let folder = Folder::new(&[]);
        let said = folder.check_input(
            &format!("{RULES} --fix --output-format concise -"),
            format!("{DRAFT}/sig nonsense\n"),
        );
        expect![[r#"
            /sig node

            ```release
            introduced-in=v1.30.2
            ```
            /sig nonsense
            --- standard error, exit code 1
            -:6:6: error[unknown-label] The repository has no label `sig/nonsense`; write one that the repository has, or leave it out.
            Mended 2 findings.
            1 error in 1 draft.
        "#]].assert_eq(&said.to_string());
        let said = folder.check_input(&format!("{RULES} --fix -"), "");
        assert_eq!((said.code, said.output.as_str()), (0, ""));
    }

    #[test]
    fn what_a_person_should_look_at_is_mended_on_request() {
        let draft = "```release\nintroduced-in=v1.30.2 and later\nintroduced-in=1.31.0\n```\n";
        let rules = "--select malformed-release-entry,invalid-version --output-format concise";
        let folder = Folder::new(&[("a.md", draft)]);
        let said = folder.check(&format!("{rules} a.md"));
        let hint = "1 fixable with --fix and 1 more with --unsafe-fixes.\n";
        assert!(said.errors.ends_with(hint), "{said}");
        let said = folder.check(&format!("{rules} --unsafe-fixes a.md"));
        assert_eq!((said.code, folder.read("a.md").as_str()), (1, draft));
        let said = folder.check(&format!("{rules} --fix a.md"));
        assert!(
            said.errors
                .ends_with("1 error in 1 draft, 1 fixable with --fix --unsafe-fixes.\n"),
            "{said}"
        );
        assert!(
            folder
                .read("a.md")
                .contains("=v1.30.2 and later\nintroduced-in=v1.31.0\n")
        );
        let said = folder.check(&format!("{rules} --diff --unsafe-fixes a.md"));
        assert!(said.output.contains("\n+introduced-in=v1.30.2\n"), "{said}");
        let said = folder.check(&format!("{rules} --fix --unsafe-fixes a.md"));
        assert_eq!((said.code, said.output.as_str()), (0, ""), "{said}");
        assert!(
            folder
                .read("a.md")
                .contains("=v1.30.2\nintroduced-in=v1.31.0\n")
        );
    }

    #[test]
    fn a_diff_shows_and_changes_nothing() {
        let folder = Folder::new(&[("a.md", DRAFT), ("good.md", MENDED)]);
        let said = folder.check(&format!("{RULES} --diff a.md good.md"));
        expect![[r#"
            --- a.md
            +++ a.md
            @@ -1,5 +1,5 @@
            -/sig nod
            +/sig node
            (blank)
             ```release
            -introduced-in=1.30.2
            +introduced-in=v1.30.2
             ```
            --- standard error, exit code 1
            Would mend 2 findings.
        "#]]
        .assert_eq(&said.to_string().replace("\n \n", "\n(blank)\n"));
        assert_eq!(folder.read("a.md"), DRAFT);
        let both = folder.check(&format!("{RULES} --diff --fix a.md good.md"));
        assert_eq!((both, folder.read("a.md").as_str()), (said, DRAFT));
        assert_eq!(folder.check(&format!("{RULES} --diff good.md")).code, 0);
        assert_eq!(
            folder
                .check(&format!("{RULES} --diff --exit-zero a.md"))
                .code,
            0
        );
        let said = folder.check_input(
            &format!("{RULES} --diff --quiet --stdin-filename x.md -"),
            DRAFT,
        );
        assert!(said.output.starts_with("--- x.md\n+++ x.md\n@@ "), "{said}");
        assert_eq!(said.errors, "");
    }

    #[cfg(unix)]
    mod on_unix {
        use super::*;
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
        use std::os::unix::process::CommandExt;

        fn mode(path: &Path) -> u32 {
            fs::metadata(path)
                .expect("it is there")
                .permissions()
                .mode()
                & 0o7777
        }

        fn set_mode(path: &Path, mode: u32) {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
        }

        #[test]
        fn permissions_are_kept_and_nothing_is_left_behind() {
            let folder = Folder::new(&[("a.md", DRAFT)]);
            set_mode(&folder.path("a.md"), 0o640);
            folder.check(&format!("{RULES} --fix a.md"));
            assert_eq!(
                (mode(&folder.path("a.md")), folder.read("a.md").as_str()),
                (0o640, MENDED)
            );
            let mut names: Vec<_> = fs::read_dir(folder.0.path())
                .expect("a folder")
                .map(|entry| entry.expect("an entry").file_name())
                .collect();
            names.sort();
            assert_eq!(names, ["a.md", "issue-ls.toml"]);
        }

        #[test]
        fn a_link_is_not_followed() {
            let folder = Folder::new(&[("outside.md", DRAFT), ("drafts/.keep", "")]);
            symlink("../outside.md", folder.path("drafts/a.md")).expect("a link");
            let said = folder.check(&format!(
                "{RULES} --quiet --output-format concise --fix drafts/a.md"
            ));
            expect![[r#"
                drafts/a.md:1:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.
                drafts/a.md:4:15: error[invalid-version] `1.30.2` is not the name of a release; write `v1.30.2`.
                --- standard error, exit code 2
                issue-ls: drafts/a.md: this is a symbolic link; name the file that it leads to, `../outside.md`
            "#]].assert_eq(&said.to_string());
            assert_eq!(folder.read("outside.md"), DRAFT);
            assert!(folder.path("drafts/a.md").is_symlink());
        }

        #[test]
        fn a_read_only_file_stays_as_it_is() {
            let folder = Folder::new(&[("a.md", DRAFT)]);
            set_mode(&folder.path("a.md"), 0o444);
            let said = folder.check(&format!(
                "{RULES} --quiet --output-format concise --fix a.md"
            ));
            expect![[r#"
                a.md:1:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.
                a.md:4:15: error[invalid-version] `1.30.2` is not the name of a release; write `v1.30.2`.
                --- standard error, exit code 2
                issue-ls: a.md: this file is read-only; make it writable first
            "#]].assert_eq(&said.to_string());
            assert_eq!(folder.read("a.md"), DRAFT);
        }

        #[test]
        fn a_read_only_folder_is_a_clear_failure() {
            let folder = Folder::new(&[("a.md", DRAFT)]);
            let program = folder.path("issue-ls");
            // Copied by another process: a program that this one has open to write cannot be run, and neither can it while a
            // child of another test has inherited the open file.
            let copied = std::process::Command::new("cp")
                .arg(env!("CARGO_BIN_EXE_issue-ls"))
                .arg(&program)
                .status();
            assert!(copied.expect("cp is there").success());
            set_mode(folder.0.path(), 0o555);
            let mut command = std::process::Command::new(&program);
            command
                .args([
                    "check",
                    "--select",
                    "invalid-version",
                    "--quiet",
                    "--output-format",
                    "concise",
                    "--fix",
                    "a.md",
                ])
                .current_dir(folder.0.path());
            // Permissions do not hold for root: then the program runs as somebody else.
            if fs::metadata(folder.0.path()).expect("a folder").uid() == 0 {
                command.uid(65534).gid(65534);
            }
            let said = said(&mut Command::from_std(command));
            set_mode(folder.0.path(), 0o755);
            expect![[r#"
                a.md:4:15: error[invalid-version] `1.30.2` is not the name of a release; write `v1.30.2`.
                --- standard error, exit code 2
                issue-ls: a.md: this file cannot be written: permission denied
            "#]].assert_eq(&said.to_string());
            assert_eq!(folder.read("a.md"), DRAFT);
        }

        #[test]
        fn a_report_can_go_to_a_device() {
            let folder = Folder::new(&[("a.md", DRAFT)]);
            let said = folder.check(&format!("{RULES} -o /dev/null a.md"));
            assert_eq!((said.code, said.output.as_str()), (1, ""));
            assert!(!Path::new("/dev/null").is_file(), "it was replaced");
        }
    }
}

mod configuration {
    use super::*;

    /// What is said of a configuration file with this content.
    fn errors(text: &str) -> String {
        let folder = Folder::new(&[("a.md", DRAFT), ("b.md", DRAFT)]);
        folder.write("issue-ls.toml", text);
        let said = folder.check("a.md b.md");
        assert_eq!((said.code, said.output.as_str()), (2, ""), "{said}");
        let (errors, summary) = said.errors.split_once("No draft").expect("a summary");
        assert_eq!(summary, " was checked.\n");
        errors.to_owned()
    }

    #[test]
    fn every_mistake_is_told_once_with_its_place() {
        expect![[r#"
            issue-ls: issue-ls.toml:1:1: `defualt-template` is not a key here; write `default-template`
            issue-ls: issue-ls.toml:2:20: `kubernetes` is not a template; write `kubernetes-patch-release`
            issue-ls: issue-ls.toml:4:2: `report` is not a key here; write `default-template`, `drafts`, `rules`, `repository`, `labels` or `releases`
            issue-ls: issue-ls.toml:8:1: `invalid-versoin` is not a rule; write `invalid-version`
            issue-ls: issue-ls.toml:9:19: `warn` is not a level; write `off`, `information`, `warning` or `error`
            issue-ls: issue-ls.toml:10:17: `unknown-label` is a boolean here, but should be `off`, `information`, `warning` or `error`
            issue-ls: issue-ls.toml:11:1: `nonsense` is not a rule; `issue-ls rule` lists them
            issue-ls: issue-ls.toml:11:12: `offf` is not a level; write `off`
            issue-ls: issue-ls.toml:13:1: `files` is missing in this entry of `drafts`; write `files = ["drafts/**/*.md"]`
            issue-ls: issue-ls.toml:13:1: `template` is missing in this entry of `drafts`; write `template = "kubernetes-patch-release"`
            issue-ls: issue-ls.toml:14:1: `file` is not a key here; write `files`
            issue-ls: issue-ls.toml:17:10: `a[` is not a pattern: unclosed character class; missing ']'
            issue-ls: issue-ls.toml:17:16: `files` is an integer here, but should be a list of texts
            issue-ls: issue-ls.toml:17:19: `../x.md` leaves the configuration's folder; write a pattern relative to it
            issue-ls: issue-ls.toml:17:30: `/y.md` leaves the configuration's folder; write a pattern relative to it
            issue-ls: issue-ls.toml:18:12: `template` is an array here, but should be the name of a template
        "#]].assert_eq(&errors(
            "defualt-template = \"x\"\ndefault-template = \"kubernetes\"\n\n[report]\nfile = \"labels.yaml\"\n\n[rules]\n\
             invalid-versoin = \"off\"\nmissing-section = \"warn\"\nunknown-label = true\nnonsense = \"offf\"\n\n\
             [[drafts]]\nfile = [\"*.md\"]\n\n[[drafts]]\nfiles = [\"a[\", 3, \"../x.md\", \"/y.md\"]\ntemplate = [\"x\"]\n",
        ));
        expect![[r#"
            issue-ls: issue-ls.toml:1:9: `rules` is an integer here, but should be a table: write `[rules]` and below it `missing-section = "off"`
            issue-ls: issue-ls.toml:2:10: `drafts` is a string here, but should be a list of tables: write `[[drafts]]`
        "#]].assert_eq(&errors("rules = 3\ndrafts = \"*.md\"\n"));
        expect![[r#"
            issue-ls: issue-ls.toml:1:11: `drafts` is an integer here, but should be a list of tables: write `[[drafts]]`
            issue-ls: issue-ls.toml:1:23: `files` is an array here, but should be a list of at least one pattern, such as `["drafts/**/*.md"]`
        "#]].assert_eq(&errors(
            "drafts = [3, {files = [], template = \"kubernetes-patch-release\"}]\n",
        ));
    }

    #[test]
    fn what_is_not_toml_is_told_with_its_place() {
        expect![[r#"
            issue-ls: issue-ls.toml:2:7: this is not TOML: unclosed table, expected `]`
        "#]]
        .assert_eq(&errors("# 😀\n[rules\nmissing-section = \"off\"\n"));
        expect![[r#"
            issue-ls: issue-ls.toml:1:25: this is not TOML: string values must be quoted, expected literal string
        "#]].assert_eq(&errors("rules.missing-section = off\n"));
        expect![[r#"
            issue-ls: issue-ls.toml:3:1: this is not TOML: duplicate key
        "#]]
        .assert_eq(&errors(
            "[rules]\nmissing-section = \"off\"\nmissing-section = \"error\"\n",
        ));
    }

    #[test]
    fn a_byte_order_mark_and_carriage_returns_do_no_harm() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        folder.write(
            "issue-ls.toml",
            "\u{feff}[rules]\r\ninvalid-version = \"off\"\r\n",
        );
        let said = folder.check("--select all --ignore all a.md");
        assert_eq!(said.code, 0, "{said}");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told() {
        let folder = Folder::new(&[("a.md", DRAFT)]);
        folder.write("issue-ls.toml", b"# fa\xe7ade\n");
        let said = folder.check("a.md");
        assert!(
            said.errors
                .starts_with("issue-ls: issue-ls.toml: this file is not UTF-8"),
            "{said}"
        );
        let said = folder.check("--config absent.toml a.md");
        assert_eq!(said.code, 2);
        assert!(
            said.errors
                .starts_with("issue-ls: absent.toml: this file cannot be read"),
            "{said}"
        );
    }

    /// The codes that are found in `draft`.
    fn has_version_finding(folder: &Folder, arguments: &str) -> bool {
        let said = folder.check(&format!("--output-format concise {arguments}"));
        assert_ne!(said.code, 2, "{said}");
        said.output.contains("invalid-version")
    }

    const OFF: &str = "rules.invalid-version = \"off\"\n";

    #[test]
    fn the_nearest_folder_counts_and_nothing_is_merged() {
        let folder = Folder::new(&[("a/b/c.md", DRAFT), ("d.md", DRAFT)]);
        folder.write("issue-ls.toml", OFF);
        assert!(!has_version_finding(&folder, "a/b/c.md"));
        folder.write("a/issue-ls.toml", "");
        assert!(has_version_finding(&folder, "a/b/c.md"));
        assert!(!has_version_finding(&folder, "d.md"));
        assert!(
            !has_version_finding(&folder, "a/../d.md"),
            "the folder through which the path goes does not count"
        );
        folder.write("a/b/.github/issue-ls.toml", OFF);
        assert!(!has_version_finding(&folder, "a/b/c.md"));
        folder.write("a/b/.issue-ls.toml", "");
        assert!(
            has_version_finding(&folder, "a/b/c.md"),
            "it comes before the one in `.github`"
        );
        folder.write("a/b/issue-ls.toml", OFF);
        assert!(
            !has_version_finding(&folder, "a/b/c.md"),
            "it comes before `.issue-ls.toml`"
        );
    }

    #[test]
    fn config_and_isolated_take_the_place_of_the_nearest() {
        let folder = Folder::new(&[("a.md", DRAFT), ("other.toml", OFF)]);
        assert!(has_version_finding(&folder, "a.md"));
        assert!(!has_version_finding(&folder, "--config other.toml a.md"));
        folder.write("issue-ls.toml", OFF);
        assert!(!has_version_finding(&folder, "a.md"));
        assert!(has_version_finding(&folder, "--isolated a.md"));
    }

    #[test]
    fn standard_input_has_the_configuration_of_its_name_or_of_the_current_folder() {
        let folder = Folder::new(&[("a/issue-ls.toml", OFF)]);
        let run = |arguments: &str| {
            let said = folder.check_input(&format!("--output-format concise {arguments}"), DRAFT);
            said.output.contains("invalid-version")
        };
        assert!(run("-"));
        assert!(!run("--stdin-filename a/new/x.md"));
        folder.write("issue-ls.toml", OFF);
        assert!(!run("-"));
    }

    #[test]
    fn drafts_are_chosen_by_patterns_relative_to_the_configuration() {
        let entry = |files: &str| {
            format!("[[drafts]]\nfiles = {files}\ntemplate = \"kubernetes-patch-release\"\n")
        };
        let folder = Folder::new(&[
            ("docs/plain.md", "/sig nod\n"),
            ("docs/deep/plain.md", "/sig nod\n"),
        ]);
        let checked = |file: &str, text: &str| {
            folder.write(file, text);
            let said = folder.check("--select unknown-label --output-format concise .");
            assert_ne!(said.code, 2, "{said}");
            said.output
                .lines()
                .filter_map(|line| line.split(':').next())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(checked("issue-ls.toml", ""), "");
        assert_eq!(
            checked("issue-ls.toml", &entry("[\"docs/*.md\"]")),
            "docs/plain.md"
        );
        assert_eq!(
            checked("issue-ls.toml", &entry("\"./docs/**/*.md\"")),
            "docs/deep/plain.md docs/plain.md"
        );
        assert_eq!(checked("issue-ls.toml", &entry("\"plain.md\"")), "");
        fs::remove_file(folder.path("issue-ls.toml")).expect("it is there");
        assert_eq!(
            checked(".github/issue-ls.toml", &entry("\"docs/*.md\"")),
            "docs/plain.md",
            "the folder around it counts"
        );
    }
}
