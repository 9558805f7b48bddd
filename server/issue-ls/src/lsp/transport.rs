//! Messages in, service, messages out: the loop that carries the protocol over one input and one output.
//!
//! It stands in the place of tower-lsp's own loop, which ends at the first frame that it cannot read, loses what
//! arrives before `initialize` was answered, and stops reading while four handlers wait for the client. The service
//! behind it (routing, life cycle, cancellation, requests to the client) is tower-lsp's. What the messages mean is left
//! to the [`server`](super::server).
//!
//! Handlers begin in the order of their messages: each is polled for the first time in that order, on one thread. That
//! is why a handler changes the state before its first `.await`.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, SinkExt, StreamExt, future};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ExitedError, Loopback};
use tower_service::Service;

use super::frames::{FrameError, Frames};

/// How long answers that are still being worked out, or not yet taken by the client, are waited for at the end.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Why the server ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The client sent `exit`, or closed the input, after `shutdown`: all is well.
    Orderly,
    /// The client sent `exit` without `shutdown`.
    ExitWithoutShutdown,
    /// The input ended without `shutdown`.
    InputClosed,
    /// The client does not take messages any more.
    OutputClosed,
    /// The client's process is gone.
    ClientGone,
}

impl Ending {
    /// The exit code of the process: 0 after `shutdown`, else 1, as the protocol asks.
    pub fn code(self) -> u8 {
        match self {
            Ending::Orderly => 0,
            Ending::ExitWithoutShutdown
            | Ending::InputClosed
            | Ending::OutputClosed
            | Ending::ClientGone => 1,
        }
    }
}

/// Serves one client until it leaves.
///
/// `loopback` carries the requests of the server to the client and their answers. `client_gone` resolves when the
/// process of the client has ended.
pub async fn serve<S, L>(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
    service: S,
    loopback: L,
    client_gone: impl Future<Output = ()>,
) -> Ending
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    L: Loopback,
{
    let (outgoing, messages) = mpsc::unbounded_channel();
    let writer = tokio::spawn(write_frames(output, messages));
    let ending = exchange(
        Frames::new(input),
        &outgoing,
        service,
        loopback,
        client_gone,
    )
    .await;
    drop(outgoing);
    // An output that nobody reads must not keep the process alive.
    let _ = timeout(LAST_WORDS, writer).await;
    ending
}

async fn exchange<S, L>(
    mut frames: Frames<impl AsyncRead + Unpin>,
    outgoing: &mpsc::UnboundedSender<Vec<u8>>,
    mut service: S,
    loopback: L,
    client_gone: impl Future<Output = ()>,
) -> Ending
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    L: Loopback,
{
    let (mut requests, mut responses) = loopback.split();
    let mut client_gone = pin!(client_gone);
    let mut running = FuturesUnordered::new();
    // While `initialize` or `shutdown` is worked on, nothing else is read: both decide what happens to what follows.
    let mut held_by: Option<Id> = None;
    let mut shut_down = false;
    loop {
        tokio::select! {
            biased;
            () = &mut client_gone => return Ending::ClientGone,
            () = outgoing.closed() => return Ending::OutputClosed,
            frame = frames.next(), if held_by.is_none() => match frame.map(read_message) {
                Some(Message::Request(request)) => {
                    let is_exit = request.method() == "exit";
                    if matches!(request.method(), "initialize" | "shutdown") {
                        held_by = request.id().cloned();
                    }
                    if future::poll_fn(|context| service.poll_ready(context)).await.is_ok() {
                        running.push(answer(request, &mut service));
                    }
                    if is_exit {
                        return if shut_down { Ending::Orderly } else { Ending::ExitWithoutShutdown };
                    }
                }
                Some(Message::Response(response)) => {
                    // Fails after `exit` only, and then nobody waits for it.
                    let _ = responses.send(response).await;
                }
                Some(Message::Unusable(error)) => send(outgoing, &error),
                None => break,
            },
            Some(answer) = running.next() => {
                if let Some(Answer { response, shuts_down }) = answer {
                    if held_by.as_ref() == Some(response.id()) {
                        held_by = None;
                    }
                    shut_down |= shuts_down;
                    send(outgoing, &response);
                }
            }
            Some(request) = requests.next() => send(outgoing, &request),
        }
    }
    // The input ended: answer what was asked, then leave.
    let last_answers = async {
        loop {
            tokio::select! {
                biased;
                answer = running.next() => match answer {
                    Some(answer) => {
                        if let Some(Answer { response, .. }) = answer {
                            send(outgoing, &response);
                        }
                    }
                    None => break,
                },
                Some(request) = requests.next() => send(outgoing, &request),
            }
        }
        while let Some(Some(request)) = requests.next().now_or_never() {
            send(outgoing, &request);
        }
    };
    let _ = timeout(LAST_WORDS, last_answers).await;
    if shut_down {
        Ending::Orderly
    } else {
        Ending::InputClosed
    }
}

/// The answer to a request.
struct Answer {
    response: Response,
    /// Whether this is the success of `shutdown`.
    shuts_down: bool,
}

/// Begins to work on `request`. Every request gets an answer, also one whose handler panics; a notification none.
fn answer<S>(request: Request, service: &mut S) -> impl Future<Output = Option<Answer>> + use<S>
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
{
    let id = request.id().cloned();
    let method = request.method().to_owned();
    let call = std::panic::catch_unwind(AssertUnwindSafe(|| service.call(request)));
    async move {
        let outcome = match call {
            Ok(handler) => AssertUnwindSafe(handler).catch_unwind().await,
            Err(panic) => Err(panic),
        };
        let id = id?;
        let response = match outcome {
            Ok(Ok(Some(response))) => response,
            // tower-lsp passes over unknown methods that begin with `$/`, but a request wants an answer.
            Ok(Ok(None)) => Response::from_error(id, Error::method_not_found()),
            Ok(Err(ExitedError { .. })) => return None,
            Err(panic) => Response::from_error(id, internal_error(&method, panic.as_ref())),
        };
        let shuts_down = method == "shutdown" && response.is_ok();
        Some(Answer {
            response,
            shuts_down,
        })
    }
}

fn internal_error(method: &str, panic: &(dyn Any + Send)) -> Error {
    let reason = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given");
    Error {
        code: ErrorCode::InternalError,
        message: format!("issue-ls failed at `{method}`: {reason}").into(),
        data: None,
    }
}

/// What the client sent.
enum Message {
    /// A request or a notification.
    Request(Request),
    /// The answer to a request of the server.
    Response(Response),
    /// Something that is neither, with the answer to it.
    Unusable(Response),
}

fn read_message(frame: Result<Value, FrameError>) -> Message {
    let value = match frame {
        Ok(value) => value,
        Err(error) => {
            let code = match error {
                FrameError::Header(_) | FrameError::Body(_) => ErrorCode::ParseError,
                FrameError::TooLarge => ErrorCode::InvalidRequest,
            };
            return Message::Unusable(refusal(Id::Null, code, error.to_string()));
        }
    };
    let id = value.get("id").map(Id::deserialize);
    if value.get("method").is_some() {
        return match Request::deserialize(&value) {
            Ok(request) => Message::Request(request),
            Err(error) => Message::Unusable(refusal(
                id.and_then(Result::ok).unwrap_or(Id::Null),
                ErrorCode::InvalidRequest,
                format!("this is not a JSON-RPC 2.0 request: {error}"),
            )),
        };
    }
    match id {
        // Clients differ in how they say "nothing" (`"result": null`, no `result`) and in what they add to errors.
        Some(Ok(id)) if value.is_object() => {
            let outcome = match value.get("error").filter(|error| !error.is_null()) {
                Some(error) => Err(Error {
                    code: error["code"].as_i64().unwrap_or_default().into(),
                    message: error["message"]
                        .as_str()
                        .unwrap_or_default()
                        .to_owned()
                        .into(),
                    data: error.get("data").cloned(),
                }),
                None => Ok(value.get("result").cloned().unwrap_or_default()),
            };
            Message::Response(Response::from_parts(id, outcome))
        }
        _ => Message::Unusable(refusal(
            Id::Null,
            ErrorCode::InvalidRequest,
            "this is neither a request nor a response: it has no `method` and no usable `id`"
                .into(),
        )),
    }
}

fn refusal(id: Id, code: ErrorCode, message: String) -> Response {
    let message = message.into();
    Response::from_error(
        id,
        Error {
            code,
            message,
            data: None,
        },
    )
}

/// Hands `message` to the writer. When the client is gone the writer is, too, and the loop ends by itself.
fn send(outgoing: &mpsc::UnboundedSender<Vec<u8>>, message: &impl Serialize) {
    let body = serde_json::to_vec(message).expect("the keys of protocol messages are strings");
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend(body);
    let _ = outgoing.send(frame);
}

/// Writes `messages` until there are no more or the client takes none.
async fn write_frames(
    mut output: impl AsyncWrite + Unpin,
    mut messages: mpsc::UnboundedReceiver<Vec<u8>>,
) -> std::io::Result<()> {
    while let Some(message) = messages.recv().await {
        output.write_all(&message).await?;
        if messages.is_empty() {
            output.flush().await?;
        }
    }
    output.shutdown().await
}
