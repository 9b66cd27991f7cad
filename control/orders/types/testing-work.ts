/** What a worker under test sees of its rig (testing.ts). */
import type { Instrument, Listing, SymbolMap } from '../../core/instruments.js';
import { OrdType, TimeInForce, type VenueCapabilities } from '../../core/venue.js';
import type { ChildTerms, Work } from '../engine/work.js';
import { hasCode } from './child-terms.js';
import type { Rig, RigChild } from './testing.js';

export const TEST_INSTRUMENT: Instrument = {
  index: 0,
  symbol: 'TEST',
  assetClass: 'equity',
  currency: 'USD',
  unit: 'shares',
  priceScale: 2,
  quantityScale: 0,
};

export function testWork(rig: Rig): Work {
  const { tick = 1, lot = 1 } = rig.options;
  const listings = rig.venues.map(({ listed = true }, venue): Listing | undefined =>
    listed
      ? {
          instrument: 0,
          venue,
          venueSymbol: 'TEST',
          locate: undefined,
          tick,
          lot,
          minQuantity: lot,
          maxQuantity: 1e9,
        }
      : undefined,
  );
  const symbols = {
    instruments: [TEST_INSTRUMENT],
    listing: (venue: number) => listings[venue],
  } as unknown as SymbolMap;
  return {
    orderId: 1,
    get terms() {
      return rig.terms;
    },
    instrument: TEST_INSTRUMENT,
    symbols,
    market: rig.market,
    venueCount: rig.venues.length,
    children: rig.children,
    capabilities: (venue) => rig.venues[venue]!.capabilities,
    venueUsable: (venue) => rig.venues[venue]!.isUsable !== false,
    get cumQuantity() {
      return rig.cumQuantity;
    },
    get unsentQuantity() {
      return rig.unsent;
    },
    get lastPrice() {
      return rig.lastPrice;
    },
    get lastEpochMs() {
      return rig.lastEpochMs;
    },
    get marketVolume() {
      return rig.volume;
    },
    get marketIsSound() {
      return rig.isSound;
    },
    opensAt: 0,
    waitInLine: () => undefined,
    epochMs: () => rig.now,
    random: (bound) => rig.random.below(bound),
    send: (venue, terms) => rig.send(venue, terms),
    route: (quantity, limit, options) => rig.route(quantity, limit, options),
    cancel: (child) => rig.cancelAtVenue(child as RigChild),
    cancelAll: () => rig.open.forEach((child) => rig.cancelAtVenue(child)),
    replace: (child, quantity, price) => rig.replaceAtVenue(child as RigChild, quantity, price),
    wakeAt: (epochMs) => {
      rig.alarm = epochMs;
    },
    watchMarket: (on) => {
      rig.isWatching = on;
    },
    remember: (memory) => {
      rig.memory = memory;
      rig.told.push({ atMs: rig.now, what: 'remember', venue: -1, quantity: 0, price: 0, child: undefined });
    },
    report: (execType, text) => {
      rig.reports.push({ execType, text });
    },
    finish: (ending, code) => {
      rig.mayAsk();
      rig.over(ending, code);
      for (const child of rig.open) rig.cancelAtVenue(child);
    },
  };
}

/** Throws when a venue is asked for what it cannot do. */
export function checkSupported(terms: Readonly<Partial<ChildTerms>>, can: VenueCapabilities): void {
  const {
    ordType = OrdType.limit,
    timeInForce = TimeInForce.day,
    postOnly,
    hidden,
    displayQuantity = 0,
    minQuantity = 0,
    pegTo = '',
  } = terms;
  const isSupported =
    hasCode(can.ordTypes, ordType) &&
    hasCode(can.timesInForce, timeInForce) &&
    !(postOnly === true && can.postOnly === 'none') &&
    !(hidden === true && can.hidden === 'none') &&
    !(displayQuantity > 0 && can.displayQuantity === 'none') &&
    !(minQuantity > 0 && can.minQuantity === 'none') &&
    (pegTo === '' || can.pegs.includes(pegTo));
  if (!isSupported) throw new Error(`a venue was asked for what it cannot do: ${JSON.stringify(terms)}`);
}
