// What the tests in VS Code are written in: drafts as text with a mark `$0`, findings as lines such as
// "5 error invalid-version", and the commands of VS Code's API that a key or a menu would run.
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const patience = 10_000; // milliseconds; only a failing test waits that long

/** The two folders of the workspace. */
const [one, two] = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until `holds` gives something true and gives that. `what` is the complaint when it never does. */
async function wait(what, holds, milliseconds = patience) {
  const start = Date.now();
  for (;;) {
    const result = await holds();
    if (result) return result;
    if (Date.now() - start > milliseconds) throw new Error(typeof what === 'function' ? await what() : `waited in vain: ${what}`);
    await sleep(20);
  }
}

function show(value) {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 1);
}

function equal(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`expected\n${show(expected)}\nbut got\n${show(actual)}`);
  }
}

function holds(text, part) {
  if (!text.includes(part)) throw new Error(`${show(part)} is not in\n${show(text)}`);
}

/** The text without its mark `$0`, and the place of the mark, or of the start where there is none. */
function marked(text) {
  const offset = Math.max(text.indexOf('$0'), 0);
  return { text: text.replace('$0', ''), offset };
}

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** Shows a document in an editor, with the cursor at `offset`. */
async function edit(document, offset = 0) {
  const editor = await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.One });
  const place = document.positionAt(offset);
  editor.selection = new vscode.Selection(place, place);
  return editor;
}

/** How many tests have begun. Each has a folder of its own, so that no editor knows a file from an earlier one. */
let number = 0;

/** The path of a file of this test, in the first folder or in another one. */
function file_of(name, folder = one) {
  return path.join(folder, String(number), name);
}

/** Opens `text` as a file. */
async function open(name, text, folder = one) {
  const file = file_of(name, folder);
  const draft = marked(text);
  write(file, draft.text);
  return edit(await vscode.workspace.openTextDocument(file), draft.offset);
}

/** Opens `text` as a document that was never saved. */
async function untitled(text) {
  const draft = marked(text);
  return edit(await vscode.workspace.openTextDocument({ language: 'markdown', content: draft.text }), draft.offset);
}

/** Documents of the schemes `newissue` and `vscode-vfs`, kept in memory as the extensions that own them do. */
class Memory {
  files = new Map();
  changes = new vscode.EventEmitter();
  onDidChangeFile = this.changes.event;
  watch() { return { dispose() {} }; }
  stat(uri) {
    if (!this.files.has(uri.toString())) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.files.get(uri.toString()).length };
  }
  readFile(uri) { return this.files.get(uri.toString()); }
  writeFile(uri, content) { this.files.set(uri.toString(), content); }
  readDirectory() { return []; }
  createDirectory() {}
  delete(uri) { this.files.delete(uri.toString()); }
  rename() {}
}
const memory = new Memory();

/** Opens `text` under a URI of the schemes that are kept in memory. */
async function remote(uri, text) {
  const draft = marked(text);
  memory.writeFile(vscode.Uri.parse(uri), Buffer.from(draft.text));
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  return edit(await vscode.languages.setTextDocumentLanguage(document, 'markdown'), draft.offset);
}

const names = ['error', 'warning', 'information', 'hint'];

function diagnostics(editor) {
  const all = vscode.languages.getDiagnostics(editor.document.uri);
  return all.filter((diagnostic) => diagnostic.source === 'issue-ls');
}

function code(diagnostic) {
  return typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
}

/** The findings in order. Information (`unresolved-branch` and such depend on today's date) is left out. */
function findings(editor) {
  return diagnostics(editor)
    .filter((diagnostic) => diagnostic.severity <= vscode.DiagnosticSeverity.Warning)
    .sort((a, b) => a.range.start.compareTo(b.range.start) || (code(a) < code(b) ? -1 : 1))
    .map((diagnostic) => `${diagnostic.range.start.line + 1} ${names[diagnostic.severity]} ${code(diagnostic)}`);
}

/** Waits until the document has exactly these findings. */
async function expect(editor, expected) {
  const complaint = () => `expected the findings\n${show(expected)}\nbut got\n${show(findings(editor))}`;
  await wait(complaint, () => JSON.stringify(findings(editor)) === JSON.stringify(expected));
}

/** Makes sure that the document has these findings and no others, and that it is not merely too early to say so. */
async function stays(editor, expected) {
  await vscode.commands.executeCommand('vscode.executeHoverProvider', editor.document.uri, new vscode.Position(0, 0));
  await sleep(600);
  equal(findings(editor), expected);
}

/** The text under the finding of a rule. */
async function covered(editor, rule) {
  const diagnostic = await wait(`a finding of ${rule}`, () => diagnostics(editor).find((finding) => code(finding) === rule));
  return editor.document.getText(diagnostic.range);
}

/** What can be written at the cursor, in the order of the list. */
async function completions(editor) {
  const ask = () => vscode.commands.executeCommand('vscode.executeCompletionItemProvider', editor.document.uri, editor.selection.active);
  const { items } = await ask();
  const ours = items.filter((item) => item.sortText !== undefined && item.kind !== vscode.CompletionItemKind.Text);
  return ours.sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
}

function label(item) {
  return typeof item.label === 'string' ? item.label : item.label.label;
}

/** Writes an entry of the list as accepting it does. */
async function accept(editor, wanted) {
  const complaint = async () => `${wanted} is not among\n${show((await completions(editor)).map(label))}`;
  const item = await wait(complaint, async () => (await completions(editor)).find((candidate) => label(candidate) === wanted));
  const range = item.range?.replacing ?? item.range ?? item.textEdit?.range;
  const text = item.insertText ?? label(item);
  const snippet = typeof text === 'string' ? new vscode.SnippetString(text.replace(/[\\$}]/g, '\\$&')) : text;
  await editor.insertSnippet(snippet, range);
}

/** What can be done at the cursor; of one kind, where it is named. */
async function actions(editor, kind) {
  const range = new vscode.Range(editor.selection.start, editor.selection.end);
  const ask = vscode.commands.executeCommand('vscode.executeCodeActionProvider', editor.document.uri, range, kind, 100);
  // While findings are on their way, VS Code cancels the question.
  const found = await ask.then((answer) => answer, () => []);
  return found.filter((action) => action.edit && action.kind?.value !== 'refactor.surround');
}

/** Does the action with this title and gives the text after it. */
async function act(editor, title, kind) {
  const found = await wait(`the action ${title}`, async () => {
    const offered = await actions(editor, kind);
    return offered.find((action) => action.title === title);
  });
  if (!(await vscode.workspace.applyEdit(found.edit))) throw new Error(`${title} was not applied`);
  return editor.document.getText();
}

/** All that a hover at the cursor says. */
async function hover(editor) {
  await wait('the server', () => servers().length === 1);
  const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', editor.document.uri, editor.selection.active);
  return hovers.flatMap((it) => it.contents).map((content) => content.value ?? content).join('\n');
}

/** The processes of the server that this extension host has started. */
function servers() {
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((process_id) => {
    try {
      const words = fs.readFileSync(`/proc/${process_id}/cmdline`, 'utf8').split('\0');
      const parent = Number(/\) \S (\d+)/.exec(fs.readFileSync(`/proc/${process_id}/stat`, 'utf8'))[1]);
      return parent === process.pid && words[0].endsWith('/issue-ls') && words[1] === 'server';
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

const changed = new Set();

/** Changes a setting of the workspace, until the test ends. */
async function setting(name, value) {
  changed.add(name);
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Workspace);
}

/** Closes all editors and forgets what was written in them. */
async function closeAll() {
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  for (let round = 0; tabs().length > 0 && round < 50; round++) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

/** Runs tests, [name, function] each, and writes one line for each to `report`. */
async function run(tests, report) {
  const pattern = new RegExp(process.env.VSCODE_TESTS ?? '');
  const prefix = `VS Code ${vscode.version.split('.').slice(0, 2).join('.')}`;
  for (const [name, test] of tests.filter(([name]) => pattern.test(name))) {
    number += 1;
    try {
      const late = sleep(12 * patience).then(() => { throw new Error('it takes too long'); });
      await Promise.race([test(), late]);
      fs.appendFileSync(report, `ok - ${prefix}: ${name}\n`);
    } catch (error) {
      fs.appendFileSync(report, `not ok - ${prefix}: ${name}: ${String(error.message ?? error).replaceAll('\n', '\n    ')}\n`);
    }
    await closeAll();
    for (const setting_name of changed) await setting(setting_name, undefined);
    changed.clear();
  }
  fs.appendFileSync(report, 'done\n');
}

module.exports = {
  accept, act, actions, code, completions, covered, diagnostics, edit, equal, expect, file_of, findings, holds, hover, label, memory,
  open, remote, run, servers, setting, sleep, stays, two, untitled, wait, write,
};
