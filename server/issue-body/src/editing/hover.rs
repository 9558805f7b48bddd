//! Hover: what stands at a place, and what the rules say about it.
//!
//! What there is to say about a thing is told by [`describe`](super::describe()), about a command by [`command`]; here it
//! is found.

mod command;

use semver::Version;

use self::command::{command_around, command_at};
use super::describe::describe_in;
use super::ownership::{about_binary, about_label};
use super::subject::Subject;
use super::versions::state_in_draft;
use crate::rules::{self, Context, Finding, NamedVersions, Rule, page};
use crate::syntax::{DirectiveKind, PluginAction, SuppressionScope, VersionText, read_version};
use crate::template::Stage;
use crate::text::Range;

/// What an editor shows beside a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The place that it is about.
    pub range: Range,
    /// What there is to say, as Markdown.
    pub markdown: String,
}

/// What there is to say about `offset`: the thing that stands there, then each of `findings` there, the smallest place
/// first. Its rules are shown with their pages; of findings about more than that place there is the message alone.
pub fn hover(context: &Context<'_>, offset: usize, findings: &[Finding]) -> Option<Hover> {
    let offset = offset.min(context.issue.draft.text.len());
    with_findings(thing_at(context, offset), offset, findings)
}

/// `thing` and behind it the findings at `offset`, as [`hover`] shows them.
pub(super) fn with_findings(
    thing: Option<Hover>,
    offset: usize,
    findings: &[Finding],
) -> Option<Hover> {
    let mut found: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.range.touches(offset))
        .collect();
    // The sort is stable: findings at one place keep their order.
    found.sort_by_key(|finding| finding.range.len());
    let smallest = found.first().map(|finding| finding.range);
    let range = thing.as_ref().map(|thing| thing.range).or(smallest)?;
    let mut parts: Vec<String> = thing.into_iter().map(|thing| thing.markdown).collect();
    let mut shown: Vec<&Rule> = Vec::new();
    for finding in found {
        let (severity, rule) = (finding.severity.name(), finding.rule);
        let message = format!("**{severity}** `{}`: {}", rule.name, finding.message);
        let is_here = Some(finding.range) == smallest;
        parts.push(if is_here && !shown.contains(&rule) {
            shown.push(rule);
            format!("{message}\n\n{}", page(rule).trim_end())
        } else {
            message
        });
    }
    Some(Hover {
        range,
        markdown: parts.join("\n\n---\n\n"),
    })
}

/// The thing at `offset`. Where things lie in each other the smallest is meant.
fn thing_at(context: &Context<'_>, offset: usize) -> Option<Hover> {
    command_at(context, offset)
        .or_else(|| described_at(context, offset))
        .or_else(|| command_around(context, offset))
}

/// What is described at `offset`, and what it has to do with the draft.
fn described_at(context: &Context<'_>, offset: usize) -> Option<Hover> {
    let (range, subject) = subject_at(context, offset)?;
    let markdown = describe_in(&subject, context)?;
    let in_this_draft = match &subject {
        Subject::Binary(name) => about_binary(context, name),
        Subject::Label(name) => about_label(context, name),
        Subject::Version(version) => about_version(context, version),
        _ => None,
    };
    let markdown = match in_this_draft {
        Some(sentence) => format!("{markdown}\n\n{sentence}"),
        None => markdown,
    };
    Some(Hover { range, markdown })
}

/// What state the version's branch has in the draft.
fn about_version(context: &Context<'_>, version: &Version) -> Option<String> {
    let releases = context.catalog.releases.as_ref()?;
    let minor = releases.minor_of(version)?;
    let named = NamedVersions::read(context.issue.draft, None);
    Some(state_in_draft(&named, minor, context.today))
}

fn subject_at(context: &Context<'_>, offset: usize) -> Option<(Range, Subject)> {
    label_at(context, offset)
        .or_else(|| front_matter_at(context, offset))
        .or_else(|| directive_at(context, offset))
        .or_else(|| release_at(context, offset))
        .or_else(|| binary_at(context, offset))
        .or_else(|| pull_request_at(context, offset))
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
    let draft = context.issue.draft;
    let commands = draft.body.commands.iter();
    let arguments = commands.flat_map(|command| &command.arguments);
    let by_command = arguments.map(|argument| (argument.range, &argument.label));
    let plugin_commands = draft.body.plugin_commands.iter();
    let by_name = plugin_commands.filter_map(|command| match &command.action {
        PluginAction::Label {
            name: Some(name), ..
        } => Some((command.argument(&draft.text), name)),
        _ => None,
    });
    let labels = context.issue.labels.iter();
    let by_envelope = labels.filter_map(|label| Some((label.range?, &label.name)));
    by_command
        .chain(by_name)
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
    let (line, _) = draft
        .lines_of(front.yaml)
        .find(|(line, _)| line.touches(offset))?;
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

fn pull_request_at(context: &Context<'_>, offset: usize) -> Option<(Range, Subject)> {
    let lines = context.issue.pull_requests.iter();
    lines
        .flat_map(|line| &line.references)
        // What another repository calls so is not known here.
        .find(|reference| reference.range.touches(offset) && reference.repository.is_none())
        .map(|reference| (reference.range, Subject::PullRequest(reference.number)))
}

#[cfg(test)]
mod tests {
    use super::super::completion::testing::cursor;
    use super::*;
    use crate::rules::testing::{all_findings, with_context};
    use expect_test::expect;

    /// The hovered text in brackets, then the first `lines` lines of what is said about it.
    fn hovered(fixture: &str, lines: usize) -> String {
        let (text, offset) = cursor(fixture);
        with_context(&text, |context| {
            let Some(hover) = hover(context, offset, &[]) else {
                return "nothing".to_owned();
            };
            assert!(hover.range.touches(offset));
            let said: Vec<&str> = hover.markdown.lines().take(lines).collect();
            format!("[{}] {}", context.slice(hover.range), said.join("\n"))
        })
    }

    #[test]
    fn each_thing_is_explained_at_its_own_place() {
        for (fixture, expected) in [
            ("/sig no$0de cli\n", "[node] **sig/node**"),
            ("/sig node c$0li\r\n", "[cli] **sig/cli**"),
            ("/remove-sig no$0de\n", "[node] **sig/node**"),
            (
                "---\nlabels: [sig/aw$0s]\n---\n",
                "[sig/aws] **sig/aws**, now **area/provider/aws** since 2019-08-01",
            ),
            (
                "---\nlab$0els: x\n---\n",
                "[labels] The issue's labels by their full names, a list or names separated by commas.",
            ),
            (
                "---\ntemplate: kuber$0netes-patch-release\n---\n",
                "[kubernetes-patch-release] **Kubernetes patch release**",
            ),
            (
                "---\nstage: op$0en\n---\n",
                "[open] The problem is being worked on; what is not known yet may be missing.",
            ),
            (
                "---\nvariant: secu$0rity\n---\n",
                "[security] **security fix**",
            ),
            ("---\ntitle: x$0\n---\n", "nothing"),
            (
                "😀\n```release\nintroduced-in=v1.3$04.2\n```\n",
                "[v1.34.2] **v1.34.2**",
            ),
            (
                "```release\nintroduced-in=1.3$04.2\n```\n",
                "[1.34.2] **v1.34.2**",
            ),
            (
                "```release\nintroduced-in=unk$0nown\n```\n",
                "[unknown] **unknown**",
            ),
            ("```release\nintroduced-in=lat$0est\n```\n", "nothing"),
            (
                "```release\nintro$0duced_in=v1.34.2\n```\n",
                "[introduced_in] **introduced-in**",
            ),
            (
                "```rel$0ease\nintroduced-in=v1.34.2\n```\n",
                "[```release] **Release block**",
            ),
            (
                "\u{feff}## Root ca$0use\n",
                "[## Root cause] **Root cause**",
            ),
            ("## Other$0\n", "nothing"),
            (
                "## Root cause\n\nBinaries:\n- kube$0let\n",
                "[kubelet] **kubelet**",
            ),
            (
                "<!-- issue-ls-dis$0able-line unknown-label -->\n",
                "[<!-- issue-ls-disable-line unknown-label -->] Hides the findings of the named rules, or of all, in the comment's own line.",
            ),
            (
                "<!-- issue-ls-disable unknown-la$0bel -->\n",
                "[unknown-label] # unknown-label",
            ),
            (
                "<!-- issue-ls: template=kubernetes$0-patch-release -->\n",
                "[kubernetes-patch-release] **Kubernetes patch release**",
            ),
            ("<!-- a com$0ment -->\n", "nothing"),
            ("Some te$0xt.\n", "nothing"),
        ] {
            assert_eq!(hovered(fixture, 1), expected, "{fixture}");
        }
    }

    #[test]
    fn a_version_tells_what_state_its_branch_has_in_the_draft() {
        let draft = "```release\nintroduced-in=v1.33.2\n```\n\n```release\nresolved-in=v1.36.0\nresolved-in=v1.35.9\n```\n";
        for (version, said) in [
            (
                "v1.33.2",
                "In this draft 1.33 has the problem and no `resolved-in` (end of life on 2026-06-28).",
            ),
            ("v1.35.9", "In this draft 1.35 is fixed in v1.35.9."),
            ("v1.36.0", "In this draft 1.36 is fixed in v1.36.0."),
        ] {
            let text = draft.replace(version, &format!("$0{version}"));
            let hovered = hovered(&text, 20);
            assert_eq!(hovered.lines().last(), Some(said));
        }
        for (fixture, said) in [
            (
                "```release\nintroduced-in=$0v1.36.2\n```\n",
                "In this draft 1.36 has the problem and no `resolved-in` yet; the next release that can have the fix is v1.36.5.",
            ),
            (
                "```release\nintroduced-in=v1.36.2\nresolved-in=$0v1.35.9\nresolved-in=v1.35\n```\n",
                "In this draft 1.35 is not affected.",
            ),
            (
                "```release\nintroduced-in=$0v1.99.2\n```\n",
                "_endoflife-date/release-data; kubernetes/website, data/releases (2026-08-22)_",
            ),
        ] {
            assert_eq!(hovered(fixture, 20).lines().last(), Some(said));
        }
    }

    #[test]
    fn a_finding_is_shown_with_the_page_of_its_rule() {
        let (text, offset) = cursor("/sig nod$0ee\n");
        let findings = all_findings(&text);
        let hover = with_context(&text, |context| hover(context, offset, &findings));
        let hover = hover.expect("a label and a finding");
        assert_eq!(&text.as_str()[hover.range], "nodee");
        let lines: Vec<&str> = hover.markdown.lines().collect();
        expect![[r#"
            **sig/nodee**

            The repository has no such label.

            The nearest is `sig/node`.

            _kubernetes/test-infra, label_sync/labels.yaml (2026-06-26)_

            ---

            **error** `unknown-label`: The repository has no label `sig/nodee`; write `sig/node` if that is meant.

            # unknown-label

            **error** · fix: safe where derivable
        "#]].assert_eq(&lines[..16].join("\n"));
    }

    #[test]
    fn a_page_is_shown_once_for_several_findings_of_a_rule() {
        let (text, offset) = cursor("$0text\n");
        let findings = all_findings(&text);
        let hover = with_context(&text, |context| hover(context, offset, &findings));
        let markdown = hover.expect("findings on the first line").markdown;
        assert_eq!(markdown.matches("is missing; write `##").count(), 5);
        assert_eq!(markdown.matches("# missing-section\n").count(), 1);
    }

    #[test]
    fn a_finding_about_the_whole_line_comes_after_that_about_the_word() {
        let (text, offset) = cursor("/sig nod$0ee\n");
        let findings = all_findings(&text);
        let hover = with_context(&text, |context| hover(context, offset, &findings));
        let markdown = hover.expect("findings").markdown;
        let place = |part: &str| markdown.find(part).expect("said");
        assert!(place("`unknown-label`:") < place("`missing-priority-label`:"));
        assert!(!markdown.contains("# missing-priority-label"));
    }
}
