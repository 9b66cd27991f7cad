/**
 * A ledger of the copies of a plain stream (one channel, one session, numbers from 1): what a reader of the stream may
 * demand of every message, whatever the arbitration does in between.
 */
import { FLAG, HEADER, RECORD } from '../../control/core/generated/records.js';
import type { Frame } from './frames.js';
import type { OracleEvent } from './oracle-channel.js';
import { SLOT_WORDS } from './slots.js';
import type { SlotLog } from './slots.js';
import { Wire } from './wire.js';

export class Ledger {
  /** By sequence number: good copies, and the stamp of the first one. */
  readonly copies: Uint8Array;
  readonly firstStamp: Float64Array;
  readonly #wire = new Wire(2);

  constructor(readonly messages: number) {
    this.copies = new Uint8Array(messages + 1);
    this.firstStamp = new Float64Array(messages + 1).fill(Infinity);
  }

  /** Frames in the order of arrival, without tags and options. */
  add(frame: Frame): void {
    this.#wire.add(frame);
    for (let timed = this.#wire.takeUpTo(Infinity); timed; timed = this.#wire.takeUpTo(Infinity)) {
      if (timed.frame.badFcs) continue;
      const { bytes } = timed.frame;
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const first = Number(view.getBigUint64(52));
      const count = view.getUint16(60);
      if (count === 0xffff) continue;
      for (let sequence = first; sequence < first + count; sequence++) {
        this.copies[sequence]! += 1;
        if (timed.stamp < this.firstStamp[sequence]!) this.firstStamp[sequence] = timed.stamp;
      }
    }
  }

  /**
   * Reads the records of an engine against the ledger; the first things that are wrong, in words. `gaps`: the gap
   * events with their deadlines.
   */
  audit(log: SlotLog, gaps: readonly OracleEvent[]): string[] {
    const wrong: string[] = [];
    const complain = (what: string): void => {
      if (wrong.length < 10) wrong.push(what);
    };
    let next = 1;
    let gap = 0;
    for (let i = 0; i < log.length; i++) {
      const slot = log.slot(i);
      const view = new DataView(slot.buffer, 0, SLOT_WORDS * 4);
      const type = slot[HEADER.type]!;
      if (type === RECORD.Pad || type === RECORD.End) continue;
      if ((slot[HEADER.flags]! & FLAG.twoSlots) !== 0) i++;
      const sequence = Number(view.getBigUint64(HEADER.sequence, true));
      if (sequence !== next) complain(`record ${i} has number ${sequence}, expected ${next}`);
      if (type !== RECORD.Gap) {
        if (this.copies[sequence] === 0) complain(`${sequence} was delivered, but no good copy ever came`);
        next = sequence + 1;
        continue;
      }
      const last = Number(view.getBigUint64(32, true));
      const event = gaps[gap++];
      if (event?.kind !== 'gap') throw new Error(`more gap records than ${gaps.length}`);
      for (let missing = sequence; missing <= last; missing++) {
        const stamp = this.firstStamp[missing]!;
        if (stamp < event.at) complain(`${missing} is in a gap closed at ${event.at}, but came at ${stamp}`);
      }
      next = last + 1;
    }
    if (next !== this.messages + 1) complain(`the records end before ${next}, the stream at ${this.messages}`);
    return wrong;
  }

  /** Good copies of what lies in the gaps, and of everything. */
  count(gaps: readonly OracleEvent[]): { readonly late: number; readonly all: number } {
    let late = 0;
    for (const gap of gaps) {
      if (gap.kind !== 'gap') continue;
      for (let missing = Number(gap.first); missing <= Number(gap.last); missing++) late += this.copies[missing] ?? 0;
    }
    return { late, all: this.copies.reduce((sum, copies) => sum + copies, 0) };
  }
}
