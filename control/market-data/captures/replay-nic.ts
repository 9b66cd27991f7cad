/** The simulated card as an engine for `replay`: virtual time, and nothing lost. */
import { BEAT_PS } from '../../core/generated/records.js';
import type { FeedConfig } from '../../core/feed.js';
import { NicLibraryError } from '../../../driver/errors.js';
import { latencyQuantile, mergeLatency } from '../../../driver/latency.js';
import { Nic } from '../../../driver/nic.js';
import type { RecordSink } from '../../core/record-ring.js';
import { ConfirmedRecords } from '../records/confirmed.js';
import { frameBeats, INTERFRAME_BEATS } from '../frames/wire-time.js';
import type { ReplayEngine, ReplayEngineKind, ReplayLatency } from './replay-engine.js';

/** Frames that wait for the other port, and those the device has not come to yet. */
const INGRESS_LOG2 = 24;

let devices = 0;

function openDevice(): Nic {
  return Nic.open(`sim:replay-${process.pid}-${devices++}`, { lossless: true, ingressLog2: INGRESS_LOG2 });
}

/** The card's replay engine. Undefined, with the reason, where the driver library is not there. */
export function nicReplayEngine(): { readonly kind: ReplayEngineKind } | { readonly missing: string } {
  try {
    const device = openDevice();
    const { channels, matchEntries } = device.identity();
    device.close();
    return { kind: { limits: { channels, matchEntries }, open: (config) => new NicReplay(config) } };
  } catch (error) {
    if (error instanceof NicLibraryError) return { missing: error.message };
    throw error;
  }
}

class NicReplay implements ReplayEngine {
  readonly engine = 'nic';
  private readonly device = openDevice();
  /** Per port: the beat in which its newest frame can start at the earliest once the other port has ended. */
  private readonly free: number[] = [0, 0];
  private readonly ended: boolean[] = [false, false];
  /** In cut-through mode: keeps what is not confirmed yet. */
  private readonly confirmed: ConfirmedRecords | undefined;

  constructor(config: FeedConfig) {
    const { channels } = config;
    if (channels.some(({ mode }) => mode === 'cut-through')) {
      this.confirmed = new ConfirmedRecords(channels.length, { onRecords: () => undefined });
    }
    try {
      this.device.configure(config);
      this.device.start('virtual');
    } catch (error) {
      this.device.close();
      throw error;
    }
  }

  pushFrame(port: number, arrivalBeats: number, bytes: Uint8Array, length: number, badFcs: boolean): boolean {
    const start = Math.max(arrivalBeats, this.free[port]!);
    // The device's time goes up to the newest arrival. With one port left a frame arrives, as good as at any time before,
    // when the wire takes it: so time goes on although a capture's clock stands still.
    const arrival = this.ended[1 - port] === true ? start : arrivalBeats;
    if (!this.device.pushFrame(port, arrival, bytes, length, badFcs)) return false;
    this.free[port] = start + frameBeats(length) + INTERFRAME_BEATS;
    return true;
  }

  endOfPort(port: number): void {
    this.ended[port] = true;
  }

  endOfInput(): void {
    this.device.endOfInput();
  }

  drained(): boolean {
    return this.device.drained();
  }

  poll(sink: RecordSink, maxSlots: number): number {
    const { confirmed } = this;
    if (confirmed === undefined) return this.device.poll(sink, maxSlots);
    confirmed.inner = sink;
    return this.device.poll(confirmed, maxSlots);
  }

  counters(): ReturnType<Nic['counters']> {
    return this.device.counters();
  }

  latency(): ReplayLatency {
    const { first, later, queued } = this.device.latency();
    const all = mergeLatency(first, later, queued);
    const latencyCycles = { p50: latencyQuantile(all, 0.5), p99: latencyQuantile(all, 0.99), max: all.max };
    const ns = (cycles: number): number => (cycles * BEAT_PS) / 1000;
    return {
      latencyNs: { p50: ns(latencyCycles.p50), p99: ns(latencyCycles.p99), max: ns(latencyCycles.max) },
      latencyCycles,
      cycles: this.device.simulated().cycles,
    };
  }

  close(): Promise<void> {
    this.device.close();
    return Promise.resolve();
  }
}
