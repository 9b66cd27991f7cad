/** Traces of orders' ways, read from the journal behind the trading: off unless an endpoint is configured. docs/operations.md. */
import type { Logger } from '../../core/logging.js';
import type { JournalPosition } from '../../core/journal.js';
import { realHttp, type HttpClient } from '../../core/world-http.js';
import { installedVersion } from '../../core/world-installation.js';
import type { Clock, Timer, Timers, TradingWorld } from '../../core/world.js';
import type { FileJournal } from '../../journal/journal.js';
import { ORDER_STREAM } from '../../orders/engine/log/order-log.js';
import { RecordWords } from '../../orders/engine/log/describe.js';
import type { GatewayConfig, TracingSettings } from '../config-schema.js';
import { OrderSpans } from './order-spans.js';
import { SpanExporter } from './otlp.js';

export interface TracingOptions {
  readonly settings: TracingSettings;
  readonly environment: string;
  readonly version: string;
  readonly journal: Pick<FileJournal, 'committed' | 'scan' | 'openStream'>;
  readonly http: Pick<HttpClient, 'post'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Logger;
}

/** Seldom enough to cost nothing, often enough that somebody who looks does not wait. */
const LOOK_MS = 250;
/** Records of one look, most of which are stepped over: about a millisecond of work. */
const RECORDS_MAX = 2000;
/** So far behind, what is between is left out: traces must not hold up anything. */
const BEHIND_BYTES_MAX = 64 * 1024 * 1024;

export class Tracing {
  readonly counters = { records: 0, skippedBytes: 0, faults: 0 };
  readonly spans: OrderSpans;
  readonly exporter: SpanExporter;
  private readonly words = new RecordWords();
  private readonly timer: Timer;
  private readonly stream: number;
  /** Where the next look begins, and the newest record that was seen. */
  private from: JournalPosition;
  private seen = -1;
  /** What was committed when the last look took all of it in. */
  private lookedTo: JournalPosition = -1;

  /** Follows what is committed from now on. Before the order engine reads the journal: its first record names clients and venues. */
  constructor(private readonly options: TracingOptions) {
    const { settings, journal, timers, clock, log, http, version, environment } = options;
    const { endpoint, sampleRatio } = settings;
    this.exporter = new SpanExporter({ http, timers, log, endpoint, version, environment });
    const seed = String(clock.epochMs());
    this.spans = new OrderSpans({ sampleRatio, seed, emit: (span) => this.exporter.add(span) });
    this.stream = journal.openStream(ORDER_STREAM);
    this.from = journal.committed;
    this.timer = timers.every(LOOK_MS, () => this.look());
  }

  /** Takes in what was committed since, up to a bound. */
  look(): void {
    const { journal, log } = this.options;
    if (journal.committed === this.lookedTo) return;
    try {
      if (journal.committed - this.from > BEHIND_BYTES_MAX) this.skip();
      const { committed } = journal;
      let left = RECORDS_MAX;
      journal.scan(this.from, (entry) => {
        if (entry.position <= this.seen) return true;
        this.from = this.seen = entry.position;
        if (entry.stream !== this.stream || !this.spans.wants(entry.kind, entry.number)) return --left > 0;
        const described = this.words.describe(entry);
        if (described !== undefined) {
          this.counters.records++;
          this.spans.note(described);
        }
        return --left > 0;
      });
      if (left > 0) this.lookedTo = committed;
    } catch (error) {
      // A file that is let go meanwhile; or damage, which the journal's owner hears of elsewhere.
      this.counters.faults++;
      log.warn('traces: the journal cannot be followed', { error });
      this.skip();
    }
  }

  async close(): Promise<void> {
    this.timer.cancel();
    this.look();
    await this.exporter.close();
  }

  private skip(): void {
    const { committed } = this.options.journal;
    this.counters.skippedBytes += Math.max(0, committed - this.from);
    this.from = committed;
    this.seen = committed - 1;
  }
}

/** Undefined where none is configured. */
export function openTracing(
  { tracing: settings, environment }: Pick<GatewayConfig, 'tracing' | 'environment'>,
  { clock, timers }: Pick<TradingWorld, 'clock' | 'timers'>,
  log: Logger,
  journal: TracingOptions['journal'],
): Tracing | undefined {
  if (settings === undefined) return undefined;
  return new Tracing({
    settings,
    environment,
    version: installedVersion(),
    journal,
    http: realHttp,
    clock,
    timers,
    log,
  });
}
