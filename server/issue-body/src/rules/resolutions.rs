//! The `resolved-in` entries of a draft, and where one for another branch goes: into the block that is there, in the
//! order that it has, or into a block of its own where each entry has one.
//!
//! Which branches want an entry, and which release it names, is told by [`branches`](super::branches).

use std::collections::BTreeMap;

use semver::Version;

use super::NamedVersions;
use super::insertion::{above_directives, block_lines, insertion, release_block_offset};
use crate::syntax::{
    Closing, Draft, EntryShape, ReleaseBlock, ReleaseEntry, ReleaseKey, VersionProblem,
    VersionText, read_version,
};
use crate::template::{Issue, Part};
use crate::text::{Edit, Range};

/// A version in an entry.
#[derive(Debug, Clone)]
pub(super) struct Place<'draft> {
    /// The block of the entry.
    pub block: &'draft ReleaseBlock,
    /// The entry.
    pub entry: &'draft ReleaseEntry,
    /// Where the version stands.
    pub range: Range,
    /// The version.
    pub version: Version,
}

/// The versions under `key`, in the order of the draft.
pub(super) fn places(draft: &Draft, key: ReleaseKey) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for block in &draft.body.release_blocks {
        for entry in &block.entries {
            if entry.meant_key(&draft.text) != Some(key) {
                continue;
            }
            for range in entry.values().iter().copied() {
                if let VersionText::Version(version) = read_version(draft.slice(range)) {
                    places.push(Place {
                        block,
                        entry,
                        range,
                        version,
                    });
                }
            }
        }
    }
    places
}

/// The small place where the absence of an entry is reported: the opening of the block that lacks it, or the first
/// entry of one that has no opening.
pub(super) fn block_anchor(place: &Place<'_>) -> Range {
    if place.block.opening.is_empty() {
        place.range
    } else {
        place.block.opening
    }
}

/// The edits that add an entry for each of `versions`, which are of branches without one; none where a new block has no
/// place.
pub fn add_resolutions(issue: &Issue<'_>, versions: &[Version]) -> Vec<Edit> {
    let draft = issue.draft;
    let places = places(draft, ReleaseKey::ResolvedIn);
    let named = NamedVersions::read(draft, None);
    let newest_first = is_newest_first(&named.resolved)
        .or(is_newest_first(&named.introduced))
        .unwrap_or(true);
    let mut versions = versions.to_vec();
    versions.sort();
    if newest_first {
        versions.reverse();
    }
    let Some(last) = places.last() else {
        return add_to_none(issue, &versions);
    };
    // What goes in before each of the places, by its index; before the one behind the last, at the end.
    let mut groups: BTreeMap<usize, Vec<Version>> = BTreeMap::new();
    for version in versions {
        let follows = |place: &Place<'_>| (place.version < version) == newest_first;
        let follower = places.iter().find(|place| follows(place));
        // A line can name several versions, and nothing goes between them.
        let is_on_line = |place: &Place<'_>| {
            follower.is_some_and(|follower| std::ptr::eq(place.entry, follower.entry))
        };
        let index = places.iter().position(is_on_line).unwrap_or(places.len());
        groups.entry(index).or_default().push(version);
    }
    let has_own_blocks = has_own_blocks(draft, &places);
    let edits =
        groups.into_iter().map(
            |(index, versions)| match (places.get(index), has_own_blocks) {
                (Some(follower), false) => before_entry(draft, follower.entry, &versions),
                (None, false) => behind_line(draft, last.entry.line, &versions),
                (Some(follower), true) => before_block(draft, follower.block, &versions),
                (None, true) => behind_block(draft, last.block, &versions),
            },
        );
    edits.collect()
}

/// In which order the versions stand; none where they tell nothing.
fn is_newest_first(versions: &[Version]) -> Option<bool> {
    let (first, last) = (versions.first()?, versions.last()?);
    (first != last).then(|| first > last)
}

/// Whether each entry stands in a block of its own, and there are several.
fn has_own_blocks(draft: &Draft, places: &[Place<'_>]) -> bool {
    let is_own = |place: &Place<'_>| {
        let block = place.block;
        block.entries.len() == 1
            && !block.nested
            && draft.line_at(block.fence.start) == block.opening
            && matches!(block.closing, Closing::Fence(_))
    };
    let mut blocks = places.iter().map(|place| place.block);
    let first = blocks.next();
    let are_several = blocks.any(|block| first.is_some_and(|first| !std::ptr::eq(first, block)));
    are_several && places.iter().all(is_own)
}

fn written(version: &Version) -> String {
    format!("{}=v{version}", ReleaseKey::ResolvedIn.name())
}

/// What stands before an entry in its line: nothing, or the marks of a quote and blanks.
fn prefix(draft: &Draft, line: Range) -> String {
    let before = Range::new(draft.line_at(line.start).start, line.start);
    let mark = |character| if character == '>' { '>' } else { ' ' };
    draft.slice(before).chars().map(mark).collect()
}

fn before_entry(draft: &Draft, entry: &ReleaseEntry, versions: &[Version]) -> Edit {
    let (prefix, line_end) = (prefix(draft, entry.line), draft.line_end());
    let lines = versions
        .iter()
        .map(|version| format!("{prefix}{}{line_end}", written(version)));
    Edit::insert(
        draft.line_at(entry.line.start).start,
        lines.collect::<String>(),
    )
}

/// Behind the line of an entry, or of the opening.
fn behind_line(draft: &Draft, line: Range, versions: &[Version]) -> Edit {
    let (prefix, line_end) = (prefix(draft, line), draft.line_end());
    let lines = versions
        .iter()
        .map(|version| format!("{line_end}{prefix}{}", written(version)));
    Edit::insert(line.end, lines.collect::<String>())
}

/// The lines of a block with these entries.
fn block(versions: &[Version]) -> String {
    let lines: String = versions
        .iter()
        .map(|version| format!("{}\n", written(version)))
        .collect();
    format!("```release\n{lines}```\n")
}

fn blocks(draft: &Draft, versions: &[Version]) -> String {
    let blocks: Vec<String> = versions
        .iter()
        .map(|version| block(std::slice::from_ref(version)))
        .collect();
    blocks.join("\n").replace('\n', draft.line_end())
}

fn before_block(draft: &Draft, follower: &ReleaseBlock, versions: &[Version]) -> Edit {
    let offset = above_directives(draft, block_lines(draft, follower).start);
    Edit::insert(offset, blocks(draft, versions) + draft.line_end())
}

fn behind_block(draft: &Draft, last: &ReleaseBlock, versions: &[Version]) -> Edit {
    let line_end = draft.line_end();
    let blocks = blocks(draft, versions);
    let content = [line_end, line_end, blocks.trim_end()].concat();
    Edit::insert(last.range.end, content)
}

/// The edits for a draft without a readable entry: in the place of one that is still a placeholder, behind one that is
/// wrong, in an empty block, or as a new block.
fn add_to_none(issue: &Issue<'_>, versions: &[Version]) -> Vec<Edit> {
    let draft = issue.draft;
    let blocks = &draft.body.release_blocks;
    let entries = blocks.iter().flat_map(|block| &block.entries);
    let means_it =
        |entry: &&ReleaseEntry| entry.meant_key(&draft.text) == Some(ReleaseKey::ResolvedIn);
    let begun: Vec<&ReleaseEntry> = entries.filter(means_it).collect();
    if let Some(open) = begun.iter().find(|entry| is_to_fill_in(draft, entry)) {
        let separator = format!("{}{}", draft.line_end(), prefix(draft, open.line));
        let lines: Vec<String> = versions.iter().map(written).collect();
        return vec![Edit::replace(open.line, lines.join(&separator))];
    }
    if let Some(last) = begun.last() {
        return vec![behind_line(draft, last.line, versions)];
    }
    let is_introduced = blocks
        .iter()
        .any(|block| block.means(ReleaseKey::IntroducedIn, &draft.text));
    let empty = blocks
        .iter()
        .rfind(|block| block.entries.is_empty() && block.closing != Closing::Missing);
    if let Some(empty) = empty.filter(|_| is_introduced) {
        return vec![behind_line(draft, empty.opening, versions)];
    }
    let specifications = &issue.template.blocks;
    if !specifications
        .iter()
        .any(|specification| specification.key == ReleaseKey::ResolvedIn)
    {
        return Vec::new();
    }
    let offset = release_block_offset(issue, ReleaseKey::ResolvedIn);
    let parts = vec![Part::Text(block(versions))];
    insertion(draft, String::new(), offset, parts).map_or_else(Vec::new, |fix| fix.edits)
}

/// Whether an entry only holds the place of an answer.
fn is_to_fill_in(draft: &Draft, entry: &ReleaseEntry) -> bool {
    match &entry.shape {
        EntryShape::WellFormed { value, .. } => matches!(
            read_version(draft.slice(*value)),
            VersionText::Invalid(VersionProblem::Placeholder)
        ),
        EntryShape::Malformed { values, rest, .. } => values.is_empty() && rest.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::with_context;
    use crate::text::apply_edits;

    const VERSIONS: [Version; 3] = [
        Version::new(1, 37, 1),
        Version::new(1, 35, 9),
        Version::new(1, 33, 2),
    ];

    /// `text` with entries for 1.37, 1.35 and 1.33.
    fn added(text: &str) -> String {
        with_context(text, |context| {
            apply_edits(text, &add_resolutions(context.issue, &VERSIONS))
        })
    }

    #[test]
    fn a_line_with_several_versions_stays_whole() {
        let text = "```release\nresolved-in: v1.35.8, v1.72.4\n```\n";
        let lines = "resolved-in=v1.33.2\nresolved-in=v1.35.9\nresolved-in=v1.37.1\n";
        assert_eq!(
            added(text),
            text.replace("resolved-in:", &format!("{lines}resolved-in:"))
        );
        with_context(text, |context| {
            assert_eq!(add_resolutions(context.issue, &VERSIONS).len(), 1);
        });
    }

    #[test]
    fn a_block_keeps_its_order() {
        assert_eq!(
            added("```release\nresolved-in=v1.36.5\nresolved-in=v1.34.12\n```\n"),
            "```release\nresolved-in=v1.37.1\nresolved-in=v1.36.5\nresolved-in=v1.35.9\nresolved-in=v1.34.12\nresolved-in=v1.33.2\n```\n"
        );
        assert_eq!(
            added("```release\nresolved-in=v1.34.12\nresolved-in=v1.36.5\n```\n"),
            "```release\nresolved-in=v1.33.2\nresolved-in=v1.34.12\nresolved-in=v1.35.9\nresolved-in=v1.36.5\nresolved-in=v1.37.1\n```\n"
        );
    }

    #[test]
    fn one_entry_is_joined_in_the_order_of_the_introductions_else_newest_first() {
        assert_eq!(
            added(
                "```release\r\nintroduced-in=v1.33.1\r\nintroduced-in=v1.34.2\r\n```\r\n\r\n```release\r\nresolved-in=v1.36.5\r\n```\r\n"
            ),
            "```release\r\nintroduced-in=v1.33.1\r\nintroduced-in=v1.34.2\r\n```\r\n\r\n```release\r\nresolved-in=v1.33.2\r\nresolved-in=v1.35.9\r\nresolved-in=v1.36.5\r\nresolved-in=v1.37.1\r\n```\r\n"
        );
        assert_eq!(
            added("> ```release\n> introduced-in=v1.33.1\n> resolved-in=v1.36.5\n> ```\n"),
            "> ```release\n> introduced-in=v1.33.1\n> resolved-in=v1.37.1\n> resolved-in=v1.36.5\n> resolved-in=v1.35.9\n> resolved-in=v1.33.2\n> ```\n"
        );
    }

    #[test]
    fn entries_with_blocks_of_their_own_get_more_of_them() {
        assert_eq!(
            added(
                "```release\nresolved-in=v1.36.5\n```\n\n```release\nresolved-in=v1.34.12\n```\n\ntext\n"
            ),
            "```release\nresolved-in=v1.37.1\n```\n\n```release\nresolved-in=v1.36.5\n```\n\n```release\nresolved-in=v1.35.9\n```\n\n```release\nresolved-in=v1.34.12\n```\n\n```release\nresolved-in=v1.33.2\n```\n\ntext\n"
        );
    }

    #[test]
    fn a_draft_without_an_entry_gets_them_where_they_belong() {
        let lines = "resolved-in=v1.37.1\nresolved-in=v1.35.9\nresolved-in=v1.33.2\n";
        let introduced = "```release\nintroduced-in=v1.33.1\n```\n";
        for (text, expected) in [
            (
                format!("{introduced}\n## Symptoms\n"),
                format!("{introduced}\n```release\n{lines}```\n\n## Symptoms\n"),
            ),
            (
                format!("{introduced}\n```release\nresolved-in=vX.Y.Z\n```\n"),
                format!("{introduced}\n```release\n{lines}```\n"),
            ),
            (
                format!("{introduced}\n```release\nresolved-in=\n```\n"),
                format!("{introduced}\n```release\n{lines}```\n"),
            ),
            (
                format!("{introduced}\n```release\n```\n"),
                format!("{introduced}\n```release\n{lines}```\n"),
            ),
            (
                format!("{introduced}\n```release\nresolved-in=latest\n```\n"),
                format!("{introduced}\n```release\nresolved-in=latest\n{lines}```\n"),
            ),
        ] {
            assert_eq!(added(&text), expected);
        }
    }

    #[test]
    fn an_unclosed_block_is_continued() {
        assert_eq!(
            added("```release\nresolved-in=v1.36.5"),
            "```release\nresolved-in=v1.37.1\nresolved-in=v1.36.5\nresolved-in=v1.35.9\nresolved-in=v1.33.2"
        );
    }
}
