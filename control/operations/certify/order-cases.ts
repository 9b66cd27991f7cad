/** One order after the other: accepted, refused, cancelled, replaced, traded. Each case cleans up after itself. */
import { ExecType, OrdStatus, TimeInForce, type VenueReport } from '../../core/venue.js';
import { NotApplicable } from '../checks/check-list.js';
import { must, words, type CertificationBench } from './bench.js';
import type { Procedure } from './procedures.js';

const MARKET = '1';
const IOC = '3';
/** The market moves between our look at it and our order. */
const TRIES = 12;

export const orderAccepted: Procedure = {
  async run(bench, signal) {
    const orderId = await bench.resting(signal);
    const { venueOrderId, leavesQuantity } = bench.reportOf(orderId, ExecType.new)!;
    if (leavesQuantity !== bench.parts.order.quantity) throw new Error(`accepted with ${leavesQuantity} open`);
    return venueOrderId === '' ? 'accepted' : `accepted as ${venueOrderId}`;
  },
};

export const orderRejected: Procedure = {
  async run(bench, signal) {
    const orderId = bench.submit(bench.order({ instrument: bench.parts.order.unknownInstrument }));
    const report = await bench.reported(orderId, ExecType.rejected, signal);
    if (report.reasonCode === '' && report.text === '') throw new Error('rejected, and no reason given');
    return `rejected: ${words(report)}`;
  },
};

export const cancel: Procedure = {
  async run(bench, signal) {
    const orderId = await bench.resting(signal);
    bench.cancel(orderId);
    const { cumQuantity, leavesQuantity } = await bench.reported(orderId, ExecType.canceled, signal);
    if (cumQuantity !== 0 || leavesQuantity !== 0) throw new Error(`${cumQuantity} traded, ${leavesQuantity} left`);
    return 'cancelled, nothing traded';
  },
};

/** The order has traded when its cancel arrives. */
export const cancelTooLate: Procedure = {
  async run(bench, signal) {
    const { quantity } = bench.parts.order;
    needs(bench, 'timesInForce', IOC, 'no immediate-or-cancel orders');
    const trades = bench.venue.capabilities.ordTypes.includes(MARKET);
    const order = trades ? bench.marketOrder(quantity) : bench.order({ timeInForce: TimeInForce.immediateOrCancel });
    bench.submit(order);
    // In the same turn, so that both are on their way before the order's end is known here.
    bench.cancel(order.orderId);
    return lateRequest(bench, order.orderId, 'cancel', signal);
  },
};

export const replaceTooLate: Procedure = {
  async run(bench, signal) {
    needsReplace(bench);
    needs(bench, 'timesInForce', IOC, 'no immediate-or-cancel orders');
    const { quantity, price } = bench.parts.order;
    const order = bench.order({ timeInForce: TimeInForce.immediateOrCancel });
    bench.submit(order);
    must(bench.venue.replace(order.orderId, bench.nextId(), 2 * quantity, price), 'replacement');
    return lateRequest(bench, order.orderId, 'replace', signal);
  },
};

/** The order ends as if the late request had not been; the request is refused, or, over OUCH, not spoken of. */
async function lateRequest(
  bench: CertificationBench,
  orderId: number,
  request: 'cancel' | 'replace',
  signal: AbortSignal,
): Promise<string> {
  const { conversation, lateRequests } = bench.parts;
  const end = await bench.watch.until(() => bench.endOf(orderId), signal);
  const how = end.ordStatus === OrdStatus.filled ? 'filled' : 'over';
  if (lateRequests === 'ignored') {
    // A heartbeat says that the venue has nothing more to say.
    await bench.said('received', 'heartbeat', signal, undefined, conversation.mark);
    const ends = bench.reportsOf(orderId).filter(({ execType }) => execType === ExecType.canceled);
    if (ends.length > (end.ordStatus === OrdStatus.filled ? 0 : 1)) throw new Error('the order ended twice');
    return `the order was ${how}; the ${request} was passed over, as the protocol has it`;
  }
  const refusal = await bench.watch.until(
    () => bench.watch.refusals.find((each) => each.orderId === orderId && each.request === request),
    signal,
  );
  return `the order was ${how}; the ${request} was refused: ${words(refusal)}`;
}

export const replace: Procedure = {
  async run(bench, signal) {
    needsReplace(bench);
    const { quantity, price, tick, side } = bench.parts.order;
    const orderId = await bench.resting(signal);
    const newId = bench.nextId();
    const newPrice = side === 'buy' ? price - tick : price + tick;
    must(bench.venue.replace(orderId, newId, 2 * quantity, newPrice), 'replacement');
    await bench.watch.until(() => {
      const refused = bench.watch.refusals.find((each) => each.orderId === orderId);
      if (refused !== undefined) throw new Error(`refused: ${words(refused)}`);
      return bench.reportOf(newId, ExecType.replaced);
    }, signal);
    bench.replaced.add(orderId);
    const report = bench.reportOf(newId, ExecType.replaced)!;
    if (report.leavesQuantity !== 2 * quantity) throw new Error(`replaced with ${report.leavesQuantity} open`);
    if (report.price !== newPrice) throw new Error(`replaced at ${report.price}`);
    return 'replaced: another price, twice the quantity';
  },
};

/** Nothing to trade with at that price: accepted, and over at once. */
export const immediateOrCancel: Procedure = {
  async run(bench, signal) {
    needs(bench, 'timesInForce', IOC, 'no immediate-or-cancel orders');
    const orderId = bench.submit(bench.order({ timeInForce: TimeInForce.immediateOrCancel }));
    const end = await bench.watch.until(() => bench.endOf(orderId), signal);
    if (end.execType === ExecType.rejected) throw new Error(`rejected: ${words(end)}`);
    if (end.cumQuantity !== 0)
      throw new Error(`${end.cumQuantity} traded: the price is not far enough from the market`);
    return end.execType === ExecType.expired ? 'expired at once, nothing traded' : 'cancelled at once, nothing traded';
  },
};

export const massCancel: Procedure = {
  async run(bench, signal) {
    if (bench.venue.capabilities.massCancel === 'none') throw new NotApplicable('the venue offers no mass cancel');
    const orders = [await bench.resting(signal), await bench.resting(signal)];
    must(bench.venue.massCancel(-1), 'mass cancel');
    for (const orderId of orders) await bench.reported(orderId, ExecType.canceled, signal);
    return `${orders.length} orders cancelled by one request`;
  },
};

export const orderStatus: Procedure = {
  async run(bench, signal) {
    if (bench.venue.capabilities.orderStatus === 'none')
      throw new NotApplicable('the venue answers no status requests');
    const orderId = await bench.resting(signal);
    must(bench.venue.requestStatus(orderId), 'status request');
    const { ordStatus, leavesQuantity } = await bench.reported(orderId, ExecType.orderStatus, signal);
    if (ordStatus !== OrdStatus.new) throw new Error(`told as ${String.fromCharCode(ordStatus)}`);
    return `told as new, ${leavesQuantity} open`;
  },
};

export const fill: Procedure = {
  async run(bench, signal) {
    const trades = await traded(bench, signal);
    return `filled in ${trades.length} ${trades.length === 1 ? 'trade' : 'trades'}, execution ids ${trades.map(({ execId }) => execId).join(', ')}`;
  },
};

/** At the price at which the market just traded, for more than it shows there: a part trades, the rest stays, and is cancelled. */
export const partialFill: Procedure = {
  async run(bench, signal) {
    const { tick, maxQuantity } = bench.parts.order;
    let { largeQuantity: quantity } = bench.parts.order;
    for (let tries = 1; ; tries++) {
      // A hidden order may have traded between two ticks.
      const price = Math.round((await traded(bench, signal)).at(-1)!.lastPrice / tick) * tick;
      // Where somebody always takes the whole of what rests, the part that the market shows at the moment is what is left to try.
      const atOnce = tries > TRIES / 2 && bench.venue.capabilities.timesInForce.includes(IOC);
      const orderId = atOnce
        ? bench.submit(bench.order({ price, quantity, timeInForce: TimeInForce.immediateOrCancel }))
        : await bench.resting(signal, { price, quantity });
      // The answer to the cancel shows how much had traded by then.
      if (!atOnce && bench.endOf(orderId) === undefined) bench.venue.cancel(orderId);
      const end = await bench.watch.until(() => bench.endOf(orderId), signal);
      const trade = bench.reportOf(orderId, ExecType.trade);
      if (trade !== undefined) {
        if (end.ordStatus === OrdStatus.filled) {
          // The market may have come through the price before the cancel was there: what is larger lasts longer.
          quantity = Math.min(quantity * 2, maxQuantity);
          if (tries < TRIES) continue;
          throw new Error(`all of ${quantity} traded, ${TRIES} times: a larger quantity is needed`);
        }
        if (trade.leavesQuantity !== quantity - trade.cumQuantity)
          throw new Error(`${trade.leavesQuantity} left after ${trade.cumQuantity}`);
        return `${end.cumQuantity} of ${quantity} traded, the rest was cancelled${atOnce ? ' (immediate or cancel: what rests is taken whole here)' : ''}`;
      }
      if (tries === TRIES) throw new Error(`nothing traded at the last price, ${TRIES} times`);
    }
  },
};

/** The trades of a market order for the plain quantity, when they are all there. */
async function traded(bench: CertificationBench, signal: AbortSignal): Promise<readonly VenueReport[]> {
  needs(bench, 'ordTypes', MARKET, 'no market orders: trade by hand, with the venue');
  const { quantity } = bench.parts.order;
  const orderId = bench.submit(bench.marketOrder(quantity));
  const end = await bench.watch.until(() => bench.endOf(orderId), signal);
  if (end.execType === ExecType.rejected) throw new Error(`rejected: ${words(end)}`);
  if (end.cumQuantity !== quantity) throw new Error(`${end.cumQuantity} of ${quantity} traded: the market has no more`);
  const trades = bench.reportsOf(orderId).filter(({ execType }) => execType === ExecType.trade);
  const sum = trades.reduce((total, { lastQuantity }) => total + lastQuantity, 0);
  if (sum !== quantity) throw new Error(`the trades sum up to ${sum} of ${quantity}`);
  return trades;
}

function needsReplace(bench: CertificationBench): void {
  if (bench.venue.capabilities.replace === 'replace') return;
  throw new NotApplicable('the venue has no replacement of its own: the order layer cancels and enters anew');
}

function needs(bench: CertificationBench, what: 'ordTypes' | 'timesInForce', code: string, why: string): void {
  if (!bench.venue.capabilities[what].includes(code)) throw new NotApplicable(why);
}
