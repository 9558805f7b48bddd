//! What holds for every answer to an editor, in whatever text and at whatever place of it: its ranges are pieces of the text,
//! and its edits can be made.

use issue_body::catalog::Catalog;
use issue_body::editing::{
    Action, Change, Completion, Symbol, actions, code_lens, complete, complete_form,
    complete_unrecognised, definition, describe_in, fix_all_action, folds, form_actions,
    form_symbols, formatting, highlights, hover, hover_form, inlay_hints, links, rename,
    selection_ranges, semantic_tokens, sending, skeleton_actions, symbols, version_at,
};
use issue_body::report::extract;
use issue_body::rules::{Context, Finding, Levels, check};
use issue_body::syntax::{Draft, Origin};
use issue_body::template::{FormFile, FormFileKind, Reason};
use issue_body::text::{Edit, LineIndex, PositionEncoding, Range, apply_edits, overlaps};
use proptest::prelude::*;

use super::{Property, forms};
use crate::drafts::with_context;

/// Whether `range` is a piece of `text`.
fn is_piece(text: &str, range: Range) -> bool {
    text.get(range.start..range.end).is_some()
}

/// The places of `text` that are between characters, out of `at`, which can be anything.
fn boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at % (text.len() + 1))
}

/// Every offset between two characters has a position in each encoding that leads back to it.
pub fn positions_round_trip(text: &str, at: usize) -> Property {
    let lines = LineIndex::new(text);
    let offset = boundary(text, at);
    // Between the two bytes of `\r\n` there is no position of its own.
    if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
        return Ok(());
    }
    for encoding in [
        PositionEncoding::Utf8,
        PositionEncoding::Utf16,
        PositionEncoding::Utf32,
    ] {
        let position = lines.position(text, offset, encoding);
        prop_assert_eq!(lines.offset(text, position, encoding), offset);
    }
    Ok(())
}

/// Everything that was read in a draft has a place in it.
pub fn parts_have_places(text: &str) -> Property {
    for origin in [Origin::File, Origin::VscodeNewIssue, Origin::Issue] {
        let draft = Draft::parse(text, origin);
        let body = &draft.body;
        let parts = [
            vec![body.range],
            body.headings.iter().map(|part| part.range).collect(),
            body.glued_headings.iter().map(|part| part.range).collect(),
            body.fences.iter().map(|part| part.range).collect(),
            body.comments.iter().map(|part| part.range).collect(),
            body.release_blocks.iter().map(|part| part.range).collect(),
            body.commands.iter().map(|part| part.range).collect(),
            body.plugin_commands.iter().map(|part| part.range).collect(),
            body.directives.iter().map(|part| part.range).collect(),
        ];
        for part in parts.into_iter().flatten() {
            prop_assert!(is_piece(text, part), "{part:?}");
            prop_assert!(body.range.contains_range(part), "{part:?}");
        }
    }
    Ok(())
}

/// What an editor is told at the places `from` and `to` of a draft can be shown and done.
pub fn answers_have_places(text: &str, from: usize, to: usize) -> Property {
    let (from, to) = (boundary(text, from), boundary(text, to));
    let selection = Range::new(from.min(to), from.max(to));
    with_context(text, |context| {
        let findings = check(context, &Levels::default());
        at_place(context, &findings, from)?;
        whole(context, &findings)?;
        in_selection(context, &findings, selection)
    })?;
    let draft = Draft::parse(text, Origin::VscodeNewIssue);
    completions(text, from, &complete_unrecognised(&draft, &[], from))
}

fn at_place(context: &Context<'_>, findings: &[Finding], offset: usize) -> Property {
    let text: &str = &context.issue.draft.text;
    let found = complete(context, offset);
    completions(text, offset, &found)?;
    for completion in &found {
        // Not everything has more to say; what it says has to be made without a fault.
        describe_in(&completion.subject, context);
    }
    if let Some(hover) = hover(context, offset, findings) {
        prop_assert!(is_piece(text, hover.range));
        prop_assert!(!hover.markdown.is_empty());
    }
    for highlight in highlights(context.issue, offset) {
        prop_assert!(is_piece(text, highlight.range));
    }
    if let Some(version) = version_at(context.issue, offset) {
        prop_assert!(is_piece(text, version.range));
        let renamed = rename(context.issue, offset, "v1.2.3");
        applicable(text, &renamed.unwrap_or_default(), "rename")?;
    }
    if let Some(definition) = definition(context, offset) {
        prop_assert!(is_piece(text, definition.origin));
    }
    let mut inner = Range::empty(offset);
    for range in selection_ranges(context.issue, offset) {
        prop_assert!(is_piece(text, range));
        prop_assert!(range.contains_range(inner), "{range:?} around {inner:?}");
        inner = range;
    }
    Ok(())
}

fn whole(context: &Context<'_>, findings: &[Finding]) -> Property {
    let issue = context.issue;
    let text: &str = &issue.draft.text;
    nested(text, &symbols(issue))?;
    for fold in folds(issue) {
        prop_assert!(is_piece(text, fold.range));
    }
    for link in links(context, Some("https://github.com/kubernetes/kubernetes")) {
        prop_assert!(is_piece(text, link.range));
    }
    let lens = code_lens(context, Reason::Fallback, findings);
    prop_assert!(!lens.contains(['\n', '\r']), "{lens:?}");
    prop_assert!(text.contains(sending(context).body));
    extract(context, true);
    Ok(())
}

fn in_selection(context: &Context<'_>, findings: &[Finding], selection: Range) -> Property {
    let text: &str = &context.issue.draft.text;
    for hint in inlay_hints(context, selection) {
        prop_assert!(text.is_char_boundary(hint.offset));
    }
    let mut end = 0;
    for token in semantic_tokens(context, selection) {
        prop_assert!(is_piece(text, token.range) && token.range.start >= end);
        end = token.range.end;
    }
    let formatted = formatting(context.issue.draft, selection);
    applicable(text, &formatted, "format")?;
    let again = |text: &str| with_context(text, |context| check(context, &Levels::default()));
    let offered = actions(context, findings, selection);
    doable(text, offered.iter().chain(&fix_all_action(text, again)))?;
    doable(
        text,
        &skeleton_actions(context.issue.draft, context.templates),
    )
}

/// What an editor is told at the places `from` and `to` of a form can be shown and done.
pub fn form_answers_have_places(text: &str, from: usize, to: usize) -> Property {
    let (from, to) = (boundary(text, from), boundary(text, to));
    let selection = Range::new(from.min(to), from.max(to));
    let catalog = Catalog::kubernetes();
    for kind in [FormFileKind::Form, FormFileKind::Chooser] {
        let file = FormFile::read(text, kind);
        let findings = forms::findings(text);
        let found = complete_form(&file, from, catalog.labels.as_ref());
        completions(text, from, &found)?;
        if let Some(hover) = hover_form(&file, from, catalog, &findings) {
            prop_assert!(is_piece(text, hover.range));
        }
        nested(text, &form_symbols(&file))?;
        doable(text, &form_actions(&findings, selection))?;
    }
    Ok(())
}

/// Completions replace a piece of one line, around the cursor. One before a byte order mark counts as behind it, one inside
/// of a line end as before that.
fn completions(text: &str, offset: usize, found: &[Completion]) -> Property {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let before_end =
        offset - usize::from(text[..offset].ends_with('\r') && text[offset..].starts_with('\n'));
    let offset = before_end.max(mark.min('\u{feff}'.len_utf8()));
    for completion in found {
        let range = completion.replace;
        prop_assert!(is_piece(text, range), "{}", completion.label);
        prop_assert!(range.touches(offset), "{}", completion.label);
        prop_assert!(!text[range].contains(['\n', '\r']), "{}", completion.label);
    }
    Ok(())
}

/// Symbols have names, and each lies in the one around it.
fn nested(text: &str, symbols: &[Symbol]) -> Property {
    for symbol in symbols {
        prop_assert!(is_piece(text, symbol.range) && is_piece(text, symbol.name_range));
        prop_assert!(symbol.range.contains_range(symbol.name_range), "{symbol:?}");
        prop_assert!(!symbol.name.trim().is_empty(), "{symbol:?}");
        let mut children = symbol.children.iter();
        prop_assert!(
            children.all(|child| symbol.range.contains_range(child.range)),
            "{symbol:?}"
        );
        nested(text, &symbol.children)?;
    }
    Ok(())
}

/// The edits of actions can be made.
fn doable<'action>(text: &str, actions: impl IntoIterator<Item = &'action Action>) -> Property {
    for action in actions {
        match &action.change {
            Change::Skeleton { offset, .. } => prop_assert!(text.is_char_boundary(*offset)),
            Change::Edits(edits) => applicable(text, edits, &action.title)?,
        }
    }
    Ok(())
}

/// Edits replace pieces of the text, none of them in another.
fn applicable(text: &str, edits: &[Edit], title: &str) -> Property {
    for (place, edit) in edits.iter().enumerate() {
        prop_assert!(is_piece(text, edit.range), "{title}");
        let mut others = edits[..place].iter();
        prop_assert!(!others.any(|other| overlaps(edit, other)), "{title}");
    }
    apply_edits(text, edits);
    Ok(())
}
