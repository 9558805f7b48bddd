//! A draft read through a template: which sections were found, which lists they hold, which labels are asked for.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, read_answer};
use super::model::{ListKind, MayLack, SectionSpecification, Stage, Template, Variant};
use super::sections::find_sections;
use crate::syntax::{
    BINARIES, BinaryList, Draft, Envelope, Heading, PluginAction, PullRequestLine, read_binaries,
    read_pull_requests,
};
use crate::text::Range;

/// A draft, its template and what the one says in terms of the other.
#[derive(Debug, Clone)]
pub struct Issue<'draft> {
    /// The draft.
    pub draft: &'draft Draft,
    /// The template it is read by.
    pub template: &'draft Template,
    /// How far the issue is.
    pub stage: Stage,
    /// The kind of issue; none for the standard one.
    pub variant: Option<&'draft Variant>,
    /// The sections found, in the order of the draft, repeated ones included.
    pub sections: Vec<FoundSection<'draft>>,
    /// The labels asked for, in the order commands, envelope, flags.
    pub labels: Vec<IssueLabel>,
    /// The list of binaries in the section that should hold one.
    pub binaries: Option<BinaryList>,
    /// The lines of the pull request section that are, or seem to be, references.
    pub pull_requests: Vec<PullRequestLine>,
}

/// What the surroundings of a draft add to its reading.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading<'reading> {
    /// The stage where the front matter gives none.
    pub stage: Option<Stage>,
    /// Labels given on the command line.
    pub labels: &'reading [String],
}

/// A section of the template, found in a draft.
#[derive(Debug, Clone, Copy)]
pub struct FoundSection<'draft> {
    /// The template's section.
    pub specification: &'draft SectionSpecification,
    /// Its place in the template, from 0.
    pub position: usize,
    /// Its heading.
    pub heading: &'draft Heading,
    /// From the heading to the next section, or to the next heading that is not below this one.
    pub range: Range,
    /// What stands behind the heading's line.
    pub content: Range,
    /// How well the heading is spelled.
    pub spelling: Spelling,
}

/// How well a heading matches a section's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelling {
    /// Letter by letter.
    Exact,
    /// But for case, blanks or punctuation, or for up to two edits.
    Near,
}

/// A label that the draft asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueLabel {
    /// Its full name, as Prow or GitHub would look it up.
    pub name: String,
    /// Where it is written; none for a flag.
    pub range: Option<Range>,
    /// Who asks for it.
    pub source: LabelSource,
}

/// Where a label comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LabelSource {
    /// A Prow command in the body.
    Command,
    /// The front matter.
    FrontMatter,
    /// The labels line of VS Code's new issue document.
    Metadata,
    /// The command line, or the labels that GitHub already has.
    Flag,
}

impl IssueLabel {
    /// What stands before the first `/` and what stands behind it; a label without `/` has no prefix.
    pub fn parts(&self) -> (&str, &str) {
        self.name.split_once('/').unwrap_or(("", &self.name))
    }
}

impl<'draft> Issue<'draft> {
    /// Reads `draft` through `template`.
    pub fn read(
        draft: &'draft Draft,
        template: &'draft Template,
        reading: Reading<'_>,
    ) -> Issue<'draft> {
        let front = draft.envelope.front_matter();
        let stage = front
            .and_then(|front| Stage::from_name(&front.stage.as_ref()?.value))
            .or(reading.stage)
            .unwrap_or_default();
        let sections = find_sections(draft, template);
        let content_of = |list| {
            let section = sections
                .iter()
                .find(|section| section.specification.list == Some(list))?;
            Some(section.content)
        };
        Issue {
            stage,
            variant: find_variant(draft, template),
            labels: find_labels(draft, reading.labels),
            binaries: content_of(ListKind::Binaries)
                .and_then(|content| read_binaries(draft, content)),
            pull_requests: content_of(ListKind::PullRequests)
                .map(|content| read_pull_requests(draft, content))
                .unwrap_or_default(),
            sections,
            draft,
            template,
        }
    }

    /// The first section found for the template's section at `position`.
    pub fn section(&self, position: usize) -> Option<&FoundSection<'draft>> {
        self.sections
            .iter()
            .find(|section| section.position == position)
    }

    /// The sections found, in the order of the draft, each for the first time it stands there.
    pub fn first_sections(&self) -> impl Iterator<Item = &FoundSection<'draft>> {
        self.sections.iter().filter(|section| {
            let first = self.section(section.position);
            first.is_some_and(|first| first.range == section.range)
        })
    }

    /// The section found that should hold `list`.
    pub fn section_with_list(&self, list: ListKind) -> Option<&FoundSection<'draft>> {
        self.sections
            .iter()
            .find(|section| section.specification.list == Some(list))
    }

    /// Whether the draft's kind can do without `part` of the template.
    pub fn may_lack(&self, part: MayLack) -> bool {
        self.variant
            .is_some_and(|variant| variant.may_lack.contains(&part))
    }

    /// The labels with `prefix`.
    pub fn labels_with<'label>(
        &'label self,
        prefix: &'label str,
    ) -> impl Iterator<Item = &'label IssueLabel> {
        self.labels
            .iter()
            .filter(move |label| label.parts().0 == prefix)
    }

    /// What answers the section: its visible text without release blocks and commands, piece by piece.
    pub fn answer(&self, section: &FoundSection<'_>) -> Vec<Range> {
        let body = &self.draft.body;
        let content = section.content;
        // A command that runs over a line end, or whose word goes on, takes words that are meant for readers.
        let is_command = |word: Range| {
            let behind = &self.draft.text[word.end..];
            !behind.starts_with(|next: char| next.is_alphanumeric())
        };
        let commands = those_in(&body.commands, content, |command| command.range);
        let label_commands = commands.iter().map(|command| {
            let end = command.line_end.unwrap_or(command.range.end);
            (command.word, Range::new(command.range.start, end))
        });
        // A mention stands in the middle of a sentence.
        let others = those_in(&body.plugin_commands, content, |command| command.range);
        let other_commands = others
            .iter()
            .filter(|command| !matches!(command.action, PluginAction::MentionSig { .. }))
            .map(|command| (command.word, self.draft.first_line_of(command.range)));
        let commands = label_commands
            .chain(other_commands)
            .filter(|(word, _)| is_command(*word))
            .map(|(_, range)| range);
        let blocks = those_in(&body.release_blocks, content, |block| block.range).iter();
        let mut cuts: Vec<Range> = blocks.map(|block| block.range).chain(commands).collect();
        cuts.sort();
        let mut pieces = Vec::new();
        let mut start = content.start;
        for cut in cuts.into_iter().chain([Range::empty(content.end)]) {
            if cut.start > start {
                self.draft
                    .add_visible(Range::new(start, cut.start), &mut pieces);
            }
            start = start.max(cut.end);
        }
        pieces
    }

    /// Whether the section holds an answer; a list without an item is none, and neither are boxes without a tick.
    pub fn is_answered(&self, section: &FoundSection<'_>) -> bool {
        let specification = section.specification;
        if let Some(field) = &specification.field {
            return match read_answer(self.draft, section, specification, field) {
                Answer::None => false,
                Answer::Boxes(boxes) => boxes.iter().any(|one| one.is_ticked),
                Answer::Text(_) | Answer::Options(_) => true,
            };
        }
        let says_nothing = |line: Range| {
            let line = self.draft.slice(line).trim();
            matches!(line, "" | "-" | "*" | "+" | BINARIES)
        };
        self.answer(section).into_iter().any(|piece| {
            let mut lines = self.draft.lines_of(piece);
            lines.any(|(line, _)| !says_nothing(line))
        })
    }
}

/// Those of `things`, which are in order of place, that begin inside `range`.
fn those_in<T>(things: &[T], range: Range, place: impl Fn(&T) -> Range) -> &[T] {
    let before = |offset: usize| things.partition_point(|thing| place(thing).start < offset);
    let first = before(range.start);
    &things[first..before(range.end).max(first)]
}

fn find_variant<'draft>(draft: &Draft, template: &'draft Template) -> Option<&'draft Variant> {
    let named = draft
        .envelope
        .front_matter()
        .and_then(|front| front.variant.as_ref());
    if let Some(named) = named
        && (named.value == "standard" || template.variant(&named.value).is_some())
    {
        return template.variant(&named.value);
    }
    template.variants.iter().find(|variant| {
        // Cheap first: comments and code are looked at only where the sentence stands.
        let body = draft.body.range;
        let mut found = variant.find(draft.slice(body));
        found.any(|start| !draft.body.is_hidden(body.start + start))
    })
}

fn find_labels(draft: &Draft, flags: &[String]) -> Vec<IssueLabel> {
    let commands = draft
        .body
        .commands
        .iter()
        .filter(|command| !command.remove)
        .flat_map(|command| {
            command.arguments.iter().map(|argument| IssueLabel {
                name: argument.label.clone(),
                range: Some(argument.range),
                source: LabelSource::Command,
            })
        });
    let source = match draft.envelope {
        Envelope::VscodeNewIssue(_) => LabelSource::Metadata,
        _ => LabelSource::FrontMatter,
    };
    let envelope = draft.envelope.labels().iter().map(|label| IssueLabel {
        name: label.value.clone(),
        range: Some(label.range),
        source,
    });
    let flags = flags.iter().map(|name| IssueLabel {
        name: name.clone(),
        range: None,
        source: LabelSource::Flag,
    });
    commands.chain(envelope).chain(flags).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Origin;

    fn with_issue<T>(text: &str, reading: Reading<'_>, look: impl FnOnce(&Issue<'_>) -> T) -> T {
        let draft = Draft::parse(text, Origin::File);
        let [template] = Template::built_in();
        look(&Issue::read(&draft, template, reading))
    }

    fn sections(text: &str) -> Vec<(String, Spelling, String)> {
        with_issue(text, Reading::default(), |issue| {
            let slice = |range| issue.draft.slice(range).trim().to_owned();
            let found = issue.sections.iter();
            found
                .map(|section| {
                    (
                        section.specification.name.clone(),
                        section.spelling,
                        slice(section.content),
                    )
                })
                .collect()
        })
    }

    #[test]
    fn sections_end_where_the_next_one_begins() {
        let text = "## Symptoms\na\n### detail\nb\n# Impact\nc\n## Other\nd\n";
        assert_eq!(
            sections(text),
            [
                (
                    "Symptoms".into(),
                    Spelling::Exact,
                    "a\n### detail\nb".into()
                ),
                ("Impact".into(), Spelling::Exact, "c\n## Other\nd".into()),
            ]
        );
    }

    #[test]
    fn near_names_count_only_for_sections_that_are_missing() {
        let found =
            sections("## Simptoms\n## Root Cause:\n## PRs\n## Pros\n### Impact\n## Impact\n");
        let names: Vec<(&str, Spelling)> = found
            .iter()
            .map(|(name, spelling, _)| (name.as_str(), *spelling))
            .collect();
        assert_eq!(
            names,
            [
                ("Symptoms", Spelling::Near),
                ("Root cause", Spelling::Near),
                ("PRs", Spelling::Exact),
                ("Impact", Spelling::Exact)
            ]
        );
    }

    #[test]
    fn commands_blocks_and_comments_are_no_answer() {
        let answered = |content: &str| {
            with_issue(
                &format!("## Symptoms\n{content}"),
                Reading::default(),
                |issue| issue.is_answered(&issue.sections[0]),
            )
        };
        for content in [
            "text",
            "```\nlog\n```",
            "### Details",
            "/sig\ntext",
            "/significant on large nodes",
        ] {
            assert!(answered(content), "{content:?}");
        }
        for content in [
            "",
            "\n\u{3000}\n",
            "<!-- a\nb -->",
            "/sig node",
            "/close\n/milestone v1.36\n",
            "```release\nresolved-in=v1.2.3\n```",
            "- \n",
            "-\r\r-\r",
        ] {
            assert!(!answered(content), "{content:?}");
        }
    }

    #[test]
    fn labels_know_their_source() {
        let text = "---\nlabels: kind/bug\n---\n/sig node\n/remove-sig cli\n";
        let flags = ["priority/backlog".to_owned()];
        let reading = Reading {
            labels: &flags,
            ..Reading::default()
        };
        let found = with_issue(text, reading, |issue| {
            issue
                .labels
                .iter()
                .map(|label| (label.name.clone(), label.source))
                .collect::<Vec<_>>()
        });
        assert_eq!(
            found,
            [
                ("sig/node".to_owned(), LabelSource::Command),
                ("kind/bug".to_owned(), LabelSource::FrontMatter),
                ("priority/backlog".to_owned(), LabelSource::Flag),
            ]
        );
    }

    #[test]
    fn the_security_variant_is_stated_in_the_body_or_the_front_matter() {
        let variant = |text: &str| {
            with_issue(text, Reading::default(), |issue| {
                issue.variant.map(|variant| variant.name.clone())
            })
        };
        for text in [
            "The owner is working with the product security team on a resolution.",
            "I am WORKING WITH the Kubernetes Security Response Committee.",
            "working with the\nProduct Security Committee",
            "---\nvariant: security\n---\n",
        ] {
            assert_eq!(variant(text).as_deref(), Some("security"), "{text}");
        }
        for text in [
            "<!-- working with the product security team -->",
            "Working on security.",
            "---\nvariant: standard\n---\nworking with the product security team",
        ] {
            assert_eq!(variant(text), None, "{text}");
        }
    }

    #[test]
    fn the_front_matter_decides_the_stage_before_the_caller() {
        let resolved = Reading {
            stage: Some(Stage::Resolved),
            ..Reading::default()
        };
        assert_eq!(
            with_issue("---\nstage: open\n---\n", resolved, |issue| issue.stage),
            Stage::Open
        );
        assert_eq!(
            with_issue("", resolved, |issue| issue.stage),
            Stage::Resolved
        );
        assert_eq!(
            with_issue("", Reading::default(), |issue| issue.stage),
            Stage::Open
        );
    }
}
