//! What the files of a repository's templates have in common, be they forms or Markdown: what they are called, and what
//! GitHub puts on an issue of theirs.

use super::model::{SectionSpecification, Template, TemplateOrigin};
use crate::syntax::Spanned;

/// The head of such a file.
pub(super) struct Head<'file> {
    pub(super) name: &'file Option<Spanned<String>>,
    pub(super) description: &'file Option<Spanned<String>>,
    pub(super) issue_title: &'file Option<Spanned<String>>,
    pub(super) labels: &'file [Spanned<String>],
    pub(super) assignees: &'file [Spanned<String>],
}

impl Head<'_> {
    /// The template that the file makes, with these sections. It goes by the name of its file without the ending, by that
    /// with it, and by the name in the file.
    pub(super) fn template(
        &self,
        file_name: &str,
        origin: TemplateOrigin,
        sections: Vec<SectionSpecification>,
    ) -> Template {
        let stem = file_name
            .rsplit_once('.')
            .map_or(file_name, |(stem, _)| stem);
        let title = match text(self.name) {
            name if name.is_empty() => stem.to_owned(),
            name => name,
        };
        Template {
            name: stem.to_owned(),
            other_names: vec![title.clone(), file_name.to_owned()],
            title,
            description: text(self.description),
            blocks: Vec::new(),
            sections,
            label_groups: Vec::new(),
            variants: Vec::new(),
            origin,
            beginning: None,
            issue_title: text(self.issue_title),
            labels: list(self.labels),
            assignees: list(self.assignees),
        }
    }
}

fn text(value: &Option<Spanned<String>>) -> String {
    let value = value.as_ref().map(|value| value.value.trim().to_owned());
    value.unwrap_or_default()
}

fn list(values: &[Spanned<String>]) -> Vec<String> {
    values.iter().map(|value| value.value.clone()).collect()
}
