//! The help plugin: `/help`, `/good-first-issue` and their `/remove-…`.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/help/help.go` at a61940897. `/good-first-issue` sets `help wanted` as well.

use super::PluginAction;
use super::expression::{Expression, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[
    Expression {
        words: &["help"],
        published: r"(?mi)^/help\s*$",
        takes: Takes::All,
        read: |_| wanted(false, false),
    },
    Expression {
        words: &["remove-help"],
        published: r"(?mi)^/remove-help\s*$",
        takes: Takes::All,
        read: |_| wanted(false, true),
    },
    Expression {
        words: &["good-first-issue"],
        published: r"(?mi)^/good-first-issue\s*$",
        takes: Takes::All,
        read: |_| wanted(true, false),
    },
    Expression {
        words: &["remove-good-first-issue"],
        published: r"(?mi)^/remove-good-first-issue\s*$",
        takes: Takes::All,
        read: |_| wanted(true, true),
    },
];

const fn wanted(good_first_issue: bool, remove: bool) -> PluginAction {
    PluginAction::HelpWanted {
        good_first_issue,
        remove,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::wanted;

    #[test]
    fn the_words_stand_alone() {
        assert_eq!(commands("/Help \r\n"), [wanted(false, false)]);
        assert_eq!(
            commands("/remove-good-first-issue\n/good-first-issue\n/remove-help"),
            [wanted(true, true), wanted(true, false), wanted(false, true)]
        );
        assert_eq!(commands("/help me\n/helpful\n/good-first-issues"), []);
    }
}
