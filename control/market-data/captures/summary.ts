/** What a replay found, in the shape that `crossfeed replay --json` prints. */
import type { FeedCounters } from '../../core/feed.js';
import {
  FIELD,
  FLAG,
  HEADER,
  RECORD,
  RECORD_LAYOUTS,
  SLOT_BYTES,
  type RejectReason,
} from '../../core/generated/records.js';
import type { RecordRing, RecordSink } from '../../core/record-ring.js';
import type { BookSet } from '../books/book-set.js';
import { pitchTypeName } from '../records/pitch2.js';
import type { Quantiles, ReplayEngine } from './replay-engine.js';

/** `[price, shares]` with the price in ten-thousandths; null when the side is empty. */
export type BookSide = readonly [price: number, shares: number] | null;

export interface GapSummary {
  readonly channel: number;
  /** Sequence numbers in decimal. */
  readonly first: string;
  readonly last: string;
}

export interface ReplaySummary {
  readonly engine: 'nic' | 'software';
  readonly frames: { readonly a: number; readonly b: number };
  /** Messages delivered, unknown ones included. */
  readonly messages: number;
  /** Known messages by their type, as far as there were any. */
  readonly byType: Readonly<Record<string, number>>;
  readonly duplicates: number;
  readonly gaps: readonly GapSummary[];
  readonly late: number;
  /** Rejected frames by their reason, as far as there were any. */
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  readonly unknown: number;
  readonly empty: number;
  readonly gapMessages: number;
  readonly closedByDepth: number;
  readonly sessions: number;
  readonly ends: number;
  /** Packets, by what was the matter with them. */
  readonly truncated: number;
  readonly overlong: number;
  readonly trailingBytes: number;
  readonly heartbeats: number;
  readonly endOfSessions: number;
  readonly unsequenced: number;
  /** With the NIC engine: simulated time from a frame's last beat to its records, and the cycles simulated in all. */
  readonly latencyNs?: Quantiles;
  readonly latencyCycles?: Quantiles;
  readonly cycles?: number;
  readonly books?: Readonly<Record<string, { readonly bid: BookSide; readonly ask: BookSide }>>;
  /** Every counter of the engine by port and by channel. */
  readonly ports: FeedCounters['ports'];
  readonly channels: readonly (Omit<FeedCounters['channels'][number], 'expected'> & {
    readonly expected: string | null;
  })[];
}

const MESSAGES = RECORD_LAYOUTS.filter(({ protocol }) => protocol !== 'control');

/** Counts records by type, and lists the gaps. */
export class RecordTally implements RecordSink {
  readonly gaps: GapSummary[] = [];
  private readonly byType = new Float64Array(256);

  onRecords(ring: RecordRing, first: number, end: number): void {
    const { u8, mask } = ring;
    for (let index = first; index !== end; index = (index + 1) >>> 0) {
      const slot = (index & mask) * SLOT_BYTES;
      const type = u8[slot + HEADER.type]!;
      this.byType[type]!++;
      if (type === RECORD.Gap) this.gaps.push(readGap(ring, slot));
      if ((u8[slot + HEADER.flags]! & FLAG.twoSlots) !== 0) index = (index + 1) >>> 0;
    }
  }

  /** Known messages by type: a letter of ITCH, `0x21` of PITCH. */
  get counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { type, protocol } of MESSAGES) {
      const count = this.byType[type]!;
      if (count > 0) counts[protocol === 'pitch2' ? pitchTypeName(type) : String.fromCharCode(type)] = count;
    }
    return counts;
  }
}

function readGap(ring: RecordRing, slot: number): GapSummary {
  const u64 = (at: number): string => String((BigInt(ring.u32[(at + 4) >> 2]!) << 32n) | BigInt(ring.u32[at >> 2]!));
  return {
    channel: ring.u8[slot + HEADER.channel]!,
    first: u64(slot + HEADER.sequence),
    last: u64(slot + FIELD.Gap.last),
  };
}

export function summarise(engine: ReplayEngine, tally: RecordTally, books: BookSet | undefined): ReplaySummary {
  const { ports, channels } = engine.counters();
  const lines = channels.flatMap((channel) => channel.lines);
  const latency = engine.latency();
  const sum = <Item>(items: readonly Item[], value: (item: Item) => number): number =>
    items.reduce((total, item) => total + value(item), 0);
  return {
    engine: engine.engine,
    frames: { a: ports[0]?.frames ?? 0, b: ports[1]?.frames ?? 0 },
    messages: sum(channels, ({ delivered }) => delivered),
    byType: tally.counts,
    duplicates: sum(lines, ({ duplicates }) => duplicates),
    gaps: tally.gaps,
    late: sum(lines, ({ late }) => late),
    rejected: addRejected(ports),
    unknown: sum(channels, ({ unknown }) => unknown),
    empty: sum(channels, ({ empty }) => empty),
    gapMessages: sum(channels, ({ gapMessages }) => gapMessages),
    closedByDepth: sum(channels, ({ closedByDepth }) => closedByDepth),
    sessions: sum(channels, ({ sessions }) => sessions),
    ends: sum(channels, ({ ends }) => ends),
    truncated: sum(ports, ({ truncated }) => truncated),
    overlong: sum(ports, ({ overlong }) => overlong),
    trailingBytes: sum(ports, ({ trailingBytes }) => trailingBytes),
    heartbeats: sum(ports, ({ heartbeats }) => heartbeats),
    endOfSessions: sum(ports, ({ endOfSessions }) => endOfSessions),
    unsequenced: sum(ports, ({ unsequenced }) => unsequenced),
    ...(latency ?? {}),
    ...(books ? { books: bestPrices(books) } : {}),
    ports,
    channels: channels.map(({ expected, ...rest }) => ({
      ...rest,
      expected: expected === undefined ? null : String(expected),
    })),
  };
}

function addRejected(ports: FeedCounters['ports']): Partial<Record<RejectReason, number>> {
  const total: Partial<Record<RejectReason, number>> = {};
  for (const { rejected } of ports) {
    for (const [reason, count] of Object.entries(rejected) as [RejectReason, number][]) {
      if (count > 0) total[reason] = (total[reason] ?? 0) + count;
    }
  }
  return total;
}

/** Of every stock by name; of the lowest channel when several have it. */
function bestPrices(books: BookSet): Record<string, { bid: BookSide; ask: BookSide }> {
  const best: Record<string, { bid: BookSide; ask: BookSide }> = {};
  for (const { symbol } of books.symbols()) {
    const book = books.find(symbol);
    if (book === undefined || Object.hasOwn(best, symbol)) continue;
    const bid = book.bestBid();
    const ask = book.bestAsk();
    best[symbol] = { bid: bid ? [bid.price, bid.shares] : null, ask: ask ? [ask.price, ask.shares] : null };
  }
  return best;
}
