//! What is found in one target of `check`, and what would mend it. Nothing is told or written here, so that many targets
//! can be examined at the same time.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use issue_body::rules::Fixed;
use issue_body::syntax::Origin;

use super::messages::{explanation, form_explanation};
use super::{Arguments, STANDARD_INPUT};
use crate::command::input::{Content, Target, read};
use crate::command::output::{CheckedDocument, harmless};
use crate::command::parallel::map_in_order;
use crate::workspace::gh_json::{GhIssue, read_issues};
use crate::workspace::{
    Configuration, ConfigurationError, Disk, Document, DocumentKind, Obstacle, Parsed, Request,
    Surroundings,
};

/// Examines the targets of one run.
pub struct Examiner<'run> {
    arguments: &'run Arguments,
    disk: &'run Disk,
    /// What is asked of a draft that was named.
    of_named: Request,
    /// What is asked of a draft that was met in a folder.
    of_met: Request,
}

/// What came out.
pub enum Outcome {
    /// A draft or a form file was checked.
    Checked(Box<Checked>),
    /// An issue on GitHub was checked and has no findings; there may be very many.
    Clean {
        /// How it was read, where that is to be told.
        explanation: Option<String>,
    },
    /// A Markdown file is no draft.
    NoDraft,
    /// No template is recognised in an issue on GitHub.
    NoTemplate,
    /// The issues of one input, each with what came out.
    Issues(Vec<Outcome>),
    /// The configuration, or a file that it names, is not right.
    Misconfigured(Vec<Arc<ConfigurationError>>),
    /// Something could not be done; a sentence that names the document.
    Failed(String),
}

/// A document that was checked.
pub struct Checked {
    /// How it was read, where that is to be told.
    pub explanation: Option<String>,
    /// What was found in it.
    pub document: CheckedDocument,
    /// What mends it, where that is wanted.
    pub mending: Option<Mending>,
}

/// What mends a document.
pub struct Mending {
    /// The file that it is in; none for standard input.
    pub file: Option<PathBuf>,
    /// The text before.
    pub before: Arc<str>,
    /// The text after all fixes, and how many these are.
    pub fixed: Fixed,
    /// What is found in the text after that; none where it is the text before.
    pub after: Option<CheckedDocument>,
}

impl<'run> Examiner<'run> {
    /// Examines as `arguments` ask for, with what `disk` has.
    pub fn new(arguments: &'run Arguments, disk: &'run Disk) -> Examiner<'run> {
        Examiner {
            of_named: arguments.request(true),
            of_met: arguments.request(false),
            arguments,
            disk,
        }
    }

    /// Examines a draft, a form file, or all issues of an input.
    pub fn examine(&self, target: &Target) -> Outcome {
        let path = (target.file()).or(self.arguments.stdin_filename.as_deref());
        // Without a path, standard input is taken for a draft in the current folder.
        let place = path.unwrap_or(Path::new(STANDARD_INPUT));
        let name = place.display().to_string();
        let about = |message: String| Outcome::Failed(format!("{}: {message}", harmless(&name)));
        let content = match read(target, path) {
            Ok(content) => content,
            Err(message) => return about(message),
        };
        let template = self.arguments.reading.template.as_deref();
        let surroundings = match self.disk.around(place, template) {
            Ok(surroundings) => surroundings,
            Err(Obstacle::Configuration(errors)) => return Outcome::Misconfigured(errors),
            Err(Obstacle::Template(message)) => {
                return Outcome::Failed(format!("--template: {message}"));
            }
        };
        match content {
            Content::Document(text) => {
                let request = match target {
                    Target::StandardInput | Target::Named(_) => &self.of_named,
                    Target::Met(_) => &self.of_met,
                };
                let kind = match path {
                    Some(path) => DocumentKind::of_named_file(path, &text),
                    None => DocumentKind::Draft(Origin::File),
                };
                let configuration = surroundings.configuration.clone();
                let document = Document::new(Parsed::read(text, kind), path, surroundings, request);
                self.check(document, name, target.file(), &configuration)
            }
            Content::Issues(_) if self.arguments.fix => about(
                "--fix cannot mend issues that are on GitHub; leave it out, or write --diff to see what it \
                 would change"
                    .to_owned(),
            ),
            Content::Issues(input) => self.examine_issues(path, input, &surroundings),
        }
    }

    /// Examines the issues in `input`, which `path` names. One that cannot be read does not keep the others from it.
    fn examine_issues(
        &self,
        path: Option<&Path>,
        input: impl Read,
        surroundings: &Surroundings,
    ) -> Outcome {
        let name = path.map(|path| format!("{}: ", harmless(&path.display().to_string())));
        let name = name.unwrap_or_default();
        let mut end = Ok(());
        let feed = |take: &mut dyn FnMut(Result<GhIssue, String>)| {
            end = read_issues(input, &mut |issue| take(issue));
        };
        let mut outcomes = map_in_order(feed, |issue| match issue {
            Ok(issue) => {
                let analysis = issue.analyze(path, surroundings.clone(), self.of_named.clone());
                let document = Document::Draft(analysis);
                self.check(document, issue.name(), None, &surroundings.configuration)
            }
            Err(message) => Outcome::Failed(format!("{name}{message}")),
        });
        if let Err(message) = end {
            outcomes.push(Outcome::Failed(format!("{name}{message}")));
        }
        Outcome::Issues(outcomes)
    }

    fn check(
        &self,
        document: Document,
        name: String,
        file: Option<&Path>,
        configuration: &Configuration,
    ) -> Outcome {
        let is_issue = (document.draft()).is_some_and(|draft| draft.draft.origin == Origin::Issue);
        let explanation = match &document {
            Document::Draft(analysis) => match analysis.selection() {
                Some(selection) => {
                    (self.arguments.verbose).then(|| explanation(&name, selection, configuration))
                }
                None if is_issue => return Outcome::NoTemplate,
                None => return Outcome::NoDraft,
            },
            Document::Form(_) => {
                (self.arguments.verbose).then(|| form_explanation(&name, configuration))
            }
        };
        let findings = document.findings().unwrap_or_default();
        if is_issue && findings.is_empty() {
            return Outcome::Clean { explanation };
        }
        let is_mended = self.arguments.diff || self.arguments.fix;
        Outcome::Checked(Box::new(Checked {
            explanation,
            mending: is_mended.then(|| self.mend(&document, &name, file)),
            document: CheckedDocument::new(name, &document, findings),
        }))
    }

    fn mend(&self, document: &Document, name: &str, file: Option<&Path>) -> Mending {
        let before = document.source().text;
        let fixed = document.fixed(self.arguments.limit());
        let after = (fixed.text != before).then(|| {
            let after = document.of_text(&fixed.text);
            let findings = after.findings().unwrap_or_default();
            CheckedDocument::new(name.to_owned(), &after, findings)
        });
        Mending {
            file: file.map(Path::to_owned),
            before: before.into(),
            fixed,
            after,
        }
    }
}
