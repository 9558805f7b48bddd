//! The sigmention plugin: `@kubernetes/sig-node-bugs` sets `sig/node` and `kind/bug`, wherever it stands.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/sigmention/sigmention.go` at a61940897, with the expression that its own
//! help names as the usual one.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use regex::Regex;

use super::expression::from_go;
use super::{PluginAction, PluginCommand};
use crate::text::Range;

const BEGINNING: &str = "@kubernetes/sig-";

static BEGINNING_FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(BEGINNING));

const MENTION: &str = r"(?m)@kubernetes/sig-([\w-]*)-(misc|test-failures|bugs|feature-requests|proposals|pr-reviews|api-reviews)";

/// Tried where [`BEGINNING`] stands alone.
static EXPRESSION: LazyLock<Regex> = LazyLock::new(|| {
    let expression = from_go(&MENTION.replacen(BEGINNING, &format!(r"\A{BEGINNING}"), 1));
    Regex::new(&expression).expect("the expression is valid")
});

/// The mentions in the body at `range` of `text`, in order of place.
pub(super) fn read(text: &str, range: Range) -> Vec<PluginCommand> {
    let body = &text[range];
    let mut mentions = Vec::new();
    let mut end = 0;
    for start in BEGINNING_FINDER.find_iter(body.as_bytes()) {
        if start < end {
            continue;
        }
        if let Some(captures) = EXPRESSION.captures(&body[start..]) {
            let whole = Range::from(captures.get_match().range()).shifted(start);
            end = whole.end;
            let place = whole.shifted(range.start);
            mentions.push(PluginCommand {
                range: place,
                word: place,
                action: PluginAction::MentionSig {
                    sig: format!("sig/{}", captures[1].to_lowercase()),
                    kind: kind(&captures[2]),
                },
                is_superseded: false,
            });
        }
    }
    mentions
}

fn kind(team: &str) -> Option<&'static str> {
    Some(match team {
        "bugs" => "kind/bug",
        "feature-requests" => "kind/feature",
        "api-reviews" => "kind/api-change",
        "proposals" => "kind/design",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::*;
    use proptest::prelude::*;

    fn mention(sig: &str, kind: Option<&'static str>) -> PluginAction {
        PluginAction::MentionSig {
            sig: sig.to_owned(),
            kind,
        }
    }

    #[test]
    fn a_team_stands_for_its_sig_and_its_kind() {
        for (body, expected) in [
            ("@kubernetes/sig-node-misc", mention("sig/node", None)),
            (
                "see (@kubernetes/sig-API-machinery-bugs)",
                mention("sig/api-machinery", Some("kind/bug")),
            ),
            (
                "<!-- @kubernetes/sig-cli-feature-requests -->",
                mention("sig/cli", Some("kind/feature")),
            ),
        ] {
            assert_eq!(commands(body), [expected], "{body:?}");
        }
        assert_eq!(
            commands("cc @kubernetes/sig-node-proposals, @kubernetes/sig-apps-misc"),
            [
                mention("sig/node", Some("kind/design")),
                mention("sig/apps", None)
            ]
        );
        for body in [
            "@kubernetes/sig-node",
            "@openshift/sig-node-bugs",
            "@Kubernetes/sig-node-bugs",
        ] {
            assert_eq!(commands(body), [], "{body:?}");
        }
    }

    proptest! {
        #[test]
        fn trying_places_finds_what_searching_the_text_finds(
            text in "(@kubernetes/sig-|node|-|bugs|misc|é| ){0,20}",
        ) {
            let searched: Vec<Range> = Regex::new(&from_go(MENTION))
                .expect("valid")
                .find_iter(&text)
                .map(|found| Range::from(found.range()))
                .collect();
            let tried: Vec<Range> = read(&text, Range::new(0, text.len()))
                .into_iter()
                .map(|mention| mention.range)
                .collect();
            prop_assert_eq!(tried, searched);
        }
    }
}
