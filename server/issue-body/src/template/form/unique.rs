//! What must differ across the elements of a form: ids, and the labels by which GitHub tells fields apart that have no id.

use std::collections::HashMap;

use super::problem::{FormProblem, FormProblemKind};
use super::reference::parameterize;
use super::{Element, ElementKind, Form};
use crate::syntax::Spanned;
use crate::text::Range;

/// Finds the ids, labels and options that are not unique. Each is looked up in a table, so that ten thousand of them do
/// not take a hundred million comparisons.
pub(super) fn problems(form: &Form) -> Vec<FormProblem> {
    let mut problems = Vec::new();
    duplicate_ids(form, &mut problems);
    similar_labels(form, &mut problems);
    for element in &form.elements {
        duplicate_options(element, &mut problems);
    }
    problems
}

fn duplicate_ids(form: &Form, problems: &mut Vec<FormProblem>) {
    let mut seen: HashMap<&str, Range> = HashMap::new();
    for id in form
        .elements
        .iter()
        .filter_map(|element| element.id.as_ref())
    {
        if let Some(first) = first_place(&mut seen, id.value.as_str(), id.range) {
            let id_text = id.value.clone();
            problems.push(FormProblem {
                range: id.range,
                kind: FormProblemKind::DuplicateId { id: id_text, first },
            });
        }
    }
}

/// Compares the references of all fields: the id, or what the label comes to. Labels that come to nothing (in Chinese,
/// say) are not compared, for GitHub does not say what it makes of them.
fn similar_labels(form: &Form, problems: &mut Vec<FormProblem>) {
    struct Reference {
        place: Range,
        is_id: bool,
        element: usize,
        is_option: bool,
    }
    let mut seen: HashMap<String, Reference> = HashMap::new();
    let mut compare = |reference: String, found: Reference| {
        if reference.is_empty() {
            return;
        }
        let Some(first) = seen.get(&reference) else {
            seen.insert(reference, found);
            return;
        };
        // Two ids are duplicates and reported as such; the options of one list are compared by duplicate_options, and
        // whether those of two lists may be alike is not said.
        let is_elsewhere = (first.is_id && found.is_id)
            || (first.is_option && found.is_option)
            || (found.is_option && first.element == found.element);
        if !is_elsewhere {
            let first = first.place;
            problems.push(FormProblem {
                range: found.place,
                kind: FormProblemKind::SimilarLabels { reference, first },
            });
        }
    };
    for (place, element) in form.elements.iter().enumerate() {
        let id = element.id.as_ref().map(|id| (id.value.clone(), id.range));
        let label = element.label.as_ref();
        let by_label = || label.map(|label| (parameterize(&label.value), label.range));
        let is_id = id.is_some();
        if let Some((reference, range)) = id.or_else(by_label) {
            let found = Reference {
                place: range,
                is_id,
                element: place,
                is_option: false,
            };
            compare(reference, found);
        }
    }
    for (place, element) in form.elements.iter().enumerate() {
        let ElementKind::Checkboxes { options } = &element.kind else {
            continue;
        };
        for option in options {
            let found = Reference {
                place: option.label.range,
                is_id: false,
                element: place,
                is_option: true,
            };
            compare(parameterize(&option.label.value), found);
        }
    }
}

fn duplicate_options(element: &Element, problems: &mut Vec<FormProblem>) {
    let options: Vec<&Spanned<String>> = match &element.kind {
        ElementKind::Dropdown { options, .. } => options.iter().collect(),
        ElementKind::Checkboxes { options } => options.iter().map(|option| &option.label).collect(),
        _ => return,
    };
    let mut seen: HashMap<&str, Range> = HashMap::new();
    for option in options {
        if let Some(first) = first_place(&mut seen, option.value.trim(), option.range) {
            problems.push(FormProblem {
                range: option.range,
                kind: FormProblemKind::DuplicateOption {
                    option: option.value.trim().to_owned(),
                    first,
                },
            });
        }
    }
}

/// Where `name` was seen before; notes that it is seen at `range` where it was not.
fn first_place<'name>(
    seen: &mut HashMap<&'name str, Range>,
    name: &'name str,
    range: Range,
) -> Option<Range> {
    let first = *seen.entry(name).or_insert(range);
    (first != range).then_some(first)
}
