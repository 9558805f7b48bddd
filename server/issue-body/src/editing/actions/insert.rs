//! Actions that add what a template wants: all that is missing, or the whole skeleton.

use super::again::edits_of_fixes;
use super::{Action, ActionKind, Change};
use crate::rules::{Context, Finding, Rule, insert_block};
use crate::syntax::{Draft, Origin};
use crate::template::{Choice, Part, Template, Variant, plain, select, skeleton};

/// Puts in everything whose absence is reported, each thing in its place.
pub(super) fn missing(context: &Context<'_>, findings: &[Finding]) -> Option<Action> {
    let inserts = |finding: &Finding| {
        let fix = finding.fix.as_ref();
        fix.is_some_and(|fix| !fix.skeleton.is_empty())
    };
    // The rules that speak at present: another one may be off, or hidden by a comment.
    let rules: Vec<&Rule> = findings
        .iter()
        .filter(|finding| inserts(finding))
        .map(|finding| finding.rule)
        .collect();
    if rules.is_empty() {
        return None;
    }
    let is_meant = |finding: &Finding| rules.contains(&finding.rule) && inserts(finding);
    let edits = edits_of_fixes(context, is_meant);
    (!edits.is_empty()).then(|| Action {
        title: "Insert all missing parts of the template".to_owned(),
        kind: ActionKind::InsertMissing,
        change: Change::Edits(edits),
        finding: None,
        preferred: false,
    })
}

/// The skeletons of the draft's template, where the draft has no part of it yet.
pub(super) fn skeletons(context: &Context<'_>) -> Vec<Action> {
    let issue = context.issue;
    let (draft, template) = (issue.draft, issue.template);
    let is_blank = draft.slice(draft.body.range).trim().is_empty();
    let has_part = !issue.sections.is_empty() || !draft.body.release_blocks.is_empty();
    // What makes an issue one of a variant can be all there is to it.
    if has_part || issue.variant.is_some() && !is_blank {
        return Vec::new();
    }
    let variants = [None].into_iter().chain(template.variants.iter().map(Some));
    variants
        .map(|variant| {
            let parts = skeleton(template, variant);
            skeleton_action(draft, template, variant, parts)
        })
        .collect()
}

/// A template, or a variant of one, as something to begin a draft with.
#[derive(Debug, Clone)]
pub struct Beginning<'template> {
    /// The template.
    pub template: &'template Template,
    /// The kind of issue; none for the standard one.
    pub variant: Option<&'template Variant>,
    /// The skeleton, with `\n` as line end.
    pub parts: Vec<Part>,
}

/// What a draft can begin with: the skeletons of all `templates`. A draft that holds one is recognised: where its content
/// does not tell the template, a comment does.
pub fn beginnings<'template>(templates: &[&'template Template]) -> Vec<Beginning<'template>> {
    let mut beginnings = Vec::new();
    for template in templates {
        let variants = [None].into_iter().chain(template.variants.iter().map(Some));
        for variant in variants {
            let mut parts = skeleton(template, variant);
            let written = Draft::parse(plain(&parts, "\n"), Origin::File);
            let selection = select(&written, templates, Choice::default());
            if selection.is_none_or(|selection| selection.template.name != template.name) {
                let directive = format!("<!-- issue-ls: template={} -->\n\n", template.name);
                parts.insert(0, Part::Text(directive));
            }
            beginnings.push(Beginning {
                template,
                variant,
                parts,
            });
        }
    }
    beginnings
}

/// The skeletons of all `templates` for a blank document that none of them recognises yet; nothing for any other
/// document.
pub fn skeleton_actions(draft: &Draft, templates: &[&Template]) -> Vec<Action> {
    if !draft.slice(draft.body.range).trim().is_empty() {
        return Vec::new();
    }
    beginnings(templates)
        .into_iter()
        .map(|beginning| {
            skeleton_action(
                draft,
                beginning.template,
                beginning.variant,
                beginning.parts,
            )
        })
        .collect()
}

/// Inserts `parts` into a blank body at its start, into any other at its end.
fn skeleton_action(
    draft: &Draft,
    template: &Template,
    variant: Option<&Variant>,
    parts: Vec<Part>,
) -> Action {
    let body = draft.body.range;
    let is_blank = draft.slice(body).trim().is_empty();
    let offset = if is_blank { body.start } else { body.end };
    let kind = variant.map_or(String::new(), |variant| format!(" ({})", variant.title));
    Action {
        title: format!("Insert the template `{}`{kind}", template.title),
        kind: ActionKind::Rewrite,
        change: Change::Skeleton {
            offset,
            parts: insert_block(draft, offset, parts),
        },
        finding: None,
        preferred: false,
    }
}
