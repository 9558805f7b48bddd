//! Completion of a line of the body: sections, release blocks, commands, items of lists, and in a blank body the whole
//! skeleton.
//!
//! The line itself may break the draft (a fence that is not closed yet, a heading that is missing), so the rest is read
//! as it is without it.

use super::commands::commands;
use super::cursor::Cursor;
use super::typed::Typed;
use super::{
    Completion, CompletionKind, binaries, labels, options, pull_requests, read_again, release,
};
use crate::editing::subject::Subject;
use crate::rules::{Context, insert_block};
use crate::syntax::{Draft, ReleaseKey};
use crate::template::{Issue, MayLack, Part, Template, block, section, skeleton};
use crate::text::Range;

/// What can be written in the line of the cursor.
pub(super) fn complete(context: &Context<'_>, cursor: &Cursor<'_>) -> Vec<Completion> {
    let Some(base) = cursor.draft_without_line() else {
        return Vec::new();
    };
    if base.body.is_hidden(cursor.line.start) || cursor.closes_fence() {
        return Vec::new();
    }
    let issue = read_again(context, &base);
    if let Some(options) = options::complete(&issue, cursor) {
        return options;
    }
    let in_list = binaries::complete(context, &issue, cursor)
        .or_else(|| pull_requests::complete(context, &issue, cursor));
    if let Some(completions) = in_list {
        return completions;
    }
    let line = LineStart {
        cursor,
        base: &base,
        typed: Typed::read(cursor),
    };
    match line.typed {
        Typed::Nothing => {
            let is_lacking = |part| !issue.may_lack(part);
            let (lacking, others) = commands(context, &issue, cursor);
            let mut found = line.skeletons(context.templates, Some(&issue));
            if is_lacking(MayLack::ReleaseBlocks) {
                found.extend(line.release_blocks(context));
            }
            found.extend(lacking);
            if is_lacking(MayLack::Sections) {
                found.extend(line.sections(&issue));
            }
            found.extend(others);
            found
        }
        Typed::Heading => line.sections(&issue),
        Typed::Fence => line.release_blocks(context),
        Typed::Word => {
            let mut found = line.skeletons(context.templates, Some(&issue));
            found.extend(line.release_blocks(context));
            found.extend(line.sections(&issue));
            found.retain(|completion| line.begins(completion));
            found
        }
        Typed::Command => {
            let (lacking, others) = commands(context, &issue, cursor);
            lacking.into_iter().chain(others).collect()
        }
        Typed::CommandNames { prefix, remove } => {
            labels::behind_command(context, &issue, cursor, prefix, remove)
        }
        Typed::LabelByName => labels::by_name(context, &issue, cursor),
        Typed::LifecycleState => labels::lifecycle_states(context, cursor),
        Typed::Prose => Vec::new(),
    }
}

/// What can be written in the line of the cursor where no template matched.
pub(super) fn complete_unrecognised(
    cursor: &Cursor<'_>,
    templates: &[&Template],
) -> Vec<Completion> {
    let Some(base) = cursor.draft_without_line() else {
        return Vec::new();
    };
    if base.body.is_hidden(cursor.line.start) || cursor.closes_fence() {
        return Vec::new();
    }
    let line = LineStart {
        cursor,
        base: &base,
        typed: Typed::read(cursor),
    };
    match line.typed {
        Typed::Nothing => line.skeletons(templates, None),
        Typed::Word => {
            let mut found = line.skeletons(templates, None);
            found.retain(|completion| line.begins(completion));
            found
        }
        Typed::Fence => {
            let with_blocks = templates
                .iter()
                .find(|template| !template.blocks.is_empty());
            with_blocks.map_or_else(Vec::new, |template| {
                let blocks = template.blocks.iter();
                blocks
                    .map(|specification| {
                        line.release_block(specification.key, block(specification))
                    })
                    .collect()
            })
        }
        Typed::Heading
        | Typed::Command
        | Typed::CommandNames { .. }
        | Typed::LabelByName
        | Typed::LifecycleState
        | Typed::Prose => Vec::new(),
    }
}

/// The line, and the draft without it.
struct LineStart<'line> {
    cursor: &'line Cursor<'line>,
    base: &'line Draft,
    typed: Typed,
}

impl LineStart<'_> {
    /// The skeletons of `templates` and of their variants, where the rest of the body is blank. The draft's own template
    /// and variant come first.
    fn skeletons(&self, templates: &[&Template], issue: Option<&Issue<'_>>) -> Vec<Completion> {
        if !self.base.slice(self.base.body.range).trim().is_empty() {
            return Vec::new();
        }
        let mut kinds: Vec<_> = templates
            .iter()
            .flat_map(|template| {
                let variants = template.variants.iter().map(Some);
                std::iter::once(None)
                    .chain(variants)
                    .map(move |variant| (*template, variant))
            })
            .collect();
        if let Some(issue) = issue {
            let variant_of_issue = issue.variant.map(|variant| variant.name.as_str());
            kinds.sort_by_key(|(template, variant)| {
                let variant = variant.map(|variant| variant.name.as_str());
                (
                    template.name != issue.template.name,
                    variant != variant_of_issue,
                )
            });
        }
        kinds
            .into_iter()
            .map(|(template, variant)| {
                let (label, detail) = match variant {
                    Some(variant) => (
                        format!("{} ({})", template.name, variant.name),
                        format!("{}, {}", template.title, variant.title),
                    ),
                    None => (template.name.clone(), template.title.clone()),
                };
                let subject = match variant {
                    Some(variant) => Subject::Variant(variant.name.clone()),
                    None => Subject::Template(template.name.clone()),
                };
                self.lines(
                    CompletionKind::Template,
                    label,
                    subject,
                    skeleton(template, variant),
                )
                .detail(detail)
            })
            .collect()
    }

    /// A block for each release key that no block has.
    fn release_blocks(&self, context: &Context<'_>) -> Vec<Completion> {
        if self.is_filled_block() {
            return Vec::new();
        }
        let has_key = |key: ReleaseKey| {
            let blocks = self.base.body.release_blocks.iter();
            let mut entries = blocks.flat_map(|block| &block.entries);
            entries.any(|entry| entry.meant_key(&self.base.text) == Some(key))
        };
        let specifications = context.issue.template.blocks.iter();
        specifications
            .filter(|specification| !has_key(specification.key))
            .map(|specification| {
                let mut parts = block(specification);
                for part in &mut parts {
                    if let Part::Blank { choices, .. } = part {
                        *choices = release::choices(context, self.base, specification.key);
                    }
                }
                self.release_block(specification.key, parts)
            })
            .collect()
    }

    /// Whether the line opens a block that has entries: another one must not be written over its opening.
    fn is_filled_block(&self) -> bool {
        let draft = self.cursor.draft;
        let opens_here = |opening: Range| self.cursor.line.touches(opening.start);
        draft.body.release_blocks.iter().any(|block| {
            let mut entries = block.entries.iter();
            opens_here(block.opening) && entries.any(|entry| entry.meant_key(&draft.text).is_some())
        })
    }

    fn release_block(&self, key: ReleaseKey, parts: Vec<Part>) -> Completion {
        let label = format!("```release {}", key.name());
        let filter = match self.typed {
            Typed::Word => format!("release {}", key.name()),
            _ => label.clone(),
        };
        self.lines(
            CompletionKind::ReleaseBlock,
            label,
            Subject::ReleaseKey(key),
            parts,
        )
        .filter(filter)
        .detail("release block".to_owned())
    }

    /// The sections that the draft lacks, in the order of the template. Where the line has text below it, only the
    /// heading is written: the text is the answer.
    fn sections(&self, issue: &Issue<'_>) -> Vec<Completion> {
        let has_answer = self.typed != Typed::Nothing && self.has_text_below();
        let marks = self.typed_marks();
        let specifications = issue.template.sections.iter().enumerate();
        specifications
            .filter(|(position, _)| issue.section(*position).is_none())
            .map(|(_, specification)| {
                let name = &specification.name;
                let level = "#".repeat(usize::from(specification.level));
                let subject = Subject::Section(name.clone());
                let heading = format!("{level} {name}");
                let completion = if has_answer {
                    let parts = vec![Part::Text(heading.clone() + "\n")];
                    self.lines(CompletionKind::Section, heading, subject, parts)
                } else {
                    let parts = section(specification);
                    self.lines(CompletionKind::Section, heading, subject, parts)
                };
                completion
                    .filter(marks.map(|marks| format!("{marks}{name}")))
                    .detail("section".to_owned())
            })
            .collect()
    }

    /// What is typed before the words of a name: the editor compares it, whatever the marks are.
    fn typed_marks(&self) -> Option<&str> {
        let text = self.cursor.text();
        let words = text.trim_start_matches(['#', ' ', '\t']);
        (self.typed != Typed::Nothing).then(|| &text[..text.len() - words.len()])
    }

    /// Whether the line behind this one goes on with text, rather than with a blank, a heading or a fence.
    fn has_text_below(&self) -> bool {
        let draft = self.cursor.draft;
        let row = draft.lines.line_of(self.cursor.line.start);
        let mut below = (row + 1..draft.lines.line_count())
            .map(|row| draft.slice(draft.lines.line(&draft.text, row)).trim());
        let first = below.find(|line| !line.is_empty());
        first.is_some_and(|line| !line.starts_with(['#', '`', '~', '/']))
    }

    /// Whether the letters before the cursor, and no other word behind it, begin what is offered.
    fn begins(&self, completion: &Completion) -> bool {
        let typed = self.cursor.before().trim_start().to_lowercase();
        let offered = completion.filter_text.as_ref().unwrap_or(&completion.label);
        let offered = offered.trim_start_matches(['#', ' ']).to_lowercase();
        let key = offered.rsplit(' ').next().unwrap_or_default();
        let by_key = completion.kind == CompletionKind::ReleaseBlock && key.starts_with(&typed);
        let is_alone = !self.cursor.behind().trim_end().contains(' ');
        is_alone && (offered.starts_with(&typed) || by_key)
    }

    /// A completion that writes whole lines in the place of this one, with blank lines around them.
    fn lines(
        &self,
        kind: CompletionKind,
        label: String,
        subject: Subject,
        parts: Vec<Part>,
    ) -> Completion {
        let at = self.cursor.line.start;
        let mut insert = insert_block(self.base, at, parts);
        if self.line_end_suffices()
            && let Some(Part::Text(last)) = insert.last_mut()
        {
            let line_end = self.base.line_end();
            if let Some(shorter) = last.strip_suffix(line_end) {
                *last = shorter.to_owned();
            }
        }
        let completion = Completion::new(kind, label, subject, self.cursor.line);
        Completion {
            insert,
            ..completion
        }
    }

    /// Whether the line end that the line has already is the last one that is needed: a blank line, or nothing, follows.
    fn line_end_suffices(&self) -> bool {
        let lines = &self.base.lines;
        let row = lines.line_of(self.cursor.line.start);
        let has_line_end = row + 1 < lines.line_count();
        has_line_end
            && self
                .base
                .slice(lines.line(&self.base.text, row + 1))
                .trim()
                .is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{accepted, completions, labels, offered, unrecognised};
    use expect_test::expect;

    const DRAFT: &str = "```release\nintroduced-in=v1.34.2\n```\n\n/priority important-soon\n/sig node\n\n\
                         ## Symptoms\n\nPods hang.\n\n$0\n\n## Resolution\n\nRestart.\n";

    #[test]
    fn a_blank_line_takes_whatever_is_missing() {
        expect![[r###"
            ```release resolved-in — release block → "```release\nresolved-in=${1|vX.Y.Z,v1.37.1,v1.36.5,v1.35.9,v1.34.12,v1.38.0,v1.37.0,v1.36.4,v1.36.3,v1.36.2,v1.36.1,v1.36.0,v1.35.8,v1.35.7,v1.35.6,v1.35.5,v1.35.4,v1.35.3,v1.35.2,v1.35.1,v1.35.0,v1.34.11,v1.34.10,v1.34.9,v1.34.8|}\n```$0"
            ## Root cause — section → "## Root cause\n\n${1:<!-- Explain what goes wrong and in which components, and list the binaries that carry it. -->}\n\nBinaries:\n- ${2:<!-- kubelet -->}$0"
            ## Impact — section → "## Impact\n\n${1:<!-- Tell who is hit and how badly: why this cannot wait for the next minor release. -->}$0"
            ## PRs — section → "## PRs\n\n${1:<!-- List the fix and its cherry picks, one a line: - #23456 or - #23457 (release-1.36). -->}$0"
            /priority — sets priority/… labels → "/priority " [again]
            /sig — sets sig/… labels → "/sig " [again]
            /kind — sets kind/… labels → "/kind " [again]
            /area — sets area/… labels → "/area " [again]
            /wg — sets wg/… labels → "/wg " [again]
            /committee — sets committee/… labels → "/committee " [again]
            /triage — sets triage/… labels → "/triage " [again]
            /assign — assigns people, or without a name you → "/assign "
            /label — sets one of a few other labels → "/label " [again]
            /lifecycle — sets a lifecycle/… label → "/lifecycle " [again]
            /help — sets help wanted
            /good-first-issue — sets good first issue and help wanted
            /milestone — team milestone-maintainers only · sets the milestone → "/milestone "
        "###]].assert_eq(&completions(DRAFT));
    }

    #[test]
    fn a_section_is_inserted_with_one_blank_line_around_it() {
        let expected = accepted(DRAFT, "## Impact");
        expect![[r#"
            ```release
            introduced-in=v1.34.2
            ```

            /priority important-soon
            /sig node

            ## Symptoms

            Pods hang.

            ## Impact

            <!-- Tell who is hit and how badly: why this cannot wait for the next minor release. -->

            ## Resolution

            Restart.
        "#]]
        .assert_eq(&expected);
        let crowded = DRAFT
            .replace("\n\n$0\n\n", "\nImp$0\n")
            .replace('\n', "\r\n");
        assert_eq!(
            accepted(&crowded, "## Impact"),
            expected.replace('\n', "\r\n")
        );
    }

    #[test]
    fn a_half_typed_name_or_heading_becomes_the_section() {
        let missing = DRAFT.replace("## Symptoms\n", "$1");
        let at = |typed: &str| {
            missing
                .replace("$0\n", "")
                .replace("$1", &format!("{typed}\n"))
        };
        assert_eq!(labels(&at("Sym$0")), ["## Symptoms"]);
        assert_eq!(labels(&at("root c$0")), ["## Root cause"]);
        assert_eq!(
            labels(&at("## Sy$0")),
            ["## Symptoms", "## Root cause", "## Impact", "## PRs"]
        );
        assert_eq!(labels(&at("#$0")).len(), 4);
        assert_eq!(
            offered(&at("###Sy$0"))[0].filter_text.as_deref(),
            Some("###Symptoms")
        );
        assert!(labels(&at("Some pods$0")).is_empty());
        assert!(labels(&at("Sym$0 is prose, with more.")).is_empty());
    }

    #[test]
    fn the_text_below_a_heading_is_its_answer() {
        assert_eq!(
            accepted("## Sy$0mp\n\nPods hang.\n", "## Symptoms"),
            "## Symptoms\n\nPods hang.\n"
        );
    }

    #[test]
    fn a_fence_start_becomes_the_block_that_is_missing() {
        let below = "\n\n## Symptoms\n\nPods hang.\n\n```release\nintroduced-in=v1.35.1\n```\n";
        for typed in ["```$0", "````$0", "```r$0", "```release$0", "```$0```"] {
            assert_eq!(
                labels(&format!("{typed}{below}")),
                ["```release resolved-in"],
                "{typed}"
            );
        }
        expect![[r#"
            ```release
            resolved-in=vX.Y.Z
            ```

            ## Symptoms

            Pods hang.

            ```release
            introduced-in=v1.35.1
            ```
        "#]]
        .assert_eq(&accepted(
            &format!("```r$0{below}"),
            "```release resolved-in",
        ));
        let choices = crate::editing::snippet(&offered(&format!("```$0{below}"))[0].insert);
        expect![[r#"
            ```release
            resolved-in=${1|vX.Y.Z,v1.37.1,v1.36.5,v1.35.9,v1.38.0,v1.37.0,v1.36.4,v1.36.3,v1.36.2,v1"#]].assert_eq(&choices[..100]);
    }

    #[test]
    fn fences_that_are_no_fence_starts_are_left_alone() {
        for fixture in [
            "```release\nresolved-in=v1.36.5\n```$0\n",
            "```release$0\nresolved-in=v1.36.5\n```\n",
            "```\nlog\n```$0\n",
            "```go$0\n",
            "```\n$0\n```\n",
            "```\n/si$0\n```\n",
        ] {
            assert!(labels(fixture).is_empty(), "{fixture}");
        }
    }

    #[test]
    fn a_blank_draft_takes_the_whole_skeleton() {
        let all = labels("\n$0\n");
        expect![[r#"
            kubernetes-patch-release
            kubernetes-patch-release (security)
            bug-report
            ```release introduced-in
            ```release resolved-in
            /priority
            /sig
            ## Symptoms
            ## Root cause
            ## Impact
            ## Resolution
            ## PRs
            /kind
            /area
            /wg
            /committee
            /triage
            /assign
            /label
            /lifecycle
            /help
            /good-first-issue
            /milestone"#]]
        .assert_eq(&all.join("\n"));
        expect![[r#"
            The owner of this issue is working with the Security Response Committee on a resolution.

            <!-- Labels: put /priority and /sig lines here, each at the start of its line. -->
        "#]]
        .assert_eq(&accepted("$0", "kubernetes-patch-release (security)"));
        assert_eq!(
            labels("---\nvariant: security\n---\n\n$0")[..2],
            [
                "kubernetes-patch-release (security)",
                "kubernetes-patch-release"
            ]
        );
        assert_eq!(labels("kube$0").len(), 2);
    }

    #[test]
    fn a_security_issue_is_not_asked_for_what_it_may_lack() {
        let fixture =
            "The owner is working with the product security team on a resolution.\n\n$0\n";
        expect![[r#"
            /priority
            /sig
            /kind
            /area
            /wg
            /committee
            /triage
            /assign
            /label
            /lifecycle
            /help
            /good-first-issue
            /milestone"#]]
        .assert_eq(&labels(fixture).join("\n"));
    }

    #[test]
    fn prose_stays_quiet() {
        for fixture in [
            "text\n\nThe pod$0 hangs.\n",
            "- item $0\n",
            "> quo$0te\n",
            "1. one$0\n",
            "    code$0\n",
            "| a | b$0 |\n",
            "text $0\n",
            "#######$0\n",
            "  $0\n",
            "I $0\n",
            "`$0\n",
            "$0text\n",
        ] {
            assert!(labels(fixture).is_empty(), "{fixture}");
        }
    }

    #[test]
    fn an_ordinary_document_stays_quiet() {
        for fixture in [
            "# A tool\n\n$0\n",
            "# A tool\n\n## Sy$0\n",
            "# A tool\n\n/si$0\n",
            "# A tool\n\nSym$0\n",
            "# A tool\n\n<!-- issue-ls$0 -->\n",
            "# A tool\n\n```sh\n$0\n```\n",
            "# A tool\n\n```sh\n$0",
            "# A tool\n\n```sh\nx\n```$0\n",
        ] {
            assert_eq!(unrecognised(fixture), "", "{fixture}");
        }
    }

    #[test]
    fn an_ordinary_document_takes_a_template_where_one_is_begun() {
        let skeletons = unrecognised("$0");
        assert_eq!(skeletons.lines().count(), 2, "{skeletons}");
        expect![[r#"
            replaces "```"
            ```release introduced-in — release block → "```release\nintroduced-in=${1:vX.Y.Z}\n```$0"
            ```release resolved-in — release block → "```release\nresolved-in=${1:vX.Y.Z}\n```$0"
        "#]].assert_eq(&unrecognised("# A tool\n\n```$0\n"));
        assert_eq!(unrecognised("# A tool\n\n```re$0\n").lines().count(), 3);
    }
}
