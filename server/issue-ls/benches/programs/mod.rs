//! The programs of others that benchmarks look at.

use std::path::PathBuf;

/// The program called `name`, where a folder of `PATH` has it.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut candidates = std::env::split_paths(&path).map(|folder| folder.join(name));
    candidates.find(|candidate| candidate.is_file())
}
