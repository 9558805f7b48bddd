//! The assign plugin: `/assign`, `/unassign`, and for pull requests `/cc`, `/uncc`.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/assign/assign.go` at a61940897. A character that no GitHub name has, a
//! comma for instance, makes the plugin pass the whole line over. Without a name the author is meant.

use super::PluginAction;
use super::expression::{Expression, Found, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[
    Expression {
        words: &["assign", "unassign"],
        published: r"(?mi)^/(un)?assign(( @?[-\w]+?)*)\s*$",
        takes: Takes::All,
        read: |found| PluginAction::Assign {
            logins: logins(found),
            remove: is_undone(found),
        },
    },
    Expression {
        words: &["cc", "uncc"],
        published: r"(?mi)^/(un)?cc(( +@?[-/\w]+?)*)\s*$",
        takes: Takes::All,
        read: |found| PluginAction::RequestReview {
            logins: logins(found),
            remove: is_undone(found),
        },
    },
];

/// Prow compares the first group with a small `un`: `/UNassign` assigns.
fn is_undone(found: &Found<'_>) -> bool {
    found.text(1) == Some("un")
}

fn logins(found: &Found<'_>) -> Vec<String> {
    let parts = found.text(2).unwrap_or_default().split(' ');
    parts
        .map(|part| part.trim_matches('@'))
        .filter(|part| !part.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::PluginAction;

    fn assign(logins: &[&str], remove: bool) -> PluginAction {
        PluginAction::Assign {
            logins: logins.iter().map(ToString::to_string).collect(),
            remove,
        }
    }

    #[test]
    fn names_are_single_words_one_blank_apart() {
        for (body, expected) in [
            ("/assign", assign(&[], false)),
            ("/unassign \r", assign(&[], true)),
            (
                "/assign @hello-world under_score",
                assign(&["hello-world", "under_score"], false),
            ),
            ("/Assign bert", assign(&["bert"], false)),
            ("/UNassign bert", assign(&["bert"], false)),
        ] {
            assert_eq!(commands(body), [expected], "{body:?}");
        }
        assert_eq!(
            commands("/assign @a\n/unassign @b @c"),
            [assign(&["a"], false), assign(&["b", "c"], true)]
        );
        for body in [
            "/assign @a, @b",
            "/assign Invalid$User",
            "/assign  @a",
            "/assign @kubernetes/sig-node",
            "/assign @é",
        ] {
            assert_eq!(commands(body), [], "{body:?}");
        }
    }

    #[test]
    fn reviews_are_asked_of_teams_as_well() {
        let review = |logins: &[&str], remove| PluginAction::RequestReview {
            logins: logins.iter().map(ToString::to_string).collect(),
            remove,
        };
        assert_eq!(
            commands("/cc \n/uncc  @a kubernetes/sig-testing"),
            [
                review(&[], false),
                review(&["a", "kubernetes/sig-testing"], true)
            ]
        );
        assert_eq!(commands("/cc @a because of b!"), []);
    }
}
