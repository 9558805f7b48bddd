//! The milestone plugin: `/milestone v1.36`, `/milestone clear`.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/milestone/milestone.go` at a61940897. Only the first command of a body
//! counts, and only for members of the team that looks after milestones. The title is everything up to the end of the
//! line, of the next line with text where the command's own has none.

use super::PluginAction;
use super::expression::{Expression, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[Expression {
    words: &["milestone"],
    published: r"(?m)^/milestone\s+(.+?)\s*$",
    takes: Takes::First,
    read: |found| PluginAction::Milestone {
        title: found.text(1).unwrap_or_default().to_owned(),
    },
}];

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::PluginAction;

    #[test]
    fn the_first_milestone_counts_with_all_words_of_its_title() {
        for (body, title) in [
            ("/milestone v1.36", "v1.36"),
            (
                "Foo\n/milestone v1.36\r\n/priority critical-urgent",
                "v1.36",
            ),
            ("/milestone  clear \n/milestone v1.36", "clear"),
            ("/milestone v1.36 please", "v1.36 please"),
            ("/milestone\n\nNext milestone", "Next milestone"),
        ] {
            let title = title.to_owned();
            assert_eq!(
                commands(body),
                [PluginAction::Milestone { title }],
                "{body:?}"
            );
        }
        for body in [
            "/milestone",
            "/Milestone v1.36",
            "/milestonev1.36",
            " /milestone v1",
        ] {
            assert_eq!(commands(body), [], "{body:?}");
        }
    }
}
