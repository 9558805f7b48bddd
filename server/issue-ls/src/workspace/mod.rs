//! What surrounds a draft on this machine: its configuration, what is known of its project, today's date, and the draft
//! read in their light.
//!
//! Editor and command line ask the same questions here, [`Resolver::resolve`], [`Knowledge::of`] and [`analyze`], so that
//! they cannot disagree. What a rule looks for is the library's business.

mod analysis;
mod configuration;
pub mod files;
mod git;
mod knowledge;
mod resolver;
mod settings;
mod stamp;

pub use analysis::{Analysis, Request, RuleChoice, analyze};
pub use configuration::Configuration;
pub use knowledge::{Knowledge, Known, Question};
pub use resolver::{Resolver, Source, absolute, candidates};
pub use settings::{ConfigurationError, Settings, known_rule, known_template};
pub use stamp::Stamp;

use jiff::civil::Date;

/// Today, in UTC: the same everywhere, as the dates of releases are.
pub fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date()
}
