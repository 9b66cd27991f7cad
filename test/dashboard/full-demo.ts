/**
 * The page against the whole demo (config/demo.yaml, all its exchanges): every view and every action, a killed line with its alert, a killed venue, a killed dashboard; axe in both themes,
 * no complaint of the console, a picture of each view in both themes:
 *
 *     npx tsx test/dashboard/full-demo.ts docs/images [SHARE]
 *
 * SHARE: of the messages that the demo's exchanges usually send, for machines that have other work too (1). It needs what `npm run build` makes (or `CROSSFEED_CLI`, the command line of another installation), a Chromium, and no other demo on the machine. CI runs the smaller ones: demo.test.ts
 * with one exchange, views.test.ts with a gateway in the test's process.
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { violations } from './axe.js';
import { launch, open, show } from './browser.js';
import { cli as builtCli } from './demo.js';
import { until } from './waiting.js';
import { WholeDemo } from './whole-demo.js';

const VIEWS = ['overview', 'feeds', 'sessions', 'markets', 'orders', 'risk', 'alerts', 'audit'] as const;
const PATIENCE_MS = Number(process.env['CROSSFEED_FULL_DEMO_PATIENCE_MS'] ?? 120_000);
const SETTLED_MS = 2500;
/** What the browser writes of requests that are refused on purpose: a replace beyond the limits, and registers that are still asked for when the card has just been replaced. */
const EXPECTED = ['(Conflict)', '(Not Found)'];
const cli = process.env['CROSSFEED_CLI'] ?? builtCli;
const [folder = 'artifacts/dashboard', share = '1'] = process.argv.slice(2);
const pictures = resolve(folder);
mkdirSync(pictures, { recursive: true });

const demo = WholeDemo.start({ cli, share: Number(share), patienceMs: PATIENCE_MS });
const api = demo.api.bind(demo);

const began = Date.now();
let step = '';
const say = (text: string): void => {
  step = text;
  process.stdout.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s  ${text}\n`);
};

const browser = await launch();
try {
  const url = await demo.url();
  const token = await demo.token();
  say('the gateway runs');
  await demo.ready();
  say('ready, every venue takes orders');

  const { page, complaints } = await open(browser, url);
  page.setDefaultTimeout(PATIENCE_MS);
  await page.waitForSelector('[data-link="live"]');
  await page.click('#log-in');
  await page.fill('#token', token);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#token-dialog', { state: 'detached' });
  const command = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, value] of Object.entries(fields)) await page.fill(`#command-dialog [name=${name}]`, value);
    await page.click('#command-dialog [type=submit]');
    await page.waitForSelector('#command-outcome');
    await page.keyboard.press('Escape');
    await page.waitForSelector('#command-dialog', { state: 'detached' });
  };

  say('orders: entered, looked at, replaced, cancelled');
  await show(page, 'orders');
  await page.waitForSelector('[data-orders="live"]');
  const { body: book } = await api('books/AAPL');
  const bid = (book as { bids: { price: number }[]; priceScale: number }).bids[0]!.price / 10_000;
  await page.fill('[name=symbol]', 'AAPL');
  await page.fill('[name=quantity]', '100');
  await page.fill('[name=price]', (bid - 1).toFixed(2));
  await page.click('.entry button');
  const orderId = await page.getAttribute('.answer[data-order]', 'data-order');
  await page.click(`[aria-label="Replace order ${orderId}"]`);
  await page.fill('[name=new-quantity]', '999999999');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#replace-dialog .answer >> text=RISK_');
  await page.fill('[name=new-quantity]', '90');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#replace-outcome');
  await page.keyboard.press('Escape');
  await page.waitForSelector(`tr[data-order="${orderId}"] td:text-is("90")`);
  await page.click(`tr[data-order="${orderId}"] th a`);
  await page.waitForSelector('[data-step="client replaced"]');
  await page.waitForSelector('table.children tr[data-child]');
  await page.click('text=Why did it go there?');
  await page.waitForSelector('#decisions li');
  await page.click('[aria-label="Close the order"]');
  await page.click(`[aria-label="Cancel order ${orderId}"]`);
  await page.click('#cancel-dialog .danger');
  await page.waitForSelector('#cancel-dialog [role=status]');
  await page.keyboard.press('Escape');
  await page.waitForSelector(`tr[data-order="${orderId}"][data-open="false"] >> text=canceled`);
  await page.waitForSelector('[data-quality^="Venues "]');

  say('sessions: messages in words; logged out, numbers set, logged on');
  await show(page, 'sessions');
  const session = await page.getAttribute('tr[data-session*="FIX"][data-state="active"]', 'data-session');
  await page.click(`tr[data-session="${session}"] a`);
  await page.waitForSelector('[data-message]');
  await page.click('[data-message] button');
  await page.click('.opened summary');
  await page.waitForSelector('.opened code');
  await page.click('.detail >> text=Log out …');
  await command({ reason: 'a drill' });
  await page.waitForSelector(`tr[data-session="${session}"] >> text=logged out`);
  await page.click('.detail >> text=Set numbers …');
  await command({ reason: 'a drill' });
  await page.click('.detail >> text=Log on …');
  await command({ reason: 'a drill' });
  await page.waitForSelector(`tr[data-session="${session}"][data-state="active"]`);

  say('markets: a symbol is searched and opened');
  await show(page, 'markets');
  await page.keyboard.press('/');
  await page.keyboard.type('MSFT');
  await page.click('.canvas .row[data-symbol="MSFT"]');
  await page.waitForSelector('.by-venue tr[data-venue]');
  await page.fill('input[type=search]', '');

  say(
    'feeds: a line dies at the card by its register, the alert is taken, escalated and silenced; the line lives again',
  );
  await show(page, 'feeds');
  await page.click('text=Read the card …');
  await page.selectOption('[name=register-block]', 'match');
  const before = await page.textContent('[data-register="CONTROL"] code');
  await page.click('[aria-label="Set CONTROL"]');
  await command({ value: '0', reason: 'a drill' });
  await page.waitForSelector('tr[data-line="A"][data-state="stale"]');
  await show(page, 'alerts');
  const fired = '[data-rule="line-silent"]:has-text("line A of nasdaq-itch")';
  await page.waitForSelector(`${fired}[data-state="firing"]`);
  for (const verb of ['Acknowledge', 'Escalate', 'Silence']) {
    await page.click(`${fired} [aria-label="${verb} line-silent"]`);
    await command({ reason: 'a drill' });
  }
  await page.waitForSelector(`${fired}[data-state="silenced"]`);
  await show(page, 'feeds');
  await page.click('text=Read the card …');
  await page.selectOption('[name=register-block]', 'match');
  await page.click('[aria-label="Set CONTROL"]');
  await command({ value: before ?? '', reason: 'the drill is over' });
  await page.waitForSelector('tr[data-line="A"][data-state="live"]');
  await page.click('[aria-label="Fail over nasdaq-itch"]');
  await command({ to: 'software', reason: 'a drill' });
  await page.waitForSelector('#engine[data-engine="software"]');
  await page.click('[aria-label="Fail over nasdaq-itch"]');
  await command({ to: 'nic', reason: 'the drill is over' });
  await page.waitForSelector('#engine[data-engine="nic"]');

  say('the kill switch of a symbol, and its release; all of the firm cancelled');
  for (const [action, scope, name, outcome] of [
    ['engage', 'symbol', 'AAPL', 'Engaged'],
    ['cancel', 'firm', 'firm', 'Cancelled all of'],
  ] as const) {
    await page.click('#kill-switch');
    await page.check(`#kill-dialog [value=${action}]`);
    await page.check(`#kill-dialog [value=${scope}]`);
    if (scope !== 'firm') await page.fill('[name=kill-id]', name);
    await page.fill('[name=kill-reason]', 'a drill');
    await page.keyboard.press('Enter');
    await page.fill('[name=kill-confirm]', name);
    await page.keyboard.press('Enter');
    await page.waitForSelector(`#kill-outcome >> text=${outcome}`);
    await page.keyboard.press('Escape');
  }
  await page.click('#kill-switch');
  await page.click('[aria-label="Release symbol AAPL"]');
  await page.fill('[name=kill-reason]', 'the drill is over');
  await page.keyboard.press('Enter');
  await page.fill('[name=kill-confirm]', 'AAPL');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#kill-outcome >> text=Released');
  await page.keyboard.press('Escape');

  say(
    'risk: limits with what orders used of them, what is held; a limit changed and changed back; the router switched',
  );
  await show(page, 'risk');
  await page.waitForSelector('[data-limit="client DEMO openOrders"] .share');
  await page.waitForSelector('[data-position^="firm "]');
  const limit = '[aria-label="Change openOrders of client CLIENT1"]';
  await page.click(limit);
  const atMost = await page.inputValue('#command-dialog [name=value]');
  await command({ value: '4000', reason: 'a drill' });
  await page.waitForSelector('[data-limit="client CLIENT1 openOrders"] >> text=4,000');
  await page.click(limit);
  await command({ value: atMost, reason: 'the drill is over' });
  for (const [button, fallback] of [
    ['All by the simple one …', 'on'],
    ['Back to their own …', 'off'],
  ] as const) {
    await page.click(`text=${button}`);
    await command({ reason: 'a drill' });
    await page.waitForSelector(`[data-fallback="${fallback}"]`);
  }

  say('a venue is killed, and comes back');
  const venue = demo.child('exchanges/fixex');
  process.kill(venue!, 'SIGKILL');
  await show(page, 'overview');
  await page.waitForSelector('[data-trouble="venue/FIXEX"]');
  await page.waitForTimeout(1000);
  await page.screenshot({ path: join(pictures, 'page-venue-killed.png') });
  await page.waitForSelector('[data-trouble="venue/FIXEX"]', { state: 'detached' });

  say('audit: all of it stands there');
  await show(page, 'audit');
  await page.waitForSelector('[data-chain="verified"]');
  for (const op of [
    'submit',
    'replace',
    'cancel',
    'writeRegister',
    'escalateAlert',
    'resetSession',
    'killSwitch',
    'setLimit',
    'setFallback',
  ])
    await page.waitForSelector(`tr[data-audit] >> text=${op}`);

  say('orders that stay open, for the pictures');
  await show(page, 'orders');
  const symbols = ['AAPL', 'MSFT', 'NVDA', 'AMZN', 'TSLA', 'META'];
  for (const [index, symbol] of symbols.entries()) {
    const { body: top } = await api(`books/${symbol}`);
    const { bids, asks } = top as Record<'bids' | 'asks', readonly { price: number }[]>;
    const isBuy = index % 2 === 0;
    const best = (isBuy ? bids[0]! : asks[0]!).price / 10_000;
    await page.fill('.entry [name=symbol]', symbol);
    await page.selectOption('.entry [name=side]', isBuy ? 'buy' : 'sell');
    await page.fill('.entry [name=quantity]', String(100 * (index + 1)));
    // The last one trades at once.
    const distance = index === symbols.length - 1 ? -1 : 0.02 * (index + 1);
    await page.fill('.entry [name=price]', (isBuy ? best - distance : best + distance).toFixed(2));
    const answered = `document.querySelector('.answer[data-order]')?.dataset.order ?? ''`;
    const before: string = await page.evaluate(answered);
    await page.click('.entry button');
    await until(
      `an order in ${symbol}`,
      async () => !['', before].includes(await page.evaluate<string>(answered)),
      PATIENCE_MS,
    );
  }
  const shown = await page.getAttribute('.answer[data-order]', 'data-order');

  say('axe and pictures of every view in both themes');
  const found: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    if (theme === 'light') await page.click('role=button[name="Use the light theme"]');
    for (const view of VIEWS) {
      await show(page, view);
      if (view === 'feeds') await page.click('text=Read the card …');
      if (view === 'sessions') await page.click(`tr[data-session="${session}"] a`);
      if (view === 'markets') await page.click('.canvas .row:not([hidden])');
      if (view === 'orders') {
        await page.waitForSelector('[data-quality]');
        await page.click(`tr[data-order="${shown}"] th a`);
        await page.waitForSelector('[data-step]');
      }
      await page.waitForTimeout(SETTLED_MS);
      await page.screenshot({ path: join(pictures, `page-${view}-${theme}.png`) });
      found.push(...(await violations(page, 'all')).map((each) => `${view}, ${theme}: ${each}`));
      if (view === 'orders') await page.click('[aria-label="Close the order"]');
    }
  }
  await page.click('role=button[name="Use the dark theme"]');
  const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  await phone.goto(url);
  await phone.waitForSelector('[data-link="live"]');
  await phone.waitForTimeout(SETTLED_MS);
  await phone.screenshot({ path: join(pictures, 'page-overview-phone.png') });
  found.push(...(await violations(phone, 'all')).map((each) => `overview, phone: ${each}`));
  await phone.close();
  const unexpected = complaints.filter((each) => !EXPECTED.some((part) => each.includes(part)));

  say('the dashboard is killed: the page says so, and goes on with the next one');
  await show(page, 'overview');
  process.kill(demo.child('dashboard/server')!, 'SIGKILL');
  await page.waitForSelector('#stale-banner');
  await page.screenshot({ path: join(pictures, 'page-disconnected.png') });
  await page.waitForSelector('[data-link="live"]');

  for (const each of [...found, ...unexpected]) process.stderr.write(`${each}\n`);
  if (found.length + unexpected.length > 0) throw new Error('axe or the console complains');
  say('every view and every action, as it should be');
} catch (error) {
  process.stderr.write(`failed in: ${step}\n${demo.lastOutput}\n`);
  for (const context of browser.contexts())
    for (const each of context.pages())
      await each.screenshot({ path: join(tmpdir(), 'full-demo-failed.png') }).catch(() => undefined);
  throw error;
} finally {
  await browser.close();
  await demo.stop();
}
