-- Starts the client and opens new drafts. Findings, completion, fixes and hover are Neovim's own LSP client talking to
-- the server; nothing here knows what an issue body looks like.
local M = { options = {} }

--- The client's configuration: Neovim's merged one from 0.11 on, else the defaults with the options of setup().
function M.configuration()
  if vim.lsp.config then return vim.lsp.config.issue_ls end
  local defaults = dofile(vim.api.nvim_get_runtime_file('lsp/issue_ls.lua', false)[1])
  return vim.tbl_deep_extend('force', { name = 'issue_ls' }, defaults, M.options)
end

--- Attaches to drafts from now on, and to those already open. `options`: what to change of lsp/issue_ls.lua.
function M.setup(options)
  M.options = options or {}
  if vim.lsp.config then vim.lsp.config('issue_ls', M.options) end
  if vim.lsp.enable then vim.lsp.enable('issue_ls') end
  local config = M.configuration()
  -- One server for all drafts outside of any root, which 0.10 would not share by itself.
  local function same(client, wanted) return client.name == wanted.name and client.root_dir == wanted.root_dir end
  local function start(event)
    -- vim.lsp.enable() takes care of files only. Octo's buffers are 'acwrite'; a hover's window is 'nofile'.
    local buftype = vim.bo[event.buf].buftype
    if buftype ~= 'acwrite' and (buftype ~= '' or vim.lsp.enable) then return end
    local root = vim.fs.root(event.buf, vim.iter(config.root_markers):flatten():totable())
    vim.lsp.start(vim.tbl_extend('keep', { root_dir = root }, config), { bufnr = event.buf, reuse_client = same })
  end
  local group = vim.api.nvim_create_augroup('issue_ls', {})
  vim.api.nvim_create_autocmd('FileType', { group = group, pattern = config.filetypes, callback = start })
  vim.cmd('silent! doautoall <nomodeline> issue_ls FileType')
end

--- Runs the server's program with other arguments. Returns what it prints, or nil and what went wrong.
function M.call(...)
  local command = M.configuration().cmd
  command = vim.list_extend(vim.list_slice(command, 1, vim.fn.index(command, 'server')), { ... })
  local started, result = pcall(function() return vim.system(command, { text = true }):wait() end)
  if started and result.code == 0 then return (result.stdout:gsub('\n$', '')) end
  return nil, command[1] .. ': ' .. (started and result.stderr or result)
end

--- Opens a new draft with the places to fill as tab stops. Only `:write` makes it a file. `call`: what a command gets,
--- the template's name in `args` and modifiers such as `:tab` in `smods`.
function M.new(call)
  local skeleton, problem = M.call('new', '--snippet', call.args ~= '' and call.args or nil)
  if not skeleton then return vim.notify(problem, vim.log.levels.ERROR) end
  vim.cmd.new({ os.date('issue-%Y%m%d-%H%M%S.md'), mods = call.smods })
  vim.snippet.expand(skeleton)
end

return M
