//! The things that an editor can explain, each with a key under which it travels through a client and back.

use semver::Version;

use crate::syntax::ReleaseKey;
use crate::template::Stage;
use crate::template::form::ElementType;

/// A thing that can be explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The label of that full name, whether it exists or not.
    Label(String),
    /// A release, one to come, or a pre-release.
    Version(Version),
    /// The word `unknown` in the place of a version.
    UnknownVersion,
    /// The section of that name.
    Section(String),
    /// A release block.
    ReleaseBlock,
    /// The key of a release entry.
    ReleaseKey(ReleaseKey),
    /// The binary of that name.
    Binary(String),
    /// The pull request of that number, in the repository of the issue.
    PullRequest(u64),
    /// The rule of that name.
    Rule(String),
    /// The Prow command of that word, without its slash: `sig`, `remove-sig`, `milestone`.
    Command(String),
    /// The template of that name.
    Template(String),
    /// A directive comment, by the word that it begins with: `issue-ls-disable-line`.
    Directive(String),
    /// A key of the front matter.
    FrontMatterKey(String),
    /// A key of a form file, by the mapping that it belongs to: `attributes.label`.
    FormKey(String),
    /// A type of the elements of a form.
    ElementType(ElementType),
    /// A value of `stage:`.
    Stage(Stage),
    /// A value of `variant:`.
    Variant(String),
}

impl Subject {
    /// The subject as one string, stable enough to travel through a client and back: `label:sig/node`.
    pub fn to_key(&self) -> String {
        match self {
            Subject::Label(name) => format!("label:{name}"),
            Subject::Version(version) => format!("version:{version}"),
            Subject::UnknownVersion => "unknown-version:".to_owned(),
            Subject::Section(name) => format!("section:{name}"),
            Subject::ReleaseBlock => "release-block:".to_owned(),
            Subject::ReleaseKey(key) => format!("release-key:{}", key.name()),
            Subject::Binary(name) => format!("binary:{name}"),
            Subject::PullRequest(number) => format!("pull-request:{number}"),
            Subject::Rule(name) => format!("rule:{name}"),
            Subject::Command(word) => format!("command:{word}"),
            Subject::Template(name) => format!("template:{name}"),
            Subject::Directive(word) => format!("directive:{word}"),
            Subject::FrontMatterKey(key) => format!("front-matter-key:{key}"),
            Subject::FormKey(path) => format!("form-key:{path}"),
            Subject::ElementType(element_type) => format!("element-type:{}", element_type.name()),
            Subject::Stage(stage) => format!("stage:{}", stage.name()),
            Subject::Variant(name) => format!("variant:{name}"),
        }
    }

    /// The subject that [`to_key`](Subject::to_key) wrote; `None` for any other string.
    pub fn from_key(key: &str) -> Option<Subject> {
        let (sort, name) = key.split_once(':')?;
        let owned = || name.to_owned();
        Some(match sort {
            "label" => Subject::Label(owned()),
            "version" => Subject::Version(Version::parse(name).ok()?),
            "unknown-version" => Subject::UnknownVersion,
            "section" => Subject::Section(owned()),
            "release-block" => Subject::ReleaseBlock,
            "release-key" => Subject::ReleaseKey(ReleaseKey::from_name(name)?),
            "binary" => Subject::Binary(owned()),
            "pull-request" => Subject::PullRequest(name.parse().ok()?),
            "rule" => Subject::Rule(owned()),
            "command" => Subject::Command(owned()),
            "template" => Subject::Template(owned()),
            "directive" => Subject::Directive(owned()),
            "front-matter-key" => Subject::FrontMatterKey(owned()),
            "form-key" => Subject::FormKey(owned()),
            "element-type" => Subject::ElementType(ElementType::from_name(name)?),
            "stage" => Subject::Stage(Stage::from_name(name)?),
            "variant" => Subject::Variant(owned()),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_leads_back_to_its_subject() {
        for subject in [
            Subject::Label("area: with/slash".to_owned()),
            Subject::Version(Version::new(1, 34, 2)),
            Subject::UnknownVersion,
            Subject::Section("Root cause".to_owned()),
            Subject::ReleaseBlock,
            Subject::ReleaseKey(ReleaseKey::ResolvedIn),
            Subject::Binary("kubelet".to_owned()),
            Subject::PullRequest(140_300),
            Subject::Rule("missing-section".to_owned()),
            Subject::Command("sig".to_owned()),
            Subject::Template("Bug: report".to_owned()),
            Subject::Directive("issue-ls: template=".to_owned()),
            Subject::FrontMatterKey("labels".to_owned()),
            Subject::FormKey("attributes.label".to_owned()),
            Subject::ElementType(ElementType::Dropdown),
            Subject::Stage(Stage::Resolved),
            Subject::Variant("security".to_owned()),
        ] {
            assert_eq!(Subject::from_key(&subject.to_key()), Some(subject));
        }
    }

    #[test]
    fn other_strings_are_no_keys() {
        for key in [
            "",
            "label",
            "version:v1.2.3",
            "stage:done",
            "release-key:x",
            "pull-request:#1",
            "word:x",
        ] {
            assert_eq!(Subject::from_key(key), None, "{key}");
        }
    }
}
