"""What the tests of the server share: clients as pytest-lsp knows them, a project on disk, and the report of the tests."""

import os
import re
import sys

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

# Old and new ones, those that ask for findings and those that are sent them.
CLIENTS = ["emacs@v29.1", "neovim@v0.8.0", "neovim@v0.10.0", "neovim@v0.11.0", "visual-studio-code@v1.65.2"]

# A draft with a renamed label, a version without its `v`, a section that is empty, and blanks that mean nothing.
DRAFT = """/priority critical-urgent
/sig node aws

```release
introduced-in=v1.37.0
```

```release
resolved-in=1.37.1
```
## Symptoms

😀 Since v1.37.0, see CVE-2030-12345.\x20

## Root cause

Binaries:
- kubelet

## Impact

## Resolution

text

## PRs

- #140300
"""

FORM = """name: Crash
description: The program ended
body:
  - type: input
    id: version
    attributes:
      label: Version
  - type: input
    id: system
    attributes:
      label: System
"""

ANSWERS = "### Version\n\n1\n\n### System\n\nlinux\n"


class Editor:
    """A client with a project open in it, and what tests ask of it."""

    def __init__(self, client, folder):
        self.client = client
        self.folder = folder
        self.offered = None
        self.texts = {}
        self.unannounced = []

    def listen(self):
        """Answers what the server asks for by itself, and notes what the client did not announce."""

        def expect(method, ability):
            @self.client.feature(method)
            def answer(_):
                if not self.has(ability):
                    self.unannounced.append(method)

        expect(types.WORKSPACE_CODE_LENS_REFRESH, "workspace.code_lens.refresh_support")
        expect(types.WORKSPACE_INLAY_HINT_REFRESH, "workspace.inlay_hint.refresh_support")
        expect(types.WORKSPACE_SEMANTIC_TOKENS_REFRESH, "workspace.semantic_tokens.refresh_support")

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(parameters):
            abilities = {
                types.WORKSPACE_DID_CHANGE_CONFIGURATION: "workspace.did_change_configuration",
                types.WORKSPACE_DID_CHANGE_WATCHED_FILES: "workspace.did_change_watched_files",
            }
            for registration in parameters.registrations:
                ability = abilities.get(registration.method, "")
                if not self.has(f"{ability}.dynamic_registration"):
                    self.unannounced.append(registration.method)

    async def start(self, abilities):
        """Begins a session in the folder."""
        (self.folder / ".git").mkdir()
        forms = self.folder / ".github" / "ISSUE_TEMPLATE"
        forms.mkdir(parents=True)
        (forms / "crash.yml").write_text(FORM, encoding="utf-8")
        root = self.folder.as_uri()
        parameters = types.InitializeParams(
            capabilities=abilities, root_uri=root, workspace_folders=[types.WorkspaceFolder(uri=root, name="drafts")]
        )
        self.offered = (await self.client.initialize_session(parameters)).capabilities

    def uri(self, name="issue.md"):
        return (self.folder / name).as_uri()

    def document(self, name="issue.md"):
        return types.TextDocumentIdentifier(uri=self.uri(name))

    def open(self, text=DRAFT, name="issue.md"):
        """Opens a document."""
        self.texts[self.uri(name)] = text
        item = types.TextDocumentItem(uri=self.uri(name), language_id="markdown", version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    def has(self, ability):
        """Whether the client has `ability`, such as `text_document.rename`."""
        value = self.client.capabilities
        for name in ability.split("."):
            value = getattr(value, name, None)
        return value not in (None, False)

    def offers(self, provider, ability):
        """Whether the server offers something. It has to exactly where the client has it."""
        is_offered = getattr(self.offered, provider) not in (None, False)
        assert is_offered == self.has(ability), f"{provider} is {is_offered}"
        return is_offered

    def width(self, text):
        """How many columns a text has in the negotiated encoding."""
        encoding = self.offered.position_encoding or "utf-16"
        units = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
        name, size = units[encoding]
        return len(text.encode(name)) // size

    def place(self, words, behind="", name="issue.md"):
        """The position behind `behind` in the first line that holds `words`."""
        for row, line in enumerate(self.texts[self.uri(name)].split("\n")):
            if words in line:
                start = line.index(words) + words.index(behind) + len(behind)
                return types.Position(line=row, character=self.width(line[:start]))
        raise AssertionError(f"{words!r} is in no line")

    def offset(self, text, position):
        lines = text.split("\n")
        line = lines[position.line]
        length = next(length for length in range(len(line) + 1) if self.width(line[:length]) >= position.character)
        return sum(len(line) + 1 for line in lines[: position.line]) + length

    def covered(self, place, name="issue.md"):
        """The words of a range."""
        text = self.texts[self.uri(name)]
        return text[self.offset(text, place.start) : self.offset(text, place.end)]

    def applied(self, edits, name="issue.md"):
        """The text after edits of it, which must not overlap."""
        text = self.texts[self.uri(name)]
        places = [(self.offset(text, edit.range.start), self.offset(text, edit.range.end), edit) for edit in edits]
        places.sort(key=lambda place: place[:2], reverse=True)
        end = len(text)
        for start, stop, edit in places:
            assert stop <= end, "two edits overlap"
            text = text[:start] + edit.new_text + text[stop:]
            end = start
        return text

    def edits(self, edit):
        """The edits of the draft in an edit of the workspace, as the client takes them."""
        if edit.document_changes is None:
            return edit.changes[self.uri()]
        assert self.has("workspace.workspace_edit.document_changes")
        (change,) = edit.document_changes
        assert (change.text_document.uri, change.text_document.version) == (self.uri(), 1)
        return change.edits

    async def findings(self):
        """The findings of the draft, asked for or sent, as the client has it."""
        if self.offered.diagnostic_provider is not None:
            parameters = types.DocumentDiagnosticParams(text_document=self.document())
            return (await self.client.text_document_diagnostic_async(parameters)).items
        await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        return self.client.diagnostics[self.uri()]


@pytest_lsp.fixture(
    params=CLIENTS,
    config=ClientServerConfig(server_command=[os.environ["ISSUE_LS"], "server"]),
)
async def lsp_client(request, lsp_client: LanguageClient):
    editor = Editor(lsp_client, request.getfixturevalue("tmp_path"))
    lsp_client.editor = editor
    editor.listen()
    await editor.start(client_capabilities(request.param))
    yield
    await lsp_client.shutdown_session()
    assert editor.unannounced == []


@pytest.fixture
def editor(lsp_client):
    """A client that has begun a session."""
    return lsp_client.editor


def pytest_collection_modifyitems(items):
    for item in items:
        client = item.callspec.params["lsp_client"] if hasattr(item, "callspec") else "pytest-lsp"
        item.user_properties.append(("title", f"{client.replace('@v', ' ')} by pytest-lsp: {item.obj.__doc__}"))


def pytest_runtest_logreport(report):
    title = dict(report.user_properties)["title"]
    if report.failed:
        crash = getattr(report.longrepr, "reprcrash", None)
        why = re.sub(r"\s+", " ", crash.message if crash else str(report.longrepr))
        print(f"not ok - {title}: {why}", flush=True)
        print(report.longreprtext, file=sys.stderr, flush=True)
    elif report.when == "call":
        print(f"ok - {title}", flush=True)
