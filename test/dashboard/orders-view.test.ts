/** The view of orders in a real browser: token, entry, cancel, kill switch, by keyboard, and what is drawn when the gateway goes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launch, open, screenshot, type OpenedPage } from './browser.js';
import { projectRoot } from './demo.js';
import { DESK_TOKEN, startOrderDesk, type OrderDeskRig } from './order-desk.js';

const built = process.env['CROSSFEED_PAGE'] ?? join(projectRoot, 'dist/dashboard/page');
const canRun = hasChromium && existsSync(join(built, 'index.html'));
if (!canRun) console.warn('no Chromium, or no built page (npm run build): the view of orders is not looked at');

describe.skipIf(!canRun)('the view of orders', () => {
  let rig: OrderDeskRig;
  let opened: OpenedPage;
  let page: Page;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    rig = await startOrderDesk(built);
    closing.push(() => rig.close());
    const browser = await launch();
    closing.push(() => browser.close());
    opened = await open(browser, `${rig.url}#orders`);
    page = opened.page;
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  const keys = async (...pressed: string[]): Promise<void> => {
    for (const key of pressed) await page.keyboard.press(key);
  };

  it('says where a token comes from, takes one, and keeps it in this tab only', async () => {
    await page.waitForSelector('[data-orders="noToken"] >> text=No token');
    expect(await page.textContent('.orders-panel')).toContain('npm start');
    await page.focus('text=Enter the token');
    await keys('Enter');
    await page.waitForSelector('#token:focus');
    await page.keyboard.type('short');
    await keys('Enter');
    await page.waitForSelector('#token-note >> text=at least 20 characters');
    await page.fill('#token', DESK_TOKEN);
    await keys('Enter');
    await page.waitForSelector('[data-orders="live"]');
    expect(await page.textContent('.orders-panel')).toContain('No order is open.');
    expect(await page.evaluate('sessionStorage.length')).toBe(1);
    expect(await page.evaluate('JSON.stringify(localStorage) + document.cookie')).not.toContain(DESK_TOKEN);
    expect(page.url()).not.toContain(DESK_TOKEN);
    await page.reload();
    await page.waitForSelector('[data-orders="live"]');
  });

  it('enters orders, and shows refusals by their codes', async () => {
    await page.fill('[name=symbol]', 'AAPL');
    await page.fill('[name=quantity]', '13');
    await page.fill('[name=price]', '187.25');
    await keys('Enter');
    await page.waitForSelector('.answer[data-code="RISK_ORDER_SIZE"] >> text=limit 12, found 13');
    await page.waitForSelector('tr[data-order="1"][data-open="false"] >> text=RISK_ORDER_SIZE');
    await page.fill('[name=quantity]', '100');
    await keys('Enter');
    await page.waitForSelector('.answer[data-order="2"] >> text=new');
    await page.waitForSelector('tr[data-order="2"][data-open="true"]');
    await page.fill('[name=quantity]', '1250');
    await page.selectOption('[name=side]', 'sell');
    await page.click('.entry button');
    await page.waitForSelector('tr[data-order="3"]');
    rig.orders.trade(2, 40, 1_872_500);
    rig.orders.uncertain.add(3);
    await page.waitForSelector('tr[data-order="3"] >> text=UNCERTAIN');
    await page.waitForSelector('[data-orders] >> text=1 uncertain');
    await page.waitForSelector('tr[data-order="2"][data-status="partiallyFilled"]');
    const cells = await page.$$eval('tr[data-order="2"] > *', (all) => all.map((cell) => cell.textContent?.trim()));
    expect(cells.slice(2, 10)).toEqual(['ONE', 'AAPL', 'buy', 'limit day', '100', '187.25', '40', '187.25']);
    await screenshot(page, 'orders-dark');
  });

  it('shows what happened to an order step by step, and why it went where it went', async () => {
    await page.click('tr[data-order="2"] th a');
    await page.waitForSelector('[data-step="client new"]');
    await page.waitForSelector('[data-step="client trade"] >> text=40 at 187.25');
    expect(page.url()).toContain('#orders/2');
    await page.click('text=Why did it go there?');
    await page.waitForSelector('#decisions >> text=its quote is stale');
    expect(await page.textContent('#decisions')).toContain('100 at 187.27, immediate');
    await page.click('[aria-label="Close the order"]');
    await page.waitForSelector('.order-detail', { state: 'detached' });
  });

  it('replaces an order, and shows what the limits say to it', async () => {
    await page.focus('[aria-label="Replace order 2"]');
    await keys('Enter');
    await page.waitForSelector('#replace-dialog [name=new-quantity]:focus');
    await keys('Enter');
    await page.waitForSelector('#replace-dialog .fault >> text=something new');
    await page.fill('[name=new-quantity]', '13');
    await keys('Enter');
    await page.waitForSelector('#replace-dialog .answer >> text=RISK_ORDER_SIZE: limit 12, found 13');
    await page.fill('[name=new-quantity]', '90');
    await page.fill('[name=new-price]', '187.5');
    await keys('Enter');
    await page.waitForSelector('#replace-outcome >> text=Replaced: buy 90 AAPL limit 187.5 day');
    await keys('Escape');
    await page.waitForSelector('tr[data-order="2"] >> text=187.50');
  });

  it('shows what the execution was worth, venues ranked', async () => {
    const cells = await page.$$eval('[data-quality="Venues TEST"] > *', (all) => all.map((cell) => cell.textContent));
    expect(cells).toEqual(['1. TEST', '40', '97.5 %', '2.50', '1.50', '0.25', '12.5 %', '−0.50', '0.25']);
    await page.waitForSelector('[data-quality="Venues OTHER"] >> text=2. OTHER');
  });

  it('filters', async () => {
    await page.selectOption('[name=filter-status]', 'ended');
    await page.waitForSelector('tr[data-order="2"]', { state: 'detached' });
    expect(await page.$$('table.orders tbody tr')).toHaveLength(1);
    await page.selectOption('[name=filter-status]', 'all');
    await page.fill('[name=filter-symbol]', 'ms');
    await page.waitForSelector('text=None of 3 orders passes the filter.');
    await page.fill('[name=filter-symbol]', '');
  });

  it('cancels after a question, and shows how the order ended', async () => {
    await page.focus('[aria-label="Cancel order 2"]');
    await keys('Enter');
    await page.waitForSelector('#cancel-dialog button:focus >> text=Keep it');
    await keys('Escape');
    await page.waitForSelector('#cancel-dialog', { state: 'detached' });
    await page.waitForSelector('[aria-label="Cancel order 2"]:focus');
    expect(rig.orders.asked.filter((each) => each.startsWith('cancel'))).toEqual([]);
    await keys('Enter');
    await page.click('#cancel-dialog .danger');
    await page.waitForSelector('#cancel-dialog >> text=The order is cancelled.');
    await keys('Escape');
    await page.waitForSelector('tr[data-order="2"][data-open="false"] >> text=canceled');
    // A page that is opened later knows of it too.
    await page.reload();
    await page.waitForSelector('tr[data-order="2"][data-open="false"] >> text=canceled');
  });

  it('moves a kill switch in two steps, by keyboard, from the other view too, and counts what became of the orders', async () => {
    await page.click('nav >> text=Overview');
    await page.waitForSelector('[data-view="overview"]');
    await page.focus('#kill-switch');
    await keys('Enter');
    await page.waitForSelector('#kill-dialog >> text=None is engaged.');
    await page.check('#kill-dialog [value=venue]');
    await page.fill('[name=kill-id]', 'TEST');
    await page.fill('[name=kill-reason]', 'news');
    await keys('Enter');
    await page.waitForSelector('[name=kill-confirm]:focus');
    await page.keyboard.type('test');
    await keys('Enter');
    expect(await page.isDisabled('#kill-dialog .danger')).toBe(true);
    await page.fill('[name=kill-confirm]', 'TEST');
    await keys('Enter');
    await page.waitForSelector('#kill-outcome >> text=3 orders: 1 confirmed cancelled, 1 pending, 1 uncertain.');
    await screenshot(page, 'kill-switch-dark');
    await keys('Enter');
    await page.waitForSelector('#engaged >> text=1 engaged');
    await page.click('#kill-switch');
    await page.check('#kill-dialog [value=cancel]');
    await page.fill('[name=kill-reason]', 'tidy up');
    await keys('Enter');
    await page.waitForSelector('#kill-dialog >> text=new orders are taken as before');
    await page.fill('[name=kill-confirm]', 'firm');
    await keys('Enter');
    await page.waitForSelector('#kill-outcome >> text=Cancelled all of the firm. 3 orders:');
    await keys('Escape');
    await page.waitForSelector('#engaged >> text=1 engaged');
    await page.click('#kill-switch');
    await page.click('[aria-label="Release venue TEST"]');
    await page.waitForSelector('[name=kill-reason]:focus');
    await page.keyboard.type('over');
    await keys('Enter');
    await page.waitForSelector('[name=kill-confirm]:focus');
    await page.keyboard.type('TEST');
    await keys('Enter');
    await page.waitForSelector('#kill-outcome >> text=Released');
    await keys('Escape');
    await page.waitForSelector('#engaged', { state: 'detached' });
    expect(opened.complaints.filter((each) => !/ 4(09|22) /.test(each))).toEqual([]);
  });

  it('draws orders as history when the gateway takes no commands any more', async () => {
    await page.click('nav >> text=Orders');
    await page.waitForSelector('[data-orders="live"]');
    await rig.closeOrders();
    await page.waitForSelector('[data-orders="stale"]');
    await page.waitForSelector('text=These orders are of the past');
    await page.waitForSelector('tr[data-order="3"] >> text=was new');
    await page.click('role=button[name="Use the light theme"]');
    await screenshot(page, 'orders-stale-light');
  });
});
