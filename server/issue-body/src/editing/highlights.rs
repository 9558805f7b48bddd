//! Highlights: everything in a draft that speaks of the release, the label, the binary or the pull request at a place.
//!
//! What sets something is told from what only names it: a `resolved-in`, a label that is added, an item under `Binaries:`
//! or `PRs` set it. An `introduced-in` names a release that is there already, a `/remove-…` a label that is set elsewhere, and
//! prose names whatever it speaks of.

use semver::Version;

use super::mentions::{Mention, Thing, mentions};
use crate::syntax::{PluginAction, ReleaseKey, VersionText, read_version};
use crate::template::Issue;
use crate::text::Range;

/// A place that speaks of the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    /// The place.
    pub range: Range,
    /// What it does with the thing.
    pub kind: HighlightKind,
}

/// What a place does with the thing that it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HighlightKind {
    /// It only names it.
    Names,
    /// It makes it so.
    Sets,
}

/// What can be spoken of in several places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    Version(Version),
    Label(String),
    Binary(String),
    Number(Option<String>, u64),
    Vulnerability(String),
}

/// The places that speak of the thing at `offset`, in order; none where there is nothing that could stand in several.
pub fn highlights(issue: &Issue<'_>, offset: usize) -> Vec<Highlight> {
    found_at(issue, offset).map_or_else(Vec::new, |found| found.places)
}

/// What is spoken of at a place.
pub(super) struct Found {
    /// The place.
    pub at: Range,
    /// What it speaks of.
    pub subject: Subject,
    /// All places that do so, in order.
    pub places: Vec<Highlight>,
}

/// What is spoken of at `offset`, where it could stand in several places.
pub(super) fn found_at(issue: &Issue<'_>, offset: usize) -> Option<Found> {
    let all = spoken_of(issue);
    // What begins at a place is meant rather than what ends there.
    let at_offset = all.iter().filter(|(place, _)| place.range.touches(offset));
    let (at, subject) = at_offset.max_by_key(|(place, _)| place.range.start)?;
    let mut places: Vec<Highlight> = all
        .iter()
        .filter(|(_, other)| other == subject)
        .map(|(place, _)| *place)
        .collect();
    places.sort_by_key(|place| place.range);
    places.dedup_by_key(|place| place.range);
    Some(Found {
        at: at.range,
        subject: subject.clone(),
        places,
    })
}

/// All places that speak of something; what an entry sets comes before what prose would say of the same place.
fn spoken_of(issue: &Issue<'_>) -> Vec<(Highlight, Subject)> {
    let draft = issue.draft;
    let mut all = Vec::new();
    let mut add = |range: Range, sets: bool, subject: Subject| {
        let kind = match sets {
            true => HighlightKind::Sets,
            false => HighlightKind::Names,
        };
        if !range.is_empty() {
            all.push((Highlight { range, kind }, subject));
        }
    };
    let blocks = draft.body.release_blocks.iter();
    for entry in blocks.flat_map(|block| &block.entries) {
        let sets = entry.meant_key(&draft.text) == Some(ReleaseKey::ResolvedIn);
        for value in entry.values() {
            let version = match read_version(draft.slice(*value)) {
                VersionText::Version(version) => version,
                VersionText::Unknown => continue,
                VersionText::Invalid(problem) => match problem.meant() {
                    Some(version) => version.clone(),
                    None => continue,
                },
            };
            add(*value, sets, Subject::Version(version));
        }
    }
    for command in &draft.body.commands {
        for argument in &command.arguments {
            let label = Subject::Label(argument.label.clone());
            add(argument.range, !command.remove, label);
        }
    }
    for command in &draft.body.plugin_commands {
        if let PluginAction::Label {
            name: Some(name),
            remove,
        } = &command.action
        {
            let label = Subject::Label(name.clone());
            add(command.argument(&draft.text), !remove, label);
        }
    }
    for label in draft.envelope.labels() {
        add(
            label.range,
            true,
            Subject::Label(label.value.to_lowercase()),
        );
    }
    let binaries = issue.binaries.iter();
    for item in binaries.flat_map(|list| list.inline.iter().chain(&list.items)) {
        add(item.range, true, Subject::Binary(item.name.clone()));
    }
    let lines = issue.pull_requests.iter();
    for reference in lines.flat_map(|line| &line.references) {
        let repository = reference.repository.as_deref().map(str::to_lowercase);
        let number = Subject::Number(repository, reference.number);
        add(reference.range, true, number);
    }
    for Mention { range, thing } in mentions(draft) {
        let subject = match thing {
            Thing::Number { repository, number } => {
                Subject::Number(repository.map(|name| name.to_lowercase()), number)
            }
            Thing::Version(version) => Subject::Version(version),
            Thing::Vulnerability(name) => Subject::Vulnerability(name),
        };
        add(range, false, subject);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editing::completion::testing::cursor;
    use crate::rules::testing::with_context;

    /// The lines of `fixture` with a highlight for the thing at its mark, `*` before what sets it and `-` before what names it.
    fn highlighted(fixture: &str) -> Vec<String> {
        let (text, offset) = cursor(fixture);
        let places = with_context(&text, |context| highlights(context.issue, offset));
        let mut shown = text;
        for place in places.iter().rev() {
            let mark = match place.kind {
                HighlightKind::Sets => '*',
                HighlightKind::Names => '-',
            };
            shown.insert(place.range.end, ']');
            shown.insert_str(place.range.start, &format!("{mark}["));
        }
        let lines = shown.lines().filter(|line| line.contains(']'));
        lines.map(str::to_owned).collect()
    }

    const DRAFT: &str = "---\nlabels: sig/node, kind/bug\n---\n```release\nintroduced-in=v1.36.2\n```\n```release\nresolved-in=v1.36.5\nresolved-in=1.36.2\n```\n/sig node cli\n/remove-sig node\n/label sig/node\n\n## Symptoms\n\n😀 Since v1.36.2, not `v1.36.2`; v1.36.20 is another one. See #12.\n\n## Root cause\n\nBinaries:\n- kubelet\n- kubelet\n\n## PRs\n\n- #12 (release-1.36)\n- kubernetes/kubernetes#12\n";

    #[test]
    fn a_release_is_found_in_blocks_and_prose() {
        for (what, mark) in [
            ("=v1.36.2", "=v1.3$06.2"),
            ("=1.36.2", "=$01.36.2"),
            ("Since v1.36.2", "Since v1.36.2$0"),
        ] {
            assert_eq!(
                highlighted(&DRAFT.replacen(what, mark, 1)),
                [
                    "introduced-in=-[v1.36.2]",
                    "resolved-in=*[1.36.2]",
                    "😀 Since -[v1.36.2], not `v1.36.2`; v1.36.20 is another one. See #12.",
                ]
            );
        }
    }

    #[test]
    fn a_label_is_found_however_it_is_asked_for() {
        for (what, mark) in [
            ("labels: sig/node", "labels: sig/no$0de"),
            ("/sig node", "/sig $0node"),
            ("/label sig/node", "/label sig/node$0"),
        ] {
            assert_eq!(
                highlighted(&DRAFT.replacen(what, mark, 1)),
                [
                    "labels: *[sig/node], kind/bug",
                    "/sig *[node] cli",
                    "/remove-sig -[node]",
                    "/label *[sig/node]",
                ]
            );
        }
    }

    #[test]
    fn a_pull_request_is_one_of_its_repository() {
        assert_eq!(
            highlighted(&DRAFT.replacen("See #12", "See #$012", 1)),
            [
                "😀 Since v1.36.2, not `v1.36.2`; v1.36.20 is another one. See -[#12].",
                "- *[#12] (release-1.36)",
            ]
        );
        assert_eq!(
            highlighted(&DRAFT.replacen("kubernetes/kubernetes", "kuber$0netes/kubernetes", 1)),
            ["- *[kubernetes/kubernetes#12]"]
        );
    }

    #[test]
    fn a_binary_is_found_in_its_list() {
        let found = highlighted(&DRAFT.replacen("kubelet", "kube$0let", 1));
        assert_eq!(found, ["- *[kubelet]", "- *[kubelet]"]);
    }

    #[test]
    fn other_words_are_not_looked_for() {
        assert_eq!(
            highlighted(&DRAFT.replacen("Symptoms", "Symp$0toms", 1)),
            [""; 0]
        );
        assert_eq!(highlighted("$0"), [""; 0]);
        let beyond = with_context(DRAFT, |context| highlights(context.issue, usize::MAX));
        assert_eq!(beyond, []);
    }
}
