//! Folding: what of a draft can be folded into its first line.

use super::headings::chapters;
use crate::syntax::Draft;
use crate::template::Issue;
use crate::text::Range;

/// Something that can be folded into its first line. It has more than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// From its first byte to the end of its last line that is not blank.
    pub range: Range,
    /// What it is.
    pub kind: FoldKind,
}

/// What is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// A heading with all that lies below it.
    Section,
    /// A code block or a release block, with its fences.
    Fence,
    /// An HTML comment.
    Comment,
    /// `<details>` up to its end tag.
    Details,
    /// The front matter.
    FrontMatter,
}

/// What can be folded in a draft, in order of place. Two folds lie one in the other, or apart, and begin in lines of their
/// own.
pub fn folds(issue: &Issue<'_>) -> Vec<Fold> {
    let draft = issue.draft;
    let body = &draft.body;
    let fold = |range: Range, kind| Fold { range, kind };
    let mut folds: Vec<Fold> = Vec::new();
    let front_matter = draft.envelope.front_matter();
    folds.extend(front_matter.map(|front| fold(front.range, FoldKind::FrontMatter)));
    let chapters = chapters(issue).into_iter();
    folds.extend(chapters.map(|chapter| fold(chapter.range, FoldKind::Section)));
    let blocks = body.release_blocks.iter().map(|block| block.range);
    let fences = body.fences.iter().map(|fence| fence.range);
    folds.extend(
        blocks
            .chain(fences)
            .map(|range| fold(range, FoldKind::Fence)),
    );
    let comments = body.comments.iter();
    folds.extend(comments.map(|comment| fold(comment.range, FoldKind::Comment)));
    folds.extend(
        details(draft)
            .into_iter()
            .map(|range| fold(range, FoldKind::Details)),
    );
    for fold in &mut folds {
        let content = draft.slice(fold.range);
        fold.range.end = fold.range.start + content.trim_end().len();
    }
    folds.sort_by_key(|fold| (fold.range.start, usize::MAX - fold.range.end));
    let mut apart: Vec<Fold> = Vec::with_capacity(folds.len());
    let mut open: Vec<Range> = Vec::new();
    let mut last_row = None;
    for mut fold in folds {
        while open.pop_if(|last| last.end <= fold.range.start).is_some() {}
        if let Some(around) = open.last() {
            fold.range.end = fold.range.end.min(around.end);
        }
        let row = draft.lines.line_of(fold.range.start);
        if Some(row) == last_row || draft.lines.line_of(fold.range.end) == row {
            continue;
        }
        last_row = Some(row);
        open.push(fold.range);
        apart.push(fold);
    }
    apart
}

/// The `<details>` whose tags begin and end lines, outside code and comments; the parser leaves HTML alone. One that is
/// never closed is none.
fn details(draft: &Draft) -> Vec<Range> {
    let begins = |line: &str, tag: &str| {
        let name = line.get(..tag.len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(tag))
            && !line[tag.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '-')
    };
    let mut open = Vec::new();
    let mut found = Vec::new();
    for (line, _) in draft.lines_of(draft.body.range) {
        let line = line.trimmed(&draft.text);
        let content = draft.slice(line);
        let is_opening = begins(content, "<details");
        let end_tag = content.len().checked_sub("</details>".len());
        let is_closing = begins(content, "</details")
            || end_tag
                .and_then(|start| content.get(start..))
                .is_some_and(|tag| tag.eq_ignore_ascii_case("</details>"));
        if !(is_opening || is_closing) || draft.body.is_hidden(line.start) {
            continue;
        }
        if is_opening {
            open.push(line.start);
        }
        if is_closing && let Some(start) = open.pop() {
            found.push(Range::new(start, line.end));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::with_context;
    use expect_test::expect;
    use proptest::prelude::*;

    /// A line for each fold: its kind, its first and its last line.
    fn folded(text: &str) -> String {
        let folds = with_context(text, |context| folds(context.issue));
        let shown = folds.iter().map(|fold| {
            let lines: Vec<&str> = text[fold.range].split(['\n', '\r']).collect();
            let (first, last) = (lines[0], lines[lines.len() - 1]);
            format!("{:?}: {first} … {last}\n", fold.kind)
        });
        shown.collect()
    }

    #[test]
    fn sections_blocks_comments_and_details_fold() {
        let draft = "---\ntitle: x\n---\n\n```release\nintroduced-in=v1.30.2\n```\n\n<!-- one line -->\n<!-- two\nlines -->\n\n## Symptoms\n\n<details>\n<summary>Log</summary>\n\n~~~ log\na\n~~~\n\n<Details open>\nb</DETAILS>\n\n</details>\n\n### More\n\nc\n\n## Impact\n\n## Resolution\n\nd\n\n";
        expect![[r#"
            FrontMatter: --- … ---
            Fence: ```release … ```
            Comment: <!-- two … lines -->
            Section: ## Symptoms … c
            Details: <details> … </details>
            Fence: ~~~ log … ~~~
            Details: <Details open> … b</DETAILS>
            Section: ### More … c
            Section: ## Resolution … d
        "#]]
        .assert_eq(&folded(draft));
        // Whatever ends the lines.
        assert_eq!(folded(&draft.replace('\n', "\r")), folded(draft));
        assert_eq!(folded(&draft.replace('\n', "\r\n")), folded(draft));
    }

    #[test]
    fn what_crosses_is_cut_and_what_never_ends_is_left_alone() {
        expect![[r##"
            Section: ## Symptoms … a
            Details: <details> … a
            Section: ## Impact … <details>
        "##]]
        .assert_eq(&folded(
            "## Symptoms\n\n<details>\na\n\n## Impact\n\n</details>\n\n<details>\n",
        ));
    }

    #[test]
    fn details_in_code_and_comments_are_text() {
        expect![[r#"
            Fence: ``` … ```
            Comment: <!-- … -->
        "#]]
        .assert_eq(&folded(
            "```\n<details>\n```\n<!--\n<details>\n-->\n`<details>`\n<details-list>\n</details>\n",
        ));
    }

    #[test]
    fn one_line_does_not_fold_and_begins_one_fold_only() {
        assert_eq!(
            folded("## Symptoms\n<!-- x -->\n"),
            "Section: ## Symptoms … <!-- x -->\n"
        );
        assert_eq!(folded("- ## Symptoms\n"), "");
        assert_eq!(
            folded("<details> <!-- a\nb -->\nc\n</details>\n"),
            "Details: <details> <!-- a … </details>\n"
        );
    }

    proptest! {
        #[test]
        fn folds_lie_one_in_the_other_or_apart(
            text in "(\n|#{1,3} |Symptoms|---|```release\n|```\n|<!--|-->|<details>|</details>|> |- |[ \t\r\u{3000}a😀]){0,40}",
        ) {
            let folds = with_context(&text, |context| folds(context.issue));
            for (place, fold) in folds.iter().enumerate() {
                prop_assert!(text.as_str()[fold.range].contains(['\n', '\r']));
                for other in &folds[place + 1..] {
                    prop_assert!(fold.range.start < other.range.start);
                    prop_assert!(
                        fold.range.contains_range(other.range) || fold.range.end <= other.range.start
                    );
                }
            }
        }
    }
}
