/**
 * Trades of the day in the journal, as each of three tells them: what our clients were told, what the venues' sessions said, what their drop copies said. A stream of its own,
 * because the orders' stream is shortened within the day. A record holds names and decimals, so that it can be read without the configuration that wrote it.
 */
import { decimalOf, unitsOf } from '../../core/decimals.js';
import { JournalKind, type Journal, type JournalEntry, type JournalPosition } from '../../core/journal.js';
import type { Instrument } from '../../core/instruments.js';
import type { Party } from './breaks.js';
import type { Fill } from './fills.js';

export const DAY_STREAM = 'day';

/** Amounts as decimals. */
export interface DayTrade {
  readonly party: Party;
  readonly kind: Fill['kind'];
  readonly venue: string;
  readonly execId: string;
  readonly refId: string;
  readonly symbol: string;
  readonly side: number;
  readonly quantity: string;
  readonly price: string;
  readonly epochMs: number;
  /** Of ours: the client, its report's number, and what the trade was before. Otherwise '', 0 and '0'. */
  readonly client: string;
  readonly sequence: number;
  readonly orderId: number;
  /** Our number of the order at the venue; 0: not ours. */
  readonly childId: number;
  readonly clOrdId: string;
  readonly wasQuantity: string;
}

export type DayRecord =
  { readonly is: 'trade'; readonly trade: DayTrade } | { readonly is: 'closed'; readonly date: string };

export class DayLog {
  readonly stream: number;
  /** What was read last, as long as nothing has come since: a start asks more than once. */
  private latest: DayCollector | undefined;

  constructor(private readonly journal: Journal) {
    this.stream = journal.openStream(DAY_STREAM);
    journal.onCompact((stream) => {
      if (stream === this.stream) this.compact();
    });
    // Killed while it wrote the day anew: what comes now is no part of that.
    const found = this.collect();
    if (found.isUnfinished) this.write(found.records);
  }

  /** Whoever appends in a turn commits at its end. */
  append(trade: DayTrade): void {
    this.put(JournalKind.dayTrade, trade.sequence, JSON.stringify(trade));
  }

  /** The files of the day are written: what came before is not needed any more. */
  close(date: string): void {
    const position = this.put(JournalKind.dayClosed, 0, date);
    this.journal.commit();
    this.journal.forget(this.stream, position);
  }

  /** Everything since the files of the last day, that marker included. */
  read(visit: (record: DayRecord) => void): void {
    this.collect().records.forEach(visit);
  }

  /** Writes the day anew, and lets older records go. */
  compact(): void {
    this.write(this.collect().records);
  }

  private collect(): DayCollector {
    if (this.latest !== undefined) return this.latest;
    const collector = new DayCollector();
    this.journal.scan(0, (entry) => {
      if (entry.stream === this.stream) collector.take(entry);
      return true;
    });
    this.latest = collector;
    return collector;
  }

  private write(records: readonly DayRecord[]): void {
    const position = this.put(JournalKind.dayRepeated, records.length, '');
    for (const record of records) {
      if (record.is === 'trade') this.append(record.trade);
      else this.put(JournalKind.dayClosed, 0, record.date);
    }
    if (this.journal.commit()) this.journal.forget(this.stream, position);
  }

  private put(kind: number, number: number, text: string): JournalPosition {
    const bytes = Buffer.from(text);
    this.latest = undefined;
    return this.journal.append(kind, this.stream, number, bytes, 0, bytes.length);
  }
}

/** What the stream has of the day under way, by its records in their order. */
export class DayCollector {
  records: DayRecord[] = [];
  /** Records that are being put again: they count when all of them are there. */
  private repeated: DayRecord[] | undefined;
  private missing = 0;

  /** The log ends within records that are put again: those before them count. */
  get isUnfinished(): boolean {
    return this.repeated !== undefined;
  }

  take(entry: JournalEntry): void {
    if (entry.kind === JournalKind.dayRepeated) {
      this.repeated = [];
      this.missing = entry.number;
      if (this.missing === 0) this.finish();
      return;
    }
    const record = readDayRecord(entry);
    if (record === undefined) return;
    if (this.repeated !== undefined) {
      this.repeated.push(record);
      if (--this.missing === 0) this.finish();
      return;
    }
    if (record.is === 'closed') this.records = [];
    this.records.push(record);
  }

  private finish(): void {
    this.records = this.repeated ?? [];
    this.repeated = undefined;
  }
}

/** Undefined for a record of another kind. */
function readDayRecord({ kind, bytes, start, end }: JournalEntry): DayRecord | undefined {
  const text = (): string => Buffer.from(bytes.subarray(start, end)).toString('utf8');
  if (kind === JournalKind.dayTrade) return { is: 'trade', trade: JSON.parse(text()) as DayTrade };
  return kind === JournalKind.dayClosed ? { is: 'closed', date: text() } : undefined;
}

/** A record's trade with the numbers that names have here. */
export function fillOf(
  trade: DayTrade,
  client: number,
  venue: number,
  { index, priceScale, quantityScale }: Pick<Instrument, 'index' | 'priceScale' | 'quantityScale'>,
): Fill {
  return {
    client,
    instrument: index,
    venue,
    orderId: trade.orderId,
    childId: trade.childId,
    clOrdId: trade.clOrdId,
    execId: trade.party === 'ours' ? `E${trade.sequence}` : '',
    venueExecId: trade.execId,
    kind: trade.kind,
    venueExecRefId: trade.refId,
    wasQuantity: unitsOf(trade.wasQuantity, quantityScale),
    side: trade.side,
    quantity: unitsOf(trade.quantity, quantityScale),
    price: unitsOf(trade.price, priceScale),
    transactEpochMs: trade.epochMs,
  };
}

/** Amounts of an instrument as a record has them. */
export function amountsOf(
  { priceScale, quantityScale }: Instrument,
  quantity: number,
  price: number,
): Pick<DayTrade, 'quantity' | 'price'> {
  return { quantity: decimalOf(quantity, quantityScale), price: decimalOf(price, priceScale) };
}
