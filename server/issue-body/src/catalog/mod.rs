//! Facts with a date: labels, groups, binaries, releases and merged pull requests.
//!
//! The catalogue answers what a name or a version stands for. It judges no draft, knows no clock (every question about
//! "today" takes the day) and reads no file: the built-in facts about Kubernetes are compiled in, others are handed in
//! as data.

mod embedded;
mod groups;
mod joining;
mod labels;
mod prow;
mod pull_requests;
mod reading;
mod releases;
mod standing;

use std::sync::Arc;

use jiff::civil::Date;

pub use groups::{Group, GroupKind, GroupState};
pub use labels::{
    Label, LabelList, LabelStanding, LabelTarget, Labels, PreviousName, RemovedName, SetBy,
};
pub use prow::{Prow, RequiredLabel, RestrictedLabel};
pub use pull_requests::PullRequest;
pub use reading::{
    DataError, LabelFile, MERGE_FORMAT, ReleaseFile, ReleaseFileKind, TAG_FORMAT, read_labels,
    read_merges, read_releases, read_tags,
};
pub use releases::{Minor, Phase, Release, Releases};
pub use standing::VersionStanding;

use crate::text::nearest;

/// The repository that the built-in facts are about.
const KUBERNETES: &str = "kubernetes/kubernetes";

/// A program that an issue may name as broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary {
    /// Its file name: `kube-proxy`.
    pub name: String,
    /// The labels of the SIGs that own it, empty where nobody says. A hint, never a demand: a volume fault in the kubelet
    /// belongs to SIG Storage.
    pub sigs: Vec<String>,
    /// What it is, in one sentence.
    pub description: String,
}

/// What is known about a project. What is not known is not judged: without labels there are no unknown labels, without
/// releases no unreleased versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    /// The labels of the repository, where known.
    pub labels: Option<Labels>,
    /// The groups that look after parts of the project.
    pub groups: Vec<Group>,
    /// The programs that issues name; empty where unknown.
    pub binaries: Vec<Binary>,
    /// How the project's bot is set up, where known.
    pub prow: Option<Prow>,
    /// The releases of the project, where known.
    pub releases: Option<Releases>,
    /// Pull requests that were merged lately, newest first; empty where unknown. Nothing is built in.
    pub pull_requests: Vec<PullRequest>,
    /// The day of the youngest part; labels and releases carry their own.
    pub snapshot: Date,
    /// Where the facts come from, for hovers and `--version`.
    pub source: String,
}

impl Catalog {
    /// The built-in facts about Kubernetes, parsed on first use.
    pub fn kubernetes() -> &'static Arc<Catalog> {
        embedded::kubernetes()
    }

    /// What is built in about the project that lives in `repository` (`owner/name`): the facts about Kubernetes where it
    /// is Kubernetes's own or none is named. Of another project nothing is known; of another repository of Kubernetes its
    /// groups and its bot are.
    pub fn of_repository(repository: Option<&str>) -> Catalog {
        let kubernetes = Catalog::kubernetes();
        let Some(repository) = repository.filter(|name| !name.eq_ignore_ascii_case(KUBERNETES))
        else {
            return Catalog::clone(kubernetes);
        };
        let is_relative = is_kubernetes_owner(repository);
        let groups = is_relative.then(|| kubernetes.groups.clone());
        let prow = kubernetes.prow.as_ref().filter(|_| is_relative);
        Catalog {
            labels: None,
            groups: groups.unwrap_or_default(),
            binaries: Vec::new(),
            prow: prow.map(Prow::of_a_relative),
            releases: None,
            pull_requests: Vec::new(),
            snapshot: kubernetes.snapshot,
            source: kubernetes.source.clone(),
        }
    }

    /// The binary of exactly that name; file names have a case.
    pub fn binary(&self, name: &str) -> Option<&Binary> {
        self.binaries.iter().find(|binary| binary.name == name)
    }

    /// The binary that `name` was probably meant to be, by [`nearest`].
    pub fn nearest_binary(&self, name: &str) -> Option<&Binary> {
        nearest(
            name,
            self.binaries.iter().map(|binary| binary.name.as_str()),
        )
        .and_then(|name| self.binary(name))
    }

    /// The group that a label belongs to.
    pub fn group_of(&self, label: &str) -> Option<&Group> {
        self.groups
            .iter()
            .find(|group| labels::same_name(&group.label, label))
    }
}

/// Whether a repository (`owner/name`), or its owner, is one of Kubernetes's organisations.
pub fn is_kubernetes_owner(repository: &str) -> bool {
    let owner = repository.split('/').next().unwrap_or_default();
    let owner = owner.to_ascii_lowercase();
    owner == "kubernetes" || owner.starts_with("kubernetes-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binary_is_found_by_its_exact_name() {
        let catalog = Catalog::kubernetes();
        let kubelet = catalog.binary("kubelet").expect("a known binary");
        assert_eq!(kubelet.sigs, ["sig/node"]);
        assert_eq!(catalog.binary("Kubelet"), None);
    }

    #[test]
    fn a_misspelled_binary_has_a_nearest_one() {
        let nearest = |name| {
            let binary = Catalog::kubernetes().nearest_binary(name);
            binary.map(|binary| binary.name.as_str())
        };
        assert_eq!(nearest("Kubelet"), Some("kubelet"));
        assert_eq!(nearest("kube-apisrever"), Some("kube-apiserver"));
        assert_eq!(nearest("kubeproxy"), Some("kube-proxy"));
        assert_eq!(nearest("the API server"), None);
    }

    #[test]
    fn a_label_leads_to_its_group() {
        let group = |label| Catalog::kubernetes().group_of(label).map(Group::title);
        assert_eq!(group("SIG/node").as_deref(), Some("SIG Node"));
        assert_eq!(
            group("committee/steering").as_deref(),
            Some("Steering Committee")
        );
        assert_eq!(group("kind/bug"), None);
    }

    #[test]
    fn of_another_project_nothing_is_built_in() {
        let known = |repository| {
            let catalog = Catalog::of_repository(repository);
            (
                catalog.labels.is_some() && catalog.releases.is_some(),
                !catalog.binaries.is_empty(),
                !catalog.groups.is_empty(),
            )
        };
        assert_eq!(known(None), (true, true, true));
        assert_eq!(known(Some("Kubernetes/kubernetes")), (true, true, true));
        assert_eq!(known(Some("kubernetes/website")), (false, false, true));
        assert_eq!(known(Some("kubernetes-sigs/kind")), (false, false, true));
        assert_eq!(known(Some("example/kubernetes")), (false, false, false));
        assert_eq!(known(Some("kubernetesish/tools")), (false, false, false));
    }
}
