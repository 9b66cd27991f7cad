/**
 * How far a feed is behind itself: what its messages take from the exchange's stamp to here, above the least that they took lately. Needs no clock that
 * agrees with the exchange's. A feed that catches up after a standstill (its own, the exchange's, or ours) shows prices of a while ago, and must not
 * be compared with those of others. A standstill itself is not seen, only silence (feed-status.ts); a delay that stays for good is the usual one after
 * some seconds.
 */
import { FLAG, HEADER, RECORD, SLOT_BYTES } from '../core/generated/records.js';
import type { RecordRing } from '../core/record-ring.js';
import type { Clock } from '../core/world.js';

/** The least delay is that of the running window and the one before. */
const WINDOW_NS = 5e9;
/** More than this is another day, or another clock. */
const LEAP_NS = 3600e9;
const HOST_PORT = FLAG.port;

export class FeedLag {
  private readonly least: Float64Array;
  private readonly leastBefore: Float64Array;
  private readonly windowEndNs: Float64Array;
  private readonly lagNs: Float64Array;
  private readonly behind: Uint8Array;

  /** @param maxMs a channel is behind when it is later than this, until it is half of it */
  constructor(
    channels: number,
    private readonly clock: Pick<Clock, 'monotonicNs'>,
    private readonly maxMs: number,
    /** A channel fell behind, or has caught up. */
    private readonly onChange: (channel: number, isBehind: boolean) => void,
  ) {
    this.least = new Float64Array(channels).fill(Infinity);
    this.leastBefore = new Float64Array(channels).fill(Infinity);
    this.windowEndNs = new Float64Array(channels);
    this.lagNs = new Float64Array(channels);
    this.behind = new Uint8Array(channels);
  }

  /** Of the newest batch that told, ms. */
  lagMs(channel: number): number {
    return this.lagNs[channel]! / 1e6;
  }

  /**
   * Looks at the first record of a batch: no other has waited longer. What the host brought (recovered) is old and says nothing. Nor does a Time message of PITCH: it has the
   * beginning of its second, and comes with the first message of that second.
   */
  take(ring: RecordRing, first: number, end = first + 1): void {
    const { u8, mask } = ring;
    let slot = first;
    while (slot !== end && u8[(slot & mask) * SLOT_BYTES + HEADER.type] === RECORD.PitchTime) slot = (slot + 1) >>> 0;
    if (slot !== end) this.look(ring, slot);
  }

  private look({ u8, u16, u32, mask }: RecordRing, slot: number): void {
    const at = (slot & mask) * SLOT_BYTES;
    const flags = u8[at + HEADER.flags]!;
    if (u8[at + HEADER.type]! <= RECORD.Loss || (flags & FLAG.port) === HOST_PORT) return;
    if ((flags & FLAG.timeUncertain) !== 0) return;
    const stampNs = u16[(at + HEADER.timestamp + 4) >> 1]! * 4294967296 + u32[(at + HEADER.timestamp) >> 2]!;
    if (stampNs === 0) return;
    this.sample(u8[at + HEADER.channel]!, stampNs);
  }

  private sample(channel: number, stampNs: number): void {
    if (channel >= this.least.length) return;
    const nowNs = this.clock.monotonicNs();
    const delayNs = nowNs - stampNs;
    const { least, leastBefore, windowEndNs } = this;
    if (nowNs >= windowEndNs[channel]!) {
      leastBefore[channel] = least[channel]!;
      least[channel] = Infinity;
      windowEndNs[channel] = nowNs + WINDOW_NS;
    }
    if (delayNs < least[channel]!) least[channel] = delayNs;
    const lagNs = delayNs - Math.min(least[channel]!, leastBefore[channel]!);
    if (lagNs > LEAP_NS) {
      least[channel] = delayNs;
      leastBefore[channel] = Infinity;
      return;
    }
    this.lagNs[channel] = lagNs;
    const limitNs = (this.behind[channel] === 0 ? this.maxMs : this.maxMs / 2) * 1e6;
    const isBehind = lagNs > limitNs ? 1 : 0;
    if (isBehind === this.behind[channel]) return;
    this.behind[channel] = isBehind;
    this.onChange(channel, isBehind === 1);
  }
}
