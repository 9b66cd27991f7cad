/** An OUCH gateway: OUCH 5.0 and 4.2 on a TCP port each, for users that the matcher's rules know. Primary and backup are two of these. */
import type { Logger } from '../../../../control/core/logging.js';
import type { StreamListener } from '../../../../control/core/streams.js';
import type { Timer, TradingWorld } from '../../../../control/core/world.js';
import type { MatcherLink } from '../../core/links.js';
import { requireLoopback } from '../../loopback.js';
import { Refusals } from '../../publish/refusals.js';
import type { OuchGatewaySettings, OuchUser } from './config.js';
import { OuchConnection } from './connection.js';
import type { OuchDialect } from './dialect.js';
import { readOuch42 } from './ouch42-in.js';
import { writeOuch42 } from './ouch42-out.js';
import { readOuch50 } from './ouch50-in.js';
import { writeOuch50 } from './ouch50-out.js';
import { OuchSession } from './session.js';

const TICK_MS = 100;

export const ouch50: OuchDialect = {
  version: '5.0',
  read: readOuch50,
  write: (report, _firm, out) => writeOuch50(report, out),
};
export const ouch42: OuchDialect = { version: '4.2', read: readOuch42, write: writeOuch42 };

export interface OuchGatewayOptions {
  readonly world: Pick<TradingWorld, 'clock' | 'timers' | 'streams'>;
  readonly link: MatcherLink & { readonly name: string };
  readonly settings: OuchGatewaySettings;
  readonly users: readonly OuchUser[];
  readonly log: Logger;
}

export class OuchGateway {
  readonly refusals: Refusals;
  private readonly connections = new Set<OuchConnection>();
  private readonly listeners: StreamListener[] = [];
  private readonly sessions = new Map<string, OuchSession>();
  private readonly timer: Timer;

  private constructor(private readonly options: OuchGatewayOptions) {
    const { world, link, users, log } = options;
    this.refusals = new Refusals(link.name, world.clock, log);
    for (const user of users) {
      const dialect = user.version === '5.0' ? ouch50 : ouch42;
      this.sessions.set(user.username, new OuchSession({ user, dialect, link, refusals: this.refusals, log }));
    }
    this.timer = world.timers.every(TICK_MS, () => {
      for (const connection of this.connections) connection.tick();
    });
  }

  static async open(options: OuchGatewayOptions): Promise<OuchGateway> {
    const self = new OuchGateway(options);
    const { address, ouch50Port, ouch42Port } = options.settings;
    requireLoopback(address, 'OUCH gateway');
    try {
      await self.listen('5.0', address, ouch50Port);
      await self.listen('4.2', address, ouch42Port);
      return self;
    } catch (error) {
      await self.close();
      throw error;
    }
  }

  /** Where it listens. */
  get addresses(): Readonly<Record<'ouch50' | 'ouch42', { readonly address: string; readonly port: number }>> {
    const [first, second] = this.listeners;
    const { address } = this.options.settings;
    return { ouch50: { address, port: first?.port ?? 0 }, ouch42: { address, port: second?.port ?? 0 } };
  }

  counters(): object {
    return { connections: this.connections.size, refused: this.refusals.counts };
  }

  async close(): Promise<void> {
    this.timer.cancel();
    for (const connection of this.connections) connection.close('the gateway stops');
    await Promise.all(this.listeners.map((listener) => listener.close()));
  }

  private async listen(version: OuchUser['version'], host: string, port: number): Promise<void> {
    const { world, users, settings, log } = this.options;
    const listener = await world.streams.listen({ local: { host, port } }, (remote) => {
      if (this.connections.size >= settings.connectionsMax) {
        this.refusals.note('too many connections', { remote });
        return undefined;
      }
      const connection = new OuchConnection({
        world,
        remote,
        // Neither user names nor passwords tell capitals from small letters.
        find: (username, password) => {
          const user = users.find(
            (one) =>
              one.version === version &&
              one.username.toUpperCase() === username.toUpperCase() &&
              one.password.toUpperCase() === password.toUpperCase(),
          );
          return user && this.sessions.get(user.username);
        },
        refusals: this.refusals,
        log,
        onClosed: (closed) => this.connections.delete(closed),
      });
      this.connections.add(connection);
      return connection;
    });
    this.listeners.push(listener);
  }
}
