//! The envelope: what stands around the body in a draft and is not sent as part of it.
//!
//! Three kinds are known: YAML front matter, the file that `gh issue create --editor` opens, and the document of the
//! GitHub extension for VS Code. Whether the values make sense is left to the template and the rules.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Origin;
use super::yaml::{self, Node, Value};
use crate::text::{Range, split_lines};

/// The line from which gh drops everything (cli/cli, `pkg/cmd/pr/shared/survey.go`).
const SCISSORS: &str = "------------------------ >8 ------------------------";

/// Made once: making it takes longer than looking through a short draft.
static SCISSORS_FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(SCISSORS));

/// A value with its place in the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub range: Range,
}

/// What stands around the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Envelope {
    /// Nothing: the draft is the body.
    None,
    /// `---`, YAML, `---` at the very beginning.
    FrontMatter(FrontMatter),
    /// gh's editor file: the title on the first line, everything from the scissors line on is dropped.
    GhEditorFile {
        /// The first line.
        title: Range,
        /// From the scissors line to the end.
        tail: Range,
    },
    /// VS Code's new issue document.
    VscodeNewIssue(NewIssue),
}

/// The YAML front matter of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FrontMatter {
    /// From the opening `---` to the closing one, without the last line end.
    pub range: Range,
    /// The YAML between them.
    pub yaml: Range,
    /// `title:`
    pub title: Option<Spanned<String>>,
    /// `labels:`, a list or a comma list.
    pub labels: Vec<Spanned<String>>,
    /// `assignees:`, a list or a comma list.
    pub assignees: Vec<Spanned<String>>,
    /// `milestone:`
    pub milestone: Option<Spanned<String>>,
    /// `template:`
    pub template: Option<Spanned<String>>,
    /// `stage:`, unchecked.
    pub stage: Option<Spanned<String>>,
    /// `variant:`, unchecked.
    pub variant: Option<Spanned<String>>,
    /// Whether labels may be asked for that could not be read.
    pub has_unread_labels: bool,
    /// What could not be read.
    pub problems: Vec<FrontMatterProblem>,
}

/// Why a part of the front matter could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatterProblem {
    /// The offending place, one line at most.
    pub range: Range,
    /// What is wrong, then what to write.
    pub message: String,
}

/// The document that VS Code's GitHub extension opens for a new issue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewIssue {
    /// The title: everything before the first blank line.
    pub title: Range,
    /// The values of the first of the four metadata lines.
    pub assignees: Vec<Spanned<String>>,
    /// The values of the second metadata line.
    pub labels: Vec<Spanned<String>>,
    /// The labels line behind its colon, where completion belongs.
    pub labels_line: Option<Range>,
    /// The value of the third metadata line.
    pub milestone: Option<Spanned<String>>,
}

impl Envelope {
    /// The title that the envelope gives, if any.
    pub fn title<'text>(&'text self, text: &'text str) -> Option<&'text str> {
        match self {
            Envelope::None => None,
            Envelope::FrontMatter(front) => front.title.as_ref().map(|title| title.value.as_str()),
            Envelope::GhEditorFile { title, .. } => Some(text[title.start..title.end].trim()),
            Envelope::VscodeNewIssue(issue) => {
                Some(text[issue.title.start..issue.title.end].trim())
            }
        }
    }

    /// Where that title stands; in front matter as it is written in YAML, with quotes where it has some.
    pub fn title_range(&self, text: &str) -> Option<Range> {
        match self {
            Envelope::None => None,
            Envelope::FrontMatter(front) => front.title.as_ref().map(|title| title.range),
            Envelope::GhEditorFile { title, .. } => Some(title.trimmed(text)),
            Envelope::VscodeNewIssue(issue) => Some(issue.title.trimmed(text)),
        }
    }

    /// The labels that the envelope names, in order.
    pub fn labels(&self) -> &[Spanned<String>] {
        match self {
            Envelope::FrontMatter(front) => &front.labels,
            Envelope::VscodeNewIssue(issue) => &issue.labels,
            Envelope::None | Envelope::GhEditorFile { .. } => &[],
        }
    }

    /// Whether it says by itself that an issue is written in it; front matter stands before pages of all kinds.
    pub fn is_of_an_issue(&self) -> bool {
        matches!(
            self,
            Envelope::GhEditorFile { .. } | Envelope::VscodeNewIssue(_)
        )
    }

    /// The front matter, where that is the envelope.
    pub fn front_matter(&self) -> Option<&FrontMatter> {
        match self {
            Envelope::FrontMatter(front) => Some(front),
            _ => None,
        }
    }
}

/// Splits `text` into its envelope and the range of its body.
pub(super) fn read(text: &str, origin: Origin) -> (Envelope, Range) {
    let start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let whole = Range::new(start, text.len());
    match origin {
        Origin::File => read_gh_editor_file(text, whole)
            .or_else(|| read_front_matter(text, whole))
            .unwrap_or((Envelope::None, whole)),
        Origin::VscodeNewIssue => read_new_issue(text, whole),
        Origin::Issue => (Envelope::None, whole),
    }
}

fn read_gh_editor_file(text: &str, whole: Range) -> Option<(Envelope, Range)> {
    // Hardly any draft holds the line: look for it before the lines are walked.
    SCISSORS_FINDER.find(text.as_bytes())?;
    let scissors = split_lines(text, whole)
        .map(|(line, _)| line)
        .find(|line| text[line.start..line.end].starts_with(SCISSORS))?
        .start;
    let (first, first_line) = split_lines(text, whole).next()?;
    let title = Range::new(whole.start, first.end.min(scissors));
    let body = Range::new(first_line.end.min(scissors), scissors);
    let tail = Range::new(scissors, whole.end);
    Some((Envelope::GhEditorFile { title, tail }, body))
}

fn read_front_matter(text: &str, whole: Range) -> Option<(Envelope, Range)> {
    let is_marker = |line: Range| text[line.start..line.end].trim_end() == "---";
    let mut lines = split_lines(text, whole);
    let (opening, opening_line) = lines.next()?;
    if !is_marker(opening) {
        return None;
    }
    let (closing, closing_line) = lines.find(|(line, _)| is_marker(*line))?;
    let mut front = FrontMatter {
        range: Range::new(opening.start, closing.end),
        yaml: Range::new(opening_line.end, closing.start),
        ..FrontMatter::default()
    };
    match yaml::parse(text, front.yaml) {
        Ok(root) => front.fill(text, root),
        Err(error) => {
            front.has_unread_labels = true;
            front.fill_by_lines(text);
            front.problems.push(FrontMatterProblem {
                range: line_around(text, front.yaml, error.offset),
                message: format!(
                    "This front matter is not valid YAML ({}); write one `key: value` a line.",
                    error.message.trim_end_matches('.')
                ),
            });
        }
    }
    let body = Range::new(closing_line.end, whole.end);
    Some((Envelope::FrontMatter(front), body))
}

impl FrontMatter {
    /// Takes the keys that this tool reads; any other key (a template's `name:`, `about:`) is somebody else's business.
    fn fill(&mut self, text: &str, root: Node) {
        let pairs = match root.value {
            Value::Mapping(pairs) => pairs,
            Value::Null => return,
            other => {
                self.has_unread_labels = true;
                self.problems.push(FrontMatterProblem {
                    range: line_around(text, self.yaml, root.range.start),
                    message: format!(
                        "The front matter is {}, not a list of keys; write one `key: value` a line.",
                        other.kind()
                    ),
                });
                return;
            }
        };
        for (key, value) in pairs {
            let Value::Text(name) = &key.value else {
                continue;
            };
            match name.as_str() {
                "title" => self.title = self.text(name, value),
                "labels" => {
                    let problems = self.problems.len();
                    self.labels = self.list(text, name, value);
                    self.has_unread_labels = self.problems.len() > problems;
                }
                "assignees" => self.assignees = self.list(text, name, value),
                "milestone" => self.milestone = self.text(name, value),
                "template" => self.template = self.text(name, value),
                "stage" => self.stage = self.text(name, value),
                "variant" => self.variant = self.text(name, value),
                _ => {}
            }
        }
    }

    /// Takes the plain lines `key: value` of YAML that does not parse, so that a draft does not change its template while
    /// somebody types its labels. Lists have no place on a line of their own and are left out.
    fn fill_by_lines(&mut self, text: &str) {
        for (line, _) in split_lines(text, self.yaml) {
            let Some((key, value)) = text[line.start..line.end].split_once(':') else {
                continue;
            };
            let range = Range::new(line.end - value.len(), line.end).trimmed(text);
            let value = &text[range.start..range.end];
            if value.is_empty() || value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '#'])
            {
                continue;
            }
            let value = Some(Spanned {
                value: value.to_owned(),
                range,
            });
            match key {
                "title" => self.title = value,
                "milestone" => self.milestone = value,
                "template" => self.template = value,
                "stage" => self.stage = value,
                "variant" => self.variant = value,
                _ => {}
            }
        }
    }

    fn text(&mut self, key: &str, node: Node) -> Option<Spanned<String>> {
        match node.value {
            Value::Null => None,
            Value::Text(value) => Some(Spanned {
                value,
                range: node.range,
            }),
            other => {
                self.problems.push(FrontMatterProblem {
                    range: node.range,
                    message: format!(
                        "`{key}` is {}, not text; put the value in quotes.",
                        other.kind()
                    ),
                });
                None
            }
        }
    }

    fn list(&mut self, text: &str, key: &str, node: Node) -> Vec<Spanned<String>> {
        match node.value {
            Value::Null => Vec::new(),
            Value::Text(value) => comma_list(text, node.range, &value),
            Value::Sequence(items) => items
                .into_iter()
                .filter_map(|item| match item.value {
                    Value::Text(value) => Some(Spanned {
                        value,
                        range: item.range,
                    }),
                    other => {
                        self.problems.push(FrontMatterProblem {
                            range: item.range,
                            message: format!(
                                "An item of `{key}` is {}, not text; put it in quotes.",
                                other.kind()
                            ),
                        });
                        None
                    }
                })
                .collect(),
            other => {
                self.problems.push(FrontMatterProblem {
                    range: node.range,
                    message: format!(
                        "`{key}` is {}; write a list, or names separated by commas.",
                        other.kind()
                    ),
                });
                Vec::new()
            }
        }
    }
}

/// The items of a comma list. Each has its own place where the YAML spells the value out, else that of the whole value
/// (escapes and folded lines have no simple places).
pub(crate) fn comma_list(text: &str, range: Range, value: &str) -> Vec<Spanned<String>> {
    let source = &text[range.start..range.end];
    let spelled_out = source.find(value).map(|at| range.start + at);
    let mut at = 0;
    value
        .split(',')
        .filter_map(|item| {
            let start = at;
            at += item.len() + 1;
            let name = item.trim();
            if name.is_empty() {
                return None;
            }
            let range = spelled_out.map_or(range, |base| {
                let begin = base + start + (item.len() - item.trim_start().len());
                Range::new(begin, begin + name.len())
            });
            Some(Spanned {
                value: name.to_owned(),
                range,
            })
        })
        .collect()
}

/// The line of `within` that holds `offset`, so that a finding never spans more than one line.
pub(crate) fn line_around(text: &str, within: Range, offset: usize) -> Range {
    split_lines(text, within)
        .find(|(_, full)| full.contains(offset))
        .map_or(Range::empty(within.end), |(line, _)| line)
}

/// Reads the layout of vscode-pull-request-github's `NewIssue.md`: the title up to a blank line, one comment, four
/// metadata lines whose names are translated, a blank line, the body, one closing comment.
fn read_new_issue(text: &str, whole: Range) -> (Envelope, Range) {
    let mut lines = split_lines(text, whole).peekable();
    let is_blank = |line: Range| text[line.start..line.end].trim().is_empty();
    let mut issue = NewIssue {
        title: Range::empty(whole.start),
        ..NewIssue::default()
    };
    while let Some((line, _)) = lines.next_if(|(line, _)| !is_blank(*line)) {
        issue.title.end = line.end;
    }
    while lines.next_if(|(line, _)| is_blank(*line)).is_some() {}
    if lines
        .peek()
        .is_some_and(|(line, _)| text[line.start..line.end].starts_with("<!--"))
    {
        for (line, _) in lines.by_ref() {
            if text[line.start..line.end].contains("-->") {
                break;
            }
        }
        while lines.next_if(|(line, _)| is_blank(*line)).is_some() {}
    }
    // The four names are localised, so their order decides. A line without a colon is the body already.
    let has_colon = |line: Range| text[line.start..line.end].contains([':', '：']);
    for place in 0..4 {
        let Some((line, _)) = lines.next_if(|(line, _)| has_colon(*line)) else {
            break;
        };
        let content = &text[line.start..line.end];
        let colon = content.find([':', '：']).unwrap_or(0);
        let width = content[colon..].chars().next().map_or(0, char::len_utf8);
        let values = Range::new(line.start + colon + width, line.end);
        let items = comma_list(text, values, &text[values.start..values.end]);
        match place {
            0 => issue.assignees = items,
            1 => {
                issue.labels = items;
                issue.labels_line = Some(values);
            }
            2 => issue.milestone = items.into_iter().next(),
            _ => {}
        }
    }
    if issue.labels_line.is_some() {
        lines.next_if(|(line, _)| is_blank(*line));
    }
    let start = lines.peek().map_or(whole.end, |(line, _)| line.start);
    let end = closing_comment(text, start, whole.end);
    (Envelope::VscodeNewIssue(issue), Range::new(start, end))
}

/// Where the closing hint of the new issue document begins, `end` where there is none.
fn closing_comment(text: &str, start: usize, end: usize) -> usize {
    let body = text[start..end].trim_end();
    if !body.ends_with("-->") {
        return end;
    }
    match body.rfind("<!--") {
        // Only a comment that begins a line closes the document; a directive of ours belongs to the body.
        Some(at)
            if (at == 0 || body[..at].ends_with(['\n', '\r']))
                && !body[at + 4..].trim_start().starts_with("issue-ls") =>
        {
            start + at
        }
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body_of(text: &str, origin: Origin) -> (Envelope, &str) {
        let (envelope, body) = read(text, origin);
        (envelope, &text[body.start..body.end])
    }

    fn names(labels: &[Spanned<String>], text: &str) -> Vec<String> {
        labels
            .iter()
            .map(|label| {
                assert_eq!(label.value, text[label.range.start..label.range.end]);
                label.value.clone()
            })
            .collect()
    }

    #[test]
    fn a_draft_without_an_envelope_is_all_body() {
        let (envelope, body) = body_of("\u{feff}## Symptoms\n", Origin::File);
        assert_eq!(envelope, Envelope::None);
        assert_eq!(
            body, "## Symptoms\n",
            "a byte order mark is no part of the body"
        );
    }

    #[test]
    fn a_rule_at_the_top_without_a_second_one_is_no_front_matter() {
        assert_eq!(body_of("---\nlabels: a\n", Origin::File).0, Envelope::None);
    }

    #[test]
    fn front_matter_gives_labels_as_list_and_as_comma_list() {
        for yaml in [
            "labels: [sig/node, kind/bug]",
            "labels: sig/node, kind/bug",
            "labels: \"sig/node,kind/bug\"",
        ] {
            let text = format!("---\r\ntitle: x\r\n{yaml}\r\n---\r\nbody");
            let (envelope, body) = body_of(&text, Origin::File);
            assert_eq!(body, "body");
            assert_eq!(
                names(envelope.labels(), &text),
                ["sig/node", "kind/bug"],
                "{yaml}"
            );
            assert_eq!(envelope.title(&text), Some("x"));
        }
    }

    #[test]
    fn wrong_front_matter_is_a_problem_on_one_line_and_keeps_the_body() {
        for (yaml, place) in [
            ("title: \"open", "title: \"open"),
            ("labels: 3", "3"),
            ("just words", "just words"),
            ("milestone: 1.36", "1.36"),
        ] {
            let text = format!("---\n{yaml}\n---\nbody");
            let (envelope, body) = body_of(&text, Origin::File);
            assert_eq!(body, "body");
            let problem = &envelope.front_matter().expect("front matter").problems[0];
            assert_eq!(
                &text[problem.range.start..problem.range.end],
                place,
                "{}",
                problem.message
            );
        }
    }

    #[test]
    fn half_typed_labels_do_not_change_what_the_draft_is() {
        let text = "---\r\nvariant: security\r\ntitle: \"x\"\r\nstage:  resolved \r\nlabels: [\r\n---\r\nbody";
        let (envelope, _) = body_of(text, Origin::File);
        let front = envelope.front_matter().expect("front matter");
        let value = |field: &Option<Spanned<String>>| {
            field.as_ref().map(|field| {
                assert_eq!(field.value, text[field.range.start..field.range.end]);
                field.value.clone()
            })
        };
        assert_eq!(value(&front.variant).as_deref(), Some("security"));
        assert_eq!(value(&front.stage).as_deref(), Some("resolved"));
        assert_eq!(value(&front.title), None);
        assert!(front.has_unread_labels && front.problems.len() == 1);
    }

    #[test]
    fn the_gh_editor_file_loses_its_title_and_its_tail() {
        let text = format!("The title\nbody\n\n{SCISSORS}\n\nPlease Enter the title\n");
        let (envelope, body) = body_of(&text, Origin::File);
        assert_eq!(body, "body\n\n");
        assert_eq!(envelope.title(&text), Some("The title"));
        let (_, nothing) = body_of(SCISSORS, Origin::File);
        assert_eq!(nothing, "");
    }

    #[test]
    fn an_issue_on_github_has_no_envelope() {
        for text in [
            "---\nlabels: sig/node\n---\nbody\n".to_owned(),
            format!("The title\nbody\n{SCISSORS}\n"),
        ] {
            assert_eq!(
                body_of(&text, Origin::Issue),
                (Envelope::None, text.as_str())
            );
        }
    }

    #[test]
    fn the_new_issue_document_is_read_by_position() {
        let text = "Titel\n\n<!-- This issue will be created in o/r. -->\n\nZugewiesen: @me\nBezeichnungen: sig/node, kind/bug\nMeilenstein: \nProjekte: \n\n## Symptoms\n\ntext\n\n<!-- Edit the body of your new issue -->";
        let (envelope, body) = body_of(text, Origin::VscodeNewIssue);
        assert_eq!(body, "## Symptoms\n\ntext\n\n");
        assert_eq!(names(envelope.labels(), text), ["sig/node", "kind/bug"]);
        assert_eq!(envelope.title(text), Some("Titel"));
        assert_eq!(body_of("", Origin::VscodeNewIssue).1, "");
        assert_eq!(
            body_of("T\n\nno metadata", Origin::VscodeNewIssue).1,
            "no metadata"
        );
    }
}
