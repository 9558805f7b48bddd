//! Whatever the bytes, issues as gh prints them are taken out of them, each is read like a draft, and what cannot be read is
//! told in a sentence.

#![no_main]

use std::io::Read;
use std::sync::Arc;

use issue_body::catalog::Catalog;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

use workspace::gh_json::{GhIssue, Input, read_issues, recognise};
use workspace::{Request, Surroundings};

#[path = "../../../server/issue-ls/src/workspace/mod.rs"]
#[allow(dead_code, unused_imports, reason = "issues are all that is read here")]
mod workspace;

fuzz_target!(|bytes: &[u8]| {
    let mut issues = Vec::new();
    let mut visit = |issue: Result<GhIssue, String>| match issue {
        Ok(issue) => issues.push(issue),
        Err(problem) => is_sentence(&problem),
    };
    if let Err(problem) = read_issues(bytes, &mut visit) {
        is_sentence(&problem);
    }
    let mut whole = Vec::new();
    match recognise(bytes).expect("bytes can be read") {
        Input::GhJson(mut input) => input.read_to_end(&mut whole),
        Input::Draft(mut input) => input.read_to_end(&mut whole),
    }
    .expect("bytes can be read");
    assert_eq!(whole, bytes, "nothing is lost by looking at it");
    for issue in issues {
        let surroundings = Surroundings {
            configuration: Arc::default(),
            catalog: Catalog::kubernetes().clone(),
            repository: Arc::default(),
        };
        let request = Request {
            is_named: true,
            ..Request::on(date(2026, 9, 1))
        };
        let analysis = issue.analyze(None, surroundings, request);
        for finding in analysis.findings() {
            assert!(
                issue
                    .body
                    .get(finding.range.start..finding.range.end)
                    .is_some()
            );
        }
    }
});

fn is_sentence(problem: &str) {
    assert!(
        !problem.trim().is_empty() && !problem.contains('\n'),
        "{problem:?}"
    );
}
