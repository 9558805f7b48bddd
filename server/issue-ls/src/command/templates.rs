//! `issue-ls templates`: the templates that a draft in the current folder can be of.

use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;
use issue_body::template::{Template, TemplateOrigin};
use serde::Serialize;

use super::Failure;
use super::output::{columns, harmless, json_text, shown};
use crate::workspace::{Disk, Source};

/// What `templates` is asked to do.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How to write them
    #[arg(long, value_enum, default_value_t = Format::Full)]
    output_format: Format,
}

/// How the list is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One line a template: name, kind, file, what it is for
    Full,
    /// An array of objects
    Json,
}

/// Prints the built-in templates, then the repository's. Files that cannot be used are told on standard error.
///
/// # Errors
/// When the output cannot be written.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    // Templates need no configuration, not even a right one.
    let surroundings = Disk::new(Source::Isolated).around(Path::new("issue.md"), None)?;
    let repository = &surroundings.repository;
    let built_in = Template::built_in().map(|template| Entry::new(template, None));
    let own = (repository.templates.iter())
        .map(|known| Entry::new(&known.template, Some(shown(&known.path))));
    let entries: Vec<Entry<'_>> = built_in.into_iter().chain(own).collect();
    let text = match arguments.output_format {
        Format::Full => columns(&entries.iter().map(Entry::row).collect::<Vec<_>>()),
        Format::Json => json_text(&entries)?,
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    for (path, reason) in &repository.unusable {
        let message = format!("issue-ls: {}: {reason}", shown(path));
        // Where standard error is gone, nobody wants to know.
        let _ = writeln!(io::stderr(), "{}", harmless(&message));
    }
    Ok(())
}

/// A template as data.
#[derive(Debug, Serialize)]
struct Entry<'template> {
    name: &'template str,
    kind: Kind,
    title: &'template str,
    description: &'template str,
    /// From the current folder where it lies below; none for what is built in.
    file: Option<String>,
}

/// Where a template comes from.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    BuiltIn,
    IssueForm,
    MarkdownTemplate,
}

impl Kind {
    const fn of(origin: TemplateOrigin) -> Kind {
        match origin {
            TemplateOrigin::TemplateFile => Kind::BuiltIn,
            TemplateOrigin::Form => Kind::IssueForm,
            TemplateOrigin::Markdown => Kind::MarkdownTemplate,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Kind::BuiltIn => "built in",
            Kind::IssueForm => "issue form",
            Kind::MarkdownTemplate => "Markdown template",
        }
    }
}

impl<'template> Entry<'template> {
    fn new(template: &'template Template, file: Option<String>) -> Entry<'template> {
        Entry {
            name: &template.name,
            kind: Kind::of(template.origin),
            title: &template.title,
            description: &template.description,
            file,
        }
    }

    fn row(&self) -> [String; 4] {
        let purpose = match self.description {
            "" => self.title.to_owned(),
            description => format!("{}: {description}", self.title),
        };
        let file = self.file.as_deref().unwrap_or("-");
        [self.name, self.kind.name(), file, &purpose].map(harmless)
    }
}
