//! Issues that are on GitHub already, as gh prints them.

use super::*;

/// The rules that the issues here are about.
const SELECT: &str = "--output-format concise --quiet --select missing-sig-label,invalid-version,empty-release-block";

/// An issue that asks for no SIG and has a version that can be mended. gh gives the line ends of a browser as they are.
const ISSUE: &str = r#"{"number":12,"title":"Kubelet panics","body":"```release\r\nintroduced-in=1.36.2\r\n```\r\n","labels":[],"state":"OPEN","url":"https://github.com/kubernetes/kubernetes/issues/12"}"#;
/// One that is all right, since it has its SIG.
const LABELLED: &str = r#"{"number":13,"body":"```release\r\nintroduced-in=v1.36.2\r\n```\r\n","labels":[{"id":"LA_1","name":"sig/node","description":"","color":"d2b48c"}],"state":"OPEN"}"#;

const FINDINGS: &str = "\
#12:1:1: error[missing-sig-label] No SIG label is asked for; write one for each group concerned, such as `/sig api-machinery`.
#12:2:15: error[invalid-version] `1.36.2` is not the name of a release; write `v1.36.2`.
";

/// What `check` says of the file `name` with `text`.
fn checked(name: &str, text: impl AsRef<[u8]>) -> Said {
    let folder = Folder::new(&[]);
    folder.write(name, text);
    folder.check(&format!("{SELECT} {name}"))
}

#[test]
fn an_array_one_object_and_one_object_a_line_are_the_same() {
    let array = format!("[{ISSUE},{LABELLED}]\n");
    let lines = format!("{ISSUE}\n\n{LABELLED}\r\n");
    let spread = format!("[\n  {ISSUE},\n  {LABELLED}\n]");
    let over_lines = ISSUE.replace(",\"", ",\n  \"").replace('{', "{\n  ");
    for (name, text) in [
        ("a.json", &array),
        ("a.JSON", &spread),
        ("a.json", &ISSUE.to_owned()),
        ("a.json", &over_lines),
        (
            "a.json",
            &format!(
                "\u{feff}\n {over_lines}\n{over_lines_of_13}",
                over_lines_of_13 = LABELLED.replacen('{', "{\n", 1)
            ),
        ),
        ("a.json", &lines),
        ("a.jsonl", &lines),
        ("a.ndjson", &array),
    ] {
        let said = checked(name, text);
        assert_eq!((said.code, said.output.as_str()), (1, FINDINGS), "{text}");
        assert_eq!(said.errors, "");
        let input = Folder::new(&[]).check_input(&format!("{SELECT} -"), text.as_str());
        assert_eq!(input, said, "{text}");
    }
}

#[test]
fn issues_of_no_template_are_skipped_on_demand() {
    let question = r#"{"number":14,"body":"How do I build this?\n\n/sig nod","state":"OPEN"}"#;
    let folder = Folder::new(&[("issues.jsonl", &format!("{ISSUE}\n{question}\n"))]);
    let options = "--output-format concise --select missing-sig-label,unknown-label";
    let said = folder.check(&format!("{options} issues.jsonl"));
    assert_eq!(said.output.lines().count(), 2, "{said}");
    let said = folder.check(&format!("{options} --skip-unknown issues.jsonl"));
    assert!(
        said.output.starts_with("#12:1:1: error[missing-sig-label]"),
        "{said}"
    );
    assert_eq!(
        said.errors,
        "1 error in 1 draft.\nSkipped 1 issue that is not of any template here.\n"
    );
}

#[test]
fn places_are_those_in_the_body_and_stand_behind_the_number() {
    let folder = Folder::new(&[("issues.json", ISSUE)]);
    let said = folder.check("--output-format json-lines --select invalid-version issues.json");
    expect![[r##"
        {"code":"invalid-version","severity":"error","message":"`1.36.2` is not the name of a release; write `v1.36.2`.","filename":"#12","location":{"row":2,"column":15},"end_location":{"row":2,"column":21},"fix":{"applicability":"safe","message":"Write `v1.36.2`","edits":[{"content":"v1.36.2","location":{"row":2,"column":15},"end_location":{"row":2,"column":21}}]}}
        --- standard error, exit code 1
        1 error in 1 draft.
    "##]].assert_eq(&said.to_string());
    let said = folder.check("--select invalid-version issues.json");
    assert!(said.output.contains(" --> #12:2:15\n"), "{said}");
    assert!(
        said.output.ends_with("= help: Write `v1.36.2`\n\n"),
        "{said}"
    );
}

#[test]
fn a_closed_issue_is_resolved_and_an_open_one_is_not() {
    let said = |state: &str, arguments: &str| {
        let folder = Folder::new(&[]);
        let text =
            format!(r#"{{"number":1,"body":"```release\n```\n","labels":["sig/node"]{state}}}"#);
        folder.write("a.json", text);
        folder.check(&format!("{SELECT} {arguments} a.json")).output
    };
    for closed in [r#","state":"CLOSED""#, r#","state":"closed""#] {
        assert!(said(closed, "").contains("error[empty"), "{closed}");
        assert!(said(closed, "--stage open").contains("error[empty"));
    }
    let open = r#","state":"OPEN""#;
    assert!(said(open, "").contains("warning[empty"));
    assert!(said(open, "--stage resolved").contains("warning[empty"));
    assert!(said("", "--stage resolved").contains("error[empty"));
}

#[test]
fn labels_of_github_and_of_the_command_line_both_count() {
    let folder = Folder::new(&[(
        "a.json",
        r#"{"number":1,"body":null,"labels":["sig/node"]}"#,
    )]);
    let rules = "--output-format concise --quiet --select missing-sig-label,missing-priority-label";
    assert!(
        !folder
            .check(&format!("{rules} a.json"))
            .output
            .contains("sig")
    );
    let said = folder.check(&format!("{rules} --label priority/critical-urgent a.json"));
    assert_eq!(said.code, 0, "{said}");
}

#[test]
fn the_body_of_an_issue_has_no_envelope() {
    let text = r#"{"number":1,"body":"---\nlabels: sig/node\n---\n","labels":[]}"#;
    let said = checked("a.json", text);
    assert!(
        said.output.starts_with("#1:1:1: error[missing-sig-label]"),
        "{said}"
    );
}

#[test]
fn a_draft_that_begins_with_a_bracket_is_a_draft() {
    for draft in [
        "[a link](https://example.com)\n",
        "[ ] a box\n",
        "{}\n{}x",
        "{curly}\n",
        "[{x}](y)\n",
        "[]x",
        "[",
    ] {
        let said = Folder::new(&[]).check_input(&format!("{SELECT} -"), draft);
        assert!(
            said.output.starts_with("-:1:1: error[missing-sig-label]"),
            "{draft}: {said}"
        );
    }
    let folder = Folder::new(&[]);
    let said = folder.check_input(&format!("{SELECT} --stdin-filename a.md"), ISSUE);
    assert!(
        said.output.starts_with("a.md:1:1:"),
        "a name says what it is: {said}"
    );
    let said = folder.check_input(&format!("{SELECT} --stdin-filename a.json"), ISSUE);
    assert_eq!(said.output, FINDINGS);
    assert_eq!(
        folder.check_input("-", " [ ]\n").errors,
        "No draft was checked.\n"
    );
}

#[test]
fn a_walk_through_folders_does_not_look_into_json() {
    let folder = Folder::new(&[("issues.json", ISSUE)]);
    assert_eq!(folder.check(".").errors, "No draft was checked.\n");
}

#[test]
fn the_configuration_and_the_templates_are_those_of_the_folder_of_the_file() {
    let folder = Folder::new(&[("below/issue-ls.toml", "rules.invalid-version = \"off\"\n")]);
    folder.write("below/issues.json", ISSUE);
    let said = folder.check("--output-format concise --quiet below/issues.json");
    assert!(said.output.contains("missing-sig-label"), "{said}");
    assert!(!said.output.contains("invalid-version"), "{said}");
    folder.write(
        "issue-ls.toml",
        "[[drafts]]\nfiles = [\"issues.json\"]\ntemplate = \"kubernetes-patch-release\"\n",
    );
    folder.write("issues.json", LABELLED.replace("```release", "```"));
    let said = folder.check("-v issues.json");
    assert!(said.errors.contains("#13: read by the template `kubernetes-patch-release`, since `drafts` in the configuration names it"), "{said}");
}

#[test]
fn what_is_on_github_is_not_mended_here() {
    let folder = Folder::new(&[("issues.json", ISSUE)]);
    let said = folder.check("--fix issues.json");
    expect![[r#"
        --- standard error, exit code 2
        issue-ls: issues.json: --fix cannot mend issues that are on GitHub; leave it out, or write --diff to see what it would change
        No draft was checked.
    "#]].assert_eq(&said.to_string());
    let said = folder.check("--diff --quiet --select invalid-version issues.json");
    let expected = "--- #12\n+++ #12\n@@ -1,3 +1,3 @@\n ```release\r\n-introduced-in=1.36.2\r\n+introduced-in=v1.36.2\r\n ```\r\n";
    assert_eq!((said.code, said.output.as_str()), (1, expected));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_checked() {
    let text = format!(
        "[{},{ISSUE}]",
        [
            r#"{"number":1}"#,
            r#"{"body":"x"}"#,
            r#"{"number":"3","body":"x"}"#,
            r#"{"number":4,"body":5}"#,
            r#"{"number":5,"body":"x","labels":"sig/node"}"#,
            r#"{"number":6,"body":"x","labels":[{"id":1}]}"#,
            r#"{"number":7,"body":"x","state":"MERGED"}"#,
            r#"{"number":-8,"body":"x"}"#,
        ]
        .join(",")
    );
    let said = checked("a.json", text);
    assert_eq!((said.code, said.output.as_str()), (2, FINDINGS));
    expect![[r#"
        issue-ls: a.json: issue 1 (#1) has no `body`; add it to --json, as in `gh issue list --json number,title,body,labels,state,url`
        issue-ls: a.json: issue 2 has no `number`; add it to --json, as in `gh issue list --json number,title,body,labels,state,url`
        issue-ls: a.json: the `number` of issue 3 is not a whole number; write what `gh issue list --json number,title,body,labels,state,url` prints
        issue-ls: a.json: the `body` of issue 4 (#4) is not a text; write what `gh issue list --json number,title,body,labels,state,url` prints
        issue-ls: a.json: the `labels` of issue 5 (#5) is not a list of labels with a `name` each; write what `gh issue list --json number,title,body,labels,state,url` prints
        issue-ls: a.json: the `labels` of issue 6 (#6) is not a list of labels with a `name` each; write what `gh issue list --json number,title,body,labels,state,url` prints
        issue-ls: a.json: the `state` of issue 7 (#7) is not `OPEN` or `CLOSED`; write what `gh issue list --json number,title,body,labels,state,url` prints
        issue-ls: a.json: the `number` of issue 8 is not a whole number; write what `gh issue list --json number,title,body,labels,state,url` prints
    "#]].assert_eq(&said.errors);
}

#[test]
fn of_lines_all_that_can_be_read_are_checked() {
    let said = checked(
        "a.jsonl",
        format!("{{\"number\":1,\"body\":\"cut\n{ISSUE}\n\n[]\n{{\"number\":2\n"),
    );
    assert_eq!((said.code, said.output.as_str()), (2, FINDINGS));
    expect![[r#"
        issue-ls: a.jsonl: line 1, column 23: this is not JSON (EOF while parsing a string); write what `gh issue list --json number,title,body,labels,state,url` prints
        issue-ls: a.jsonl: line 4 has no `number`; add it to --json, as in `gh issue list --json number,title,body,labels,state,url`
        issue-ls: a.jsonl: line 5, column 11: this is not JSON (EOF while parsing an object); write what `gh issue list --json number,title,body,labels,state,url` prints
    "#]].assert_eq(&said.errors);
}

#[test]
fn what_is_no_json_says_where_it_ends_to_be_some() {
    for (text, expected) in [
        ("x", "this is not JSON as gh prints it; write what"),
        ("12", "this is not JSON as gh prints it; write what"),
        (
            "[",
            "issue 1, line 1, column 1: this is not JSON (EOF while parsing a list)",
        ),
        (
            "[1]",
            "issue 1, line 1, column 2: this is not an issue (invalid type: integer `1`, expected an object)",
        ),
        (
            "[{}]x",
            "line 1, column 5: this is not JSON (trailing characters)",
        ),
        ("[\n{\"number\":1,\"body\":\"\\ud800\"}]", "issue 1, line 2"),
        (
            "{\"number\":1,\n\"body\":x}",
            "issue 1, line 2, column 8: this is not JSON",
        ),
        (
            "{\"number\":1,\"body\":\"\u{1}\"}",
            "line 1, column 21: this is not JSON",
        ),
    ] {
        let said = checked("a.json", text);
        assert_eq!(said.code, 2, "{text}");
        assert!(said.errors.contains(expected), "{text}: {said}");
    }
    let said = checked("a.json", b"{\"number\":1,\"body\":\"\xff\"}");
    assert!(said.errors.contains("line 1, column 21"), "{said}");
    let said = checked("a.json", "[".repeat(100_000));
    assert!(said.errors.contains("this is not"), "{said}");
}

#[test]
fn the_same_mistake_in_all_issues_is_told_a_few_times() {
    let said = checked(
        "a.json",
        format!("[{}]", vec![r#"{"number":1}"#; 500].join(",")),
    );
    assert_eq!((said.code, said.errors.lines().count()), (2, 11));
    assert!(
        said.errors
            .ends_with("a.json: 490 more issues cannot be read\n"),
        "{said}"
    );
}

#[test]
fn issues_come_through_a_pipe_one_by_one() {
    let mut text = "[".to_owned();
    for number in 1..=2000 {
        text += &LABELLED.replace("13", &number.to_string());
        text += ",\n";
    }
    text += ISSUE;
    text += "]";
    let said = Folder::new(&[]).check_input("--select invalid-version -", text);
    assert_eq!(said.errors, "1 error in 2001 drafts.\n");
}
