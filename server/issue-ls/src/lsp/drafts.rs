//! An open document and everything that decides how it is read: where the protocol meets the library.
//!
//! Features ask for a [`Snapshot`] and question it; they see neither the store of documents nor where the configuration
//! comes from. It is read here in the same way as on the command line.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use issue_body::catalog::Catalog;
use issue_body::rules::Finding;
use issue_body::syntax::Envelope;
use lsp_types::{MessageType, Uri};

use super::configuration::{Workspace, file_path};
use super::convert::Converter;
use super::session::Session;
use super::{refresh, watching};
use crate::workspace::{
    Analysis, Configuration, Document, Known, Parsed, Question, RepositoryTemplates, Request,
    Surroundings, absolute, all_templates, known_template, today,
};

/// How long what was read from disk counts as known, while the text stays the same. Not every client tells of changed
/// files, and none tells of those above its folders.
const MEMORY: Duration = Duration::from_secs(1);

/// One version of an open document, ready to be questioned. It stays as it is when the document changes.
#[derive(Debug)]
pub struct Snapshot {
    /// The client's number of this version.
    pub version: i32,
    /// The document, and how it is read.
    pub document: Document,
    /// The configuration that holds for it.
    pub configuration: Arc<Configuration>,
    /// The folder that it counts as lying in; the first workspace folder for a document that is no file.
    pub folder: Option<PathBuf>,
    is_conversation: bool,
}

impl Snapshot {
    /// The present version of `uri`; none when it is not open.
    pub fn take(session: &Arc<Session>, uri: &Uri) -> Option<Snapshot> {
        let (version, parsed, is_new, path, request) = {
            let mut state = session.state();
            let document = state.documents.get_mut(uri)?;
            let is_new = !document.is_parsed();
            let (version, parsed) = (document.version, document.parsed());
            let path = place_of(&state.workspace, file_path(uri), &parsed);
            let settings = state.workspace.settings_for(path.as_deref());
            let request = Request {
                stage: settings.stage,
                levels: settings.levels.clone(),
                default_template: settings.default_template.clone(),
                ..Request::on(today())
            };
            (version, parsed, is_new, path, request)
        };
        if let Some(path) = &path {
            watching::note_configurations(session, path);
        }
        forget_in_time(session, is_new);
        let configuration = session.disk.resolver.resolve(path.as_deref());
        let configuration = configuration.unwrap_or_else(|error| {
            // What is built in has to do until the file is right again.
            complain(session, error.to_string());
            Arc::new(Configuration::default())
        });
        let folder = path.as_deref().and_then(Path::parent).map(Path::to_owned);
        let folder = folder.or_else(|| first_root(&session.state().workspace));
        let repository = match &folder {
            Some(folder) => templates_of(session, folder),
            None => Arc::default(),
        };
        let known = session.disk.knowledge.of(&configuration, None);
        let catalog = know(session, known);
        if let (Some(name), Parsed::Draft(draft)) = (&request.default_template, &parsed)
            && draft.envelope.is_of_an_issue()
            && let Err(problem) = known_template(name, &all_templates(&repository))
        {
            complain(session, format!("`defaultTemplate`: {problem}"));
        }
        let surroundings = Surroundings {
            configuration: configuration.clone(),
            catalog,
            repository,
        };
        let mut document = Document::new(parsed, path.as_deref(), surroundings, &request);
        // Only who writes a draft is asked for pull requests.
        if let Document::Draft(analysis) = &mut document
            && analysis.selection().is_some()
            && let Some(history) = path.and_then(|path| history_of(session, &path))
        {
            let known = session.disk.knowledge.of(&configuration, Some(&history));
            analysis.catalog = know(session, known);
        }
        Some(Snapshot {
            version,
            document,
            configuration,
            folder,
            is_conversation: is_conversation(uri),
        })
    }

    /// The draft, or the document that turns out to be none; nothing where it is a form file, which has nothing of what
    /// is particular to drafts.
    pub fn draft(&self) -> Option<&Analysis> {
        self.document.draft()
    }

    /// The draft, where all of its text is its writer's to change.
    pub fn own_draft(&self) -> Option<&Analysis> {
        self.draft().filter(|_| !self.is_conversation)
    }

    /// What the rules find; none when the document is neither a draft nor a form file.
    pub fn findings(&self) -> Option<Vec<Finding>> {
        if self.is_conversation {
            return None;
        }
        self.document.findings()
    }

    /// Converts places in this version.
    pub fn converter(&self, session: &Session) -> Converter<'_> {
        let template = self.draft().and_then(Analysis::repository_template);
        Converter::new(self.document.source(), session.flags().position_encoding)
            .with_template(template.map(Arc::as_ref))
    }
}

/// Whether a document shows an issue that is open already, with its title, its body and all comments in one text, as
/// octo.nvim does. There is no telling which line is whose, so nothing is found fault with; things are explained and
/// completed all the same.
fn is_conversation(uri: &Uri) -> bool {
    uri.as_ref().starts_with("octo:")
}

/// Where a document counts as lying. `gh issue create --editor` puts its file into the folder of temporary files, but it
/// runs where the repository is: in the workspace folder, or where the editor started the server.
fn place_of(workspace: &Workspace, path: Option<PathBuf>, parsed: &Parsed) -> Option<PathBuf> {
    let is_of_gh = matches!(
        parsed,
        Parsed::Draft(draft) if matches!(draft.envelope, Envelope::GhEditorFile { .. })
    );
    let path = path?;
    let is_temporary = path.parent() == Some(&absolute(&std::env::temp_dir()));
    if !is_of_gh || !is_temporary {
        return Some(path);
    }
    let home = first_root(workspace).or_else(|| std::env::current_dir().ok());
    home.zip(path.file_name())
        .map(|(home, name)| home.join(name))
        .or(Some(path))
}

/// The first workspace folder: whoever writes in a buffer without a file has it open.
fn first_root(workspace: &Workspace) -> Option<PathBuf> {
    let mut roots = workspace.roots.iter();
    roots.find_map(|root| root.path.clone())
}

/// The templates of the repository around `folder`, which are watched from now on.
pub fn templates_of(session: &Session, folder: &Path) -> Arc<RepositoryTemplates> {
    let repository = session.disk.templates.of(folder);
    watching::look_at(session, &repository.files);
    repository
}

/// The folder whose repository holds the pull requests that a draft at `path` may name.
fn history_of(session: &Session, path: &Path) -> Option<PathBuf> {
    let root = {
        let state = session.state();
        let root = state.workspace.root_of(path);
        root.and_then(|root| root.path.clone())
    };
    let folder = root.or_else(|| path.parent().map(Path::to_owned));
    folder.filter(|folder| folder.is_dir())
}

/// Takes what is known: tells what cannot be read, has git asked what is missing, and gives the facts.
fn know(session: &Arc<Session>, known: Known) -> Arc<Catalog> {
    for problem in &known.problems {
        complain(session, problem.to_string());
    }
    for question in known.questions {
        tokio::spawn(ask(session.clone(), question));
    }
    watching::note(session, known.files);
    known.catalog
}

/// Has git asked in the background. What is found in open drafts hangs on tags alone.
async fn ask(session: Arc<Session>, question: Question) {
    let decides_findings = matches!(question, Question::Tags(_));
    let asking = session.clone();
    let answer = tokio::task::spawn_blocking(move || asking.disk.knowledge.answer(&question));
    let is_news = answer.await.unwrap_or_default();
    if is_news && decides_findings {
        refresh::all(&session).await;
    }
}

/// Forgets what was read from disk when it is old, or when there is a new text to be read by it.
fn forget_in_time(session: &Session, is_new: bool) {
    let is_old = {
        let read_at = &mut session.state().read_at;
        let is_old = is_new || read_at.is_none_or(|read_at| read_at.elapsed() > MEMORY);
        if is_old {
            *read_at = Some(Instant::now());
        }
        is_old
    };
    if is_old {
        session.disk.resolver.forget();
    }
}

/// Tells the person what is wrong with a configuration file, once.
fn complain(session: &Arc<Session>, complaint: String) {
    if session.state().complaints.insert(complaint.clone()) {
        let session = session.clone();
        tokio::spawn(async move {
            session
                .client
                .show_message(MessageType::Error, complaint)
                .await;
        });
    }
}
