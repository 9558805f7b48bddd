// What a person sees and gets in VS Code while writing a draft: the packaged extension, its own server, VS Code's own API.
const fs = require('node:fs');
const vscode = require('vscode');
const H = require('./harness');

// A draft without a finding. Line 5 and line 9 are its release entries.
const good = `/priority critical-urgent
/sig node

\`\`\`release
introduced-in=v1.37.0
\`\`\`

\`\`\`release
resolved-in=v1.37.1
\`\`\`

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
`;

const readme = '# A project\n\n## Usage\n\n/path/to/program --flag\n\n- [ ] write more\n```sh\nmake\n```\n';

/** The good draft with one thing changed. */
function but(what, replacement) {
  H.holds(good, what);
  return good.replace(what, () => replacement);
}

const bad_version = but('v1.37.0', '1.37.0');
const wrong_version = ['5 error invalid-version'];

/** The document that the GitHub extension opens for a new issue. */
const new_issue = (labels, body) => `Pods stay pending

<!-- This issue will be created in repo owner/repository. Changing this line has no effect. -->

Assignees: ada
Labels: ${labels}
Milestone: 
Projects: 

${body}`;
let new_issues = 0;
const new_issue_uri = () => `newissue:/NewIssue.md?%7B%22origin%22%3A${++new_issues}%7D`;

const run = (command, ...rest) => vscode.commands.executeCommand(command, ...rest);
const text_of = (editor) => editor.document.getText();
const whole = (editor) => new vscode.Range(0, 0, editor.document.lineCount, 0);

/** Replaces the text of an editor, as pasting over everything does. */
const paste = (editor, text) => editor.edit((builder) => builder.replace(whole(editor), text));

/** Waits for the untitled editor that a command opens. */
const new_editor = () => H.wait('a new editor', () => {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.isUntitled && editor.document.getText() && editor;
});

const tests = [
  ['nothing is started before there is Markdown', async () => {
    const extension = vscode.extensions.getExtension('issue-ls.issue-ls');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'plaintext', content: bad_version }));
    await H.sleep(300);
    H.equal(extension.isActive, false);
    H.equal(H.servers(), []);
    await H.open('issue.md', good);
    await H.wait('the extension', () => extension.isActive);
    H.equal(H.servers().length, 1);
  }],

  ['a draft in a file has findings, each with code, page and place', async () => {
    const editor = await H.open('issue.md', bad_version);
    await H.expect(editor, wrong_version);
    H.equal(await H.covered(editor, 'invalid-version'), '1.37.0');
    const [finding] = H.diagnostics(editor);
    H.holds(finding.message, 'write `v1.37.0`');
    const page = await vscode.workspace.openTextDocument(finding.code.target);
    H.holds(page.getText(), '# invalid-version\n');
  }],

  ['findings are shown once', async () => {
    const editor = await H.open('issue.md', bad_version);
    await H.expect(editor, wrong_version);
    await H.stays(editor, wrong_version);
  }],

  ['a well-formed draft has no finding', async () => H.stays(await H.open('issue.md', good), [])],

  ['a form file of a repository has findings, and other YAML has none', async () => {
    const form = 'name: x\ndescription: y\nbody:\n- type: input\n  attributes:\n    label: z\n    labell: z\n';
    await H.open('issue.md', good); // Of a form that was there when the window opened, no Markdown would be needed.
    const editor = await H.open('.github/ISSUE_TEMPLATE/bug.yml', form);
    await H.expect(editor, ['7 error form-unknown-key']);
    await H.stays(await H.open('.github/workflows/test.yml', form), []);
  }],

  ['findings follow what is typed', async () => {
    const editor = await H.open('issue.md', good);
    const version = new vscode.Range(4, 14, 4, 21);
    await editor.edit((builder) => builder.replace(version, '1.37.0'));
    await H.expect(editor, wrong_version);
    await run('undo');
    await H.expect(editor, []);
  }],

  ['an ordinary README has none, until it becomes a draft', async () => {
    const editor = await H.open('README.md', readme);
    await H.stays(editor, []);
    H.equal(H.diagnostics(editor), []);
    await paste(editor, bad_version);
    await H.expect(editor, wrong_version);
  }],

  ['behind an emoji, findings and fixes are at their places', async () => {
    const editor = await H.open('issue.md', `---\nlabels: 🚀é, sig/nodee\n---\n${good}`);
    const nodee = await H.wait('a finding about `sig/nodee`', () => {
      return H.diagnostics(editor).find((finding) => editor.document.getText(finding.range) === 'sig/nodee');
    });
    H.equal(H.diagnostics(editor).map((finding) => editor.document.getText(finding.range)).includes('🚀é'), true);
    editor.selection = new vscode.Selection(nodee.range.start, nodee.range.start);
    H.equal(await H.act(editor, 'Write `sig/node`'), `---\nlabels: 🚀é, sig/node\n---\n${good}`);
  }],

  ['a file with CRLF keeps it', async () => {
    const editor = await H.open('issue.md', bad_version.replace(/\n/g, '\r\n').replace('1.37', '$01.37'));
    await H.expect(editor, wrong_version);
    H.equal(await H.act(editor, 'Write `v1.37.0`'), good.replace(/\n/g, '\r\n'));
  }],

  ['a document that was never saved', async () => {
    const editor = await H.untitled(bad_version.replace('1.37', '$01.37'));
    await H.expect(editor, wrong_version);
    H.equal(await H.act(editor, 'Write `v1.37.0`'), good);
    await H.expect(editor, []);
  }],

  ['the New Issue editor of the GitHub extension: its lines are no part of the body', async () => {
    const editor = await H.remote(new_issue_uri(), new_issue('kind/bug, sig/nodee$0', bad_version));
    await H.expect(editor, ['6 error unknown-label', '14 error invalid-version']);
    H.holds(await H.act(editor, 'Write `sig/node`'), 'Labels: kind/bug, sig/node\n');
    await H.expect(editor, ['14 error invalid-version']);
  }],

  ['a file in a repository that is not on this machine', async () => {
    const editor = await H.remote('vscode-vfs://github/owner/repository/issue.md', bad_version);
    await H.expect(editor, wrong_version);
  }],

  ['each folder has its own configuration', async () => {
    const first = await H.open('issue.md', bad_version);
    await H.expect(first, wrong_version);
    const second = await H.open('issue.md', bad_version, H.two);
    await H.expect(second, ['5 warning invalid-version']);
    await H.edit(first.document);
    await H.stays(first, wrong_version);
  }],

  ['issue-ls.toml counts as soon as it is written', async () => {
    const editor = await H.open('issue.md', bad_version);
    await H.expect(editor, wrong_version);
    H.write(H.file_of('issue-ls.toml'), '[rules]\ninvalid-version = "off"\n');
    await H.expect(editor, []);
  }],

  ['settings count at once, without a restart', async () => {
    const editor = await H.open('issue.md', bad_version);
    await H.expect(editor, wrong_version);
    const [server] = H.servers();
    await H.setting('issue-ls.rules', { 'invalid-version': 'warning' });
    await H.expect(editor, ['5 warning invalid-version']);
    await H.setting('issue-ls.rules', undefined);
    await H.expect(editor, wrong_version);
    await paste(editor, but('Every node that restarts loses its pods with volumes.\n', ''));
    await H.expect(editor, ['23 warning empty-section']);
    await H.setting('issue-ls.stage', 'resolved');
    await H.expect(editor, ['23 error empty-section']);
    H.equal(H.servers(), [server]);
  }],

  ['the default template is that of a New Issue editor that tells no other', async () => {
    const editor = await H.remote(new_issue_uri(), new_issue('', 'It does not work.\n'));
    await H.stays(editor, []);
    await H.setting('issue-ls.defaultTemplate', 'kubernetes-patch-release');
    await H.wait('missing-section', () => H.findings(editor).join().includes('missing-section'));
    const note = await H.untitled('It does not work.\n');
    await H.stays(note, []);
  }],

  ['a server that is killed comes back with the findings', async () => {
    const editor = await H.open('issue.md', bad_version);
    await H.expect(editor, wrong_version);
    const [server] = H.servers();
    process.kill(server, 'SIGKILL');
    await H.wait('another server', () => H.servers().length === 1 && H.servers()[0] !== server);
    await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), '\n'));
    await H.expect(editor, ['6 error invalid-version']);
    await H.stays(editor, ['6 error invalid-version']);
  }],

  ['Restart Server', async () => {
    const editor = await H.open('issue.md', bad_version);
    await H.expect(editor, wrong_version);
    const [server] = H.servers();
    await run('issue-ls.restartServer');
    await H.wait('another server', () => H.servers().length === 1 && H.servers()[0] !== server);
    await H.expect(editor, wrong_version);
  }],

  ['a wrong path ends with a message, a right one mends it', async () => {
    const editor = await H.open('issue.md', bad_version);
    await H.expect(editor, wrong_version);
    await H.setting('issue-ls.server.path', '/nowhere/issue-ls');
    await H.expect(editor, []);
    await H.wait('the server to end', () => H.servers().length === 0);
    await H.setting('issue-ls.server.path', undefined);
    await H.expect(editor, wrong_version);
  }],

  ['fixes are made on save where that is asked for, and nothing is where it is not', async () => {
    const editor = await H.open('issue.md', bad_version);
    await H.expect(editor, wrong_version);
    await editor.edit((builder) => builder.insert(new vscode.Position(12, 0), '\n'));
    await editor.document.save();
    H.holds(text_of(editor), 'introduced-in=1.37.0\n');
    await H.setting('editor.codeActionsOnSave', { 'source.fixAll.issue-ls': 'explicit' });
    await editor.edit((builder) => builder.insert(new vscode.Position(12, 0), '\n'));
    await editor.document.save();
    H.holds(fs.readFileSync(editor.document.fileName, 'utf8'), 'introduced-in=v1.37.0\n');
    H.equal(text_of(editor).replace('\n\n\n\n', '\n\n'), good);
  }],
];

// Completion, at each place where there is something to write: what is in the list, and the text once it is accepted.
const places = [
  ['a section that is missing', but('## Impact\n\nEvery node that restarts loses its pods with volumes.\n', '$0'), '## Impact', '\n## Impact\n\n<!-- '],
  ['a release block that is missing', but('```release\nresolved-in=v1.37.1\n```\n', '$0'), '```release resolved-in', '```release\nresolved-in='],
  ['a blank document', '$0', 'kubernetes-patch-release', '## Symptoms'],
  ['a command', but('/sig node', '/$0'), '/sig', '\n/sig '],
  ['a release key', but('introduced-in=v1.37.0', '$0'), 'introduced-in', '```release\nintroduced-in='],
  ['the release that brought the problem', but('introduced-in=v1.37.0', 'introduced-in=$0'), 'v1.37.0', 'introduced-in=v1.37.0\n'],
  ['the release that mends it', but('resolved-in=v1.37.1', 'resolved-in=v$0'), 'v1.37.1', 'resolved-in=v1.37.1\n'],
  ['a priority', but('critical-urgent', '$0'), 'important-soon', '/priority important-soon\n'],
  ['a SIG', but('/sig node', '/sig node sched$0'), 'scheduling', '/sig node scheduling\n'],
  ['a kind', but('/sig node', '/sig node\n/kind $0'), 'bug', '/kind bug\n'],
  ['an area', but('/sig node', '/sig node\n/area kube$0'), 'kubelet', '/area kubelet\n'],
  ['a label in front matter', `---\nlabels: sig/st$0\n---\n${good}`, 'sig/storage', 'labels: sig/storage\n'],
  ['a template in front matter', `---\ntemplate: $0\n---\n${good}`, 'kubernetes-patch-release', 'template: kubernetes-patch-release\n'],
  ['a binary', but('- kubelet', '- kubelet\n- kube-a$0'), 'kube-apiserver', '- kube-apiserver\n'],
  ['a directive', but('/sig node', '/sig node\n<!-- issue$0 -->'), 'issue-ls-disable-next-line', '<!-- issue-ls-disable-next-line'],
  ['a rule in a directive', but('/sig node', '/sig node\n<!-- issue-ls-disable invalid$0 -->'), 'invalid-version', '<!-- issue-ls-disable invalid-version -->'],
  ['a template in a directive', `<!-- issue-ls: template=$0 -->\n${good}`, 'kubernetes-patch-release', '<!-- issue-ls: template=kubernetes-patch-release -->'],
];
for (const [name, draft, wanted, result] of places) {
  tests.push([`completion: ${name}`, async () => {
    const editor = await H.open('issue.md', draft);
    await H.wait('the server', () => H.servers().length === 1);
    await H.accept(editor, wanted);
    H.holds(text_of(editor), result);
  }]);
}
tests.push(
  ['completion: a label on the line of the New Issue editor', async () => {
    const editor = await H.remote(new_issue_uri(), new_issue('kind/bug, sig/st$0', good));
    await H.accept(editor, 'sig/storage');
    H.holds(text_of(editor), 'Labels: kind/bug, sig/storage\n');
  }],
  ['completion: versions come in order and each once; what is there already does not come', async () => {
    const editor = await H.open('issue.md', but('resolved-in=v1.37.1', 'resolved-in=$0').replace('introduced-in=v1.37.0', 'introduced-in=v1.36.2'));
    const labels = (await H.completions(editor)).map(H.label).filter((name) => name.startsWith('v'));
    H.equal(labels.slice(0, 1), ['v1.37.1']);
    H.equal(new Set(labels).size, labels.length);
    const sig = await H.open('issue.md', but('/sig node', '/sig node $0'));
    H.equal((await H.completions(sig)).map(H.label).includes('node'), false);
  }],
);

// Code actions: the title in the menu, and what becomes of the text. Where an expected text is a part only, the rest stays.
const impact = '## Impact\n\nEvery node that restarts loses its pods with volumes.\n\n';
const resolved_block = '```release\nresolved-in=v1.37.1\n```\n\n';
const missing_impact = good.replace(impact, '').replace('## Root', '$0## Root');
const hint = '## Impact\n\n<!-- Tell who is hit and how badly: why this cannot wait for the next minor release. -->\n\n';
const menu = [
  ['a fix', bad_version.replace('1.37.0', '$01.37.0'), 'Write `v1.37.0`', good],
  ['a fix that moves a section', good.replace(impact, '').replace('## Symptoms', `$0${impact}## Symptoms`), 'Put the sections in the template\'s order', good],
  ['ignore a finding', but('/sig node', '/sig $0nodee'), 'Ignore `unknown-label` for this line',
    but('/sig node', '<!-- issue-ls-disable-next-line unknown-label -->\n/sig nodee')],
  ['a missing section', missing_impact, 'Insert the section `Impact`', good.replace(impact, hint)],
  ['a missing release block', good.replace(resolved_block, '').replace('```release', '$0```release'), 'Insert the `resolved-in` block',
    good.replace('resolved-in=v1.37.1', 'resolved-in=vX.Y.Z')],
  ['all that is missing', missing_impact.replace(resolved_block, ''), 'Insert all missing parts of the template',
    good.replace(impact, hint).replace('resolved-in=v1.37.1', 'resolved-in=vX.Y.Z')],
  ['all safe fixes', but('/sig node', '/sig nodee').replace('v1.37.0', '1.37.0').replace('## Impact', '### impact'), 'Apply all safe fixes', good],
];
for (const [name, draft, title, result] of menu) {
  tests.push([`code action: ${name}`, async () => {
    const editor = await H.open('issue.md', draft);
    await H.wait('findings', () => H.findings(editor).length > 0);
    H.equal(await H.act(editor, title), result);
  }]);
}
for (const [name, variant, first] of [['the whole template', '', '```release\n'], ['the template of a security fix', ' (security fix)', '<!-- issue-ls: template=']]) {
  tests.push([`code action: ${name}, in a blank document`, async () => {
    const editor = await H.untitled('');
    const text = await H.act(editor, `Insert the template \`Kubernetes patch release\`${variant}`);
    H.equal(text.startsWith(first), true);
    await H.wait('findings of a draft', () => H.findings(editor).length > 0);
  }]);
}

const hovers = [
  ['a label', '/sig no$0de', 'sig/node'],
  ['a command', '/si$0g node', 'sig/node'],
  ['a version', 'introduced-in=v1.3$07.0', 'Branch 1.37'],
  ['a section', '## Imp$0act', 'Tell who is hit'],
  ['a binary', '- kube$0let', 'kubelet'],
];
for (const [name, marked, words] of hovers) {
  tests.push([`hover: ${name}`, async () => H.holds(await H.hover(await H.open('issue.md', but(marked.replace('$0', ''), marked))), words)]);
}

// What VS Code shows of a draft beside its text. Its own Markdown support answers as well; only ours knows what is asked for.
const ask = (provider, editor, ...rest) => run(`vscode.execute${provider}`, editor.document.uri, ...rest);
tests.push(
  ['outline: sections, release blocks with their entries, commands', async () => {
    const editor = await H.open('issue.md', good);
    const outline = await H.wait('the outline', async () => {
      const symbols = await ask('DocumentSymbolProvider', editor);
      return symbols?.some((symbol) => symbol.name === 'release') && symbols;
    });
    const names = outline.map((symbol) => symbol.name);
    for (const name of ['/sig node', 'Symptoms', 'Root cause', 'PRs']) H.equal(names.includes(name), true);
    const [block] = outline.filter((symbol) => symbol.name === 'release');
    H.equal(block.children.map((symbol) => symbol.name), ['introduced-in=v1.37.0']);
  }],

  ['folding: a release block', async () => {
    const editor = await H.open('issue.md', good);
    await H.wait('the fold', async () => {
      const folds = await ask('FoldingRangeProvider', editor);
      return folds?.some((fold) => fold.start === 3 && fold.end === 5);
    });
  }],

  ['links: a pull request leads to its page', async () => {
    H.write(H.file_of('issue-ls.toml'), '[repository]\nname = "kubernetes/kubernetes"\n');
    const editor = await H.open('issue.md', good);
    await H.wait('the link', async () => {
      const links = await ask('LinkProvider', editor);
      return links?.some((link) => `${link.target}` === 'https://github.com/kubernetes/kubernetes/pull/140300');
    });
  }],

  ['highlights: a release wherever it is spoken of', async () => {
    const editor = await H.open('issue.md', but('Every node', 'Since v1.37.0 every node').replace('=v1.37.0', '=v1.$037.0'));
    const highlights = await H.wait('the highlights', async () => {
      const found = await ask('DocumentHighlights', editor, editor.selection.active);
      return found?.length === 2 && found;
    });
    H.equal(highlights.map(({ range, kind }) => [range.start.line, editor.document.getText(range), kind]),
      [[4, 'v1.37.0', vscode.DocumentHighlightKind.Read], [24, 'v1.37.0', vscode.DocumentHighlightKind.Read]]);
  }],
);

tests.push(
  ['renaming: a version changes in the block and in prose', async () => {
    const editor = await H.open('issue.md', but('Every node', 'Since v1.37.0 every node').replace('=v1.37.0', '=v1.$037.0'));
    await H.stays(editor, []);
    const place = editor.selection.active;
    const { range, placeholder } = await run('vscode.prepareRename', editor.document.uri, place);
    H.equal([editor.document.getText(range), placeholder], ['v1.37.0', 'v1.37.0']);
    await vscode.workspace.applyEdit(await ask('DocumentRenameProvider', editor, place, '1.36.9'));
    H.equal(text_of(editor), but('Every node', 'Since v1.36.9 every node').replace('=v1.37.0', '=v1.36.9'));
    const refused = await ask('DocumentRenameProvider', editor, place, 'v1.36').then(() => 'nothing', (error) => String(error));
    H.holds(refused, 'write all three numbers');
  }],

  ['formatting: the blanks of a draft change, those of a README do not', async () => {
    const rough = readme.replace('## Usage\n', '##  Usage  ');
    const other = await H.open('README.md', rough);
    await run('editor.action.formatDocument');
    await H.sleep(300);
    H.equal(text_of(other), rough);
    const editor = await H.open('issue.md', `${but('## Impact\n', '##  Impact  ')}\n\n`);
    await H.wait('the canonical draft', async () => {
      await run('editor.action.formatDocument');
      return text_of(editor) === good;
    });
  }],
);

/** Picks the first entry of the list that a command shows, or takes what its field holds. */
const take_first = async (command) => {
  const done = run(command);
  await H.sleep(1000); // the list has no event of its own
  await run('workbench.action.acceptSelectedQuickOpenItem');
  return done;
};

/** Runs a command, once more where VS Code has let go of it because findings came in, until `holds`. */
const press = (command, holds) => H.wait(command, async () => {
  await run(command);
  await H.sleep(500);
  return holds();
});

tests.push(
  ['hover: a finding is explained by the page of its rule', async () => {
    const editor = await H.open('issue.md', bad_version.replace('1.37.0', '$01.37.0'));
    await H.expect(editor, wrong_version);
    H.holds(await H.hover(editor), 'Reports compare versions branch by branch.');
  }],

  ['New Issue Draft: an untitled draft whose places to fill in are tab stops', async () => {
    await H.open('README.md', readme);
    await take_first('issue-ls.newDraft');
    const editor = await new_editor();
    H.equal(editor.document.languageId, 'markdown');
    const selected = () => editor.document.getText(editor.selection);
    H.equal(selected(), 'vX.Y.Z');
    const first = editor.selection.start;
    await run('jumpToNextSnippetPlaceholder');
    await H.wait('the next place', () => selected() === 'vX.Y.Z' && editor.selection.start.isAfter(first));
    await run('jumpToNextSnippetPlaceholder');
    await H.wait('the labels', () => selected().startsWith('<!-- Labels'));
    H.equal(/[$]\{?\d/.test(text_of(editor)), false);
    await H.wait('findings', () => H.findings(editor).length > 0);
  }],

  ['Insert Missing Sections and Apply All Safe Fixes, from the palette', async () => {
    const editor = await H.open('issue.md', missing_impact);
    await H.wait('findings', () => H.findings(editor).length > 0);
    await press('issue-ls.insertMissing', () => text_of(editor) === good.replace(impact, hint));
    await paste(editor, bad_version);
    await H.expect(editor, wrong_version);
    await press('issue-ls.fixAll', () => text_of(editor) === good);
  }],

  ['Show What Will Be Sent follows the draft', async () => {
    const editor = await H.open('issue.md', `---\ntitle: Pods stay pending\nlabels: kind/bug\n---\n${good}`);
    await H.wait('the server', () => H.servers().length === 1);
    await run('issue-ls.showPreview');
    const preview = await H.wait('the preview', () => vscode.workspace.textDocuments.find((it) => it.uri.path.startsWith('/sent/')));
    const page = () => preview.getText();
    H.holds(page(), '- Title: Pods stay pending\n- Labels sent along: kind/bug\n- Labels that Prow will add: priority/critical-urgent, sig/node');
    H.equal(page().endsWith(`\n---\n\n${good}`), true);
    await editor.edit((builder) => builder.replace(new vscode.Range(5, 5, 5, 9), 'storage'));
    await H.wait('the change', () => page().includes('priority/critical-urgent, sig/storage'));
  }],

  ['Create the Issue with gh: not while there is something wrong', async () => {
    fs.rmSync(process.env.GH_RECORD, { force: true });
    const editor = await H.open('issue.md', bad_version);
    await H.expect(editor, wrong_version);
    void run('issue-ls.createIssue');
    await H.sleep(1500);
    await run('workbench.action.acceptSelectedQuickOpenItem');
    H.equal(fs.existsSync(process.env.GH_RECORD), false);
    await run('notifications.clearAll');
  }],

  ['Create the Issue with gh: title, body, labels and people, whatever is in them', async () => {
    fs.rmSync(process.env.GH_RECORD, { force: true });
    const front = "title: It's \"$HOME\" & `x` 😀\nlabels: [kind/bug, good first issue]\nassignees: ada\nmilestone: v1.37";
    const editor = await H.open('issue.md', `---\n${front}\n---\n${good}`);
    await H.stays(editor, []);
    await take_first('issue-ls.createIssue');
    // The first terminal waits for a login shell to tell its environment.
    const record = await H.wait('gh', () => fs.existsSync(process.env.GH_RECORD) && fs.readFileSync(process.env.GH_RECORD, 'utf8'), 45_000);
    const [words, body] = record.split('-- body --\n');
    H.equal(body, good);
    const file = /\n(.*body\.md)\n/.exec(words)[1];
    H.equal(words.split('\n').slice(0, -1), [
      'issue', 'create', '--title', 'It\'s "$HOME" & `x` 😀', '--body-file', file, '--label', 'kind/bug', '--label', 'good first issue',
      '--assignee', 'ada', '--milestone', 'v1.37',
    ]);
    await H.wait('the file to be removed', () => !fs.existsSync(file));
    for (const terminal of vscode.window.terminals) terminal.dispose();
  }],

  ['Explain a Rule shows its page; the rules of the draft come first', async () => {
    const editor = await H.open('issue.md', bad_version);
    await H.expect(editor, wrong_version);
    await take_first('issue-ls.explainRule');
    const labels = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).map((tab) => tab.label);
    await H.wait(() => `the page, among ${labels().join()}`, () => labels().some((name) => name.includes('invalid-version')));
  }],
);

module.exports = tests;
