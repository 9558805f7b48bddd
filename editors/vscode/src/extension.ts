// The extension: starts the server and puts its abilities behind commands. Findings, completion, hover and fixes come
// by themselves, from the language client.
import * as vscode from 'vscode';
import { createIssue, newDraft, showPreview } from './drafts';
import { Server } from './server';
import { showStatus } from './status';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const started = (server = new Server(context));
  const apply = (kind: string) => vscode.commands.executeCommand('editor.action.codeAction', { kind, apply: 'first' });
  const commands: Record<string, (argument?: string) => unknown> = {
    newDraft: () => newDraft(started),
    insertMissing: () => apply('source.insertMissing.issue-ls'),
    fixAll: () => apply('source.fixAll.issue-ls'),
    showPreview,
    createIssue: () => createIssue(started),
    explainRule: (name) => explainRule(context, name),
    restartServer: () => started.restart(),
    showLog: () => { started.log.show(); },
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`issue-ls.${name}`, run));
  }
  context.subscriptions.push(showStatus(started));
  await started.restart();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** Shows the page of the rule `name`, or of one that the person picks; those that the active document breaks come first. */
async function explainRule(context: vscode.ExtensionContext, name?: string): Promise<void> {
  const manifest = context.extension.packageJSON as Manifest;
  const rules = manifest.contributes.configuration.properties['issue-ls.rules'].properties;
  const active = vscode.window.activeTextEditor?.document.uri;
  const codes = active ? vscode.languages.getDiagnostics(active).map(({ code }) => typeof code === 'object' ? code.value : code) : [];
  const found = Object.keys(rules).filter((rule) => codes.includes(rule));
  const item = (rule: string) => ({
    label: rule, detail: rules[rule]?.description ?? '', ...(found.includes(rule) && { description: 'in this draft' }),
  });
  const others = Object.keys(rules).filter((rule) => !found.includes(rule));
  const rule = name ?? (await vscode.window.showQuickPick([...found, ...others].map(item), { placeHolder: 'The rule to explain' }))?.label;
  if (rule) await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.from({ scheme: 'issue-ls', path: `/rules/${rule}.md` }));
}

/** The part of package.json that lists the rules. */
interface Manifest {
  contributes: { configuration: { properties: { 'issue-ls.rules': { properties: Record<string, { description: string }> } } } };
}
