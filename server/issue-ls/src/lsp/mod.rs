//! The language server: the only place that knows tower-lsp and lsp-types.
//!
//! [`frames`] and [`transport`] carry messages, [`server`] hands each to the module for it, [`session`] remembers what
//! lasts. What there is to say about a draft comes from the library; here it is only put into the protocol's words.

use std::process::ExitCode;

use tokio::io::{AsyncRead, AsyncWrite};

use server::Server;
use tolerance::Tolerant;
use transport::Ending;

mod capabilities;
mod client_process;
mod code_actions;
mod code_lens;
mod completion;
mod configuration;
mod convert;
mod definition;
mod diagnostics;
mod documents;
mod drafts;
mod folding;
mod formatting;
mod frames;
mod highlights;
mod hover;
mod inlay_hints;
mod links;
mod pages;
mod refresh;
mod rename;
mod requests;
mod selection_ranges;
mod semantic_tokens;
mod server;
mod session;
mod symbols;
mod tolerance;
mod transport;
mod watching;

#[cfg(test)]
mod tests;

/// Serves the client at standard input and output until it leaves.
///
/// The exit code is 0 when it said `shutdown` before, else 1.
pub fn run() -> ExitCode {
    // One thread: handlers begin in the order of their messages, none computes for more than a few milliseconds, and
    // a round trip takes a fifth less time than with two.
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("issue-ls: the server could not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let ending = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout()));
    // A thread of the runtime may still wait for standard input; it must not be waited for.
    runtime.shutdown_background();
    ExitCode::from(ending.code())
}

/// Serves the client that writes to `input` and reads from `output`.
async fn serve(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> Ending {
    let (service, socket) = Server::service();
    let session = service.inner().session.clone();
    transport::serve(
        input,
        output,
        Tolerant(service),
        socket,
        session.client_gone.notified(),
    )
    .await
}
