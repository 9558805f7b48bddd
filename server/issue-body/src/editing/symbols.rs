//! Symbols: the outline of a draft. Headings with what lies below them, release blocks with their entries, commands. That of a
//! form file has its elements.

use super::headings::chapters;
use crate::syntax::PluginAction;
use crate::template::form::ElementType;
use crate::template::{FormFile, Issue, TemplateOrigin};
use crate::text::Range;

/// How many characters of a name are shown: an outline is narrow, and a line can be as long as the draft.
const NAME_LIMIT: usize = 100;

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called, in one line that is never blank.
    pub name: String,
    /// What there is to say beside the name.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: Range,
    /// The place to go to, inside of `range`.
    pub name_range: Range,
    /// What it holds, in order; their ranges are inside of `range` and do not overlap.
    pub children: Vec<Symbol>,
}

/// What an entry of the outline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A section of the template, with the heading that it wants.
    Section,
    /// A field of a form.
    Field,
    /// Any other heading.
    Heading,
    /// A release block.
    ReleaseBlock,
    /// A line of a release block.
    ReleaseEntry,
    /// A command for Prow, wherever it stands: Prow looks into code and, for most commands, into comments.
    Command,
}

impl Symbol {
    fn new(text: &str, kind: SymbolKind, range: Range, name_range: Range) -> Symbol {
        let written = name_range.trimmed(text);
        Symbol {
            name: text[written].to_owned(),
            detail: None,
            kind,
            range,
            name_range: written,
            children: Vec::new(),
        }
    }
}

/// The outline of a draft, in order of place.
pub fn symbols(issue: &Issue<'_>) -> Vec<Symbol> {
    let draft = issue.draft;
    let text = &draft.text;
    let mut all: Vec<Symbol> = Vec::new();
    for chapter in chapters(issue) {
        let heading = chapter.heading;
        let kind = match (&chapter.section, issue.template.origin) {
            (None, _) => SymbolKind::Heading,
            (Some(_), TemplateOrigin::Form) => SymbolKind::Field,
            (Some(_), TemplateOrigin::TemplateFile | TemplateOrigin::Markdown) => {
                SymbolKind::Section
            }
        };
        // Nothing but marks, or nothing but a picture.
        let words = match heading.text.is_empty() {
            true => draft.first_line_of(heading.range),
            false => heading.text,
        };
        let mut symbol = Symbol::new(text, kind, chapter.range, words);
        if !heading.name.is_empty() {
            symbol.name.clone_from(&heading.name);
        }
        let wanted = chapter.section.map(|section| &section.specification.name);
        symbol.detail = wanted.filter(|wanted| **wanted != heading.name).cloned();
        all.push(symbol);
    }
    for block in &draft.body.release_blocks {
        // Where the opening fence was forgotten, there is nothing to point at but the first entry.
        let place = match block.info.is_empty() {
            true => draft.first_line_of(block.range),
            false => block.info,
        };
        let mut symbol = Symbol::new(text, SymbolKind::ReleaseBlock, block.range, place);
        "release".clone_into(&mut symbol.name);
        let mut keys: Vec<&str> = block
            .entries
            .iter()
            .filter_map(|entry| entry.meant_key(text))
            .map(|key| key.name())
            .collect();
        keys.dedup();
        symbol.detail = (!keys.is_empty()).then(|| keys.join(", "));
        all.push(symbol);
        let entries = block.entries.iter().map(|entry| entry.line.trimmed(text));
        all.extend(entries.map(|line| Symbol::new(text, SymbolKind::ReleaseEntry, line, line)));
    }
    let labels = draft.body.commands.iter().map(|command| command.range);
    let others = draft.body.plugin_commands.iter();
    // A mention stands in the middle of a sentence.
    let others = others
        .filter(|command| !matches!(command.action, PluginAction::MentionSig { .. }))
        .map(|command| command.range);
    // A command can run over the end of its line, into a heading even.
    let commands = labels.chain(others).map(|range| draft.first_line_of(range));
    all.extend(commands.map(|line| Symbol::new(text, SymbolKind::Command, line, line)));
    all.retain(|symbol| !symbol.name.is_empty());
    all.sort_by_key(|symbol| (symbol.range.start, usize::MAX - symbol.range.end));
    for symbol in &mut all {
        shorten(&mut symbol.name);
    }
    nested(all)
}

/// The outline of a form file: its elements, each called by its label, else its `id`, else its type.
pub fn form_symbols(file: &FormFile) -> Vec<Symbol> {
    let mut all: Vec<Symbol> = Vec::new();
    for element in &file.form.elements {
        let element_type = element.kind.element_type().map(ElementType::name);
        let called = [&element.label, &element.id].into_iter().flatten();
        let mut called = called.filter(|called| element.range.contains_range(called.range));
        let first_line = file.source().first_line_of(element.range);
        let (name, place) = called
            .find(|called| !called.value.trim().is_empty())
            .map_or((element_type.unwrap_or("element"), first_line), |called| {
                (called.value.as_str(), called.range)
            });
        let mut symbol = Symbol::new(&file.text, SymbolKind::Field, element.range, place);
        let words: Vec<&str> = name.split_whitespace().collect();
        symbol.name = words.join(" ");
        symbol.detail = element_type.map(str::to_owned);
        shorten(&mut symbol.name);
        all.push(symbol);
    }
    nested(all)
}

fn shorten(name: &mut String) {
    if let Some((end, _)) = name.char_indices().nth(NAME_LIMIT) {
        name.truncate(end);
        name.push('…');
    }
}

/// Puts each of `symbols`, which are sorted, into the one that it begins in. What reaches out of that is cut.
fn nested(symbols: Vec<Symbol>) -> Vec<Symbol> {
    let mut roots: Vec<Symbol> = Vec::new();
    let mut open: Vec<Symbol> = Vec::new();
    let close = |open: &mut Vec<Symbol>, roots: &mut Vec<Symbol>, start: usize| {
        while let Some(symbol) = open.pop_if(|last| last.range.end <= start) {
            match open.last_mut() {
                Some(around) => around.children.push(symbol),
                None => roots.push(symbol),
            }
        }
    };
    for mut symbol in symbols {
        close(&mut open, &mut roots, symbol.range.start);
        if let Some(around) = open.last() {
            symbol.range.end = symbol.range.end.min(around.range.end);
            symbol.name_range.end = symbol.name_range.end.min(symbol.range.end);
        }
        open.push(symbol);
    }
    close(&mut open, &mut roots, usize::MAX);
    roots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::with_context;
    use crate::template::FormFileKind;
    use expect_test::expect;
    use proptest::prelude::*;

    /// The outline of `text`, a line for each symbol: kind, name, detail in parentheses, what is gone to in brackets.
    fn outline(text: &str) -> String {
        shown(text, &with_context(text, |context| symbols(context.issue)))
    }

    fn shown(text: &str, symbols: &[Symbol]) -> String {
        fn show(symbols: &[Symbol], text: &str, indent: &str, shown: &mut String) {
            for symbol in symbols {
                let (kind, name) = (symbol.kind, &symbol.name);
                let detail = symbol.detail.as_ref();
                let detail = detail.map_or(String::new(), |detail| format!(" ({detail})"));
                let place = &text[symbol.name_range];
                shown.push_str(&format!("{indent}{kind:?} {name}{detail} [{place}]\n"));
                show(&symbol.children, text, &format!("{indent}  "), shown);
            }
        }
        let mut shown = String::new();
        show(symbols, text, "", &mut shown);
        shown
    }

    #[test]
    fn a_draft_is_outlined_by_its_parts() {
        let draft = "/priority critical-urgent\n/sig node\n\n```release\nintroduced-in=v1.30.2\nintroduced-in=v1.31.0\n```\n\n## Symptoms\n\n### **On** `arm64`\n\n/close\n\n## Root Cause:\n\n> ```release\n> resolved-in: v1.31.1\n> ```\n\nAsk @kubernetes/sig-node-bugs.\n";
        expect![[r#"
            Command /priority critical-urgent [/priority critical-urgent]
            Command /sig node [/sig node]
            ReleaseBlock release (introduced-in) [release]
              ReleaseEntry introduced-in=v1.30.2 [introduced-in=v1.30.2]
              ReleaseEntry introduced-in=v1.31.0 [introduced-in=v1.31.0]
            Section Symptoms [Symptoms]
              Heading On arm64 [**On** `arm64`]
                Command /close [/close]
            Section Root Cause: (Root cause) [Root Cause:]
              ReleaseBlock release (resolved-in) [release]
                ReleaseEntry resolved-in: v1.31.1 [resolved-in: v1.31.1]
        "#]]
        .assert_eq(&outline(draft));
    }

    #[test]
    fn the_fields_of_a_form_are_told_from_headings_in_their_answers() {
        expect![[r#"
            Field What happened? [What happened?]
              Heading Console [Console]
            Field Version [Version]
        "#]]
        .assert_eq(&outline(
            "---\ntemplate: bug-report\n---\n### What happened?\n\n# Console\n\n### Version\n\n1.2\n",
        ));
    }

    #[test]
    fn nothing_is_without_a_name_or_longer_than_its_line() {
        expect![[r#"
            Heading ## [##]
              Command /sig [/sig]
            Heading ![](a.png) [![](a.png)]
              ReleaseBlock release (introduced-in) [introduced-in=v1.30.2]
                ReleaseEntry introduced-in=v1.30.2 [introduced-in=v1.30.2]
        "#]]
        .assert_eq(&outline(
            "##\r\n/sig\r\n## ![](a.png)\r\n\r\nintroduced-in=v1.30.2\r\n",
        ));
        let long = outline(&format!("## {}\n", "é".repeat(101)));
        assert!(
            long.contains(&format!("Heading {}… [", "é".repeat(100))),
            "{long}"
        );
    }

    #[test]
    fn a_form_is_outlined_by_its_elements() {
        let form = "name: x\nbody:\n- type: input\n  id: version\n  attributes:\n    label: Which\n      version?\n- type: markdown\n  attributes:\n    value: Thanks\n- id: a\n- 3\n";
        let file = FormFile::read(form, FormFileKind::Form);
        expect![[r#"
            Field Which version? (input) [Which
                  version?]
            Field markdown (markdown) [type: markdown]
            Field a [a]
        "#]]
        .assert_eq(&shown(form, &form_symbols(&file)));
    }

    #[test]
    fn nothing_has_no_outline() {
        assert_eq!(outline(""), "");
    }

    proptest! {
        #[test]
        fn each_lies_in_the_one_around_it_and_has_a_name(
            text in "(\n|#{1,3} |##|Symptoms|Impact|---|===|```release\n|```\n|introduced-in=v1.30.2|/sig |/close|<!--|-->|> |- |[ \t\r\u{3000}a😀]){0,40}",
        ) {
            fn holds(symbols: &[Symbol], around: Range, text: &str) -> bool {
                let mut start = around.start;
                symbols.iter().all(|symbol| {
                    let is_in_order = symbol.range.start >= start && symbol.range.end <= around.end;
                    start = symbol.range.end;
                    is_in_order
                        && !symbol.name.trim().is_empty()
                        && symbol.range.contains_range(symbol.name_range)
                        && text.get(symbol.name_range.start..symbol.name_range.end).is_some()
                        && holds(&symbol.children, symbol.range, text)
                })
            }
            let found = with_context(&text, |context| symbols(context.issue));
            prop_assert!(holds(&found, Range::new(0, text.len()), &text), "{found:#?}");
        }
    }
}
