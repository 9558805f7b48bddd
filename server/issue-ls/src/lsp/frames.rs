//! Bytes to messages: takes the `Content-Length` frames of the base protocol apart and finds back into step after a
//! broken one.
//!
//! The codec that comes with tower-lsp ends the server at the first frame that it cannot read, so this one stands in
//! its place. It hands out JSON values; what they mean is left to [`transport`](super::transport).
//!
//! Getting back into step rests on one fact: a header line, `Content-Length: 12` with its raw line end, can never be
//! part of a JSON text, neither inside a string (line ends are escaped there) nor outside of one. Wherever such a line
//! turns up, a new frame begins, whatever the length of the previous one claimed.

use std::fmt;

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt};

/// The largest message that is read, in bytes. Issue bodies end at 64 KiB; this leaves room for every Markdown file
/// that an editor may open, and keeps a length that is nonsense from being waited for.
pub const MESSAGE_LIMIT: usize = 64 << 20;

/// The longest header line that is waited for, in bytes.
const HEADER_LINE_LIMIT: usize = 4 << 10;

/// How much is asked of the input at a time, in bytes.
const READ_SIZE: usize = 64 << 10;

/// The longest header line that is found inside of garbage, in bytes.
const HEADER_TAIL: usize = 64;

const LENGTH_HEADER: &[u8] = b"content-length:";

/// Why a frame could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrameError {
    /// The header is not one: what is wrong with it.
    Header(&'static str),
    /// The header announces more than [`MESSAGE_LIMIT`] bytes (or more than any number holds).
    TooLarge,
    /// The body is not JSON, or another frame begins inside of it: the JSON parser's words.
    Body(String),
}

impl fmt::Display for FrameError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FrameError::Header(problem) => write!(
                formatter,
                "a message was skipped: {problem}; send `Content-Length: BYTES`, an empty line and the message"
            ),
            FrameError::TooLarge => write!(
                formatter,
                "a message was skipped: it is larger than {} MiB",
                MESSAGE_LIMIT >> 20
            ),
            FrameError::Body(problem) => write!(
                formatter,
                "a message was skipped: its body is not valid JSON in UTF-8 ({problem})"
            ),
        }
    }
}

/// Where in the stream the reader stands.
#[derive(Clone, Copy)]
enum State {
    /// Before or inside a header.
    Header {
        /// What `Content-Length` said, once that line was read.
        length: Option<usize>,
        /// Whether any line was read.
        begun: bool,
    },
    /// Behind a header; `searched` bytes of the body are known to hold no other header.
    Body { length: usize, searched: usize },
    /// At or inside of a broken frame that was reported: everything up to the next header is dropped.
    Lost,
}

const BETWEEN_FRAMES: State = State::Header {
    length: None,
    begun: false,
};

/// The messages of an input stream.
pub struct Frames<I> {
    input: I,
    buffer: Vec<u8>,
    /// How much of `buffer` was dealt with already.
    start: usize,
    state: State,
}

impl<I: AsyncRead + Unpin> Frames<I> {
    /// Reads messages from `input`.
    pub fn new(input: I) -> Frames<I> {
        Frames {
            input,
            buffer: Vec::new(),
            start: 0,
            state: BETWEEN_FRAMES,
        }
    }

    /// The next message, or why there is none; nothing at the end of the input. Dropping the future loses no byte.
    pub async fn next(&mut self) -> Option<Result<Value, FrameError>> {
        loop {
            if let Some(message) = self.take_message() {
                return Some(message);
            }
            self.buffer.drain(..self.start);
            self.start = 0;
            self.buffer.reserve(READ_SIZE);
            match self.input.read_buf(&mut self.buffer).await {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Takes one message, or one report of a broken frame, out of what was read so far.
    fn take_message(&mut self) -> Option<Result<Value, FrameError>> {
        loop {
            let rest = &self.buffer[self.start..];
            match self.state {
                State::Header { length, begun } => match next_header_line(rest)? {
                    HeaderLine::Length { read, bytes } => {
                        self.start += read;
                        self.state = State::Header {
                            length: Some(bytes),
                            begun: true,
                        };
                    }
                    HeaderLine::Other { read } => {
                        self.start += read;
                        self.state = State::Header {
                            length,
                            begun: true,
                        };
                    }
                    HeaderLine::Empty { read } => match length {
                        Some(length) if length <= MESSAGE_LIMIT => {
                            self.start += read;
                            self.state = State::Body {
                                length,
                                searched: 0,
                            };
                        }
                        Some(_) => {
                            self.start += read;
                            return Some(Err(self.lose(FrameError::TooLarge)));
                        }
                        None if begun => {
                            let problem = "its header has no `Content-Length`";
                            return Some(Err(self.lose(FrameError::Header(problem))));
                        }
                        // Line ends behind a body: some clients send them.
                        None => self.start += read,
                    },
                    HeaderLine::Broken(problem) => {
                        return Some(Err(self.lose(FrameError::Header(problem))));
                    }
                },
                State::Body { length, .. } if rest.len() >= length => {
                    let body = &rest[..length];
                    match parse(body) {
                        Ok(value) => {
                            self.start += length;
                            self.state = BETWEEN_FRAMES;
                            return Some(Ok(value));
                        }
                        // Its length may have been wrong: the next frame may begin anywhere.
                        Err(problem) => return Some(Err(self.lose(FrameError::Body(problem)))),
                    }
                }
                State::Body { length, searched } => {
                    if find_header(&rest[searched..]).is_some() {
                        let problem = "the next message begins inside of it".to_owned();
                        return Some(Err(self.lose(FrameError::Body(problem))));
                    }
                    self.state = State::Body {
                        length,
                        searched: rest.len().saturating_sub(HEADER_TAIL),
                    };
                    return None;
                }
                State::Lost => {
                    if let Some(at) = find_header(rest) {
                        self.start += at;
                        self.state = BETWEEN_FRAMES;
                    } else {
                        self.start += rest.len().saturating_sub(HEADER_TAIL);
                        return None;
                    }
                }
            }
        }
    }

    fn lose(&mut self, error: FrameError) -> FrameError {
        self.state = State::Lost;
        error
    }
}

/// One line of a header; `read` bytes long with its line end.
enum HeaderLine {
    Length { read: usize, bytes: usize },
    Other { read: usize },
    Empty { read: usize },
    Broken(&'static str),
}

/// The header line at the start of `bytes`, once it is there as a whole.
fn next_header_line(bytes: &[u8]) -> Option<HeaderLine> {
    let window = &bytes[..bytes.len().min(HEADER_LINE_LIMIT)];
    let Some(end) = window.iter().position(|byte| *byte == b'\n') else {
        return (window.len() == HEADER_LINE_LIMIT)
            .then_some(HeaderLine::Broken("its header does not end"));
    };
    let read = end + 1;
    let line = bytes[..end].trim_ascii();
    if line.is_empty() {
        return Some(HeaderLine::Empty { read });
    }
    let Some(colon) = line.iter().position(|byte| *byte == b':') else {
        return Some(HeaderLine::Broken("it has no header"));
    };
    let (name, value) = line.split_at(colon + 1);
    if !name.eq_ignore_ascii_case(LENGTH_HEADER) {
        // `Content-Type`, whose only value is UTF-8, or one that is not for us.
        let is_name = name[..colon]
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        return Some(if is_name && find_header(&bytes[..read]).is_none() {
            HeaderLine::Other { read }
        } else {
            HeaderLine::Broken("there is text in front of its header")
        });
    }
    let value = value.trim_ascii();
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return Some(HeaderLine::Broken("its `Content-Length` is not a number"));
    }
    // Digits that no number holds are larger than the limit, too.
    let bytes = str::from_utf8(value)
        .ok()
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(usize::MAX);
    Some(HeaderLine::Length { read, bytes })
}

/// Where in `bytes` a whole `Content-Length: 12` line begins, text in front of it on the same line notwithstanding.
fn find_header(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == b':') {
        let value = from + at + 1;
        from = value;
        let Some(start) = value.checked_sub(LENGTH_HEADER.len()) else {
            continue;
        };
        if !bytes[start..value].eq_ignore_ascii_case(LENGTH_HEADER) {
            continue;
        }
        let window = &bytes[value..bytes.len().min(start + HEADER_TAIL)];
        let Some(end) = window.iter().position(|byte| *byte == b'\n') else {
            continue;
        };
        let digits = bytes[value..value + end].trim_ascii();
        if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) {
            return Some(start);
        }
    }
    None
}

/// The JSON value that `body` is.
fn parse(body: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(body).or_else(|error| {
        replace_lone_surrogates(body)
            .and_then(|repaired| serde_json::from_slice(&repaired).ok())
            .ok_or_else(|| error.to_string())
    })
}

/// `body` with every `\ud83d` that lacks its other half replaced by `\ufffd`, if there is one.
///
/// Editors whose strings are UTF-16 can hold half a character and send it so. U+FFFD takes one UTF-16 code unit as
/// well, so the positions of the client stay right.
fn replace_lone_surrogates(body: &[u8]) -> Option<Vec<u8>> {
    let code_unit = |at: usize| -> Option<u16> {
        let escape = body.get(at..at + 6)?;
        let digits = escape.strip_prefix(b"\\u")?;
        u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut repaired = body.to_vec();
    let mut found = false;
    let mut at = 0;
    while at < body.len() {
        at += match code_unit(at) {
            Some(0xd800..=0xdbff) if matches!(code_unit(at + 6), Some(0xdc00..=0xdfff)) => 12,
            Some(0xd800..=0xdfff) => {
                repaired[at + 2..at + 6].copy_from_slice(b"fffd");
                found = true;
                6
            }
            Some(_) => 6,
            None if body[at] == b'\\' => 2,
            None => 1,
        };
    }
    found.then_some(repaired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;
    use std::collections::VecDeque;

    /// What comes out of `input` when it arrives in pieces of `piece` bytes.
    fn read_in_pieces(input: &[u8], piece: usize) -> Vec<Result<Value, FrameError>> {
        let mut frames = Frames::new(Pieces(input.chunks(piece).map(<[u8]>::to_vec).collect()));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime without drivers always builds");
        runtime.block_on(async {
            let mut read = Vec::new();
            while let Some(message) = frames.next().await {
                read.push(message);
            }
            read
        })
    }

    /// An input that yields one piece a read.
    struct Pieces(VecDeque<Vec<u8>>);

    impl AsyncRead for Pieces {
        fn poll_read(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            buffer: &mut tokio::io::ReadBuf<'_>,
        ) -> std::task::Poll<std::io::Result<()>> {
            if let Some(piece) = self.0.pop_front() {
                let fits = piece.len().min(buffer.remaining());
                buffer.put_slice(&piece[..fits]);
                if fits < piece.len() {
                    self.0.push_front(piece[fits..].to_vec());
                }
            }
            std::task::Poll::Ready(Ok(()))
        }
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    /// The values that come out of `input`, a broken frame standing as its error's kind: the same ones however the
    /// input is cut.
    fn outline(input: impl AsRef<[u8]>) -> Vec<Value> {
        let outline_in_pieces = |piece| -> Vec<Value> {
            read_in_pieces(input.as_ref(), piece)
                .into_iter()
                .map(|message| match message {
                    Ok(value) => value,
                    Err(FrameError::Header(_)) => json!("broken header"),
                    Err(FrameError::TooLarge) => json!("too large"),
                    Err(FrameError::Body(_)) => json!("broken body"),
                })
                .collect()
        };
        let whole = outline_in_pieces(input.as_ref().len().max(1));
        assert_eq!(outline_in_pieces(1), whole, "byte by byte, and as a whole");
        whole
    }

    #[test]
    fn whole_frames_pass_in_order() {
        let input = frame("{\"a\":1}") + &frame("[]") + &frame("\"😀\"");
        assert_eq!(outline(&input), [json!({"a": 1}), json!([]), json!("😀")]);
    }

    #[test]
    fn headers_come_in_any_case_and_order() {
        let input = "content-type: application/vscode-jsonrpc; charset=utf-8\r\nX-Other: 1\r\nCONTENT-LENGTH:1\r\n\r\n1".to_owned()
            + "\r\n"
            + "Content-Length: 1\n\n2";
        assert_eq!(outline(&input), [json!(1), json!(2)]);
    }

    #[test]
    fn garbage_before_a_header_is_reported_once() {
        for garbage in [
            "foobar",
            "foo\r\nbar\r\n\r\n",
            "Content-Length: many\r\n\r\n{}",
            "Content-Length: -1\r\n\r\n",
            "Content-Length\r\n\r\n",
            "X-Other: 1\r\n\r\n",
            "X-Other: ",
        ] {
            let input = garbage.to_owned() + &frame("1") + &frame("2");
            assert_eq!(
                outline(&input),
                [json!("broken header"), json!(1), json!(2)],
                "{garbage:?}"
            );
        }
    }

    #[test]
    fn a_header_that_never_ends_is_given_up() {
        let input = "x".repeat(3 * HEADER_LINE_LIMIT) + "\r\n" + &frame("1");
        assert_eq!(outline(&input), [json!("broken header"), json!(1)]);
    }

    #[test]
    fn a_body_that_is_not_json_costs_only_itself() {
        for body in [
            "",
            "{",
            "{\"a\":}",
            "{} {}",
            "nonsense Content-Length: 7 and more",
        ] {
            let input = frame(body) + &frame("1");
            assert_eq!(
                outline(&input),
                [json!("broken body"), json!(1)],
                "{body:?}"
            );
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_cost_only_their_message() {
        let mut input = b"Content-Length: 4\r\n\r\n\"\xff\xfe\"".to_vec();
        input.extend(frame("1").bytes());
        assert_eq!(outline(input), [json!("broken body"), json!(1)]);
    }

    #[test]
    fn a_length_that_is_too_small_costs_only_its_message() {
        let input = "Content-Length: 3\r\n\r\n{\"a\":1}".to_owned() + &frame("1");
        assert_eq!(outline(&input), [json!("broken body"), json!(1)]);
    }

    #[test]
    fn a_length_that_is_too_large_costs_only_its_message() {
        for length in [8, 20, 40, 1_000_000] {
            let input =
                format!("Content-Length: {length}\r\n\r\n{{\"a\":1}}") + &frame("1") + &frame("2");
            assert_eq!(
                outline(&input),
                [json!("broken body"), json!(1), json!(2)],
                "{length}"
            );
        }
    }

    #[test]
    fn a_message_over_the_limit_is_skipped() {
        let length = MESSAGE_LIMIT + 1;
        let input = format!(
            "Content-Length: {length}\r\n\r\n\"Content-Length: 5\\r\\n{}\"",
            "x".repeat(500)
        ) + &frame("1");
        assert_eq!(outline(&input), [json!("too large"), json!(1)]);
        let input = format!("Content-Length: {}\r\n\r\n", "9".repeat(40)) + &frame("1");
        assert_eq!(outline(&input), [json!("too large"), json!(1)]);
    }

    #[test]
    fn a_header_quoted_in_a_string_is_text() {
        let body = json!({"text": "Content-Length: 5\r\n\r\nhello"}).to_string();
        assert_eq!(
            outline(frame(&body) + &frame("1")),
            [json!({"text": "Content-Length: 5\r\n\r\nhello"}), json!(1)]
        );
    }

    #[test]
    fn half_a_character_becomes_the_replacement_character() {
        let body = r#"["\ud83d","\ude00x","\ud83d\ude00","\\ud83d","\ud83d\n"]"#;
        assert_eq!(
            outline(frame(body)),
            [json!([
                "\u{fffd}",
                "\u{fffd}x",
                "😀",
                "\\ud83d",
                "\u{fffd}\n"
            ])]
        );
    }

    #[test]
    fn an_unfinished_frame_at_the_end_is_dropped() {
        assert_eq!(
            outline(frame("1") + "Content-Length: 5\r\n\r\n12"),
            [json!(1)]
        );
    }

    proptest! {
        #[test]
        fn any_bytes_between_two_frames_leave_the_second_readable(
            garbage in prop::collection::vec(any::<u8>(), 0..60),
            piece in 1usize..50,
        ) {
            let mut input = frame("1").into_bytes();
            input.extend(&garbage);
            input.extend(frame("{\"second\":2}").bytes());
            let messages = read_in_pieces(&input, piece);
            prop_assert_eq!(messages.first(), Some(&Ok(json!(1))));
            prop_assert_eq!(messages.last(), Some(&Ok(json!({"second": 2}))));
        }
    }
}
