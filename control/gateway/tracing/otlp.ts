/**
 * OTLP/HTTP with JSON, and a bounded queue before it. Written here because the OpenTelemetry SDK makes spans where things happen, on the way of an order and by its own clock: these are made of
 * records afterwards, and what is left of the SDK then is this one document.
 */
import type { Logger } from '../../core/logging.js';
import type { Timer, Timers } from '../../core/world.js';
import type { HttpClient } from '../../core/world-http.js';
import type { Span, SpanEvent, SpanValue } from './span.js';

export interface ExporterOptions {
  readonly http: Pick<HttpClient, 'post'>;
  readonly timers: Timers;
  readonly log: Logger;
  /** Such as `http://127.0.0.1:4318/v1/traces`. */
  readonly endpoint: string;
  readonly version: string;
  readonly environment: string;
  readonly queueMax?: number;
}

const QUEUE_MAX = 4096;
const BATCH_MAX = 256;
const EVERY_MS = 1000;
const WITHIN_MS = 5000;
/** Tries of a batch, one each time round. */
const TRIES_MAX = 5;
const SPAN_KIND_INTERNAL = 1;
const STATUS_OK = 1;
const STATUS_ERROR = 2;

export class SpanExporter {
  readonly counters = { exported: 0, dropped: 0, failures: 0 };
  private readonly queue: Span[] = [];
  private readonly timer: Timer;
  private sending: Promise<void> | undefined;
  private tries = 0;

  constructor(private readonly options: ExporterOptions) {
    this.timer = options.timers.every(EVERY_MS, () => void this.flush());
  }

  /** The oldest one goes when there is no room. */
  add(span: Span): void {
    if (this.queue.length >= (this.options.queueMax ?? QUEUE_MAX)) {
      this.queue.shift();
      this.counters.dropped++;
    }
    this.queue.push(span);
  }

  /** Sends what waits, a batch at a time. Never rejects. */
  flush(): Promise<void> {
    this.sending ??= this.send().finally(() => (this.sending = undefined));
    return this.sending;
  }

  /** What waits is sent once more, and no longer waited for than one answer may take. */
  async close(): Promise<void> {
    this.timer.cancel();
    await this.flush();
    this.counters.dropped += this.queue.length;
    this.queue.length = 0;
  }

  private async send(): Promise<void> {
    const { http, endpoint, log } = this.options;
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, BATCH_MAX);
      const fault = await this.post(http, endpoint, batch);
      if (fault === undefined) {
        this.counters.exported += batch.length;
        this.tries = 0;
        continue;
      }
      this.counters.failures++;
      if (this.tries === 0)
        log.warn('traces cannot be exported', { endpoint: new URL(endpoint).host, fault: fault.text });
      if (fault.isFinal || ++this.tries >= TRIES_MAX) {
        this.counters.dropped += batch.length;
        this.tries = 0;
        continue;
      }
      const room = (this.options.queueMax ?? QUEUE_MAX) - this.queue.length;
      const kept = batch.slice(Math.max(0, batch.length - room));
      this.counters.dropped += batch.length - kept.length;
      this.queue.unshift(...kept);
      return;
    }
  }

  private async post(
    http: Pick<HttpClient, 'post'>,
    endpoint: string,
    batch: readonly Span[],
  ): Promise<{ readonly text: string; readonly isFinal: boolean } | undefined> {
    try {
      const body = JSON.stringify(documentOf(batch, this.options));
      const { status } = await http.post(endpoint, { 'Content-Type': 'application/json' }, body, WITHIN_MS);
      if (status < 300) return undefined;
      // Too much for now, or a proxy without its server: the same may be taken later.
      return { text: `status ${status}`, isFinal: status !== 429 && status < 500 };
    } catch (error) {
      return { text: error instanceof Error ? error.message : String(error), isFinal: false };
    }
  }
}

/** An ExportTraceServiceRequest. */
export function documentOf(
  spans: readonly Span[],
  { version, environment }: Pick<ExporterOptions, 'version' | 'environment'>,
): object {
  const resource = {
    attributes: attributesOf({
      'service.name': 'crossfeed',
      'service.version': version,
      'deployment.environment.name': environment,
    }),
  };
  return {
    resourceSpans: [
      { resource, scopeSpans: [{ scope: { name: 'crossfeed.orders', version }, spans: spans.map(spanOf) }] },
    ],
  };
}

function spanOf({ traceId, spanId, parentSpanId, name, startMs, endMs, attributes, events, isError }: Span): object {
  return {
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    kind: SPAN_KIND_INTERNAL,
    startTimeUnixNano: nano(startMs),
    endTimeUnixNano: nano(endMs),
    attributes: attributesOf(attributes),
    events: events.map(eventOf),
    status: { code: isError ? STATUS_ERROR : STATUS_OK },
  };
}

const eventOf = ({ name, at, attributes }: SpanEvent): object => ({
  timeUnixNano: nano(at),
  name,
  attributes: attributesOf(attributes),
});

const nano = (epochMs: number): string => String(BigInt(Math.round(epochMs * 1000)) * 1000n);

function attributesOf(attributes: Readonly<Record<string, SpanValue>>): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: SpanValue): object {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'string') return { stringValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
