//! What GitHub gets of a draft once it is sent: title, body, labels, people. The envelope stays behind; commands stay in
//! the body, for Prow to read. How it is sent is left to the caller.

use std::fmt::Write;

use crate::rules::{Context, Outcome, Whom};
use crate::syntax::{Envelope, Spanned};
use crate::template::LabelSource;

/// An issue as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending<'issue> {
    /// The title, where the envelope gives one.
    pub title: Option<&'issue str>,
    /// The body, byte for byte.
    pub body: &'issue str,
    /// The labels that are sent along, each once: those of the envelope, and those that were asked for from outside.
    pub labels: Vec<&'issue str>,
    /// What Prow will do when it reads the body.
    pub outcome: Outcome<'issue>,
    /// The login names of the assignees in the envelope.
    pub assignees: Vec<&'issue str>,
    /// The milestone in the envelope.
    pub milestone: Option<&'issue str>,
}

/// What GitHub gets of the draft.
pub fn sending<'issue>(context: &Context<'issue>) -> Sending<'issue> {
    let issue = context.issue;
    let draft = issue.draft;
    let mut labels: Vec<&str> = Vec::new();
    for label in &issue.labels {
        if label.source != LabelSource::Command && !labels.contains(&label.name.as_str()) {
            labels.push(&label.name);
        }
    }
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
        labels,
        outcome: Outcome::of(context),
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
        let Outcome {
            added,
            refused,
            needed,
            ..
        } = &self.outcome;
        let added = added.iter().map(|label| match label.whom {
            Whom::Anyone => label.name.clone(),
            Whom::Members | Whom::Team(_) | Whom::Owners => {
                format!("{} (for some people only)", label.name)
            }
        });
        let needed = needed.iter().map(|label| label.name.clone());
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let lists: [(&str, Vec<String>); 4] = [
            ("Labels sent along", owned(&self.labels)),
            ("Labels that Prow will add", added.chain(needed).collect()),
            (
                "Labels that Prow will not add",
                refused.iter().map(|label| label.name.clone()).collect(),
            ),
            ("Assignees", owned(&self.assignees)),
        ];
        for (name, values) in lists.iter().filter(|(_, values)| !values.is_empty()) {
            line(name, &values.join(", "));
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
    use crate::rules::testing::{TODAY, with_context_of};
    use crate::syntax::{Draft, Origin};
    use expect_test::expect;

    fn page(text: &str, origin: Origin) -> String {
        with_context_of(TODAY, &Draft::parse(text, origin), |context| {
            sending(context).page()
        })
    }

    #[test]
    fn front_matter_is_sent_beside_the_body() {
        expect![[r#"
            - Title: Pods stay pending
            - Labels sent along: kind/bug, sig/node
            - Labels that Prow will add: sig/storage, triage/accepted (for some people only), needs-triage
            - Labels that Prow will not add: sig/nodee
            - Assignees: ada, grace
            - Milestone: v1.37
            - Body: 50 characters, all that follows the line

            ---

            /sig storage nodee
            /triage accepted
            ## Symptoms 😀
        "#]]
        .assert_eq(&page(
            "---\ntitle: Pods stay pending\nlabels: kind/bug, sig/node, kind/bug\nassignees: [ada, grace]\n\
             milestone: v1.37\n---\n/sig storage nodee\n/triage accepted\n## Symptoms 😀\n",
            Origin::File,
        ));
    }

    #[test]
    fn the_new_issue_document_of_vs_code_is_told_from_its_body() {
        expect![[r#"
            - Title: Pods stay pending
            - Labels sent along: kind/bug
            - Labels that Prow will add: needs-sig, needs-triage
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
    fn a_body_alone_has_no_title() {
        let text = "\u{feff}## Symptoms\r\n";
        let page = page(text, Origin::File);
        assert!(page.starts_with("- Title: none in the draft\n"), "{page}");
        assert!(page.ends_with("\n---\n\n## Symptoms\r\n"), "{page}");
    }
}
