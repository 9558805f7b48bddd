-- The two commands.
local missing = { context = { only = { 'source.insertMissing.issue-ls' }, diagnostics = {} }, apply = true }
vim.api.nvim_create_user_command('IssueLsNew', function(call) require('issue_ls').new(call) end, { nargs = '?' })
vim.api.nvim_create_user_command('IssueLsInsert', function() vim.lsp.buf.code_action(missing) end, {})
