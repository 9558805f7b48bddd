-- What the editor tests are written in: a folder and a server of its own for each test, drafts as text, findings as
-- lines such as "4 error invalid-version", and a second Neovim where keys have to be typed or a process has to die.
-- Runs inside Neovim, on 0.10 as on newer ones. ISSUE_LS names the program, NVIM_TESTS (a Lua
-- pattern) the tests to run.
local H = {}

H.program = assert(vim.env.ISSUE_LS, 'ISSUE_LS has to name the program')
H.plugin = vim.fs.normalize(vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h:h:h') .. '/editors/nvim')

local patience = 10000 -- milliseconds; only a failing test waits that long

--- Waits until `holds` returns something true and returns that. `what` is the complaint when it never does.
function H.wait(what, holds)
  local result
  local found = vim.wait(patience, function()
    result = holds()
    return result
  end, 10)
  if not found then error(type(what) == 'function' and what() or 'waited in vain: ' .. what, 0) end
  return result
end

function H.equal(actual, expected)
  if vim.deep_equal(actual, expected) then return end
  local function show(value) return type(value) == 'string' and value or vim.inspect(value) end
  error('expected\n' .. show(expected) .. '\nbut got\n' .. show(actual), 0)
end

--- Attaches to drafts with the program under test.
function H.setup(options)
  local defaults = { cmd = { H.program, 'server' } }
  require('issue_ls').setup(vim.tbl_deep_extend('force', defaults, options or {}))
end

--- Writes a file below the test's folder.
function H.write(path, text)
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  vim.fn.writefile(vim.split(text, '\n'), path, 'b')
end

--- Opens `text` as a file and waits for the client. Returns the buffer.
function H.open(path, text)
  H.write(path, text)
  vim.cmd.edit(path)
  H.client()
  return vim.api.nvim_get_current_buf()
end

--- The client of the current buffer, once the server has answered `initialize`.
function H.client()
  return H.wait('a client for this buffer', function()
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'issue_ls' })[1]
    return client and client.initialized and client
  end)
end

function H.text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, false), '\n')
end

--- Asks the server, waits, and returns its result. `position` is { line, byte column }, lines from 1.
function H.ask(method, position, more)
  local params = vim.tbl_extend('force', { textDocument = { uri = vim.uri_from_bufnr(0) } }, more or {})
  if position then
    vim.api.nvim_win_set_cursor(0, position)
    params.position = vim.lsp.util.make_position_params(0, H.client().offset_encoding).position
  end
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, patience))
  local answer = assert(answers[H.client().id], method .. ' was not answered')
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

--- The findings of the current buffer, in order: "4 error invalid-version". Information (`unresolved-branch` and such
--- depend on today's date) only with `all`.
function H.findings(all)
  local names = { 'error', 'warning', 'information', 'hint' }
  local diagnostics = vim.diagnostic.get(0, not all and { severity = { min = vim.diagnostic.severity.WARN } } or nil)
  table.sort(diagnostics, function(a, b)
    if a.lnum ~= b.lnum then return a.lnum < b.lnum end
    if a.col ~= b.col then return a.col < b.col end
    return a.code < b.code
  end)
  return vim.tbl_map(function(it) return ('%d %s %s'):format(it.lnum + 1, names[it.severity], it.code) end, diagnostics)
end

--- Waits until the current buffer has exactly these findings.
function H.expect(expected)
  local function complaint()
    return 'expected the findings\n' .. vim.inspect(expected) .. '\nbut got\n' .. vim.inspect(H.findings())
  end
  H.wait(complaint, function() return vim.deep_equal(H.findings(), expected) end)
end

--- Makes sure that the current buffer has these findings and no others, and that it is not merely too early to say so:
--- the server has answered a later question, and what it may have sent before has had time to be shown.
function H.stays(expected, all)
  H.ask('textDocument/hover', { 1, 0 })
  vim.wait(300)
  H.equal(H.findings(all), expected)
end

--- The text under a finding.
function H.covered(diagnostic)
  local lines = vim.api.nvim_buf_get_text(
    0, diagnostic.lnum, diagnostic.col, diagnostic.end_lnum, diagnostic.end_col, {})
  return table.concat(lines, '\n')
end

--- What is marked in a buffer by highlight groups that begin like this, in order: "5 v1.37.0 LspReferenceRead".
function H.marks(buffer, group)
  local marked = {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buffer, -1, 0, -1, { details = true })) do
    local row, column, details = mark[2], mark[3], mark[4]
    if details.hl_group and vim.startswith(details.hl_group, group) then
      local words = vim.api.nvim_buf_get_text(buffer, row, column, details.end_row, details.end_col, {})
      table.insert(marked, ('%d %s %s'):format(row + 1, table.concat(words, '\n'), details.hl_group))
    end
  end
  return marked
end

--- Applies the only action of a kind at a position, as a person would choose it, and waits for the text to change.
function H.act(kind, position)
  vim.api.nvim_win_set_cursor(0, position or { 1, 0 })
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.ui.select = function(actions) error('several actions where one was expected: ' .. vim.inspect(actions)) end
  vim.lsp.buf.code_action({
    apply = true,
    context = { only = { kind } },
    filter = function(action) return not action.title:lower():find('ignore') end,
  })
  H.wait('the action ' .. kind, function() return vim.api.nvim_buf_get_changedtick(0) ~= before end)
end

--- A second Neovim with a real event loop, started as a person does, with an init.lua. Returns a function that runs Lua
--- in it, one that types keys, and its process id.
function H.second_neovim(arguments)
  H.write('init.lua', table.concat({
    ('vim.opt.runtimepath:prepend(%q)'):format(H.plugin),
    ('require("issue_ls").setup({ cmd = { %q, "server" } })'):format(H.program),
  }, '\n'))
  local command = { vim.v.progpath, '--embed', '--headless', '-u', 'init.lua', '-i', 'NONE', '-n' }
  local job = vim.fn.jobstart(vim.list_extend(command, arguments), { rpc = true })
  assert(job > 0, 'the second Neovim does not start')
  local function lua(code, ...) return vim.rpcrequest(job, 'nvim_exec_lua', code, { ... }) end
  local function keys(typed) vim.rpcnotify(job, 'nvim_input', typed) end
  return lua, keys, vim.fn.jobpid(job)
end

--- Whether a process has ended; one that only waits to be collected by its parent counts as ended.
function H.has_ended(process)
  local file = io.open(('/proc/%d/stat'):format(process))
  local state = file and file:read('a'):match('%) (%a)')
  if file then file:close() end
  return not state or state == 'Z'
end

--- The processes of the program under test that another process has started.
function H.servers_of(process)
  return vim.tbl_filter(function(child)
    local file = io.open(('/proc/%d/cmdline'):format(child))
    local words = file and file:read('a') or ''
    if file then file:close() end
    return words:find(H.program, 1, true) ~= nil and not H.has_ended(child)
  end, vim.api.nvim_get_proc_children(process))
end

--- Stops a client and waits until Neovim has forgotten it.
function H.stop(client)
  if vim.lsp.enable then client:stop() else client.stop() end
  H.wait('the client to stop', function() return not vim.lsp.get_client_by_id(client.id) end)
end

--- Makes Neovim as it was before a test: the next one starts without clients, buffers and configuration.
local function clean_up()
  pcall(vim.api.nvim_del_augroup_by_name, 'issue_ls')
  if vim.lsp.enable then
    vim.lsp.enable('issue_ls', false) -- stops its clients
    vim.lsp.config.issue_ls = {}
  else
    vim.iter(vim.lsp.get_clients()):each(H.stop)
  end
  H.wait('the clients to stop', function() return not next(vim.lsp.get_clients()) end)
  vim.cmd('silent! %bwipeout!')
end

--- Runs tests, { name, function } each, and ends Neovim: 0 when all passed, 1 when not.
function H.run(tests)
  vim.opt.runtimepath:prepend(H.plugin)
  vim.o.swapfile = false
  vim.cmd('filetype on')
  vim.cmd.runtime('plugin/issue_ls.lua')
  local version = ('Neovim 0.%d'):format(vim.version().minor)
  local failures = 0
  for _, test in ipairs(tests) do
    local name, body = test[1], test[2]
    if name:find(vim.env.NVIM_TESTS or '') then
      local folder = vim.fn.tempname()
      vim.fn.mkdir(folder, 'p')
      vim.cmd.cd(folder)
      local passed, problem = xpcall(body, function(message)
        return type(message) == 'string' and message or vim.inspect(message)
      end)
      local cleaned, obstacle = pcall(clean_up)
      if passed and not cleaned then passed, problem = false, obstacle end
      if passed then
        io.stdout:write(('ok - %s: %s\n'):format(version, name))
      else
        failures = failures + 1
        io.stdout:write(('not ok - %s: %s: %s\n'):format(version, name, (problem:gsub('\n', '\n    '))))
      end
    end
  end
  os.exit(failures == 0 and 0 or 1)
end

return H
