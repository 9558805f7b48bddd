//! The nearest known name to one that is not known, for messages that say what to write instead.
//!
//! Which names are known is the caller's business; so is whether the nearest one becomes a fix or only a hint.

use std::cmp::Reverse;

/// Names shorter than this may differ by one edit, longer ones by two.
const SHORT: usize = 5;
/// By how many edits a name may differ from the one that was meant.
const BUDGET: usize = 2;

/// The candidate that `name` was probably meant to be, or `None` when nothing is near.
///
/// Near means at most two edits (one for names under five characters): an insertion, a deletion, a substitution or a
/// swap of neighbours, by the Damerau-Levenshtein distance and without regard to case. A name that differs from a
/// candidate in case alone is near it. At least one character must agree, and all digits: `Windows 12` is no slip of the
/// pen for `Windows 11`.
///
/// A name with a group prefix (`sig/nod`) is first compared with the candidates of the same group, by what stands
/// behind the prefix, and only when none of them is near with all others, as a whole. Among equally near candidates the
/// one that shares the longer beginning wins, then the first in alphabetical order.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let prefix = group_prefix(&name);
    let mut of_group = None;
    let mut of_all = None;
    for candidate in candidates {
        let folded = candidate.to_lowercase();
        if !prefix.is_empty() && folded.starts_with(prefix) {
            let closeness = closeness(&name[prefix.len()..], &folded[prefix.len()..]);
            keep_better(&mut of_group, closeness, candidate);
        } else {
            keep_better(&mut of_all, closeness(&name, &folded), candidate);
        }
    }
    of_group.or(of_all).map(|(_, candidate)| candidate)
}

/// The same, where no other candidate is as few edits away: what may be written without asking.
pub fn nearest_alone<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let best = nearest(name, candidates.clone())?;
    let edits = |candidate: &str| {
        strsim::damerau_levenshtein(&name.to_lowercase(), &candidate.to_lowercase())
    };
    let least = edits(best);
    let mut others = candidates.into_iter().filter(|other| *other != best);
    (!others.any(|other| edits(other) <= least)).then_some(best)
}

/// How near a candidate is; the smaller, the nearer: first fewer edits, then a longer common beginning.
type Closeness = (usize, Reverse<usize>);

/// The closeness of two names in lower case, or `None` when they are too far apart to be the same word.
fn closeness(name: &str, candidate: &str) -> Option<Closeness> {
    let length = name.chars().count();
    let budget = if length < SHORT { 1 } else { BUDGET };
    let digits = |name: &str| {
        name.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    if least_edits(name, candidate) > budget || digits(name) != digits(candidate) {
        return None;
    }
    let edits = match name == candidate {
        true => 0,
        false => strsim::damerau_levenshtein(name, candidate),
    };
    let beginning = name
        .chars()
        .zip(candidate.chars())
        .take_while(|(left, right)| left == right)
        .count();
    (edits <= budget && edits < length).then_some((edits, Reverse(beginning)))
}

/// How many edits two texts are apart at least: the characters that one has more of than the other. That is quickly told
/// and spares most candidates the closer look.
pub(crate) fn least_edits(name: &str, candidate: &str) -> usize {
    if !name.is_ascii() || !candidate.is_ascii() {
        return name.chars().count().abs_diff(candidate.chars().count());
    }
    let difference = name.len().abs_diff(candidate.len());
    if difference > BUDGET {
        // Nobody allows more, so what stands in them does not matter.
        return difference;
    }
    let mut surplus = [0_i32; 128];
    name.bytes()
        .for_each(|byte| surplus[usize::from(byte)] += 1);
    candidate
        .bytes()
        .for_each(|byte| surplus[usize::from(byte)] -= 1);
    let sum = |sign: i32| {
        surplus
            .iter()
            .map(|count| (count * sign).max(0))
            .sum::<i32>()
    };
    sum(1).max(sum(-1)).unsigned_abs() as usize
}

fn keep_better<'a>(
    best: &mut Option<(Closeness, &'a str)>,
    closeness: Option<Closeness>,
    candidate: &'a str,
) {
    if let Some(closeness) = closeness {
        let rival = (closeness, candidate);
        if best.is_none_or(|best| rival < best) {
            *best = Some(rival);
        }
    }
}

/// The group of a label name with its slash: `sig/` of `sig/node`; empty when there is none.
fn group_prefix(name: &str) -> &str {
    name.find('/').map_or("", |slash| &name[..=slash])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(name: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(name, candidates.iter().copied()), expected);
        let reversed = nearest(name, candidates.iter().rev().copied());
        assert_eq!(reversed, expected, "the order of the candidates matters");
    }

    #[test]
    fn one_word_with_a_slip_finds_its_name() {
        let sections = ["Symptoms", "Root cause", "Impact", "Resolution", "PRs"];
        check("Symptons", &sections, Some("Symptoms"));
        check("Root couse", &sections, Some("Root cause"));
        check("Resoltuion", &sections, Some("Resolution"));
        check("Imapct", &sections, Some("Impact"));
        check("impact", &sections, Some("Impact"));
        check("Conclusion", &sections, None);
    }

    #[test]
    fn two_edits_are_near_and_three_are_not() {
        check("kubeproxi", &["kube-proxy"], Some("kube-proxy"));
        check("cubeproxi", &["kube-proxy"], None);
        let names = ["node", "network", "storage"];
        check("netwrok", &names, Some("network"));
        check("stroage", &names, Some("storage"));
        check("sturagr", &names, Some("storage"));
        check("sturagrr", &names, None);
    }

    #[test]
    fn short_names_have_one_edit() {
        check("PR", &["PRs"], Some("PRs"));
        check("nod", &["node", "ui"], Some("node"));
        check("cli", &["ui", "docs"], None);
        check("etdc", &["etcd"], Some("etcd"));
        check("edcd", &["etcd"], Some("etcd"));
        check("eddc", &["etcd"], None);
    }

    #[test]
    fn nothing_in_common_is_never_near() {
        check("x", &["y"], None);
        check("", &["x"], None);
        check("size/z", &["size/l", "size/s"], None);
    }

    #[test]
    fn the_own_group_comes_first() {
        let labels = ["sig/node", "wg/node", "area/node-e2e", "sig/ui"];
        check("sig/noed", &labels, Some("sig/node"));
        check("wg/nodes", &labels, Some("wg/node"));
        check("sgi/node", &labels, Some("sig/node"));
        check("sig/cli", &labels, None);
    }

    #[test]
    fn ties_go_to_the_longer_beginning_and_then_to_the_alphabet() {
        check("kind/bux", &["kind/bug", "kind/lux"], Some("kind/bug"));
        check("area", &["areb", "arec"], Some("areb"));
    }

    proptest! {
        #[test]
        fn no_candidate_is_spared_that_is_near(name in "[abc-]{0,8}", candidate in "[abc-]{0,8}") {
            prop_assert!(least_edits(&name, &candidate) <= strsim::damerau_levenshtein(&name, &candidate));
        }
    }

    #[test]
    fn characters_beyond_ascii_count_as_one() {
        check("Sÿmptoms", &["Symptoms"], Some("Symptoms"));
        check("ÄPFEL", &["äpfel"], Some("äpfel"));
    }
}
