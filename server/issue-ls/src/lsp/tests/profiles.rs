//! Whole sessions with four clients that are recorded in `profiles/`: what VS Code, two Neovims and a client that says
//! nothing of itself send with `initialize`. Each is answered with what it can use, and hears of nothing that it did not
//! announce.
//!
//! In the recordings the process id is null and the folder is `file:///workspace`; all else is as it was sent. How the
//! server reads it is of no concern here: what a client has announced is looked up in its own words.

use std::fs;
use std::path::PathBuf;

use expect_test::expect_file;
use serde_json::{Value, json};

use super::*;

const PROFILES: [&str; 4] = ["vscode", "neovim-0.10", "neovim-0.12", "bare"];

/// A draft with a renamed label, a version without its `v` and a section that is there twice.
const DRAFT: &str = "\
/priority critical-urgent
/sig node widgets

```release
introduced-in=v1.37.0
```

```release
resolved-in=1.37.1
```
## Symptoms

😀 Since v1.37.0, see CVE-2030-12345.\x20

## Symptoms

text
";

const FORM: &str = "\
name: Crash
description: The program ended
body:
  - type: input
    id: version
    attributes:
      label: Version
  - type: input
    id: system
    attributes:
      label: System
";

fn recording(name: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lsp/tests/profiles");
    PathBuf::from(folder).join(name)
}

/// What a client has announced, looked up by the protocol's words: `textDocument.rename.prepareSupport`.
struct Announced(Value);

impl Announced {
    fn at(&self, path: &str) -> &Value {
        path.split('.').fold(&self.0, |value, word| &value[word])
    }

    fn has(&self, path: &str) -> bool {
        !matches!(self.at(path), Value::Null | Value::Bool(false))
    }

    fn lists(&self, path: &str, word: &Value) -> bool {
        let list = self.at(path).as_array();
        list.is_some_and(|list| list.contains(word))
    }

    /// Whether the client has what `path` names, wherever `value` is there at all.
    fn allows(&self, value: &Value, path: &str) -> Result<(), String> {
        match value.is_null() || self.has(path) {
            true => Ok(()),
            false => Err(format!("{value} without {path}")),
        }
    }

    /// Whether the client has listed all of `values`.
    fn allows_all(&self, values: &Value, path: &str) -> Result<(), String> {
        let values = values.as_array().map_or(&[][..], Vec::as_slice);
        match values.iter().find(|value| !self.lists(path, value)) {
            None => Ok(()),
            Some(value) => Err(format!("{value} is not in {path}")),
        }
    }

    /// Every client shows plain text.
    fn allows_markup(&self, content: &Value, path: &str) -> Result<(), String> {
        let kind = &content["kind"];
        match kind.is_null() || kind == "plaintext" || self.lists(path, kind) {
            true => Ok(()),
            false => Err(format!("{kind} is not in {path}")),
        }
    }

    /// A message that the server sends by itself.
    fn allows_message(&self, message: &Value) -> Result<(), String> {
        let method = message["method"].as_str().unwrap_or_default();
        let ability = match method {
            "window/showMessage" | "window/logMessage" => return Ok(()),
            "textDocument/publishDiagnostics" => {
                if self.has("textDocument.diagnostic") {
                    return Err("findings are sent to who asks for them".to_owned());
                }
                return self.allows_diagnostics(&message["params"]["diagnostics"]);
            }
            "client/registerCapability" => {
                let registrations = message["params"]["registrations"].as_array();
                return registrations.into_iter().flatten().try_for_each(|it| {
                    let method = it["method"].as_str().unwrap_or_default();
                    let path = format!("{}.dynamicRegistration", method.replace('/', "."));
                    self.allows(&it["method"], &path)
                });
            }
            "workspace/configuration" => "workspace.configuration",
            "workspace/diagnostic/refresh" => "workspace.diagnostics.refreshSupport",
            "workspace/inlayHint/refresh" => "workspace.inlayHint.refreshSupport",
            "workspace/semanticTokens/refresh" => "workspace.semanticTokens.refreshSupport",
            "workspace/codeLens/refresh" => "workspace.codeLens.refreshSupport",
            other => return Err(format!("{other} is never announced")),
        };
        self.allows(&message["method"], ability)
    }

    /// The answer to a request.
    fn allows_answer(&self, method: &str, answer: &Value) -> Result<(), String> {
        match method {
            "textDocument/diagnostic" => self.allows_diagnostics(&answer["items"]),
            "textDocument/completion" => {
                let items = answer.get("items").unwrap_or(answer);
                each(items, |item| self.allows_item(item))
            }
            "completionItem/resolve" => self.allows_item(answer),
            "textDocument/hover" => {
                self.allows_markup(&answer["contents"], "textDocument.hover.contentFormat")
            }
            "textDocument/definition" => each(answer, |link| {
                self.allows(&link["targetUri"], "textDocument.definition.linkSupport")
            }),
            "textDocument/codeAction" => each(answer, |action| {
                let ability = "textDocument.codeAction";
                self.allows(
                    &action["edit"],
                    &format!("{ability}.codeActionLiteralSupport"),
                )?;
                self.allows(
                    &action["isPreferred"],
                    &format!("{ability}.isPreferredSupport"),
                )?;
                self.allows(&action["disabled"], &format!("{ability}.disabledSupport"))?;
                self.allows(&action["data"], &format!("{ability}.dataSupport"))?;
                self.allows_diagnostics(&action["diagnostics"])?;
                self.allows_edit(&action["edit"])
            }),
            "textDocument/prepareRename" => {
                self.allows(answer, "textDocument.rename.prepareSupport")
            }
            "textDocument/rename" => self.allows_edit(answer),
            "textDocument/documentLink" => each(answer, |link| {
                self.allows(&link["tooltip"], "textDocument.documentLink.tooltipSupport")
            }),
            "textDocument/documentSymbol" => each(answer, |symbol| {
                let ability = "textDocument.documentSymbol";
                let nested = format!("{ability}.hierarchicalDocumentSymbolSupport");
                self.allows(&symbol["selectionRange"], &nested)?;
                self.allows_all(
                    &json!([symbol["kind"]]),
                    &format!("{ability}.symbolKind.valueSet"),
                )
            }),
            "textDocument/foldingRange" => each(answer, |fold| {
                let ability = "textDocument.foldingRange";
                let kinds: Vec<&Value> = fold.get("kind").into_iter().collect();
                self.allows_all(
                    &json!(kinds),
                    &format!("{ability}.foldingRangeKind.valueSet"),
                )?;
                match fold["endCharacter"].is_null()
                    || !self.has(&format!("{ability}.lineFoldingOnly"))
                {
                    true => Ok(()),
                    false => Err("a column for who folds lines only".to_owned()),
                }
            }),
            "textDocument/inlayHint" => each(answer, |hint| {
                self.allows_markup(&hint["tooltip"], "textDocument.hover.contentFormat")
            }),
            _ => Ok(()),
        }
    }

    fn allows_item(&self, item: &Value) -> Result<(), String> {
        let ability = |name: &str| format!("textDocument.completion.completionItem.{name}");
        let is_snippet = item["insertTextFormat"] == 2;
        if is_snippet || item["textEdit"]["newText"].to_string().contains("${") {
            self.allows(&json!("a tab stop"), &ability("snippetSupport"))?;
        }
        self.allows_all(&item["tags"], &ability("tagSupport.valueSet"))?;
        self.allows(&item["labelDetails"], &ability("labelDetailsSupport"))?;
        self.allows(
            &item["textEdit"]["insert"],
            &ability("insertReplaceSupport"),
        )?;
        self.allows_markup(&item["documentation"], &ability("documentationFormat"))?;
        let commands: Vec<&Value> = item["command"].get("command").into_iter().collect();
        self.allows_all(&json!(commands), "experimental.commands.commands")
    }

    fn allows_diagnostics(&self, diagnostics: &Value) -> Result<(), String> {
        let ability = match self.has("textDocument.diagnostic") {
            // They stand there since 3.18 only.
            true if self.has("textDocument.diagnostic.dataSupport") => "textDocument.diagnostic",
            _ => "textDocument.publishDiagnostics",
        };
        each(diagnostics, |diagnostic| {
            let path = |name: &str| format!("{ability}.{name}");
            self.allows(
                &diagnostic["relatedInformation"],
                &path("relatedInformation"),
            )?;
            self.allows(
                &diagnostic["codeDescription"],
                &path("codeDescriptionSupport"),
            )?;
            self.allows(&diagnostic["data"], &path("dataSupport"))?;
            self.allows_all(&diagnostic["tags"], &path("tagSupport.valueSet"))
        })
    }

    fn allows_edit(&self, edit: &Value) -> Result<(), String> {
        let ability = "workspace.workspaceEdit";
        let changes = &edit["documentChanges"];
        self.allows(changes, &format!("{ability}.documentChanges"))?;
        each(changes, |change| {
            each(&change["edits"], |edit| {
                self.allows(&edit["snippet"], &format!("{ability}.snippetEditSupport"))?;
                self.allows(
                    &edit["annotationId"],
                    &format!("{ability}.changeAnnotationSupport"),
                )
            })
        })
    }
}

/// Asks about each of a list; of nothing where it is none.
fn each(list: &Value, ask: impl FnMut(&Value) -> Result<(), String>) -> Result<(), String> {
    list.as_array().into_iter().flatten().try_for_each(ask)
}

/// A session with a recorded client.
struct Recorded {
    name: &'static str,
    announced: Announced,
    connection: Connection,
    /// What the server answered to `initialize`.
    capabilities: Value,
    folder: tempfile::TempDir,
    /// What the server said by itself, by method.
    heard: Vec<String>,
}

impl Recorded {
    async fn start(name: &'static str) -> Recorded {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        let forms = folder.path().join(".github/ISSUE_TEMPLATE");
        fs::create_dir_all(&forms).expect("the folder is ours");
        fs::create_dir(folder.path().join(".git")).expect("the folder is ours");
        let write = |path: PathBuf, text: &str| fs::write(path, text).expect("the folder is ours");
        write(forms.join("crash.yml"), FORM);
        write(
            folder.path().join("issue-ls.toml"),
            "labels.file = \"labels.yaml\"\n",
        );
        write(
            folder.path().join("labels.yaml"),
            "- name: priority/critical-urgent\n- name: sig/node\n- {name: sig/gadgets, previously: [{name: sig/widgets}]}\n",
        );
        let uri = url::Url::from_file_path(folder.path()).expect("it is absolute");
        let recorded = fs::read_to_string(recording(&format!("{name}.json")));
        let params = recorded.expect("it is recorded");
        let params = params.replace("file:///workspace", uri.as_str());
        let params: Value = serde_json::from_str(&params).expect("it is JSON");
        let announced = Announced(params["capabilities"].clone());
        let mut connection = connect();
        let capabilities = connection.client.initialize(params).await;
        let mut recorded = Recorded {
            name,
            announced,
            connection,
            capabilities,
            folder,
            heard: Vec::new(),
        };
        recorded.listen().await;
        recorded
    }

    fn uri(&self, file: &str) -> String {
        let uri = url::Url::from_file_path(self.folder.path().join(file));
        uri.expect("it is absolute").into()
    }

    fn has(&self, provider: &str) -> bool {
        !matches!(
            self.capabilities[provider],
            Value::Null | Value::Bool(false)
        )
    }

    /// Hears what the server says by itself, until it is silent, and answers its questions.
    async fn listen(&mut self) {
        // What a message sets off can take a few turns.
        let mut silence = 0;
        while silence < 4 {
            self.connection.client.settle().await;
            let messages = self.connection.client.take_unread();
            silence = if messages.is_empty() { silence + 1 } else { 0 };
            for message in messages {
                if let Err(objection) = self.announced.allows_message(&message) {
                    panic!("{}: {objection}", self.name);
                }
                let method = message["method"].as_str().expect("it has a method");
                self.heard.push(method.to_owned());
                if !message["id"].is_null() {
                    let items = message["params"]["items"].as_array();
                    let answer =
                        items.map_or(json!(null), |items| json!(vec![json!(null); items.len()]));
                    self.connection.client.answer(&message, answer).await;
                }
            }
        }
    }

    async fn tell(&mut self, method: &str, params: Value) {
        self.connection.client.notify(method, params).await;
        self.listen().await;
    }

    /// Asks, where the server offers `provider`, and insists on an answer that says something.
    async fn ask(&mut self, provider: &str, method: &str, file: &str, mut params: Value) -> Value {
        if !self.has(provider) {
            return Value::Null;
        }
        if !file.is_empty() {
            params["textDocument"] = json!({"uri": self.uri(file)});
        }
        let answer = self.connection.client.request(method, params).await;
        if let Err(objection) = self.announced.allows_answer(method, &answer) {
            panic!("{}, {method}: {objection}", self.name);
        }
        let is_empty = answer.is_null() || answer.as_array().is_some_and(Vec::is_empty);
        assert!(!is_empty, "{}, {method}: no answer", self.name);
        self.listen().await;
        answer
    }
}

#[tokio::test]
async fn each_client_is_offered_what_it_can_use() {
    for name in PROFILES {
        let recorded = Recorded::start(name).await;
        let offered = serde_json::to_string_pretty(&recorded.capabilities).expect("it is JSON");
        expect_file![recording(&format!("{name}.offered.json"))].assert_eq(&format!("{offered}\n"));
        for (provider, ability) in [
            ("codeActionProvider", "textDocument.codeAction"),
            ("codeLensProvider", "textDocument.codeLens"),
            ("diagnosticProvider", "textDocument.diagnostic"),
            ("documentFormattingProvider", "textDocument.formatting"),
            (
                "documentHighlightProvider",
                "textDocument.documentHighlight",
            ),
            ("documentLinkProvider", "textDocument.documentLink"),
            (
                "documentRangeFormattingProvider",
                "textDocument.rangeFormatting",
            ),
            ("documentSymbolProvider", "textDocument.documentSymbol"),
            ("foldingRangeProvider", "textDocument.foldingRange"),
            ("inlayHintProvider", "textDocument.inlayHint"),
            ("renameProvider", "textDocument.rename"),
            ("selectionRangeProvider", "textDocument.selectionRange"),
            ("semanticTokensProvider", "textDocument.semanticTokens"),
            ("workspaceSymbolProvider", "workspace.symbol"),
        ] {
            let offered = &recorded.capabilities[provider];
            assert_eq!(
                recorded.announced.allows(offered, ability),
                Ok(()),
                "{name}"
            );
        }
        let offered = &recorded.capabilities["workspace"]["workspaceFolders"];
        let allowed = (recorded.announced).allows(offered, "workspace.workspaceFolders");
        assert_eq!(allowed, Ok(()), "{name}");
        let legend = &recorded.capabilities["semanticTokensProvider"]["legend"];
        for (words, ability) in [
            ("tokenTypes", "textDocument.semanticTokens.tokenTypes"),
            (
                "tokenModifiers",
                "textDocument.semanticTokens.tokenModifiers",
            ),
        ] {
            let listed = recorded.announced.allows_all(&legend[words], ability);
            assert_eq!(listed, Ok(()), "{name}");
        }
        let encoding = &recorded.capabilities["positionEncoding"];
        let encodings = "general.positionEncodings";
        assert!(encoding == "utf-16" || recorded.announced.lists(encodings, encoding));
        recorded.connection.finish().await;
    }
}

#[tokio::test]
async fn no_client_hears_of_what_it_did_not_announce() {
    for name in PROFILES {
        let mut client = Recorded::start(name).await;
        let open = |uri: String, text: &str| json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}});
        let draft = "issue.md";
        client
            .tell("textDocument/didOpen", open(client.uri(draft), ""))
            .await;
        let document = json!({"uri": client.uri(draft), "version": 2});
        let change = json!([{"range": range((0, 0), (0, 0)), "text": DRAFT}]);
        let change = json!({"textDocument": document, "contentChanges": change});
        client.tell("textDocument/didChange", change).await;

        let at = |line, character| json!({"position": {"line": line, "character": character}});
        client
            .ask(
                "diagnosticProvider",
                "textDocument/diagnostic",
                draft,
                json!({}),
            )
            .await;
        for place in [at(2, 0), at(1, 5), at(8, 12)] {
            let method = "textDocument/completion";
            let list = client.ask("completionProvider", method, draft, place).await;
            let items = list.get("items").unwrap_or(&list);
            if client.capabilities["completionProvider"]["resolveProvider"] == true {
                let item = items[0].clone();
                client
                    .ask("completionProvider", "completionItem/resolve", "", item)
                    .await;
            }
        }
        client
            .ask("hoverProvider", "textDocument/hover", draft, at(1, 7))
            .await;
        for part in [
            range((8, 14), (8, 14)),
            range((1, 12), (1, 12)),
            range((0, 0), (99, 0)),
        ] {
            let params = json!({"range": part, "context": {"diagnostics": []}});
            client
                .ask(
                    "codeActionProvider",
                    "textDocument/codeAction",
                    draft,
                    params,
                )
                .await;
        }
        if client.capabilities["renameProvider"]["prepareProvider"] == true {
            client
                .ask(
                    "renameProvider",
                    "textDocument/prepareRename",
                    draft,
                    at(12, 14),
                )
                .await;
        }
        let mut new_name = at(12, 14);
        new_name["newName"] = json!("1.37.2");
        client
            .ask("renameProvider", "textDocument/rename", draft, new_name)
            .await;
        let mut options = json!({"options": {"tabSize": 4, "insertSpaces": true}});
        let method = "textDocument/formatting";
        client
            .ask("documentFormattingProvider", method, draft, options.clone())
            .await;
        options["range"] = range((0, 0), (99, 0));
        let method = "textDocument/rangeFormatting";
        client
            .ask("documentRangeFormattingProvider", method, draft, options)
            .await;
        let all = json!({"range": range((0, 0), (99, 0))});
        for (provider, method, params) in [
            ("documentLinkProvider", "documentLink", json!({})),
            ("documentSymbolProvider", "documentSymbol", json!({})),
            ("documentHighlightProvider", "documentHighlight", at(12, 14)),
            ("foldingRangeProvider", "foldingRange", json!({})),
            (
                "selectionRangeProvider",
                "selectionRange",
                json!({"positions": [at(12, 14)["position"]]}),
            ),
            ("codeLensProvider", "codeLens", json!({})),
            ("inlayHintProvider", "inlayHint", all.clone()),
        ] {
            let method = format!("textDocument/{method}");
            client.ask(provider, &method, draft, params).await;
        }
        for (kind, method, params) in [
            ("full", "textDocument/semanticTokens/full", json!({})),
            ("range", "textDocument/semanticTokens/range", all),
        ] {
            if client.capabilities["semanticTokensProvider"][kind] == true {
                client
                    .ask("semanticTokensProvider", method, draft, params)
                    .await;
            }
        }
        let query = json!({"query": "symp"});
        client
            .ask("workspaceSymbolProvider", "workspace/symbol", "", query)
            .await;

        let answers = "crash.md";
        let text = "### Version\n\n1\n\n### System\n\nlinux\n";
        client
            .tell("textDocument/didOpen", open(client.uri(answers), text))
            .await;
        client
            .ask(
                "definitionProvider",
                "textDocument/definition",
                answers,
                at(0, 6),
            )
            .await;

        // What the client shows is looked at anew.
        let event = json!({"changes": [{"uri": client.uri("labels.yaml"), "type": 2}]});
        client.tell("workspace/didChangeWatchedFiles", event).await;
        client
            .tell("workspace/didChangeConfiguration", json!({"settings": {}}))
            .await;
        for file in [draft, answers] {
            let document = json!({"textDocument": {"uri": client.uri(file)}});
            client.tell("textDocument/didClose", document).await;
        }
        client.heard.sort();
        client.heard.dedup();
        let heard: Vec<&str> = client.heard.iter().map(String::as_str).collect();
        let expected: &[&str] = match name {
            "vscode" => &[
                "client/registerCapability",
                "workspace/codeLens/refresh",
                "workspace/configuration",
                "workspace/diagnostic/refresh",
                "workspace/inlayHint/refresh",
                "workspace/semanticTokens/refresh",
            ],
            "neovim-0.10" => &[
                "textDocument/publishDiagnostics",
                "workspace/configuration",
                "workspace/inlayHint/refresh",
                "workspace/semanticTokens/refresh",
            ],
            "neovim-0.12" => &[
                "workspace/codeLens/refresh",
                "workspace/configuration",
                "workspace/diagnostic/refresh",
                "workspace/inlayHint/refresh",
                "workspace/semanticTokens/refresh",
            ],
            _ => &["textDocument/publishDiagnostics"],
        };
        assert_eq!(heard, expected, "{name}");
        client.connection.finish().await;
    }
}

#[test]
fn what_was_not_announced_is_noticed() {
    let client = Announced(json!({
        "workspace": {"codeLens": {"refreshSupport": false}, "workspaceEdit": {"documentChanges": true}},
        "textDocument": {
            "diagnostic": {},
            "hover": {"contentFormat": ["plaintext"]},
            "foldingRange": {"lineFoldingOnly": true},
            "completion": {"completionItem": {"tagSupport": {"valueSet": []}}},
        },
    }));
    for message in [
        json!({"method": "workspace/codeLens/refresh"}),
        json!({"method": "workspace/configuration"}),
        json!({"method": "window/workDoneProgress/create"}),
        json!({"method": "textDocument/publishDiagnostics", "params": {"diagnostics": []}}),
        json!({"method": "client/registerCapability", "params": {"registrations": [{"method": "workspace/didChangeWatchedFiles"}]}}),
    ] {
        assert!(client.allows_message(&message).is_err(), "{message}");
    }
    for (method, answer) in [
        ("textDocument/diagnostic", json!({"items": [{"tags": [1]}]})),
        ("textDocument/diagnostic", json!({"items": [{"data": {}}]})),
        ("textDocument/completion", json!([{"insertTextFormat": 2}])),
        ("textDocument/completion", json!({"items": [{"tags": [1]}]})),
        (
            "completionItem/resolve",
            json!({"documentation": {"kind": "markdown"}}),
        ),
        (
            "completionItem/resolve",
            json!({"command": {"command": "editor.action.triggerSuggest"}}),
        ),
        (
            "textDocument/hover",
            json!({"contents": {"kind": "markdown"}}),
        ),
        (
            "textDocument/definition",
            json!([{"targetUri": "file:///x"}]),
        ),
        ("textDocument/codeAction", json!([{"edit": {}}])),
        (
            "textDocument/prepareRename",
            json!({"placeholder": "v1.36.2"}),
        ),
        (
            "textDocument/rename",
            json!({"documentChanges": [{"edits": [{"snippet": "$0"}]}]}),
        ),
        ("textDocument/documentLink", json!([{"tooltip": "x"}])),
        (
            "textDocument/documentSymbol",
            json!([{"selectionRange": {}}]),
        ),
        ("textDocument/foldingRange", json!([{"endCharacter": 1}])),
        ("textDocument/foldingRange", json!([{"kind": "comment"}])),
        (
            "textDocument/inlayHint",
            json!([{"tooltip": {"kind": "markdown"}}]),
        ),
    ] {
        assert!(client.allows_answer(method, &answer).is_err(), "{answer}");
    }
}
