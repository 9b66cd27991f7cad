/** Every view in a real browser against a gateway in the test's process: what it shows, what an operator does there, by keyboard, in both themes, on a phone, and that axe finds nothing. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.js';
import { hasChromium, launch, open, show as goTo, type OpenedPage } from './browser.js';
import { projectRoot } from './demo.js';
import { DESK_PERSON, DESK_TOKEN, startOrderDesk, type OrderDeskRig } from './order-desk.js';
import { scenario } from './scenario.js';

const built = process.env['CROSSFEED_PAGE'] ?? join(projectRoot, 'dist/dashboard/page');
const canRun = hasChromium && existsSync(join(built, 'index.html'));
if (!canRun) console.warn('no Chromium, or no built page (npm run build): the views are not looked at');

/** A folder for pictures of each view in both themes; absent: none are taken. Those of the documentation are in docs/images. */
const pictures = process.env['CROSSFEED_PICTURES'];
/** Colours are the same in all views: without pictures these stand for the others in the second theme. */
const LIGHT_LOOKED_AT: ReadonlySet<string> = new Set(['overview', 'orders']);
const VIEWS = ['overview', 'feeds', 'sessions', 'markets', 'orders', 'risk', 'alerts', 'audit'] as const;

describe.skipIf(!canRun)('the views', () => {
  let rig: OrderDeskRig;
  let browser: Browser;
  let opened: OpenedPage;
  let page: Page;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
    rig = await startOrderDesk(built);
    closing.push(() => rig.close());
    browser = await launch();
    closing.push(() => browser.close());
    opened = await open(browser, rig.url);
    page = opened.page;
    page.setDefaultTimeout(20_000);
    await page.waitForSelector('[data-link="live"]');
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  const show = (view: string, on = page): Promise<void> => goTo(on, view);
  const picture = async (name: string, on = page): Promise<void> => {
    if (pictures === undefined) return;
    // Answers that are on their way, and the end of what moves.
    await on.waitForTimeout(700);
    await on.screenshot({ path: join(pictures, `${name}.png`) });
  };
  const giveToken = async (): Promise<void> => {
    await page.fill('#token', DESK_TOKEN);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#token-dialog', { state: 'detached' });
  };

  it('overview: what is in trouble, why and for how long; the map says what hangs on what', async () => {
    await page.waitForSelector('[data-verdict="degraded"]', { state: 'attached' });
    const troubles = await page.$$eval('[data-trouble]', (rows) => rows.map((row) => row.getAttribute('data-trouble')));
    expect(troubles).toEqual(['line/test/B', 'client/CLIENT1', 'feed/test']);
    expect(await page.textContent('[data-trouble="line/test/B"]')).toContain('no packet for 42.0 s');
    expect(await page.$$('[data-component]')).toHaveLength(13);
    await page.waitForSelector('.stage >> text=2 sessions: 1 up, 1 off');
    await page.focus('[data-component="books/test"]');
    for (const id of ['line/test/A', 'card/sim:test', 'router/router'])
      await page.waitForSelector(`[data-component="${id}"].related`);
    expect(await page.$$('[data-component="journal/journal"].related')).toEqual([]);
    await page.waitForSelector('[data-latency] canvas[aria-label*="the last 120 seconds"]');
    await page.waitForSelector('.timeline >> text=TEST-DC logged out: maintenance by desk');
  });

  it('views are reached by digits and by links, and kept in the address', async () => {
    for (const [index, view] of VIEWS.entries()) {
      await page.keyboard.press(String(index + 1));
      await page.waitForSelector(`[data-view="${view}"]`);
      expect(page.url()).toContain(`#${view}`);
    }
    await page.goBack();
    await page.waitForSelector('[data-view="alerts"]');
  });

  it('alerts: grouped by what is to be done; acknowledged and silenced with a reason', async () => {
    await page.waitForSelector('[data-alert="a-1"][data-state="firing"] >> text=Feed test has one line left');
    await page.waitForSelector('[data-alert="a-2"] >> text=acknowledged by desk');
    await page.click('[aria-label="Acknowledge FeedOneLine"]');
    await page.waitForSelector('#token-dialog');
    await giveToken();
    await page.click('[aria-label="Acknowledge FeedOneLine"]');
    await page.waitForSelector('#command-dialog [name=reason]:focus');
    expect(await page.isDisabled('#command-dialog .main')).toBe(true);
    await page.keyboard.type('on it');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#command-outcome');
    await page.keyboard.press('Escape');
    await page.click('[aria-label="Silence ClientAway"]');
    await page.fill('#command-dialog [name=minutes]', '0');
    await page.fill('#command-dialog [name=reason]', 'known');
    expect(await page.isDisabled('#command-dialog .main')).toBe(true);
    await page.fill('#command-dialog [name=minutes]', '30');
    await page.click('#command-dialog .main');
    await page.waitForSelector('#command-outcome');
    await page.keyboard.press('Escape');
    await page.click('[aria-label="Escalate LineSilent"]');
    await page.fill('#command-dialog [name=reason]', 'no answer');
    await page.click('#command-dialog .main');
    await page.waitForSelector('#command-outcome');
    await page.keyboard.press('Escape');
    expect(rig.operated).toEqual([
      'acknowledgeAlert a-1 by desk: on it',
      'silenceAlert a-5 by desk: known',
      'escalateAlert a-2 by desk: no answer',
    ]);
    await page.fill('[name=filter-events]', 'desk');
    await page.waitForSelector('.timeline-panel >> text=1 events');
    await page.fill('[name=filter-events]', '');
  });

  it('feeds: what each line brings; a feed is failed over', async () => {
    await show('feeds');
    await page.waitForSelector('tr[data-line="A"][data-state="live"]');
    await page.click('[aria-label="Fail over test"]');
    await page.fill('#command-dialog [name=to]', 'software');
    await page.fill('#command-dialog [name=reason]', 'drill');
    await page.click('#command-dialog .danger');
    await page.waitForSelector('#command-outcome');
    await page.keyboard.press('Escape');
    expect(rig.operated.at(-1)).toBe('failover to software test by desk: drill');
    await page.waitForSelector('.skew svg[aria-label*="A first: most often by 51 ns"]');
    await page.waitForSelector('[data-sensors="simulated"] >> text=chip 52.5 °C · core 0.850 V');
    await page.waitForSelector('[data-link-of="1"] >> text=has no link');
    await page.waitForSelector('[data-clock="known"] >> text=−0.25 ppm against the host’s clock');
  });

  it('registers: by name with their fields, what changes marked; written by who administers', async () => {
    await page.click('text=Read the card …');
    await page.waitForSelector('[data-register="CONTROL"] >> text=enable 1');
    await page.waitForSelector('[data-register="TIME"][data-changed="true"] >> text=0x00000100');
    expect(await page.getAttribute('[data-register="CONTROL"]', 'data-changed')).toBe('false');
    await page.click('[aria-label="Set CONTROL"]');
    await page.fill('#command-dialog [name=value]', '0x3');
    await page.fill('#command-dialog [name=reason]', 'drill');
    await page.click('#command-dialog .danger');
    await page.waitForSelector('#command-outcome');
    await page.keyboard.press('Escape');
    expect(rig.operated.at(-1)).toBe('writeRegister device[0].CONTROL 3 by desk: drill');
    await page.selectOption('[name=register-block]', 'port');
    await page.selectOption('[name=register-index]', '1');
    await page.waitForSelector('[data-register="frames1"]');
  });

  it('sessions: numbers, counters, messages in words; logged out, on, and given numbers', async () => {
    await show('sessions');
    await page.waitForSelector('tr[data-session="TEST-DC"] >> text=logged out');
    const cells = await page.$$eval('tr[data-session="TEST-1"] > *', (all) =>
      all.map((cell) => cell.textContent?.trim()),
    );
    expect(cells).toEqual(['TEST', 'TEST-1', '●active', 'orders FIX.4.4', '1,235', '4,712', '0.5 ms', '3 / 1', '0 B']);
    await page.click('tr[data-session="TEST-1"] a');
    await page.waitForSelector('.detail >> text=127.0.0.1:9881');
    await page.waitForSelector('.detail >> text=on until 16:00 UTC');
    await page.waitForSelector('.detail dl >> text=/^p50 .*, p99 /');
    await page.click('[data-message="out1234"] button');
    await page.waitForSelector('.opened >> text=NewOrderSingle');
    await page.click('.opened summary');
    await page.waitForSelector('.opened code >> text=8=FIX.4.4|35=D|55=AAPL|54=1|10=000');
    await page.fill('[name=filter-messages]', 'executionreport');
    await page.waitForSelector('[data-message="out1234"]', { state: 'detached' });
    await page.fill('[name=filter-messages]', '');
    for (const [button, done] of [
      ['Log out …', 'logoutSession TEST-1 by desk: test'],
      ['Log on …', 'logonSession TEST-1 by desk: test'],
      ['Set numbers …', 'resetSession 1235 4712 TEST-1 by desk: test'],
    ] as const) {
      await page.click(`.detail >> text=${button}`);
      await page.fill('#command-dialog [name=reason]', 'test');
      await page.click('#command-dialog [type=submit]');
      await page.waitForSelector('#command-outcome');
      await page.keyboard.press('Escape');
      expect(rig.operated.at(-1)).toBe(done);
    }
  });

  it('markets: a symbol is found; every venue’s quote, who is best, and what does not count', async () => {
    await show('markets');
    await page.keyboard.press('/');
    await page.keyboard.type('aap');
    await page.click('.canvas .row[data-symbol="AAPL"]');
    await page.waitForSelector('.by-venue tr[data-venue="TEST"] >> text=★');
    expect(await page.textContent('.by-venue tr[data-venue="OTHER"]')).toContain('stale');
    await page.goto(`${rig.url}#markets/AAPL`);
    await page.waitForSelector('.by-venue[data-condition="normal"]');
  });

  it('risk: limits with what is used of them, positions, what is engaged; a limit is changed, the router switched', async () => {
    await show('risk');
    const limit = async (name: string): Promise<(string | undefined)[]> =>
      page.$$eval(`[data-limit="${name}"] > *`, (all) => all.map((cell) => cell.textContent?.trim()));
    await page.waitForSelector('[data-limit="client ONE openOrders"]');
    const order = await page.$$eval('[data-limit]', (all) => all.map((row) => row.getAttribute('data-limit')));
    expect(order).toEqual(['client ONE openOrders', 'client ONE credit.USD.gross', 'firm openOrders']);
    expect((await limit('client ONE openOrders'))[2]).toBe('■100.0 %');
    expect((await limit('client ONE credit.USD.gross')).slice(2, 6)).toEqual([
      '▲92.5 %',
      '925,000.5',
      '1,000,000',
      'USD',
    ]);
    await page.waitForSelector('nav [href="#risk"] .mark.bad >> text=2');
    await page.check('[name=all-limits]');
    await page.waitForSelector('[data-limit="client ONE maxOrderQuantity"]');
    await page.click('[aria-label="Change openOrders of client ONE"]');
    await page.fill('#command-dialog [name=value]', 'many');
    await page.fill('#command-dialog [name=reason]', 'busy day');
    await page.click('#command-dialog .danger');
    await page.waitForSelector('#command-dialog [data-code="LIMIT_INVALID"]');
    // The browser writes of what is refused.
    expect(opened.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
    await page.fill('#command-dialog [name=value]', '80');
    await page.click('#command-dialog .danger');
    await page.waitForSelector('#command-outcome');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-limit="client ONE openOrders"] >> text=50.0 %');
    await page.waitForSelector('nav [href="#risk"] .mark.warn >> text=1');
    const position = await page.$$eval('[data-position="ONE AAPL"] > *', (all) => all.map((cell) => cell.textContent));
    expect(position).toEqual(['ONE', 'AAPL', '−1,500', '100', '250', '▲87.5 %', '20,000 / 2,000']);
    await page.waitForSelector('text=None is engaged.');
    await page.click('text=All by the simple one …');
    await page.fill('#command-dialog [name=reason]', 'drill');
    await page.click('#command-dialog .danger');
    await page.waitForSelector('#command-outcome');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-fallback="on"]');
    await page.click('text=Back to their own …');
    await page.fill('#command-dialog [name=reason]', 'drill over');
    await page.click('#command-dialog .main');
    await page.waitForSelector('#command-outcome');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-fallback="off"]');
  });

  it('audit: who did all that, from where, and that the chain holds', async () => {
    await show('audit');
    await page.waitForSelector('[data-chain="verified"]');
    await page.waitForSelector('tr[data-audit] >> text=resetSession');
    await page.fill('[name=filter-audit]', 'failover');
    const cells = await page.$$eval('tr[data-audit] > *', (all) => all.map((cell) => cell.textContent));
    expect(cells.slice(2)).toEqual(['desk', '127.0.0.1', 'failover', 'test', 'to software: drill', '●done']);
    await page.fill('[name=filter-audit]', '');
    expect(opened.complaints).toEqual([]);
  });

  it('somebody logs in with a password, and out', async () => {
    await page.click('#who button');
    await page.waitForSelector('[data-needs-token]');
    await page.click('#log-in');
    await page.fill('#login [name=name]', DESK_PERSON.name);
    await page.fill('#login [name=password]', 'a wrong one');
    await page.click('#login button');
    await page.waitForSelector('[data-code="LOGIN_REFUSED"]');
    await page.fill('#login [name=password]', DESK_PERSON.password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#who >> text=ada');
    await page.reload();
    await page.waitForSelector('#who >> text=ada');
    await page.waitForSelector('tr[data-audit] >> text=LOGIN_REFUSED');
    expect(
      await page.evaluate('document.cookie + JSON.stringify(sessionStorage) + JSON.stringify(localStorage)'),
    ).not.toMatch(/session=|[\w-]{30}/);
  });

  for (const theme of ['dark', 'light'] as const) {
    it(`axe finds nothing in any view, ${theme}`, async () => {
      if (theme === 'light') await page.click('role=button[name="Use the light theme"]');
      const found: string[] = [];
      for (const view of VIEWS) {
        await show(view);
        if (view === 'feeds') {
          await page.click('text=Read the card …');
          await page.waitForSelector('[data-register="CONTROL"]');
        }
        if (view === 'sessions') await page.click('tr[data-session="TEST-1"] a');
        if (view === 'markets') await page.click('.canvas .row[data-symbol="AAPL"]');
        await picture(`${view}-${theme}`);
        if (theme === 'light' && pictures === undefined && !LIGHT_LOOKED_AT.has(view)) continue;
        found.push(...(await violations(page, theme === 'dark' ? 'all' : 'colours')).map((each) => `${view}: ${each}`));
      }
      await page.click('#kill-switch');
      await page.waitForSelector('#kill-dialog');
      await picture(`kill-${theme}`);
      found.push(...(await violations(page, theme === 'dark' ? 'all' : 'colours')).map((each) => `kill: ${each}`));
      await page.keyboard.press('Escape');
      expect(found).toEqual([]);
    });
  }

  it('the essentials fit on a phone', async () => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await phone.goto(rig.url);
    await phone.waitForSelector('[data-trouble="line/test/B"]');
    await picture('overview-phone', phone);
    for (const view of VIEWS) {
      await show(view, phone);
      expect([view, await phone.evaluate('document.documentElement.scrollWidth')]).toEqual([view, 390]);
      expect(await phone.isVisible('#kill-switch')).toBe(true);
    }
    await show('alerts', phone);
    await picture('alerts-phone', phone);
    await phone.close();
  });

  it('what is not of now is drawn so: unknown states, and no number passes for live', async () => {
    await show('overview');
    rig.setStatus({ ...scenario(), health: undefined });
    await page.waitForSelector('text=This gateway has no health model.');
    rig.setStatus(scenario());
    await page.waitForSelector('[data-component="feed/test"]');
    await rig.closeGateway();
    await page.waitForSelector('#stale-banner');
    await page.waitForSelector('[data-verdict="unknown"]', { state: 'attached' });
    await page.waitForSelector('[data-component="feed/test"][data-state="unknown"] >> text=was degraded');
    await show('sessions');
    await page.waitForSelector('tr[data-session="TEST-1"] >> text=was active');
    await show('alerts');
    await page.waitForSelector('[data-alert="a-1"] >> text=was firing');
    await picture('alerts-stale');
  });
});
