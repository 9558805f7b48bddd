//! What tells findings apart from one report to the next, for services that say which of them are new.

use std::collections::HashMap;

use issue_body::rules::Finding;

/// Gives the fingerprints of one report.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    /// How many findings were alike so far, by what makes them so.
    met: HashMap<u64, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding, in the document with this path: different from all others of the report, and the
    /// same in the next report, even where lines were added above the finding. It is made of the path, the rule, the
    /// message, and of how many like it came before.
    pub(super) fn next(&mut self, path: &str, finding: &Finding) -> String {
        let parts = [path, finding.rule.name, &finding.message];
        let alike = parts.into_iter().fold(BASIS, hash);
        let count = self.met.entry(alike).or_default();
        *count += 1;
        format!("{:016x}", hash(alike, &count.to_string()))
    }
}

/// FNV-1a of 64 bits begins with this, as its authors lay down.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// Goes on with a hash, FNV-1a, over a text and a byte that ends it, which no text has.
fn hash(before: u64, text: &str) -> u64 {
    let bytes = text.bytes().chain([0xff]);
    bytes.fold(before, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    })
}
