//! `--output-format full`: each finding with the lines of the draft it speaks of, for people.
//!
//! The draft is somebody else's text: nothing of it reaches the terminal that the terminal would obey. Long lines are
//! cut around the place.

use std::borrow::Cow;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use issue_body::rules::{Applicability, Finding, Fix, RelatedPlace, Severity};
use issue_body::syntax::Draft;
use issue_body::text::{LineIndex, Range};

use crate::workspace::RepositoryTemplate;

use super::{CheckedDraft, harmless, harmless_character, sentence, shown};

pub(super) fn write(
    drafts: &[CheckedDraft],
    is_coloured: bool,
    output: &mut dyn Write,
) -> io::Result<()> {
    let renderer = if is_coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    for checked in drafts {
        for finding in &checked.findings {
            writeln!(output, "{}\n", render(&renderer, checked, finding))?;
        }
    }
    Ok(())
}

fn render(renderer: &Renderer, checked: &CheckedDraft, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name(Severity::Information.name()),
    };
    let path = harmless(&checked.name);
    let primary = Excerpt::of_draft(&checked.draft, finding.range);
    let mut group = level
        .primary_title(sentence(&finding.message))
        .id(finding.rule.name)
        .element(primary.snippet(&path, AnnotationKind::Primary, None));
    for related in &finding.related {
        let label = Some(sentence(&related.message));
        group = match (related.document, &checked.template) {
            (RelatedPlace::Draft, _) => {
                let excerpt = Excerpt::of_draft(&checked.draft, related.range);
                group.element(excerpt.snippet(&path, AnnotationKind::Context, label))
            }
            (RelatedPlace::Template, Some(file)) => {
                let excerpt = Excerpt::of_template(file, related.range);
                let path = harmless(&shown(&file.path));
                group.element(excerpt.snippet(path, AnnotationKind::Context, label))
            }
            (RelatedPlace::Template, None) => group,
        };
    }
    if let Some(fix) = &finding.fix {
        group = group.element(Level::HELP.message(help(fix, checked.is_mendable())));
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

/// The lines of a draft that hold a range, harmless, with the range in them.
struct Excerpt {
    text: String,
    first_row: usize,
    range: std::ops::Range<usize>,
}

impl Excerpt {
    /// The first line alone of a place in a template, which can be long.
    fn of_template(file: &RepositoryTemplate, range: Range) -> Excerpt {
        let row = file.lines.line_of(range.start);
        let line = file.lines.line(&file.text, row);
        let end = range.end.min(line.end).max(range.start);
        Excerpt::new(&file.text, &file.lines, Range::new(range.start, end))
    }

    fn of_draft(draft: &Draft, range: Range) -> Excerpt {
        Excerpt::new(&draft.text, &draft.lines, range)
    }

    fn new(whole: &str, lines: &LineIndex, range: Range) -> Excerpt {
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
