/** What followers may still ask the matcher for: every report of the day by port and in all, and the last events of the feed. */
import type { FeedEvent } from './links.js';
import type { OrderReport } from './orders.js';

interface LoggedReport {
  readonly port: string;
  readonly firm: string;
  readonly report: OrderReport;
}

export class ReportStore {
  private readonly ports = new Map<string, OrderReport[]>();
  private readonly all: LoggedReport[] = [];

  /** The next report of a port has this number. */
  next(port: string): number {
    return (this.ports.get(port)?.length ?? 0) + 1;
  }

  /** `report.portSequence` must be `next(port)`. */
  append(port: string, firm: string, report: OrderReport): void {
    let reports = this.ports.get(port);
    if (reports === undefined) this.ports.set(port, (reports = []));
    reports.push(report);
    this.all.push({ port, firm, report });
  }

  /** Reports of a port behind `after`, at most `most` of them. */
  after(port: string, after: number, most: number): readonly OrderReport[] {
    return this.ports.get(port)?.slice(after, after + most) ?? [];
  }

  /** Reports of all ports. */
  get length(): number {
    return this.all.length;
  }

  /** Log sequence numbers count from 1. */
  at(logSequence: number): LoggedReport | undefined {
    return this.all[logSequence - 1];
  }
}

/** A ring of the newest feed events. */
export class FeedStore {
  private readonly ring: (FeedEvent | undefined)[];
  private last = 0;
  /** Number of the last event that was counted only. */
  private skipped = 0;

  constructor(private readonly capacity: number) {
    this.ring = new Array<FeedEvent | undefined>(capacity);
  }

  /** Number of the newest event, 0 before the first. */
  get newest(): number {
    return this.last;
  }

  /** Number of the oldest event that is still there. */
  get oldest(): number {
    return Math.max(this.skipped + 1, this.last - this.capacity + 1);
  }

  append(event: FeedEvent): void {
    this.last = event.feedSequence;
    this.ring[event.feedSequence % this.capacity] = event;
  }

  /** Counts an event that nobody will be able to ask for. */
  skip(): void {
    this.skipped = ++this.last;
  }

  /** Events behind `after`, at most `most` of them; undefined when some of them are gone. */
  after(after: number, most: number): readonly FeedEvent[] | undefined {
    if (after + 1 < this.oldest) return undefined;
    const count = Math.min(most, this.last - after);
    const events: FeedEvent[] = [];
    for (let i = 1; i <= count; i++) events.push(this.ring[(after + i) % this.capacity]!);
    return events;
  }
}
