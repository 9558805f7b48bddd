//! What `issue-ls --version` says: the program's version, and how old the facts are that it was built with.

use std::sync::LazyLock;

use issue_body::catalog::Catalog;

static LONG: LazyLock<String> = LazyLock::new(write_long);

/// The version, then the facts: the day on which each part was taken, and from where.
pub fn long() -> &'static str {
    &LONG
}

fn write_long() -> String {
    let catalog = Catalog::kubernetes();
    let mut text = format!(
        "{}\n{}, {}",
        env!("CARGO_PKG_VERSION"),
        catalog.source,
        catalog.snapshot
    );
    let labels = catalog
        .labels
        .as_ref()
        .map(|labels| (labels.list().snapshot, &labels.list().source));
    let releases = catalog
        .releases
        .as_ref()
        .map(|releases| (releases.snapshot, &releases.source));
    for (name, part) in [("labels", labels), ("releases", releases)] {
        if let Some((Some(snapshot), source)) = part {
            text.push_str(&format!("\n  {name}: {snapshot}, {source}"));
        }
    }
    text
}
