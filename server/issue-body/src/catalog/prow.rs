//! How a repository has set up Prow, its bot: who may do what, and which labels an issue has to carry.
//!
//! What Prow reads in a body is the business of [`syntax`](crate::syntax); what it makes of it, of `rules`.

use jiff::civil::Date;

use super::labels::same_name;

/// The set-up of Prow, as far as an issue that is opened is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prow {
    /// The labels that members of the organisation alone can set.
    pub members_only: Vec<String>,
    /// The labels that `/label` takes besides the restricted ones.
    pub named_labels: Vec<String>,
    /// The labels that a team alone can set.
    pub restricted_labels: Vec<RestrictedLabel>,
    /// What the bot does where a kind of label is missing.
    pub required_labels: Vec<RequiredLabel>,
    /// The team whose members may use `/milestone` and `/status`.
    pub milestone_team: String,
    /// The day on which all this was true.
    pub snapshot: Date,
    /// Where it comes from.
    pub source: String,
}

/// A label that a team alone can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestrictedLabel {
    /// The label.
    pub name: String,
    /// The team of the organisation, as GitHub writes it: `security-response-committee`.
    pub team: String,
}

/// A kind of label that every issue has to carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredLabel {
    /// What stands before the slash of a label that will do.
    pub prefixes: Vec<String>,
    /// The label that the bot sets where there is none.
    pub missing: String,
}

impl Prow {
    /// What holds in the other repositories of the project: the same bot obeys the same people, but which labels an issue
    /// has to carry, and which are for a team alone, is decided for each.
    pub(super) fn of_a_relative(&self) -> Prow {
        Prow {
            restricted_labels: Vec::new(),
            required_labels: Vec::new(),
            ..self.clone()
        }
    }

    /// Whether members of the organisation alone can set the label.
    pub fn is_for_members(&self, label: &str) -> bool {
        self.members_only.iter().any(|name| same_name(name, label))
    }

    /// The team that alone can set or remove the label, where there is one.
    pub fn team_for(&self, label: &str) -> Option<&str> {
        let mut restricted = self.restricted_labels.iter();
        let restricted = restricted.find(|restricted| same_name(&restricted.name, label))?;
        Some(&restricted.team)
    }

    /// Whether `/label` takes the name at all.
    pub fn takes_by_name(&self, label: &str) -> bool {
        let mut named = self.named_labels.iter();
        named.any(|name| same_name(name, label)) || self.team_for(label).is_some()
    }
}

impl RequiredLabel {
    /// Whether the label is of the kind.
    pub fn is_met_by(&self, label: &str) -> bool {
        let prefix = label.split_once('/').map(|(prefix, _)| prefix);
        prefix.is_some_and(|prefix| self.prefixes.iter().any(|wanted| wanted == prefix))
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;

    #[test]
    fn labels_have_their_keepers() {
        let prow = Catalog::kubernetes().prow.as_ref().expect("a set-up");
        assert!(prow.is_for_members("triage/accepted") && !prow.is_for_members("triage/duplicate"));
        assert_eq!(
            prow.team_for("CVE/wontfix"),
            Some("security-response-committee")
        );
        assert_eq!(prow.team_for("kind/bug"), None);
        assert!(prow.takes_by_name("api-review") && prow.takes_by_name("official-cve-feed"));
        assert!(!prow.takes_by_name("kind/bug"));
    }

    #[test]
    fn a_kind_of_label_is_told_by_its_prefix() {
        let prow = Catalog::kubernetes().prow.as_ref().expect("a set-up");
        let met = |label: &str| -> Vec<&str> {
            let required = prow.required_labels.iter();
            let met = required.filter(|required| required.is_met_by(label));
            met.map(|required| required.missing.as_str()).collect()
        };
        assert_eq!(met("committee/steering"), ["needs-sig"]);
        assert_eq!(met("triage/accepted"), ["needs-triage"]);
        assert!(met("kind/bug").is_empty() && met("sig").is_empty());
    }
}
