//! `--output-format html`: one page that needs nothing else, no network and no program but a browser.
//!
//! Everything that the page shows is in its HTML, so that it reads and prints without a script; the script sorts and
//! filters what is there. Whatever stands in an issue is somebody else's text and is escaped.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter, Write as _};
use std::io::{self, Write};

use issue_body::report::{Branch, Cell, CellState, Fix, ReleaseStatus, Status};

use super::{bare, name, page};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

pub(super) fn write(status: &Status, output: &mut dyn Write) -> io::Result<()> {
    let title = format!("Patch releases as of {}", status.as_of);
    write!(
        output,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>Patch releases</h1>\n\
         <p>As of <time datetime=\"{date}\">{date}</time>, <span id=\"count\" role=\"status\">{count}</span></p>\n</header>\n",
        date = status.as_of,
        count = counted(status.fixes.len()),
    )?;
    write_filters(status, output)?;
    output.write_all(b"<main>\n")?;
    write_table(status, output)?;
    if let Some(release) = &status.release {
        write_release(status, release, output)?;
    }
    write_incomplete(status, output)?;
    write!(
        output,
        "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

fn counted(fixes: usize) -> String {
    format!("{fixes} {}", if fixes == 1 { "issue" } else { "issues" })
}

/// The controls; the script shows them, since without it they do nothing.
fn write_filters(status: &Status, output: &mut dyn Write) -> io::Result<()> {
    let fixes = status.fixes.iter();
    let sigs: BTreeSet<&str> = fixes
        .flat_map(|fix| &fix.sigs)
        .map(String::as_str)
        .collect();
    // Already in the order of a report.
    let mut priorities: Vec<Option<&str>> = status
        .fixes
        .iter()
        .map(|fix| fix.priority.as_deref())
        .collect();
    priorities.dedup();
    let branches = status.branches.iter().map(ToString::to_string);
    let states = [
        ("", "affected"),
        ("pending", "pending"),
        ("fixed", "fixed"),
        ("end-of-life", "end of life"),
        ("not-affected", "not affected"),
    ];
    output.write_all(b"<form id=\"filters\" hidden>\n")?;
    output.write_all(
        b"<label>Find <input type=\"search\" name=\"text\" placeholder=\"number or title\"></label>\n",
    )?;
    let options = sigs.iter().map(|sig| option(sig, bare(sig)));
    write_select("SIG", "sig", "all", options, output)?;
    let options = priorities.iter().map(|priority| match priority {
        Some(priority) => option(priority, bare(priority)),
        None => option("none", "no priority"),
    });
    write_select("Priority", "priority", "all", options, output)?;
    write_select(
        "Branch",
        "branch",
        "any",
        branches.map(|name| option(&name, &name)),
        output,
    )?;
    let options = states[1..].iter().map(|(value, text)| option(value, text));
    write_select("State", "state", states[0].1, options, output)?;
    output.write_all(b"<button type=\"reset\">Show all</button>\n</form>\n")
}

fn option(value: &str, text: &str) -> String {
    format!(
        "<option value=\"{}\">{}</option>",
        Escaped(value),
        Escaped(text)
    )
}

fn write_select(
    label: &str,
    name: &str,
    all: &str,
    options: impl Iterator<Item = String>,
    output: &mut dyn Write,
) -> io::Result<()> {
    let options: String = options.collect();
    writeln!(
        output,
        "<label>{label} <select name=\"{name}\"><option value=\"\">{all}</option>{options}</select></label>"
    )
}

/// The table, with a body for each priority: sorting stays inside of them.
fn write_table(status: &Status, output: &mut dyn Write) -> io::Result<()> {
    if status.fixes.is_empty() {
        return output.write_all(b"<p>There are no fixes.</p>\n");
    }
    output.write_all(b"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Fixes by branch\">\n<table id=\"fixes\">\n<thead>\n<tr>")?;
    for column in ["Issue", "Title", "SIGs", "Introduced in"] {
        write!(
            output,
            "<th scope=\"col\"><button type=\"button\">{column}</button></th>"
        )?;
    }
    for branch in &status.branches {
        write!(
            output,
            "<th scope=\"col\" data-branch=\"{branch}\"><button type=\"button\">{branch}</button></th>"
        )?;
    }
    output.write_all(b"</tr>\n</thead>\n")?;
    let columns = 4 + status.branches.len();
    for group in status
        .fixes
        .chunk_by(|one, next| one.priority == next.priority)
    {
        let priority = group[0].priority.as_deref();
        let (value, heading) = priority.map_or(("none", "no priority"), |name| (name, bare(name)));
        writeln!(
            output,
            "<tbody data-priority=\"{}\">\n<tr class=\"group\"><th colspan=\"{columns}\" scope=\"rowgroup\">{} <small>{}</small></th></tr>",
            Escaped(value),
            Escaped(heading),
            group.len(),
        )?;
        for fix in group {
            write_row(status, fix, output)?;
        }
        output.write_all(b"</tbody>\n")?;
    }
    output.write_all(b"</table>\n</div>\n<p id=\"nothing\" hidden>No issue is left. Choose less, or show all.</p>\n")
}

fn write_row(status: &Status, fix: &Fix, output: &mut dyn Write) -> io::Result<()> {
    let mut row = String::from("<tr>");
    // Writing to a string does not fail.
    let _ = write!(row, "<th scope=\"row\">{}</th>", link(fix));
    let title = fix.title.as_deref().unwrap_or_default();
    let _ = write!(row, "<td class=\"title\">{}</td><td>", Escaped(title));
    for sig in &fix.sigs {
        let _ = write!(
            row,
            "<span class=\"sig\" data-sig=\"{}\">{}</span> ",
            Escaped(sig),
            Escaped(bare(sig))
        );
    }
    row.push_str("</td><td class=\"versions\">");
    for version in &fix.introduced_in {
        let _ = write!(row, "<span>{}</span> ", Escaped(version));
    }
    row.push_str("</td>");
    let pulls = pulls(fix);
    for (branch, cell) in status.cells(fix) {
        write_cell(branch, &cell, pulls.as_deref(), &mut row);
    }
    row.push_str("</tr>\n");
    output.write_all(row.as_bytes())
}

fn write_cell(branch: Branch, cell: &Cell, pulls: Option<&str>, row: &mut String) {
    // What is to be done stands first when a branch is sorted by.
    let (state, key, text) = match &cell.state {
        CellState::Pending => ("pending", "0".to_owned(), "pending".to_owned()),
        CellState::EndOfLife => ("end-of-life", "1".to_owned(), "end of life".to_owned()),
        CellState::Fixed(version) => ("fixed", format!("2 {version}"), format!("v{version}")),
        CellState::NotAffected => ("not-affected", "3".to_owned(), "not affected".to_owned()),
    };
    let _ = write!(
        row,
        "<td data-branch=\"{branch}\" data-state=\"{state}\" data-key=\"{key}\"><span class=\"state\">{text}</span>"
    );
    let _ = match (cell.pull_request, pulls) {
        (Some(number), Some(pulls)) => {
            write!(
                row,
                " <a class=\"pull\" href=\"{}{number}\">#{number}</a>",
                Escaped(pulls)
            )
        }
        (Some(number), None) => write!(row, " <span class=\"pull\">#{number}</span>"),
        (None, _) => Ok(()),
    };
    row.push_str("</td>");
}

/// What the address of a pull request in the repository of an issue begins with.
fn pulls(fix: &Fix) -> Option<String> {
    let (repository, _) = page(&fix.source)?.rsplit_once("/issues/")?;
    Some(format!("{repository}/pull/"))
}

fn write_release(
    status: &Status,
    release: &ReleaseStatus,
    output: &mut dyn Write,
) -> io::Result<()> {
    let version = &release.version;
    write!(
        output,
        "<section class=\"release\">\n<h2>v{version}</h2>\n<div class=\"columns\">\n"
    )?;
    for (heading, places, none) in [
        ("Fixes", &release.fixes, "Nothing."),
        ("Known issues", &release.known_issues, "None."),
    ] {
        writeln!(
            output,
            "<div>\n<h3>{heading} <small>{}</small></h3>",
            places.len()
        )?;
        if places.is_empty() {
            writeln!(output, "<p>{none}</p>")?;
        } else {
            write_list(
                places.iter().map(|place| &status.fixes[*place]),
                |_| String::new(),
                output,
            )?;
        }
        output.write_all(b"</div>\n")?;
    }
    output.write_all(b"</div>\n</section>\n")
}

fn write_incomplete(status: &Status, output: &mut dyn Write) -> io::Result<()> {
    let count = status.incomplete().count();
    if count == 0 {
        return Ok(());
    }
    write!(
        output,
        "<section class=\"incomplete\">\n<h2>What cannot be counted on <small>{count}</small></h2>\n\
         <p>These issues leave out what a machine needs, or write it so that none can read it.</p>\n"
    )?;
    let rules = |fix: &Fix| {
        let rules = fix
            .problems
            .iter()
            .map(|rule| format!(" <code>{rule}</code>"));
        format!("<span class=\"rules\">{}</span>", rules.collect::<String>())
    };
    write_list(status.incomplete(), rules, output)?;
    output.write_all(b"</section>\n")
}

fn write_list<'fix>(
    fixes: impl Iterator<Item = &'fix Fix>,
    behind: impl Fn(&Fix) -> String,
    output: &mut dyn Write,
) -> io::Result<()> {
    output.write_all(b"<ul>\n")?;
    for fix in fixes {
        let title = fix.title.as_deref().unwrap_or_default();
        writeln!(
            output,
            "<li>{} {} {}</li>",
            link(fix),
            Escaped(title),
            behind(fix)
        )?;
    }
    output.write_all(b"</ul>\n")
}

/// The issue, with a link to it where its page is known.
fn link(fix: &Fix) -> String {
    let name = name(&fix.source);
    match page(&fix.source) {
        Some(url) => format!("<a href=\"{}\">{}</a>", Escaped(url), Escaped(&name)),
        None => format!("<span class=\"name\">{}</span>", Escaped(&name)),
    }
}

/// Text as HTML has it, in an element or in a quoted attribute.
struct Escaped<'text>(&'text str);

impl Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => formatter.write_str("&amp;")?,
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '"' => formatter.write_str("&quot;")?,
                '\'' => formatter.write_str("&#39;")?,
                // HTML has no NUL, and gives the others no meaning that is wanted here.
                '\0'..='\x1f' | '\x7f'..='\u{9f}' => formatter.write_char(' ')?,
                character => formatter.write_char(character)?,
            }
        }
        Ok(())
    }
}
