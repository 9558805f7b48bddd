//! What surrounds a draft on this machine: its configuration, what is known of its project, today's date, and the draft
//! read in their light; and the same for the form files that drafts are made from.
//!
//! Editor and command line ask the same questions here, of the parts of [`Disk`] and of [`Document`], so that they cannot
//! disagree. What a rule looks for is the library's business.

mod analysis;
mod configuration;
mod document;
pub mod files;
pub mod gh_json;
mod git;
mod knowledge;
mod programs;
mod remote;
mod resolver;
mod settings;
mod stamp;
mod surroundings;
mod templates;

pub use analysis::{Analysis, Request, RuleChoice, analyze};
pub use configuration::Configuration;
pub use document::{Document, DocumentKind, Parsed};
pub use knowledge::{Known, Question};
pub use programs::program;
pub use resolver::{Source, absolute, candidates};
pub use settings::{ConfigurationError, Settings, known_rule, known_template};
pub use stamp::Stamp;
pub use surroundings::{Disk, Obstacle, Surroundings};
pub use templates::{RepositoryTemplate, RepositoryTemplates, all as all_templates};

use jiff::civil::Date;

/// Today, in UTC: the same everywhere, as the dates of releases are.
pub fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date()
}
