//! Which headings of a draft are which sections of its template.
//!
//! A heading of the right level and name is the section. Only for a section that has none, other levels count, then near
//! spellings, and then lines that lack the blank of a heading; so a subheading called `Impact`, or a heading `Pros`
//! beside `PRs`, is left alone.

use super::issue::{FoundSection, Spelling};
use super::model::{SectionSpecification, Template, TemplateOrigin};
use super::recognition::plain_name;
use crate::syntax::{Draft, Heading, Origin};
use crate::text::{Range, nearest};

/// The sections of `template` that `draft` has, in the order of the draft, repeated ones included.
pub(super) fn find_sections<'draft>(
    draft: &'draft Draft,
    template: &'draft Template,
) -> Vec<FoundSection<'draft>> {
    let candidates = candidates(draft);
    let owners = Matching::new(draft, template, &candidates).owners();
    // What is typed into a field of a form can hold headings of all levels, and GitHub writes it as it is.
    let answers_hold_headings = template.origin == TemplateOrigin::Form;
    candidates
        .iter()
        .enumerate()
        .filter_map(|(place, candidate)| {
            let (position, spelling) = owners[place]?;
            let heading = candidate.heading;
            let end = (place + 1..candidates.len())
                .find(|next| {
                    let other = &candidates[*next];
                    let is_above = other.is_real && other.heading.level <= heading.level;
                    owners[*next].is_some() || !answers_hold_headings && is_above
                })
                .map_or(draft.body.range.end, |next| {
                    candidates[next].heading.range.start
                });
            let content_start = draft.full_line_at(heading.range.end).end.min(end);
            Some(FoundSection {
                specification: &template.sections[position],
                position,
                heading,
                range: Range::new(heading.range.start, end),
                content: Range::new(content_start, end),
                spelling,
            })
        })
        .collect()
}

/// A line that may be the heading of a section.
struct Candidate<'draft> {
    heading: &'draft Heading,
    /// Whether Markdown sees a heading; else the blank behind the marks is missing.
    is_real: bool,
    /// Its name without signs, as a reader sees it.
    plain: String,
    /// The same as it is written, where that differs: a label can hold marks, which a name does not.
    plain_as_written: Option<String>,
}

impl Candidate<'_> {
    /// Its names without signs.
    fn plain_names(&self) -> impl Iterator<Item = &str> + Clone {
        let written = self.plain_as_written.iter();
        [&self.plain].into_iter().chain(written).map(String::as_str)
    }

    /// Whether `plain` is one of its names without signs.
    fn is_called(&self, plain: &str) -> bool {
        self.plain_names().any(|own| own == plain)
    }
}

/// The lines that may be headings of sections, in the order of the draft.
fn candidates(draft: &Draft) -> Vec<Candidate<'_>> {
    let real = draft.body.headings.iter().filter(|one| !one.nested);
    let glued = draft.body.glued_headings.iter();
    let all = real
        .map(|heading| (heading, true))
        .chain(glued.map(|heading| (heading, false)));
    let mut candidates: Vec<Candidate<'_>> = all
        .map(|(heading, is_real)| {
            let written = draft.slice(heading.text);
            let plain_as_written = (written != heading.name).then(|| plain_name(written));
            Candidate {
                heading,
                is_real,
                plain: plain_name(&heading.name),
                plain_as_written,
            }
        })
        .collect();
    candidates.sort_by_key(|candidate| candidate.heading.range.start);
    candidates
}

/// The section that a heading is that of, by its position, and how well it is spelled.
type Owner = Option<(usize, Spelling)>;

/// Headings on one side, sections on the other.
struct Matching<'draft> {
    draft: &'draft Draft,
    template: &'draft Template,
    candidates: &'draft [Candidate<'draft>],
    /// The names of the sections without signs.
    names: Vec<&'draft str>,
}

impl<'draft> Matching<'draft> {
    fn new(
        draft: &'draft Draft,
        template: &'draft Template,
        candidates: &'draft [Candidate<'draft>],
    ) -> Matching<'draft> {
        let sections = template.sections.iter();
        Matching {
            draft,
            template,
            candidates,
            names: sections.map(SectionSpecification::plain_name).collect(),
        }
    }

    /// The owner of each candidate.
    fn owners(&self) -> Vec<Owner> {
        let mut owners: Vec<Owner> = vec![None; self.candidates.len()];
        let mut positions: Vec<usize> = (0..self.names.len()).collect();
        // What has its name somewhere takes it before others look for what is like theirs.
        positions.sort_by_cached_key(|position| {
            let name = self.names[*position];
            let mut candidates = self.candidates.iter();
            !candidates.any(|candidate| candidate.is_called(name))
        });
        let name = |position: usize| &self.template.sections[position].name;
        for (before, position) in positions.iter().copied().enumerate() {
            let mut places = self.places_of(position, &owners);
            // Sections of one name stand in the order of the template; the last of them takes what is left.
            let mut behind = positions[before + 1..].iter();
            if behind.any(|other| name(*other) == name(position)) {
                places.truncate(1);
            }
            for place in places {
                let spelling = match self.is_spelled(place, position) {
                    true => Spelling::Exact,
                    false => Spelling::Near,
                };
                owners[place] = Some((position, spelling));
            }
        }
        owners
    }

    /// The candidates without an owner that suit the section at `position` best.
    fn places_of(&self, position: usize, owners: &[Owner]) -> Vec<usize> {
        let level = self.template.sections[position].level;
        let has_level = |place: usize| self.candidates[place].heading.level == level;
        let is_real = |place: usize| self.candidates[place].is_real;
        let is_same = |place: usize| self.is_same(place, position);
        let is_near = |place: usize| self.is_near(place, position);
        let steps: [&dyn Fn(usize) -> bool; 6] = [
            &|place| is_real(place) && has_level(place) && is_same(place),
            &|place| is_real(place) && is_same(place),
            &|place| is_real(place) && has_level(place) && is_near(place),
            &|place| is_real(place) && is_near(place),
            &is_same,
            &is_near,
        ];
        let free = |place: &usize| owners[*place].is_none();
        steps
            .into_iter()
            .map(|step| {
                let places = (0..self.candidates.len()).filter(free);
                places.filter(|place| step(*place)).collect::<Vec<_>>()
            })
            .find(|places| !places.is_empty())
            .unwrap_or_default()
    }

    /// Whether a candidate has the name of a section, and is not spelled as another one whose name differs in signs alone.
    fn is_same(&self, place: usize, position: usize) -> bool {
        let name = self.names[position];
        let is_twin = |other: &usize| *other != position && self.names[*other] == name;
        let mut twins = (0..self.names.len()).filter(is_twin);
        self.candidates[place].is_called(name)
            && (self.is_spelled(place, position) || !twins.any(|twin| self.is_spelled(place, twin)))
    }

    /// Whether a candidate has nearly the name of a section. What is the name of another one is no misspelling of it.
    fn is_near(&self, place: usize, position: usize) -> bool {
        let mut written = self.candidates[place].plain_names();
        let name = self.names[position];
        !written.clone().any(|written| self.names.contains(&written))
            && written.any(|written| nearest(written, [name]).is_some())
    }

    /// Whether a candidate is written as the section's name is, letter by letter. Where Markdown takes something off a
    /// heading, it would off the name.
    fn is_spelled(&self, place: usize, position: usize) -> bool {
        let candidate = &self.candidates[place];
        let name = &self.template.sections[position].name;
        let written = self.draft.slice(candidate.heading.text);
        // A doubled blank does not show in what a reader sees.
        let single = || written.split_whitespace().collect::<Vec<_>>().join(" ") == written;
        candidate.is_real
            && (written == name
                || candidate.heading.name == *name && single()
                || candidate.is_called(self.names[position]) && written == as_heading(name))
    }
}

/// The words that Markdown sees in a heading of this name: marks at its end are no part of them.
fn as_heading(name: &str) -> String {
    let draft = Draft::parse(format!("# {name}"), Origin::Issue);
    let heading = draft.body.headings.first();
    heading.map_or_else(String::new, |heading| draft.slice(heading.text).to_owned())
}
