//! Applying all fixes of a draft, to a fixpoint.

use super::finding::{Applicability, Finding};
use crate::text::{Edit, apply_edits};

/// How many rounds a draft gets beside one for each of its fixes. Few need more than ten, since a round applies every fix
/// that touches no other. The bound turns a fix that never comes to rest, which would be a mistake of its rule, into an
/// end.
const ROUND_LIMIT: usize = 100;

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
    let mut findings = check(text);
    let rounds = ROUND_LIMIT + findings.len();
    for _ in 0..rounds {
        let (edits, count) = choose_edits(&findings, limit);
        if count == 0 {
            break;
        }
        fixed.text = apply_edits(&fixed.text, &edits);
        fixed.applied += count;
        findings = check(&fixed.text);
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
        // Edits that touch can be applied together, but what one of them writes may end up in what the other one moves.
        let goes_together = |edit: &Edit| !chosen.iter().any(|other| edit.range.meets(other.range));
        if fix.edits.iter().all(goes_together) {
            chosen.extend(fix.edits.iter().cloned());
            count += 1;
        }
    }
    (chosen, count)
}
