//! Issues that are on GitHub already, each checked as a draft named `#N`.

use std::io::Read;
use std::path::Path;

use super::{Arguments, CheckedDocument, Progress, diff, explanation, harmless, tell};
use crate::workspace::gh_json::{GhIssue, read_issues};
use crate::workspace::{Document, Surroundings};

/// Checks the issues in `input`, which `path` names. One that cannot be read is told, the others are checked all the same.
///
/// # Errors
/// When they are to be mended, or when nothing behind a place can be read; the sentence does not name the file.
pub fn check(
    arguments: &Arguments,
    path: Option<&Path>,
    input: impl Read,
    surroundings: &Surroundings,
    progress: &mut Progress,
) -> Result<(), String> {
    if arguments.fix {
        let message = "--fix cannot mend issues that are on GitHub; leave it out, or write --diff to see what it would \
                       change";
        return Err(message.to_owned());
    }
    let name = path.map(|path| format!("{}: ", harmless(&path.display().to_string())));
    let name = name.unwrap_or_default();
    read_issues(input, &mut |issue| match issue {
        Ok(issue) => check_issue(arguments, path, &issue, surroundings.clone(), progress),
        Err(message) => progress.fail(&format!("{name}{message}")),
    })
}

fn check_issue(
    arguments: &Arguments,
    path: Option<&Path>,
    issue: &GhIssue,
    surroundings: Surroundings,
    progress: &mut Progress,
) {
    let configuration = surroundings.configuration.clone();
    let analysis = issue.analyze(path, surroundings, arguments.request(true));
    let name = issue.name();
    let Some(selection) = analysis.selection() else {
        progress.skipped_issues += 1;
        return;
    };
    if arguments.verbose {
        tell(&explanation(&name, selection, &configuration));
    }
    if arguments.diff {
        let fixed = analysis.fixed(arguments.limit());
        progress.diff += &diff(&name, &analysis.draft.text, &fixed.text);
        progress.would_change |= *fixed.text != *analysis.draft.text;
        progress.fixed += fixed.applied;
    }
    let findings = analysis.findings();
    if findings.is_empty() {
        progress.clean += 1;
    } else {
        progress.checked.push(CheckedDocument {
            findings,
            document: Document::Draft(analysis),
            name,
        });
    }
}
