//! The machine-readable content of one issue.
//!
//! The names of the fields are those of the JSON that `issue-ls extract` prints; they are relied on by scripts and
//! change only with [`SCHEMA_VERSION`]. The descriptions here are those of its JSON Schema.

use schemars::JsonSchema;

use super::fields::{FieldValue, fields};
use super::named::Named;
use super::spans::{Span, Spans};
use crate::rules::{Context, labels_asked_for};
use crate::syntax::{Draft, EntryShape, ReleaseKey, Spanned, VersionText, read_version};
use crate::template::{FoundSection, Issue, LabelSource, Stage};
use crate::text::Range;

/// The version of the format. A field may be added without a new one; none is removed or changed.
const SCHEMA_VERSION: u32 = 1;

/// The name of the variant that is none.
const STANDARD: &str = "standard";

/// The content of an issue.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
pub struct Extract {
    /// The version of this format: a key may be added without a new one, none is removed or changed.
    pub schema_version: u32,
    /// The name of the template that the issue is read by.
    pub template: String,
    /// `standard`, or the name of a variant of the template, such as `security`.
    pub variant: String,
    /// How far the issue is: resolved where it says so or is closed.
    pub stage: Stage,
    /// The title, where there is one.
    pub title: Option<String>,
    /// The labels that the issue asks for and that exist, each once: what `issue-ls labels` prints.
    pub labels: Vec<ExtractedLabel>,
    /// The releases that brought the problem, as written: `v1.31.2`.
    pub introduced_in: Vec<String>,
    /// The releases that fix it, as written.
    pub resolved_in: Vec<String>,
    /// The binaries at fault.
    pub binaries: Vec<String>,
    /// The pull requests.
    pub pull_requests: Vec<ExtractedPullRequest>,
    /// The text of each section by its name, without comments, with `\n` for line ends and without blanks around it, in
    /// the order of the draft.
    pub sections: Named<String>,
    /// The answers to the fields of a form by their identifiers, in the order of the form; null where there is none.
    pub fields: Named<Option<FieldValue>>,
    /// Where all that stands, if that was asked for: for each key the places of its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spans: Option<Spans>,
}

/// A label, and who asks for it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
pub struct ExtractedLabel {
    /// Its full name, as the repository spells it.
    pub name: String,
    /// A command in the body, the envelope (the front matter, or the metadata of VS Code's new issue), or a flag: the
    /// command line, or GitHub where the issue is there already.
    pub source: LabelSource,
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, JsonSchema)]
pub struct ExtractedPullRequest {
    /// `owner/name`; null for the repository of the issue.
    pub repository: Option<String>,
    /// Its number.
    pub number: u64,
    /// The branch that it goes to, where the issue says so.
    pub branch: Option<String>,
}

/// What a machine can read in the issue, with the places of it where `with_spans`. Labels that the catalogue does not know
/// are left out; without a list all are kept.
pub fn extract(context: &Context<'_>, with_spans: bool) -> Extract {
    let issue = context.issue;
    let draft = issue.draft;
    let title = draft.envelope.title(&draft.text);
    let title = title.filter(|title| !title.is_empty());
    let labels = labels_asked_for(context);
    let introduced_in = versions(draft, ReleaseKey::IntroducedIn);
    let resolved_in = versions(draft, ReleaseKey::ResolvedIn);
    let binaries = binaries(issue);
    let pull_requests = pull_requests(issue);
    let sections = sections(issue);
    let fields = fields(issue);
    let spans = with_spans.then(|| Spans {
        title: title.and_then(|_| Some(Span(draft.envelope.title_range(&draft.text)?))),
        labels: labels.iter().map(|label| label.range.map(Span)).collect(),
        introduced_in: spans(&introduced_in),
        resolved_in: spans(&resolved_in),
        binaries: spans(&binaries),
        pull_requests: spans(&pull_requests),
        sections: Named(
            sections
                .iter()
                .map(|(name, text)| (name.clone(), Span(text.range)))
                .collect(),
        ),
        fields: Named(
            fields
                .iter()
                .map(|(id, read)| (id.clone(), read.as_ref().map(|(_, span)| span.clone())))
                .collect(),
        ),
    });
    Extract {
        schema_version: SCHEMA_VERSION,
        template: issue.template.name.clone(),
        variant: issue
            .variant
            .map_or(STANDARD, |variant| &variant.name)
            .to_owned(),
        stage: issue.stage,
        title: title.map(ToOwned::to_owned),
        labels: labels
            .into_iter()
            .map(|label| ExtractedLabel {
                name: label.name,
                source: label.source,
            })
            .collect(),
        introduced_in: values(introduced_in),
        resolved_in: values(resolved_in),
        binaries: values(binaries),
        pull_requests: values(pull_requests),
        sections: Named(
            sections
                .into_iter()
                .map(|(name, text)| (name, text.value))
                .collect(),
        ),
        fields: Named(
            fields
                .into_iter()
                .map(|(id, read)| (id, read.map(|(value, _)| value)))
                .collect(),
        ),
        spans,
    }
}

/// The things without their places.
pub(super) fn values<T>(things: Vec<Spanned<T>>) -> Vec<T> {
    things.into_iter().map(|thing| thing.value).collect()
}

fn spans<T>(things: &[Spanned<T>]) -> Vec<Span> {
    things.iter().map(|thing| Span(thing.range)).collect()
}

/// Keeps `value` where it is a new one.
fn push_new<T: PartialEq>(things: &mut Vec<Spanned<T>>, value: T, range: Range) {
    if !things.iter().any(|thing| thing.value == value) {
        things.push(Spanned { value, range });
    }
}

/// The versions of the well-formed entries with `key`, in order, each once.
pub(super) fn versions(draft: &Draft, key: ReleaseKey) -> Vec<Spanned<String>> {
    let mut versions = Vec::new();
    let blocks = draft.body.release_blocks.iter();
    let entries = blocks
        .filter(|block| block.opens_exactly(&draft.text))
        .flat_map(|block| &block.entries);
    for entry in entries {
        let EntryShape::WellFormed {
            key: written,
            value: range,
        } = entry.shape
        else {
            continue;
        };
        let value = draft.slice(range);
        let is_version = matches!(read_version(value), VersionText::Version(_));
        if draft.slice(written) == key.name() && is_version {
            push_new(&mut versions, value.to_owned(), range);
        }
    }
    versions
}

fn binaries(issue: &Issue<'_>) -> Vec<Spanned<String>> {
    let mut names = Vec::new();
    let list = issue.binaries.iter();
    for item in list.flat_map(|list| list.inline.iter().chain(&list.items)) {
        push_new(&mut names, item.name.clone(), item.range);
    }
    names
}

pub(super) fn pull_requests(issue: &Issue<'_>) -> Vec<Spanned<ExtractedPullRequest>> {
    let mut found = Vec::new();
    let lines = issue.pull_requests.iter();
    let well_formed = lines.filter(|line| line.problem.is_none());
    for reference in well_formed.flat_map(|line| &line.references) {
        let pull_request = ExtractedPullRequest {
            repository: reference.repository.clone(),
            number: reference.number,
            branch: reference.branch.clone(),
        };
        push_new(&mut found, pull_request, reference.range);
    }
    found
}

fn sections(issue: &Issue<'_>) -> Vec<(String, Spanned<String>)> {
    let plain = issue
        .first_sections()
        .filter(|section| section.specification.field.is_none());
    let text = |section: &FoundSection<'_>| {
        let visible = issue.draft.visible(section.content).into_iter();
        let range = visible.reduce(Range::cover);
        let range = range.unwrap_or(Range::empty(section.content.start));
        let value = without_comments(issue.draft, range);
        (section.specification.name.clone(), Spanned { value, range })
    };
    plain.map(text).collect()
}

/// The text at `range` without its HTML comments and with `\n` for line ends.
fn without_comments(draft: &Draft, range: Range) -> String {
    let mut text = String::with_capacity(range.len());
    let mut start = range.start;
    for comment in &draft.body.comments {
        if comment.range.start < start || range.end < comment.range.end {
            continue;
        }
        text.push_str(draft.slice(Range::new(start, comment.range.start)));
        start = comment.range.end;
    }
    text.push_str(draft.slice(Range::new(start, range.end)));
    unix(&text)
}

/// The text with `\n` for line ends.
pub(super) fn unix(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
