/**
 * Cboe's gap request proxy: a request names a unit, a number and a count, and is answered with a status; the messages themselves go out on the
 * unit's gap lines, with the numbers they had.
 */
import type { Logger } from '../../../control/core/logging.js';
import type { TradingWorld } from '../../../control/core/world.js';
import { pitchRecovery } from '../../../control/protocols/pitch2/messages.js';
import type { MessageStore } from './message-store.js';
import { PitchServer, type PitchServerCounters, type PitchServerOptions } from './pitch-server.js';
import type { PitchSession } from './pitch-session.js';
import { RateLimit } from './rate-limit.js';

export interface GapLimits {
  /** Messages of one request. */
  readonly messagesMax: number;
  /** How far behind the newest message a request may reach. */
  readonly behindMax: number;
  /** Requests of one session. */
  readonly perSecond: number;
  readonly perMinute: number;
  readonly perDay: number;
}

/** A unit as the proxy needs it. */
export interface GapUnit {
  readonly unit: number;
  readonly store: MessageStore;
  /** The publisher is catching up: nothing can be asked for yet. */
  readonly isAvailable: boolean;
  /** Number of the next message that the live lines have not had. */
  readonly published: number;
  /** Sends messages on the gap lines. */
  resend(first: number, next: number): void;
}

export interface GapRequestCounters extends PitchServerCounters {
  readonly requests: number;
  readonly accepted: number;
  readonly messages: number;
  /** Refusals by status. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Status of a Gap Response. */
type GapStatus = 'A' | 'O' | 'D' | 'M' | 'S' | 'C' | 'I' | 'U';

const DAY_MS = 86_400_000;

export class GapRequestServer {
  private requests = 0;
  private accepted = 0;
  private messages = 0;
  private readonly statuses: Record<string, number> = {};
  private readonly quotas = new Map<string, Quota>();
  private server: PitchServer | undefined;

  private constructor(
    private readonly world: Pick<TradingWorld, 'clock'>,
    private readonly limits: GapLimits,
    private readonly units: readonly GapUnit[],
  ) {}

  static async open(
    world: Pick<TradingWorld, 'clock' | 'timers' | 'streams'>,
    options: Omit<PitchServerOptions, 'onRequest' | 'name'>,
    limits: GapLimits,
    units: readonly GapUnit[],
    log: Logger,
  ): Promise<GapRequestServer> {
    const self = new GapRequestServer(world, limits, units);
    self.server = await PitchServer.open(
      world,
      { ...options, name: 'gap-requests', onRequest: (session, name, fields) => self.request(session, name, fields) },
      log,
    );
    return self;
  }

  get port(): number {
    return this.server?.port ?? 0;
  }

  counters(): GapRequestCounters {
    const { requests, accepted, messages, statuses } = this;
    const server = this.server?.counters() ?? { connections: 0, logins: 0, refused: {} };
    return { ...server, requests, accepted, messages, statuses };
  }

  async close(): Promise<void> {
    await this.server?.close();
  }

  private request(
    session: PitchSession,
    name: string,
    fields: Readonly<Record<string, number | bigint | string>>,
  ): boolean {
    if (name !== 'GapRequest') return false;
    this.requests++;
    const [unit, sequence, count] = [Number(fields['unit']), Number(fields['sequence']), Number(fields['count'])];
    const found = this.units.find((one) => one.unit === unit);
    const status = this.judge(session, found, sequence, count);
    session.reply(pitchRecovery.GapResponse, { unit, sequence, count, status });
    if (status === 'A' && found !== undefined) {
      this.accepted++;
      this.messages += count;
      found.resend(sequence, sequence + count);
    } else {
      this.statuses[status] = (this.statuses[status] ?? 0) + 1;
      const have = found === undefined ? undefined : [found.store.first, found.published - 1];
      this.server?.refusals.note(`gap status ${status}`, {
        remote: session.remote,
        user: session.user,
        unit,
        sequence,
        count,
        have,
      });
    }
    return true;
  }

  private judge(session: PitchSession, unit: GapUnit | undefined, sequence: number, count: number): GapStatus {
    const { limits } = this;
    const over = this.quota(session.user).take();
    if (over !== undefined) return over;
    if (unit === undefined) return 'I';
    if (!unit.isAvailable) return 'U';
    if (count === 0 || count > limits.messagesMax) return 'C';
    const { published, store } = unit;
    if (sequence < Math.max(1, store.first, published - limits.behindMax)) return 'O';
    return sequence + count > published ? 'O' : 'A';
  }

  /** By user, not by connection: a new connection is no new quota. */
  private quota(user: string): Quota {
    let quota = this.quotas.get(user);
    if (quota === undefined) this.quotas.set(user, (quota = new Quota(this.world, this.limits)));
    return quota;
  }
}

class Quota {
  private readonly windows: readonly (readonly [status: 'D' | 'M' | 'S', limit: RateLimit])[];

  constructor({ clock }: Pick<TradingWorld, 'clock'>, { perSecond, perMinute, perDay }: GapLimits) {
    this.windows = [
      ['D', new RateLimit(clock, perDay, DAY_MS)],
      ['M', new RateLimit(clock, perMinute, 60_000)],
      ['S', new RateLimit(clock, perSecond, 1000)],
    ];
  }

  /** The status of the window that is full; a request that is refused for that is not counted. */
  take(): 'D' | 'M' | 'S' | undefined {
    for (const [status, limit] of this.windows) if (!limit.hasRoom) return status;
    for (const [, limit] of this.windows) limit.take();
    return undefined;
  }
}
