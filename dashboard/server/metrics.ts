/** `/metrics`: what the gateway says, under Prometheus names. Labels come from the configuration and the register map only. */
import { Counter, Gauge, Registry } from 'prom-client';
import { describeStatus, type MetricLabels } from '../../control/core/status/metrics.js';
import { latencyText } from './latency-metrics.js';
import type { PictureSource } from './push.js';

/** Metrics are built anew for each scrape from the newest status: counters of the card are its own, and may restart with it. */
export async function scrape(source: PictureSource, pages: number): Promise<{ type: string; text: string }> {
  const registry = new Registry();
  const gauge = (name: string, help: string, value: number, labels: MetricLabels = {}): void => {
    set(registry, Gauge, name, help, value, labels);
  };
  const counter = (name: string, help: string, value: number, labels: MetricLabels = {}): void => {
    set(registry, Counter, name, help, value, labels);
  };
  gauge('crossfeed_gateway_up', '1 while the gateway is connected and heard', source.state === 'live' ? 1 : 0);
  gauge('crossfeed_dashboard_pages', 'Pages connected to the dashboard', pages);
  if (source.ageMs !== null) {
    gauge('crossfeed_gateway_last_update_age_seconds', 'Time since the gateway was last heard', source.ageMs / 1000);
  }
  // Of a gateway that is not heard no number is given: an old one would pass for a new one.
  const status = source.state === 'live' ? source.status : null;
  if (status !== null) describeStatus(status, gauge, counter);
  const latencies = latencyText(status?.gateway.latencies ?? []);
  return { type: registry.contentType, text: `${await registry.metrics()}${latencies}` };
}

function set(
  registry: Registry,
  Kind: typeof Gauge | typeof Counter,
  name: string,
  help: string,
  value: number,
  labels: MetricLabels,
): void {
  const known = registry.getSingleMetric(name) as Gauge | Counter | undefined;
  const metric = known ?? new Kind({ name, help, labelNames: Object.keys(labels), registers: [registry] });
  metric.inc(labels, value);
}
