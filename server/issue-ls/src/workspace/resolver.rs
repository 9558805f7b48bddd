//! Finds the configuration that holds for a draft, and remembers it.
//!
//! Files are looked for in the draft's folder, then in each folder above it up to the root of the file system; the
//! nearest folder that has one counts, and nothing is merged. What was found, errors included, is remembered until
//! [`Resolver::forget`], so that a keystroke costs no file access.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::configuration::Configuration;
use super::settings::ConfigurationError;

/// The names of configuration files; where a folder has several, the first counts.
const FILE_NAMES: [&str; 3] = ["issue-ls.toml", ".issue-ls.toml", ".github/issue-ls.toml"];

/// Where configurations come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Source {
    /// The nearest folder that has one.
    #[default]
    Nearest,
    /// This file, for all drafts.
    File(PathBuf),
    /// Nowhere: what is built in holds.
    Isolated,
}

/// What is known of a folder: the configuration that holds in it, or why that one cannot be used.
type Resolution = Result<Arc<Configuration>, Arc<ConfigurationError>>;

/// Finds configurations and remembers them. It can be shared between threads.
#[derive(Debug, Default)]
pub struct Resolver {
    source: Source,
    /// By folder, or by file for [`Source::File`].
    known: Mutex<HashMap<PathBuf, Resolution>>,
}

impl Resolver {
    /// A resolver that knows nothing yet.
    pub fn new(source: Source) -> Resolver {
        Resolver {
            source,
            known: Mutex::default(),
        }
    }

    /// The configuration for the draft at `path`, which need not exist; a draft without a path has the default one,
    /// unless a file was given for all. A relative path starts at the current folder. Reads the disk only for folders
    /// that are not known yet.
    ///
    /// # Errors
    /// When the configuration that holds cannot be read or says something wrong.
    pub fn resolve(&self, path: Option<&Path>) -> Resolution {
        let folder = match (&self.source, path) {
            (Source::File(file), _) => {
                let file = absolute(file);
                return self.remembered(file, |file| Configuration::read(file).map(Arc::new));
            }
            (Source::Isolated, _) | (Source::Nearest, None) => return Ok(Arc::default()),
            (Source::Nearest, Some(path)) => absolute(path).parent().map(Path::to_owned),
        };
        match folder {
            Some(folder) => self.remembered(folder, find),
            None => Ok(Arc::default()),
        }
    }

    /// Forgets what was found: a configuration was written, moved or deleted.
    pub fn forget(&self) {
        self.lock().clear();
    }

    fn remembered(
        &self,
        key: PathBuf,
        read: impl FnOnce(&Path) -> Result<Arc<Configuration>, ConfigurationError>,
    ) -> Resolution {
        let mut known = self.lock();
        if let Some(resolution) = known.get(&key) {
            return resolution.clone();
        }
        let resolution = read(&key).map_err(Arc::new);
        known.insert(key, resolution.clone());
        resolution
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Resolution>> {
        // An entry is inserted whole or not at all: whoever panicked left nothing half done.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The files that can be the configuration of drafts in `folder`, in the order in which they count.
pub fn candidates(folder: &Path) -> impl Iterator<Item = PathBuf> {
    folder
        .ancestors()
        .flat_map(|folder| FILE_NAMES.iter().map(move |name| folder.join(name)))
}

/// The configuration of the nearest of `folder` and the folders above it.
fn find(folder: &Path) -> Result<Arc<Configuration>, ConfigurationError> {
    let file = candidates(folder).find(|file| file.is_file());
    match file {
        Some(file) => Configuration::read_found(&file).map(Arc::new),
        None => Ok(Arc::default()),
    }
}

/// `path` from the root of the file system, without `.` and `..`. Links are not followed: a draft belongs to the folder
/// through which it was opened, in the editor as on the command line.
pub fn absolute(path: &Path) -> PathBuf {
    // Where the current folder is gone, a relative path has to do.
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => _ = clean.pop(),
            _ => clean.push(component),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_was_found_is_remembered_until_it_is_forgotten() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("issue-ls.toml");
        let draft = folder.path().join("draft.md");
        let resolver = Resolver::default();
        let first_problem = || {
            let resolution = resolver.resolve(Some(&draft));
            resolution
                .err()
                .map(|error| error.problems[0].message.clone())
        };
        fs::write(&file, "x = 1").expect("the folder is ours");
        let before = first_problem().expect("a problem");
        assert!(before.starts_with("`x` is not a key"), "{before}");
        fs::write(&file, "").expect("the folder is ours");
        assert_eq!(first_problem(), Some(before), "it is remembered");
        resolver.forget();
        assert_eq!(first_problem(), None);
    }

    #[test]
    fn a_draft_without_a_path_has_the_default_unless_a_file_was_given() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("any-name.toml");
        fs::write(&file, "").expect("the folder is ours");
        let path = |source| {
            let configuration = Resolver::new(source).resolve(None);
            configuration
                .expect("nothing is wrong with it")
                .path
                .clone()
        };
        assert_eq!(path(Source::Nearest), None);
        assert_eq!(path(Source::Isolated), None);
        assert_eq!(path(Source::File(file.clone())), Some(absolute(&file)));
    }

    #[cfg(unix)]
    #[test]
    fn paths_are_cleaned_by_their_words() {
        assert_eq!(absolute(Path::new("/a/./b/../c.md")), Path::new("/a/c.md"));
        assert_eq!(absolute(Path::new("/../a")), Path::new("/a"));
    }
}
