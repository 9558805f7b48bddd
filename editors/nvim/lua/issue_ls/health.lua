-- `:checkhealth issue_ls`: is Neovim new enough, does the program run, and does a client use it.
local function report(holds, text, advice) vim.health[holds and 'ok' or 'error'](text, advice) end

return { check = function()
  vim.health.start('issue-ls')
  report(vim.fn.has('nvim-0.10') == 1, 'Neovim ' .. tostring(vim.version()) .. ' (0.10 or newer is needed)')
  local version, problem = require('issue_ls').call('--version')
  report(version, version or problem, { 'Put issue-ls on your PATH, or set `cmd`; see :help issue-ls-setup' })
  vim.health.info(#vim.lsp.get_clients({ name = 'issue_ls' }) .. ' clients attached (one for each root folder in use)')
end }
