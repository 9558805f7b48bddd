//! Code lens: one line above a draft that says how far it is, what Prow will do with it, and what is wrong.

use crate::rules::{Context, Finding, Outcome, Severity, Whom, deed, labels_of, obeys_whom};
use crate::template::{Issue, MayLack, Reason, TemplateOrigin};

/// What the line says, part by part: `3 of 5 sections · Prow will add kind/bug, sig/node · needs-triage if nothing changes ·
/// 2 errors`. `findings` are those of the draft in `context`. Where there are several templates it begins with the one
/// that was chosen, and why.
pub fn code_lens(context: &Context<'_>, reason: Reason, findings: &[Finding]) -> String {
    let outcome = Outcome::of(context);
    let parts = [
        template(context, reason),
        sections(context.issue),
        deeds(context, &outcome),
        restricted(context, &outcome),
        needed(&outcome),
        Some(counts(findings)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Which template the draft is read by and why, where it could be another one.
fn template(context: &Context<'_>, reason: Reason) -> Option<String> {
    let reason = reason.explanation().replace('`', "");
    let title = &context.issue.template.title;
    (context.templates.len() > 1).then(|| format!("{title} ({reason})"))
}

/// How many of the template's sections are answered.
fn sections(issue: &Issue<'_>) -> Option<String> {
    let all = issue.template.sections.len();
    if all == 0 || issue.may_lack(MayLack::Sections) {
        return None;
    }
    let answered = issue
        .first_sections()
        .filter(|section| issue.is_answered(section))
        .count();
    let parts = match issue.template.origin {
        TemplateOrigin::Form => "fields",
        TemplateOrigin::TemplateFile | TemplateOrigin::Markdown => "sections",
    };
    Some(format!("{answered} of {all} {parts}"))
}

/// What Prow does for anybody: `Prow will add kind/bug, sig/node, remove kind/flake and close the issue`.
fn deeds(context: &Context<'_>, outcome: &Outcome<'_>) -> Option<String> {
    let added = outcome.added.iter();
    let for_anyone = added.filter(|label| label.whom == Whom::Anyone);
    let add = listed("add ", for_anyone.map(|label| label.name.as_str()));
    let remove = listed("remove ", outcome.removed.iter().map(String::as_str));
    let obey = others(context, outcome)
        .filter(|(_, whom)| *whom == Whom::Anyone)
        .map(|(deed, _)| deed);
    let deeds: Vec<String> = add.into_iter().chain(remove).chain(obey).collect();
    let (last, others) = deeds.split_last()?;
    Some(if others.is_empty() {
        format!("Prow will {last}")
    } else {
        format!("Prow will {} and {last}", others.join(", "))
    })
}

/// What Prow does for some people only.
fn restricted(context: &Context<'_>, outcome: &Outcome<'_>) -> Option<String> {
    let labels = outcome
        .added
        .iter()
        .map(|label| (label.name.clone(), label.whom.clone()));
    let restricted: Vec<String> = labels
        .chain(others(context, outcome))
        .filter_map(|(deed, whom)| Some(format!("{deed} for {}", whom.people()?)))
        .collect();
    (!restricted.is_empty()).then(|| restricted.join(", "))
}

/// What Prow does besides adding labels, and for whom.
fn others(context: &Context<'_>, outcome: &Outcome<'_>) -> impl Iterator<Item = (String, Whom)> {
    let obeyed = outcome.obeyed.iter();
    obeyed
        .filter(|command| labels_of(&command.action).is_empty())
        .map(|command| {
            // Prow takes a carriage return for a milestone.
            let deed = deed(&command.action).replace(['`', '\r', '\n'], "");
            (deed, obeys_whom(context.catalog, &command.action))
        })
}

/// The labels that Prow sets because something is missing.
fn needed(outcome: &Outcome<'_>) -> Option<String> {
    let needed = listed("", outcome.needed.iter().map(|label| label.name.as_str()))?;
    Some(format!("{needed} if nothing changes"))
}

fn listed<'name>(title: &str, names: impl Iterator<Item = &'name str>) -> Option<String> {
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| format!("{title}{}", names.join(", ")))
}

/// How many findings there are of each severity that there is any of.
fn counts(findings: &[Finding]) -> String {
    let counts = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Information, "note", "notes"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter_map(|(severity, one, several)| {
            let all = findings.iter();
            match all.filter(|finding| finding.severity == severity).count() {
                0 => None,
                1 => Some(format!("1 {one}")),
                count => Some(format!("{count} {several}")),
            }
        })
        .collect();
    if counts.is_empty() {
        "nothing to mend".to_owned()
    } else {
        counts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{all_findings, with_context};
    use expect_test::expect;

    fn lens(text: &str) -> String {
        with_context(text, |context| {
            code_lens(context, Reason::Headings, &all_findings(text))
        })
    }

    #[test]
    fn it_says_how_far_a_draft_is_and_what_prow_will_do() {
        let draft = "```release\nintroduced-in=v1.36.2\n```\n\n```release\nresolved-in=v1.36.5\nresolved-in=v1.37.1\n```\n\n\
                     /priority important-soon\n/sig node nodee\n/kind bug\n\n## Symptoms\n\nPods hang.\n\n\
                     ## Root cause\n\nA race.\n\nBinaries:\n- kubelet\n\n## Impact\n\nAll nodes.\n\n## Resolution\n\n## PRs\n";
        expect!["Kubernetes patch release (headings of its sections stand in the draft) · 3 of 5 sections · Prow will add priority/important-soon, sig/node, kind/bug · needs-triage if nothing changes · 1 error, 1 warning, 1 note"].assert_eq(&lens(draft));
        let done = draft
            .replace(" nodee", "")
            .replace("## Resolution\n", "## Resolution\n\nA lock.\n")
            .replace("## PRs\n", "## PRs\n\n- #140300\n")
            .replace("/kind bug\n", "/kind bug\n/triage duplicate\n");
        expect!["Kubernetes patch release (headings of its sections stand in the draft) · 5 of 5 sections · Prow will add priority/important-soon, sig/node, kind/bug, triage/duplicate · nothing to mend"].assert_eq(&lens(&done));
    }

    #[test]
    fn it_tells_what_is_for_some_people_and_what_other_commands_do() {
        expect!["Kubernetes patch release (headings of its sections stand in the draft) · Prow will add priority/important-soon, committee/security-response, remove kind/bug, close the issue and assign the issue to @ada · triage/accepted for members of the organisation · needs-kind, needs-triage if nothing changes · 1 error, 2 notes"].assert_eq(&lens(
            "---\nlabels: kind/bug\nvariant: security\n---\n/priority important-soon\n/triage accepted\n/remove-kind bug\n/close\n/assign @ada\n/committee security-response\n",
        ));
    }

    #[test]
    fn the_fields_of_a_form_are_counted_by_their_answers() {
        expect!["Bug report (headings of its sections stand in the draft) · 2 of 9 fields · needs-sig, needs-triage if nothing changes · 2 errors, 1 note"].assert_eq(&lens(
            "---\ntemplate: bug-report\n---\n\n### What happened?\n\nIt breaks.\n\n### Version\n\n_No response_\n\n\
             ### Steps\n\n1. Start it.\n\n### Before you send this\n\n- [ ] I can help to mend it.\n",
        ));
    }

    #[test]
    fn an_empty_draft_has_everything_before_it() {
        expect![
            "Kubernetes patch release (headings of its sections stand in the draft) · 0 of 5 sections · needs-sig, needs-triage if nothing changes · 8 errors, 1 warning"
        ]
        .assert_eq(&lens(""));
    }
}
