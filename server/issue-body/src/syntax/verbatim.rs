//! Where every byte of Markdown counts, blanks at the ends of lines included: code, raw HTML, links with what they hold, and
//! the blanks that break a line. Everywhere else they mean nothing to a reader.
//!
//! This is the text as CommonMark reads it, without what `markdown` adds for release blocks that are broken.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::source;
use crate::text::Range;

/// The places in the Markdown at `range` of `text` where every byte counts, in order, none in another.
pub(crate) fn verbatim(text: &str, range: Range) -> Vec<Range> {
    let source = source::for_parser(text);
    let parser = Parser::new_ext(&source[range], Options::empty());
    let definitions = parser.reference_definitions().iter();
    let mut places: Vec<Range> = definitions
        .map(|(_, definition)| Range::from(definition.span.clone()))
        .collect();
    for (event, place) in parser.into_offset_iter() {
        if let Event::Start(
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Link { .. } | Tag::Image { .. },
        )
        | Event::Code(_)
        | Event::InlineHtml(_)
        | Event::HardBreak = event
        {
            places.push(Range::from(place));
        }
    }
    places.sort();
    let mut apart: Vec<Range> = Vec::with_capacity(places.len());
    for place in places {
        let place = place.shifted(range.start);
        match apart.last_mut() {
            Some(last) if place.start < last.end => *last = last.cover(place),
            _ => apart.push(place),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_html_links_and_hard_breaks_are_places_of_their_own() {
        let text = "x `a \nb` [c \nd](e) f  \ng <i \nh> j \n\n    k \n\n<div> \nl\n\n[m]: n \"o \np\"\n\n``` q \nr \n```\n\ns \n";
        let places = verbatim(text, Range::new(2, text.len()));
        let places: Vec<&str> = places.into_iter().map(|place| &text[place]).collect();
        assert_eq!(
            places,
            [
                "`a \nb`",
                "[c \nd](e)",
                "  \n",
                "<i \nh>",
                "k \n",
                "<div> \nl\n",
                "[m]: n \"o \np\"",
                "``` q \nr \n```",
            ]
        );
    }
}
