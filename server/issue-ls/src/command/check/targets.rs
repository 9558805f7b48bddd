//! Which drafts `issue-ls check` looks at.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{Arguments, Progress};
use crate::command::Failure;
use crate::command::one_draft::STANDARD_INPUT;
use crate::workspace::{absolute, files};

/// A draft that is to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// What comes in.
    StandardInput,
    /// A file that was named.
    Named(PathBuf),
    /// A file that was met in a folder.
    Met(PathBuf),
}

/// What is to be checked, each file once, in the order in which it was named.
pub fn targets(arguments: &Arguments, progress: &mut Progress) -> Result<Vec<Target>, Failure> {
    let current = [PathBuf::from(".")];
    let input = [PathBuf::from(STANDARD_INPUT)];
    let reads_input = arguments.paths.contains(&input[0]);
    let paths: &[PathBuf] = match (arguments.paths.as_slice(), &arguments.stdin_filename) {
        ([], Some(_)) => &input,
        ([], None) => &current,
        (_, Some(_)) if !reads_input => {
            let message = "--stdin-filename needs `-` among the paths, or no path at all";
            return Err(Failure::Message(message.to_owned()));
        }
        (paths, _) => paths,
    };
    // A file that is named is checked as such, even where it is met in a folder before.
    let is_named = |path: &Path| paths.iter().any(|named| absolute(named) == absolute(path));
    let mut seen = HashSet::new();
    let mut targets = Vec::new();
    for path in paths {
        if path == Path::new(STANDARD_INPUT) {
            if !targets.contains(&Target::StandardInput) {
                targets.push(Target::StandardInput);
            }
        } else if path.is_dir() {
            for file in files::documents(path) {
                match file {
                    Ok(file) if is_named(&file) => {}
                    Ok(file) if seen.insert(absolute(&file)) => {
                        targets.push(Target::Met(shorten(file)))
                    }
                    Ok(_) => {}
                    Err(message) => progress.fail(&message),
                }
            }
        } else if seen.insert(absolute(path)) {
            targets.push(Target::Named(path.clone()));
        }
    }
    Ok(targets)
}

/// `./drafts/a.md` is `drafts/a.md`.
fn shorten(path: PathBuf) -> PathBuf {
    path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
}
