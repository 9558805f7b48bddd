-- Form files get a filetype of their own, so that no server is started for other YAML; they look and indent as YAML does.
vim.filetype.add({ pattern = { ['.*[/\\]ISSUE_TEMPLATE[/\\][^/\\]+%.ya?ml'] = 'yaml.issue-form' } })
-- The two commands.
local missing = { context = { only = { 'source.insertMissing.issue-ls' }, diagnostics = {} }, apply = true }
vim.api.nvim_create_user_command('IssueLsNew', function(call) require('issue_ls').new(call) end, { nargs = '?' })
vim.api.nvim_create_user_command('IssueLsInsert', function() vim.lsp.buf.code_action(missing) end, {})
