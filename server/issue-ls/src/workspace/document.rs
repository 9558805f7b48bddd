//! A document that the rules speak about: the draft of an issue, or a form file, which drafts are made from.
//!
//! What both have in common is asked here, so that the command line and an editor need not tell them apart where they
//! check, mend and show findings. What is asked of a draft alone is left to [`Analysis`].

use std::path::Path;
use std::sync::Arc;

use issue_body::catalog::Catalog;
use issue_body::rules::{Applicability, Finding, Fixed, FormContext, Levels, check_form, fix_all};
use issue_body::syntax::{Draft, Origin};
use issue_body::template::form::Form;
use issue_body::template::{FormFile, FormFileKind};
use issue_body::text::SourceText;

use super::analysis::{Analysis, Request, analyze, levels};
use super::surroundings::Surroundings;
use super::templates::{FOLDER, is_chooser, is_yaml};

/// What a text is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// The draft of an issue.
    Draft(Origin),
    /// A form file.
    Form(FormFileKind),
}

impl DocumentKind {
    /// What the file at `path` is: a form file where it is YAML in a folder of templates, else a draft.
    pub fn of_path(path: &Path) -> DocumentKind {
        let is_in_folder = path.parent().is_some_and(|folder| folder.ends_with(FOLDER));
        match is_yaml(path) && is_in_folder {
            true if is_chooser(path) => DocumentKind::Form(FormFileKind::Chooser),
            true => DocumentKind::Form(FormFileKind::Form),
            false => DocumentKind::Draft(Origin::File),
        }
    }

    /// What a file is that somebody names, with `text` in it: YAML in any other place is a form file where it looks
    /// like one.
    pub fn of_named_file(path: &Path, text: &str) -> DocumentKind {
        match DocumentKind::of_path(path) {
            DocumentKind::Draft(_) if is_yaml(path) && Form::is_likely(text) => {
                DocumentKind::Form(FormFileKind::Form)
            }
            kind => kind,
        }
    }
}

/// A text that was read as what it is taken for.
#[derive(Debug, Clone)]
pub enum Parsed {
    /// A draft.
    Draft(Arc<Draft>),
    /// A form file.
    Form(Arc<FormFile>),
}

impl Parsed {
    /// Reads `text`.
    pub fn read(text: impl Into<Arc<str>>, kind: DocumentKind) -> Parsed {
        match kind {
            DocumentKind::Draft(origin) => Parsed::Draft(Arc::new(Draft::parse(text, origin))),
            DocumentKind::Form(kind) => Parsed::Form(Arc::new(FormFile::read(text, kind))),
        }
    }
}

/// A document and everything that decides how it is read.
#[derive(Debug, Clone)]
pub enum Document {
    /// A draft, or a document that turns out to be none.
    Draft(Analysis),
    /// A form file.
    Form(FormAnalysis),
}

/// A form file and everything that decides how it is checked.
#[derive(Debug, Clone)]
pub struct FormAnalysis {
    /// The file.
    pub file: Arc<FormFile>,
    /// At which levels the rules report.
    pub levels: Levels,
    /// What is known of the project. It has labels only where the configuration says whose: a form lies in a repository
    /// of its own, not in that of Kubernetes.
    pub catalog: Arc<Catalog>,
}

impl Document {
    /// Reads `parsed`, which stands at `path` where it is a file, in the light of what surrounds it.
    pub fn new(
        parsed: Parsed,
        path: Option<&Path>,
        surroundings: Surroundings,
        request: &Request,
    ) -> Document {
        match parsed {
            Parsed::Draft(draft) => Document::Draft(analyze(draft, path, surroundings, request)),
            Parsed::Form(file) => Document::Form(FormAnalysis::new(file, surroundings, request)),
        }
    }

    /// The text with its lines.
    pub fn source(&self) -> SourceText<'_> {
        match self {
            Document::Draft(analysis) => analysis.draft.source(),
            Document::Form(form) => form.file.source(),
        }
    }

    /// The draft, where it is one, or a document that turns out to be none.
    pub fn draft(&self) -> Option<&Analysis> {
        match self {
            Document::Draft(analysis) => Some(analysis),
            Document::Form(_) => None,
        }
    }

    /// What the rules find, in order of place; none where they have nothing to say of such a document.
    pub fn findings(&self) -> Option<Vec<Finding>> {
        match self {
            Document::Draft(analysis) => {
                (analysis.selection().is_some()).then(|| analysis.findings())
            }
            Document::Form(form) => Some(form.findings()),
        }
    }

    /// Another text of the same document, read in the same way.
    pub fn of_text(&self, text: &str) -> Document {
        match self {
            Document::Draft(analysis) => Document::Draft(analysis.of_text(text)),
            Document::Form(form) => Document::Form(form.of_text(text)),
        }
    }

    /// The text after all fixes up to `limit`.
    pub fn fixed(&self, limit: Applicability) -> Fixed {
        match self {
            Document::Draft(analysis) => analysis.fixed(limit),
            Document::Form(form) => {
                fix_all(&form.file.text, limit, |text| form.of_text(text).findings())
            }
        }
    }
}

impl FormAnalysis {
    fn new(file: Arc<FormFile>, surroundings: Surroundings, request: &Request) -> FormAnalysis {
        let Surroundings {
            configuration,
            catalog,
            repository: _,
        } = surroundings;
        let settings = &configuration.settings;
        let knows_labels = settings.labels.file.is_some() || settings.repository.name.is_some();
        FormAnalysis {
            file,
            levels: levels(&configuration, request),
            catalog: match knows_labels {
                true => catalog,
                false => Arc::new(Catalog {
                    labels: None,
                    ..Catalog::clone(&catalog)
                }),
            },
        }
    }

    /// What the rules find, in order of place.
    pub fn findings(&self) -> Vec<Finding> {
        let context = FormContext {
            text: &self.file.text,
            form: &self.file.form,
            labels: self.catalog.labels.as_ref(),
        };
        check_form(&context, &self.levels)
    }

    /// Another text of the same file.
    pub fn of_text(&self, text: &str) -> FormAnalysis {
        FormAnalysis {
            file: Arc::new(FormFile::read(text, self.file.kind)),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_told_by_its_name_and_place_and_a_named_one_by_what_it_holds() {
        let draft = DocumentKind::Draft(Origin::File);
        let form = DocumentKind::Form(FormFileKind::Form);
        let chooser = DocumentKind::Form(FormFileKind::Chooser);
        for (path, text, met, named) in [
            (".github/ISSUE_TEMPLATE/bug.yml", "", form, form),
            ("/a/ISSUE_TEMPLATE/BUG.YAML", "", form, form),
            (".github/ISSUE_TEMPLATE/config.yml", "", chooser, chooser),
            (".github/ISSUE_TEMPLATE/bug.md", "body:\n", draft, draft),
            (".github/ISSUE_TEMPLATE/old/bug.yml", "", draft, draft),
            (".github/workflows/test.yml", "on: push\n", draft, draft),
            ("bug.yml", "name: x\nbody:\n", draft, form),
            ("bug.yml", "  body:\n", draft, draft),
            ("config.yml", "body:\n", draft, form),
            ("issue.md", "body:\n", draft, draft),
        ] {
            let path = Path::new(path);
            assert_eq!(DocumentKind::of_path(path), met, "{path:?}");
            assert_eq!(DocumentKind::of_named_file(path, text), named, "{path:?}");
        }
    }
}
