//! The other commands that work in pull requests alone; in an issue they do nothing, which is good to know.
//!
//! Follows kubernetes-sigs/prow at a61940897: `pkg/plugins/{lgtm,approve,trigger,override,skip,verify-owners,golint,cla,
//! blunderbuss,releasenote}` and `pkg/pjutil/{filter,help}.go`. `/hold` and `/cc` have files of their own.

use super::PluginAction;
use super::expression::{Expression, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[
    only_there(&["lgtm"], r"(?mi)^/lgtm(?: no-issue)?\s*$"),
    only_there(
        &["lgtm", "remove-lgtm"],
        r"(?mi)^/(remove-lgtm|lgtm cancel)\s*$",
    ),
    // What approve.go does with its expression: it compares the word in capitals.
    only_there(
        &["approve", "remove-approve"],
        r"(?mi)^/(remove-)?approve([\t ]+[^\n\r]*)?\s*$",
    ),
    only_there(&["test"], r"(?m)^/test([ \t]+\S.*|\s*)$"),
    only_there(&["retest"], r"(?m)^/retest([ \t]+\S.*|\s*)$"),
    only_there(
        &["retest-required", "test-manual-required"],
        r"(?m)^/(retest-required|test-manual-required)\s*$",
    ),
    only_there(&["ok-to-test"], r"(?m)^/ok-to-test(\s+cancel)?\s*$"),
    only_there(
        &["override"],
        r"(?mi)^/override(-sticky|-cancel)?( ([^\r\n]+))?[\r\n]?$",
    ),
    only_there(
        &["skip", "verify-owners", "lint", "check-cla", "auto-cc"],
        r"(?mi)^/(skip|verify-owners|lint|check-cla|auto-cc)\s*$",
    ),
    only_there(
        &["release-note"],
        r"(?mi)^/release-note(-edit|-none|-action-required)?\s*$",
    ),
];

const fn only_there(words: &'static [&'static str], published: &'static str) -> Expression {
    Expression {
        words,
        published,
        takes: Takes::All,
        read: |_| PluginAction::PullRequest,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::PluginAction;

    #[test]
    fn commands_of_a_review_are_known() {
        for body in [
            "/lgtm",
            "/LGTM cancel",
            "/approve",
            "/approve no-issue",
            "/remove-approve",
            "/test all",
            "/test\r\n",
            "/retest",
            "/ok-to-test",
            "/override ci/job",
            "/skip",
            "/release-note-none",
        ] {
            assert_eq!(commands(body), [PluginAction::PullRequest], "{body:?}");
        }
        assert_eq!(commands("/approved\n/testing it\n/skips\n> /lgtm"), []);
    }
}
