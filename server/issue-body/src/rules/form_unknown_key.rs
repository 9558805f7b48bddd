//! `form-unknown-key`: a key that GitHub does not take.

use super::finding::{Findings, Fix, Severity};
use super::form::{name_of, short};
use super::rule::{Availability, Check, FormContext, Page, Rule};
use crate::template::form::{FormProblemKind, MappingKind};
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    name: "form-unknown-key",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "A key has a name that GitHub does not take at this place.",
        why: "GitHub refuses the form for a single unknown key. Among the `validations` it ignores one, and a field that was meant to be required is not.",
        bad: "name: Bug report\ndescription: Something does not work\nlabel: [kind/bug]\n",
        good: "name: Bug report\ndescription: Something does not work\nlabels: [kind/bug]\n",
        fix: "Writes the key that is meant, where one is at most two edits away and not there yet.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    for problem in &context.form.problems {
        let FormProblemKind::UnknownKey {
            key,
            mapping,
            meant,
        } = &problem.kind
        else {
            continue;
        };
        let advice = match (meant, home(key, *mapping)) {
            (Some(meant), _) => format!("write `{meant}` if that is meant"),
            (None, Some(home)) => format!("it belongs {home}"),
            (None, None) => {
                let names: Vec<&str> = mapping.keys().iter().map(|key| key.name).collect();
                format!("write one of `{}`", names.join("`, `"))
            }
        };
        let message = format!(
            "`{}` is no key of {}; {advice}.",
            short(key),
            name_of(*mapping)
        );
        let fix = meant
            .filter(|_| context.text[problem.range] == **key)
            .map(|meant| {
                Fix::safe(
                    format!("Write `{meant}`"),
                    vec![Edit::replace(problem.range, meant)],
                )
            });
        let finding = findings.report(&RULE, problem.range, message).fix(fix);
        if matches!(mapping, MappingKind::Validations(_)) {
            finding.at(Severity::Warning);
        }
    }
}

/// Where in an element a key belongs that stands in the wrong mapping of it.
fn home(key: &str, mapping: MappingKind) -> Option<&'static str> {
    let (element_type, places): (_, &[_]) = match mapping {
        MappingKind::Element(element_type) => (element_type, &["attributes", "validations"]),
        MappingKind::Attributes(element_type) => (element_type, &["element", "validations"]),
        MappingKind::Validations(element_type) => (element_type, &["element", "attributes"]),
        MappingKind::Form
        | MappingKind::CheckboxOption
        | MappingKind::MarkdownTemplate
        | MappingKind::Chooser
        | MappingKind::ContactLink => return None,
    };
    places.iter().find_map(|place| {
        let (mapping, words) = match *place {
            "attributes" => (MappingKind::Attributes(element_type), "under `attributes`"),
            "validations" => (
                MappingKind::Validations(element_type),
                "under `validations`",
            ),
            _ => (MappingKind::Element(element_type), "beside `type`"),
        };
        mapping.key(key).map(|_| words)
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn the_nearest_key_or_the_right_place_is_told() {
        expect![[r#"
            2:1-2:6 error form-unknown-key: `about` is no key of the form; write `description` if that is meant.
              safe fix: Write `description`
            3:1-3:6 error form-unknown-key: `label` is no key of the form; write `labels` if that is meant.
              safe fix: Write `labels`
            4:1-4:4 error form-unknown-key: `yes` is no key of the form; write one of `name`, `description`, `title`, `labels`, `assignees`, `projects`, `type`, `body`.
            7:3-7:8 error form-unknown-key: `label` is no key of this element; it belongs under `attributes`.
            9:5-9:10 error form-unknown-key: `lable` is no key of `attributes`; write `label` if that is meant.
              safe fix: Write `label`
            10:5-10:13 error form-unknown-key: `required` is no key of `attributes`; it belongs under `validations`.
            11:5-11:7 error form-unknown-key: `id` is no key of `attributes`; it belongs beside `type`.
            12:5-12:15 error form-unknown-key: `placholder` is no key of `attributes`; write one of `label`, `description`, `placeholder`, `value`.
            13:5-13:15 error form-unknown-key: `placeholdr` is no key of `attributes`; write one of `label`, `description`, `placeholder`, `value`.
            15:5-15:12 warning form-unknown-key: `requird` is no key of `validations`; write `required` if that is meant.
              safe fix: Write `required`
        "#]].assert_eq(&report(
            &RULE,
            "name: Bug report\nabout: x\nlabel: [a]\nyes: 1\nbody:\n- type: input\n  label: x\n  attributes:\n    lable: x\n    required: true\n    id: x\n    placholder: x\n    placeholdr: x\n  validations:\n    requird: true\n    min_length: 3\n",
        ));
    }

    #[test]
    fn the_fix_writes_the_key() {
        for (text, expected) in [
            ("nam: x\r\n", "name: x\r\n"),
            ("\"nam\": x\n", "\"nam\": x\n"),
            ("about: x\n", "description: x\n"),
            ("about: x\ndescription: y\n", "about: x\ndescription: y\n"),
        ] {
            assert_eq!(fixed(&RULE, text, Applicability::Safe), expected);
        }
    }
}
