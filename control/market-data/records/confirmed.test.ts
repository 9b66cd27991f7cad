import { describe, expect, it } from 'vitest';
import { FIELD, FLAG, HEADER, RECORD, SLOT_BYTES } from '../../core/generated/records.js';
import { RecordRing } from '../../core/record-ring.js';
import { ConfirmedRecords } from './confirmed.js';

/** A ring that is written by hand, and what comes out behind the filter: `channel:sequence`, `!` for what is still provisional. */
class Rig {
  readonly ring = new RecordRing(new ArrayBuffer(16 * SLOT_BYTES), 0, 4);
  readonly out: string[] = [];
  private next = 0;
  private polled = 0;
  readonly confirmed = new ConfirmedRecords(2, {
    onRecords: (ring, first, end) => {
      for (let i = first; i !== end;) {
        const at = (i & ring.mask) * SLOT_BYTES;
        const flags = ring.u8[at + HEADER.flags]!;
        const two = (flags & FLAG.twoSlots) !== 0;
        const name = ring.u8[at] === RECORD.Gap ? 'gap ' : ring.u8[at] === RECORD.Loss ? 'loss ' : '';
        const second = two ? `+${ring.u8[((i + 1) & ring.mask) * SLOT_BYTES]!}` : '';
        this.out.push(
          `${name}${ring.u8[at + HEADER.channel]!}:${ring.u32[(at + HEADER.sequence) >> 2]!}${second}${(flags & FLAG.provisional) !== 0 ? '!' : ''}`,
        );
        i = (i + (two ? 2 : 1)) >>> 0;
      }
    },
  });

  private slot(type: number, channel: number, flags: number, sequence: number): number {
    const at = (this.next++ & this.ring.mask) * SLOT_BYTES;
    this.ring.u8.fill(0, at, at + SLOT_BYTES);
    this.ring.u8[at] = type;
    this.ring.u8[at + HEADER.channel] = channel;
    this.ring.u8[at + HEADER.flags] = flags;
    this.ring.u32[(at + HEADER.sequence) >> 2] = sequence;
    return at;
  }

  message(sequence: number, flags = 0, channel = 0): this {
    this.slot(RECORD.SystemEvent, channel, flags, sequence);
    if ((flags & FLAG.twoSlots) !== 0) this.slot(77, 0, 0, 0);
    return this;
  }

  shown(...sequences: number[]): this {
    for (const sequence of sequences) this.message(sequence, FLAG.provisional);
    return this;
  }

  range(type: 'Commit' | 'Abort' | 'Gap', first: number, last: number, channel = 0): this {
    const at = this.slot(RECORD[type], channel, 0, first);
    this.ring.u32[(at + FIELD[type].last) >> 2] = last;
    return this;
  }

  /** Hands over what was written since the last call. */
  poll(): this {
    this.confirmed.onRecords(this.ring, this.polled, this.next);
    this.polled = this.next;
    return this;
  }

  get text(): string {
    this.poll();
    return this.out.join(' ');
  }
}

describe('what stands of a stream with provisional records', () => {
  it('goes through where nothing is provisional', () => {
    expect(new Rig().message(1).range('Gap', 2, 3).message(4).text).toBe('0:1 gap 0:2 0:4');
  });

  it('comes with the commit, and not before', () => {
    const rig = new Rig().message(1).shown(2, 3);
    expect(rig.text).toBe('0:1');
    expect(rig.range('Commit', 2, 3).message(4).text).toBe('0:1 0:2 0:3 0:4');
    expect(rig.confirmed.counters).toEqual({ provisional: 2, aborted: 0, unresolved: 0 });
  });

  it('comes in parts', () => {
    const rig = new Rig().shown(1, 2, 3, 4).range('Commit', 1, 2).poll().shown(5).range('Commit', 3, 5);
    expect(rig.text).toBe('0:1 0:2 0:3 0:4 0:5');
  });

  it('is without what was aborted', () => {
    const rig = new Rig().shown(1, 2, 3).range('Commit', 1, 1).range('Abort', 2, 3).message(2).shown(3);
    expect(rig.range('Commit', 3, 3).text).toBe('0:1 0:2 0:3');
    expect(rig.confirmed.counters).toEqual({ provisional: 4, aborted: 2, unresolved: 0 });
  });

  it('keeps records of two slots whole, and lets other channels and what has no number pass', () => {
    const rig = new Rig()
      .message(7, FLAG.provisional | FLAG.twoSlots)
      .message(1, 0, 1)
      .message(0, FLAG.unsequenced);
    expect(rig.range('Commit', 7, 7).text).toBe('1:1 0:0 0:7+77');
  });

  it('drops what lost its verdict, and says so where nothing else does', () => {
    // The commit of 1 and 2 is gone; the next one says only that 3 stands.
    const rig = new Rig().shown(1, 2).poll().shown(3).range('Commit', 3, 3);
    expect(rig.text).toBe('loss 0:1 0:3');
    expect(rig.confirmed.counters.unresolved).toBe(2);
    // An abort is gone: what follows stands where something shown would.
    expect(new Rig().shown(1, 2).message(1).shown(2).range('Commit', 2, 2).text).toBe('0:1 0:2');
    expect(new Rig().shown(1, 2).shown(1).range('Commit', 1, 1).text).toBe('0:1');
  });

  it('holds as long as the stream lasts', () => {
    const rig = new Rig();
    for (let i = 0; i < 2500; i++)
      rig
        .shown(2 * i + 2)
        .poll()
        .range('Commit', Math.max(1, 2 * i), 2 * i + 1)
        .shown(2 * i + 3)
        .poll();
    expect(rig.out).toHaveLength(4998);
    expect(rig.confirmed.counters.unresolved).toBe(0);
  });
});
