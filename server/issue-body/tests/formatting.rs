//! What formatting keeps, whatever the draft: what a person sees, what a machine reads, what the rules say, and every byte
//! of code, comments and envelope. comrak, a parser that shares no code with ours, tells what a person sees.

use std::collections::BTreeMap;

use issue_body::editing::formatting;
use issue_body::report::{Extract, extract};
use issue_body::rules::{Applicability, Finding, Levels, check, fix_all};
use issue_body::syntax::{Draft, Origin, VersionText, read_version};
use issue_body::text::{Edit, Range, apply_edits, split_lines};
use proptest::prelude::*;

use drafts::{draft, with_context};

mod drafts;

/// Whether a draft has a property.
type Property = Result<(), TestCaseError>;

fn edits(text: &str, range: Range) -> Vec<Edit> {
    formatting(&Draft::parse(text, Origin::File), range)
}

fn whole(text: &str) -> Range {
    Range::new(0, text.len())
}

/// `text` with line ends that every program knows.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The page that GitHub would show, but for the blanks in release blocks.
fn page(text: &str) -> String {
    let draft = Draft::parse(text, Origin::File);
    let mut options = comrak::Options::default();
    options.render.r#unsafe = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    // comrak takes an HTML tag that nothing follows, not even a line end, for text.
    let mut body = unix(draft.slice(draft.body.range));
    if !body.ends_with('\n') {
        body.push('\n');
    }
    let page = comrak::markdown_to_html(&body, &options);
    let mut in_block = false;
    let mut shown = String::new();
    for line in page.lines() {
        in_block |= line.contains("<code class=\"language-release\">");
        if in_block {
            shown.extend(line.split_whitespace());
        } else {
            shown.push_str(line);
            shown.push('\n');
        }
        in_block &= !line.contains("</code>");
    }
    shown
}

/// What a machine reads: all versions that an entry means, well written or not, and everything else that there is to
/// extract, but for the blanks of sections.
fn read(text: &str) -> (Vec<String>, Extract) {
    with_context(text, |context| {
        let draft = context.issue.draft;
        let entries = (draft.body.release_blocks.iter()).flat_map(|block| &block.entries);
        let versions = entries.flat_map(|entry| {
            let key = entry.meant_key(&draft.text);
            let values = entry.values().iter();
            values.filter_map(move |value| match read_version(draft.slice(*value)) {
                VersionText::Version(version) => Some(format!("{key:?} {version}")),
                VersionText::Unknown | VersionText::Invalid(_) => None,
            })
        });
        let mut extract = extract(context, false);
        for (_, section) in &mut extract.sections.0 {
            // How they look is told by the page.
            section.retain(|sign| !sign.is_whitespace());
        }
        (versions.collect(), extract)
    })
}

fn findings(text: &str) -> Vec<Finding> {
    with_context(text, |context| check(context, &Levels::default()))
}

/// How often each sentence is said.
fn sentences(text: &str) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for finding in findings(text) {
        let sentence = format!("{}: {}", finding.rule.name, finding.message);
        *count.entry(sentence).or_default() += 1;
    }
    count
}

/// The draft with its entries written as they have to be. One that is read at last can be found to be the same as another.
fn with_plain_entries(text: &str) -> String {
    let malformed = |text: &str| {
        let mut findings = findings(text);
        findings.retain(|finding| finding.rule.name == "malformed-release-entry");
        findings
    };
    fix_all(text, Applicability::Safe, malformed).text
}

/// What no formatter has to touch: the envelope, ordinary code and comments, and what Prow is told.
fn untouched(text: &str) -> Vec<String> {
    let draft = Draft::parse(text, Origin::File);
    let body = &draft.body;
    let around = [
        Range::new(0, body.range.start),
        Range::new(body.range.end, text.len()),
    ];
    let fences = body.fences.iter().map(|fence| fence.range);
    let comments = body.comments.iter().map(|comment| comment.range);
    let places = around.into_iter().chain(fences).chain(comments);
    let mut pieces: Vec<String> = places.map(|place| draft.slice(place).to_owned()).collect();
    let commands = body.commands.iter().flat_map(|command| &command.arguments);
    pieces.extend(commands.map(|argument| argument.label.clone()));
    let commands = body.plugin_commands.iter();
    pieces.extend(commands.map(|command| format!("{:?}", command.action)));
    pieces
}

fn meaning_stays(text: &str) -> Property {
    let formatted = apply_edits(text, &edits(text, whole(text)));
    // To comrak a stray end tag begins raw HTML, up to the next blank line, and the blank behind a link's definition
    // decides whether a list can follow at once. Not to CommonMark.
    if !text.contains("</pre>") && !text.contains("]:") {
        prop_assert_eq!(page(text), page(&formatted), "{}", formatted);
    }
    prop_assert_eq!(untouched(text), untouched(&formatted), "{}", formatted);
    let (versions, before) = read(text);
    let (versions_after, after) = read(&formatted);
    prop_assert_eq!(versions, versions_after, "{}", formatted);
    // An entry that only blanks kept from being read is read now; otherwise it is all the same.
    for (before, after) in [
        (&before.introduced_in, &after.introduced_in),
        (&before.resolved_in, &after.resolved_in),
    ] {
        let mut after = after.iter();
        prop_assert!(
            before
                .iter()
                .all(|version| after.any(|other| other == version))
        );
    }
    let plain = |extract: Extract| Extract {
        introduced_in: Vec::new(),
        resolved_in: Vec::new(),
        ..extract
    };
    prop_assert_eq!(plain(before), plain(after), "{}", formatted);
    Ok(())
}

/// The sentences that are said more often than before.
fn added(before: &str, after: &str) -> Vec<String> {
    let before = sentences(before);
    let after = sentences(after).into_iter();
    let added = after.filter(|(sentence, count)| before.get(sentence).unwrap_or(&0) < count);
    added.map(|(sentence, _)| sentence).collect()
}

fn nothing_more_is_found(text: &str, range: Range) -> Property {
    let formatted = apply_edits(text, &edits(text, range));
    let mut malformed = added(text, &formatted);
    malformed.retain(|sentence| sentence.starts_with("malformed-release-entry"));
    prop_assert_eq!(malformed, [""; 0], "{}", formatted);
    let added = added(&with_plain_entries(text), &with_plain_entries(&formatted));
    prop_assert_eq!(added, [""; 0], "{}", formatted);
    Ok(())
}

fn edits_are_small_and_come_to_rest(text: &str) -> Property {
    let edits = edits(text, whole(text));
    for edit in &edits {
        prop_assert!(text.get(edit.range.start..edit.range.end).is_some());
        for offset in [edit.range.start, edit.range.end] {
            let splits = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
            prop_assert!(!splits, "{edit:?}");
        }
        prop_assert!(&text[edit.range.start..edit.range.end] != edit.content.as_str());
        let replaced = &text[edit.range.start..edit.range.end];
        let is_blank = |text: &str| text.chars().all(|sign| sign.is_whitespace() || sign == '=');
        prop_assert!(is_blank(&edit.content) && is_blank(replaced), "{edit:?}");
    }
    for pair in edits.windows(2) {
        prop_assert!(pair[0].range.end < pair[1].range.start, "{pair:?}");
    }
    let formatted = apply_edits(text, &edits);
    prop_assert_eq!(
        self::edits(&formatted, whole(&formatted)),
        [],
        "{}",
        formatted
    );
    Ok(())
}

/// The lines of a part of a text.
fn rows(text: &str, from: usize, to: usize) -> Range {
    let lines: Vec<(Range, Range)> = split_lines(text, whole(text)).collect();
    let row = |number: usize| lines.get(number % (lines.len() + 1));
    let start = row(from).map_or(text.len(), |(content, _)| content.start);
    let end = row(to).map_or(text.len(), |(content, _)| content.end);
    Range::new(start.min(end), start.max(end))
}

/// Drafts with line ends of all kinds in one, and blanks where they may count.
fn mixed() -> impl Strategy<Value = String> {
    "(\n|\r|\r\n|\n\n\n| \n|  \n|\t\r\n|\\\\ \n|## |#|==|```release\n|introduced-in = v1\\.30\\.2|resolved-in=v1\\.31\\.4 |```\n|~~~\n|- |  |    |> |1\\. |/sig node|/sig |<!--|-->|<div>|<pre>|`|\\[a|\\]\\(b\\)|\\[a\\]: b|\\||[ \tax😀\u{3000}]){0,24}"
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_changes_no_meaning(text in prop_oneof![draft(), mixed()]) {
        meaning_stays(&text)?;
    }

    #[test]
    fn formatting_gives_no_new_finding(text in prop_oneof![draft(), mixed()]) {
        nothing_more_is_found(&text, whole(&text))?;
    }

    #[test]
    fn formatting_is_made_of_small_edits_and_comes_to_rest(text in prop_oneof![draft(), mixed()]) {
        edits_are_small_and_come_to_rest(&text)?;
    }

    #[test]
    fn a_part_is_formatted_inside_itself(text in prop_oneof![draft(), mixed()], from in 0_usize..60, to in 0_usize..60) {
        let range = rows(&text, from, to);
        let part = edits(&text, range);
        let whole = edits(&text, whole(&text));
        for edit in &part {
            prop_assert!(range.contains_range(edit.range) && whole.contains(edit));
        }
        nothing_more_is_found(&text, range)?;
    }
}

#[test]
fn what_broke_once_holds() {
    const BROKEN_ONCE: &[&str] = &[
        "resolved-in=v1.31.4 \n",
        "/sig \n> ",
        "/sig \n\n```release\nintroduced-in=v1.30.2\n```\n",
        "- <!--",
        "- <pre>```\n## ",
        "/milestone \r\n\r\n",
        "## - ```\n\r\n\r/sig node> ",
        "```release\nintroduced-in=1.30.2\nresolved-in: v1.31.4\n```\n```release\nintroduced-in=v1.30.2\n\n- ```release\n  introduced-in=1.30.2\n  ```\n",
        "/milestone \r\r## Symptoms\rWhat users are experiencing\r/kind bug\r/area ha\r",
    ];
    let properties: [fn(&str) -> Property; 3] = [
        meaning_stays,
        |text| nothing_more_is_found(text, whole(text)),
        edits_are_small_and_come_to_rest,
    ];
    for text in BROKEN_ONCE {
        for property in properties {
            if let Err(error) = property(text) {
                panic!("{text:?}: {error}");
            }
        }
    }
}
