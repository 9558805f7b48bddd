//! The retitle plugin: `/retitle New title`.
//!
//! Follows kubernetes-sigs/prow `pkg/plugins/retitle/retitle.go` at a61940897. It works for members of the organisation
//! and takes the first match: there is no blank needed behind the word, and where nothing follows it, the next line with
//! text becomes the title.

use super::PluginAction;
use super::expression::{Expression, Takes};

pub(super) const EXPRESSIONS: &[Expression] = &[Expression {
    words: &["retitle"],
    published: r"(?mi)^/retitle\s*(.*)$",
    takes: Takes::First,
    read: |found| PluginAction::Retitle {
        title: found.text(1).unwrap_or_default().trim().to_owned(),
    },
}];

#[cfg(test)]
mod tests {
    use super::super::testing::commands;
    use super::PluginAction;

    #[test]
    fn the_first_title_counts() {
        for (body, title) in [
            (
                "/retitle kubelet panics\r\n/retitle other",
                "kubelet panics",
            ),
            ("/ReTitle", ""),
            ("/retitle     ", ""),
            ("/retitle\n\n## Symptoms\n", "## Symptoms"),
            ("/retitled by me", "d by me"),
        ] {
            let title = title.to_owned();
            assert_eq!(
                commands(body),
                [PluginAction::Retitle { title }],
                "{body:?}"
            );
        }
        assert_eq!(commands(" /retitle x"), []);
    }
}
