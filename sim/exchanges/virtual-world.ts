/**
 * A World in virtual time, with UDP in memory: time moves when `advance` is called and datagrams arrive at once, in the
 * order they were sent. What runs in it replays exactly.
 */
import { SeededRandom } from '../../control/core/random.js';
import type { Clock, Random, Sockets, Timer, Timers, UdpSocket, World } from '../../control/core/world.js';
import { Agenda } from './market/agenda.js';

/** How long a turn of the event loop takes in virtual time. */
const TURN_MS = 0.1;

type Receiver = (bytes: Uint8Array, fromAddress: string, fromPort: number) => void;

export class VirtualWorld implements World {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly sockets: Sockets;
  readonly #agenda = new Agenda();
  readonly #receivers = new Map<string, Receiver | undefined>();
  #nowNs = 0;
  #nextPort = 49152;

  /** @param epochMs wall-clock time at the start */
  constructor(epochMs = 1_700_000_000_000) {
    this.clock = {
      monotonicNs: () => this.#nowNs,
      epochMs: () => epochMs + Math.floor(this.#nowNs / 1e6),
    };
    this.timers = {
      after: (delayMs, run) => this.#schedule(delayMs, run, false),
      every: (periodMs, run) => this.#schedule(periodMs, run, true),
      onTurn: (run) => this.#schedule(TURN_MS, run, true),
      soon: (run) => void this.#schedule(0, run, false),
    };
    this.sockets = { udp: (options) => Promise.resolve(this.#bind(options)) };
  }

  /** Sockets that are open. */
  get openSockets(): number {
    return this.#receivers.size;
  }

  random(seed: number): Random {
    return new SeededRandom(seed);
  }

  /** Moves time on and runs what falls due, in order. */
  advance(ns: number): void {
    const until = this.#nowNs + ns;
    while (this.#agenda.nextNs <= until) {
      // After a stall what was due is late: time does not go back.
      this.#nowNs = Math.max(this.#nowNs, this.#agenda.nextNs);
      this.#agenda.runNext();
    }
    this.#nowNs = until;
  }

  /** Moves time on without running anything, as when the process was stopped: what was due is late. */
  stall(ns: number): void {
    this.#nowNs += ns;
  }

  #schedule(delayMs: number, run: () => void, again: boolean): Timer {
    const timer = { isCancelled: false, cancel: () => void (timer.isCancelled = true) };
    const fire = (): void => {
      if (timer.isCancelled) return;
      if (again) this.#agenda.at(this.#nowNs + delayMs * 1e6, fire);
      run();
    };
    this.#agenda.at(this.#nowNs + delayMs * 1e6, fire);
    return timer;
  }

  #bind({ address, port, onMessage }: Parameters<Sockets['udp']>[0]): UdpSocket {
    const bound = port === 0 ? this.#nextPort++ : port;
    const key = `${address}:${bound}`;
    if (this.#receivers.has(key)) throw new Error(`${key} is taken`);
    this.#receivers.set(key, onMessage);
    return {
      address,
      port: bound,
      send: (bytes, toPort, toAddress) => this.#receivers.get(`${toAddress}:${toPort}`)?.(bytes, address, bound),
      close: () => {
        this.#receivers.delete(key);
        return Promise.resolve();
      },
    };
  }
}
