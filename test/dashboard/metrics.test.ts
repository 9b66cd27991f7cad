/** Metrics: names, units and labels; the Grafana dashboard asks for none that is not there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from '../../control/core/latency-histogram.js';
import { RowTable } from '../../control/core/status/rows.js';
import type { GatewayStatus } from '../../control/core/status/schema.js';
import { latencyText } from '../../dashboard/server/latency-metrics.js';
import { scrape } from '../../dashboard/server/metrics.js';
import { projectRoot } from './demo.js';
import { scenario } from './scenario.js';

function latency(): NonNullable<GatewayStatus['gateway']['latencies']> {
  const histogram = new LatencyHistogram();
  for (const ns of [900, 1500, 3e6, 20e9]) histogram.record(ns);
  const { count, sumNs } = histogram;
  return ['turn', 'stall'].map((name) => ({ name, count, sumNs, buckets: histogram.sparse() }));
}

async function metricsOf(state: 'live' | 'silent' = 'live'): Promise<string> {
  const status = scenario();
  status.gateway.latencies = latency();
  status.trading!.faults = { overfill: 1 };
  status.trading!.venues[0]!.dropCopy = { both: 1, sessionOnly: 0, dropCopyOnly: 0, missing: 0, quantityDifference: 0 };
  status.trading!.venues[0]!.totals = { sent: 7 };
  const source = { table: new RowTable(), epoch: 1, status, statusVersion: 1, ageMs: 1, state };
  return (await scrape(source, 0)).text;
}

/** Names of the metrics in a text, and of the series of histograms. */
function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/^([a-z_]\w*)(?=[{ ])/gm)].map(([, name]) => name!));
}

describe('metrics', () => {
  it('tell of sessions, venues, clients, orders, journal, processes', async () => {
    const text = await metricsOf();
    for (const line of [
      'crossfeed_session_up{session="TEST-1",peer="TEST",purpose="orderEntry"} 1',
      'crossfeed_session_up{session="TEST-DC",peer="TEST",purpose="dropCopy"} 0',
      'crossfeed_session_next_sequence_number{session="TEST-1",peer="TEST",purpose="orderEntry",direction="out"} 1235',
      'crossfeed_session_round_trip_seconds{session="TEST-1",peer="TEST",purpose="orderEntry"} 0.0005',
      'crossfeed_session_events_total{session="TEST-1",peer="TEST",purpose="orderEntry",event="messages_resent"} 3',
      'crossfeed_client_reports_total{client="ONE"} 4711',
      'crossfeed_venue_orders_total{venue="TEST",event="sent"} 7',
      'crossfeed_order_alarms_total{kind="overfill"} 1',
      'crossfeed_journal_open{policy="group"} 1',
      'crossfeed_process_restarts_total{process="dashboard"} 0',
      'crossfeed_alerts{state="firing",severity="critical"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it('have histograms whose buckets add up', () => {
    const lines = latencyText(latency().slice(0, 1)).split('\n');
    const below = (le: string): string | undefined => lines.find((line) => line.includes(`le="${le}"`))?.split(' ')[1];
    expect([
      below('0.000001024'),
      below('0.000002048'),
      below('0.004194304'),
      below('17.179869184'),
      below('+Inf'),
    ]).toEqual(['1', '2', '3', '3', '4']);
    expect(latencyText([])).toBe('');
  });

  it('are none of a gateway that is not heard', async () => {
    const names = namesIn(await metricsOf('silent'));
    expect([...names].sort()).toEqual([
      'crossfeed_dashboard_pages',
      'crossfeed_gateway_last_update_age_seconds',
      'crossfeed_gateway_up',
    ]);
  });

  it('are all there that the Grafana dashboard asks for', async () => {
    const names = namesIn(await metricsOf());
    const board = JSON.parse(readFileSync(join(projectRoot, 'config/grafana-crossfeed.json'), 'utf8')) as {
      panels: { title: string; targets: { expr: string }[] }[];
    };
    const asked = board.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/crossfeed_\w+/g) ?? []),
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
  });
});
