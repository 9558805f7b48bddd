//! The shrug plugin: `/shrug`, `/unshrug`.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/shrug/shrug.go` at a61940897. Where both stand, `/shrug` counts.

use super::PluginAction;
use super::expression::{Expression, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[
    Expression {
        words: &["shrug"],
        published: r"(?mi)^/shrug\s*$",
        takes: Takes::All,
        read: |_| PluginAction::Shrug { remove: false },
    },
    Expression {
        words: &["unshrug"],
        published: r"(?mi)^/unshrug\s*$",
        takes: Takes::All,
        read: |_| PluginAction::Shrug { remove: true },
    },
];

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::PluginAction;

    #[test]
    fn a_shrug_says_nothing_else() {
        assert_eq!(
            commands("/Shrug \r"),
            [PluginAction::Shrug { remove: false }]
        );
        assert_eq!(commands("/unshrug"), [PluginAction::Shrug { remove: true }]);
        assert_eq!(commands("/shrug it off"), []);
    }
}
