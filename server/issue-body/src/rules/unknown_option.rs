//! `unknown-option`: the answer of a dropdown is none that the form offers.

use super::finding::{Findings, Fix, Severity};
use super::rule::{Availability, Check, Context, Page, Rule};
use crate::template::{Answer, AnswerKind, read_answer};
use crate::text::{Edit, nearest, nearest_alone};

/// What GitHub's dropdowns offer besides the form's options where no answer is required.
const NONE: &str = "None";

pub(super) static RULE: Rule = Rule {
    name: "unknown-option",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "The answer of a dropdown is none of the options that the repository's form offers.",
        why: "Options are compared letter by letter: workflows that set labels, choose a team or sort a board from the \
              answer do nothing for one that they do not know, and nobody is told.",
        bad: "---\ntemplate: bug-report\n---\n\n### What happened?\n\nThe window is black.\n\n\
              ### Platform\n\nlinux\n",
        good: "---\ntemplate: bug-report\n---\n\n### What happened?\n\nThe window is black.\n\n\
               ### Platform\n\nLinux\n",
        fix: "Writes the option, where exactly one differs in case alone or is at most two edits away. Digits are never \
              changed: a number is an answer of its own.",
    },
    check: Check::Issue(check),
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let issue = context.issue;
    for section in &issue.sections {
        let Some(field) = &section.specification.field else {
            continue;
        };
        let AnswerKind::Choice { options, .. } = &field.answer else {
            continue;
        };
        let answer = read_answer(issue.draft, section, section.specification, field);
        let Answer::Options(chosen) = answer else {
            continue;
        };
        let name = &section.specification.name;
        for option in chosen.iter().filter(|option| option.position.is_none()) {
            let written = context.slice(option.range);
            let is_none = !field.required && written == NONE;
            // A dot is no answer at all, which another rule says.
            if is_none || written == "." {
                continue;
            }
            let offered = options.iter().map(|option| option.trim());
            let near = nearest(written, offered.clone());
            let alone = nearest_alone(written, offered);
            let advice = match near {
                Some(near) => format!("write `{near}` if that is meant"),
                None => format!("write {}", listed(options)),
            };
            let message = format!(
                "The form does not offer `{}` for `{name}`; {advice}.",
                first_line(written)
            );
            let fix = alone.map(|option_meant| {
                let edit = Edit::replace(option.range, option_meant);
                Fix::safe(format!("Write `{option_meant}`"), vec![edit])
            });
            findings
                .report(&RULE, option.range, message)
                .related_in_template(
                    section.specification.place,
                    format!("The options of `{name}` are here."),
                )
                .fix(fix);
        }
    }
}

/// How many options a message lists; whoever needs more looks at the form.
const LISTED: usize = 8;

/// `a`, `b` or `c`, or the first few of many.
fn listed(options: &[String]) -> String {
    let quoted = |options: &[String]| {
        let quoted = options.iter().map(|option| format!("`{}`", option.trim()));
        quoted.collect::<Vec<_>>().join(", ")
    };
    match options {
        [] => "nothing, since it offers no options".to_owned(),
        [only] => format!("`{}`", only.trim()),
        [first @ .., last] if options.len() <= LISTED => {
            format!("{} or `{}`", quoted(first), last.trim())
        }
        _ => format!(
            "one of its {} options, such as {}",
            options.len(),
            quoted(&options[..LISTED / 2])
        ),
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::catalog::Catalog;
    use crate::rules::Applicability;
    use crate::rules::testing::TODAY;
    use crate::rules::testing::{fixed, report};
    use crate::rules::{Context, Levels, check};
    use crate::syntax::{Draft, Origin};
    use crate::template::form::Form;
    use crate::template::{Issue, Reading};
    use expect_test::expect;

    fn answered(field: &str, answer: &str) -> String {
        format!("---\ntemplate: bug-report\n---\n\n### {field}\n\n{answer}\n")
    }

    #[test]
    fn the_nearest_option_is_offered() {
        for (field, answer, expected) in [
            ("Platform", "linux", "Linux"),
            ("Platform", "MacOS\r", "macOS\r"),
            ("Screens", "one, severl", "one, several"),
        ] {
            let fixed = fixed(&RULE, &answered(field, answer), Applicability::Safe);
            assert_eq!(fixed, answered(field, expected));
        }
    }

    #[test]
    fn an_option_far_from_all_others_has_no_fix() {
        expect![[r#"
            7:1-7:7 error unknown-option: The form does not offer `BeOS 5` for `Platform`; write `Linux`, `macOS` or `Windows`.
              9:1-9:1 The options of `Platform` are here.
        "#]].assert_eq(&report(&RULE, &answered("Platform", "BeOS 5\nand more")));
        expect![[r#"
            7:1-7:13 error unknown-option: The form does not offer `Linux, macOS` for `Platform`; write `Linux`, `macOS` or `Windows`.
              8:1-8:1 The options of `Platform` are here.
        "#]].assert_eq(&report(&RULE, &answered("Platform", "Linux, macOS")));
        expect![[r#"
            7:6-7:17 error unknown-option: The form does not offer `none at all` for `Screens`; write `one`, `one, turned` or `several`.
              8:1-8:1 The options of `Screens` are here.
        "#]].assert_eq(&report(&RULE, &answered("Screens", "one, none at all")));
    }

    #[test]
    fn options_none_and_no_answer_are_fine() {
        for (field, answer) in [
            ("Platform", "Windows"),
            ("Platform", "None"),
            ("Platform", "_No response_"),
            ("Platform", "<!-- one of these -->"),
            ("Screens", "one"),
            ("Screens", "one, turned, one"),
            ("Screens", "several"),
        ] {
            assert_eq!(report(&RULE, &answered(field, answer)), "", "{answer}");
        }
    }

    #[test]
    fn nothing_is_written_in_the_place_of_a_number_or_of_one_of_two() {
        let form = "name: x\ndescription: y\nbody:\n- type: dropdown\n  attributes:\n    label: System\n    \
                    options: [Windows 10, Windows 11, cat, bat]\n";
        let fix = |answer: &str| {
            let template = Form::read(form).template("x.yml").expect("it has a field");
            let text = format!("### System\n\n{answer}\n");
            let draft = Draft::parse(text, Origin::File);
            let issue = Issue::read(&draft, &template, Reading::default());
            let context = Context {
                issue: &issue,
                catalog: Catalog::kubernetes(),
                templates: &[&template],
                today: TODAY,
            };
            let findings = check(&context, &Levels::default());
            let fix = findings[0].fix.as_ref();
            fix.map(|fix| fix.edits[0].content.clone())
        };
        assert_eq!(fix("Windows 12"), None);
        assert_eq!(fix("Windows"), None);
        assert_eq!(fix("rat"), None);
        assert_eq!(fix("windows 11").as_deref(), Some("Windows 11"));
        assert_eq!(fix("Window 10").as_deref(), Some("Windows 10"));
    }
}
