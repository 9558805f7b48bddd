//! What commands share that read one draft: which file it is, and the configuration in whose light it is read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use issue_body::syntax::{Draft, Origin};

use super::Failure;
use crate::workspace::{Analysis, Disk, Request, Source, analyze, files, today};

/// The name of standard input among files.
pub const STANDARD_INPUT: &str = "-";

/// Which configuration holds.
#[derive(Debug, Args)]
pub struct ConfigurationArguments {
    /// Use this configuration file for all drafts
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    pub isolated: bool,
}

impl ConfigurationArguments {
    /// Where configurations come from.
    pub fn source(&self) -> Source {
        match &self.config {
            Some(file) => Source::File(file.clone()),
            None if self.isolated => Source::Isolated,
            None => Source::Nearest,
        }
    }
}

/// One draft.
#[derive(Debug, Args)]
pub struct DraftArguments {
    /// The draft; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The template of a draft that does not name one itself: a name, or the path of an issue form or Markdown template
    #[arg(long, value_name = "NAME")]
    pub template: Option<String>,
    #[command(flatten)]
    pub configuration: ConfigurationArguments,
}

impl DraftArguments {
    /// Reads the draft. A file that was named is always a draft.
    ///
    /// # Errors
    /// When the file, its configuration or what that names cannot be read.
    pub fn read(&self) -> Result<Analysis, Failure> {
        let is_input = self.file == Path::new(STANDARD_INPUT);
        let path = (!is_input).then_some(self.file.as_path());
        let text = match path {
            Some(path) => files::read(path),
            None => files::read_standard_input(),
        };
        let about = |message| format!("{}: {message}", self.file.display());
        let text = text.map_err(|message| Failure::Message(about(message)))?;
        // Standard input is taken for a draft in the current folder.
        let disk = Disk::new(self.configuration.source());
        let surroundings = disk.around(&self.file, self.template.as_deref())?;
        let request = Request {
            template: self.template.clone(),
            is_named: true,
            ..Request::on(today())
        };
        let draft = Arc::new(Draft::parse(text, Origin::File));
        Ok(analyze(draft, path, surroundings, &request))
    }
}
