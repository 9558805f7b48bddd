//! Drafts that are put together at random from pieces that people write, good ones and bad ones, in every kind of line end,
//! and cut off anywhere, as a draft is while it is being typed.

use issue_body::catalog::Catalog;
use issue_body::rules::Context;
use issue_body::syntax::{Draft, Origin};
use issue_body::template::{Choice, Issue, Reading, Template, select};
use jiff::civil::date;
use proptest::prelude::*;

/// Envelopes, as they begin a draft.
const ENVELOPES: [&str; 7] = [
    "---\ntitle: Volumes stay attached\nlabels: [sig/node, priority/important-soon]\n---\n",
    "---\nlabels: sig/nod, bug, critical-urgent\nstage: resolved\n---\n",
    "---\nvariant: security\ntitle: CVE-2030-12345\n---\n\n",
    "---\nlabels: [\nstage: done\n---\n",
    "---\nlabels: 3\ntemplate: bug\n---\n",
    "---\ntitle: 😀\n---",
    "---\n",
];

/// What stands in a body, good and bad.
const PIECES: [&str; 121] = [
    // Release blocks.
    "```release\nintroduced-in=v1.30.2\n```\n",
    "```release\nresolved-in=v1.31.4\nresolved-in=v1.32.0\n```\n",
    "```release\nresolved-in=v1.30.9\n```\n\n",
    "```release\nintroduced-in=1.30.2\nresolved-in: v1.31.4\n```\n",
    "```release\n- introduced-in = \"v1.30.2\"\n```\n",
    "```release\nresolved-in=v1.31.4, v1.32.1 (probably)\nresolved-in=v1.31.4\n```\n",
    "```release\n```\n",
    "```release\nresolved-in=\n```\n",
    "```release\nintroducd-in=v1.30\nfixed-in=vX.Y.Z\n```\n",
    "```release\nintroduced-in=v1.30.2\n\n",
    "```release\nintroduced-in=v1.30.2\n``\n",
    "````Release\nintroduced-in=v1.30.2\n````\n",
    "~~~release\nresolved-in=unknown\n~~~\n",
    "  ``` release\n  introduced-in=unknown\n  ```\n",
    "> ```release\n> introduced-in=v1.30.2\n> ```\n",
    "- ```release\n  introduced-in=1.30.2\n  ```\n",
    "``release\nintroduced-in=v1.30.2\n",
    "```\nintroduced-in=v1.30.2\n```\n",
    "release\nintroduced-in=v1.30.2\n```\n",
    "```release\n",
    // Sections.
    "## Symptoms\n\nPods stay in `ContainerCreating`.\n\n",
    "## Root cause\n\nThe mount is retried too early.\n\nBinaries:\n- kubelet\n\n",
    "## Impact\n\nEvery node with NFS volumes.\n\n",
    "## Resolution\n\nRetry the mount.\n\n",
    "## PRs\n\n- #23456\n- #23457 (release-1.30)\n\n",
    "## Symptoms\n",
    "## Symptoms\n\n<!-- Say what users see. -->\n\n",
    "## Symptoms\nWhat users are experiencing\n",
    "## Root cause\n",
    "## Impact\n\n",
    "## Resolution\n\n- \n",
    "## PRs\n",
    "## Simptoms\n\ntext\n",
    "##Impact\n\ntext\n",
    "## root Cause:\n\ntext 😀\n",
    "# Resolution\n\ntext\n",
    "### PRs\n\n- #1\n",
    "PRs\n---\n\n- #1\n",
    "**Impact**\n\ntext\n",
    "> ## Impact\n> text\n",
    "## Impact <!-- why -->\n\ntext\n",
    "## Notes\n\ntext\n\n",
    "### Details\n\ntext\n",
    // Binaries.
    "## Root cause\ntext\n- kubelet\n- `kubectl` (Windows)\n",
    "## Root cause\n\nBinaries: kubelet, kube-proxy\n",
    "## Root cause\n\nBinaries: see below\n",
    "## Root cause\ntext\n### Binaries\n- Kubelet\n- the scheduler\n",
    "## Root cause\ntext\n\nBinaries:\n- <!-- kubelet -->\n",
    "**binaries :**\n* kubeproxy, kubelet\n",
    "Binares\n",
    // Pull requests.
    "## PRs\n#12\nPR 13\n- #14 and #15\n- #14\n",
    "## PRs\n- [#12](https://github.com/o/r/pull/12)\n- o/r#12\n- O/R#12 (main)\n",
    "## PRs\n- #\n- 12 (release-1.30)\n- Fixes #13\n- https://github.com/o/r/issues/7\n",
    "- #12\n- #12\n  more\n",
    "- #12\n",
    "12\n",
    // Labels.
    "/priority critical-urgent\n",
    "/priority important-soon\n/sig node\n",
    "/sig node cli\n",
    "/sig  nodee   cli\n",
    "/sig node, aws gcp\n",
    "/sig sig/node\n",
    "/wg node k8s-infra\n",
    "/sig usability aws\n",
    "/sig\n",
    "/sig \n\n",
    "/si",
    "/significant other\n",
    "/priority backlog critical-urgent\n",
    "/priority critical-urgnt\n",
    "/remove-sig aws\n",
    " /sig node\n",
    "> /sig node\n",
    "/sig no<!-- x -->de <!-- y --> aws\n",
    "<!-- x -->/sig aws cli\n",
    "/kind bug\n/area ha\n",
    // Other slips in commands.
    "/kind bug /area kubelet\n",
    "/kind `bug`, flake\n",
    "text\n/sig node because of a race\n",
    "- /sig node\n",
    "/Kind bug\n",
    "/priority/critical-urgent\n",
    "<!-- /kind bug -->\n",
    "<!--\n/close\n/label api-review\n-->\n",
    "/milestone \n\n",
    "/assign @a, @b\n/label kind/bug\n",
    "```\n/close\n```\n",
    // Security.
    "The owner is working with the product security team on a resolution.\n",
    "Working on CVE-2030-12345.\n",
    // Comments to this tool.
    "<!-- issue-ls-disable missing-section -->\n",
    "<!-- issue-ls-disable -->\n",
    "<!-- issue-ls-enable -->\n",
    "<!-- issue-ls-enable unknown-label, missing-section -->\n",
    "<!-- issue-ls-disable-next-line unknown-label renamed-label -->\n",
    "<!-- issue-ls-disable-line unknown-lable, empty-section -->\n",
    "text <!-- issue-ls-disable-line\nretired-label\n-->\n",
    "  <!-- issue-ls-disable-next-line -->\n",
    "<!-- issue-ls-disable unused-suppression -->\n",
    "<!-- issue-ls: template=kubernetes-patch-release -->\n",
    "<!-- issue-ls: template=bug -->\n",
    "<!-- issue-ls-ignore -->\n",
    "<!-- issue-ls-disable \n",
    // Everything else.
    "\n",
    "\n\n\n",
    "text\n",
    "😀 text\u{2028}text\n",
    "\u{3000}\n",
    "\ttext\n",
    "    code\n",
    "- item\n  - item\n",
    "1. item\n\n   text\n",
    "> quote\n",
    "```go\nfunc main() {}\n```\n",
    "```\n## Impact\n/sig node\n",
    "<!--\n## Impact\n/sig node\n-->\n",
    "<!-- open\n",
    "<details>\n\n",
    "<pre>\n",
    "</pre>\n",
    "---\n",
    "===\n",
];

/// A draft of up to a dozen pieces.
pub fn draft() -> impl Strategy<Value = String> {
    let envelope = prop_oneof![
        3 => Just(""),
        2 => prop::sample::select(ENVELOPES.as_slice()),
    ];
    let pieces = prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..12);
    let line_end = prop::sample::select(vec!["\n", "\n", "\r\n", "\r\n", "\r"]);
    let mark = prop::sample::select(vec!["", "", "", "\u{feff}"]);
    let cut = prop_oneof![3 => Just(None), 1 => any::<prop::sample::Index>().prop_map(Some)];
    (mark, envelope, pieces, line_end, cut).prop_map(|(mark, envelope, pieces, line_end, cut)| {
        let text = format!("{mark}{envelope}{}", pieces.concat()).replace('\n', line_end);
        match cut {
            Some(cut) => text
                .chars()
                .take(cut.index(text.chars().count() + 1))
                .collect(),
            None => text,
        }
    })
}

/// Reads `text` as an editor would and hands it on.
pub fn with_context<T>(text: &str, look: impl FnOnce(&Context<'_>) -> T) -> T {
    let draft = Draft::parse(text, Origin::File);
    let templates = Template::built_in();
    let choice = Choice {
        fallback: Some(&templates[0].name),
        ..Choice::default()
    };
    let selection = select(&draft, &templates, choice).expect("there is a fallback");
    let issue = Issue::read(&draft, selection.template, Reading::default());
    look(&Context {
        issue: &issue,
        catalog: Catalog::kubernetes(),
        templates: &templates,
        today: date(2026, 9, 1),
    })
}
