//! Selection ranges: what a selection grows to, step by step: a word, the value or the name that it belongs to, the entry or
//! the item, the block, what stands below a heading, all of the section, what that lies in, the body, the draft.

use super::headings::chapters;
use crate::syntax::{DirectiveKind, Draft, Envelope, ReleaseBlock};
use crate::template::Issue;
use crate::text::Range;

/// The signs that a word consists of beside letters and digits.
const WORD_SIGNS: &str = "_-";

/// What a selection at `offset` grows to, from the inside out. Each holds the one before and more; the last is the draft.
pub fn selection_ranges(issue: &Issue<'_>, offset: usize) -> Vec<Range> {
    let draft = issue.draft;
    let mut offset = offset.min(draft.text.len());
    while !draft.text.is_char_boundary(offset) {
        offset -= 1;
    }
    let mut steps: Vec<Range> = Vec::new();
    steps.extend(parts(issue));
    steps.push(word_at(draft, offset));
    lines_at(draft, offset, &mut steps);
    for fence in &draft.body.fences {
        steps.push(fence.range);
        steps.extend(between_lines(draft, fence.range));
    }
    for block in &draft.body.release_blocks {
        steps.push(block.range);
        steps.extend(entries(block));
    }
    for comment in &draft.body.comments {
        steps.extend([comment.range, comment.content.trimmed(&draft.text)]);
    }
    for chapter in chapters(issue) {
        let behind_heading = draft.full_line_at(chapter.heading.range.end).end;
        let content = Range::new(behind_heading.min(chapter.range.end), chapter.range.end);
        steps.extend([chapter.heading.text, chapter.heading.range]);
        steps.extend([
            content.trimmed(&draft.text),
            chapter.range.trimmed(&draft.text),
        ]);
    }
    if let Envelope::FrontMatter(front) = &draft.envelope {
        steps.extend([front.yaml.trimmed(&draft.text), front.range]);
    }
    steps.push(draft.body.range.trimmed(&draft.text));
    let whole = Range::new(0, draft.text.len());
    steps.push(whole);
    steps.retain(|step| step.touches(offset) && !step.is_empty());
    steps.sort_by_key(|step| step.len());
    let mut grown: Vec<Range> = Vec::new();
    for step in steps {
        let holds_last = grown
            .last()
            .is_none_or(|last| step.contains_range(*last) && step != *last);
        if holds_last {
            grown.push(step);
        }
    }
    if grown.is_empty() {
        grown.push(whole);
    }
    grown
}

/// The parts of lines that have a meaning of their own: keys and values, commands and labels, names and references.
fn parts(issue: &Issue<'_>) -> Vec<Range> {
    let draft = issue.draft;
    let mut parts = Vec::new();
    let blocks = draft.body.release_blocks.iter();
    for entry in blocks.flat_map(|block| &block.entries) {
        parts.extend(entry.key());
        parts.extend(entry.values());
        parts.push(entry.line.trimmed(&draft.text));
    }
    for command in &draft.body.commands {
        parts.extend([command.word, draft.first_line_of(command.range)]);
        parts.extend(command.arguments.iter().map(|argument| argument.range));
    }
    for command in &draft.body.plugin_commands {
        parts.extend([command.word, command.argument(&draft.text)]);
        parts.push(draft.first_line_of(command.range));
    }
    for directive in &draft.body.directives {
        match &directive.kind {
            DirectiveKind::Template { name } => parts.push(*name),
            DirectiveKind::Disable { rules, .. } | DirectiveKind::Enable { rules } => {
                parts.extend(rules);
            }
            DirectiveKind::Unknown { .. } => {}
        }
    }
    parts.extend(draft.envelope.labels().iter().map(|label| label.range));
    parts.extend(draft.envelope.title_range(&draft.text));
    let binaries = issue.binaries.iter();
    parts.extend(
        binaries
            .flat_map(|list| list.inline.iter().chain(&list.items))
            .map(|item| item.range),
    );
    for line in &issue.pull_requests {
        parts.extend(line.references.iter().map(|reference| reference.range));
        parts.push(line.item);
    }
    parts
}

/// The word at `offset`; where one ends and another begins, the second. Empty between blanks.
fn word_at(draft: &Draft, offset: usize) -> Range {
    let is_part = |sign: char| sign.is_alphanumeric() || WORD_SIGNS.contains(sign);
    let (before, behind) = draft.text.split_at(offset);
    let start = before.trim_end_matches(is_part).len();
    let end = offset + (behind.len() - behind.trim_start_matches(is_part).len());
    Range::new(start, end)
}

/// The line at `offset` without the mark of an item, with it, and the lines around it up to a blank line, a fence, a
/// heading, or the end of the body.
fn lines_at(draft: &Draft, offset: usize, steps: &mut Vec<Range>) {
    let text: &str = &draft.text;
    let line = draft.line_at(offset).trimmed(text);
    let words = draft.slice(line);
    if let Some(item) = ["- ", "* ", "+ ", "> "]
        .into_iter()
        .find_map(|mark| words.strip_prefix(mark))
    {
        steps.push(Range::new(line.end - item.len(), line.end).trimmed(text));
    }
    steps.push(line);
    if !draft.body.range.touches(line.start) || words.is_empty() {
        return;
    }
    let ends_block = |row: usize| {
        let line = draft.lines.line(text, row).trimmed(text);
        let words = draft.slice(line);
        words.is_empty()
            || words.starts_with(['#'])
            || words.starts_with("```")
            || words.starts_with("~~~")
            || !draft.body.range.contains_range(line)
    };
    let row = draft.lines.line_of(offset);
    if ends_block(row) {
        return;
    }
    let first = (0..row).rev().find(|row| ends_block(*row));
    let first = first.map_or(0, |before| before + 1);
    let count = draft.lines.line_count();
    let last = (row + 1..count).find(|row| ends_block(*row));
    let last = last.map_or(count, |behind| behind) - 1;
    let block = draft
        .lines
        .line(text, first)
        .cover(draft.lines.line(text, last));
    steps.push(block.trimmed(text));
}

/// The lines between the first and the last one of `range`.
fn between_lines(draft: &Draft, range: Range) -> Option<Range> {
    let lines: Vec<(Range, Range)> = draft.lines_of(range).collect();
    let [(_, first), .., (last, _)] = lines[..] else {
        return None;
    };
    (first.end < last.start).then(|| Range::new(first.end, last.start).trimmed(&draft.text))
}

/// The entries of a release block, without its fences.
fn entries(block: &ReleaseBlock) -> Option<Range> {
    let (first, last) = (block.entries.first()?, block.entries.last()?);
    Some(first.line.cover(last.line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editing::completion::testing::cursor;
    use crate::rules::testing::with_context;
    use expect_test::expect;
    use proptest::prelude::*;

    /// What the selection at the mark grows to, a line for each step but the last, which is always the draft.
    fn grown(fixture: &str) -> String {
        let (text, offset) = cursor(fixture);
        let steps = with_context(&text, |context| selection_ranges(context.issue, offset));
        let (last, steps) = steps.split_last().expect("at least the draft");
        assert_eq!(*last, Range::new(0, text.len()));
        let shown = steps
            .iter()
            .map(|step| format!("{:?}\n", &text.as_str()[*step]));
        shown.collect()
    }

    #[test]
    fn a_version_grows_to_its_entry_its_block_and_its_section() {
        expect![[r##"
            "36"
            "v1.36.2"
            "introduced-in=v1.36.2"
            "introduced-in=v1.36.2\nintroduced-in=v1.37.0"
            "```release\nintroduced-in=v1.36.2\nintroduced-in=v1.37.0\n```"
            "```release\nintroduced-in=v1.36.2\nintroduced-in=v1.37.0\n```\n\n## Symptoms\n\na"
            "# Title\n\n```release\nintroduced-in=v1.36.2\nintroduced-in=v1.37.0\n```\n\n## Symptoms\n\na"
        "##]].assert_eq(&grown(
            "# Title\n\n```release\nintroduced-in=v1.3$06.2\nintroduced-in=v1.37.0\n```\n\n## Symptoms\n\na\n",
        ));
    }

    #[test]
    fn an_item_grows_to_its_list_and_its_section() {
        expect![[r###"
            "140300"
            "#140300"
            "#140300 (release-1.36)"
            "- #140300 (release-1.36)"
            "- #140300 (release-1.36)\r\n- #140301"
            "- #140300 (release-1.36)\r\n- #140301\r\n\r\nMore."
            "## PRs\r\n\r\n- #140300 (release-1.36)\r\n- #140301\r\n\r\nMore."
            "## Impact\n\nb\n\n## PRs\r\n\r\n- #140300 (release-1.36)\r\n- #140301\r\n\r\nMore."
        "###]].assert_eq(&grown(
            "## Impact\n\nb\n\n## PRs\r\n\r\n- #1403$000 (release-1.36)\r\n- #140301\r\n\r\nMore.\r\n",
        ));
    }

    #[test]
    fn a_label_grows_to_its_command_and_the_commands_around_it() {
        expect![[r#"
            "node"
            "/sig node cli"
            "/priority critical-urgent\n/sig node cli"
            "/priority critical-urgent\n/sig node cli\n\ntext"
        "#]]
        .assert_eq(&grown(
            "/priority critical-urgent\n/sig no$0de cli\n\ntext\n",
        ));
    }

    #[test]
    fn words_in_code_comments_and_front_matter_grow_in_them() {
        expect![[r###"
            "all"
            "make all"
            "make all\n\nmake it"
            "```sh\nmake all\n\nmake it\n```"
            "## Impact\n\n```sh\nmake all\n\nmake it\n```"
        "###]]
        .assert_eq(&grown("## Impact\n\n```sh\nmake $0all\n\nmake it\n```\n"));
        expect![[r#"
            "unknown-label"
            "issue-ls-disable unknown-label"
            "<!-- issue-ls-disable unknown-label -->"
        "#]]
        .assert_eq(&grown("<!-- issue-ls-disable unknown-$0label -->\n"));
        expect![[r#"
            "bug"
            "kind/bug"
            "labels: kind/bug, sig/node"
            "labels: kind/bug, sig/node\ntitle: x"
            "---\nlabels: kind/bug, sig/node\ntitle: x\n---"
        "#]]
        .assert_eq(&grown(
            "---\nlabels: kind/$0bug, sig/node\ntitle: x\n---\n\ntext\n",
        ));
    }

    #[test]
    fn a_heading_grows_to_its_section_and_those_around_it() {
        expect![[r####"
            "Detail"
            "Detail one"
            "### Detail one"
            "### Detail one\n\nb"
            "a\n\n### Detail one\n\nb"
            "## Impact\n\na\n\n### Detail one\n\nb"
            "## Impact\n\na\n\n### Detail one\n\nb\n\n## PRs"
        "####]]
        .assert_eq(&grown(
            "## Impact\n\na\n\n### De$0tail one\n\nb\n\n## PRs\n",
        ));
    }

    #[test]
    fn nothing_and_blanks_grow_as_well() {
        assert_eq!(grown("$0"), "");
        assert_eq!(grown("a\n\n$0\n\nb"), "");
        let beyond = with_context("é", |context| selection_ranges(context.issue, usize::MAX));
        assert_eq!(beyond, [Range::new(0, 2)]);
    }

    proptest! {
        #[test]
        fn each_step_holds_the_one_before_and_the_place(
            text in "(\n|```release\n|```\n|introduced-in=v1.30.2|/sig node|<!--|-->|#{1,3} |Impact|---\n|#12|## PRs\n|- |> |[ \t\r\u{3000}a😀]){0,40}",
            at in 0.0..1.1f64,
        ) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a small number")]
            let offset = (text.len() as f64 * at) as usize;
            let steps = with_context(&text, |context| selection_ranges(context.issue, offset));
            let inside = offset.min(text.len());
            for pair in steps.windows(2) {
                prop_assert!(pair[1].contains_range(pair[0]) && pair[1] != pair[0]);
            }
            prop_assert_eq!(steps.last(), Some(&Range::new(0, text.len())));
            for step in steps {
                prop_assert!(text.get(step.start..step.end).is_some());
                prop_assert!(step.touches(inside) || !text.is_char_boundary(inside));
            }
        }
    }
}
