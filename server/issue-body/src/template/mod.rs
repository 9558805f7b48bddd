//! What a body must hold, and a draft read in that light.
//!
//! A [`Template`] is data: its built-in instance is a TOML file beside this one, a second template is a second file. An
//! [`Issue`] is a draft with the template's sections, lists and labels found in it. What is wrong with it is left to
//! `rules`.

mod answer;
mod chooser;
mod field;
pub mod form;
mod form_file;
#[cfg(test)]
mod form_tests;
mod issue;
mod left_over;
mod markdown_sections;
mod markdown_template;
mod model;
mod recognition;
mod repository_file;
mod sections;
mod skeleton;

pub use answer::{
    Answer, AnsweredBox, ChosenOption, DOT, NO_RESPONSE, answer_content, is_default, is_same_text,
    read_answer, read_options,
};
pub use chooser::{Chooser, ContactLink};
pub use field::{AnswerKind, CheckBox, Field};
pub use form_file::{FormFile, FormFileKind};
pub use issue::{FoundSection, Issue, IssueLabel, LabelSource, Reading, Spelling};
pub use markdown_template::{MarkdownTemplate, TemplateSection};
pub use model::{
    BlockSpecification, LabelGroup, ListKind, MayLack, SectionSpecification, Stage, Template,
    TemplateOrigin, Variant,
};
pub use recognition::{Choice, Reason, Selection, select, template_called};
pub use skeleton::{Part, binary_list, block, plain, section, skeleton};
