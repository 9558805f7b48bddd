//! Applying all fixes of a draft, to a fixpoint.

use super::finding::{Applicability, Finding};
use crate::text::{Edit, apply_edits, overlaps};

/// More rounds than any draft needs, since a round applies every fix that overlaps no other. The bound turns a fix that
/// never comes to rest, which would be a mistake of its rule, into an end.
const ROUND_LIMIT: usize = 200;

/// A text after its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many fixes were applied.
    pub applied: usize,
}

/// Applies the fixes of the findings that `check` has for the text, round by round until none is left. Fixes that need a
/// person's agreement are applied only where `limit` is [`Applicability::Unsafe`].
pub fn fix_all(text: &str, limit: Applicability, check: impl Fn(&str) -> Vec<Finding>) -> Fixed {
    let mut fixed = Fixed {
        text: text.to_owned(),
        applied: 0,
    };
    for _ in 0..ROUND_LIMIT {
        let (edits, count) = choose_edits(&check(&fixed.text), limit);
        if count == 0 {
            break;
        }
        fixed.text = apply_edits(&fixed.text, &edits);
        fixed.applied += count;
    }
    fixed
}

/// The edits of as many fixes as go together, and the number of those fixes. Earlier findings win; a fix is taken whole
/// or not at all.
fn choose_edits(findings: &[Finding], limit: Applicability) -> (Vec<Edit>, usize) {
    let mut chosen: Vec<Edit> = Vec::new();
    let mut count = 0;
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    for fix in fixes.filter(|fix| fix.applicability <= limit) {
        let goes_together = |edit: &Edit| !chosen.iter().any(|other| overlaps(edit, other));
        if fix.edits.iter().all(goes_together) {
            chosen.extend(fix.edits.iter().cloned());
            count += 1;
        }
    }
    (chosen, count)
}
