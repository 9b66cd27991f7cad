/** One process of the simulation: what a TradingWorld is to the code that runs in it. */
import type { Disk } from '../../../control/core/disk.js';
import { SeededRandom } from '../../../control/core/random.js';
import type { Streams } from '../../../control/core/streams.js';
import type { Clock, Random, Sockets, Timer, Timers, TradingWorld, World } from '../../../control/core/world.js';
import type { Owner } from './agenda.js';
import type { VirtualMount } from './disk.js';
import type { VirtualHost } from './host.js';
import { ProcessKilled } from './process-killed.js';
import type { VirtualStream } from './stream.js';

/** setTimeout takes no more, and fires at once instead: here it is an error. */
const DELAY_MS_MAX = 2_147_483_647;

export class VirtualProcess implements TradingWorld, World, Owner {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly sockets: Sockets;
  readonly streams: Streams;
  readonly disk: Disk;
  /** Connections it has an end of. */
  readonly openStreams = new Set<VirtualStream>();
  readonly #mount: VirtualMount;
  #isAlive = true;

  constructor(readonly host: VirtualHost) {
    const { world } = host;
    this.clock = host.clock.forProcess();
    this.timers = {
      after: (delayMs, run) => this.#after(delayMs, run),
      every: (periodMs, run) => this.#every(this.#delayNs(periodMs), run),
      onTurn: (run) => this.#every(world.turnNs, run),
      soon: (run) => {
        this.mustLive();
        world.soon(this, run);
      },
    };
    this.streams = world.network.streamsOf(this);
    this.sockets = world.datagrams.socketsOf(this);
    // A disk is faster than the finest of the process's own timers.
    this.#mount = host.disk.mount({
      ...this.timers,
      after: (ms, run) => this.#start(host.clock.worldNs(ms * 1e6), run),
    });
    this.disk = this.#mount;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  random(seed: number): Random {
    return new SeededRandom(seed);
  }

  /**
   * Runs code of this process now, and after it what it wanted done `soon`: how a test acts within a process. Undefined when the
   * process was killed on the way.
   */
  run<T>(code: () => T): T | undefined {
    this.mustLive();
    return this.host.world.enter(code);
  }

  /**
   * SIGKILL: its timers, memory and sockets are gone, the kernel sends what it had taken (or resets), and the disk keeps what was
   * written. Code of this process that is on the stack goes on until it next touches the world, so throw `ProcessKilled` after it.
   */
  kill(): void {
    this.#die((stream) => stream.abandon());
  }

  /** The host lost its power. */
  vanish(): void {
    this.#die((stream) => stream.vanish());
  }

  /** @throws ProcessKilled */
  mustLive(): void {
    if (!this.#isAlive) throw new ProcessKilled(this.host.name);
  }

  #die(end: (stream: VirtualStream) => void): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    const { host } = this;
    host.processes.delete(this);
    host.world.network.closeListeners(this);
    host.world.datagrams.closeSockets(this);
    for (const stream of [...this.openStreams]) end(stream);
    this.#mount.unmount();
  }

  #delayNs(ms: number): number {
    this.mustLive();
    // As setTimeout: less than 1 ms, and no number, is 1 ms; but too much is an error here.
    if (ms > DELAY_MS_MAX) throw new RangeError(`a timer of ${ms} ms would fire at once`);
    return this.host.clock.worldNs((ms >= 1 ? ms : 1) * 1e6);
  }

  #after(delayMs: number, run: () => void): Timer {
    return this.#start(this.#delayNs(delayMs) + this.host.world.timerErrorNs(), run);
  }

  #start(delayNs: number, run: () => void): Timer {
    const { world } = this.host;
    const entry = world.at(delayNs, this, run);
    return { cancel: () => world.cancel(entry) };
  }

  #every(periodNs: number, run: () => void): Timer {
    this.mustLive();
    const { world } = this.host;
    const again = (): void => {
      entry = world.at(periodNs, this, again);
      run();
    };
    let entry = world.at(periodNs, this, again);
    return { cancel: () => world.cancel(entry) };
  }
}
