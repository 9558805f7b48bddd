//! Checking a changed copy of the draft, so that an action is offered only where it does what it says.

use crate::rules::{Applicability, Context, Finding, Levels, check, fix_all};
use crate::syntax::Draft;
use crate::template::{Issue, LabelSource, Reading};
use crate::text::{Edit, difference};

/// The findings that all rules have for `text`, put in the place of the draft's text.
pub(super) fn findings_of(context: &Context<'_>, text: &str) -> Vec<Finding> {
    look_at(context, text, |context| check(context, &Levels::default()))
}

/// The edits that apply the safe fixes of the findings that `is_meant` picks, to the point where none is left.
pub(super) fn edits_of_fixes(
    context: &Context<'_>,
    is_meant: impl Fn(&Finding) -> bool,
) -> Vec<Edit> {
    let text = &context.issue.draft.text;
    let fixed = fix_all(text, Applicability::Safe, |text| {
        let mut findings = findings_of(context, text);
        findings.retain(&is_meant);
        findings
    });
    difference(text, &fixed.text)
}

/// Reads `text` as the draft of `context` was read, and hands it on.
pub(super) fn look_at<T>(
    context: &Context<'_>,
    text: &str,
    look: impl FnOnce(&Context<'_>) -> T,
) -> T {
    let issue = context.issue;
    let flags = issue
        .labels
        .iter()
        .filter(|label| label.source == LabelSource::Flag);
    let labels: Vec<String> = flags.map(|label| label.name.clone()).collect();
    let draft = Draft::parse(text, issue.draft.origin);
    let reading = Reading {
        stage: Some(issue.stage),
        labels: &labels,
    };
    let issue = Issue::read(&draft, issue.template, reading);
    look(&Context {
        issue: &issue,
        ..*context
    })
}
