/** Fills of a day: the file of what traded, with cancels and corrections as lines of their own that cite what they change. */
import { decimalOf } from '../../core/decimals.js';
import type { SymbolMap } from '../../core/instruments.js';
import { Side } from '../../core/venue.js';
import { csvText } from './csv.js';
import type { Position } from './positions.js';

/** What says which trades stand. */
export type TradeEvent = Pick<Fill, 'venue' | 'venueExecId' | 'venueExecRefId' | 'childId' | 'kind'>;

/** Amounts in the units of the instrument. */
export interface Fill {
  /** Dense numbers. */
  readonly client: number;
  readonly instrument: number;
  readonly venue: number;
  readonly orderId: number;
  /** Our number of the order at the venue: of one match several may have a part. */
  readonly childId: number;
  readonly clOrdId: string;
  /** Our ExecID, as the client has it. */
  readonly execId: string;
  /** The venue's, unique per venue and day. */
  readonly venueExecId: string;
  /** `correct`: the trade as it is now; `cancel`: as it was, and no longer is. Both cite the venue's ExecID that they change. */
  readonly kind: 'trade' | 'correct' | 'cancel';
  readonly venueExecRefId: string;
  /** Cancels and corrections: how much the trade was before. */
  readonly wasQuantity: number;
  readonly side: number;
  readonly quantity: number;
  readonly price: number;
  readonly transactEpochMs: number;
}

const HEAD = [
  'time',
  'client',
  'orderId',
  'clOrdId',
  'execId',
  'kind',
  'symbol',
  'side',
  'quantity',
  'price',
  'venue',
  'venueExecId',
  'venueExecRefId',
] as const;

const SIDES: Readonly<Record<number, string>> = {
  [Side.buy]: 'buy',
  [Side.sell]: 'sell',
  [Side.sellShort]: 'sell-short',
  [Side.sellShortExempt]: 'sell-short-exempt',
};

export function sideText(side: number): string {
  return SIDES[side] ?? `side ${String.fromCharCode(side)}`;
}

export interface Names {
  readonly clients: readonly string[];
  readonly venues: readonly string[];
  readonly symbols: SymbolMap;
}

/** In the order given, which is that of the journal. */
export function fillsText(fills: Iterable<Fill>, { clients, venues, symbols }: Names): string {
  const rows = Array.from(fills, (fill) => {
    const { symbol, quantityScale, priceScale } = symbols.instruments[fill.instrument]!;
    return [
      new Date(fill.transactEpochMs).toISOString(),
      clients[fill.client] ?? '',
      String(fill.orderId),
      fill.clOrdId,
      fill.execId,
      fill.kind,
      symbol,
      sideText(fill.side),
      decimalOf(fill.quantity, quantityScale),
      decimalOf(fill.price, priceScale),
      venues[fill.venue] ?? '',
      fill.venueExecId,
      fill.venueExecRefId,
    ];
  });
  return csvText(HEAD, rows);
}

/**
 * The trades that stand after all cancels and corrections. Either may cite the trade by its first ExecID or by that of its last correction. Events that cite nothing known,
 * or a trade that is cancelled already, are returned apart.
 */
export function standing<T extends TradeEvent>(fills: Iterable<T>): { readonly trades: T[]; readonly unknown: T[] } {
  /** Each trade by its first ExecID; undefined: cancelled. */
  const trades = new Map<string, T | undefined>();
  /** From any ExecID of a trade to its first. */
  const firsts = new Map<string, string>();
  const unknown: T[] = [];
  for (const fill of fills) {
    const key = `${fill.venue}/${fill.venueExecId}/${fill.childId}`;
    const first = fill.kind === 'trade' ? key : firsts.get(`${fill.venue}/${fill.venueExecRefId}/${fill.childId}`);
    if (first === undefined || (fill.kind !== 'trade' && trades.get(first) === undefined)) {
      unknown.push(fill);
      continue;
    }
    firsts.set(key, first);
    trades.set(first, fill.kind === 'cancel' ? undefined : fill);
  }
  return { trades: [...trades.values()].filter((trade) => trade !== undefined), unknown };
}

/** What a day made of its first positions, valued at the last price traded. Trades of days before that are taken back or corrected today count by what changes. */
export function positionsAfter(first: Iterable<Position>, fills: Iterable<Fill>): Position[] {
  const positions = new Map<string, Position>();
  for (const position of first) positions.set(`${position.client}/${position.instrument}`, position);
  for (const { client, instrument, side, kind, quantity, wasQuantity, price } of fills) {
    const key = `${client}/${instrument}`;
    const before = positions.get(key)?.quantity ?? 0;
    const change = (kind === 'cancel' ? 0 : quantity) - wasQuantity;
    positions.set(key, { client, instrument, quantity: before + (side === Side.buy ? change : -change), price });
  }
  return [...positions.values()];
}
