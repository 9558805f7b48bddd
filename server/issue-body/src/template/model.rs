//! The template model: sections, release blocks, label groups, variants and stages, as data.

use std::sync::{LazyLock, OnceLock};

use memchr::memmem;
use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::left_over::Sentence;
use crate::syntax::ReleaseKey;
use crate::text::Range;

/// What an issue of one kind must hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Template {
    /// The name by which drafts, configuration and command line choose it.
    pub name: String,
    /// What a person calls it.
    pub title: String,
    /// One sentence on what it is for.
    pub description: String,
    /// The release blocks, in their order.
    #[serde(default, rename = "block")]
    pub blocks: Vec<BlockSpecification>,
    /// The sections, in their order.
    #[serde(rename = "section")]
    pub sections: Vec<SectionSpecification>,
    /// The groups of labels that must be represented.
    #[serde(default, rename = "label-group")]
    pub label_groups: Vec<LabelGroup>,
    /// The kinds of issue beside the standard one.
    #[serde(default, rename = "variant")]
    pub variants: Vec<Variant>,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: TemplateOrigin,
    /// Other names under which it is chosen.
    #[serde(skip)]
    pub other_names: Vec<String>,
    /// What the title of a new issue begins with; empty where nothing is said.
    #[serde(skip)]
    pub issue_title: String,
    /// The whole text that a new issue begins with; none where it is made of the parts above.
    #[serde(skip)]
    pub beginning: Option<String>,
    /// The labels that GitHub puts on an issue of this template, and gh does not.
    #[serde(skip)]
    pub labels: Vec<String>,
    /// The people to whom GitHub assigns an issue of this template, and gh does not.
    #[serde(skip)]
    pub assignees: Vec<String>,
}

/// Where a template comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TemplateOrigin {
    /// A template file of this tool.
    #[default]
    TemplateFile,
    /// An issue form of the repository.
    Form,
    /// A Markdown template of the repository.
    Markdown,
}

/// A release block that a template wants.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct BlockSpecification {
    /// The key of its entries.
    #[serde(deserialize_with = "release_key")]
    pub key: ReleaseKey,
    /// The stage from which it cannot be missing.
    pub required_from: Stage,
    /// What belongs into it, one sentence.
    pub hint: String,
}

/// A section that a template wants.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SectionSpecification {
    /// The words of its heading.
    pub name: String,
    /// The level of its heading, 1 to 6.
    #[serde(default = "default_level")]
    pub level: u8,
    /// What belongs into it, one sentence. A skeleton holds it as a comment.
    pub hint: String,
    /// Sentences that other copies of the template show in the place of an answer.
    #[serde(default)]
    pub left_over: Vec<String>,
    /// The list that a machine reads in it.
    #[serde(default)]
    pub list: Option<ListKind>,
    /// What a Markdown template has below the heading; none in other templates.
    #[serde(skip)]
    pub given: Option<String>,
    /// What a form asks for in it; none in other templates, which want every section.
    #[serde(skip)]
    pub field: Option<Field>,
    /// Where the file of a repository's template has it, in bytes: the element of a form, the heading of a Markdown
    /// template. None for what is built in.
    #[serde(skip)]
    pub place: Option<Range>,
    /// What is worked out from the above once it is asked for.
    #[serde(skip)]
    pub(super) ready: Ready,
}

/// Parts of a section that are made ready for comparison once, not for every draft.
#[derive(Debug, Clone, Default)]
pub(super) struct Ready {
    /// The name without case, blanks and punctuation.
    pub(super) plain_name: OnceLock<String>,
    /// The sentences that stand in the place of an answer.
    pub(super) sentences: OnceLock<Vec<Sentence>>,
}

/// A list that a machine reads in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// The binaries at fault, under `Binaries:`.
    Binaries,
    /// References to pull requests.
    PullRequests,
}

/// Labels with one prefix of which an issue must have at least one.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LabelGroup {
    /// What stands before the `/` of the labels; also the Prow command.
    pub prefix: String,
    /// What a person calls the group.
    pub title: String,
    /// Whether several of them can stand together.
    pub several: bool,
    /// The bare names that this template is about; empty when any will do.
    #[serde(default)]
    pub expected: Vec<String>,
}

/// A kind of issue beside the standard one.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Variant {
    /// The name in front matter and on the command line.
    pub name: String,
    /// What a person calls it.
    pub title: String,
    /// The sentence that makes an issue one of this kind.
    pub statement: String,
    /// A word that the sentence has in any wording, in small letters; with a capital, or in capitals, it is the same.
    word: String,
    /// Recognises that sentence, in any wording that is in use.
    recognised_by: Expression,
    /// What such an issue need not have.
    #[serde(default)]
    pub may_lack: Vec<MayLack>,
    /// Sections whose content is better not published yet.
    #[serde(default)]
    pub keeps_back: Vec<String>,
}

/// A regular expression, compiled when it is first looked for, which most drafts give no reason to.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
struct Expression {
    source: String,
    compiled: OnceLock<Regex>,
}

impl From<String> for Expression {
    fn from(source: String) -> Expression {
        Expression {
            source,
            compiled: OnceLock::new(),
        }
    }
}

impl Variant {
    /// Where its sentence begins in `text`, in any wording that is in use.
    ///
    /// # Panics
    /// When its expression is not valid. It is written beside this code and compiled by a test.
    pub fn find<'text>(&'text self, text: &'text str) -> impl Iterator<Item = usize> {
        // Two quick searches for what follows the first letter tell nearly always that there is nothing to look for.
        let rest = self.word.get(1..).unwrap_or_default();
        let is_written = |rest: &str| memmem::find(text.as_bytes(), rest.as_bytes()).is_some();
        let is_there = is_written(rest) || is_written(&rest.to_ascii_uppercase());
        let compile = || Regex::new(&self.recognised_by.source).expect("a test compiles it");
        let expression = is_there.then(|| self.recognised_by.compiled.get_or_init(compile));
        let found = expression
            .into_iter()
            .flat_map(|expression| expression.find_iter(text));
        found.map(|found| found.start())
    }
}

/// A part of the template that a variant can do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MayLack {
    /// All sections.
    Sections,
    /// All release blocks.
    ReleaseBlocks,
}

/// How far the issue is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Being worked on.
    #[default]
    Open,
    /// Fixed in a release.
    Resolved,
}

impl Stage {
    /// Both stages, in order.
    pub const ALL: [Stage; 2] = [Stage::Open, Stage::Resolved];

    /// The stage as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Open => "open",
            Stage::Resolved => "resolved",
        }
    }

    /// The stage that `name` spells.
    pub fn from_name(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

static KUBERNETES_PATCH_RELEASE: LazyLock<Template> = LazyLock::new(|| {
    read(include_str!(concat!(
        env!("OUT_DIR"),
        "/template/data/kubernetes-patch-release.json"
    )))
    .expect("a test parses the built-in template")
});

/// Reads a template file of the library, of which the build script made JSON.
fn read(json: &str) -> serde_json::Result<Template> {
    serde_json::from_str(json)
}

impl Template {
    /// The built-in templates.
    pub fn built_in() -> [&'static Template; 1] {
        [&KUBERNETES_PATCH_RELEASE]
    }

    /// Whether it is chosen by `name`.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.other_names.iter().any(|other| other == name)
    }

    /// The variant called `name`; `standard` and unknown names give none.
    pub fn variant(&self, name: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.name == name)
    }

    /// The label group with this prefix.
    pub fn label_group(&self, prefix: &str) -> Option<&LabelGroup> {
        self.label_groups
            .iter()
            .find(|group| group.prefix == prefix)
    }

    /// The section that holds a list of this kind.
    pub fn section_with_list(&self, list: ListKind) -> Option<&SectionSpecification> {
        self.sections
            .iter()
            .find(|section| section.list == Some(list))
    }
}

const fn default_level() -> u8 {
    2
}

fn release_key<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<ReleaseKey, D::Error> {
    let name = String::deserialize(deserializer)?;
    ReleaseKey::from_name(&name).ok_or_else(|| {
        let known = ReleaseKey::ALL.map(ReleaseKey::name).join("` or `");
        serde::de::Error::custom(format!("`{name}` is no release key; write `{known}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_template_is_that_of_the_document() {
        let [template] = Template::built_in();
        let names: Vec<&str> = template
            .sections
            .iter()
            .map(|section| section.name.as_str())
            .collect();
        assert_eq!(
            names,
            ["Symptoms", "Root cause", "Impact", "Resolution", "PRs"]
        );
        assert_eq!(
            template
                .blocks
                .iter()
                .map(|block| block.key)
                .collect::<Vec<_>>(),
            ReleaseKey::ALL
        );
        assert!(template.variant("security").is_some() && template.variant("standard").is_none());
    }

    #[test]
    fn a_variant_is_found_by_its_own_sentence() {
        for variant in Template::built_in()
            .map(|template| &template.variants)
            .into_iter()
            .flatten()
        {
            for text in [variant.statement.clone(), variant.statement.to_uppercase()] {
                assert_eq!(variant.find(&text).count(), 1, "{text}");
            }
            let other = variant.statement.replace(' ', "-");
            assert_eq!(variant.find(&other).count(), 0, "{other}");
        }
    }

    #[test]
    fn a_second_template_is_a_data_file() {
        let source = r#"{
            "name": "bug", "title": "Bug", "description": "A bug.",
            "section": [{"name": "Steps", "level": 3, "hint": "How to see it."}]
        }"#;
        let template = read(source).expect("valid");
        assert_eq!((template.sections[0].level, template.blocks.len()), (3, 0));
        let error = read(&source.replace("hint", "hnt")).expect_err("an unknown key");
        assert!(error.to_string().contains("unknown field `hnt`"), "{error}");
    }
}
