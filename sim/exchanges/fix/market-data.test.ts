import { beforeEach, describe, expect, it } from 'vitest';
import { dictionary } from '../../../control/protocols/fix/dictionary.js';
import { FixMessage } from '../../../control/protocols/fix/message.js';
import { fixBytes } from '../../../control/protocols/fix/testing.js';
import { Validator } from '../../../control/protocols/fix/validator.js';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { testExchange, type TestExchange } from '../core/testing.js';
import { FeedBooks } from './feed-books.js';
import { marketDataFixSchema, openMarketDataFix } from './market-data-gateway.js';
import { HandClient, value } from './testing.js';

describe('FIX market data', () => {
  let world: VirtualWorld;
  let exchange: TestExchange;
  let client: HandClient;

  beforeEach(async () => {
    world = new VirtualWorld({ seed: 1 });
    exchange = testExchange({ world: world.addHost('matcher').start() });
    await world.run(5000);
    const process = world.addHost('md', { addresses: ['127.0.5.3'] }).start();
    const settings = marketDataFixSchema.parse({ compId: 'EX', clients: ['C'] });
    const local = { host: '127.0.5.3', port: 9000 };
    await world.wait(
      openMarketDataFix({ world: process, feed: exchange.feed('fix-md'), name: 'fix-md', local, settings }),
    );
    await world.run(100);
    const desk = world.addHost('client', { addresses: ['127.0.9.1'] }).start();
    client = new HandClient(desk, { beginString: 'FIX.4.4', sender: 'C', target: 'EX' });
    client.connect('127.0.5.3', 9000);
    await world.run(20);
    client.say('A', '98=0|108=30|141=Y|');
    await world.run(50);
  });

  const symbols = (count: number): string[] => exchange.matcher.listings.slice(0, count).map(({ symbol }) => symbol);

  function request(
    id: string,
    names: readonly string[],
    { kind = '1', depth = 0, update = 1, types = ['0', '1', '2'] } = {},
  ): void {
    const groups = [
      `267=${types.length}|${types.map((type) => `269=${type}|`).join('')}`,
      `146=${names.length}|${names.map((name) => `55=${name}|`).join('')}`,
    ];
    client.say('V', `262=${id}|263=${kind}|264=${depth}|265=${update}|${groups.join('')}`);
  }

  /** Levels as the client knows them: `symbol side price` → quantity. */
  function booksOfClient(id: string): Map<string, number> {
    const levels = new Map<string, number>();
    for (const text of client.received) {
      if (value(text, 262) !== id) continue;
      let symbol = value(text, 55) ?? '';
      let action = '0';
      let type = '';
      let price = '';
      for (const field of text.split('|')) {
        const [tag, found = ''] = field.split('=');
        if (tag === '279') action = found;
        else if (tag === '269') type = found;
        else if (tag === '55') symbol = found;
        else if (tag === '270') {
          price = found;
          if (action === '2') levels.delete(`${symbol} ${type} ${price}`);
        } else if (tag === '271' && type !== '2') levels.set(`${symbol} ${type} ${price}`, Number(found));
      }
    }
    return levels;
  }

  function booksOfExchange(names: readonly string[], depth = Infinity): Promise<Map<string, number>> {
    const books = new FeedBooks(exchange.feed(`check${client.received.length}`));
    return world.run(1).then(() => {
      const levels = new Map<string, number>();
      for (const { index, symbol, priceScale } of exchange.matcher.listings) {
        if (!names.includes(symbol)) continue;
        const book = books.book(index);
        for (const [side, type] of [
          ['B', '0'],
          ['S', '1'],
        ] as const) {
          for (const price of book.side(side).slice(0, depth)) {
            levels.set(`${symbol} ${type} ${price / 10 ** priceScale}`, book.quantities[side].get(price)!);
          }
        }
      }
      return levels;
    });
  }

  it('gives a snapshot and keeps it up, until it is told to stop', async () => {
    const names = symbols(3);
    request('R', names);
    await world.run(10_000);
    expect(client.of('W')).toHaveLength(3);
    expect(client.of('X').length).toBeGreaterThan(50);
    // Two intervals without news would be luck; a moment between them is enough.
    const theirs = await booksOfExchange(names);
    await world.run(25);
    const ours = booksOfClient('R');
    const same = [...theirs].filter(([level, quantity]) => ours.get(level) === quantity).length;
    expect(same / Math.max(ours.size, theirs.size)).toBeGreaterThan(0.95);
    expect(client.of('X').some((text) => text.includes('|269=2|278='))).toBe(true);
    client.say('V', `262=R|263=2|264=0|267=1|269=0|146=1|55=${names[0]!}|`);
    await world.run(50);
    const count = client.of('X').length;
    await world.run(2000);
    expect(client.of('X')).toHaveLength(count);
  });

  it('is as deep as was asked for', async () => {
    request('T', symbols(2), { depth: 1, types: ['0', '1'] });
    await world.run(5000);
    for (const text of client.of('W')) expect(value(text, 268)).toBe('2');
    const sides = new Map<string, number>();
    for (const level of booksOfClient('T').keys()) {
      const side = level.split(' ').slice(0, 2).join(' ');
      sides.set(side, (sides.get(side) ?? 0) + 1);
    }
    expect(Math.max(...sides.values())).toBe(1);
  });

  it('sends whole books where updates are wanted so', async () => {
    request('F', symbols(1), { update: 0, depth: 5 });
    await world.run(5000);
    expect(client.of('W').length).toBeGreaterThan(2);
    expect(client.of('X').every((text) => text.includes('269=2'))).toBe(true);
  });

  it('refuses with the reason', async () => {
    request('1', ['NOSUCH']);
    request('2', symbols(1));
    request('2', symbols(1));
    request('3', symbols(1), { types: ['3'] });
    client.say('V', `262=4|263=1|264=-1|267=1|269=0|146=1|55=${symbols(1)[0]!}|`);
    await world.run(50);
    expect(client.of('Y').map((text) => [value(text, 262), value(text, 281)])).toEqual([
      ['1', '0'],
      ['2', '1'],
      ['3', '8'],
      ['4', '5'],
    ]);
  });

  it('lists its symbols, and tells halts', async () => {
    client.say('x', '320=L|559=0|');
    await world.run(50);
    expect(value(client.last, 146)).toBe(String(exchange.matcher.listings.length));
    const [name] = symbols(1);
    request('R', [name!]);
    await world.run(50);
    expect(client.of('f')).toEqual([]);
    const operator = exchange.link('operator');
    await world.run(50);
    operator.operate({ type: 'halt', symbol: name! }, (error) => expect(error).toBeUndefined());
    await world.run(200);
    expect([55, 326].map((tag) => value(client.of('f').at(-1) ?? '', tag))).toEqual([name, '2']);
    client.say('e', `324=S|55=${name!}|263=0|`);
    await world.run(50);
    expect([324, 326].map((tag) => value(client.last, tag))).toEqual(['S', '2']);
  });

  it('says nothing that FIX 4.4 does not have', async () => {
    client.say('x', '320=L|559=0|');
    request('R', symbols(12));
    request('B', ['NOSUCH']);
    await world.run(5000);
    const book = dictionary('FIX44');
    const validator = new Validator(book, book);
    const message = new FixMessage();
    for (const text of client.received) {
      const bytes = fixBytes(text);
      expect(message.parse(bytes, 0, bytes.length)).toBe(0);
      expect(`${validator.validate(message) === 0 ? 'good' : validator.text}: ${text}`).toBe(`good: ${text}`);
    }
  });
});
