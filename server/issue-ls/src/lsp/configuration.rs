//! What the editor is set to, and when it changes: workspace folders, the `issue-ls` section of the editor's settings,
//! and the files that decide how a draft is read.
//!
//! Settings are asked for where the client answers such questions and taken as they are sent where it does not. Either
//! way every open document is looked at anew afterwards; nothing needs a restart. What the settings mean for a draft is
//! left to the workspace.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use issue_body::rules::{Level, Levels, Severity};
use issue_body::template::Stage;
use lsp_types::{
    ConfigurationItem, DidChangeConfigurationRegistrationOptions, InitializeParams, LspAny,
    MessageType, Registration, Uri, WorkspaceFolders, WorkspaceFoldersChangeEvent,
};
use serde::Serialize;
use serde_json::Value;
use tokio::time::timeout;

use super::session::Session;
use super::{refresh, watching};
use crate::workspace::known_rule;

/// The section of the editor's settings that is ours.
const SECTION: &str = "issue-ls";

/// How long a client may take to give its settings; after that, the ones at hand must do until it does.
const PATIENCE: Duration = Duration::from_secs(2);

/// The files whose change means that drafts are read differently: configurations, where `**/issue-ls.toml` is
/// `.github/issue-ls.toml`, too, and the templates of repositories.
const WATCHED: [&str; 5] = [
    "**/issue-ls.toml",
    "**/.issue-ls.toml",
    "**/ISSUE_TEMPLATE/*",
    "**/ISSUE_TEMPLATE.md",
    "**/issue_template.md",
];

/// The `issue-ls` section of the editor's settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditorSettings {
    /// `rules`: the levels of rules that no configuration file mentions.
    pub levels: Levels,
    /// `stage`: the stage of drafts that do not tell.
    pub stage: Option<Stage>,
    /// `defaultTemplate`: the template of what is surely an issue and does not tell of which kind, and the first choice
    /// for new drafts.
    pub default_template: Option<String>,
}

impl EditorSettings {
    /// Reads a section. Values that mean nothing are left out and named in the second result; keys of other parts of
    /// the editor (the path of the program, the trace level) are no business of the server.
    pub fn read(section: &Value) -> (EditorSettings, BTreeSet<String>) {
        let mut settings = EditorSettings::default();
        let mut problems = BTreeSet::new();
        match &section["stage"] {
            Value::Null => {}
            value => {
                settings.stage = value.as_str().and_then(Stage::from_name);
                if settings.stage.is_none() {
                    let stages = Stage::ALL.map(Stage::name);
                    problems.insert(format!("`stage` is {value}; {}", one_of(&stages)));
                }
            }
        }
        match &section["defaultTemplate"] {
            Value::Null => {}
            // As an editor has it for what is not chosen.
            Value::String(name) if name.is_empty() => {}
            // Which templates there are hangs on the draft's repository, so a wrong name is told with the draft.
            Value::String(name) => settings.default_template = Some(name.clone()),
            value => {
                problems.insert(format!(
                    "`defaultTemplate` is {value}; write the name of a template"
                ));
            }
        }
        match &section["rules"] {
            Value::Null => {}
            // Lua cannot tell an empty object from an empty list.
            Value::Array(levels) if levels.is_empty() => {}
            Value::Object(levels) => {
                for (name, value) in levels {
                    match (known_rule(name), level(value)) {
                        (Err(problem), _) => _ = problems.insert(problem),
                        (Ok(_), None) => {
                            problems
                                .insert(format!("`rules.{name}` is {value}; {}", one_of(&LEVELS)));
                        }
                        (Ok(rule), Some(level)) => settings.levels.set(rule, level),
                    }
                }
            }
            value => {
                problems.insert(format!(
                    "`rules` is {value}; write an object of rules with their levels"
                ));
            }
        }
        (settings, problems)
    }
}

/// What a rule can be set to.
const LEVELS: [&str; 4] = ["off", "information", "warning", "error"];

/// The level that a value spells; null, as an editor has it for what is not set, is the rule's own.
fn level(value: &Value) -> Option<Level> {
    match value {
        Value::Null => Some(Level::Default),
        Value::String(name) if name == "off" => Some(Level::Off),
        Value::String(name) => Severity::from_name(name).map(Level::At),
        _ => None,
    }
}

/// The end of a message about a value: what to write instead.
fn one_of(values: &[&str]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
    format!("write one of {}", values.join(", "))
}

/// A workspace folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The folder as the client names it.
    pub uri: Uri,
    /// Its path, where it is one of this machine.
    pub path: Option<PathBuf>,
    /// The editor's settings for it.
    pub settings: EditorSettings,
}

/// The workspace folders, and the settings for each and for what lies outside of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Workspace {
    /// The folders.
    pub roots: Vec<Root>,
    /// The settings where there is no folder.
    pub settings: EditorSettings,
    /// Whether the client was asked for its settings and has not answered for the first time.
    pub is_waiting: bool,
    /// What the client sent with `initialize`: what holds where it says nothing else.
    initial: EditorSettings,
    /// What is wrong with that, to be told when the client is ready to hear it.
    initial_problems: BTreeSet<String>,
    /// How many times the client was asked, so that a late answer does not replace a newer one.
    asked: u32,
}

impl Workspace {
    /// The folder that holds `path`, the innermost where they are nested.
    pub fn root_of(&self, path: &Path) -> Option<&Root> {
        let depth = |root: &&Root| root.path.as_ref().map(|path| path.components().count());
        self.roots
            .iter()
            .filter(|root| {
                root.path
                    .as_ref()
                    .is_some_and(|folder| path.starts_with(folder))
            })
            .max_by_key(depth)
    }

    /// The editor's settings for `path`, or for a document that is no file.
    pub fn settings_for(&self, path: Option<&Path>) -> &EditorSettings {
        path.and_then(|path| self.root_of(path))
            .map_or(&self.settings, |root| &root.settings)
    }

    fn add(&mut self, uri: Uri) {
        self.roots.push(Root {
            path: file_path(&uri),
            uri,
            settings: self.settings.clone(),
        });
    }

    /// Takes a section of the editor's settings for the folder `scope`, or for what lies outside of all; gives what is
    /// wrong with it. A client that has nothing to say of a section says null.
    fn set(&mut self, scope: Option<&Uri>, section: &Value) -> BTreeSet<String> {
        let (settings, problems) = match section {
            Value::Null => (self.initial.clone(), BTreeSet::new()),
            section => EditorSettings::read(section),
        };
        match scope {
            None => self.settings = settings,
            Some(uri) => {
                if let Some(root) = self.roots.iter_mut().find(|root| root.uri == *uri) {
                    root.settings = settings;
                }
            }
        }
        problems
    }
}

/// The path of a `file` URI on this machine.
pub fn file_path(uri: &Uri) -> Option<PathBuf> {
    let url = url::Url::parse(uri.as_ref()).ok()?;
    (url.scheme() == "file").then(|| url.to_file_path().ok())?
}

/// Notes what the client says of its workspace at `initialize`.
pub fn begin(session: &Session, params: &mut InitializeParams) {
    let mut state = session.state();
    let workspace = &mut state.workspace;
    if let Some(options) = &params.initialization_options {
        (workspace.initial, workspace.initial_problems) = EditorSettings::read(section(options));
    }
    workspace.settings = workspace.initial.clone();
    let folders = params
        .workspace_folders_initialize_params
        .workspace_folders
        .take();
    match folders {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => {
            for folder in folders {
                workspace.add(folder.uri);
            }
        }
        // Clients from before 3.6 have one root.
        Some(WorkspaceFolders::Null) | None =>
        {
            #[expect(deprecated, reason = "it is all that some clients send")]
            if let Some(uri) = params.root_uri.take() {
                workspace.add(uri);
            }
        }
    }
}

/// Asks the client to tell of changes, and for its settings, as far as it can.
pub fn subscribe(session: &Arc<Session>) {
    tokio::spawn(subscribe_to_changes(session.clone()));
    if !session.flags().registers_watched_files {
        tokio::spawn(watching::look_around(session.clone()));
    }
    let problems = std::mem::take(&mut session.state().workspace.initial_problems);
    tokio::spawn(report(session.clone(), problems));
    if session.flags().answers_configuration {
        session.state().workspace.is_waiting = true;
        tokio::spawn(ask(session.clone()));
    }
}

async fn subscribe_to_changes(session: Arc<Session>) {
    let mut registrations = Vec::new();
    if session.flags().registers_watched_files {
        registrations.push(watching::registration("configurations", &WATCHED));
    }
    if session.flags().registers_configuration {
        registrations.push(registration(
            "settings",
            "workspace/didChangeConfiguration",
            DidChangeConfigurationRegistrationOptions::new(Some(SECTION.to_owned().into())),
        ));
    }
    if !registrations.is_empty() {
        register(&session, registrations).await;
    }
}

/// Asks the client to tell of changes. Waits for the answer, so it is not for handlers.
pub async fn register(session: &Session, registrations: Vec<Registration>) {
    if let Err(error) = session.client.register_capability(registrations).await {
        let message = format!("the client does not tell of changes: {error}");
        session
            .client
            .log_message(MessageType::Warning, message)
            .await;
    }
}

/// A request to be told of changes. `name` tells it from others.
pub fn registration(name: &str, method: &str, options: impl Serialize) -> Registration {
    Registration {
        id: format!("{SECTION}/{name}"),
        method: method.to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}

/// Asks the client for its settings, and looks at every open document anew if they changed. To be spawned: it waits for
/// the answer.
async fn ask(session: Arc<Session>) {
    let (number, scopes) = {
        let workspace = &mut session.state().workspace;
        workspace.asked += 1;
        let roots = workspace.roots.iter().map(|root| Some(root.uri.clone()));
        let scopes: Vec<Option<Uri>> = std::iter::once(None).chain(roots).collect();
        (workspace.asked, scopes)
    };
    let items = scopes
        .iter()
        .map(|scope| ConfigurationItem::new(scope.clone(), Some(SECTION.to_owned())))
        .collect();
    let mut answer = pin!(session.client.configuration(items));
    let sections = match timeout(PATIENCE, &mut answer).await {
        Ok(sections) => sections,
        Err(_) => {
            session.state().workspace.is_waiting = false;
            refresh::all(&session).await;
            answer.await
        }
    };
    // A client that fails leaves the settings as they are.
    let sections = sections.unwrap_or_default();
    let (is_news, problems) = {
        let workspace = &mut session.state().workspace;
        if workspace.asked != number {
            return;
        }
        // Findings that are sent were held back until now.
        let was_waiting = std::mem::replace(&mut workspace.is_waiting, false);
        let is_due = was_waiting && !session.flags().pulls_diagnostics;
        let before = workspace.clone();
        let mut problems = BTreeSet::new();
        for (scope, section) in scopes.into_iter().zip(sections) {
            problems.extend(workspace.set(scope.as_ref(), &section));
        }
        (is_due || *workspace != before, problems)
    };
    report(session.clone(), problems).await;
    if is_news {
        refresh::all(&session).await;
    }
}

/// Takes note that the client's settings have changed: it sends them along, or has to be asked for them.
pub fn change(session: &Arc<Session>, settings: &LspAny) {
    if session.flags().answers_configuration {
        tokio::spawn(ask(session.clone()));
        return;
    }
    let problems = {
        let workspace = &mut session.state().workspace;
        let problems = workspace.set(None, section(settings));
        let settings = workspace.settings.clone();
        for root in &mut workspace.roots {
            root.settings = settings.clone();
        }
        problems
    };
    let session = session.clone();
    tokio::spawn(async move {
        report(session.clone(), problems).await;
        refresh::all(&session).await;
    });
}

/// Takes note that a file that decides how drafts are read has changed.
pub fn reread(session: &Arc<Session>) {
    {
        let mut state = session.state();
        state.read_at = None;
        state.complaints.clear();
    }
    session.disk.knowledge.forget_refusals();
    let session = session.clone();
    tokio::spawn(async move { refresh::all(&session).await });
}

/// Adds and removes workspace folders.
pub fn change_folders(session: &Arc<Session>, event: WorkspaceFoldersChangeEvent) {
    {
        let workspace = &mut session.state().workspace;
        let is_removed = |root: &Root| event.removed.iter().any(|folder| folder.uri == root.uri);
        workspace.roots.retain(|root| !is_removed(root));
        for folder in event.added {
            workspace.add(folder.uri);
        }
    }
    let session = session.clone();
    tokio::spawn(async move {
        refresh::all(&session).await;
        if session.flags().answers_configuration {
            ask(session).await;
        }
    });
}

/// Our section of what a client calls its settings: some send all of them, some the section alone.
fn section(settings: &LspAny) -> &LspAny {
    settings.get(SECTION).unwrap_or(settings)
}

/// Tells the person what is wrong with the settings, each thing once. To be spawned.
async fn report(session: Arc<Session>, problems: BTreeSet<String>) {
    for problem in problems {
        let message = format!("In the settings of issue-ls, {problem}.");
        if session.state().complaints.insert(message.clone()) {
            session
                .client
                .show_message(MessageType::Warning, message)
                .await;
        }
    }
}
