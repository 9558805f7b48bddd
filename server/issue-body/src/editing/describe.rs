//! What there is to say about a thing in a draft: the Markdown behind hover and the documentation of a completion.
//!
//! Which thing stands at a place is left to [`hover`](super::hover()) and [`complete`](super::complete).

use jiff::civil::Date;

use super::commands::describe_command;
use super::form::{about_key, about_type};
use super::subject::Subject;
use super::versions::describe_version;
use crate::catalog::{
    Binary, Catalog, Group, GroupState, Label, LabelStanding, LabelTarget, Labels, PullRequest,
    SetBy,
};
use crate::rules::{self, Context, page};
use crate::syntax::{LABEL_COMMANDS, ReleaseKey};
use crate::template::{
    AnswerKind, Field, ListKind, MayLack, SectionSpecification, Stage, Template, Variant,
};

/// The Markdown that explains `subject`, without a last line end; `None` where nothing is known about it.
pub fn describe(
    subject: &Subject,
    catalog: &Catalog,
    templates: &[&Template],
    today: Date,
) -> Option<String> {
    match subject {
        Subject::Label(name) => describe_label(name, catalog),
        Subject::Version(version) => {
            let releases = catalog.releases.as_ref()?;
            Some(describe_version(version, releases, today))
        }
        Subject::UnknownVersion => Some(
            "**unknown**\n\nNobody knows the first release with the problem yet. That is accepted while the issue is \
             open, and has to be replaced before it is resolved."
                .to_owned(),
        ),
        Subject::Section(name) => {
            let mut sections = templates.iter().flat_map(|template| &template.sections);
            sections
                .find(|section| section.name == *name)
                .map(describe_section)
        }
        Subject::ReleaseBlock => Some(describe_release_block()),
        Subject::ReleaseKey(key) => Some(describe_release_key(*key, templates)),
        Subject::Binary(name) => Some(describe_binary(catalog.binary(name)?, catalog)),
        Subject::PullRequest(number) => {
            let mut known = catalog.pull_requests.iter();
            known
                .find(|pull_request| pull_request.number == *number)
                .map(describe_pull_request)
        }
        Subject::Rule(name) => Some(page(rules::find(name)?).trim_end().to_owned()),
        Subject::Command(word) => describe_command(word, catalog),
        Subject::Template(name) => {
            let template = templates.iter().find(|template| template.name == *name)?;
            Some(describe_template(template))
        }
        Subject::Directive(word) => describe_directive(word).map(ToOwned::to_owned),
        Subject::FrontMatterKey(key) => describe_front_matter_key(key).map(ToOwned::to_owned),
        Subject::FormKey(path) => about_key(path).map(ToOwned::to_owned),
        Subject::ElementType(element_type) => Some(about_type(*element_type).to_owned()),
        Subject::Stage(stage) => Some(describe_stage(*stage).to_owned()),
        Subject::Variant(name) => describe_variant(name, templates),
    }
}

/// The same of a thing in a draft: names mean what they mean in the draft's own template.
pub fn describe_in(subject: &Subject, context: &Context<'_>) -> Option<String> {
    let own = context.issue.template;
    let others = context.templates.iter().copied();
    let others = others.filter(|template| !std::ptr::eq(*template, own));
    let templates: Vec<&Template> = std::iter::once(own).chain(others).collect();
    describe(subject, context.catalog, &templates, context.today)
}

/// The paragraphs that are there, one blank line between them.
pub(super) fn paragraphs(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

pub(super) fn describe_label(name: &str, catalog: &Catalog) -> Option<String> {
    let labels = catalog.labels.as_ref()?;
    let group = |label: &str| catalog.group_of(label).and_then(group_state);
    let since = |day: Option<Date>| day.map(|day| format!(" since {day}")).unwrap_or_default();
    let text = match labels.standing(name) {
        LabelStanding::Current(label) => paragraphs([
            Some(format!("**{}**", label.name)),
            about_label(label),
            group(&label.name),
        ]),
        LabelStanding::Retired {
            label,
            group,
            since: day,
        } => paragraphs([
            Some(format!("**{}**", label.name)),
            Some(match group {
                Some(group) => format!(
                    "Retired: {} was dissolved{}. The label still exists, but nobody follows it.",
                    group.title(),
                    day.map(|day| format!(" ({day})")).unwrap_or_default()
                ),
                None => format!("Retired{}: it is to be deleted, or is already.", since(day)),
            }),
            about_label(label),
        ]),
        LabelStanding::Renamed { to, on } => paragraphs([
            Some(format!("**{name}**, now **{}**{}", to.name, since(on))),
            about_label(to),
            group(&to.name),
        ]),
        LabelStanding::Removed { on } => paragraphs([
            Some(format!("**{name}**")),
            Some(format!("Gone{}, and nothing took its place.", since(on))),
        ]),
        LabelStanding::Unknown => paragraphs([
            Some(format!("**{name}**")),
            Some("The repository has no such label.".to_owned()),
            labels
                .nearest(name)
                .map(|label| format!("The nearest is `{}`.", label.name)),
        ]),
    };
    Some(paragraphs([Some(text), Some(label_source(labels))]))
}

/// What a label says, who sets it, what it was called before.
fn about_label(label: &Label) -> Option<String> {
    let set_by = match label.set_by {
        SetBy::Anyone => {
            let command = label
                .name
                .split_once('/')
                .filter(|(prefix, _)| LABEL_COMMANDS.contains(prefix));
            command.map(|(prefix, bare)| format!("Anyone can set it with `/{prefix} {bare}`."))
        }
        SetBy::Members => Some(
            "Set by members of the organisation, reviewers, approvers or release managers only."
                .to_owned(),
        ),
        SetBy::SecurityResponseCommittee => {
            Some("Set by the Security Response Committee only.".to_owned())
        }
        SetBy::Bots => Some("Set by a bot, never by hand.".to_owned()),
    };
    let target = match label.target {
        LabelTarget::Issues => Some("For issues only.".to_owned()),
        LabelTarget::PullRequests => Some("For pull requests only.".to_owned()),
        LabelTarget::Both => None,
    };
    let previously: Vec<String> = label
        .previously
        .iter()
        .map(|previous| match previous.on {
            Some(day) => format!("`{}` until {day}", previous.name),
            None => format!("`{}`", previous.name),
        })
        .collect();
    let sentences = [set_by, target].into_iter().flatten().collect::<Vec<_>>();
    Some(paragraphs([
        Some(label.description.clone()),
        label.note.clone(),
        Some(sentences.join(" ")),
        (!previously.is_empty()).then(|| format!("Called before: {}.", previously.join(", "))),
    ]))
}

/// That a group is dissolved, where its label alone does not say so.
fn group_state(group: &Group) -> Option<String> {
    match group.state {
        GroupState::Active => None,
        GroupState::Archived { on } => Some(format!(
            "{} was dissolved{}.",
            group.title(),
            on.map(|day| format!(" ({day})")).unwrap_or_default()
        )),
    }
}

fn label_source(labels: &Labels) -> String {
    source(&labels.list().source, labels.list().snapshot)
}

/// Where a fact comes from, in small print.
pub(super) fn source(source: &str, snapshot: Option<Date>) -> String {
    match (source.is_empty(), snapshot) {
        (true, _) => String::new(),
        (false, Some(day)) => format!("_{source} ({day})_"),
        (false, None) => format!("_{source}_"),
    }
}

fn describe_section(section: &SectionSpecification) -> String {
    let list = section.list.map(|list| match list {
        ListKind::Binaries => {
            "A line `Binaries:` and below it one binary an item, as in `- kubelet`, is read by machines."
        }
        ListKind::PullRequests => {
            "Machines read one reference an item; the branch in parentheses says where a cherry pick goes."
        }
    });
    paragraphs([
        Some(format!("**{}**", section.name)),
        Some(section.hint.trim().to_owned()),
        section.field.as_ref().map(describe_field),
        list.map(ToOwned::to_owned),
    ])
}

/// What a form wants of an answer.
fn describe_field(field: &Field) -> String {
    let quoted = |options: &[String]| {
        let quoted = options.iter().map(|option| format!("`{}`", option.trim()));
        quoted.collect::<Vec<_>>().join(", ")
    };
    let kind = match &field.answer {
        AnswerKind::Text { render: None } => "Text of any length.".to_owned(),
        AnswerKind::Text { render: Some(info) } => {
            format!("Text of any length, in a fence that begins with `{info}`.")
        }
        AnswerKind::Line => "Text of one line.".to_owned(),
        AnswerKind::Choice {
            options,
            multiple: false,
            ..
        } => format!("One of {}.", quoted(options)),
        AnswerKind::Choice { options, .. } => {
            format!(
                "Any of {}, with a comma and a blank between them.",
                quoted(options)
            )
        }
        AnswerKind::Boxes(_) => "Boxes to tick: `[x]`.".to_owned(),
        AnswerKind::Files => {
            "Links to files, as GitHub writes them for what is dropped there.".to_owned()
        }
    };
    let is_required = match &field.answer {
        AnswerKind::Boxes(boxes) => boxes.iter().any(|one| one.required),
        _ => field.required,
    };
    let need = if is_required {
        "Required."
    } else {
        "Optional."
    };
    let example = (field.placeholder.as_ref()).map(|example| match example.trim().contains('\n') {
        true => format!("For example:\n\n```\n{}\n```", example.trim()),
        false => format!("For example: `{}`", example.trim()),
    });
    paragraphs([Some(format!("{need} {kind}")), example])
}

fn describe_release_block() -> String {
    let names = ReleaseKey::ALL.map(ReleaseKey::name).join("` or `");
    format!(
        "**Release block**\n\nOne `KEY=VERSION` a line, without blanks; the key is `{names}`. Several lines with one key \
         are normal: one for each minor. Bots and reports read it."
    )
}

fn describe_release_key(key: ReleaseKey, templates: &[&Template]) -> String {
    let mut blocks = templates.iter().flat_map(|template| &template.blocks);
    let block = blocks.find(|block| block.key == key);
    paragraphs([
        Some(format!("**{}**", key.name())),
        block.map(|block| block.hint.clone()),
        Some(format!("Written as `{}=v1.36.2`.", key.name())),
    ])
}

fn describe_binary(binary: &Binary, catalog: &Catalog) -> String {
    let owners: Vec<String> = binary
        .sigs
        .iter()
        .map(|label| match catalog.group_of(label) {
            Some(group) => format!("{} (`{label}`)", group.title()),
            None => format!("`{label}`"),
        })
        .collect();
    let owner = (!owners.is_empty()).then(|| {
        format!(
            "Owned by {}. That is a hint: the fault may belong to another SIG.",
            owners.join(" and ")
        )
    });
    paragraphs([
        Some(format!("**{}**", binary.name)),
        Some(binary.description.clone()),
        owner,
    ])
}

fn describe_pull_request(pull_request: &PullRequest) -> String {
    let PullRequest {
        number,
        title,
        merged,
        branch,
    } = pull_request;
    let into = branch
        .as_ref()
        .map(|branch| format!(" into `{branch}`"))
        .unwrap_or_default();
    paragraphs([
        Some(format!("**#{number}**")),
        Some(title.clone()),
        Some(format!(
            "Merged{into} on {merged}, as the workspace's history has it."
        )),
    ])
}

fn describe_template(template: &Template) -> String {
    let sections: Vec<&str> = template
        .sections
        .iter()
        .map(|section| section.name.as_str())
        .collect();
    paragraphs([
        Some(format!("**{}**", template.title)),
        Some(template.description.clone()),
        Some(format!("Sections: {}.", sections.join(", "))),
    ])
}

/// The words that a directive begins with, in the order in which they are offered.
pub(super) const DIRECTIVES: [&str; 5] = [
    "issue-ls-disable-next-line",
    "issue-ls-disable-line",
    "issue-ls-disable",
    "issue-ls-enable",
    "issue-ls: template=",
];

fn describe_directive(word: &str) -> Option<&'static str> {
    Some(match word {
        "issue-ls-disable-next-line" => {
            "Hides the findings of the named rules, or of all, in the line behind the comment."
        }
        "issue-ls-disable-line" => {
            "Hides the findings of the named rules, or of all, in the comment's own line."
        }
        "issue-ls-disable" => {
            "Hides the findings of the named rules, or of all, from here on, up to an `issue-ls-enable`."
        }
        "issue-ls-enable" => {
            "Shows the findings of the named rules, or of all, again from here on."
        }
        "issue-ls: template=" => "Names the template that this draft is checked by.",
        _ => return None,
    })
}

/// The keys of the front matter that are read, in the order in which they are offered.
pub(super) const FRONT_MATTER_KEYS: [&str; 7] = [
    "title",
    "labels",
    "assignees",
    "milestone",
    "template",
    "stage",
    "variant",
];

fn describe_front_matter_key(key: &str) -> Option<&'static str> {
    Some(match key {
        "title" => "The issue's title.",
        "labels" => "The issue's labels by their full names, a list or names separated by commas.",
        "assignees" => "Who is to work on it: GitHub names, a list or separated by commas.",
        "milestone" => "The milestone that the issue belongs to.",
        "template" => "The template that the draft is checked by.",
        "stage" => "How far the issue is: `open`, where nothing is said, or `resolved`.",
        "variant" => {
            "The kind of issue: `standard`, or a variant of the template such as `security`."
        }
        _ => return None,
    })
}

const fn describe_stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "The problem is being worked on; what is not known yet may be missing.",
        Stage::Resolved => {
            "The fix is released; every section and every release block has to be filled in."
        }
    }
}

fn describe_variant(name: &str, templates: &[&Template]) -> Option<String> {
    let mut variants = templates.iter().flat_map(|template| &template.variants);
    if let Some(variant) = variants.find(|variant| variant.name == name) {
        return Some(about_variant(variant));
    }
    (name == "standard").then(|| "The usual kind of issue: everything is said.".to_owned())
}

fn about_variant(variant: &Variant) -> String {
    let parts: Vec<&str> = variant
        .may_lack
        .iter()
        .map(|part| match part {
            MayLack::Sections => "sections",
            MayLack::ReleaseBlocks => "release blocks",
        })
        .collect();
    let kept_back = &variant.keeps_back;
    paragraphs([
        Some(format!("**{}**", variant.title)),
        Some(format!(
            "Where the front matter does not say so, a sentence in the body does: “{}”",
            variant.statement
        )),
        (!parts.is_empty()).then(|| format!("May be left out: {}.", parts.join(", "))),
        (!kept_back.is_empty()).then(|| format!("Better not told yet: {}.", kept_back.join(", "))),
    ])
}

#[cfg(test)]
mod tests;
