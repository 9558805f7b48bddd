//! One draft, read by everything that decides how: what editor and command line call alike.

use std::path::Path;
use std::sync::Arc;

use issue_body::catalog::Catalog;
use issue_body::rules::{
    self, Applicability, Context, Finding, Fixed, Level, Levels, RULES, Rule, fix_all,
};
use issue_body::syntax::Draft;
use issue_body::template::{Choice, Issue, Reading, Reason, Selection, Stage, Template, select};
use jiff::civil::Date;

use super::configuration::Configuration;
use super::resolver::absolute;
use super::surroundings::Surroundings;
use super::templates::{RepositoryTemplate, RepositoryTemplates, all};

/// What the one who asks adds to a draft and its configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The template of drafts that do not name one themselves.
    pub template: Option<String>,
    /// The stage of drafts that do not tell.
    pub stage: Option<Stage>,
    /// Labels that the issue will get, or has, besides those in the draft.
    pub labels: Vec<String>,
    /// Whether the draft was named: then it is read by the default template where nothing else tells. In an editor and
    /// in a walk through folders, a document that is no draft is left alone.
    pub is_named: bool,
    /// The template of a document whose envelope tells that it is an issue, where nothing tells of which kind; none
    /// leaves such a document alone.
    pub default_template: Option<String>,
    /// The rules that are asked for.
    pub rules: RuleChoice,
    /// The levels of rules that the configuration does not mention.
    pub levels: Levels,
    /// The day on which the draft is judged.
    pub today: Date,
}

impl Request {
    /// Asks for nothing special.
    pub fn on(today: Date) -> Request {
        Request {
            template: None,
            stage: None,
            labels: Vec::new(),
            is_named: false,
            default_template: None,
            rules: RuleChoice::default(),
            levels: Levels::default(),
            today,
        }
    }
}

/// Which rules are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleChoice {
    /// These and no others, even where the configuration has them off; none means all that the configuration has on.
    pub selected: Option<Vec<&'static Rule>>,
    /// Not these.
    pub ignored: Vec<&'static Rule>,
}

/// A draft and how it is read. Questions about it are asked through [`Analysis::with_context`].
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The draft.
    pub draft: Arc<Draft>,
    /// The templates of the repository that it lies in.
    pub repository: Arc<RepositoryTemplates>,
    /// At which levels the rules report.
    pub levels: Levels,
    /// What is known of the project.
    pub catalog: Arc<Catalog>,
    /// The place of its template among [`Analysis::templates`], and why it is this one; none where the document is no
    /// draft.
    selected: Option<(usize, Reason)>,
    stage: Option<Stage>,
    labels: Vec<String>,
    today: Date,
}

/// Reads `draft`, which stands at `path` where it is a file, in the light of what surrounds it.
pub fn analyze(
    draft: Arc<Draft>,
    path: Option<&Path>,
    surroundings: Surroundings,
    request: &Request,
) -> Analysis {
    let Surroundings {
        configuration,
        catalog,
        repository,
    } = surroundings;
    // Mostly nothing hangs on the path, and it costs a question to the system.
    let counts = repository.has_files() || !configuration.settings.drafts.is_empty();
    let path = path.filter(|_| counts).map(absolute);
    let is_template = path.as_ref().is_some_and(|path| repository.has_file(path));
    let choice = Choice {
        requested: request.template.as_deref(),
        configured: (path.as_ref()).and_then(|path| configuration.template_of(path)),
        fallback: if request.is_named {
            Some(configuration.default_template())
        } else if draft.envelope.is_of_an_issue() {
            request.default_template.as_deref()
        } else {
            None
        },
    };
    let templates = all(&repository);
    // A template is no draft of itself.
    let selection = select(&draft, &templates, choice).filter(|_| !is_template);
    let place = |selected: &Template| {
        templates
            .iter()
            .position(|one| std::ptr::eq(*one, selected))
    };
    Analysis {
        selected: selection.and_then(|found| Some((place(found.template)?, found.reason))),
        repository,
        levels: levels(&configuration, request),
        catalog,
        stage: request.stage,
        labels: request.labels.clone(),
        today: request.today,
        draft,
    }
}

impl Analysis {
    /// All templates that the draft can be of: the built-in ones, then those of its repository.
    pub fn templates(&self) -> Vec<&Template> {
        all(&self.repository)
    }

    /// The template and why it is this one; none where the document is no draft.
    pub fn selection(&self) -> Option<Selection<'_>> {
        let (place, reason) = self.selected?;
        let template = self.templates().get(place).copied()?;
        Some(Selection { template, reason })
    }

    /// The template with its file, where it is one of the repository.
    pub fn repository_template(&self) -> Option<&Arc<RepositoryTemplate>> {
        let (place, _) = self.selected?;
        let place = place.checked_sub(Template::built_in().len())?;
        self.repository.templates.get(place)
    }

    /// Hands the draft, read through its template, to `look`; none where the document is no draft.
    pub fn with_context<T>(&self, look: impl FnOnce(&Context<'_>) -> T) -> Option<T> {
        let selection = self.selection()?;
        let reading = Reading {
            stage: self.stage,
            labels: &self.labels,
        };
        let issue = Issue::read(&self.draft, selection.template, reading);
        Some(look(&Context {
            issue: &issue,
            catalog: &self.catalog,
            templates: &self.templates(),
            today: self.today,
        }))
    }

    /// What the rules find, in order of place; nothing where the document is no draft.
    pub fn findings(&self) -> Vec<Finding> {
        self.with_context(|context| rules::check(context, &self.levels))
            .unwrap_or_default()
    }

    /// Another text of the same draft, read by the same template in the same way.
    pub fn of_text(&self, text: &str) -> Analysis {
        Analysis {
            draft: Arc::new(Draft::parse(text, self.draft.origin)),
            ..self.clone()
        }
    }

    /// The text after all fixes up to `limit`. The template stays the same throughout.
    pub fn fixed(&self, limit: Applicability) -> Fixed {
        fix_all(&self.draft.text, limit, |text| {
            self.of_text(text).findings()
        })
    }
}

/// The levels of all rules: what is asked for, then the configuration, then what the one who asks has beside it.
pub(super) fn levels(configuration: &Configuration, request: &Request) -> Levels {
    let RuleChoice { selected, ignored } = &request.rules;
    if selected.is_none() && ignored.is_empty() && request.levels == Levels::default() {
        return configuration.settings.rules.clone();
    }
    let mut levels = Levels::default();
    for rule in RULES.iter().copied() {
        let configured = match configuration.settings.rules.of(rule) {
            Level::Default => request.levels.of(rule),
            level => level,
        };
        let is_selected = selected.as_ref().is_some_and(|rules| rules.contains(&rule));
        let level = if ignored.contains(&rule) || (selected.is_some() && !is_selected) {
            Level::Off
        } else if is_selected && configured == Level::Off {
            Level::Default
        } else {
            configured
        };
        levels.set(rule, level);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use issue_body::rules::{Severity, find};
    use issue_body::syntax::Origin;
    use issue_body::template::Reason;
    use jiff::civil::date;

    fn request() -> Request {
        Request::on(date(2026, 9, 1))
    }

    fn nothing() -> Surroundings {
        Surroundings {
            configuration: Arc::default(),
            catalog: Catalog::kubernetes().clone(),
            repository: Arc::default(),
        }
    }

    fn configuration(text: &str) -> Configuration {
        let path = Path::new("/folder/issue-ls.toml");
        Configuration {
            path: Some(path.to_owned()),
            settings: super::super::Settings::read(path, text, &[])
                .expect("nothing is wrong with it"),
        }
    }

    /// The level of `invalid-version`, which is set in three places: asked for, configured, beside the configuration.
    fn level(rules: RuleChoice, configured: &str, beside: Level) -> Level {
        let rule = find("invalid-version").expect("a rule");
        let mut request = Request { rules, ..request() };
        request.levels.set(rule, beside);
        levels(&configuration(configured), &request).of(rule)
    }

    #[test]
    fn the_configuration_comes_before_what_the_editor_says_and_the_command_line_before_both() {
        let rule = find("invalid-version").expect("a rule");
        let other = find("unknown-label").expect("a rule");
        let selected = |rule| RuleChoice {
            selected: Some(vec![rule]),
            ignored: Vec::new(),
        };
        let ignored = RuleChoice {
            selected: None,
            ignored: vec![rule],
        };
        let warning = Level::At(Severity::Warning);
        let (silent, off, at_warning) = (
            "",
            "rules.invalid-version = \"off\"",
            "rules.invalid-version = \"warning\"",
        );
        let all = RuleChoice::default;
        assert_eq!(level(all(), silent, Level::Default), Level::Default);
        assert_eq!(level(all(), silent, Level::Off), Level::Off);
        assert_eq!(level(all(), at_warning, Level::Off), warning);
        assert_eq!(level(all(), off, warning), Level::Off);
        assert_eq!(level(selected(rule), at_warning, Level::Off), warning);
        assert_eq!(level(selected(rule), off, Level::Default), Level::Default);
        assert_eq!(level(selected(other), at_warning, warning), Level::Off);
        assert_eq!(level(ignored, at_warning, warning), Level::Off);
    }

    #[test]
    fn only_a_document_that_was_named_falls_back_to_the_default_template() {
        let reason = |text: &str, is_named| {
            let request = Request {
                is_named,
                ..request()
            };
            let draft = Arc::new(Draft::parse(text, Origin::File));
            let analysis = analyze(draft, None, nothing(), &request);
            analysis.selection().map(|selection| selection.reason)
        };
        assert_eq!(reason("# A tool\n", false), None);
        assert_eq!(reason("# A tool\n", true), Some(Reason::Fallback));
        assert_eq!(
            reason("```release\n```\n", false),
            Some(Reason::ReleaseBlock)
        );
    }

    #[test]
    fn the_default_template_of_an_editor_is_for_what_is_surely_an_issue() {
        let reason = |text: &str, origin| {
            let request = Request {
                default_template: Some("kubernetes-patch-release".to_owned()),
                ..request()
            };
            let draft = Arc::new(Draft::parse(text, origin));
            let analysis = analyze(draft, None, nothing(), &request);
            analysis.selection().map(|selection| selection.reason)
        };
        assert_eq!(reason("A note\n", Origin::File), None);
        assert_eq!(
            reason("---\ntitle: A page\n---\n", Origin::File),
            None,
            "many pages have front matter"
        );
        assert_eq!(
            reason("A title\n\nLabels: \n", Origin::VscodeNewIssue),
            Some(Reason::Fallback)
        );
        let scissors = "A title\n\n------------------------ >8 ------------------------\n";
        assert_eq!(reason(scissors, Origin::File), Some(Reason::Fallback));
    }

    #[test]
    fn a_document_that_is_no_draft_has_no_findings_and_no_fixes() {
        let text = "# A tool\n\n/sig nod\n";
        let draft = Arc::new(Draft::parse(text, Origin::File));
        let analysis = analyze(draft, None, nothing(), &request());
        assert_eq!(analysis.findings(), []);
        assert_eq!(analysis.fixed(Applicability::Unsafe).text, text);
    }
}
