/**
 * Records by channel, for comparing engines that may interleave their channels differently: without lap words and pads, and with provisional records
 * resolved. What a commit covers counts as delivered there; what an abort covers never was.
 */
import { FIELD, FLAG, HEADER, LAP_OFFSET, RECORD } from '../../control/core/generated/records.js';
import { describeRecord } from './slots.js';
import type { SlotLog } from './slots.js';

export interface ChannelRecords {
  /** What stands in the end, per channel. */
  readonly channels: ReadonlyMap<number, readonly Uint8Array[]>;
  readonly provisional: number;
  readonly aborted: number;
  readonly aborts: number;
}

function u64(record: Uint8Array, at: number): bigint {
  return new DataView(record.buffer, record.byteOffset).getBigUint64(at, true);
}

/** Throws where provisional records, commits and aborts do not fit each other. */
export function channelRecords(log: SlotLog): ChannelRecords {
  const channels = new Map<number, Uint8Array[]>();
  const waiting = new Map<number, Uint8Array[]>();
  let provisional = 0;
  let aborted = 0;
  let aborts = 0;
  const of = (map: Map<number, Uint8Array[]>, channel: number): Uint8Array[] => {
    let list = map.get(channel);
    if (!list) map.set(channel, (list = []));
    return list;
  };
  for (let i = 0; i < log.length; i++) {
    const record = new Uint8Array(128);
    record.set(log.slot(i));
    record.fill(0, LAP_OFFSET, 64);
    const type = record[HEADER.type]!;
    if (type === RECORD.Pad) continue;
    const fail = (what: string): never => {
      throw new Error(`${what}: slot ${i}, ${describeRecord(record)}`);
    };
    if ((record[HEADER.flags]! & FLAG.twoSlots) !== 0) {
      record.set(log.slot(++i), 64);
      record.fill(0, 64 + LAP_OFFSET);
    }
    const channel = record[HEADER.channel]!;
    const list = of(channels, channel);
    const pending = of(waiting, channel);
    const sequence = u64(record, HEADER.sequence);
    if ((record[HEADER.flags]! & FLAG.provisional) !== 0) {
      record[HEADER.flags]! &= ~FLAG.provisional;
      const before = pending.at(-1);
      if (before && sequence <= u64(before, HEADER.sequence)) fail('a provisional record out of order');
      pending.push(record);
      provisional++;
    } else if (type === RECORD.Commit || type === RECORD.Abort) {
      const last = u64(record, FIELD[type === RECORD.Commit ? 'Commit' : 'Abort'].last);
      if (last < sequence) fail('a range that is none');
      const covered = pending.filter(
        (each) => u64(each, HEADER.sequence) >= sequence && u64(each, HEADER.sequence) <= last,
      );
      if (type === RECORD.Commit) {
        if (pending.slice(0, covered.length).some((each, at) => each !== covered[at])) fail('a commit out of order');
        list.push(...covered);
      } else {
        if (covered.length !== pending.length) fail('an abort that leaves something');
        aborted += covered.length;
        aborts++;
      }
      pending.splice(0, covered.length);
    } else if ((record[HEADER.flags]! & (FLAG.unsequenced | FLAG.recovered)) !== 0) {
      // Outside the order of numbers.
      list.push(record);
    } else {
      if (pending.length > 0) fail(`a record in front of ${pending.length} that wait for their verdict`);
      list.push(record);
    }
  }
  for (const [channel, pending] of waiting) {
    if (pending.length > 0) throw new Error(`channel ${channel}: ${pending.length} records without a verdict`);
  }
  return { channels, provisional, aborted, aborts };
}

/** What differs between two logs, channel by channel; undefined when nothing does. */
export function diffChannels(actual: ChannelRecords, expected: ChannelRecords, actualName: string): string | undefined {
  for (const channel of new Set([...expected.channels.keys(), ...actual.channels.keys()])) {
    const want = expected.channels.get(channel) ?? [];
    const got = actual.channels.get(channel) ?? [];
    for (let i = 0; i < Math.max(want.length, got.length); i++) {
      if (want[i] && got[i] && Buffer.compare(want[i]!, got[i]!) === 0) continue;
      const show = (list: readonly Uint8Array[], from: number, to: number): string =>
        list
          .slice(Math.max(0, from), to)
          .map((record) => `\n      ${describeRecord(record.subarray(0, 64), record.subarray(64))}`)
          .join('');
      return (
        `channel ${channel} differs at record ${i} of ${want.length} (${actualName} has ${got.length})` +
        `\n    the same before:${show(want, i - 4, i)}\n    expected:${show(want, i, i + 4)}\n    ${actualName}:${show(got, i, i + 4)}`
      );
    }
  }
  return undefined;
}
