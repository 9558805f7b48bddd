//! What tests of the plugins share.

use super::{PluginAction, read};
use crate::text::Range;

/// What the commands in `body` ask for, in order of place, without those that Prow passes over.
pub(super) fn commands(body: &str) -> Vec<PluginAction> {
    let commands = read(body, Range::new(0, body.len())).others.into_iter();
    commands
        .filter(|command| !command.is_superseded)
        .map(|command| command.action)
        .collect()
}
