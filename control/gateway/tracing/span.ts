/** A span as it is exported. Made after the fact, from records: nothing on an order's way knows of it. */
export type SpanValue = string | number | boolean;

export interface SpanEvent {
  readonly name: string;
  /** Epoch ms: what the journal's records have. */
  readonly at: number;
  readonly attributes: Readonly<Record<string, SpanValue>>;
}

export interface Span {
  /** 32 and 16 hexadecimal digits. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, SpanValue>>;
  readonly events: readonly SpanEvent[];
  /** It ended in a refusal. */
  readonly isError: boolean;
}
