//! Where the programs of others are: git, and gh. What they are asked is left to those who start them.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A command for the program `name`: the first one in a folder of `PATH`. A relative one there (`.`, or an empty entry) is
/// passed over, for it is the current folder, and that is a workspace, whose files are not to be run. Where there is no
/// such program, the command fails to start as that of any unknown program does.
pub fn program(name: &str) -> Command {
    let Some(folders) = env::var_os("PATH") else {
        return Command::new(name);
    };
    let file_name = format!("{name}{}", env::consts::EXE_SUFFIX);
    let files = env::split_paths(&folders).map(|folder| folder.join(&file_name));
    let found = files
        .filter(|file| file.is_absolute())
        .find(|file| is_executable(file));
    // No file has an empty path.
    Command::new(found.unwrap_or_else(PathBuf::new))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let metadata = file.metadata();
    metadata.is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}
