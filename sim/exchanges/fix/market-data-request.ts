/** MarketDataRequest (V): what is asked for, or why it is refused (MDReqRejReason, 281). */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { SimListing } from '../core/orders.js';
import type { Listings } from './listings.js';

export interface MarketDataWish {
  readonly id: string;
  /** SubscriptionRequestType (263): 0 snapshot, 1 and updates, 2 no more updates. */
  readonly kind: '0' | '1' | '2';
  /** Levels each side; 0: all. */
  readonly depth: number;
  /** Updates as snapshots (265=0). */
  readonly fullRefresh: boolean;
  readonly bids: boolean;
  readonly asks: boolean;
  readonly trades: boolean;
  readonly listings: readonly SimListing[];
}

export interface MarketDataRefusal {
  readonly id: string;
  readonly code: string;
  readonly text: string;
}

export interface MarketDataLimits {
  /** Symbols a session may have at once. */
  readonly symbols: number;
  /** MarketDepth (264) values; empty: any. */
  readonly depths: readonly number[];
}

/** What MDReqRejReason calls them. */
const UNKNOWN_SYMBOL = '0';
const DUPLICATE_ID = '1';
const BANDWIDTH = '2';
const UNSUPPORTED_KIND = '4';
const UNSUPPORTED_DEPTH = '5';
const UNSUPPORTED_UPDATE = '6';
const UNSUPPORTED_AGGREGATION = '7';
const UNSUPPORTED_ENTRY = '8';

export function isRefusal(wish: MarketDataWish | MarketDataRefusal): wish is MarketDataRefusal {
  return 'code' in wish;
}

/**
 * @param taken MDReqIDs that are in use
 * @param subscribed how many symbols the session has
 */
export function readMarketDataRequest(
  message: FixMessage,
  listings: Listings,
  limits: MarketDataLimits,
  taken: (id: string) => boolean,
  subscribed: number,
): MarketDataWish | MarketDataRefusal {
  const id = message.string(262) ?? '';
  const refuse = (code: string, text: string): MarketDataRefusal => ({ id, code, text });
  const kind = message.string(263) ?? '';
  if (kind !== '0' && kind !== '1' && kind !== '2')
    return refuse(UNSUPPORTED_KIND, `SubscriptionRequestType (263) ${kind}`);
  if (kind === '2') {
    if (!taken(id)) return refuse(DUPLICATE_ID, `there is no subscription ${id}`);
    return { id, kind, depth: 0, fullRefresh: false, bids: false, asks: false, trades: false, listings: [] };
  }
  if (taken(id)) return refuse(DUPLICATE_ID, `MDReqID (262) ${id} is in use`);
  const depth = message.int(264);
  if (!(depth >= 0 && (limits.depths.length === 0 || limits.depths.includes(depth)))) {
    return refuse(UNSUPPORTED_DEPTH, `MarketDepth (264) ${message.string(264) ?? ''}`);
  }
  const update = message.string(265) ?? '0';
  if (update !== '0' && update !== '1') return refuse(UNSUPPORTED_UPDATE, `MDUpdateType (265) ${update}`);
  if (message.string(266) === 'N')
    return refuse(UNSUPPORTED_AGGREGATION, 'books are aggregated: AggregatedBook (266) Y');
  const types = all(message, 269);
  const unknownType = types.find((type) => !'012'.includes(type));
  if (unknownType !== undefined) return refuse(UNSUPPORTED_ENTRY, `MDEntryType (269) ${unknownType}`);
  const names = all(message, 55);
  const found: SimListing[] = [];
  for (const name of names) {
    const listing = listings.bySymbol(name);
    if (listing === undefined) return refuse(UNKNOWN_SYMBOL, `unknown symbol ${name}`);
    found.push(listing);
  }
  if (kind === '1' && subscribed + found.length > limits.symbols) {
    return refuse(BANDWIDTH, `at most ${limits.symbols} symbols a session`);
  }
  return {
    id,
    kind,
    depth,
    fullRefresh: update === '0',
    bids: types.includes('0'),
    asks: types.includes('1'),
    trades: types.includes('2'),
    listings: found,
  };
}

/** All values of a tag, wherever they stand. */
function all(message: FixMessage, tag: number): string[] {
  const values: string[] = [];
  for (let i = message.findNext(tag, -1); i >= 0; i = message.findNext(tag, i)) values.push(message.stringAt(i));
  return values;
}
