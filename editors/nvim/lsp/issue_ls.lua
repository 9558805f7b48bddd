-- How to start the server and for which buffers. Neovim 0.11 and newer find this table by its name, for
-- `vim.lsp.enable('issue_ls')`; on 0.10 `require('issue_ls').setup()` reads it. The rest is the server's business:
-- it recognises drafts and is silent about every other Markdown text.
return {
  cmd = { 'issue-ls', 'server' },
  filetypes = { 'markdown', 'octo', 'yaml.issue-form' },
  root_markers = { { 'issue-ls.toml', '.issue-ls.toml', '.github', '.git' } }, -- the nearest; none is needed
  -- Settings go along with the first message, so that the first findings already follow them.
  before_init = function(params, config)
    params.initializationOptions = config.init_options or config.settings
    -- Before 0.12 Neovim asks for findings, but cannot be told to ask again when a file on disk changes. It is sent them.
    local can = params.capabilities
    if not vim.tbl_get(can, 'workspace', 'diagnostics', 'refreshSupport') then can.textDocument.diagnostic = nil end
  end,
}
