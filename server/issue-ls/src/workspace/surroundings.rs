//! What holds for a draft at one place, found together: its configuration, what is known of its project, and the
//! templates of its repository.
//!
//! The command line asks [`Disk::around`], which waits for everything and stops at what is wrong. An editor can do
//! neither, so it puts [`Surroundings`] together itself, from the same parts.

use std::path::Path;
use std::sync::Arc;

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

/// What is read from disk beside drafts, and remembered. It can be shared between threads.
#[derive(Debug, Default)]
pub struct Disk {
    /// The configurations.
    pub resolver: Resolver,
    /// What is known of projects.
    pub knowledge: Knowledge,
    /// The templates of repositories.
    pub templates: TemplateFinder,
}

/// Why a draft cannot be read.
#[derive(Debug)]
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
    /// for, or the path of its file.
    ///
    /// # Errors
    /// When the configuration, a file that it names, or the template that is asked for cannot be used.
    pub fn around(&self, place: &Path, template: Option<&str>) -> Result<Surroundings, Obstacle> {
        let configuration = (self.resolver.resolve(Some(place)))
            .map_err(|error| Obstacle::Configuration(vec![error]))?;
        let known = self.knowledge.complete(&configuration);
        if !known.problems.is_empty() {
            return Err(Obstacle::Configuration(known.problems));
        }
        let place = absolute(place);
        let mut repository = self.templates.of(place.parent().unwrap_or(&place));
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
