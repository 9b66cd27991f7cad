import { describe, expect, it } from 'vitest';
import {
  ExecType,
  OrdStatus,
  OrdType,
  Side,
  TimeInForce,
  type VenueOrder,
  type VenueReport,
} from '../../core/venue.js';
import { VenueLedger, type LedgerFault } from './venue-ledger.js';

function order(orderId: number, side: number = Side.buy): VenueOrder {
  return {
    orderId,
    instrument: 1,
    side,
    ordType: OrdType.limit,
    timeInForce: TimeInForce.day,
    quantity: 100,
    price: 5000,
    stopPrice: 0,
    minQuantity: 0,
    displayQuantity: 0,
    hidden: false,
    postOnly: false,
    pegTo: '',
    pegOffset: 0,
    expireEpochMs: 0,
    capacity: 'A',
    account: '',
    sweep: false,
  };
}

function report(orderId: number, execType: number, values: Partial<VenueReport> = {}): VenueReport {
  return {
    venue: 0,
    orderId,
    instrument: 1,
    execType,
    ordStatus: OrdStatus.new,
    side: Side.buy,
    execId: `${orderId}-${execType}`,
    execRefId: '',
    lastQuantity: 0,
    lastPrice: 0,
    cumQuantity: -1,
    leavesQuantity: -1,
    orderQuantity: 0,
    price: 0,
    venueOrderId: '',
    clientId: '',
    liquidityFlag: '',
    liquidity: '',
    reasonCode: '',
    text: '',
    transactEpochMs: 0,
    possDup: false,
    source: 'session',
    ...values,
  };
}

const trade = (orderId: number, execId: string, lastQuantity: number): VenueReport =>
  report(orderId, ExecType.trade, { execId, lastQuantity, lastPrice: 5000 });

function bench() {
  const faults: LedgerFault[] = [];
  const ledger = new VenueLedger(2, 3, { onFault: (fault) => faults.push(fault) });
  return { ledger, faults };
}

describe('VenueLedger', () => {
  it('follows an order through its trades, a bust and its cancel', () => {
    const { ledger, faults } = bench();
    ledger.begin(0, order(7));
    ledger.onReport(report(7, ExecType.new));
    ledger.onReport(trade(7, 'a', 60));
    ledger.onReport(trade(7, 'b', 10));
    ledger.onReport(report(7, ExecType.tradeCancel, { execId: 'c', execRefId: 'a' }));
    expect(ledger.position(0, 1)).toBe(10);
    ledger.beginCancel(7);
    expect(ledger.order(7)!.state.ordStatus).toBe(OrdStatus.pendingCancel);
    ledger.onReport(report(7, ExecType.canceled));
    expect([...ledger.open()]).toEqual([]);
    expect([faults, ledger.totals[0]]).toEqual([
      [],
      expect.objectContaining({ sent: 1, accepted: 1, trades: 2, amended: 1, canceled: 1 }),
    ]);
  });

  it('counts a trade once, whatever it is told', () => {
    const { ledger, faults } = bench();
    ledger.begin(0, order(7, Side.sellShort));
    ledger.onReport(trade(7, 'a', 60));
    ledger.onReport({ ...trade(7, 'a', 60), possDup: true });
    expect([ledger.position(0, 1), faults]).toEqual([-60, ['duplicateTrade']]);
  });

  it('keeps one order under the numbers of its replacements', () => {
    const { ledger } = bench();
    const working = ledger.begin(0, order(7));
    ledger.onReport(report(7, ExecType.new));
    ledger.beginReplace(7, 8, 300);
    ledger.beginReplace(7, 9, 400);
    ledger.onReport(trade(7, 'a', 50));
    ledger.onReport(report(8, ExecType.replaced, { price: 5100 }));
    expect([working.orderId, working.price, working.state.quantity, working.state.leavesQuantity]).toEqual([
      8, 5100, 300, 250,
    ]);
    ledger.onRefusal({ venue: 0, orderId: 9, request: 'replace', ordStatus: 0, reasonCode: '', text: '' });
    expect(working.state.ordStatus).toBe(OrdStatus.partiallyFilled);
    expect([...ledger.open()]).toEqual([working]);
    expect(ledger.order(7)).toBeUndefined();
  });

  it('holds what is uncertain open until the venue has told', () => {
    const { ledger } = bench();
    const first = ledger.begin(0, order(7));
    const second = ledger.begin(1, order(8));
    ledger.onUncertain(0, 7, 'submit');
    ledger.onUncertain(1, 8, 'submit');
    ledger.onReport(report(7, ExecType.new));
    expect([first.uncertain.size, second.uncertain.size]).toEqual([0, 1]);
    ledger.onReport({ ...report(8, ExecType.rejected), venue: 1 });
    expect([...ledger.open()]).toEqual([first]);
    expect(ledger.compact()).toBe(1);
  });

  it('tells what it does not know, and forgets what was never sent', () => {
    const { ledger, faults } = bench();
    ledger.begin(0, order(7));
    ledger.forget(7);
    ledger.onReport(trade(7, 'a', 10));
    ledger.onUncertain(0, 99, 'cancel');
    expect([faults, ledger.totals[0]!.sent, ledger.totals[0]!.foreign]).toEqual([['foreign'], 0, 1]);
  });
});
