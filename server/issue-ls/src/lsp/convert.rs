//! The library's words in the protocol's: positions, ranges, edits and findings. Positions cross the boundary here and
//! nowhere else.

use issue_body::rules::{Finding, Fix, Rule, Severity, Tag};
use issue_body::syntax::Draft;
use issue_body::text::{self, Edit, PositionEncoding};
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, Position, Range, TextEdit, Uri,
};
use serde_json::{Value, json};

use super::capabilities::ClientFlags;

/// The name under which findings appear.
pub const SOURCE: &str = "issue-ls";

/// Where the project lives; empty while it has no public place, and then nothing links to it.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Converts places in one draft.
#[derive(Debug, Clone, Copy)]
pub struct Converter<'draft> {
    draft: &'draft Draft,
    encoding: PositionEncoding,
}

impl<'draft> Converter<'draft> {
    /// Converts places in `draft` to and from columns in `encoding`.
    pub fn new(draft: &'draft Draft, encoding: PositionEncoding) -> Converter<'draft> {
        Converter { draft, encoding }
    }

    /// The position of a byte offset.
    pub fn position(self, offset: usize) -> Position {
        let position = self
            .draft
            .lines
            .position(&self.draft.text, offset, self.encoding);
        Position {
            line: position.line,
            character: position.column,
        }
    }

    /// The positions at both ends of a byte range.
    pub fn range(self, range: text::Range) -> Range {
        Range {
            start: self.position(range.start),
            end: self.position(range.end),
        }
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

    /// A finding in the document `uri`, with as much of it as the client can show.
    pub fn diagnostic(self, finding: &Finding, uri: &Uri, client: &ClientFlags) -> Diagnostic {
        let related = || {
            finding
                .related
                .iter()
                .map(|related| DiagnosticRelatedInformation {
                    location: Location {
                        uri: uri.clone(),
                        range: self.range(related.range),
                    },
                    message: related.message.clone(),
                })
                .collect()
        };
        Diagnostic {
            range: self.range(finding.range),
            severity: Some(severity(finding.severity)),
            code: Some(finding.rule.name.to_owned().into()),
            code_description: client
                .diagnostic_code_description
                .then(|| page(finding.rule))
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

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Information => DiagnosticSeverity::Information,
    }
}

/// The page of a rule, once there is a public place for it.
fn page(rule: &Rule) -> Option<CodeDescription> {
    (!REPOSITORY.is_empty()).then(|| CodeDescription {
        href: format!("{REPOSITORY}/blob/main/docs/rules.md#{}", rule.name).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use issue_body::syntax::Origin;

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
            let converter = Converter::new(&draft, encoding);
            let range = converter.range(byte_range);
            assert_eq!(range.start, Position { line: 1, character });
            let edits = converter.text_edits(&[Edit::replace(byte_range, "y")]);
            assert_eq!((edits[0].range, edits[0].new_text.as_str()), (range, "y"));
        }
    }
}
