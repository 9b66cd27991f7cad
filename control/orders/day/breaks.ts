/**
 * Three records of one day side by side: ours, the venue's, the drop copy's. A trade agrees when all that should have it have it, with the same symbol, side, quantity and
 * price; everything else is a break, and says who has what.
 */
import { decimalOf } from '../../core/decimals.js';
import type { SymbolMap } from '../../core/instruments.js';
import { Side } from '../../core/venue.js';
import { csvText } from './csv.js';
import { sideText, standing, type Fill } from './fills.js';

export type Party = 'ours' | 'venue' | 'dropCopy';

/** A trade that stands, by the venue's ExecID and the order. */
export type Trade = Pick<Fill, 'venue' | 'venueExecId' | 'childId' | 'instrument' | 'side' | 'quantity' | 'price'>;

export interface Break {
  readonly venue: number;
  readonly venueExecId: string;
  /** `missing`: somebody does not have it; `different`: their terms differ; `repeated`: somebody has it more than once. */
  readonly kind: 'missing' | 'different' | 'repeated';
  /** What each says; undefined: does not have it, and should; null: keeps no such record. */
  readonly says: Readonly<Record<Party, Trade | undefined | null>>;
}

export interface BreaksReport {
  readonly trades: number;
  readonly agreed: number;
  readonly breaks: readonly Break[];
}

const PARTIES: readonly Party[] = ['ours', 'venue', 'dropCopy'];

/** @param dropCopyVenues venues that have a drop copy: elsewhere none is missed */
export function compareRecords(
  ours: Iterable<Fill>,
  venue: Iterable<Trade>,
  dropCopy: Iterable<Trade>,
  dropCopyVenues: ReadonlySet<number>,
): BreaksReport {
  const records: Record<Party, Map<string, Trade[]>> = {
    ours: byId(standing(ours).trades),
    venue: byId(venue),
    dropCopy: byId(dropCopy),
  };
  const keys = [...new Set(PARTIES.flatMap((party) => [...records[party].keys()]))].sort();
  const breaks: Break[] = [];
  for (const key of keys) {
    const all = PARTIES.flatMap((party) => records[party].get(key) ?? []);
    const [first] = all as [Trade, ...Trade[]];
    const expected = (party: Party): boolean => party !== 'dropCopy' || dropCopyVenues.has(first.venue);
    const of = (party: Party): Trade | undefined | null =>
      records[party].get(key)?.[0] ?? (expected(party) ? undefined : null);
    const says = { ours: of('ours'), venue: of('venue'), dropCopy: of('dropCopy') };
    const kind = PARTIES.some((party) => (records[party].get(key)?.length ?? 0) > 1)
      ? 'repeated'
      : PARTIES.some((party) => says[party] === undefined)
        ? 'missing'
        : all.some((trade) => !isSame(trade, first))
          ? 'different'
          : undefined;
    if (kind !== undefined) breaks.push({ venue: first.venue, venueExecId: first.venueExecId, kind, says });
  }
  return { trades: keys.length, agreed: keys.length - breaks.length, breaks };
}

/** A break in words: what each says, `missing` or `none kept`. */
export interface BreakRow {
  readonly venue: string;
  readonly venueExecId: string;
  readonly kind: Break['kind'];
  readonly ours: string;
  readonly venueSays: string;
  readonly dropCopy: string;
}

/** What says by which names a report's numbers go. */
export interface BreakNames {
  readonly venues: readonly string[];
  readonly symbols: Pick<SymbolMap, 'instruments'>;
}

export function breakRows({ breaks }: BreaksReport, names: BreakNames): BreakRow[] {
  const words = (trade: Trade | undefined | null): string => {
    if (trade === null) return 'none kept';
    if (trade === undefined) return 'missing';
    const { symbol, quantityScale, priceScale } = names.symbols.instruments[trade.instrument]!;
    return `${sideText(trade.side)} ${decimalOf(trade.quantity, quantityScale)} ${symbol} at ${decimalOf(trade.price, priceScale)}`;
  };
  return breaks.map(({ venue, venueExecId, kind, says }) => ({
    venue: names.venues[venue] ?? String(venue),
    venueExecId,
    kind,
    ours: words(says.ours),
    venueSays: words(says.venue),
    dropCopy: words(says.dropCopy),
  }));
}

export function breaksText(report: BreaksReport, names: BreakNames): string {
  const rows = breakRows(report, names).map((row) => HEAD.map((name) => row[name]));
  return csvText(HEAD, rows);
}

const HEAD = ['venue', 'venueExecId', 'kind', 'ours', 'venueSays', 'dropCopy'] as const;

function byId(trades: Iterable<Trade>): Map<string, Trade[]> {
  const found = new Map<string, Trade[]>();
  for (const trade of trades) {
    const key = `${trade.venue}/${trade.venueExecId}/${trade.childId}`;
    const list = found.get(key);
    if (list === undefined) found.set(key, [trade]);
    else list.push(trade);
  }
  return found;
}

function isSame(a: Trade, b: Trade): boolean {
  // Venues and their drop copies may not tell a short sale from another.
  const sameSide = (a.side === Side.buy) === (b.side === Side.buy);
  return a.instrument === b.instrument && sameSide && a.quantity === b.quantity && a.price === b.price;
}
