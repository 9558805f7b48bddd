//! What holds of every form file: sound ones have no finding, findings have places, fixes come to rest and keep the rest of
//! the file.

use proptest::prelude::*;

use properties::forms::{findings, fixes_mend, fixing_rests, places_hold};

#[allow(dead_code, reason = "the properties of drafts want them")]
mod drafts;
#[allow(dead_code, reason = "other tests use the rest")]
mod properties;

/// A form with every kind of element.
const SOUND: &str = "\
# What people tell us of bugs.
name: Bug report
description: Something does not work
title: \"[Bug]: \"
labels: [\"kind/bug\", sig/node]
assignees: ada
type: bug
body:
  - type: markdown
    attributes:
      value: |
        ## Thanks
        Say all you know.
  - type: textarea
    id: what
    attributes:
      label: What happened?
      description: Größe, Farbe, Form 😀
      placeholder: It broke
    validations:
      required: true
  - type: input
    attributes: {label: Version, placeholder: v1.36.2}
  - type: dropdown
    id: where
    attributes:
      label: Where
      multiple: true
      options:
        - Cloud
        - \"Yes\"
      default: 1
    validations:
      required: true
  - type: checkboxes
    id: terms
    attributes:
      label: Terms
      options:
        - label: I have searched
          required: true
        - label: I am fine
  - type: upload
    attributes:
      label: Logs
    validations:
      accept: .log, .txt
";

#[test]
fn a_sound_form_has_no_finding() {
    for text in [
        SOUND.to_owned(),
        SOUND.replace('\n', "\r\n"),
        format!("\u{feff}---\n{SOUND}"),
    ] {
        assert_eq!(findings(&text), [], "{text}");
    }
}

/// The sound form with some of its lines lost, doubled, moved or spoiled.
fn spoiled_form() -> impl Strategy<Value = String> {
    let lines: Vec<&str> = SOUND.split_inclusive('\n').collect();
    let spoils = prop::collection::vec((0..lines.len(), 0..10_usize), 0..8);
    (spoils, prop::bool::ANY).prop_map(move |(spoils, is_crlf)| {
        let mut lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        for (at, how) in spoils {
            let line = lines[at].clone();
            let (before, behind) = line.split_once(": ").unwrap_or((&line, ""));
            lines[at] = match how {
                0 => String::new(),
                1 => format!("{line}{line}"),
                2 => format!("{before}: 3.10\n"),
                3 => format!("{before}: yes\n"),
                4 => format!("{before}:\n"),
                5 => line.replacen('e', "", 1),
                6 => format!("{before}: \"{}\"\n", behind.trim()),
                7 => format!("{before}: {} and more!\n", behind.trim_end()),
                8 => line.replacen("label: ", "", 1),
                _ => format!("{}{}", " ".repeat(8), line.trim_start()),
            };
        }
        let text = lines.concat();
        if is_crlf {
            text.replace('\n', "\r\n")
        } else {
            text
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_and_edits_have_places(text in spoiled_form()) {
        places_hold(&text)?;
    }

    #[test]
    fn a_fix_mends_its_finding(text in spoiled_form()) {
        fixes_mend(&text)?;
    }

    #[test]
    fn fixing_all_comes_to_rest(text in spoiled_form()) {
        fixing_rests(&text)?;
    }
}
