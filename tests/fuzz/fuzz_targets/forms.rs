//! Whatever the text, a form file is read, its findings and an editor's answers have places, its fixes come to rest, and the
//! template that it makes can be written and read.

#![no_main]

use issue_body::syntax::{Draft, Origin};
use issue_body::template::form::Form;
use issue_body::template::{Issue, Reading, plain, skeleton};
use libfuzzer_sys::fuzz_target;

use properties::editing::form_answers_have_places;
use properties::forms::{fixing_rests, places_hold};

#[path = "../../../server/issue-body/tests/drafts/mod.rs"]
#[allow(dead_code, reason = "the fuzzer makes the forms")]
mod drafts;
#[path = "../../../server/issue-body/tests/properties/mod.rs"]
#[allow(dead_code, reason = "other targets use the rest")]
mod properties;

fuzz_target!(|input: (u16, u16, &str)| {
    let (from, to, text) = input;
    let holds = places_hold(text)
        .and_then(|()| fixing_rests(text))
        .and_then(|()| form_answers_have_places(text, from.into(), to.into()));
    if let Err(error) = holds {
        panic!("{text:?} at {from} and {to}: {error}");
    }
    if let Some(template) = Form::read(text).template("form.yml") {
        let draft = Draft::parse(plain(&skeleton(&template, None), "\n"), Origin::File);
        Issue::read(&draft, &template, Reading::default());
    }
});
