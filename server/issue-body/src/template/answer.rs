//! The answer that a draft gives to a field of a form: which text, which options, which boxes.
//!
//! What GitHub writes is read, and what people make of it by hand. Whether an answer will do is left to `rules`.

use std::borrow::Cow;

use super::field::{AnswerKind, Field};
use super::issue::FoundSection;
use super::model::SectionSpecification;
use super::skeleton::field_hint;
use crate::syntax::Draft;
use crate::text::{Range, nearest};

/// What GitHub writes in the place of an answer that was not given.
pub const NO_RESPONSE: &str = "_No response_";

/// What people write to get past a required field.
pub const DOT: &str = ".";

/// What stands under the heading of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Nothing, nothing but comments, or the words that GitHub has for that.
    None,
    /// Text, without the fence that GitHub puts around it and without blank lines around it.
    Text(Range),
    /// Chosen options, known or not.
    Options(Vec<ChosenOption>),
    /// Boxes.
    Boxes(Vec<AnsweredBox>),
}

/// An option that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenOption {
    /// Where it stands.
    pub range: Range,
    /// Its place among the options of the form; none where the form does not offer it.
    pub position: Option<usize>,
}

/// A box in a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnsweredBox {
    /// The line without its bullet: `[x] text`.
    pub range: Range,
    /// The text behind the box.
    pub label: Range,
    /// Whether it is ticked.
    pub is_ticked: bool,
}

/// The answer of `field` in `section`, which is that of `specification`.
pub fn read_answer(
    draft: &Draft,
    section: &FoundSection<'_>,
    specification: &SectionSpecification,
    field: &Field,
) -> Answer {
    let content = answer_content(draft, section, specification, field);
    let is_hidden = draft.visible(content).is_empty();
    // A default can be all comments, and is an answer to GitHub all the same.
    if is_hidden && !is_default(draft, content, field) {
        return Answer::None;
    }
    if matches!(draft.slice(content), NO_RESPONSE | DOT) {
        return Answer::None;
    }
    match &field.answer {
        AnswerKind::Text { render } => {
            let text = match render {
                Some(_) => inside_fence(draft, content).unwrap_or(content),
                None => content,
            };
            if draft.slice(text).trim().is_empty() {
                Answer::None
            } else {
                Answer::Text(text)
            }
        }
        AnswerKind::Line | AnswerKind::Files => Answer::Text(content),
        AnswerKind::Choice {
            options, multiple, ..
        } => Answer::Options(read_options(draft, content, options, *multiple)),
        AnswerKind::Boxes(_) => Answer::Boxes(read_boxes(draft, content)),
    }
}

/// Where the answer of `field` stands in `section`, which is that of `specification`: without the blanks around it, and
/// without what is no part of it. Empty where there is none.
pub fn answer_content(
    draft: &Draft,
    section: &FoundSection<'_>,
    specification: &SectionSpecification,
    field: &Field,
) -> Range {
    let content = without_hint(draft, section.content, specification);
    match &field.answer {
        AnswerKind::Line => before_heading(draft, content, &[]),
        AnswerKind::Choice {
            options, multiple, ..
        } => chosen(
            draft,
            before_heading(draft, content, options),
            options,
            *multiple,
        ),
        // A text can have headings of its own, unless it says that there is none.
        AnswerKind::Text { .. } | AnswerKind::Files => {
            let first = before_heading(draft, content, &[]);
            match draft.slice(first) {
                NO_RESPONSE => first,
                _ => content,
            }
        }
        AnswerKind::Boxes(_) => content,
    }
}

/// The part of `content` that can be the answer of a field without headings: where one follows that the form does not
/// know, what stands below it belongs to that. An answer or an option can look like a heading itself.
fn before_heading(draft: &Draft, content: Range, options: &[String]) -> Range {
    let headings = &draft.body.headings;
    let first = headings.partition_point(|heading| heading.range.start < content.start);
    let is_answer = |range: Range| {
        let line = draft.first_line_of(range);
        let is_option = |option: &String| option.trim() == draft.slice(line).trim();
        range.start == content.start && (options.is_empty() || options.iter().any(is_option))
    };
    let next = headings[first..]
        .iter()
        .filter(|heading| !heading.nested)
        .map(|heading| heading.range)
        .find(|range| !is_answer(*range));
    let end = next.map_or(content.end, |next| next.start.min(content.end));
    Range::new(content.start, end).trimmed(&draft.text)
}

/// The content without the blanks around it, and without the comments before the answer that are no part of it: that of
/// the skeleton, and those that speak to this tool.
fn without_hint(draft: &Draft, content: Range, specification: &SectionSpecification) -> Range {
    let mut content = content.trimmed(&draft.text);
    let hint = field_hint(specification);
    loop {
        let directives = &draft.body.directives;
        let is_here = |range: &Range| range.start == content.start && range.end <= content.end;
        let mut found = directives.iter().map(|directive| directive.range);
        let skipped = if draft.slice(content).starts_with(hint.as_str()) {
            Some(content.start + hint.len())
        } else {
            found.find(is_here).map(|range| range.end)
        };
        let Some(start) = skipped else {
            return content;
        };
        content = Range::new(start, content.end).trimmed(&draft.text);
    }
}

/// Whether the text at `range` is what the form had written already, whatever its line ends.
pub fn is_default(draft: &Draft, range: Range, field: &Field) -> bool {
    field
        .default
        .as_deref()
        .is_some_and(|default| is_same_text(draft.slice(range), default))
}

/// Whether two texts are the same but for line ends and the blanks around them.
pub fn is_same_text(left: &str, right: &str) -> bool {
    unix(left).trim() == unix(right).trim()
}

/// The text with `\n` for line ends.
pub(super) fn unix(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What a fence holds that takes all of `content`.
fn inside_fence(draft: &Draft, content: Range) -> Option<Range> {
    let fences = &draft.body.fences;
    let place = fences.partition_point(|fence| fence.range.start < content.start);
    let fence = fences.get(place).filter(|fence| fence.range == content)?;
    let opening = draft.full_line_at(fence.range.start);
    let closing = draft.line_at(fence.range.end);
    let start = opening.end.min(fence.range.end);
    // A fence that is not closed yet ends with its text.
    let marks = draft.slice(closing).trim().trim_start_matches('`');
    let is_closed = marks.is_empty() && closing.start >= start;
    let end = if is_closed {
        closing.start
    } else {
        fence.range.end
    };
    let inside = draft.slice(Range::new(start, end.max(start)));
    let without_line_end = inside.trim_end_matches(['\n', '\r']);
    Some(Range::new(start, start + without_line_end.len()))
}

/// The part of `content` that says what was chosen: without comments, and without what stands below an option that is the
/// only one.
fn chosen(draft: &Draft, content: Range, options: &[String], multiple: bool) -> Range {
    let mut visible = draft.visible(content).into_iter();
    let Some(first) = visible.next() else {
        return content;
    };
    let end = match multiple {
        true => visible.last().unwrap_or(first).end,
        false => first.end,
    };
    let content = Range::new(first.start, end).trimmed(&draft.text);
    let line = draft.first_line_of(content).trimmed(&draft.text);
    let is_option = options
        .iter()
        .any(|option| option.trim() == draft.slice(line));
    if is_option && !multiple {
        line
    } else {
        content
    }
}

/// The options at `content`, which has no blanks around it. Where several can be chosen they stand in one line with `, ` between them, and an option may
/// hold a comma itself, so the longest that fits is taken.
pub fn read_options(
    draft: &Draft,
    content: Range,
    options: &[String],
    multiple: bool,
) -> Vec<ChosenOption> {
    let text = draft.slice(content);
    let position = |text: &str| options.iter().position(|option| option.trim() == text);
    if !multiple || position(text).is_some() {
        return vec![ChosenOption {
            range: content,
            position: position(text),
        }];
    }
    let between = [',', ' ', '\t', '\n', '\r'];
    let mut chosen = Vec::new();
    let mut start = content.start;
    loop {
        let rest = draft.slice(Range::new(start, content.end));
        let rest = rest.trim_start_matches(between);
        start = content.end - rest.len();
        if rest.is_empty() {
            break;
        }
        let separated = |option: &str| {
            rest.strip_prefix(option)
                .is_some_and(|behind| behind.is_empty() || behind.starts_with([',', '\n', '\r']))
        };
        let known = options
            .iter()
            .enumerate()
            .map(|(position, option)| (position, option.trim()))
            .filter(|(_, option)| !option.is_empty() && separated(option))
            .max_by_key(|(_, option)| option.len());
        let (length, position) = match known {
            Some((position, option)) => (option.len(), Some(position)),
            None => (unknown_option(rest, options), None),
        };
        let range = Range::new(start, start + length).trimmed(&draft.text);
        chosen.push(ChosenOption { range, position });
        start += length;
    }
    chosen
}

/// The length of the option that `rest` begins with, which is none of `options`: up to a comma, and up to a later one
/// where that makes it one of them but for a slip.
fn unknown_option(rest: &str, options: &[String]) -> usize {
    let commas = options.iter().map(|option| option.matches(',').count());
    let most = commas.max().unwrap_or_default();
    let mut ends = Vec::new();
    let mut goes_on = true;
    for (place, sign) in rest.match_indices([',', '\n', '\r']) {
        ends.push(place);
        // No farther than needed: an answer can have any number of options.
        goes_on = sign == "," && ends.len() <= most;
        if !goes_on {
            break;
        }
    }
    if goes_on {
        ends.push(rest.len());
    }
    let is_near = |end: &&usize| {
        nearest(&rest[..**end], options.iter().map(|option| option.trim())).is_some()
    };
    let near = ends.iter().rev().find(is_near);
    near.or(ends.first()).copied().unwrap_or(rest.len())
}

/// The boxes of the list at `content`.
fn read_boxes(draft: &Draft, content: Range) -> Vec<AnsweredBox> {
    draft
        .lines_of(content)
        .filter_map(|(line, _)| {
            let line = line.trimmed(&draft.text);
            let text = draft.slice(line);
            let item = text.strip_prefix(['-', '*', '+'])?;
            let blank = [' ', '\t'];
            // Without the blanks it is text to Markdown.
            let item = item.strip_prefix(blank)?.trim_start();
            let (is_ticked, label) = match item.as_bytes() {
                [b'[', b'x' | b'X', b']', ..] => (true, &item[3..]),
                [b'[', b' ', b']', ..] => (false, &item[3..]),
                // `[]`, as it is often typed.
                [b'[', b']', ..] => (false, &item[2..]),
                _ => return None,
            };
            if !label.is_empty() && !label.starts_with(blank) {
                return None;
            }
            let label = label.trim_start();
            Some(AnsweredBox {
                range: Range::new(line.end - item.len(), line.end),
                label: Range::new(line.end - label.len(), line.end),
                is_ticked,
            })
        })
        .collect()
}
