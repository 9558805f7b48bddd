// The language status of a draft: its template, its stage, its findings. Other Markdown shows nothing.
import * as vscode from 'vscode';
import { type Server, documents } from './server';

/** How many findings there are of each severity. */
export interface Findings { errors: number; warnings: number; information: number }

/** What `issue-ls/status` says of a draft. */
interface Status { template: string; variant: string | null; stage: string; findings: Findings }

/** "2 errors and 1 warning". */
export function spell({ errors, warnings, information }: Findings): string {
  const count = (number: number, one: string, many: string) => number === 0 ? [] : [`${String(number)} ${number === 1 ? one : many}`];
  const counts = [...count(errors, 'error', 'errors'), ...count(warnings, 'warning', 'warnings'), ...count(information, 'note', 'notes')];
  const last = counts.pop() ?? 'no findings';
  return counts.length > 0 ? `${counts.join(', ')} and ${last}` : last;
}

/** Keeps the status item, and what commands can be run, up to date with the active editor. */
export function showStatus(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('issue-ls', []);
  item.name = 'issue-ls';
  item.command = { title: 'Problems', command: 'workbench.actions.view.problems' };
  const update = async () => {
    const document = vscode.window.activeTextEditor?.document;
    const isMeant = document && vscode.languages.match(documents, document) > 0;
    const status = isMeant ? await server.request<Status | null>('status', { uri: document.uri.toString() }).catch(() => null) : null;
    if (document !== vscode.window.activeTextEditor?.document) return;
    item.selector = status ? documents : [];
    void vscode.commands.executeCommand('setContext', 'issue-ls.isDraft', Boolean(status));
    if (!status) return;
    const { errors, warnings } = status.findings;
    item.text = `${status.template}${status.variant ? ` (${status.variant})` : ''} · ${status.stage}`;
    item.detail = spell(status.findings);
    item.severity = vscode.LanguageStatusSeverity[errors > 0 ? 'Error' : warnings > 0 ? 'Warning' : 'Information'];
  };
  const isActive = (uri: vscode.Uri) => vscode.window.activeTextEditor?.document.uri.toString() === uri.toString();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(() => void update()),
    server.onDidLook((uri) => { if (isActive(uri)) void update(); }),
  );
}
