/** The lines of one stream: each datagram goes out on every line, and each line spoils it in its own way. */
import type { UdpSocket, World } from '../../../control/core/world.js';
import { SimulatorConfigError } from '../errors.js';
import { ImpairedLine, type LineCounters, type LineFaults } from '../lines.js';
import { requireLoopback } from '../loopback.js';
import { seedFor } from '../market/draws.js';

export interface LineSettings {
  readonly name: string;
  /** In 127.0.0.0/8. */
  readonly address: string;
  readonly port: number;
  readonly faults: LineFaults & { readonly seed?: number | undefined };
}

interface Line {
  readonly settings: LineSettings;
  readonly impaired: ImpairedLine;
  readonly socket: UdpSocket;
}

export class LineSet {
  private nowNs: number;

  private constructor(
    private readonly world: Pick<World, 'clock'>,
    private readonly lines: readonly Line[],
  ) {
    this.nowNs = world.clock.monotonicNs();
  }

  /**
   * Binds one socket per line.
   * @param seed of the exchange: the faults of a line follow from it and from the line's name, unless it has a seed of its own
   */
  static async open(
    world: Pick<World, 'clock' | 'sockets' | 'random'>,
    settings: readonly LineSettings[],
    seed: number,
  ): Promise<LineSet> {
    const lines: Line[] = [];
    try {
      for (const line of settings) {
        const { name, address, port, faults } = line;
        requireLoopback(address, `line ${name}`);
        const socket = await world.sockets.udp({ address: '127.0.0.1', port: 0 });
        const impaired = new ImpairedLine({
          faults,
          random: world.random(faults.seed ?? seedFor(seed, `line:${name}`)),
          send: (bytes) => socket.send(bytes, port, address),
        });
        lines.push({ settings: line, impaired, socket });
      }
      return new LineSet(world, lines);
    } catch (error) {
      await Promise.all(lines.map(({ socket }) => socket.close()));
      throw error;
    }
  }

  /** Puts the first `length` bytes on every line. They leave with the next `release`. */
  offer(bytes: Uint8Array, length: number): void {
    this.nowNs = this.world.clock.monotonicNs();
    for (const { impaired } of this.lines) impaired.offer(bytes, length, this.nowNs);
  }

  /** Sends what is due, in the order of due times over all lines: a tick is coarser than the delays of the lines. */
  release(): void {
    this.releaseUntil(this.world.clock.monotonicNs());
  }

  silence(name: string, silent: boolean): void {
    const line = this.lines.find(({ settings }) => settings.name === name);
    if (line === undefined) {
      throw new SimulatorConfigError('SIM_LINE', 'no such line', {
        found: name,
        expected: this.names.join(' or '),
      });
    }
    line.impaired.silent = silent;
  }

  get names(): readonly string[] {
    return this.lines.map(({ settings }) => settings.name);
  }

  counters(): Readonly<Record<string, LineCounters & { readonly silent: boolean }>> {
    return Object.fromEntries(
      this.lines.map(({ settings, impaired }) => [settings.name, { ...impaired.counters, silent: impaired.silent }]),
    );
  }

  /** What a slow line still carries leaves now: the process does not stay for it. */
  async close(): Promise<void> {
    this.releaseUntil(Infinity);
    await Promise.all(this.lines.map(({ socket }) => socket.close()));
  }

  private releaseUntil(untilNs: number): void {
    for (;;) {
      let first: ImpairedLine | undefined;
      let firstNs = untilNs;
      for (const { impaired } of this.lines) {
        const dueNs = impaired.nextDueNs;
        if (dueNs < firstNs || (dueNs === firstNs && first === undefined && dueNs < Infinity)) {
          first = impaired;
          firstNs = dueNs;
        }
      }
      if (first === undefined) return;
      first.release(firstNs);
    }
  }
}
