-- The two commands, and word to the server when its configuration or a template has been written: on Linux Neovim does
-- not watch files for a server.
local missing = { context = { only = { 'source.insertMissing.issue-ls' }, diagnostics = {} }, apply = true }
vim.api.nvim_create_user_command('IssueLsNew', function(call) require('issue_ls').new(call) end, { nargs = '?' })
vim.api.nvim_create_user_command('IssueLsInsert', function() vim.lsp.buf.code_action(missing) end, {})

local function tell(event)
  local change = { changes = { { uri = vim.uri_from_fname(event.match), type = 2 } } }
  for _, client in ipairs(vim.lsp.get_clients({ name = 'issue_ls' })) do
    client.rpc.notify('workspace/didChangeWatchedFiles', change)
  end
end
vim.api.nvim_create_autocmd('BufWritePost', { pattern = { '*issue-ls.toml', '*/ISSUE_TEMPLATE/*' }, callback = tell })
