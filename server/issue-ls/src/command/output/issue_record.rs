//! Which issue on GitHub something is about, in the JSON of every command that says so.

use issue_body::template::Stage;
use schemars::JsonSchema;
use serde::Serialize;

/// An issue on GitHub.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Issue")]
pub struct IssueRecord<'issue> {
    /// Its number.
    pub number: u64,
    /// Its title, where gh was asked for it.
    pub title: Option<&'issue str>,
    /// The page that shows it, where gh was asked for it.
    pub url: Option<&'issue str>,
    /// Whether it is open, where gh was asked for it.
    pub state: Option<State>,
}

/// The state of an issue, as gh spells it.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum State {
    /// It is open.
    Open,
    /// It is closed.
    Closed,
}

impl State {
    /// The state as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            State::Open => "OPEN",
            State::Closed => "CLOSED",
        }
    }
}

impl From<Stage> for State {
    fn from(stage: Stage) -> State {
        match stage {
            Stage::Open => State::Open,
            Stage::Resolved => State::Closed,
        }
    }
}
