//! `--output-format full`: each finding with the lines of the draft it speaks of, for people.
//!
//! The draft is somebody else's text: nothing of it reaches the terminal that the terminal would obey. Long lines are
//! cut around the place.

use std::borrow::Cow;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use issue_body::rules::{Applicability, Finding, Fix, RelatedPlace, Severity};
use issue_body::text::{Range, SourceText};

use super::{CheckedDocument, harmless, harmless_character, sentence, shown};

pub(super) fn write(
    documents: &[CheckedDocument],
    is_coloured: bool,
    output: &mut dyn Write,
) -> io::Result<()> {
    let renderer = if is_coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    for checked in documents {
        for finding in &checked.findings {
            writeln!(output, "{}\n", render(&renderer, checked, finding))?;
        }
    }
    Ok(())
}

fn render(renderer: &Renderer, checked: &CheckedDocument, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name(Severity::Information.name()),
    };
    let path = harmless(&checked.name);
    let source = checked.source();
    let template = checked.template.as_ref();
    let primary = Excerpt::new(source, finding.range);
    let mut group = level
        .primary_title(sentence(&finding.message))
        .id(finding.rule.name)
        .element(primary.snippet(&path, AnnotationKind::Primary, None));
    for related in &finding.related {
        let label = Some(sentence(&related.message));
        group = match (related.document, template) {
            (RelatedPlace::Draft, _) => {
                let excerpt = Excerpt::new(source, related.range);
                group.element(excerpt.snippet(&path, AnnotationKind::Context, label))
            }
            (RelatedPlace::Template, Some(file)) => {
                // The place in a template can be long.
                let range = file.source().first_line_of(related.range);
                let excerpt = Excerpt::new(file.source(), range);
                let path = harmless(&shown(&file.path));
                group.element(excerpt.snippet(path, AnnotationKind::Context, label))
            }
            (RelatedPlace::Template, None) => group,
        };
    }
    if let Some(fix) = &finding.fix {
        group = group.element(Level::HELP.message(help(fix, checked.is_mendable)));
    }
    renderer.render(&[group])
}

fn help(fix: &Fix, is_mendable: bool) -> String {
    let option = match fix.applicability {
        _ if !is_mendable => return sentence(&fix.title),
        Applicability::Safe => "--fix",
        Applicability::Unsafe => "--fix --unsafe-fixes",
    };
    format!("{} ({option})", sentence(&fix.title))
}

/// The lines of a text that hold a range, harmless, with the range in them.
struct Excerpt {
    text: String,
    first_row: usize,
    range: std::ops::Range<usize>,
}

impl Excerpt {
    fn new(source: SourceText<'_>, range: Range) -> Excerpt {
        let SourceText { text: whole, lines } = source;
        let first = lines.line_of(range.start);
        let last = lines.line_of(range.end.saturating_sub(1).max(range.start));
        let mut text = String::new();
        // Harmless characters may be longer than those they stand for, so the range moves.
        let (mut start, mut end) = (None, None);
        for row in first..=last {
            let line = lines.line(whole, row);
            for (at, character) in whole[line].char_indices() {
                let offset = line.start + at;
                if offset >= range.start {
                    start.get_or_insert(text.len());
                }
                if offset >= range.end {
                    end.get_or_insert(text.len());
                }
                text.push(harmless_character(character));
            }
            if line.end >= range.start {
                start.get_or_insert(text.len());
            }
            if line.end >= range.end {
                end.get_or_insert(text.len());
            }
            if row < last {
                text.push('\n');
            }
        }
        let start = start.unwrap_or(text.len());
        let end = end.unwrap_or(text.len()).max(start);
        Excerpt {
            text,
            first_row: first + 1,
            range: start..end,
        }
    }

    fn snippet<'excerpt>(
        &self,
        path: impl Into<Cow<'excerpt, str>>,
        kind: AnnotationKind,
        label: Option<String>,
    ) -> Snippet<'excerpt, annotate_snippets::Annotation<'excerpt>> {
        Snippet::source(self.text.clone())
            .path(path.into())
            .line_start(self.first_row)
            .annotation(kind.span(self.range.clone()).label(label))
    }
}
