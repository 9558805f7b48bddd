//! Where extracted content stands, for every draft: the text at a place is what was extracted, and places that were not
//! asked for change nothing else. Of forms this is tested where they are filled in, by `round_trip.rs`.

use issue_body::report::extract;
use proptest::prelude::*;

use drafts::{draft, with_context};

mod drafts;
mod spans;

/// Commands of other plugins than the label plugin, which set labels too.
const COMMANDS: [&str; 8] = [
    "/lifecycle frozen\n",
    "/good-first-issue\n",
    "/help\n",
    "/label api-review\n",
    "/label  Official-CVE-Feed \n",
    "/label <!-- which? -->api-review\n",
    "cc @kubernetes/sig-node-bugs, @kubernetes/sig-cli-misc\n",
    "```\n/lifecycle  STALE\n```\n",
];

/// A draft with such commands in it.
fn draft_with_commands() -> impl Strategy<Value = String> {
    let commands = prop::collection::vec(prop::sample::select(&COMMANDS[..]), 0..4);
    let line_end = prop::sample::select(vec!["\n", "\r\n"]);
    (draft(), commands, line_end).prop_map(|(draft, commands, line_end)| {
        let commands = commands.concat().replace('\n', line_end);
        format!("{draft}{line_end}{commands}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn the_text_at_a_place_is_what_was_extracted(text in draft_with_commands()) {
        let (with_spans, without) =
            with_context(&text, |context| (extract(context, true), extract(context, false)));
        spans::hold(&text, &with_spans);
        let mut with_spans = with_spans;
        with_spans.spans = None;
        prop_assert_eq!(with_spans, without);
    }
}

#[test]
fn every_kind_of_content_has_its_place() {
    let text = "\u{feff}---\r\ntitle: 'Größe 😀'\r\nlabels: [kind/bug]\r\n---\r\n/sig no<!-- x -->de\r\n/lifecycle frozen\r\n\
                cc @kubernetes/sig-cli-bugs\r\n\r\n```release\r\nintroduced-in=v1.36.2\r\nintroduced-in=v1.36.2\r\n```\r\n\
                ## Symptoms\r\n\r\n<!-- a -->\r\nOne.<!-- b -->\r\nTwo.\r\n\r\n## Root cause\r\n\r\nBinaries:\r\n- `kubelet`\r\n\r\n\
                ## Impact\r\n\r\n## PRs\r\n\r\n- o/r#7 (release-1.36)\r\n";
    let places = with_context(text, |context| {
        let extract = extract(context, true);
        spans::hold(text, &extract);
        let spans = extract.spans.expect("places were asked for");
        let title = spans.title.into_iter();
        let labels = spans.labels.into_iter().flatten();
        let lists = [
            spans.introduced_in,
            spans.resolved_in,
            spans.binaries,
            spans.pull_requests,
        ];
        let sections = spans.sections.0.into_iter().map(|(_, span)| span);
        let all = title
            .chain(labels)
            .chain(lists.into_iter().flatten())
            .chain(sections);
        all.map(|span| text[span.0].to_owned()).collect::<Vec<_>>()
    });
    assert_eq!(
        places,
        [
            "'Größe 😀'",
            "no<!-- x -->de",
            "kind/bug",
            "frozen",
            "@kubernetes/sig-cli-bugs",
            "v1.36.2",
            "kubelet",
            "o/r#7",
            "One.<!-- b -->\r\nTwo.",
            "Binaries:\r\n- `kubelet`",
            "",
            "- o/r#7 (release-1.36)",
        ]
    );
}
