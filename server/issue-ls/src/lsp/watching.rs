//! Notices when a file on disk changes that findings hang on: configurations, and the files that they name.
//!
//! Where the client can watch files, it is asked to, for names as they become known. Where it cannot, the server looks
//! at the few files in question twice a second while a document is open; never do both. What a change means is left to
//! the [`configuration`].

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use lsp_types::{DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher};

use super::configuration;
use super::session::Session;
use crate::workspace::{Stamp, candidates};

/// How often the files are looked at.
const INTERVAL: Duration = Duration::from_millis(500);

/// How long a file has to stay as it is to count as written to its end.
const REST: Duration = Duration::from_millis(60);

/// How often that is waited for; a file that never rests is read as it is.
const RESTS: usize = 20;

/// The files that findings hang on.
#[derive(Debug, Default)]
pub struct Watched {
    /// Where the server looks itself: each file with the stamp that it had when it was read.
    stamps: HashMap<PathBuf, Stamp>,
    /// Where the client watches: the patterns that it was given.
    patterns: HashSet<String>,
}

/// Takes note of the configuration files that a draft at `path` can have. Called before one is read, so that no change
/// is missed.
pub fn note_configurations(session: &Session, path: &Path) {
    if session.flags().registers_watched_files {
        return;
    }
    let Some(folder) = path.parent() else { return };
    let stamps = &mut session.state().watched.stamps;
    let mut files = candidates(folder).peekable();
    if files.peek().is_some_and(|first| stamps.contains_key(first)) {
        return;
    }
    for file in files {
        let stamp = Stamp::of(&file);
        stamps.entry(file).or_insert(stamp);
    }
}

/// Takes note of files that were read, each with the stamp that it had before.
pub fn note(session: &Arc<Session>, files: Vec<(PathBuf, Stamp)>) {
    if !session.flags().registers_watched_files {
        return look_at(session, &files);
    }
    let (number, new) = {
        let patterns = &mut session.state().watched.patterns;
        let number = patterns.len();
        let asked = files.iter().filter_map(|(file, _)| pattern(file));
        let new: Vec<String> = asked.filter(|it| patterns.insert(it.clone())).collect();
        (number, new)
    };
    if new.is_empty() {
        return;
    }
    let session = session.clone();
    tokio::spawn(async move {
        let registration = registration(&format!("files/{number}"), &new);
        configuration::register(&session, vec![registration]).await;
    });
}

/// Takes note of files whose names the client watches from the start, for the server to look at where it cannot.
pub fn look_at(session: &Session, files: &[(PathBuf, Stamp)]) {
    if session.flags().registers_watched_files {
        return;
    }
    let stamps = &mut session.state().watched.stamps;
    for (file, stamp) in files {
        if !stamps.contains_key(file) {
            stamps.insert(file.clone(), *stamp);
        }
    }
}

/// Asks the client to watch what `patterns` name. `name` tells this from other such requests.
pub fn registration(name: &str, patterns: &[impl AsRef<str>]) -> lsp_types::Registration {
    let watchers = patterns.iter().map(|pattern| FileSystemWatcher {
        glob_pattern: pattern.as_ref().to_owned().into(),
        kind: None,
    });
    configuration::registration(
        name,
        "workspace/didChangeWatchedFiles",
        DidChangeWatchedFilesRegistrationOptions::new(watchers.collect()),
    )
}

/// The pattern of all files with the name of `file`, wherever they are: a client reads it from its own folders on. A
/// folder stands for what is in it.
fn pattern(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let name: String = name
        .chars()
        .map(|character| match character {
            '*' | '[' | ']' | '{' | '}' | '\\' => '?',
            character => character,
        })
        .collect();
    let rest = if file.is_dir() { "/**" } else { "" };
    Some(format!("**/{name}{rest}"))
}

/// Looks at the files again and again. To be spawned: it ends with the server.
pub async fn look_around(session: Arc<Session>) {
    loop {
        tokio::time::sleep(INTERVAL).await;
        if has_changed(&session) {
            // Who writes a file may not be done.
            for _ in 0..RESTS {
                tokio::time::sleep(REST).await;
                if !has_changed(&session) {
                    break;
                }
            }
            configuration::reread(&session);
        }
    }
}

/// Whether one of the files differs from when it was looked at last.
fn has_changed(session: &Session) -> bool {
    let mut state = session.state();
    let has_documents = state.documents.versions().next().is_some();
    let stamps = &mut state.watched.stamps;
    if !has_documents {
        stamps.clear();
    }
    let mut has_changed = false;
    for (file, stamp) in stamps {
        let now = Stamp::of(file);
        has_changed |= std::mem::replace(stamp, now) != now;
    }
    has_changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_watched_by_its_name() {
        let pattern = |path| pattern(Path::new(path));
        assert_eq!(pattern("/a/labels.yaml").as_deref(), Some("**/labels.yaml"));
        assert_eq!(
            pattern("/a/[x]{y}*.json").as_deref(),
            Some("**/?x??y??.json")
        );
        assert_eq!(pattern("/"), None);
        let folder = std::env::temp_dir();
        let watched = super::pattern(&folder).expect("it has a name");
        assert!(watched.ends_with("/**"), "{watched}");
    }
}
