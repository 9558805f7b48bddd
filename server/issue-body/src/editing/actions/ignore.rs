//! Actions that hide a finding by a comment.
//!
//! Where a comment may stand depends on what is around the finding: a comment in a fence is no comment, one before the
//! first line moves that line, one behind a fence's info string belongs to it. So there are several candidates, the
//! least conspicuous first, and the first one is offered that, tried on a copy of the draft, hides the finding and
//! changes nothing else.

use std::collections::BTreeMap;

use super::again::look_at;
use super::{Action, ActionKind, Change};
use crate::rules::{Context, Finding, Levels, check, covered_lines};
use crate::syntax::{Directive, DirectiveKind, Draft, PluginAction, SuppressionScope};
use crate::text::{Edit, Range, apply_edits};

/// One action for each of `findings` that a comment can hide.
pub(super) fn actions<'finding>(
    context: &Context<'_>,
    findings: impl Iterator<Item = (usize, &'finding Finding)>,
) -> Vec<Action> {
    let mut findings = findings.peekable();
    if findings.peek().is_none() {
        return Vec::new();
    }
    let present = State::of(context);
    findings
        .filter_map(|(place, finding)| {
            let candidate = candidates(context.issue.draft, finding)
                .into_iter()
                .find(|candidate| hides(context, &present, finding, &candidate.edits))?;
            Some(Action {
                title: format!(
                    "Ignore `{}` for this {}",
                    finding.rule.name, candidate.extent
                ),
                kind: ActionKind::QuickFix,
                change: Change::Edits(candidate.edits),
                finding: Some(place),
                preferred: false,
            })
        })
        .collect()
}

/// A way to hide a finding.
struct Candidate {
    /// What it covers: "line" or "block".
    extent: &'static str,
    edits: Vec<Edit>,
}

impl Candidate {
    fn line(edit: Edit) -> Candidate {
        Candidate {
            extent: "line",
            edits: vec![edit],
        }
    }
}

/// The ways to hide `finding`, the best first; none where it stands in the envelope, which no comment reaches.
fn candidates(draft: &Draft, finding: &Finding) -> Vec<Candidate> {
    let place = Place::of(draft, finding.range.start);
    if finding.range.start < draft.body.range.start || draft.body.range.end < place.line.start {
        return Vec::new();
    }
    let name = finding.rule.name;
    let mut candidates = extended(draft, name, finding.range.start);
    if let Some(block) = block_around(draft, place.line) {
        candidates.extend(around_block(draft, name, block));
        return candidates;
    }
    let above = [place.marks.as_str(), ""].map(|marks| {
        let comment = comment("disable-next-line", name);
        Candidate::line(place.line_above(draft, &format!("{marks}{comment}")))
    });
    let behind = place.behind(draft, &comment("disable-line", name));
    if place.begins_block(draft) {
        candidates.extend(above);
        candidates.push(behind);
    } else {
        candidates.push(behind);
        candidates.extend(above);
    }
    // What is absent is reported on the first line: a comment above becomes that line and has to mean itself.
    let itself = comment("disable-line", name);
    candidates.push(Candidate::line(place.line_above(draft, &itself)));
    if let Some(block) = fence_from(draft, place.line) {
        candidates.extend(around_block(draft, name, block));
    }
    candidates
}

fn comment(directive: &str, name: &str) -> String {
    format!("<!-- issue-ls-{directive} {name} -->")
}

/// The line of a finding.
struct Place {
    /// The line, as far as it belongs to the body, without its line end.
    line: Range,
    /// What a line above must begin with to stand in the same quote.
    marks: String,
}

impl Place {
    fn of(draft: &Draft, offset: usize) -> Place {
        let line = draft.line_at(offset);
        let start = line.start.max(draft.body.range.start);
        let line = Range::new(start, line.end.max(start));
        Place {
            line,
            marks: container_marks(draft.slice(line)).to_owned(),
        }
    }

    /// Puts a line with `content` above.
    fn line_above(&self, draft: &Draft, content: &str) -> Edit {
        let line_end = draft.line_end();
        let before = draft.text[..self.line.start].trim_start_matches('\u{feff}');
        if before.is_empty() || before.ends_with(['\n', '\r']) {
            Edit::insert(self.line.start, format!("{content}{line_end}"))
        } else {
            // The envelope's last line has no line end yet.
            Edit::insert(self.line.start, format!("{line_end}{content}"))
        }
    }

    /// Puts `content` at the end of the line, before the blanks that may be a line break.
    fn behind(&self, draft: &Draft, content: &str) -> Candidate {
        let line = draft.slice(self.line);
        let offset = self.line.start + line.trim_end().len();
        let blank = if line.trim().is_empty() { "" } else { " " };
        Candidate::line(Edit::insert(offset, format!("{blank}{content}")))
    }

    /// Whether a line above interrupts nothing: no paragraph, no list.
    fn begins_block(&self, draft: &Draft) -> bool {
        let body = &draft.body;
        let line = draft.slice(self.line);
        let is_item = line
            .trim_start()
            .starts_with(|first: char| matches!(first, '-' | '*' | '+') || first.is_ascii_digit());
        let above = draft.text[body.range.start..self.line.start].lines().last();
        let holds = |range: Range| self.line.touches(range.start);
        let begins = || {
            body.headings.iter().any(|heading| holds(heading.range))
                || body.commands.iter().any(|command| holds(command.range))
                || fence_from(draft, self.line).is_some()
        };
        !is_item && (above.is_none_or(|above| above.trim().is_empty()) || begins())
    }
}

/// What a line begins with as part of a quote, its blanks included.
fn container_marks(line: &str) -> &str {
    let content = line.trim_start_matches([' ', '\t', '>']);
    &line[..line.len() - content.len()]
}

/// Adds the rule to a comment that covers the line at `offset` already.
fn extended(draft: &Draft, name: &str, offset: usize) -> Vec<Candidate> {
    let covers = |directive: &&Directive| match directive.kind {
        DirectiveKind::Disable { scope, .. } if scope != SuppressionScope::RestOfFile => {
            covered_lines(draft, directive.range, scope).touches(offset)
        }
        _ => false,
    };
    let directives = draft.body.directives.iter().filter(covers);
    directives
        .filter_map(|directive| Some(Candidate::line(with_rule(directive, name)?)))
        .collect()
}

/// Adds the rule to the names in `directive`; none where it names no rule and so means all.
fn with_rule(directive: &Directive, name: &str) -> Option<Edit> {
    let (DirectiveKind::Disable { rules, .. } | DirectiveKind::Enable { rules }) = &directive.kind
    else {
        return None;
    };
    let last = rules.last()?;
    Some(Edit::insert(last.end, format!(" {name}")))
}

/// The block or comment that holds `line`, not counting its first line.
fn block_around(draft: &Draft, line: Range) -> Option<Range> {
    let body = &draft.body;
    let comments = body.comments.iter().map(|comment| comment.range);
    fenced(draft)
        .chain(comments)
        .find(|range| range.start < line.start && line.start <= range.end)
}

/// The fenced block that begins on `line`.
fn fence_from(draft: &Draft, line: Range) -> Option<Range> {
    fenced(draft).find(|range| line.touches(range.start))
}

fn fenced(draft: &Draft) -> impl Iterator<Item = Range> {
    let body = &draft.body;
    let fences = body.fences.iter().map(|fence| fence.range);
    let blocks = body.release_blocks.iter().map(|block| block.range);
    blocks.chain(fences)
}

/// Puts a comment above the block that turns the rule off, and one below that turns it on again, or adds the rule to
/// such comments.
fn around_block(draft: &Draft, name: &str, block: Range) -> Vec<Candidate> {
    let first = Place::of(draft, block.start);
    let last = draft.full_line_at(block.end);
    let mut candidates = Vec::new();
    let directive_on = |wanted: Option<Range>| {
        let mut directives = draft.body.directives.iter();
        directives.find(|directive| wanted.is_some_and(|line| line.contains_range(directive.range)))
    };
    let line_above = draft.lines.line_of(block.start).checked_sub(1);
    let above = directive_on(line_above.map(|row| draft.lines.line_with_end(row)));
    let below = directive_on(Some(draft.full_line_at(last.end)));
    if let (Some(above), Some(below)) = (above, below)
        && let DirectiveKind::Disable {
            scope: SuppressionScope::RestOfFile,
            ..
        } = above.kind
        && let DirectiveKind::Enable { .. } = below.kind
        && let (Some(above), Some(below)) = (with_rule(above, name), with_rule(below, name))
    {
        candidates.push(Candidate {
            extent: "block",
            edits: vec![above, below],
        });
    }
    let (disable, enable) = (comment("disable", name), comment("enable", name));
    let line_end = draft.line_end();
    let end_marks = container_marks(draft.slice(draft.line_at(block.end)));
    for (marks, end_marks) in [(first.marks.as_str(), end_marks), ("", end_marks), ("", "")] {
        let enable = format!("{end_marks}{enable}");
        let end = last.end.min(draft.body.range.end);
        let is_open = !draft.text[..end].ends_with(['\n', '\r']);
        let below = if is_open {
            format!("{line_end}{enable}")
        } else {
            format!("{enable}{line_end}")
        };
        candidates.push(Candidate {
            extent: "block",
            edits: vec![
                first.line_above(draft, &format!("{marks}{disable}")),
                Edit::insert(end, below),
            ],
        });
    }
    candidates
}

/// Whether `edits` hide `finding` and leave everything else as it is.
fn hides(context: &Context<'_>, present: &State, finding: &Finding, edits: &[Edit]) -> bool {
    let text = apply_edits(&context.issue.draft.text, edits);
    let changed = look_at(context, &text, State::of);
    let name = finding.rule.name;
    let count = |state: &State| state.findings.get(name).copied().unwrap_or(0);
    // Of findings of one rule in one place, some may move away from the comment.
    let alike = |state: &State| {
        let messages = state.messages.iter();
        let alike = messages.filter(|(rule, said)| *rule == name && *said == finding.message);
        alike.count()
    };
    let others = |state: &State| {
        let mut findings = state.findings.clone();
        findings.remove(name);
        findings
    };
    changed.shape == present.shape
        && changed.labels == present.labels
        && changed.actions == present.actions
        && count(&changed) < count(present)
        && alike(&changed) < alike(present)
        && others(&changed) == others(present)
}

/// What a comment that hides a finding must leave as it is.
struct State {
    /// How many findings each rule has.
    findings: BTreeMap<&'static str, usize>,
    /// What each of them says, beside the name of its rule.
    messages: Vec<(&'static str, String)>,
    /// How many headings, fences, blocks, entries and commands there are, and how many of them stand in containers.
    shape: [usize; 7],
    /// The labels that Prow reads.
    labels: Vec<String>,
    /// What else it reads.
    actions: Vec<PluginAction>,
}

impl State {
    fn of(context: &Context<'_>) -> State {
        let mut findings = BTreeMap::new();
        let mut messages = Vec::new();
        for finding in check(context, &Levels::default()) {
            *findings.entry(finding.rule.name).or_default() += 1;
            messages.push((finding.rule.name, finding.message));
        }
        let body = &context.issue.draft.body;
        let blocks = &body.release_blocks;
        let nested_headings = body.headings.iter().filter(|heading| heading.nested);
        let labels = body.commands.iter().flat_map(|command| &command.arguments);
        let actions = body.plugin_commands.iter();
        let nested_blocks = blocks.iter().filter(|block| block.nested);
        State {
            findings,
            messages,
            shape: [
                body.headings.len(),
                nested_headings.count(),
                body.fences.len(),
                blocks.len(),
                nested_blocks.count(),
                blocks.iter().map(|block| block.entries.len()).sum(),
                body.commands.len(),
            ],
            labels: labels.map(|argument| argument.label.clone()).collect(),
            actions: actions.map(|command| command.action.clone()).collect(),
        }
    }
}
