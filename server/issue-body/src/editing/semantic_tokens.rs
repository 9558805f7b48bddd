//! Semantic tokens: which words of a draft are keys, versions, commands, labels and the like, so that an editor can give them
//! colours of their own. Headings and other Markdown are left to the editor, which has colours for them.

use super::mentions::{Thing, mentions};
use crate::catalog::LabelStanding;
use crate::rules::Context;
use crate::syntax::{DirectiveKind, PluginAction, VersionText, read_version};
use crate::text::Range;

/// A word with a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SemanticToken {
    /// Where it stands, within one line; never empty.
    pub range: Range,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is a label that has been renamed, retired or removed.
    pub deprecated: bool,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A key of a release entry, or of the front matter.
    Key,
    /// A release.
    Version,
    /// The word `unknown` in the place of a version.
    Unknown,
    /// A command for Prow: the slash and the word.
    Command,
    /// A label.
    Label,
    /// A binary.
    Binary,
    /// An issue, a pull request, or a vulnerability.
    Reference,
    /// A comment that speaks to this tool.
    Directive,
    /// What a directive names: a rule or a template.
    Name,
}

impl TokenKind {
    /// All kinds.
    pub const ALL: [TokenKind; 9] = [
        TokenKind::Key,
        TokenKind::Version,
        TokenKind::Unknown,
        TokenKind::Command,
        TokenKind::Label,
        TokenKind::Binary,
        TokenKind::Reference,
        TokenKind::Directive,
        TokenKind::Name,
    ];
}

/// The words with a meaning that meet `range`, in order of place. They do not overlap.
pub fn semantic_tokens(context: &Context<'_>, range: Range) -> Vec<SemanticToken> {
    let mut tokens = Tokens {
        context,
        within: range,
        found: Vec::new(),
    };
    tokens.front_matter();
    tokens.release_entries();
    tokens.commands();
    tokens.directives();
    let issue = context.issue;
    let binaries = issue.binaries.iter();
    for item in binaries.flat_map(|list| list.inline.iter().chain(&list.items)) {
        tokens.add(item.range, TokenKind::Binary);
    }
    for reference in issue.pull_requests.iter().flat_map(|line| &line.references) {
        tokens.add(reference.range, TokenKind::Reference);
    }
    for mention in mentions(issue.draft) {
        let kind = match mention.thing {
            Thing::Version(_) => TokenKind::Version,
            Thing::Number { .. } | Thing::Vulnerability(_) => TokenKind::Reference,
        };
        tokens.add(mention.range, kind);
    }
    tokens.apart()
}

struct Tokens<'context> {
    context: &'context Context<'context>,
    within: Range,
    found: Vec<SemanticToken>,
}

impl Tokens<'_> {
    fn add(&mut self, range: Range, kind: TokenKind) {
        self.add_label_or(range, kind, false);
    }

    fn add_label(&mut self, range: Range, name: &str) {
        let labels = self.context.catalog.labels.as_ref();
        let standing = labels.map(|labels| labels.standing(name));
        let is_old = matches!(
            standing,
            Some(
                LabelStanding::Renamed { .. }
                    | LabelStanding::Retired { .. }
                    | LabelStanding::Removed { .. }
            )
        );
        self.add_label_or(range, TokenKind::Label, is_old);
    }

    fn add_label_or(&mut self, range: Range, kind: TokenKind, deprecated: bool) {
        // With a comment in its midst, a word can lie in several lines.
        let has_one_line = !self.context.slice(range).contains(['\n', '\r']);
        if has_one_line && !range.is_empty() && self.within.meets(range) {
            self.found.push(SemanticToken {
                range,
                kind,
                deprecated,
            });
        }
    }

    fn front_matter(&mut self) {
        let draft = self.context.issue.draft;
        if let Some(front) = draft.envelope.front_matter() {
            for (line, _) in draft.lines_of(front.yaml) {
                let words = draft.slice(line);
                // What is indented belongs to the key above, and a comment is none.
                if let Some((key, _)) = words.split_once(':')
                    && !key.contains([' ', '\t', '#', '"', '\''])
                    && !key.starts_with('-')
                {
                    self.add(
                        Range::new(line.start, line.start + key.len()),
                        TokenKind::Key,
                    );
                }
            }
        }
        for label in draft.envelope.labels() {
            self.add_label(label.range, &label.value);
        }
    }

    fn release_entries(&mut self) {
        let draft = self.context.issue.draft;
        let blocks = draft.body.release_blocks.iter();
        for entry in blocks.flat_map(|block| &block.entries) {
            if entry.meant_key(&draft.text).is_some()
                && let Some(key) = entry.key()
            {
                self.add(key, TokenKind::Key);
            }
            for value in entry.values() {
                match read_version(draft.slice(*value)) {
                    VersionText::Version(_) => self.add(*value, TokenKind::Version),
                    VersionText::Unknown => self.add(*value, TokenKind::Unknown),
                    VersionText::Invalid(_) => {}
                }
            }
        }
    }

    fn commands(&mut self) {
        let draft = self.context.issue.draft;
        for command in &draft.body.commands {
            self.add(command.word, TokenKind::Command);
            for argument in &command.arguments {
                self.add_label(argument.range, &argument.label);
            }
        }
        for command in &draft.body.plugin_commands {
            self.add(command.word, TokenKind::Command);
            if let PluginAction::Label {
                name: Some(name), ..
            } = &command.action
            {
                self.add_label(command.argument(&draft.text), name);
            }
        }
    }

    /// The words of directives between what they name; the marks of the comment are the editor's.
    fn directives(&mut self) {
        let draft = self.context.issue.draft;
        for directive in &draft.body.directives {
            let names = match &directive.kind {
                DirectiveKind::Template { name } => std::slice::from_ref(name),
                DirectiveKind::Disable { rules, .. } | DirectiveKind::Enable { rules } => rules,
                DirectiveKind::Unknown { .. } => continue,
            };
            let words = draft.slice(directive.range);
            let behind_mark = words.trim_start_matches(['<', '!', '-']).trim_start();
            let start = directive.range.end - behind_mark.len();
            let end = behind_mark.find(|sign: char| sign.is_whitespace() || ":>".contains(sign));
            let end = start + end.unwrap_or(behind_mark.len());
            let word = draft.slice(Range::new(start, end));
            let word = Range::new(start, start + word.trim_end_matches("--").len());
            self.add(word, TokenKind::Directive);
            for name in names {
                self.add(*name, TokenKind::Name);
            }
        }
    }

    /// The tokens in order; of those that overlap the one that was found first.
    fn apart(mut self) -> Vec<SemanticToken> {
        self.found.sort_by_key(|token| token.range.start);
        let mut end = 0;
        self.found.retain(|token| {
            let is_apart = token.range.start >= end;
            if is_apart {
                end = token.range.end;
            }
            is_apart
        });
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::with_context;
    use expect_test::expect;
    use proptest::prelude::*;

    fn tokens_of(text: &str) -> Vec<SemanticToken> {
        with_context(text, |context| {
            semantic_tokens(context, Range::new(0, text.len()))
        })
    }

    /// The text with each token in brackets behind its kind.
    fn marked(text: &str) -> String {
        let mut shown = text.to_owned();
        for token in tokens_of(text).iter().rev() {
            shown.insert(token.range.end, ']');
            let old = if token.deprecated { "Old" } else { "" };
            shown.insert_str(token.range.start, &format!("{old}{:?}[", token.kind));
        }
        shown
    }

    #[test]
    fn words_with_a_meaning_are_told_apart() {
        expect![[r#"
            ---
            Key[title]: x: y
            Key[labels]: [kind/bug, sig/aws]
            # a: comment
            ---
            <!-- Directive[issue-ls-disable-next-line] Name[unknown-label] Name[missing-section] -->
            <!--Directive[issue-ls-enable]-->
            <!-- Directive[issue-ls]: template=Name[kubernetes-patch-release] -->
            Command[/sig] Label[node] Label[😀é] Label[cli]
            Command[/remove-sig] OldLabel[aws]
            Command[/label] Label[api-review]
            Command[/milestone] v1.36

            > ```release
            > Key[introduced-in]=Version[v1.36.2]
            > Key[resolved-in]: Version[v1.36.5], 1.37.0
            > Key[introduced_in]=Unknown[unknown]
            > note=x
            > ```

            ## Root cause

            Since Version[v1.36.0], see Reference[#12] and `#13`.

            Binaries: `Binary[kubelet]`
            - Binary[kubectl]

            ## PRs

            - Reference[#140300] (release-1.36)
            - PR Reference[140301]
        "#]].assert_eq(&marked(
            "---\ntitle: x: y\nlabels: [kind/bug, sig/aws]\n# a: comment\n---\n<!-- issue-ls-disable-next-line unknown-label missing-section -->\n<!--issue-ls-enable-->\n<!-- issue-ls: template=kubernetes-patch-release -->\n/sig node 😀é cli\n/remove-sig aws\n/label api-review\n/milestone v1.36\n\n> ```release\n> introduced-in=v1.36.2\n> resolved-in: v1.36.5, 1.37.0\n> introduced_in=unknown\n> note=x\n> ```\n\n## Root cause\n\nSince v1.36.0, see #12 and `#13`.\n\nBinaries: `kubelet`\n- kubectl\n\n## PRs\n\n- #140300 (release-1.36)\n- PR 140301\n",
        ));
    }

    #[test]
    fn a_word_that_a_comment_breaks_in_two_lines_is_none() {
        assert_eq!(
            marked("/sig no<!--\n-->de\n"),
            "Command[/sig] no<!--\n-->de\n"
        );
    }

    #[test]
    fn a_part_of_a_draft_has_those_that_meet_it() {
        let text = "/sig node\n/sig cli\n/sig storage\n";
        let second = text.find("/sig cli").expect("it is there");
        let tokens = with_context(text, |context| {
            semantic_tokens(context, Range::new(second, second + 8))
        });
        let words: Vec<&str> = tokens.iter().map(|token| &text[token.range]).collect();
        assert_eq!(words, ["/sig", "cli"]);
    }

    proptest! {
        #[test]
        fn they_are_in_order_in_one_line_and_apart(
            text in "(\n|```release\n|```\n|introduced-in=|v1.30.2|unknown|/sig |/remove-kind |/label |/close|<!--|-->|issue-ls-disable |issue-ls: template=|#12|Binaries:|## PRs\n|## Root cause\n|- |> |[ \t\r\u{3000}a😀]){0,40}",
        ) {
            let mut end = 0;
            for token in tokens_of(&text) {
                prop_assert!(token.range.start >= end && !token.range.is_empty());
                let words = text.get(token.range.start..token.range.end);
                prop_assert!(words.is_some_and(|words| !words.contains(['\n', '\r'])));
                end = token.range.end;
            }
        }
    }
}
