// Shows code-server's page, so that its extension host starts, and says what the probe in it reports, until it is done:
//
//     VSCODE_PREFIX=… node probe.mjs ADDRESS REPORT SECONDS
//
// Exit code 0: all tests passed; 1: some did not; 2: they ended early, and REPORT.png shows how it looked.
import fs from 'node:fs';
import { browse } from './browser.mjs';

const [address, report, seconds] = process.argv.slice(2);
const end = Date.now() + Number(seconds) * 1000;

process.exitCode = await browse(address, async (page) => {
  let said = 0;
  while (Date.now() < end) {
    const text = fs.existsSync(report) ? fs.readFileSync(report, 'utf8') : '';
    const news = text.slice(said, text.lastIndexOf('\n') + 1);
    said += news.length;
    process.stdout.write(news.replace(/^done\n/m, ''));
    if (/^done$/m.test(text)) return /^not ok/m.test(text) ? 1 : 0;
    await page.waitForTimeout(100);
  }
  await page.screenshot({ path: `${report}.png` });
  return 2;
});
