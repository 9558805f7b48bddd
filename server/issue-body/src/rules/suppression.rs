//! Suppressions: comments that hide findings, and those that hide none.

use super::finding::Finding;
use super::rule::Rule;
use crate::syntax::{DirectiveKind, Draft, SuppressionScope};
use crate::text::Range;

/// A suppression that hides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unused {
    /// The comment.
    pub comment: Range,
    /// The place of the rule's name in it; none where the comment names no rule and means all.
    pub name: Option<Range>,
    /// Whether nothing else that the comment names hides anything either.
    pub whole: bool,
}

/// One rule of one comment, and the lines it covers.
#[derive(Debug)]
struct Suppression {
    comment: Range,
    name: Option<Range>,
    /// None means all rules.
    rule: Option<&'static Rule>,
    lines: Range,
}

impl Suppression {
    fn hides(&self, finding: &Finding) -> bool {
        self.lines.touches(finding.range.start) && self.rule.is_none_or(|rule| rule == finding.rule)
    }
}

/// All suppressions of a draft. Names that are no rule's are left to `invalid-directive`.
#[derive(Debug)]
pub(super) struct Suppressions {
    list: Vec<Suppression>,
}

impl Suppressions {
    pub fn read(draft: &Draft) -> Suppressions {
        let mut list: Vec<Suppression> = Vec::new();
        for directive in &draft.body.directives {
            let comment = directive.range;
            match &directive.kind {
                DirectiveKind::Disable { scope, rules } => {
                    let lines = covered_lines(draft, comment, *scope);
                    if rules.is_empty() {
                        list.push(Suppression {
                            comment,
                            name: None,
                            rule: None,
                            lines,
                        });
                    }
                    list.extend(rules.iter().filter_map(|name| {
                        let rule = super::find(draft.slice(*name))?;
                        Some(Suppression {
                            comment,
                            name: Some(*name),
                            rule: Some(rule),
                            lines,
                        })
                    }));
                }
                DirectiveKind::Enable { rules } => {
                    let names: Vec<&str> = rules.iter().map(|name| draft.slice(*name)).collect();
                    let is_meant = |rule: Option<&Rule>| {
                        names.is_empty() || rule.is_some_and(|rule| names.contains(&rule.name))
                    };
                    for suppression in list
                        .iter_mut()
                        .filter(|suppression| is_meant(suppression.rule))
                    {
                        let end = comment.start.max(suppression.lines.start);
                        suppression.lines.end = suppression.lines.end.min(end);
                    }
                }
                DirectiveKind::Template { .. } | DirectiveKind::Unknown { .. } => {}
            }
        }
        Suppressions { list }
    }

    /// The findings that are not hidden, and the suppressions that hide none. The suppression of a rule that is off is
    /// not called unused: the rule may be on elsewhere.
    pub fn apply(
        &self,
        findings: Vec<Finding>,
        is_on: impl Fn(&Rule) -> bool,
    ) -> (Vec<Finding>, Vec<Unused>) {
        let mut used = vec![false; self.list.len()];
        let mut kept = Vec::with_capacity(findings.len());
        for finding in findings {
            let mut hidden = false;
            for (suppression, used) in self.list.iter().zip(&mut used) {
                if suppression.hides(&finding) {
                    hidden = true;
                    *used = true;
                }
            }
            if !hidden {
                kept.push(finding);
            }
        }
        let is_unused =
            |place: usize| !used[place] && self.list[place].rule.is_none_or(|rule| is_on(rule));
        let unused = (0..self.list.len())
            .filter(|place| is_unused(*place))
            .map(|place| {
                let suppression = &self.list[place];
                let same_comment = |other: &usize| self.list[*other].comment == suppression.comment;
                Unused {
                    comment: suppression.comment,
                    name: suppression.name,
                    whole: (0..self.list.len()).filter(same_comment).all(is_unused),
                }
            })
            .collect();
        (kept, unused)
    }
}

/// The lines that a suppression in the comment at `comment` covers.
pub(crate) fn covered_lines(draft: &Draft, comment: Range, scope: SuppressionScope) -> Range {
    let first = draft.line_at(comment.start).start;
    match scope {
        SuppressionScope::RestOfFile => Range::new(first, draft.text.len()),
        SuppressionScope::Line => Range::new(first, draft.line_at(comment.end).end),
        SuppressionScope::NextLine => {
            let next = draft.lines.line_of(comment.end) + 1;
            if next < draft.lines.line_count() {
                draft.lines.line(&draft.text, next)
            } else {
                // Nothing begins behind the end.
                Range::empty(draft.text.len() + 1)
            }
        }
    }
}
