//! The server under abuse: edits without end, every request at every place and at none, requests that come too early, too
//! late or are taken back, hundreds of documents, files that change underneath. It answers each request once, never with a
//! fault of its own, and has the text that the client has.

use std::collections::HashMap;
use std::fs;

use issue_body::text::{Edit, LineIndex, Position, PositionEncoding, Range, apply_edits};
use serde_json::{Value, json};

use super::*;

const URI: &str = "untitled:Untitled-1";

/// A draft with something for every request to find.
const DRAFT: &str = "---\ntitle: Pods stay 😀\nlabels: [kind/bug, sig/nod]\n---\n/sig node clii\n/priority important-soon\n\n\
```release\nintroduced-in=v1.36.2\nresolved-in=1.36.3\n```\n\n## Symptoms\n\n<!-- Say what\nusers see. -->\nPods é stay.\n\n\
## Root cause\n\nBinaries:\n- kubelet\n- kubectll\n\n## Impakt\n\n## PRs\n\n- #12\n- see CVE-2030-1\n";

/// What may be written into it.
const SNIPPETS: [&str; 24] = [
    "a",
    "é",
    "😀",
    "\n",
    "\r\n",
    "\r",
    "\u{2028}",
    "\t",
    " ",
    "#",
    "/sig node\n",
    "```",
    "```release\n",
    "introduced-in=",
    "v1.36.2",
    "## Impact\n",
    "<!--",
    "-->",
    "<!-- issue-ls-disable -->\n",
    "---\n",
    "- #12\n",
    "> ",
    "\u{feff}",
    "\0",
];

/// Numbers without a pattern that matters, the same ones in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn one_of<'list, T>(&mut self, list: &'list [T]) -> &'list T {
        &list[self.below(list.len())]
    }

    /// A place in a text of `rows` lines or so, or outside of it.
    fn position(&mut self, rows: usize) -> Position {
        let far = [u32::MAX, u32::MAX - 1, i32::MAX as u32, 1 << 16];
        let (row, column) = (self.below(rows + 3) as u32, self.below(40) as u32);
        match self.below(12) {
            0 => Position {
                line: *self.one_of(&far),
                column,
            },
            1 => Position {
                line: row,
                column: *self.one_of(&far),
            },
            _ => Position { line: row, column },
        }
    }
}

/// Everything that the server offers to anybody.
fn all_abilities() -> Value {
    let token_types = [
        "keyword",
        "enumMember",
        "number",
        "type",
        "string",
        "variable",
    ];
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "workspace": {
            "textDocumentContent": {},
            "symbol": {},
            "workspaceEdit": {"documentChanges": true, "snippetEditSupport": true},
        },
        "textDocument": {
            "diagnostic": {},
            "completion": {"completionItem": {
                "snippetSupport": true, "documentationFormat": ["markdown"],
                "resolveSupport": {"properties": ["documentation"]},
            }},
            "hover": {"contentFormat": ["markdown"]},
            "definition": {"linkSupport": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
            "codeLens": {},
            "inlayHint": {},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "documentHighlight": {},
            "documentLink": {"tooltipSupport": true},
            "foldingRange": {"foldingRangeKind": {"valueSet": ["comment", "region"]}},
            "selectionRange": {},
            "semanticTokens": {
                "requests": {"full": true, "range": true}, "formats": ["relative"],
                "tokenTypes": token_types, "tokenModifiers": ["deprecated"],
            },
            "formatting": {},
            "rangeFormatting": {},
            "onTypeFormatting": {},
            "rename": {"prepareSupport": true},
        },
    })
}

/// What a request tells beside the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// Nothing.
    Document,
    /// A position.
    Position,
    /// Some positions.
    Positions,
    /// A range.
    Range,
    /// A range and what is known of it.
    Action,
    /// How to write.
    Options,
    /// A range and how to write.
    RangeOptions,
    /// A position and a new name.
    Name,
    /// A word, and no document.
    Query,
    /// An entry of a list, and no document.
    Item,
    /// The URI of a document, and nothing else.
    Uri,
}

/// The requests that the server answers, by what it announces.
const REQUESTS: &[(&str, &str, Asks)] = &[
    (
        "completionProvider",
        "textDocument/completion",
        Asks::Position,
    ),
    ("completionProvider", "completionItem/resolve", Asks::Item),
    ("hoverProvider", "textDocument/hover", Asks::Position),
    (
        "definitionProvider",
        "textDocument/definition",
        Asks::Position,
    ),
    (
        "documentHighlightProvider",
        "textDocument/documentHighlight",
        Asks::Position,
    ),
    (
        "documentSymbolProvider",
        "textDocument/documentSymbol",
        Asks::Document,
    ),
    ("workspaceSymbolProvider", "workspace/symbol", Asks::Query),
    (
        "documentLinkProvider",
        "textDocument/documentLink",
        Asks::Document,
    ),
    (
        "foldingRangeProvider",
        "textDocument/foldingRange",
        Asks::Document,
    ),
    (
        "selectionRangeProvider",
        "textDocument/selectionRange",
        Asks::Positions,
    ),
    (
        "semanticTokensProvider",
        "textDocument/semanticTokens/full",
        Asks::Document,
    ),
    (
        "semanticTokensProvider",
        "textDocument/semanticTokens/range",
        Asks::Range,
    ),
    ("codeLensProvider", "textDocument/codeLens", Asks::Document),
    ("inlayHintProvider", "textDocument/inlayHint", Asks::Range),
    (
        "codeActionProvider",
        "textDocument/codeAction",
        Asks::Action,
    ),
    (
        "diagnosticProvider",
        "textDocument/diagnostic",
        Asks::Document,
    ),
    (
        "documentFormattingProvider",
        "textDocument/formatting",
        Asks::Options,
    ),
    (
        "documentRangeFormattingProvider",
        "textDocument/rangeFormatting",
        Asks::RangeOptions,
    ),
    (
        "renameProvider",
        "textDocument/prepareRename",
        Asks::Position,
    ),
    ("renameProvider", "textDocument/rename", Asks::Name),
    ("workspace", "workspace/textDocumentContent", Asks::Uri),
    ("experimental", "issue-ls/status", Asks::Uri),
    ("experimental", "issue-ls/issue", Asks::Uri),
    ("experimental", "issue-ls/templates", Asks::Document),
];

/// The requests of [`REQUESTS`] that a server with `capabilities` answers. Each of its capabilities has to have one there.
fn offered(capabilities: &Value) -> Vec<(&'static str, Asks)> {
    let capabilities = capabilities.as_object().expect("an object");
    let other = ["positionEncoding", "textDocumentSync"];
    for name in capabilities
        .keys()
        .filter(|name| !other.contains(&name.as_str()))
    {
        assert!(
            REQUESTS.iter().any(|(capability, ..)| capability == name),
            "no request is known here for `{name}`"
        );
    }
    let answered = REQUESTS.iter().filter(|(name, ..)| {
        *name == "experimental" || capabilities.get(*name).is_some_and(|value| *value != false)
    });
    answered.map(|(_, method, asks)| (*method, *asks)).collect()
}

fn position(position: Position) -> Value {
    json!({"line": position.line, "character": position.column})
}

/// A request about `uri`, at places in and around a text of `rows` lines.
fn parameters(asks: Asks, uri: &str, rows: usize, numbers: &mut Numbers) -> Value {
    let mut place = || position(numbers.position(rows));
    // The ends of a range may be the wrong way round.
    let range = json!({"start": place(), "end": place()});
    let document = json!({"uri": uri});
    let options = json!({"tabSize": 4, "insertSpaces": true});
    match asks {
        Asks::Document => json!({"textDocument": document}),
        Asks::Position => json!({"textDocument": document, "position": place()}),
        Asks::Positions => {
            json!({"textDocument": document, "positions": [place(), place(), place()]})
        }
        Asks::Range => json!({"textDocument": document, "range": range}),
        Asks::Action => {
            let mut kinds = vec![json!({"diagnostics": []})];
            for kind in [
                "quickfix",
                "source.fixAll",
                "source",
                "refactor",
                "nonsense",
            ] {
                kinds.push(json!({"diagnostics": [], "only": [kind]}));
            }
            let diagnostic = json!({"range": range, "message": "of another tool", "data": [1]});
            kinds.push(json!({"diagnostics": [diagnostic], "triggerKind": 2}));
            let context = numbers.one_of(&kinds);
            json!({"textDocument": document, "range": range, "context": context})
        }
        Asks::Options => json!({"textDocument": document, "options": options}),
        Asks::RangeOptions => {
            json!({"textDocument": document, "range": range, "options": options})
        }
        Asks::Name => {
            let name = numbers.one_of(&["v1.36.4", "1.36", "", "x\ny", "😀"]);
            let place = position(numbers.position(rows));
            json!({"textDocument": document, "position": place, "newName": name})
        }
        Asks::Query => json!({"query": numbers.one_of(&["", "pr", "😀", "\n", "((("])}),
        Asks::Item => {
            let data = [
                json!(null),
                json!("label:kind/bug"),
                json!("version:x"),
                json!({"a": []}),
                json!(7),
            ];
            json!({"label": "x", "data": numbers.one_of(&data)})
        }
        Asks::Uri => json!({"uri": uri}),
    }
}

/// How a request ended: with a result, or with the code of an error.
fn outcome(answer: &Value) -> Option<i64> {
    answer["error"]["code"].as_i64()
}

/// Errors that tell the client of a mistake of its own, or that nothing can be done there.
const REFUSALS: [i64; 4] = [-32602, -32600, -32803, -32801];

/// The positions of a change, as it may come: in or outside of the text, the ends in whichever order.
fn change(text: &str, numbers: &mut Numbers) -> (Value, Edit) {
    let lines = LineIndex::new(text);
    let from = numbers.position(lines.line_count());
    let to = match numbers.below(3) {
        0 => from,
        // Mostly little is replaced, so that the text stays one.
        1 => Position {
            line: from.line,
            column: from.column.saturating_add(3),
        },
        _ => numbers.position(lines.line_count()),
    };
    let offset = |position| lines.offset(text, position, PositionEncoding::Utf16);
    let (start, end) = (offset(from), offset(to));
    let content = *numbers.one_of(&SNIPPETS);
    let edit = Edit::replace(Range::new(start.min(end), start.max(end)), content);
    let range = json!({"start": position(from), "end": position(to)});
    (json!({"range": range, "text": content}), edit)
}

/// How many edits are made: more on request, as in `ISSUE_LS_EDITS=1000000 cargo test --release abuse`.
fn edit_count() -> usize {
    let asked = std::env::var("ISSUE_LS_EDITS").ok();
    asked.map_or(20_000, |asked| {
        asked.parse().expect("ISSUE_LS_EDITS is a number")
    })
}

#[tokio::test]
async fn any_number_of_edits_leaves_the_text_that_the_client_has() {
    let mut connection = connect();
    let parameters_of_client = json!({"processId": null, "capabilities": all_abilities()});
    let capabilities = connection.client.initialize(parameters_of_client).await;
    let requests = offered(&capabilities);
    let mut numbers = Numbers(0x1234_5678_9abc_def1);
    let mut text = DRAFT.to_owned();
    connection.client.open(URI, &text).await;
    let mut asked = HashMap::new();
    let (mut made, mut version) = (0, 1);
    while made < edit_count() {
        let mut changes = Vec::new();
        for _ in 0..=numbers.below(3) {
            let (change, edit) = change(&text, &mut numbers);
            text = apply_edits(&text, &[edit]);
            changes.push(change);
            made += 1;
        }
        // Neither all nor nothing is what people write.
        if text.len() > 6_000 || text.len() < 100 {
            text = DRAFT.to_owned();
            changes.push(json!({"text": text}));
        }
        version += 1;
        let document = json!({"uri": URI, "version": version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        connection
            .client
            .notify("textDocument/didChange", params)
            .await;
        if numbers.below(8) == 0 {
            let (method, asks) = *numbers.one_of(&requests);
            let rows = LineIndex::new(&text).line_count();
            let params = parameters(asks, URI, rows, &mut numbers);
            asked.insert(connection.client.ask(method, params).await, method);
        }
        if version % 64 == 0 {
            for (id, method) in asked.drain() {
                let answer = connection.client.answer_to(id).await;
                let code = outcome(&answer);
                assert!(
                    code.is_none_or(|code| REFUSALS.contains(&code)),
                    "{method}: {answer}\n{text}"
                );
            }
            connection.client.settle().await;
            assert_eq!(connection.text(URI), text, "after {made} edits");
        }
    }
    for id in asked.into_keys() {
        connection.client.answer_to(id).await;
    }
    connection.client.settle().await;
    assert_eq!(connection.text(URI), text);
    connection.finish().await;
}

#[tokio::test]
async fn every_request_is_answered_at_every_place_and_at_none() {
    let mut connection = connect();
    let client = &mut connection.client;
    let capabilities = json!({"processId": null, "capabilities": all_abilities()});
    let requests = offered(&client.initialize(capabilities).await);
    let form = "name: Bug\ndescription: d\nbody:\n  - type: dropdown\n    attributes:\n      label: 😀\n      options: [a]\n";
    let documents = [
        ("file:///repository/draft.md", DRAFT.to_owned()),
        ("file:///repository/crlf.md", DRAFT.replace('\n', "\r\n")),
        (
            "file:///repository/cr.md",
            format!("\u{feff}{}", DRAFT.replace('\n', "\r")),
        ),
        (
            "file:///repository/.github/ISSUE_TEMPLATE/bug.yml",
            form.to_owned(),
        ),
        (
            "newissue:/NewIssue.md",
            format!("Title\n\nLabels: kind/bug\n\n{DRAFT}"),
        ),
        ("untitled:empty", String::new()),
        ("untitled:README", "# A README\n\ntext".to_owned()),
    ];
    for (uri, text) in &documents {
        client.open(uri, text).await;
    }
    let mut uris: Vec<(&str, usize)> = documents
        .iter()
        .map(|(uri, text)| (*uri, LineIndex::new(text).line_count()))
        .collect();
    uris.extend([
        ("file:///closed.md", 3),
        ("not a uri", 3),
        ("", 0),
        ("issue-ls:page", 0),
    ]);
    let mut numbers = Numbers(0xfeed_beef_0bad_cafe);
    for (method, asks) in requests {
        for (uri, rows) in &uris {
            for _ in 0..40 {
                let params = parameters(asks, uri, *rows, &mut numbers);
                let id = client.ask(method, params.clone()).await;
                let answer = client.answer_to(id).await;
                let is_fine = outcome(&answer).is_none_or(|code| REFUSALS.contains(&code));
                assert!(is_fine, "{method} {params}: {answer}");
            }
        }
        for params in [
            json!(null),
            json!([]),
            json!({}),
            json!({"textDocument": 3, "uri": []}),
            json!({"position": {"line": -1}}),
        ] {
            let id = client.ask(method, params.clone()).await;
            let answer = client.answer_to(id).await;
            let is_fine = outcome(&answer).is_none_or(|code| REFUSALS.contains(&code));
            assert!(is_fine, "{method} {params}: {answer}");
        }
    }
    connection.finish().await;
}

#[tokio::test]
async fn every_request_is_refused_before_initialize_and_after_shutdown() {
    let mut connection = connect();
    let client = &mut connection.client;
    let mut numbers = Numbers(7);
    let mut refused = |asks| parameters(asks, URI, 9, &mut numbers);
    for (_, method, asks) in REQUESTS {
        assert_eq!(
            client.failing_request(method, refused(*asks)).await,
            -32002,
            "{method}"
        );
    }
    client
        .initialize(json!({"capabilities": all_abilities()}))
        .await;
    client.open(URI, DRAFT).await;
    client.request("shutdown", json!(null)).await;
    for (_, method, asks) in REQUESTS {
        assert_eq!(
            client.failing_request(method, refused(*asks)).await,
            -32600,
            "{method}"
        );
    }
    client.notify("exit", json!(null)).await;
    client.hang_up().await;
    assert_eq!(connection.ending.await.ok(), Some(Ending::Orderly));
}

#[tokio::test]
async fn requests_that_are_taken_back_are_answered_once() {
    let mut connection = connect();
    let client = &mut connection.client;
    let capabilities = json!({"processId": null, "capabilities": all_abilities()});
    let requests = offered(&client.initialize(capabilities).await);
    client.open(URI, DRAFT).await;
    let mut numbers = Numbers(0x0dd_ba11);
    let mut asked = Vec::new();
    for round in 0..2_000 {
        let (method, asks) = *numbers.one_of(&requests);
        let params = parameters(asks, URI, 30, &mut numbers);
        asked.push(client.ask(method, params).await);
        if round % 3 > 0 {
            // Mostly the latest one; now and then one that was answered long ago, or never asked.
            let id = match numbers.below(4) {
                0 => *numbers.one_of(&asked),
                1 => 1_000_000,
                _ => asked[asked.len() - 1],
            };
            client.notify("$/cancelRequest", json!({"id": id})).await;
        }
    }
    for id in asked {
        let answer = client.answer_to(id).await;
        let is_fine =
            outcome(&answer).is_none_or(|code| code == -32800 || REFUSALS.contains(&code));
        assert!(is_fine, "{answer}");
    }
    // A second answer to any of them would be left over here.
    connection.finish().await;
}

#[tokio::test]
async fn five_hundred_documents_are_open_at_once() {
    const COUNT: usize = 500;
    for capabilities in [all_abilities(), json!({})] {
        let pulls = capabilities["textDocument"]["diagnostic"].is_object();
        let mut connection = connect_with(capabilities).await;
        let client = &mut connection.client;
        let uri = |number| format!("file:///repository/{number}.md");
        let text = |number| format!("{DRAFT}\nThis is draft {number}.\n");
        for number in 0..COUNT {
            client.open(&uri(number), &text(number)).await;
            if !pulls {
                client.expect("textDocument/publishDiagnostics").await;
            }
        }
        let mut counts = Vec::new();
        for number in (0..COUNT).rev() {
            let change = json!({"range": range((0, 0), (0, 0)), "text": "\u{feff}"});
            let document = json!({"uri": uri(number), "version": 2});
            let params = json!({"textDocument": document, "contentChanges": [change]});
            client.notify("textDocument/didChange", params).await;
            let findings = if pulls {
                let params = json!({"textDocument": {"uri": uri(number)}});
                client.request("textDocument/diagnostic", params).await["items"].take()
            } else {
                let mut published = client.expect("textDocument/publishDiagnostics").await;
                assert_eq!(published["params"]["uri"], uri(number));
                assert_eq!(published["params"]["version"], 2);
                published["params"]["diagnostics"].take()
            };
            counts.push(findings.as_array().map_or(0, Vec::len));
        }
        assert!(
            counts[0] > 0 && counts.iter().all(|count| *count == counts[0]),
            "{counts:?}"
        );
        for number in 0..COUNT {
            assert_eq!(
                connection.text(&uri(number)),
                format!("\u{feff}{}", text(number))
            );
        }
        let client = &mut connection.client;
        for number in 0..COUNT {
            client
                .notify(
                    "textDocument/didClose",
                    json!({"textDocument": {"uri": uri(number)}}),
                )
                .await;
            if !pulls {
                let cleared = client.expect("textDocument/publishDiagnostics").await;
                assert_eq!(cleared["params"]["diagnostics"], json!([]));
            }
        }
        client.settle().await;
        assert_eq!(connection.session.state().documents.versions().count(), 0);
        connection.finish().await;
    }
}

/// A repository with configuration, label list, release list and form, and a draft in it.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join(".github/ISSUE_TEMPLATE")).expect("it is ours");
    fs::create_dir_all(folder.path().join(".git")).expect("it is ours");
    folder
}

#[tokio::test]
async fn files_that_are_rewritten_during_edits_do_no_harm() {
    let folder = repository();
    let uri = url::Url::from_file_path(folder.path().join("draft.md")).expect("it is absolute");
    let root = url::Url::from_file_path(folder.path()).expect("it is absolute");
    let roots = json!([{"uri": root.as_str(), "name": "repository"}]);
    let mut connection = connect();
    let client = &mut connection.client;
    let params =
        json!({"processId": null, "workspaceFolders": roots, "capabilities": all_abilities()});
    let requests = offered(&client.initialize(params).await);
    let mut text = DRAFT.to_owned();
    client.open(uri.as_str(), &text).await;
    let good = [
        (
            "issue-ls.toml",
            "[rules]\nunknown-label = \"off\"\n[labels]\nfile = \"labels.yaml\"\n",
        ),
        (
            "labels.yaml",
            "default:\n  labels:\n    - name: kind/bug\n      color: ff0000\n      description: x\n",
        ),
        (
            ".github/ISSUE_TEMPLATE/bug.yml",
            "name: Bug\ndescription: d\nbody:\n  - type: input\n    id: a\n    attributes:\n      label: Symptoms\n",
        ),
    ];
    let spoiled = [
        "",
        "\0\0\0",
        "[rules",
        "name: [",
        "labels.file = \"../../etc/passwd\"",
        "a: &a [*a]",
        "\u{feff}name: x\nbody: 3",
    ];
    let mut numbers = Numbers(0x5eed);
    for version in 2..400 {
        let (name, content) = *numbers.one_of(&good);
        let file = folder.path().join(name);
        // What is not there to be removed, or is a folder, is one more thing that may be.
        match numbers.below(5) {
            0 => drop(fs::remove_file(&file)),
            1 => drop(fs::write(&file, numbers.one_of(&spoiled))),
            2 => drop(fs::write(&file, &content[..numbers.below(content.len())])),
            _ => drop(fs::write(&file, content)),
        }
        if numbers.below(3) == 0 {
            let change = json!({"uri": root.as_str(), "type": 2});
            client
                .notify(
                    "workspace/didChangeWatchedFiles",
                    json!({"changes": [change]}),
                )
                .await;
        }
        let (change, edit) = change(&text, &mut numbers);
        text = apply_edits(&text, &[edit]);
        let document = json!({"uri": uri.as_str(), "version": version});
        let params = json!({"textDocument": document, "contentChanges": [change]});
        client.notify("textDocument/didChange", params).await;
        let (method, asks) = *numbers.one_of(&requests);
        let params = parameters(asks, uri.as_str(), 30, &mut numbers);
        let id = client.ask(method, params).await;
        let answer = client.answer_to(id).await;
        let is_fine = outcome(&answer).is_none_or(|code| REFUSALS.contains(&code));
        assert!(is_fine, "{method}: {answer}\n{text}");
    }
    // Once the files are right, it is as if they had never been wrong.
    for (name, content) in good {
        fs::write(folder.path().join(name), content).expect("it is ours");
    }
    client
        .notify("workspace/didChangeWatchedFiles", json!({"changes": []}))
        .await;
    let params = json!({"textDocument": {"uri": uri.as_str()}});
    let after = client
        .request("textDocument/diagnostic", params.clone())
        .await;
    client.settle().await;
    client.settle().await;
    // What is wrong with a file is told, never that something here went wrong.
    let told = client.overheard("window/showMessage");
    assert!(!told.is_empty());
    for message in told {
        let message = message["params"]["message"].to_string();
        assert!(
            message.contains("issue-ls.toml") || message.contains("labels.yaml"),
            "{message}"
        );
    }
    connection.finish().await;
    let mut fresh = connect();
    let client = &mut fresh.client;
    client
        .initialize(
            json!({"processId": null, "workspaceFolders": roots, "capabilities": all_abilities()}),
        )
        .await;
    client.open(uri.as_str(), &text).await;
    assert_eq!(
        client.request("textDocument/diagnostic", params).await,
        after
    );
    fresh.finish().await;
}
