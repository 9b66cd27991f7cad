/**
 * From an event to the pixel, and how long the first view takes, in a real Chromium. One row carries the time of its change; the page tells at which frame each new value was on
 * screen. Every event that a frame shows for the first time waited from its own time to that frame: events between two shown values are counted each, at the feeder's rate.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { installationRoot } from '../../../control/core/world-installation.js';
import { hasChromium, launch } from '../../dashboard/browser.js';
import { quantiles, type BenchContext } from '../harness.js';
import { CLOCK_SYMBOL, Feeder, TICK_MS } from './feeder.js';
import { Asked, pause } from './processes.js';

const PER_SECOND = 10_000;
const SECONDS = Number(process.env['CROSSFEED_BENCH_PAGE_SECONDS'] ?? 20);
const FIRST_VIEWS = 7;
const NS_PER_MS = 1e6;
const PAGE = process.env['CROSSFEED_PAGE'] ?? join(installationRoot(), 'dist/dashboard/page');

export async function pixel(context: BenchContext): Promise<void> {
  if (!hasChromium || !existsSync(join(PAGE, 'index.html'))) {
    context.note('no Chromium, or no built page: event to pixel and the first view are not measured');
    return;
  }
  const feeder = new Feeder(PER_SECOND);
  await feeder.listen();
  const [server, { url }] = await Asked.start('server', [feeder.path, PAGE]);
  const browser = await launch();
  try {
    const first: number[] = [];
    for (let i = 0; i < FIRST_VIEWS; i++) {
      const fresh = await browser.newContext();
      const page = await fresh.newPage();
      const began = performance.now();
      await page.goto(String(url), { waitUntil: 'commit' });
      await page.waitForSelector('[data-link="live"] .verdict');
      first.push((performance.now() - began) * NS_PER_MS);
      await fresh.close();
    }
    context.report({
      name: 'first-view',
      unit: 'ns',
      n: first.length,
      ...quantiles(Float64Array.from(first)),
      input:
        'from the address to the overview with live data, an empty cache each time, the watching of the page itself in it',
      goal: { atMost: 1e9 },
    });
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.goto(`${String(url)}#markets`);
    await page.waitForSelector(`.canvas .row[data-symbol="${CLOCK_SYMBOL}"]`);
    const shown = await watch(page, SECONDS * 1000);
    const times = waits(shown, feeder.startedMs);
    context.report({
      name: 'event-to-pixel',
      unit: 'ns',
      n: times.length,
      ...quantiles(times),
      input: `${PER_SECOND} updates/s of 1,000 symbols into the server, one page full of rows, ${shown.length} frames with something new`,
      goal: { atMost: 150 * NS_PER_MS, of: 'p99' },
    });
  } finally {
    await browser.close();
    await server.stop();
    await feeder.close();
  }
}

/** What the row said, and when the frame with it was out: value and epoch ms in turn. */
async function watch(page: Page, ms: number): Promise<readonly (readonly [value: number, atMs: number])[]> {
  await page.evaluate(`{
    const row = document.querySelector('.canvas .row[data-symbol="${CLOCK_SYMBOL}"] .updates');
    const shown = [];
    let last = '';
    const look = () => {
      const text = row.textContent;
      if (text !== last) {
        last = text;
        // A task behind this frame: it has been handed to the compositor by then.
        const channel = new MessageChannel();
        channel.port1.onmessage = () => shown.push([Number(text.replaceAll(',', '')), Date.now()]);
        channel.port2.postMessage(0);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    window.shown = shown;
  }`);
  await pause(ms);
  return page.evaluate('window.shown');
}

/** Of each event, at the feeder's step, between one shown value and the next. */
function waits(shown: readonly (readonly [value: number, atMs: number])[], startedMs: number): Float64Array {
  const found: number[] = [];
  for (const [index, [value, atMs]] of shown.entries()) {
    const before = shown[index - 1]?.[0];
    if (before === undefined) continue;
    for (let event = before + TICK_MS; event <= value; event += TICK_MS)
      found.push((atMs - (startedMs + event)) * NS_PER_MS);
  }
  return Float64Array.from(found);
}
