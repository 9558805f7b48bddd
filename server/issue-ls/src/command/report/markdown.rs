//! `--output-format markdown`: tables that can be pasted into an issue, one for each priority.

use std::fmt::Write as _;
use std::io::{self, Write};

use issue_body::report::{Fix, Source, Status};

use super::{Words, bare, page};

pub(super) fn write(status: &Status, output: &mut dyn Write) -> io::Result<()> {
    writeln!(output, "# Patch releases as of {}", status.as_of)?;
    if status.fixes.is_empty() {
        writeln!(output, "\nThere are no fixes.")?;
    }
    for group in status
        .fixes
        .chunk_by(|one, next| one.priority == next.priority)
    {
        let priority = group[0].priority.as_deref();
        let heading = priority.map_or("No priority".to_owned(), escaped);
        writeln!(output, "\n## {heading}\n")?;
        write_table(status, group, output)?;
    }
    if let Some(release) = &status.release {
        let version = &release.version;
        for (heading, places, none) in [
            ("fixes", &release.fixes, "Nothing."),
            ("still has", &release.known_issues, "Nothing that is known."),
        ] {
            writeln!(output, "\n## v{version} {heading}\n")?;
            if places.is_empty() {
                writeln!(output, "{none}")?;
            }
            for place in places {
                let fix = &status.fixes[*place];
                writeln!(output, "- {}{}", link(fix), titled(fix))?;
            }
        }
    }
    let mut incomplete = status.incomplete().peekable();
    if incomplete.peek().is_some() {
        writeln!(output, "\n## What cannot be counted on\n")?;
        writeln!(
            output,
            "These issues leave out what a machine needs, or write it so that none can read it.\n"
        )?;
    }
    for fix in incomplete {
        let rules = fix.problems.join("`, `");
        writeln!(output, "- {}{}: `{rules}`", link(fix), titled(fix))?;
    }
    Ok(())
}

fn write_table(status: &Status, fixes: &[Fix], output: &mut dyn Write) -> io::Result<()> {
    let branches: Vec<String> = status.branches.iter().map(ToString::to_string).collect();
    let columns = ["Issue", "Title", "SIGs", "Introduced in"].map(ToOwned::to_owned);
    let columns = [columns.as_slice(), &branches].concat();
    writeln!(output, "| {} |", columns.join(" | "))?;
    writeln!(output, "|{}", "---|".repeat(columns.len()))?;
    // There may be very many rows, of which one after the other is put together here.
    let mut row = String::new();
    for fix in fixes {
        row.clear();
        row.push_str("| ");
        add_link(fix, &mut row);
        row.push_str(" | ");
        add_escaped(fix.title.as_deref().unwrap_or_default(), &mut row);
        row.push_str(" | ");
        for (place, sig) in fix.sigs.iter().enumerate() {
            row.push_str(if place == 0 { "" } else { ", " });
            add_escaped(bare(sig), &mut row);
        }
        row.push_str(" | ");
        for (place, version) in fix.introduced_in.iter().enumerate() {
            row.push_str(if place == 0 { "" } else { ", " });
            row.push_str(version);
        }
        for (_, cell) in status.cells(fix) {
            let _ = write!(row, " | {}", Words(cell));
        }
        row.push_str(" |\n");
        output.write_all(row.as_bytes())?;
    }
    Ok(())
}

/// The issue, with a link to it where its page is known.
fn link(fix: &Fix) -> String {
    let mut link = String::new();
    add_link(fix, &mut link);
    link
}

fn add_link(fix: &Fix, shown: &mut String) {
    let page = page(&fix.source);
    if page.is_some() {
        shown.push('[');
    }
    match &fix.source {
        // GitHub makes a link of it, as is meant.
        Source::Issue { number, .. } => _ = write!(shown, "#{number}"),
        Source::File(path) => add_escaped(path, shown),
    }
    if let Some(url) = page {
        shown.extend(["](", url, ")"]);
    }
}

fn titled(fix: &Fix) -> String {
    fix.title
        .as_ref()
        .map_or(String::new(), |title| format!(" {}", escaped(title)))
}

/// `text` on one line, as itself: nothing of it is Markdown.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    add_escaped(text, &mut shown);
    shown
}

fn add_escaped(text: &str, shown: &mut String) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or_default();
        match character {
            // GitHub would call the person, or mention it in the other issue; behind an empty comment it sees neither.
            '@' if next.is_ascii_alphanumeric() => shown.push_str("@<!-- -->"),
            '#' if next.is_ascii_digit() => shown.push_str("#<!-- -->"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => {
                shown.extend(['\\', character]);
            }
            character if character.is_control() => shown.push(' '),
            character => shown.push(character),
        }
    }
}
