// How long it takes from a keystroke to the findings of the new text, in a draft as long as GitHub takes.
const fs = require('node:fs');
const vscode = require('vscode');
const H = require('./harness');

const size = 64 * 1024 - 1024; // bytes
const keystrokes = 200;

function draft() {
  const paragraph = 'Pods with a volume stay in ContainerCreating after the node restarts, see #140300 and v1.36.2.\n\n- kubelet 🚀\n\n';
  const section = (name, more = '') => `## ${name}\n\n${more}${paragraph.repeat(Math.floor(size / 4 / Buffer.byteLength(paragraph)))}`;
  return '/priority critical-urgent\n/sig zz$0\n\n```release\nintroduced-in=v1.36.2\n```\n\n```release\nresolved-in=v1.36.5\n```\n\n' +
    section('Symptoms') + section('Root cause', 'Binaries:\n- kubelet\n\n') + section('Impact') + section('Resolution') + '## PRs\n\n- #140300\n';
}

function line(name, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(1);
  return `${name}: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms (${times.length} keystrokes)\n`;
}

module.exports = [['speed', async () => {
  const editor = await H.open('issue.md', draft());
  const word = () => editor.document.lineAt(1).text.slice('/sig '.length);
  const says = (label) => H.diagnostics(editor).some((finding) => finding.message.includes(`\`sig/${label}\``));
  await H.wait('the first finding', () => says('zz'));
  const from_key = [];
  const from_change = [];
  let changed = 0;
  const changes = vscode.workspace.onDidChangeTextDocument(() => { changed = performance.now(); });
  for (let keystroke = 0; keystroke < keystrokes; keystroke++) {
    const is_new = new Promise((resolve) => {
      const events = vscode.languages.onDidChangeDiagnostics(() => {
        if (!changed || !says(word())) return;
        events.dispose();
        resolve(performance.now());
      });
    });
    changed = 0;
    const start = performance.now();
    // A letter, and back again: each text has a finding of its own.
    if (keystroke % 2 === 0) await vscode.commands.executeCommand('type', { text: String.fromCharCode(97 + (keystroke / 2) % 26) });
    else await vscode.commands.executeCommand('deleteLeft');
    const end = await is_new;
    from_key.push(end - start);
    from_change.push(end - changed);
    await H.sleep(120); // as a person types
  }
  changes.dispose();
  const bytes = Buffer.byteLength(editor.document.getText());
  fs.appendFileSync(process.env.PROBE_REPORT, `a draft of ${bytes} bytes, in the extension host of VS Code ${vscode.version}\n` +
    line('from the change of the text to its findings', from_change) + line('from the keystroke to the findings, the window included', from_key));
}]];
