//! The headings of a draft as a tree: what lies below which. Outline, folds and selections are made of it.
//!
//! Markdown has levels only. A section of the template counts for more: none lies in another one, whatever its level,
//! and what somebody writes into the field of a form stays there, headings of all levels included.

use crate::syntax::Heading;
use crate::template::{FoundSection, Issue};
use crate::text::Range;

/// A heading and what lies below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chapter<'draft> {
    /// The heading.
    pub heading: &'draft Heading,
    /// The section of the template that it is the heading of.
    pub section: Option<FoundSection<'draft>>,
    /// From the heading up to the next one that is not below it.
    pub range: Range,
    /// How deep it lies, compared with others. What is below something is deeper.
    level: u8,
}

/// The chapters of a draft, in order. Two of them lie one in the other, or apart. Headings in quotes and lists are none.
pub(super) fn chapters<'draft>(issue: &Issue<'draft>) -> Vec<Chapter<'draft>> {
    let body = &issue.draft.body;
    let sections = issue.sections.iter();
    let sections = sections.map(|section| (section.heading, Some(*section)));
    let headings = body.headings.iter().filter(|heading| !heading.nested);
    let mut all: Vec<_> = sections
        .chain(headings.map(|heading| (heading, None)))
        .collect();
    // The sort is stable: a section comes before the bare heading that it has.
    all.sort_by_key(|(heading, _)| heading.range.start);
    all.dedup_by_key(|(heading, _)| heading.range.start);
    let mut chapters: Vec<Chapter<'draft>> = Vec::with_capacity(all.len());
    let mut open: Vec<usize> = Vec::new();
    for (heading, section) in all {
        let start = heading.range.start;
        let around = open
            .iter()
            .rposition(|place| chapters[*place].section.is_some());
        let mut level = heading.level;
        if section.is_some() {
            for place in open.drain(around.unwrap_or(open.len())..) {
                chapters[place].range.end = start;
            }
        } else if let Some(around) = around.map(|around| &chapters[open[around]])
            && around
                .section
                .is_some_and(|found| found.range.contains(start))
        {
            level += around.level;
        }
        while let Some(last) = open.pop_if(|last| chapters[*last].level >= level) {
            chapters[last].range.end = start;
        }
        open.push(chapters.len());
        chapters.push(Chapter {
            heading,
            section,
            range: Range::new(start, body.range.end.max(start)),
            level,
        });
    }
    chapters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::with_context;

    /// The chapters of `text`, each in a line of its own: `*` for a section, indented as deep as it lies, with its last line.
    fn tree(text: &str) -> Vec<String> {
        with_context(text, |context| {
            let chapters = chapters(context.issue);
            let shown = chapters.iter().map(|chapter| {
                let around = chapters.iter().filter(|other| {
                    other.range != chapter.range && other.range.contains_range(chapter.range)
                });
                let indent = "  ".repeat(around.count());
                let mark = if chapter.section.is_some() { "*" } else { "" };
                let last = context.slice(chapter.range).trim_end().lines().last();
                let last = last.unwrap_or_default();
                format!("{indent}{mark}{} … {last}", chapter.heading.name)
            });
            shown.collect()
        })
    }

    #[test]
    fn what_is_deeper_lies_below() {
        assert_eq!(
            tree(
                "# Title\n\n## Symptoms\na\n### One\nb\n#### Two\nc\n### Three\nd\n## Other\ne\n> ## Quoted\n\nSetext\n---\nf\n"
            ),
            [
                "Title … f",
                "  *Symptoms … d",
                "    One … c",
                "      Two … c",
                "    Three … d",
                "  Other … > ## Quoted",
                "  Setext … f",
            ]
        );
    }

    #[test]
    fn a_section_lies_in_no_other_whatever_its_level() {
        assert_eq!(
            tree("## Symptoms\na\n### Impact\nb\n##Root cause\nc\n# Resolution\nd\n## Other\ne\n"),
            [
                "*Symptoms … a",
                "*Impact … b",
                "*Root cause … c",
                "*Resolution … e",
                "  Other … e",
            ]
        );
    }

    #[test]
    fn what_is_written_into_a_field_stays_in_it() {
        assert_eq!(
            tree(
                "---\ntemplate: bug-report\n---\n### What happened?\n\n# Console\na\n## Part\nb\n# Another\nc\n### Version\n1.2\n"
            ),
            [
                "*What happened? … c",
                "  Console … b",
                "    Part … b",
                "  Another … c",
                "*Version … 1.2",
            ]
        );
    }
}
