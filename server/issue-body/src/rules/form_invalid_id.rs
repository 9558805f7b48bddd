//! `form-invalid-id`: an id with characters that GitHub does not take.

use super::finding::{Findings, Severity};
use super::form::short;
use super::rule::{Availability, Check, FormContext, Page, Rule};
use std::collections::HashMap;

use super::labels::rewrite_yaml;
use crate::template::form::FormProblemKind;

pub(super) static RULE: Rule = Rule {
    name: "form-invalid-id",
    level: Severity::Error,
    level_when_resolved: None,
    availability: Availability::Sometimes,
    page: Page {
        summary: "An `id` has other characters than letters, digits, `-` and `_`.",
        why: "GitHub refuses the form. The id names the field in links that fill the form in, and in what `issue-ls extract` prints.",
        bad: "name: Bug report\nbody:\n  - type: input\n    id: first name\n",
        good: "name: Bug report\nbody:\n  - type: input\n    id: first-name\n",
        fix: "Writes `-` for what is not taken, where a letter remains and no other element has that id.",
    },
    check: Check::Form(check),
};

fn check(context: &FormContext<'_>, findings: &mut Findings) {
    let elements = &context.form.elements;
    let mut wanted: HashMap<String, usize> = HashMap::new();
    for id in elements.iter().filter_map(|element| element.id.as_ref()) {
        *wanted.entry(tidied(&id.value)).or_default() += 1;
    }
    for problem in &context.form.problems {
        let FormProblemKind::InvalidId { id } = &problem.kind else {
            continue;
        };
        let tidied = tidied(id);
        let is_free = wanted.get(&tidied) == Some(&1)
            && tidied.contains(|letter: char| letter.is_ascii_alphabetic());
        let source = &context.text[problem.range];
        let fix = is_free
            .then(|| rewrite_yaml(problem.range, source, id, &tidied))
            .flatten();
        let advice = if is_free {
            format!("write `{tidied}`")
        } else {
            "write letters, digits, `-` and `_` only".to_owned()
        };
        let message = format!(
            "The id `{}` has characters that GitHub refuses; {advice}.",
            short(id)
        );
        findings.report(&RULE, problem.range, message).fix(fix);
    }
}

/// `id` with a single `-` for every run of characters that are not taken.
fn tidied(id: &str) -> String {
    let is_taken =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    let words = id
        .split(|character| !is_taken(character))
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Applicability;
    use crate::rules::testing::{fixed, report};
    use expect_test::expect;

    #[test]
    fn a_free_id_is_offered() {
        let text = "body:\n- id: what happened?\n- id: \"größe\"\n- id: 版本\n- id: a b\n- id: a.b\n- id: on!\n";
        expect![[r#"
            2:7-2:21 error form-invalid-id: The id `what happened?` has characters that GitHub refuses; write `what-happened`.
              safe fix: Write `what-happened`
            3:7-3:14 error form-invalid-id: The id `größe` has characters that GitHub refuses; write `gr-e`.
              safe fix: Write `"gr-e"`
            4:7-4:9 error form-invalid-id: The id `版本` has characters that GitHub refuses; write letters, digits, `-` and `_` only.
            5:7-5:10 error form-invalid-id: The id `a b` has characters that GitHub refuses; write letters, digits, `-` and `_` only.
            6:7-6:10 error form-invalid-id: The id `a.b` has characters that GitHub refuses; write letters, digits, `-` and `_` only.
            7:7-7:10 error form-invalid-id: The id `on!` has characters that GitHub refuses; write `on`.
        "#]].assert_eq(&report(&RULE, text));
        assert_eq!(
            fixed(&RULE, text, Applicability::Safe),
            "body:\n- id: what-happened\n- id: \"gr-e\"\n- id: 版本\n- id: a b\n- id: a.b\n- id: on!\n"
        );
    }
}
