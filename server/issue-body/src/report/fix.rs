//! What a report on patch releases keeps of one issue: little enough to hold a repository's worth of them.

use std::cmp::Ordering;

use super::extract::{pull_requests, values, versions};
use crate::rules::{Context, Levels, NamedVersions, errors, labels_asked_for};
use crate::syntax::{ReleaseKey, read_branch};
use crate::template::Stage;

/// The prefix of the labels that say how urgent a fix is.
const PRIORITY: &str = "priority";
/// The priorities of Kubernetes, the most urgent first
/// (kubernetes/community `contributors/guide/issue-triage.md`); those that the template expects come before them.
const URGENCY: [&str; 5] = [
    "critical-urgent",
    "important-soon",
    "important-longterm",
    "backlog",
    "awaiting-more-evidence",
];
/// The prefix of the labels that say whose it is.
const SIG: &str = "sig";
/// What the name of a release branch begins with.
const RELEASE_BRANCH: &str = "release-";

/// An issue whose fix should reach patch releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Which issue it is.
    pub source: Source,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Its most urgent priority label, if any.
    pub priority: Option<String>,
    /// How urgent that is, 0 being the most urgent.
    rank: usize,
    /// Its SIG labels, in the order in which they are asked for.
    pub sigs: Vec<String>,
    /// The releases that brought the problem, as written.
    pub introduced_in: Vec<String>,
    /// The versions that its entries name.
    pub versions: NamedVersions,
    /// The pull requests that name a release branch, each with the branch's major and minor.
    pub picks: Vec<((u64, u64), u64)>,
    /// The rules that report errors in it, by name, each once: what machines cannot read, or miss.
    pub problems: Vec<&'static str>,
}

/// Which issue it is. Files come behind issues.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// One on GitHub.
    Issue {
        /// Its number.
        number: u64,
        /// The page that shows it, where known.
        url: Option<String>,
        /// Resolved where it is closed; none where that is not known.
        state: Option<Stage>,
    },
    /// A draft.
    File(
        /// Its path as it was named.
        String,
    ),
}

impl Fix {
    /// Takes from an issue what a report needs. `title` is the one that GitHub knows.
    pub fn read(
        context: &Context<'_>,
        levels: &Levels,
        source: Source,
        title: Option<String>,
    ) -> Fix {
        let issue = context.issue;
        let groups = &issue.template.label_groups;
        let group = groups.iter().find(|group| group.prefix == PRIORITY);
        let rank = |name: &str| {
            let expected = group.map_or(&[][..], |group| &group.expected);
            let bare = name.split_once('/').map_or(name, |(_, bare)| bare);
            let place = expected.iter().position(|expected| expected == bare);
            let usual = URGENCY.iter().position(|usual| *usual == bare);
            let behind = usual.unwrap_or(URGENCY.len());
            place.unwrap_or(expected.len() + behind)
        };
        let labels = labels_asked_for(context);
        let with_prefix = |prefix: &str| {
            let names = labels.iter().map(|label| label.name.as_str());
            let names = names.filter(|name| name.split_once('/').is_some_and(|(p, _)| p == prefix));
            names.map(ToOwned::to_owned).collect::<Vec<String>>()
        };
        let priorities = with_prefix(PRIORITY).into_iter();
        let priority = priorities.map(|name| (rank(&name), name)).min();
        let draft = issue.draft;
        let own_title = draft.envelope.title(&draft.text);
        let own_title = own_title.filter(|title| !title.is_empty());
        let errors = errors(context, levels).into_iter();
        let mut problems: Vec<&'static str> = errors.map(|finding| finding.rule.name).collect();
        problems.sort_unstable();
        problems.dedup();
        let picks = values(pull_requests(issue))
            .into_iter()
            .filter(|pull| is_of_repository(pull.repository.as_deref(), &source))
            .filter_map(|pull| {
                let branch = pull.branch?;
                let version = branch.strip_prefix(RELEASE_BRANCH)?;
                Some((read_branch(version)?, pull.number))
            })
            .collect();
        Fix {
            source,
            title: title.or_else(|| own_title.map(ToOwned::to_owned)),
            rank: priority.as_ref().map_or(usize::MAX, |(rank, _)| *rank),
            priority: priority.map(|(_, name)| name),
            sigs: with_prefix(SIG),
            introduced_in: values(versions(draft, ReleaseKey::IntroducedIn)),
            versions: NamedVersions::read(draft, None),
            picks,
            problems,
        }
    }

    /// Its number, where it has one.
    pub fn number(&self) -> Option<u64> {
        match self.source {
            Source::Issue { number, .. } => Some(number),
            Source::File(_) => None,
        }
    }

    /// The order of a report: the most urgent first, then by number.
    pub(super) fn order(&self, other: &Fix) -> Ordering {
        let by_priority = (self.rank, &self.priority).cmp(&(other.rank, &other.priority));
        // Lists of two repositories can have one number twice; which came first must not matter.
        fn content(fix: &Fix) -> impl Ord + '_ {
            (
                &fix.title,
                &fix.introduced_in,
                &fix.versions.resolved,
                &fix.sigs,
                &fix.picks,
                &fix.problems,
            )
        }
        by_priority
            .then_with(|| self.source.cmp(&other.source))
            .then_with(|| content(self).cmp(&content(other)))
    }
}

/// Whether a pull request of `repository` is one of the issue's own; where the issue does not tell which that is, it is.
fn is_of_repository(repository: Option<&str>, source: &Source) -> bool {
    let Source::Issue { url: Some(url), .. } = source else {
        return true;
    };
    let mut parts = url.splitn(6, '/').skip(3);
    match (repository, parts.next(), parts.next()) {
        (Some(repository), Some(owner), Some(name)) => {
            repository.eq_ignore_ascii_case(&format!("{owner}/{name}"))
        }
        _ => true,
    }
}
