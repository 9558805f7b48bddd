//! Issues that are made by chance, from a seed, with what a report must say of them.
//!
//! The state of each branch is drawn first; the entries are written from it. So what is expected does not come from
//! reading versions, as the report does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// The day of the report.
pub const AS_OF: &str = "2026-09-01";
/// The release that the report is asked about.
pub const RELEASE: &str = "v1.36.4";
/// The patch of [`RELEASE`].
const RELEASE_PATCH: u64 = 4;
/// Its minor.
const RELEASE_MINOR: u64 = 36;

/// The minors that get patch releases on that day, newest first.
const SUPPORTED: [u64; 4] = [37, 36, 35, 34];
/// The oldest minor that an issue names.
const OLDEST: u64 = 28;
const NEWEST: u64 = 37;

const SIGS: [&str; 6] = ["apps", "cli", "network", "node", "scheduling", "storage"];
const PRIORITIES: [&str; 2] = ["critical-urgent", "important-soon"];
/// Characters that a format has to take care of.
const TITLES: [&str; 6] = [
    "Kubelet panics",
    "a | pipe, a \"quote\" and <b>tags</b>",
    "=SUM(A1)",
    "`code` and [a link](x)",
    "Ünïcödé 😀 & more",
    "two\nlines",
];

/// Numbers by chance, the same for the same seed (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn of<'list, T>(&mut self, list: &'list [T]) -> &'list T {
        &list[self.below(list.len() as u64) as usize]
    }
}

/// What is true of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    /// The problem never was there.
    Sound,
    /// The problem is there.
    Broken,
    /// The problem was there up to this patch.
    Mended(u64),
}

/// An issue, and what is true of it.
pub struct Issue {
    pub number: u64,
    title: String,
    url: String,
    is_closed: bool,
    priority: Option<&'static str>,
    sigs: Vec<&'static str>,
    /// The first patch with the problem, by minor, where it is told.
    introduced: BTreeMap<u64, u64>,
    /// The minors up to [`NEWEST`], and older ones, by minor.
    truths: BTreeMap<u64, Truth>,
    picks: BTreeMap<u64, u64>,
    body: String,
    labels: Vec<String>,
    problems: Vec<&'static str>,
}

impl Issue {
    /// Draws an issue.
    pub fn new(number: u64, chance: &mut Chance) -> Issue {
        let is_known = !chance.one_in(8);
        let first = OLDEST + chance.below(NEWEST - OLDEST + 1);
        let mut introduced = BTreeMap::new();
        let mut truths: BTreeMap<u64, Truth> = (OLDEST..=NEWEST)
            .map(|minor| match is_known && minor < first {
                true => (minor, Truth::Sound),
                false => (minor, Truth::Broken),
            })
            .collect();
        if is_known {
            introduced.insert(first, chance.below(8));
            // A problem that came by a cherry pick has one entry for each minor.
            for minor in first + 1..=NEWEST {
                if chance.one_in(4) {
                    introduced.insert(minor, chance.below(8));
                }
            }
        }
        // A minor that was cut with the fix, and those behind it, never had the problem.
        if first < NEWEST && chance.one_in(4) {
            let cut = first + 1 + chance.below(NEWEST - first);
            introduced.retain(|minor, _| *minor < cut);
            truths.insert(cut, Truth::Mended(0));
            truths.extend((cut + 1..=NEWEST).map(|minor| (minor, Truth::Sound)));
        }
        for (minor, truth) in &mut truths {
            if *truth == Truth::Broken && chance.one_in(2) {
                let after = introduced.get(minor).map_or(1, |patch| patch + 1);
                *truth = Truth::Mended(after + chance.below(4));
            }
        }
        let picks = (OLDEST..=NEWEST).filter(|_| chance.one_in(3));
        let picks: BTreeMap<u64, u64> = picks.map(|minor| (minor, 130_000 + minor)).collect();
        let sigs: BTreeSet<&str> = (0..chance.below(3)).map(|_| *chance.of(&SIGS)).collect();
        let mut issue = Issue {
            number,
            title: format!("{} {number}", chance.of(&TITLES)),
            url: format!("https://github.com/kubernetes/kubernetes/issues/{number}"),
            is_closed: false,
            priority: (!chance.one_in(9)).then(|| *chance.of(&PRIORITIES)),
            sigs: sigs.into_iter().collect(),
            introduced,
            truths,
            picks,
            body: String::new(),
            labels: Vec::new(),
            problems: Vec::new(),
        };
        issue.write(is_known, chance);
        issue
    }

    /// Writes the body and the labels.
    fn write(&mut self, is_known: bool, chance: &mut Chance) {
        let mut body = String::from("```release\n");
        if !is_known {
            body += "introduced-in=unknown\n";
        }
        for (minor, patch) in &self.introduced {
            body += &format!("introduced-in=v1.{minor}.{patch}\n");
        }
        body += "```\n\n```release\n";
        for (minor, truth) in &self.truths {
            if let Truth::Mended(patch) = truth {
                body += &format!("resolved-in=v1.{minor}.{patch}\n");
            }
        }
        body += "```\n\n";
        if let Some(priority) = self.priority {
            match chance.one_in(2) {
                true => body += &format!("/priority {priority}\n"),
                false => self.labels.push(format!("priority/{priority}")),
            }
        } else {
            self.problems.push("missing-priority-label");
        }
        if self.sigs.is_empty() {
            self.problems.push("missing-sig-label");
        } else if chance.one_in(2) {
            body += &format!("/sig {}\n", self.sigs.join(" "));
        } else {
            self.labels
                .extend(self.sigs.iter().map(|sig| format!("sig/{sig}")));
        }
        body += "\n## Symptoms\n\n";
        for paragraph in 0..1 + chance.below(6) {
            body += &format!(
                "Pods with more than one volume stay in `ContainerCreating` after the *node* restarts, until the second \
                 sync; see [log {paragraph}](https://example.com/{paragraph}).\n\n```text\nE0901 kubelet: mount failed\n```\n\n"
            );
        }
        body += "## Root cause\n\nThe table is read twice.\n\nBinaries:\n- kubelet\n\n## Impact\n\nEvery node.\n\n\
                 ## Resolution\n\nRead it once.\n\n## PRs\n\n- #99999\n";
        for (minor, number) in &self.picks {
            body += &format!("- #{number} (release-1.{minor})\n");
        }
        // What was written in a browser has its line ends.
        self.body = match chance.one_in(2) {
            true => body.replace('\n', "\r\n"),
            false => body,
        };
        // Nothing may be unknown any more where an issue is closed.
        let mut truths = self.truths.values();
        let is_mended = truths.any(|truth| matches!(truth, Truth::Mended(_)));
        self.is_closed = is_known && is_mended && chance.one_in(5);
    }

    /// The issue as gh prints it.
    pub fn gh(&self) -> Value {
        let labels: Vec<Value> = self
            .labels
            .iter()
            .map(|name| json!({ "id": "L", "name": name }))
            .collect();
        json!({
            "body": self.body,
            "labels": labels,
            "number": self.number,
            "state": self.state(),
            "title": self.title,
            "url": self.url,
        })
    }

    fn state(&self) -> &'static str {
        if self.is_closed { "CLOSED" } else { "OPEN" }
    }

    /// The minors that its entries name.
    fn named(&self) -> impl Iterator<Item = u64> {
        let mended = self
            .truths
            .iter()
            .filter(|(_, truth)| matches!(truth, Truth::Mended(_)));
        mended
            .map(|(minor, _)| *minor)
            .chain(self.introduced.keys().copied())
    }

    fn cell(&self, minor: u64) -> Value {
        let (state, version) = match self.truths[&minor] {
            Truth::Sound => ("not-affected", Value::Null),
            Truth::Mended(patch) => ("fixed", json!(format!("v1.{minor}.{patch}"))),
            Truth::Broken if SUPPORTED.contains(&minor) => ("pending", Value::Null),
            Truth::Broken => ("end-of-life", Value::Null),
        };
        json!({ "state": state, "version": version, "pull_request": self.picks.get(&minor) })
    }

    fn fix(&self, branches: &BTreeSet<u64>) -> Value {
        let introduced = self.introduced.iter();
        let introduced = introduced.map(|(minor, patch)| format!("v1.{minor}.{patch}"));
        let cells = branches
            .iter()
            .rev()
            .map(|minor| (format!("1.{minor}"), self.cell(*minor)));
        json!({
            "issue": { "number": self.number, "title": self.title, "url": self.url, "state": self.state() },
            "file": null,
            "priority": self.priority.map(|name| format!("priority/{name}")),
            "sigs": self.sigs.iter().map(|name| format!("sig/{name}")).collect::<Vec<_>>(),
            "introduced_in": introduced.collect::<Vec<_>>(),
            "cells": cells.collect::<serde_json::Map<_, _>>(),
        })
    }

    fn is_fixed_in_release(&self) -> bool {
        self.truths[&RELEASE_MINOR] == Truth::Mended(RELEASE_PATCH)
    }

    fn is_known_in_release(&self) -> bool {
        let is_open = match self.truths[&RELEASE_MINOR] {
            Truth::Broken => true,
            Truth::Mended(patch) => patch > RELEASE_PATCH,
            Truth::Sound => false,
        };
        let introduced = self.introduced.get(&RELEASE_MINOR);
        is_open && introduced.is_none_or(|patch| *patch <= RELEASE_PATCH)
    }
}

/// `count` issues.
pub fn issues(seed: u64, count: u64) -> Vec<Issue> {
    let mut chance = Chance(seed);
    (1..=count)
        .map(|number| Issue::new(number, &mut chance))
        .collect()
}

/// What the report on `issues` must be.
pub fn report(issues: &[Issue]) -> Value {
    let named = issues.iter().flat_map(Issue::named);
    let branches: BTreeSet<u64> = named.chain(SUPPORTED).collect();
    let mut sorted: Vec<&Issue> = issues.iter().collect();
    // The priorities happen to stand in the order of the alphabet; no priority comes last.
    sorted.sort_by_key(|issue| (issue.priority.is_none(), issue.priority, issue.number));
    let numbers = |is_meant: &dyn Fn(&Issue) -> bool| {
        let meant = sorted.iter().filter(|issue| is_meant(issue));
        meant.map(|issue| issue.number).collect::<Vec<u64>>()
    };
    let incomplete = sorted.iter().filter(|issue| !issue.problems.is_empty());
    let incomplete = incomplete
        .map(|issue| json!({ "number": issue.number, "file": null, "rules": issue.problems }));
    json!({
        "schema_version": 1,
        "as_of": AS_OF,
        "branches": branches.iter().rev().map(|minor| format!("1.{minor}")).collect::<Vec<_>>(),
        "fixes": sorted.iter().map(|issue| issue.fix(&branches)).collect::<Vec<_>>(),
        "release": {
            "version": RELEASE,
            "fixes": numbers(&Issue::is_fixed_in_release),
            "known_issues": numbers(&Issue::is_known_in_release),
        },
        "incomplete": incomplete.collect::<Vec<_>>(),
    })
}
