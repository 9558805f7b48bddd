//! Whatever the text, its fixes come to rest, and a second time changes nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;

use properties::fixes::{fixing_rests, places_hold};

#[path = "../../../server/issue-body/tests/drafts/mod.rs"]
#[allow(dead_code, reason = "the fuzzer makes the drafts")]
mod drafts;
#[path = "../../../server/issue-body/tests/properties/mod.rs"]
#[allow(dead_code, reason = "other targets use the rest")]
mod properties;

fuzz_target!(|text: &str| {
    let holds = places_hold(text).and_then(|()| fixing_rests(text));
    if let Err(error) = holds {
        panic!("{text:?}: {error}");
    }
});
