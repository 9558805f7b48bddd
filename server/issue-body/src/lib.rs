//! Reads the Markdown body of a GitHub issue as source code: text in, plain data out.
//!
//! The modules depend on each other in one direction only:
//! `text ← syntax ← template, catalog ← rules ← editing, report`.
//! Nothing here reads a file, a socket or a clock, and no protocol type appears: the date, the catalogue and the
//! templates are arguments.

pub mod catalog;
pub mod editing;
pub mod report;
pub mod rules;
pub mod syntax;
pub mod template;
pub mod text;
