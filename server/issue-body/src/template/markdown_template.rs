//! Markdown templates: the classic issue templates, front matter and a body that a new issue begins with.
//!
//! A file without front matter is the legacy single template. GitHub ignores keys that it does not know and takes blank
//! values for none, so neither is a problem here. What a draft of the template must hold is told by the
//! [`Template`](super::Template) made of it.

use super::form::reader::Reader;
use super::form::{FormProblem, FormProblemKind, MappingKind};
use crate::syntax::{Draft, Origin, Spanned};
use crate::text::Range;

/// A Markdown template. Ranges count bytes of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkdownTemplate {
    /// `name`, what the chooser shows.
    pub name: Option<Spanned<String>>,
    /// `about`, what the chooser shows below it.
    pub about: Option<Spanned<String>>,
    /// `title`, what the title of a new issue begins with.
    pub title: Option<Spanned<String>>,
    /// `labels`, a list or a comma list.
    pub labels: Vec<Spanned<String>>,
    /// `assignees`, a list or a comma list.
    pub assignees: Vec<Spanned<String>>,
    /// `projects`, a list or a comma list.
    pub projects: Vec<Spanned<String>>,
    /// `type`, the issue type.
    pub issue_type: Option<Spanned<String>>,
    /// The front matter with its marks, where there is one.
    pub front_matter: Option<Range>,
    /// What a new issue begins with.
    pub body: Range,
    /// What stands in the body before the first section.
    pub introduction: Range,
    /// The sections, in order.
    pub sections: Vec<TemplateSection>,
    /// For what GitHub leaves the template out of the chooser, or reads it otherwise, in order of place.
    pub problems: Vec<FormProblem>,
}

/// A heading of the body and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSection {
    /// 1 to 6.
    pub level: u8,
    /// The words of the heading.
    pub name: String,
    /// The heading, without its line end.
    pub heading: Range,
    /// From the line below it to the next heading of any level, comments and hints included.
    pub content: Range,
}

impl MarkdownTemplate {
    /// Reads a Markdown template, whatever it holds. Headings are those that Markdown sees: none in a fence, a comment, a
    /// quote or a list.
    pub fn read(text: &str) -> MarkdownTemplate {
        let draft = Draft::parse(text, Origin::File);
        let front = draft.envelope.front_matter();
        let mut template = match front {
            Some(front) => front_matter(text, front.yaml),
            None => MarkdownTemplate::default(),
        };
        template.front_matter = front.map(|front| front.range);
        template.body = draft.body.range;
        let headings = draft.body.headings.iter();
        let headings: Vec<_> = headings.filter(|heading| !heading.nested).collect();
        let start_of = |place: usize| {
            let heading = headings.get(place);
            heading.map_or(draft.body.range.end, |heading| {
                draft.full_line_at(heading.range.start).start
            })
        };
        template.introduction = Range::new(draft.body.range.start, start_of(0));
        for (place, heading) in headings.iter().enumerate() {
            let next = start_of(place + 1);
            let below = draft.full_line_at(heading.range.end).end;
            template.sections.push(TemplateSection {
                level: heading.level,
                name: heading.name.clone(),
                heading: heading.range,
                content: Range::new(below.min(next), next),
            });
        }
        template
    }
}

fn front_matter(text: &str, yaml: Range) -> MarkdownTemplate {
    let mut reader = Reader::new(text);
    let mut template = MarkdownTemplate::default();
    if let Some(mut fields) = reader.document(yaml, MappingKind::MarkdownTemplate) {
        template = MarkdownTemplate {
            name: reader.text_of(&mut fields, "name"),
            about: reader.text_of(&mut fields, "about"),
            title: reader.text_of(&mut fields, "title"),
            labels: reader.names_of(&mut fields, "labels"),
            assignees: reader.names_of(&mut fields, "assignees"),
            projects: reader.names_of(&mut fields, "projects"),
            issue_type: reader.text_of(&mut fields, "type"),
            ..template
        };
    }
    template.problems = reader.problems;
    template.problems.retain(|problem| match &problem.kind {
        FormProblemKind::UnknownKey { .. } => false,
        FormProblemKind::BlankText { key } => matches!(*key, "name" | "about"),
        _ => true,
    });
    template.problems.sort_by_key(|problem| problem.range);
    template
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUG: &str = "\
---
name: Bug report
about: Something does not work
title: '[Bug] '
labels: kind/bug, sig/node
assignees: ''
type: bug
---

<!-- Thank you. -->

## What happened?

<!-- Say it. -->

```
## no heading
```

Details
-------
### Version
1.2";

    fn piece(text: &str, range: Range) -> &str {
        &text[range]
    }

    #[test]
    fn front_matter_and_sections_are_read_with_their_places() {
        for text in [
            BUG.to_owned(),
            BUG.replace('\n', "\r\n"),
            format!("\u{feff}{BUG}"),
        ] {
            let template = MarkdownTemplate::read(&text);
            assert_eq!(template.problems, []);
            let value = |spanned: Option<Spanned<String>>| {
                spanned.map(|spanned| (spanned.value, piece(&text, spanned.range).to_owned()))
            };
            let pair = |value: &str, raw: &str| Some((value.to_owned(), raw.to_owned()));
            assert_eq!(value(template.name), pair("Bug report", "Bug report"));
            assert_eq!(value(template.title), pair("[Bug] ", "'[Bug] '"));
            assert_eq!(value(template.issue_type), pair("bug", "bug"));
            let labels: Vec<&str> = template
                .labels
                .iter()
                .map(|label| piece(&text, label.range))
                .collect();
            assert_eq!(labels, ["kind/bug", "sig/node"]);
            assert_eq!(template.assignees, []);
            let introduction = piece(&text, template.introduction);
            assert_eq!(introduction.trim(), "<!-- Thank you. -->");
            let sections: Vec<(u8, &str, &str)> = template
                .sections
                .iter()
                .map(|section| {
                    let content = piece(&text, section.content).trim();
                    (section.level, section.name.as_str(), content)
                })
                .collect();
            let line_end = if text.contains('\r') { "\r\n" } else { "\n" };
            let said = "<!-- Say it. -->\n\n```\n## no heading\n```".replace('\n', line_end);
            assert_eq!(
                sections,
                [
                    (2, "What happened?", said.as_str()),
                    (2, "Details", ""),
                    (3, "Version", "1.2"),
                ]
            );
        }
    }

    #[test]
    fn a_file_without_front_matter_is_all_body() {
        let template = MarkdownTemplate::read("Say it.\n\n# What\n");
        assert_eq!(template.front_matter, None);
        assert_eq!(template.body, Range::new(0, 16));
        assert_eq!(template.sections.len(), 1);
        assert_eq!(template.problems, []);
        assert_eq!(MarkdownTemplate::read("").sections, []);
    }

    #[test]
    fn what_keeps_a_template_out_of_the_chooser_is_told() {
        let kinds = |text: &str| {
            let problems = MarkdownTemplate::read(text).problems;
            let kinds = problems.into_iter().map(|problem| problem.kind);
            kinds.collect::<Vec<_>>()
        };
        let missing = |key| FormProblemKind::MissingKey {
            key,
            mapping: MappingKind::MarkdownTemplate,
        };
        assert_eq!(
            kinds("---\nname: ''\ntitle: ''\nwho: knows\n---\n"),
            [missing("about"), FormProblemKind::BlankText { key: "name" }]
        );
        assert!(matches!(
            kinds("---\nname: a: b\n---\n")[..],
            [FormProblemKind::InvalidYaml { .. }]
        ));
        assert_eq!(kinds("---\n---\n"), [missing("name"), missing("about")]);
    }
}
