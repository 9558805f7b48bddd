//! Skeleton parts as a snippet of the Language Server Protocol: places to fill in become tab stops.
//!
//! The same parts without tab stops are written by [`plain`](crate::template::plain).

use std::fmt::Write;

use crate::template::Part;

/// `parts` in the protocol's snippet syntax. The places to fill in are tab stops in their order; where the last part is
/// none of them, the cursor ends behind everything.
pub fn snippet(parts: &[Part]) -> String {
    let mut result = String::new();
    let mut tab_stops = 0;
    for part in parts {
        match part {
            Part::Text(text) => push_escaped(&mut result, text, &['\\', '$', '}']),
            Part::Blank { text, choices } => {
                tab_stops += 1;
                // Writing to a string cannot fail.
                let _ = write!(result, "${{{tab_stops}");
                if !choices.is_empty() {
                    push_choices(&mut result, text, choices);
                } else if !text.is_empty() {
                    result.push(':');
                    push_escaped(&mut result, text, &['\\', '$', '}']);
                }
                result.push('}');
            }
        }
    }
    if tab_stops > 0 && matches!(parts.last(), Some(Part::Text(_))) {
        result.push_str("$0");
    }
    result
}

/// The choices behind the text of the unfilled place, so that nothing is answered before somebody chooses.
fn push_choices(result: &mut String, text: &str, choices: &[String]) {
    let unfilled = (!text.is_empty()).then_some(text);
    let others = choices
        .iter()
        .map(String::as_str)
        .filter(|choice| *choice != text);
    for (place, choice) in unfilled.into_iter().chain(others).enumerate() {
        result.push(if place == 0 { '|' } else { ',' });
        push_escaped(result, choice, &['\\', ',', '|']);
    }
    result.push('|');
}

fn push_escaped(result: &mut String, text: &str, special: &[char]) {
    for character in text.chars() {
        if special.contains(&character) {
            result.push('\\');
        }
        result.push(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    fn blank(text: &str, choices: &[&str]) -> Part {
        Part::Blank {
            text: text.to_owned(),
            choices: choices.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn places_to_fill_in_are_numbered_tab_stops() {
        let parts = [text("a "), blank("hint", &[]), text(" b "), blank("", &[])];
        assert_eq!(snippet(&parts), "a ${1:hint} b ${2}");
    }

    #[test]
    fn the_cursor_ends_behind_the_text_that_follows_the_last_place() {
        assert_eq!(snippet(&[blank("x", &[]), text("\n")]), "${1:x}\n$0");
        assert_eq!(snippet(&[text("x\n")]), "x\n");
    }

    #[test]
    fn what_the_syntax_reserves_is_escaped() {
        assert_eq!(snippet(&[text(r"$HOME \ {}")]), r"\$HOME \\ {\}");
        assert_eq!(snippet(&[blank("a}b, c|d", &[])]), r"${1:a\}b, c|d}");
        assert_eq!(
            snippet(&[blank("", &["a,b", "c|d", "$e}", r"\"])]),
            r"${1|a\,b,c\|d,$e},\\|}"
        );
    }

    #[test]
    fn the_unfilled_text_is_the_first_choice_and_stands_there_once() {
        assert_eq!(snippet(&[blank("v", &["a", "v"])]), "${1|v,a|}");
    }
}
