//! Which template a draft belongs to, and why.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::model::{SectionSpecification, Template, TemplateOrigin};
use crate::syntax::{DirectiveKind, Draft};
use crate::text::Range;

/// How many of a template's headings make a document a draft of it.
const HEADINGS_THAT_TELL: usize = 2;

/// Who may choose a template beside the draft itself, strongest first. Names that no template has are passed over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choice<'choice> {
    /// The client's or the command line's choice.
    pub requested: Option<&'choice str>,
    /// What the configuration says of the file.
    pub configured: Option<&'choice str>,
    /// What is used when nothing else tells; none where an unrecognised document is to be left alone.
    pub fallback: Option<&'choice str>,
}

/// A template and the reason for it.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'template> {
    /// The template.
    pub template: &'template Template,
    /// Why it is this one.
    pub reason: Reason,
}

/// Why a draft is read by a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// `template:` in the front matter.
    FrontMatter,
    /// A comment in the body.
    Directive,
    /// The client or the command line asked for it.
    Requested,
    /// The configuration names the file.
    Configured,
    /// A release block stands in the body.
    ReleaseBlock,
    /// Several of its headings stand in the body.
    Headings,
    /// The headings of most fields of a form stand in the body.
    Fields,
    /// Nothing told; it is the default.
    Fallback,
}

impl Reason {
    /// The reason as the end of a sentence: `a release block stands in the draft`.
    pub const fn explanation(self) -> &'static str {
        match self {
            Reason::FrontMatter => "its front matter names it",
            Reason::Directive => "a comment in it names it",
            Reason::Requested => "it was asked for",
            Reason::Configured => "`drafts` in the configuration names it",
            Reason::ReleaseBlock => "a release block stands in the draft",
            Reason::Headings => "headings of its sections stand in the draft",
            Reason::Fields => "headings of most of its fields stand in the draft",
            Reason::Fallback => "nothing else tells and it is the default",
        }
    }
}

/// The one of `templates` with that name; where there is none, the one that is called so besides.
pub fn template_called<'template>(
    name: &str,
    templates: &[&'template Template],
) -> Option<&'template Template> {
    let mut candidates = templates.iter().copied();
    let with_name = candidates.clone().find(|template| template.name == name);
    with_name.or_else(|| candidates.find(|template| template.is_called(name)))
}

/// The template of `draft` among `templates`; the first match wins, in the order of [`Reason`].
pub fn select<'template>(
    draft: &Draft,
    templates: &[&'template Template],
    choice: Choice<'_>,
) -> Option<Selection<'template>> {
    let named = |name: Option<&str>| name.and_then(|name| template_called(name, templates));
    let front_matter = draft
        .envelope
        .front_matter()
        .and_then(|front| front.template.as_ref());
    let by_name = [
        (
            front_matter.map(|name| name.value.as_str()),
            Reason::FrontMatter,
        ),
        (
            directive_name(draft).map(|name| draft.slice(name)),
            Reason::Directive,
        ),
        (choice.requested, Reason::Requested),
        (choice.configured, Reason::Configured),
    ];
    by_name
        .into_iter()
        .find_map(|(name, reason)| {
            Some(Selection {
                template: named(name)?,
                reason,
            })
        })
        .or_else(|| by_content(draft, templates))
        .or_else(|| {
            Some(Selection {
                template: named(choice.fallback)?,
                reason: Reason::Fallback,
            })
        })
}

/// The name in the first `template=` directive.
fn directive_name(draft: &Draft) -> Option<Range> {
    draft
        .body
        .directives
        .iter()
        .find_map(|directive| match directive.kind {
            DirectiveKind::Template { name } => Some(name),
            _ => None,
        })
}

fn by_content<'template>(
    draft: &Draft,
    templates: &[&'template Template],
) -> Option<Selection<'template>> {
    let mut blocks = draft.body.release_blocks.iter();
    let has_release_block = blocks.any(|block| {
        let mut entries = block.entries.iter();
        // Entries without a fence can be a line of any text that speaks of them.
        let is_fenced = !block.opening.is_empty();
        is_fenced
            && (draft.slice(block.info).eq_ignore_ascii_case("release")
                || entries.any(|entry| entry.meant_key(&draft.text).is_some()))
    });
    if has_release_block
        && let Some(template) = templates
            .iter()
            .find(|template| !template.blocks.is_empty())
    {
        return Some(Selection {
            template,
            reason: Reason::ReleaseBlock,
        });
    }
    let headings: HashSet<String> = draft
        .body
        .headings
        .iter()
        .filter(|heading| !heading.nested)
        .flat_map(|heading| {
            [
                plain_name(&heading.name),
                plain_name(draft.slice(heading.text)),
            ]
        })
        .filter(|name| !name.is_empty())
        .collect();
    // The template that explains most of the headings; of two equals the first.
    let mut best: Option<(Share, Selection<'template>)> = None;
    let is_there = |section: &SectionSpecification| headings.contains(section.plain_name());
    for template in templates.iter().copied() {
        let sections = template.sections.iter();
        let found = sections.filter(|section| is_there(section)).count();
        let is_required = |section: &&SectionSpecification| {
            let field = section.field.as_ref();
            field.is_some_and(|field| field.required)
        };
        let mut required = template.sections.iter().filter(is_required).peekable();
        let has_required =
            found >= HEADINGS_THAT_TELL && required.peek().is_some() && required.all(is_there);
        let share = Share {
            found,
            all: template.sections.len(),
        };
        let reason = match template.origin {
            TemplateOrigin::Form
                if has_required || share.is_most() && !is_single(template, draft) =>
            {
                Reason::Fields
            }
            TemplateOrigin::TemplateFile | TemplateOrigin::Markdown
                if found >= HEADINGS_THAT_TELL =>
            {
                Reason::Headings
            }
            _ => continue,
        };
        if best.as_ref().is_none_or(|(other, _)| share.exceeds(*other)) {
            best = Some((share, Selection { template, reason }));
        }
    }
    best.map(|(_, selection)| selection)
}

/// How many of a template's sections a draft has.
#[derive(Debug, Clone, Copy)]
struct Share {
    found: usize,
    all: usize,
}

impl Share {
    fn is_most(self) -> bool {
        self.found * 2 > self.all
    }

    /// Whether more of a draft is explained: more headings, or as many with fewer that are absent.
    fn exceeds(self, other: Share) -> bool {
        (self.found, Reverse(self.all)) > (other.found, Reverse(other.all))
    }
}

/// Whether the form has one field only, and `draft` does not begin with its heading as GitHub writes it: a heading such
/// as `Description` stands in many documents.
fn is_single(template: &Template, draft: &Draft) -> bool {
    let [section] = template.sections.as_slice() else {
        return false;
    };
    let start = draft.body.range.trimmed(&draft.text).start;
    let begins = draft.body.headings.first().is_some_and(|heading| {
        heading.range.start == start
            && heading.level == section.level
            && plain_name(&heading.name) == section.plain_name()
    });
    !begins
}

impl SectionSpecification {
    /// Its name as [`plain_name`] gives it.
    pub(super) fn plain_name(&self) -> &str {
        let ready = &self.ready.plain_name;
        ready.get_or_init(|| plain_name(&self.name))
    }
}

/// A heading's words without case, blanks and punctuation: what two spellings of one name have in common.
pub(super) fn plain_name(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    if name.is_ascii() {
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        plain.extend(letters.map(|letter| char::from(letter.to_ascii_lowercase())));
    } else {
        let letters = name.chars().filter(|letter| letter.is_alphanumeric());
        plain.extend(letters.flat_map(char::to_lowercase));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Origin;

    fn reason(text: &str, choice: Choice<'_>) -> Option<Reason> {
        let draft = Draft::parse(text, Origin::File);
        select(&draft, &Template::built_in(), choice).map(|selection| selection.reason)
    }

    #[test]
    fn the_first_that_tells_wins() {
        let name = "kubernetes-patch-release";
        let all = Choice {
            requested: Some(name),
            configured: Some(name),
            fallback: Some(name),
        };
        let directive = "<!-- issue-ls: template=kubernetes-patch-release -->\n";
        let front = "---\ntemplate: kubernetes-patch-release\n---\n";
        assert_eq!(
            reason(&format!("{front}{directive}"), all),
            Some(Reason::FrontMatter)
        );
        assert_eq!(reason(directive, all), Some(Reason::Directive));
        assert_eq!(reason("", all), Some(Reason::Requested));
        assert_eq!(
            reason(
                "",
                Choice {
                    requested: None,
                    ..all
                }
            ),
            Some(Reason::Configured)
        );
        assert_eq!(
            reason(
                "",
                Choice {
                    fallback: Some(name),
                    ..Choice::default()
                }
            ),
            Some(Reason::Fallback)
        );
        assert_eq!(
            reason("---\ntemplate: other\n---\n", all),
            Some(Reason::Requested),
            "an unknown name is passed over"
        );
    }

    #[test]
    fn content_tells_a_draft_from_an_ordinary_document() {
        let content = |text| reason(text, Choice::default());
        assert_eq!(content("```release\n```\n"), Some(Reason::ReleaseBlock));
        assert_eq!(
            content("## symptoms:\n\n# IMPACT\n"),
            Some(Reason::Headings)
        );
        assert_eq!(content("## Impact\n\n## Usage\n"), None);
        assert_eq!(
            content(
                "# A tool\n\n````markdown\n```release\nintroduced-in=v1.2.3\n```\n## Symptoms\n## Impact\n````\n"
            ),
            None
        );
        assert_eq!(content("> ## Symptoms\n> ## Impact\n"), None);
        assert_eq!(content(""), None);
    }
}
