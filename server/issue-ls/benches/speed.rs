//! How long a person waits: from a keystroke to its diagnostics, and for `check` of one draft, beside a program that
//! does nothing. The real binary is driven from outside, over its pipes.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use divan::Bencher;
use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_issue-ls");

/// The size of the draft in an editor, in bytes: GitHub's own limit for a body.
const LARGE: usize = 64 * 1024;

fn main() {
    divan::main();
}

/// A well-formed draft of about `size` bytes: blocks and sections of a patch-release issue, prose, lists and logs.
fn draft(size: usize) -> String {
    let head = "```release\nintroduced-in=v1.36.0\n```\n\n```release\nresolved-in=v1.36.4\n```\n\n\
                /priority critical-urgent\n/sig node\n\n## Symptoms\n\n";
    let tail = "\n## Root cause\n\nThe kubelet reads the table twice.\n\nBinaries:\n- kubelet\n\n\
                ## Impact\n\nEvery node with NFS volumes.\n\n## Resolution\n\nRead it once.\n\n## PRs\n\n- #123456\n";
    let paragraph = "Pods with more than one volume stay in `ContainerCreating` after the node restarts, until the \
                     *second* sync — see [the log](https://example.com/log) 😀.\n\n- first the mount times out\n\
                     - then the volume is marked **unused**\n\n```text\nE0901 12:00:00 kubelet: mount failed\n```\n\n";
    let mut text = head.to_owned();
    while text.len() + paragraph.len() + tail.len() <= size {
        text.push_str(paragraph);
    }
    text + tail
}

/// A language server with one open draft, and the client's end of its pipes.
struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: i64,
    /// The line of the entry that is typed at.
    line: usize,
}

impl Editor {
    fn open(capabilities: Value, text: &str) -> Editor {
        let mut server = Command::new(BINARY)
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = server.stdin.take().expect("it has an input");
        let output = BufReader::new(server.stdout.take().expect("it has an output"));
        let line = text
            .lines()
            .position(|line| line.starts_with("resolved-in"))
            .expect("the draft has an entry");
        let mut editor = Editor {
            server,
            input,
            output,
            version: 1,
            line,
        };
        let parameters =
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        editor.request("initialize", parameters);
        editor.notify("initialized", json!({}));
        let document = json!({ "uri": "untitled:draft", "languageId": "markdown", "version": 1, "text": text });
        editor.notify("textDocument/didOpen", json!({ "textDocument": document }));
        editor
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len())
            .expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    fn notify(&mut self, method: &str, parameters: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    fn request(&mut self, method: &str, parameters: Value) -> Value {
        self.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": parameters }));
        self.receive(|message| message.get("method").is_none() && message["id"] == 1)
    }

    /// Reads up to the first message that `is_wanted`.
    fn receive(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let mut length = 0;
            let mut header = String::new();
            while self
                .output
                .read_line(&mut header)
                .expect("the server writes")
                > 2
            {
                if let Some(number) = header.trim_end().strip_prefix("Content-Length: ") {
                    length = number.parse().expect("a length");
                }
                header.clear();
            }
            let mut body = vec![0; length];
            self.output
                .read_exact(&mut body)
                .expect("the server writes");
            let message: Value = serde_json::from_slice(&body).expect("valid JSON");
            if is_wanted(&message) {
                return message;
            }
        }
    }

    /// Types a digit behind the version, or deletes it again.
    fn type_key(&mut self) {
        self.version += 1;
        let column = "resolved-in=v1.36.4".len();
        let (end, text) = if self.version % 2 == 0 {
            (column, "1")
        } else {
            (column + 1, "")
        };
        let range = json!({
            "start": { "line": self.line, "character": column },
            "end": { "line": self.line, "character": end },
        });
        let document = json!({ "uri": "untitled:draft", "version": self.version });
        let change = json!({ "range": range, "text": text });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        );
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A server that is not asked to shut down is ended: nothing of it is measured any more.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[divan::bench(sample_count = 500)]
fn keystroke_to_pushed_diagnostics(bencher: Bencher) {
    let capabilities =
        json!({ "textDocument": { "publishDiagnostics": { "versionSupport": true } } });
    let mut editor = Editor::open(capabilities, &draft(LARGE));
    bencher.bench_local(|| {
        editor.type_key();
        let version = editor.version;
        editor.receive(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["version"] == version
        })
    });
}

#[divan::bench(sample_count = 500)]
fn keystroke_to_pulled_diagnostics(bencher: Bencher) {
    let mut editor = Editor::open(
        json!({ "textDocument": { "diagnostic": {} } }),
        &draft(LARGE),
    );
    bencher.bench_local(|| {
        editor.type_key();
        editor.request(
            "textDocument/diagnostic",
            json!({ "textDocument": { "uri": "untitled:draft" } }),
        )
    });
}

#[divan::bench(sample_count = 200)]
fn check_of_one_draft(bencher: Bencher) {
    let path = std::env::temp_dir().join(format!("issue-ls-speed-{}.md", std::process::id()));
    std::fs::write(&path, draft(3 * 1024)).expect("the draft is written");
    bencher.bench_local(|| {
        Command::new(BINARY)
            .arg("check")
            .arg(&path)
            .output()
            .expect("it runs")
    });
    std::fs::remove_file(&path).expect("the draft is removed");
}

#[divan::bench(sample_count = 200)]
fn program_that_does_nothing(bencher: Bencher) {
    bencher.bench_local(|| Command::new("/bin/true").output().expect("it runs"));
}
