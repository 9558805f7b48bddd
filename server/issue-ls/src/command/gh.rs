//! How gh is spoken to: its arguments, a line for a shell with the same words, and a run of it.
//!
//! What is sent is decided elsewhere; this file knows how gh reads its flags (cli/cli `pkg/cmd/issue`, spf13/pflag).

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{ExitStatus, Stdio};
use std::thread;

use super::output::harmless;
use crate::workspace::program;

/// Adds `flag` once for each value. gh takes the value of such a flag for a line of comma-separated values.
pub fn push_list<T: AsRef<str>>(words: &mut Vec<String>, flag: &str, values: &[T]) {
    for value in values {
        words.push(flag.to_owned());
        words.push(list_item(value.as_ref()));
    }
}

fn list_item(value: &str) -> String {
    if value.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// The words as a line for bash, zsh and the like.
pub fn shell_line<T: AsRef<str>>(words: &[T]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word.as_ref())).collect();
    quoted.join(" ")
}

/// One word for a shell. What a terminal would obey, or nobody would see, is spelled out byte by byte.
fn quoted(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"%+-./:=@_,".contains(&byte);
    // `word=` at the front of a line would set a variable.
    if !word.is_empty() && word.bytes().all(is_plain) && !word.contains('=') {
        return word.to_owned();
    }
    let is_harmless =
        |character: char| harmless(character.encode_utf8(&mut [0; 4])).contains(character);
    if word
        .chars()
        .all(|character| is_harmless(character) && character != '\t')
    {
        return format!("'{}'", word.replace('\'', "'\\''"));
    }
    let mut spelled = String::from("$'");
    for character in word.chars() {
        match character {
            '\'' | '\\' => spelled.extend(['\\', character]),
            _ if is_harmless(character) && character != '\t' => spelled.push(character),
            _ => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to a string cannot fail.
                    let _ = write!(spelled, "\\x{byte:02x}");
                }
            }
        }
    }
    spelled + "'"
}

/// The flags that take no value.
const SWITCHES: [&str; 6] = ["editor", "e", "web", "w", "help", "h"];

/// The flags among arguments for `gh issue create`, in order, each as what stands behind its dashes: `t` or `title`. The values of flags are passed over, whatever they look like.
pub fn flags(arguments: &[String]) -> Vec<&str> {
    let mut flags = Vec::new();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let has_value = if let Some(long) = word.strip_prefix("--") {
            let (name, value) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (long, None),
            };
            flags.push(name);
            value.is_some() || SWITCHES.contains(&name)
        } else {
            short_flags(word, &mut flags)
        };
        if !has_value {
            words.next();
        }
    }
    flags
}

/// Adds the flags of `-wt` and the like; gives whether all values that they want stand in the same word.
fn short_flags<'word>(word: &'word str, flags: &mut Vec<&'word str>) -> bool {
    let Some(letters) = word.strip_prefix('-') else {
        return true;
    };
    for (at, letter) in letters.char_indices() {
        let rest = &letters[at + letter.len_utf8()..];
        let name = &letters[at..letters.len() - rest.len()];
        flags.push(name);
        if !SWITCHES.contains(&name) {
            return !rest.is_empty();
        }
    }
    true
}

/// How a run of gh ended.
#[derive(Debug)]
pub struct Ended {
    /// How the process ended.
    pub status: ExitStatus,
    /// What it wrote to standard error, which was shown already.
    pub errors: String,
}

/// Runs gh with `arguments` and `input` on its standard input. Its output is ours.
///
/// # Errors
/// When it cannot be started, or not be waited for.
pub fn run(arguments: &[String], input: &str) -> io::Result<Ended> {
    let mut child = program("gh")
        .args(arguments)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (standard_input, standard_error) = (child.stdin.take(), child.stderr.take());
    let mut errors = String::new();
    thread::scope(|scope| {
        scope.spawn(move || {
            // Where gh has seen enough, its exit code says why.
            let _ = standard_input.map(|mut pipe| pipe.write_all(input.as_bytes()));
        });
        for line in standard_error
            .into_iter()
            .flat_map(|pipe| BufReader::new(pipe).split(b'\n'))
        {
            let Ok(line) = line else { break };
            let _ = io::stderr().write_all(&[line.as_slice(), b"\n"].concat());
            errors += &String::from_utf8_lossy(&line);
            errors.push('\n');
        }
    });
    let status = child.wait()?;
    Ok(Ended { status, errors })
}

/// The label that the repository does not have, where gh says so among its errors.
pub fn rejected_label(errors: &str) -> Option<&str> {
    let mut lines = errors.lines();
    lines.find_map(|line| {
        let (_, rest) = line.split_once("could not add label: '")?;
        rest.rsplit_once("' not found").map(|(label, _)| label)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_read_more_into_them() {
        for (word, line) in [
            ("sig/node", "sig/node"),
            ("", "''"),
            ("Pods stay pending", "'Pods stay pending'"),
            ("it's", r"'it'\''s'"),
            ("$(rm x) `y` \"z\" \\", r#"'$(rm x) `y` "z" \'"#),
            ("a=b", "'a=b'"),
            ("~", "'~'"),
            ("😀 ünïcode", "'😀 ünïcode'"),
            ("a\tb'\n\\", r"$'a\x09b\'\x0a\\'"),
            ("\u{1b}[2J\u{85}\u{202e}", r"$'\x1b[2J\xc2\x85\xe2\x80\xae'"),
        ] {
            assert_eq!(quoted(word), line, "{word:?}");
        }
    }

    #[test]
    fn a_label_with_a_comma_is_one_label() {
        let mut words = Vec::new();
        push_list(
            &mut words,
            "--label",
            &["good first issue", "a,b", "say \"x\""],
        );
        let values: Vec<&str> = words
            .iter()
            .skip(1)
            .step_by(2)
            .map(String::as_str)
            .collect();
        assert_eq!(values, ["good first issue", "\"a,b\"", "\"say \"\"x\"\"\""]);
    }

    #[test]
    fn the_label_that_gh_rejects_is_found() {
        let errors = "Creating issue in o/r\n\ncould not add label: 'it's' not found\n";
        assert_eq!(rejected_label(errors), Some("it's"));
        assert_eq!(
            rejected_label("could not assign user: 'x' not found\n"),
            None
        );
    }

    #[test]
    fn flags_are_told_from_their_values() {
        let names = |line: &str| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            flags(&words).join(" ")
        };
        assert_eq!(names("--title --body -R o/r"), "title R");
        assert_eq!(
            names("--title=x --web -wFfile -wt -b -p=x"),
            "title web w F w t p"
        );
        assert_eq!(names("word --label"), "label");
    }
}
