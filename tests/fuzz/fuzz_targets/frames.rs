//! Whatever the bytes, messages are taken out of them, the same ones however the bytes arrive, and a whole frame behind them
//! is read.

#![no_main]

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, ReadBuf};

use frames::{FrameError, Frames};

#[path = "../../../server/issue-ls/src/lsp/frames.rs"]
mod frames;

/// An input that yields so many bytes a read.
struct Pieces<'input> {
    rest: &'input [u8],
    piece: usize,
}

impl AsyncRead for Pieces<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let length = self.piece.min(self.rest.len()).min(buffer.remaining());
        let (now, later) = self.rest.split_at(length);
        buffer.put_slice(now);
        self.rest = later;
        Poll::Ready(Ok(()))
    }
}

fn read(bytes: &[u8], piece: usize) -> Vec<Result<Value, FrameError>> {
    let mut frames = Frames::new(Pieces { rest: bytes, piece });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime without drivers always builds");
    runtime.block_on(async {
        let mut messages = Vec::new();
        while let Some(message) = frames.next().await {
            messages.push(message);
        }
        messages
    })
}

fuzz_target!(|bytes: &[u8]| {
    // A length that claims what follows would hold it back.
    let mut followed = bytes.to_vec();
    followed.extend(b"\r\nContent-Length: 10\r\n\r\n{\"last\":1}");
    let whole = read(&followed, followed.len());
    assert_eq!(whole.last(), Some(&Ok(json!({"last": 1}))));
    assert!(whole.len() <= followed.len());
    for message in whole.iter().filter_map(|message| message.as_ref().err()) {
        assert!(message.to_string().starts_with("a message was skipped: "));
    }
    let outline = |messages: Vec<Result<Value, FrameError>>| -> Vec<Option<Value>> {
        messages.into_iter().map(Result::ok).collect()
    };
    assert_eq!(outline(read(&followed, 1)), outline(whole));
});
