// The server's process: which program it is, that it runs, and what to do when it does not. What is said over the
// protocol is left to vscode-languageclient; what a draft means, to the server.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

/** Markdown wherever a draft can be; `newissue` is the editor in which the GitHub extension has a new issue written. */
export const documents = ['file', 'untitled', 'vscode-vfs', 'newissue'].map((scheme) => ({ language: 'markdown', scheme }));

/** The form files of a repository, which other extensions may give a language of their own. */
const forms = ['file', 'vscode-vfs'].map((scheme) => ({ scheme, pattern: '**/ISSUE_TEMPLATE/*.{yml,yaml}' }));

const pathSetting = 'issue-ls.server.path';
const onPath = 'issue-ls';

export class Server {
  readonly log = vscode.window.createOutputChannel('issue-ls', { log: true });
  /** Fires when the server has looked at a document again. */
  readonly onDidLook: vscode.Event<vscode.Uri>;
  private readonly looked = new vscode.EventEmitter<vscode.Uri>();
  private client: LanguageClient | undefined;
  /** Whether the server that runs is not to be spoken to any more, since the settings want another one. */
  private isLeaving = false;
  /** One start or stop after the other. */
  private turn = Promise.resolve();

  constructor(private readonly context: vscode.ExtensionContext) {
    this.onDidLook = this.looked.event;
    const restart = vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration(pathSetting)) return;
      this.isLeaving = true;
      void this.restart();
    });
    context.subscriptions.push(this.log, this.looked, restart);
  }

  restart(): Promise<void> {
    return (this.turn = this.turn.then(async () => {
      await this.end();
      await this.start().catch((error: unknown) => { this.complain(error); });
    }));
  }

  stop(): Promise<void> {
    return (this.turn = this.turn.then(() => this.end()));
  }

  /** The answer to a request of issue-ls's own; undefined where no server runs, which the person was told. */
  async request<T>(method: string, params: object): Promise<T | undefined> {
    await this.turn;
    return this.client?.sendRequest<T>(`issue-ls/${method}`, params);
  }

  private async start(): Promise<void> {
    const program = this.program();
    await check(program);
    const client = new LanguageClient('issue-ls', 'issue-ls', { command: program, args: ['server'] }, {
      documentSelector: [...documents, ...forms],
      outputChannel: this.log,
      middleware: {
        workspace: {
          didChangeConfiguration: async (sections, next) => { if (!this.isLeaving) await next(sections); },
        },
        provideDiagnostics: async (document, previous, token, next) => {
          const report = await next(document, previous, token);
          this.looked.fire(document instanceof vscode.Uri ? document : document.uri);
          return report;
        },
      },
    });
    // The server may have the list of completions opened again, by this command.
    client.registerFeature({
      fillClientCapabilities: (capabilities) => { capabilities.experimental = { commands: { commands: ['editor.action.triggerSuggest'] } }; },
      initialize: () => undefined,
      getState: () => ({ kind: 'static' }),
      clear: () => undefined,
    });
    this.client = client;
    this.isLeaving = false;
    await client.start();
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch((error: unknown) => { this.log.warn(String(error)); });
  }

  /** The setting's program, the one in this package, or one on the PATH, the first that there is. */
  private program(): string {
    const chosen = vscode.workspace.getConfiguration().get<string>(pathSetting, '').trim();
    const packaged = this.context.asAbsolutePath(`server/issue-ls${process.platform === 'win32' ? '.exe' : ''}`);
    return chosen || (existsSync(packaged) ? packaged : onPath);
  }

  private complain(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.client = undefined;
    this.log.error(reason);
    const [set, log] = ['Open the Setting', 'Show Log'];
    void vscode.window.showErrorMessage(reason, set, log).then((choice) => {
      if (choice === set) void vscode.commands.executeCommand('workbench.action.openSettings', pathSetting);
      if (choice === log) this.log.show();
    });
  }
}

/** Fails, with what to do about it, where `program` is not a server that runs here. */
async function check(program: string): Promise<void> {
  const reason = await promisify(execFile)(program, ['--version'], { timeout: 10_000 }).then(
    ({ stdout }) => stdout.startsWith('issue-ls ') ? undefined : 'it is another program',
    (error: unknown) => {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return 'there is no such file';
      return code === 'EACCES' ? 'it is not executable' : message.trim();
    },
  );
  if (!reason) return;
  if (program === onPath) {
    throw new Error(`This package of issue-ls has no server for ${process.platform}-${process.arch}, and none is on the PATH (${reason}). Install the package for your platform, or build the server and write its path in the setting ${pathSetting}.`);
  }
  throw new Error(`issue-ls cannot start its server ${program}: ${reason}. Write the path of an issue-ls in the setting ${pathSetting}, or leave it empty to use the one that comes with the extension.`);
}
