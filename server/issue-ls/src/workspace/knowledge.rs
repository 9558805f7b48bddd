//! What is known of the project that a draft is for: the built-in facts, and in their place or beside them what the
//! configuration names: a list of labels, a release schedule, the tags of git.
//!
//! Everything is remembered. Files are read again when their stamps differ, git is asked again when its own files do.
//! The command line waits for git; an editor gets what there is at once, with the questions that are still open, and
//! has them answered in the background.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use issue_body::catalog::{
    Catalog, DataError, Releases, read_labels, read_merges, read_releases, read_tags,
};

use super::configuration::Configuration;
use super::files::{self, Unread};
use super::git;
use super::remote;
use super::settings::{ConfigurationError, Problem, ReleaseSource, Settings};
use super::stamp::Stamp;
use super::today;

/// How large a file with facts may be, in bytes. The labels of all of Kubernetes are a twentieth of it.
const LIMIT: u64 = 2 << 20;

/// What the releases are called in hovers when they come from tags.
const TAGS: &str = "the tags of this repository";

/// What is known now.
#[derive(Debug, Clone)]
pub struct Known {
    /// The facts. What cannot be read is as it is built in.
    pub catalog: Arc<Catalog>,
    /// What cannot be read, and why.
    pub problems: Vec<Arc<ConfigurationError>>,
    /// The files that findings hang on, each with the stamp that it had before it was read.
    pub files: Vec<(PathBuf, Stamp)>,
    /// What git has to be asked so that more is known.
    pub questions: Vec<Question>,
}

/// What git can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Question {
    /// The tags of the repository around a folder.
    Tags(PathBuf),
    /// What was merged in the repository around a folder.
    Merges(PathBuf),
    /// The remotes of the repository around a folder.
    Remotes(PathBuf),
}

impl Question {
    fn folder(&self) -> &Path {
        match self {
            Question::Tags(folder) | Question::Merges(folder) | Question::Remotes(folder) => folder,
        }
    }
}

/// Remembers what is known. It can be shared between threads.
#[derive(Debug, Default)]
pub struct Knowledge {
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    /// By configuration file, and by the folder whose merges count.
    catalogs: HashMap<(Option<PathBuf>, Option<PathBuf>), Entry>,
    git: HashMap<Question, Asked>,
    answers: u64,
}

/// A catalogue and what it was made from.
#[derive(Debug)]
struct Entry {
    origin: Origin,
    catalog: Arc<Catalog>,
    problems: Vec<Arc<ConfigurationError>>,
}

/// Everything that a catalogue depends on; where it is the same, so is the catalogue.
#[derive(Debug, Clone, PartialEq)]
struct Origin {
    repository: Option<String>,
    labels: Option<PathBuf>,
    releases: ReleaseSource,
    files: Vec<(PathBuf, Stamp)>,
    /// The numbers of the answers about tags and merges.
    answers: [Option<u64>; 2],
}

/// A question that was asked.
#[derive(Debug, Default)]
struct Asked {
    is_open: bool,
    answer: Option<Answer>,
}

/// What git said.
#[derive(Debug, Clone)]
struct Answer {
    number: u64,
    lines: Result<Arc<str>, String>,
    /// The files that tell when the answer is out of date.
    files: Vec<(PathBuf, Stamp)>,
}

impl Knowledge {
    /// What is known for drafts under `configuration`, with what was merged in the repository around `history`. Never
    /// waits for git; who wants to know more hands the questions to [`Knowledge::answer`].
    pub fn of(&self, configuration: &Configuration, history: Option<&Path>) -> Known {
        let settings = &configuration.settings;
        let mut questions = Vec::new();
        let mut memory = self.lock();
        let tags = match (&settings.releases, configuration.folder()) {
            (ReleaseSource::GitTags, Some(folder)) => {
                memory.recall(Question::Tags(folder.to_owned()), &mut questions)
            }
            _ => None,
        };
        let merges = history
            .and_then(|folder| memory.recall(Question::Merges(folder.to_owned()), &mut questions));
        let mut files = Vec::new();
        if let Some(folder) = configuration.folder() {
            for file in data_files(settings) {
                let path = folder.join(file);
                files.push((path.clone(), Stamp::of(&path)));
            }
        }
        let origin = Origin {
            repository: settings.repository.name.clone(),
            labels: settings.labels.file.clone(),
            releases: settings.releases.clone(),
            files: files.clone(),
            answers: [&tags, &merges].map(|answer| answer.as_ref().map(|answer| answer.number)),
        };
        let key = (configuration.path.clone(), history.map(Path::to_owned));
        let is_known = memory
            .catalogs
            .get(&key)
            .is_some_and(|entry| entry.origin == origin);
        if !is_known {
            let (catalog, problems) = collect(configuration, tags.as_ref(), merges.as_ref());
            let entry = Entry {
                origin,
                catalog,
                problems,
            };
            memory.catalogs.insert(key.clone(), entry);
        }
        let entry = &memory.catalogs[&key];
        // Nothing that is found in a draft hangs on what was merged.
        files.extend(tags.into_iter().flat_map(|answer| answer.files));
        Known {
            catalog: entry.catalog.clone(),
            problems: entry.problems.clone(),
            files,
            questions,
        }
    }

    /// What is known once git has answered. For the command line, which can wait.
    pub fn complete(&self, configuration: &Configuration) -> Known {
        let known = self.of(configuration, None);
        if known.questions.is_empty() {
            return known;
        }
        for question in &known.questions {
            self.answer(question);
        }
        self.of(configuration, None)
    }

    /// Asks git and keeps what it says. Waits for it, so an editor does this in the background. Gives whether something
    /// else is known now.
    pub fn answer(&self, question: &Question) -> bool {
        let folder = question.folder();
        // The stamps come first: what changes while git reads is noticed.
        let places = match question {
            Question::Tags(_) => git::places_of_tags(folder),
            Question::Merges(_) => git::places_of_commits(folder),
            Question::Remotes(_) => git::places_of_remotes(folder),
        };
        let stamped = places.as_deref().unwrap_or_default().iter();
        let files = stamped.map(|path| (path.clone(), Stamp::of(path)));
        let files = files.collect();
        let lines = places.and_then(|_| match question {
            Question::Tags(_) => git::tags(folder),
            Question::Merges(_) => git::commits(folder),
            Question::Remotes(_) => git::remotes(folder),
        });
        let lines = lines.map(Arc::from);
        let mut memory = self.lock();
        memory.answers += 1;
        let number = memory.answers;
        let asked = memory.git.entry(question.clone()).or_default();
        asked.is_open = false;
        if let Some(answer) = &mut asked.answer
            && answer.lines == lines
        {
            answer.files = files;
            return false;
        }
        asked.answer = Some(Answer {
            number,
            lines,
            files,
        });
        true
    }

    /// The repository (`owner/name` on GitHub) that drafts in `folder` are for: the one that `configuration` names, else
    /// that of git's remotes. Waits for git where its answer is not known, so an editor asks in the background.
    pub fn repository(
        &self,
        configuration: &Configuration,
        folder: Option<&Path>,
    ) -> Option<String> {
        if let Some(name) = &configuration.settings.repository.name {
            return Some(name.clone());
        }
        let question = Question::Remotes(folder.filter(|folder| folder.is_dir())?.to_owned());
        let mut is_open = Vec::new();
        let answer = self.lock().recall(question.clone(), &mut is_open);
        let answer = if is_open.is_empty() && answer.is_some() {
            answer
        } else {
            // Somebody else may be asking; two answers are soon there and the same.
            self.answer(&question);
            self.lock().recall(question, &mut is_open)
        };
        remote::repository(&answer?.lines.ok()?)
    }

    /// Forgets what git refused to say: what was in its way may be gone.
    pub fn forget_refusals(&self) {
        let refused = |asked: &Asked| {
            let answer = asked.answer.as_ref();
            !asked.is_open && answer.is_some_and(|answer| answer.lines.is_err())
        };
        self.lock().git.retain(|_, asked| !refused(asked));
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        // An entry is inserted whole or not at all: whoever panicked left nothing half done.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    /// The last answer to `question`, which goes to `questions` unless the answer is still true or git is at it.
    fn recall(&mut self, question: Question, questions: &mut Vec<Question>) -> Option<Answer> {
        let asked = self.git.entry(question.clone()).or_default();
        let is_true = asked.answer.as_ref().is_some_and(|answer| {
            let mut files = answer.files.iter();
            files.all(|(path, stamp)| Stamp::of(path) == *stamp)
        });
        if !is_true && !asked.is_open {
            asked.is_open = true;
            questions.push(question);
        }
        asked.answer.clone()
    }
}

/// The files with facts that a configuration names.
fn data_files(settings: &Settings) -> impl Iterator<Item = &PathBuf> {
    let releases: &[PathBuf] = match &settings.releases {
        ReleaseSource::Files(files) => files,
        ReleaseSource::BuiltIn | ReleaseSource::GitTags => &[],
    };
    settings.labels.file.iter().chain(releases)
}

/// Brings the facts together.
fn collect(
    configuration: &Configuration,
    tags: Option<&Answer>,
    merges: Option<&Answer>,
) -> (Arc<Catalog>, Vec<Arc<ConfigurationError>>) {
    let settings = &configuration.settings;
    let mut problems = Vec::new();
    let is_built_in = settings.repository.name.is_none()
        && settings.labels.file.is_none()
        && settings.releases == ReleaseSource::BuiltIn;
    if is_built_in && merges.is_none() {
        return (Catalog::kubernetes().clone(), problems);
    }
    let mut catalog = Catalog::of_repository(settings.repository.name.as_deref());
    if let Some(folder) = configuration.folder() {
        if let Some(file) = &settings.labels.file {
            match labels(folder, file, settings, &mut catalog) {
                Ok(()) => {}
                Err(error) => problems.push(Arc::new(error)),
            }
        }
        match &settings.releases {
            ReleaseSource::BuiltIn => {}
            ReleaseSource::Files(files) => match schedule(folder, files) {
                Ok(releases) => catalog.releases = completed(catalog.releases, releases),
                Err(errors) => problems.extend(errors.into_iter().map(Arc::new)),
            },
            ReleaseSource::GitTags => match tags.map(|answer| &answer.lines) {
                // Until git has answered, and where there are no tags, nothing is known.
                None => catalog.releases = None,
                Some(Ok(lines)) => {
                    let releases = read_tags(lines, TAGS);
                    let is_known = !releases.minors.is_empty();
                    catalog.releases = is_known
                        .then(|| completed(catalog.releases.take(), releases))
                        .flatten();
                }
                Some(Err(reason)) => {
                    let message = format!("`git-tags` cannot be followed: {reason}");
                    let path = configuration.path.as_deref().unwrap_or(folder);
                    problems.push(Arc::new(error(path, None, message)));
                }
            },
        }
    }
    if let Some(Ok(lines)) = merges.map(|answer| &answer.lines) {
        catalog.pull_requests = read_merges(lines);
    }
    (Arc::new(catalog), problems)
}

/// Reads a label file into the catalogue.
fn labels(
    folder: &Path,
    file: &Path,
    settings: &Settings,
    catalog: &mut Catalog,
) -> Result<(), ConfigurationError> {
    let path = folder.join(file);
    let text = read(folder, &path, "[labels]")?;
    let repository = settings.repository.name.as_deref();
    let source = file.display().to_string();
    let read = read_labels(&text, &source, repository, today())
        .map_err(|problem| misread(&path, problem))?;
    if !read.is_of_kubernetes {
        catalog.groups.clear();
        for binary in &mut catalog.binaries {
            // Whoever owns it there has another label.
            binary.sigs.retain(|sig| read.labels.get(sig).is_some());
        }
    }
    catalog.labels = Some(read.labels);
    Ok(())
}

/// Reads release files into one list.
fn schedule(folder: &Path, files: &[PathBuf]) -> Result<Releases, Vec<ConfigurationError>> {
    let mut parts = Vec::new();
    let mut problems = Vec::new();
    for file in files {
        let path = folder.join(file);
        let part = read(folder, &path, "[releases]").and_then(|text| {
            let source = file.display().to_string();
            read_releases(&text, &source).map_err(|problem| misread(&path, problem))
        });
        match part {
            Ok(part) => parts.push(part),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // Whatever their order: a schedule knows more of a release, and a list of ended branches more of their ends.
    parts.sort_by_key(|part| part.kind);
    let joined = parts.into_iter().map(|part| part.releases);
    Ok(joined.reduce(Releases::joined_with).unwrap_or_default())
}

/// What is built in, completed by `releases` where they are of the same project, else these alone.
fn completed(built_in: Option<Releases>, releases: Releases) -> Option<Releases> {
    Some(match built_in {
        Some(built_in) if built_in.is_of_same_project(&releases) => built_in.joined_with(releases),
        Some(_) | None => releases,
    })
}

/// Reads a file with facts, which has to lie in `folder`. `table` is where the configuration names it.
fn read(folder: &Path, path: &Path, table: &str) -> Result<String, ConfigurationError> {
    files::read_within(folder, path, LIMIT).map_err(|reason| {
        let message = match reason {
            Unread::Absent => {
                format!("there is no such file; write the right one at `file` in `{table}`")
            }
            Unread::LeadsOut => "this link leads out of the configuration's folder; write a copy of the file in its place".to_owned(),
            Unread::TooLong { limit } => format!(
                "this file has more than {} MiB, which no list of labels or releases needs; write the path of a smaller one",
                limit >> 20
            ),
            other => other.to_string(),
        };
        error(path, None, message)
    })
}

fn misread(path: &Path, problem: DataError) -> ConfigurationError {
    error(path, Some((problem.row, problem.column)), problem.message)
}

fn error(path: &Path, place: Option<(u32, u32)>, message: String) -> ConfigurationError {
    ConfigurationError {
        path: path.to_owned(),
        problems: vec![Problem { place, message }],
    }
}
