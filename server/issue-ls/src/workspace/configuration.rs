//! The configuration that holds for a draft: the settings of a file and the folder they speak of.

use std::io;
use std::path::{Path, PathBuf};

use issue_body::template::Template;

use super::files::{self, Unread};
use super::settings::{ConfigurationError, Problem, Settings};
use super::templates::{self, RepositoryTemplates};

/// How large a configuration may be, in bytes.
const LIMIT: u64 = 1 << 20;

/// The folder of GitHub's own files; a configuration in it speaks of the folder around it.
const GITHUB_FOLDER: &str = ".github";

/// The settings for the drafts below a folder. The default one holds where there is no file.
#[derive(Debug, Clone, Default)]
pub struct Configuration {
    /// The file; none for the default.
    pub path: Option<PathBuf>,
    /// What it says.
    pub settings: Settings,
}

impl Configuration {
    /// Reads the file at `path`, which is absolute and was named by a person: it may be anywhere, and a pipe as well.
    ///
    /// # Errors
    /// When the file cannot be read, is not UTF-8, or says something wrong.
    pub fn read(path: &Path) -> Result<Configuration, ConfigurationError> {
        let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => Unread::NotUtf8,
            _ => Unread::Failed(error),
        });
        Configuration::of_text(path, text)
    }

    /// Reads the file at `path`, which is absolute and was met there: it has to belong to the repository that it is in.
    ///
    /// # Errors
    /// When the file cannot be read, is not UTF-8, leads elsewhere, or says something wrong.
    pub fn read_found(path: &Path) -> Result<Configuration, ConfigurationError> {
        let folder = path.parent().map_or(path, files::boundary);
        Configuration::of_text(path, files::read_within(folder, path, LIMIT))
    }

    fn of_text(
        path: &Path,
        text: Result<String, Unread>,
    ) -> Result<Configuration, ConfigurationError> {
        let text = text.map_err(|reason| ConfigurationError {
            path: path.to_owned(),
            problems: vec![Problem {
                place: None,
                message: reason.to_string(),
            }],
        })?;
        let mut configuration = Configuration {
            path: Some(path.to_owned()),
            settings: Settings::default(),
        };
        let repository = match configuration.folder() {
            Some(folder) if text.contains("template") => templates::find(folder),
            _ => RepositoryTemplates::default(),
        };
        // An editor may have put a byte order mark before it; TOML takes that.
        configuration.settings = Settings::read(path, &text, &templates::all(&repository))?;
        Ok(configuration)
    }

    /// The name of the template for drafts that do not tell.
    pub fn default_template(&self) -> &str {
        let built_in = &Template::built_in()[0].name;
        self.settings.default_template.as_ref().unwrap_or(built_in)
    }

    /// The name of the template that `[[drafts]]` gives the file at `path`, which is absolute.
    pub fn template_of(&self, path: &Path) -> Option<&str> {
        let relative = path.strip_prefix(self.folder()?).ok()?;
        let is_meant =
            |files: &[globset::GlobMatcher]| files.iter().any(|glob| glob.is_match(relative));
        let mut entries = self.settings.drafts.iter();
        let entry = entries.find(|entry| is_meant(&entry.files))?;
        Some(&entry.template)
    }

    /// The folder that patterns and paths are relative to; none for the default.
    pub fn folder(&self) -> Option<&Path> {
        let folder = self.path.as_ref()?.parent()?;
        if folder.ends_with(GITHUB_FOLDER) {
            folder.parent()
        } else {
            Some(folder)
        }
    }
}
