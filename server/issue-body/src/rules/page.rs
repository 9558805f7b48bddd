//! The page of a rule as Markdown: what the command line's `rule NAME`, the hover on a finding and the reference show.

use super::finding::Severity;
use super::rule::{Availability, Rule};
use crate::template::Stage;

/// The page of `rule`, ending in a line end.
pub fn page(rule: &Rule) -> String {
    let name = rule.name;
    let page = &rule.page;
    let language = if rule.is_about_forms() {
        "yaml"
    } else {
        "markdown"
    };
    let sections = [
        format!("# {name}"),
        format!("{} · {}", level(rule), fix(rule.availability)),
        page.summary.to_owned(),
        format!("## Why\n\n{}", page.why),
        format!(
            "## Example\n\nReported:\n\n{}\n\nNot reported:\n\n{}",
            fenced_as(language, page.bad),
            fenced_as(language, page.good)
        ),
        format!("## Fix\n\n{}", page.fix),
        exceptions(rule),
    ];
    sections.join("\n\n") + "\n"
}

/// How the rule is silenced. Form files have no comments for it.
fn exceptions(rule: &Rule) -> String {
    let name = rule.name;
    let everywhere = format!(
        "in `issue-ls.toml` (`off`, `information`, `warning` or `error`):\n\n{}",
        fenced_as("toml", &format!("[rules]\n{name} = \"off\""))
    );
    if rule.is_about_forms() {
        return format!("## Exceptions\n\nIn all forms, {everywhere}");
    }
    let comment = format!("<!-- issue-ls-disable-next-line {name} -->");
    format!(
        "## Exceptions\n\nFor one line, in the draft:\n\n{}\n\nEverywhere, {everywhere}",
        fenced_as("markdown", &comment),
    )
}

/// The level, and the other one of resolved issues where there is one.
fn level(rule: &Rule) -> String {
    let open = rule.level_at(Stage::Open);
    let resolved = rule.level_at(Stage::Resolved);
    let bold = |severity: Severity| format!("**{}**", severity.name());
    if open == resolved {
        bold(open)
    } else {
        format!("{} ({} once resolved)", bold(open), resolved.name())
    }
}

fn fix(availability: Availability) -> String {
    match availability {
        Availability::None => "no fix".to_owned(),
        Availability::Safe | Availability::Sometimes | Availability::Unsafe => {
            format!("fix: {}", availability.name())
        }
    }
}

/// `text` in a fence longer than every run of backticks in it.
fn fenced_as(language: &str, text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest.max(2) + 1);
    // Without its last line end the text still ends where it did; blank lines at its end may be the point.
    let text = text.strip_suffix('\n').unwrap_or(text);
    format!("{fence}{language}\n{text}\n{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RULES, find};
    use crate::syntax::{Draft, Origin};
    use expect_test::expect;

    #[test]
    fn a_page_holds_everything_about_its_rule() {
        let rule = find("unknown-label").expect("a rule");
        expect![[r##"
            # unknown-label

            **error** · fix: safe where derivable

            A label that the repository does not have.

            ## Why

            Prow answers an unknown label with a comment and does not set it; `gh issue create --label` fails and creates nothing. Without a list of the repository's labels this rule is silent.

            ## Example

            Reported:

            ```markdown
            /sig nodee
            ```

            Not reported:

            ```markdown
            /sig node
            ```

            ## Fix

            Writes the known label, where one is at most two edits away, a prefix was repeated (`/sig sig/node`) or left out (`critical-urgent` in front matter).

            ## Exceptions

            For one line, in the draft:

            ```markdown
            <!-- issue-ls-disable-next-line unknown-label -->
            ```

            Everywhere, in `issue-ls.toml` (`off`, `information`, `warning` or `error`):

            ```toml
            [rules]
            unknown-label = "off"
            ```
        "##]]
        .assert_eq(&page(rule));
    }

    #[test]
    fn examples_never_leave_their_fences() {
        for rule in RULES {
            let draft = Draft::parse(page(rule), Origin::File);
            let headings: Vec<&str> = draft
                .body
                .headings
                .iter()
                .map(|heading| heading.name.as_str())
                .collect();
            assert_eq!(
                headings,
                [rule.name, "Why", "Example", "Fix", "Exceptions"],
                "{}",
                rule.name
            );
            let fences = if rule.is_about_forms() { 3 } else { 4 };
            assert_eq!(draft.body.fences.len(), fences, "{}", rule.name);
            assert!(draft.body.release_blocks.is_empty(), "{}", rule.name);
        }
    }
}
