//! Completion in the front matter: keys, labels, template names, stages and variants.
//!
//! The YAML is looked at line by line, since it seldom parses while it is being typed.

use std::collections::HashSet;

use super::cursor::Cursor;
use super::directives::template_name;
use super::labels::{full_names, list_item};
use super::{Completion, CompletionKind};
use crate::editing::describe::FRONT_MATTER_KEYS;
use crate::editing::subject::Subject;
use crate::rules::Context;
use crate::syntax::Draft;
use crate::template::{Stage, Template};
use crate::text::Range;

/// What can be written in the front matter at `yaml`. Labels are known of a recognised draft (`context`) only.
pub(super) fn complete(
    cursor: &Cursor<'_>,
    yaml: Range,
    templates: &[&Template],
    context: Option<&Context<'_>>,
) -> Vec<Completion> {
    let line = cursor.line;
    let draft = cursor.draft;
    let (key, values) = match key_of(draft, line) {
        Some(key) if cursor.offset > key.end => (key, Range::new(key.end + 1, line.end)),
        None if cursor.text().starts_with([' ', '\t', '-']) => match owner_of(draft, yaml, line) {
            Some(key) => (key, line),
            None => return Vec::new(),
        },
        _ => return keys(cursor, yaml),
    };
    let name = draft.slice(key);
    if name == "labels" {
        return context.map_or_else(Vec::new, |context| {
            labels(context, cursor, yaml, key, values)
        });
    }
    let item = list_item(cursor, values, &['"', '\'']);
    let variants = || {
        let of_templates = templates.iter().flat_map(|template| &template.variants);
        let names = of_templates.map(|variant| variant.name.as_str());
        std::iter::once("standard").chain(names)
    };
    let value = |name: &str, subject| Completion::new(CompletionKind::Value, name, subject, item);
    let completions: Vec<Completion> = match name {
        "template" => templates
            .iter()
            .map(|template| template_name(template, item))
            .collect(),
        "stage" => Stage::ALL
            .map(|stage| value(stage.name(), Subject::Stage(stage)))
            .to_vec(),
        "variant" => variants()
            .map(|name| value(name, Subject::Variant(name.to_owned())))
            .collect(),
        _ => Vec::new(),
    };
    completions
        .into_iter()
        .map(|completion| spaced(cursor, completion))
        .collect()
}

/// The keys that are not there yet.
fn keys(cursor: &Cursor<'_>, yaml: Range) -> Vec<Completion> {
    let draft = cursor.draft;
    let word = cursor.word(cursor.line, |character| {
        character.is_alphanumeric() || matches!(character, '-' | '_')
    });
    if word.start != cursor.line.start {
        return Vec::new();
    }
    let has_colon = draft.text[word.end..cursor.line.end].starts_with(':');
    let present: HashSet<&str> = draft
        .lines_of(yaml)
        .filter(|(line, _)| line.start != cursor.line.start)
        .filter_map(|(line, _)| Some(draft.slice(key_of(draft, line)?)))
        .collect();
    FRONT_MATTER_KEYS
        .into_iter()
        .filter(|key| !present.contains(key))
        .map(|key| {
            let subject = Subject::FrontMatterKey(key.to_owned());
            let completion = Completion::new(CompletionKind::FrontMatterKey, key, subject, word);
            if has_colon {
                return completion;
            }
            let completion = completion.inserting(format!("{key}: "));
            if matches!(key, "labels" | "template" | "stage" | "variant") {
                completion.retriggering()
            } else {
                completion
            }
        })
        .collect()
}

/// Labels by their full names: an item of a flow list, of a block list or of a comma list.
fn labels(
    context: &Context<'_>,
    cursor: &Cursor<'_>,
    yaml: Range,
    key: Range,
    values: Range,
) -> Vec<Completion> {
    let draft = cursor.draft;
    let bullet = item_start(draft, values);
    if cursor.offset < bullet {
        return Vec::new();
    }
    let values = Range::new(bullet, values.end);
    let item = list_item(cursor, values, &[',', '[', ']', '"', '\'']);
    let is_quoted = draft.text[..item.start].ends_with(['"', '\'']);
    let written = written_labels(draft, yaml, key, item);
    full_names(context, cursor, item)
        .into_iter()
        .filter(|completion| !written.contains(completion.label.as_str()))
        .map(|completion| {
            let completion = if !is_quoted && needs_quotes(&completion.label) {
                let text = format!("\"{}\"", completion.label);
                completion.inserting(text)
            } else {
                completion
            };
            spaced(cursor, completion)
        })
        .collect()
}

/// The names under the labels key at `key`, as far as they can be told from the text; the one at `item` is left out.
fn written_labels(draft: &Draft, yaml: Range, key: Range, item: Range) -> HashSet<&str> {
    let mut names = HashSet::new();
    for (line, _) in draft.lines_of(Range::new(key.start, yaml.end.max(key.end))) {
        if line.start > key.start && key_of(draft, line).is_some() {
            break;
        }
        let start = if line.start == key.start {
            key.end + 1
        } else {
            item_start(draft, line)
        };
        let mut at = start.min(line.end);
        let is_separator = |character| matches!(character, ',' | '[' | ']' | '"' | '\'');
        for part in draft.slice(Range::new(at, line.end)).split(is_separator) {
            let range = Range::new(at, at + part.len());
            at = range.end + 1;
            if !range.meets(item) {
                names.insert(part.trim());
            }
        }
    }
    names
}

/// Where the item of a block list begins: behind its dash.
fn item_start(draft: &Draft, line: Range) -> usize {
    let text = draft.slice(line);
    let blanks = text.len() - text.trim_start().len();
    line.start + blanks + usize::from(text.trim_start().starts_with('-'))
}

/// Adds the blank that YAML wants behind a colon or a dash.
fn spaced(cursor: &Cursor<'_>, completion: Completion) -> Completion {
    let before = &cursor.draft.text[..completion.replace.start];
    if before.ends_with([':', '-']) {
        let text = crate::template::plain(&completion.insert, "\n");
        completion.inserting(format!(" {text}"))
    } else {
        completion
    }
}

/// Whether YAML would read something else than the name that is written.
fn needs_quotes(name: &str) -> bool {
    name.contains(": ")
        || name.contains(" #")
        || name.contains([',', '[', ']', '{', '}'])
        || name.ends_with(':')
        || name.starts_with([
            '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '#', '?', '-',
        ])
}

/// The place of the key that `line` begins with.
fn key_of(draft: &Draft, line: Range) -> Option<Range> {
    let text = draft.slice(line);
    let length = text.find(':')?;
    let is_key = length > 0
        && text[..length]
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '-' | '_'))
        && !text.starts_with('-');
    is_key.then(|| Range::new(line.start, line.start + length))
}

/// The key whose value `line` goes on with: the nearest one above.
fn owner_of(draft: &Draft, yaml: Range, line: Range) -> Option<Range> {
    draft
        .lines_of(Range::new(yaml.start, line.start))
        .filter_map(|(line, _)| key_of(draft, line))
        .last()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, completions, labels, unrecognised};
    use expect_test::expect;

    #[test]
    fn keys_that_are_not_there_yet_are_offered() {
        expect![[r#"
            replaces "sta"
            labels → "labels: " [again]
            assignees → "assignees: "
            milestone → "milestone: "
            template → "template: " [again]
            stage → "stage: " [again]
            variant → "variant: " [again]
        "#]]
        .assert_eq(&completions("---\ntitle: x\nsta$0\n---\n"));
        assert_eq!(
            accepted("---\nlab$0el: x\n---\n", "labels"),
            "---\nlabels: x\n---\n"
        );
        assert!(labels("---\ntitle: $0\n---\n").is_empty());
    }

    #[test]
    fn values_are_offered_behind_their_key() {
        expect![[r#"
            kubernetes-patch-release — Kubernetes patch release
            bug-report — Bug report
        "#]]
        .assert_eq(&completions("---\ntemplate: $0\n---\n"));
        expect![[r#"
            open → " open"
            resolved → " resolved"
        "#]]
        .assert_eq(&completions("---\nstage:$0\n---\n"));
        expect![[r#"
            replaces "sec"
            standard
            security
        "#]]
        .assert_eq(&completions("---\nvariant: \"sec$0\"\n---\n"));
    }

    #[test]
    fn labels_are_completed_in_every_form_of_list() {
        for (fixture, expected) in [
            (
                "---\nlabels: kind/bug, sig/n$0\n---\n",
                "---\nlabels: kind/bug, sig/node\n---\n",
            ),
            (
                "---\nlabels: [kind/bug, \"s$0ig/\"]\n---\n",
                "---\nlabels: [kind/bug, \"sig/node\"]\n---\n",
            ),
            (
                "---\nlabels: [kind/bug,$0\n---\n",
                "---\nlabels: [kind/bug,sig/node\n---\n",
            ),
            (
                "---\nlabels:\n  - kind/bug\n  -$0\n---\n",
                "---\nlabels:\n  - kind/bug\n  - sig/node\n---\n",
            ),
            (
                "---\nlabels:\n- good first$0\n---\n",
                "---\nlabels:\n- sig/node\n---\n",
            ),
            (
                "---\r\nlabels:$0\r\n---\r\n",
                "---\r\nlabels: sig/node\r\n---\r\n",
            ),
        ] {
            assert_eq!(accepted(fixture, "sig/node"), expected);
            assert!(!labels(fixture).contains(&"kind/bug".to_owned()) || !fixture.contains("bug"));
        }
    }

    #[test]
    fn front_matter_is_known_before_it_is_closed() {
        assert_eq!(
            labels("---\ntitle: x\nsta$0\n\ntext\n")[..2],
            ["labels", "assignees"]
        );
        assert_eq!(labels("---\n$0").len(), 7);
        assert_eq!(labels("---\nstage: $0"), ["open", "resolved"]);
        assert!(!labels("---\n\ntext\n\n$0").contains(&"labels".to_owned()));
    }

    #[test]
    fn a_document_of_no_template_can_name_one() {
        expect![[r#"
            kubernetes-patch-release — Kubernetes patch release
        "#]]
        .assert_eq(&unrecognised("---\ntemplate: $0\n---\n# A page\n\ntext\n"));
        assert_eq!(unrecognised("---\nlabels: $0\n---\n# A page\n"), "");
    }
}
