//! Hover: what stands at a place, and what the rules say about it.
//!
//! What there is to say about a thing is told by [`describe`](super::describe()); here it is found.

use super::describe::{Subject, describe};
use crate::catalog::{Catalog, LabelStanding, LabelTarget, SetBy};
use crate::rules::{self, Context, Finding, page};
use crate::syntax::{Command, DirectiveKind, SuppressionScope, VersionText, read_version};
use crate::template::Stage;
use crate::text::{Range, split_lines};

/// What an editor shows beside a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The place that it is about.
    pub range: Range,
    /// What there is to say, as Markdown.
    pub markdown: String,
}

/// What there is to say about `offset`: the thing that stands there, then each of `findings` there with its rule's page.
pub fn hover(context: &Context<'_>, offset: usize, findings: &[Finding]) -> Option<Hover> {
    let offset = offset.min(context.issue.draft.text.len());
    let thing = thing_at(context, offset);
    let mut found = findings
        .iter()
        .filter(|finding| finding.range.touches(offset))
        .peekable();
    let range = match (&thing, found.peek()) {
        (Some(thing), _) => thing.range,
        (None, Some(finding)) => finding.range,
        (None, None) => return None,
    };
    let mut parts: Vec<String> = thing.into_iter().map(|thing| thing.markdown).collect();
    let mut told: Vec<&str> = Vec::new();
    for finding in found {
        let message = format!("**{}**: {}", finding.severity.name(), finding.message);
        parts.push(if told.contains(&finding.rule.name) {
            message
        } else {
            told.push(finding.rule.name);
            format!("{message}\n\n{}", page(finding.rule).trim_end())
        });
    }
    Some(Hover {
        range,
        markdown: parts.join("\n\n---\n\n"),
    })
}

/// The thing at `offset`. Where things lie in each other the smallest is meant.
fn thing_at(context: &Context<'_>, offset: usize) -> Option<Hover> {
    if let Some(command) = command_at(context, offset) {
        return Some(command);
    }
    let (range, subject) = subject_at(context, offset)?;
    let markdown = describe(&subject, context.catalog, context.templates, context.today)?;
    Some(Hover { range, markdown })
}

fn subject_at(context: &Context<'_>, offset: usize) -> Option<(Range, Subject)> {
    label_at(context, offset)
        .or_else(|| front_matter_at(context, offset))
        .or_else(|| directive_at(context, offset))
        .or_else(|| release_at(context, offset))
        .or_else(|| binary_at(context, offset))
        .or_else(|| {
            let sections = context.issue.sections.iter();
            let section = sections
                .clone()
                .find(|section| section.heading.range.touches(offset))?;
            let name = section.specification.name.clone();
            Some((section.heading.range, Subject::Section(name)))
        })
}

fn label_at(context: &Context<'_>, offset: usize) -> Option<(Range, Subject)> {
    let commands = context.issue.draft.body.commands.iter();
    let arguments = commands.flat_map(|command| &command.arguments);
    let by_command = arguments.map(|argument| (argument.range, &argument.label));
    let labels = context.issue.labels.iter();
    let by_envelope = labels.filter_map(|label| Some((label.range?, &label.name)));
    by_command
        .chain(by_envelope)
        .find(|(range, _)| range.touches(offset) && !range.is_empty())
        .map(|(range, name)| (range, Subject::Label(name.clone())))
}

fn front_matter_at(context: &Context<'_>, offset: usize) -> Option<(Range, Subject)> {
    let draft = context.issue.draft;
    let front = draft.envelope.front_matter()?;
    let value = |spanned: &Option<crate::syntax::Spanned<String>>| {
        spanned
            .as_ref()
            .filter(|spanned| spanned.range.touches(offset))
            .map(|spanned| (spanned.range, spanned.value.clone()))
    };
    if let Some((range, name)) = value(&front.template) {
        return Some((range, Subject::Template(name)));
    }
    if let Some((range, name)) = value(&front.stage) {
        return Some((range, Subject::Stage(Stage::from_name(&name)?)));
    }
    if let Some((range, name)) = value(&front.variant) {
        return Some((range, Subject::Variant(name)));
    }
    let (line, _) = split_lines(&draft.text, front.yaml).find(|(line, _)| line.touches(offset))?;
    let key = Range::new(line.start, line.start + draft.slice(line).find(':')?);
    key.touches(offset)
        .then(|| (key, Subject::FrontMatterKey(draft.slice(key).to_owned())))
}

fn directive_at(context: &Context<'_>, offset: usize) -> Option<(Range, Subject)> {
    let draft = context.issue.draft;
    let directive = draft
        .body
        .directives
        .iter()
        .find(|directive| directive.range.contains(offset))?;
    let named = |rules: &[Range]| {
        let rule = rules.iter().find(|rule| rule.touches(offset))?;
        let name = rules::find(draft.slice(*rule))?.name;
        Some((*rule, Subject::Rule(name.to_owned())))
    };
    let (word, inner) = match &directive.kind {
        DirectiveKind::Template { name } => {
            let inner = name
                .touches(offset)
                .then(|| (*name, Subject::Template(draft.slice(*name).to_owned())));
            ("issue-ls: template=", inner)
        }
        DirectiveKind::Disable { scope, rules } => {
            let word = match scope {
                SuppressionScope::RestOfFile => "issue-ls-disable",
                SuppressionScope::Line => "issue-ls-disable-line",
                SuppressionScope::NextLine => "issue-ls-disable-next-line",
            };
            (word, named(rules))
        }
        DirectiveKind::Enable { rules } => ("issue-ls-enable", named(rules)),
        DirectiveKind::Unknown { .. } => return None,
    };
    Some(inner.unwrap_or_else(|| (directive.range, Subject::Directive(word.to_owned()))))
}

fn release_at(context: &Context<'_>, offset: usize) -> Option<(Range, Subject)> {
    let draft = context.issue.draft;
    let block = draft
        .body
        .release_blocks
        .iter()
        .find(|block| block.range.touches(offset))?;
    if block.opening.touches(offset) {
        return Some((block.opening, Subject::ReleaseBlock));
    }
    let entry = block
        .entries
        .iter()
        .find(|entry| entry.line.touches(offset))?;
    if let Some(value) = entry.values().iter().find(|value| value.touches(offset)) {
        let subject = match read_version(draft.slice(*value)) {
            VersionText::Version(version) => Subject::Version(version),
            VersionText::Unknown => Subject::UnknownVersion,
            VersionText::Invalid(problem) => Subject::Version(problem.meant()?.clone()),
        };
        return Some((*value, subject));
    }
    let key = entry.key().filter(|key| key.touches(offset))?;
    Some((key, Subject::ReleaseKey(entry.meant_key(&draft.text)?)))
}

fn binary_at(context: &Context<'_>, offset: usize) -> Option<(Range, Subject)> {
    let list = context.issue.binaries.as_ref()?;
    list.inline
        .iter()
        .chain(&list.items)
        .find(|item| item.range.touches(offset))
        .map(|item| (item.range, Subject::Binary(item.name.clone())))
}

/// The command whose word stands at `offset`, with exactly the labels that Prow adds or removes for it.
fn command_at(context: &Context<'_>, offset: usize) -> Option<Hover> {
    let draft = context.issue.draft;
    let command = draft
        .body
        .commands
        .iter()
        .find(|command| command.word.touches(offset))?;
    Some(Hover {
        range: command.word,
        markdown: describe_effect(context.catalog, command),
    })
}

fn describe_effect(catalog: &Catalog, command: &Command) -> String {
    let verb = if command.remove { "remove" } else { "add" };
    if command.arguments.is_empty() {
        return format!("Prow will {verb} nothing: the command names no label.");
    }
    let labels: Vec<String> = command
        .arguments
        .iter()
        .map(|argument| match problem_with(catalog, &argument.label) {
            Some(problem) => format!("- `{}` ({problem})", argument.label),
            None => format!("- `{}`", argument.label),
        })
        .collect();
    format!(
        "Prow will {verb}:\n\n{}\n\nIt reads the body once, when the issue is opened; in a later edit the line does \
         nothing.",
        labels.join("\n")
    )
}

/// Why Prow will not set a label, or not for everybody.
fn problem_with(catalog: &Catalog, name: &str) -> Option<String> {
    let labels = catalog.labels.as_ref()?;
    match labels.standing(name) {
        LabelStanding::Current(label) | LabelStanding::Retired { label, .. } => {
            match label.set_by {
                SetBy::Members => Some("members of the organisation only".to_owned()),
                SetBy::SecurityResponseCommittee => {
                    Some("the Security Response Committee only".to_owned())
                }
                SetBy::Anyone | SetBy::Bots => (label.target == LabelTarget::PullRequests)
                    .then(|| "for pull requests only".to_owned()),
            }
        }
        LabelStanding::Renamed { to, .. } => {
            Some(format!("not a label any more; now `{}`", to.name))
        }
        LabelStanding::Removed { .. } => Some("not a label any more".to_owned()),
        LabelStanding::Unknown { .. } => {
            Some("no such label: Prow answers with a comment".to_owned())
        }
    }
}
