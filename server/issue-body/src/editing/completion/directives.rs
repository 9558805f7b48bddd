//! Completion inside the comments that speak to this tool: their first words, rule names, template names.

use super::cursor::Cursor;
use super::{Completion, CompletionKind, read_again};
use crate::editing::describe::DIRECTIVES;
use crate::editing::subject::Subject;
use crate::rules::{Context, Levels, RULES, Rule, check};
use crate::template::{Part, Template};
use crate::text::Range;

/// So much of `issue-ls` tells a directive that is being typed from a comment about something else.
const ENOUGH_TYPED: usize = 3;

/// What can be written in the comment whose content in this line is `content`. An ordinary comment gets nothing.
pub(super) fn complete(
    context: &Context<'_>,
    cursor: &Cursor<'_>,
    content: Range,
) -> Vec<Completion> {
    let draft = cursor.draft;
    let before = draft.slice(Range::new(content.start, cursor.offset));
    let start = content.start + (before.len() - before.trim_start().len());
    let typed = before.trim_start();
    let inside = Range::new(start, content.end);
    if let Some(setting) = typed.strip_prefix("issue-ls:") {
        return match setting.trim_start().strip_prefix("template=") {
            Some(name) => template_names(context, cursor, cursor.offset - name.len(), inside),
            None => first_words(cursor, inside),
        };
    }
    let is_directive = DIRECTIVES.iter().any(|word| {
        typed
            .strip_prefix(word)
            .is_some_and(|rest| rest.starts_with(char::is_whitespace))
    });
    if is_directive {
        return rule_names(context, cursor, inside);
    }
    let is_beginning =
        typed.len() >= ENOUGH_TYPED && DIRECTIVES.iter().any(|word| word.starts_with(typed));
    if is_beginning {
        first_words(cursor, inside)
    } else {
        Vec::new()
    }
}

fn first_words(cursor: &Cursor<'_>, inside: Range) -> Vec<Completion> {
    let draft = cursor.draft;
    // The word and, behind `issue-ls:`, what is set.
    let word = Range::new(
        inside.start,
        cursor
            .word(inside, |character| !character.is_whitespace())
            .end,
    );
    let rest = draft.slice(Range::new(word.end, inside.end));
    let is_closed = draft.text[inside.end..].starts_with("-->");
    DIRECTIVES
        .into_iter()
        .map(|directive| {
            let takes_value = directive.ends_with('=');
            let mut insert = vec![Part::Text(directive.to_owned())];
            if rest.trim().is_empty() {
                if !takes_value {
                    insert.push(Part::Text(" ".to_owned()));
                }
                insert.push(Part::Blank {
                    text: String::new(),
                    choices: Vec::new(),
                });
                match (is_closed, rest.is_empty()) {
                    (false, _) => insert.push(Part::Text(" -->".to_owned())),
                    (true, true) => insert.push(Part::Text(" ".to_owned())),
                    (true, false) => {}
                }
            }
            let subject = Subject::Directive(directive.to_owned());
            let completion =
                Completion::new(CompletionKind::Directive, directive, subject, word).retriggering();
            Completion {
                insert,
                ..completion
            }
        })
        .collect()
}

/// The rules that the comment does not name yet: first those that report something, the nearest place first.
fn rule_names(context: &Context<'_>, cursor: &Cursor<'_>, inside: Range) -> Vec<Completion> {
    let is_part = |character: char| !character.is_whitespace() && character != ',';
    let word = cursor.word(inside, is_part);
    let around = [
        Range::new(inside.start, word.start),
        Range::new(word.end, inside.end),
    ];
    let named: Vec<&str> = around
        .iter()
        .flat_map(|part| cursor.draft.slice(*part).split(|c| !is_part(c)))
        .collect();
    let reported = reported_without_line(context, cursor);
    let row = cursor.draft.lines.line_of(cursor.offset);
    let distance = |rule: &Rule| {
        let own = reported.iter().filter(|(reported, _)| *reported == rule);
        own.map(|(_, place)| place.abs_diff(row)).min()
    };
    let mut rules: Vec<&Rule> = RULES
        .iter()
        .copied()
        .filter(|rule| !rule.is_about_forms() && !named.contains(&rule.name))
        .collect();
    rules.sort_by_key(|rule| distance(rule).unwrap_or(usize::MAX));
    rules
        .into_iter()
        .map(|rule| {
            let subject = Subject::Rule(rule.name.to_owned());
            Completion::new(CompletionKind::Rule, rule.name, subject, word)
                .detail(rule.page.summary.to_owned())
        })
        .collect()
}

/// The rules that report something, with the rows of the places. The comment itself is left out: as long as it names no
/// rule it hides everything.
fn reported_without_line(
    context: &Context<'_>,
    cursor: &Cursor<'_>,
) -> Vec<(&'static Rule, usize)> {
    let Some(draft) = cursor.draft_without_line() else {
        return Vec::new();
    };
    let issue = read_again(context, &draft);
    let without_comment = Context {
        issue: &issue,
        ..*context
    };
    check(&without_comment, &Levels::default())
        .into_iter()
        .map(|finding| (finding.rule, draft.lines.line_of(finding.range.start)))
        .collect()
}

fn template_names(
    context: &Context<'_>,
    cursor: &Cursor<'_>,
    start: usize,
    inside: Range,
) -> Vec<Completion> {
    // The name of a form is a sentence: it ends with the comment.
    let behind = cursor.draft.slice(Range::new(cursor.offset, inside.end));
    let name = Range::new(start, cursor.offset + behind.trim_end().len());
    let templates = context.templates.iter();
    templates
        .map(|template| template_name(template, name))
        .collect()
}

/// The name of `template` in the place of `replace`.
pub(super) fn template_name(template: &Template, replace: Range) -> Completion {
    Completion::new(
        CompletionKind::Template,
        template.name.as_str(),
        Subject::Template(template.name.clone()),
        replace,
    )
    .detail(template.title.clone())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, completions, labels};
    use expect_test::expect;

    #[test]
    fn a_directive_is_offered_as_soon_as_it_is_recognisable() {
        expect![[r#"
            replaces "issue-ls"
            issue-ls-disable-next-line → "issue-ls-disable-next-line ${1} -->$0" [again]
            issue-ls-disable-line → "issue-ls-disable-line ${1} -->$0" [again]
            issue-ls-disable → "issue-ls-disable ${1} -->$0" [again]
            issue-ls-enable → "issue-ls-enable ${1} -->$0" [again]
            issue-ls: template= → "issue-ls: template=${1} -->$0" [again]
        "#]]
        .assert_eq(&completions("text <!-- issue-ls$0"));
        expect![[r#"
            replaces "issue-ls-disable"
            issue-ls-disable-next-line → "issue-ls-disable-next-line ${1}" [again]
            issue-ls-disable-line → "issue-ls-disable-line ${1}" [again]
            issue-ls-disable → "issue-ls-disable ${1}" [again]
            issue-ls-enable → "issue-ls-enable ${1}" [again]
            issue-ls: template= → "issue-ls: template=${1}" [again]
        "#]]
        .assert_eq(&completions("<!-- issue-ls-dis$0able -->\n"));
        assert_eq!(labels("<!--iss$0-->").len(), 5);
    }

    #[test]
    fn ordinary_comments_stay_quiet() {
        for fixture in [
            "<!-- $0 -->",
            "<!-- is$0",
            "<!--\n/sig $0\n-->",
            "<!-- the issue-ls$0 -->",
            "`<!-- issue-ls$0`",
            "```\n<!-- issue-ls$0 -->\n```\n",
        ] {
            assert!(labels(fixture).is_empty(), "{fixture}");
        }
    }

    #[test]
    fn suppressions_name_rules_that_they_do_not_name_yet() {
        let fixture = "<!-- issue-ls-disable-next-line unknown-label, miss$0ing -->\n";
        let offered = labels(fixture);
        assert!(offered.contains(&"missing-section".to_owned()));
        assert!(!offered.contains(&"unknown-label".to_owned()));
        assert_eq!(
            accepted(fixture, "missing-section"),
            "<!-- issue-ls-disable-next-line unknown-label, missing-section -->\n"
        );
        assert!(!labels("<!-- issue-ls-enable $0").is_empty());
        assert!(!labels("<!--\nissue-ls-disable $0\n-->").is_empty());
    }

    #[test]
    fn what_is_reported_nearest_can_be_hidden_first() {
        let fixture = "/priority backlog\n\n<!-- issue-ls-disable-next-line $0 -->\n/sig nodee\n";
        let offered = labels(fixture);
        assert_eq!(offered[0], "unknown-label");
        let place = |name| offered.iter().position(|offered| offered == name);
        assert!(place("unexpected-priority-label") < place("empty-section"));
    }

    #[test]
    fn hints_further_down_do_not_close_a_comment() {
        let fixture = "<!-- issue-ls-dis$0\n\n## Symptoms\n\n<!-- hint -->\n";
        let expected = "<!-- issue-ls-disable-line  -->\n\n## Symptoms\n\n<!-- hint -->\n";
        assert_eq!(accepted(fixture, "issue-ls-disable-line"), expected);
    }

    #[test]
    fn the_template_is_named_up_to_the_end_of_the_comment() {
        let fixture = "<!-- issue-ls: template=kube$0 old name -->\n\ntext\n";
        expect![[r#"
            replaces "kube old name"
            kubernetes-patch-release — Kubernetes patch release
            bug-report — Bug report
        "#]]
        .assert_eq(&completions(fixture));
        assert_eq!(
            accepted(fixture, "kubernetes-patch-release"),
            "<!-- issue-ls: template=kubernetes-patch-release -->\n\ntext\n"
        );
    }
}
