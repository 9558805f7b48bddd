//! A list of labels: label_sync's `labels.yaml`, or what `gh label list --json name,description,color` prints.
//!
//! In the former, a repository has the labels under `default`, those of its organisation under `orgs`, and its own under
//! `repos`. A label whose `deleteAfter` has passed is retired. Built-in facts complete a label of Kubernetes, since such
//! a file knows neither days nor who may set it; labels of other projects only happen to have the same names.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{DataError, Source, Table, day};
use crate::catalog::{
    Catalog, Label, LabelList, LabelTarget, Labels, PreviousName, SetBy, is_kubernetes_owner,
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
    let mut list = LabelList {
        current,
        source: source.to_owned(),
        ..LabelList::default()
    };
    if is_of_kubernetes {
        complete(&mut list, &mut names);
    }
    Ok(LabelFile {
        labels: Labels::new(list),
        is_of_kubernetes,
    })
}

/// Adds what is built in about labels of the same name.
fn complete(list: &mut LabelList, names: &mut HashSet<String>) {
    let Some(built_in) = &Catalog::kubernetes().labels else {
        return;
    };
    for label in &mut list.current {
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
    let removed = built_in.list().removed.iter();
    let removed = removed.filter(|gone| !names.contains(&gone.name.to_lowercase()));
    list.removed = removed.cloned().collect();
    let archived = built_in.list().archived_groups.iter();
    let archived = archived.filter(|group| names.contains(&group.label.to_lowercase()));
    list.archived_groups = archived.cloned().collect();
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
mod tests;
