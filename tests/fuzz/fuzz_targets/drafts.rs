//! Whatever the text, a draft is read and everything in it has a place, as has everything that an editor is told of it.

#![no_main]

use libfuzzer_sys::fuzz_target;

use properties::editing::{answers_have_places, parts_have_places, positions_round_trip};
use properties::fixes::places_hold;

#[path = "../../../server/issue-body/tests/drafts/mod.rs"]
#[allow(dead_code, reason = "the fuzzer makes the drafts")]
mod drafts;
#[path = "../../../server/issue-body/tests/properties/mod.rs"]
#[allow(dead_code, reason = "other targets use the rest")]
mod properties;

fuzz_target!(|input: (u16, u16, &str)| {
    let (from, to, text) = input;
    let (from, to) = (usize::from(from), usize::from(to));
    let holds = parts_have_places(text)
        .and_then(|()| positions_round_trip(text, from))
        .and_then(|()| places_hold(text))
        .and_then(|()| answers_have_places(text, from, to));
    if let Err(error) = holds {
        panic!("{text:?} at {from} and {to}: {error}");
    }
});
