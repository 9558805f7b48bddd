// Goes through the extension as a newcomer does, with keys and mouse, and takes the pictures for the README:
//
//     VSCODE_PREFIX=… node look.mjs ADDRESS CAPTURES SETTINGS
//
// SETTINGS is the file of the folder's settings. One line a step: "ok - …" or "not ok - …: why"; a step that fails
// leaves a picture, too.
import fs from 'node:fs';
import path from 'node:path';
import { browse } from './browser.mjs';

const [address, captures, settings] = process.argv.slice(2);
fs.mkdirSync(captures, { recursive: true });
const patience = { timeout: 60_000 };
let failures = 0;

await browse(address, async (page) => {
  const keys = async (...names) => { for (const name of names) await page.keyboard.press(name); };
  const line = (text) => page.locator('.monaco-editor .view-line', { hasText: text }).first();
  const picture = (name) => page.screenshot({ path: path.join(captures, `vscode-${name}.png`) });
  const list = page.locator('.quick-input-widget');
  const entry = (text) => list.locator('.monaco-list-row', { hasText: text }).first();

  async function palette(command) {
    await keys('F1');
    await list.locator('input').first().fill(`>issue-ls: ${command}`);
    await entry(command).waitFor(patience);
    await keys('Enter');
  }
  async function openFile(name) {
    await keys('Control+P');
    await list.locator('input').first().fill(name);
    await entry(name).waitFor(patience);
    await keys('Enter');
    await page.locator(`.monaco-editor[data-uri$="/${name}"] .view-line`).first().waitFor(patience);
  }
  /** Does something until `wanted` is there: what comes late takes a hover or a menu away again. */
  async function until(wanted, act) {
    for (let tries = 0; tries < 10 && !(await wanted.isVisible()); tries++) {
      await act();
      await wanted.waitFor({ timeout: 5_000 }).catch(() => undefined);
    }
    await wanted.waitFor({ timeout: 1_000 });
  }
  async function closeAll() {
    await keys('Control+k', 'Control+w');
    const dialog = page.locator('.monaco-dialog-box').getByText("Don't Save").first();
    await dialog.click({ timeout: 2_000 }).catch(() => undefined); // where nothing is unsaved, nothing is asked
  }
  async function step(name, act) {
    try {
      await act();
      console.log(`ok - VS Code, with keys and mouse: ${name}`);
    } catch (error) {
      failures += 1;
      await picture(`failed-${failures}`);
      console.log(`not ok - VS Code, with keys and mouse: ${name}: ${String(error).split('\n')[0]}`);
    }
  }

  await step('the findings of a draft are under its words and in the list of problems', async () => {
    await openFile('issue.md');
    await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    await keys('Control+Shift+M');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'write `v1.37.0`' }).first().waitFor(patience);
    await page.mouse.move(5, 300);
    await page.waitForTimeout(2500); // what stands above and beside the lines comes later
    await picture('problems');
  });

  await step('hover explains a finding', async () => {
    // The lines move when what stands above them comes, and with them what the mouse is at.
    await until(page.locator('.monaco-hover', { hasText: 'is not the name of a release' }).first(), async () => {
      const box = await line('introduced-in').boundingBox();
      await page.mouse.move(box.x + 130, box.y + 9);
      await page.mouse.move(box.x + 140, box.y + 9, { steps: 5 });
    });
    await page.waitForTimeout(500);
    await picture('hover');
    await page.mouse.move(5, 300);
    await keys('Escape');
  });

  await step('the menu of fixes mends a version', async () => {
    await until(page.locator('.action-widget', { hasText: 'Write `v1.37.0`' }), async () => {
      await line('introduced-in').click({ position: { x: 140, y: 8 } });
      await page.mouse.move(5, 300);
      await keys('Control+.');
    });
    await page.waitForTimeout(500);
    await picture('fixes');
    await keys('Enter');
    await line('introduced-in=v1.37.0').waitFor(patience);
  });

  await step('typing `/sig sto` offers the SIG and says what it is', async () => {
    await line('/sig').click();
    await keys('End');
    await page.keyboard.type(' sto', { delay: 60 });
    const widget = page.locator('.suggest-widget.visible');
    await widget.locator('.monaco-list-row', { hasText: 'storage' }).first().waitFor(patience);
    await page.waitForTimeout(800);
    await picture('completion');
    await keys('Enter');
    await line('/sig nodee storage').waitFor(patience);
  });

  await step('the language status says template, stage and findings', async () => {
    await page.locator('.statusbar-item[id="status.languageStatus"]').first().click();
    await page.locator('.hover-language-status', { hasText: 'Kubernetes patch release · open' }).first().waitFor(patience);
    await page.waitForTimeout(300);
    await picture('status');
    await keys('Escape');
  });

  await step('what will be sent is shown beside the draft', async () => {
    await keys('Control+Shift+M');
    await line('/sig').click();
    await palette('Show What Will Be Sent');
    await line('Labels that Prow will add').waitFor(patience);
    await page.waitForTimeout(800);
    await picture('sent');
  });

  await step('a draft with errors is not sent', async () => {
    await line('/sig').click();
    await palette('Create the Issue with gh');
    await page.locator('.notification-toast', { hasText: 'Not sent, for the draft has' }).waitFor(patience);
    await page.waitForTimeout(300);
    await picture('not-sent');
    await page.locator('.notification-toast .action-label.codicon-notifications-clear').first().click();
  });

  await step('a new draft begins with a list of templates and stops at what is to be filled in', async () => {
    await closeAll();
    await palette('New Issue Draft');
    await entry('Kubernetes patch release').waitFor(patience);
    await page.waitForTimeout(500);
    await picture('templates');
    await keys('Enter');
    await line('introduced-in=vX.Y.Z').waitFor(patience);
    await page.locator('.squiggly-error').first().waitFor(patience);
    await page.mouse.move(5, 300);
    await page.waitForTimeout(2500);
    await picture('new-draft');
    await page.keyboard.type('v1.37.0');
    await line('introduced-in=v1.37.0').waitFor(patience);
  });

  await step('a rule is explained', async () => {
    await palette('Explain a Rule');
    await entry('in this draft').waitFor(patience);
    await page.waitForTimeout(500);
    await picture('rules');
    await list.locator('input').first().fill('invalid-version');
    await entry('invalid-version').waitFor(patience);
    await keys('Enter');
    await page.frameLocator('iframe.webview').first().frameLocator('iframe').first().getByText('Why').first().waitFor(patience);
    await page.waitForTimeout(500);
    await picture('rule');
  });

  await step('the settings say what they do', async () => {
    await closeAll();
    await keys('Control+,');
    const search = page.locator('.settings-editor .suggest-input-container .monaco-editor').first();
    await search.click(patience);
    await page.keyboard.type('@ext:issue-ls.issue-ls');
    await page.locator('.settings-editor', { hasText: 'Default Template' }).first().waitFor(patience);
    await page.waitForTimeout(1500);
    await keys('Escape');
    await picture('settings');
    await keys('Escape');
  });

  await step('the page of the extension tells what it is', async () => {
    await closeAll();
    await keys('Control+Shift+X');
    await page.locator('.extensions-viewlet .monaco-list-row', { hasText: 'issue-ls' }).first().click(patience);
    await page.locator('.extension-editor', { hasText: 'Checks the body of a GitHub issue' }).first().waitFor(patience);
    await page.waitForTimeout(2500);
    await picture('extension');
  });

  await step('a server that is not there ends with one message that says what to do', async () => {
    fs.mkdirSync(path.dirname(settings), { recursive: true });
    fs.writeFileSync(settings, JSON.stringify({ 'issue-ls.server.path': '/usr/local/bin/issue-ls' }));
    await page.locator('.notification-toast', { hasText: 'there is no such file' }).first().waitFor(patience);
    await page.waitForTimeout(1500);
    const toasts = await page.locator('.notification-toast').count();
    await picture('no-server');
    if (toasts !== 1) throw new Error(`there are ${toasts} messages`);
  });
});
process.exitCode = failures > 0 ? 1 : 0;
