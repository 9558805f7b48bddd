//! Prow's commands exactly as Prow reads them: what its bot will take from a body, intended or not.
//!
//! Prow is a set of plugins, each of which searches the text with expressions of its own. One file here follows one
//! plugin and says which source it follows. The label plugin reads the body with its HTML comments removed; all others
//! read the raw text, comments and code blocks included. Read are the plugins that kubernetes/kubernetes has switched on
//! (kubernetes/test-infra `config/prow/plugins.yaml` at 9cd5798cb) and that an issue can set off, besides those commands
//! that work in pull requests alone. What a command ought to look like, and what Prow will make of all of them together,
//! is left to `rules`.

mod amusement;
mod assign;
mod expression;
mod help;
mod hold;
mod issue_management;
mod label;
mod lifecycle;
mod milestone;
mod milestone_status;
mod pull_request;
mod required_labels;
mod retitle;
mod shrug;
mod sig_mention;
mod stripped;
#[cfg(test)]
mod testing;

use std::sync::LazyLock;

pub use label::{Argument, Command, LABEL_COMMANDS};
pub use lifecycle::LIFECYCLE_STATES;

use crate::text::Range;
use expression::{Expression, Expressions, Takes};

/// What a plugin matches, apart from the commands that set labels of a prefix ([`Command`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginCommand {
    /// The whole match, trimmed.
    pub range: Range,
    /// The slash and the command word; all of a mention.
    pub word: Range,
    /// What it asks for.
    pub action: PluginAction,
    /// Whether Prow passes it over, because the plugin takes only the first of its kind.
    pub is_superseded: bool,
}

impl PluginCommand {
    /// What stands behind the word, without the blanks around it; all of the command where nothing does.
    pub fn argument(&self, text: &str) -> Range {
        let argument = Range::new(self.word.end, self.range.end).trimmed(text);
        if argument.is_empty() {
            self.range
        } else {
            argument
        }
    }
}

/// What a command asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PluginAction {
    /// `/label NAME`, `/remove-label NAME`.
    Label {
        /// The full name in lower case; none where the command does not hold exactly one, so that Prow passes it over.
        name: Option<String>,
        /// Whether the label is removed.
        remove: bool,
    },
    /// `/lifecycle frozen`, `/remove-lifecycle stale`.
    Lifecycle {
        /// The label's name behind `lifecycle/`, in lower case.
        state: String,
        /// Whether the label is removed.
        remove: bool,
    },
    /// `/close`, `/close not-planned`.
    Close {
        /// Whether GitHub is told that nothing will be done.
        not_planned: bool,
    },
    /// `/reopen`.
    Reopen,
    /// `/milestone v1.36`; the title `clear` takes the milestone away.
    Milestone {
        /// The title as it is written.
        title: String,
    },
    /// `/status in-review`: one of the `status/` labels.
    Status {
        /// What stands behind the word.
        name: String,
    },
    /// `/assign @login`, `/unassign`.
    Assign {
        /// GitHub names without `@`; none for the author of the issue.
        logins: Vec<String>,
        /// Whether they are taken off.
        remove: bool,
    },
    /// `/cc @login`, `/uncc`: asks for a review.
    RequestReview {
        /// GitHub names without `@`; none for the author.
        logins: Vec<String>,
        /// Whether the request is taken back.
        remove: bool,
    },
    /// `/hold`, `/unhold`, `/hold cancel`.
    Hold {
        /// Whether the hold ends.
        cancel: bool,
    },
    /// `/retitle New title`.
    Retitle {
        /// The new title; Prow complains of an empty one.
        title: String,
    },
    /// `/help`, `/good-first-issue` and their `/remove-…`.
    HelpWanted {
        /// Whether the issue is for newcomers as well.
        good_first_issue: bool,
        /// Whether the label is removed.
        remove: bool,
    },
    /// `/transfer REPOSITORY`, `/transfer-issue REPOSITORY`.
    Transfer {
        /// A repository of the same organisation; Prow complains of an empty one.
        repository: String,
    },
    /// `/link-issue 123`, `/unlink-issue 123`.
    LinkIssue {
        /// Whether the link is taken away.
        remove: bool,
    },
    /// `/pin-issue`, `/unpin-issue`.
    PinIssue {
        /// Whether the issue is unpinned.
        remove: bool,
    },
    /// `@kubernetes/sig-node-bugs`: a mention of a SIG's team.
    MentionSig {
        /// The label of the SIG.
        sig: String,
        /// The label of the kind that the team stands for.
        kind: Option<&'static str>,
    },
    /// `/shrug`, `/unshrug`.
    Shrug {
        /// Whether the label is removed.
        remove: bool,
    },
    /// `/check-required-labels`.
    CheckRequiredLabels,
    /// `/joke`, `/meow` and the like: the bot answers with something to smile about.
    Amuse,
    /// A command that works in pull requests alone, such as `/lgtm`.
    PullRequest,
}

impl PluginAction {
    /// Whether Prow does anything about the command, an answer included, when it stands in the body of an issue that is
    /// opened. Without that it works in pull requests, or on closed issues, alone.
    pub fn counts_when_an_issue_opens(&self) -> bool {
        !matches!(
            self,
            PluginAction::RequestReview { .. }
                | PluginAction::Hold { .. }
                | PluginAction::Reopen
                | PluginAction::PullRequest
                | PluginAction::Label { name: None, .. }
        )
    }
}

/// All that Prow reads in a body.
pub(crate) struct ProwCommands {
    /// The commands that set or remove labels of a prefix, in order of place.
    pub(crate) labels: Vec<Command>,
    /// All others, in order of place.
    pub(crate) others: Vec<PluginCommand>,
}

/// The expressions of the plugins that read the raw text and look for lines that begin with a slash.
const RAW: [&[Expression]; 12] = [
    lifecycle::EXPRESSIONS,
    milestone::EXPRESSIONS,
    milestone_status::EXPRESSIONS,
    assign::EXPRESSIONS,
    hold::EXPRESSIONS,
    retitle::EXPRESSIONS,
    help::EXPRESSIONS,
    issue_management::EXPRESSIONS,
    shrug::EXPRESSIONS,
    required_labels::EXPRESSIONS,
    amusement::EXPRESSIONS,
    pull_request::EXPRESSIONS,
];

static RAW_EXPRESSIONS: LazyLock<Expressions> = LazyLock::new(|| {
    let raw = RAW.iter().copied().flatten();
    Expressions::new(raw.map(|raw| (raw.words, raw.published)))
});

/// All that Prow reads in the body at `range` of `text`. Linear in its length.
pub(crate) fn read(text: &str, range: Range) -> ProwCommands {
    let (labels, mut others) = label::read(text, range);
    let body = &text[range];
    let mut taken = Vec::new();
    for found in RAW_EXPRESSIONS.find_all(body) {
        let mut raw = RAW.iter().copied().flatten();
        let Some(expression) = raw.nth(found.expression) else {
            continue;
        };
        let is_first = !taken.contains(&found.expression);
        if is_first {
            taken.push(found.expression);
        }
        let whole = found.range.trimmed(body);
        let is_word = |letter: char| letter.is_alphabetic() || letter == '-';
        let behind_slash = &body[whole.start + 1..whole.end];
        let word = behind_slash.len() - behind_slash.trim_start_matches(is_word).len() + 1;
        others.push(PluginCommand {
            range: whole.shifted(range.start),
            word: Range::new(whole.start, whole.start + word).shifted(range.start),
            action: (expression.read)(&found),
            is_superseded: expression.takes == Takes::First && !is_first,
        });
    }
    others.extend(sig_mention::read(text, range));
    others.sort_by_key(|command| command.range);
    ProwCommands { labels, others }
}

#[cfg(test)]
mod tests {
    use super::testing::commands;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_label_plugin_passes_comments_over_and_none_passes_code_over() {
        let body = "<!--\n/label api-review\n/close\n-->\n```\n/label api-review\n/shrug\n```\n";
        let close = PluginAction::Close { not_planned: false };
        let label = PluginAction::Label {
            name: Some("api-review".to_owned()),
            remove: false,
        };
        let shrug = PluginAction::Shrug { remove: false };
        assert_eq!(commands(body), [close, label, shrug]);
    }

    #[test]
    fn what_works_elsewhere_alone_is_told_apart() {
        let counts = |body: &str| -> Vec<bool> {
            let commands = commands(body).into_iter();
            commands
                .map(|action| action.counts_when_an_issue_opens())
                .collect()
        };
        assert_eq!(
            counts("/cc @a\n/hold\n/reopen\n/lgtm\n/label a b"),
            [false; 5]
        );
        assert_eq!(
            counts("/assign\n/close\n/label a\n/retitle\n/joke"),
            [true; 5]
        );
    }

    #[test]
    fn a_command_knows_its_word_and_its_place() {
        let text = "é\n/lifecycle frozen \r\n\r\n/ReTitle  A new one\r\n/milestone\n\nv1.36\n";
        let start = "é\n".len();
        let found = read(text, Range::new(start, text.len())).others;
        let places: Vec<(&str, &str)> = found
            .iter()
            .map(|command| (&text[command.word], &text[command.range]))
            .collect();
        assert_eq!(
            places,
            [
                ("/lifecycle", "/lifecycle frozen"),
                ("/ReTitle", "/ReTitle  A new one"),
                ("/milestone", "/milestone\n\nv1.36")
            ]
        );
    }

    proptest! {
        #[test]
        fn every_place_is_inside_the_body(
            body in "(\n?/(close|milestone|retitle|cc|hold|transfer|help|assign|label|meow)|@kubernetes/sig-(node-bugs)?|[ \t\r\n\u{a0}]|<!--|-->|[a-z/éſ😀`,]){0,40}",
        ) {
            for command in read(&body, Range::new(0, body.len())).others {
                prop_assert!(body.get(command.range.start..command.range.end).is_some());
                prop_assert!(command.range.contains_range(command.word));
                prop_assert!(body.get(command.word.start..command.word.end).is_some());
            }
        }
    }
}
