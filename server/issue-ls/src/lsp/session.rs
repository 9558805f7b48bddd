//! What the server remembers about its client and the client's documents.
//!
//! One lock guards all of it. It is held for single steps only, never across an `.await`, and it survives a handler
//! that panics.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use lsp_types::Uri;
use tokio::sync::Notify;
use tower_lsp::Client;

use super::capabilities::ClientFlags;
use super::configuration::Workspace;
use super::documents::Documents;
use super::watching::Watched;
use crate::workspace::Disk;

/// One client, from `initialize` to the end.
#[derive(Debug)]
pub struct Session {
    /// The way to the client.
    pub client: Client,
    /// Wakes up when the client's process has ended.
    pub client_gone: Notify,
    /// What is read from disk.
    pub disk: Disk,
    flags: OnceLock<ClientFlags>,
    state: Mutex<State>,
}

/// What changes while a session lasts.
#[derive(Debug, Default)]
pub struct State {
    /// The open documents.
    pub documents: Documents,
    /// The workspace folders and the editor's settings.
    pub workspace: Workspace,
    /// The files on disk that findings hang on.
    pub watched: Watched,
    /// Which drafts somebody looks at as they are sent, and under which URI.
    pub previews: HashMap<Uri, Uri>,
    /// When something was read from disk.
    pub read_at: Option<Instant>,
    /// What the person was told about settings and configuration files, so as not to repeat it.
    pub complaints: HashSet<String>,
}

impl Session {
    /// A session that has not begun.
    pub fn new(client: Client) -> Session {
        Session {
            client,
            client_gone: Notify::new(),
            disk: Disk::default(),
            flags: OnceLock::new(),
            state: Mutex::default(),
        }
    }

    /// Notes what the client can do. Said once, with `initialize`.
    pub fn set_flags(&self, flags: ClientFlags) {
        // `initialize` succeeds once only, so there is nothing to replace.
        let _ = self.flags.set(flags);
    }

    /// What the client can do; nothing special before `initialize`.
    pub fn flags(&self) -> &ClientFlags {
        self.flags.get_or_init(ClientFlags::default)
    }

    /// The state, to read or to change in one step.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
