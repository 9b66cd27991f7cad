/** Sessions, venues, clients, orders, journal and processes of a status as numbers. Labels are names out of the configuration, and counters that the code names. */
import { snake, type Put } from './metric-names.js';
import type { GatewayStatus, SessionStatus, TradingStatus } from './schema.js';

export function describeTrading(
  { trading, processes, gaps, readiness }: GatewayStatus,
  gauge: Put,
  counter: Put,
): void {
  counter('crossfeed_gaps_total', 'Gaps that no line filled', gaps.total);
  counter('crossfeed_gap_messages_total', 'Messages that no line brought', gaps.messages);
  for (const { name, ok } of readiness.checks)
    gauge('crossfeed_ready_check', '1 when the check holds', ok ? 1 : 0, { check: name });
  for (const { name, state, restarts } of processes) {
    gauge('crossfeed_process_running', '1 while the process runs', state === 'running' ? 1 : 0, { process: name });
    counter('crossfeed_process_restarts_total', 'Times that the process was started again', restarts, {
      process: name,
    });
  }
  if (trading === undefined) return;
  gauge('crossfeed_journal_open', '1 while the journal takes records', trading.journal.state === 'open' ? 1 : 0, {
    policy: trading.journal.policy,
  });
  for (const [kind, value] of Object.entries(trading.faults)) {
    counter('crossfeed_order_alarms_total', 'Reports that did not fit their order, and other alarms of orders', value, {
      kind,
    });
  }
  for (const venue of trading.venues) describeVenue(venue, gauge, counter);
  for (const { id, loggedOn, told, backlog, sessions } of trading.clients ?? []) {
    const labels = { client: id };
    gauge('crossfeed_client_logged_on', '1 while the client’s FIX session is up', loggedOn ? 1 : 0, labels);
    counter('crossfeed_client_reports_total', 'Reports that the client was told', told, labels);
    gauge('crossfeed_client_backlog_reports', 'Reports that wait for the client', backlog, labels);
    for (const session of sessions) describeSession(session, id, gauge, counter);
  }
}

function describeVenue(venue: TradingStatus['venues'][number], gauge: Put, counter: Put): void {
  const { id, state, totals, open, dropCopy, sessions } = venue;
  const labels = { venue: id };
  gauge('crossfeed_venue_active', '1 while the venue takes orders', state === 'active' ? 1 : 0, labels);
  gauge('crossfeed_venue_open_orders', 'Orders at the venue that may still trade', open, labels);
  for (const [event, value] of Object.entries(totals)) {
    counter('crossfeed_venue_orders_total', 'What became of orders at the venue', value, {
      ...labels,
      event: snake(event),
    });
  }
  if (dropCopy !== null) {
    gauge(
      'crossfeed_venue_trades_missing',
      'Trades that one of session and drop copy told only',
      dropCopy.missing,
      labels,
    );
    gauge(
      'crossfeed_venue_quantity_difference',
      'Traded quantity, session less drop copy',
      dropCopy.quantityDifference,
      labels,
    );
  }
  for (const session of sessions) describeSession(session, id, gauge, counter);
}

function describeSession({ id, purpose, state, wire }: SessionStatus, peer: string, gauge: Put, counter: Put): void {
  const labels = { session: id, peer, purpose };
  gauge('crossfeed_session_up', '1 while the session is logged on', state.toLowerCase() === 'active' ? 1 : 0, labels);
  if (wire === undefined) return;
  const number = (direction: string, value: number | null): void => {
    if (value === null) return;
    gauge('crossfeed_session_next_sequence_number', 'The next sequence number', value, { ...labels, direction });
  };
  number('out', wire.nextOut);
  number('in', wire.nextIn);
  gauge('crossfeed_session_queued_bytes', 'Bytes that wait for the peer', wire.queuedBytes, labels);
  gauge('crossfeed_session_enabled', '0 when somebody logged it out', wire.isEnabled ? 1 : 0, labels);
  if (wire.roundTripMs !== null) {
    gauge('crossfeed_session_round_trip_seconds', 'Last round trip of a heartbeat', wire.roundTripMs / 1000, labels);
  }
  for (const [event, value] of Object.entries(wire.counters)) {
    counter('crossfeed_session_events_total', 'What the session counted', value, { ...labels, event: snake(event) });
  }
}
