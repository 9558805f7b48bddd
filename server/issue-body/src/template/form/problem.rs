//! What can be wrong with a form file. The sentences that tell it belong to `rules`.

use super::schema::{KeyValue, MappingKind};
use crate::text::Range;

/// Something in the file for which GitHub refuses the form, and leaves it out of the chooser without a word, or that it
/// loses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormProblem {
    /// Where.
    pub range: Range,
    /// What.
    pub kind: FormProblemKind,
}

/// What is wrong. Ranges are those of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormProblemKind {
    /// The file has more bytes than are read.
    TooLong {
        /// How many it has.
        length: usize,
    },
    /// The file is no YAML.
    InvalidYaml {
        /// The parser's words.
        message: String,
    },
    /// A second document begins here, which GitHub does not read.
    SecondDocument,
    /// More elements than an issue has room for; the last ones are not read.
    TooManyElements {
        /// How many there are.
        count: usize,
    },
    /// A mapping lacks a key, or has it without a value.
    MissingKey {
        /// The key.
        key: &'static str,
        /// The mapping.
        mapping: MappingKind,
    },
    /// A mapping has a key that it does not take.
    UnknownKey {
        /// The key as it is written.
        key: String,
        /// The mapping.
        mapping: MappingKind,
        /// The key that is meant, where one near name is not there yet.
        meant: Option<&'static str>,
    },
    /// A mapping has a key twice; this is the first, which is lost.
    RepeatedKey {
        /// The key.
        key: String,
        /// The last of them.
        last: Range,
    },
    /// A value is not what its key wants.
    WrongType {
        /// The key of the value, or of the list that holds it; `None` for the whole file.
        key: Option<&'static str>,
        /// Whether it is an item of the list.
        is_item: bool,
        /// What is wanted.
        expected: KeyValue,
        /// What is there: "a list".
        found: &'static str,
    },
    /// A text is blank.
    BlankText {
        /// The key of the text, or of the list that holds it.
        key: &'static str,
    },
    /// A list that must have an item has none.
    EmptyList {
        /// Its key.
        key: &'static str,
    },
    /// A `type` that GitHub does not know.
    UnknownType {
        /// What is written.
        name: String,
    },
    /// Nothing in `body` asks for anything.
    WithoutFields,
    /// An `id` with other characters than letters, digits, `-` and `_`.
    InvalidId {
        /// What is written.
        id: String,
    },
    /// An `id` that an earlier element has.
    DuplicateId {
        /// The id.
        id: String,
        /// The earlier one.
        first: Range,
    },
    /// A label that comes to the same reference as an earlier label or id, or the other way round.
    SimilarLabels {
        /// What GitHub makes of both.
        reference: String,
        /// The earlier label or id.
        first: Range,
    },
    /// A label with a word that GitHub forbids.
    ForbiddenWord {
        /// The word as it is written.
        word: String,
    },
    /// An option that its element has already.
    DuplicateOption {
        /// The option.
        option: String,
        /// The earlier one.
        first: Range,
    },
    /// An option that YAML takes for a boolean.
    BooleanOption,
    /// An option that YAML takes for a number, so that `3.10` becomes `3.1`.
    NumberOption,
    /// An option that GitHub adds itself.
    ReservedOption,
    /// A `default` that is no option's number.
    InvalidDefault {
        /// How many options there are.
        options: usize,
        /// The number of the option that is spelled out instead, where one is.
        meant: Option<usize>,
    },
}
