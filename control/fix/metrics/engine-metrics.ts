/** What an engine's snapshot, its message log and its drop copies say, as metrics. Pure: numbers in, families out. */
import type { EngineSnapshot, SessionSnapshot } from '../engine/snapshot.js';
import type { DropCopyTargetCounters } from '../drop-copy/sender.js';
import type { BreakKind, ReconcilerCounters } from '../drop-copy/breaks.js';
import type { MessageLogCounters } from '../message-log/options.js';
import { MetricFamilies, type MetricFamily, type MetricSample } from './metric-family.js';

export interface FixMetricSources {
  readonly engine: EngineSnapshot;
  readonly messageLog?: Readonly<MessageLogCounters>;
  /** By the name of the drop copy session: what is received, and what is sent. */
  readonly dropCopiesIn?: Readonly<Record<string, DropCopyInSource>>;
  readonly dropCopiesOut?: Readonly<Record<string, Readonly<DropCopyTargetCounters>>>;
}

export interface DropCopyInSource {
  readonly counters: Readonly<ReconcilerCounters>;
  /** Kinds of the breaks that are open. */
  readonly openBreaks: readonly BreakKind[];
  readonly numbersLost: number;
}

const STATES = [
  'Disconnected',
  'Connecting',
  'LogonSent',
  'Active',
  'LogoutSent',
  'ConnectionLost',
  'Recovering',
] as const;
const JOURNAL_STATES = ['none', 'open', 'full', 'failed', 'closed'] as const;
const BREAK_KINDS: readonly BreakKind[] = [
  'late',
  'missingHere',
  'missingThere',
  'quantity',
  'price',
  'side',
  'status',
];

/** Counter of a session → how it is called here, and what it counts. One that is not here has its own name. */
const SESSION_COUNTERS: Readonly<Record<string, readonly [name: string, help: string]>> = {
  messagesIn: ['messages_in', 'Messages received'],
  messagesOut: ['messages_out', 'Messages sent, resends included'],
  bytesIn: ['in_bytes', 'Bytes of messages received'],
  bytesOut: ['out_bytes', 'Bytes of messages sent'],
  gapsDetected: ['gaps', 'Gaps in the numbers of what was received'],
  resendRequestsSent: ['resend_requests_sent', 'ResendRequests sent'],
  resendRequestsReceived: ['resend_requests_received', 'ResendRequests received'],
  messagesResent: ['messages_resent', 'Messages sent again'],
  numbersGapFilled: ['numbers_gap_filled', 'Numbers of ours that were gap-filled in resends'],
  rejectsSent: ['rejects_sent', 'Rejects sent: of the session and of the application'],
  rejectsReceived: ['rejects_received', 'Rejects received'],
  garbled: ['garbled', 'Input that was no valid message'],
  possDupsIgnored: ['poss_dups_ignored', 'Messages received again and passed over'],
  heldOverflows: ['held_overflows', 'Early messages that could not be kept'],
  logons: ['logons', 'Logons completed'],
  connectionsLost: ['connections_lost', 'Connections that broke while logged on'],
  connections: ['connections', 'Connections made'],
  connectsFailed: ['connects_failed', 'Connections that could not be made'],
  slowConsumerCuts: ['slow_consumer_cuts', 'Connections cut because the peer did not read'],
  journalRefusals: ['journal_refusals', 'Messages put off because the journal had no room'],
  scheduleResets: ['schedule_resets', 'Resets of sequence numbers by schedule'],
};

export function fixMetrics({ engine, messageLog, dropCopiesIn, dropCopiesOut }: FixMetricSources): MetricFamily[] {
  const families = new MetricFamilies();
  for (const session of engine.sessions) describeSession(session, engine.epochMs, families);
  for (const { name, connections, counters } of engine.listeners) {
    const labels = { listener: name };
    families.gauge('crossfeed_fix_listener_connections', 'Connections of the listener', connections, labels);
    for (const [reason, value] of Object.entries(counters.dropped)) {
      families.counter('crossfeed_fix_listener_dropped_total', 'Connections dropped before a logon', value, {
        ...labels,
        reason: snake(reason),
      });
    }
  }
  describeJournal(engine.journal, families);
  if (messageLog !== undefined) describeMessageLog(messageLog, families);
  for (const [name, source] of Object.entries(dropCopiesIn ?? {})) describeDropCopyIn(name, source, families);
  for (const [name, counters] of Object.entries(dropCopiesOut ?? {})) describeDropCopyOut(name, counters, families);
  return families.list();
}

function describeSession(session: SessionSnapshot, epochMs: number, families: MetricFamilies): void {
  const labels = { session: session.id };
  for (const state of STATES) {
    families.gauge(
      'crossfeed_fix_session_state',
      '1 for the state that the session is in',
      is(session.state === state),
      {
        ...labels,
        state,
      },
    );
  }
  const gauge = (name: string, help: string, value: number): void =>
    families.gauge(`crossfeed_fix_session_${name}`, help, value, labels);
  gauge('logged_on', '1 while logged on', is(session.isLoggedOn));
  gauge('enabled', '1 unless an operator has logged it out', is(session.isEnabled));
  gauge('scheduled', '1 while its schedule has it on', is(session.isScheduledOn));
  gauge('next_outgoing', 'MsgSeqNum of the next message to send', session.nextOutgoing);
  gauge('next_incoming', 'MsgSeqNum of the next message expected', session.nextIncoming);
  gauge('queued_bytes', 'Sent and not yet read by the peer', session.queuedBytes);
  gauge('held_messages', 'Messages that came early and wait for a gap', session.heldMessages);
  gauge('replaying', '1 while a ResendRequest is being answered', is(session.isReplaying));
  if (session.heartbeatRoundTripMs !== undefined) {
    gauge('heartbeat_round_trip_seconds', 'Last answer to a TestRequest', session.heartbeatRoundTripMs / 1000);
  }
  if (session.connectedSinceEpochMs !== undefined) {
    const ms = Math.max(0, epochMs - session.connectedSinceEpochMs);
    gauge('connected_seconds', 'Age of the connection', ms / 1000);
  }
  for (const [key, value] of Object.entries(session.counters)) {
    const [name, help] = SESSION_COUNTERS[key] ?? [snake(key), `Session counter ${key}`];
    families.counter(`crossfeed_fix_session_${name}_total`, help, value, labels);
  }
}

function describeJournal(journal: EngineSnapshot['journal'], families: MetricFamilies): void {
  const { counters, latencyBuckets } = journal;
  for (const state of JOURNAL_STATES) {
    families.gauge('crossfeed_fix_journal_state', '1 for the state of the journal', is(journal.state === state), {
      state,
    });
  }
  const unsynced = Math.max(0, journal.committed - journal.synced);
  families.gauge('crossfeed_fix_journal_unsynced_bytes', 'Committed and not yet safe from a power cut', unsynced);
  families.counter(
    'crossfeed_fix_journal_failures_total',
    'Commits that failed and were tried again',
    counters.failures,
  );
  families.counter('crossfeed_fix_journal_stalls_total', 'Times the journal stopped taking records', counters.stalls);
  const samples: MetricSample[] = [];
  let below = 0;
  latencyBuckets.forEach((count, i) => {
    below += count;
    // The last bucket takes whatever is slower: it is in +Inf only.
    if (i === latencyBuckets.length - 1) return;
    samples.push({ suffix: '_bucket', labels: { le: String(2 ** i / 1e6) }, value: below });
  });
  families.add(
    'crossfeed_fix_journal_commit_seconds',
    'How long a commit takes',
    'histogram',
    ...samples,
    { suffix: '_bucket', labels: { le: '+Inf' }, value: counters.commits },
    { suffix: '_sum', labels: {}, value: counters.latencyNsTotal / 1e9 },
    { suffix: '_count', labels: {}, value: counters.commits },
  );
}

function describeMessageLog(counters: Readonly<MessageLogCounters>, families: MetricFamilies): void {
  const counter = (name: string, help: string, value: number): void =>
    families.counter(`crossfeed_fix_message_log_${name}_total`, help, value);
  counter('messages', 'Messages written to the log', counters.messages);
  counter('bytes', 'Bytes written to the log', counters.bytes);
  counter('dropped', 'Messages that the disk refused', counters.dropped);
  counter('failures', 'Writes that the disk refused', counters.failures);
  counter('masked', 'Messages whose secrets were replaced', counters.masked);
  counter('cut', 'Messages of which only the beginning was logged', counters.cut);
}

function describeDropCopyIn(session: string, source: DropCopyInSource, families: MetricFamilies): void {
  const labels = { session };
  for (const kind of BREAK_KINDS) {
    const open = source.openBreaks.filter((each) => each === kind).length;
    families.gauge('crossfeed_fix_drop_copy_breaks', 'Open differences to the counterparty', open, {
      ...labels,
      kind: snake(kind),
    });
  }
  for (const [name, value] of Object.entries(source.counters)) {
    families.counter(`crossfeed_fix_drop_copy_${snake(name)}_total`, `Drop copy: ${name}`, value, labels);
  }
  const help = 'Numbers that were passed over: copies may be missing';
  families.counter('crossfeed_fix_drop_copy_numbers_lost_total', help, source.numbersLost, labels);
}

function describeDropCopyOut(
  session: string,
  counters: Readonly<DropCopyTargetCounters>,
  families: MetricFamilies,
): void {
  const labels = { session };
  const { backlog, backlogBytes, ...totals } = counters;
  families.gauge('crossfeed_fix_drop_copy_out_backlog', 'Copies that wait', backlog, labels);
  families.gauge('crossfeed_fix_drop_copy_out_backlog_bytes', 'Bytes of the copies that wait', backlogBytes, labels);
  for (const [name, value] of Object.entries(totals)) {
    families.counter(`crossfeed_fix_drop_copy_out_${snake(name)}_total`, `Drop copies out: ${name}`, value, labels);
  }
}

function is(condition: boolean): number {
  return condition ? 1 : 0;
}

/** `slowConsumer` becomes `slow_consumer`. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
