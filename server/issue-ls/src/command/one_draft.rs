//! What commands share that read drafts: which draft it is, how it is read, and which configuration holds.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint};
use issue_body::syntax::{Draft, Origin};
use issue_body::template::Stage;
use jiff::civil::Date;

use super::Failure;
use crate::workspace::gh_json::{self, Input};
use crate::workspace::{Analysis, Disk, Request, Source, Surroundings, analyze, files, today};

/// The name of standard input among files.
pub const STANDARD_INPUT: &str = "-";

/// The file that `path` names; none where it is `-`, which is standard input, or standard output where something is written.
pub fn named_file(path: &Path) -> Option<&Path> {
    (path != Path::new(STANDARD_INPUT)).then_some(path)
}

/// Which configuration holds.
#[derive(Debug, Args)]
pub struct ConfigurationArguments {
    /// Use this configuration file for all drafts
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "isolated")]
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

/// What is not said in the drafts themselves.
#[derive(Debug, Args)]
pub struct ReadingArguments {
    /// The template of drafts that do not name one themselves: a name, or the path of an issue form or Markdown template
    #[arg(long, value_name = "NAME")]
    pub template: Option<String>,
    /// Take drafts that do not tell for issues of this stage
    #[arg(
        long,
        value_parser = PossibleValuesParser::new(Stage::ALL.map(Stage::name)).map(|name| stage(&name))
    )]
    pub stage: Option<Stage>,
    /// A label that the issue will get besides those in the draft; several are separated by commas
    #[arg(short, long = "label", value_name = "LABEL", value_delimiter = ',', value_hint = ValueHint::Other)]
    pub labels: Vec<String>,
}

fn stage(name: &str) -> Stage {
    Stage::from_name(name).expect("only the names of stages are let through")
}

impl ReadingArguments {
    /// What is asked of a draft that was named, on this day.
    pub fn request(&self, today: Date) -> Request {
        Request {
            template: self.template.clone(),
            stage: self.stage,
            labels: label_names(&self.labels),
            is_named: true,
            ..Request::on(today)
        }
    }
}

/// The labels of a list on the command line, where blanks may stand around a comma and nothing between two.
pub fn label_names(list: &[String]) -> Vec<String> {
    let names = list.iter().map(|name| name.trim());
    let names = names.filter(|name| !name.is_empty());
    names.map(ToOwned::to_owned).collect()
}

/// One draft.
#[derive(Debug, Args)]
pub struct DraftArguments {
    /// The draft; `-` is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    #[command(flatten)]
    pub reading: ReadingArguments,
    #[command(flatten)]
    pub configuration: ConfigurationArguments,
}

impl DraftArguments {
    /// Reads the draft as of today.
    ///
    /// # Errors
    /// As [`DraftArguments::read_on`].
    pub fn read(&self) -> Result<Analysis, Failure> {
        self.read_on(today())
    }

    /// Reads the draft as of a day. A file that was named is always a draft, but for the file of a template.
    ///
    /// # Errors
    /// When the file, its configuration or what that names cannot be read, or the file is a template.
    pub fn read_on(&self, day: Date) -> Result<Analysis, Failure> {
        self.analyze(read_text(&self.file)?, day)
    }

    /// The path of the draft; none for standard input.
    pub fn path(&self) -> Option<&Path> {
        named_file(&self.file)
    }

    /// What surrounds the draft. Standard input is taken for a draft in the current folder.
    ///
    /// # Errors
    /// When the configuration or what it names cannot be read.
    pub fn surroundings(&self) -> Result<Surroundings, Failure> {
        let disk = Disk::new(self.configuration.source());
        Ok(disk.around(&self.file, self.reading.template.as_deref())?)
    }

    /// Reads `text`, the draft's, as of a day.
    ///
    /// # Errors
    /// When its configuration or what that names cannot be read, or the file is a template.
    pub fn analyze(&self, text: String, day: Date) -> Result<Analysis, Failure> {
        let draft = Arc::new(Draft::parse(text, Origin::File));
        let request = self.reading.request(day);
        let analysis = analyze(draft, self.path(), self.surroundings()?, &request);
        if analysis.selection().is_none() {
            let name = self.file.display();
            return Err(Failure::Message(format!(
                "{name}: this is a template, not a draft; `issue-ls new` begins a draft of it"
            )));
        }
        Ok(analysis)
    }
}

/// The text of a draft.
///
/// # Errors
/// When it cannot be read, is not UTF-8, or holds issues as gh prints them; the message names the file.
pub fn read_text(file: &Path) -> Result<String, Failure> {
    let text = if file == Path::new(STANDARD_INPUT) {
        files::read_standard_input()
    } else {
        files::read(file)
    };
    let about = |message| Failure::Message(format!("{}: {message}", file.display()));
    let text = text.map_err(about)?;
    let is_json = matches!(gh_json::recognise(text.as_bytes()), Ok(Input::GhJson(_)));
    match is_json {
        true => Err(about(
            "these are issues as gh prints them, not a draft; `check`, `extract` and `report` read them".to_owned(),
        )),
        false => Ok(text),
    }
}
