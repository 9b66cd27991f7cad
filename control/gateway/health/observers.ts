/** What the parts of a status say about components: their own state and why. What follows from that for others is the health model's business. */
import type { HealthReason, HealthState } from '../../core/status/health.js';
import type {
  ChannelStatus,
  EngineStatus,
  GatewayStatus,
  LineStatus,
  ProcessStatus,
  RingStatus,
  TradingStatus,
  VenueStatus,
} from '../../core/status/schema.js';

export interface Seen {
  readonly state: HealthState;
  readonly reasons: readonly HealthReason[];
}

export const UP: Seen = { state: 'up', reasons: [] };
export const OFF: Seen = { state: 'off', reasons: [] };

export const seen = (state: HealthState, code: string, text: string): Seen => ({ state, reasons: [{ code, text }] });

/** How much a counter grew over the last few seconds. */
export interface Growth {
  (key: string, value: number): number;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** A line that brings less than this part of what the channel has is degraded. */
const LOSS_SHARE = 0.01;
const LOSS_LEAST = 50;

export function seenOfLine(line: LineStatus, key: string, passed: number, growth: Growth): Seen {
  const lost = growth(`${key} missed`, line.missed);
  const moved = growth(`${key} passed`, passed);
  if (line.state === 'waiting') return seen('starting', 'LINE_WAITING', 'nothing has come yet');
  if (line.state === 'stale') return seen('stale', 'LINE_SILENT', `quiet for ${seconds(line.ageMs ?? 0)}`);
  if (lost >= LOSS_LEAST && lost > moved * LOSS_SHARE) {
    return seen('degraded', 'LINE_LOSS', `${lost} of ${moved} messages did not come over it`);
  }
  return UP;
}

/** The way that is taken when all lines are silent. */
export function seenOfBackup({ recovery }: ChannelStatus, isStreaming: boolean): Seen {
  if (recovery?.takenOver !== true) return OFF;
  return isStreaming ? UP : seen('stale', 'BACKUP_NOT_STREAMING', 'it is tried, and does not bring the whole stream');
}

export function seenOfFeed(channel: ChannelStatus, isStreaming: boolean, lagMs: number, lagMaxMs: number): Seen {
  const { state, recovery } = channel;
  if (state === 'waiting') return seen('starting', 'FEED_WAITING', 'nothing has come yet');
  if (state === 'ended') return seen('off', 'SESSION_ENDED', 'the exchange ended the session');
  if (recovery?.state === 'doubt') return seen('stale', 'IN_DOUBT', 'messages are missing and cannot be had');
  if (channel.suspect === true && !isStreaming) {
    return seen('stale', 'FEED_SILENT', 'all lines are silent for longer than the feed ever is');
  }
  if (state === 'stale' && !isStreaming) return seen('stale', 'FEED_SILENT', 'all lines are silent');
  if (recovery?.state === 'requesting' || recovery?.state === 'snapshot') {
    const text = `${recovery.missing} messages are missing and`;
    // Books are uncertain meanwhile in any case; requests take milliseconds.
    if (recovery.state === 'requesting') return seen('degraded', 'MISSING', `${text} are asked for`);
    return seen('stale', 'MISSING', `${text} are replaced by a picture`);
  }
  if (lagMs > lagMaxMs) return seen('stale', 'LATENCY_SPIKE', `messages are ${lagMs.toFixed(0)} ms later than usual`);
  return UP;
}

const CARD_STILL_MS = 1000;

/** @param stillMs since its time last moved */
export function seenOfCard(
  engine: EngineStatus,
  { nic }: Pick<GatewayStatus, 'nic'>,
  stillMs: number,
  ring: RingStatus | null,
  growth: Growth,
): Seen {
  if (nic === null) return seen('down', 'CARD_GONE', engine.warning ?? 'no card');
  if (stillMs > CARD_STILL_MS) return seen('down', 'CARD_STOPPED', `its time has stood still for ${seconds(stillMs)}`);
  if (ring !== null) {
    const dropped = growth('ring dropped', ring.dropped);
    if (dropped > 0) return seen('degraded', 'RING_OVERRUN', `${dropped} records dropped for want of room`);
  }
  return UP;
}

export function seenOfEngine({ kind, requested, warning }: EngineStatus): Seen {
  if (kind === requested) return UP;
  return seen('degraded', 'ENGINE_FALLBACK', warning ?? `${kind} runs in the place of ${requested}`);
}

export function seenOfBooks(
  { quoted, symbols, uncertain }: GatewayStatus['books'],
  wanted: number,
  was: boolean,
): Seen {
  if (quoted < wanted) {
    const text = `${quoted} of ${symbols} symbols have a bid and an offer, ${wanted} wanted`;
    return seen(was ? 'down' : 'starting', 'BOOKS_EMPTY', text);
  }
  if (uncertain > 0) return seen('degraded', 'BOOKS_UNCERTAIN', `${uncertain} of ${symbols} books missed messages`);
  return UP;
}

export function seenOfJournal({ journal }: TradingStatus): Seen {
  if (journal.state === 'full') return seen('down', 'DISK_FULL', 'the disk has no room: nothing new is accepted');
  if (journal.state === 'failed') return seen('down', 'DISK_FAILED', 'the disk refused to write or to sync');
  return UP;
}

export function seenOfOrders({ faults }: TradingStatus, growth: Growth): Seen {
  const total = Object.values(faults).reduce((sum, count) => sum + count, 0);
  const fresh = growth('order faults', total);
  return fresh > 0 ? seen('degraded', 'ORDER_FAULTS', `${fresh} reports did not fit their order`) : UP;
}

export type SessionStatus = VenueStatus['sessions'][number];

/** @param wasActive it has been up before @param isNeeded another session of the venue does not do its work */
export function seenOfSession(
  { state, detail, purpose, wire }: SessionStatus,
  wasActive: boolean,
  isNeeded: boolean,
): Seen {
  const why = detail === '' ? state : `${state}: ${detail}`;
  if (state === 'active') return UP;
  if (state === 'failed') return seen('down', 'SESSION_FAILED', why);
  if (state === 'loggingOut') return seen('off', 'LOGGED_OUT', why);
  if (state === 'recovering') return seen('starting', 'SESSION_RECOVERING', why);
  if (state === 'disconnected' && !isNeeded) return seen('off', 'IN_RESERVE', 'another session does the work');
  // A venue whose orders have no session is in trouble, whoever made it so; drop copies and market data are people's to switch off.
  if (purpose !== 'orderEntry' && wire?.isEnabled === false && wasActive) return seen('off', 'LOGGED_OUT', why);
  return wasActive ? seen('down', 'SESSION_DOWN', why) : seen('starting', 'SESSION_CONNECTING', why);
}

export function seenOfProcess({ state, restarts }: ProcessStatus): Seen {
  if (state === 'running') return UP;
  if (state === 'stopped') return seen('off', 'PROCESS_STOPPED', 'stopped');
  if (state === 'starting' && restarts === 0) return seen('starting', 'PROCESS_STARTING', 'starts');
  const text = state === 'failed' ? 'ended, and is not started again' : `is started again (restart ${restarts + 1})`;
  return seen('down', 'PROCESS_ENDED', text);
}
