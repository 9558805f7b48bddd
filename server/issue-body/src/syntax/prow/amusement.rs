//! The plugins that answer with a picture or a joke: cat, dog, goose, pony, yuks, trick-or-treat.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/{cat,dog,goose,pony,yuks,trick-or-treat}` at a61940897. They change nothing,
//! but they do write a comment into an issue that may be about something grave.

use super::PluginAction;
use super::expression::{Expression, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[
    amusing(&["meow"], r"(?mi)^/meow(vie)?(?: (.+))?\s*$"),
    amusing(&["woof", "bark"], r"(?mi)^/(woof|bark)\s*$"),
    amusing(&["this-is-fine"], r"(?mi)^/this-is-fine\s*$"),
    amusing(&["this-is-not-fine"], r"(?mi)^/this-is-not-fine\s*$"),
    amusing(&["this-is-unbearable"], r"(?mi)^/this-is-unbearable\s*$"),
    amusing(&["honk"], r"(?mi)^/(honk)\s*$"),
    amusing(&["pony"], r"(?mi)^/(?:pony)(?: +(.+?))?\s*$"),
    amusing(&["joke"], r"(?mi)^/joke\s*$"),
    amusing(&["trick"], r"(?mi)^/trick(\-)?or(\-)?treat(?: (.+))?\s*$"),
];

const fn amusing(words: &'static [&'static str], published: &'static str) -> Expression {
    Expression {
        words,
        published,
        takes: Takes::First,
        read: |_| PluginAction::Amuse,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::PluginAction;

    #[test]
    fn each_animal_has_its_call() {
        for body in [
            "/meow",
            "/meowvie caturday\r\n",
            "/Woof",
            "/bark ",
            "/this-is-fine",
            "/honk\n/honk",
            "/pony Twilight Sparkle",
            "/joke",
            "/trick-or-treat",
            "/trickortreat please",
        ] {
            assert_eq!(commands(body), [PluginAction::Amuse], "{body:?}");
        }
        assert_eq!(commands("/meows\n/woof please\n/jokes\n honk"), []);
    }
}
