//! The known name that a misspelled one must have meant.

/// The candidate nearest to `name`: within two edits (one for names under five characters; an edit inserts, deletes or
/// replaces a character, or swaps two neighbours). Of equally near ones the first in alphabetical order.
pub fn nearest<'name>(
    name: &str,
    candidates: impl IntoIterator<Item = &'name str>,
) -> Option<&'name str> {
    let length = name.chars().count();
    let limit = if length < 5 { 1 } else { 2 };
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_edits_are_near_and_three_are_not() {
        let names = ["node", "network", "storage"];
        assert_eq!(nearest("netwrok", names), Some("network"));
        assert_eq!(nearest("stroage", names), Some("storage"));
        assert_eq!(nearest("sturagr", names), Some("storage"));
        assert_eq!(nearest("sturagrr", names), None);
    }

    #[test]
    fn short_names_allow_one_edit_only() {
        assert_eq!(nearest("nod", ["node", "ui"]), Some("node"));
        assert_eq!(nearest("cli", ["ui", "docs"]), None);
    }
}
