//! A list of labels: label_sync's `labels.yaml`, or what `gh label list --json name,description,color` prints.
//!
//! In the former, a repository has the labels under `default`, those of its organisation under `orgs`, and its own under
//! `repos`. A label whose `deleteAfter` has passed is retired. Built-in facts complete a label of Kubernetes, since such
//! a file knows neither days nor who may set it; labels of other projects only happen to have the same names.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{DataError, Source, Table, day};
use crate::catalog::{
    Catalog, Label, LabelTarget, Labels, PreviousName, SetBy, is_kubernetes_owner,
};
use crate::syntax::yaml::{Node, Value};

/// What is said where a file holds something else.
const FORMS: &str = "write label_sync's `default` and `repos`, or what `gh label list --json name,description,color` prints";

/// What a label file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelFile {
    /// The labels of the repository.
    pub labels: Labels,
    /// Whether they are those of a repository of Kubernetes, whose groups are known.
    pub is_of_kubernetes: bool,
}

/// Reads a label file. `source` names it in hovers. `repository` (`owner/name`) tells which of its repositories is meant;
/// without it the only one counts, or all of several. `today` tells which labels are retired.
///
/// # Errors
/// When the text is neither of the two forms, or a value is not what its key asks for.
pub fn read_labels(
    text: &str,
    source: &str,
    repository: Option<&str>,
    today: Date,
) -> Result<LabelFile, DataError> {
    let reader = Reader {
        source: Source::new(text),
        today,
    };
    let root = reader.source.parse()?;
    let mut is_of_kubernetes = repository.is_some_and(is_kubernetes_owner);
    let mut current = Vec::new();
    match &root.value {
        Value::Sequence(entries) => reader.labels(entries, &mut current)?,
        Value::Mapping(_) => {
            let table = reader.source.table(&root, "a label file")?;
            let lists = reader.lists(table, repository)?;
            if repository.is_none() {
                is_of_kubernetes = lists.owners.iter().any(|owner| is_kubernetes_owner(owner));
            }
            for entries in lists.labels {
                reader.labels(entries, &mut current)?;
            }
        }
        _ => {
            let start = root.range.start;
            return Err(reader
                .source
                .error(start, format!("this is no list of labels; {FORMS}")));
        }
    }
    let mut names = HashSet::new();
    current.retain(|label: &Label| names.insert(label.name.to_lowercase()));
    // A name that is a label today is no former name.
    for label in &mut current {
        label
            .previously
            .retain(|previous| names.insert(previous.name.to_lowercase()));
    }
    current.sort_by(|left, right| left.name.cmp(&right.name));
    let mut labels = Labels {
        current,
        source: source.to_owned(),
        ..Labels::default()
    };
    if is_of_kubernetes {
        complete(&mut labels, &mut names);
    }
    Ok(LabelFile {
        labels,
        is_of_kubernetes,
    })
}

/// Adds what is built in about labels of the same name.
fn complete(labels: &mut Labels, names: &mut HashSet<String>) {
    let Some(built_in) = &Catalog::kubernetes().labels else {
        return;
    };
    for label in &mut labels.current {
        let Some(known) = built_in.get(&label.name) else {
            continue;
        };
        if label.description.is_empty() {
            label.description.clone_from(&known.description);
        }
        label.note.clone_from(&known.note);
        label.set_by = known.set_by;
        for earlier in &known.previously {
            let mut listed = label.previously.iter_mut();
            let same = |listed: &&mut PreviousName| listed.name.eq_ignore_ascii_case(&earlier.name);
            match listed.find(same) {
                Some(listed) => listed.on = earlier.on,
                None if names.insert(earlier.name.to_lowercase()) => {
                    label.previously.push(earlier.clone());
                }
                None => {}
            }
        }
    }
    let removed = built_in.removed.iter();
    let removed = removed.filter(|gone| !names.contains(&gone.name.to_lowercase()));
    labels.removed = removed.cloned().collect();
    let archived = built_in.archived_groups.iter();
    let archived = archived.filter(|group| names.contains(&group.label.to_lowercase()));
    labels.archived_groups = archived.cloned().collect();
}

/// The lists of a label_sync file that hold for a repository.
struct Lists<'node> {
    labels: Vec<&'node [Node]>,
    /// `owner/name` of each repository, `owner` of each organisation that the file knows.
    owners: Vec<&'node str>,
}

struct Reader<'text> {
    source: Source<'text>,
    today: Date,
}

impl Reader<'_> {
    fn lists<'node>(
        &self,
        root: Table<'node>,
        repository: Option<&str>,
    ) -> Result<Lists<'node>, DataError> {
        let source = &self.source;
        let mut lists = Lists {
            labels: Vec::new(),
            owners: Vec::new(),
        };
        let mut is_one = false;
        if let Some(node) = root.get("default") {
            is_one = true;
            lists.labels.extend(self.list(node)?);
        }
        for key in ["orgs", "repos"] {
            let Some(node) = root.get(key) else { continue };
            is_one = true;
            if node.value == Value::Null {
                continue;
            }
            let entries = source.table(node, "a table of names with their labels")?;
            for (name, entry) in entries.pairs {
                let Value::Text(name) = &name.value else {
                    let advice = "this is no name; write `owner/name`";
                    return Err(source.error(name.range.start, advice));
                };
                let is_meant = repository.is_none_or(|repository| {
                    let owner = repository.split('/').next().unwrap_or_default();
                    let meant = if key == "orgs" { owner } else { repository };
                    meant.eq_ignore_ascii_case(name)
                });
                // What is wrong in the others is wrong all the same, but no obstacle.
                if is_meant {
                    lists.labels.extend(self.list(entry)?);
                }
                lists.owners.push(name);
            }
        }
        if is_one {
            Ok(lists)
        } else {
            Err(source.error(root.start(), format!("this is no list of labels; {FORMS}")))
        }
    }

    fn list<'node>(&self, node: &'node Node) -> Result<Option<&'node [Node]>, DataError> {
        if node.value == Value::Null {
            return Ok(None);
        }
        let table = self.source.table(node, "a table with `labels`")?;
        self.source.list_at(table, "labels").map(Some)
    }

    fn labels(&self, entries: &[Node], labels: &mut Vec<Label>) -> Result<(), DataError> {
        for entry in entries {
            labels.push(self.label(entry)?);
        }
        Ok(())
    }

    fn label(&self, entry: &Node) -> Result<Label, DataError> {
        let source = &self.source;
        let table = source.table(entry, "a label with its `name`")?;
        let mut previously = Vec::new();
        self.previous_names(table, &mut previously)?;
        let color = source.text_at(table, "color")?;
        Ok(Label {
            name: self.name(table)?,
            description: source.text_at(table, "description")?,
            note: None,
            target: self.target(table)?,
            set_by: set_by(&source.text_at(table, "addedBy")?),
            color: color.trim_start_matches('#').to_owned(),
            previously,
            retired: self.retired(table)?,
        })
    }

    fn name(&self, table: Table<'_>) -> Result<String, DataError> {
        let name = self.source.text_at(table, "name")?;
        if name.is_empty() {
            let advice = "this label has no `name`; write one, such as `name: kind/bug`";
            return Err(self.source.error(table.start(), advice));
        }
        Ok(name)
    }

    /// All former names, those that a former name had before as well.
    fn previous_names(
        &self,
        table: Table<'_>,
        names: &mut Vec<PreviousName>,
    ) -> Result<(), DataError> {
        for entry in self.source.list_at(table, "previously")? {
            let table = self.source.table(entry, "a former label with its `name`")?;
            names.push(PreviousName {
                name: self.name(table)?,
                on: None,
            });
            self.previous_names(table, names)?;
        }
        Ok(())
    }

    fn target(&self, table: Table<'_>) -> Result<LabelTarget, DataError> {
        match self.source.text_at(table, "target")?.as_str() {
            "issues" => Ok(LabelTarget::Issues),
            "prs" => Ok(LabelTarget::PullRequests),
            "both" | "" => Ok(LabelTarget::Both),
            other => {
                let message = format!("`{other}` is no target; write `issues`, `prs` or `both`");
                Err(self.error_at(table, "target", message))
            }
        }
    }

    fn retired(&self, table: Table<'_>) -> Result<Option<Date>, DataError> {
        let written = self.source.text_at(table, "deleteAfter")?;
        if written.is_empty() {
            return Ok(None);
        }
        let Some(day) = day(&written) else {
            let message = format!(
                "`{written}` is no point in time; write one such as `2026-09-01T00:00:00Z`"
            );
            return Err(self.error_at(table, "deleteAfter", message));
        };
        Ok((day < self.today).then_some(day))
    }

    fn error_at(&self, table: Table<'_>, key: &str, message: String) -> DataError {
        let start = table
            .get(key)
            .map_or(table.start(), |node| node.range.start);
        self.source.error(start, message)
    }
}

/// Who adds a label, in the words that label_sync files have for it: `anyone`, `humans`, `label` (the command of that
/// name), `prow`, `approvers or reviewers or members`.
fn set_by(words: &str) -> SetBy {
    let words = words.to_lowercase();
    let has = |names: &[&str]| names.iter().any(|name| words.contains(name));
    if has(&["anyone", "humans", "label"]) {
        SetBy::Anyone
    } else if has(&["member", "approver", "reviewer", "only", "admin", "lead"]) {
        SetBy::Members
    } else if has(&["prow", "bot", "github"]) {
        SetBy::Bots
    } else {
        SetBy::Anyone
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::catalog::LabelStanding;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 9, 1);

    /// A file as label_sync takes it, for two repositories of nobody's.
    const FILE: &str = "\
# Labels for all
---
default:
  labels:
    - color: \"d73a4a\"
      description: Something is broken
      name: kind/bug
      target: both
      prowPlugin: label
      addedBy: anyone
      previously:
        - name: bug
          previously:
            - name: Fault
              color: 'ffffff'
    - color: 5319e7
      name: lgtm
      target: prs
      addedBy: reviewers or members
    - name: kind/chore
      color: 000000
      deleteAfter: 2026-08-31T12:00:00Z
      addedBy: prow
    - name: kind/later
      deleteAfter: 2026-09-01T00:00:00Z
repos:
  example/tools:
    labels:
      - name: area/tools
        target: issues
  example/web:
    labels:
      - name: area/web
      - name: KIND/bug
";

    fn read(text: &str, repository: Option<&str>) -> LabelFile {
        read_labels(text, "labels.yaml", repository, TODAY)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    fn names(file: &LabelFile) -> Vec<&str> {
        let labels = file.labels.current.iter();
        labels.map(|label| label.name.as_str()).collect()
    }

    fn problem(text: &str) -> String {
        read_labels(text, "labels.yaml", None, TODAY)
            .expect_err("something is wrong with it")
            .to_string()
    }

    #[test]
    fn the_repository_has_the_labels_of_all_and_its_own() {
        let all = ["kind/bug", "kind/chore", "kind/later", "lgtm"];
        let with = |more: &[&'static str]| [more, &all].concat();
        let of = |repository| {
            let file = read(FILE, repository);
            names(&file)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(Some("example/tools")), with(&["area/tools"]));
        assert_eq!(of(Some("Example/Web")), with(&["area/web"]));
        assert_eq!(of(Some("example/other")), with(&[]));
        assert_eq!(of(None), with(&["area/tools", "area/web"]));
        let orgs =
            "orgs:\n  example: {labels: [{name: a}]}\n  other: {labels: [{name: b}]}\ndefault:\n";
        assert_eq!(names(&read(orgs, Some("example/x"))), ["a"]);
    }

    #[test]
    fn former_names_lead_to_the_label_through_all_of_their_past() {
        let file = read(FILE, None);
        for name in ["bug", "fault"] {
            let LabelStanding::Renamed { to, on: None } = file.labels.standing(name) else {
                panic!("{name} was renamed");
            };
            assert_eq!(to.name, "kind/bug");
        }
    }

    #[test]
    fn a_label_is_retired_when_its_day_is_past() {
        let file = read(FILE, None);
        let since = |name| match file.labels.standing(name) {
            LabelStanding::Retired {
                group: None, since, ..
            } => since,
            _ => None,
        };
        assert_eq!(since("kind/chore"), Some(date(2026, 8, 31)));
        assert_eq!(since("kind/later"), None);
    }

    #[test]
    fn every_key_has_its_meaning() {
        let file = read(FILE, None);
        let label = |name| file.labels.get(name).expect("a label");
        assert_eq!(label("kind/bug").description, "Something is broken");
        assert_eq!(label("lgtm").color, "5319e7");
        assert_eq!(label("kind/chore").color, "000000");
        assert_eq!(label("lgtm").target, LabelTarget::PullRequests);
        assert_eq!(label("area/tools").target, LabelTarget::Issues);
        let set_by = ["kind/bug", "lgtm", "kind/chore"].map(|name| label(name).set_by);
        assert_eq!(set_by, [SetBy::Anyone, SetBy::Members, SetBy::Bots]);
        assert_eq!(file.labels.source, "labels.yaml");
    }

    #[test]
    fn what_gh_prints_is_a_list_of_labels() {
        let text = r#"[{"color":"d73a4a","description":"Something isn't \u003cright\u003e 😀","name":"bug"},
                       {"color":"0075ca","description":"","name":"good first issue"},{"name":"12","id":"LA_x"}]"#;
        let file = read(text, None);
        assert_eq!(names(&file), ["12", "bug", "good first issue"]);
        let bug = file.labels.get("BUG").expect("a label");
        assert_eq!(bug.description, "Something isn't <right> 😀");
        assert!(!file.is_of_kubernetes);
        assert_eq!(names(&read("\u{feff}[]\r\n", None)), [""; 0]);
    }

    #[test]
    fn only_labels_of_kubernetes_are_completed_by_what_is_known_of_it() {
        let text =
            r#"[{"name":"sig/usability"},{"name":"triage/accepted"},{"name":"area/provider/aws"}]"#;
        let told = |repository| {
            let file = read(text, repository);
            let accepted = file.labels.get("triage/accepted").expect("a label");
            (
                matches!(
                    file.labels.standing("sig/usability"),
                    LabelStanding::Retired { .. }
                ),
                accepted.set_by == SetBy::Members && !accepted.description.is_empty(),
                matches!(
                    file.labels.standing("sig/aws"),
                    LabelStanding::Renamed { on: Some(_), .. }
                ),
                matches!(
                    file.labels.standing("sig/pm"),
                    LabelStanding::Removed { .. }
                ),
            )
        };
        assert_eq!(told(None), (false, false, false, false));
        assert_eq!(told(Some("example/tools")), (false, false, false, false));
        assert_eq!(told(Some("kubernetes-sigs/kind")), (true, true, true, true));
        let by_name = "repos:\n  kubernetes/dns:\n    labels: [{name: sig/usability}]\n";
        assert!(read(by_name, None).is_of_kubernetes);
        assert!(!read(by_name, Some("example/tools")).is_of_kubernetes);
    }

    #[test]
    fn what_the_file_says_goes_before_what_is_built_in() {
        let text = "[{name: sig/node, description: Ours, previously: [{name: sig/aws}]}, {name: area/provider/aws}]";
        let file = read(text, Some("kubernetes/kubernetes"));
        let node = file.labels.get("sig/node").expect("a label");
        assert_eq!(node.description, "Ours");
        let LabelStanding::Renamed { to, .. } = file.labels.standing("sig/aws") else {
            panic!("it was renamed");
        };
        assert_eq!(to.name, "sig/node");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (text, expected) in [
            ("", "1:1: this is no list of labels; write label_sync's"),
            ("just words", "1:1: this is no list of labels; "),
            (
                "{\"message\": \"Not Found\"}",
                "1:1: this is no list of labels; ",
            ),
            (
                "- name: a\n- color: b\n",
                "2:3: this label has no `name`; write one, such as `name: kind/bug`",
            ),
            (
                "default:\n  labels: 😀\n",
                "2:11: `labels` is text here, but should be a list",
            ),
            (
                "default: [a]\n",
                "1:10: a list stands where a table with `labels` should be",
            ),
            (
                "repos: [a]\n",
                "1:8: a list stands where a table of names with their labels should be",
            ),
            (
                "[kind/bug]",
                "1:2: text stands where a label with its `name` should be",
            ),
            (
                "[{name: [a]}]",
                "1:9: `name` is a list here, but should be text",
            ),
            (
                "[{name: é, target: all}]",
                "1:20: `all` is no target; write `issues`, `prs` or `both`",
            ),
            (
                "[{name: a, deleteAfter: soon}]",
                "1:25: `soon` is no point in time; write one such as",
            ),
            (
                "[{name: a, previously: [b]}]",
                "1:25: text stands where a former label with its `name` should be",
            ),
            ("default:\n\tlabels: []\n", "2:2: this cannot be read: tabs"),
            (
                "default:\n  labels: []\ndefault:\n",
                "3:1: this cannot be read: ",
            ),
            (
                "[{\"name\": \"a\"",
                "1:2: this cannot be read: unclosed bracket",
            ),
        ] {
            let problem = problem(text);
            assert!(problem.starts_with(expected), "{text:?}: {problem}");
        }
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "how long it takes is what is tested"
    )]
    fn a_hostile_file_costs_little_and_says_what_is_wrong() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let alias = format!("*a{}, ", level - 1).repeat(10);
            bomb.push_str(&format!("a{level}: &a{level} [{alias}]\n"));
        }
        let hostile = [
            bomb,
            "[".repeat(100_000),
            "[{previously: ".repeat(60) + "[]",
            "- ".repeat(100_000),
            "x".repeat(5 << 20),
            "[{name: a},".repeat(400_000),
            "&a ".repeat(100_000),
            "? ".repeat(100_000),
            "{".repeat(63) + &"}".repeat(63),
        ];
        for text in hostile {
            let begun = Instant::now();
            let problem = problem(&text);
            let start = text.get(..20).unwrap_or(&text);
            assert!(begun.elapsed() < Duration::from_secs(10), "{start}");
            assert!(problem.len() < 500, "{start}: {problem}");
        }
    }
}
