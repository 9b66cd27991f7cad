/** Metrics as plain data, in Prometheus's terms. Whoever serves them brings the text format. */

export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Of a histogram: which of its series this is. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
}

export interface MetricFamily {
  /** With its unit at the end, `_total` for counters. */
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly samples: readonly MetricSample[];
}

/** Collects samples of many sessions under one name each. */
export class MetricFamilies {
  private readonly byName = new Map<string, MetricFamily & { readonly samples: MetricSample[] }>();

  gauge(name: string, help: string, value: number, labels: MetricSample['labels'] = {}): void {
    this.add(name, help, 'gauge', { labels, value });
  }

  counter(name: string, help: string, value: number, labels: MetricSample['labels'] = {}): void {
    this.add(name, help, 'counter', { labels, value });
  }

  add(name: string, help: string, type: MetricFamily['type'], ...samples: MetricSample[]): void {
    const family = this.byName.get(name);
    if (family === undefined) this.byName.set(name, { name, help, type, samples });
    else family.samples.push(...samples);
  }

  list(): MetricFamily[] {
    return [...this.byName.values()];
  }
}
