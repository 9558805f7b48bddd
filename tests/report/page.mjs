// Opens the report in a headless Chromium, sorts and filters it, and takes screenshots.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const { chromium } = createRequire(`${process.env.BROWSER_PREFIX}/x.js`)('playwright-core');
const [report, captures] = process.argv.slice(2);
const address = pathToFileURL(report).href;

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
let failed = 0;

/** Runs `look` on the page, freshly opened. */
async function test(name, look, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => request.url() === address || complaints.push(`asks for ${request.url()}`));
  try {
    await page.goto(address);
    await look(page);
    assert.deepEqual(complaints, []);
    console.log(`ok - report: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok - report: ${name}: ${error.message.replaceAll('\n', ' ')}`);
    await page.screenshot({ path: `${captures}/report-failed-${failed}.png`, fullPage: true });
  } finally {
    await context.close();
  }
}

/** The numbers of the issues that are shown, group by group. */
const shown = (page) => page.$$eval('#fixes tbody', (bodies) => bodies
  .filter((body) => !body.hidden)
  .map((body) => [...body.querySelectorAll('tr:not(.group):not([hidden]) th')].map((cell) => Number(cell.textContent.slice(1)))));
const press = (page, column) => page.click(`thead button:text-is("${column}")`);
const choose = (page, name, value) => page.selectOption(`[name=${name}]`, value);

await test('issues stand by priority, then by number', async (page) => {
  assert.deepEqual(await shown(page), [[131000, 131002, 131010], [131300, 131400], [131200]]);
  assert.equal(await page.textContent('#count'), '6 issues');
});

await test('a column is sorted up and down, inside of each priority', async (page) => {
  await press(page, 'Title');
  assert.deepEqual(await shown(page), [[131002, 131010, 131000], [131400, 131300], [131200]]);
  await press(page, 'Title');
  assert.deepEqual(await shown(page), [[131000, 131010, 131002], [131300, 131400], [131200]]);
  assert.equal(await page.getAttribute('thead th:nth-child(2)', 'aria-sort'), 'descending');
  await press(page, 'Issue');
  assert.deepEqual(await shown(page), [[131000, 131002, 131010], [131300, 131400], [131200]]);
});

await test('versions are sorted by their numbers, behind what is pending', async (page) => {
  await press(page, '1.36');
  assert.deepEqual(await shown(page), [[131000, 131002, 131010], [131400, 131300], [131200]]);
  await press(page, '1.36');
  assert.deepEqual(await shown(page), [[131010, 131002, 131000], [131300, 131400], [131200]]);
});

await test('issues are filtered by SIG, priority, branch and words', async (page) => {
  await choose(page, 'sig', 'sig/node');
  assert.deepEqual(await shown(page), [[131000, 131002]]);
  assert.equal(await page.textContent('#count'), '2 of 6 issues');
  await choose(page, 'sig', '');
  await choose(page, 'priority', 'priority/important-soon');
  assert.deepEqual(await shown(page), [[131300, 131400]]);
  await choose(page, 'priority', 'none');
  assert.deepEqual(await shown(page), [[131200]]);
  await choose(page, 'priority', '');
  await choose(page, 'branch', '1.34');
  assert.deepEqual(await shown(page), [[131010], [131400]]);
  await choose(page, 'branch', '1.36');
  await choose(page, 'state', 'fixed');
  assert.deepEqual(await shown(page), [[131000, 131002, 131010], [131200]]);
  await choose(page, 'state', 'pending');
  assert.deepEqual(await shown(page), [[131400]]);
  await page.fill('[name=text]', 'nothing like it');
  assert.deepEqual(await shown(page), []);
  assert.ok(await page.isVisible('#nothing'));
  await page.click('button[type=reset]');
  await page.waitForFunction(() => document.getElementById('count').textContent === '6 issues');
  await page.fill('[name=text]', 'PANICS 1310');
  assert.deepEqual(await shown(page), [[131000]]);
});

await test('a title is text, and links lead to GitHub', async (page) => {
  assert.equal(await page.title(), 'Patch releases as of 2026-09-01');
  assert.equal(await page.locator('img').count(), 0);
  const links = await page.$$eval('#fixes tbody tr:nth-child(2) a', (all) => all.map((link) => link.href));
  const repository = 'https://github.com/kubernetes/kubernetes';
  assert.deepEqual(links.slice(0, 3), [`${repository}/issues/131000`, `${repository}/pull/140336`, `${repository}/pull/140335`]);
});

await test('without a script the report is whole and has no controls', async (page) => {
  assert.deepEqual((await shown(page)).flat().length, 6);
  assert.ok(!await page.isVisible('#filters'));
}, { javaScriptEnabled: false });

await test('a narrow window scrolls the table alone', async (page) => {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.screenshot({ path: `${captures}/report-narrow.png`, fullPage: true });
}, { viewport: { width: 400, height: 800 } });

for (const colorScheme of ['light', 'dark']) {
  await test(`text has contrast where the system is ${colorScheme}`, async (page) => {
    // Contrast as WCAG 2 has it, of each text with the nearest ground behind it.
    const poor = await page.evaluate(() => {
      const channels = (color) => color.match(/[\d.]+/g).map(Number);
      const light = (color) => {
        const [red, green, blue] = channels(color).map((value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const ground = (element) => {
        const color = getComputedStyle(element).backgroundColor;
        return channels(color)[3] === 0 && element.parentElement ? ground(element.parentElement) : color;
      };
      return [...document.querySelectorAll('h1, p, th button, td, th a, .state, .pull, .sig, small, code')]
        .filter((element) => element.textContent.trim())
        .map((element) => {
          const [one, other] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a);
          return [(one + 0.05) / (other + 0.05), element.outerHTML];
        })
        .filter(([contrast]) => contrast < 4.5);
    });
    assert.deepEqual(poor, []);
    await page.screenshot({ path: `${captures}/report-${colorScheme}.png`, fullPage: true });
  }, { colorScheme });
}

await test('on paper there are no controls', async (page) => {
  await page.emulateMedia({ media: 'print' });
  assert.ok(!await page.isVisible('#filters'));
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.wide')).overflowX), 'visible');
  await page.pdf({ path: `${captures}/report.pdf`, preferCSSPageSize: true, printBackground: true });
}, { colorScheme: 'dark' });

await browser.close();
process.exitCode = failed > 0 ? 1 : 0;
