/** One file of the virtual disk: what programs see, what a power cut leaves of it, and what lies between the two. */
import { copyOf } from './copies.js';
import type { Random } from '../../../control/core/world.js';

/** How much of what was not synced a power cut leaves: nothing, everything, what came first, or any subset, torn here and there. */
export type PowerCutLoss = 'everything' | 'nothing' | 'tail' | 'subset';

const SECTOR_BYTES = 512;

interface PendingWrite {
  readonly serial: number;
  readonly at: number;
  readonly bytes: Uint8Array;
}

interface PendingTruncate {
  readonly serial: number;
  readonly size: number;
}

type PendingChange = PendingWrite | PendingTruncate;

/** Bytes that grow as they are written to; what was never written is zero. */
class Bytes {
  size = 0;
  private room = new Uint8Array(4096);

  get view(): Uint8Array {
    return this.room.subarray(0, this.size);
  }

  write(at: number, bytes: Uint8Array): void {
    this.resize(Math.max(this.size, at + bytes.length));
    this.room.set(bytes, at);
  }

  resize(size: number): void {
    if (size > this.room.length) {
      const larger = new Uint8Array(Math.max(size, this.room.length * 2));
      larger.set(this.view);
      this.room = larger;
    }
    if (size < this.size) this.room.fill(0, size, this.size);
    this.size = size;
  }

  copyFrom(other: Bytes): void {
    this.resize(0);
    this.write(0, other.view);
  }
}

export class VirtualInode {
  private readonly seen = new Bytes();
  private readonly durable = new Bytes();
  private pending: PendingChange[] = [];
  private serial = 0;

  get size(): number {
    return this.seen.size;
  }

  /** What programs see, valid until the next change. */
  get content(): Uint8Array {
    return this.seen.view;
  }

  /** Names this moment, for a sync that is under way while more is written. */
  get moment(): number {
    return this.serial;
  }

  /** The moment before which everything survives a power cut, as far as it was not given up by a sync that failed. */
  get safeUpTo(): number {
    return this.pending[0]?.serial ?? this.serial;
  }

  write(at: number, bytes: Uint8Array): void {
    this.seen.write(at, bytes);
    this.pending.push({ serial: this.serial++, at, bytes: copyOf(bytes) });
  }

  truncate(size: number): void {
    this.seen.resize(size);
    this.pending.push({ serial: this.serial++, size });
  }

  /** Everything before the moment survives from now on; of what came later, a part that chance decides. */
  sync(moment: number, random?: Random): void {
    let upTo = 0;
    while (upTo < this.pending.length && this.pending[upTo]!.serial < moment) upTo++;
    if (random !== undefined) upTo += random.below(this.pending.length - upTo + 1);
    for (let i = 0; i < upTo; i++) apply(this.durable, this.pending[i]!);
    this.pending.splice(0, upTo);
  }

  /**
   * A sync failed: the system forgets that these bytes were to be written, and the next sync succeeds without them. Programs still see
   * them, unless memory was short and they were read again from the disk.
   */
  failSync(moment: number, evict: boolean): void {
    this.pending = this.pending.filter(({ serial }) => serial >= moment);
    if (!evict) return;
    const size = this.seen.size;
    this.seen.copyFrom(this.durable);
    this.seen.resize(size);
    for (const change of this.pending) apply(this.seen, change);
  }

  powerCut(loss: PowerCutLoss, random: Random): void {
    const size = this.seen.size;
    const kept = this.survivors(loss, random);
    for (const change of kept) apply(this.durable, change);
    // The length may have reached the disk before the bytes did.
    if (loss === 'subset' && size > this.durable.size && random.below(4) === 0) this.durable.resize(size);
    this.pending = [];
    this.seen.copyFrom(this.durable);
  }

  /** From the beginning, what is on the disk as it was written, with nothing on its way there. */
  get restingBytes(): number {
    const waiting = this.pending.map((change) => ('size' in change ? change.size : change.at));
    return Math.min(this.durable.size, this.seen.size, ...waiting);
  }

  /** Flips one bit at rest. */
  flipBit(at: number, bit: number): void {
    for (const bytes of [this.seen, this.durable]) {
      if (at < bytes.size) bytes.view[at]! ^= 1 << bit;
    }
  }

  private survivors(loss: PowerCutLoss, random: Random): PendingChange[] {
    if (loss === 'everything') return [];
    if (loss === 'nothing') return this.pending;
    if (loss === 'tail') return this.pending.slice(0, random.below(this.pending.length + 1));
    const oddsOf8 = 1 + random.below(7);
    const kept: PendingChange[] = [];
    for (const change of this.pending) {
      if ('size' in change) {
        if (random.below(8) < oddsOf8) kept.push(change);
      } else {
        keepSectors(change, oddsOf8, random, kept);
      }
    }
    return kept;
  }
}

/** Each sector of a write reaches the disk or not, and now and then a part of one does. */
function keepSectors(write: PendingWrite, oddsOf8: number, random: Random, kept: PendingChange[]): void {
  const { at, bytes, serial } = write;
  for (let from = 0; from < bytes.length;) {
    const end = Math.min(bytes.length, from + SECTOR_BYTES - ((at + from) % SECTOR_BYTES));
    if (random.below(8) < oddsOf8) {
      const torn = random.below(16) === 0 ? from + random.below(end - from + 1) : end;
      if (torn > from) kept.push({ serial, at: at + from, bytes: bytes.subarray(from, torn) });
    }
    from = end;
  }
}

function apply(bytes: Bytes, change: PendingChange): void {
  if ('size' in change) bytes.resize(change.size);
  else bytes.write(change.at, change.bytes);
}
