//! What holds for every form file, whatever is wrong with it: findings have places, fixes come to rest and keep the rest of
//! the file.

use issue_body::catalog::Catalog;
use issue_body::rules::{Applicability, Finding, FormContext, Levels, check_form, fix_all};
use issue_body::template::form::Form;
use issue_body::text::{Range, apply_edits, overlaps};
use proptest::prelude::*;

use super::Property;

/// What the rules find in the form `text`, by the labels of Kubernetes.
pub fn findings(text: &str) -> Vec<Finding> {
    let context = FormContext {
        text,
        form: &Form::read(text),
        labels: Catalog::kubernetes().labels.as_ref(),
    };
    check_form(&context, &Levels::default())
}

/// Findings and their edits have places in the text, and sentences of one line.
pub fn places_hold(text: &str) -> Property {
    let is_piece = |range: Range| text.get(range.start..range.end).is_some();
    for finding in findings(text) {
        let rule = finding.rule.name;
        prop_assert!(is_piece(finding.range), "{rule}");
        prop_assert!(
            !text[finding.range.start..finding.range.end].contains(['\n', '\r']),
            "{rule}"
        );
        prop_assert!(
            finding.message.ends_with('.') && !finding.message.contains(['\n', '\r']),
            "{rule}: {}",
            finding.message
        );
        let mut related = finding.related.iter();
        prop_assert!(related.all(|related| is_piece(related.range)), "{rule}");
        let edits = finding.fix.map(|fix| fix.edits).unwrap_or_default();
        for (place, edit) in edits.iter().enumerate() {
            prop_assert!(is_piece(edit.range), "{rule}");
            prop_assert!(
                !edits[..place].iter().any(|other| overlaps(edit, other)),
                "{rule}"
            );
        }
    }
    Ok(())
}

/// Each fix removes the finding it is for.
pub fn fixes_mend(text: &str) -> Property {
    let before = findings(text);
    for finding in &before {
        let Some(fix) = &finding.fix else { continue };
        let written = apply_edits(text, &fix.edits);
        let alike =
            |other: &&Finding| other.rule == finding.rule && other.message == finding.message;
        let left = findings(&written).iter().filter(alike).count();
        prop_assert!(
            left < before.iter().filter(alike).count(),
            "{}: {}\n{written}",
            finding.rule.name,
            fix.title
        );
    }
    Ok(())
}

/// Fixing everything that can be fixed leaves nothing to fix, and a second time changes nothing.
pub fn fixing_rests(text: &str) -> Property {
    let once = fix_all(text, Applicability::Safe, findings).text;
    prop_assert!(
        findings(&once).iter().all(|finding| finding.fix.is_none()),
        "{once}"
    );
    let twice = fix_all(&once, Applicability::Safe, findings).text;
    prop_assert_eq!(&twice, &once);
    Ok(())
}
