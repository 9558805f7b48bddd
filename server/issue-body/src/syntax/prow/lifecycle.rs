//! The lifecycle plugin: `/lifecycle`, `/remove-lifecycle`, `/close`, `/reopen`.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/lifecycle/{lifecycle,close,reopen}.go` at a61940897. Exactly one blank
//! stands between the word and what follows it. The author of an issue may close it, so a `/close` in a body always
//! works; `/reopen` wants an issue that is closed.

use super::PluginAction;
use super::expression::{Expression, Takes};

/// What `/lifecycle` takes: the names of its labels behind `lifecycle/`.
pub const LIFECYCLE_STATES: [&str; 4] = ["active", "frozen", "stale", "rotten"];

pub(super) const EXPRESSIONS: &[Expression] = &[
    Expression {
        words: &["lifecycle", "remove-lifecycle"],
        published: r"(?mi)^/(remove-)?lifecycle (active|frozen|stale|rotten)\s*$",
        takes: Takes::All,
        read: |found| PluginAction::Lifecycle {
            state: found.text(2).unwrap_or_default().to_lowercase(),
            remove: found.text(1).is_some(),
        },
    },
    Expression {
        words: &["close"],
        published: r"(?mi)^/close\s*$",
        takes: Takes::All,
        read: |_| PluginAction::Close { not_planned: false },
    },
    Expression {
        words: &["close"],
        published: r"(?mi)^/close not-planned\s*$",
        takes: Takes::All,
        read: |_| PluginAction::Close { not_planned: true },
    },
    Expression {
        words: &["reopen"],
        published: r"(?mi)^/reopen\s*$",
        takes: Takes::All,
        read: |_| PluginAction::Reopen,
    },
];

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::{LIFECYCLE_STATES, PluginAction};

    #[test]
    fn states_are_four_and_one_blank_stands_before_them() {
        let lifecycle = |state: &str, remove| PluginAction::Lifecycle {
            state: state.to_owned(),
            remove,
        };
        for state in LIFECYCLE_STATES {
            assert_eq!(
                commands(&format!("/lifecycle {state}")),
                [lifecycle(state, false)]
            );
        }
        assert_eq!(
            commands("/LIFECYCLE Stale \r\n"),
            [lifecycle("stale", false)]
        );
        assert_eq!(
            commands("/remove-lifecycle stale\n/remove-lifecycle rotten\n/lifecycle active"),
            [
                lifecycle("stale", true),
                lifecycle("rotten", true),
                lifecycle("active", false)
            ]
        );
        for body in [
            "/lifecycle",
            "/remove-lifecycle",
            "/lifecycle random",
            "/lifecycle frozen stale",
            "/lifecycle frozen please",
            "/lifecycle  frozen",
            "/lifecycle\tfrozen",
            " /lifecycle frozen",
        ] {
            assert_eq!(commands(body), [], "{body:?}");
        }
    }

    #[test]
    fn an_issue_is_closed_and_reopened_by_the_bare_word() {
        let close = |not_planned| PluginAction::Close { not_planned };
        assert_eq!(commands("/close \r"), [close(false)]);
        assert_eq!(commands("/cloſe"), [close(false)]);
        assert_eq!(commands("/close not-planned \r\n"), [close(true)]);
        assert_eq!(commands("/Reopen"), [PluginAction::Reopen]);
        for body in [
            "/close this",
            "/closed",
            "/close  not-planned",
            "> /close",
            "uh oh",
        ] {
            assert_eq!(commands(body), [], "{body:?}");
        }
    }
}
