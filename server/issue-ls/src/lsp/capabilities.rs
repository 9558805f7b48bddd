//! What the client can do, worked out once, and what the server offers in return.
//!
//! The protocol nests the abilities of a client five levels deep, each level optional. Here they become one flat list
//! of flags, so that a feature asks a plain question. A client that says nothing (`{}`) gets what every client
//! understands.

use issue_body::editing::ActionKind;
use issue_body::text::PositionEncoding;
use lsp_types::{
    ChangeNotifications, ClientCapabilities, CodeActionClientCapabilities, CodeActionOptions,
    CodeLensOptions, CompletionClientCapabilities, CompletionItemTag, CompletionOptions,
    DiagnosticOptions, DiagnosticTag, DiagnosticsCapabilities, DocumentLinkOptions,
    FoldingRangeClientCapabilities, FoldingRangeKind, MarkupKind, PositionEncodingKind,
    RenameOptions, RenameProvider, SemanticTokensClientCapabilities, ServerCapabilities,
    TextDocumentSyncKind, TextDocumentSyncOptions, TokenFormat, WorkspaceFoldersServerCapabilities,
    WorkspaceOptions,
};

use super::{pages, semantic_tokens};

/// The command by which VS Code opens its list of completions.
pub const RETRIGGER: &str = "editor.action.triggerSuggest";

/// What the client can do. Named after the question that a feature asks; the words behind each are the protocol's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientFlags {
    /// The unit of columns. UTF-8 where `general.positionEncodings` has it, for it needs no conversion; UTF-16 where
    /// the client names none.
    pub position_encoding: PositionEncoding,

    /// `textDocument.diagnostic`: the client asks for diagnostics. Then nothing is published, else it would show every
    /// finding twice.
    pub pulls_diagnostics: bool,
    /// `workspace.diagnostics.refreshSupport`: the client can be told to ask for diagnostics again.
    pub refreshes_diagnostics: bool,
    /// `workspace.inlayHint.refreshSupport`: the client can be told to ask for inlay hints again.
    pub refreshes_inlay_hints: bool,
    /// `workspace.semanticTokens.refreshSupport`: the client can be told to ask for semantic tokens again.
    pub refreshes_semantic_tokens: bool,
    /// `workspace.codeLens.refreshSupport`: the client can be told to ask for code lenses again.
    pub refreshes_code_lenses: bool,
    /// `relatedInformation`, in `textDocument.publishDiagnostics` or, since 3.18, in `textDocument.diagnostic`; so are
    /// the next four.
    pub diagnostic_related_information: bool,
    /// `tagSupport` with `Unnecessary`.
    pub diagnostic_tag_unnecessary: bool,
    /// `tagSupport` with `Deprecated`.
    pub diagnostic_tag_deprecated: bool,
    /// `codeDescriptionSupport`: a diagnostic may link to its rule's page.
    pub diagnostic_code_description: bool,
    /// `dataSupport`: what a diagnostic carries in `data` comes back in a code action request.
    pub diagnostic_data: bool,

    /// `completionItem.snippetSupport`: inserted text may have tab stops.
    pub completion_snippets: bool,
    /// `completionItem.documentationFormat` has `markdown`.
    pub completion_markdown: bool,
    /// `completionItem.documentationFormat` is there at all: documentation may be more than a bare string.
    pub completion_markup: bool,
    /// `completionItem.tagSupport` with `Deprecated`.
    pub completion_tag_deprecated: bool,
    /// `completionItem.resolveSupport` has `documentation`; clients from before 3.16 resolve it without saying so, and
    /// get it with the item.
    pub completion_resolves_documentation: bool,
    /// `experimental.commands.commands` has [`RETRIGGER`]: once an item is accepted, the client can be told to complete
    /// what comes next.
    pub retriggers_completion: bool,

    /// `codeActionLiteralSupport`: code actions may be more than commands. Without it none are offered, for the server
    /// has no commands.
    pub code_action_literals: bool,
    /// `isPreferredSupport`.
    pub code_action_preferred: bool,

    /// `hover.contentFormat` has `markdown`.
    pub hover_markdown: bool,

    /// `textDocument.definition.linkSupport`: a definition may say what in the document it is that of.
    pub definition_links: bool,

    /// `textDocument.documentSymbol`: the client shows an outline.
    pub document_symbols: bool,
    /// `textDocument.documentSymbol.hierarchicalDocumentSymbolSupport`: its entries may lie in each other.
    pub nested_document_symbols: bool,
    /// `workspace.symbol`: the client looks for symbols by name.
    pub workspace_symbols: bool,
    /// `textDocument.documentHighlight`: the client shows where else something is spoken of.
    pub document_highlights: bool,
    /// `textDocument.documentLink`: the client shows what leads to a page.
    pub document_links: bool,
    /// `textDocument.documentLink.tooltipSupport`: and what that page is about.
    pub document_link_tooltips: bool,
    /// `textDocument.rename`: the client renames.
    pub renames: bool,
    /// `textDocument.rename.prepareSupport`: it asks first what there is to rename.
    pub prepares_rename: bool,
    /// `textDocument.formatting`: the client formats documents.
    pub formats: bool,
    /// `textDocument.rangeFormatting`: it formats parts of them. Not where the client is Neovim, which would give its `gq`
    /// away for it, in every Markdown file: who writes prose wants that to wrap lines.
    pub formats_ranges: bool,
    /// `textDocument.selectionRange`: the client makes selections grow.
    pub selection_ranges: bool,
    /// `textDocument.foldingRange`: the client folds.
    pub folds: bool,
    /// `textDocument.foldingRange.lineFoldingOnly`: it folds whole lines and does not want to know of columns.
    pub folds_lines_only: bool,
    /// `textDocument.foldingRange.rangeLimit`: how many folds it takes.
    pub fold_limit: Option<u32>,
    /// `textDocument.foldingRange.foldingRangeKind` with `comment`.
    pub fold_kind_comment: bool,
    /// `textDocument.foldingRange.foldingRangeKind` with `region`.
    pub fold_kind_region: bool,
    /// What `textDocument.semanticTokens` says, where the client takes tokens in the one format that there is.
    pub semantic_tokens: Option<TokenFlags>,

    /// `textDocument.codeLens`: the client shows lines between those of the text.
    pub code_lenses: bool,
    /// `textDocument.inlayHint`: the client shows words beside the text.
    pub inlay_hints: bool,

    /// `workspaceEdit.documentChanges`: an edit may name the version that it was made for.
    pub versioned_edits: bool,
    /// `workspaceEdit.snippetEditSupport` (3.18): an edit may have tab stops. They exist in versioned edits only.
    pub snippet_edits: bool,

    /// `workspace.textDocumentContent` (3.18): the client shows documents that the server makes.
    pub shows_pages: bool,

    /// `workspace.workspaceFolders`: the client has folders, which come and go.
    pub workspace_folders: bool,
    /// `workspace.configuration`: the client can be asked for its settings.
    pub answers_configuration: bool,
    /// `workspace.didChangeConfiguration.dynamicRegistration`.
    pub registers_configuration: bool,
    /// `workspace.didChangeWatchedFiles.dynamicRegistration`: the client can be asked to watch files.
    pub registers_watched_files: bool,
}

/// Which semantic tokens the client asks for, and what it has colours for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenFlags {
    /// `requests.full`: those of whole documents.
    pub full: bool,
    /// `requests.range`: those of parts of documents.
    pub range: bool,
    /// `tokenTypes`.
    pub types: Vec<String>,
    /// `tokenModifiers` has `deprecated`.
    pub deprecated: bool,
}

impl ClientFlags {
    /// Reads the flags out of what the client sent with `initialize`: its abilities, and what it is called.
    pub fn new(client: &ClientCapabilities, name: Option<&str>) -> ClientFlags {
        let document = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let versioned_edits = edit.is_some_and(|edit| edit.document_changes == Some(true));
        let mut flags = ClientFlags {
            position_encoding: position_encoding(client),
            pulls_diagnostics: document.is_some_and(|document| document.diagnostic.is_some()),
            refreshes_diagnostics: workspace
                .and_then(|workspace| workspace.diagnostics.as_ref())
                .is_some_and(|diagnostics| diagnostics.refresh_support == Some(true)),
            refreshes_inlay_hints: workspace
                .and_then(|workspace| workspace.inlay_hint.as_ref())
                .is_some_and(|hints| hints.refresh_support == Some(true)),
            refreshes_semantic_tokens: workspace
                .and_then(|workspace| workspace.semantic_tokens.as_ref())
                .is_some_and(|tokens| tokens.refresh_support == Some(true)),
            refreshes_code_lenses: workspace
                .and_then(|workspace| workspace.code_lens.as_ref())
                .is_some_and(|lenses| lenses.refresh_support == Some(true)),
            hover_markdown: document
                .and_then(|document| document.hover.as_ref())
                .is_some_and(|hover| has_markdown(hover.content_format.as_deref())),
            definition_links: document
                .and_then(|document| document.definition.as_ref())
                .is_some_and(|definition| definition.link_support == Some(true)),
            document_symbols: document.is_some_and(|document| document.document_symbol.is_some()),
            nested_document_symbols: document
                .and_then(|document| document.document_symbol.as_ref())
                .is_some_and(|symbol| symbol.hierarchical_document_symbol_support == Some(true)),
            workspace_symbols: workspace.is_some_and(|workspace| workspace.symbol.is_some()),
            document_highlights: document
                .is_some_and(|document| document.document_highlight.is_some()),
            document_links: document.is_some_and(|document| document.document_link.is_some()),
            document_link_tooltips: document
                .and_then(|document| document.document_link.as_ref())
                .is_some_and(|link| link.tooltip_support == Some(true)),
            renames: document.is_some_and(|document| document.rename.is_some()),
            prepares_rename: document
                .and_then(|document| document.rename.as_ref())
                .is_some_and(|rename| rename.prepare_support == Some(true)),
            formats: document.is_some_and(|document| document.formatting.is_some()),
            formats_ranges: name != Some("Neovim")
                && document.is_some_and(|document| document.range_formatting.is_some()),
            selection_ranges: document.is_some_and(|document| document.selection_range.is_some()),
            semantic_tokens: document
                .and_then(|document| document.semantic_tokens.as_ref())
                .and_then(token_flags),
            code_lenses: document.is_some_and(|document| document.code_lens.is_some()),
            inlay_hints: document.is_some_and(|document| document.inlay_hint.is_some()),
            retriggers_completion: client.experimental.as_ref().is_some_and(|experimental| {
                let commands = experimental["commands"]["commands"].as_array();
                commands.is_some_and(|commands| commands.iter().any(|name| name == RETRIGGER))
            }),
            versioned_edits,
            snippet_edits: versioned_edits
                && edit.is_some_and(|edit| edit.snippet_edit_support == Some(true)),
            shows_pages: workspace
                .is_some_and(|workspace| workspace.text_document_content.is_some()),
            workspace_folders: workspace
                .is_some_and(|workspace| workspace.workspace_folders == Some(true)),
            answers_configuration: workspace
                .is_some_and(|workspace| workspace.configuration == Some(true)),
            registers_configuration: workspace
                .and_then(|workspace| workspace.did_change_configuration.as_ref())
                .is_some_and(|change| change.dynamic_registration == Some(true)),
            registers_watched_files: workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref())
                .is_some_and(|watched| watched.dynamic_registration == Some(true)),
            ..ClientFlags::default()
        };
        let Some(document) = document else {
            return flags;
        };
        if let Some(publish) = &document.publish_diagnostics {
            flags.add_diagnostics(&publish.diagnostics_capabilities);
        }
        if let Some(pull) = &document.diagnostic {
            flags.add_diagnostics(&pull.diagnostics_capabilities);
        }
        if let Some(completion) = &document.completion {
            flags.add_completion(completion);
        }
        if let Some(code_action) = &document.code_action {
            flags.add_code_action(code_action);
        }
        if let Some(folding) = &document.folding_range {
            flags.add_folding(folding);
        }
        flags
    }

    fn add_diagnostics(&mut self, client: &DiagnosticsCapabilities) {
        let tags = client.tag_support.as_ref();
        let has_tag = |tag| tags.is_some_and(|tags| tags.value_set.contains(&tag));
        self.diagnostic_related_information |= client.related_information == Some(true);
        self.diagnostic_tag_unnecessary |= has_tag(DiagnosticTag::Unnecessary);
        self.diagnostic_tag_deprecated |= has_tag(DiagnosticTag::Deprecated);
        self.diagnostic_code_description |= client.code_description_support == Some(true);
        self.diagnostic_data |= client.data_support == Some(true);
    }

    fn add_completion(&mut self, client: &CompletionClientCapabilities) {
        let Some(item) = &client.completion_item else {
            return;
        };
        self.completion_snippets = item.snippet_support == Some(true);
        self.completion_markup = item.documentation_format.is_some();
        self.completion_markdown = has_markdown(item.documentation_format.as_deref());
        self.completion_tag_deprecated = item
            .tag_support
            .as_ref()
            .is_some_and(|tags| tags.value_set.contains(&CompletionItemTag::Deprecated));
        self.completion_resolves_documentation = item
            .resolve_support
            .as_ref()
            .is_some_and(|resolve| has(&resolve.properties, "documentation"));
    }

    fn add_code_action(&mut self, client: &CodeActionClientCapabilities) {
        self.code_action_literals = client.code_action_literal_support.is_some();
        self.code_action_preferred = client.is_preferred_support == Some(true);
    }

    fn add_folding(&mut self, client: &FoldingRangeClientCapabilities) {
        let kinds = client.folding_range_kind.as_ref();
        let kinds = kinds.and_then(|kinds| kinds.value_set.as_deref());
        let kinds = kinds.unwrap_or_default();
        self.folds = true;
        self.folds_lines_only = client.line_folding_only == Some(true);
        self.fold_limit = client.range_limit;
        self.fold_kind_comment = kinds.contains(&FoldingRangeKind::Comment);
        self.fold_kind_region = kinds.contains(&FoldingRangeKind::Region);
    }
}

/// What a client says of semantic tokens; nothing where it takes them in no format that there is, or asks for none.
fn token_flags(client: &SemanticTokensClientCapabilities) -> Option<TokenFlags> {
    use lsp_types::{
        ClientSemanticTokensRequestOptionsFull as Full,
        ClientSemanticTokensRequestOptionsRange as Range,
    };
    let flags = TokenFlags {
        full: !matches!(client.requests.full, None | Some(Full::Bool(false))),
        range: !matches!(client.requests.range, None | Some(Range::Bool(false))),
        types: client.token_types.clone(),
        deprecated: has(&client.token_modifiers, "deprecated"),
    };
    let asks = flags.full || flags.range;
    (asks && client.formats.contains(&TokenFormat::Relative)).then_some(flags)
}

fn has(properties: &[String], name: &str) -> bool {
    properties.iter().any(|property| property == name)
}

fn has_markdown(formats: Option<&[MarkupKind]>) -> bool {
    formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown))
}

fn position_encoding(client: &ClientCapabilities) -> PositionEncoding {
    let offered = client
        .general
        .as_ref()
        .and_then(|general| general.position_encodings.as_deref())
        .unwrap_or_default();
    if offered.contains(&PositionEncodingKind::UTF8) {
        PositionEncoding::Utf8
    } else if offered.contains(&PositionEncodingKind::UTF16) || offered.is_empty() {
        PositionEncoding::Utf16
    } else if offered.contains(&PositionEncodingKind::UTF32) {
        PositionEncoding::Utf32
    } else {
        PositionEncoding::Utf16
    }
}

/// The characters behind which there is something to complete: commands, versions, sections, fences, values.
const TRIGGERS: [&str; 5] = ["/", "=", "#", "`", " "];

/// What the server offers to a client with these flags.
pub fn server_capabilities(client: &ClientFlags) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(match client.position_encoding {
            PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
            PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::Incremental),
                ..TextDocumentSyncOptions::default()
            }
            .into(),
        ),
        workspace: Some(WorkspaceOptions {
            workspace_folders: (client.workspace_folders).then_some(
                WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(ChangeNotifications::Bool(true)),
                },
            ),
            text_document_content: client.shows_pages.then(|| pages::options().into()),
            ..WorkspaceOptions::default()
        }),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(TRIGGERS.map(str::to_owned).into()),
            resolve_provider: Some(client.completion_resolves_documentation),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        document_symbol_provider: client.document_symbols.then(|| true.into()),
        workspace_symbol_provider: client.workspace_symbols.then(|| true.into()),
        document_highlight_provider: client.document_highlights.then(|| true.into()),
        document_link_provider: client.document_links.then(DocumentLinkOptions::default),
        folding_range_provider: client.folds.then(|| true.into()),
        rename_provider: client.renames.then(|| rename_provider(client)),
        document_formatting_provider: client.formats.then(|| true.into()),
        document_range_formatting_provider: client.formats_ranges.then(|| true.into()),
        selection_range_provider: client.selection_ranges.then(|| true.into()),
        semantic_tokens_provider: (client.semantic_tokens.as_ref())
            .map(|tokens| semantic_tokens::options(tokens).into()),
        code_lens_provider: client.code_lenses.then(CodeLensOptions::default),
        inlay_hint_provider: client.inlay_hints.then(|| true.into()),
        code_action_provider: client.code_action_literals.then(|| {
            CodeActionOptions {
                code_action_kinds: Some(ActionKind::ALL.map(|kind| kind.name().into()).into()),
                ..CodeActionOptions::default()
            }
            .into()
        }),
        diagnostic_provider: client.pulls_diagnostics.then(|| {
            DiagnosticOptions {
                identifier: Some("issue-ls".to_owned()),
                ..DiagnosticOptions::default()
            }
            .into()
        }),
        ..ServerCapabilities::default()
    }
}

fn rename_provider(client: &ClientFlags) -> RenameProvider {
    if !client.prepares_rename {
        return true.into();
    }
    RenameOptions {
        prepare_provider: Some(true),
        ..RenameOptions::default()
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn flags(capabilities: Value) -> ClientFlags {
        flags_of(None, capabilities)
    }

    fn flags_of(name: Option<&str>, capabilities: Value) -> ClientFlags {
        let capabilities = serde_json::from_value(capabilities).expect("capabilities");
        ClientFlags::new(&capabilities, name)
    }

    #[test]
    fn a_client_that_says_nothing_gets_nothing_special() {
        let flags = flags(json!({}));
        assert_eq!(flags, ClientFlags::default());
        assert_eq!(flags.position_encoding, PositionEncoding::Utf16);
    }

    #[test]
    fn the_encoding_is_utf_8_where_it_is_offered() {
        for (offered, chosen) in [
            (json!(["utf-16"]), PositionEncoding::Utf16),
            (json!(["utf-16", "utf-8"]), PositionEncoding::Utf8),
            (json!(["utf-32", "utf-16"]), PositionEncoding::Utf16),
            (json!(["utf-32"]), PositionEncoding::Utf32),
            (json!(["utf-7"]), PositionEncoding::Utf16),
            (json!([]), PositionEncoding::Utf16),
        ] {
            let capabilities = json!({"general": {"positionEncodings": offered}});
            assert_eq!(flags(capabilities).position_encoding, chosen, "{offered}");
        }
    }

    #[test]
    fn every_flag_is_found_where_the_protocol_has_it() {
        let everything = flags(json!({
            "general": {"positionEncodings": ["utf-8"]},
            "experimental": {"commands": {"commands": ["editor.action.triggerSuggest"]}},
            "workspace": {
                "workspaceFolders": true,
                "configuration": true,
                "didChangeConfiguration": {"dynamicRegistration": true},
                "didChangeWatchedFiles": {"dynamicRegistration": true},
                "diagnostics": {"refreshSupport": true},
                "inlayHint": {"refreshSupport": true},
                "semanticTokens": {"refreshSupport": true},
                "codeLens": {"refreshSupport": true},
                "textDocumentContent": {},
                "symbol": {},
                "workspaceEdit": {"documentChanges": true, "snippetEditSupport": true},
            },
            "textDocument": {
                "diagnostic": {},
                "publishDiagnostics": {
                    "relatedInformation": true,
                    "tagSupport": {"valueSet": [1, 2, 3]},
                    "codeDescriptionSupport": true,
                    "dataSupport": true,
                },
                "completion": {"completionItem": {
                    "snippetSupport": true,
                    "documentationFormat": ["markdown", "plaintext"],
                    "tagSupport": {"valueSet": [1]},
                    "resolveSupport": {"properties": ["documentation", "detail"]},
                }},
                "codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix"]}},
                    "isPreferredSupport": true,
                    "dataSupport": true,
                    "resolveSupport": {"properties": ["edit"]},
                },
                "hover": {"contentFormat": ["markdown"]},
                "codeLens": {},
                "inlayHint": {},
                "definition": {"linkSupport": true},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                "documentHighlight": {},
                "documentLink": {"tooltipSupport": true},
                "rename": {"prepareSupport": true},
                "formatting": {},
                "rangeFormatting": {},
                "selectionRange": {},
                "foldingRange": {
                    "rangeLimit": 7,
                    "lineFoldingOnly": true,
                    "foldingRangeKind": {"valueSet": ["comment", "region"]},
                },
                "semanticTokens": {
                    "requests": {"full": {"delta": true}, "range": true},
                    "tokenTypes": ["property"],
                    "tokenModifiers": ["deprecated"],
                    "formats": ["relative"],
                },
            },
        }));
        assert_eq!(
            everything,
            ClientFlags {
                position_encoding: PositionEncoding::Utf8,
                pulls_diagnostics: true,
                refreshes_diagnostics: true,
                refreshes_inlay_hints: true,
                refreshes_semantic_tokens: true,
                refreshes_code_lenses: true,
                diagnostic_related_information: true,
                diagnostic_tag_unnecessary: true,
                diagnostic_tag_deprecated: true,
                diagnostic_code_description: true,
                diagnostic_data: true,
                completion_snippets: true,
                completion_markdown: true,
                completion_markup: true,
                completion_tag_deprecated: true,
                completion_resolves_documentation: true,
                retriggers_completion: true,
                code_action_literals: true,
                code_action_preferred: true,
                hover_markdown: true,
                definition_links: true,
                document_symbols: true,
                nested_document_symbols: true,
                workspace_symbols: true,
                document_highlights: true,
                document_links: true,
                document_link_tooltips: true,
                renames: true,
                prepares_rename: true,
                formats: true,
                formats_ranges: true,
                selection_ranges: true,
                folds: true,
                folds_lines_only: true,
                fold_limit: Some(7),
                fold_kind_comment: true,
                fold_kind_region: true,
                semantic_tokens: Some(TokenFlags {
                    full: true,
                    range: true,
                    types: vec!["property".to_owned()],
                    deprecated: true,
                }),
                code_lenses: true,
                inlay_hints: true,
                versioned_edits: true,
                snippet_edits: true,
                shows_pages: true,
                workspace_folders: true,
                answers_configuration: true,
                registers_configuration: true,
                registers_watched_files: true,
            }
        );
    }

    #[test]
    fn diagnostics_are_offered_for_pulling_to_those_who_pull() {
        let pulling = flags(json!({"textDocument": {"diagnostic": {}, "publishDiagnostics": {}}}));
        assert!(server_capabilities(&pulling).diagnostic_provider.is_some());
        let pushed_to = flags(json!({"textDocument": {"publishDiagnostics": {}}}));
        assert!(
            server_capabilities(&pushed_to)
                .diagnostic_provider
                .is_none()
        );
    }

    #[test]
    fn reading_features_are_offered_where_the_client_has_them() {
        let features = [
            (
                "documentSymbolProvider",
                json!({"textDocument": {"documentSymbol": {}}}),
            ),
            (
                "workspaceSymbolProvider",
                json!({"workspace": {"symbol": {}}}),
            ),
            (
                "documentHighlightProvider",
                json!({"textDocument": {"documentHighlight": {}}}),
            ),
            (
                "documentLinkProvider",
                json!({"textDocument": {"documentLink": {}}}),
            ),
            (
                "documentFormattingProvider",
                json!({"textDocument": {"formatting": {}}}),
            ),
            (
                "documentRangeFormattingProvider",
                json!({"textDocument": {"rangeFormatting": {}}}),
            ),
            ("renameProvider", json!({"textDocument": {"rename": {}}})),
            (
                "foldingRangeProvider",
                json!({"textDocument": {"foldingRange": {}}}),
            ),
            (
                "selectionRangeProvider",
                json!({"textDocument": {"selectionRange": {}}}),
            ),
            (
                "semanticTokensProvider",
                json!({"textDocument": {"semanticTokens": {
                    "requests": {"full": true}, "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"],
                }}}),
            ),
        ];
        let offered = |client: &ClientFlags| {
            let offered = serde_json::to_value(server_capabilities(client)).expect("it is JSON");
            let names = features.iter().map(|(name, _)| *name);
            let names = names.filter(|name| !offered[*name].is_null());
            names.collect::<Vec<_>>()
        };
        assert_eq!(offered(&ClientFlags::default()), [""; 0]);
        for (name, client) in &features {
            assert_eq!(offered(&flags(client.clone())), [*name]);
        }
    }

    #[test]
    fn tokens_are_for_those_who_ask_for_them_in_their_format() {
        let tokens = |requests: Value, formats: Value| {
            let client = json!({"textDocument": {"semanticTokens": {
                "requests": requests, "tokenTypes": [], "tokenModifiers": [], "formats": formats,
            }}});
            flags(client)
                .semantic_tokens
                .map(|flags| (flags.full, flags.range))
        };
        let relative = || json!(["relative"]);
        assert_eq!(
            tokens(json!({"full": true}), relative()),
            Some((true, false))
        );
        assert_eq!(
            tokens(json!({"full": false, "range": {}}), relative()),
            Some((false, true))
        );
        assert_eq!(tokens(json!({"full": false}), relative()), None);
        assert_eq!(tokens(json!({"full": true}), json!([])), None);
    }

    #[test]
    fn neovim_keeps_its_gq() {
        let formats = |name| {
            let client = json!({"textDocument": {"formatting": {}, "rangeFormatting": {}}});
            let flags = flags_of(name, client);
            (flags.formats, flags.formats_ranges)
        };
        assert_eq!(formats(Some("Neovim")), (true, false));
        assert_eq!(formats(Some("Helix")), (true, true));
        assert_eq!(formats(None), (true, true));
    }

    #[test]
    fn tab_stops_need_versioned_edits() {
        let flags = flags(json!({"workspace": {"workspaceEdit": {"snippetEditSupport": true}}}));
        assert!(!flags.snippet_edits);
    }
}
