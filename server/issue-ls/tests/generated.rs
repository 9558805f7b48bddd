//! What is generated from the rules and the catalogue and kept in the repository: the reference, the rule table and the
//! dates in the README, the list of rules in Neovim's help, the settings of the extension for VS Code.
//!
//! The tests fail when one of them is stale, and write it anew with
//! `UPDATE_GENERATED=1 cargo test -p issue-ls --test generated`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use issue_body::catalog::Catalog;
use issue_body::rules::{RULES, Rule, page};
use issue_body::syntax::{Draft, Origin};
use serde_json::{Map, Value, json};

const UPDATE: &str = "UPDATE_GENERATED";

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(name)
}

/// Compares the file called `name` with `expected`, or writes it where that is asked for.
#[track_caller]
fn check_file(name: &str, expected: &str) {
    let path = file(name);
    let found = fs::read_to_string(&path).unwrap_or_default();
    if found == expected {
        return;
    }
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&path, expected).expect("the repository can be written");
        return;
    }
    panic!("{name} is stale; run `{UPDATE}=1 cargo test -p issue-ls --test generated`");
}

/// `text` with `content` between the two marks called `region`.
fn with_region(text: &str, region: &str, content: &str) -> String {
    let (begin, end) = (
        format!("<!-- {region}: begin (generated) -->\n"),
        format!("<!-- {region}: end -->"),
    );
    let parts = text
        .split_once(&begin)
        .and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let (before, after) =
        parts.unwrap_or_else(|| panic!("the marks {begin:?} and {end:?} are lost"));
    format!("{before}{begin}\n{content}\n{end}{after}")
}

/// The level; behind it, in parentheses, that of a resolved issue where it is another one.
fn level(rule: &Rule) -> String {
    match rule.level_when_resolved {
        Some(resolved) if resolved != rule.level => {
            format!("{} ({})", rule.level.name(), resolved.name())
        }
        _ => rule.level.name().to_owned(),
    }
}

#[test]
fn the_readme_lists_all_rules_and_says_how_old_the_facts_are() {
    let text = fs::read_to_string(file("README.md")).expect("there is a README");
    let text = with_region(&text, "rules", &rule_table());
    check_file("README.md", &with_region(&text, "facts", &fact_table()));
}

fn rule_table() -> String {
    let mut table = String::from("| rule | level | fix | reports |\n|---|---|---|---|\n");
    for rule in RULES {
        let (name, fix) = (rule.name, rule.availability.name());
        let summary = rule.page.summary.replace('|', r"\|");
        writeln!(
            table,
            "| [{name}](server/REFERENCE.md#{name}) | {} | {fix} | {summary} |",
            level(rule)
        )
        .expect("a string takes all");
    }
    table
}

fn fact_table() -> String {
    let catalog = Catalog::kubernetes();
    let labels = catalog.labels.as_ref().expect("Kubernetes has labels");
    let releases = catalog.releases.as_ref().expect("Kubernetes has releases");
    let prow = catalog.prow.as_ref().expect("Kubernetes has a bot");
    let mut table = String::from("| facts | as of | from |\n|---|---|---|\n");
    for (name, snapshot, source) in [
        ("labels", labels.list().snapshot, &labels.list().source),
        ("releases", releases.snapshot, &releases.source),
        ("Prow's configuration", Some(prow.snapshot), &prow.source),
    ] {
        let snapshot = snapshot.expect("built-in facts have a date");
        writeln!(table, "| {name} | {snapshot} | {source} |").expect("a string takes all");
    }
    table
}

#[test]
fn the_reference_holds_every_page() {
    let mut text = String::from(
        "# Rules\n\nWhat issue-ls reports, why it matters, and how it is mended. This page is generated from the rules \
         themselves; `issue-ls rule NAME` prints one of them.\n\n",
    );
    for rule in RULES {
        let name = rule.name;
        writeln!(text, "- [{name}](#{name})").expect("a string takes all");
    }
    for rule in RULES {
        text.push('\n');
        text.push_str(&one_level_down(page(rule)));
    }
    check_file("server/REFERENCE.md", &text);
}

#[test]
fn the_help_of_neovim_lists_all_rules() {
    const HELP: &str = "editors/nvim/doc/issue_ls.txt";
    let text = fs::read_to_string(file(HELP)).expect("there is a help file");
    let parts = text
        .split_once("*issue-ls-rules*\n")
        .and_then(|(before, rest)| {
            let next_section = rest.find("=====")?;
            Some((before, &rest[next_section..]))
        });
    let (before, after) = parts.expect("the help has a section for the rules, and one behind it");
    let mut list = String::from("\n`issue-ls rule NAME` prints the page of each.\n\n");
    for rule in RULES {
        writeln!(list, "{}: {}", rule.name, level(rule)).expect("a string takes all");
        list.push_str(&wrapped(rule.page.summary));
    }
    check_file(HELP, &format!("{before}*issue-ls-rules*\n{list}\n{after}"));
}

#[test]
fn the_extension_of_vs_code_has_all_settings() {
    const MANIFEST: &str = "editors/vscode/package.json";
    const BEGIN: &str = "\n    \"configuration\": {";
    const END: &str = "\n    }\n";
    let text = fs::read_to_string(file(MANIFEST)).expect("there is a manifest");
    let version = format!("\n  \"version\": \"{}\",\n", env!("CARGO_PKG_VERSION"));
    assert!(text.contains(&version), "{MANIFEST} has another version");
    let (before, rest) = text.split_once(BEGIN).expect("it has settings");
    let empty = rest.strip_prefix("}\n");
    let after = empty.unwrap_or_else(|| rest.split_once(END).expect("they end").1);
    let settings = serde_json::to_string_pretty(&settings_of_vs_code()).expect("JSON");
    let settings = settings.replace('\n', "\n    ");
    let settings = settings.strip_prefix('{').expect("an object");
    check_file(MANIFEST, &format!("{before}{BEGIN}{settings}\n{after}"));
}

/// What the extension contributes as settings. Names and levels are those of `issue-ls.toml`.
fn settings_of_vs_code() -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_issue-ls"))
        .args(["config", "schema"])
        .output()
        .expect("the program runs");
    let schema: Value = serde_json::from_slice(&output.stdout).expect("a schema");
    let templates = &schema["properties"]["default-template"]["examples"];
    let names: Vec<String> = (templates.as_array().expect("names").iter())
        .map(|name| format!("`{}`", name.as_str().expect("a name")))
        .collect();
    let levels = |rule: &Rule| {
        let schema = &schema["properties"]["rules"]["properties"][rule.name];
        json!({
            "type": "string",
            "enum": schema["enum"],
            "default": rule.level.name(),
            "description": schema["description"],
        })
    };
    let rules: Map<String, Value> = RULES
        .iter()
        .map(|rule| (rule.name.to_owned(), levels(rule)))
        .collect();
    json!({
        "title": "issue-ls",
        "properties": {
            "issue-ls.defaultTemplate": {
                "order": 1,
                "scope": "resource",
                "type": "string",
                "default": "",
                "markdownDescription": format!("The kind of issue that you write most: the name or the file name of one of the \
                    repository's issue forms and templates, or what is built in ({}). It comes first when you begin a new \
                    draft, and it is the template of a document that is surely an issue but does not tell of which kind: the \
                    New Issue editor of the GitHub extension, and the file of `gh issue create --editor`. Other Markdown is \
                    never made a draft by this; `[[drafts]]` in `issue-ls.toml` does that.", names.join(", ")),
            },
            "issue-ls.stage": {
                "order": 2,
                "scope": "resource",
                "type": "string",
                "enum": ["open", "resolved"],
                "default": "open",
                "markdownDescription": "The stage of drafts that do not tell it in their front matter. In a `resolved` issue \
                    nothing may be open any more.",
            },
            "issue-ls.rules": {
                "order": 3,
                "scope": "resource",
                "type": "object",
                "default": {},
                "additionalProperties": false,
                "properties": rules,
                "markdownDescription": "How grave the findings of a rule are: `off`, `information`, `warning` or `error`. What \
                    `issue-ls.toml` says of a rule comes first, since everyone shares it. *Explain a Rule* in the command \
                    palette tells what each is about.",
            },
            "issue-ls.server.path": {
                "order": 4,
                "scope": "machine-overridable",
                "type": "string",
                "default": "",
                "markdownDescription": "The path of the program to run as the server. Empty for the one that comes with the \
                    extension or, in a package without one, the `issue-ls` on the `PATH`.",
            },
            "issue-ls.trace.server": {
                "order": 5,
                "scope": "window",
                "type": "string",
                "enum": ["messages", "verbose"],
                "enumDescriptions": ["Their names and times", "What they hold, too"],
                "default": "messages",
                "markdownDescription": "What the log tells of the messages between editor and server, once its level is set to \
                    *Trace* (*Developer: Set Log Level…* in the command palette).",
            },
        },
    })
}

/// `text` in lines that begin with a tab and end before column 78.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 70;
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.iter().map(|line| format!("\t{line}\n")).collect()
}

/// Markdown with every heading one level deeper; a `#` in an example is none.
fn one_level_down(mut text: String) -> String {
    let headings = Draft::parse(text.as_str(), Origin::File).body.headings;
    for heading in headings.iter().rev() {
        text.insert(heading.range.start, '#');
    }
    text
}
