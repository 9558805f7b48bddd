// The real gh, called by `issue-ls create` and by hand, against an API of our own: what it is asked to create in the end.
//
//     node tests/gh/tests.mjs PROGRAM GH [NVIM]
//
// One line a test: "ok - …", "not ok - …: why". With NVIM, gh's own editor is tried too, which takes a gh of mid-2024.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serve } from './api.mjs';

const [program, gh, nvim] = process.argv.slice(2).map((path) => resolve(path));
const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'issue-ls-gh-'));
const at = (name) => join(scratch, name);
for (const folder of ['bin', 'settings', 'temporary', 'runtime']) mkdirSync(at(folder), { mode: 0o700 });
symlinkSync(program, at('bin/issue-ls'));
symlinkSync(gh, at('bin/gh'));
writeFileSync(at('settings/config.yml'), `http_unix_socket: ${at('api')}\ngit_protocol: https\n`);

// Nobody's own settings or accounts take part.
const environment = {
  PATH: `${at('bin')}:/usr/bin:/bin`, HOME: scratch, TMPDIR: at('temporary'), XDG_RUNTIME_DIR: at('runtime'), LC_ALL: 'C.UTF-8',
  GH_CONFIG_DIR: at('settings'), GH_TOKEN: 'none', GH_NO_UPDATE_NOTIFIER: '1', GH_REPO: 'o/r', NO_COLOR: '1', TERM: 'xterm-256color',
};

const created = [];
let isBroken = false;
const api = await serve(at('api'), created, () => isBroken);
const version = execFileSync(gh, ['--version'], { env: environment }).toString().match(/gh version (\S+)/)[1];

/** Runs a program and gives how it ended and what it said. */
function run(command, parameters, input = '') {
  return new Promise((done, fail) => {
    const child = spawn(command, parameters, { cwd: scratch, env: environment });
    const said = { output: '', errors: '' };
    child.stdout.on('data', (data) => { said.output += data; });
    child.stderr.on('data', (data) => { said.errors += data; });
    child.on('error', fail);
    child.on('close', (code) => done({ code, ...said }));
    child.stdin.on('error', () => {}); // a program may have seen enough
    child.stdin.end(input);
  });
}

const create = (...parameters) => run(program, ['create', 'issue.md', '--as-of', '2026-09-01', ...parameters]);

// What a careless sender would change: line ends of both kinds, blanks at ends of lines, quotes, what a shell would
// expand, characters beyond ASCII, no line end at the end.
const body = `/priority critical-urgent
/sig node

\`\`\`release
introduced-in=v1.37.0
\`\`\`

\`\`\`release
resolved-in=v1.37.1
\`\`\`

## Symptoms

Pods stay “pending” 😀 – it's "$HOME" \\n \`id\` and trailing blanks:   \r
\r
\tA tab.\r

## Root cause

A lock.

Binaries:
- kubelet

## Impact

All nodes.

## Resolution

No lock.

## PRs

- #140300`;
const title = 'Pods "stay" \'pending\' $HOME 😀';
const envelope = (labels) => `---\ntitle: ${JSON.stringify(title)}\nlabels: [${labels}]\nassignees: ada\nmilestone: v1.37\n---\n`;

/** Puts the draft where it is sent from; gives its text. */
function draft(labels) {
  const text = envelope(labels) + body;
  writeFileSync(at('issue.md'), text);
  return text;
}

/** The labels of what gh asked for, by name. */
const labelsOf = (input) => (input.labelIds ?? []).map((id) => id.slice(2)).sort();

function isWholeIssue(input) {
  equal(input.body, body);
  equal(input.title, title);
  deepEqual(labelsOf(input), ['area/kubelet', 'good first issue', 'kind/bug']);
  equal(input.milestoneId, 'M v1.37');
  deepEqual(input.assigneeIds, ['U ada']);
}

const tests = {
  async 'the exact body, title, labels, people and milestone arrive'() {
    draft('kind/bug, good first issue');
    const { code, output, errors } = await create('--label', 'area/kubelet');
    equal(code, 0, errors);
    match(output, /^https:\/\/github\.com\/o\/r\/issues\/1\n$/);
    equal(created.length, 1);
    isWholeIssue(created[0]);
  },

  async 'what --dry-run prints does the same in a shell'() {
    draft('kind/bug, good first issue');
    const { code, output, errors } = await create('--label', 'area/kubelet', '--dry-run');
    equal(code, 0, errors);
    equal(created.length, 0);
    const shell = await run('bash', ['-c', output]);
    equal(shell.code, 0, shell.errors);
    isWholeIssue(created[0]);
  },

  async 'a label with a comma is one label'() {
    draft('"a,b"');
    const { errors } = await create('--force');
    equal(created.length, 1, errors);
    deepEqual(labelsOf(created[0]), ['a,b']);
  },

  async 'a label that the repository does not have is named, and nothing is created'() {
    const text = draft('kind/bug');
    const { code, output, errors } = await create('--label', 'sig/storage');
    deepEqual([code, output, created.length], [2, '', 0]);
    match(errors, /^issue-ls: issue\.md: the repository has no label `sig\/storage`; .*`gh label create sig\/storage`/m);
    equal(readFileSync(at('issue.md'), 'utf8'), text);
  },

  async 'a failing gh leaves the draft as it was'() {
    const text = draft('kind/bug');
    isBroken = true;
    const { code, output, errors } = await create();
    deepEqual([code, output, created.length], [2, '', 0]);
    match(errors, /Something went wrong[^]*\nissue-ls: issue\.md: gh ended with exit code 1; the draft is as it was\n$/);
    equal(readFileSync(at('issue.md'), 'utf8'), text);
  },

  async 'a draft with findings does not reach gh'() {
    writeFileSync(at('issue.md'), envelope('kind/bug') + body.replace('v1.37.0', '1.37.0'));
    const { code, errors } = await create();
    deepEqual([code, created.length], [1, 0]);
    match(errors, /^error\[invalid-version\]/m);
  },

  async 'more flags go to gh, and its words come back'() {
    draft('kind/bug');
    equal((await create('--', '--title', 'Mine', '-l', 'sig/node')).code, 0);
    equal(created[0].title, 'Mine');
    deepEqual(labelsOf(created[0]), ['kind/bug', 'sig/node']);
    const { code, errors } = await create('--', '--colour', 'red');
    equal(code, 2);
    match(errors, /unknown flag: --colour/);
  },

  async 'body and labels serve gh by hand'() {
    draft('kind/bug');
    const { code, errors } = await run('bash', ['-c', `issue-ls body issue.md | gh issue create --title x --body-file - \
      --label "$(issue-ls labels issue.md | grep -v priority | paste -sd,)"`]);
    equal(code, 0, errors);
    equal(created[0].body, body);
    deepEqual(labelsOf(created[0]), ['kind/bug', 'sig/node']);
  },
};

let terminals = 0;

/** Has gh open Neovim for an issue that begins with `text`, and hands it to `work`: its keys, and a look at the screen. */
async function inEditor(text, work) {
  writeFileSync(at('issue.md'), text);
  writeFileSync(at('init.lua'), `vim.opt.runtimepath:prepend('${root}editors/nvim')\nvim.diagnostic.config({ virtual_text = { severity = { min = vim.diagnostic.severity.WARN } } })
    require('issue_ls').setup({ cmd = { '${program}', 'server' } })\n`);
  writeFileSync(at('editor'), `#!/bin/sh\nexec '${nvim}' -u '${at('init.lua')}' -i NONE -n "$@"\n`, { mode: 0o755 });
  terminals += 1; // one server each: the last one may still be ending
  const tmux = (...words) => execFileSync('tmux', ['-S', at(`tmux-${terminals}`), '-f', '/dev/null', ...words], { env: environment }).toString();
  const screen = () => tmux('capture-pane', '-p');
  const until = async (what, holds) => {
    for (let waited = 0; !holds(screen()); waited += 50) {
      ok(waited < 10_000, `waited in vain for ${what}; the screen is\n${screen()}`);
      await sleep(50);
    }
  };
  tmux('new-session', '-d', '-x', '150', '-y', '50', '-c', scratch,
    `GH_EDITOR='${at('editor')}' gh issue create --editor --title 'By hand' --body-file issue.md; echo "ended with $?"; sleep 60`);
  try {
    await work((...keys) => tmux('send-keys', ...keys), until);
    await until('gh to end', (shown) => /ended with 0/.test(shown));
  } finally {
    tmux('kill-server');
  }
  equal(created[0].title, 'By hand');
}

if (nvim) {
  tests['gh issue create --editor opens a Neovim that shows findings, and sends what is written there'] = async () => {
    const text = body.replaceAll('\r', '');
    await inEditor(text.replace('v1.37.0', '1.37.0'), async (press, until) => {
      await until('the finding', (shown) => /introduced-in=1\.37\.0 +■.*v1\.37\.0/.test(shown));
      press(':%s/in=1/in=v1/', 'Enter');
      await until('the finding to go', (shown) => shown.includes('introduced-in=v1.37.0') && !shown.includes('■'));
      press(':wq', 'Enter');
    });
    equal(created[0].body, text);
  };

  tests['its Neovim knows the forms of the repository that gh runs in'] = async () => {
    mkdirSync(at('.github/ISSUE_TEMPLATE'), { recursive: true });
    writeFileSync(at('.github/ISSUE_TEMPLATE/crash.yml'), readFileSync(join(root, 'tests/forms/crash.yml')));
    const text = readFileSync(join(root, 'tests/forms/crash.md'), 'utf8');
    await inEditor(text.replace('4.2.0', '_No response_'), async (press, until) => {
      await until('the finding', (shown) => /### Version +■.*requires an answer/.test(shown));
      press(':%s/_No response_$/4.2.0/', 'Enter');
      await until('the finding to go', (shown) => shown.includes('4.2.0') && !shown.includes('■'));
      press(':wq', 'Enter');
    });
    equal(created[0].body, text);
    rmSync(at('.github'), { recursive: true });
  };
}

let failures = 0;
for (const [name, test] of Object.entries(tests)) {
  created.length = 0;
  isBroken = false;
  try {
    await test();
    console.log(`ok - gh ${version}: ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`not ok - gh ${version}: ${name}: ${error.message.replaceAll('\n', '\n    ')}`);
  }
}
api.closeAllConnections();
api.close();
rmSync(scratch, { recursive: true });
process.exitCode = failures ? 1 : 0;
