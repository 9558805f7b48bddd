//! `config.yml` beside the templates: whether an issue can begin blank, and where else the chooser sends people.

use super::form::reader::{Reader, start_of};
use super::form::{FormProblem, KeyValue, MappingKind};
use crate::syntax::Spanned;

/// The configuration of the template chooser. Ranges count bytes of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chooser {
    /// `blank_issues_enabled`; GitHub takes none for `true`.
    pub blank_issues_enabled: Option<bool>,
    /// `contact_links`, in order.
    pub contact_links: Vec<ContactLink>,
    /// What GitHub does not understand, in order of place.
    pub problems: Vec<FormProblem>,
}

/// Another place to which the chooser sends people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactLink {
    /// `name`, what the chooser shows.
    pub name: Option<Spanned<String>>,
    /// `url`
    pub url: Option<Spanned<String>>,
    /// `about`, what the chooser shows below the name.
    pub about: Option<Spanned<String>>,
}

impl Chooser {
    /// Reads `config.yml`, whatever it holds.
    pub fn read(text: &str) -> Chooser {
        let mut reader = Reader::new(text);
        let mut chooser = Chooser::default();
        if let Some(mut fields) = reader.file(MappingKind::Chooser) {
            chooser.blank_issues_enabled = reader.boolean_of(&mut fields, "blank_issues_enabled");
            let links = reader.list_of(&mut fields, "contact_links", KeyValue::Links);
            for link in links.unwrap_or_default() {
                let place = reader.extent(start_of(&link));
                let key = Some(("contact_links", true));
                let fields = reader.fields(link, key, MappingKind::ContactLink, place);
                chooser
                    .contact_links
                    .extend(fields.map(|mut fields| ContactLink {
                        name: reader.text_of(&mut fields, "name"),
                        url: reader.text_of(&mut fields, "url"),
                        about: reader.text_of(&mut fields, "about"),
                    }));
            }
        }
        chooser.problems = reader.problems;
        chooser.problems.sort_by_key(|problem| problem.range);
        chooser
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::form::FormProblemKind;

    #[test]
    fn links_are_read_with_their_places() {
        let text = "blank_issues_enabled: false\ncontact_links:\n  - name: Help\n    url: https://example.org/?a=b#c\n    about: Ask here\n";
        let chooser = Chooser::read(text);
        assert_eq!(chooser.problems, []);
        assert_eq!(chooser.blank_issues_enabled, Some(false));
        let [link] = &chooser.contact_links[..] else {
            panic!("one link")
        };
        let url = link.url.as_ref().expect("there");
        assert_eq!(url.value, "https://example.org/?a=b#c");
        assert_eq!(&text[url.range], url.value);
        assert_eq!(Chooser::read(""), Chooser::default());
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let text = "blank_issues: no\nblank_issues_enabled: maybe\ncontact_links:\n- name: x\n  url: y\n- text\n";
        let problems = Chooser::read(text).problems;
        let told: Vec<&str> = problems
            .iter()
            .map(|problem| &text[problem.range])
            .collect();
        assert_eq!(told, ["blank_issues", "maybe", "name", "text"]);
        assert!(matches!(
            problems[2].kind,
            FormProblemKind::MissingKey { key: "about", .. }
        ));
    }
}
