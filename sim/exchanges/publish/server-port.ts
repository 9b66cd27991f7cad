/** A port of this machine on which an exchange's server listens, with the tick by which its connections keep their times. */
import type { Endpoint, StreamHandler, StreamListener } from '../../../control/core/streams.js';
import type { Timer, TradingWorld } from '../../../control/core/world.js';
import { requireLoopback } from '../loopback.js';

export interface ServerPortOptions {
  /** For errors: `gap-requests`. */
  readonly name: string;
  readonly local: Endpoint;
  readonly onTick: () => void;
  /** Undefined: nobody is let in. */
  readonly accept: (remote: Endpoint) => StreamHandler | undefined;
}

const TICK_MS = 100;

export class ServerPort {
  private constructor(
    private readonly listener: StreamListener,
    private readonly timer: Timer,
  ) {}

  /** Rejects with WorldError when it cannot listen, and when the address is not in 127.0.0.0/8. */
  static async open(
    { streams, timers }: Pick<TradingWorld, 'streams' | 'timers'>,
    { name, local, onTick, accept }: ServerPortOptions,
  ): Promise<ServerPort> {
    requireLoopback(local.host, name);
    const listener = await streams.listen({ local }, accept);
    return new ServerPort(listener, timers.every(TICK_MS, onTick));
  }

  get port(): number {
    return this.listener.port;
  }

  /** The ticks end at once. */
  async close(): Promise<void> {
    this.timer.cancel();
    await this.listener.close();
  }
}
