//! What benchmarks of both crates read, and how their figures are summed up.

use std::time::Duration;

/// A well-formed draft of about `size` bytes: blocks and sections of a patch-release issue, prose, lists and logs.
pub fn draft(size: usize) -> String {
    let head = "```release\nintroduced-in=v1.36.0\n```\n\n```release\nresolved-in=v1.36.2\nresolved-in=v1.37.0\n```\n\n\
                /priority critical-urgent\n/sig node\n\n## Symptoms\n\n";
    let tail = "\n## Root cause\n\nThe kubelet reads the table twice.\n\nBinaries:\n- kubelet\n\n\
                ## Impact\n\nEvery node with NFS volumes.\n\n## Resolution\n\nRead it once.\n\n## PRs\n\n- #123456\n";
    let paragraph = "Pods with more than one volume stay in `ContainerCreating` after the node restarts, until the \
                     *second* sync — see [the log](https://example.com/log) 😀.\n\n- first the mount times out\n\
                     - then the volume is marked **unused**\n\n```text\nE0901 12:00:00 kubelet: mount failed\n```\n\n";
    let mut text = head.to_owned();
    while text.len() + paragraph.len() + tail.len() <= size {
        text.push_str(paragraph);
    }
    text + tail
}

/// The duration that `share` of `timed` do not exceed.
pub fn quantile(timed: &mut [Duration], share: f64) -> Duration {
    timed.sort();
    let place = ((timed.len() as f64 * share) as usize).min(timed.len() - 1);
    timed[place]
}
