//! What GitHub gets of a draft once it is sent: title, body, labels, people. The envelope stays behind; commands stay in
//! the body, for Prow to read. What GitHub's own page adds for a template, and gh does not, is added here. How it is sent
//! is left to the caller.

use std::fmt::Write;

use crate::rules::{Context, Outcome, Whom, present_labels};
use crate::syntax::{Envelope, Spanned};

/// An issue as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending<'issue> {
    /// The title, where the envelope gives one.
    pub title: Option<&'issue str>,
    /// What the title of such an issue begins with; empty where its template does not say.
    pub title_beginning: &'issue str,
    /// The body, byte for byte.
    pub body: &'issue str,
    /// The labels that are sent along, each once: those of the envelope, those that were asked for from outside, those of
    /// the template.
    pub labels: Vec<&'issue str>,
    /// What Prow will do when it reads the body.
    pub outcome: Outcome<'issue>,
    /// The login names of the assignees, each once: those in the envelope, those of the template.
    pub assignees: Vec<&'issue str>,
    /// The milestone in the envelope.
    pub milestone: Option<&'issue str>,
}

/// What GitHub gets of the draft.
pub fn sending<'issue>(context: &Context<'issue>) -> Sending<'issue> {
    let issue = context.issue;
    let draft = issue.draft;
    let (assignees, milestone): (&[Spanned<String>], _) = match &draft.envelope {
        Envelope::FrontMatter(front) => (&front.assignees, front.milestone.as_ref()),
        Envelope::VscodeNewIssue(new) => (&new.assignees, new.milestone.as_ref()),
        Envelope::None | Envelope::GhEditorFile { .. } => (&[], None),
    };
    let assignees = assignees.iter().map(|name| &name.value);
    Sending {
        title: draft
            .envelope
            .title(&draft.text)
            .filter(|title| !title.is_empty()),
        title_beginning: &issue.template.issue_title,
        body: draft.slice(draft.body.range),
        labels: each_once(present_labels(issue)),
        outcome: Outcome::of(context),
        assignees: each_once(
            assignees
                .chain(&issue.template.assignees)
                .map(String::as_str),
        ),
        milestone: milestone.map(|milestone| milestone.value.as_str()),
    }
}

/// The names, but for those that GitHub takes for one that came before: it knows no upper and lower case in them.
fn each_once<'name>(names: impl IntoIterator<Item = &'name str>) -> Vec<&'name str> {
    let mut different: Vec<&str> = Vec::new();
    for name in names {
        if !different
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
        {
            different.push(name);
        }
    }
    different
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
    use crate::catalog::Catalog;
    use crate::rules::testing::{TODAY, with_context_of};
    use crate::syntax::{Draft, Origin};
    use crate::template::form::Form;
    use crate::template::{Issue, Reading};
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
    fn what_the_template_has_for_every_issue_is_sent_along() {
        let form = "name: Bug\ndescription: A bug\ntitle: '[Bug] '\nlabels: [kind/bug, sig/node]\nassignees: grace\n\
                    body:\n- type: input\n  attributes:\n    label: Version\n";
        let template = Form::read(form).template("bug.yml").expect("a field");
        let text = "---\nlabels: Kind/Bug\nassignees: ada\n---\n/sig storage\n\n### Version\n\n1\n";
        let draft = Draft::parse(text, Origin::File);
        let issue = Issue::read(&draft, &template, Reading::default());
        let context = Context {
            issue: &issue,
            catalog: Catalog::kubernetes(),
            templates: &[&template],
            today: TODAY,
        };
        let sending = sending(&context);
        assert_eq!(sending.title, None);
        assert_eq!(sending.title_beginning, "[Bug]");
        assert_eq!(sending.labels, ["Kind/Bug", "sig/node"]);
        assert_eq!(sending.assignees, ["ada", "grace"]);
        let needed = sending.outcome.needed.iter().map(|needed| &needed.name);
        assert_eq!(needed.collect::<Vec<_>>(), ["needs-triage"]);
    }

    #[test]
    fn a_body_alone_has_no_title() {
        let text = "\u{feff}## Symptoms\r\n";
        let page = page(text, Origin::File);
        assert!(page.starts_with("- Title: none in the draft\n"), "{page}");
        assert!(page.ends_with("\n---\n\n## Symptoms\r\n"), "{page}");
    }
}
