//! The library's words in the protocol's: positions, ranges, edits and findings. Positions cross the boundary here and
//! nowhere else.

use std::collections::HashMap;

use issue_body::editing::{Change, Completion, CompletionKind, snippet};
use issue_body::rules::{Finding, Fix, RelatedPlace, Rule, Severity, Tag};
use issue_body::template::{Part, plain};
use issue_body::text::{self, Edit, PositionEncoding, SourceText};
use lsp_types::{
    CodeDescription, Command, CompletionItem, CompletionItemKind, CompletionItemTag, Diagnostic,
    DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Documentation,
    InsertTextFormat, Location, MarkupContent, MarkupKind, OptionalVersionedTextDocumentIdentifier,
    Position, Range, SnippetTextEdit, StringValue, TextDocumentEdit, TextDocumentIdentifier,
    TextEdit, Uri, WorkspaceEdit,
};
use serde_json::{Value, json};

use super::capabilities::{ClientFlags, RETRIGGER};
use super::pages;
use crate::project;
use crate::workspace::RepositoryTemplate;

/// The name under which findings appear.
pub const SOURCE: &str = "issue-ls";

/// Converts places in one document.
#[derive(Debug, Clone, Copy)]
pub struct Converter<'text> {
    source: SourceText<'text>,
    /// The file of the draft's template, where that is the repository's.
    template: Option<&'text RepositoryTemplate>,
    encoding: PositionEncoding,
}

impl<'text> Converter<'text> {
    /// Converts places in `source` to and from columns in `encoding`.
    pub fn new(source: SourceText<'text>, encoding: PositionEncoding) -> Converter<'text> {
        Converter {
            source,
            template: None,
            encoding,
        }
    }

    /// Converts places in the file of the draft's template as well.
    pub fn with_template(self, template: Option<&'text RepositoryTemplate>) -> Converter<'text> {
        Converter { template, ..self }
    }

    /// The position of a byte offset.
    pub fn position(self, offset: usize) -> Position {
        position(self.source, offset, self.encoding)
    }

    /// The positions at both ends of a byte range.
    pub fn range(self, range: text::Range) -> Range {
        Range {
            start: self.position(range.start),
            end: self.position(range.end),
        }
    }

    /// The first line of a place in the file of the draft's template.
    pub fn in_template(self, range: text::Range) -> Option<Location> {
        let file = self.template?;
        let line = file.source().first_line_of(range);
        let position = |offset| position(file.source(), offset, self.encoding);
        Some(Location {
            uri: url::Url::from_file_path(&file.path)
                .ok()?
                .to_string()
                .into(),
            range: Range {
                start: position(line.start),
                end: position(line.end),
            },
        })
    }

    /// The byte offset of a position; the nearest one inside the text for a position outside.
    pub fn offset(self, position: Position) -> usize {
        let position = text::Position {
            line: position.line,
            column: position.character,
        };
        self.source.offset(position, self.encoding)
    }

    /// The byte range between two positions, in whichever order they come.
    pub fn byte_range(self, range: Range) -> text::Range {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        text::Range::new(start.min(end), start.max(end))
    }

    /// Edits of the text.
    pub fn text_edits(self, edits: &[Edit]) -> Vec<TextEdit> {
        edits
            .iter()
            .map(|edit| TextEdit {
                range: self.range(edit.range),
                new_text: edit.content.clone(),
            })
            .collect()
    }

    /// An entry of the list of what can be written, without what there is to read about it.
    pub fn completion_item(self, completion: &Completion, client: &ClientFlags) -> CompletionItem {
        let is_blank = |part: &Part| matches!(part, Part::Blank { .. });
        let is_snippet = client.completion_snippets && completion.insert.iter().any(is_blank);
        let new_text = if is_snippet {
            snippet(&completion.insert)
        } else {
            plain(&completion.insert, "\n")
        };
        let edit = TextEdit {
            range: self.range(completion.replace),
            new_text,
        };
        CompletionItem {
            label: completion.label.clone(),
            kind: Some(completion_kind(completion.kind)),
            tags: (completion.deprecated && client.completion_tag_deprecated)
                .then(|| vec![CompletionItemTag::Deprecated]),
            detail: completion.detail.clone(),
            sort_text: Some(completion.sort_text.clone()),
            filter_text: completion.filter_text.clone(),
            insert_text_format: is_snippet.then_some(InsertTextFormat::Snippet),
            text_edit: Some(edit.into()),
            command: (completion.retrigger && client.retriggers_completion).then(|| Command {
                title: "Complete what comes next".to_owned(),
                command: RETRIGGER.to_owned(),
                ..Command::default()
            }),
            ..CompletionItem::default()
        }
    }

    /// The change that an action makes in version `version` of `uri`, with tab stops where the client takes them.
    pub fn workspace_edit(
        self,
        change: &Change,
        uri: &Uri,
        version: i32,
        client: &ClientFlags,
    ) -> WorkspaceEdit {
        let edits = match change {
            Change::Edits(edits) => self.text_edits(edits),
            Change::Skeleton { offset, parts } => {
                if client.snippet_edits {
                    let edit = SnippetTextEdit {
                        range: self.range(text::Range::empty(*offset)),
                        snippet: StringValue::new(snippet(parts)),
                        annotation_id: None,
                    };
                    return versioned(uri, version, vec![edit.into()]);
                }
                self.text_edits(&[Edit::insert(*offset, plain(parts, "\n"))])
            }
        };
        if client.versioned_edits {
            versioned(uri, version, edits.into_iter().map(Into::into).collect())
        } else {
            WorkspaceEdit {
                changes: Some(HashMap::from([(uri.clone(), edits)])),
                ..WorkspaceEdit::default()
            }
        }
    }

    /// A finding in the document `uri`, with as much of it as the client can show.
    pub fn diagnostic(self, finding: &Finding, uri: &Uri, client: &ClientFlags) -> Diagnostic {
        let related = || {
            finding
                .related
                .iter()
                .filter_map(|related| {
                    let location = match related.document {
                        RelatedPlace::Draft => Location {
                            uri: uri.clone(),
                            range: self.range(related.range),
                        },
                        RelatedPlace::Template => self.in_template(related.range)?,
                    };
                    Some(DiagnosticRelatedInformation {
                        location,
                        message: related.message.clone(),
                    })
                })
                .collect()
        };
        Diagnostic {
            range: self.range(finding.range),
            severity: Some(severity(finding.severity)),
            code: Some(finding.rule.name.to_owned().into()),
            code_description: client
                .diagnostic_code_description
                .then(|| page(finding.rule, client))
                .flatten(),
            source: Some(SOURCE.to_owned()),
            message: finding.message.clone().into(),
            tags: finding.tag.and_then(|tag| match tag {
                Tag::Unnecessary if client.diagnostic_tag_unnecessary => {
                    Some(vec![DiagnosticTag::Unnecessary])
                }
                Tag::Deprecated if client.diagnostic_tag_deprecated => {
                    Some(vec![DiagnosticTag::Deprecated])
                }
                Tag::Unnecessary | Tag::Deprecated => None,
            }),
            related_information: (client.diagnostic_related_information
                && !finding.related.is_empty())
            .then(related),
            data: finding
                .fix
                .as_ref()
                .filter(|_| client.diagnostic_data)
                .map(|fix| self.fix_data(fix)),
        }
    }

    /// What a diagnostic carries for clients that work with fixes by themselves.
    fn fix_data(self, fix: &Fix) -> Value {
        json!({
            "title": fix.title,
            "applicability": fix.applicability.name(),
            "edits": self.text_edits(&fix.edits),
        })
    }
}

fn position(source: SourceText<'_>, offset: usize, encoding: PositionEncoding) -> Position {
    let position = source.position(offset, encoding);
    Position {
        line: position.line,
        character: position.column,
    }
}

fn versioned(uri: &Uri, version: i32, edits: Vec<lsp_types::Edit>) -> WorkspaceEdit {
    let text_document = OptionalVersionedTextDocumentIdentifier::new(
        Some(version),
        TextDocumentIdentifier::new(uri.clone()),
    );
    let edit = TextDocumentEdit::new(text_document, edits);
    WorkspaceEdit {
        document_changes: Some(vec![edit.into()]),
        ..WorkspaceEdit::default()
    }
}

/// Markdown for a client that shows it, or the same as plain text: it reads well enough.
pub fn markup(text: String, shows_markdown: bool) -> MarkupContent {
    let kind = if shows_markdown {
        MarkupKind::Markdown
    } else {
        MarkupKind::PlainText
    };
    MarkupContent { kind, value: text }
}

/// What there is to read about an entry of the list, as the client can show it.
pub fn documentation(text: String, client: &ClientFlags) -> Documentation {
    if client.completion_markup {
        markup(text, client.completion_markdown).into()
    } else {
        text.into()
    }
}

/// The nearest of the protocol's kinds, which are made for programming languages.
fn completion_kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Label | CompletionKind::Value => CompletionItemKind::EnumMember,
        CompletionKind::Version => CompletionItemKind::Constant,
        CompletionKind::Section | CompletionKind::ReleaseBlock | CompletionKind::Template => {
            CompletionItemKind::Snippet
        }
        CompletionKind::ReleaseKey | CompletionKind::FrontMatterKey => CompletionItemKind::Property,
        CompletionKind::Command => CompletionItemKind::Function,
        CompletionKind::Binary => CompletionItemKind::Module,
        CompletionKind::Rule | CompletionKind::PullRequest => CompletionItemKind::Reference,
        CompletionKind::Directive => CompletionItemKind::Keyword,
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Information => DiagnosticSeverity::Information,
    }
}

/// Where the page of a rule is: here, for a client that shows documents of the server, else in public, once there is such
/// a place.
fn page(rule: &Rule, client: &ClientFlags) -> Option<CodeDescription> {
    if client.shows_pages {
        return Some(CodeDescription {
            href: pages::of_rule(rule),
        });
    }
    project::page_of(rule).map(|page| CodeDescription { href: page.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use issue_body::syntax::{Draft, Origin};

    const ENCODINGS: [(PositionEncoding, u32); 3] = [
        (PositionEncoding::Utf8, 7),
        (PositionEncoding::Utf16, 4),
        (PositionEncoding::Utf32, 3),
    ];

    #[test]
    fn places_are_converted_in_the_negotiated_encoding() {
        let draft = Draft::parse("one\r\n😀é=x\r\n", Origin::File);
        let byte_range = text::Range::new(12, 13);
        for (encoding, character) in ENCODINGS {
            let converter = Converter::new(draft.source(), encoding);
            let range = converter.range(byte_range);
            assert_eq!(range.start, Position { line: 1, character });
            assert_eq!(converter.byte_range(range), byte_range);
            let edits = converter.text_edits(&[Edit::replace(byte_range, "y")]);
            assert_eq!((edits[0].range, edits[0].new_text.as_str()), (range, "y"));
        }
    }

    #[test]
    fn a_range_may_come_the_wrong_way_round() {
        let draft = Draft::parse("abc", Origin::File);
        let converter = Converter::new(draft.source(), PositionEncoding::Utf16);
        let range = Range {
            start: Position {
                line: 7,
                character: 0,
            },
            end: Position {
                line: 0,
                character: 1,
            },
        };
        assert_eq!(converter.byte_range(range), text::Range::new(1, 3));
    }
}
