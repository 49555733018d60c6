import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const folder = import.meta.dirname;
const require = createRequire(import.meta.url);

/** The browser's packages are apart from those of dae-nr: only this test needs their 90 MB. */
function installBrowser() {
  if (
    existsSync(path.join(folder, 'node_modules', 'playwright-core')) &&
    existsSync(path.join(folder, 'node_modules', '@sparticuz', 'chromium'))
  )
    return;
  console.error('lab test: installing a browser into test/lab/node_modules (about 90 MB) ...');
  const { status } = spawnSync('npm', ['ci', '--prefix', folder, '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The browser cannot be installed: npm ci in test/lab failed.');
}

/**
 * A headless Chromium: the program that the environment variable DAE_NR_CHROMIUM names (a Debian
 * `chromium`, a Chrome), else the one that the npm package @sparticuz/chromium carries (Linux x64
 * only).
 */
export async function launchChromium() {
  installBrowser();
  const { chromium } = require('playwright-core');
  const { default: carried } = await import(require.resolve('@sparticuz/chromium'));
  const executablePath =
    process.env.DAE_NR_CHROMIUM || (await (carried.default ?? carried).executablePath());
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  });
}
