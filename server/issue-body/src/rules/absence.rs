//! Where the absence of a section is reported and where the section belongs: behind the nearest section before it that is
//! there, else above the nearest one behind it.

use super::finding::{Finding, Findings};
use super::insertion::insertion;
use super::rule::Rule;
use crate::template::{Issue, section};

/// Reports with `message` that the template's section at `position` is not there, with a fix that inserts it.
pub(super) fn report_absence<'findings>(
    issue: &Issue<'_>,
    position: usize,
    rule: &'static Rule,
    message: String,
    findings: &'findings mut Findings,
) -> &'findings mut Finding {
    let draft = issue.draft;
    let sections = &issue.template.sections;
    let before = (0..position)
        .rev()
        .find_map(|earlier| issue.section(earlier));
    let after = (position + 1..sections.len()).find_map(|later| issue.section(later));
    let (anchor, offset) = match (before, after) {
        (Some(before), _) => (before.heading.range, before.range.end),
        (None, Some(after)) => (draft.first_body_line(), after.range.start),
        (None, None) => (draft.first_body_line(), draft.body.range.end),
    };
    let specification = &sections[position];
    let title = format!("Insert the section `{}`", specification.name);
    findings.report(rule, anchor, message).fix(insertion(
        draft,
        title,
        offset,
        section(specification),
    ))
}
