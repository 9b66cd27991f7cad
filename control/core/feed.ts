/** The `FeedSource` port: where decoded market data comes from, and how a feed is configured. */
import type { ChannelCounter, LineCounter, PortCounter, RejectReason } from './generated/records.js';
import type { RecordSink } from './record-ring.js';

/** One line of a channel: what a port must see in a frame. */
export interface LineConfig {
  readonly port: number;
  /** Destination address, dotted quad. */
  readonly ip: string;
  readonly udpPort: number;
  /** Destination MAC to insist on, `01:00:5e:…`; absent: any. */
  readonly mac?: string;
}

export interface ChannelConfig {
  readonly protocol: 'itch50';
  readonly mode: 'verified';
  /** How long a gap waits, ns; 0 closes at once. */
  readonly windowNs: number;
  /** `first`: the first sequenced packet sets the expected number. */
  readonly start: 'first' | bigint;
  /** The session to begin with, up to 10 characters (space-padded); absent: the first one seen. */
  readonly session?: string;
  /** A channel may have several lines on one port. */
  readonly lines: readonly LineConfig[];
  /** Stock locates to pass, bit n of word w for locate 32 w + n (2048 words); absent: all. */
  readonly filter?: Uint32Array;
}

export interface FeedConfig {
  /** Shortest and longest good frame, bytes without FCS. */
  readonly minFrameBytes: number;
  readonly maxFrameBytes: number;
  readonly channels: readonly ChannelConfig[];
}

/** Counters by the names of `hdl/registers.yaml`. All are exact integers below 2^53. */
export interface FeedCounters {
  readonly ports: readonly (Record<PortCounter, number> & { readonly rejected: Record<RejectReason, number> })[];
  readonly channels: readonly (Record<ChannelCounter, number> & {
    /** Next expected sequence number, or undefined before the start. */
    readonly expected: bigint | undefined;
    readonly lines: readonly (Record<LineCounter, number> & {
      /** NIC time of the end of the last accepted frame, beats; undefined when there was none. */
      readonly lastBeats: number | undefined;
    })[];
  })[];
}

/** Decoded records from a card or from the software engine. */
export interface FeedSource {
  readonly engine: 'nic' | 'software';
  /** Hands at most about `maxSlots` slots to the sink, in order, and frees them. Returns the slots consumed. */
  poll(sink: RecordSink, maxSlots: number): number;
  /** A snapshot; not for the hot path. */
  counters(): FeedCounters;
  /** NIC time in beats. */
  timeBeats(): number;
  close(): Promise<void>;
}
