//! Pull requests that are known to be merged. Where the list comes from is the caller's business; which of them belong
//! into an issue is for its author to say.

use jiff::civil::Date;

/// A pull request that was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequest {
    /// Its number in the repository that the catalogue is about.
    pub number: u64,
    /// Its title; empty where nothing tells.
    pub title: String,
    /// The day on which it was merged.
    pub merged: Date,
    /// The branch that it was merged into, where that can be told: `release-1.36`.
    pub branch: Option<String>,
}
