//! The status of patch releases: which fix has reached which branch, and what a release is still to get.
//!
//! The state of a branch is [`NamedVersions`](crate::rules::NamedVersions)'s to tell, as it is for rules and hints. A report
//! knows two states less: a branch that is still to come, and one whose end nobody has announced, wait for the fix as
//! well.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;
use semver::Version;

use super::fix::Fix;
use crate::catalog::{Phase, Releases};
use crate::rules::{BranchState, branch_of};

/// A report on patch releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The day on which branches are judged.
    pub as_of: Date,
    /// The branches that get patch releases on that day, and those that an entry names; newest first.
    pub branches: Vec<Branch>,
    /// The fixes: the most urgent first, then by number.
    pub fixes: Vec<Fix>,
    /// What one release is about, where one is asked for.
    pub release: Option<ReleaseStatus>,
}

/// The branch of a minor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch {
    /// Major version.
    pub major: u64,
    /// Minor version.
    pub minor: u64,
    /// What it gets on the day of the report.
    phase: Phase,
}

impl fmt::Display for Branch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

/// What a fix is on one branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// How far it is.
    pub state: CellState,
    /// The pull request that brings it there, where the issue says so.
    pub pull_request: Option<u64>,
}

/// How far a fix is on a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellState {
    /// The branch never had the problem.
    NotAffected,
    /// This release has the fix.
    Fixed(Version),
    /// No release has it, or is named to get it.
    Pending,
    /// No release has it, and the branch gets none any more.
    EndOfLife,
}

/// What one release is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseStatus {
    /// The release.
    pub version: Version,
    /// The places, among [`Status::fixes`], of those that it has.
    pub fixes: Vec<usize>,
    /// The places of those that its branch gets later, and whose problem it has.
    pub known_issues: Vec<usize>,
}

impl Status {
    /// Puts a report together. `releases` are those of the project, where known.
    pub fn new(
        fixes: Vec<Fix>,
        releases: Option<&Releases>,
        as_of: Date,
        release: Option<&Version>,
    ) -> Status {
        let mut fixes = in_order(fixes);
        // What two lists have is one issue.
        fixes.dedup();
        let supported = releases
            .into_iter()
            .flat_map(|known| known.supported(as_of));
        let supported = supported.map(|minor| (minor.major, minor.minor));
        let named = fixes.iter().flat_map(|fix| {
            let versions = fix.versions.introduced.iter().chain(&fix.versions.resolved);
            versions.map(branch_of)
        });
        let numbers: BTreeSet<Reverse<(u64, u64)>> = supported.chain(named).map(Reverse).collect();
        let branch = |(major, minor)| {
            let known = releases.and_then(|releases| releases.minor(major, minor));
            let phase = known.map_or(Phase::Unknown, |known| known.phase(as_of));
            Branch {
                major,
                minor,
                phase,
            }
        };
        Status {
            as_of,
            branches: numbers
                .into_iter()
                .map(|Reverse(number)| branch(number))
                .collect(),
            release: release
                .map(|version| release_status(&fixes, version, branch(branch_of(version)))),
            fixes,
        }
    }

    /// What `fix` is on each of the branches, in their order.
    pub fn cells<'status>(
        &'status self,
        fix: &'status Fix,
    ) -> impl Iterator<Item = (Branch, Cell)> + use<'status> {
        let branches = self.branches.iter();
        branches.map(|branch| (*branch, Cell::of(fix, *branch)))
    }

    /// The fixes that machines cannot read in full, in order.
    pub fn incomplete(&self) -> impl Iterator<Item = &Fix> {
        self.fixes.iter().filter(|fix| !fix.problems.is_empty())
    }
}

impl Cell {
    fn of(fix: &Fix, branch: Branch) -> Cell {
        let Branch {
            major,
            minor,
            phase,
        } = branch;
        let picks = &mut fix.picks.iter();
        let pick = picks.find(|(picked, _)| *picked == (major, minor));
        Cell {
            state: match fix.versions.state_in((major, minor), phase) {
                BranchState::NotAffected => CellState::NotAffected,
                BranchState::Fixed(version) => CellState::Fixed(version),
                BranchState::Pending | BranchState::Unknown => CellState::Pending,
                BranchState::EndOfLife => CellState::EndOfLife,
            },
            pull_request: pick.map(|(_, number)| *number),
        }
    }
}

/// Sorts `fixes`. Each is moved once, which is a good deal less than sorting moves.
fn in_order(fixes: Vec<Fix>) -> Vec<Fix> {
    let mut places: Vec<usize> = (0..fixes.len()).collect();
    places.sort_by(|left, right| fixes[*left].order(&fixes[*right]));
    let mut fixes: Vec<Option<Fix>> = fixes.into_iter().map(Some).collect();
    let in_order = places.into_iter().filter_map(|place| fixes[place].take());
    in_order.collect()
}

fn release_status(fixes: &[Fix], version: &Version, branch: Branch) -> ReleaseStatus {
    let places = |is_meant: &dyn Fn(&Fix, CellState) -> bool| {
        let fixes = fixes.iter().enumerate();
        fixes
            .filter(|(_, fix)| is_meant(fix, Cell::of(fix, branch).state))
            .map(|(place, _)| place)
            .collect()
    };
    ReleaseStatus {
        version: version.clone(),
        fixes: places(&|_, state| match state {
            CellState::Fixed(fixed) => is_first_with(version, &fixed),
            CellState::NotAffected | CellState::Pending | CellState::EndOfLife => false,
        }),
        known_issues: places(&|fix, state| {
            let is_open = match state {
                CellState::Pending => true,
                CellState::Fixed(fixed) => *version < fixed,
                CellState::NotAffected | CellState::EndOfLife => false,
            };
            is_open && has_problem(fix, version)
        }),
    }
}

/// Whether `version` is the release that brings what `fixed` has: the same, or the one that `fixed` is a candidate for.
fn is_first_with(version: &Version, fixed: &Version) -> bool {
    let number = |version: &Version| (version.major, version.minor, version.patch);
    version == fixed || version.pre.is_empty() && number(version) == number(fixed)
}

/// Whether the problem is in `version`, whose branch has it: the branch had it from the beginning, unless a release of it
/// is named.
fn has_problem(fix: &Fix, version: &Version) -> bool {
    let introduced = fix.versions.introduced.iter();
    let own = introduced.filter(|introduced| branch_of(introduced) == branch_of(version));
    own.min().is_none_or(|introduced| introduced <= version)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use jiff::civil::date;

    use super::super::Source;
    use super::*;
    use crate::catalog::Catalog;
    use crate::rules::{Context, Levels};
    use crate::syntax::{Draft, Origin};
    use crate::template::{Issue, Reading, Template};

    /// An issue with this number, labels that are separated by blanks, entries and items of the section `PRs`.
    fn fix(number: u64, labels: &str, entries: &[&str], pulls: &[&str]) -> Fix {
        let mut text = format!("```release\n{}\n```\n\n## PRs\n\n", entries.join("\n"));
        for pull in pulls {
            text += &format!("- {pull}\n");
        }
        let draft = Draft::parse(text, Origin::Issue);
        let labels: Vec<String> = labels.split_whitespace().map(ToOwned::to_owned).collect();
        let reading = Reading {
            stage: None,
            labels: &labels,
        };
        let template = &Template::built_in()[0];
        let issue = Issue::read(&draft, template, reading);
        let context = Context {
            issue: &issue,
            catalog: Catalog::kubernetes(),
            templates: &[template],
            today: date(2026, 9, 1),
        };
        let source = Source::Issue {
            number,
            url: None,
            state: None,
        };
        Fix::read(&context, &Levels::default(), source, None)
    }

    /// What the report on `fixes` says: a line for each, then one for the release.
    fn report(fixes: Vec<Fix>, release: &str, expected: Expect) {
        let releases = Catalog::kubernetes().releases.as_ref();
        let release = Version::parse(release).ok();
        let status = Status::new(fixes, releases, date(2026, 9, 1), release.as_ref());
        let mut text = String::new();
        for fix in &status.fixes {
            let number = fix.number().expect("all are issues");
            text += &format!("#{number} {}", fix.priority.as_deref().unwrap_or("-"));
            for (branch, cell) in status.cells(fix) {
                let state = match cell.state {
                    CellState::NotAffected => "not affected".to_owned(),
                    CellState::Fixed(version) => format!("v{version}"),
                    CellState::Pending => "pending".to_owned(),
                    CellState::EndOfLife => "end of life".to_owned(),
                };
                text += &format!(" | {branch} {state}");
                if let Some(pull) = cell.pull_request {
                    text += &format!(" (#{pull})");
                }
            }
            text += "\n";
        }
        if let Some(release) = &status.release {
            let numbers = |places: &[usize]| {
                let numbers = places
                    .iter()
                    .filter_map(|place| status.fixes[*place].number());
                numbers.collect::<Vec<u64>>()
            };
            let (fixes, known) = (numbers(&release.fixes), numbers(&release.known_issues));
            text += &format!(
                "v{}: fixes {fixes:?}, known issues {known:?}\n",
                release.version
            );
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn each_branch_has_its_state_and_its_pull_request() {
        report(
            vec![fix(
                1,
                "priority/critical-urgent",
                &["introduced-in=v1.35.2", "resolved-in=v1.36.5"],
                &[
                    "#10",
                    "#11 (release-1.36)",
                    "#12 (release-1.35)",
                    "#13 (master)",
                ],
            )],
            "",
            expect![[r#"
                #1 priority/critical-urgent | 1.37 pending | 1.36 v1.36.5 (#11) | 1.35 pending (#12) | 1.34 not affected
            "#]],
        );
    }

    #[test]
    fn the_branches_are_the_supported_ones_and_those_that_an_entry_names() {
        report(
            vec![
                fix(1, "", &["introduced-in=v1.31.2"], &[]),
                fix(
                    2,
                    "",
                    &["introduced-in=v1.36.0", "resolved-in=v1.38.0"],
                    &[],
                ),
                fix(3, "", &["introduced-in=v2.7.0"], &[]),
            ],
            "",
            expect![[r#"
                #1 - | 2.7 pending | 1.38 pending | 1.37 pending | 1.36 pending | 1.35 pending | 1.34 pending | 1.31 end of life
                #2 - | 2.7 not affected | 1.38 v1.38.0 | 1.37 pending | 1.36 pending | 1.35 not affected | 1.34 not affected | 1.31 not affected
                #3 - | 2.7 pending | 1.38 not affected | 1.37 not affected | 1.36 not affected | 1.35 not affected | 1.34 not affected | 1.31 not affected
            "#]],
        );
        report(
            vec![],
            "1.36.5",
            expect![[r#"
                v1.36.5: fixes [], known issues []
            "#]],
        );
    }

    #[test]
    fn the_most_urgent_come_first_and_then_the_oldest() {
        report(
            vec![
                fix(9, "", &[], &[]),
                fix(8, "priority/backlog", &["introduced-in=v1.37.0"], &[]),
                fix(
                    7,
                    "priority/important-soon",
                    &["introduced-in=v1.37.0"],
                    &[],
                ),
                fix(
                    10,
                    "priority/critical-urgent",
                    &["introduced-in=v1.37.0"],
                    &[],
                ),
                fix(
                    6,
                    "priority/important-soon priority/critical-urgent",
                    &["introduced-in=v1.37.0"],
                    &[],
                ),
            ],
            "",
            expect![[r#"
                #6 priority/critical-urgent | 1.37 pending | 1.36 not affected | 1.35 not affected | 1.34 not affected
                #10 priority/critical-urgent | 1.37 pending | 1.36 not affected | 1.35 not affected | 1.34 not affected
                #7 priority/important-soon | 1.37 pending | 1.36 not affected | 1.35 not affected | 1.34 not affected
                #8 priority/backlog | 1.37 pending | 1.36 not affected | 1.35 not affected | 1.34 not affected
                #9 - | 1.37 pending | 1.36 pending | 1.35 pending | 1.34 pending
            "#]],
        );
    }

    #[test]
    fn a_release_knows_what_it_fixes_and_what_stays_open_in_it() {
        let fixes = || {
            vec![
                fix(
                    1,
                    "",
                    &["introduced-in=v1.35.2", "resolved-in=v1.36.4"],
                    &[],
                ),
                fix(
                    2,
                    "",
                    &["introduced-in=v1.35.2", "resolved-in=v1.36.5"],
                    &[],
                ),
                fix(3, "", &["introduced-in=v1.36.4"], &[]),
                fix(4, "", &["introduced-in=v1.36.5"], &[]),
                fix(5, "", &["introduced-in=v1.37.0"], &[]),
                fix(6, "", &["introduced-in=unknown"], &[]),
                fix(
                    7,
                    "",
                    &["introduced-in=v1.36.4", "resolved-in=v1.36.3"],
                    &[],
                ),
            ]
        };
        report(
            fixes(),
            "1.36.4",
            expect![[r#"
                #1 - | 1.37 pending | 1.36 v1.36.4 | 1.35 pending | 1.34 not affected
                #2 - | 1.37 pending | 1.36 v1.36.5 | 1.35 pending | 1.34 not affected
                #3 - | 1.37 pending | 1.36 pending | 1.35 not affected | 1.34 not affected
                #4 - | 1.37 pending | 1.36 pending | 1.35 not affected | 1.34 not affected
                #5 - | 1.37 pending | 1.36 not affected | 1.35 not affected | 1.34 not affected
                #6 - | 1.37 pending | 1.36 pending | 1.35 pending | 1.34 pending
                #7 - | 1.37 pending | 1.36 v1.36.3 | 1.35 not affected | 1.34 not affected
                v1.36.4: fixes [1], known issues [2, 3, 6]
            "#]],
        );
        report(
            fixes(),
            "1.33.4",
            expect![[r#"
                #1 - | 1.37 pending | 1.36 v1.36.4 | 1.35 pending | 1.34 not affected
                #2 - | 1.37 pending | 1.36 v1.36.5 | 1.35 pending | 1.34 not affected
                #3 - | 1.37 pending | 1.36 pending | 1.35 not affected | 1.34 not affected
                #4 - | 1.37 pending | 1.36 pending | 1.35 not affected | 1.34 not affected
                #5 - | 1.37 pending | 1.36 not affected | 1.35 not affected | 1.34 not affected
                #6 - | 1.37 pending | 1.36 pending | 1.35 pending | 1.34 pending
                #7 - | 1.37 pending | 1.36 v1.36.3 | 1.35 not affected | 1.34 not affected
                v1.33.4: fixes [], known issues []
            "#]],
        );
    }

    #[test]
    fn errors_keep_a_fix_from_being_read_in_full() {
        let fix = fix(
            1,
            "sig/node",
            &["introduced-in=1.36.2", "resolved-in=latest"],
            &[],
        );
        expect![[r#"
            [] ["invalid-version", "missing-priority-label", "missing-section"]
        "#]]
        .assert_eq(&format!("{:?} {:?}\n", fix.introduced_in, fix.problems));
    }
}
