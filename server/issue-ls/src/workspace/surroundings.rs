//! What holds for a draft at one place, found together: its configuration, what is known of its project, and the
//! templates of its repository.
//!
//! The command line asks [`Disk::around`], which waits for everything and stops at what is wrong. An editor can do
//! neither, so it puts [`Surroundings`] together itself, from the same parts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use issue_body::catalog::Catalog;

use super::configuration::Configuration;
use super::knowledge::Knowledge;
use super::resolver::{Resolver, Source, absolute};
use super::settings::ConfigurationError;
use super::templates::{RepositoryTemplates, TemplateFinder, with_requested};

/// What holds for a draft.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The configuration.
    pub configuration: Arc<Configuration>,
    /// What is known of the project.
    pub catalog: Arc<Catalog>,
    /// The templates of the repository that it lies in.
    pub repository: Arc<RepositoryTemplates>,
}

/// The folder of a draft as it was named, and the template that is asked for there.
type Place = (PathBuf, Option<String>);

/// What is read from disk beside drafts, and remembered. It can be shared between threads.
#[derive(Debug, Default)]
pub struct Disk {
    /// The configurations.
    pub resolver: Resolver,
    /// What is known of projects.
    pub knowledge: Knowledge,
    /// The templates of repositories.
    pub templates: TemplateFinder,
    /// What [`Disk::around`] found.
    known: Mutex<HashMap<Place, Result<Surroundings, Obstacle>>>,
}

/// Why a draft cannot be read.
#[derive(Debug, Clone)]
pub enum Obstacle {
    /// Its configuration, or a file that this names, is not right.
    Configuration(Vec<Arc<ConfigurationError>>),
    /// There is no template as it was asked for; what to write instead.
    Template(String),
}

impl Disk {
    /// Knows nothing yet; configurations come from `source`.
    pub fn new(source: Source) -> Disk {
        Disk {
            resolver: Resolver::new(source),
            ..Disk::default()
        }
    }

    /// What holds for the draft at `place`, which need not exist. `template` is the name of the template that is asked
    /// for, or the path of its file. A folder is looked at once: what changes there during a run counts for the next.
    ///
    /// # Errors
    /// When the configuration, a file that it names, or the template that is asked for cannot be used.
    pub fn around(&self, place: &Path, template: Option<&str>) -> Result<Surroundings, Obstacle> {
        let folder = place.parent().unwrap_or(place).to_owned();
        // An entry is inserted whole or not at all: whoever panicked left nothing half done.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry((folder, template.map(str::to_owned)));
        entry
            .or_insert_with(|| self.look_around(place, template))
            .clone()
    }

    fn look_around(&self, place: &Path, template: Option<&str>) -> Result<Surroundings, Obstacle> {
        let configuration = (self.resolver.resolve(Some(place)))
            .map_err(|error| Obstacle::Configuration(vec![error]))?;
        let known = self.knowledge.complete(&configuration);
        if !known.problems.is_empty() {
            return Err(Obstacle::Configuration(known.problems));
        }
        let path = absolute(place);
        let mut repository = self.templates.of(path.parent().unwrap_or(&path));
        if let Some(name) = template {
            repository = with_requested(repository, name).map_err(Obstacle::Template)?;
        }
        Ok(Surroundings {
            configuration,
            catalog: known.catalog,
            repository,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_folder_is_looked_at_once_a_run() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let templates = folder.path().join(".github/ISSUE_TEMPLATE");
        fs::create_dir_all(&templates).expect("the folder is ours");
        fs::write(templates.join("one.md"), "## One\n").expect("the folder is ours");
        let names = |disk: &Disk, draft: &str| {
            let surroundings = disk.around(&folder.path().join(draft), None);
            let surroundings = surroundings.expect("nothing is wrong with it");
            let templates = surroundings.repository.templates.iter();
            let names = templates.map(|known| known.template.name.clone());
            names.collect::<Vec<_>>().join(" ")
        };
        let disk = Disk::default();
        assert_eq!(names(&disk, "draft.md"), "one");
        fs::write(templates.join("two.md"), "## Two\n").expect("the folder is ours");
        assert_eq!(names(&disk, "other.md"), "one");
        assert_eq!(names(&disk, "below/draft.md"), "one two");
        assert_eq!(names(&Disk::default(), "draft.md"), "one two");
    }

    #[test]
    fn another_template_is_another_question() {
        let disk = Disk::new(Source::Isolated);
        let place = Path::new("draft.md");
        let ask = |template| disk.around(place, template).map(|_| ());
        assert!(ask(None).is_ok());
        assert!(matches!(ask(Some("no-such")), Err(Obstacle::Template(_))));
        assert!(ask(Some("kubernetes-patch-release")).is_ok());
    }
}
