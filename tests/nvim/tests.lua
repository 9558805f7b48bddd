-- The Neovim client against the real server: what a person sees and gets while writing a draft.
--     nvim --headless -u NONE -i NONE -n -l tests/nvim/tests.lua
local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
package.path = here .. '/?.lua;' .. package.path
local H = require('harness')

-- A draft without a finding. Line 5 and line 9 are its release entries.
local good = [[
/priority critical-urgent
/sig node

```release
introduced-in=v1.37.0
```

```release
resolved-in=v1.37.1
```

## Symptoms

Pods with a volume stay in ContainerCreating after the node restarts.

## Root cause

The kubelet forgets which volumes it has mounted.

Binaries:
- kubelet

## Impact

Every node that restarts loses its pods with volumes.

## Resolution

The kubelet reads the mounts back from disk.

## PRs

- #140300
]]

local readme = [[
# A project

## Usage

/path/to/program --flag

- [ ] write more
```sh
make
```
]]

--- The good draft with one thing changed.
local function but(what, replacement)
  local first, last = good:find(what, 1, true)
  assert(first, 'the good draft does not hold ' .. what)
  return good:sub(1, first - 1) .. replacement .. good:sub(last + 1)
end

local bad_version = but('v1.37.0', '1.37.0')

local tests = {
  { 'a draft in a file has findings with code and source', function()
    H.setup()
    H.open('issue.md', bad_version)
    H.expect({ '5 error invalid-version' })
    local finding = vim.diagnostic.get(0, { lnum = 4 })[1]
    H.equal(finding.source, 'issue-ls')
    H.equal(H.covered(finding):find('1.37.0', 1, true) ~= nil, true)
  end },

  { 'findings are shown once', function()
    H.setup()
    H.open('issue.md', bad_version)
    H.expect({ '5 error invalid-version' })
    H.stays({ '5 error invalid-version' })
  end },

  { 'a well-formed draft has no finding', function()
    H.setup()
    H.open('issue.md', good)
    H.stays({})
  end },

  { 'a form file of a repository has findings, and other YAML has no server', function()
    local form = 'name: x\ndescription: y\nbody:\n- type: input\n  attributes:\n    label: z\n    labell: z\n'
    H.setup()
    H.write('.github/workflows/test.yml', form)
    vim.cmd.edit('.github/workflows/test.yml')
    H.equal(vim.bo.filetype, 'yaml')
    H.equal(#vim.lsp.get_clients({ bufnr = 0 }), 0)
    H.open('.github/ISSUE_TEMPLATE/bug.yml', form)
    H.expect({ '7 error form-unknown-key' })
    H.stays({ '7 error form-unknown-key' })
  end },

  { 'findings follow what is typed', function()
    H.setup()
    H.open('issue.md', good)
    vim.api.nvim_buf_set_lines(0, 4, 5, false, { 'introduced-in=1.37.0' })
    H.expect({ '5 error invalid-version' })
    vim.api.nvim_buf_set_lines(0, 4, 5, false, { 'introduced-in=v1.37.0' })
    H.expect({})
  end },

  { 'an ordinary README has none, until it becomes a draft', function()
    H.setup()
    H.open('README.md', readme)
    H.stays({}, true)
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(bad_version, '\n'))
    H.expect({ '5 error invalid-version' })
  end },

  { 'an octo buffer has none, though the client is attached', function()
    H.setup()
    vim.cmd.enew()
    vim.api.nvim_buf_set_name(0, 'octo://kubernetes/kubernetes/issue/1')
    vim.bo.buftype = 'acwrite'
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(bad_version, '\n'))
    vim.bo.filetype = 'octo'
    H.client()
    H.stays({}, true)
  end },

  { 'a window that only shows Markdown is left alone', function()
    H.setup()
    H.open('issue.md', good)
    vim.api.nvim_win_set_buf(0, vim.api.nvim_create_buf(false, true))
    vim.bo.filetype = 'markdown'
    vim.wait(300)
    H.equal(#vim.lsp.get_clients({ bufnr = 0 }), 0)
  end },

  { "gh's editor file: title and all below the scissors are left alone", function()
    H.setup()
    H.open('1234567890.md', '/sig is a title\n' .. bad_version .. [[

------------------------ >8 ------------------------

Please Enter the title on the first line and the body on subsequent lines.
Lines below dotted lines will be ignored, and an empty title aborts the creation process.
/sig nod
]])
    H.expect({ '6 error invalid-version' })
  end },

  { 'a new buffer that was never saved', function()
    H.setup()
    vim.cmd.edit('never-saved.md')
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(bad_version, '\n'))
    H.expect({ '5 error invalid-version' })
    H.act('quickfix', { 5, 16 })
    H.equal(H.text(), good)
  end },

  -- Neovim cannot show findings here, as it looks for their buffer by name.
  { 'a buffer without a name has hover', function()
    H.setup()
    vim.cmd.enew()
    vim.bo.filetype = 'markdown'
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(good, '\n'))
    H.client()
    H.equal(H.ask('textDocument/hover', { 2, 6 }).contents.value:find('sig/node', 1, true) ~= nil, true)
  end },

  { 'the cursor column counts on behind an emoji, in each encoding', function()
    for _, encoding in ipairs({ 'utf-8', 'utf-16', 'utf-32' }) do
      local capabilities = vim.lsp.protocol.make_client_capabilities()
      capabilities.general = { positionEncodings = { encoding } }
      H.setup({ capabilities = capabilities })
      H.open(encoding .. '/issue.md', but('/sig node', '/sig 🚀é nodee'))
      H.equal(H.client().offset_encoding, encoding)
      local words = H.wait('a finding about `nodee`', function()
        local covered = vim.tbl_map(H.covered, vim.diagnostic.get(0, { lnum = 1 }))
        return vim.tbl_contains(covered, 'nodee') and covered
      end)
      H.equal(vim.tbl_contains(words, '🚀é'), true)
      H.stop(H.client())
    end
  end },

  { 'quick fix', function()
    H.setup()
    H.open('issue.md', bad_version)
    H.expect({ '5 error invalid-version' })
    H.act('quickfix', { 5, 16 })
    H.equal(H.text(), (good:gsub('\n$', '')))
    H.expect({})
  end },

  { 'quick fix in a file with CRLF', function()
    H.setup()
    H.open('issue.md', (bad_version:gsub('\n', '\r\n')))
    H.equal(vim.bo.fileformat, 'dos')
    H.expect({ '5 error invalid-version' })
    H.act('quickfix', { 5, 16 })
    vim.cmd('silent write')
    H.equal(table.concat(vim.fn.readfile('issue.md', 'b'), '\n'), (good:gsub('\n', '\r\n')))
  end },

  { 'fix all', function()
    H.setup()
    H.open('issue.md', (bad_version:gsub('## Impact', '### impact'):gsub('/sig node', '/sig nodee')))
    H.wait('the findings', function() return #H.findings() >= 3 end)
    H.act('source.fixAll.issue-ls')
    H.equal(H.text(), (good:gsub('\n$', '')))
    H.expect({})
  end },

  { ':IssueLsInsert inserts what is missing and keeps the rest', function()
    H.setup()
    local start, stop = good:find('## Impact.-\n\n.-\n\n')
    H.open('issue.md', good:sub(1, start - 1) .. good:sub(stop + 1))
    H.wait('missing-section', function() return H.findings()[1] and H.findings()[1]:find('missing%-section') end)
    local before = vim.api.nvim_buf_get_lines(0, 0, -1, false)
    vim.cmd.IssueLsInsert()
    H.wait('the section', function() return #vim.api.nvim_buf_get_lines(0, 0, -1, false) > #before end)
    local headings = vim.tbl_filter(function(line) return vim.startswith(line, '#') end,
      vim.api.nvim_buf_get_lines(0, 0, -1, false))
    H.equal(headings, { '## Symptoms', '## Root cause', '## Impact', '## Resolution', '## PRs' })
    local next_kept = 1 -- every line from before is still there, in its order
    for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
      if line == before[next_kept] then next_kept = next_kept + 1 end
    end
    H.equal(next_kept, #before + 1)
  end },

  { 'completion after a typed `/sig `', function()
    local lua, keys = H.second_neovim({ 'issue.md' })
    lua([[vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(..., '\n'))]], good)
    H.wait('the client', function() return lua('return #vim.lsp.get_clients({ bufnr = 0 }) == 1') end)
    lua('vim.o.completeopt = "menuone"')
    keys('ggjA sched<C-x><C-o>')
    local words = H.wait('the menu', function()
      local items = lua('return vim.fn.complete_info({ "items" }).items')
      return #items > 0 and vim.tbl_map(function(item) return item.word end, items)
    end)
    H.equal(vim.tbl_contains(words, 'scheduling'), true)
    H.equal(vim.tbl_contains(words, 'node'), false) -- it is on the line already
    keys('<C-y><Esc>')
    H.wait('the word', function() return lua('return vim.fn.getline(2)') == '/sig node scheduling' end)
  end },

  { 'completion of versions after `resolved-in=`', function()
    H.setup()
    H.open('issue.md', but('resolved-in=v1.37.1', 'resolved-in=v'))
    local result = H.ask('textDocument/completion', { 9, 12 }, { context = { triggerKind = 1 } })
    local items = result.items or result
    table.sort(items, function(a, b) return (a.sortText or a.label) < (b.sortText or b.label) end)
    H.equal(items[1].label, 'v1.37.1')
    for _, item in ipairs(items) do H.equal(item.label:match('^v%d+%.%d+%.%d+[-%w.]*$'), item.label) end
  end },

  { 'hover says what a label means', function()
    H.setup()
    H.open('issue.md', good)
    local contents = H.ask('textDocument/hover', { 2, 6 }).contents
    H.equal(contents.kind, 'markdown')
    H.equal(contents.value:find('sig/node', 1, true) ~= nil, true)
  end },

  { 'the outline has the sections, the release blocks and the commands', function()
    H.setup()
    H.open('issue.md', good)
    local listed
    vim.lsp.buf.document_symbol({ on_list = function(list) listed = list.items end })
    H.wait('the outline', function() return listed end)
    local text = table.concat(vim.tbl_map(function(item) return item.lnum .. item.text end, listed), '\n')
    for _, wanted in ipairs({ '1[Function] /priority critical-urgent', '4[Array] release', '5[Constant] introduced-in=v1.37.0',
      '12[Module] Symptoms', '31[Module] PRs' }) do
      H.equal(text:find(wanted, 1, true) ~= nil, true)
    end
  end },

  { 'a release is highlighted wherever it is spoken of', function()
    H.setup()
    H.open('issue.md', but('Every node', 'Since v1.37.0 every node'))
    vim.api.nvim_win_set_cursor(0, { 5, 16 })
    vim.lsp.buf.document_highlight()
    local marked = H.wait('the highlights', function() return #H.marks(0, 'LspReference') == 2 and H.marks(0, 'LspReference') end)
    H.equal(marked, { '5 v1.37.0 LspReferenceRead', '25 v1.37.0 LspReferenceRead' })
  end },

  { 'a renamed version changes in the block and in prose', function()
    H.setup()
    H.open('issue.md', but('Every node', 'Since v1.37.0 every node'))
    vim.api.nvim_win_set_cursor(0, { 25, 8 })
    vim.lsp.buf.rename('1.36.9')
    local renamed = but('Every node', 'Since v1.36.9 every node'):gsub('introduced%-in=v1.37.0', 'introduced-in=v1.36.9')
    H.wait(H.text, function() return H.text() .. '\n' == renamed or H.text() == renamed end)
    local said
    local notify = vim.notify
    vim.notify = function(message) said = message end
    vim.lsp.buf.rename('v1.36')
    H.wait('the refusal', function() return said and said:find('write all three numbers', 1, true) end)
    vim.notify = notify
  end },

  { 'formatting changes blanks of drafts alone, and gq still wraps lines', function()
    H.setup()
    local long = ('word '):rep(30):sub(1, -2)
    H.open('README.md', '# A project\ntext  \n\n' .. long)
    H.equal(vim.bo.formatexpr, '')
    vim.bo.textwidth = 40
    vim.cmd('normal! Ggqq')
    H.equal(vim.api.nvim_buf_line_count(0) > 4, true)
    local before = H.text()
    vim.lsp.buf.format()
    H.equal(H.text(), before)
    H.open('issue.md', but('## Impact\n', '##  Impact  ') .. '\n\n')
    vim.lsp.buf.format()
    H.equal(H.text(), (good:gsub('\n$', '')))
  end },

  { 'keys, versions, commands and labels have colours', function()
    H.setup()
    H.open('issue.md', good)
    for _, wanted in ipairs({ { 1, 0, 'function' }, { 1, 5, 'enumMember' }, { 4, 0, 'property' }, { 4, 20, 'number' } }) do
      local token = H.wait('a token in line ' .. wanted[1] + 1, function()
        local tokens = vim.lsp.semantic_tokens.get_at_pos(0, wanted[1], wanted[2])
        return tokens and tokens[1]
      end)
      H.equal(token.type, wanted[3])
    end
  end },

  { 'settings turn a rule off', function()
    H.setup({ settings = { ['issue-ls'] = { rules = { ['missing-sig-label'] = 'off' } } } })
    H.open('issue.md', (bad_version:gsub('/sig node\n', '')))
    H.expect({ '4 error invalid-version' })
    H.stays({ '4 error invalid-version' })
  end },

  { 'a changed issue-ls.toml counts soon, wherever it is written', function()
    H.setup()
    H.write('issue-ls.toml', '[rules]\nmissing-sig-label = "off"\n')
    local draft = H.open('issue.md', but('/sig node\n', ''))
    H.stays({})

    vim.cmd.edit('issue-ls.toml')
    vim.api.nvim_buf_set_lines(0, 1, 2, false, { 'missing-sig-label = "warning"' })
    vim.cmd('silent write')
    vim.cmd.buffer(draft)
    H.expect({ '1 warning missing-sig-label' })

    H.write('issue-ls.toml', '[rules]\nmissing-sig-label = "error"\n')
    H.expect({ '1 error missing-sig-label' })
    vim.fn.delete('issue-ls.toml')
    H.write('.github/issue-ls.toml', '[rules]\nmissing-sig-label = "off"\n')
    H.expect({})
  end },

  { 'replacing the label file changes the findings, with no restart and no touch of the buffer', function()
    H.setup()
    H.write('issue-ls.toml', '[labels]\nfile = "labels.yaml"\n')
    H.write('labels.yaml', '- name: sig/node\n- name: priority/critical-urgent\n')
    H.open('issue.md', good)
    H.stays({})
    local server, tick = H.servers_of(vim.fn.getpid()), vim.api.nvim_buf_get_changedtick(0)

    H.write('new.yaml', '- name: sig/nodes\n- name: priority/critical-urgent\n')
    vim.uv.fs_rename('new.yaml', 'labels.yaml')
    H.expect({ '2 error unknown-label' })
    H.write('labels.yaml', '- {name: sig/nodes, previously: [{name: sig/node}]}\n- name: priority/critical-urgent\n')
    H.expect({ '2 warning renamed-label' })
    H.write('labels.json', '[{"name":"sig/node"},{"name":"priority/critical-urgent"}]')
    H.write('issue-ls.toml', '[labels]\nfile = "labels.json"\n')
    H.expect({})

    H.equal(H.servers_of(vim.fn.getpid()), server)
    H.equal(vim.api.nvim_buf_get_changedtick(0), tick)
  end },

  { 'each root has its own configuration', function()
    H.setup()
    vim.fn.mkdir('one/.git', 'p')
    vim.fn.mkdir('two/.git', 'p')
    H.write('one/issue-ls.toml', '[rules]\ninvalid-version = "warning"\n')
    local one = H.open('one/issue.md', bad_version)
    H.expect({ '5 warning invalid-version' })
    H.open('two/issue.md', bad_version)
    H.expect({ '5 error invalid-version' })
    vim.cmd.buffer(one)
    H.expect({ '5 warning invalid-version' })
  end },

  { ':IssueLsNew opens a draft with the cursor at the first place to fill', function()
    local lua = H.second_neovim({})
    lua('vim.cmd.IssueLsNew()')
    H.wait('the client', function() return lua('return #vim.lsp.get_clients({ bufnr = 0 }) == 1') end)
    H.equal(lua('return vim.bo.filetype'), 'markdown')
    H.equal(lua('return vim.fn.filereadable(vim.fn.bufname())'), 0)
    local lines = lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)')
    for _, wanted in ipairs({ '```release', '## Symptoms', '## Root cause', '## Impact', '## Resolution', '## PRs' }) do
      H.equal(vim.tbl_contains(lines, wanted), true)
    end
    H.equal(table.concat(lines, '\n'):find('[$]') == nil, true) -- no marks of a snippet are left
    local first = lua('return vim.api.nvim_win_get_cursor(0)')
    H.equal(lua('return vim.snippet.active({ direction = 1 })'), true)
    lua('vim.snippet.jump(1)')
    H.wait('the next place', function()
      return not vim.deep_equal(lua('return vim.api.nvim_win_get_cursor(0)'), first)
    end)
  end },

  { ':IssueLsNew says so when there is no such template', function()
    H.setup()
    local said
    local notify = vim.notify
    vim.notify = function(message) said = message end
    vim.cmd.IssueLsNew('no such template')
    vim.notify = notify
    H.equal(said and said:find('no such template', 1, true) ~= nil, true)
    H.equal(vim.bo.filetype, '')
  end },

  { ':checkhealth says which program runs', function()
    H.setup()
    H.open('issue.md', good)
    vim.cmd('silent checkhealth issue_ls')
    local health = H.text()
    for _, wanted in ipairs({ 'OK Neovim 0.', 'OK issue%-ls %d', '1 clients? attached' }) do
      if not health:find(wanted) then error('`' .. wanted .. '` is not in\n' .. health, 0) end
    end
    H.equal(health:find('ERROR'), nil)
  end },

  { ':checkhealth says what to do when the program is missing', function()
    H.setup({ cmd = { 'no-such-program', 'server' } })
    vim.cmd('silent checkhealth issue_ls')
    local health = H.text()
    for _, wanted in ipairs({ 'ERROR', 'no%-such%-program', 'PATH' }) do
      if not health:find(wanted) then error('`' .. wanted .. '` is not in\n' .. health, 0) end
    end
  end },

  { 'the help file has its tags', function()
    vim.fn.mkdir('doc')
    vim.uv.fs_copyfile(H.plugin .. '/doc/issue_ls.txt', 'doc/issue_ls.txt')
    vim.cmd.helptags('doc')
    vim.opt.runtimepath:append(vim.fn.getcwd())
    for _, wanted in ipairs({ 'issue-ls', ':IssueLsNew', ':IssueLsInsert', 'issue_ls.setup()', 'issue-ls-settings' }) do
      vim.cmd.help(wanted)
      H.equal(vim.fs.basename(vim.fn.bufname()), 'issue_ls.txt')
      H.equal(vim.api.nvim_get_current_line():find('*' .. wanted .. '*', 1, true) ~= nil, true)
    end
    vim.cmd.helpclose()
    vim.opt.runtimepath:remove(vim.fn.getcwd())
  end },

  { 'stopping the client ends the server', function()
    H.setup()
    H.open('issue.md', good)
    local servers = H.servers_of(vim.fn.getpid())
    H.equal(#servers, 1)
    H.stop(H.client())
    H.wait('the server to end', function() return H.has_ended(servers[1]) end)
  end },

  { 'leaving Neovim ends the server', function()
    local lua, keys, process = H.second_neovim({ 'issue.md' })
    local servers = H.wait('the server', function()
      return lua('return #vim.lsp.get_clients({ bufnr = 0 }) == 1') and H.servers_of(process)
    end)
    H.equal(#servers, 1)
    keys(':qall!<CR>')
    H.wait('Neovim to end', function() return H.has_ended(process) end)
    H.wait('the server to end', function() return H.has_ended(servers[1]) end)
  end },

  { 'killing Neovim ends the server', function()
    local lua, _, process = H.second_neovim({ 'issue.md' })
    local servers = H.wait('the server', function()
      return lua('return #vim.lsp.get_clients({ bufnr = 0 }) == 1') and H.servers_of(process)
    end)
    H.equal(#servers, 1)
    vim.uv.kill(process, 'sigkill')
    H.wait('Neovim to end', function() return H.has_ended(process) end)
    H.wait('the server to end', function() return H.has_ended(servers[1]) end)
  end },
}

if vim.lsp.enable then
  table.insert(tests, 1, { 'vim.lsp.enable() does without setup()', function()
    vim.lsp.config('issue_ls', { cmd = { H.program, 'server' } })
    vim.lsp.enable('issue_ls')
    H.open('issue.md', bad_version)
    H.expect({ '5 error invalid-version' })
  end })
end

if vim.lsp.protocol.make_client_capabilities().textDocument.documentLink then
  table.insert(tests, { 'a link leads into the repository of the git remote', function()
      H.setup()
      vim.fn.system({ 'git', 'init', '--quiet' })
      vim.fn.system({ 'git', 'remote', 'add', 'origin', 'git@github.com:owner/name.git' })
      H.open('issue.md', good)
      local targets = vim.tbl_map(function(link) return link.target end, H.ask('textDocument/documentLink'))
      H.equal(vim.tbl_contains(targets, 'https://github.com/owner/name/pull/140300'), true)
    end })
end

if vim.lsp.foldexpr then
  table.insert(tests, { 'sections and release blocks fold', function()
    H.setup()
    H.open('issue.md', good)
    vim.wo.foldmethod, vim.wo.foldexpr, vim.wo.foldlevel = 'expr', 'v:lua.vim.lsp.foldexpr()', 99
    H.wait('the folds', function() return vim.fn.foldlevel(12) > 0 end)
    H.equal(vim.tbl_map(vim.fn.foldlevel, { 1, 4, 5, 6, 7, 12, 14, 15, 16 }), { 0, 1, 1, 1, 0, 1, 1, 0, 1 })
  end })
end

if vim.lsp.buf.selection_range then
  table.insert(tests, { 'a selection grows from the word to the entry and the block', function()
    H.setup()
    H.open('issue.md', good)
    vim.api.nvim_win_set_cursor(0, { 5, 18 })
    local function selected()
      local from, to = vim.fn.getpos('v'), vim.fn.getpos('.')
      if from[2] > to[2] or from[2] == to[2] and from[3] > to[3] then from, to = to, from end
      return table.concat(vim.fn.getregion(from, to, { type = 'v' }), '\n')
    end
    for _, wanted in ipairs({ '37', 'v1.37.0', 'introduced-in=v1.37.0', '```release\nintroduced-in=v1.37.0\n```' }) do
      vim.lsp.buf.selection_range(1)
      H.wait(function() return 'expected ' .. wanted .. ' but ' .. selected() end, function() return selected() == wanted end)
    end
    vim.cmd.normal({ vim.keycode('<Esc>'), bang = true })
  end })
end

H.run(tests)
