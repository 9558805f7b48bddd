//! The one helper through which tests of rules touch the API: a draft in, findings as readable text out.

use std::fmt::Write;
use std::sync::LazyLock;

use jiff::civil::{Date, date};

use super::{
    Applicability, Context, Finding, FormContext, Levels, Rule, check, check_form, fix_all,
};
use crate::catalog::Catalog;
use crate::syntax::{Draft, Origin};
use crate::template::form::Form;
use crate::template::{Choice, Issue, Reading, Template, select};
use crate::text::{PositionEncoding, Range};

/// The date on which tests judge.
pub(crate) const TODAY: Date = date(2026, 9, 1);

/// A day, where a test needs another one.
pub(crate) const fn on(year: i16, month: i8, day: i8) -> Date {
    date(year, month, day)
}

/// The form of a repository, as the examples of rules about forms take it for granted.
static BUG_REPORT: LazyLock<Template> = LazyLock::new(|| {
    let source = include_str!("testing/bug-report.yml");
    let form = Form::read(source);
    assert_eq!(form.problems, []);
    form.template("bug-report.yml").expect("it has fields")
});

/// The built-in templates, then the form `bug-report`.
pub(crate) fn templates() -> Vec<&'static Template> {
    let mut templates = Template::built_in().to_vec();
    templates.push(&BUG_REPORT);
    templates
}

/// Reads `text` as an editor would and hands it on.
pub(crate) fn with_context<T>(text: &str, look: impl FnOnce(&Context<'_>) -> T) -> T {
    with_context_on(TODAY, text, look)
}

/// The same on another day.
pub(crate) fn with_context_on<T>(
    today: Date,
    text: &str,
    look: impl FnOnce(&Context<'_>) -> T,
) -> T {
    with_context_of(today, &Draft::parse(text, Origin::File), look)
}

/// The same for a draft that came from elsewhere than a file.
pub(crate) fn with_context_of<T>(
    today: Date,
    draft: &Draft,
    look: impl FnOnce(&Context<'_>) -> T,
) -> T {
    let templates = templates();
    let choice = Choice {
        fallback: Some(&templates[0].name),
        ..Choice::default()
    };
    let template = select(draft, &templates, choice)
        .expect("there is a fallback")
        .template;
    let issue = Issue::read(draft, template, Reading::default());
    look(&Context {
        issue: &issue,
        catalog: Catalog::kubernetes(),
        templates: &templates,
        today,
    })
}

/// The findings of all rules about forms in the form file `text`.
pub(crate) fn form_findings(text: &str) -> Vec<Finding> {
    let context = FormContext {
        text,
        form: &Form::read(text),
        labels: Catalog::kubernetes().labels.as_ref(),
    };
    check_form(&context, &Levels::default())
}

/// The findings of `rule` alone in `text`, a draft or a form file as the rule wants. The other rules stay on: what they report decides which suppressions are used.
pub(crate) fn findings(rule: &'static Rule, text: &str) -> Vec<Finding> {
    let mut findings = if rule.is_about_forms() {
        form_findings(text)
    } else {
        all_findings(text)
    };
    findings.retain(|finding| finding.rule == rule);
    findings
}

/// The bad example of a rule's page, in full length.
pub(crate) fn bad_example(rule: &Rule) -> String {
    rule.page.bad.replace("[…]", &"log ".repeat(20_000))
}

/// The findings of all rules in `text`.
pub(crate) fn all_findings(text: &str) -> Vec<Finding> {
    with_context(text, |context| check(context, &Levels::default()))
}

/// The findings of `rule` alone, as [`render`] shows them.
pub(crate) fn report(rule: &'static Rule, text: &str) -> String {
    render(text, &findings(rule, text))
}

/// The same on another day.
pub(crate) fn report_on(rule: &'static Rule, today: Date, text: &str) -> String {
    let mut findings = with_context_on(today, text, |context| check(context, &Levels::default()));
    findings.retain(|finding| finding.rule == rule);
    render(text, &findings)
}

/// One finding a line (`row:column-row:column severity rule: message`), behind it its related places and its fix. Rows
/// and columns count from 1.
pub(crate) fn render(text: &str, findings: &[Finding]) -> String {
    let draft = Draft::parse(text, Origin::File);
    let place = |range: Range| {
        let start = draft
            .lines
            .position(text, range.start, PositionEncoding::Utf32);
        let end = draft
            .lines
            .position(text, range.end, PositionEncoding::Utf32);
        format!(
            "{}:{}-{}:{}",
            start.line + 1,
            start.column + 1,
            end.line + 1,
            end.column + 1
        )
    };
    let mut result = String::new();
    for finding in findings {
        let (rule, severity, message) =
            (finding.rule.name, finding.severity.name(), &finding.message);
        writeln!(
            result,
            "{} {severity} {rule}: {message}",
            place(finding.range)
        )
        .expect("a string takes all");
        for related in &finding.related {
            writeln!(result, "  {} {}", place(related.range), related.message)
                .expect("a string takes all");
        }
        if let Some(fix) = &finding.fix {
            writeln!(result, "  {} fix: {}", fix.applicability.name(), fix.title)
                .expect("a string takes all");
        }
    }
    result
}

/// `text` after all fixes of `rule` alone, up to `limit`.
pub(crate) fn fixed(rule: &'static Rule, text: &str, limit: Applicability) -> String {
    fix_all(text, limit, |text| findings(rule, text)).text
}
