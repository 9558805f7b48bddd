//! The hold plugin: `/hold`, `/unhold`, `/remove-hold`, `/hold cancel`, in pull requests alone.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/hold/hold.go` at a61940897. `/hold cancel` matches both expressions; the
//! plugin looks at the one that cancels first.

use super::PluginAction;
use super::expression::{Expression, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[
    Expression {
        words: &["hold"],
        published: r"(?mi)^/hold(\s.*)?$",
        takes: Takes::All,
        read: |found| PluginAction::Hold {
            cancel: found.text(1).is_some_and(begins_with_cancel),
        },
    },
    Expression {
        words: &["remove-hold", "unhold"],
        published: r"(?mi)^/(remove-hold|unhold)(\s.*)?$",
        takes: Takes::All,
        read: |_| PluginAction::Hold { cancel: true },
    },
];

/// Whether the rest of a `/hold` is what `hold\s+cancel(\s.*)?$` wants; that part of the published expression is left to
/// this function, so that a line is one command.
fn begins_with_cancel(rest: &str) -> bool {
    let mut words = rest.split_ascii_whitespace();
    words
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("cancel"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::PluginAction;

    #[test]
    fn a_hold_may_say_why_and_may_be_cancelled() {
        for (body, cancel) in [
            ("/hold", false),
            ("/Hold for further review\r\n", false),
            ("/hold cancelled", false),
            ("/hold cancel", true),
            ("/hold   cancel  with blanks", true),
            ("/unhold", true),
            ("/remove-hold because", true),
        ] {
            assert_eq!(commands(body), [PluginAction::Hold { cancel }], "{body:?}");
        }
        for body in ["> /hold", "/holding", "/removehold", "/remove -    hold"] {
            assert_eq!(commands(body), [], "{body:?}");
        }
    }
}
