//! Headings and fences are where CommonMark says: random Markdown is read by this crate and by comrak, a parser that
//! shares no code with ours, and both must find the same.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use issue_body::syntax::{Closing, Draft, Origin, ReleaseBlock};
use issue_body::text::split_lines;
use proptest::prelude::*;

/// A heading as both parsers can tell it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Heading {
    /// The row of its last line, from 0. (comrak counts link definitions above an underlined heading to it.)
    row: usize,
    level: u8,
    setext: bool,
    nested: bool,
    /// Its words without blanks and backticks. (How many blanks there are in code over several lines is nobody's concern,
    /// and comrak misses code behind an unpaired run of backticks.)
    name: String,
}

/// A fenced block as both parsers can tell it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Fence {
    /// The rows of its first and last line, from 0.
    rows: (usize, usize),
    /// Without blanks and backslashes: a release block keeps its info string as written.
    info: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Structure {
    headings: Vec<Heading>,
    fences: Vec<Fence>,
}

/// The first and the last row of a fence, without blank lines at its end. A fence that is never closed has such lines;
/// whether they still belong to the quote or the item around it cannot be seen in a rendered page, and comrak's positions
/// leave them out.
fn used_rows(draft: &Draft, first: usize, last: usize) -> (usize, usize) {
    let is_used = |row: &usize| {
        let line = draft.slice(draft.lines.line(&draft.text, *row));
        !line
            .trim_matches(|character: char| character.is_whitespace() || character == '>')
            .is_empty()
    };
    let last = (first..=last).rev().find(is_used).unwrap_or(first);
    (first, last)
}

fn plain_name(name: &str) -> String {
    without_blanks(&name.replace('`', ""))
}

fn plain_info(info: &str) -> String {
    without_blanks(&info.replace('\\', ""))
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What this crate finds between two rows.
fn ours(draft: &Draft, rows: Range<usize>) -> Structure {
    let row = |offset| draft.lines.line_of(offset);
    let headings = draft.body.headings.iter().map(|heading| Heading {
        row: row(heading.range.end),
        level: heading.level,
        setext: heading.setext,
        nested: heading.nested,
        name: plain_name(&heading.name),
    });
    let fences = draft.body.fences.iter().map(|fence| Fence {
        rows: used_rows(draft, row(fence.range.start), row(fence.range.end)),
        info: plain_info(&fence.info),
    });
    let blocks = draft.body.release_blocks.iter().map(|block| Fence {
        rows: used_rows(draft, row(block.range.start), row(block.range.end)),
        info: plain_info(draft.slice(block.info)),
    });
    let mut fences: Vec<Fence> = fences.chain(blocks).collect();
    fences.retain(|fence| rows.contains(&fence.rows.0));
    fences.sort();
    Structure {
        headings: headings
            .filter(|heading| rows.contains(&heading.row))
            .collect(),
        fences,
    }
}

/// What comrak finds before the row `end`, if it reads the draft from the row `start` on.
fn theirs(draft: &Draft, rows: Range<usize>) -> Structure {
    let arena = Arena::new();
    let start = draft.lines.line_with_end(rows.start).start;
    let start = start.max(draft.body.range.start);
    // comrak would take a BOM off the very first line, and it takes a lone `\r` behind an info string and the `\n` of an
    // empty line below for one line end.
    let source = format!("\n{}", &draft.text[start..draft.body.range.end])
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let root = parse_document(&arena, &source, &Options::default());
    let mut structure = Structure {
        headings: Vec::new(),
        fences: Vec::new(),
    };
    for node in root.descendants() {
        let data = node.data();
        // Lines count from 1, and there is one more above. An empty document stands on line 0.
        let row = |line: usize| (rows.start + line).saturating_sub(2);
        let (first, last) = (row(data.sourcepos.start.line), row(data.sourcepos.end.line));
        if first >= rows.end {
            continue;
        }
        match &data.value {
            NodeValue::Heading(heading) => structure.headings.push(Heading {
                row: last,
                level: heading.level,
                setext: heading.setext,
                nested: node.ancestors().skip(1).any(is_container),
                name: words(node),
            }),
            NodeValue::CodeBlock(block) if block.fenced => {
                // comrak's end of a fence that ends with the item around it is not exact; its number of lines is.
                let literal = issue_body::text::Range::new(0, block.literal.len());
                let last = match block.closed {
                    true => last,
                    false => first + split_lines(&block.literal, literal).count(),
                };
                structure.fences.push(Fence {
                    rows: used_rows(draft, first, last),
                    info: plain_info(&block.info),
                });
            }
            _ => {}
        }
    }
    structure.headings.sort();
    structure.fences.sort();
    structure
}

/// Whether this crate ends the block elsewhere than CommonMark does, on purpose: its fence was forgotten, or is too short.
fn is_mended(block: &ReleaseBlock) -> bool {
    !block.nested && (!matches!(block.closing, Closing::Fence(_)) || block.fence.len() < 3)
}

/// Both parsers must find the same up to the first block that ours mends. Behind that block, the rest must read as if
/// the draft began there.
fn compare(text: &str) -> Result<(), TestCaseError> {
    let draft = Draft::parse(text, Origin::File);
    let row = |offset| draft.lines.line_of(offset);
    let mut start = row(draft.body.range.start);
    let mended = draft.body.release_blocks.iter();
    for block in mended.filter(|block| is_mended(block)) {
        let rows = start..row(block.range.start);
        prop_assert_eq!(
            ours(&draft, rows.clone()),
            theirs(&draft, rows),
            "{:?}",
            text
        );
        start = row(block.range.end) + 1;
    }
    let rows = start..draft.lines.line_count();
    prop_assert_eq!(
        ours(&draft, rows.clone()),
        theirs(&draft, rows),
        "{:?}",
        text
    );
    Ok(())
}

fn is_container<'arena>(node: &'arena AstNode<'arena>) -> bool {
    matches!(
        node.data().value,
        NodeValue::BlockQuote | NodeValue::Item(_)
    )
}

fn words<'arena>(heading: &'arena AstNode<'arena>) -> String {
    let mut words = String::new();
    for node in heading.descendants() {
        match &node.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
            _ => {}
        }
    }
    plain_name(&words)
}

/// Whether the text holds one of the few things on which the two parsers are known to differ.
fn has_known_difference(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let whole = issue_body::text::Range::new(0, text.len());
    let lines: Vec<&str> = split_lines(text, whole)
        .map(|(line, _)| &text[line])
        .collect();
    // Quotes, items, and what may continue an item.
    let is_nested = |line: &&str| line.starts_with(['>', '-', '*', '1', ' ', '\t']);
    let blanks = [' ', '\t'];

    // comrak, like cmark, lets a single tag (an HTML block of the seventh kind) interrupt a paragraph that a line goes
    // on with lazily; CommonMark says that this kind cannot interrupt a paragraph.
    let is_tag = |line: &&str| {
        let content = line.trim_start_matches([' ', '\t', '>']);
        content.starts_with("</pre>") || content.starts_with("<a>")
    };
    let mut paragraphs = lines.split(|line| line.trim_matches(blanks).is_empty());
    let interrupts_lazily = |paragraph: &[&str]| {
        let container = paragraph.iter().position(is_nested);
        container.is_some_and(|at| paragraph[at + 1..].iter().any(is_tag))
    };

    // comrak forgets an item that holds nothing but a link definition at the second blank line behind it, and lets no
    // `---` behind a definition be a break.
    let is_definition = |line: &&str| line.contains("[a]:");
    let is_rule = |line: &str| line.trim_matches(blanks).starts_with(['-', '=']);
    let nests_definition = lines
        .iter()
        .any(|line| is_definition(line) && is_nested(line));
    let underlines_definition = lines
        .windows(2)
        .any(|pair| is_definition(&pair[0]) && is_rule(pair[1]));

    // comrak, like cmark, goes on with an empty item behind a blank line that holds blanks; CommonMark says that an item
    // begins with one blank line at most.
    let is_empty_item = |line: &str| {
        let content = line.trim_end_matches(blanks);
        is_nested(&line) && content.ends_with(['-', '*', '.', ')'])
    };
    let goes_on_empty = lines.windows(2).any(|pair| {
        is_empty_item(pair[0]) && !pair[1].is_empty() && pair[1].trim_matches(blanks).is_empty()
    });

    // pulldown-cmark takes the first three columns of a tab before `>` for the three blanks that CommonMark allows there.
    let quotes_behind_tab = lines.iter().any(|line| {
        let content = line.trim_start_matches([' ', '\t', '>']);
        line[..line.len() - content.len()].contains("\t>")
    });

    // pulldown-cmark ends `<script>` at `</script>` alone, CommonMark at `</pre>` as well. At top level that is mended; in
    // a quote or an item it is not.
    let is_script = |line: &&str| is_nested(line) && line.contains("<script>");
    let ends_script_otherwise = lines.iter().any(is_script) && text.contains("</pre>");

    paragraphs.any(interrupts_lazily)
        || nests_definition
        || underlines_definition
        || goes_on_empty
        || quotes_behind_tab
        || ends_script_otherwise
}

fn markdown() -> impl Strategy<Value = String> {
    let prefix = prop::sample::select(vec![
        "", "", "", "", " ", "   ", "    ", "\t", "> ", ">", ">\t", "- ", "* ", "1. ", "10) ",
        "  ", "-\t", "   > ",
    ]);
    let content = prop::sample::select(vec![
        "",
        "",
        "text",
        "# a",
        "## b ##",
        "### c #",
        "#",
        "####### no",
        "#no",
        "===",
        "---",
        "=",
        "- - -",
        "***",
        "```",
        "```",
        "````",
        "~~~",
        "~~~~",
        "```go",
        "~~~ x y",
        "``` a`b",
        "```release",
        "introduced-in=v1.2.3",
        "``",
        "<!-- x",
        "-->",
        "<!-- y -->",
        "<details>",
        "</details>",
        "<pre>",
        "</pre>",
        "<a>",
        "<script>",
        "*x* `y`",
        "😀",
        "\u{2028}",
        "\u{feff}",
        "#\u{b}",
        "a\u{c}b",
        "\\",
        "[a]: /b",
        "|a|b|",
        "|-|-|",
    ]);
    let ending = prop::sample::select(vec!["\n", "\n", "\n", "\n\n", "\r\n", "\r", ""]);
    let line = (prop::collection::vec(prefix, 0..3), content, ending);
    prop::collection::vec(line, 0..12).prop_map(|lines| {
        lines
            .into_iter()
            .map(|(prefixes, content, ending)| prefixes.concat() + content + ending)
            .collect()
    })
}

#[test]
fn what_the_library_below_reads_otherwise_is_mended() {
    for text in [
        "```\n```\t\n# a\n",
        "> ```\n> ```\t\n> # a\n",
        "```release\n\t```\nresolved-in=v1.2.3\n```\n# a\n",
        "```release\u{2028}\n```\n",
        "# a\t#\n## b ##\t\n\t##\n",
        "#\u{b}\n#\u{c}a\n",
        "#no\n===\n####### no\n---\n",
        "a\r# b\r\r```\r# c\r",
        "<script>\n\n</PRE>\n# a\n<pre>\n</pre>\n# b\n<pre2>\n</pre>\n# c\n",
    ] {
        compare(text).unwrap_or_else(|error| panic!("{error}"));
    }
}

fn configuration() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: usual.cases.max(1_000),
        max_global_rejects: usual.cases.max(1_000),
        failure_persistence: None,
        ..usual
    }
}

proptest! {
    #![proptest_config(configuration())]

    #[test]
    fn both_parsers_find_the_same_in_random_markdown(text in markdown()) {
        prop_assume!(!has_known_difference(&text));
        compare(&text)?;
    }
}
