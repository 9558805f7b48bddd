//! Renaming: another version in the place of one, wherever a draft speaks of it. Where it does is told as
//! [highlights](super::highlights()) tell it, so what is marked in an editor is what changes.
//!
//! However a version was spelled, it is written as a release is called: `v` and three numbers.

use semver::Version;

use super::highlights::{Subject, found_at};
use crate::rules::version_problem;
use crate::syntax::{VersionText, read_version};
use crate::template::Issue;
use crate::text::{Edit, Range};

/// A version that can be renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// The place in question.
    pub range: Range,
    /// The version's name, as a release is called.
    pub name: String,
    /// All places that speak of it, in order.
    places: Vec<Range>,
}

/// The version at `offset`, if there is one. Nothing else has a name that its writer is free to choose.
pub fn version_at(issue: &Issue<'_>, offset: usize) -> Option<Renamable> {
    let found = found_at(issue, offset)?;
    let Subject::Version(version) = &found.subject else {
        return None;
    };
    Some(Renamable {
        range: found.at,
        name: written(version),
        places: found.places.iter().map(|place| place.range).collect(),
    })
}

/// The edits that put `name` in the place of the version at `offset`, wherever the draft speaks of it.
///
/// # Errors
/// One sentence on what to do instead, where there is no version or `name` is none.
pub fn rename(issue: &Issue<'_>, offset: usize, name: &str) -> Result<Vec<Edit>, String> {
    let renamable = version_at(issue, offset).ok_or_else(|| {
        "Only a version can be renamed; put the cursor on one, such as `v1.31.2`.".to_owned()
    })?;
    let name = written(&read_name(name.trim())?);
    let places = renamable.places.into_iter();
    let edits = places.map(|place| Edit::replace(place, name.as_str()));
    let is_change = |edit: &Edit| issue.draft.slice(edit.range) != edit.content;
    Ok(edits.filter(is_change).collect())
}

/// The version that `name` is, or can only mean.
fn read_name(name: &str) -> Result<Version, String> {
    match read_version(name) {
        VersionText::Version(version) => Ok(version),
        VersionText::Unknown => Err(
            "`unknown` is no version that prose could speak of; write it in the release block alone."
                .to_owned(),
        ),
        VersionText::Invalid(problem) => match problem.meant() {
            Some(version) => Ok(version.clone()),
            None => Err(version_problem(name, &problem)),
        },
    }
}

fn written(version: &Version) -> String {
    format!("v{version}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editing::completion::testing::cursor;
    use crate::editing::highlights;
    use crate::rules::testing::with_context;
    use crate::text::apply_edits;
    use proptest::prelude::*;

    /// The draft after the version at the mark of `fixture` is called `name`, or why it is not.
    fn renamed(fixture: &str, name: &str) -> Result<String, String> {
        let (text, offset) = cursor(fixture);
        let edits = with_context(&text, |context| rename(context.issue, offset, name))?;
        Ok(apply_edits(&text, &edits))
    }

    const DRAFT: &str = "---\ntitle: Since v1.36.2\n---\n```release\nintroduced-in=v1.36.2\nintroduced-in=v1.36.20\n```\n```release\nresolved-in=1.36.2\nresolved-in: \"v1.36.2\"\n```\n\n## Symptoms in v1.36.2\r\n\r\n😀 Since v1.36.2, **v1.36.2**. Not `v1.36.2`, v1.36.20, v1.36.2-rc.1, xv1.36.2, v1.36.2_x, https://x.y/v1.36.2 or [v1.36.2](v1.36.2).\n\n```\nv1.36.2\n```\n<!-- v1.36.2 -->\n";

    const RENAMED: &str = "---\ntitle: Since v1.36.2\n---\n```release\nintroduced-in=v1.37.1\nintroduced-in=v1.36.20\n```\n```release\nresolved-in=v1.37.1\nresolved-in: \"v1.37.1\"\n```\n\n## Symptoms in v1.37.1\r\n\r\n😀 Since v1.37.1, **v1.37.1**. Not `v1.36.2`, v1.36.20, v1.36.2-rc.1, xv1.36.2, v1.36.2_x, https://x.y/v1.36.2 or [v1.36.2](v1.36.2).\n\n```\nv1.36.2\n```\n<!-- v1.36.2 -->\n";

    #[test]
    fn a_version_changes_wherever_the_draft_speaks_of_it() {
        for (what, mark) in [
            ("in=v1.36.2", "in=v1.3$06.2"),
            ("in=1.36.2", "in=$01.36.2"),
            ("\"v1.36.2", "\"v1.36.2$0"),
            ("in v1.36.2", "in v1.36$0.2"),
            ("**v1.36.2", "**v$01.36.2"),
        ] {
            let fixture = DRAFT.replacen(what, mark, 1);
            assert_eq!(
                renamed(&fixture, "v1.37.1").as_deref(),
                Ok(RENAMED),
                "{what}"
            );
        }
    }

    #[test]
    fn a_name_is_written_as_a_release_is_called() {
        for (name, expected) in [
            ("v1.37.1", "v1.37.1"),
            ("1.37.1", "v1.37.1"),
            (" V1.37.1\t", "v1.37.1"),
            ("v1.038.0-rc.1", "v1.38.0-rc.1"),
        ] {
            let draft = renamed("```release\nresolved-in=v1.36.2$0\n```\n", name);
            let expected = format!("```release\nresolved-in={expected}\n```\n");
            assert_eq!(draft, Ok(expected), "{name}");
        }
    }

    #[test]
    fn another_name_is_refused_and_told_what_to_write() {
        for (name, sentence) in [
            (
                "v1.37",
                "`v1.37` names a branch, not a release; write all three numbers, such as `v1.37.0`.",
            ),
            (
                "latest",
                "`latest` means another release tomorrow; write the release itself, such as `v1.31.2`.",
            ),
            (
                "the next one",
                "`the next one` is not a version; write `v` and three numbers, such as `v1.31.2`.",
            ),
            (
                "v1.37.1\nx",
                "`v1.37.1\nx` is not a version; write `v` and three numbers, such as `v1.31.2`.",
            ),
            (
                "",
                "`` is not a version; write `v` and three numbers, such as `v1.31.2`.",
            ),
            (
                "unknown",
                "`unknown` is no version that prose could speak of; write it in the release block alone.",
            ),
        ] {
            let refused = renamed("```release\nresolved-in=v1.36.2$0\n```\n", name);
            assert_eq!(refused, Err(sentence.to_owned()));
        }
    }

    #[test]
    fn only_versions_have_other_names() {
        let offered = |fixture: &str| {
            let (text, offset) = cursor(fixture);
            with_context(&text, |context| version_at(context.issue, offset))
                .map(|renamable| (text.as_str()[renamable.range].to_owned(), renamable.name))
        };
        assert_eq!(
            offered("Since v1.36.2$0."),
            Some(("v1.36.2".to_owned(), "v1.36.2".to_owned()))
        );
        assert_eq!(
            offered("```release\nresolved-in=1.$036.2\n```\n"),
            Some(("1.36.2".to_owned(), "v1.36.2".to_owned()))
        );
        for fixture in [
            "$0",
            "/sig no$0de\n",
            "See #1$02.\n",
            "CVE-2030-1$02345\n",
            "```release\nintroduced-in=unkn$0own\n```\n",
            "```release\nintroduced-in=v1.$036\n```\n",
            "```release\nintrodu$0ced-in=v1.36.2\n```\n",
        ] {
            assert_eq!(offered(fixture), None, "{fixture}");
            assert_eq!(
                renamed(fixture, "v1.37.1"),
                Err(
                    "Only a version can be renamed; put the cursor on one, such as `v1.31.2`."
                        .to_owned()
                )
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_marked_is_what_changes_and_it_changes_back(
            text in "(```release\n|```\n|introduced-in=|v1\\.36\\.2|1\\.36\\.2|v1\\.36\\.20| |\n|\r\n|`|<!--|-->|[.,x😀(\\[]){0,30}",
            at in 0_usize..300,
        ) {
            let offset = text.floor_char_boundary(at);
            let marked = with_context(&text, |context| highlights(context.issue, offset));
            let version = with_context(&text, |context| version_at(context.issue, offset));
            let Some(version) = version else { return Ok(()); };
            let edits = with_context(&text, |context| rename(context.issue, offset, "v9.8.7"));
            let edits = edits.expect("it is a version");
            let places: Vec<Range> = marked.iter().map(|place| place.range).collect();
            prop_assert_eq!(edits.iter().map(|edit| edit.range).collect::<Vec<_>>(), places);
            let there = apply_edits(&text, &edits);
            let offset = there.find("v9.8.7").expect("it was put there");
            let back = with_context(&there, |context| rename(context.issue, offset, &version.name));
            let back = apply_edits(&there, &back.expect("it is a version"));
            let canonical = edits.iter().map(|edit| Edit::replace(edit.range, version.name.as_str()));
            prop_assert_eq!(back, apply_edits(&text, &canonical.collect::<Vec<_>>()));
        }
    }
}
