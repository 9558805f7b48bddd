//! What a rule reports: a place, a sentence, and where it can be, the mending.

use super::rule::Rule;
use crate::template::{Part, Stage, plain};
use crate::text::{Edit, Range};

/// How grave a finding is, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A reader or a machine will misread the issue.
    Error,
    /// Probably not what was meant.
    Warning,
    /// Worth knowing.
    Information,
}

impl Severity {
    /// All severities, gravest first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Information];

    /// The severity as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
        }
    }

    /// The severity that `name` spells.
    pub fn from_name(name: &str) -> Option<Severity> {
        Severity::ALL
            .into_iter()
            .find(|severity| severity.name() == name)
    }
}

/// Whether a fix may be applied unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// What the draft says stays the same.
    Safe,
    /// A person has to agree.
    Unsafe,
}

impl Applicability {
    /// The applicability as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        }
    }
}

/// A mending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be applied unasked.
    pub applicability: Applicability,
    /// What it does, as a command: "Write `v1.31.2`".
    pub title: String,
    /// The edits, none overlapping another.
    pub edits: Vec<Edit>,
    /// The content of the only edit as parts, where it has places to fill in; else empty. The parts are in the draft's
    /// own line ends.
    pub skeleton: Vec<Part>,
}

impl Fix {
    /// A fix that keeps the meaning.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix {
            applicability: Applicability::Safe,
            title: on_one_line(title.into()),
            edits,
            skeleton: Vec::new(),
        }
    }

    /// A fix that a person has to agree to.
    pub fn r#unsafe(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix {
            applicability: Applicability::Unsafe,
            ..Fix::safe(title, edits)
        }
    }

    /// A safe fix that inserts a skeleton at `offset`.
    pub fn skeleton(title: impl Into<String>, offset: usize, parts: Vec<Part>) -> Fix {
        let edit = Edit::insert(offset, plain(&parts, "\n"));
        Fix {
            skeleton: parts,
            ..Fix::safe(title, vec![edit])
        }
    }
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// In which text the place is.
    pub document: RelatedPlace,
    /// The place.
    pub range: Range,
    /// What is there.
    pub message: String,
}

/// The text that a related place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelatedPlace {
    /// The draft.
    Draft,
    /// The file of the draft's template.
    Template,
}

/// How an editor may show the place of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Struck through: out of use.
    Deprecated,
    /// Faded: does nothing.
    Unnecessary,
}

/// Something that a rule reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How grave it is.
    pub severity: Severity,
    /// Where: a word or a line, never more than the thing itself.
    pub range: Range,
    /// What is wrong, then what to write: one plain sentence.
    pub message: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// How it is mended.
    pub fix: Option<Fix>,
    /// How its place may be shown.
    pub tag: Option<Tag>,
}

impl Finding {
    /// Reports at `severity` instead of the rule's own.
    pub fn at(&mut self, severity: Severity) -> &mut Finding {
        self.severity = severity;
        self
    }

    /// Adds a fix.
    pub fn fix(&mut self, fix: impl Into<Option<Fix>>) -> &mut Finding {
        self.fix = fix.into();
        self
    }

    /// Adds another place.
    pub fn related(&mut self, range: Range, message: impl Into<String>) -> &mut Finding {
        self.related.push(Related {
            document: RelatedPlace::Draft,
            range,
            message: message.into(),
        });
        self
    }

    /// Adds a place in the file of the draft's template, where it has one.
    pub fn related_in_template(
        &mut self,
        place: Option<Range>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let message = on_one_line(message.into());
        self.related.extend(place.map(|range| Related {
            document: RelatedPlace::Template,
            range,
            message,
        }));
        self
    }

    /// Adds a tag.
    pub fn tag(&mut self, tag: Tag) -> &mut Finding {
        self.tag = Some(tag);
        self
    }
}

/// Where rules put their findings.
#[derive(Debug)]
pub struct Findings {
    stage: Stage,
    list: Vec<Finding>,
}

impl Findings {
    pub(super) const fn new(stage: Stage) -> Findings {
        Findings {
            stage,
            list: Vec::new(),
        }
    }

    pub(super) fn into_vec(self) -> Vec<Finding> {
        self.list
    }

    /// Reports a finding of `rule` at `range`; the result takes what else belongs to it.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        range: Range,
        message: impl Into<String>,
    ) -> &mut Finding {
        let place = self.list.len();
        self.list.push(Finding {
            rule,
            severity: rule.level_at(self.stage),
            range,
            message: on_one_line(message.into()),
            related: Vec::new(),
            fix: None,
            tag: None,
        });
        &mut self.list[place]
    }
}

/// What is quoted in a sentence may hold line ends and other signs that would break its line: Prow reads names over them.
fn on_one_line(sentence: String) -> String {
    // Other control characters are for those to mask who write to a terminal.
    let breaks = |letter: char| matches!(letter, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if sentence.contains(breaks) {
        sentence.replace(breaks, " ")
    } else {
        sentence
    }
}
