//! The parts of a configuration that say where facts about the project come from. Reading what they name is left to
//! [`knowledge`](crate::workspace::Knowledge).

use std::path::{Component, Path, PathBuf};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use toml::Spanned;
use toml::de::DeValue;

use super::Reader;

/// The repository that the drafts are for.
#[derive(Debug, Clone, Default, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RepositorySettings {
    /// Its name on GitHub, `owner/name`. What is built in about Kubernetes holds for Kubernetes alone.
    #[schemars(default, schema_with = "repository_schema")]
    pub name: Option<String>,
}

/// Where the labels of the repository come from.
#[derive(Debug, Clone, Default, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LabelSettings {
    /// A `labels.yaml` of label_sync, or what `gh label list --json name,description,color` prints; its path is relative
    /// to the configuration's folder (for `.github/issue-ls.toml`, to the folder that holds `.github`).
    #[schemars(default, schema_with = "path_schema")]
    pub file: Option<PathBuf>,
}

/// Where the releases of the project come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ReleaseSource {
    /// What is built in.
    #[default]
    BuiltIn,
    /// These files, relative to the configuration's folder.
    Files(Vec<PathBuf>),
    /// The tags of the git repository that holds the configuration's folder.
    GitTags,
}

impl Reader<'_> {
    pub(super) fn repository(&mut self, value: &Spanned<DeValue<'_>>) -> RepositorySettings {
        let mut settings = RepositorySettings::default();
        let Some(table) = value.get_ref().as_table() else {
            let form = "a table: write `[repository]` and below it `name = \"owner/name\"`";
            self.wrong_type("repository", value, form);
            return settings;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" => settings.name = self.repository_name(value),
                _ => self.unknown_key(key, &["name"]),
            }
        }
        settings
    }

    fn repository_name(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let Some(name) = value.get_ref().as_str() else {
            self.wrong_type(
                "name",
                value,
                "a repository's name, such as `\"owner/name\"`",
            );
            return None;
        };
        let is_part = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|character| character.is_ascii_alphanumeric() || "-_.".contains(character))
        };
        let parts = name.split_once('/');
        if parts.is_some_and(|(owner, name)| is_part(owner) && is_part(name)) {
            return Some(name.to_owned());
        }
        let message = format!("`{name}` is no repository; write `owner/name`");
        self.report(value.span().start, message);
        None
    }

    pub(super) fn labels(&mut self, value: &Spanned<DeValue<'_>>) -> LabelSettings {
        let mut settings = LabelSettings::default();
        let Some(table) = value.get_ref().as_table() else {
            let form = "a table: write `[labels]` and below it `file = \"labels.yaml\"`";
            self.wrong_type("labels", value, form);
            return settings;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "file" => settings.file = self.path(value),
                _ => self.unknown_key(key, &["file"]),
            }
        }
        settings
    }

    pub(super) fn releases(&mut self, value: &Spanned<DeValue<'_>>) -> ReleaseSource {
        let Some(table) = value.get_ref().as_table() else {
            let form = "a table: write `[releases]` and below it `file = \"schedule.yaml\"` or `git-tags = true`";
            self.wrong_type("releases", value, form);
            return ReleaseSource::BuiltIn;
        };
        let mut files = None;
        let mut git_tags = None;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "file" => files = Some(self.paths(value)),
                "git-tags" => match value.get_ref().as_bool() {
                    Some(is_on) => git_tags = is_on.then_some(key.span().start),
                    None => self.wrong_type("git-tags", value, "`true` or `false`"),
                },
                _ => self.unknown_key(key, &["file", "git-tags"]),
            }
        }
        match (files, git_tags) {
            (Some(_), Some(offset)) => {
                let message = "releases come from `file` or from `git-tags`, not from both; leave one of them out";
                self.report(offset, message.to_owned());
                ReleaseSource::BuiltIn
            }
            (Some(files), None) => ReleaseSource::Files(files),
            (None, Some(_)) => ReleaseSource::GitTags,
            (None, None) => ReleaseSource::BuiltIn,
        }
    }

    fn paths(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<PathBuf> {
        let single = std::slice::from_ref(value);
        let paths = match value.get_ref() {
            DeValue::String(_) => single,
            DeValue::Array(paths) => paths.as_ref(),
            _ => &[],
        };
        if paths.is_empty() {
            let form = "the path of a file, or a list of them, such as `[\"schedule.yaml\", \"eol.yaml\"]`";
            self.wrong_type("file", value, form);
        }
        paths.iter().filter_map(|path| self.path(path)).collect()
    }

    /// A path that stays below the configuration's folder, by its words.
    fn path(&mut self, value: &Spanned<DeValue<'_>>) -> Option<PathBuf> {
        let Some(written) = value.get_ref().as_str() else {
            self.wrong_type("file", value, "the path of a file");
            return None;
        };
        let offset = value.span().start;
        let path = Path::new(written);
        let mut inside = PathBuf::new();
        for component in path.components() {
            match component {
                Component::Normal(part) => inside.push(part),
                Component::CurDir => {}
                Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                    let message = format!(
                        "`{written}` leaves the configuration's folder; write a path relative to it"
                    );
                    self.report(offset, message);
                    return None;
                }
            }
        }
        if inside.as_os_str().is_empty() {
            let message = format!("`{written}` names no file; write its path");
            self.report(offset, message);
            return None;
        }
        Some(inside)
    }
}

fn repository_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "pattern": "^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$"})
}

fn path_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "minLength": 1})
}

/// The schema of `[releases]`.
pub(super) fn releases_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "properties": {
            "file": {
                "description": "A `schedule.yaml` or `eol.yaml` as kubernetes/website has them, or a list of both; paths are \
                                relative to the configuration's folder (for `.github/issue-ls.toml`, to the folder that \
                                holds `.github`).",
                "anyOf": [
                    {"type": "string", "minLength": 1},
                    {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
                ],
            },
            "git-tags": {
                "description": "Whether the tags of the git repository around the configuration are the releases.",
                "type": "boolean",
            },
        },
        "additionalProperties": false,
        "not": {"required": ["file", "git-tags"], "properties": {"git-tags": {"const": true}}},
    })
}
