import { describe, expect, it } from 'vitest';
import { FLAG, FIELD, HEADER, RECORD, SLOT_BYTES } from '../../core/generated/records.js';
import type { RecordRing, RecordSink } from '../../core/record-ring.js';
import { TestRandom } from '../../../test/support/random.js';
import { RecordWriter } from '../records/writer.js';
import { systemEvent } from '../software/test-rig.js';
import { sequenceAt } from './record-sequence.js';
import { Splicer } from './splicer.js';

const CHANNEL = 3;

/** The lines' side of a splicer, and what comes out of it: numbers, and words for what happened between them. */
class Rig implements RecordSink {
  readonly out: (number | string)[] = [];
  readonly missing: [first: number, last: number][] = [];
  readonly splicer: Splicer;
  private readonly writer = new RecordWriter(8);

  constructor(heldMax?: number) {
    this.splicer = new Splicer(
      [{ channel: CHANNEL, protocol: 'itch50', ...(heldMax === undefined ? {} : { heldMax }) }],
      this,
      { certify: () => this.out.push('certain'), empty: () => this.out.push('emptied') },
      {
        onGap: () => undefined,
        onSession: () => undefined,
        onMissing: (_, first, last) => this.missing.push([first, last]),
        onWhole: () => undefined,
        onRestart: () => this.out.push('restart'),
        onOverflow: () => this.out.push('overflow'),
      },
    );
  }

  get channel() {
    return this.splicer.channel(CHANNEL);
  }

  onRecords(ring: RecordRing, first: number, end: number): void {
    const { u8 } = ring;
    for (let index = first; index !== end; index = (index + 1) >>> 0) {
      const slot = index & ring.mask;
      const type = u8[slot * SLOT_BYTES + HEADER.type];
      const isPicture = (u8[slot * SLOT_BYTES + HEADER.flags]! & FLAG.unsequenced) !== 0;
      if (type === RECORD.Gap) this.out.push(`gap from ${sequenceAt(ring, slot)}`);
      else if (type === RECORD.SystemEvent) this.out.push(isPicture ? 'picture' : sequenceAt(ring, slot));
      else if (type !== RECORD.Pad) this.out.push(`type ${type}`);
    }
  }

  /** Records of the lines: a number is a message, a pair is a gap. */
  lines(...records: (number | readonly [first: number, last: number])[]): void {
    const { writer } = this;
    for (const record of records) {
      const [sequence, last] = typeof record === 'number' ? [record] : record;
      const at = writer.begin(1, last === undefined ? RECORD.SystemEvent : RECORD.Gap, CHANNEL, 0);
      writer.ring.u32[(at + HEADER.sequence) >> 2] = sequence;
      if (last !== undefined) writer.ring.u32[(at + FIELD.Gap.last) >> 2] = last;
    }
    this.flush();
  }

  control(type: number, sequence: number): void {
    const at = this.writer.begin(1, type, CHANNEL, 0);
    this.writer.ring.u32[(at + HEADER.sequence) >> 2] = sequence;
    this.flush();
  }

  host(...sequences: number[]): void {
    for (const sequence of sequences) this.splicer.message(CHANNEL, sequence, systemEvent(1), 0, 12);
    this.splicer.advance(CHANNEL);
  }

  private flush(): void {
    const { writer } = this;
    const { first } = writer;
    const end = writer.batchEnd(1 << 20);
    this.splicer.onRecords(writer.ring, first, end);
    writer.release(end);
  }

  take(): (number | string)[] {
    return this.out.splice(0);
  }
}

describe('a splice', () => {
  it('holds what follows a gap until all of it has come, in whatever order', () => {
    const rig = new Rig();
    rig.lines(1, 2, [3, 5], 6, 7, [8, 8], 9);
    expect(rig.take()).toEqual([1, 2, 'gap from 3', 'gap from 8']);
    expect(rig.missing).toEqual([
      [3, 5],
      [8, 8],
    ]);
    rig.host(8, 4);
    expect(rig.take()).toEqual([]);
    rig.host(3, 3);
    expect(rig.take()).toEqual([3, 4]);
    rig.lines(10);
    rig.host(5);
    expect(rig.take()).toEqual([5, 6, 7, 8, 9, 10, 'certain']);
    rig.lines(11);
    expect(rig.take()).toEqual([11]);
    expect(rig.channel.counters).toMatchObject({ spliced: 4, duplicates: 1, held: 0 });
  });

  it('knows a late start for what it is, and what a first gap hides', () => {
    const late = new Rig();
    late.lines(7, 8);
    expect(late.take()).toEqual(['gap from 1']);
    expect(late.missing).toEqual([[1, 6]]);
    const gap = new Rig();
    gap.lines([7, 8], 9);
    expect(gap.missing).toEqual([[1, 8]]);
  });

  it('goes on with a picture, and asks again for what lies behind it', () => {
    const rig = new Rig();
    rig.lines(1, [2, 9], 10, [11, 12], 13);
    rig.take();
    rig.missing.length = 0;
    rig.channel.beginSnapshot();
    rig.channel.emptyBooks();
    rig.channel.snapshotMessage(systemEvent(1), 0, 12);
    rig.host(2, 3);
    rig.lines(14);
    rig.channel.endSnapshot(12);
    expect(rig.take()).toEqual(['emptied', 'picture']);
    expect(rig.missing).toEqual([[12, 12]]);
    rig.host(12);
    expect(rig.take()).toEqual([12, 13, 14, 'certain']);
  });

  it('drops what a picture ahead of the lines has already', () => {
    const rig = new Rig();
    rig.lines(1, [2, 2], 3);
    rig.take();
    rig.channel.beginSnapshot();
    rig.channel.endSnapshot(7);
    expect(rig.take()).toEqual(['certain']);
    rig.lines(4, 5, [6, 8], 9);
    expect(rig.take()).toEqual(['gap from 6']);
    expect(rig.missing.at(-1)).toEqual([7, 8]);
    rig.host(7, 8);
    expect(rig.take()).toEqual([7, 8, 9, 'certain']);
  });

  it('misses again what an older picture took away', () => {
    const rig = new Rig();
    rig.lines(1, 2, 3, 4);
    rig.take();
    rig.channel.beginSnapshot();
    rig.lines(5);
    rig.channel.endSnapshot(3);
    expect(rig.missing).toEqual([[3, 4]]);
    rig.host(3, 4);
    expect(rig.take()).toEqual([3, 4, 5, 'certain']);
  });

  it('takes a stream by another way, and the lines where that ends', () => {
    const rig = new Rig();
    rig.lines(1);
    rig.host(2, 3);
    rig.lines([2, 2], 3, 4, [5, 6], 7);
    rig.host(5, 6, 7, 8);
    rig.lines(8, 9);
    expect(rig.take()).toEqual([1, 2, 3, 4, 'gap from 5', 5, 6, 7, 8, 'certain', 9]);
  });

  it('lets everything pass when too much waits', () => {
    const rig = new Rig(4);
    rig.lines(1, [2, 2], 3, 4, 5, 6, 7, 8);
    expect(rig.take()).toEqual([1, 'gap from 2', 3, 4, 5, 6, 7, 'overflow', 8]);
    rig.host(2);
    expect(rig.take()).toEqual([]);
  });

  it('begins again with a session and with a unit clear', () => {
    const rig = new Rig();
    rig.lines(1, [2, 2], 3);
    rig.control(RECORD.Session, 3);
    expect(rig.take()).toEqual([1, 'gap from 2', 'restart', `type ${RECORD.Session}`]);
    expect(rig.missing.at(-1)).toEqual([1, 2]);
    rig.lines(3);
    rig.control(RECORD.PitchUnitClear, 1);
    rig.lines(2);
    expect(rig.take()).toEqual(['restart', `type ${RECORD.PitchUnitClear}`, 'certain', 2]);
  });

  it('gives every number once and in order, whatever is lost and however it comes back', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = new TestRandom(seed);
      const rig = new Rig();
      const open = new Set<number>();
      const answer = (): void => {
        const some = [...open].filter(() => random.below(3) === 0).sort(() => random.below(3) - 1);
        for (const sequence of some) open.delete(sequence);
        rig.host(...some);
      };
      let next = 1;
      while (next <= 200) {
        const count = 1 + random.below(5);
        if (random.below(4) === 0) {
          rig.lines([next, next + count - 1]);
          for (let i = 0; i < count; i++) open.add(next + i);
        } else {
          rig.lines(...Array.from({ length: count }, (_, i) => next + i));
        }
        next += count;
        if (random.below(2) === 0) answer();
      }
      while (open.size > 0) answer();
      const numbers = rig.take().filter((each) => typeof each === 'number');
      expect(numbers, `seed ${seed}`).toEqual(Array.from({ length: next - 1 }, (_, i) => i + 1));
      expect(rig.channel).toMatchObject({ isLive: true, missing: 0 });
    }
  });
});
