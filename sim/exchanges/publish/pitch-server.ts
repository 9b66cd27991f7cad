/** A TCP port with PITCH sessions: who may log in, one session a user, heartbeats. What they may ask for is the owner's business. */
import type { Logger } from '../../../control/core/logging.js';
import type { Endpoint } from '../../../control/core/streams.js';
import type { TradingWorld } from '../../../control/core/world.js';
import { PITCH_TIMERS, PitchSession, type PitchTimers } from './pitch-session.js';
import { Refusals } from './refusals.js';
import { ServerPort } from './server-port.js';

export interface PitchUser {
  readonly sessionSubId: string;
  readonly username: string;
  readonly password: string;
}

export interface PitchServerOptions {
  /** For the log: `gap-requests`, `spin-1`. */
  readonly name: string;
  readonly local: Endpoint;
  readonly users: readonly PitchUser[];
  readonly connectionsMax: number;
  readonly timers?: PitchTimers;
  readonly onLogin?: (session: PitchSession) => void;
  readonly onRequest: PitchRequest;
  readonly onDrained?: (session: PitchSession) => void;
  readonly onClosed?: (session: PitchSession) => void;
}

/** False: the message has no place here. */
export type PitchRequest = (
  session: PitchSession,
  name: string,
  fields: Readonly<Record<string, number | bigint | string>>,
) => boolean;

export interface PitchServerCounters {
  readonly connections: number;
  readonly logins: number;
  readonly refused: Readonly<Record<string, number>>;
}

type PitchWorld = Pick<TradingWorld, 'clock' | 'timers' | 'streams'>;

export class PitchServer {
  readonly refusals: Refusals;
  readonly sessions = new Set<PitchSession>();
  private listening: ServerPort | undefined;
  private logins = 0;

  private constructor(
    private readonly world: PitchWorld,
    private readonly options: PitchServerOptions,
    private readonly log: Logger,
  ) {
    this.refusals = new Refusals(options.name, world.clock, log);
  }

  static async open(world: PitchWorld, options: PitchServerOptions, log: Logger): Promise<PitchServer> {
    const { name, local } = options;
    const self = new PitchServer(world, options, log);
    self.listening = await ServerPort.open(world, {
      name,
      local,
      onTick: () => {
        for (const session of self.sessions) session.tick();
      },
      accept: (remote) => self.accept(remote),
    });
    return self;
  }

  get port(): number {
    return this.listening?.port ?? 0;
  }

  counters(): PitchServerCounters {
    return { connections: this.sessions.size, logins: this.logins, refused: this.refusals.counts };
  }

  async close(): Promise<void> {
    for (const session of this.sessions) session.close('the server stops');
    await this.listening?.close();
  }

  private accept({ host, port }: Endpoint): PitchSession | undefined {
    const { options, world } = this;
    const remote = `${host}:${port}`;
    if (this.sessions.size >= options.connectionsMax) {
      this.refusals.note('too many connections', { remote, most: options.connectionsMax });
      return undefined;
    }
    const session = new PitchSession(
      world.clock,
      {
        login: (from, login) => this.login(from, login),
        request: options.onRequest,
        drained: (from) => options.onDrained?.(from),
        refused: (from, reason, fields) =>
          this.refusals.note(reason, { remote: from.remote, user: from.user, ...fields }),
        closed: (from, why) => {
          this.sessions.delete(from);
          options.onClosed?.(from);
          this.log.info('connection closed', { server: options.name, remote: from.remote, user: from.user, why });
        },
      },
      options.timers ?? PITCH_TIMERS,
      remote,
    );
    this.sessions.add(session);
    return session;
  }

  private login(session: PitchSession, { sessionSubId, username, password }: PitchUser): 'A' | 'N' | 'B' | 'S' {
    const known = this.options.users.filter((user) => user.username === username && user.password === password);
    const { remote } = session;
    if (known.length === 0) {
      this.refusals.note('not authorized', { remote, username });
      return 'N';
    }
    if (!known.some((user) => user.sessionSubId === sessionSubId)) {
      this.refusals.note('invalid session', { remote, username, sessionSubId });
      return 'S';
    }
    const user = `${username}/${sessionSubId}`;
    for (const other of this.sessions) {
      if (!other.isLoggedIn || other.user !== user) continue;
      this.refusals.note('session in use', { remote, user });
      return 'B';
    }
    session.user = user;
    this.logins++;
    this.log.info('login', { server: this.options.name, remote, user });
    const { onLogin } = this.options;
    if (onLogin !== undefined) this.world.timers.soon(() => onLogin(session));
    return 'A';
  }
}
