//! What a configuration file says, and what is wrong with it.
//!
//! A file is read as a whole: every wrong key and every wrong value is named with its line and column, with what is
//! allowed there and the nearest known name. The JSON Schema comes from the same type.

mod sources;

use std::fmt;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use issue_body::rules::{self, Level, Levels, RULES, Rule, Severity};
use issue_body::template::{Template, template_called};
use issue_body::text::{LineIndex, PositionEncoding, nearest};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use sources::{LabelSettings, ReleaseSource, RepositorySettings};

/// What a rule can be set to.
const LEVELS: [(&str, Level); 4] = [
    ("off", Level::Off),
    ("information", Level::At(Severity::Information)),
    ("warning", Level::At(Severity::Warning)),
    ("error", Level::At(Severity::Error)),
];

/// The keys of a configuration.
const KEYS: [&str; 6] = [
    "default-template",
    "drafts",
    "rules",
    "repository",
    "labels",
    "releases",
];

/// How issue-ls reads the drafts below a folder.
#[derive(Debug, Clone, Default, JsonSchema)]
#[schemars(
    title = "issue-ls.toml",
    rename_all = "kebab-case",
    deny_unknown_fields
)]
pub struct Settings {
    /// The template of a file that is named on the command line and does not tell its template in any other way.
    #[schemars(default = "default_template", schema_with = "template_schema")]
    pub default_template: Option<String>,
    /// Which files are drafts of which template. The first entry with a matching pattern counts.
    #[schemars(default)]
    pub drafts: Vec<DraftFiles>,
    /// How grave the findings of a rule are.
    #[schemars(default, schema_with = "rules_schema")]
    pub rules: Levels,
    /// The repository that the drafts are for.
    #[schemars(default)]
    pub repository: RepositorySettings,
    /// Where the labels of the repository come from.
    #[schemars(default)]
    pub labels: LabelSettings,
    /// Where the releases of the project come from.
    #[schemars(default, schema_with = "sources::releases_schema")]
    pub releases: ReleaseSource,
}

/// Files that are drafts of one template.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DraftFiles {
    /// Patterns of paths relative to the configuration's folder (for `.github/issue-ls.toml`, the folder that holds
    /// `.github`): `*` stays within a folder, `**` does not.
    #[schemars(schema_with = "patterns_schema")]
    pub files: Vec<GlobMatcher>,
    /// The template's name.
    #[schemars(schema_with = "template_schema")]
    pub template: String,
}

/// Why a configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigurationError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it, in order of place; never empty.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Row and column, from 1, in Unicode scalar values; none where the whole file is meant.
    pub place: Option<(u32, u32)>,
    /// What is wrong, then what to write.
    pub message: String,
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        for (place, problem) in self.problems.iter().enumerate() {
            if place > 0 {
                writeln!(formatter)?;
            }
            match problem.place {
                Some((row, column)) => write!(formatter, "{path}:{row}:{column}: ")?,
                None => write!(formatter, "{path}: ")?,
            }
            formatter.write_str(&problem.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigurationError {}

impl Settings {
    /// Reads the text of the configuration file at `path`, which can name `templates`.
    ///
    /// # Errors
    /// When the text is not TOML, or a key or a value is not one of those that the schema describes.
    pub fn read(
        path: &Path,
        text: &str,
        templates: &[&Template],
    ) -> Result<Settings, ConfigurationError> {
        let mut reader = Reader {
            templates,
            problems: Vec::new(),
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        let settings = if errors.is_empty() {
            reader.settings(table.get_ref())
        } else {
            for error in errors {
                let offset = error.span().map_or(0, |span| span.start);
                let message = error.message().replace('\n', ", ");
                reader.report(offset, format!("this is not TOML: {message}"));
            }
            Settings::default()
        };
        if reader.problems.is_empty() {
            return Ok(settings);
        }
        let lines = LineIndex::new(text);
        reader.problems.sort();
        let problems = reader.problems.into_iter().map(|(offset, message)| {
            let position = lines.position(text, offset, PositionEncoding::Utf32);
            Problem {
                place: Some((position.line + 1, position.column + 1)),
                message,
            }
        });
        Err(ConfigurationError {
            path: path.to_owned(),
            problems: problems.collect(),
        })
    }

    /// The schema of a configuration file.
    pub fn schema() -> Schema {
        schemars::schema_for!(Settings)
    }
}

/// Walks the tables of a file and collects what is wrong in them, each with its offset.
struct Reader<'templates> {
    templates: &'templates [&'templates Template],
    problems: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn report(&mut self, offset: usize, message: String) {
        self.problems.push((offset, message));
    }

    fn settings(&mut self, table: &DeTable<'_>) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "default-template" => settings.default_template = self.template(value),
                "drafts" => settings.drafts = self.drafts(value),
                "rules" => settings.rules = self.rules(value),
                "repository" => settings.repository = self.repository(value),
                "labels" => settings.labels = self.labels(value),
                "releases" => settings.releases = self.releases(value),
                _ => self.unknown_key(key, &KEYS),
            }
        }
        settings
    }

    fn drafts(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<DraftFiles> {
        let Some(entries) = value.get_ref().as_array() else {
            self.wrong_type("drafts", value, "a list of tables: write `[[drafts]]`");
            return Vec::new();
        };
        let entries = entries.iter();
        entries
            .filter_map(|entry| self.draft_files(entry))
            .collect()
    }

    fn draft_files(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<DraftFiles> {
        let Some(table) = entry.get_ref().as_table() else {
            self.wrong_type("drafts", entry, "a list of tables: write `[[drafts]]`");
            return None;
        };
        let mut files = None;
        let mut template = None;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "files" => files = Some(self.patterns(value)),
                "template" => template = Some(self.template(value)),
                _ => self.unknown_key(key, &["files", "template"]),
            }
        }
        let mut missing = |key: &str, example: &str| {
            let message = format!("`{key}` is missing in this entry of `drafts`; write {example}");
            self.report(entry.span().start, message);
        };
        if files.is_none() {
            missing("files", "`files = [\"drafts/**/*.md\"]`");
        }
        if template.is_none() {
            let name = &Template::built_in()[0].name;
            missing("template", &format!("`template = \"{name}\"`"));
        }
        Some(DraftFiles {
            files: files?,
            template: template??,
        })
    }

    fn patterns(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<GlobMatcher> {
        let single = std::slice::from_ref(value);
        let patterns = match value.get_ref() {
            DeValue::String(_) => single,
            DeValue::Array(patterns) => patterns.as_ref(),
            _ => &[],
        };
        if patterns.is_empty() {
            self.wrong_type(
                "files",
                value,
                "a list of at least one pattern, such as `[\"drafts/**/*.md\"]`",
            );
        }
        let patterns = patterns.iter();
        patterns
            .filter_map(|pattern| self.pattern(pattern))
            .collect()
    }

    fn pattern(&mut self, value: &Spanned<DeValue<'_>>) -> Option<GlobMatcher> {
        let offset = value.span().start;
        let Some(pattern) = value.get_ref().as_str() else {
            self.wrong_type("files", value, "a list of texts");
            return None;
        };
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
        if pattern.starts_with('/') || pattern.split('/').any(|part| part == "..") {
            let message = format!(
                "`{pattern}` leaves the configuration's folder; write a pattern relative to it"
            );
            self.report(offset, message);
            return None;
        }
        match GlobBuilder::new(pattern).literal_separator(true).build() {
            Ok(glob) => Some(glob.compile_matcher()),
            Err(error) => {
                let message = format!("`{pattern}` is not a pattern: {}", error.kind());
                self.report(offset, message);
                None
            }
        }
    }

    fn template(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let Some(name) = value.get_ref().as_str() else {
            self.wrong_type("template", value, "the name of a template");
            return None;
        };
        if let Err(message) = known_template(name, self.templates) {
            self.report(value.span().start, message);
            return None;
        }
        Some(name.to_owned())
    }

    fn rules(&mut self, value: &Spanned<DeValue<'_>>) -> Levels {
        let mut levels = Levels::default();
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(
                "rules",
                value,
                "a table: write `[rules]` and below it `missing-section = \"off\"`",
            );
            return levels;
        };
        for (key, value) in table {
            let rule = known_rule(key.get_ref());
            let level = self.level(key.get_ref(), value);
            match (rule, level) {
                (Err(message), _) => self.report(key.span().start, message),
                (Ok(rule), Some(level)) => levels.set(rule, level),
                (Ok(_), None) => {}
            }
        }
        levels
    }

    fn level(&mut self, rule: &str, value: &Spanned<DeValue<'_>>) -> Option<Level> {
        let names = LEVELS.map(|(name, _)| name);
        let Some(name) = value.get_ref().as_str() else {
            self.wrong_type(rule, value, &listed(&names));
            return None;
        };
        let level = LEVELS.iter().find(|(known, _)| *known == name);
        if level.is_none() {
            let message = format!("`{name}` is not a level; {}", advice(name, &names));
            self.report(value.span().start, message);
        }
        level.map(|(_, level)| *level)
    }

    fn unknown_key(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[&str]) {
        let name = key.get_ref();
        let message = format!("`{name}` is not a key here; {}", advice(name, known));
        self.report(key.span().start, message);
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let found = value.get_ref().type_str();
        let article = if found.starts_with(['a', 'i']) {
            "an"
        } else {
            "a"
        };
        let message = format!("`{key}` is {article} {found} here, but should be {wanted}");
        self.report(value.span().start, message);
    }
}

/// The rule called `name`, or what to write instead.
pub fn known_rule(name: &str) -> Result<&'static Rule, String> {
    rules::find(name).ok_or_else(|| match rules::nearest(name) {
        Some(rule) => format!("`{name}` is not a rule; write `{}`", rule.name),
        None => format!("`{name}` is not a rule; `issue-ls rule` lists them"),
    })
}

/// The one of `templates` that is called `name`, or what to write instead.
pub fn known_template<'template>(
    name: &str,
    templates: &[&'template Template],
) -> Result<&'template Template, String> {
    template_called(name, templates).ok_or_else(|| {
        let mut names: Vec<&str> = templates
            .iter()
            .flat_map(|template| std::iter::once(&template.name).chain(&template.other_names))
            .map(String::as_str)
            .collect();
        let near = nearest(name, names.iter().copied());
        names = templates
            .iter()
            .map(|template| template.name.as_str())
            .collect();
        let advice = match near {
            Some(near) => format!("write `{near}`"),
            None => format!("write {}", listed(&names)),
        };
        format!("`{name}` is not a template; {advice}")
    })
}

/// What to write instead of `name`.
fn advice(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(name) => format!("write `{name}`"),
        None => format!("write {}", listed(known)),
    }
}

/// `a`, `b` or `c`.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

fn default_template() -> Option<&'static str> {
    Some(&Template::built_in()[0].name)
}

fn template_schema(_: &mut SchemaGenerator) -> Schema {
    let names = Template::built_in().map(|template| template.name.as_str());
    // The repository's own templates are known where the configuration lies, not here.
    json_schema!({"type": "string", "examples": names})
}

fn patterns_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "anyOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}, "minItems": 1},
        ]
    })
}

fn rules_schema(_: &mut SchemaGenerator) -> Schema {
    let levels = LEVELS.map(|(name, _)| name);
    let properties: Map<String, Value> = RULES
        .iter()
        .map(|rule| {
            let property = json!({"description": rule.page.summary, "enum": levels});
            (rule.name.to_owned(), property)
        })
        .collect();
    json_schema!({"type": "object", "properties": properties, "additionalProperties": false})
}
