//! What GitHub gets of a draft once it is sent: title, body, labels, people. The envelope stays behind; commands stay in
//! the body, for Prow to read. How it is sent is left to the caller.

use std::fmt::Write;

use crate::syntax::{Envelope, Spanned};
use crate::template::{Issue, IssueLabel, LabelSource};

/// An issue as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending<'issue> {
    /// The title, where the envelope gives one.
    pub title: Option<&'issue str>,
    /// The body, byte for byte.
    pub body: &'issue str,
    /// The labels that are sent along, each once: those of the envelope, and those that were asked for from outside.
    pub labels: Vec<&'issue str>,
    /// The labels that Prow adds when it reads the body, each once.
    pub labels_by_command: Vec<&'issue str>,
    /// The login names of the assignees in the envelope.
    pub assignees: Vec<&'issue str>,
    /// The milestone in the envelope.
    pub milestone: Option<&'issue str>,
}

/// What GitHub gets of `issue`.
pub fn sending<'issue>(issue: &'issue Issue<'_>) -> Sending<'issue> {
    let draft = issue.draft;
    let labels = |is_meant: fn(&IssueLabel) -> bool| {
        let mut names: Vec<&str> = Vec::new();
        for label in issue.labels.iter().filter(|label| is_meant(label)) {
            if !names.contains(&label.name.as_str()) {
                names.push(&label.name);
            }
        }
        names
    };
    let (assignees, milestone): (&[Spanned<String>], _) = match &draft.envelope {
        Envelope::FrontMatter(front) => (&front.assignees, front.milestone.as_ref()),
        Envelope::VscodeNewIssue(new) => (&new.assignees, new.milestone.as_ref()),
        Envelope::None | Envelope::GhEditorFile { .. } => (&[], None),
    };
    Sending {
        title: draft
            .envelope
            .title(&draft.text)
            .filter(|title| !title.is_empty()),
        body: draft.slice(draft.body.range),
        labels: labels(|label| label.source != LabelSource::Command),
        labels_by_command: labels(|label| label.source == LabelSource::Command),
        assignees: assignees.iter().map(|name| name.value.as_str()).collect(),
        milestone: milestone.map(|milestone| milestone.value.as_str()),
    }
}

impl Sending<'_> {
    /// A page in Markdown that shows it: a list of what surrounds the body, a rule, the body as it is.
    pub fn page(&self) -> String {
        let mut page = String::new();
        let mut line = |name: &str, value: &str| {
            // Writing to a string cannot fail.
            let _ = writeln!(page, "- {name}: {value}");
        };
        line("Title", self.title.unwrap_or("none in the draft"));
        for (name, values) in [
            ("Labels sent along", &self.labels),
            ("Labels that Prow will add", &self.labels_by_command),
            ("Assignees", &self.assignees),
        ] {
            if !values.is_empty() {
                line(name, &values.join(", "));
            }
        }
        if self.labels.is_empty() && self.labels_by_command.is_empty() {
            line("Labels", "none");
        }
        if let Some(milestone) = self.milestone {
            line("Milestone", milestone);
        }
        let characters = self.body.chars().count();
        line(
            "Body",
            &format!("{characters} characters, all that follows the line"),
        );
        format!("{page}\n---\n\n{}", self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Draft, Origin};
    use crate::template::{Reading, Template};
    use expect_test::expect;

    fn page(text: &str, origin: Origin) -> String {
        let draft = Draft::parse(text, origin);
        let [template] = Template::built_in();
        sending(&Issue::read(&draft, template, Reading::default())).page()
    }

    #[test]
    fn front_matter_is_sent_beside_the_body() {
        expect![[r#"
            - Title: Pods stay pending
            - Labels sent along: kind/bug, sig/node
            - Labels that Prow will add: sig/node, sig/storage
            - Assignees: ada, grace
            - Milestone: v1.37
            - Body: 37 characters, all that follows the line

            ---

            /sig node storage node
            ## Symptoms 😀
        "#]]
        .assert_eq(&page(
            "---\ntitle: Pods stay pending\nlabels: kind/bug, sig/node, kind/bug\nassignees: [ada, grace]\n\
             milestone: v1.37\n---\n/sig node storage node\n## Symptoms 😀\n",
            Origin::File,
        ));
    }

    #[test]
    fn the_new_issue_document_of_vs_code_is_told_from_its_body() {
        expect![[r#"
            - Title: Pods stay pending
            - Labels sent along: kind/bug
            - Assignees: ada
            - Body: 12 characters, all that follows the line

            ---

            ## Symptoms
        "#]]
        .assert_eq(&page(
            "Pods stay pending\n\nAssignees: ada\nLabels: kind/bug\nMilestone: \nProjects: \n\n## Symptoms\n",
            Origin::VscodeNewIssue,
        ));
    }

    #[test]
    fn a_body_alone_has_neither_title_nor_labels() {
        let text = "\u{feff}## Symptoms\r\n";
        expect![[r#"
            - Title: none in the draft
            - Labels: none
            - Body: 13 characters, all that follows the line

            ---

            ## Symptoms
        "#]]
        .assert_eq(&page(text, Origin::File).replace("\r\n", "\n"));
        assert!(page(text, Origin::File).ends_with("\n## Symptoms\r\n"));
    }
}
