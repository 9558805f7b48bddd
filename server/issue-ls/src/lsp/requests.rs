//! Requests beyond the protocol, for clients that do more than the protocol has a word for: begin a draft, say what it
//! is, send it.
//!
//! | request | params | result |
//! |---|---|---|
//! | `issue-ls/templates` | none are read | [`Beginning`]s: what a new draft can begin with |
//! | `issue-ls/status` | a `TextDocumentIdentifier` | [`Status`], or null where the document is no draft |
//! | `issue-ls/issue` | a `TextDocumentIdentifier` | [`Issue`], or null where the document is no draft |

use std::sync::Arc;

use issue_body::editing::{beginnings, sending, snippet};
use issue_body::rules::{Context, Finding, Severity};
use issue_body::template::Template;
use lsp_types::TextDocumentIdentifier;
use serde::Serialize;

use super::drafts::{Snapshot, templates_of};
use super::session::Session;
use crate::workspace::RepositoryTemplate;

/// A template, or a variant of one, to begin a draft with.
#[derive(Debug, Serialize)]
pub struct Beginning {
    /// The template's name, as a draft or a configuration has it.
    pub name: String,
    /// What a person reads in a list.
    pub title: String,
    /// One sentence on what such an issue is about.
    pub description: String,
    /// Whether the settings name it as the template to begin with.
    #[serde(rename = "isDefault")]
    pub is_default: bool,
    /// The skeleton, as a snippet of the protocol.
    pub snippet: String,
}

/// What a draft is.
#[derive(Debug, Serialize)]
pub struct Status {
    /// The title of its template.
    pub template: String,
    /// The title of its kind; none for the standard one.
    pub variant: Option<String>,
    /// `open` or `resolved`.
    pub stage: &'static str,
    /// What the rules find.
    pub findings: Count,
}

/// An issue as it is sent.
#[derive(Debug, Serialize)]
pub struct Issue {
    /// The title, where the draft has one.
    pub title: Option<String>,
    /// What the title of such an issue begins with; empty where the template does not say.
    #[serde(rename = "titleBeginning")]
    pub title_beginning: String,
    /// The body, byte for byte.
    pub body: String,
    /// The labels to send along, without those that Prow adds.
    pub labels: Vec<String>,
    /// The login names of the assignees.
    pub assignees: Vec<String>,
    /// The milestone.
    pub milestone: Option<String>,
    /// What the rules find.
    pub findings: Count,
}

/// How many findings there are.
#[derive(Debug, Default, Serialize)]
pub struct Count {
    /// At the level `error`.
    pub errors: usize,
    /// At the level `warning`.
    pub warnings: usize,
    /// At the level `information`.
    pub information: usize,
}

impl Count {
    fn of(findings: &[Finding]) -> Count {
        let mut count = Count::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => count.errors += 1,
                Severity::Warning => count.warnings += 1,
                Severity::Information => count.information += 1,
            }
        }
        count
    }
}

/// What a new draft can begin with: what is built in, then the templates of the workspace's folders; before all of them
/// what the settings name.
pub fn templates(session: &Session) -> Vec<Beginning> {
    let (default, roots) = {
        let workspace = &session.state().workspace;
        let roots = workspace.roots.iter();
        let roots: Vec<_> = roots.filter_map(|root| root.path.clone()).collect();
        (workspace.settings.default_template.clone(), roots)
    };
    let repositories: Vec<_> = roots
        .iter()
        .map(|root| templates_of(session, root))
        .collect();
    let mut files: Vec<&RepositoryTemplate> = Vec::new();
    for file in repositories
        .iter()
        .flat_map(|repository| &repository.templates)
    {
        // Folders of one repository have the same.
        if !files.iter().any(|other| other.path == file.path) {
            files.push(file);
        }
    }
    let mut known = Template::built_in().to_vec();
    known.extend(files.iter().map(|file| &file.template));
    let title = |template: &Template, variant: Option<&str>| match variant {
        None => template.title.clone(),
        Some(variant) => format!("{} ({variant})", template.title),
    };
    let is_default = |template: &Template| {
        let name = default.as_ref();
        name.is_some_and(|name| template.is_called(name))
    };
    let mut templates: Vec<Beginning> = beginnings(&known)
        .into_iter()
        .map(|beginning| Beginning {
            name: beginning.template.name.clone(),
            title: title(
                beginning.template,
                beginning.variant.map(|variant| variant.title.as_str()),
            ),
            description: beginning.template.description.clone(),
            is_default: is_default(beginning.template),
            snippet: snippet(&beginning.parts),
        })
        .collect();
    templates.sort_by_key(|beginning| !beginning.is_default);
    templates
}

/// What an open document is.
pub fn status(session: &Arc<Session>, document: &TextDocumentIdentifier) -> Option<Status> {
    ask(session, document, |context, findings| Status {
        template: context.issue.template.title.clone(),
        variant: context.issue.variant.map(|variant| variant.title.clone()),
        stage: context.issue.stage.name(),
        findings,
    })
}

/// What is sent of an open document.
pub fn issue(session: &Arc<Session>, document: &TextDocumentIdentifier) -> Option<Issue> {
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    ask(session, document, |context, findings| {
        let sending = sending(context);
        Issue {
            title: sending.title.map(str::to_owned),
            title_beginning: sending.title_beginning.to_owned(),
            body: sending.body.to_owned(),
            labels: owned(sending.labels),
            assignees: owned(sending.assignees),
            milestone: sending.milestone.map(str::to_owned),
            findings,
        }
    })
}

fn ask<T>(
    session: &Arc<Session>,
    document: &TextDocumentIdentifier,
    answer: impl FnOnce(&Context<'_>, Count) -> T,
) -> Option<T> {
    let snapshot = Snapshot::take(session, &document.uri)?;
    let draft = snapshot.draft()?;
    let count = Count::of(&snapshot.findings()?);
    draft.with_context(|context| answer(context, count))
}
