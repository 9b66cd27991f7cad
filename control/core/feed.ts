/** The `FeedSource` port: where decoded market data comes from, and how a feed is configured. */
import type { ChannelCounter, LineCounter, PortCounter, RejectReason } from './generated/records.js';
import type { RecordSink } from './record-ring.js';

/** One line of a channel: what a port must see in a frame. */
export interface LineConfig {
  readonly port: number;
  /** Destination address, dotted quad. */
  readonly ip: string;
  readonly udpPort: number;
  /** PITCH: the unit that the line carries, 0 to 255; several lines may share an address and differ in it. */
  readonly unit?: number;
  /** Destination MAC to insist on, `01:00:5e:…`; absent: any. */
  readonly mac?: string;
}

export interface ChannelConfig {
  readonly protocol: 'itch50' | 'pitch2';
  /**
   * `verified`: whole frames, at their ends. `cut-through`: message by message, at their last bytes; records may go up provisionally before
   * their frame is known good.
   */
  readonly mode: 'verified' | 'cut-through';
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
  /** The record ring of a card that the channel's records go to; absent: 0. Software engines have one stream. */
  readonly ring?: number;
}

export interface FeedConfig {
  /** Shortest and longest good frame, bytes without FCS. */
  readonly minFrameBytes: number;
  readonly maxFrameBytes: number;
  readonly channels: readonly ChannelConfig[];
  /** What records call the first channel, so that several engines can share one set of books; absent: 0. The card knows 0 only. */
  readonly firstChannel?: number;
}

/** Counters by the names of `hdl/registers.yaml`. All are exact integers below 2^53. */
export interface FeedCounters {
  readonly ports: readonly (Record<PortCounter, number> & { readonly rejected: Record<RejectReason, number> })[];
  readonly channels: readonly (Record<ChannelCounter, number> & {
    /** Next expected sequence number, or undefined before the start. */
    readonly expected: bigint | undefined;
    /**
     * Messages of which a second copy came on another port, by the port that was first, and by how much later it came: bin b > 0 has 2^(b-1) to 2^b - 1 beats,
     * the last one all above, bin 0 none at all. Absent where an engine does not count it.
     */
    readonly skew?: readonly (readonly number[])[];
    readonly lines: readonly (Record<LineCounter, number> & {
      /** NIC time of the end of the last accepted frame, beats; undefined when there was none. */
      readonly lastBeats: number | undefined;
    })[];
  })[];
}

/** Messages that the host injected into a channel, by what became of them. */
export interface InjectedCounters {
  /** Inside a reported gap: emitted out of order, flagged `recovered`. */
  readonly recovered: number;
  /** Inside an open gap: filled it like a line. */
  readonly filled: number;
  /** Elsewhere, or not the first copy. */
  readonly duplicates: number;
  /** Packets of another session or unit, or too short for their header. */
  readonly rejected: number;
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
  /**
   * Takes an answer to a retransmission request: one packet of the channel's protocol, as it would stand in a datagram of its line (rule
   * 6 of arbitration). What it decides is in the records and in `injected`. False: no room for its records now, `poll` first and
   * give it again. Absent where an engine cannot.
   */
  inject?(channel: number, packet: Uint8Array, length: number): boolean;
  /** What became of the messages injected into a channel; not for the hot path. */
  injected?(channel: number): InjectedCounters;
  close(): Promise<void>;
}
