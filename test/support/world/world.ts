/**
 * A world in virtual time, replayed bit for bit from its seed: hosts with clocks, disks and processes, and a network between
 * them that delays, cuts up, breaks and partitions. Time moves when the test says so, as fast as the machine can go.
 *
 * ```ts
 * const world = new VirtualWorld({ seed: 1 });
 * const bank = world.addHost('bank');
 * const desk = world.addHost('desk');
 * world.link('bank', 'desk').set({ latencyMs: 5, jitterMs: 2, splitChance: 0.1 });
 * let process = bank.start(); // a TradingWorld
 * const engine = new Engine(process, …);
 * await world.wait(engine.start()); // runs the world until the promise settles
 * await world.run(30_000); // half a minute passes
 * process.run(() => engine.send(…)); // a test acts within a process
 * world.link('bank', 'desk').partition(); // then .heal(), .cut(), .cutAfter(100)
 * process.kill(); // SIGKILL; bank.powerCut() forgets what was not synced
 * process = bank.start();
 * bank.clock.step(-3_600_000);
 * ```
 *
 * Callbacks run one after the other; what they wanted done `soon` runs right after each. An error that a callback throws comes
 * out of `run` and `advance`. Promises that the world gives out (`listen`) settle inside `run` and `wait`, not inside `advance`.
 */
import { SeededRandom } from '../../../control/core/random.js';
import type { Random } from '../../../control/core/world.js';
import { Agenda, type Entry, type Owner } from './agenda.js';
import { Datagrams } from './datagrams.js';
import { VirtualDisk, type VirtualDiskOptions } from './disk.js';
import { VirtualHost } from './host.js';
import type { Link } from './link.js';
import { Network } from './network.js';
import { ProcessKilled } from './process-killed.js';
import type { VirtualStream } from './stream.js';

export interface VirtualWorldOptions {
  readonly seed: number;
  /** Wall-clock time at the start; Tuesday 2023-11-14 22:13:20 UTC unless given. */
  readonly epochMs?: number;
  /** Timers may fire up to so many ms late, and, as real ones do, up to 1 ms early. 0: exactly on time. */
  readonly timerErrorMs?: number;
  /** How long a turn of a process's event loop takes: 100 µs unless given. Whoever looks each turn whether there is something looks so much less often. */
  readonly turnUs?: number;
}

export interface HostOptions extends VirtualDiskOptions {
  /** Unless given, one of 10.0.0.0/8. */
  readonly addresses?: readonly string[];
  /** Unless given, one of its own that follows the world's seed. */
  readonly disk?: VirtualDisk;
}

/** Sees every piece of a stream when the sending kernel takes it. The bytes must not be changed. */
export type Tap = (stream: VirtualStream, bytes: Uint8Array) => void;

export class VirtualWorld {
  readonly network: Network;
  readonly datagrams: Datagrams;
  tap: Tap | undefined;
  readonly #agenda = new Agenda();
  readonly #random: Random;
  /** What every host's clock says at the start. */
  readonly startEpochMs: number;
  readonly #timerErrorNs: number;
  readonly turnNs: number;
  #soon: { owner: Owner; run: () => void }[] = [];
  #nowNs = 0;
  #hosts = 0;
  /** Promises given out since they were last waited for. */
  #promised = 0;
  #fingerprint = 0x811c9dc5 | 0;
  #events = 0;

  constructor({ seed, epochMs = 1_700_000_000_000, timerErrorMs = 0, turnUs = 100 }: VirtualWorldOptions) {
    this.#random = new SeededRandom(seed);
    this.startEpochMs = epochMs;
    this.#timerErrorNs = Math.floor(timerErrorMs * 1e6);
    this.turnNs = turnUs * 1000;
    this.network = new Network(this, new SeededRandom(this.#random.u32()));
    this.datagrams = new Datagrams(this);
  }

  /** Since the world began. */
  get nowNs(): number {
    return this.#nowNs;
  }

  /** Two runs that were the same have the same: made of all times, and of all bytes that were sent. */
  get fingerprint(): number {
    return this.#fingerprint >>> 0;
  }

  /** Callbacks that have run. */
  get events(): number {
    return this.#events;
  }

  addHost(name: string, { addresses, disk, ...diskOptions }: HostOptions = {}): VirtualHost {
    const number = this.#hosts++;
    const address = `10.${number >> 16}.${(number >> 8) & 255}.${(number & 255) + 1}`;
    const host = new VirtualHost(
      this,
      name,
      addresses ?? [address],
      disk ?? new VirtualDisk(this.random(), { host: name, ...diskOptions }),
      this.startEpochMs,
    );
    this.network.add(host);
    return host;
  }

  /** The path between two hosts (by their first addresses) or two addresses. */
  link(a: string, b: string): Link {
    return this.network.link(a, b);
  }

  /** A generator that depends on the seed of the world and on how often it was asked for before. */
  random(): Random {
    return new SeededRandom(this.#random.u32());
  }

  /** Runs what falls due in the next so many ms. Promises do not settle meanwhile. */
  advance(ms: number): void {
    const untilNs = this.#nowNs + Math.round(ms * 1e6);
    this.#runSoon();
    while (this.#agenda.nextNs <= untilNs) this.#step();
    this.#nowNs = untilNs;
  }

  /** Runs what falls due in the next so many ms. */
  async run(ms: number): Promise<void> {
    await this.runUntil(() => false, ms);
  }

  /** Runs until something is the case, asked after each event, or so many ms have passed; true when it was the case. */
  async runUntil(isDone: () => boolean, ms: number): Promise<boolean> {
    const untilNs = this.#nowNs + Math.round(ms * 1e6);
    await this.#settle();
    for (;;) {
      if (isDone()) return true;
      if (this.#agenda.nextNs > untilNs) break;
      this.#step();
      if (this.#promised > 0) await this.#settle();
    }
    this.#nowNs = untilNs;
    return false;
  }

  /** Runs until a promise settles, and gives what it gave. Fails when that takes more than so many ms. */
  async wait<T>(promise: Promise<T>, ms = 60_000): Promise<T> {
    const wait = { isOver: false };
    const settled = (): void => void (wait.isOver = true);
    promise.then(settled, settled);
    const untilNs = this.#nowNs + ms * 1e6;
    await this.#settle();
    while (!wait.isOver) {
      if (this.#agenda.nextNs > untilNs) throw new Error(`the promise is still open after ${ms} ms`);
      this.#step();
      await this.#settle();
    }
    return promise;
  }

  // What follows is for the parts of the world.

  at(delayNs: number, owner: Owner | undefined, run: () => void): Entry {
    return this.#agenda.at(this.#nowNs + Math.max(0, Math.floor(delayNs)), owner, run);
  }

  cancel(entry: Entry): void {
    this.#agenda.cancel(entry);
  }

  soon(owner: Owner, run: () => void): void {
    this.#soon.push({ owner, run });
  }

  /** Runs code as one event. A process that is killed in it stops there. */
  enter<T>(code: () => T): T | undefined {
    let result: T | undefined;
    try {
      result = code();
    } catch (error) {
      if (!(error instanceof ProcessKilled)) throw error;
    }
    this.#runSoon();
    return result;
  }

  /** How far off its time a timer fires, drawn anew. */
  timerErrorNs(): number {
    return this.#timerErrorNs === 0 ? 0 : Math.floor(this.#random.next() * (this.#timerErrorNs + 1e6)) - 1e6;
  }

  /** A promise whose continuations the world waits for before time moves on. */
  promise<T>(make: () => T): Promise<T> {
    this.#promised++;
    return new Promise((resolve) => resolve(make()));
  }

  noteSent(stream: VirtualStream, bytes: Uint8Array): void {
    let hash = this.#fingerprint;
    const { length } = bytes;
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    this.#fingerprint = hash;
    this.tap?.(stream, bytes);
  }

  #step(): void {
    const entry = this.#agenda.take();
    if (entry === undefined) return;
    // What was due while the test held the world is late: time does not go back.
    this.#nowNs = Math.max(this.#nowNs, entry.timeNs);
    this.#events++;
    this.#fingerprint = Math.imul(this.#fingerprint ^ (this.#nowNs | 0), 0x01000193);
    this.enter(entry.run);
  }

  #runSoon(): void {
    // `soon` within `soon` runs too, in the order it was asked for.
    for (let i = 0; i < this.#soon.length; i++) {
      const { owner, run } = this.#soon[i]!;
      if (!owner.isAlive) continue;
      try {
        run();
      } catch (error) {
        if (error instanceof ProcessKilled) continue;
        this.#soon = [];
        throw error;
      }
    }
    if (this.#soon.length > 0) this.#soon = [];
  }

  /** Lets everything that waits for a promise run. */
  async #settle(): Promise<void> {
    for (let turns = 1; turns > 0; turns = this.#promised) {
      this.#promised = 0;
      await new Promise((resolve) => setImmediate(resolve));
      this.#runSoon();
    }
  }
}
