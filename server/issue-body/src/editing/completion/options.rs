//! Completion of the answer of a dropdown: the options that the form offers.

use super::cursor::Cursor;
use super::{Completion, CompletionKind};
use crate::editing::subject::Subject;
use crate::template::{Answer, AnswerKind, Issue, read_answer, read_options};
use crate::text::Range;

/// What stands between the options of one answer.
const SEPARATOR: &str = ", ";

/// The options that the line of the cursor can name; `None` where it is not the answer of a dropdown. `issue` is the issue
/// without that line.
pub(super) fn complete(issue: &Issue<'_>, cursor: &Cursor<'_>) -> Option<Vec<Completion>> {
    let at = cursor.line.start;
    let mut sections = issue.sections.iter();
    let section =
        sections.rfind(|section| section.content.start <= at && at <= section.range.end)?;
    let field = section.specification.field.as_ref()?;
    let AnswerKind::Choice {
        options, multiple, ..
    } = &field.answer
    else {
        return None;
    };
    // Below an answer there may be a line for something else.
    if read_answer(issue.draft, section, section.specification, field) != Answer::None {
        return None;
    }
    let starts = starts(cursor, *multiple);
    let chosen = listed(cursor, options, *multiple);
    let before = |start: usize| {
        let typed = cursor.draft.slice(Range::new(start, cursor.offset));
        typed.to_lowercase()
    };
    let end = end(cursor, *multiple);
    let completions = options.iter().enumerate().filter_map(|(place, option)| {
        let option = option.trim();
        // An option may hold the separator itself, so it may have begun before the last one.
        let last = *starts.last()?;
        let is_begun = |start: &usize| option.to_lowercase().starts_with(&before(*start));
        let start = match before(last).is_empty() {
            true => last,
            false => starts.iter().copied().find(is_begun).unwrap_or(last),
        };
        let replace = Range::new(start, end.max(cursor.offset));
        let is_chosen = chosen
            .iter()
            .any(|(range, other)| *other == place && !range.touches(cursor.offset));
        if is_chosen || option.is_empty() {
            return None;
        }
        let subject = Subject::Section(section.specification.name.clone());
        Some(
            Completion::new(CompletionKind::Value, option, subject, replace)
                .detail("option".to_owned()),
        )
    });
    Some(completions.collect())
}

/// Where an option can have begun that is being typed at the cursor.
fn starts(cursor: &Cursor<'_>, multiple: bool) -> Vec<usize> {
    let before = cursor.before();
    let indentation = before.len() - before.trim_start().len();
    let first = cursor.line.start + indentation;
    let mut starts = vec![first];
    if multiple {
        let behind_commas = before.match_indices(',').map(|(place, comma)| {
            let behind = &before[place + comma.len()..];
            let blanks = behind.len() - behind.trim_start().len();
            cursor.line.start + place + comma.len() + blanks
        });
        starts.extend(behind_commas);
    }
    starts
}

/// Where the option at the cursor ends.
fn end(cursor: &Cursor<'_>, multiple: bool) -> usize {
    let behind = cursor.behind();
    let length = match multiple {
        true => behind.find(SEPARATOR).unwrap_or(behind.trim_end().len()),
        false => behind.trim_end().len(),
    };
    cursor.offset + length
}

/// The options that stand in the line already, each with its place among all.
fn listed(cursor: &Cursor<'_>, options: &[String], multiple: bool) -> Vec<(Range, usize)> {
    if !multiple {
        return Vec::new();
    }
    let line = cursor.line.trimmed(&cursor.draft.text);
    let chosen = read_options(cursor.draft, line, options, multiple);
    chosen
        .into_iter()
        .filter_map(|option| Some((option.range, option.position?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::editing::completion::testing::offered;

    const FORM: &str = "---\ntemplate: bug-report\n---\n";

    /// The options at the mark, each with what it replaces.
    fn options(fixture: &str) -> String {
        let fixture = format!("{FORM}{fixture}");
        let text = fixture.replacen("$0", "", 1);
        let found = offered(&fixture);
        let found = found
            .iter()
            .filter(|one| one.detail.as_deref() == Some("option"));
        let lines = found.map(|one| {
            let replaced = &text[one.replace.start..one.replace.end];
            format!("{} for `{replaced}`", one.label)
        });
        lines.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn the_options_of_a_dropdown_are_offered_for_its_answer() {
        let all = "Linux for ``; macOS for ``; Windows for ``";
        assert_eq!(options("### Platform\n\n$0\n"), all);
        assert_eq!(options("### Platform\n$0\n\n### Log\n\nnone\n"), all);
        let typed = "Linux for `ma`; macOS for `ma`; Windows for `ma`";
        assert_eq!(
            options("### Platform\n\nm$0a\n"),
            typed,
            "the editor picks what fits"
        );
        let hinted =
            "### Platform\n\n<!-- Write the answer here. (one of: Linux, macOS, Windows) -->\n$0\n";
        assert_eq!(options(hinted), all);
    }

    #[test]
    fn what_is_answered_already_is_left_alone() {
        assert_eq!(options("### Platform\n\nmacOS\n$0\n"), "");
        assert_eq!(options("### Version\n\n$0\n"), "");
        assert_eq!(options("### Platform\n\nmacOS\n\n### Version\n\n$0\n"), "");
    }

    #[test]
    fn of_several_options_those_that_stand_there_are_left_out() {
        let rest = "one, turned for ``; several for ``";
        assert_eq!(options("### Screens\n\none, $0\n"), rest);
        let turned = "one, turned for `one, tu`; several for `tu`";
        assert_eq!(options("### Screens\n\none, tu$0\n"), turned);
        assert_eq!(
            options("### Screens\n\n$0, several\n"),
            "one for ``; one, turned for ``"
        );
    }
}
