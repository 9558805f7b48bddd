//! The milestonestatus plugin: `/status in-review` and two others.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/milestonestatus/milestonestatus.go` at a61940897. It works for members of
//! the team that looks after milestones; a name that is none of the three is passed over.

use super::PluginAction;
use super::expression::{Expression, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[Expression {
    words: &["status"],
    published: r"(?m)^/status\s+(.+)$",
    takes: Takes::All,
    read: |found| PluginAction::Status {
        name: found.text(1).unwrap_or_default().trim().to_owned(),
    },
}];

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::PluginAction;

    #[test]
    fn a_status_is_the_rest_of_the_line() {
        let status = |name: &str| PluginAction::Status {
            name: name.to_owned(),
        };
        assert_eq!(
            commands("/status in-review \r\n/status  approved-for-milestone"),
            [status("in-review"), status("approved-for-milestone")]
        );
        assert_eq!(commands("/status\n/Status x"), [status("/Status x")]);
        assert_eq!(commands("/status"), []);
    }
}
