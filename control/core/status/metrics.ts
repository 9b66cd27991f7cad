/** A status as numbers under Prometheus names: what `/metrics` gives, and what alert rules are written over. Labels come from the configuration and the register map only. */
import type { GatewayStatus } from './schema.js';
import { HEALTH_STATES } from './health.js';
import { snake, type Put } from './metric-names.js';
import { describeTrading } from './trading-metrics.js';

export type { MetricLabels, Put } from './metric-names.js';

/** Gives every metric of a status to `gauge` or `counter`. */
export function describeStatus(status: GatewayStatus, gauge: Put, counter: Put): void {
  describeTrading(status, gauge, counter);
  gauge('crossfeed_engine_info', 'The engine that runs', 1, { engine: status.engine.kind });
  gauge(
    'crossfeed_engine_fallback',
    '1 when the engine is not the one asked for',
    status.engine.kind === status.engine.requested ? 0 : 1,
  );
  gauge('crossfeed_ready', '1 when /readyz is 200', status.readiness.ready ? 1 : 0);
  gauge('crossfeed_uptime_seconds', 'Time since the gateway started', status.gateway.uptimeMs / 1000);
  gauge('crossfeed_gateway_memory_bytes', 'Resident memory of the gateway', status.gateway.memoryBytes);
  gauge(
    'crossfeed_gateway_turn_seconds_max',
    'Longest turn that drained the ring, last period',
    status.gateway.turnNsMax / 1e9,
  );
  gauge('crossfeed_books_symbols', 'Symbols known', status.books.symbols);
  gauge('crossfeed_books_quoted', 'Symbols with a bid and an offer', status.books.quoted);
  gauge('crossfeed_books_uncertain', 'Symbols whose book missed messages', status.books.uncertain);
  counter('crossfeed_books_updates_total', 'Book updates', status.books.updates);
  if (status.nic !== null) {
    gauge('crossfeed_nic_info', 'The card', 1, { device: status.nic.device, build_id: status.nic.buildId });
    gauge('crossfeed_nic_time_seconds', 'NIC time', status.nicTimeNs / 1e9);
  }
  if (status.ring !== null) {
    gauge('crossfeed_ring_slots', 'Slots of the record ring', status.ring.slots);
    gauge('crossfeed_ring_fill_slots', 'Slots waiting for the host', status.ring.fill);
    counter('crossfeed_ring_consumed_slots_total', 'Slots read by the host', status.ring.consumed);
    counter(
      'crossfeed_ring_dropped_records_total',
      'Records dropped because the ring had no credit',
      status.ring.dropped,
    );
  }
  for (const { port, counters, rejected } of status.ports) {
    const labels = { port: String(port) };
    for (const [name, value] of Object.entries(counters)) {
      counter(`crossfeed_port_${snake(name)}_total`, `Port counter ${name} of the register map`, value, labels);
    }
    for (const [reason, value] of Object.entries(rejected)) {
      counter('crossfeed_port_rejected_total', 'Frames rejected, by reason', value, {
        ...labels,
        reason: snake(reason),
      });
    }
  }
  if (status.market !== undefined) {
    const { instruments, quoted, lockedOrCrossedShare, venues } = status.market;
    gauge('crossfeed_market_instruments', 'Instruments of the consolidated book', instruments);
    gauge('crossfeed_market_quoted_instruments', 'Instruments with a bid and an offer that count', quoted);
    gauge('crossfeed_market_locked_or_crossed_share', 'Of the time with both sides quoted', lockedOrCrossedShare);
    for (const { id, quoted: own, excluded, lagMs, fellBehind } of venues) {
      const labels = { venue: id };
      gauge('crossfeed_market_venue_quotes', 'Instruments that the venue quotes, and that count', own, labels);
      gauge(
        'crossfeed_market_venue_excluded_quotes',
        'Instruments that it quotes, and that do not count',
        excluded,
        labels,
      );
      gauge('crossfeed_market_venue_lag_seconds', 'Delay of its messages above the usual', lagMs / 1000, labels);
      counter('crossfeed_market_venue_fell_behind_total', 'Times that the delay was too much', fellBehind, labels);
    }
  }
  for (const { venue, standing, ...totals } of status.market?.crossChecks ?? []) {
    gauge('crossfeed_cross_check_standing', 'Differences between two feeds that stand now', standing, { venue });
    for (const [name, value] of Object.entries(totals)) {
      counter(`crossfeed_cross_check_${snake(name)}_total`, `Two feeds compared: ${name}`, value, { venue });
    }
  }
  if (status.health !== undefined) {
    const { state, components, alerts } = status.health;
    gauge('crossfeed_health_state', 'Worst of the essential components: 0 up to 6 down', HEALTH_STATES.indexOf(state));
    for (const { id, kind, state: own } of components) {
      const labels = { component: id, kind };
      gauge(
        'crossfeed_component_state',
        '0 up, 1 off, 2 starting, 3 unknown, 4 degraded, 5 stale, 6 down',
        HEALTH_STATES.indexOf(own),
        labels,
      );
    }
    const standing = new Map<string, number>();
    for (const { state: own, severity } of alerts) {
      const key = `${own} ${severity}`;
      standing.set(key, (standing.get(key) ?? 0) + 1);
    }
    for (const [key, value] of standing) {
      const [own = '', severity = ''] = key.split(' ');
      gauge('crossfeed_alerts', 'Alerts by state and severity', value, { state: own, severity });
    }
  }
  for (const channel of status.channels) {
    const labels = { channel: String(channel.channel), feed: channel.id };
    gauge('crossfeed_channel_live', '1 while packets of the channel arrive', channel.state === 'live' ? 1 : 0, labels);
    for (const [name, value] of Object.entries(channel.counters)) {
      counter(`crossfeed_channel_${snake(name)}_total`, `Channel counter ${name} of the register map`, value, labels);
    }
    if (channel.recovery !== undefined) {
      const { state, takenOver, missing, held, counters } = channel.recovery;
      const { lastMs, longestMs, heldMax, ...totals } = counters;
      gauge(
        'crossfeed_feed_in_doubt',
        '1 while books go on without what is missing',
        state === 'doubt' ? 1 : 0,
        labels,
      );
      gauge(
        'crossfeed_feed_taken_over',
        '1 while another way brings a feed whose lines are silent',
        takenOver ? 1 : 0,
        labels,
      );
      gauge('crossfeed_feed_missing_messages', 'Messages that are missing now', missing, labels);
      gauge('crossfeed_feed_held_slots', 'Slots that wait for missing messages', held, labels);
      gauge('crossfeed_feed_held_slots_max', 'Slots that waited at most', heldMax ?? 0, labels);
      gauge('crossfeed_feed_recovery_seconds', 'What the last recovery took', (lastMs ?? 0) / 1000, labels);
      gauge('crossfeed_feed_recovery_seconds_max', 'What the longest recovery took', (longestMs ?? 0) / 1000, labels);
      for (const [name, value] of Object.entries(totals)) {
        counter(`crossfeed_feed_recovery_${snake(name)}_total`, `Recovery of missing messages: ${name}`, value, labels);
      }
    }
    if (channel.failover !== undefined) {
      const { state, limitMs, counters, detectMs, validateMs } = channel.failover;
      gauge('crossfeed_feed_on_backup', '1 while a backup brings the feed', state === 'backup' ? 1 : 0, labels);
      gauge('crossfeed_feed_suspect', '1 while its books do not count', channel.suspect === true ? 1 : 0, labels);
      gauge('crossfeed_feed_silence_limit_seconds', 'Silence that is suspected, as learnt', limitMs / 1000, labels);
      if (detectMs !== null)
        gauge('crossfeed_feed_failover_detect_seconds', 'Of the last failover', detectMs / 1000, labels);
      if (validateMs !== null) {
        gauge(
          'crossfeed_feed_failover_validate_seconds',
          'Detection to data, of the last failover',
          validateMs / 1000,
          labels,
        );
      }
      for (const [name, value] of Object.entries(counters)) {
        counter(`crossfeed_feed_failover_${snake(name)}_total`, `Failover: ${name}`, value, labels);
      }
    }
    for (const line of channel.lines) {
      const lineLabels = { ...labels, line: line.name, port: String(line.port) };
      gauge('crossfeed_line_live', '1 while packets of the line arrive', line.state === 'live' ? 1 : 0, lineLabels);
      if (line.ageMs !== null) {
        gauge(
          'crossfeed_line_last_packet_age_seconds',
          'Time since the last good packet',
          line.ageMs / 1000,
          lineLabels,
        );
      }
      for (const [name, value] of Object.entries(line.counters)) {
        counter(`crossfeed_line_${snake(name)}_total`, `Line counter ${name} of the register map`, value, lineLabels);
      }
      gauge(
        'crossfeed_line_missed_messages',
        'Messages of which the line brought no copy, at least',
        line.missed,
        lineLabels,
      );
    }
  }
}
