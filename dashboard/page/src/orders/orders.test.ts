/** The pure parts of the view of orders: rows, decimals, the entry form, the kill switch. */
import { describe, expect, it } from 'vitest';
import { killSwitchSchema, orderSchema } from '../../../../control/core/order-api/order-json.js';
import { aligned, columnPlaces } from './decimals.js';
import {
  clOrdIdOf,
  ENTRY_TIMES,
  ENTRY_TYPES,
  entrySentence,
  faultsOf,
  NEW_ENTRY,
  orderOf,
  type Entry,
} from './entry.js';
import { commandOf, draftFault, isConfirmed, NEW_KILL, outcomeWords, type KillDraft } from './kill.js';
import { orderView as order } from './testing.js';
import { filtered, NO_FILTER, rowsOf, statusesOf, statusWords, toneOf } from './rows.js';

describe('rows', () => {
  const rows = rowsOf(
    [
      order(1, { uncertain: true }),
      order(2, { client: 'TWO' }),
      order(3, { symbol: 'MSFT', status: 'partiallyFilled' }),
    ],
    [order(9, { status: 'filled' }), order(4, { status: 'rejected' })],
  );
  const shown = (filter: Partial<typeof NO_FILTER>): number[] =>
    filtered(rows, { ...NO_FILTER, ...filter }).map((row) => row.order.orderId);

  it('have uncertain orders first, then the newest, then what ended', () => {
    expect(shown({})).toEqual([1, 3, 2, 9, 4]);
  });

  it('pass by symbol, client and status', () => {
    expect(shown({ symbol: 'ms' })).toEqual([3]);
    expect(shown({ client: 'tw' })).toEqual([2]);
    expect(shown({ status: 'open' })).toEqual([1, 3, 2]);
    expect(shown({ status: 'ended' })).toEqual([9, 4]);
    expect(shown({ status: 'uncertain' })).toEqual([1]);
    expect(shown({ status: 'partiallyFilled', symbol: 'AAPL' })).toEqual([]);
    expect(statusesOf(rows)).toEqual(['filled', 'new', 'partiallyFilled', 'rejected']);
  });

  it('say of open orders that they were so, when that is of the past', () => {
    expect(statusWords(rows[1]!, true)).toBe('partially filled');
    expect(statusWords(rows[1]!, false)).toBe('was partially filled');
    expect(statusWords(rows[3]!, false)).toBe('filled');
  });

  it('have a tone for every status, also for one that is not known here', () => {
    expect(['new', 'pendingCancel', 'rejected', 'canceled', 'X'].map(toneOf)).toEqual([
      'ok',
      'warn',
      'bad',
      'idle',
      'idle',
    ]);
  });
});

describe('decimals', () => {
  it('line up by their points', () => {
    const column = ['187.25', '1234567.5', '3', '0.12345678'];
    const places = columnPlaces(column, 4);
    expect(places).toBe(4);
    const widths = column.map(
      (text) =>
        aligned(text, places, 2)
          .replace('…', '')
          .split(/[.\u2008]/)[1]?.length,
    );
    expect(widths).toEqual([4, 4, 4, 4]);
    expect(aligned('1234567.5', 4, 2)).toBe('1,234,567.50\u2007\u2007');
    expect(aligned('0.12345678', 4)).toBe('0.1234…');
  });

  it('stay integers where all are', () => {
    expect(aligned('1200', columnPlaces(['1200', '3.000'], 8))).toBe('1,200');
  });
});

describe('the entry form', () => {
  const entry: Entry = { ...NEW_ENTRY, symbol: ' AAPL', quantity: '100', price: '187.25', stopPrice: '180' };

  it('makes orders that pass the schema of the API, of every type and time in force', () => {
    for (const type of ENTRY_TYPES) {
      for (const timeInForce of ENTRY_TIMES) {
        const made = orderOf(
          { ...entry, type, timeInForce, strategy: 'primary' },
          clOrdIdOf(Date.UTC(2026, 2, 2), 0.5),
        );
        expect(orderSchema.parse(made)).toEqual(made);
        expect('price' in made).toBe(type === 'limit' || type === 'stop-limit');
        expect('stopPrice' in made).toBe(type === 'stop' || type === 'stop-limit');
      }
    }
  });

  it('says what is wrong, field by field, and asks for what the type needs only', () => {
    expect(faultsOf(entry)).toEqual({});
    expect(Object.keys(faultsOf(NEW_ENTRY))).toEqual(['symbol', 'quantity', 'price']);
    expect(Object.keys(faultsOf({ ...entry, type: 'market', price: 'x' }))).toEqual([]);
    for (const quantity of ['0', '0.0', '-1', '1e3', '1,000', ' ']) {
      expect(Object.keys(faultsOf({ ...entry, quantity }))).toEqual(['quantity']);
    }
  });

  it('says what its button does', () => {
    expect(entrySentence({ ...entry, side: 'sell-short', type: 'stop-limit' })).toBe(
      'sell short 100 AAPL stop-limit at 187.25 from 180',
    );
  });

  it('names orders that the schema takes, differently within one millisecond', () => {
    expect(clOrdIdOf(0, 0)).toBe('PAGE-0-0000');
    expect(clOrdIdOf(0, 0.9999999)).toBe('PAGE-0-ZZZZ');
  });
});

describe('the kill switch', () => {
  const draft: KillDraft = { ...NEW_KILL, scope: 'venue', id: ' NASDAQ ', reason: 'news' };

  it('needs a name and a reason', () => {
    expect(draftFault(draft)).toBeUndefined();
    expect(draftFault({ ...draft, id: ' ' })).toContain('venue');
    expect(draftFault({ ...draft, reason: '' })).toContain('reason');
    expect(draftFault({ ...NEW_KILL, reason: 'news' })).toBeUndefined();
  });

  it('moves only when the scope’s own name is typed', () => {
    expect(isConfirmed(draft, 'NASDAQ')).toBe(true);
    for (const typed of ['', 'nasdaq', 'venue', 'NASDAQ2']) expect(isConfirmed(draft, typed)).toBe(false);
    expect(isConfirmed(NEW_KILL, 'firm')).toBe(true);
    expect(isConfirmed(NEW_KILL, '')).toBe(false);
  });

  it('makes commands that pass the schema', () => {
    for (const each of [draft, NEW_KILL].map((one) => commandOf({ ...one, reason: 'news' }))) {
      expect(killSwitchSchema.parse(each)).toEqual(each);
    }
    expect(commandOf({ ...NEW_KILL, id: 'left over', reason: 'r' })).not.toHaveProperty('id');
  });

  it('counts what became of the orders', () => {
    const canceled = { orders: 1200, confirmed: 1000, pending: 150, uncertain: 50 };
    expect(outcomeWords({ scope: 'firm', id: '', action: 'engage', canceled })).toBe(
      '1,200 orders: 1,000 confirmed cancelled, 150 pending, 50 uncertain.',
    );
  });
});
