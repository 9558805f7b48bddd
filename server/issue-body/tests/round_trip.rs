//! Every form there and back: its skeleton filled in at random is sound and is read back as what was filled in, as GitHub
//! writes it and as people do; and whatever single thing is spoiled in it is reported by the rule that is about it.

use issue_body::catalog::Catalog;
use issue_body::editing::formatting;
use issue_body::report::{BoxValue, FieldValue, extract};
use issue_body::rules::{Context, Levels, check};
use issue_body::syntax::{Draft, Origin};
use issue_body::template::form::Form;
use issue_body::template::{
    AnswerKind, Choice, Field, Issue, NO_RESPONSE, Part, Reading, Reason, Template, plain, select,
    skeleton,
};
use issue_body::text::Range;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

mod spans;

/// The forms of the tests, by their file names.
macro_rules! forms {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../tests/forms/", $name)))),*]
    };
}

const FORMS: [(&str, &str); 12] = forms![
    "crash.yml",
    "kubernetes-bug-report.yaml",
    "kubernetes-enhancement.yaml",
    "kubernetes-failing-test.yaml",
    "kubernetes-flaking-test.yaml",
    "marks.yml",
    "nachrichten.yml",
    "one-question.yml",
    "pictures.yml",
    "same-words.yml",
    "survey.yml",
    "terms.yml",
];

/// All forms, as templates.
fn forms() -> Vec<Template> {
    let read = |(name, text): (&str, &str)| {
        let form = Form::read(text);
        assert_eq!(form.problems, [], "{name}");
        form.template(name).expect("it has fields")
    };
    FORMS.into_iter().map(read).collect()
}

fn template(name: &str) -> Template {
    let mut forms = forms().into_iter();
    let form = forms.find(|form| form.name == name);
    form.unwrap_or_else(|| panic!("there is no form `{name}`"))
}

/// What somebody writes for a field.
#[derive(Debug, Clone, PartialEq)]
enum Given {
    Nothing,
    Text(String),
    Options(Vec<usize>),
    Boxes(Vec<bool>),
}

/// What people write into a field of several lines.
const PIECES: [&str; 16] = [
    "It breaks.",
    "Größe 😀 and all",
    "```\n### Version\n\n- [ ] a box of a log\n```",
    "~~~text\n### What happened?\n~~~",
    "    ### Log\n    indented code",
    "<details>\n\nmore\n\n</details>",
    "<!-- seen by the team -->",
    "- [x] done\n- [ ] to do",
    "#### Deeper",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "> ### Version\n> quoted",
    "1. one\n2. two\n\n   three",
    "_No response_ came from the server",
    "C:\\> dir & `echo $PATH` {}",
    "Trailing blanks   \nand a\ttab",
    "https://example.com/a?b=c#d",
];

/// Answers to `field`, with none where it may be so.
fn given(field: &Field) -> BoxedStrategy<Given> {
    let line = "[A-Za-zäöü0-9😀][A-Za-z0-9 .,:#*_`/-]{0,20}[a-z]";
    // Code may be read as that of the piece before, so what comes first is prose.
    let text = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..4).prop_map(|pieces| {
        format!("Well,\n\n{}", pieces.join("\n\n"))
            .trim_end()
            .to_owned()
    });
    let log = "(\\$ ls|### Version|a: \\[b\\]|  indented| *|~~~|<!--|_No response_){1,5}";
    let log = prop::collection::vec(log, 1..4)
        .prop_map(|lines| format!("log\n{}", lines.join("\n")).trim_end().to_owned());
    let answered = match &field.answer {
        AnswerKind::Text { render: None } | AnswerKind::Files => text.prop_map(Given::Text).boxed(),
        AnswerKind::Text { render: Some(_) } => log.prop_map(Given::Text).boxed(),
        AnswerKind::Line => line.prop_map(Given::Text).boxed(),
        AnswerKind::Choice {
            options, multiple, ..
        } => {
            let most = if *multiple { options.len() } else { 1 };
            let places: Vec<usize> = (0..options.len()).collect();
            prop::sample::subsequence(places, 1..=most)
                .prop_map(Given::Options)
                .boxed()
        }
        AnswerKind::Boxes(boxes) => {
            let boxes: Vec<_> = boxes
                .iter()
                .map(|one| match one.required {
                    true => Just(true).boxed(),
                    false => any::<bool>().boxed(),
                })
                .collect();
            return boxes.prop_map(Given::Boxes).boxed();
        }
    };
    if field.required {
        answered
    } else {
        prop_oneof![3 => answered, 1 => Just(Given::Nothing)].boxed()
    }
}

fn fields(template: &Template) -> Vec<&Field> {
    let sections = template.sections.iter();
    sections
        .map(|section| section.field.as_ref().expect("it is a form"))
        .collect()
}

/// One of the forms, and an answer to each of its fields.
fn filled_form() -> impl Strategy<Value = (String, Vec<Given>)> {
    let names: Vec<String> = forms().into_iter().map(|form| form.name).collect();
    prop::sample::select(names).prop_flat_map(|name| {
        let template = template(&name);
        let answers: Vec<_> = fields(&template).into_iter().map(given).collect();
        (Just(name), answers)
    })
}

/// The answer as GitHub writes it.
fn written(field: &Field, given: &Given) -> String {
    match (given, &field.answer) {
        (Given::Nothing, _) => NO_RESPONSE.to_owned(),
        (Given::Text(text), AnswerKind::Text { render: Some(info) }) => {
            format!("```{info}\n{text}\n```")
        }
        (Given::Text(text), _) => text.clone(),
        (Given::Options(places), AnswerKind::Choice { options, .. }) => {
            let chosen = places.iter().map(|place| options[*place].as_str());
            chosen.collect::<Vec<_>>().join(", ")
        }
        (Given::Boxes(ticks), AnswerKind::Boxes(boxes)) => {
            let lines = boxes.iter().zip(ticks).map(|(one, ticked)| {
                let mark = if *ticked { 'x' } else { ' ' };
                format!("- [{mark}] {}", one.label)
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        (given, kind) => panic!("{given:?} is no answer to {kind:?}"),
    }
}

/// A body, section by section: the line of the heading and the answer.
type Sections = Vec<(String, String)>;

fn sections(template: &Template, answers: &[Given]) -> Sections {
    let fields = fields(template).into_iter().zip(answers);
    let sections = template.sections.iter().zip(fields);
    sections
        .map(|(section, (field, given))| (format!("### {}", section.name), written(field, given)))
        .collect()
}

fn body(sections: &Sections) -> String {
    let sections = sections
        .iter()
        .map(|(heading, answer)| format!("{heading}\n\n{answer}"));
    sections.collect::<Vec<_>>().join("\n\n")
}

/// The skeleton with the answers in the places that it leaves blank.
fn filled_skeleton(template: &Template, answers: &[Given]) -> String {
    let mut parts = skeleton(template, None).into_iter();
    let mut text = String::new();
    for (field, given) in fields(template).into_iter().zip(answers) {
        let ticks = match given {
            Given::Boxes(ticks) => ticks.clone(),
            _ => vec![false],
        };
        for ticked in ticks {
            // The text before the place, which may hold a fence, and the place.
            let mut fence = "";
            let blank = loop {
                match parts.next().expect("there is a place for each answer") {
                    Part::Text(part) => {
                        fence = if part.ends_with('\n') && part.contains("```") {
                            "```"
                        } else {
                            ""
                        };
                        text.push_str(&part);
                    }
                    Part::Blank { text, .. } => break text,
                }
            };
            match given {
                Given::Boxes(_) => text.push_str(if ticked { "x" } else { &blank }),
                // Who has nothing to say leaves what is there.
                Given::Nothing => text.push_str(&blank),
                Given::Text(answer) if !fence.is_empty() => text.push_str(answer),
                given => text.push_str(&written(field, given)),
            }
        }
    }
    for part in parts {
        match part {
            Part::Text(part) => text.push_str(&part),
            Part::Blank { .. } => panic!("a place is left"),
        }
    }
    text
}

/// The rules that report something in `text`, a draft of `template`.
fn reporting(template: &Template, text: &str) -> Vec<String> {
    let draft = Draft::parse(text, Origin::File);
    let issue = Issue::read(&draft, template, Reading::default());
    let context = Context {
        issue: &issue,
        catalog: Catalog::kubernetes(),
        templates: &[template],
        today: date(2026, 9, 1),
    };
    let findings = check(&context, &Levels::default());
    findings
        .iter()
        .map(|finding| finding.rule.name.to_owned())
        .collect()
}

/// The answers that are read in `text`.
fn read_back(template: &Template, text: &str) -> Vec<Option<FieldValue>> {
    let draft = Draft::parse(text, Origin::File);
    let issue = Issue::read(&draft, template, Reading::default());
    let context = Context {
        issue: &issue,
        catalog: Catalog::kubernetes(),
        templates: &[template],
        today: date(2026, 9, 1),
    };
    let extract = extract(&context, true);
    spans::hold(text, &extract);
    let fields = extract.fields.0;
    fields.into_iter().map(|(_, value)| value).collect()
}

/// What should be read back of `answers`.
fn expected(template: &Template, answers: &[Given]) -> Vec<Option<FieldValue>> {
    let fields = fields(template).into_iter().zip(answers);
    let value = |(field, given): (&Field, &Given)| match (given, &field.answer) {
        (Given::Nothing, _) => None,
        (Given::Text(text), _) => Some(FieldValue::Text(text.clone())),
        (
            Given::Options(places),
            AnswerKind::Choice {
                options, multiple, ..
            },
        ) => {
            let mut chosen = places.iter().map(|place| options[*place].clone());
            Some(if *multiple {
                FieldValue::Options(chosen.collect())
            } else {
                FieldValue::Text(chosen.next().expect("one is chosen"))
            })
        }
        (Given::Boxes(ticks), AnswerKind::Boxes(boxes)) => {
            let values = boxes.iter().zip(ticks).map(|(one, checked)| BoxValue {
                label: one.label.clone(),
                checked: *checked,
            });
            Some(FieldValue::Boxes(values.collect()))
        }
        (given, kind) => panic!("{given:?} is no answer to {kind:?}"),
    };
    fields.map(value).collect()
}

/// Everything that can be spoiled in one place of a sound draft, with the rule that is to report it; none where the form
/// leaves it to the writer.
fn mutations(
    template: &Template,
    sound: &Sections,
) -> Vec<(String, Sections, Option<&'static str>)> {
    let mut mutations = Vec::new();
    for (place, section) in template.sections.iter().enumerate() {
        let field = section.field.as_ref().expect("it is a form");
        let with = |change: &dyn Fn(&mut Sections)| {
            let mut sections = sound.clone();
            change(&mut sections);
            sections
        };
        let name = &section.name;
        let is_required = match &field.answer {
            AnswerKind::Boxes(boxes) => boxes.iter().any(|one| one.required),
            _ => field.required,
        };
        let absence = match &field.answer {
            _ if !is_required => None,
            AnswerKind::Boxes(_) => Some("unchecked-required-box"),
            _ => Some("missing-answer"),
        };
        if !matches!(field.answer, AnswerKind::Boxes(_)) {
            for empty in ["", "_No response_", "<!-- later -->"] {
                let spoiled = with(&|sections| sections[place].1 = empty.to_owned());
                mutations.push((format!("`{empty}` for `{name}`"), spoiled, absence));
            }
            if is_required {
                let spoiled = with(&|sections| sections[place].1 = ".".to_owned());
                mutations.push((format!("a dot for `{name}`"), spoiled, absence));
            }
        }
        let spoiled = with(&|sections| sections[place].0 = "### Quite another thing".to_owned());
        mutations.push((format!("another name for `{name}`"), spoiled, absence));
        let spoiled = with(&|sections| _ = sections.remove(place));
        mutations.push((format!("`{name}` is gone"), spoiled, absence));
        let spoiled = with(&|sections| sections[place].0 = format!("## {name}"));
        mutations.push((format!("level of `{name}`"), spoiled, Some("heading-level")));
        let spoiled = with(&|sections| {
            let heading = &mut sections[place].0;
            let end = heading.len() - heading.chars().last().map_or(0, char::len_utf8);
            heading.insert(end, 'q');
        });
        mutations.push((
            format!("a letter more in `{name}`"),
            spoiled,
            Some("misspelled-section"),
        ));
        let spoiled = with(&|sections| sections.push(sections[place].clone()));
        mutations.push((
            format!("`{name}` twice"),
            spoiled,
            Some("duplicate-section"),
        ));
        match &field.answer {
            AnswerKind::Choice { .. } if sound[place].1 != NO_RESPONSE => {
                let spoiled = with(&|sections| sections[place].1.insert_str(0, "Not "));
                mutations.push((
                    format!("an option of `{name}`"),
                    spoiled,
                    Some("unknown-option"),
                ));
            }
            AnswerKind::Boxes(boxes) => {
                for one in boxes {
                    let rule = one.required.then_some("unchecked-required-box");
                    let ticked = format!("- [x] {}", one.label);
                    let spoiled = with(&|sections| {
                        let unticked = format!("- [ ] {}", one.label);
                        sections[place].1 = sections[place].1.replace(&ticked, &unticked);
                    });
                    mutations.push((format!("box `{}` of `{name}`", one.label), spoiled, rule));
                    let spoiled = with(&|sections| {
                        let answer = &mut sections[place].1;
                        *answer = answer.replace(&ticked, "").replace("\n\n", "\n");
                    });
                    let what = format!("no box `{}` of `{name}`", one.label);
                    mutations.push((what, spoiled, rule));
                }
            }
            _ => {}
        }
        if let Some(default) = field.default.as_ref().filter(|_| field.required) {
            let default = match &field.answer {
                AnswerKind::Text { render: Some(info) } => {
                    format!("```{info}\n{}\n```", default.trim_end())
                }
                _ => default.clone(),
            };
            let spoiled = with(&|sections| sections[place].1 = default.clone());
            mutations.push((
                format!("the default of `{name}`"),
                spoiled,
                Some("untouched-default"),
            ));
        }
        if place > 0 {
            let spoiled = with(&|sections| sections.swap(place - 1, place));
            mutations.push((format!("order of `{name}`"), spoiled, Some("section-order")));
        }
    }
    mutations
}

/// What a default may bring along: that of the forms for tests is a command without a name.
const ABOUT_COMMANDS: [&str; 1] = ["runaway-command"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_filled_in_is_sound_and_is_read_back((name, answers) in filled_form()) {
        let template = template(&name);
        let expected = expected(&template, &answers);
        let rendered = body(&sections(&template, &answers));
        for text in [&rendered, &rendered.replace('\n', "\r\n")] {
            prop_assert_eq!(reporting(&template, text), Vec::<String>::new(), "{}", text);
            let read = read_back(&template, &text.replace("\r\n", "\n"));
            prop_assert_eq!(&read, &expected, "{}", text);
        }
        let with_cr = read_back(&template, &rendered.replace('\n', "\r\n"));
        let lines = |values: &[Option<FieldValue>]| format!("{values:?}").replace("\\r\\n", "\\n");
        prop_assert_eq!(lines(&with_cr), lines(&expected));
    }

    #[test]
    fn a_skeleton_that_is_filled_in_is_sound_and_is_read_back((name, answers) in filled_form()) {
        let template = template(&name);
        let text = filled_skeleton(&template, &answers);
        prop_assert_eq!(reporting(&template, &text), Vec::<String>::new(), "{}", text);
        // Where nothing is said the form's own text stays.
        let expected = expected(&template, &answers);
        let read = read_back(&template, &text);
        for ((field, expected), read) in fields(&template).into_iter().zip(expected).zip(read) {
            let kept = field.default.as_deref().map(|default| FieldValue::Text(default.trim().to_owned()));
            let expected = expected.or(kept);
            prop_assert_eq!(read, expected, "{}", text);
        }
    }

    #[test]
    fn what_is_spoiled_is_reported_by_the_rule_that_is_about_it((name, answers) in filled_form()) {
        let template = template(&name);
        let sound = sections(&template, &answers);
        for (what, spoiled, rule) in mutations(&template, &sound) {
            if spoiled == sound {
                continue;
            }
            let text = body(&spoiled);
            let mut found = reporting(&template, &text);
            match rule {
                Some("untouched-default") => found.retain(|rule| !ABOUT_COMMANDS.contains(&rule.as_str())),
                // Behind a comma in an option that nobody offers another one may begin.
                Some("unknown-option") => found.dedup(),
                _ => {}
            }
            prop_assert_eq!(found, Vec::from_iter(rule), "{}: {}\n{}", name, what, text);
        }
    }

    #[test]
    fn a_form_is_recognised_among_all_others((name, answers) in filled_form()) {
        let forms = forms();
        let mut templates = Template::built_in().to_vec();
        templates.extend(&forms);
        let own = template(&name);
        let draft = Draft::parse(body(&sections(&own, &answers)), Origin::File);
        let selection = select(&draft, &templates, Choice::default()).expect("it is recognised");
        prop_assert_eq!((&selection.template.name, selection.reason), (&name, Reason::Fields));
    }
}

/// The name of the form that a body is recognised as, among a few with fields in common.
fn chosen(body: &str) -> Option<String> {
    let field = |label: &str, required: bool| {
        format!(
            "- {{type: input, attributes: {{label: {label}}}, validations: {{required: {required}}}}}\n"
        )
    };
    let form = |name: &str, fields: &[String]| {
        let text = format!("name: {name}\ndescription: y\nbody:\n{}", fields.concat());
        Form::read(&text).template(name).expect("it has fields")
    };
    let [what, version, area, more, most] = ["What", "Version", "Area", "More", "Most"]
        .map(|label| move |required| field(label, required));
    let forms = [
        form("small", &[what(true), version(false)]),
        form("large", &[what(true), version(false), area(false)]),
        form(
            "huge",
            &[
                area(true),
                more(true),
                most(false),
                field("Rest", false),
                field("End", false),
            ],
        ),
    ];
    let mut templates = Template::built_in().to_vec();
    templates.extend(&forms);
    let draft = Draft::parse(body, Origin::File);
    let selection = select(&draft, &templates, Choice::default())?;
    Some(selection.template.name.clone())
}

#[test]
fn the_form_that_explains_most_headings_is_chosen() {
    let body = |names: &[&str]| {
        let sections = names.iter().map(|name| format!("### {name}\n\nx\n\n"));
        sections.collect::<String>()
    };
    let chosen = |names: &[&str]| chosen(&body(names));
    assert_eq!(chosen(&["What", "Version"]).as_deref(), Some("small"));
    assert_eq!(
        chosen(&["What", "Version", "Area"]).as_deref(),
        Some("large")
    );
    assert_eq!(chosen(&["What", "Area"]).as_deref(), Some("large"));
    assert_eq!(
        chosen(&["Area", "More"]).as_deref(),
        Some("huge"),
        "all that it requires"
    );
    assert_eq!(chosen(&["More", "Most"]), None);
    assert_eq!(chosen(&["Area"]), None);
}

#[test]
fn what_a_form_begins_with_is_canonical() {
    for template in forms() {
        let text = plain(&skeleton(&template, None), "\n");
        let draft = Draft::parse(text.as_str(), Origin::File);
        let edits = formatting(&draft, Range::new(0, text.len()));
        assert_eq!(edits, [], "{}:\n{text}", template.name);
    }
}
