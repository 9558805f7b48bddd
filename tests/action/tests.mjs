// What is for other services: the hook for pre-commit and the action for GitHub, each run as the service runs it.
//
//     node tests/action/tests.mjs PROGRAM PYTHON
//
// PYTHON is the folder with `pre-commit` and `check-jsonschema`. The events are webhook payloads as GitHub sends them, shortened.
// One line a test: "ok - …", "not ok - …: why".
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [program, python] = process.argv.slice(2).map((path) => resolve(path));
const root = fileURLToPath(new URL('../..', import.meta.url));
const action = join(root, '.github/actions/check-issue');
const scratch = mkdtempSync(join(tmpdir(), 'issue-ls-action-'));
const at = (...names) => join(scratch, ...names);

/** Writes a file, with the folders that it stands in. */
function write(path, text, mode = 0o644) {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text, { mode });
}

/** Runs a command in a folder of the scratch folder; gives how it ended and what it said. */
function run(folder, environment, command, ...parameters) {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd: at(folder),
    // Nobody's own settings take part, nor a git that runs these tests as a hook.
    env: {
      PATH: `${at('bin')}:${python}:/usr/bin:/bin`, HOME: at('home'), TMPDIR: at('temporary'), LC_ALL: 'C.UTF-8',
      GIT_CONFIG_GLOBAL: at('home/gitconfig'), GIT_CONFIG_NOSYSTEM: '1', ...environment,
    },
    encoding: 'utf8',
  });
  if (error) throw error;
  return { code: status, output: stdout, errors: stderr };
}

const FORM = `name: Crash
description: It ends by itself
body:
  - type: input
    id: version
    attributes: { label: Version }
    validations: { required: true }
  - type: dropdown
    id: system
    attributes: { label: System, options: [Linux, macOS] }
  - type: textarea
    id: log
    attributes: { label: Log }
`;
write('home/gitconfig', '[user]\nname = Ada\nemail = ada@example.com\n[init]\ndefaultBranch = main\n');
mkdirSync(at('temporary'));
mkdirSync(at('bin'));
// A wrapper, for a copy of a debug build would take time and room.
write('bin/issue-ls', `#!/bin/sh\nexec '${program}' "$@"\n`, 0o755);
write('checkout/.github/ISSUE_TEMPLATE/crash.yml', FORM);
// The action judges as of today; what changes with the day is left out here.
write('checkout/issue-ls.toml', '[rules]\nend-of-life-branch = "off"\nskipped-branch = "off"\nunresolved-branch = "off"\n');

/** What the step does for an event, and what GitHub's runner makes of it. */
function step(event, inputs = {}) {
  for (const file of ['output', 'summary']) write(file, '');
  const said = run('checkout', {
    PROGRAM: program, TEMPLATE: '', FAIL_ON: 'warning', RUNNER_TEMP: at('temporary'), GITHUB_OUTPUT: at('output'),
    GITHUB_STEP_SUMMARY: at('summary'), GITHUB_EVENT_PATH: join(root, 'tests/action/events', `${event}.json`), ...inputs,
  }, join(action, 'check-issue'));
  equal(said.errors, '');
  const outputs = Object.fromEntries(readFileSync(at('output'), 'utf8').split('\n').filter(Boolean)
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  return { code: said.code, commands: commands(said.output), outputs, summary: readFileSync(at('summary'), 'utf8') };
}

/** The commands that the runner finds in the lines of a log, each with its title: in both of the ways that it knows. */
function commands(log) {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const now = line.match(/^\s*::([^ :]+)(?: (.*?))?::/);
    if (now) return [`${now[1]} ${now[2]?.match(/title=([^,]*)/)?.[1]}`];
    const before = line.match(/##\[([^ \]]+)/);
    return before ? [`${before[1]} in the old way`] : [];
  });
}

/** What pre-commit says in a new repository of these files, with the hook of this repository's newest commit. */
function preCommit(hook, files) {
  rmSync(at('repository'), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) write(`repository/${path}`, text);
  for (const parameters of [['init', '--quiet'], ['add', '.']]) equal(run('repository', {}, 'git', ...parameters).code, 0);
  const said = run('repository', { PRE_COMMIT_HOME: at('cache') }, 'pre-commit', 'try-repo', at('hooks'), hook, '--verbose');
  return { code: said.code, output: said.output + said.errors };
}

/** A repository with what pre-commit needs of this one, as it is in the work tree. */
function hooks() {
  rmSync(at('hooks'), { recursive: true, force: true });
  mkdirSync(at('hooks'));
  for (const name of ['.pre-commit-hooks.yaml', '.pre-commit']) cpSync(join(root, name), at('hooks', name), { recursive: true });
  for (const parameters of [['init', '--quiet'], ['add', '.'], ['commit', '--quiet', '--message', 'Hooks']]) {
    equal(run('hooks', {}, 'git', ...parameters).code, 0);
  }
}

const DRAFT = '```release\nintroduced-in=1.36.2\n```\n\n## Symptoms\n\nPods stay pending.\n';
const FILES = {
  'drafts/pods.md': DRAFT,
  'README.md': '# A tool\n\n/sig nod\n',
  'notes.txt': DRAFT,
  'config.yml': 'name: x\nbody: []\n',
  '.github/ISSUE_TEMPLATE/crash.yml': FORM.replace('type: dropdown', 'type: dropdwon'),
};

/** The YAML that the README shows under a heading. */
function shown(heading) {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, yaml] = readme.slice(readme.indexOf(`\n### ${heading}\n`)).match(/\n```yaml\n([^]*?)\n```\n/);
  return yaml;
}

const tests = {
  'the hooks, the action and what the README shows of them are well-formed'() {
    write('config.yaml', shown('pre-commit'));
    write('workflow.yaml', shown('GitHub Actions'));
    for (const [command, ...parameters] of [
      ['pre-commit', 'validate-manifest', join(root, '.pre-commit-hooks.yaml')],
      ['pre-commit', 'validate-config', at('config.yaml')],
      ['check-jsonschema', '--builtin-schema', 'vendor.github-actions', join(action, 'action.yml')],
      ['check-jsonschema', '--builtin-schema', 'vendor.github-workflows', at('workflow.yaml')],
    ]) {
      const { code, output, errors } = run('.', {}, command, ...parameters);
      equal(code, 0, output + errors);
    }
  },

  'pre-commit checks drafts and forms, and leaves other files alone'() {
    hooks();
    const { code, output } = preCommit('issue-ls-system', FILES);
    equal(code, 1, output);
    match(output, /error\[invalid-version\][^]*drafts\/pods\.md:2:15/);
    match(output, /form-unknown-type[^]*\.github\/ISSUE_TEMPLATE\/crash\.yml/);
    ok(!/README\.md:|notes\.txt|config\.yml/.test(output), output);
    match(output, /Skipped 1 Markdown file that is no draft\./);
  },

  'pre-commit is content where there is no draft'() {
    hooks();
    const { code, output } = preCommit('issue-ls-system', { 'README.md': FILES['README.md'], '.github/ISSUE_TEMPLATE/crash.yml': FORM });
    equal(code, 0, output);
  },

  'the hook that brings its own program builds it once, from its own clone'() {
    hooks();
    // In the place of cargo stands one that tells what it was asked for and installs a program that is there.
    write('bin/cargo', `#!/usr/bin/env bash
set -euo pipefail
[ "$1 $2 $3 $4" = "install --quiet --locked --root" ] && [ "$6" = --target-dir ] && [ "$8 $9" = "--path server/issue-ls" ]
mkdir -p "$5/bin"
cp '${at('bin/issue-ls')}' "$5/bin/issue-ls"
[ -f .pre-commit-hooks.yaml ] && echo built >>'${at('built')}'
`, 0o755);
    write('built', '');
    const clone = at('hooks/.pre-commit/issue-ls');
    for (const [path, text] of Object.entries(FILES)) write(`repository/${path}`, text);
    for (const expected of [1, 1]) equal(run('repository', {}, clone, 'check', '--skip-unknown', 'drafts/pods.md').code, expected);
    equal(readFileSync(at('built'), 'utf8'), 'built\n');
    const { code, output } = preCommit('issue-ls', FILES);
    equal(code, 1, output);
    match(output, /error\[invalid-version\][^]*drafts\/pods\.md:2:15/);
    rmSync(at('bin/cargo'));
  },

  'the hook that brings its own program says what it needs'() {
    hooks();
    const { code, errors } = run('hooks', {}, at('hooks/.pre-commit/issue-ls'), 'check');
    equal(code, 2);
    match(errors, /^issue-ls: there is no cargo to build it with; .*`id: issue-ls-system`\n$/);
  },

  'an opened issue is annotated, summed up and told to later steps'() {
    const { code, commands, outputs, summary } = step('opened');
    equal(code, 1);
    deepEqual(commands, ['error invalid-version']);
    deepEqual(outputs, {
      findings: '1', labels: 'sig/node,priority/critical-urgent', summary: at('temporary/issue-ls-summary.md'),
    });
    equal(summary, readFileSync(outputs.summary, 'utf8'));
    match(summary, /^issue-ls on \[#12\]\(https:\/\/github\.com\/example\/tools\/issues\/12\):\n\n<table>\n/);
    match(summary, /<td>2<\/td><td>error<\/td><td><code>1\.36\.2<\/code> is not the name of a release; write <code>v1\.36\.2<\/code>\.<\/td>/);
  },

  'fail-on decides how the step ends'() {
    equal(step('opened', { FAIL_ON: 'never' }).code, 0);
    equal(step('opened', { FAIL_ON: 'error' }).code, 1);
    const { code, commands } = step('opened', { FAIL_ON: 'grave' });
    deepEqual([code, commands], [2, ['error issue-ls']]);
  },

  'the labels of an edited issue count'() {
    const { code, commands } = step('edited');
    equal(code, 0);
    ok(!commands.some((command) => /missing-(sig|priority)-label/.test(command)), commands);
  },

  'an issue made from a form is checked by the form of the repository'() {
    const { code, commands, outputs } = step('form');
    deepEqual([code, commands], [1, ['error missing-answer', 'error unknown-option']]);
    equal(outputs.findings, '2');
  },

  'an issue of no template is passed over, unless a template is named'() {
    for (const event of ['question', 'without-body']) {
      const { code, commands, outputs, summary } = step(event);
      deepEqual([code, commands, outputs.findings], [0, [], '0']);
      match(summary, /^issue-ls has nothing to say about \[#1\d\]/);
      const asked = step(event, { TEMPLATE: 'crash' });
      deepEqual([asked.code, asked.commands[0]], [1, 'error missing-answer']);
    }
    const { code, commands } = step('question', { TEMPLATE: 'crush' });
    deepEqual([code, commands], [2, ['error issue-ls']]);
  },

  'nothing that a stranger writes becomes a command, a file, an output or markup'() {
    const { code, commands, outputs, summary } = step('hostile');
    equal(code, 1);
    ok(commands.length > 5);
    for (const command of commands) match(command, /^(error|warning|notice) [a-z]+(-[a-z]+)+$/);
    deepEqual(Object.keys(outputs), ['findings', 'labels', 'summary']);
    equal(outputs.labels, '');
    equal(run('checkout', {}, 'ls').output, 'issue-ls.toml\n');
    const tags = new Set(summary.match(/<[^>]*>/g));
    deepEqual([...tags].sort(), ['<!-- -->', '</code>', '</table>', '</td>', '</th>', '</tr>', '<code>', '<table>', '<td>', '<th>', '<tr>']);
    equal(summary.match(/<\/table>/g).length, 1);
    ok(!/@\w/.test(summary), summary);
  },

  'what is no issue is told from one'() {
    const comment = step('comment-on-pull-request');
    deepEqual([comment.code, comment.commands, comment.outputs.findings], [0, [], '0']);
    const push = step('push');
    deepEqual([push.code, push.commands], [2, ['error issue-ls']]);
  },

  'the cache of the action knows the state of the source'() {
    const keyOf = () => {
      write('output', '');
      const { code, errors } = run('source', {
        GITHUB_ACTION_PATH: at('source/.github/actions/check-issue'), GITHUB_OUTPUT: at('output'), RUNNER_TEMP: '/r', RUNNER_OS: 'Linux', RUNNER_ARCH: 'X64',
      }, join(action, 'locate'));
      equal(code, 0, errors);
      return readFileSync(at('output'), 'utf8').match(/^root=\/r\/issue-ls\nkey=(issue-ls-Linux-X64-[0-9a-f]{40})\n$/)[1];
    };
    mkdirSync(at('source/.github/actions/check-issue'), { recursive: true });
    for (const path of ['Cargo.toml', 'Cargo.lock', 'server/a b.rs']) write(`source/${path}`, path);
    const first = keyOf();
    equal(keyOf(), first);
    write('source/server/a b.rs', 'changed');
    ok(keyOf() !== first);
  },
};

let failed = false;
for (const [name, test] of Object.entries(tests)) {
  try {
    test();
    console.log(`ok - ${name}`);
  } catch (error) {
    failed = true;
    console.log(`not ok - ${name}: ${error.message}`);
  }
}
rmSync(scratch, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
