//! The require-matching-label plugin's command: `/check-required-labels`.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/require-matching-label/require-matching-label.go` at a61940897. What the
//! plugin does by itself when an issue opens is configuration, and left to the catalogue.

use super::PluginAction;
use super::expression::{Expression, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[Expression {
    words: &["check-required-labels"],
    published: r"(?mi)^/check-required-labels\s*$",
    takes: Takes::All,
    read: |_| PluginAction::CheckRequiredLabels,
}];

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::PluginAction;

    #[test]
    fn the_word_stands_alone() {
        let body = "/Check-Required-Labels\r\n/check-required-labels now";
        assert_eq!(commands(body), [PluginAction::CheckRequiredLabels]);
    }
}
