//! The text as the Markdown parser is given it: byte for byte as long as the draft, so that every place stays, and with
//! the same meaning by CommonMark's rules, where the parser's own differ.
//!
//! pulldown-cmark knows no lone `\r` as a line end, no tab behind a closing fence, no tab beside the closing marks of a
//! heading, and takes vertical tabs and form feeds for blanks. What the parser finds is left to `markdown`.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr3};

/// Stands for a vertical tab or a form feed: for CommonMark these are text, not blanks.
const STAND_IN: u8 = 0x1a;

/// `text` in the parser's reading.
pub(super) fn for_parser(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: usize| !bytes[at..].starts_with(b"\r\n");
    let differs =
        memchr3(b'\t', b'\x0b', b'\x0c', bytes).is_some() || memchr_iter(b'\r', bytes).any(is_lone);
    if !differs {
        return Cow::Borrowed(text);
    }
    let mut bytes = bytes.to_vec();
    let mut line_start = 0;
    for at in 0..bytes.len() {
        match bytes[at] {
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => bytes[at] = b'\n',
            b'\x0b' | b'\x0c' => bytes[at] = STAND_IN,
            _ => {}
        }
        if matches!(bytes[at], b'\n' | b'\r') {
            blank_tabs_at_end(&mut bytes[line_start..at]);
            line_start = at + 1;
        }
    }
    blank_tabs_at_end(&mut bytes[line_start..]);
    let source = String::from_utf8(bytes);
    Cow::Owned(source.expect("single bytes of ASCII took the place of such bytes"))
}

/// Words that the parser found, with blanks again where [`for_parser`] put a stand-in.
pub(super) fn without_stand_ins(words: String) -> String {
    match memchr(STAND_IN, words.as_bytes()) {
        Some(_) => words.replace(char::from(STAND_IN), " "),
        None => words,
    }
}

/// Makes tabs blanks at the end of a line, and between the words of a heading and its closing marks. Tabs there make no
/// columns.
fn blank_tabs_at_end(line: &mut [u8]) {
    let marks_end = blank_tabs(line, line.len());
    let mut marks = marks_end;
    while marks > 0 && line[marks - 1] == b'#' {
        marks -= 1;
    }
    if marks < marks_end && line[..marks].contains(&b'#') {
        blank_tabs(line, marks);
    }
}

/// Makes the tabs that end at `end` blanks; gives where they begin.
fn blank_tabs(line: &mut [u8], mut end: usize) -> usize {
    while end > 0 && matches!(line[end - 1], b' ' | b'\t') {
        end -= 1;
        line[end] = b' ';
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_tabs_at_them_are_made_plain() {
        for (text, expected) in [
            ("a\rb\r\nc\r\r\n", "a\nb\r\nc\n\r\n"),
            ("```\t\r\n\ta\tb\t \t", "``` \r\n\ta\tb   "),
            ("## é\t##\t\n", "## é ## \n"),
            ("\t##\n", "\t##\n"),
            ("#\u{b}a\u{c}", "#\u{1a}a\u{1a}"),
        ] {
            assert_eq!(for_parser(text), expected, "{text:?}");
        }
        for plain in ["a\nb", "a\r\nb\r\n"] {
            assert!(matches!(for_parser(plain), Cow::Borrowed(_)));
        }
    }
}
