/**
 * The order state change matrices of FIX 4.4, volume 4, appendix D, as tables: an event a row, and what the Execution Report that follows says
 * (OrdStatus, OrderQty, CumQty, LeavesQty).
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageOf } from './exact-sum.js';
import { OrderState } from './order-state.js';

type Event = (order: OrderState) => unknown;
type Row = readonly [event: Event, ordStatus: string, quantity: number, cum: number, leaves: number];

let execution = 0;
const fill =
  (quantity: number, price = 50, execId = `t${++execution}`): Event =>
  (order) =>
    order.trade(execId, quantity, price);
const accept: Event = (order) => order.accept();
const reject: Event = (order) => order.reject();
const askCancel: Event = (order) => order.requestCancel();
const canceled: Event = (order) => order.cancel();
const cancelRefused: Event = (order) => order.refuseCancel();
const askReplace: Event = (order) => order.requestReplace();
const replaced =
  (quantity: number): Event =>
  (order) =>
    order.replace(quantity);
const replaceRefused: Event = (order) => order.refuseReplace();
const doneForDay: Event = (order) => order.doneForDay();
const expired: Event = (order) => order.expire();
const restated =
  (quantity: number): Event =>
  (order) =>
    order.restate(quantity);
const suspended: Event = (order) => order.suspend();
const resumed: Event = (order) => order.resume();
const nothing: Event = () => undefined;
const bust =
  (execRefId: string, execId: string): Event =>
  (order) =>
    order.cancelTrade(execRefId, execId);
const correct =
  (execRefId: string, execId: string, quantity: number, price: number): Event =>
  (order) =>
    order.correctTrade(execRefId, execId, quantity, price);

const STATUS: Readonly<Record<string, string>> = {
  pendingNew: 'A',
  new: '0',
  partial: '1',
  filled: '2',
  doneForDay: '3',
  canceled: '4',
  pendingCancel: '6',
  rejected: '8',
  suspended: '9',
  expired: 'C',
  pendingReplace: 'E',
};

const matrices: Readonly<Record<string, readonly Row[] | { carriesOver: true; rows: readonly Row[] }>> = {
  'A.1.a filled order': [
    [nothing, 'pendingNew', 10000, 0, 10000],
    [accept, 'new', 10000, 0, 10000],
    [fill(2000), 'partial', 10000, 2000, 8000],
    [fill(1000), 'partial', 10000, 3000, 7000],
    [fill(7000), 'filled', 10000, 10000, 0],
  ],
  'A.1.b part-filled day order, done for day': [
    [accept, 'new', 10000, 0, 10000],
    [fill(2000), 'partial', 10000, 2000, 8000],
    [doneForDay, 'doneForDay', 10000, 2000, 0],
  ],
  'B.1.a cancel of a zero-filled order': [
    [accept, 'new', 10000, 0, 10000],
    [askCancel, 'pendingCancel', 10000, 0, 10000],
    [canceled, 'canceled', 10000, 0, 0],
  ],
  'B.1.b cancel of a part-filled order, executed while the cancel is pending': [
    [accept, 'new', 10000, 0, 10000],
    [fill(2000), 'partial', 10000, 2000, 8000],
    [askCancel, 'pendingCancel', 10000, 2000, 8000],
    [fill(5000), 'pendingCancel', 10000, 7000, 3000],
    [canceled, 'canceled', 10000, 7000, 0],
  ],
  'B.1.c cancel of a filled order, refused': [
    [accept, 'new', 10000, 0, 10000],
    [fill(8000), 'partial', 10000, 8000, 2000],
    [askCancel, 'pendingCancel', 10000, 8000, 2000],
    [fill(2000), 'pendingCancel', 10000, 10000, 0],
    [cancelRefused, 'filled', 10000, 10000, 0],
  ],
  'B.1.d cancel of a part-filled order, refused': [
    [accept, 'new', 10000, 0, 10000],
    [fill(4000), 'partial', 10000, 4000, 6000],
    [askCancel, 'pendingCancel', 10000, 4000, 6000],
    [cancelRefused, 'partial', 10000, 4000, 6000],
  ],
  'C.1.a zero-filled order, replace to increase': [
    [accept, 'new', 10000, 0, 10000],
    [askReplace, 'pendingReplace', 10000, 0, 10000],
    [replaced(11000), 'new', 11000, 0, 11000],
    [fill(1000), 'partial', 11000, 1000, 10000],
    [fill(2000), 'partial', 11000, 3000, 8000],
  ],
  'C.1.b part-filled order, replace to increase, refused': [
    [accept, 'new', 10000, 0, 10000],
    [fill(1000), 'partial', 10000, 1000, 9000],
    [askReplace, 'pendingReplace', 10000, 1000, 9000],
    [replaceRefused, 'partial', 10000, 1000, 9000],
  ],
  'C.1.c filled while the replace is pending, which opens it again': [
    [accept, 'new', 10000, 0, 10000],
    [askReplace, 'pendingReplace', 10000, 0, 10000],
    [fill(10000), 'pendingReplace', 10000, 10000, 0],
    [replaced(12000), 'partial', 12000, 10000, 2000],
  ],
  'C.2.a part-filled order, increased while pending and executed': [
    [accept, 'new', 10000, 0, 10000],
    [fill(1000), 'partial', 10000, 1000, 9000],
    [askReplace, 'pendingReplace', 10000, 1000, 9000],
    [fill(100), 'pendingReplace', 10000, 1100, 8900],
    [replaced(12000), 'partial', 12000, 1100, 10900],
    [fill(10900), 'filled', 12000, 12000, 0],
  ],
  'C.3.a decrease to what has traded': [
    [accept, 'new', 10000, 0, 10000],
    [askReplace, 'pendingReplace', 10000, 0, 10000],
    [fill(7000), 'pendingReplace', 10000, 7000, 3000],
    [replaced(7000), 'filled', 7000, 7000, 0],
  ],
  'C.3.b decrease below what has traded': [
    [accept, 'new', 10000, 0, 10000],
    [fill(500), 'partial', 10000, 500, 9500],
    [askReplace, 'pendingReplace', 10000, 500, 9500],
    [fill(2000), 'pendingReplace', 10000, 2500, 7500],
    [replaced(2000), 'filled', 2500, 2500, 0],
  ],
  'D.1 two replaces pending at once, answered one after the other': [
    [accept, 'new', 10000, 0, 10000],
    [fill(1000), 'partial', 10000, 1000, 9000],
    [askReplace, 'pendingReplace', 10000, 1000, 9000],
    [askReplace, 'pendingReplace', 10000, 1000, 9000],
    [replaced(11000), 'pendingReplace', 11000, 1000, 10000],
    [replaced(12000), 'partial', 12000, 1000, 11000],
  ],
  'D.2 a cancel behind a replace': [
    [accept, 'new', 10000, 0, 10000],
    [askReplace, 'pendingReplace', 10000, 0, 10000],
    [askCancel, 'pendingCancel', 10000, 0, 10000],
    [replaced(11000), 'pendingCancel', 11000, 0, 11000],
    [canceled, 'canceled', 11000, 0, 0],
  ],
  'E.1.a rejected after it was accepted for a moment': [
    [accept, 'new', 10000, 0, 10000],
    [reject, 'rejected', 10000, 0, 0],
  ],
  'E.1.b rejected at once': [
    [nothing, 'pendingNew', 10000, 0, 10000],
    [reject, 'rejected', 10000, 0, 0],
  ],
  'F.1 unsolicited cancel of a part-filled order': [
    [accept, 'new', 10000, 0, 10000],
    [fill(1000), 'partial', 10000, 1000, 9000],
    [canceled, 'canceled', 10000, 1000, 0],
  ],
  'H.1 GTC order, done for day, goes on the next day': {
    carriesOver: true,
    rows: [
      [accept, 'new', 10000, 0, 10000],
      [fill(2000), 'partial', 10000, 2000, 8000],
      [doneForDay, 'doneForDay', 10000, 2000, 8000],
      [restated(10000), 'partial', 10000, 2000, 8000],
      [fill(8000), 'filled', 10000, 10000, 0],
    ],
  },
  'H.2 GTC order restated after a split of two for one': {
    carriesOver: true,
    rows: [
      [accept, 'new', 10000, 0, 10000],
      [doneForDay, 'doneForDay', 10000, 0, 10000],
      [restated(20000), 'new', 20000, 0, 20000],
      [fill(5000), 'partial', 20000, 5000, 15000],
    ],
  },
  'I.1 fill or kill that cannot be filled': [
    [accept, 'new', 10000, 0, 10000],
    [canceled, 'canceled', 10000, 0, 0],
  ],
  'I.2 immediate or cancel, part-filled': [
    [accept, 'new', 10000, 0, 10000],
    [fill(1000), 'partial', 10000, 1000, 9000],
    [canceled, 'canceled', 10000, 1000, 0],
  ],
  'I.3 expired with the day': [
    [accept, 'new', 10000, 0, 10000],
    [fill(1000), 'partial', 10000, 1000, 9000],
    [expired, 'expired', 10000, 1000, 0],
  ],
  'J.1 filled, then corrected, then cancelled': [
    [accept, 'new', 10000, 0, 10000],
    [fill(10000, 50, 'e1'), 'filled', 10000, 10000, 0],
    [bust('e1', 'e2'), 'new', 10000, 0, 10000],
    [fill(9000, 50, 'e3'), 'partial', 10000, 9000, 1000],
    [correct('e3', 'e4', 4000, 51), 'partial', 10000, 4000, 6000],
    [correct('e4', 'e5', 6000, 52), 'partial', 10000, 6000, 4000],
    [bust('e5', 'e6'), 'new', 10000, 0, 10000],
  ],
  'J.2 a trade of a cancelled order is cancelled: it stays cancelled': [
    [accept, 'new', 10000, 0, 10000],
    [fill(1000, 50, 'f1'), 'partial', 10000, 1000, 9000],
    [canceled, 'canceled', 10000, 1000, 0],
    [bust('f1', 'f2'), 'canceled', 10000, 0, 0],
  ],
  'K.1 trading halt: suspended, and open again': [
    [accept, 'new', 10000, 0, 10000],
    [suspended, 'suspended', 10000, 0, 10000],
    [askCancel, 'pendingCancel', 10000, 0, 10000],
    [cancelRefused, 'suspended', 10000, 0, 10000],
    [resumed, 'new', 10000, 0, 10000],
  ],
  'L.1 transmission of a GTC order by status: nothing changes': [
    [accept, 'new', 10000, 0, 10000],
    [nothing, 'new', 10000, 0, 10000],
  ],
};

describe('OrderState', () => {
  describe.each(Object.entries(matrices))('%s', (_name, matrix) => {
    it('goes as the matrix says', () => {
      const rows = 'rows' in matrix ? matrix.rows : matrix;
      const order = new OrderState(10000, 'carriesOver' in matrix);
      rows.forEach(([event, ordStatus, quantity, cum, leaves], row) => {
        expect([row, event(order)]).toEqual([row, undefined]);
        expect({
          row,
          ordStatus: String.fromCharCode(order.ordStatus),
          quantity: order.quantity,
          cum: order.cumQuantity,
          leaves: order.leavesQuantity,
        }).toEqual({ row, ordStatus: STATUS[ordStatus], quantity, cum, leaves });
      });
    });
  });

  it('tells what does not fit, and stays as it was', () => {
    const order = new OrderState(100);
    const faults = [
      order.refuseCancel(),
      order.refuseReplace(),
      order.cancelTrade('x', 'y'),
      order.trade('a', 40, 10),
      order.trade('a', 40, 10),
      order.trade('b', 0, 10),
      order.correctTrade('a', 'c', 0, 10),
      order.restate(30),
      order.cancel(),
      order.cancel(),
      order.expire(),
      order.doneForDay(),
      order.reject(),
      order.cancelTrade('a', 'd'),
      order.cancelTrade('a', 'e'),
      order.correctTrade('d', 'f', 5, 5),
    ];
    expect(faults).toEqual([
      'notPending',
      'notPending',
      'unknownTrade',
      undefined,
      'duplicateTrade',
      'badQuantity',
      'badQuantity',
      'badQuantity',
      undefined,
      'alreadyEnded',
      'alreadyEnded',
      'alreadyEnded',
      'alreadyEnded',
      undefined,
      'tradeEnded',
      'tradeEnded',
    ]);
    expect([order.cumQuantity, order.notional.isZero]).toEqual([0, true]);
  });

  it('counts an overfill, and says so: the shares are ours', () => {
    const order = new OrderState(100);
    order.accept();
    expect(order.trade('a', 150, 10)).toBe('overfill');
    expect([order.cumQuantity, order.leavesQuantity, order.ordStatus]).toEqual([150, 0, '2'.charCodeAt(0)]);
  });

  it('counts a trade that comes after the cancel, as venues may tell them in that order on different sessions', () => {
    const order = new OrderState(100);
    order.accept();
    order.cancel();
    expect(order.trade('late', 60, 10)).toBeUndefined();
    expect([order.cumQuantity, order.leavesQuantity, String.fromCharCode(order.ordStatus)]).toEqual([60, 0, '4']);
  });

  it('has the sums of a list of its trades, whatever is corrected and cancelled', () => {
    const step = fc.record({
      what: fc.constantFrom('trade', 'trade', 'trade', 'bust', 'correct'),
      pick: fc.nat(),
      quantity: fc.integer({ min: 1, max: 2 ** 40 }),
      price: fc.integer({ min: 1, max: 2 ** 40 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const order = new OrderState(2 ** 50);
        const list: { execId: string; quantity: bigint; price: bigint }[] = [];
        steps.forEach(({ what, pick, quantity, price }, i) => {
          const at = list.length === 0 ? -1 : pick % list.length;
          if (what === 'trade' || at < 0) {
            expect(order.trade(`e${i}`, quantity, price)).toBeUndefined();
            list.push({ execId: `e${i}`, quantity: BigInt(quantity), price: BigInt(price) });
          } else if (what === 'bust') {
            expect(order.cancelTrade(list[at]!.execId, `e${i}`)).toBeUndefined();
            list.splice(at, 1);
          } else {
            expect(order.correctTrade(list[at]!.execId, `e${i}`, quantity, price)).toBeUndefined();
            list[at] = { execId: list[at]!.execId, quantity: BigInt(quantity), price: BigInt(price) };
          }
          const cum = list.reduce((sum, trade) => sum + trade.quantity, 0n);
          const notional = list.reduce((sum, trade) => sum + trade.quantity * trade.price, 0n);
          expect([BigInt(order.cumQuantity), order.notional.value()]).toEqual([cum, notional]);
          if (cum > 0n)
            expect(averageOf(order.notional, order.cumQuantity, 4)).toBe((notional * 10000n + cum / 2n) / cum);
        });
      }),
    );
  });
});
