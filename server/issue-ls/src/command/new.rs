//! `issue-ls new`: prints the skeleton of an issue, or writes it to a file.
//!
//! What the skeleton holds is the template's business; this file finds the template and sees to it that no draft that
//! somebody has begun is lost.

use std::fs::Permissions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use issue_body::template::{Template, Variant, plain, skeleton};

use super::{Failure, unknown_name};

/// The name by which no variant is meant.
const STANDARD: &str = "standard";

/// What `new` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The template of the issue
    #[arg(default_value = "kubernetes-patch-release")]
    template: String,
    /// The kind of issue: `standard`, or a variant of the template such as `security`
    #[arg(long, value_name = "NAME", default_value = STANDARD)]
    variant: String,
    /// Write to a file that does not exist yet, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file of `--output` when it exists
    #[arg(long, requires = "output")]
    force: bool,
}

/// Prints or writes the skeleton.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let template = find_template(&arguments.template)?;
    let variant = find_variant(template, &arguments.variant)?;
    let text = plain(&skeleton(template, variant), "\n");
    match &arguments.output {
        None => Ok(io::stdout().lock().write_all(text.as_bytes())?),
        Some(path) => write(path, &text, arguments.force).map_err(Failure::Message),
    }
}

fn find_template(name: &str) -> Result<&'static Template, Failure> {
    let templates = Template::built_in();
    let found = templates
        .iter()
        .copied()
        .find(|template| template.name == name);
    found.ok_or_else(|| {
        let known = templates.iter().map(|template| template.name.as_str());
        unknown_name("template", name, known)
    })
}

fn find_variant<'template>(
    template: &'template Template,
    name: &str,
) -> Result<Option<&'template Variant>, Failure> {
    if name == STANDARD {
        return Ok(None);
    }
    template.variant(name).map(Some).ok_or_else(|| {
        let variants = template
            .variants
            .iter()
            .map(|variant| variant.name.as_str());
        unknown_name("variant", name, std::iter::once(STANDARD).chain(variants))
    })
}

/// Writes through a temporary file in the same folder and a rename, so that the file is there as a whole or not at all.
fn write(path: &Path, text: &str, force: bool) -> Result<(), String> {
    let failed = |error: io::Error| format!("{} cannot be written: {error}", path.display());
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    if let Some(permissions) = permissions_of_new_files() {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    let result = if force {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    result
        .map(|_| ())
        .map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => {
                format!(
                    "{} exists already; give `--force` to replace it",
                    path.display()
                )
            }
            _ => failed(error.error),
        })
}

/// A temporary file is its owner's alone; a draft gets what any new file gets, and the user's mask takes its part away.
#[cfg(unix)]
fn permissions_of_new_files() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn permissions_of_new_files() -> Option<Permissions> {
    None
}
