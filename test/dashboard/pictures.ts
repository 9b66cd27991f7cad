/**
 * Pictures of every view of a gateway that runs, in both themes, for the documentation:
 *
 *     npx tsx test/dashboard/pictures.ts http://127.0.0.1:8080/ docs/images < token
 *
 * The token comes on standard input; without one, what only those see who are logged in is left out.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open, show } from './browser.js';

const SETTLED_MS = 2500;
const [url, folder] = process.argv.slice(2);
if (url === undefined || folder === undefined) throw new Error('usage: pictures.ts URL FOLDER < token');
const token = process.stdin.isTTY ? '' : readFileSync(0, 'utf8').trim();
mkdirSync(folder, { recursive: true });
const browser = await launch();
try {
  for (const theme of ['dark', 'light'] as const) {
    const { page, complaints } = await open(browser, url, theme);
    await page.waitForSelector('[data-link="live"]');
    if (token !== '') {
      await page.click('#log-in');
      await page.fill('#token', token);
      await page.keyboard.press('Enter');
    }
    for (const view of ['overview', 'feeds', 'sessions', 'markets', 'orders', 'risk', 'alerts', 'audit']) {
      await show(page, view);
      const first = { sessions: 'tr[data-session*="FIX"] a', markets: '.canvas .row:not([hidden])' }[view];
      if (first !== undefined) await page.click(first);
      await page.waitForTimeout(SETTLED_MS);
      await page.screenshot({ path: join(folder, `page-${view}-${theme}.png`) });
    }
    for (const complaint of complaints) process.stderr.write(`${theme}: ${complaint}\n`);
    await page.close();
  }
} finally {
  await browser.close();
}
