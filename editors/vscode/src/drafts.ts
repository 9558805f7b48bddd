// What a person does with a draft as a whole: begin it, look at what will be sent, send it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Server } from './server';
import { type Findings, spell } from './status';

/** A template, or a variant of one, as `issue-ls/templates` lists them. */
interface Template { name: string; title: string; description: string; isDefault: boolean; snippet: string }

/** An issue as `issue-ls/issue` has it: what gh gets, and what still speaks against that. */
interface Issue {
  title: string | null;
  titleBeginning: string;
  body: string;
  labels: string[];
  assignees: string[];
  milestone: string | null;
  findings: Findings;
}

/** Opens an untitled draft of a template that the person picks, with the places to fill in as tab stops. */
export async function newDraft(server: Server): Promise<void> {
  const templates = await server.request<Template[]>('templates', {});
  const items = templates?.map((template) => ({
    label: template.title, description: template.isDefault ? 'your default' : '', detail: template.description, template,
  }));
  const picked = items && await vscode.window.showQuickPick(items, { placeHolder: 'What the issue is about' });
  if (!picked) return;
  const document = await vscode.workspace.openTextDocument({ language: 'markdown' });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(picked.template.snippet));
}

/** Shows beside the draft, and follows, what GitHub will get of it. */
export async function showPreview(): Promise<void> {
  const draft = vscode.window.activeTextEditor?.document.uri;
  if (!draft) return;
  const name = draft.path.replace(/^.*\//, '').replace(/\.md$/i, '');
  const preview = vscode.Uri.from({ scheme: 'issue-ls', path: `/sent/${name} as sent.md`, query: draft.toString() });
  await vscode.window.showTextDocument(preview, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

/** Runs `gh issue create` in a terminal, once the draft has neither errors nor warnings. */
export async function createIssue(server: Server): Promise<void> {
  const draft = vscode.window.activeTextEditor?.document;
  const issue = draft && await server.request<Issue | null>('issue', { uri: draft.uri.toString() });
  if (!issue) return;
  if (issue.findings.errors + issue.findings.warnings > 0) {
    const show = 'Show Problems';
    const choice = await vscode.window.showWarningMessage(`Not sent, for the draft has ${spell(issue.findings)}.`, show);
    if (choice === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
    return;
  }
  const title = await vscode.window.showInputBox({
    title: 'Create the issue with gh',
    prompt: 'The title of the issue. Enter runs `gh issue create` in a terminal.',
    value: issue.title ?? (issue.titleBeginning && `${issue.titleBeginning} `),
    ignoreFocusOut: true,
    validateInput: (text) => text.trim() ? undefined : 'GitHub wants a title.',
  });
  if (title === undefined) return;
  const temporary = await mkdtemp(join(tmpdir(), 'issue-ls-'));
  const file = join(temporary, 'body.md');
  await writeFile(file, issue.body);
  const flags = (flag: string, values: string[]) => values.flatMap((value) => [flag, value]);
  const parameters = [
    'issue', 'create', '--title', title.trim(), '--body-file', file, ...flags('--label', issue.labels),
    ...flags('--assignee', issue.assignees), ...flags('--milestone', issue.milestone ? [issue.milestone] : []),
  ];
  const folder = vscode.workspace.getWorkspaceFolder(draft.uri) ?? vscode.workspace.workspaceFolders?.[0];
  const cwd = draft.uri.scheme === 'file' ? dirname(draft.uri.fsPath) : folder?.uri.fsPath;
  // A process, not a line for a shell: there is nothing to quote.
  const gh = new vscode.ProcessExecution('gh', parameters, cwd ? { cwd } : {});
  const task = new vscode.Task({ type: 'process' }, folder ?? vscode.TaskScope.Workspace, 'create the issue', 'issue-ls', gh, []);
  task.presentationOptions = { focus: true, panel: vscode.TaskPanelKind.Dedicated, showReuseMessage: false };
  const running = await vscode.tasks.executeTask(task);
  const end = vscode.tasks.onDidEndTask(({ execution }) => {
    if (execution !== running) return;
    end.dispose();
    void rm(temporary, { recursive: true });
  });
}
