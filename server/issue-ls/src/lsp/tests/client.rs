//! A client for tests: the only place in them that knows frames and message numbers.
//!
//! It speaks over any pair of streams, in memory or of a real process, and insists that a test reads everything that
//! the server says: [`finish`](TestClient::finish) fails on a message that nobody asked for, and dropping a client
//! that was not finished fails, too.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::time::timeout;

/// How long anything may take; generous, for it only bounds a test that fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// One end of a connection to a server.
pub struct TestClient {
    to_server: Option<Box<dyn AsyncWrite + Unpin + Send>>,
    from_server: BufReader<Box<dyn AsyncRead + Unpin + Send>>,
    /// Messages that arrived while another one was waited for.
    unread: VecDeque<Value>,
    next_id: i64,
    finished: bool,
}

impl TestClient {
    /// A client that writes to `to_server` and reads from `from_server`.
    pub fn new(
        to_server: impl AsyncWrite + Unpin + Send + 'static,
        from_server: impl AsyncRead + Unpin + Send + 'static,
    ) -> TestClient {
        TestClient {
            to_server: Some(Box::new(to_server)),
            from_server: BufReader::new(Box::new(from_server)),
            unread: VecDeque::new(),
            next_id: 1,
            finished: false,
        }
    }

    /// Sends bytes as they are.
    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        let to_server = self.to_server.as_mut().expect("the input is open");
        let sent = async {
            to_server.write_all(bytes).await?;
            to_server.flush().await
        };
        // A server that has left already takes nothing; the test will notice that by itself.
        let _ = timeout(PATIENCE, sent)
            .await
            .expect("the server does not read");
    }

    /// Sends a message in its frame.
    pub async fn send(&mut self, message: Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.send_bytes(frame.as_bytes()).await;
    }

    /// Sends a notification.
    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({"jsonrpc": "2.0", "method": method, "params": params}))
            .await;
    }

    /// Sends a request, and does not wait for the answer; gives its number.
    pub async fn ask(&mut self, method: &str, params: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))
            .await;
        id
    }

    /// Sends a request and gives its result.
    pub async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        let mut answer = self.answer_to(id).await;
        assert!(
            answer["error"].is_null(),
            "{method} failed: {}",
            answer["error"]
        );
        answer["result"].take()
    }

    /// Sends a request and gives the code of the error that it must end with.
    pub async fn failing_request(&mut self, method: &str, params: Value) -> i64 {
        let id = self.ask(method, params).await;
        let answer = self.answer_to(id).await;
        answer["error"]["code"]
            .as_i64()
            .unwrap_or_else(|| panic!("{method} did not fail: {answer}"))
    }

    /// The answer to the request with this number.
    pub async fn answer_to(&mut self, id: i64) -> Value {
        self.message(|message| message["id"] == id && message["method"].is_null())
            .await
    }

    /// The error that the server sends when it cannot tell what it answers to: its code and message.
    pub async fn anonymous_error(&mut self) -> (i64, String) {
        let message = self
            .message(|message| message["id"].is_null() && message["method"].is_null())
            .await;
        let error = &message["error"];
        let code = error["code"].as_i64().expect("an error has a code");
        (
            code,
            error["message"].as_str().unwrap_or_default().to_owned(),
        )
    }

    /// The next request or notification of this method from the server.
    pub async fn expect(&mut self, method: &str) -> Value {
        self.message(|message| message["method"] == method).await
    }

    /// The notifications of this method that came while something else was waited for.
    pub fn overheard(&mut self, method: &str) -> Vec<Value> {
        let unread = std::mem::take(&mut self.unread);
        let (meant, others): (Vec<Value>, Vec<Value>) = (unread.into_iter())
            .partition(|message| message["method"] == method && message["id"].is_null());
        self.unread = others.into();
        meant
    }

    /// Answers a request of the server.
    pub async fn answer(&mut self, request: &Value, result: Value) {
        self.send(json!({"jsonrpc": "2.0", "id": request["id"], "result": result}))
            .await;
    }

    /// Goes through the handshake; gives the capabilities of the server.
    pub async fn initialize(&mut self, params: Value) -> Value {
        let mut result = self.request("initialize", params).await;
        self.notify("initialized", json!({})).await;
        result["capabilities"].take()
    }

    /// Opens a Markdown document, in version 1.
    pub async fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}))
            .await;
    }

    /// Waits until the server has dealt with everything that was sent so far.
    pub async fn settle(&mut self) {
        self.failing_request("issue-ls/settle", json!(null)).await;
    }

    /// What has arrived that nobody has waited for yet.
    pub fn take_unread(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.unread).into()
    }

    /// Closes the server's input, and fails when the server had more to say than the test has read.
    pub async fn hang_up(&mut self) {
        self.to_server = None;
        while let Some(message) = self.read().await {
            self.unread.push_back(message);
        }
        self.finished = true;
        assert!(
            self.unread.is_empty(),
            "nobody asked for {:#?}",
            self.unread
        );
    }

    /// Takes leave as the protocol asks, and fails when the server had more to say than the test has read.
    pub async fn finish(&mut self) {
        self.request("shutdown", json!(null)).await;
        self.notify("exit", json!(null)).await;
        self.hang_up().await;
    }

    async fn message(&mut self, is_meant: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unread.iter().position(&is_meant) {
            return self.unread.remove(at).expect("it was found there");
        }
        loop {
            match self.read().await {
                Some(message) if is_meant(&message) => return message,
                Some(message) => self.unread.push_back(message),
                None => panic!(
                    "the server has left; it said other things: {:#?}",
                    self.unread
                ),
            }
        }
    }

    async fn read(&mut self) -> Option<Value> {
        let read = async {
            let mut length = 0;
            loop {
                let mut line = String::new();
                if self.from_server.read_line(&mut line).await.ok()? == 0 {
                    return None;
                }
                match line.trim_end().split_once(": ") {
                    Some(("Content-Length", bytes)) => length = bytes.parse().ok()?,
                    Some(_) => panic!("an unknown header: {line}"),
                    None => break,
                }
            }
            let mut body = vec![0; length];
            self.from_server.read_exact(&mut body).await.ok()?;
            Some(serde_json::from_slice(&body).expect("the server sends JSON"))
        };
        timeout(PATIENCE, read).await.unwrap_or_else(|_| {
            panic!("the server says nothing; before it said {:#?}", self.unread)
        })
    }
}

impl Drop for TestClient {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.finished, "the test left without `finish` or `hang_up`");
        }
    }
}
