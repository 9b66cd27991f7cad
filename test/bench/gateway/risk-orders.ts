/** A gate with every check on, and orders that pass them all: what the benchmark and the test of allocation run. */
import { blankClientOrder, type ClientOrder } from '../../../control/core/order-entry.js';
import type { Instrument, Listing, SymbolMap } from '../../../control/core/instruments.js';
import { SeededRandom } from '../../../control/core/random.js';
import { OrdType, Side } from '../../../control/core/venue.js';
import { PreTradeRisk } from '../../../control/orders/risk/gate.js';
import { openLimits, testMarket } from '../../../control/orders/risk/testing.js';

export const INSTRUMENTS = 1000;
export const CLIENTS = 8;
const VENUES = 5;
/** Orders to choose from; each batch takes the next of them. */
export const ORDERS = 16_384;

/** Fields of an order that differ. */
const FIELD = { client: 0, instrument: 1, side: 2, ordType: 3, quantity: 4, price: 5, epochMs: 6 } as const;
const STRIDE = 8;

export interface RiskBench {
  readonly gate: PreTradeRisk;
  /** The one order that a session reads all its messages into, as the port says. */
  readonly order: ClientOrder;
  readonly fields: Int32Array;
}

/** Shares at five venues; own orders rest on both sides, positions are held, some instruments are restricted for short sales. */
export function riskBench(): RiskBench {
  const instruments: Instrument[] = Array.from({ length: INSTRUMENTS }, (_, index) => ({
    index,
    symbol: `S${index}`,
    assetClass: 'equity',
    currency: 'USD',
    unit: 'shares',
    priceScale: 4,
    quantityScale: 0,
  }));
  const symbols: SymbolMap = {
    instruments,
    bySymbol: (symbol) => instruments.find((each) => each.symbol === symbol),
    listing: (venue, instrument): Listing => ({
      instrument,
      venue,
      venueSymbol: instruments[instrument]!.symbol,
      locate: undefined,
      tick: 100,
      lot: 1,
      minQuantity: 1,
      maxQuantity: 1_000_000,
    }),
    byVenueSymbol: () => undefined,
    byFeedSymbol: () => undefined,
    instrumentByLocate: () => -1,
  };
  const market = testMarket(INSTRUMENTS, VENUES);
  const clients = Array.from({ length: CLIENTS }, (_, i) => `CLIENT${i}`);
  const limits = openLimits({ instruments, clients, venues: ['V0', 'V1', 'V2', 'V3', 'V4'] });
  for (const client of clients) {
    limits.setLimit(`clients/${client}/selfTrade`, 'deny', 'bench', 0);
    limits.setLimit(`clients/${client}/messages`, { perSecond: 20_000, burst: 1000 }, 'bench', 0);
    limits.setLimit(`clients/${client}/duplicates`, { withinMs: 50, allowed: 2 }, 'bench', 0);
    limits.setLimit(`clients/${client}/instruments/equity/collarBps`, 500, 'bench', 0);
  }
  const gate = new PreTradeRisk({ symbols, market, limits });
  const random = new SeededRandom(1);
  const mids = instruments.map(() => 100_000 + 100 * random.below(50_000));
  for (const [instrument, mid] of mids.entries()) {
    market.set(instrument, mid - 100, mid + 100);
    for (let venue = 0; venue < VENUES; venue++) market.state(instrument, venue, 0);
    gate.facts.setRegSho(instrument, random.below(10) === 0 ? '1' : '0');
    // Further than a market order may go.
    const away = Math.floor(mid / 1000) * 100;
    for (let client = 0; client < CLIENTS; client++) {
      gate.open(client, instrument, Side.buy, 100, mid - away);
      gate.rest(client, instrument, Side.buy, mid - away);
      gate.open(client, instrument, Side.sell, 100, mid + away);
      gate.rest(client, instrument, Side.sell, mid + away);
      gate.trade(client, instrument, random.below(2) === 0 ? Side.buy : Side.sell, 1 + random.below(500), mid);
    }
  }
  const sides = [Side.buy, Side.sell, Side.buy, Side.sell, Side.sellShort];
  const fields = new Int32Array(ORDERS * STRIDE);
  for (let i = 0; i < ORDERS; i++) {
    const at = i * STRIDE;
    const instrument = random.below(INSTRUMENTS);
    const side = sides[random.below(sides.length)]!;
    const isLimit = side === Side.sellShort || random.below(8) > 0;
    // A few ticks around the market, a short sale above the bid.
    const away = side === Side.sellShort ? 1 + random.below(10) : random.below(20) - 10;
    fields[at + FIELD.client] = random.below(CLIENTS);
    fields[at + FIELD.instrument] = instrument;
    fields[at + FIELD.side] = side;
    fields[at + FIELD.ordType] = isLimit ? OrdType.limit : OrdType.market;
    // No two within the window are the same.
    fields[at + FIELD.quantity] = 1 + i;
    fields[at + FIELD.price] = isLimit ? mids[instrument]! + away * 100 : 0;
    // A hundred a millisecond; of a day long ago, as a time of today is an object where it passes between functions, and that is the caller's.
    fields[at + FIELD.epochMs] = 1_000_000 + Math.floor(i / 100);
  }
  return { gate, order: { ...blankClientOrder(), located: true }, fields };
}

/** Reads the order with this number, as a codec would. Returns its time. */
export function readOrder({ order, fields }: RiskBench, number: number): number {
  const i = number & (ORDERS - 1);
  const at = i * STRIDE;
  order.client = fields[at + FIELD.client]!;
  order.instrument = fields[at + FIELD.instrument]!;
  order.side = fields[at + FIELD.side]!;
  order.ordType = fields[at + FIELD.ordType]!;
  order.quantity = fields[at + FIELD.quantity]!;
  order.price = fields[at + FIELD.price]!;
  return fields[at + FIELD.epochMs]!;
}

/** Checks `count` new orders from `first` on; throws when one does not pass. */
export function checkOrders(bench: RiskBench, first: number, count: number): void {
  const { gate, order } = bench;
  for (let i = first; i < first + count; i++) {
    const epochMs = readOrder(bench, i);
    if (gate.checkNew(order, epochMs) !== 0) throw new Error(`order ${i}: ${gate.denial().text}`);
  }
}
