/** What `replay` needs of an engine, and the software one. */
import type { FeedConfig, FeedCounters } from '../../core/feed.js';
import type { RecordSink } from '../../core/record-ring.js';
import { SoftwareEngine } from '../software/engine.js';
import { CHANNELS_MAX, type EngineLimits } from './discover.js';

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Simulated time from the last beat of a frame to its records on the host bus; what a gap held is left out. */
export interface ReplayLatency {
  readonly latencyNs: Quantiles;
  /** The same in cycles of the card's clock. */
  readonly latencyCycles: Quantiles;
  /** Cycles simulated in all. */
  readonly cycles: number;
}

export interface ReplayEngine {
  readonly engine: 'nic' | 'software';
  /** False: no room now, `poll` first. */
  pushFrame(port: number, arrivalBeats: number, bytes: Uint8Array, length: number, badFcs: boolean): boolean;
  /** One port has no more frames, so the other one's need not wait for it. */
  endOfPort(port: number): void;
  endOfInput(): void;
  /** Everything that was pushed has been delivered and polled. */
  drained(): boolean;
  poll(sink: RecordSink, maxSlots: number): number;
  counters(): FeedCounters;
  latency(): ReplayLatency | undefined;
  close(): Promise<void>;
}

export interface ReplayEngineKind {
  readonly limits: EngineLimits;
  open(config: FeedConfig): ReplayEngine;
}

export const softwareReplayEngine: ReplayEngineKind = {
  limits: { channels: CHANNELS_MAX, matchEntries: Infinity },
  open: (config) => {
    const engine = new SoftwareEngine(config);
    return {
      engine: 'software',
      pushFrame: (port, arrivalBeats, bytes, length, badFcs) =>
        engine.pushFrame(port, arrivalBeats, bytes, length, badFcs),
      endOfPort: (port) => engine.endOfPort(port),
      endOfInput: () => engine.endOfInput(),
      drained: () => engine.drained,
      poll: (sink, maxSlots) => engine.poll(sink, maxSlots),
      counters: () => engine.counters(),
      latency: () => undefined,
      close: () => engine.close(),
    };
  },
};
