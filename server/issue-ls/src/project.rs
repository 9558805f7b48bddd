//! Where the project has its public pages, once it has any: nothing links to a page that is not there.

use issue_body::rules::Rule;

/// Where the project lives, as a URL; empty while it has no public place.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The URL of the project.
pub fn home() -> Option<String> {
    (!REPOSITORY.is_empty()).then(|| REPOSITORY.to_owned())
}

/// The URL of the page of a rule.
pub fn page_of(rule: &Rule) -> Option<String> {
    home().map(|home| format!("{home}/blob/main/server/REFERENCE.md#{}", rule.name))
}
