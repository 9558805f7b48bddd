//! What surrounds a draft on this machine: its configuration, today's date, and the draft read in their light.
//!
//! Editor and command line ask the same two questions here, [`Resolver::resolve`] and [`analyze`], so that they cannot
//! disagree. What a rule looks for is the library's business.

mod analysis;
mod configuration;
pub mod files;
mod resolver;
mod settings;

pub use analysis::{Analysis, Request, RuleChoice, analyze};
pub use configuration::Configuration;
pub use resolver::{Resolver, Source, absolute};
pub use settings::{ConfigurationError, Settings, known_rule, known_template};

use jiff::civil::Date;

/// Today, in UTC: the same everywhere, as the dates of releases are.
pub fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date()
}
