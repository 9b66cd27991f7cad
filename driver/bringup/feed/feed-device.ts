/** A card whose records reach the host, for as long as a capture is played through it. */
import type { FeedConfig } from '../../../control/core/feed.js';
import type { RecordSink } from '../../../control/core/record-ring.js';
import type { EngineLimits } from '../../../control/market-data/captures/discover.js';

/** How a simulated card is handed its frames. */
export interface FrameInput {
  /** False: no room now, `poll` first. Arrivals, in beats, do not decrease over all ports. */
  push(port: number, arrivalBeats: number, bytes: Uint8Array, length: number): boolean;
  end(): void;
  /** Everything was delivered and polled. */
  drained(): boolean;
}

export interface FeedDevice {
  readonly name: string;
  readonly limits: EngineLimits;
  /** Absent: its frames come over the wire, in its own time. */
  readonly input?: FrameInput;
  /** Configures the card and lets it run. Returns the NIC time, in beats, from which on frames may arrive. Throws NicError. */
  begin(config: FeedConfig): number;
  poll(sink: RecordSink, maxSlots: number): number;
  /** Leaves the card at rest. True: it was reset since the device was opened, and whoever remembers its state has to look again. */
  end(): boolean;
}
