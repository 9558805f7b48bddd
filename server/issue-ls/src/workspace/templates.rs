//! The templates that a draft can be of: the built-in ones, and those of the repository that it lies in.
//!
//! GitHub reads issue forms and Markdown templates from `.github/ISSUE_TEMPLATE` and a single Markdown template from a
//! few other places; so does this file. What a template wants is the library's business.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use issue_body::rules::{FormContext, Levels, Severity, check_form};
use issue_body::template::{FormFile, FormFileKind, MarkdownTemplate, Template};
use issue_body::text::{LineIndex, SourceText};

use super::files;
use super::settings::known_template;
use super::stamp::Stamp;

/// The name of a folder of templates, wherever it lies.
pub const FOLDER: &str = "ISSUE_TEMPLATE";

/// The folders that hold the templates of a repository, the first one that is there counts.
const FOLDERS: [&str; 3] = [
    ".github/ISSUE_TEMPLATE",
    "ISSUE_TEMPLATE",
    "docs/ISSUE_TEMPLATE",
];

/// Where the single template of a repository can be, the first one that is there counts.
const SINGLE_FILES: [&str; 6] = [
    ".github/ISSUE_TEMPLATE.md",
    ".github/issue_template.md",
    "ISSUE_TEMPLATE.md",
    "issue_template.md",
    "docs/ISSUE_TEMPLATE.md",
    "docs/issue_template.md",
];

/// The file among the templates that says how the chooser looks.
const CHOOSER: [&str; 2] = ["config.yml", "config.yaml"];

/// How many files a folder of templates may have; nobody chooses among more.
const LIMIT: usize = 200;

/// How large a template may be, in bytes; what is written with it has to fit into 64 KiB.
const SIZE_LIMIT: u64 = 2 << 20;

/// A template of a repository and its file.
#[derive(Debug, Clone)]
pub struct RepositoryTemplate {
    /// The template.
    pub template: Template,
    /// The file.
    pub path: PathBuf,
    /// The text of the file.
    pub text: Arc<str>,
    /// Where the lines of the text begin.
    pub lines: LineIndex,
}

impl RepositoryTemplate {
    /// The text with its lines.
    pub fn source(&self) -> SourceText<'_> {
        SourceText {
            text: &self.text,
            lines: &self.lines,
        }
    }
}

/// The templates of one repository.
#[derive(Debug, Clone, Default)]
pub struct RepositoryTemplates {
    /// The templates, by the names of their files.
    pub templates: Vec<Arc<RepositoryTemplate>>,
    /// The files that are no template, and why.
    pub unusable: Vec<(PathBuf, String)>,
    /// The files and folders that were looked at, each with the stamp that it had before.
    pub files: Vec<(PathBuf, Stamp)>,
}

/// Finds the templates of repositories and remembers them. It can be shared between threads.
#[derive(Debug, Default)]
pub struct TemplateFinder {
    /// By the folder of the repository.
    known: Mutex<HashMap<PathBuf, Arc<RepositoryTemplates>>>,
}

impl TemplateFinder {
    /// The templates for a draft in `folder`, which is absolute; none where it lies in no repository that has any.
    pub fn of(&self, folder: &Path) -> Arc<RepositoryTemplates> {
        let Some(root) = repository(folder) else {
            return Arc::new(awaited(folder));
        };
        // An entry is inserted whole or not at all: whoever panicked left nothing half done.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(templates) = known.get(&root) {
            let mut files = templates.files.iter();
            if files.all(|(path, stamp)| Stamp::of(path) == *stamp) {
                return templates.clone();
            }
        }
        let templates = Arc::new(read(&root));
        known.insert(root, templates.clone());
        templates
    }
}

/// `repository`, with the template that is asked for by `name` in it: it has one of that name, or `name` is the path of
/// a file of one.
///
/// # Errors
/// When there is no such template, or its file cannot be used; the message says what to write instead.
pub fn with_requested(
    repository: Arc<RepositoryTemplates>,
    name: &str,
) -> Result<Arc<RepositoryTemplates>, String> {
    let unknown = match known_template(name, &all(&repository)) {
        Ok(_) => return Ok(repository),
        Err(message) => message,
    };
    let path = Path::new(name);
    if !path.is_file() {
        let unusable = repository.unusable.iter();
        let mut same = unusable.filter(|(path, _)| is_called(path, name));
        return Err(match same.next() {
            Some((path, reason)) => format!("{}: {reason}", path.display()),
            None => unknown,
        });
    }
    let mut templates = RepositoryTemplates::clone(&repository);
    templates.add(path, files::read(path));
    match templates.templates.last_mut() {
        Some(added) if added.path == path => {
            let template = &mut Arc::make_mut(added).template;
            template.other_names.push(name.to_owned());
        }
        _ => {
            let reason = templates.unusable.pop().map(|(_, reason)| reason);
            return Err(format!("{name}: {}", reason.unwrap_or(unknown)));
        }
    }
    Ok(Arc::new(templates))
}

/// Whether `name` is that of the file, with or without its ending.
fn is_called(path: &Path, name: &str) -> bool {
    let is_name = |part: Option<&std::ffi::OsStr>| part.is_some_and(|part| part == name);
    is_name(path.file_name()) || is_name(path.file_stem())
}

/// The templates for a draft in `folder`, read anew.
pub fn find(folder: &Path) -> RepositoryTemplates {
    repository(folder).map_or_else(RepositoryTemplates::default, |root| read(&root))
}

/// The built-in templates, then those of a repository.
pub fn all(repository: &RepositoryTemplates) -> Vec<&Template> {
    let built_in = Template::built_in().into_iter();
    built_in
        .chain(repository.templates.iter().map(|known| &known.template))
        .collect()
}

/// The nearest of `folder` and the folders above it that has templates, no farther up than the repository reaches.
fn repository(folder: &Path) -> Option<PathBuf> {
    for folder in folder.ancestors() {
        let mut places = FOLDERS.iter().chain(&SINGLE_FILES);
        if places.any(|place| folder.join(place).exists()) {
            return Some(folder.to_owned());
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// No templates, and the places where the first one would be noticed.
fn awaited(folder: &Path) -> RepositoryTemplates {
    let mut ancestors = folder.ancestors();
    let root = ancestors.find(|folder| folder.join(".git").exists());
    let places = FOLDERS.iter().chain(&SINGLE_FILES);
    let places = places.map(|place| root.unwrap_or(folder).join(place));
    RepositoryTemplates {
        files: places.map(|place| (place, Stamp::default())).collect(),
        ..RepositoryTemplates::default()
    }
}

fn read(root: &Path) -> RepositoryTemplates {
    let mut found = RepositoryTemplates::default();
    let text = |file: &Path| {
        files::read_within(files::boundary(root), file, SIZE_LIMIT)
            .map_err(|reason| reason.to_string())
    };
    for folder in FOLDERS.map(|folder| root.join(folder)) {
        found.files.push((folder.clone(), Stamp::of(&folder)));
        if folder.is_dir() {
            for file in files_of(&folder) {
                found.add(&file, text(&file));
            }
            return found;
        }
    }
    for file in SINGLE_FILES.map(|file| root.join(file)) {
        found.files.push((file.clone(), Stamp::of(&file)));
        if file.is_file() {
            found.add(&file, text(&file));
            break;
        }
    }
    found
}

/// The files of a folder that can be templates, by name.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| is_yaml(path) || is_markdown(path))
        .filter(|path| !is_chooser(path))
        .collect();
    files.sort();
    files.truncate(LIMIT);
    files
}

/// Whether a file is YAML by its name; among templates that is an issue form, or the chooser.
pub fn is_yaml(path: &Path) -> bool {
    has_ending(path, &["yml", "yaml"])
}

/// Whether a file is the chooser's by its name.
pub fn is_chooser(path: &Path) -> bool {
    CHOOSER.iter().any(|name| path.ends_with(name))
}

fn is_markdown(path: &Path) -> bool {
    has_ending(path, &["md"])
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        endings
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

/// What the rules find first in a form that has no field, with its line.
fn first_mistake(file: &FormFile) -> String {
    let context = FormContext {
        text: &file.text,
        form: &file.form,
        labels: None,
    };
    let findings = check_form(&context, &Levels::default());
    let mut errors = findings.into_iter();
    match errors.find(|finding| finding.severity == Severity::Error) {
        Some(error) => {
            let line = file.lines.line_of(error.range.start) + 1;
            format!("line {line}: {}", error.message.trim_end_matches('.'))
        }
        None => "the form has no field that can be read".to_owned(),
    }
}

impl RepositoryTemplates {
    /// Whether there is any file that [`RepositoryTemplates::has_file`] knows.
    pub fn has_files(&self) -> bool {
        !self.templates.is_empty() || !self.unusable.is_empty()
    }

    /// Whether `path` is the file of a template, or of one that cannot be used, and so no draft.
    pub fn has_file(&self, path: &Path) -> bool {
        self.templates.iter().any(|known| known.path == path)
            || self.unusable.iter().any(|(known, _)| known == path)
    }

    fn add(&mut self, path: &Path, text: Result<String, String>) {
        self.files.push((path.to_owned(), Stamp::of(path)));
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return;
        };
        let text = match text {
            Ok(text) => text,
            Err(reason) => return self.unusable.push((path.to_owned(), reason)),
        };
        let template = if is_yaml(path) {
            let file = FormFile::read(text.as_str(), FormFileKind::Form);
            (file.form.template(name)).ok_or_else(|| first_mistake(&file))
        } else {
            (MarkdownTemplate::read(&text).template(&text, name))
                .ok_or_else(|| "the template has no text".to_owned())
        };
        match template {
            Ok(template) => self.templates.push(Arc::new(RepositoryTemplate {
                template,
                path: path.to_owned(),
                lines: LineIndex::new(&text),
                text: text.into(),
            })),
            Err(reason) => self.unusable.push((path.to_owned(), reason)),
        }
    }
}
