//! What holds for every draft, whatever is wrong with it: findings have places, fixes come to rest, change nothing beside
//! what they mend and never write an answer, and a comment hides what it names.
//!
//! The drafts are put together at random from pieces that people write, good ones and bad ones, in every kind of line end,
//! and cut off anywhere, as a draft is while it is being typed. What a single rule does is tested beside the rule.

use proptest::prelude::*;

use drafts::draft;
use properties::Property;
use properties::fixes::{
    answers_stay, comments_hide, fixes_mend, fixing_rests, ignoring_hides, nothing_is_worse,
    places_hold,
};

mod drafts;
#[allow(dead_code, reason = "other tests use the rest")]
mod properties;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_and_edits_have_places(text in draft()) {
        places_hold(&text)?;
    }

    #[test]
    fn fixing_all_comes_to_rest(text in draft()) {
        fixing_rests(&text)?;
    }

    #[test]
    fn a_fix_mends_its_finding_and_keeps_every_other_byte(text in draft()) {
        fixes_mend(&text)?;
    }

    #[test]
    fn no_fix_writes_an_answer(text in draft()) {
        answers_stay(&text)?;
    }

    #[test]
    fn fixing_all_makes_nothing_worse(text in draft()) {
        nothing_is_worse(&text)?;
    }

    #[test]
    fn a_comment_hides_what_it_names_and_nothing_else(text in draft()) {
        comments_hide(&text)?;
    }
}

proptest! {
    // Each way to ignore each finding is tried on a copy of the draft, and here once more.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_an_editor_ignores_is_hidden_and_nothing_else(text in draft()) {
        ignoring_hides(&text)?;
    }
}

/// Drafts that broke one of the properties once, each cut down to what it takes.
const BROKEN_ONCE: &[&str] = &[
    "## Root cause\n\nThe mount is retried too early.\n\nBinaries:\n- kubelet\n\n",
    "------------------------ >8 ------------------------",
    "#esolutio\n\n\t",
    "/retitlex\r/",
    "/milestone\n/milestone\n/",
    "#mpact\n/sig ode (",
    "#mpact\n/sig ode —b",
    "#ymptom\n/sig— b",
    "#otcause\n/sig# a",
    "---\nvariant: security\n---\n/sig/node e g node",
    "`rel\rtroduced-in=1.`r",
    ">```\n>introduced-in=1.`r",
    "\\`Rs\n-",
    "\r\r\n/milestone\re",
    "/milestone\ne\n/milestone\n`",
    "<!--\n/milestone a\n/milestone a\n-->",
    "/kind \u{a0}/kind",
    "/sig node<!-- x -->, cli and<!-- x -->and node",
    ">/kindbug\nintroduced-in=1\n```\n>/kindbug",
    "#ymptom\nintroduced-in=1.30.2\r`\nintroduced-in=1.30.2\n```",
    "/priority/critical-urgent\n/priority important-soon\n",
    "PRs\n---\n\n- #1\n## Symptoms\n\nPods stay.\n",
    "## Symptoms\n\nPods stay.\n\n```release\nintroduced-in=v1.30.2\n\n```release\nintroduced-in=v1.30.2\n```\n```\n## Impact\n/sig node\n",
];

#[test]
fn what_broke_once_holds() {
    let properties: [fn(&str) -> Property; 7] = [
        places_hold,
        fixing_rests,
        fixes_mend,
        answers_stay,
        nothing_is_worse,
        comments_hide,
        ignoring_hides,
    ];
    for text in BROKEN_ONCE {
        for property in properties {
            if let Err(error) = property(text) {
                panic!("{text:?}: {error}");
            }
        }
    }
}
