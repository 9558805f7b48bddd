//! What holds for every draft, whatever is wrong with it: findings have places, fixes come to rest, change nothing beside
//! what they mend and never write an answer, and a comment hides what it names.

use std::collections::{BTreeMap, BTreeSet};

use issue_body::editing::{Change, actions};
use issue_body::rules::{Applicability, Finding, Levels, Severity, check, fix_all};
use issue_body::syntax::{BINARIES, Draft, Origin, VersionText, read_version};
use issue_body::text::{Edit, Range, apply_edits, overlaps};
use proptest::prelude::*;

use super::Property;
use crate::drafts::with_context;

fn findings(text: &str) -> Vec<Finding> {
    with_context(text, |context| check(context, &Levels::default()))
}

fn mended(text: &str, limit: Applicability) -> String {
    fix_all(text, limit, findings).text
}

/// How often each kind of finding occurs, by `key`.
fn count<Key: Ord>(
    findings: &[Finding],
    key: impl Fn(&Finding) -> Option<Key>,
) -> BTreeMap<Key, usize> {
    let mut count = BTreeMap::new();
    for key in findings.iter().filter_map(key) {
        *count.entry(key).or_default() += 1;
    }
    count
}

/// Whether `range` is a piece of `text`.
fn is_piece(text: &str, range: Range) -> bool {
    text.get(range.start..range.end).is_some()
}

/// The words that a section shows to a reader, commands among them, and its answer, line by line; of all sections of one
/// name together.
#[derive(Default)]
struct Said {
    visible: String,
    answer: Vec<String>,
}

/// What the sections say, by name.
fn said(text: &str) -> BTreeMap<String, Said> {
    with_context(text, |context| {
        let issue = context.issue;
        let mut said: BTreeMap<String, Said> = BTreeMap::new();
        for section in &issue.sections {
            let here = said.entry(section.specification.name.clone()).or_default();
            for piece in issue.draft.visible(section.content) {
                here.visible.push_str(issue.draft.slice(piece));
            }
            if issue.is_answered(section) {
                let pieces = issue.answer(section).into_iter();
                let lines = pieces.flat_map(|piece| issue.draft.slice(piece).split(['\n', '\r']));
                here.answer.extend(
                    lines
                        .map(|line| line.trim().to_owned())
                        .filter(|line| !matches!(line.as_str(), "-" | "*" | "+" | BINARIES)),
                );
            }
        }
        said
    })
}

/// What a machine reads out of the draft: versions and pull requests.
fn answers(text: &str) -> Vec<String> {
    with_context(text, |context| {
        let draft = context.issue.draft;
        let entries = draft
            .body
            .release_blocks
            .iter()
            .flat_map(|block| &block.entries);
        let versions = entries
            .flat_map(|entry| entry.values())
            .filter_map(|value| match read_version(draft.slice(*value)) {
                VersionText::Version(version) => Some(version.to_string()),
                VersionText::Unknown | VersionText::Invalid(_) => None,
            });
        let lines = context.issue.pull_requests.iter();
        let numbers = lines
            .flat_map(|line| &line.references)
            .map(|reference| reference.number.to_string());
        versions.chain(numbers).collect()
    })
}

/// Findings and their edits have places in the text, and sentences of one line.
pub fn places_hold(text: &str) -> Property {
    for finding in findings(text) {
        let rule = finding.rule.name;
        prop_assert!(is_piece(text, finding.range), "{rule}");
        prop_assert!(
            !text[finding.range.start..finding.range.end]
                .trim_end()
                .contains(['\n', '\r']),
            "{rule}: {:?}",
            &text[finding.range.start..finding.range.end]
        );
        prop_assert!(
            finding.message.ends_with('.') && !finding.message.contains(['\n', '\r']),
            "{rule}: {}",
            finding.message
        );
        let title = finding.fix.as_ref().map_or("", |fix| &fix.title);
        prop_assert!(!title.contains(['\n', '\r']), "{rule}: {title}");
        for related in &finding.related {
            prop_assert!(is_piece(text, related.range), "{rule}");
        }
        let edits = finding.fix.map(|fix| fix.edits).unwrap_or_default();
        for (place, edit) in edits.iter().enumerate() {
            prop_assert!(is_piece(text, edit.range), "{rule}");
            prop_assert!(
                !edits[..place].iter().any(|other| overlaps(edit, other)),
                "{rule}"
            );
        }
    }
    Ok(())
}

/// Fixing everything that can be fixed leaves nothing to fix, and a second time changes nothing.
pub fn fixing_rests(text: &str) -> Property {
    for limit in [Applicability::Safe, Applicability::Unsafe] {
        let once = mended(text, limit);
        for finding in findings(&once) {
            let rests = finding
                .fix
                .as_ref()
                .is_none_or(|fix| fix.applicability > limit);
            prop_assert!(rests, "{} in:\n{once}", finding.rule.name);
        }
        prop_assert_eq!(&mended(&once, limit), &once);
    }
    Ok(())
}

/// Each fix removes the finding it is for, and keeps every byte beside its edits.
pub fn fixes_mend(text: &str) -> Property {
    let before = findings(text);
    let kind = |finding: &Finding| {
        Some((
            finding.rule.name,
            finding.message.clone(),
            finding.fix.is_some(),
        ))
    };
    let counted = count(&before, kind);
    for finding in &before {
        let Some(fix) = &finding.fix else { continue };
        let written = apply_edits(text, &fix.edits);
        prop_assert!(keeps_the_rest(text, &written, &fix.edits));
        prop_assert_ne!(&written, text, "{}", &fix.title);
        let left = count(&findings(&written), kind);
        let kind = kind(finding).expect("every finding has a kind");
        let remaining = left.get(&kind).copied().unwrap_or(0);
        prop_assert!(
            remaining < counted[&kind],
            "{}: {}\n{written}",
            finding.rule.name,
            fix.title
        );
    }
    Ok(())
}

/// What nobody answered stays unanswered, and no version or number is made up. Words that a command swallowed and a fix
/// takes out of it are their writer's answer.
pub fn answers_stay(text: &str) -> Property {
    let before = said(text);
    let known = answers(text);
    let fixed = mended(text, Applicability::Safe);
    for fixed in [&fixed, &mended(text, Applicability::Unsafe)] {
        let after = said(fixed);
        for (section, said) in before.iter().filter(|(_, said)| said.answer.is_empty()) {
            let answer = after.get(section).map_or(&[][..], |said| &said.answer);
            for line in answer {
                prop_assert!(
                    said.visible.contains(line.as_str()),
                    "{section} was answered by {line:?}:\n{fixed}"
                );
            }
        }
    }
    for answer in answers(&fixed) {
        prop_assert!(
            known.contains(&answer) || text.contains(&answer),
            "{answer} was invented:\n{fixed}"
        );
    }
    Ok(())
}

/// Fixing everything adds no error. Of a line's unknown labels one counts: a command that is misread as a whole is one
/// error, of whatever its words turn out to be once it is read.
pub fn nothing_is_worse(text: &str) -> Property {
    // What a fix puts in to be filled is reported until it is.
    let is_blank = |finding: &Finding| finding.message.contains("placeholder");
    let errors = |text: &str| {
        let mut lines = BTreeSet::new();
        let draft = Draft::parse(text, Origin::File);
        let mut errors = findings(text);
        errors.retain(|finding| {
            let is_error = finding.severity == Severity::Error && !is_blank(finding);
            let line = draft.lines.line_of(finding.range.start);
            is_error && (finding.rule.name != "unknown-label" || lines.insert(line))
        });
        count(&errors, |finding| Some(finding.rule.name))
    };
    let before = errors(text);
    for limit in [Applicability::Safe, Applicability::Unsafe] {
        let fixed = mended(text, limit);
        let after = errors(&fixed);
        let total = |count: &BTreeMap<&str, usize>| count.values().sum::<usize>();
        prop_assert!(
            total(&after) <= total(&before),
            "{before:?} {after:?}\n{fixed}"
        );
    }
    Ok(())
}

/// A comment above a line hides the findings of its rule there and changes no other.
pub fn comments_hide(text: &str) -> Property {
    let draft = Draft::parse(text, Origin::File);
    let before = findings(text);
    let kind = |finding: &Finding| Some((finding.rule.name, finding.message.clone()));
    for finding in before
        .iter()
        .filter(|finding| begins_block(&draft, finding.range.start))
    {
        let line = draft.line_at(finding.range.start);
        let rule = finding.rule.name;
        // A lone CR ends no line to Prow: behind it a command would be none.
        let line_end = match draft.line_end() {
            "\r" => "\n",
            line_end => line_end,
        };
        let comment = format!("<!-- issue-ls-disable-next-line {rule} -->{line_end}");
        let written = apply_edits(text, &[Edit::insert(line.start, comment)]);
        let is_hidden =
            |other: &Finding| other.rule == finding.rule && line.touches(other.range.start);
        let visible: Vec<Finding> = before
            .iter()
            .filter(|other| !is_hidden(other))
            .cloned()
            .collect();
        prop_assert_eq!(
            count(&findings(&written), kind),
            count(&visible, kind),
            "{} in:\n{}",
            rule,
            written
        );
    }
    Ok(())
}

/// What an editor offers in order to ignore a finding hides it, and of the others none but those of its rule beside it. A
/// comment counts as one finding before and behind, whatever it is said to hide.
pub fn ignoring_hides(text: &str) -> Property {
    let before = findings(text);
    let rule = |finding: &Finding| Some(finding.rule.name);
    let whole = Range::new(0, text.len());
    let offered = with_context(text, |context| actions(context, &before, whole));
    for action in offered {
        let (Some(place), Change::Edits(edits)) = (action.finding, &action.change) else {
            continue;
        };
        if !action.title.starts_with("Ignore ") {
            continue;
        }
        let ignored = &before[place];
        let written = apply_edits(text, edits);
        let after = findings(&written);
        let (mut counted, mut left) = (count(&before, rule), count(&after, rule));
        let name = ignored.rule.name;
        let (all, kept) = (counted.remove(name), left.remove(name));
        prop_assert!(kept < all, "{name} is left in:\n{written}");
        prop_assert_eq!(left, counted, "{} in:\n{}", name, written);
        let alike = |findings: &[Finding]| {
            let alike = findings.iter();
            let alike = alike.filter(|other| other.rule == ignored.rule);
            alike
                .filter(|other| other.message == ignored.message)
                .count()
        };
        prop_assert!(
            alike(&after) < alike(&before),
            "{} is left in:\n{written}",
            ignored.message
        );
    }
    Ok(())
}

/// Whether `after` is `before` but for `edits`.
fn keeps_the_rest(before: &str, after: &str, edits: &[Edit]) -> bool {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort();
    let mut rest = after;
    let mut start = 0;
    for edit in edits {
        let kept = &before[start..edit.range.start];
        let Some(behind) = rest
            .strip_prefix(kept)
            .and_then(|rest| rest.strip_prefix(edit.content.as_str()))
        else {
            return false;
        };
        rest = behind;
        start = edit.range.end;
    }
    rest == &before[start..]
}

/// Whether a comment above the line at `offset` is one line more and changes nothing else: the line stands at the left
/// margin behind a blank one, in the body, outside code, comments and commands.
fn begins_block(draft: &Draft, offset: usize) -> bool {
    let body = &draft.body;
    let line = draft.line_at(offset);
    if line.start <= body.range.start || offset > body.range.end || body.is_hidden(line.start) {
        return false;
    }
    // What opens a comment that nothing closes is words to Markdown, until another comment closes it for Prow.
    let before = draft.slice(Range::new(body.range.start, line.start));
    if before.rfind("<!--") > before.rfind("-->") {
        return false;
    }
    let above = draft.line_at(line.start - 1);
    // A comment is nothing to Prow: a command that takes the next line's words takes others then.
    let labels = body.commands.iter().map(|command| command.range);
    let others = body.plugin_commands.iter().map(|command| command.range);
    let in_command = labels
        .chain(others)
        .any(|command| command.contains(line.start) && command.start < line.start);
    let in_block = body
        .release_blocks
        .iter()
        .any(|block| block.range.contains(line.start) && block.range.start < line.start);
    let is_margin = draft
        .slice(line)
        .starts_with(|first: char| !first.is_whitespace());
    above.start >= body.range.start
        && draft.slice(above).trim_matches([' ', '\t']).is_empty()
        && is_margin
        && !in_block
        && !in_command
}
