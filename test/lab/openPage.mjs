// Opens every committed page of results as a reader of a bare clone does, without a network, in a
// headless Chromium of three widths, light and dark; then once as on the machine that made it, with
// live figures. By hand, not part of npm test: it needs a browser (see browser.mjs).
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from './browser.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
const scratch = path.join(root, '.cache', 'page-test');
const bare = path.join(scratch, 'clone');
const problems = [];

rmSync(scratch, { recursive: true, force: true });
mkdirSync(scratch, { recursive: true });
const committed = execFileSync('git', ['ls-files', '-z', 'figures'], { cwd: root })
  .toString()
  .split('\0')
  .filter((name) => name !== '');
for (const name of committed) cpSync(path.join(root, name), path.join(bare, name));

/** A page with what is wrong with it while it is open. */
async function openPage(browser, file, options) {
  const page = await browser.newPage(options);
  const report = (sentence) => problems.push(`${file}, ${options.viewport.width} px: ${sentence}`);
  page.on('pageerror', (error) => report(`script failed: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) report(`asked for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return { page, report };
}

/** Scrolls down, because pictures are loaded when they come into view. */
const seeAll = (page) =>
  page.evaluate(async () => {
    for (let top = 0; top < document.body.scrollHeight; top += 600) {
      scrollTo(0, top);
      await new Promise((done) => setTimeout(done, 15));
    }
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  });

async function openBare(browser, name, width, colorScheme) {
  const file = path.join(bare, name);
  const viewport = { width, height: 900 };
  const { page, report } = await openPage(browser, file, { viewport, colorScheme });
  await seeAll(page);
  const seen = await page.evaluate(() => ({
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    undrawn: [...document.querySelectorAll('.figure')]
      .filter((figure) => {
        const image = figure.querySelector('img');
        return !image?.naturalWidth || figure.getBoundingClientRect().height < 50;
      })
      .map(({ dataset }) => dataset.item),
    figures: document.querySelectorAll('.figure').length,
    links: [...document.querySelectorAll('a[href]')].map(({ href }) => href),
    inSight: document.querySelector('nav').getBoundingClientRect().top,
  }));
  if (seen.sideways > 0) report(`sticks out by ${seen.sideways} px`);
  if (seen.figures === 0) report('no figure');
  if (seen.undrawn.length > 0) report(`not drawn: ${seen.undrawn.join(', ')}`);
  if (seen.inSight < 0) report('the contents are out of sight at its end');
  const dead = seen.links
    .map((link) => new URL(link))
    .filter(({ hash, pathname }) => hash === '' && !existsSync(decodeURIComponent(pathname)));
  if (dead.length > 0) report(`dead links: ${dead.join(', ')}`);
  for (const place of ['top', 'item-figure2', 'item-table2']) {
    if (place === 'top') await page.evaluate(() => scrollTo(0, 0));
    else await page.locator(`#${place}`).evaluate((item) => item.scrollIntoView());
    await page.waitForTimeout(200);
    const picture = `${path.basename(path.dirname(name))}-${width}-${colorScheme}-${place}.png`;
    await page.screenshot({ path: path.join(scratch, picture) });
  }
  if (width === 1280 && colorScheme === 'light') {
    await sortATable(page, report);
    await page.pdf({ path: path.join(scratch, `${path.basename(path.dirname(name))}.pdf`) });
  }
  await page.close();
}

async function sortATable(page, report) {
  const table = page.locator('#item-table2 table');
  const column = await table
    .locator('th')
    .allTextContents()
    .then((headings) => headings.indexOf('MSE'));
  await table.locator('th button').nth(column).click();
  const values = await table.locator(`tbody td:nth-child(${column + 1})`).allTextContents();
  const numbers = values.map(Number.parseFloat).filter((value) => !Number.isNaN(value));
  if (numbers.length < 2 || numbers.some((value, index) => value < numbers[index - 1]))
    report('Table 2 does not sort by its MSE');
}

/** Where plotly.js and live.js lie beside the page, figures become live. */
async function openLive(browser, name) {
  const folder = path.join(root, path.dirname(name));
  if (!['plotly.js', 'live.js'].every((file) => existsSync(path.join(folder, file)))) {
    console.log(`${name}: no live.js here; npm run reproduce -- --from-records makes it`);
    return;
  }
  const viewport = { width: 1280, height: 900 };
  const { page, report } = await openPage(browser, path.join(root, name), { viewport });
  const button = page.locator('button.live').first();
  await button.click();
  await page
    .locator('.figure .main-svg')
    .first()
    .waitFor({ timeout: 30_000 })
    .catch(() => report('no figure became live'));
  await page.close();
}

const browser = await launchChromium();
try {
  const pages = committed.filter((name) => /^figures\/[^/]+\/index\.html$/.test(name));
  for (const name of pages) {
    for (const width of [390, 1280, 1920])
      for (const colorScheme of ['light', 'dark'])
        await openBare(browser, name, width, colorScheme);
    await openLive(browser, name);
    console.log(`${name}: opened`);
  }
} finally {
  await browser.close();
}
for (const sentence of problems) console.error(`PROBLEM  ${sentence}`);
console.log(
  problems.length === 0
    ? `Everything is shown; pictures are in ${path.relative(root, scratch)}.`
    : `${problems.length} problems; pictures are in ${path.relative(root, scratch)}.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
