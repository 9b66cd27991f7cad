import { describe, expect, it } from 'vitest';
import { ALICE, ALICE_TOO, BOB, Desk, order } from './desk-testing.js';
import { feeE8, NO_FEES } from './rules.js';

const P = 1_000_000;

/** A book of 99/101 by Bob around 100 (in units of 10,000). */
function quoted(desk: Desk): void {
  desk.do(BOB, order('bid', { price: P - 10_000, quantity: 500 }));
  desk.do(BOB, order('ask', { side: 'sell', price: P + 10_000, quantity: 500 }));
}

describe('what is refused', () => {
  it('says why: symbol, token, amounts, ticks, lots and terms that cannot stand together', () => {
    const desk = new Desk();
    const why = (changes: Parameters<typeof order>[1]): string => {
      const [report] = desk.do(ALICE, order(`T${Math.random()}`, changes));
      return report?.type === 'rejected' ? report.reason : String(report?.type);
    };
    expect(why({ symbol: 'NOPE' })).toBe('unknownSymbol');
    expect(why({ quantity: 0 })).toBe('badQuantity');
    expect(why({ price: P + 1 })).toBe('badTick');
    expect(why({ price: -100 })).toBe('badPrice');
    expect(why({ quantity: 100, displayQuantity: 200 })).toBe('badQuantity');
    expect(why({ minQuantity: 50 })).toBe('minQuantity');
    expect(why({ postOnly: true, timeInForce: 'ioc' })).toBe('unsupported');
    expect(why({ timeInForce: 'gtd' })).toBe('unsupported');
    expect(why({ price: 0, display: 'hidden' })).toBe('badPrice');
    expect(why({})).toBe('accepted');
    expect(desk.short(ALICE, order('A'))).toEqual(['A accepted 100']);
    expect(desk.short(ALICE, order('A'))).toEqual(['A rejected duplicateToken']);
  });

  it('refuses while halted, takes cancels, and holds what comes while quoting until trading begins', () => {
    const desk = new Desk();
    desk.do(ALICE, order('A'));
    desk.book.state = 'halted';
    expect(desk.short(BOB, order('B', { side: 'sell' }))).toEqual(['B rejected halted']);
    expect(desk.short(ALICE, { type: 'replace', token: 'A', newToken: 'A2', quantity: 50, price: P })).toEqual([
      'A replaceRejected halted',
    ]);
    expect(desk.short(ALICE, { type: 'cancel', token: 'A', quantity: 40 })).toEqual(['A canceled 60 user']);
    desk.book.state = 'quoting';
    expect(desk.short(BOB, order('B', { side: 'sell', quantity: 10 }))).toEqual(['B accepted 10']);
    expect(desk.short(BOB, order('C', { side: 'sell', timeInForce: 'ioc' }))).toEqual(['C rejected halted']);
    desk.book.state = 'trading';
    desk.participants.look();
    expect(desk.news().map(({ type }) => type)).toEqual(['executed', 'executed']);
  });

  it('knows a port’s rate, which fills again with time; cancels are not counted', () => {
    const rules = { ratePerSecond: 2, cancelOnDisconnect: 'never', crossPortCancel: false } as const;
    const desk = new Desk({ ports: [{ ...ALICE, ...rules }] });
    const send = (token: string): string[] => desk.short(ALICE, order(token));
    expect([...send('A'), ...send('B'), ...send('C')]).toEqual([
      'A accepted 100',
      'B accepted 100',
      'C rejected rateLimit',
    ]);
    expect(desk.short(ALICE, { type: 'cancel', token: 'A', quantity: 0 })).toEqual(['A canceled 100 user']);
    desk.time.nowNs += 5e8;
    expect([...send('D'), ...send('E')]).toEqual(['D accepted 100', 'E rejected rateLimit']);
  });

  it('refuses prices far through the last one, and short sales at the bid under a restriction', () => {
    const desk = new Desk({ priceBandBps: 500 });
    quoted(desk);
    expect(desk.short(ALICE, order('A', { price: P + 60_000 }))).toEqual(['A rejected priceBand']);
    expect(desk.short(ALICE, order('B', { price: P - 100_000 }))).toEqual(['B accepted 100']);
    desk.participants.restricted.add(0);
    const sell = { side: 'sellShort', price: P - 10_000 } as const;
    expect(desk.short(ALICE, order('C', sell))).toEqual(['C rejected shortSale']);
    expect(desk.short(ALICE, order('D', { ...sell, side: 'sellShortExempt', quantity: 10 }))).toEqual([
      'D accepted 10',
      'D removed 10@990000',
      'bid added 10@990000',
    ]);
    expect(desk.short(ALICE, order('E', { ...sell, price: P }))).toEqual(['E accepted 100']);
  });
});

describe('orders', () => {
  it('post only rest or are refused', () => {
    const desk = new Desk();
    quoted(desk);
    expect(desk.short(ALICE, order('A', { postOnly: true, price: P + 10_000 }))).toEqual([
      'A rejected postOnlyWouldTrade',
    ]);
    expect(desk.short(ALICE, order('B', { postOnly: true, price: P }))).toEqual(['B accepted 100']);
    expect(desk.short(ALICE, { type: 'replace', token: 'B', newToken: 'C', quantity: 100, price: P + 10_000 })).toEqual(
      ['B replaceRejected postOnlyWouldTrade'],
    );
  });

  it('with a reserve show one part after the other, each behind the others at its price', () => {
    const desk = new Desk();
    desk.do(ALICE, order('A', { quantity: 250, displayQuantity: 100 }));
    desk.do(BOB, order('B', { quantity: 50 }));
    expect(desk.feed.splice(0)).toEqual(['+B100@1000000', '+B50@1000000']);
    expect(desk.short({ port: 'C1', firm: 'GAMM' }, order('S', { side: 'sell', quantity: 220 }))).toEqual([
      'S accepted 220',
      'S removed 100@1000000',
      'A added 100@1000000',
      'A refresh 1000000',
      'S removed 50@1000000',
      'B added 50@1000000',
      'S removed 70@1000000',
      'A added 70@1000000',
    ]);
    expect(desk.feed).toEqual(['x100@1000000', '+B100@1000000', 'x50@1000000', 'x70@1000000']);
  });

  it('with a minimum trade at once that much or nothing', () => {
    const desk = new Desk();
    quoted(desk);
    const buy = { price: P + 10_000, quantity: 900, timeInForce: 'ioc' } as const;
    expect(desk.short(ALICE, order('A', { ...buy, minQuantity: 600 }))).toEqual([
      'A accepted 900',
      'A canceled 900 ioc',
    ]);
    expect(desk.short(ALICE, order('B', { ...buy, timeInForce: 'fok' }))).toEqual([
      'B accepted 900',
      'B canceled 900 fok',
    ]);
    expect(desk.short(ALICE, order('C', { ...buy, minQuantity: 500 }))).toEqual([
      'C accepted 900',
      'C removed 500@1010000',
      'ask added 500@1010000',
      'C canceled 400 ioc',
    ]);
  });

  it('pegged follow what others display, within their limit', () => {
    const desk = new Desk();
    quoted(desk);
    desk.do(ALICE, order('P', { pegTo: 'same', price: P }));
    desk.do(ALICE, order('M', { pegTo: 'mid', price: 0, side: 'sell', display: 'hidden' }));
    expect(desk.book.bids.map(({ price }) => price)).toEqual([P - 10_000]);
    expect(desk.book.hiddenAsks.map(({ price }) => price)).toEqual([P]);
    expect(desk.short(BOB, order('bid2', { price: P - 2_000, quantity: 10 }))).toEqual([
      'bid2 accepted 10',
      'P reprice 998000',
      'M reprice 1004000',
    ]);
    expect(desk.short(BOB, { type: 'cancel', token: 'bid2', quantity: 0 })).toEqual([
      'bid2 canceled 10 user',
      'P reprice 990000',
      'M reprice 1000000',
    ]);
  });

  it('with a stop wait for a trade at its price', () => {
    const desk = new Desk();
    quoted(desk);
    expect(desk.short(ALICE, order('S', { price: 0, stopPrice: P + 10_000, quantity: 20 }))).toEqual(['S accepted 20']);
    expect(desk.short(BOB, order('B2', { price: P - 10_000, side: 'sell', quantity: 10 })).slice(-1)).toEqual([
      'bid added 10@990000',
    ]);
    expect(desk.short({ port: 'C1', firm: 'GAMM' }, order('C', { price: P + 10_000, quantity: 10 }))).toEqual([
      'C accepted 10',
      'C removed 10@1010000',
      'ask added 10@1010000',
      'S triggered 0',
      'S removed 20@1010000',
      'ask added 20@1010000',
    ]);
  });

  it('good till a date end at it', () => {
    const desk = new Desk();
    desk.do(ALICE, order('A', { timeInForce: 'gtd', expireEpochMs: 2_000_000 }));
    desk.time.epochMs = 1_999_999;
    desk.participants.look();
    expect(desk.news()).toEqual([]);
    desk.time.epochMs = 2_000_000;
    desk.participants.look();
    expect(desk.news()).toMatchObject([{ type: 'canceled', reason: 'timeout', final: true }]);
  });

  it('for the opening trade in the cross at its price, as far as it goes, and end with it', () => {
    const desk = new Desk();
    quoted(desk);
    desk.do(ALICE, order('O1', { timeInForce: 'opening', price: 0, quantity: 300 }));
    desk.do(ALICE_TOO, order('O2', { timeInForce: 'opening', price: P, quantity: 300 }));
    desk.do(ALICE_TOO, order('O3', { timeInForce: 'opening', price: P - 20_000, quantity: 300 }));
    desk.engine.cross(desk.book, 'O', 500, 'B', 0, P, P);
    expect(desk.news().map((report) => `${report.type} ${'quantity' in report ? report.quantity : ''}`)).toEqual([
      'executed 300',
      'executed 200',
      'canceled 100',
      'canceled 300',
    ]);
    expect(desk.short(ALICE, order('O4', { timeInForce: 'opening' }))).toEqual(['O4 rejected tooLate']);
  });

  it('replaced lose their place, or keep it by the exchange’s rule', () => {
    for (const replaceKeepsPriority of [false, true]) {
      const desk = new Desk({ replaceKeepsPriority });
      desk.do(ALICE, order('A'));
      desk.do(BOB, order('B'));
      desk.do(ALICE, { type: 'replace', token: 'A', newToken: 'A2', quantity: 60, price: P });
      const [, first] = desk.short({ port: 'C1', firm: 'GAMM' }, order('S', { side: 'sell', quantity: 10 })).slice(1);
      expect(first).toBe(replaceKeepsPriority ? 'A2 added 10@1000000' : 'B added 10@1000000');
    }
  });
});

describe('ports and firms', () => {
  it('cancel across ports of a firm only where the rule says so, and never across firms', () => {
    const common = { ratePerSecond: 0, cancelOnDisconnect: 'never' } as const;
    const desk = new Desk({
      ports: [
        { ...ALICE, ...common, crossPortCancel: false },
        { ...ALICE_TOO, ...common, crossPortCancel: true },
      ],
    });
    desk.do(ALICE, order('A'));
    desk.do(ALICE_TOO, order('A'));
    expect(desk.short(ALICE, { type: 'cancel', token: 'A', quantity: 0, ownerPort: 'A2' })).toEqual([
      'A cancelRejected notOwner',
    ]);
    expect(desk.short(BOB, { type: 'cancel', token: 'A', quantity: 0, ownerPort: 'A2' })).toEqual([
      'A cancelRejected notOwner',
    ]);
    expect(desk.short(ALICE_TOO, { type: 'cancel', token: 'A', quantity: 0, ownerPort: 'A1' })).toEqual([
      'A canceled 100 user',
    ]);
    expect(desk.short(ALICE_TOO, { type: 'cancel', token: 'A', quantity: 0, ownerPort: 'A1' })).toEqual([
      'A cancelRejected tooLate',
    ]);
  });

  it('mass cancel by symbol and side, of the port or of the firm', () => {
    const desk = new Desk();
    desk.do(ALICE, order('A'));
    desk.do(ALICE, order('B', { side: 'sell', price: P + 100 }));
    desk.do(ALICE_TOO, order('C'));
    const all = { type: 'massCancel', symbol: '', side: '', requestId: 'M' } as const;
    expect(desk.short(ALICE, { ...all, scope: 'port', side: 'buy' })).toEqual([
      'A canceled 100 massCancel',
      'mass canceled 1',
    ]);
    expect(desk.short(ALICE, { ...all, scope: 'port', symbol: 'MSFT' })).toEqual(['mass canceled 0']);
    expect(desk.short(ALICE, { ...all, scope: 'firm' })).toEqual([
      'B canceled 100 massCancel',
      'C canceled 100 massCancel',
      'mass canceled 2',
    ]);
  });

  it('cancel when the client is gone: always, on request, or never', () => {
    for (const [rule, asks, isGone] of [
      ['always', false, true],
      ['onRequest', false, false],
      ['onRequest', true, true],
      ['never', true, false],
    ] as const) {
      const desk = new Desk({
        ports: [{ ...ALICE, ratePerSecond: 0, crossPortCancel: false, cancelOnDisconnect: rule }],
      });
      desk.do(ALICE, { type: 'portUp', cancelOnDisconnect: asks });
      desk.do(ALICE, order('A'));
      expect(desk.short(ALICE, { type: 'portDown' })).toEqual(isGone ? ['A canceled 100 disconnect'] : []);
    }
  });

  it('do not trade with themselves where they do not want to', () => {
    const outcome = (preventSelfTrade: 'cancelNewest' | 'cancelOldest' | 'decrement'): string[] => {
      const desk = new Desk();
      desk.do(ALICE_TOO, order('S', { side: 'sell', quantity: 60 }));
      return desk.short(ALICE, order('B', { preventSelfTrade }));
    };
    expect(outcome('cancelNewest')).toEqual(['B accepted 100', 'B canceled 100 selfTrade']);
    expect(outcome('cancelOldest')).toEqual(['B accepted 100', 'S canceled 60 selfTrade']);
    expect(outcome('decrement')).toEqual(['B accepted 100', 'S canceled 60 selfTrade', 'B canceled 60 selfTrade']);
  });
});

describe('trades', () => {
  it('can be broken and corrected, for both sides', () => {
    const desk = new Desk();
    desk.do(ALICE, order('A'));
    const executed = desk.do(BOB, order('B', { side: 'sell', quantity: 30 })).find(({ type }) => type === 'executed');
    const match = executed?.type === 'executed' ? executed.match : 0;
    desk.participants.trades.correct(match, P + 100, desk.participants.reports);
    expect(desk.news()).toMatchObject([
      { type: 'corrected', oldPrice: P, price: P + 100, quantity: 30 },
      { type: 'corrected', oldPrice: P, price: P + 100, quantity: 30 },
    ]);
    desk.participants.trades.bust(match, 'erroneous', desk.participants.reports);
    expect(desk.news()).toMatchObject([
      { type: 'broken', price: P + 100, order: { executed: 0 } },
      { type: 'broken', price: P + 100, order: { executed: 0, leaves: 70 } },
    ]);
    expect(desk.participants.trades.find(match)).toBeUndefined();
  });

  it('cost what the fee model says, by unit and by worth', () => {
    const fee = { perUnitE8: -200_000, ppm: 0 };
    expect(feeE8(fee, 300, P, { priceScale: 4, quantityScale: 0 })).toBe(-60_000_000);
    // 10 basis points of half a coin at 97,000.00
    expect(feeE8({ perUnitE8: 0, ppm: 1000 }, 50_000_000, 9_700_000, { priceScale: 2, quantityScale: 8 })).toBe(48.5e8);
    const desk = new Desk({ fees: { ...NO_FEES, removed: { perUnitE8: 300_000, ppm: 0 }, added: fee } });
    desk.do(ALICE, order('A'));
    const fees = desk
      .do(BOB, order('B', { side: 'sell' }))
      .flatMap((report) => (report.type === 'executed' ? [report.feeE8] : []));
    expect(fees).toEqual([30_000_000, -20_000_000]);
  });
});
