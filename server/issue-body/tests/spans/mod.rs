//! What is true of the places of extracted content: the text at a place is the content, but for what is documented.

use issue_body::report::{BoxValue, Extract, FieldSpan, FieldValue, Named, Span, Spans};
use issue_body::template::LabelSource;

/// Fails unless the text at every place of `extract`, which was read in `text`, is what was read.
pub fn hold(text: &str, extract: &Extract) {
    let spans = extract.spans.as_ref().expect("places were asked for");
    let Spans {
        title,
        labels,
        introduced_in,
        resolved_in,
        binaries,
        pull_requests,
        sections,
        fields,
    } = spans;
    assert_eq!(title.is_some(), extract.title.is_some());
    for (title, value) in title.iter().zip(&extract.title) {
        assert_eq!(bare(slice(text, title)), value);
    }
    for (span, label) in pairs(labels, &extract.labels) {
        let written = span.map(|span| slice(text, &span).to_lowercase());
        let name = label.name.to_lowercase();
        match (label.source, written) {
            (LabelSource::Flag, None) => {}
            // The word behind a command, with comments in it, or a command that says all by itself.
            (LabelSource::Command, Some(written)) => assert!(
                name.ends_with(&without_comments(&written)) || written.starts_with(['/', '@']),
                "{name} at {written:?}"
            ),
            (LabelSource::FrontMatter | LabelSource::Metadata, Some(written)) => {
                assert_eq!(bare(&written), name)
            }
            (source, written) => panic!("{name} of {source:?} at {written:?}"),
        }
    }
    for (spans, values) in [
        (introduced_in, &extract.introduced_in),
        (resolved_in, &extract.resolved_in),
        (binaries, &extract.binaries),
    ] {
        for (span, value) in pairs(spans, values) {
            assert_eq!(slice(text, span), value);
        }
    }
    for (span, pull_request) in pairs(pull_requests, &extract.pull_requests) {
        let written = slice(text, span);
        let number = pull_request.number.to_string();
        let repository = pull_request.repository.as_deref().unwrap_or("");
        assert!(
            written.contains(&number) && written.contains(repository),
            "{pull_request:?} at {written:?}"
        );
        let branch = pull_request.branch.as_deref();
        assert!(branch.is_none_or(|branch| !written.contains(branch)));
    }
    for (span, value) in named(sections, &extract.sections) {
        let written = unix(slice(text, span));
        assert_eq!(written.trim(), written);
        if written.contains("<!--") {
            assert!(is_left_of(value, &written), "{value:?} at {written:?}");
        } else {
            assert_eq!(*value, written);
        }
    }
    for (span, value) in named(fields, &extract.fields) {
        match (span, value) {
            (None, None) => {}
            (Some(FieldSpan::One(span)), Some(FieldValue::Text(value))) => {
                assert_eq!(unix(slice(text, span)), unix(value.trim_end_matches(' ')));
            }
            (Some(FieldSpan::Several(spans)), Some(FieldValue::Options(values))) => {
                for (span, value) in pairs(spans, values) {
                    let span = span.expect("it was chosen there");
                    assert_eq!(slice(text, &span), value.trim());
                }
            }
            (Some(FieldSpan::Several(spans)), Some(FieldValue::Boxes(values))) => {
                for (span, value) in pairs(spans, values) {
                    is_box(span.map(|span| slice(text, &span)), value);
                }
            }
            (span, value) => panic!("{value:?} at {span:?}"),
        }
    }
}

fn is_box(written: Option<&str>, value: &BoxValue) {
    let Some(written) = written else {
        return assert!(!value.checked, "{value:?}");
    };
    let is_ticked = written.starts_with("[x]") || written.starts_with("[X]");
    assert!(written.starts_with('[') && written.ends_with(&value.label));
    assert_eq!(is_ticked, value.checked, "{value:?} at {written:?}");
}

fn slice<'text>(text: &'text str, span: &Span) -> &'text str {
    &text[span.0]
}

/// The elements of both lists, which have the same length.
fn pairs<'list, One, Other>(
    one: &'list [One],
    other: &'list [Other],
) -> impl Iterator<Item = (&'list One, &'list Other)> {
    assert_eq!(one.len(), other.len());
    one.iter().zip(other)
}

/// The values of both objects, which have the same keys.
fn named<'object, One, Other>(
    one: &'object Named<One>,
    other: &'object Named<Other>,
) -> impl Iterator<Item = (&'object One, &'object Other)> {
    let pairs = pairs(&one.0, &other.0);
    pairs.map(|((key, one), (other_key, other))| {
        assert_eq!(key, other_key);
        (one, other)
    })
}

/// A scalar of YAML without its quotes.
fn bare(written: &str) -> &str {
    written.trim_matches(['"', '\''])
}

fn unix(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = behind.split_once("-->").map_or("", |(_, behind)| behind);
    }
    kept + rest
}

/// Whether `left` is what is left of `text` once pieces inside of it are taken out.
fn is_left_of(left: &str, text: &str) -> bool {
    let mut characters = text.chars();
    let is_inside = left.chars().all(|one| characters.any(|other| other == one));
    let ends = |text: &str| (text.chars().next(), text.chars().next_back());
    is_inside && ends(left) == ends(text)
}
