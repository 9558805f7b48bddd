//! The rules: what can be wrong with an issue, and how it is mended.
//!
//! One rule is one file: its page, its metadata, its check, its fix and its tests. This file holds the registry and runs
//! the rules; everything that lists rules (the command line, the reference, the configuration's schema) reads
//! [`RULES`]. A rule sees an [`Issue`](crate::template::Issue), a catalogue and a date, or a
//! [`Form`](crate::template::form::Form) and labels, never a file or a clock.

mod absence;
mod branches;
mod commands;
mod finding;
mod fix_all;
mod form;
mod insertion;
mod labels;
mod outcome;
mod page;
mod resolutions;
mod rule;
mod suppression;
#[cfg(test)]
pub(crate) mod testing;

pub use branches::{BranchState, NamedVersions, OpenBranch, branch_of};
pub use finding::{Applicability, Finding, Findings, Fix, Related, RelatedPlace, Severity, Tag};
pub use fix_all::{Fixed, fix_all};
pub use form::check_form;
pub use insertion::insert_block;
pub(crate) use invalid_version::problem as version_problem;
pub(crate) use labels::is_plain_yaml;
pub use outcome::{
    AddedLabel, NeededLabel, Outcome, Refusal, RefusedLabel, SettableLabel, Whom, add_effect, deed,
    labels_asked_for, labels_of, named_effect, needed_label, obeys_whom, present_labels,
    removal_whom,
};
pub use page::page;
pub use resolutions::add_resolutions;
pub use rule::{Availability, Context, FormContext, Level, Levels, Page, Rule};

use rule::Check;
use suppression::Suppressions;
pub(crate) use suppression::covered_lines;

/// Declares the rules' modules and lists their `RULE`s, in the order of the reference.
macro_rules! registry {
    ($($module:ident),+ $(,)?) => {
        $(mod $module;)+

        /// All rules, in the order of the reference.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),+];
    };
}

registry! {
    missing_section,
    misspelled_section,
    heading_level,
    duplicate_section,
    section_order,
    empty_section,
    placeholder_text,
    missing_release_block,
    empty_release_block,
    unclosed_release_block,
    malformed_release_fence,
    malformed_release_entry,
    unknown_release_key,
    invalid_version,
    unreleased_version,
    unknown_introduction,
    duplicate_release_entry,
    conflicting_release_entry,
    resolved_before_introduced,
    skipped_branch,
    unresolved_branch,
    end_of_life_branch,
    release_block_order,
    missing_priority_label,
    conflicting_priority_labels,
    unexpected_priority_label,
    missing_sig_label,
    unknown_label,
    renamed_label,
    retired_label,
    ignored_command,
    malformed_command,
    runaway_command,
    command_in_code,
    command_in_comment,
    restricted_command,
    missing_binaries,
    unknown_binary,
    missing_pr_reference,
    malformed_pr_reference,
    duplicate_pr_reference,
    disclosed_security_details,
    front_matter_is_sent,
    invalid_front_matter,
    body_too_long,
    missing_answer,
    unknown_option,
    unchecked_required_box,
    untouched_default,
    unused_suppression,
    invalid_directive,
    form_invalid_yaml,
    form_missing_key,
    form_unknown_key,
    form_duplicate_key,
    form_unknown_type,
    form_invalid_value,
    form_invalid_id,
    form_duplicate_id,
    form_similar_labels,
    form_forbidden_word,
    form_without_fields,
    form_invalid_option,
    form_invalid_default,
    form_unknown_label,
    form_command_in_value,
}

/// The rule about what stays behind when this tool itself sends a draft.
pub fn front_matter_is_sent() -> &'static Rule {
    &front_matter_is_sent::RULE
}

/// The rule called `name`.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The rule whose name is nearest to `name`, for messages about unknown ones.
pub fn nearest(name: &str) -> Option<&'static Rule> {
    crate::text::nearest(name, RULES.iter().map(|rule| rule.name)).and_then(find)
}

/// All findings of the rules that `levels` leaves on, without the suppressed ones, in order of place. The place of each is
/// cut to its first line.
pub fn check(context: &Context<'_>, levels: &Levels) -> Vec<Finding> {
    check_with(context, levels, |rule| levels.of(rule) != Level::Off)
}

/// The findings that are errors, as [`check`] has them, without asking the rules that report none.
pub fn errors(context: &Context<'_>, levels: &Levels) -> Vec<Finding> {
    let stage = context.issue.stage;
    let is_error = |rule: &Rule| levels.severity(rule, stage) == Some(Severity::Error);
    // Whether a suppression hides nothing only all rules together can tell.
    let needs_all = RULES
        .iter()
        .any(|rule| rule.reports_suppressions() && is_error(rule));
    let mut findings = check_with(context, levels, |rule| {
        needs_all && levels.of(rule) != Level::Off || is_error(rule)
    });
    findings.retain(|finding| finding.severity == Severity::Error);
    findings
}

fn check_with(
    context: &Context<'_>,
    levels: &Levels,
    is_on: impl Fn(&Rule) -> bool,
) -> Vec<Finding> {
    let suppressions = Suppressions::read(context.issue.draft);
    let mut findings = Findings::new(context.issue.stage);
    for rule in RULES.iter().filter(|rule| is_on(rule)) {
        if let Check::Issue(check) = rule.check {
            check(context, &mut findings);
        }
    }
    let (mut kept, unused) = suppressions.apply(findings.into_vec(), &is_on);
    let mut findings = Findings::new(context.issue.stage);
    for rule in RULES.iter().filter(|rule| is_on(rule)) {
        if let Check::Suppressions(check) = rule.check {
            check(context, &unused, &mut findings);
        }
    }
    kept.extend(suppressions.apply(findings.into_vec(), &is_on).0);
    for finding in &mut kept {
        finding.range = context.issue.draft.first_line_of(finding.range);
        if let Level::At(severity) = levels.of(finding.rule) {
            finding.severity = severity;
        }
    }
    kept.sort_by_key(|finding| (finding.range, finding.severity, finding.rule.name));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_well_formed() {
        for (place, rule) in RULES.iter().enumerate() {
            let is_name = |character: char| character.is_ascii_lowercase() || character == '-';
            assert!(rule.name.chars().all(is_name), "{}", rule.name);
            let earlier = &RULES[..place];
            assert!(!earlier.contains(rule), "{} is listed twice", rule.name);
        }
    }

    #[test]
    fn the_bad_example_of_a_page_reports_its_rule_and_the_good_one_does_not() {
        for rule in RULES.iter().copied() {
            let bad = testing::findings(rule, &testing::bad_example(rule));
            assert!(
                !bad.is_empty(),
                "the bad example of {} has no finding",
                rule.name
            );
            let good = testing::findings(rule, rule.page.good);
            assert!(
                good.is_empty(),
                "the good example of {} has {good:#?}",
                rule.name
            );
        }
    }

    #[test]
    fn errors_are_those_that_all_rules_together_find() {
        let with_suppression =
            |text: &str| format!("<!-- issue-ls-disable missing-section -->\n{text}");
        let mut strict = Levels::default();
        strict.set(&unused_suppression::RULE, Level::At(Severity::Error));
        strict.set(&skipped_branch::RULE, Level::At(Severity::Error));
        strict.set(&missing_section::RULE, Level::Off);
        for rule in RULES.iter().copied() {
            let bad = testing::bad_example(rule);
            for text in [with_suppression(&bad), bad] {
                for levels in [&Levels::default(), &strict] {
                    testing::with_context(&text, |context| {
                        let mut all = check(context, levels);
                        all.retain(|finding| finding.severity == Severity::Error);
                        assert_eq!(errors(context, levels), all, "{text}");
                    });
                }
            }
        }
    }

    #[test]
    fn a_page_says_truly_whether_its_rule_has_a_fix() {
        for rule in RULES.iter().copied() {
            let findings = testing::findings(rule, &testing::bad_example(rule));
            let has = |applicability| {
                let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
                fixes.clone().any(|fix| fix.applicability == applicability)
            };
            let (safe, r#unsafe) = (has(Applicability::Safe), has(Applicability::Unsafe));
            let expected = match rule.availability {
                Availability::None => !safe && !r#unsafe,
                Availability::Unsafe => !safe && r#unsafe,
                Availability::Sometimes | Availability::Safe => safe,
            };
            assert!(
                expected,
                "{}: the bad example does not show the fix that is announced",
                rule.name
            );
        }
    }

    #[test]
    fn messages_are_one_sentence_on_one_line() {
        for rule in RULES.iter().copied() {
            for finding in testing::findings(rule, &testing::bad_example(rule)) {
                let message = &finding.message;
                assert!(
                    message.ends_with('.') && !message.contains('\n'),
                    "{}: {message}",
                    rule.name
                );
            }
        }
    }

    #[test]
    fn fixes_of_the_bad_examples_reach_a_fixpoint() {
        for rule in RULES.iter().copied() {
            for limit in [Applicability::Safe, Applicability::Unsafe] {
                let once = testing::fixed(rule, &testing::bad_example(rule), limit);
                let left = testing::findings(rule, &once);
                let fixes = left.iter().filter_map(|finding| finding.fix.as_ref());
                assert!(
                    fixes.clone().all(|fix| fix.applicability > limit),
                    "{}: {once}",
                    rule.name
                );
            }
        }
    }
}
