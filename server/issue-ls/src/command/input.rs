//! What commands share that read many drafts: which these are, and whether a target holds a draft or issues.

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Failure;
use super::one_draft::STANDARD_INPUT;
use crate::workspace::gh_json::{self, Input};
use crate::workspace::{absolute, files};

/// What is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// What comes in.
    StandardInput,
    /// A file that was named.
    Named(PathBuf),
    /// A file that was met in a folder.
    Met(PathBuf),
}

impl Target {
    /// The file; none for standard input.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Target::StandardInput => None,
            Target::Named(path) | Target::Met(path) => Some(path),
        }
    }
}

/// Hands what is to be read to `visit`, each file once, in the order in which it was named; the current folder where nothing
/// is. `stdin_filename` is the name that standard input was given. What cannot be listed is in its place, as a sentence.
///
/// # Errors
/// When standard input has a name and is not to be read; nothing was visited then.
pub fn targets(
    paths: &[PathBuf],
    stdin_filename: Option<&Path>,
    visit: &mut dyn FnMut(Result<Target, String>),
) -> Result<(), Failure> {
    let current = [PathBuf::from(".")];
    let input = [PathBuf::from(STANDARD_INPUT)];
    let reads_input = paths.contains(&input[0]);
    let paths: &[PathBuf] = match (paths, stdin_filename) {
        ([], Some(_)) => &input,
        ([], None) => &current,
        (_, Some(_)) if !reads_input => {
            let message = "--stdin-filename needs `-` among the paths, or no path at all";
            return Err(Failure::Message(message.to_owned()));
        }
        (paths, _) => paths,
    };
    // A file that is named is read as such, even where it is met in a folder before.
    let named: HashSet<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
    let mut seen = HashSet::new();
    let mut has_input = false;
    for path in paths {
        if path == Path::new(STANDARD_INPUT) {
            if !has_input {
                visit(Ok(Target::StandardInput));
            }
            has_input = true;
        } else if path.is_dir() {
            for file in files::documents(path) {
                let file = match file {
                    Ok(file) => file,
                    Err(message) => {
                        visit(Err(message));
                        continue;
                    }
                };
                let place = absolute(&file);
                if !named.contains(&place) && seen.insert(place) {
                    visit(Ok(Target::Met(shorten(file))));
                }
            }
        } else if seen.insert(absolute(path)) {
            visit(Ok(Target::Named(path.clone())));
        }
    }
    Ok(())
}

/// `./drafts/a.md` is `drafts/a.md`.
fn shorten(path: PathBuf) -> PathBuf {
    path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
}

/// What a target holds.
pub enum Content {
    /// A draft or a form file.
    Document(String),
    /// Issues as gh prints them, to be read one by one.
    Issues(Box<dyn Read>),
}

/// Reads what `target`, at `path`, holds. The name of a file tells what it is; where there is none, its first characters do.
///
/// # Errors
/// When it cannot be read; the sentence does not name the file.
pub fn read(target: &Target, path: Option<&Path>) -> Result<Content, String> {
    let holds_issues = path.map(gh_json::is_named_so);
    Ok(match (target, holds_issues) {
        (Target::Named(path), Some(true)) => Content::Issues(Box::new(files::open(path)?)),
        (Target::Named(path) | Target::Met(path), _) => Content::Document(files::read(path)?),
        (Target::StandardInput, Some(true)) => Content::Issues(Box::new(io::stdin().lock())),
        (Target::StandardInput, Some(false)) => Content::Document(files::read_standard_input()?),
        (Target::StandardInput, None) => {
            let input = gh_json::recognise(io::stdin().lock());
            match input.map_err(|error| files::unreadable(&error))? {
                Input::GhJson(input) => Content::Issues(Box::new(input)),
                Input::Draft(input) => Content::Document(files::read_all(input)?),
            }
        }
    })
}
