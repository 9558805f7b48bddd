//! Definition: from a part of a draft to the place in the file of its template that asks for it.
//!
//! Built-in templates have no file. Which file it is, is the caller's business.

use crate::rules::Context;
use crate::template::{Answer, read_answer};
use crate::text::Range;

/// Where something in a draft is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// What stands in the draft.
    pub origin: Range,
    /// The place in the file of the draft's template.
    pub target: Range,
}

/// Where the template asks for what stands at `offset`: for a section, an option, a box, or the template itself by its name
/// in the front matter.
pub fn definition(context: &Context<'_>, offset: usize) -> Option<Definition> {
    let issue = context.issue;
    let front_matter = issue.draft.envelope.front_matter();
    if let Some(name) = front_matter.and_then(|front| front.template.as_ref())
        && name.range.touches(offset)
    {
        return Some(Definition {
            origin: name.range,
            target: Range::empty(0),
        });
    }
    let mut sections = issue.sections.iter();
    let section = sections.find(|section| section.range.touches(offset))?;
    let specification = section.specification;
    let mut parts = vec![section.heading.range];
    if let Some(field) = &specification.field {
        match read_answer(issue.draft, section, specification, field) {
            Answer::Options(options) => parts.extend(options.iter().map(|option| option.range)),
            Answer::Boxes(boxes) => parts.extend(boxes.iter().map(|one| one.range)),
            Answer::None | Answer::Text(_) => {}
        }
    }
    let origin = parts.into_iter().find(|part| part.touches(offset))?;
    Some(Definition {
        origin,
        target: specification.place?,
    })
}

#[cfg(test)]
mod tests {
    use super::definition;
    use crate::editing::completion::testing::cursor;
    use crate::rules::testing::with_context;

    /// The first line of what the form of the tests has for the place at the mark of `fixture`.
    fn target(fixture: &str) -> Option<String> {
        let (text, offset) = cursor(fixture);
        let form = include_str!("../rules/testing/bug-report.yml");
        with_context(&text, |context| {
            let found = definition(context, offset)?;
            assert!(found.origin.touches(offset));
            let lines = form[found.target.start..].lines();
            lines
                .take(3)
                .map(str::to_owned)
                .reduce(|all, line| format!("{all}\n{line}"))
        })
    }

    const FORM: &str = "---\ntemplate: bug-report\n---\n";

    #[test]
    fn a_field_an_option_and_a_box_lead_to_the_element_of_the_form() {
        for fixture in [
            "### Plat$0form\n\nmacOS\n",
            "### Platform\n\nmac$0OS\n",
            "### Platform\n\nAm$0iga\n",
        ] {
            let found = target(&format!("{FORM}{fixture}"));
            assert_eq!(
                found.as_deref(),
                Some("type: dropdown\n    id: platform\n    attributes:"),
                "{fixture}"
            );
        }
        let boxes = format!("{FORM}### Before you send this\n\n- [x] I can$0 help to mend it.\n");
        let found = target(&boxes).expect("a place");
        assert!(
            found.starts_with("type: checkboxes\n    id: terms"),
            "{found}"
        );
    }

    #[test]
    fn the_name_of_the_template_leads_to_its_file() {
        let found = target("---\ntemplate: bug$0-report\n---\n").expect("a place");
        assert!(found.starts_with("name: Bug report\n"), "{found}");
    }

    #[test]
    fn an_answer_and_a_built_in_section_lead_nowhere() {
        assert_eq!(target(&format!("{FORM}### Version\n\n1$0.2\n")), None);
        assert_eq!(target("## Sym$0ptoms\n\ntext\n"), None);
    }
}
