//! The list of the binaries at fault, under `Binaries:`, read line by line.
//!
//! Lines decide, not CommonMark's items: prose right behind the last item is a lazy continuation of it to CommonMark,
//! and a new sentence to its writer. Which section holds the list, and which binaries exist, is left to others.

use std::sync::LazyLock;

use memchr::memchr;
use regex::Regex;

use super::Draft;
use super::release::bullet_width;
use crate::text::{Range, nearest};

/// The line that stands before the list of binaries.
pub const BINARIES: &str = "Binaries:";

/// The list of binaries of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinaryList {
    /// The line that introduces the list, without its line end.
    pub header: Range,
    /// Whether the header is spelled exactly `Binaries:`, with nothing but comments beside it.
    pub exact: bool,
    /// Names on the header's own line (`Binaries: kubectl, kubelet`).
    pub inline: Vec<BinaryItem>,
    /// The items of the list.
    pub items: Vec<BinaryItem>,
    /// Behind the last line of the list, with its line end.
    pub end: usize,
}

/// One name in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinaryItem {
    /// The place of the name, without marks around it.
    pub range: Range,
    /// The name.
    pub name: String,
}

/// A bullet list of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameList {
    /// The line of its first item, without its line end.
    pub first_line: Range,
    /// The names.
    pub names: Vec<PlainName>,
}

/// A name with nothing beside it but a remark in parentheses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainName {
    /// The name and the remark, with the marks around them.
    pub range: Range,
    /// The name.
    pub name: String,
}

/// What stands between two names of a list on one line.
static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*[,;]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+").expect("the expression is valid")
});

/// A name, perhaps in quotes, backticks or emphasis, perhaps with a remark behind it.
static PLAIN_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"^([*_`"]*)([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)([*_`"]*)(?:\s*\([^()]*\))?\.?$"#,
    )
    .expect("the expression is valid")
});

/// Reads the list of binaries in `section`; the first header counts.
pub fn read_binaries(draft: &Draft, section: Range) -> Option<BinaryList> {
    let mut lines = draft.visible_lines(section).peekable();
    let (header, exact, inline, end) = lines.find_map(|(line, full)| {
        let (exact, inline) = read_header(draft, line)?;
        Some((line, exact, inline, full.end))
    })?;
    let mut list = BinaryList {
        header,
        exact,
        inline,
        items: Vec::new(),
        end,
    };
    for (line, full) in lines {
        let content = line.trimmed(&draft.text);
        if content.is_empty() {
            continue;
        }
        let bullet = bullet_width_or_bare(draft.slice(content));
        if bullet == 0 {
            break;
        }
        let names = Range::new((content.start + bullet).min(content.end), content.end);
        list.items.extend(names_in(draft, names));
        list.end = full.end;
    }
    Some(list)
}

/// Whether a line introduces the list: exactly, or nearly (`**Binaries**`, `binaries :`), or with names behind it.
fn read_header(draft: &Draft, line: Range) -> Option<(bool, Vec<BinaryItem>)> {
    let trimmed = line.trimmed(&draft.text);
    let content = draft.slice(trimmed);
    if let Some(behind) = content.strip_prefix(BINARIES) {
        let behind = Range::new(trimmed.end - behind.len(), trimmed.end);
        if draft.visible(behind).is_empty() {
            return Some((true, Vec::new()));
        }
    }
    const WORD: &str = "binaries";
    let marks: &[char] = &['*', '_', '#', ' ', '\t'];
    let (word, behind) = match find_colon(content) {
        Some(colon) => content.split_at(colon),
        None => (content, ""),
    };
    let plain = word.trim_matches(marks);
    // Nearly all lines are longer than any slip of the word.
    let is_near = plain.chars().count().abs_diff(WORD.len()) <= 2
        && (plain.eq_ignore_ascii_case("binary") || nearest(plain, [WORD]).is_some());
    if !is_near {
        return None;
    }
    let colon = behind.chars().next().map_or(0, char::len_utf8);
    let names = Range::new(trimmed.start + word.len() + colon, trimmed.end);
    let inline = names_in(draft, names);
    Some((false, inline))
}

/// Where the first colon of `line` stands, a full-width one included.
fn find_colon(line: &str) -> Option<usize> {
    let narrow = memchr(b':', line.as_bytes());
    if line.is_ascii() {
        return narrow;
    }
    let before = &line[..narrow.unwrap_or(line.len())];
    before.find('：').or(narrow)
}

/// The bullet lists of `section` whose items are names and nothing else.
pub fn read_name_lists(draft: &Draft, section: Range) -> Vec<NameList> {
    let mut lists = Vec::new();
    // The list that is being read; without names where an item is more than that.
    let mut open: Option<(NameList, bool)> = None;
    for (line, _) in draft.visible_lines(section) {
        let content = line.trimmed(&draft.text);
        if content.is_empty() {
            continue;
        }
        let bullet = bullet_width_or_bare(draft.slice(content));
        if bullet > 0 {
            let (list, is_plain) = open.get_or_insert_with(|| {
                let names = Vec::new();
                (
                    NameList {
                        first_line: line,
                        names,
                    },
                    true,
                )
            });
            match read_names(
                draft,
                Range::new((content.start + bullet).min(content.end), content.end),
            ) {
                Some(names) => list.names.extend(names),
                None => *is_plain = false,
            }
        } else {
            // An indented line goes on with the item above it.
            let is_end = content.start == line.start;
            lists.extend(open.take().filter(|(_, is_plain)| *is_plain && is_end));
        }
    }
    lists.extend(open.filter(|(_, is_plain)| *is_plain));
    lists.into_iter().map(|(list, _)| list).collect()
}

/// The names at `range`, where nothing but names separated by commas or `and` stands there.
pub fn read_names(draft: &Draft, range: Range) -> Option<Vec<PlainName>> {
    let text = draft.slice(range);
    let mut names = Vec::new();
    let mut start = 0;
    let separators = SEPARATOR
        .find_iter(text)
        .map(|separator| (separator.start(), separator.end()));
    for (end, next) in separators.chain([(text.len(), text.len())]) {
        let place = Range::new(start, end).trimmed(text);
        let captures = PLAIN_NAME.captures(&text[place])?;
        let [opening, name, closing] = [1, 2, 3].map(|group| &captures[group]);
        if !opening.chars().eq(closing.chars().rev()) {
            return None;
        }
        names.push(PlainName {
            range: place.shifted(range.start),
            name: name.to_owned(),
        });
        start = next;
    }
    Some(names)
}

/// The names of a comma list, without quotes, backticks, comments and what is said about them behind.
fn names_in(draft: &Draft, range: Range) -> Vec<BinaryItem> {
    let mut names = Vec::new();
    for piece in draft.visible(range) {
        let mut at = piece.start;
        for part in draft.slice(piece).split(',') {
            let place = Range::new(at, at + part.len()).trimmed(&draft.text);
            at += part.len() + 1;
            let content = draft.slice(place);
            let word = content.split_whitespace().next().unwrap_or_default();
            let name = word.trim_matches(|character: char| !character.is_alphanumeric());
            if let Some(offset) = word.find(name).filter(|_| !name.is_empty()) {
                let start = place.start + offset;
                names.push(BinaryItem {
                    range: Range::new(start, start + name.len()),
                    name: name.to_owned(),
                });
            }
        }
    }
    names
}

/// The width of a bullet, also of one with nothing behind it yet.
fn bullet_width_or_bare(content: &str) -> usize {
    match content {
        "-" | "*" | "+" => 1,
        _ => bullet_width(content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Origin;

    fn draft(text: &str) -> (Draft, Range) {
        let draft = Draft::parse(text, Origin::File);
        let range = draft.body.range;
        (draft, range)
    }

    fn binaries(text: &str) -> Option<(bool, Vec<String>, Vec<String>)> {
        let (draft, range) = draft(text);
        let names = |items: &[BinaryItem]| {
            items
                .iter()
                .map(|item| {
                    assert_eq!(draft.slice(item.range), item.name);
                    item.name.clone()
                })
                .collect::<Vec<_>>()
        };
        read_binaries(&draft, range)
            .map(|list| (list.exact, names(&list.inline), names(&list.items)))
    }

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn binaries_are_the_items_behind_their_header() {
        let seed = "The cause.\ne.g.\nBinaries:\n- kubectl\nKubectl was wrong.\n- no\n";
        assert_eq!(binaries(seed), Some((true, vec![], strings(&["kubectl"]))));
        let loose = "Binaries:\r\n\r\n* `kubelet` (Windows)\r\n\r\n* kube-proxy, kubeadm\r\n";
        assert_eq!(
            binaries(loose),
            Some((true, vec![], strings(&["kubelet", "kube-proxy", "kubeadm"])))
        );
        assert_eq!(binaries("Binaries:\n- \n-\n"), Some((true, vec![], vec![])));
        assert_eq!(
            binaries("Binaries: <!-- all of them -->\n- kubectl\n"),
            Some((true, vec![], strings(&["kubectl"])))
        );
        assert_eq!(binaries("No list.\n- kubectl\n"), None);
        assert_eq!(binaries("<!--\nBinaries:\n- kubectl\n-->\n"), None);
    }

    #[test]
    fn a_misspelled_header_and_names_on_its_line_are_kept() {
        assert_eq!(
            binaries("**Binaries:**\n- kubectl\n"),
            Some((false, vec![], strings(&["kubectl"])))
        );
        assert_eq!(
            binaries("binares\n- kubectl\n"),
            Some((false, vec![], strings(&["kubectl"])))
        );
        assert_eq!(
            binaries("Binaries: kubectl, `kubelet`\n"),
            Some((false, strings(&["kubectl", "kubelet"]), vec![]))
        );
    }

    #[test]
    fn comments_beside_an_item_hold_no_names() {
        assert_eq!(
            binaries("Binaries:\n- kubectl <!-- kubelet, too? -->, kubeadm\n- <!-- a, b -->\n"),
            Some((true, vec![], strings(&["kubectl", "kubeadm"])))
        );
    }

    fn name_lists(text: &str) -> Vec<Vec<String>> {
        let (draft, range) = draft(text);
        let lists = read_name_lists(&draft, range);
        lists
            .into_iter()
            .map(|list| list.names.into_iter().map(|name| name.name).collect())
            .collect()
    }

    #[test]
    fn a_list_of_names_holds_nothing_else() {
        let text = "Text.\n- `kubelet`\n- kube-proxy (Windows), kubeadm\n\n* **kubectl** and etcd.\n\nText.\n- 2 nodes\n";
        assert_eq!(
            name_lists(text),
            [strings(&[
                "kubelet",
                "kube-proxy",
                "kubeadm",
                "kubectl",
                "etcd"
            ])]
        );
        for text in [
            "- the kubelet\n",
            "- kubelet\n  It crashes.\n",
            "- kubelet\n- <!-- more? -->\n",
            "- kubelet, kubectl (old, new)\n",
            "- \n",
            "```\n- kubelet\n```\n",
        ] {
            assert_eq!(name_lists(text), Vec::<Vec<String>>::new(), "{text}");
        }
    }
}
