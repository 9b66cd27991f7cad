/** Lines of the demo that fall silent, and a gateway that stands still or is killed, with each engine: in a file of its own, beside demo.test.ts, because most of both is waiting. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ageMs, hasChromium, launch, open, screenshot, show, type OpenedPage } from './browser.js';
import { built, Demo, engines } from './demo.js';
import { until } from './waiting.js';

describe.skipIf(!built).each(engines)('a silent line on the engine "%s"', (engine) => {
  let demo: Demo;
  let browser: Browser | undefined;
  let opened: OpenedPage | undefined;

  beforeAll(async () => {
    demo = await Demo.start({ engine, ownExchange: true });
    if (hasChromium) {
      browser = await launch();
      opened = await open(browser, demo.url);
    }
    await until('/readyz 200', async () => (await demo.get('readyz')).status === 200);
  });
  afterAll(async () => {
    await browser?.close();
    await demo.dispose();
  });

  const channel = async (): Promise<{
    state: string;
    delivered: number;
    lines: { state: string; ageMs: number }[];
  }> => {
    const feed = JSON.parse((await demo.get('api/v1/feeds')).body).channels[0];
    return { state: feed.state, delivered: feed.counters.delivered, lines: feed.lines };
  };

  it('ages while the books go on from the other line', async () => {
    demo.tell({ line: 'A', silent: true });
    // A simulated card that gets no processor for a while shows line B as late, too, and for as long.
    await until('the feed to live by line B alone', async () => {
      const { state, lines } = await channel();
      return state === 'live' && lines[0]?.state === 'stale' && lines[1]?.state === 'live';
    });
    const { delivered } = await channel();
    await until('messages to go on', async () => (await channel()).delivered > delivered + 1000);
    await until('/readyz 200', async () => (await demo.get('readyz')).status === 200);
    if (opened === undefined) return;
    const { page } = opened;
    await show(page, 'feeds');
    await page.waitForSelector('tr[data-line="A"][data-state="stale"]');
    const age = async (): Promise<number> => ageMs((await page.textContent('tr[data-line="A"] .age')) ?? '');
    const first = await age();
    await until('its age to grow on the page', async () => (await age()) > first + 500);
    expect(await page.getAttribute('.page', 'data-link')).toBe('live');
    await screenshot(page, `${engine}-line-a-silent`);
  });

  it('makes the feed stale when the other one falls silent too, and both come back', async () => {
    demo.tell({ line: 'B', silent: true });
    const problem = await until('/readyz 503', async () => {
      const answer = await demo.get('readyz');
      return answer.status === 503 ? JSON.parse(answer.body) : undefined;
    });
    expect(problem).toMatchObject({ code: 'NOT_READY', status: 503 });
    expect(problem.detail).toContain('stale');
    if (opened !== undefined) {
      await opened.page.waitForSelector('[data-feed-state="stale"]');
      await show(opened.page, 'markets');
      await opened.page.waitForSelector('.canvas .row[data-state="stale"]');
      await screenshot(opened.page, `${engine}-stale`);
    }
    demo.tell({ line: 'A', silent: false });
    demo.tell({ line: 'B', silent: false });
    await until('the feed to live', async () => (await channel()).state === 'live');
    await until('/readyz 200', async () => (await demo.get('readyz')).status === 200);
  });

  it('is not shown as live while the gateway stands still', async () => {
    demo.process.kill('SIGSTOP');
    try {
      const silent = await until('/readyz 503', async () => {
        const answer = await demo.get('readyz');
        return answer.status === 503 ? JSON.parse(answer.body) : undefined;
      });
      expect(silent.code).toBe('GATEWAY_SILENT');
      expect((await demo.get('metrics')).body).not.toContain('crossfeed_line_delivered_total');
      if (opened !== undefined) {
        await opened.page.waitForSelector('[data-link="silent"]');
        await opened.page.waitForSelector('.canvas .row[data-state="unknown"]');
        expect(await opened.page.$$('[data-state="live"], [data-state="open"]')).toEqual([]);
        await show(opened.page, 'feeds');
        await opened.page.waitForSelector('[data-feed-state="unknown"]');
        expect(await opened.page.$$('[data-state="live"], [data-state="open"]')).toEqual([]);
        await screenshot(opened.page, `${engine}-gateway-silent`);
      }
    } finally {
      demo.process.kill('SIGCONT');
    }
    await until('/readyz 200', async () => (await demo.get('readyz')).status === 200);
  });

  it('takes everything with it when the gateway is killed', async () => {
    demo.process.kill('SIGKILL');
    await demo.exited;
    await until('the dashboard to be gone', () =>
      demo.processes().every(({ command }) => command.includes('sim/exchanges')),
    );
    if (opened !== undefined) await opened.page.waitForSelector('[data-link="offline"]');
  });
});
