//! The template that a Markdown template makes: its headings are the sections, and what stands below them is what nobody
//! has answered yet.

use super::markdown_template::{MarkdownTemplate, TemplateSection};
use super::model::{SectionSpecification, Template, TemplateOrigin};
use crate::syntax::Spanned;

impl MarkdownTemplate {
    /// The template that the file with this text and name makes. One without headings is good to begin with, though there
    /// is nothing to check then; none where the file has no text.
    pub fn template(&self, text: &str, file_name: &str) -> Option<Template> {
        if text[self.body].trim().is_empty() {
            return None;
        }
        let stem = file_name
            .rsplit_once('.')
            .map_or(file_name, |(stem, _)| stem);
        let value = |value: &Option<Spanned<String>>| {
            let value = value.as_ref().map(|value| value.value.trim().to_owned());
            value.unwrap_or_default()
        };
        let list =
            |values: &[Spanned<String>]| values.iter().map(|value| value.value.clone()).collect();
        let title = match value(&self.name) {
            name if name.is_empty() => stem.to_owned(),
            name => name,
        };
        let section = |section: &TemplateSection| SectionSpecification {
            name: section.name.clone(),
            level: section.level,
            hint: String::new(),
            left_over: Vec::new(),
            list: None,
            given: Some(text[section.content].to_owned()),
            field: None,
            place: Some(section.heading),
        };
        Some(Template {
            name: stem.to_owned(),
            other_names: vec![title.clone(), file_name.to_owned()],
            title,
            description: value(&self.about),
            blocks: Vec::new(),
            sections: self.sections.iter().map(section).collect(),
            label_groups: Vec::new(),
            variants: Vec::new(),
            origin: TemplateOrigin::Markdown,
            issue_title: value(&self.title),
            beginning: Some(text[self.body].trim_start().to_owned()),
            labels: list(&self.labels),
            assignees: list(&self.assignees),
        })
    }
}
