//! The server as a program of its own, with a client at its pipes.

use std::process::Stdio;

use tokio::process::{Child, Command};

pub use client::TestClient;

#[path = "../../src/lsp/tests/client.rs"]
#[allow(dead_code, reason = "the tests in memory use all of it")]
mod client;

/// Starts the program. It ends with the value that is given back.
pub fn start() -> (TestClient, Child) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_issue-ls"))
        .arg("server")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the program starts");
    let input = server.stdin.take().expect("its input is a pipe");
    let output = server.stdout.take().expect("its output is a pipe");
    (TestClient::new(input, output), server)
}
