//! The issue-management plugin: `/transfer`, `/link-issue`, `/pin-issue` and their counterparts.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/issue-management/issue_management.go` at a61940897. A body does one thing:
//! links come before pins, pins before a transfer. Links work in pull requests alone; elsewhere the bot says so.

use super::PluginAction;
use super::expression::{Expression, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[
    Expression {
        words: &["link-issue"],
        published: r"(?mi)^/link-issue\s+(.+)$",
        takes: Takes::All,
        read: |_| PluginAction::LinkIssue { remove: false },
    },
    Expression {
        words: &["unlink-issue"],
        published: r"(?mi)^/unlink-issue\s+(.+)$",
        takes: Takes::All,
        read: |_| PluginAction::LinkIssue { remove: true },
    },
    Expression {
        words: &["pin-issue"],
        published: r"(?mi)^/pin-issue\s*$",
        takes: Takes::All,
        read: |_| PluginAction::PinIssue { remove: false },
    },
    Expression {
        words: &["unpin-issue"],
        published: r"(?mi)^/unpin-issue\s*$",
        takes: Takes::All,
        read: |_| PluginAction::PinIssue { remove: true },
    },
    Expression {
        words: &["transfer"],
        published: r"(?mi)^/transfer(?:-issue)?(?: +(.*))?$",
        takes: Takes::All,
        read: |found| PluginAction::Transfer {
            repository: found.text(1).unwrap_or_default().trim().to_owned(),
        },
    },
];

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::PluginAction;

    #[test]
    fn an_issue_moves_to_the_repository_behind_the_word() {
        for (body, repository) in [
            ("/transfer kubectl\r\n", "kubectl"),
            ("/transfer-issue   test-infra ", "test-infra"),
            ("/Transfer", ""),
        ] {
            let repository = repository.to_owned();
            assert_eq!(
                commands(body),
                [PluginAction::Transfer { repository }],
                "{body:?}"
            );
        }
        for body in ["/transfer\r\n", "/transferred to x", "/transfer\tkubectl"] {
            assert_eq!(commands(body), [], "{body:?}");
        }
    }

    #[test]
    fn links_and_pins_are_read() {
        assert_eq!(
            commands("/link-issue 1 a/b#2\n/UNLINK-issue 3\n/PIN-ISSUE\n/unpin-issue \r"),
            [
                PluginAction::LinkIssue { remove: false },
                PluginAction::LinkIssue { remove: true },
                PluginAction::PinIssue { remove: false },
                PluginAction::PinIssue { remove: true },
            ]
        );
        assert_eq!(
            commands("/link-issue\n\n/pin-issue this"),
            [PluginAction::LinkIssue { remove: false }]
        );
        assert_eq!(commands("/link-issue"), []);
    }
}
