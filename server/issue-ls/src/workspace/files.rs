//! Files and folders of drafts: finding them, reading them, and writing them without ever leaving half a file behind.

use std::fmt;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};
use tempfile::NamedTempFile;

use super::document::DocumentKind;

/// The only hidden folder that a walk looks into: GitHub's templates stand there.
const GITHUB_FOLDER: &str = ".github";

/// The endings of Markdown files.
const ENDINGS: [&str; 2] = ["md", "markdown"];

/// The Markdown files and form files in and below `folder`, in order of their paths, each beginning with `folder` as it is
/// written.
/// What `.gitignore` and its like exclude, hidden files and folders but `.github`, and links are passed over. What
/// cannot be listed is in the place where it was met, as a sentence.
pub fn documents(folder: &Path) -> impl Iterator<Item = Result<PathBuf, String>> + use<> {
    let walk = WalkBuilder::new(folder)
        .hidden(false)
        // An archive of a repository is read as the repository is.
        .require_git(false)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry))
        .build();
    walk.filter_map(|entry| match entry {
        Ok(entry) => is_document(&entry).then(|| Ok(entry.into_path())),
        Err(error) => Some(Err(format!("{error}"))),
    })
}

fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    name.as_encoded_bytes().starts_with(b".") && name != GITHUB_FOLDER
}

fn is_document(entry: &DirEntry) -> bool {
    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
    let path = entry.path();
    is_file && (is_markdown(path) || matches!(DocumentKind::of_path(path), DocumentKind::Form(_)))
}

fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// The text of the file at `path`.
///
/// # Errors
/// When it cannot be read or is not UTF-8; the sentence does not name the file.
pub fn read(path: &Path) -> Result<String, String> {
    match fs::read(path) {
        Ok(bytes) => decode(bytes),
        Err(error) => Err(unreadable(&error)),
    }
}

/// Why a file that lies in a workspace, or is named by one, is not read. Shown as a sentence that does not name the file.
#[derive(Debug)]
pub enum Unread {
    /// It is not there.
    Absent,
    /// It is a link, or lies behind one, that leads to somebody else's files.
    LeadsOut,
    /// It is a folder, a device or a pipe, which would have to be waited for.
    NoFile,
    /// It has more bytes than are of use.
    TooLong {
        /// How many there may be.
        limit: u64,
    },
    /// It is not UTF-8.
    NotUtf8,
    /// It cannot be read.
    Failed(io::Error),
}

impl fmt::Display for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self {
            Unread::Absent => "there is no such file or folder",
            Unread::LeadsOut => {
                "this link leads out of the repository; write a copy of the file in its place"
            }
            Unread::NoFile => "this is no file; write the path of one",
            Unread::TooLong { limit } => {
                let limit = limit >> 20;
                return write!(
                    formatter,
                    "this file has more than {limit} MiB; write a smaller one"
                );
            }
            Unread::NotUtf8 => "this file is not UTF-8; save it as UTF-8",
            Unread::Failed(error) => {
                return write!(formatter, "this file cannot be read: {}", reason(error));
            }
        };
        formatter.write_str(sentence)
    }
}

/// The text of the file at `path`, which has to lie in `folder`, links followed, and may have `limit` bytes. What a person
/// did not name is read in this way: whoever wrote a repository decides what stands in it, not what is read beside it.
///
/// # Errors
/// When it is not such a file, or cannot be read.
pub fn read_within(folder: &Path, path: &Path, limit: u64) -> Result<String, Unread> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Unread::Absent,
        _ => Unread::Failed(error),
    };
    let target = fs::canonicalize(path).map_err(failed)?;
    if !target.starts_with(fs::canonicalize(folder).map_err(failed)?) {
        return Err(Unread::LeadsOut);
    }
    if !fs::metadata(&target).map_err(failed)?.is_file() {
        return Err(Unread::NoFile);
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(&target).map_err(failed)?;
    let mut start = file.take(limit + 1);
    start.read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(Unread::TooLong { limit });
    }
    String::from_utf8(bytes).map_err(|_| Unread::NotUtf8)
}

/// The folder that a file in `folder` may lead to by a link: that of the repository around it; `folder` itself where there
/// is none.
pub fn boundary(folder: &Path) -> &Path {
    let mut ancestors = folder.ancestors();
    let repository = ancestors.find(|folder| folder.join(".git").exists());
    repository.unwrap_or(folder)
}

/// The text of standard input.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn read_standard_input() -> Result<String, String> {
    read_all(io::stdin().lock())
}

/// The text of all that `input` gives.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn read_all(mut input: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    match input.read_to_end(&mut bytes) {
        Ok(_) => decode(bytes),
        Err(error) => Err(unreadable(&error)),
    }
}

/// Opens the file at `path`, to be read piece by piece.
///
/// # Errors
/// When it cannot be opened; the sentence does not name the file.
pub fn open(path: &Path) -> Result<fs::File, String> {
    fs::File::open(path).map_err(|error| unreadable(&error))
}

fn decode(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..at];
        let row = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let byte = error.as_bytes()[at];
        format!("this is not UTF-8: byte {} (0x{byte:02x}, line {row}) belongs to no character; save it as UTF-8", at + 1)
    })
}

/// Writes `content` to `path` through a temporary file beside it, so that whoever reads it meanwhile sees the old file or
/// the new one. The permissions of an old file stay. Devices and pipes are written to as they are.
///
/// # Errors
/// When the file is a link (what it leads to was not named), is read-only, or cannot be written; then it is as before.
/// The sentence does not name the file.
pub fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    let failure = |error: &io::Error| format!("this file cannot be written: {}", reason(error));
    let permissions = match fs::symlink_metadata(path) {
        Ok(_) if is_special(path) => {
            return fs::write(path, content).map_err(|error| failure(&error));
        }
        Ok(metadata) if metadata.is_symlink() => {
            let target = fs::read_link(path).map_err(|error| failure(&error))?;
            return Err(format!(
                "this is a symbolic link; name the file that it leads to, `{}`",
                target.display()
            ));
        }
        Ok(metadata) if metadata.is_dir() => return Err("this is a folder, not a file".to_owned()),
        Ok(metadata) if metadata.permissions().readonly() => {
            return Err("this file is read-only; make it writable first".to_owned());
        }
        Ok(metadata) => Some(metadata.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failure(&error)),
    };
    let file = temporary(path, content, permissions).map_err(|error| failure(&error))?;
    file.persist(path).map_err(|error| failure(&error.error))?;
    Ok(())
}

/// Writes `content` to a new file at `path`, as a whole or not at all. Devices and pipes are written to as they are.
///
/// # Errors
/// When there is something at `path` already, which then stays as it is, or the file cannot be written. The sentence does
/// not name the file.
pub fn create(path: &Path, content: &[u8]) -> Result<(), String> {
    if is_special(path) {
        return write(path, content);
    }
    let failure = |error: &io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => "there is such a file already".to_owned(),
        _ => format!("this file cannot be written: {}", reason(error)),
    };
    let file = temporary(path, content, None).map_err(|error| failure(&error))?;
    file.persist_noclobber(path)
        .map_err(|error| failure(&error.error))?;
    Ok(())
}

/// A file with `content` beside `path`, to be renamed to it. It is gone again where that does not happen.
fn temporary(
    path: &Path,
    content: &[u8],
    permissions: Option<fs::Permissions>,
) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".issue-ls-");
    // A new file is as open as any other new file, which a temporary one is not by itself.
    #[cfg(unix)]
    if permissions.is_none() {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(file)
}

/// Whether `path` leads to a device or a pipe.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// Why something cannot be read.
pub fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => reason(error),
        _ => format!("this cannot be read: {}", reason(error)),
    }
}

/// What the system says, without its number.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        _ => error.to_string(),
    }
}
