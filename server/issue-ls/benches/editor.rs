//! How long a person waits who types into a draft of 64 KiB: from a keystroke to its diagnostics, and for completion;
//! how long a server takes to begin, and how much memory it holds with one draft and with 200.
//!
//! The real program is driven over its pipes, and rumdl's language server with the same script where `PATH` has it. What
//! the Markdown server of VS Code asks its client for (a parsed document, for one) no script answers, so only its
//! beginning is looked at.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use drafts::{draft, quantile};
use programs::program;
use serde_json::{Value, json};

#[path = "../../issue-body/benches/drafts/mod.rs"]
mod drafts;
mod programs;

/// The size of the draft, in bytes: GitHub's own limit for a body.
const LARGE: usize = 64 * 1024;
/// The size of one draft among many.
const SMALL: usize = 3 * 1024;
const KEYSTROKES: usize = 1_000;
const STARTS: usize = 50;
const MANY: usize = 200;

fn main() {
    let own = PathBuf::from(env!("CARGO_BIN_EXE_issue-ls"));
    let servers = [
        Some(Server {
            name: "issue-ls",
            program: own,
            words: &["server"],
            answers: true,
        }),
        program("rumdl").map(|program| Server {
            name: "rumdl",
            program,
            words: &["server"],
            answers: true,
        }),
        program("vscode-markdown-language-server").map(|program| Server {
            name: "VS Code's Markdown server",
            program,
            words: &["--stdio"],
            answers: false,
        }),
    ];
    for server in servers.iter().flatten() {
        println!("{}", server.name);
        server.measure();
    }
}

/// A language server.
struct Server {
    name: &'static str,
    program: PathBuf,
    words: &'static [&'static str],
    /// Whether it answers about a document without asking back.
    answers: bool,
}

impl Server {
    fn measure(&self) {
        let mut starts: Vec<Duration> = (0..STARTS).map(|_| Editor::start(self).1).collect();
        print("initialize", &mut starts);
        if !self.answers {
            return;
        }
        let text = draft(LARGE);
        let (mut editor, _) = Editor::start(self);
        editor.open("file:///draft.md", &text);
        let line = text
            .lines()
            .position(|line| line.starts_with("resolved-in"));
        let line = line.expect("the draft has an entry");
        let mut diagnostics = Vec::with_capacity(KEYSTROKES);
        let mut completions = Vec::with_capacity(KEYSTROKES);
        for _ in 0..KEYSTROKES {
            let start = Instant::now();
            editor.type_key(line);
            editor.request(
                "textDocument/diagnostic",
                json!({ "textDocument": { "uri": "file:///draft.md" } }),
            );
            diagnostics.push(start.elapsed());
            let start = Instant::now();
            let position = json!({ "line": line, "character": "resolved-in=v1.36".len() });
            let document = json!({ "uri": "file:///draft.md" });
            editor.request(
                "textDocument/completion",
                json!({ "textDocument": document, "position": position }),
            );
            completions.push(start.elapsed());
        }
        print("keystroke to diagnostics", &mut diagnostics);
        print("completion", &mut completions);

        let (mut editor, _) = Editor::start(self);
        let small = draft(SMALL);
        for count in 1..=MANY {
            let uri = format!("file:///draft-{count}.md");
            editor.open(&uri, &small);
            editor.request(
                "textDocument/diagnostic",
                json!({ "textDocument": { "uri": uri } }),
            );
            if count == 1 || count == MANY {
                println!(
                    "  {count} drafts of 3 KiB: {:.1} MiB resident",
                    editor.resident()
                );
            }
        }
    }
}

fn print(what: &str, timed: &mut [Duration]) {
    let [median, last] = [0.5, 0.99].map(|share| quantile(timed, share).as_secs_f64() * 1e3);
    println!("  {what}: median {median:.2} ms, 99th percentile {last:.2} ms");
}

/// A language server that runs, and the client's end of its pipes.
struct Editor {
    server: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: i64,
    requests: i64,
}

impl Editor {
    /// Starts `server`; tells also how long it took to answer `initialize`.
    fn start(server: &Server) -> (Editor, Duration) {
        let start = Instant::now();
        let mut child = Command::new(&server.program)
            .args(server.words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let input = child.stdin.take().expect("it has an input");
        let output = BufReader::new(child.stdout.take().expect("it has an output"));
        let mut editor = Editor {
            server: child,
            input,
            output,
            version: 1,
            requests: 0,
        };
        let capabilities = json!({ "textDocument": { "diagnostic": {}, "completion": {} } });
        editor.request(
            "initialize",
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities }),
        );
        let took = start.elapsed();
        editor.notify("initialized", json!({}));
        (editor, took)
    }

    fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Types a digit behind the version, or deletes it again.
    fn type_key(&mut self, line: usize) {
        self.version += 1;
        let column = "resolved-in=v1.36.2".len();
        let (end, text) = if self.version % 2 == 0 {
            (column, "1")
        } else {
            (column + 1, "")
        };
        let range = json!({
            "start": { "line": line, "character": column },
            "end": { "line": line, "character": end },
        });
        let document = json!({ "uri": "file:///draft.md", "version": self.version });
        let change = json!({ "range": range, "text": text });
        self.notify(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": [change] }),
        );
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

    /// Asks, and waits for the answer; what the server asks meanwhile is answered with nothing.
    fn request(&mut self, method: &str, parameters: Value) -> Value {
        self.requests += 1;
        let own = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": own, "method": method, "params": parameters }));
        loop {
            let message = self.receive();
            match message.get("method") {
                None if message["id"] == own => return message,
                Some(_) if message.get("id").is_some() => {
                    self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
                }
                _ => {}
            }
        }
    }

    fn receive(&mut self) -> Value {
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
        serde_json::from_slice(&body).expect("valid JSON")
    }

    /// How much memory the server holds, in MiB, as Linux tells it.
    fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes =
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        kibibytes.map_or(f64::NAN, |kibibytes| kibibytes / 1024.0)
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A server that is not asked to shut down is ended: nothing of it is measured any more.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
