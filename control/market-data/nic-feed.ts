/** The card on live lines: opens it, configures it, binds its lines and lets it run in wall time. */
import { latencyQuantile, mergeLatency } from '../../driver/latency.js';
import { Nic, type NicIdentity, type NicOptions } from '../../driver/nic.js';
import type { FeedConfig, FeedCounters, FeedSource } from '../core/feed.js';
import type { RecordSink } from '../core/record-ring.js';
import type { Timer } from '../core/world.js';
import { ConfirmedRecords } from './records/confirmed.js';
import type { ConfirmedCounters } from './records/confirmed.js';
import type { UdpLine } from './software/udp-feed.js';

export interface NicFeedOptions extends NicOptions {
  /** `sim:NAME` or `pcie:BDF`. */
  readonly device: string;
}

/** The record ring as an operator sees it. */
export interface NicRing {
  readonly slots: number;
  /** Slots waiting for the host, now and at most since the start. */
  readonly fill: number;
  readonly fillMax: number;
  /** Records dropped because the ring was full. */
  readonly dropped: number;
}

export class NicFeed implements FeedSource {
  readonly engine = 'nic';
  private fillMax = 0;

  /** With channels in cut-through mode: keeps what is not confirmed yet. */
  private readonly confirmed: ConfirmedRecords | undefined;

  private constructor(
    readonly nic: Nic,
    { channels }: FeedConfig,
  ) {
    if (channels.some(({ mode }) => mode === 'cut-through')) {
      this.confirmed = new ConfirmedRecords(channels.length, { onRecords: () => undefined });
    }
  }

  /** Everything or nothing: when a line cannot be bound, the card is closed again. */
  static open(config: FeedConfig, lines: readonly UdpLine[], { device, ...options }: NicFeedOptions): NicFeed {
    const nic = Nic.open(device, options);
    try {
      nic.configure(config);
      // A real card has its lines on the wire; where they come from in a simulation is of no meaning to it.
      for (const { bindAddress, udpPort, line, multicast, faults } of nic.isSimulated ? lines : []) {
        nic.listenUdp({
          port: line.port,
          bindAddress,
          udpPort,
          line,
          ...(faults === undefined ? {} : { faults }),
          ...(multicast === undefined ? {} : { multicastGroup: multicast.group }),
          ...(multicast?.networkInterface === undefined ? {} : { interface: multicast.networkInterface }),
        });
      }
      nic.start('wall');
    } catch (error) {
      nic.close();
      throw error;
    }
    return new NicFeed(nic, config);
  }

  identity(): NicIdentity {
    return this.nic.identity();
  }

  poll(sink: RecordSink, maxSlots: number): number {
    const fill = this.nic.fill();
    if (fill > this.fillMax) this.fillMax = fill;
    const { confirmed } = this;
    if (confirmed === undefined) return this.nic.poll(sink, maxSlots);
    confirmed.inner = sink;
    return this.nic.poll(confirmed, maxSlots);
  }

  /** What became of provisional records; undefined where every channel is in verified mode. */
  get provisional(): ConfirmedCounters | undefined {
    return this.confirmed?.counters;
  }

  /** Calls once, from the event loop, when records are or become readable: the card's interrupt. */
  onReadable(run: () => void): Timer {
    return this.nic.onReadable(run);
  }

  counters(): FeedCounters {
    return this.nic.counters();
  }

  /** Why the card does not work although it answers; undefined: it does. */
  fault(): string | undefined {
    const { running, fault } = this.nic.status();
    return fault ?? (running ? undefined : 'it has stopped');
  }

  timeBeats(): number {
    return this.nic.timeBeats();
  }

  ring(): NicRing {
    return { slots: this.nic.ring.slots, fill: this.nic.fill(), fillMax: this.fillMax, dropped: this.nic.dropped() };
  }

  /** Simulated cycles from last needed byte to record, of records that no gap held back. */
  latencyCycles(): { readonly p50: number; readonly p99: number; readonly max: number; readonly count: number } {
    const { first, later, queued } = this.nic.latency();
    const all = mergeLatency(first, later, queued);
    return { p50: latencyQuantile(all, 0.5), p99: latencyQuantile(all, 0.99), max: all.max, count: all.records };
  }

  async close(): Promise<void> {
    this.nic.close();
  }
}
