//! The template that a Markdown template makes: its headings are the sections, and what stands below them is what nobody
//! has answered yet.

use super::markdown_template::{MarkdownTemplate, TemplateSection};
use super::model::{Ready, SectionSpecification, Template, TemplateOrigin};
use super::repository_file::Head;

impl MarkdownTemplate {
    /// The template that the file with this text and name makes. One without headings is good to begin with, though there
    /// is nothing to check then; none where the file has no text.
    pub fn template(&self, text: &str, file_name: &str) -> Option<Template> {
        if text[self.body].trim().is_empty() {
            return None;
        }
        let section = |section: &TemplateSection| SectionSpecification {
            name: section.name.clone(),
            level: section.level,
            hint: String::new(),
            left_over: Vec::new(),
            list: None,
            given: Some(text[section.content].to_owned()),
            field: None,
            place: Some(section.heading),
            ready: Ready::default(),
        };
        let head = Head {
            name: &self.name,
            description: &self.about,
            issue_title: &self.title,
            labels: &self.labels,
            assignees: &self.assignees,
        };
        let sections = self.sections.iter().map(section).collect();
        Some(Template {
            beginning: Some(text[self.body].trim_start().to_owned()),
            ..head.template(file_name, TemplateOrigin::Markdown, sections)
        })
    }
}
