//! What holds of every form file: sound ones have no finding, findings have places, fixes come to rest and keep the rest of
//! the file.

use proptest::prelude::*;

use issue_body::catalog::Catalog;
use issue_body::rules::{Applicability, Finding, FormContext, Levels, check_form, fix_all};
use issue_body::template::form::Form;
use issue_body::text::{apply_edits, overlaps};

fn findings(text: &str) -> Vec<Finding> {
    let context = FormContext {
        text,
        form: &Form::read(text),
        labels: Catalog::kubernetes().labels.as_ref(),
    };
    check_form(&context, &Levels::default())
}

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
        let is_piece = |range: issue_body::text::Range| text.get(range.start..range.end).is_some();
        for finding in findings(&text) {
            let rule = finding.rule.name;
            prop_assert!(is_piece(finding.range), "{rule}");
            prop_assert!(!text[finding.range.start..finding.range.end].contains(['\n', '\r']), "{rule}");
            prop_assert!(finding.message.ends_with('.') && !finding.message.contains(['\n', '\r']), "{rule}: {}", finding.message);
            prop_assert!(finding.related.iter().all(|related| is_piece(related.range)), "{rule}");
            let edits = finding.fix.map(|fix| fix.edits).unwrap_or_default();
            for (place, edit) in edits.iter().enumerate() {
                prop_assert!(is_piece(edit.range), "{rule}");
                prop_assert!(!edits[..place].iter().any(|other| overlaps(edit, other)), "{rule}");
            }
        }
    }

    #[test]
    fn a_fix_mends_its_finding(text in spoiled_form()) {
        let before = findings(&text);
        for finding in &before {
            let Some(fix) = &finding.fix else { continue };
            let written = apply_edits(&text, &fix.edits);
            let alike = |other: &&Finding| other.rule == finding.rule && other.message == finding.message;
            let left = findings(&written).iter().filter(alike).count();
            prop_assert!(left < before.iter().filter(alike).count(), "{}: {}\n{written}", finding.rule.name, fix.title);
        }
    }

    #[test]
    fn fixing_all_comes_to_rest(text in spoiled_form()) {
        let once = fix_all(&text, Applicability::Safe, findings).text;
        prop_assert!(findings(&once).iter().all(|finding| finding.fix.is_none()), "{once}");
        prop_assert_eq!(&fix_all(&once, Applicability::Safe, findings).text, &once);
    }
}
