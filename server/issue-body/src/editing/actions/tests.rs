//! Tests of the code actions: a draft with a cursor (`$0`) or a selection (`$0…$0`), the menu there, and the draft after
//! one of its entries. A test names the rules that it is about, so that a draft may be short.

use expect_test::{Expect, expect};

use super::*;
use crate::rules::RULES;
use crate::rules::testing::{all_findings, with_context};
use crate::syntax::{Draft, Origin};
use crate::template::{Template, plain};
use crate::text::{apply_edits, overlaps};

const ALL: &[&str] = &[];
const VERSION: &[&str] = &["invalid-version"];
const LABEL: &[&str] = &["unknown-label"];
const SECTION: &[&str] = &["missing-section"];

/// The draft without its marks, and what they mark.
fn marked(text: &str) -> (String, Range) {
    let start = text.find("$0").expect("a mark");
    let rest = text.replacen("$0", "", 1);
    let end = rest.find("$0").unwrap_or(start);
    (rest.replacen("$0", "", 1), Range::new(start, end))
}

/// The findings of `rules`, or of all where none is named.
fn findings_of(rules: &[&str], text: &str) -> Vec<Finding> {
    let mut findings = all_findings(text);
    findings.retain(|finding| rules.is_empty() || rules.contains(&finding.rule.name));
    findings
}

fn menu_at(rules: &[&str], text: &str, range: Range) -> Vec<Action> {
    let findings = findings_of(rules, text);
    with_context(text, |context| actions(context, &findings, range))
}

/// The menu at the mark, one action a line; `*` marks the preferred ones.
fn menu(rules: &[&str], text: &str) -> String {
    let (text, range) = marked(text);
    let actions = menu_at(rules, &text, range);
    let lines = actions.iter().map(|action| {
        let mark = if action.preferred { "*" } else { "" };
        format!("{}{mark}: {}\n", action.kind.name(), action.title)
    });
    lines.collect()
}

fn apply(text: &str, action: &Action) -> String {
    match &action.change {
        Change::Edits(edits) => {
            for (place, edit) in edits.iter().enumerate() {
                assert!(!edits[..place].iter().any(|other| overlaps(edit, other)));
            }
            apply_edits(text, edits)
        }
        Change::Skeleton { offset, parts } => {
            apply_edits(text, &[Edit::insert(*offset, plain(parts, "\n"))])
        }
    }
}

/// The draft after the first action whose title begins with `title`.
fn after(rules: &[&str], text: &str, title: &str) -> String {
    let (text, range) = marked(text);
    let menu = menu_at(rules, &text, range);
    let action = menu.iter().find(|action| action.title.starts_with(title));
    apply(
        &text,
        action.unwrap_or_else(|| panic!("no `{title}` in {text:?}: {menu:#?}")),
    )
}

fn check_ignored(rules: &[&str], text: &str, expected: Expect) {
    expected.assert_eq(&after(rules, text, "Ignore"));
}

const SECTIONS: &str = "## Symptoms\n\na\n\n## Root cause\n\nb\n\n## Impact\n\nc\n\n## Resolution\n\nd\n\n## PRs\n\n- #1\n";

#[test]
fn a_fix_is_offered_over_the_whole_span_of_its_finding() {
    for (entry, is_offered) in [
        ("introduced-in=$01.31.2", true),
        ("introduced-in=1.3$01.2", true),
        ("introduced-in=1.31.2$0", true),
        ("intro$0duced-in=1.31$0.2", true),
        ("introduced-in$0=1.31.2", false),
    ] {
        let menu = menu(VERSION, &format!("😀\n```release\n{entry}\n```\n"));
        let fix = "quickfix*: Write `v1.31.2`\n";
        let ignore = "quickfix: Ignore `invalid-version` for this block\n";
        let expected = if is_offered {
            format!("{fix}{ignore}")
        } else {
            String::new()
        };
        assert_eq!(menu, expected, "{entry}");
    }
}

#[test]
fn a_fix_with_places_to_fill_in_keeps_them() {
    let (text, range) = marked("$0## Symptoms\r\n\r\na\r\n");
    let menu = menu_at(SECTION, &text, range);
    let Change::Skeleton { offset, parts } = &menu[0].change else {
        panic!("{menu:#?}")
    };
    assert_eq!(*offset, text.len());
    assert!(parts.iter().any(|part| matches!(part, Part::Blank { .. })));
    assert_eq!(menu[0].finding, Some(0));
}

#[test]
fn a_finding_in_prose_is_ignored_at_the_end_of_its_line() {
    check_ignored(
        SECTION,
        "$0It broke,  \nand badly 😀.",
        expect![[r#"
            It broke, <!-- issue-ls-disable-line missing-section -->  
            and badly 😀."#]],
    );
}

#[test]
fn a_command_is_ignored_from_the_line_above() {
    assert_eq!(
        after(LABEL, "text\r\n/sig n$0odd\r\n", "Ignore"),
        "text\r\n<!-- issue-ls-disable-next-line unknown-label -->\r\n/sig nodd\r\n"
    );
}

#[test]
fn an_entry_is_ignored_around_its_block_and_a_second_rule_joins_the_first() {
    let once = after(
        VERSION,
        "a\n```release\nintroduced-in=1.3$01\n```",
        "Ignore",
    );
    expect![[r#"
        a
        <!-- issue-ls-disable invalid-version -->
        ```release
        introduced-in=1.31
        ```
        <!-- issue-ls-enable invalid-version -->"#]]
    .assert_eq(&once);
    check_ignored(
        VERSION,
        "<!-- issue-ls-disable unknown-label -->\n```release\nintroduced-in=1.3$01\n```\n<!-- issue-ls-enable unknown-label -->\n",
        expect![[r#"
            <!-- issue-ls-disable unknown-label invalid-version -->
            ```release
            introduced-in=1.31
            ```
            <!-- issue-ls-enable unknown-label invalid-version -->
        "#]],
    );
}

#[test]
fn blocks_in_quotes_and_lists_stay_in_them() {
    check_ignored(
        VERSION,
        "> text\n> ```release\n> introduced-in=1.3$01\n> ```\n> text\n",
        expect![[r#"
            > text
            > <!-- issue-ls-disable invalid-version -->
            > ```release
            > introduced-in=1.31
            > ```
            > <!-- issue-ls-enable invalid-version -->
            > text
        "#]],
    );
    check_ignored(
        VERSION,
        "- text\n\n  ```release\n  introduced-in=1.3$01\n  ```\n",
        expect![[r#"
            - text

              <!-- issue-ls-disable invalid-version -->
              ```release
              introduced-in=1.31
              ```
              <!-- issue-ls-enable invalid-version -->
        "#]],
    );
}

#[test]
fn a_comment_that_covers_the_line_takes_a_second_rule() {
    check_ignored(
        LABEL,
        "<!-- issue-ls-disable-next-line missing-section -->\n/sig n$0odd\n",
        expect![[r#"
            <!-- issue-ls-disable-next-line missing-section unknown-label -->
            /sig nodd
        "#]],
    );
}

#[test]
fn what_is_absent_is_ignored_on_the_first_line_of_the_body() {
    for (text, expected) in [
        ("$0", "<!-- issue-ls-disable-line missing-section -->"),
        (
            "\u{feff}$0```release\nintroduced-in=v1.31.2\n```\n",
            "\u{feff}<!-- issue-ls-disable-line missing-section -->\n```release\nintroduced-in=v1.31.2\n```\n",
        ),
        (
            "---\ntitle: x\n---\n$0## Other\n",
            "---\ntitle: x\n---\n## Other <!-- issue-ls-disable-line missing-section -->\n",
        ),
        (
            "---\ntitle: x\n---$0",
            "---\ntitle: x\n---\n<!-- issue-ls-disable-line missing-section -->",
        ),
    ] {
        assert_eq!(after(SECTION, text, "Ignore"), expected, "{text:?}");
    }
}

#[test]
fn a_comment_that_would_change_a_command_stands_elsewhere() {
    for (text, expected) in [
        (
            "$0/signode",
            "<!-- issue-ls-disable-line missing-section -->\n/signode",
        ),
        (
            "$0/assign @a,\n",
            "<!-- issue-ls-disable-line missing-section -->\n/assign @a,\n",
        ),
        (
            "---\n]\n---\n$0/retitle\n",
            "---\n]\n---\n<!-- issue-ls-disable-line missing-section -->\n/retitle\n",
        ),
    ] {
        assert_eq!(after(SECTION, text, "Ignore"), expected, "{text:?}");
    }
}

#[test]
fn nothing_in_the_envelope_can_be_ignored() {
    assert_eq!(
        menu(LABEL, "---\nlabels: [sig/n$0odd]\n---\n"),
        "quickfix*: Write `sig/node`\nrefactor.rewrite.issue-ls: Insert the template `Kubernetes patch release`\nrefactor.rewrite.issue-ls: Insert the template `Kubernetes patch release` (security fix)\n"
    );
}

#[test]
fn fix_all_is_one_set_of_small_edits() {
    let text = "```release\r\nintroduced-in=1.31.2\r\n```\r\n😀\r\n/sig nod\r\n";
    let check = |text: &str| findings_of(&["invalid-version", "unknown-label"], text);
    let fix_all = |text: &str| fix_all_action(text, check);
    let action = fix_all(text).expect("there is something to fix");
    let label = text.find("nod").expect("it is there") + 3;
    assert_eq!(
        action.change,
        Change::Edits(vec![Edit::insert(26, "v"), Edit::insert(label, "e")])
    );
    assert_eq!(fix_all(&apply(text, &action)), None);
}

#[test]
fn everything_missing_is_inserted_at_once() {
    let text = "$0## Symptoms\n\na\n\n## Impact\n\nc\n";
    expect![[r###"
        ## Symptoms

        a

        ## Root cause

        <!-- Explain what goes wrong and in which components, and list the binaries that carry it. -->

        Binaries:
        - <!-- kubelet -->

        ## Impact

        c

        ## Resolution

        <!-- Describe the fix, or the plan for it, and any workaround until then. -->

        ## PRs

        <!-- List the fix and its cherry picks, one a line: - #23456 or - #23457 (release-1.36). -->
    "###]]
    .assert_eq(&after(SECTION, text, "Insert all missing parts"));
    let whole = menu(SECTION, &format!("$0{SECTIONS}"));
    assert_eq!(whole, "");
}

#[test]
fn a_skeleton_is_offered_where_the_template_left_no_trace_yet() {
    expect![[r#"
        refactor.rewrite.issue-ls: Insert the template `Kubernetes patch release`
        refactor.rewrite.issue-ls: Insert the template `Kubernetes patch release` (security fix)
    "#]]
    .assert_eq(&menu(LABEL, "some notes 😀$0"));
    let text = after(LABEL, "---\r\ntitle: x\r\n---$0", "Insert the template");
    assert!(text.starts_with("---\r\ntitle: x\r\n---\r\n```release\r\nintroduced-in="));
    let text = after(LABEL, "some notes 😀$0", "Insert the template");
    assert!(text.starts_with("some notes 😀\n\n```release\nintroduced-in="));
    for text in [
        "$0## Impact\n",
        "$0```release\n```\n",
        "$0The owner is working with the product security team on a resolution.\n",
    ] {
        assert!(!menu(LABEL, text).contains("Insert the template"), "{text}");
    }
}

#[test]
fn a_skeleton_in_an_unrecognised_document_makes_it_a_draft() {
    for text in ["", "\u{feff}\r\n\r\n"] {
        let draft = Draft::parse(text, Origin::File);
        let templates = Template::built_in();
        let actions = skeleton_actions(&draft, &templates);
        assert_eq!(actions.len(), 2);
        for action in &actions {
            let written = Draft::parse(apply(text, action), Origin::File);
            let selection = crate::template::select(&written, &templates, Default::default());
            assert!(selection.is_some(), "{}", written.text);
        }
    }
    let prose = Draft::parse("notes", Origin::File);
    assert_eq!(skeleton_actions(&prose, &Template::built_in()), []);
}

/// The bad example of every rule, alone and in surroundings that move it. The one that is too long on purpose shows
/// nothing new and takes long.
fn bad_drafts() -> Vec<String> {
    let rules = RULES.iter().filter(|rule| !rule.is_about_forms());
    let examples = rules.map(|rule| rule.page.bad);
    examples
        .filter(|bad| bad.len() < 5_000)
        .flat_map(|bad| {
            let unended = bad.trim_end_matches('\n');
            let in_front_matter = bad.starts_with("---");
            let surrounded = format!("---\ntitle: 😀\n---\n{bad}");
            let mut drafts = vec![
                bad.to_owned(),
                unended.to_owned(),
                bad.replace('\n', "\r\n"),
                format!("\u{feff}{bad}"),
            ];
            if !in_front_matter {
                drafts.push(surrounded);
                drafts.push(format!("😀 prose\n{bad}"));
                drafts.push(format!("{bad}\n{SECTIONS}"));
            }
            drafts
        })
        .collect()
}

#[test]
fn every_quick_fix_mends_its_finding_and_every_finding_in_the_body_can_be_ignored() {
    for text in bad_drafts() {
        let findings = all_findings(&text);
        let menu = menu_at(ALL, &text, Range::new(0, text.len()));
        // How many findings of a rule there are, and how many of them have a fix.
        let count = |findings: &[Finding], rule: &str| {
            let same = findings.iter().filter(|finding| finding.rule.name == rule);
            let fixable = same.clone().filter(|finding| finding.fix.is_some());
            (same.count(), fixable.count())
        };
        for action in &menu {
            let Some(place) = action.finding else {
                continue;
            };
            let written = apply(&text, action);
            let rule = findings[place].rule.name;
            // A skeleton that a fix puts in may be reported until a person fills it.
            let (before, after) = (count(&findings, rule), count(&all_findings(&written), rule));
            assert!(
                after.0 < before.0 || after.1 < before.1,
                "{}\n{text}\n----\n{written}",
                action.title
            );
        }
        let body = Draft::parse(text.as_str(), Origin::File).body.range;
        for finding in findings.iter().take(IGNORE_LIMIT) {
            let title = format!("Ignore `{}`", finding.rule.name);
            let can = menu.iter().any(|action| action.title.starts_with(&title));
            assert_eq!(
                can,
                body.touches(finding.range.start),
                "{title} in {text:?}"
            );
        }
    }
}

const RESOLVE: &str = "Add `resolved-in` for every affected supported branch";

#[test]
fn the_fix_is_named_on_every_branch_that_waits_for_it() {
    expect![[r#"
        ```release
        introduced-in=v1.34.2
        ```

        ```release
        resolved-in=v1.37.1
        resolved-in=v1.36.5
        resolved-in=v1.35.9
        resolved-in=v1.34.12
        ```

        ## Symptoms
    "#]]
    .assert_eq(&after(
        LABEL,
        "```release\nintroduced-in=v1.34.2\n```\n\n## Sympt$0oms\n",
        RESOLVE,
    ));
    assert_eq!(
        after(
            LABEL,
            "$0```release\r\nintroduced-in=v1.35.2\r\nresolved-in=v1.36.5\r\n```\r\n",
            RESOLVE
        ),
        "```release\r\nintroduced-in=v1.35.2\r\nresolved-in=v1.37.1\r\nresolved-in=v1.36.5\r\nresolved-in=v1.35.9\r\n```\r\n"
    );
    expect![[r#"
        refactor.rewrite.issue-ls: Add `resolved-in` for every affected supported branch (1.37, 1.36)
    "#]]
    .assert_eq(&menu(LABEL, "```release\nintroduced-in=v1.36.0$0\n```\n"));
}

#[test]
fn where_nothing_waits_or_nothing_is_said_no_fix_is_offered() {
    for text in [
        "$0",
        "$0```release\n```\n",
        "$0```release\nintroduced-in=v1.36.\n```\n",
        "$0```release\nintroduced-in=vX.Y.Z\nresolved-in=vX.Y.Z\n```\n",
        "$0```release\nintroduced-in=v1.37.0\nresolved-in=v1.37.1\n```\n",
        "$0```release\nintroduced-in=v1.35.2\nresolved-in=v1.36.0\nresolved-in=v1.35.3\n```\n",
    ] {
        assert!(!menu(LABEL, text).contains(RESOLVE), "{text}");
    }
    let (text, range) = marked("$0```release\nintroduced-in=v1.34.2\n```\n");
    let without_releases = with_context(&text, |context| {
        let catalog = crate::catalog::Catalog {
            releases: None,
            ..context.catalog.clone()
        };
        let context = Context {
            catalog: &catalog,
            ..*context
        };
        actions(&context, &[], range)
    });
    assert_eq!(without_releases, []);
}
