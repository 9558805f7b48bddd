//! What tells whether a file was written, moved, replaced or deleted, without reading it.

use std::fs::Metadata;
use std::path::Path;
use std::time::SystemTime;

/// What the file system says of a file or folder at one moment. Two moments with the same stamp saw the same content.
/// The default is that of a place where nothing is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp(Option<Marks>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marks {
    modified: Option<SystemTime>,
    length: u64,
    /// Device, inode and the time of the last change of either: they tell a replaced file from one that was kept.
    identity: (u64, u64, i64, i64),
}

impl Stamp {
    /// The stamp of what is at `path` now, or leads from there; that nothing is there is one, too.
    pub fn of(path: &Path) -> Stamp {
        let metadata = std::fs::metadata(path).ok();
        Stamp(metadata.map(|metadata| Marks {
            modified: metadata.modified().ok(),
            length: metadata.len(),
            identity: identity(&metadata),
        }))
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    let (device, inode) = (metadata.dev(), metadata.ino());
    (device, inode, metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64, i64, i64) {
    (0, 0, 0, 0)
}
