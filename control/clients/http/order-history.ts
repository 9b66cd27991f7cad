/**
 * What happened to orders of late, step by step, and which have ended: for people who look. A ring that forgets the oldest step; the journal has all of it
 * (`crossfeed journal show`). Taking a step in allocates nothing.
 */
import { decimalOf } from '../../core/decimals.js';
import type { Instrument } from '../../core/instruments.js';
import type { ClientCancelReject, ClientHandler, ClientReport } from '../../core/order-entry.js';
import type { TimelineEntry } from '../../core/order-api/order-json.js';
import { ExecType, OrdStatus, type VenueReport } from '../../core/venue.js';

/** 2^15 steps: some thousand orders. */
const STEPS = 1 << 15;
const ENDED = 1 << 11;

const Source = { client: 0, venue: 1, refusal: 2 } as const;
const SOURCES = ['client', 'venue', 'refusal'] as const;
const EXEC_WORDS = new Map<number, string>(Object.entries(ExecType).map(([word, code]) => [code, word]));
const STATUS_WORDS = new Map<number, string>(Object.entries(OrdStatus).map(([word, code]) => [code, word]));
/** States that an order does not leave. */
const ENDS: ReadonlySet<number> = new Set<number>([
  OrdStatus.filled,
  OrdStatus.canceled,
  OrdStatus.rejected,
  OrdStatus.expired,
  OrdStatus.doneForDay,
]);

/** What of an order is asked for. */
export interface HistorySubject {
  readonly orderId: number;
  readonly instrument: Instrument;
}

export class OrderHistory implements ClientHandler {
  /** Steps taken in, ever. */
  private count = 0;
  private readonly orderIds = new Float64Array(STEPS);
  private readonly times = new Float64Array(STEPS);
  private readonly sources = new Uint8Array(STEPS);
  private readonly venues = new Int16Array(STEPS);
  private readonly children = new Float64Array(STEPS);
  private readonly execTypes = new Uint16Array(STEPS);
  private readonly statuses = new Uint16Array(STEPS);
  private readonly lastQuantities = new Float64Array(STEPS);
  private readonly lastPrices = new Float64Array(STEPS);
  private readonly cumQuantities = new Float64Array(STEPS);
  private readonly leavesQuantities = new Float64Array(STEPS);
  private readonly codes = new Array<string>(STEPS).fill('');
  private readonly texts = new Array<string>(STEPS).fill('');
  /** By the low bits of an OrderID: the newest order with them, and when its last step was. */
  private readonly changedIds = new Float64Array(STEPS);
  private readonly changedTimes = new Float64Array(STEPS);
  private endedCount = 0;
  private readonly endedIds = new Float64Array(ENDED);
  private readonly endedClients = new Int32Array(ENDED);

  constructor(
    private readonly epochMs: () => number,
    /** Names in the order of their numbers. */
    private readonly venueNames: readonly string[],
  ) {}

  /** For the hub of each client. */
  onReport(report: Readonly<ClientReport>): void {
    const at = this.step(report.orderId, report.transactEpochMs, Source.client, report.lastVenue, 0);
    this.keep(at, report);
    if (!ENDS.has(report.ordStatus)) return;
    const slot = this.endedCount++ & (ENDED - 1);
    this.endedIds[slot] = report.orderId;
    this.endedClients[slot] = report.client;
  }

  onCancelReject(reject: Readonly<ClientCancelReject>): void {
    const at = this.step(reject.orderId, this.epochMs(), Source.refusal, -1, 0);
    this.execTypes[at] = 0;
    this.statuses[at] = reject.ordStatus;
    this.lastQuantities[at] = 0;
    this.codes[at] = reject.reason;
    this.texts[at] = reject.text;
  }

  /** What a venue said of a child. @param orderId the parent's */
  onVenueReport(orderId: number, report: Readonly<VenueReport>): void {
    const at = this.step(orderId, this.epochMs(), Source.venue, report.venue, report.orderId);
    this.keep(at, report);
  }

  /** What reports to clients and of venues both have. */
  private keep(at: number, report: Readonly<ClientReport> | Readonly<VenueReport>): void {
    this.execTypes[at] = report.execType;
    this.statuses[at] = report.ordStatus;
    this.lastQuantities[at] = report.lastQuantity;
    this.lastPrices[at] = report.lastPrice;
    this.cumQuantities[at] = report.cumQuantity;
    this.leavesQuantities[at] = report.leavesQuantity;
    this.codes[at] = report.reasonCode;
    this.texts[at] = report.text;
  }

  /** Oldest first. */
  timeline({ orderId, instrument }: HistorySubject): TimelineEntry[] {
    const found: TimelineEntry[] = [];
    for (let n = Math.max(0, this.count - STEPS); n < this.count; n++) {
      const at = n & (STEPS - 1);
      if (this.orderIds[at] === orderId) found.push(this.entry(at, instrument));
    }
    return found;
  }

  /** When something happened to an order last, ms since the epoch; undefined: longer ago than is remembered. */
  changedEpochMs(orderId: number): number | undefined {
    const slot = orderId % STEPS;
    return this.changedIds[slot] === orderId ? this.changedTimes[slot] : undefined;
  }

  /** OrderIDs of orders that ended last, each once, the newest first. */
  ended(isVisible: (client: number) => boolean, atMost: number): number[] {
    const found = new Set<number>();
    for (let n = this.endedCount - 1; n >= Math.max(0, this.endedCount - ENDED) && found.size < atMost; n--) {
      const slot = n & (ENDED - 1);
      if (isVisible(this.endedClients[slot]!)) found.add(this.endedIds[slot]!);
    }
    return [...found];
  }

  private step(orderId: number, epochMs: number, source: number, venue: number, child: number): number {
    const at = this.count++ & (STEPS - 1);
    this.orderIds[at] = orderId;
    this.times[at] = epochMs;
    const slot = orderId % STEPS;
    this.changedIds[slot] = orderId;
    this.changedTimes[slot] = epochMs;
    this.sources[at] = source;
    this.venues[at] = venue;
    this.children[at] = child;
    return at;
  }

  private entry(at: number, { priceScale, quantityScale }: Instrument): TimelineEntry {
    const source = SOURCES[this.sources[at]!] ?? 'client';
    const venue = this.venueNames[this.venues[at]!];
    const child = this.children[at]!;
    const last = this.lastQuantities[at]!;
    const cum = this.cumQuantities[at]!;
    const leaves = this.leavesQuantities[at]!;
    const code = this.codes[at]!;
    const text = this.texts[at]!;
    const isRefusal = source === 'refusal';
    return {
      at: new Date(this.times[at]!).toISOString(),
      source,
      event: isRefusal ? 'refused' : (EXEC_WORDS.get(this.execTypes[at]!) ?? ''),
      status: STATUS_WORDS.get(this.statuses[at]!) ?? '',
      ...(venue === undefined ? {} : { venue }),
      ...(child === 0 ? {} : { child }),
      ...(last > 0
        ? { lastQuantity: decimalOf(last, quantityScale), lastPrice: decimalOf(this.lastPrices[at]!, priceScale) }
        : {}),
      ...(isRefusal || cum < 0 ? {} : { cumQuantity: decimalOf(cum, quantityScale) }),
      ...(isRefusal || leaves < 0 ? {} : { leavesQuantity: decimalOf(leaves, quantityScale) }),
      ...(code === '' ? {} : { code }),
      ...(text === '' ? {} : { text }),
    };
  }
}
