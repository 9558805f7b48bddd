//! An open document and everything that decides how it is read: where the protocol meets the library.
//!
//! Features ask for a [`Snapshot`] and question it; they see neither the store of documents nor where the settings come
//! from.

use std::sync::Arc;

use issue_body::catalog::Catalog;
use issue_body::rules::{self, Context, Level, Levels, Severity};
use issue_body::syntax::Draft;
use issue_body::template::{Choice, Issue, Reading, Stage, Template, select};
use lsp_types::Uri;

use super::configuration::{EditorSettings, file_path};
use super::session::Session;

/// One version of an open document, ready to be questioned. It stays as it is when the document changes.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The client's number of this version.
    pub version: i32,
    /// The text, parsed.
    pub draft: Arc<Draft>,
    settings: EditorSettings,
}

impl Snapshot {
    /// The present version of `uri`; none when it is not open.
    pub fn take(session: &Session, uri: &Uri) -> Option<Snapshot> {
        let mut state = session.state();
        let document = state.documents.get_mut(uri)?;
        let version = document.version;
        let draft = document.draft();
        let settings = state.workspace.settings_for(file_path(uri).as_deref());
        Some(Snapshot {
            version,
            draft,
            settings: settings.clone(),
        })
    }

    /// Hands the draft, read through its template, to `look`; none when it is the draft of no template, as ordinary
    /// Markdown files are.
    pub fn read<T>(&self, look: impl FnOnce(&Context<'_>, &Levels) -> T) -> Option<T> {
        let templates = Template::built_in();
        let selection = select(&self.draft, &templates, Choice::default())?;
        let reading = Reading {
            stage: self.settings.stage.as_deref().and_then(Stage::from_name),
            ..Reading::default()
        };
        let issue = Issue::read(&self.draft, selection.template, reading);
        let context = Context {
            issue: &issue,
            catalog: Catalog::kubernetes(),
            templates: &templates,
            today: jiff::ZonedDateTime::now().date(),
        };
        Some(look(&context, &self.levels()))
    }

    fn levels(&self) -> Levels {
        let mut levels = Levels::default();
        for (rule, level) in &self.settings.rules {
            let level = match level.as_str() {
                "off" => Some(Level::Off),
                level => Severity::from_name(level).map(Level::At),
            };
            if let (Some(rule), Some(level)) = (rules::find(rule), level) {
                levels.set(rule, level);
            }
        }
        levels
    }
}
