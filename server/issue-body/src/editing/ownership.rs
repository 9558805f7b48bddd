//! Which SIGs own the binaries that an issue names, and the other way round.
//!
//! Ownership is a hint and never more: a volume fault lives in the kubelet and belongs to SIG Storage. So it orders what
//! is offered and explains what stands there, but no rule asks for it.

use std::collections::HashSet;

use crate::catalog::{Binary, Catalog};
use crate::rules::Context;
use crate::template::Issue;

/// The known binaries that `issue` names, each once, in order.
fn named_binaries<'context>(
    catalog: &'context Catalog,
    issue: &Issue<'_>,
) -> Vec<&'context Binary> {
    let list = issue.binaries.iter();
    let mut binaries: Vec<&Binary> = Vec::new();
    for item in list.flat_map(|list| list.inline.iter().chain(&list.items)) {
        if let Some(binary) = catalog.binary(&item.name)
            && !binaries.contains(&binary)
        {
            binaries.push(binary);
        }
    }
    binaries
}

/// The labels of the SIGs that own the binaries of `issue`.
pub(super) fn owning_sigs<'context>(
    catalog: &'context Catalog,
    issue: &Issue<'_>,
) -> HashSet<&'context str> {
    let binaries = named_binaries(catalog, issue).into_iter();
    binaries
        .flat_map(|binary| binary.sigs.iter().map(String::as_str))
        .collect()
}

/// Whether `issue` asks for the label of a SIG that owns `binary`.
pub(super) fn has_owner(issue: &Issue<'_>, binary: &Binary) -> bool {
    issue.labels.iter().any(|label| owns(&label.name, binary))
}

/// How the binary called `name` and the SIGs of the draft go together: one sentence, where its owners are known.
pub(super) fn about_binary(context: &Context<'_>, name: &str) -> Option<String> {
    let binary = context.catalog.binary(name)?;
    if binary.sigs.is_empty() {
        return None;
    }
    Some(if has_owner(context.issue, binary) {
        let carried = binary.sigs.iter().filter(|sig| {
            let mut labels = context.issue.labels.iter();
            labels.any(|label| label.name.eq_ignore_ascii_case(sig))
        });
        format!("This draft asks for {}.", listed(carried))
    } else {
        format!("This draft does not ask for {}.", listed(&binary.sigs))
    })
}

/// How the label called `name` and the binaries of the draft go together: one sentence, where the draft names binaries
/// and the label is that of a SIG.
pub(super) fn about_label(context: &Context<'_>, name: &str) -> Option<String> {
    let binaries = named_binaries(context.catalog, context.issue);
    let is_owner = |binary: &&Binary| owns(name, binary);
    let owned: Vec<String> = binaries
        .iter()
        .filter(|binary| is_owner(binary))
        .map(|binary| binary.name.clone())
        .collect();
    if !owned.is_empty() {
        return Some(format!("Owns {}, which this draft names.", listed(&owned)));
    }
    let owns_any = context
        .catalog
        .binaries
        .iter()
        .any(|binary| is_owner(&binary));
    (owns_any && !binaries.is_empty()).then(|| {
        let names: Vec<String> = binaries.iter().map(|binary| binary.name.clone()).collect();
        format!(
            "Owns none of the binaries that this draft names ({}). That may well be right: a fault can belong to another \
             SIG than its binary.",
            listed(&names)
        )
    })
}

fn owns(label: &str, binary: &Binary) -> bool {
    binary
        .sigs
        .iter()
        .any(|sig| sig.eq_ignore_ascii_case(label))
}

/// `a`, `b` and `c`.
fn listed<'name>(names: impl IntoIterator<Item = &'name String>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::with_context;

    const DRAFT: &str = "/sig network storage\n\n## Root cause\n\nBinaries:\n- kube-proxy\n- kubelet\n- frobnicator\n";

    #[test]
    fn a_binary_knows_whether_its_sig_is_asked() {
        with_context(DRAFT, |context| {
            for (name, expected) in [
                ("kube-proxy", Some("This draft asks for `sig/network`.")),
                ("kubelet", Some("This draft does not ask for `sig/node`.")),
                (
                    "cloud-controller-manager",
                    Some(
                        "This draft does not ask for `sig/api-machinery` and `sig/cloud-provider`.",
                    ),
                ),
                ("kubectl-convert", None),
                ("frobnicator", None),
            ] {
                assert_eq!(about_binary(context, name).as_deref(), expected, "{name}");
            }
        });
    }

    #[test]
    fn a_sig_knows_which_of_the_binaries_are_its_own() {
        with_context(DRAFT, |context| {
            let said = |name| about_label(context, name);
            assert_eq!(
                said("SIG/Network").as_deref(),
                Some("Owns `kube-proxy`, which this draft names.")
            );
            let of_another = said("sig/cli").expect("it owns kubectl");
            assert!(
                of_another.starts_with(
                    "Owns none of the binaries that this draft names (`kube-proxy` and `kubelet`)."
                ),
                "{of_another}"
            );
            // A SIG without binaries has nothing to compare.
            assert_eq!(said("sig/docs"), None);
            assert_eq!(said("kind/bug"), None);
        });
        with_context("/sig node\n", |context| {
            assert_eq!(about_label(context, "sig/node"), None);
        });
    }
}
