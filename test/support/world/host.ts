/** A machine of the simulated network: its addresses, its clock, its disk, and the processes that run on it. */
import { HostClock } from './clock.js';
import type { VirtualDisk } from './disk.js';
import type { Listener } from './network.js';
import { VirtualProcess } from './process.js';
import type { VirtualStream } from './stream.js';
import type { VirtualWorld } from './world.js';

const PORT_FIRST = 49_152;
const PORT_LAST = 65_535;

export class VirtualHost {
  readonly clock: HostClock;
  readonly processes = new Set<VirtualProcess>();
  /** Called when a crash of the disk, or a power cut, has ended all processes. */
  onDown: (() => void) | undefined;
  /** Called when a process is about to run. */
  onStart: (() => void) | undefined;
  /** By port, as `network.ts` keeps them. */
  readonly listeners: Listener[] = [];
  #isUp = true;
  #nextPort = PORT_FIRST;

  /** @param addresses the first one is where connections come from and go to unless they say otherwise */
  constructor(
    readonly world: VirtualWorld,
    readonly name: string,
    readonly addresses: readonly string[],
    readonly disk: VirtualDisk,
    epochMs: number,
  ) {
    this.clock = new HostClock(() => world.nowNs, epochMs);
    disk.onCrash = (kind) => {
      if (kind === 'kill') this.kill();
      else this.#stop();
      this.onDown?.();
    };
  }

  get address(): string {
    return this.addresses[0]!;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Starts a process: a TradingWorld of its own. Boots the host first, when its power was cut. */
  start(): VirtualProcess {
    if (!this.#isUp) {
      this.#isUp = true;
      this.world.network.retry(this);
    }
    const process = new VirtualProcess(this);
    this.processes.add(process);
    this.onStart?.();
    return process;
  }

  /** Ends all processes at once; the kernel and the disk's cache live on. */
  kill(): void {
    for (const process of [...this.processes]) process.kill();
  }

  /** Everything stops, nobody is told, and what was not synced is forgotten. `start` boots it again. */
  powerCut(): void {
    if (!this.#isUp) return;
    this.#stop();
    this.disk.powerCut();
    this.onDown?.();
  }

  /** A connection from elsewhere is complete: somebody must be listening, and want it. */
  onConnection(stream: VirtualStream): void {
    const listener = this.world.network.listenerAt(this, stream.local);
    const handler = listener?.accept(stream.remote);
    if (listener === undefined || handler === undefined) {
      stream.reject();
      return;
    }
    stream.attach(listener.process, handler);
    stream.open();
  }

  #stop(): void {
    this.#isUp = false;
    for (const process of [...this.processes]) process.vanish();
  }

  /** A port that no listener has. */
  freePort(): number {
    do {
      this.#nextPort = this.#nextPort === PORT_LAST ? PORT_FIRST : this.#nextPort + 1;
    } while (this.listeners.some(({ port }) => port === this.#nextPort));
    return this.#nextPort;
  }
}
