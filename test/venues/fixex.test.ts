import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BookSet } from '../../control/market-data/books/book-set.js';
import { OrdType, Side, TimeInForce } from '../../control/core/venue.js';
import { VenueSecrets } from '../../control/venues/secrets.js';
import { testExchange } from '../../sim/exchanges/core/testing.js';
import { equityFixSchema, openEquityFix } from '../../sim/exchanges/fix/equity-gateway.js';
import { marketDataFixSchema, openMarketDataFix } from '../../sim/exchanges/fix/market-data-gateway.js';
import { VirtualWorld } from '../support/world/world.js';
import { Desk } from './desk.js';

const config = resolve(import.meta.dirname, '../../config');
const gateway = (port: number): string => `gateways: [{ host: 127.0.8.1, port: ${port} }]`;
const file = (extension: string): string => `
extends: ${config}/venues/demo-fixex.yaml
symbols: { from: listed, listings: [{ symbol: AAPL }, { symbol: MSFT }] }
orderEntry: { ${gateway(9000)}${extension} }
dropCopy: { ${gateway(9000)} }
marketData: { ${gateway(9001)} }
`;

/** @param extension of the dictionary of order entry */
async function open(extension = '') {
  const world = new VirtualWorld({ seed: 1 });
  const exchange = testExchange({ world: world.addHost('matcher').start() });
  await world.run(5000);
  const process = world.addHost('gateway', { addresses: ['127.0.8.1'] }).start();
  const sessions = [
    { senderCompId: 'XFEED1', firm: 'XFED', password: 'crossfeed' },
    { senderCompId: 'XFEEDDC', firm: 'XFED', purpose: 'dropCopy', password: 'crossfeed' },
  ];
  const local = { host: '127.0.8.1', port: 9000 };
  const settings = equityFixSchema.parse({ version: '4.4', compId: 'FIXEX', sessions });
  await world.wait(openEquityFix({ world: process, link: exchange.link('fix'), name: 'fix', local, settings }));
  await world.wait(
    openMarketDataFix({
      world: process,
      feed: exchange.feed('md'),
      name: 'md',
      local: { ...local, port: 9001 },
      settings: marketDataFixSchema.parse({ compId: 'FIXEX', clients: ['XFEEDMD'] }),
    }),
  );
  const desk = new Desk(
    world.addHost('desk', { addresses: ['127.0.8.9'] }),
    { '/config/venue.yaml': file(extension) },
    {
      readText: (path) => (path === '/config/venue.yaml' ? file(extension) : readFileSync(path, 'utf8')),
      secrets: new VenueSecrets({ read: () => 'crossfeed' }, undefined),
    },
  );
  desk.start();
  expect(await world.runUntil(() => desk.venue.state === 'active', 30_000)).toBe(true);
  await world.run(1000);
  desk.notes.take(true);
  return { world, desk, exchange };
}

describe('the demo’s fixex', () => {
  it('takes every kind of request, and what its two sources tell is the same to the share', async () => {
    const { world, desk } = await open();
    const { instrument } = desk.set.symbols.byVenueSymbol(0, 'AAPL')!;
    const order = { instrument, price: 10_000 };
    const market = { ordType: OrdType.market, timeInForce: TimeInForce.immediateOrCancel, price: 0 } as const;
    desk.submit(1, order);
    desk.submit(2, order);
    desk.submit(3, { ...order, postOnly: true });
    desk.submit(4, { ...order, ...market });
    desk.submit(5, { ...order, ...market, side: Side.sell, quantity: 300 });
    await world.run(500);
    desk.cancel(1);
    desk.act(() => desk.venue.replace(2, 6, 500, 20_000));
    desk.act(() => desk.venue.requestStatus(3));
    await world.run(500);
    const lines = desk.notes.take();
    expect(lines.filter((line) => / (canceled|replaced|status) /.test(line)).toSorted()).toEqual([
      '1 canceled leaves 0',
      '3 status leaves 100 by status',
      '6 replaced leaves 500',
    ]);
    expect(desk.act(() => desk.venue.massCancel(-1))).toBe('sent');
    await world.run(6000);
    const after = desk.notes.take();
    expect(after.filter((line) => line.includes('canceled')).length, after.join('\n')).toBe(2);
    expect(desk.venue.keeper.table.live).toBe(0);
    const { quantity, missing, trades } = desk.venue.reconciliation()!;
    expect(quantity).toEqual({ session: 400, dropCopy: 400 });
    expect({ missing, one: trades.sessionOnly + trades.dropCopyOnly }).toEqual({ missing: [], one: 0 });
  });

  it('may repeat what only its dialect has: an intermarket sweep', async () => {
    const { world, desk } = await open();
    const { instrument } = desk.set.symbols.byVenueSymbol(0, 'AAPL')!;
    desk.submit(1, { instrument, price: 10_000, sweep: true, timeInForce: TimeInForce.immediateOrCancel });
    await world.run(3000);
    expect(desk.notes.take()).toEqual(['1 new leaves 100', '1 canceled leaves 0']);
    expect(desk.venue.counters()).toMatchObject({ 'FIX.4.4.refusedReports': 0, 'dropCopy.rejectsSent': 0 });
  });

  it('leaves an order uncertain, told once, when its reports break the rules', async () => {
    const { world, desk } = await open(', extension: { fields: [{ tag: 17, name: ExecID, type: INT }] }');
    const { instrument } = desk.set.symbols.byVenueSymbol(0, 'AAPL')!;
    desk.submit(1, { instrument, price: 10_000 });
    await world.run(500);
    expect(desk.notes.take()).toEqual(['1 submit uncertain']);
    desk.act(() => desk.venue.requestStatus(1));
    await world.run(500);
    expect(desk.notes.take()).toEqual([]);
    expect(desk.venue.keeper.isUncertain(desk.venue.keeper.table.find(1))).toBe(true);
  });

  it('gives its books as records', async () => {
    const { world, desk } = await open();
    const feed = desk.set.feed(0)!;
    const books = new BookSet({ channels: 16 });
    await world.run(3000);
    while (feed.poll(books, 1000) > 0);
    const listing = desk.set.symbols.byVenueSymbol(0, 'AAPL')!;
    const book = books.at(feed.channel, feed.locateOf(listing))!;
    const [bid, ask] = [book.bestBid()!, book.bestAsk()!];
    expect(ask.price).toBeGreaterThan(bid.price);
    expect(desk.set.symbols.instrumentByLocate(0, feed.channel, feed.locateOf(listing))).toBe(listing.instrument);
    expect(books.stats()).toMatchObject({ unknownOrders: 0, duplicateOrders: 0, overCancelled: 0, nameConflicts: 0 });
    expect(feed.sessionCounters()).toMatchObject({ unknownSymbols: 0, inexact: 0, refused: 0 });
    expect(feed.sessionCounters()['updates']).toBeGreaterThan(0);
    // The connection breaks: the books are uncertain, and then complete again.
    world.link('127.0.8.9', '127.0.8.1').cut();
    await world.run(20_000);
    while (feed.poll(books, 1000) > 0);
    const again = books.at(feed.channel, feed.locateOf(listing))!;
    expect(again.bestAsk()!.price).toBeGreaterThan(again.bestBid()!.price);
    expect(books.stats().unknownOrders).toBe(0);
  });
});
