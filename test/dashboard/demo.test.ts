/** The demo in a real browser, with each engine: what `crossfeed up` promises, up to leaving nothing behind. */
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launch, open, screenshot, show, type OpenedPage } from './browser.js';
import { built, cli, Demo, engines } from './demo.js';
import { until } from './waiting.js';

describe.skipIf(!built).each(engines)('crossfeed up on the engine "%s"', (engine) => {
  let demo: Demo;
  let browser: Browser | undefined;
  let opened: OpenedPage | undefined;

  beforeAll(async () => {
    demo = await Demo.start({ engine });
    if (hasChromium) {
      browser = await launch();
      opened = await open(browser, demo.url);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await demo.dispose();
  });

  it('becomes ready', async () => {
    await until('/readyz 200', async () => (await demo.get('readyz')).status === 200);
    expect((await demo.get('healthz')).status).toBe(200);
  });

  it('says which engine runs, in metrics and over HTTP', async () => {
    const { body } = await demo.get('metrics');
    expect(body).toContain(`crossfeed_engine_info{engine="${engine}"} 1`);
    expect(body).toMatch(/^crossfeed_port_accepted_total\{port="0"\} [1-9]/m);
    expect(JSON.parse((await demo.get('api/v1/feeds')).body).engine).toEqual({
      kind: engine,
      requested: engine,
      warning: null,
    });
    const nic = await demo.get('api/v1/nic');
    if (engine === 'nic') {
      expect(nic.status).toBe(200);
      expect(JSON.parse(nic.body)).toMatchObject({ device: expect.stringMatching(/^sim:/), ports: 2 });
    } else {
      expect(nic.status).toBe(404);
      expect(JSON.parse(nic.body).code).toBe('NO_NIC');
    }
  });

  it.skipIf(!hasChromium)('shows 100 and more symbols, moving', async () => {
    const { page } = opened!;
    await show(page, 'markets');
    await until(
      '100 symbols',
      async () => Number(/^(\d+) symbols/.exec((await page.textContent('#books-summary')) ?? '')?.[1]) >= 100,
    );
    const updates = async (): Promise<Map<string, string>> =>
      new Map(
        await page.$$eval('.canvas .row:not([hidden])', (rows) =>
          rows.map(
            (row) => [row.getAttribute('data-symbol') ?? '', row.querySelector('.updates')?.textContent ?? ''] as const,
          ),
        ),
      );
    const before = await updates();
    expect(before.size).toBeGreaterThan(25);
    await until('every symbol in view to have moved', async () => {
      const now = await updates();
      return [...before].every(([symbol, count]) => now.get(symbol) !== count);
    });
  });

  it.skipIf(!hasChromium)('shows the engine, the lines and the health of each', async () => {
    const { page } = opened!;
    await page.waitForSelector('[data-link="live"]');
    await show(page, 'feeds');
    expect(await page.getAttribute('#engine', 'data-engine')).toBe(engine);
    expect(await page.isVisible('#software-banner')).toBe(engine === 'software');
    expect(await page.isVisible('#nic')).toBe(engine === 'nic');
    for (const line of ['A', 'B']) await page.waitForSelector(`tr[data-line="${line}"][data-state="live"]`);
    await expect.poll(() => page.textContent('#ready'), { timeout: 30_000 }).toContain('Ready');
    expect(await page.$$('[data-counter="badFcs"] td')).toHaveLength(2);
  });

  it.skipIf(!hasChromium)('finds, sorts and opens a symbol by keyboard', async () => {
    const { page } = opened!;
    await show(page, 'markets');
    await page.keyboard.press('/');
    await page.keyboard.type('AAPL');
    await until('one row', async () => (await page.$$('.canvas .row:not([hidden])')).length === 1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.waitForSelector('.depth .bids .price:has-text(".")');
    await screenshot(page, `${engine}-depth`);
    await page.keyboard.press('Escape');
    await page.waitForSelector('.depth', { state: 'detached' });
    await page.fill('input[type=search]', '');
    await page.click('role=columnheader[name="Updates"] >> button');
    await page.waitForSelector('[aria-sort="descending"] >> text=Updates');
    const counts = await page.$$eval('.canvas .row:not([hidden])', (rows) =>
      rows
        .map((row) => ({
          at: Number(row.getAttribute('aria-rowindex')),
          updates: Number(row.querySelector('.updates')?.textContent?.replaceAll(',', '')),
        }))
        .sort((a, b) => a.at - b.at)
        .map(({ updates }) => updates),
    );
    expect(counts[0]).toBeGreaterThan(counts.at(-1)!);
    await page.click('role=columnheader[name="Symbol"] >> button');
  });

  it.skipIf(!hasChromium)('is kept as pictures, without a complaint from the console', async () => {
    const { page, complaints } = opened!;
    await page.waitForSelector('[data-link="live"]');
    await screenshot(page, `${engine}-dark`);
    await page.click('role=button[name="Use the light theme"]');
    await screenshot(page, `${engine}-light`);
    await page.click('role=button[name="Use the dark theme"]');
    expect(complaints).toEqual([]);
  });

  it('starts a killed dashboard again, on its port, while the gateway goes on', async () => {
    const dashboard = (): number | undefined =>
      demo.processes().find(({ command }) => command.includes('dashboard/server/main.js'))?.pid;
    const before = dashboard();
    expect(before).toBeDefined();
    process.kill(before!, 'SIGKILL');
    if (opened !== undefined) {
      await opened.page.waitForSelector('[data-link="offline"]');
      await opened.page.waitForSelector('#stale-banner');
    }
    await until('another dashboard', () => {
      const now = dashboard();
      return now !== undefined && now !== before;
    });
    await until('/readyz 200', async () => (await demo.get('readyz')).status === 200);
    if (opened !== undefined) await opened.page.waitForSelector('[data-link="live"]');
  });

  it('starts a killed exchange again, and takes up its new session', async () => {
    const exchange = (): number | undefined =>
      demo.processes().find(({ command }) => command.includes('sim/exchanges/'))?.pid;
    const before = exchange();
    process.kill(before!, 'SIGKILL');
    await until('another exchange', () => {
      const now = exchange();
      return now !== undefined && now !== before;
    });
    await until(
      'its session',
      async () => JSON.parse((await demo.get('api/v1/feeds')).body).channels[0].counters.sessions === 1,
    );
    await until('/readyz 200', async () => (await demo.get('readyz')).status === 200);
    const book = await until('a book of the new session', async () => {
      const found = JSON.parse((await demo.get('api/v1/books/AAPL')).body);
      return found.bids?.length > 0 ? found : undefined;
    });
    expect(book.state).not.toBe('uncertain');
  });

  it('refuses a second gateway on its data directory, and a port in use', async () => {
    const { port } = new URL(demo.url);
    const attempt = (...args: string[]): string => {
      const { status, stderr } = spawnSync(process.execPath, [cli, 'up', '--engine', 'software', ...args], {
        encoding: 'utf8',
      });
      return `${status} ${stderr}`;
    };
    const config = ['--config', join(demo.folder, 'demo.yaml')];
    expect(attempt(...config, '--port', '0', '--data', join(demo.folder, 'data'))).toMatch(
      /^1 .*another gateway \(process \d+\)/s,
    );
    const elsewhere = attempt(...config, '--port', port, '--data', join(demo.folder, 'other'));
    expect(elsewhere).toMatch(/^1 .*(cannot bind|port is in use)/s);
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    await browser?.close();
    const { port, hostname } = new URL(demo.url);
    const { channels } = JSON.parse((await demo.get('api/v1/feeds')).body);
    demo.process.kill('SIGINT');
    expect(await demo.exited).toBe(0);
    expect(demo.processes()).toEqual([]);
    expect(existsSync(join(demo.folder, 'data/gateway.sock'))).toBe(false);
    expect(existsSync(join(demo.folder, 'data/lock'))).toBe(false);
    await expect(tcpOpens(hostname, Number(port))).resolves.toBe(false);
    for (const line of channels[0].lines) {
      const [address, udpPort] = line.listen.split(':');
      await expect(udpBinds(address, Number(udpPort))).resolves.toBe(true);
    }
  });
});

describe.skipIf(!built)('crossfeed up without the driver library', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await Demo.start({ engine: 'nic', environment: { CROSSFEED_LIBRARY: '/nowhere/libcrossfeed.so' } });
  });
  afterAll(() => demo.dispose());

  it('falls back to software, and says so on screen, in the log, in metrics and on the page', async () => {
    await until('/readyz 200', async () => (await demo.get('readyz')).status === 200);
    expect(demo.output()).toMatch(/WARNING: running on the SOFTWARE engine\..*\/nowhere\/libcrossfeed\.so/);
    expect(demo.log()).toContain('engine is not the one asked for');
    const { body } = await demo.get('metrics');
    expect(body).toContain('crossfeed_engine_info{engine="software"} 1');
    expect(body).toContain('crossfeed_engine_fallback 1');
    const { engine } = JSON.parse((await demo.get('api/v1/feeds')).body);
    expect(engine).toMatchObject({ kind: 'software', requested: 'nic' });
    if (!hasChromium) return;
    const browser = await launch();
    try {
      const { page } = await open(browser, demo.url);
      await page.waitForSelector('#engine[data-engine="software"]');
      expect(await page.textContent('#software-banner')).toContain('/nowhere/libcrossfeed.so');
    } finally {
      await browser.close();
    }
  });
});

function tcpOpens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function udpBinds(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, address, () => socket.close(() => resolve(true)));
  });
}
