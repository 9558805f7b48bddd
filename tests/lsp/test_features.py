"""One session for each feature and client. A client that lacks a feature must not be offered it."""

import pytest
from conftest import ANSWERS, DRAFT
from lsprotocol import types
from pygls.exceptions import JsonRpcException


async def test_diagnostics(editor):
    """findings come once, with code and place"""
    editor.open()
    findings = {finding.code: finding for finding in await editor.findings()}
    assert editor.covered(findings["invalid-version"].range) == "1.37.1"
    assert editor.covered(findings["renamed-label"].range) == "aws"
    assert findings["empty-section"].severity == types.DiagnosticSeverity.Warning
    assert {finding.source for finding in findings.values()} == {"issue-ls"}


async def test_completion(editor):
    """completion offers labels, and explains them"""
    editor.open()
    place = editor.place("/sig node aws", "/sig node ")
    parameters = types.CompletionParams(text_document=editor.document(), position=place)
    answer = await editor.client.text_document_completion_async(parameters)
    items = getattr(answer, "items", answer)
    item = next(item for item in items if item.label == "scheduling")
    assert editor.applied([item.text_edit]).splitlines()[1] == "/sig node scheduling"
    if editor.offered.completion_provider.resolve_provider:
        item = await editor.client.completion_item_resolve_async(item)
    assert "sig/scheduling" in getattr(item.documentation, "value", item.documentation)


async def test_hover(editor):
    """hover says what a label means"""
    editor.open()
    place = editor.place("/sig node", "/sig no")
    parameters = types.HoverParams(text_document=editor.document(), position=place)
    answer = await editor.client.text_document_hover_async(parameters)
    assert "sig/node" in answer.contents.value


async def test_definition(editor):
    """a heading leads to its field in the form"""
    editor.open(ANSWERS, "crash.md")
    place = editor.place("### System", "### Sys", "crash.md")
    parameters = types.DefinitionParams(text_document=editor.document("crash.md"), position=place)
    answer = await editor.client.text_document_definition_async(parameters)
    place = answer[0] if isinstance(answer, list) else answer
    uri, target = (
        (place.target_uri, place.target_range) if isinstance(place, types.LocationLink) else (place.uri, place.range)
    )
    assert isinstance(place, types.LocationLink) == editor.has("text_document.definition.link_support")
    assert (uri, target.start.line) == (editor.uri(".github/ISSUE_TEMPLATE/crash.yml"), 7)


async def test_code_action(editor):
    """a quick fix mends its finding"""
    editor.open()
    place = editor.place("=1.37.1", "=1.")
    parameters = types.CodeActionParams(
        text_document=editor.document(),
        range=types.Range(start=place, end=place),
        context=types.CodeActionContext(diagnostics=[], only=[types.CodeActionKind.QuickFix]),
    )
    actions = await editor.client.text_document_code_action_async(parameters)
    fix = next(action for action in actions if action.title == "Write `v1.37.1`")
    assert editor.applied(editor.edits(fix.edit)) == DRAFT.replace("=1.37.1", "=v1.37.1")


async def test_rename(editor):
    """a version is renamed in the block and in prose, and a name that is none is refused"""
    if not editor.offers("rename_provider", "text_document.rename"):
        return
    editor.open()
    place = editor.place("Since v1.37.0", "Since v1.")
    if getattr(editor.offered.rename_provider, "prepare_provider", False):
        parameters = types.PrepareRenameParams(text_document=editor.document(), position=place)
        answer = await editor.client.text_document_prepare_rename_async(parameters)
        assert (editor.covered(answer.range), answer.placeholder) == ("v1.37.0", "v1.37.0")
    parameters = types.RenameParams(text_document=editor.document(), position=place, new_name="1.36.9")
    edit = await editor.client.text_document_rename_async(parameters)
    assert editor.applied(editor.edits(edit)) == DRAFT.replace("v1.37.0", "v1.36.9")
    parameters.new_name = "latest"
    with pytest.raises(JsonRpcException, match="write the release itself"):
        await editor.client.text_document_rename_async(parameters)


async def test_formatting(editor):
    """formatting makes the blanks of a draft canonical, and leaves other Markdown alone"""
    if not editor.offers("document_formatting_provider", "text_document.formatting"):
        return
    options = types.FormattingOptions(tab_size=4, insert_spaces=True)
    editor.open()
    parameters = types.DocumentFormattingParams(text_document=editor.document(), options=options)
    edits = await editor.client.text_document_formatting_async(parameters)
    canonical = DRAFT.replace("```\n##", "```\n\n##").replace("12345. \n", "12345.\n")
    assert len(edits) == 2 and editor.applied(edits) == canonical
    editor.open("# A project\ntext \n", "README.md")
    parameters.text_document = editor.document("README.md")
    assert await editor.client.text_document_formatting_async(parameters) is None


async def test_range_formatting(editor):
    """a part is formatted by itself"""
    if not editor.offers("document_range_formatting_provider", "text_document.range_formatting"):
        return
    editor.open()
    parameters = types.DocumentRangeFormattingParams(
        text_document=editor.document(),
        range=types.Range(start=editor.place("## Symptoms"), end=editor.place("## Root cause")),
        options=types.FormattingOptions(tab_size=4, insert_spaces=True),
    )
    edits = await editor.client.text_document_range_formatting_async(parameters)
    canonical = DRAFT.replace("```\n##", "```\n\n##").replace("12345. \n", "12345.\n")
    assert editor.applied(edits) == canonical


async def test_document_symbols(editor):
    """the outline has sections and release blocks"""
    if not editor.offers("document_symbol_provider", "text_document.document_symbol"):
        return
    editor.open()
    parameters = types.DocumentSymbolParams(text_document=editor.document())
    symbols = await editor.client.text_document_document_symbol_async(parameters)
    names = [symbol.name for symbol in symbols]
    assert {"Symptoms", "Root cause", "Impact", "Resolution", "PRs", "release"} <= set(names)


async def test_workspace_symbols(editor):
    """symbols are found by name in the drafts that are open"""
    if not editor.offers("workspace_symbol_provider", "workspace.symbol"):
        return
    editor.open()
    symbols = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams(query="sympt"))
    assert [(symbol.name, symbol.location.uri) for symbol in symbols] == [("Symptoms", editor.uri())]


async def test_folding(editor):
    """release blocks and sections fold"""
    if not editor.offers("folding_range_provider", "text_document.folding_range"):
        return
    editor.open()
    parameters = types.FoldingRangeParams(text_document=editor.document())
    folds = await editor.client.text_document_folding_range_async(parameters)
    assert {(3, 5), (10, 12)} <= {(fold.start_line, fold.end_line) for fold in folds}


async def test_selection_ranges(editor):
    """a selection grows from the word to the draft"""
    if not editor.offers("selection_range_provider", "text_document.selection_range"):
        return
    editor.open()
    place = editor.place("introduced-in=v1.37.0", "introduced-in=v1.3")
    parameters = types.SelectionRangeParams(text_document=editor.document(), positions=[place])
    (selection,) = await editor.client.text_document_selection_range_async(parameters)
    grown = []
    while selection:
        grown.append(editor.covered(selection.range))
        selection = selection.parent
    assert grown[0] == "37" and "introduced-in=v1.37.0" in grown and grown[-1] == DRAFT
    assert all(inner in outer and inner != outer for inner, outer in zip(grown, grown[1:]))


async def test_document_links(editor):
    """a CVE number leads to its page"""
    if not editor.offers("document_link_provider", "text_document.document_link"):
        return
    editor.open()
    parameters = types.DocumentLinkParams(text_document=editor.document())
    links = await editor.client.text_document_document_link_async(parameters)
    targets = {editor.covered(link.range): link.target for link in links}
    assert targets["CVE-2030-12345"] == "https://www.cve.org/CVERecord?id=CVE-2030-12345"


async def test_semantic_tokens(editor):
    """words with a meaning come as numbers of the legend"""
    if not editor.offers("semantic_tokens_provider", "text_document.semantic_tokens"):
        return
    editor.open()
    parameters = types.SemanticTokensParams(text_document=editor.document())
    data = (await editor.client.text_document_semantic_tokens_full_async(parameters)).data
    legend = editor.offered.semantic_tokens_provider.legend.token_types
    words, row, column = [], 0, 0
    for at in range(0, len(data), 5):
        rows, columns, length, kind, _ = data[at : at + 5]
        row, column = row + rows, columns + (column if rows == 0 else 0)
        start, end = types.Position(row, column), types.Position(row, column + length)
        words.append((editor.covered(types.Range(start, end)), legend[kind]))
    for wanted in [("/sig", "function"), ("node", "enumMember"), ("introduced-in", "property"), ("v1.37.0", "number")]:
        assert wanted in words


async def test_highlights(editor):
    """a version is highlighted wherever it is spoken of"""
    if not editor.offers("document_highlight_provider", "text_document.document_highlight"):
        return
    editor.open()
    place = editor.place("Since v1.37.0", "Since v")
    parameters = types.DocumentHighlightParams(text_document=editor.document(), position=place)
    places = await editor.client.text_document_document_highlight_async(parameters)
    assert [editor.covered(place.range) for place in places] == ["v1.37.0", "v1.37.0"]


async def test_inlay_hints(editor):
    """beside a version stands what is known of it"""
    if not editor.offers("inlay_hint_provider", "text_document.inlay_hint"):
        return
    editor.open()
    whole = types.Range(start=types.Position(0, 0), end=types.Position(99, 0))
    parameters = types.InlayHintParams(text_document=editor.document(), range=whole)
    hints = await editor.client.text_document_inlay_hint_async(parameters)
    assert editor.place("introduced-in=v1.37.0", "introduced-in=v1.37.0") in [hint.position for hint in hints]


async def test_code_lens(editor):
    """above the draft stands how far it is"""
    if not editor.offers("code_lens_provider", "text_document.code_lens"):
        return
    editor.open()
    parameters = types.CodeLensParams(text_document=editor.document())
    (lens,) = await editor.client.text_document_code_lens_async(parameters)
    assert "of 5 sections" in lens.command.title
