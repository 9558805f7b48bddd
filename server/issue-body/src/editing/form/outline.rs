//! The lines of a form file by their indentation, and which place of the form a cursor stands at.

use crate::template::form::{ElementType, Key, MappingKind};
use crate::template::{FormFile, FormFileKind};
use crate::text::{Range, split_lines};

/// A place at which something of a form is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place<'text> {
    /// The key of a mapping, or a word that may become one.
    Key {
        /// The mapping.
        mapping: MappingKind,
        /// The word, empty where nothing is typed yet.
        word: Range,
        /// The other keys of the mapping.
        present: Vec<&'text str>,
        /// Whether a colon stands behind the word.
        has_colon: bool,
    },
    /// The value of a key, on the same line.
    Value {
        /// The mapping.
        mapping: MappingKind,
        /// Its key.
        key: &'static Key,
        /// From the colon to the end of the line or to a comment.
        range: Range,
    },
    /// An item of the list under `labels`.
    Label {
        /// From behind the dash to the end of the line or to a comment.
        range: Range,
    },
}

/// The lines of a form file.
pub(super) struct Outline<'text> {
    text: &'text str,
    /// The mapping that the whole file is.
    root: MappingKind,
    lines: Vec<Line>,
}

/// A line. Columns count bytes.
struct Line {
    /// Without its line end.
    range: Range,
    /// Whether it says nothing: blank, a comment, a mark between documents.
    is_blank: bool,
    /// The columns of the dashes that begin it.
    dashes: Vec<usize>,
    /// The column of what stands behind the indentation and the dashes.
    column: usize,
    /// The key, where a colon stands behind a word.
    key: Option<Range>,
    /// What stands behind the key or the dashes, without blanks around it and without a comment.
    content: Range,
}

/// What holds a line, from the inside out.
enum Owner {
    /// An item of a list.
    Item,
    /// A key with nothing behind its colon, by the row of its line.
    Key(usize),
}

impl<'text> Outline<'text> {
    pub fn new(file: &'text FormFile) -> Outline<'text> {
        let text: &str = &file.text;
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let lines = split_lines(text, Range::new(start, text.len()));
        let mut lines: Vec<Line> = lines.map(|(line, _)| Line::new(text, line)).collect();
        // Behind the last line end a line can be begun.
        if lines.is_empty() || text.ends_with(['\n', '\r']) {
            lines.push(Line::new(text, Range::empty(text.len())));
        }
        let root = match file.kind {
            FormFileKind::Form => MappingKind::Form,
            FormFileKind::Chooser => MappingKind::Chooser,
        };
        Outline { text, root, lines }
    }

    /// The place of the form at `offset`, where it is one.
    pub fn place_at(&self, offset: usize) -> Option<Place<'text>> {
        let row = self
            .lines
            .iter()
            .position(|line| line.range.touches(offset))?;
        let line = &self.lines[row];
        if let Some(comment) = comment_of(self.text, line.range)
            && offset > comment
        {
            return None;
        }
        if let Some(key) = line.key
            && offset > key.end
        {
            let mapping = self.mapping(row, line.column)?;
            let key_found = mapping.key(&self.text[key])?;
            let end = line.content.end.max(offset);
            return Some(Place::Value {
                mapping,
                key: key_found,
                range: Range::new(key.end + 1, end),
            });
        }
        let is_empty = line.key.is_none() && line.content.is_empty();
        let column = if is_empty {
            offset - line.range.start
        } else {
            line.column
        };
        if line.dashes.last().is_some_and(|dash| column <= *dash) {
            return None;
        }
        let word = line.key.unwrap_or(if is_empty {
            Range::empty(offset)
        } else {
            line.content
        });
        if !word.touches(offset) {
            return None;
        }
        if let Some(mapping) = self.mapping(row, column) {
            let is_word = self.text[word].bytes().all(is_key_byte);
            return is_word.then(|| Place::Key {
                mapping,
                word,
                present: self.siblings(row, column).map(|(key, _)| key).collect(),
                has_colon: line.key.is_some(),
            });
        }
        let owners = self.owners(row, column)?;
        match owners[..] {
            [Owner::Item, Owner::Key(owner)] if self.key_of(owner) == Some("labels") => {
                Some(Place::Label { range: word })
            }
            _ => None,
        }
    }

    /// The mapping whose keys stand in `column` at `row`.
    fn mapping(&self, row: usize, column: usize) -> Option<MappingKind> {
        let owners = self.owners(row, column)?;
        let is_key = |row: usize, name: &str| self.key_of(row) == Some(name);
        match owners[..] {
            [] => Some(self.root),
            [Owner::Item, Owner::Key(links)] if self.root == MappingKind::Chooser => {
                is_key(links, "contact_links").then_some(MappingKind::ContactLink)
            }
            [Owner::Item, Owner::Key(body)] if is_key(body, "body") => {
                Some(MappingKind::Element(self.type_among(row, column)))
            }
            [Owner::Key(inner), Owner::Item, Owner::Key(body)] if is_key(body, "body") => {
                let element_type = self.type_among(inner, self.lines[inner].column);
                match self.key_of(inner)? {
                    "attributes" => Some(MappingKind::Attributes(element_type)),
                    "validations" => Some(MappingKind::Validations(element_type)),
                    _ => None,
                }
            }
            [
                Owner::Item,
                Owner::Key(options),
                Owner::Key(attributes),
                Owner::Item,
                Owner::Key(body),
            ] if is_key(options, "options")
                && is_key(attributes, "attributes")
                && is_key(body, "body") =>
            {
                let element_type = self.type_among(attributes, self.lines[attributes].column);
                (element_type == Some(ElementType::Checkboxes))
                    .then_some(MappingKind::CheckboxOption)
            }
            _ => None,
        }
    }

    /// What holds the thing in `column` at `row`, from the inside out; `None` inside a text of several lines or in braces.
    fn owners(&self, row: usize, column: usize) -> Option<Vec<Owner>> {
        let mut owners = Vec::new();
        let mut limit = column;
        // A list may stand in the column of the key that it belongs to.
        let mut is_dash = false;
        let pass_dashes =
            |line: &Line, limit: &mut usize, is_dash: &mut bool, owners: &mut Vec<Owner>| {
                for dash in line.dashes.iter().rev().copied() {
                    if dash < *limit {
                        owners.push(Owner::Item);
                        *limit = dash;
                        *is_dash = true;
                    }
                }
            };
        pass_dashes(&self.lines[row], &mut limit, &mut is_dash, &mut owners);
        for (above, line) in self.lines[..row].iter().enumerate().rev() {
            if line.is_blank {
                continue;
            }
            let is_owner = line.column < limit || (is_dash && line.column == limit);
            if is_owner && (line.key.is_some() || !line.content.is_empty()) {
                if line.key.is_none() || !line.content.is_empty() {
                    return None;
                }
                owners.push(Owner::Key(above));
                limit = line.column;
                is_dash = false;
            }
            pass_dashes(line, &mut limit, &mut is_dash, &mut owners);
            if limit == 0 && !is_dash {
                break;
            }
        }
        Some(owners)
    }

    /// The keys beside the one in `column` at `row`, with the rows of their lines.
    fn siblings(&self, row: usize, column: usize) -> impl Iterator<Item = (&'text str, usize)> {
        let begins_item = |line: &Line| line.dashes.iter().any(|dash| *dash < column);
        let mut found = Vec::new();
        let is_first = begins_item(&self.lines[row]);
        for above in (0..row).rev().take_while(|_| !is_first) {
            let line = &self.lines[above];
            if line.is_blank {
                continue;
            }
            if line.column == column {
                found.extend(self.key_of(above).map(|key| (key, above)));
            }
            if line.column < column || begins_item(line) {
                break;
            }
        }
        for below in row + 1..self.lines.len() {
            let line = &self.lines[below];
            if line.is_blank {
                continue;
            }
            if line.column < column || begins_item(line) {
                break;
            }
            if line.column == column {
                found.extend(self.key_of(below).map(|key| (key, below)));
            }
        }
        found.into_iter()
    }

    /// The type of the element whose keys stand in `column` around `row`.
    fn type_among(&self, row: usize, column: usize) -> Option<ElementType> {
        let own = self.key_of(row).map(|key| (key, row));
        let (_, row) = own
            .into_iter()
            .chain(self.siblings(row, column))
            .find(|(key, _)| *key == "type")?;
        let value = &self.text[self.lines[row].content];
        ElementType::from_name(value.trim_matches(['"', '\'']))
    }

    fn key_of(&self, row: usize) -> Option<&'text str> {
        self.lines[row].key.map(|key| &self.text[key])
    }
}

impl Line {
    fn new(text: &str, range: Range) -> Line {
        let end = comment_of(text, range).unwrap_or(range.end);
        let source = &text[Range::new(range.start, end)];
        let is_mark = source.starts_with(['%']) || matches!(source.trim_end(), "---" | "...");
        let mut dashes = Vec::new();
        let mut column = source.len() - source.trim_start_matches(' ').len();
        while let Some(rest) = source[column..].strip_prefix('-') {
            if is_mark || !(rest.is_empty() || rest.starts_with(' ')) {
                break;
            }
            dashes.push(column);
            column = source.len() - rest.trim_start_matches(' ').len();
        }
        let start = range.start + column;
        let content = Range::new(start, end).trimmed(text);
        let key = content.len().min(
            text[content]
                .bytes()
                .take_while(|byte| is_key_byte(*byte))
                .count(),
        );
        let behind = &text[Range::new(start + key, end)];
        let is_key = key > 0
            && behind
                .strip_prefix(':')
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        Line {
            range,
            is_blank: is_mark || source.trim().is_empty(),
            dashes,
            column,
            key: is_key.then(|| Range::new(start, start + key)),
            content: if is_key {
                Range::new(start + key + 1, end).trimmed(text)
            } else {
                content
            },
        }
    }
}

/// Where the comment of a line begins. In quotes there is none.
fn comment_of(text: &str, line: Range) -> Option<usize> {
    let mut quote = None;
    let mut before = ' ';
    for (at, character) in text[line].char_indices() {
        match (quote, character) {
            (None, '#') if before.is_whitespace() => return Some(line.start + at),
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        before = character;
    }
    None
}

const fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}
