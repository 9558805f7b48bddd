//! The open documents: the text of each as the editor has it, whether or not it was ever saved.
//!
//! A document is known by the URI that the client gave it, letter for letter, of whatever scheme. Nothing here reads a
//! file. What the texts mean is left to the library.

use std::collections::HashMap;
use std::path::Path;

use issue_body::syntax::Origin;
use issue_body::text::PositionEncoding;
use lsp_types::{Diagnostic, Position, TextDocumentContentChangeEvent, Uri};
use ropey::Rope;

use crate::workspace::{DocumentKind, Parsed};

/// The documents that the client has open.
#[derive(Debug, Default)]
pub struct Documents {
    open: HashMap<Uri, Document>,
}

impl Documents {
    /// Takes a document in, in the place of one that was open under the same URI.
    pub fn open(&mut self, uri: Uri, version: i32, text: &str) {
        let mut document = Document::new(version, text, kind(&uri));
        document.published = self.close(&uri).and_then(|earlier| earlier.published);
        self.open.insert(uri, document);
    }

    /// The document `uri`, if it is open.
    pub fn get_mut(&mut self, uri: &Uri) -> Option<&mut Document> {
        self.open.get_mut(uri)
    }

    /// Lets a document go; gives it back, if it was open.
    pub fn close(&mut self, uri: &Uri) -> Option<Document> {
        self.open.remove(uri)
    }

    /// All open documents with their versions, in no order.
    pub fn versions(&self) -> impl Iterator<Item = (Uri, i32)> {
        self.open
            .iter()
            .map(|(uri, document)| (uri.clone(), document.version))
    }
}

/// A document: its text and the version that the client counts.
#[derive(Debug)]
pub struct Document {
    /// The client's number of this text.
    pub version: i32,
    /// The findings that the client was sent last, with the version they belong to. They have to be taken back some day.
    pub published: Option<(i32, Vec<Diagnostic>)>,
    kind: DocumentKind,
    rope: Rope,
    /// The present text, read as what it is taken for, once somebody has asked for it.
    parsed: Option<Parsed>,
}

impl Document {
    /// A document with the text that it was opened with.
    pub fn new(version: i32, text: &str, kind: DocumentKind) -> Document {
        Document {
            version,
            published: None,
            kind,
            rope: Rope::from_str(text),
            parsed: None,
        }
    }

    /// Applies `changes` one after the other, as the client did. A position outside the text counts as the nearest one
    /// inside, a range that is the wrong way round as the right one.
    pub fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: PositionEncoding,
    ) {
        self.version = version;
        self.parsed = None;
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    self.rope = Rope::from_str(&whole.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let start = char_index(&self.rope, part.range.start, encoding);
                    let end = char_index(&self.rope, part.range.end, encoding);
                    let first = start.min(end);
                    self.rope.remove(first..start.max(end));
                    self.rope.insert(first, &part.text);
                }
            }
        }
    }

    /// Whether anybody has asked for the present text yet.
    pub fn is_parsed(&self) -> bool {
        self.parsed.is_some()
    }

    /// The present text, read as what it is taken for.
    pub fn parsed(&mut self) -> Parsed {
        let read = || Parsed::read(String::from(&self.rope), self.kind);
        self.parsed.get_or_insert_with(read).clone()
    }

    /// The present text, as those see it who question it.
    #[cfg(test)]
    pub fn text(&mut self) -> String {
        match self.parsed() {
            Parsed::Draft(draft) => draft.text.to_string(),
            Parsed::Form(file) => file.text.to_string(),
        }
    }
}

/// What a document is taken for. Of whatever scheme its URI is, the path in it tells.
fn kind(uri: &Uri) -> DocumentKind {
    if uri.as_ref().starts_with("newissue:") {
        return DocumentKind::Draft(Origin::VscodeNewIssue);
    }
    let url = url::Url::parse(uri.as_ref());
    let path = url.as_ref().map_or(uri.as_ref(), url::Url::path);
    DocumentKind::of_path(Path::new(path))
}

/// The character of `rope` at `position`, whose column counts in `encoding`. A row past the last gives the end of the
/// text, a column past the end of its row the end of that row, a column inside a character that character.
fn char_index(rope: &Rope, position: Position, encoding: PositionEncoding) -> usize {
    let row = position.line as usize;
    if row >= rope.len_lines() {
        return rope.len_chars();
    }
    let line = rope.line(row);
    let column = position.character as usize;
    let inside = match encoding {
        PositionEncoding::Utf8 => line.byte_to_char(column.min(line.len_bytes())),
        PositionEncoding::Utf16 => line.utf16_cu_to_char(column.min(line.len_utf16_cu())),
        PositionEncoding::Utf32 => column,
    };
    let line_end = line
        .chars_at(line.len_chars())
        .reversed()
        .take(2)
        .take_while(|character| matches!(character, '\n' | '\r'))
        .count();
    rope.line_to_char(row) + inside.min(line.len_chars() - line_end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use issue_body::template::FormFileKind;
    use issue_body::text::{Edit, LineIndex, Range, apply_edits};
    use lsp_types::{TextDocumentContentChangePartial, TextDocumentContentChangeWholeDocument};
    use proptest::prelude::*;

    const ENCODINGS: [PositionEncoding; 3] = [
        PositionEncoding::Utf8,
        PositionEncoding::Utf16,
        PositionEncoding::Utf32,
    ];

    const DRAFT: DocumentKind = DocumentKind::Draft(Origin::File);

    fn part(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let position = |(line, character)| Position { line, character };
        let range = lsp_types::Range {
            start: position(from),
            end: position(to),
        };
        TextDocumentContentChangePartial::new(range, None, text.to_owned()).into()
    }

    fn whole(text: &str) -> TextDocumentContentChangeEvent {
        TextDocumentContentChangeWholeDocument::new(text.to_owned()).into()
    }

    /// The text after `changes` were made to `text`.
    fn changed(
        text: &str,
        encoding: PositionEncoding,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) -> String {
        let mut document = Document::new(1, text, DRAFT);
        document.change(2, changes, encoding);
        document.text()
    }

    #[test]
    fn changes_build_on_each_other() {
        let changes = vec![
            part((0, 0), (0, 1), "A"),
            part((0, 1), (0, 1), "\n"),
            part((1, 0), (1, 1), "B"),
        ];
        assert_eq!(changed("abc", PositionEncoding::Utf16, changes), "A\nBc");
        let changes = vec![
            part((0, 0), (9, 9), "lost"),
            whole("abc"),
            part((0, 3), (0, 3), "!"),
        ];
        assert_eq!(changed("", PositionEncoding::Utf16, changes), "abc!");
    }

    #[test]
    fn columns_count_in_the_negotiated_encoding() {
        for (encoding, column) in ENCODINGS.into_iter().zip([6, 3, 2]) {
            let changes = vec![part((0, column), (0, column + 1), "X")];
            assert_eq!(changed("é😀=", encoding, changes), "é😀X", "{encoding:?}");
        }
    }

    #[test]
    fn every_line_end_of_the_protocol_is_one_and_no_other() {
        let text = "a\r\nb\rc\nd\u{2028}e\u{b}f\u{c}g\u{85}h";
        for (row, expected) in [
            (1, "a\r\n|b\rc\nd\u{2028}e\u{b}f\u{c}g\u{85}h"),
            (2, "a\r\nb\r|c\nd\u{2028}e\u{b}f\u{c}g\u{85}h"),
            (3, "a\r\nb\rc\n|d\u{2028}e\u{b}f\u{c}g\u{85}h"),
            (4, "a\r\nb\rc\nd\u{2028}e\u{b}f\u{c}g\u{85}h|"),
        ] {
            let changes = vec![part((row, 0), (row, 0), "|")];
            assert_eq!(changed(text, PositionEncoding::Utf16, changes), expected);
        }
    }

    #[test]
    fn positions_outside_the_text_are_clamped() {
        let past_the_row = vec![part((0, 99), (0, u32::MAX), "|")];
        assert_eq!(
            changed("ab\r\ncd", PositionEncoding::Utf16, past_the_row),
            "ab|\r\ncd"
        );
        let past_the_text = vec![part((9, 9), (u32::MAX, u32::MAX), "|")];
        assert_eq!(
            changed("ab\r\ncd", PositionEncoding::Utf16, past_the_text),
            "ab\r\ncd|"
        );
        let wrong_way_round = vec![part((0, 2), (0, 1), "|")];
        assert_eq!(
            changed("ab", PositionEncoding::Utf16, wrong_way_round),
            "a|"
        );
        let inside_a_character = vec![part((0, 1), (0, 2), "|")];
        assert_eq!(
            changed("😀b", PositionEncoding::Utf16, inside_a_character),
            "|b"
        );
    }

    #[test]
    fn uris_of_any_scheme_are_kept_apart_letter_for_letter() {
        let uris = [
            "file:///c%3A/Users/x/draft.md",
            "file:///C:/Users/x/draft.md",
            "file://SERVER/share/draft.md",
            "untitled:Untitled-1",
            "newissue:/NewIssue.md",
            "vscode-vfs://github%2B7b/owner/repo/draft.md",
            "octo://owner/repo/issue/1",
            "not a uri at all",
        ];
        let mut documents = Documents::default();
        for (version, uri) in (1..).zip(uris) {
            documents.open(uri.into(), version, uri);
        }
        for (version, uri) in (1..).zip(uris) {
            let document = documents.get_mut(&uri.into()).expect("it was opened");
            assert_eq!(
                (document.version, document.text()),
                (version, uri.to_owned())
            );
        }
        assert!(documents.close(&"untitled:Untitled-1".into()).is_some());
        assert!(documents.close(&"untitled:Untitled-1".into()).is_none());
        assert_eq!(documents.versions().count(), uris.len() - 1);
    }

    #[test]
    fn a_form_is_told_by_the_path_in_its_uri() {
        let form = DocumentKind::Form(FormFileKind::Form);
        for (uri, expected) in [
            ("file:///a%20b/.github/ISSUE_TEMPLATE/bug.yml", form),
            (
                "file:///c%3A/.github/ISSUE_TEMPLATE/bug%20report.yaml",
                form,
            ),
            (
                "vscode-vfs://github/o/r/.github/ISSUE_TEMPLATE/bug.yml?ref=x",
                form,
            ),
            ("git:/a/ISSUE_TEMPLATE/bug.yml", form),
            ("file:///a/ISSUE_TEMPLATE/bug.md", DRAFT),
            ("file:///a/bug.yml", DRAFT),
            ("untitled:Untitled-1", DRAFT),
            ("not a uri/ISSUE_TEMPLATE/bug.yml", form),
        ] {
            assert_eq!(kind(&uri.into()), expected, "{uri}");
        }
    }

    /// The same change made by other means: offsets of the library's line index, in a plain string.
    fn model(
        text: &str,
        from: (u32, u32),
        to: (u32, u32),
        new: &str,
        encoding: PositionEncoding,
    ) -> String {
        let index = LineIndex::new(text);
        let offset = |(line, column)| {
            index.offset(text, issue_body::text::Position { line, column }, encoding)
        };
        let (start, end) = (offset(from), offset(to));
        let range = Range::new(start.min(end), start.max(end));
        apply_edits(text, &[Edit::replace(range, new)])
    }

    const TEXT: &str = "[ab\n\r\té😀\u{2028}\u{85}]{0,12}";

    proptest! {
        #[test]
        fn any_sequence_of_changes_gives_the_text_of_the_model(
            start in "[ab\n\r\té😀\u{2028}\u{85}]{0,2000}",
            changes in prop::collection::vec(((0u32..40, 0u32..12), (0u32..40, 0u32..12), TEXT), 1..40),
            encoding in 0usize..3,
        ) {
            let encoding = ENCODINGS[encoding];
            let mut document = Document::new(0, &start, DRAFT);
            let mut expected = start;
            for (version, (from, to, text)) in (1..).zip(changes) {
                document.change(version, vec![part(from, to, &text)], encoding);
                expected = model(&expected, from, to, &text, encoding);
                prop_assert_eq!(&document.text(), &expected);
            }
        }
    }
}
