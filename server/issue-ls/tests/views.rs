//! Scripts and editors see the same in a draft: for every draft of the tests, what `labels`, `extract` and `body` print is
//! compared with what the language server says of the same document, place by place.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

use process::{TestClient, start};

mod process;

const BINARY: &str = env!("CARGO_BIN_EXE_issue-ls");

/// The folder with the drafts and forms of all tests.
const TESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests");

/// Drafts with labels from all sides, in the ways in which they can be asked for, twice, in vain, or not for everybody.
const LABELS: [&str; 6] = [
    "---\nlabels: [kind/bug, sig/NODE, made/up, sig/aws, 'kind/flake']\n---\n/sig node nodee cli\n/kind bug\n/remove-kind flake\n",
    "/lifecycle frozen\n/good-first-issue\n/label api-review\n/label refactor\n/triage accepted\n/area ha\n",
    "cc @kubernetes/sig-cli-bugs\n<!--\n/lifecycle stale\n/sig storage\n-->\n```\n/sig apps\n/help\n```\n",
    "---\nlabels: help wanted, lifecycle/stale\n---\n/help\n/lifecycle stale\n/sig no<!-- x -->de  \n",
    "\u{feff}---\r\nlabels:\r\n- \"kind/regression\"\r\n- priority/critical-urgent\r\n---\r\n/committee security-response\r\n/sig\r\nwords pm\r\n",
    "A title\n/sig node 😀\n/kind bug\n------------------------ >8 ------------------------\n/sig cli\n",
];

/// All files below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("it is a folder") {
        let path = entry.expect("it can be read").path();
        match path.is_dir() {
            true => files.extend(self::files(&path)),
            false => files.push(path),
        }
    }
    files.sort();
    files
}

/// A repository with the forms of the tests, all drafts of the tests, the skeleton of each template, and [`LABELS`] in a
/// draft of a patch release.
async fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let write = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("it is ours");
        fs::write(path, text).expect("it is ours");
    };
    for file in files(Path::new(TESTS)) {
        let name = file.strip_prefix(TESTS).expect("it is from there");
        let ending = name.extension().and_then(|ending| ending.to_str());
        let is_form = name.starts_with("forms") && ending != Some("md");
        let text = || fs::read(&file).expect("it can be read");
        if is_form {
            let name = name.file_name().expect("a file").to_string_lossy();
            write(&format!(".github/ISSUE_TEMPLATE/{name}"), &text());
        } else if ending == Some("md") {
            write(&name.to_string_lossy(), &text());
        }
    }
    for (place, text) in LABELS.iter().enumerate() {
        let sections = "\n## Symptoms\n\nPods stay.\n\n## Impact\n\n";
        let text = match text.find("------------------------ >8") {
            Some(tail) => format!("{}{sections}{}", &text[..tail], &text[tail..]),
            None => format!("{text}{sections}"),
        };
        write(&format!("labels/{place}.md"), text.as_bytes());
    }
    let said = output(folder.path(), &["templates", "--output-format", "json"]).await;
    let templates: Value = serde_json::from_str(&said).expect("JSON");
    for template in templates.as_array().expect("an array") {
        let name = template["name"].as_str().expect("a name");
        let skeleton = output(folder.path(), &["new", name]).await;
        write(&format!("skeletons/{name}.md"), skeleton.as_bytes());
    }
    folder
}

/// What the program prints in `folder`.
async fn output(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(BINARY)
        .args(arguments)
        .current_dir(folder)
        .output()
        .await
        .expect("the program starts");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A draft that is open in the server.
struct Open<'client> {
    client: &'client mut TestClient,
    uri: String,
    text: &'client str,
}

impl Open<'_> {
    async fn ask(&mut self, method: &str) -> Value {
        let params = match method {
            "issue-ls/status" | "issue-ls/issue" => json!({ "uri": self.uri }),
            _ => {
                json!({"textDocument": {"uri": self.uri}, "range": {"start": self.position(0), "end": self.position(self.text.len())}})
            }
        };
        self.client.request(method, params).await
    }

    /// The position of a byte, in bytes.
    fn position(&self, offset: usize) -> Value {
        let before = &self.text[..offset];
        let line_ends = before.replace("\r\n", "\n").replace('\r', "\n");
        let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        json!({"line": line_ends.matches('\n').count(), "character": offset - start})
    }

    /// The first line of what the editor shows of the thing at `offset`, and the place of that.
    async fn hover(&mut self, offset: usize) -> Option<(String, Value)> {
        let position = self.position(offset);
        let params = json!({"textDocument": {"uri": self.uri}, "position": position});
        let hover = self.client.request("textDocument/hover", params).await;
        let said = hover["contents"]["value"].as_str()?;
        let first = said.lines().next().unwrap_or_default();
        Some((first.to_owned(), hover["range"].clone()))
    }

    /// The page that shows what is sent of the draft, up to the body.
    async fn sent(&mut self) -> String {
        let uri = url::form_urlencoded::byte_serialize(self.uri.as_bytes()).collect::<String>();
        let params = json!({"uri": format!("issue-ls:/sent/draft.md?{uri}")});
        let method = "workspace/textDocumentContent";
        let page = self.client.request(method, params).await;
        let page = page["text"].as_str().expect("a page");
        let (head, _) = page.split_once("\n---\n").expect("a rule");
        head.to_owned()
    }
}

/// The texts of a list.
fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list").iter();
    list.map(|text| text.as_str().expect("a text").to_owned())
        .collect()
}

fn span(span: &Value) -> Option<(usize, usize)> {
    let end = |at: usize| Some(span[at].as_u64()? as usize);
    Some((end(0)?, end(1)?))
}

/// The labels are those that the editor says Prow will add, and those that it sends along; at their places it explains
/// them.
async fn same_labels(open: &mut Open<'_>, extract: &Value, printed: &str) {
    let uri = open.uri.clone();
    let labels = extract["labels"].as_array().expect("a list");
    let names: Vec<String> = labels
        .iter()
        .map(|label| label["name"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names, printed.lines().collect::<Vec<_>>(), "{uri}");

    let has = |list: &[String], name: &str| list.iter().any(|one| one.eq_ignore_ascii_case(name));
    let along = texts(&open.ask("issue-ls/issue").await["labels"]);
    let page = open.sent().await;
    let line = |name: &str| {
        let begin = format!("- {name}: ");
        let line = page.lines().find_map(|line| line.strip_prefix(&begin));
        let words = line
            .unwrap_or_default()
            .replace(" (for some people only)", "");
        let words = words.split(", ").filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(line("Labels sent along"), along, "{uri}");
    // What Prow misses on an issue is nobody's wish.
    let added = line("Labels that Prow will add").into_iter();
    let added: BTreeSet<String> = added.filter(|name| !name.starts_with("needs-")).collect();
    let lens = open.ask("textDocument/codeLens").await;
    let lens = lens[0]["command"]["title"].as_str().expect("a lens");
    for name in &added {
        assert!(lens.contains(name.as_str()), "{uri}: {name} in {lens}");
    }
    // What is sent along need not be added.
    let by_command: BTreeSet<String> = labels
        .iter()
        .zip(&names)
        .filter(|(label, name)| label["source"] == "command" && !has(&along, name))
        .map(|(_, name)| name.clone())
        .collect();
    assert_eq!(by_command, added, "{uri}");
    let findings = open.ask("textDocument/diagnostic").await.to_string();
    for name in &along {
        // The template's labels are no wish of the draft; of labels that do not exist there is a finding.
        let is_of_draft = open.text.contains(name.as_str());
        let is_known = has(&names, name) || findings.contains(&format!("`{name}`"));
        assert!(!is_of_draft || is_known, "{uri}: {name}");
    }
    let refused = line("Labels that Prow will not add");
    assert!(
        refused
            .iter()
            .all(|name| !has(&names, name) || has(&along, name)),
        "{uri}: {refused:?}"
    );

    let spans = extract["spans"]["labels"].as_array().expect("a list");
    for ((label, name), place) in labels.iter().zip(&names).zip(spans) {
        let (start, end) = span(place).expect("no label comes from a flag");
        let (said, range) = open.hover(start).await.expect("a label is explained");
        let is_command = open.text[start..end].starts_with(['/', '@']);
        if !is_command && said != format!("**{name}**") {
            // The argument of another plugin's command is explained by its command.
            assert_eq!(label["source"], "command", "{uri}: {name}: {said}");
            let word = &open.text[..end]
                .rsplit(['\n', '\r'])
                .next()
                .unwrap_or_default();
            assert!(word.starts_with("/lifecycle"), "{uri}: {name}: {said}");
        } else if !is_command {
            assert_eq!(range["start"], open.position(start), "{uri}: {name}");
            assert_eq!(range["end"], open.position(end), "{uri}: {name}");
        }
    }
}

/// Versions, binaries and pull requests stand where the editor explains them, and what it tells beside versions is told of
/// those that are extracted.
async fn same_things(open: &mut Open<'_>, extract: &Value, is_good: bool) {
    let uri = open.uri.clone();
    for key in ["introduced_in", "resolved_in", "binaries"] {
        let spans = extract["spans"][key].as_array().expect("a list");
        for (name, place) in texts(&extract[key]).iter().zip(spans) {
            let (start, end) = span(place).expect("a place");
            assert_eq!(&open.text[start..end], name, "{uri}");
            let Some((said, range)) = open.hover(start).await else {
                // The editor has nothing to say of what nobody knows.
                assert!(!is_good, "{uri}: {name}");
                continue;
            };
            if said.starts_with("**") && said.contains(name.as_str()) {
                assert_eq!(range["start"], open.position(start), "{uri}: {name}");
                assert_eq!(range["end"], open.position(end), "{uri}: {name}");
            } else {
                assert!(!is_good, "{uri}: {name}: {said}");
            }
        }
    }
    let hints = open.ask("textDocument/inlayHint").await;
    let spans = &extract["spans"];
    let ends: BTreeSet<String> = [&spans["introduced_in"], &spans["resolved_in"]]
        .into_iter()
        .flat_map(|list| list.as_array().expect("a list"))
        .map(|place| open.position(span(place).expect("a place").1).to_string())
        .collect();
    for hint in hints.as_array().into_iter().flatten().filter(|_| is_good) {
        assert!(
            ends.contains(&hint["position"].to_string()),
            "{uri}: {hint}"
        );
    }
}

/// The sections are those whose headings the editor explains, in the same order, and the answered ones are counted alike.
async fn same_sections(open: &mut Open<'_>, extract: &Value) {
    let uri = open.uri.clone();
    let sections = extract["sections"].as_object().expect("an object");
    let mut explained: Vec<String> = Vec::new();
    let mut start = 0;
    for line in open
        .text
        .split_inclusive('\n')
        .flat_map(|line| line.split_inclusive('\r'))
    {
        let offset = start + line.len() - line.trim_start().len();
        start += line.len();
        let is_blank = line.trim().is_empty();
        let hover = match is_blank {
            true => None,
            false => open.hover(offset.min(start)).await,
        };
        let Some((said, _)) = hover else { continue };
        let name = said
            .strip_prefix("**")
            .and_then(|said| said.strip_suffix("**"));
        let known = ["Symptoms", "Root cause", "Impact", "Resolution", "PRs"];
        if let Some(name) = name.filter(|name| known.contains(name))
            && !explained.iter().any(|other| other == name)
        {
            explained.push(name.to_owned());
        }
    }
    // In the order of the draft, which the reader of JSON does not keep.
    let mut extracted: Vec<&String> = sections.keys().collect();
    extracted.sort_by_key(|name| span(&extract["spans"]["sections"][name.as_str()]));
    // Where Prow takes a heading for the words of the command above, the editor tells of that first.
    let findings = open.ask("textDocument/diagnostic").await.to_string();
    if findings.contains("runaway-command") {
        extracted.retain(|name| explained.contains(name));
    }
    assert_eq!(explained.iter().collect::<Vec<_>>(), extracted, "{uri}");
}

/// The answers that are extracted are those that the editor counts.
async fn same_fields(open: &mut Open<'_>, extract: &Value) {
    let uri = open.uri.clone();
    let fields = extract["fields"].as_object().expect("an object");
    let findings = open.ask("textDocument/diagnostic").await.to_string();
    let is_answered = |value: &&Value| match value.as_array() {
        Some(boxes) if boxes.iter().any(|one| one["checked"].is_boolean()) => {
            boxes.iter().any(|one| one["checked"] == true)
        }
        _ => !value.is_null(),
    };
    let answered = fields.values().filter(is_answered).count();
    let lens = open.ask("textDocument/codeLens").await;
    let lens = lens[0]["command"]["title"].as_str().expect("a lens");
    if !fields.is_empty() && !findings.contains("unknown-option") {
        let count = format!(" · {answered} of {} fields · ", fields.len());
        assert!(lens.contains(&count), "{uri}: {count}: {lens}");
    }
}

#[tokio::test]
async fn scripts_and_editors_see_the_same_in_every_draft() {
    let repository = repository().await;
    let folder = repository.path().canonicalize().expect("it is there");
    let (mut client, _server) = start();
    let capabilities = json!({
        "general": {"positionEncodings": ["utf-8"]},
        "textDocument": {"diagnostic": {}, "hover": {"contentFormat": ["markdown"]}},
    });
    client
        .initialize(json!({ "capabilities": capabilities }))
        .await;
    let templates = output(&folder, &["templates", "--output-format", "json"]).await;
    let templates: Value = serde_json::from_str(&templates).expect("JSON");
    let mut unread = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for path in files(&folder) {
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("it is UTF-8");
        let uri = url::Url::from_file_path(&path).expect("the path is absolute");
        client.open(uri.as_str(), &text).await;
        let mut open = Open {
            client: &mut client,
            uri: uri.to_string(),
            text: &text,
        };
        let name = path.strip_prefix(&folder).expect("it is there");
        let name = name.to_str().expect("UTF-8");
        let status = open.ask("issue-ls/status").await;
        if status.is_null() {
            unread.push(name.to_owned());
            continue;
        }
        let extract = output(&folder, &["extract", "--with-spans", name]).await;
        let extract: Value = serde_json::from_str(&extract).expect("JSON");
        let labels = output(&folder, &["labels", name]).await;
        let body = output(&folder, &["body", name]).await;

        let mut known = templates.as_array().expect("an array").iter();
        let template = known.find(|template| template["name"] == extract["template"]);
        let template = template.expect("a template that is known here");
        assert_eq!(template["title"], status["template"], "{name}");
        assert_eq!(extract["stage"], status["stage"], "{name}");
        let is_standard = extract["variant"] == "standard";
        assert_eq!(is_standard, status["variant"].is_null(), "{name}");
        let issue = open.ask("issue-ls/issue").await;
        assert_eq!(extract["title"], issue["title"], "{name}");
        assert_eq!(issue["body"], body, "{name}");
        same_labels(&mut open, &extract, &labels).await;
        let is_good = name.contains("good/") || name.contains("regressions/");
        same_things(&mut open, &extract, is_good).await;
        same_fields(&mut open, &extract).await;
        if template["kind"] == "built-in" {
            same_sections(&mut open, &extract).await;
        }
        let template = extract["template"].as_str().expect("a name").to_owned();
        seen.insert(template);
    }
    client.finish().await;
    assert_eq!(unread, ["drafts/README.md", "forms/README.md"]);
    // Every template is seen at work.
    let all = templates.as_array().expect("an array").iter();
    let all = all.map(|template| template["name"].as_str().expect("a name").to_owned());
    assert_eq!(seen, all.collect());
}
