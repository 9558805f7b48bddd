//! `issue-ls new`: prints the skeleton of an issue, or writes it to a file.
//!
//! What the skeleton holds is the template's business; this file finds the template and sees to it that no draft that
//! somebody has begun is lost.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueHint;
use issue_body::editing::snippet;
use issue_body::template::{Template, Variant, plain, skeleton};

use super::output::StandardOutput;
use super::{Failure, unknown_name};
use crate::workspace::{Disk, Source, absolute, all_templates, files, known_template};

/// The name by which no variant is meant.
const STANDARD: &str = "standard";

/// What `new` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The template of the issue; without it, the configuration's `default-template`
    template: Option<String>,
    /// The kind of issue: `standard`, or a variant of the template such as `security`
    #[arg(long, value_name = "NAME", value_hint = ValueHint::Other, default_value = STANDARD)]
    variant: String,
    /// Print a snippet as LSP has them, with tab stops where something is to be filled in, for an editor to expand
    #[arg(long, conflicts_with = "output")]
    snippet: bool,
    /// Write to a new file instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Replace the file of `--output` where there is one
    #[arg(long, requires = "output")]
    force: bool,
}

/// Prints or writes the skeleton.
///
/// # Errors
/// When the template, the variant or the configuration is not right, or the text cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    // Without a file the draft is taken for one in the current folder.
    let path = absolute(arguments.output.as_deref().unwrap_or(Path::new("issue.md")));
    let asked = arguments.template.as_deref();
    // Who names a template needs no configuration, not even a right one.
    let source = asked.map_or(Source::Nearest, |_| Source::Isolated);
    let surroundings = Disk::new(source).around(&path, asked)?;
    let name = asked.unwrap_or(surroundings.configuration.default_template());
    let templates = all_templates(&surroundings.repository);
    let template = known_template(name, &templates).map_err(Failure::Message)?;
    let variant = find_variant(template, &arguments.variant)?;
    let parts = skeleton(template, variant);
    let text = if arguments.snippet {
        snippet(&parts)
    } else {
        plain(&parts, "\n")
    };
    let Some(path) = &arguments.output else {
        return Ok(StandardOutput::lock().write_all(text.as_bytes())?);
    };
    let written = if arguments.force {
        files::write(path, text.as_bytes())
    } else {
        files::create(path, text.as_bytes()).map_err(|message| match path.exists() {
            true => format!("{message}; `--force` replaces it"),
            false => message,
        })
    };
    written.map_err(|message| Failure::Message(format!("{}: {message}", path.display())))
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
