//! The machine-readable content of one issue.
//!
//! The names of the fields are those of the JSON that `issue-ls extract` prints; they are relied on by scripts and
//! change only with [`SCHEMA_VERSION`].

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::catalog::{LabelStanding, Labels};
use crate::syntax::{Draft, EntryShape, ReleaseKey, VersionText, read_version};
use crate::template::{Answer, AnswerKind, Field, FoundSection, Issue, LabelSource, read_answer};
use crate::text::Range;

/// The version of the format. A field may be added without a new one; none is removed or changed.
const SCHEMA_VERSION: u32 = 1;

/// The name of the variant that is none.
const STANDARD: &str = "standard";

/// The content of an issue.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Extract {
    /// The version of this format.
    pub schema_version: u32,
    /// The name of the template that the issue is read by.
    pub template: String,
    /// `standard`, or the name of a variant of the template.
    pub variant: String,
    /// `open` or `resolved`.
    pub stage: &'static str,
    /// The title, where the draft gives one.
    pub title: Option<String>,
    /// The labels that the issue asks for and that exist, each once.
    pub labels: Vec<ExtractedLabel>,
    /// The releases that brought the problem, as written: `v1.31.2`.
    pub introduced_in: Vec<String>,
    /// The releases that fix it.
    pub resolved_in: Vec<String>,
    /// The binaries at fault.
    pub binaries: Vec<String>,
    /// The pull requests.
    pub pull_requests: Vec<ExtractedPullRequest>,
    /// The text of each section by its name, without comments and without blank lines around it, in the order of the
    /// draft.
    pub sections: Named<String>,
    /// The answers to the fields of a form by their identifiers, in the order of the form.
    pub fields: Named<Option<FieldValue>>,
}

/// A label, and who asks for it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ExtractedLabel {
    /// Its full name.
    pub name: String,
    /// `command`, `front-matter`, `metadata` or `flag`.
    pub source: &'static str,
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ExtractedPullRequest {
    /// `owner/name`; none for the repository of the issue.
    pub repository: Option<String>,
    /// Its number.
    pub number: u64,
    /// The branch that it goes to, where the issue says so.
    pub branch: Option<String>,
}

/// The answer to a field of a form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// Text, or the one option that was chosen.
    Text(String),
    /// The options that were chosen.
    Options(Vec<String>),
    /// All boxes of the form.
    Boxes(Vec<BoxValue>),
}

/// A box of a form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BoxValue {
    /// The text behind it.
    pub label: String,
    /// Whether it is ticked.
    pub checked: bool,
}

/// Values with names, in an order that means something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// What a machine can read in `issue`. Labels that `labels` does not know are left out; without a list all are kept.
pub fn extract(issue: &Issue<'_>, labels: Option<&Labels>) -> Extract {
    let draft = issue.draft;
    let title = draft.envelope.title(&draft.text);
    Extract {
        schema_version: SCHEMA_VERSION,
        template: issue.template.name.clone(),
        variant: issue
            .variant
            .map_or(STANDARD, |variant| &variant.name)
            .to_owned(),
        stage: issue.stage.name(),
        title: title
            .filter(|title| !title.is_empty())
            .map(ToOwned::to_owned),
        labels: extract_labels(issue, labels),
        introduced_in: versions(draft, ReleaseKey::IntroducedIn),
        resolved_in: versions(draft, ReleaseKey::ResolvedIn),
        binaries: binaries(issue),
        pull_requests: pull_requests(issue),
        sections: sections(issue),
        fields: fields(issue),
    }
}

pub(super) fn extract_labels(issue: &Issue<'_>, known: Option<&Labels>) -> Vec<ExtractedLabel> {
    let mut labels: Vec<ExtractedLabel> = Vec::new();
    for label in &issue.labels {
        // GitHub has one spelling of a name, whatever the draft writes.
        let name = match known.map(|known| known.standing(&label.name)) {
            None => label.name.clone(),
            Some(LabelStanding::Current(known) | LabelStanding::Retired { label: known, .. }) => {
                known.name.clone()
            }
            Some(_) => continue,
        };
        if labels.iter().any(|other| other.name == name) {
            continue;
        }
        let source = match label.source {
            LabelSource::Command => "command",
            LabelSource::FrontMatter => "front-matter",
            LabelSource::Metadata => "metadata",
            LabelSource::Flag => "flag",
        };
        labels.push(ExtractedLabel { name, source });
    }
    labels
}

/// The versions of the well-formed entries with `key`, in order, each once.
pub(super) fn versions(draft: &Draft, key: ReleaseKey) -> Vec<String> {
    let mut versions = Vec::new();
    let blocks = draft.body.release_blocks.iter();
    let entries = blocks
        .filter(|block| block.opens_exactly(&draft.text))
        .flat_map(|block| &block.entries);
    for entry in entries {
        let EntryShape::WellFormed {
            key: written,
            value,
        } = entry.shape
        else {
            continue;
        };
        let value = draft.slice(value);
        let is_version = matches!(read_version(value), VersionText::Version(_));
        let value = value.to_owned();
        if draft.slice(written) == key.name() && is_version && !versions.contains(&value) {
            versions.push(value);
        }
    }
    versions
}

fn binaries(issue: &Issue<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let list = issue.binaries.iter();
    for item in list.flat_map(|list| list.inline.iter().chain(&list.items)) {
        if !names.contains(&item.name) {
            names.push(item.name.clone());
        }
    }
    names
}

pub(super) fn pull_requests(issue: &Issue<'_>) -> Vec<ExtractedPullRequest> {
    let mut found = Vec::new();
    let lines = issue.pull_requests.iter();
    let well_formed = lines.filter(|line| line.problem.is_none());
    for reference in well_formed.flat_map(|line| &line.references) {
        let pull_request = ExtractedPullRequest {
            repository: reference.repository.clone(),
            number: reference.number,
            branch: reference.branch.clone(),
        };
        if !found.contains(&pull_request) {
            found.push(pull_request);
        }
    }
    found
}

fn sections(issue: &Issue<'_>) -> Named<String> {
    let plain = issue
        .first_sections()
        .filter(|section| section.specification.field.is_none());
    let text = |section: &FoundSection<'_>| {
        let visible = without_comments(issue.draft, section.content);
        (section.specification.name.clone(), visible)
    };
    Named(plain.map(text).collect())
}

/// The text at `range` without its HTML comments, with `\n` for line ends and without the blanks around it.
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
    unix(text.trim())
}

fn unix(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn fields(issue: &Issue<'_>) -> Named<Option<FieldValue>> {
    let sections = issue.template.sections.iter().enumerate();
    let fields = sections.filter_map(|(position, specification)| {
        let field = specification.field.as_ref()?;
        let value = issue
            .section(position)
            .and_then(|section| field_value(issue.draft, section, field));
        Some((field.id.clone(), value))
    });
    Named(fields.collect())
}

fn field_value(draft: &Draft, section: &FoundSection<'_>, field: &Field) -> Option<FieldValue> {
    let answer = read_answer(draft, section, section.specification, field);
    match (answer, &field.answer) {
        (Answer::None, _) => None,
        (Answer::Text(range), _) => Some(FieldValue::Text(unix(draft.slice(range)))),
        (
            Answer::Options(chosen),
            AnswerKind::Choice {
                options, multiple, ..
            },
        ) => {
            // What the form does not offer is left out.
            let known = chosen.iter().filter_map(|option| option.position);
            let mut names = known.map(|position| options[position].clone());
            if *multiple {
                let names: Vec<String> = names.collect();
                (!names.is_empty()).then_some(FieldValue::Options(names))
            } else {
                names.next().map(FieldValue::Text)
            }
        }
        (Answer::Boxes(answered), AnswerKind::Boxes(boxes)) => {
            let value = |label: &str| BoxValue {
                label: label.to_owned(),
                checked: answered
                    .iter()
                    .any(|one| one.is_ticked && draft.slice(one.label) == label),
            };
            let boxes = boxes.iter().map(|one| value(one.label.trim()));
            Some(FieldValue::Boxes(boxes.collect()))
        }
        (Answer::Options(_) | Answer::Boxes(_), _) => None,
    }
}
