//! Notices when the process of the client has ended.
//!
//! Mostly the end of the input says so first. It does not when another process has inherited the other end of the
//! pipe, and then a server would outlive its editor.

use std::time::Duration;

/// How often the process is looked for.
const INTERVAL: Duration = Duration::from_secs(2);

/// Resolves when the process `id` has ended. Never does when it is invisible from the start, as the host's processes
/// are in a container, or on a system where only the end of the input can tell.
pub async fn ended(id: i32) {
    if !can_be_watched(id) {
        return std::future::pending().await;
    }
    loop {
        tokio::time::sleep(INTERVAL).await;
        if !is_running(id) {
            return;
        }
    }
}

/// Whether `id` can mean the client here. A process whose own parent is invisible stands at the top of a container,
/// where the client's number belongs to somebody else, if to anybody.
#[cfg(unix)]
fn can_be_watched(id: i32) -> bool {
    rustix::process::getppid().is_some() && is_running(id)
}

#[cfg(unix)]
fn is_running(id: i32) -> bool {
    use rustix::io::Errno;
    // Numbers below 1 name groups of processes.
    let Some(process) = Some(id)
        .filter(|id| *id > 0)
        .and_then(rustix::process::Pid::from_raw)
    else {
        return false;
    };
    // Another user's process may not be signalled, but it is there.
    rustix::process::test_kill_process(process) != Err(Errno::SRCH)
}

#[cfg(not(unix))]
fn can_be_watched(_: i32) -> bool {
    false
}

#[cfg(not(unix))]
fn is_running(_: i32) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_running_until_it_has_ended() {
        let mut child = std::process::Command::new("sleep")
            .arg("60")
            .spawn()
            .expect("every Unix can sleep");
        let id = i32::try_from(child.id()).expect("process numbers are small");
        assert!(is_running(id));
        child.kill().expect("it is our own child");
        child.wait().expect("it is our own child");
        assert!(!is_running(id));
    }

    #[test]
    fn groups_of_processes_are_not_a_client() {
        assert!(!is_running(0));
        assert!(!is_running(-1));
    }
}
