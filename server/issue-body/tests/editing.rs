//! What holds for every answer to an editor, at whatever place of whatever draft or form.

use proptest::prelude::*;

use drafts::draft;
use properties::editing::{
    answers_have_places, form_answers_have_places, parts_have_places, positions_round_trip,
};

mod drafts;
#[allow(dead_code, reason = "other tests use the rest")]
mod properties;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_of_a_draft_have_places(text in draft(), at in any::<usize>()) {
        parts_have_places(&text)?;
        positions_round_trip(&text, at)?;
    }

    #[test]
    fn what_an_editor_is_told_of_a_draft_has_places(text in draft(), from in any::<usize>(), to in any::<usize>()) {
        answers_have_places(&text, from, to)?;
    }

    #[test]
    fn what_an_editor_is_told_of_a_form_has_places(text in draft(), from in any::<usize>(), to in any::<usize>()) {
        form_answers_have_places(&text, from, to)?;
    }
}

/// Drafts that broke one of the properties once, each cut down to what it takes.
const BROKEN_ONCE: &[&str] = &["/milestone \r\n\r\n"];

#[test]
fn what_broke_once_holds() {
    for text in BROKEN_ONCE {
        if let Err(error) = answers_have_places(text, 0, text.len()) {
            panic!("{text:?}: {error}");
        }
    }
}
