/** What the driver's tests share: a small feed, its frames, and a sink that copies records. */
import type { FeedConfig } from '../../control/core/feed.js';
import { HEADER, LAP_OFFSET, RECORD, SLOT_BYTES } from '../../control/core/generated/records.js';
import type { RecordRing, RecordSink } from '../../control/core/record-ring.js';
import { Nic, type NicOptions } from '../../driver/nic.js';
import { deviceName } from '../support/device.js';
import { FrameBuilder, macOf, parseIp, put16, put32, putMoldHeader } from '../support/frames.js';

export const LINE_A = { port: 0, ip: '233.54.12.111', udpPort: 26400 };
export const LINE_B = { port: 1, ip: '233.49.196.111', udpPort: 26400 };

export const FEED: FeedConfig = {
  minFrameBytes: 60,
  maxFrameBytes: 1518,
  channels: [{ protocol: 'itch50', mode: 'verified', windowNs: 100_000, start: 'first', lines: [LINE_A, LINE_B] }],
};

const MESSAGE_BYTES = 19;
const builder = new FrameBuilder();

/** A MoldUDP64 packet of Order Delete messages. */
export function packet(sequence: number, count: number, session = 'SESSION001'): Uint8Array {
  const bytes = new Uint8Array(20 + count * (2 + MESSAGE_BYTES));
  let at = putMoldHeader(bytes, 0, session, BigInt(sequence), count);
  for (let i = 0; i < count; i++) {
    put16(bytes, at, MESSAGE_BYTES);
    bytes[at + 2] = RECORD.OrderDelete;
    put16(bytes, at + 3, 7);
    put32(bytes, at + 9, sequence + i);
    put32(bytes, at + 13, 0xfedcba98);
    put32(bytes, at + 17, sequence + i);
    at += 2 + MESSAGE_BYTES;
  }
  return bytes;
}

/** The frame of that packet on a line. */
export function frame(sequence: number, count: number, line = LINE_A): Uint8Array {
  const ip = parseIp(line.ip);
  const start = builder.begin({ mac: macOf(ip), ip, udpPort: line.udpPort });
  const payload = packet(sequence, count);
  builder.bytes.set(payload, start);
  return builder.bytes.slice(0, builder.finish(payload.length));
}

export { describeNic, describeSimulated, itSimulated } from '../support/device.js';

/** Opens and configures a device of its own. */
export function openCard(options: NicOptions = {}, feed: FeedConfig = FEED): Nic {
  const nic = Nic.open(deviceName('test'), options);
  nic.configure(feed);
  return nic;
}

/** Copies slots, checks their lap words, and leaves them out of the copies. */
export class Records implements RecordSink {
  readonly slots: Buffer[] = [];
  wrongLaps = 0;

  onRecords(ring: RecordRing, first: number, end: number): void {
    for (let index = first; index !== end; index = (index + 1) >>> 0) {
      const at = (index & ring.mask) * SLOT_BYTES;
      if (ring.u32[(at + LAP_OFFSET) / 4] !== Math.floor(index / ring.slots) + 1) this.wrongLaps += 1;
      this.slots.push(Buffer.from(ring.u8.subarray(at, at + LAP_OFFSET)));
    }
  }

  get types(): string[] {
    return this.slots.map((slot) => (slot[0]! < 32 ? String(slot[0]) : String.fromCharCode(slot[0]!)));
  }

  get sequences(): number[] {
    return this.slots.map((slot) => Number(slot.readBigUInt64LE(HEADER.sequence)));
  }

  get bytes(): string {
    return Buffer.concat(this.slots).toString('hex');
  }
}

/** Polls until everything was delivered. */
export function drain(nic: Nic, sink: RecordSink): void {
  while (!nic.drained()) nic.poll(sink, 4096);
}

/** Traffic on both lines with gaps that fill, gaps that do not, and bad frames. */
export function feedBoth(nic: Nic, packets: number, sink: RecordSink): void {
  const push = (port: number, arrival: number, bytes: Uint8Array, bad: boolean): void => {
    while (!nic.pushFrame(port, arrival, bytes, bytes.length, bad)) nic.poll(sink, 4096);
  };
  for (let i = 0; i < packets; i++) {
    const arrival = 100 + 60 * i;
    if (i % 7 !== 3) push(0, arrival, frame(1 + 3 * i, 3, LINE_A), i % 11 === 5);
    if (i % 49 !== 3) push(1, arrival + 20, frame(1 + 3 * i, 3, LINE_B), false);
  }
  nic.endOfInput();
}
