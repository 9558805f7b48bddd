// An extension that is installed beside the one under test: it runs the tests in the extension host, or measures
// (PROBE_SPEED), and writes what came of it to the file PROBE_REPORT. It stays quiet in any other workspace than the tests' own.
const vscode = require('vscode');

exports.activate = (context) => {
  const report = process.env.PROBE_REPORT;
  if (!report || !vscode.workspace.workspaceFile?.path.endsWith('/probe.code-workspace')) return;
  const { memory, run } = require('./harness');
  for (const scheme of ['newissue', 'vscode-vfs']) {
    context.subscriptions.push(vscode.workspace.registerFileSystemProvider(scheme, memory));
  }
  void run(require(process.env.PROBE_SPEED ? './speed' : './tests'), report);
};
