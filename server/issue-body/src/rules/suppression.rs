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
    /// The rules that are on again although all are suppressed, and from which offset on.
    enabled: Vec<(&'static Rule, usize)>,
}

impl Suppression {
    /// Whether `finding` is one that this suppression is about.
    fn hides(&self, finding: &Finding) -> bool {
        let start = finding.range.start;
        let is_enabled = |(rule, from): &(&Rule, usize)| *rule == finding.rule && *from <= start;
        self.lines.touches(start)
            && match self.rule {
                Some(rule) => rule == finding.rule,
                // "All" is all that is wrong with the issue, not that a comment, perhaps this one, hides nothing.
                None => {
                    !finding.rule.reports_suppressions() && !self.enabled.iter().any(is_enabled)
                }
            }
    }

    /// Ends the suppression of `named` (of every rule where `all`) at `offset`.
    fn lift(&mut self, named: &[&'static Rule], all: bool, offset: usize) {
        match self.rule {
            Some(rule) if !all && !named.contains(&rule) => {}
            None if !all => {
                let enabled = named.iter().map(|rule| (*rule, offset));
                self.enabled.extend(enabled);
            }
            _ => {
                let end = offset.max(self.lines.start);
                self.lines.end = self.lines.end.min(end);
            }
        }
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
                    let suppression = |name, rule| Suppression {
                        comment,
                        name,
                        rule,
                        lines,
                        enabled: Vec::new(),
                    };
                    if rules.is_empty() {
                        list.push(suppression(None, None));
                    }
                    list.extend(rules.iter().filter_map(|name| {
                        let rule = super::find(draft.slice(*name))?;
                        Some(suppression(Some(*name), Some(rule)))
                    }));
                }
                DirectiveKind::Enable { rules } => {
                    let named: Vec<&'static Rule> = rules
                        .iter()
                        .filter_map(|name| super::find(draft.slice(*name)))
                        .collect();
                    for suppression in &mut list {
                        suppression.lift(&named, rules.is_empty(), comment.start);
                    }
                }
                DirectiveKind::Template { .. } | DirectiveKind::Unknown { .. } => {}
            }
        }
        Suppressions { list }
    }

    /// The findings that are not hidden, and the suppressions that hide none. The suppression of a rule that is off is
    /// not called unused: the rule may be on elsewhere. Nor is that of a rule about suppressions, whose findings come
    /// only after this question is answered.
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
        let is_judged = |rule: &'static Rule| is_on(rule) && !rule.reports_suppressions();
        let is_unused = |place: usize| !used[place] && self.list[place].rule.is_none_or(is_judged);
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

#[cfg(test)]
mod tests {
    use crate::rules::testing::all_findings;

    /// The places (row and rule) of the findings that are left of the label rules; `unused-suppression` is shown, too.
    fn left(text: &str) -> Vec<String> {
        let rows = |offset: usize| {
            let before = text[..offset].replace("\r\n", "\n").replace('\r', "\n");
            before.matches('\n').count() + 1
        };
        all_findings(text)
            .into_iter()
            .filter(|finding| {
                ["unknown-label", "renamed-label", "unused-suppression"]
                    .contains(&finding.rule.name)
            })
            .map(|finding| format!("{} {}", rows(finding.range.start), finding.rule.name))
            .collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        for line_end in ["\n", "\r\n", "\r"] {
            let text = text.replace('\n', line_end);
            // Prow knows no lone carriage return: there is one line, and no command on it.
            if line_end != "\r" {
                assert_eq!(left(&text), expected, "{text}");
            }
            assert_eq!(left(&format!("\u{feff}{text}")), left(&text), "{text}");
        }
    }

    #[test]
    fn without_a_comment_everything_is_reported() {
        check(
            "/sig nodee\n/sig aws\n",
            &["1 unknown-label", "2 renamed-label"],
        );
    }

    #[test]
    fn disable_holds_from_its_line_to_the_end() {
        check(
            "/sig nodee\n<!-- issue-ls-disable unknown-label -->\n/sig nodee\n/sig aws\n\n/sig nodee",
            &["1 unknown-label", "4 renamed-label"],
        );
    }

    #[test]
    fn enable_ends_what_it_names() {
        check(
            "<!-- issue-ls-disable unknown-label renamed-label -->\n/sig nodee aws\n<!-- issue-ls-enable unknown-label -->\n/sig nodee aws\n<!-- issue-ls-enable -->\n/sig nodee aws\n",
            &["4 unknown-label", "6 unknown-label", "6 renamed-label"],
        );
    }

    #[test]
    fn enable_names_exceptions_from_all() {
        check(
            "<!-- issue-ls-disable -->\n/sig nodee aws\n<!-- issue-ls-enable unknown-label -->\n/sig nodee aws\n<!-- issue-ls-disable unknown-label -->\n/sig nodee aws\n<!-- issue-ls-enable -->\n/sig nodee aws\n",
            &["4 unknown-label", "8 unknown-label", "8 renamed-label"],
        );
    }

    #[test]
    fn a_line_is_the_line_of_the_comment() {
        check(
            "/sig nodee <!-- issue-ls-disable-line unknown-label -->\n/sig nodee\n",
            &["2 unknown-label"],
        );
        check(
            "<!-- issue-ls-disable-line unknown-label -->/sig nodee\n/sig nodee\n",
            &["2 unknown-label"],
        );
        check(
            "/sig nodee <!-- issue-ls-disable-line\nunknown-label\n-->\n/sig nodee\n",
            &["4 unknown-label"],
        );
    }

    #[test]
    fn the_next_line_is_the_one_behind_the_comment() {
        check(
            "<!-- issue-ls-disable-next-line unknown-label -->\n/sig nodee\n/sig nodee\n",
            &["3 unknown-label"],
        );
        check(
            "/sig nodee <!-- issue-ls-disable-next-line\nunknown-label -->\n/sig nodee\n/sig nodee\n",
            &["1 unknown-label", "4 unknown-label"],
        );
        check(
            "/sig nodee <!-- issue-ls-disable-next-line unknown-label -->",
            &["1 unknown-label", "1 unused-suppression"],
        );
    }

    #[test]
    fn several_rules_and_all_rules() {
        check(
            "<!-- issue-ls-disable-next-line unknown-label, renamed-label -->\n/sig nodee aws\n",
            &[],
        );
        check(
            "<!-- issue-ls-disable-next-line -->\n/sig nodee aws\n/sig nodee\n",
            &["3 unknown-label"],
        );
    }

    #[test]
    fn another_rule_and_an_unknown_one_hide_nothing() {
        check(
            "<!-- issue-ls-disable-next-line renamed-label -->\n/sig nodee\n",
            &["1 unused-suppression", "2 unknown-label"],
        );
        check(
            "<!-- issue-ls-disable-next-line unknown-lable -->\n/sig nodee\n",
            &["2 unknown-label"],
        );
    }

    #[test]
    fn comments_in_code_and_comments_that_are_not_closed_are_words() {
        check(
            "```\n<!-- issue-ls-disable unknown-label -->\n```\n/sig nodee\n",
            &["4 unknown-label"],
        );
        check(
            "/sig nodee\n\n<!-- issue-ls-disable unknown-label\n",
            &["1 unknown-label"],
        );
    }

    #[test]
    fn what_is_absent_is_suppressed_on_the_first_line() {
        let reported = |text: &str| {
            let findings = all_findings(text);
            let mut rules = findings.iter().map(|finding| finding.rule.name);
            rules.any(|rule| rule == "missing-sig-label")
        };
        let comment = "<!-- issue-ls-disable-line missing-sig-label -->";
        assert!(reported("text\n"));
        assert!(!reported(&format!("text {comment}\n")));
        assert!(!reported(&format!("{comment}\ntext\n")));
        assert!(!reported(&format!(
            "---\ntitle: x\n---\n{comment}\r\ntext\r\n"
        )));
        assert!(reported(&format!("text\n{comment}\n")));
    }
}
