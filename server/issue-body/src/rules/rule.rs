//! What a rule is, what it sees, and at which level it reports.

use std::fmt;

use jiff::civil::Date;

use super::finding::{Findings, Severity};
use super::suppression::Unused;
use crate::catalog::{Catalog, Labels};
use crate::template::form::Form;
use crate::template::{Issue, Stage, Template};
use crate::text::Range;

/// A rule: its name, its page and its check.
pub struct Rule {
    /// The stable name: LSP `code`, configuration, suppression, page.
    pub name: &'static str,
    /// How grave a finding is while the issue is open.
    pub level: Severity,
    /// How grave it is once the issue is resolved, where that differs.
    pub level_when_resolved: Option<Severity>,
    /// Whether it can mend what it reports.
    pub availability: Availability,
    /// What the reference says of it.
    pub page: Page,
    /// Looks for the mistake.
    pub(super) check: Check,
}

impl Rule {
    /// Whether the rule looks at suppressions instead of the issue.
    pub(super) fn reports_suppressions(&self) -> bool {
        matches!(self.check, Check::Suppressions(_))
    }

    /// Whether the rule looks at form files instead of issues.
    pub const fn is_about_forms(&self) -> bool {
        matches!(self.check, Check::Form(_))
    }

    /// How grave a finding of this rule is at `stage`, where nobody says otherwise.
    pub fn level_at(&self, stage: Stage) -> Severity {
        match (stage, self.level_when_resolved) {
            (Stage::Resolved, Some(severity)) => severity,
            _ => self.level,
        }
    }
}

/// Names are unique, so a rule is its name.
impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

impl fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// Whether a rule can mend what it reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// Never.
    None,
    /// Always, and what the draft says stays the same.
    Safe,
    /// Safely, where only one mending is possible.
    Sometimes,
    /// With a change of what the draft says: a person has to agree.
    Unsafe,
}

impl Availability {
    /// What the rule table says.
    pub const fn name(self) -> &'static str {
        match self {
            Availability::None => "–",
            Availability::Safe => "safe",
            Availability::Sometimes => "safe where derivable",
            Availability::Unsafe => "unsafe",
        }
    }
}

/// What the reference says of a rule. All texts are Markdown.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// What is reported: one sentence.
    pub summary: &'static str,
    /// Why it matters: who reads the issue, and what goes wrong.
    pub why: &'static str,
    /// A draft or a form file, or a part of one, that the rule reports. `[…]` stands for more text than a page has room for.
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
    /// What the fix does, and when there is none.
    pub fix: &'static str,
}

/// How a rule looks for its mistake.
pub(super) enum Check {
    /// In the issue.
    Issue(fn(&Context<'_>, &mut Findings)),
    /// In a form file.
    Form(fn(&FormContext<'_>, &mut Findings)),
    /// In what the suppressions did, once everything else is known.
    Suppressions(fn(&Context<'_>, &[Unused], &mut Findings)),
}

/// What a rule about form files sees.
#[derive(Debug, Clone, Copy)]
pub struct FormContext<'context> {
    /// The file.
    pub text: &'context str,
    /// What was read in it.
    pub form: &'context Form,
    /// The labels of the repository, where they are known.
    pub labels: Option<&'context Labels>,
}

/// What a rule sees.
#[derive(Debug, Clone, Copy)]
pub struct Context<'context> {
    /// The draft, read through its template.
    pub issue: &'context Issue<'context>,
    /// What is known of labels, binaries and releases.
    pub catalog: &'context Catalog,
    /// All templates that a draft can name.
    pub templates: &'context [&'context Template],
    /// The date on which the draft is judged.
    pub today: Date,
}

impl Context<'_> {
    /// The text of `range`.
    pub fn slice(&self, range: Range) -> &str {
        self.issue.draft.slice(range)
    }
}

/// What a person wants of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing.
    Off,
    /// What the rule itself says.
    Default,
    /// Always this severity.
    At(Severity),
}

/// The levels of all rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    /// Those that are not the default: few as a rule, so that a look at each costs less than a table.
    set: Vec<(&'static Rule, Level)>,
}

impl Levels {
    /// The level of `rule`.
    pub fn of(&self, rule: &Rule) -> Level {
        let set = self.set.iter().find(|(other, _)| *other == rule);
        set.map_or(Level::Default, |(_, level)| *level)
    }

    /// Sets the level of `rule`.
    pub fn set(&mut self, rule: &'static Rule, level: Level) {
        self.set.retain(|(other, _)| *other != rule);
        if level != Level::Default {
            self.set.push((rule, level));
        }
    }

    /// The severity of what `rule` reports at `stage`, where the rule does not tell for one finding; none where it is off.
    pub fn severity(&self, rule: &Rule, stage: Stage) -> Option<Severity> {
        match self.of(rule) {
            Level::Off => None,
            Level::Default => Some(rule.level_at(stage)),
            Level::At(severity) => Some(severity),
        }
    }
}
