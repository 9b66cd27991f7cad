/** Capture files as the device's input: every format the same records, and damage is an error that says where. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CrossfeedError } from '../../control/core/errors.js';
import { TestRandom } from '../support/random.js';
import { describeSimulated, drain, frame, LINE_A, LINE_B, openCard, Records } from './rig.js';

interface Captured {
  readonly ns: number;
  readonly bytes: Uint8Array;
}

const EPOCH_NS = 1_700_000e9;
const A: readonly Captured[] = [0, 1000, 2000].map((ns, i) => ({ ns: EPOCH_NS + ns, bytes: frame(1 + i, 1, LINE_A) }));
const B: readonly Captured[] = [500, 2500, 3000].map((ns, i) => ({
  ns: EPOCH_NS + ns,
  bytes: frame(2 + i, 1, LINE_B),
}));

type Endian = 'LE' | 'BE';

function words(endian: Endian, ...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) =>
    endian === 'LE' ? bytes.writeUInt32LE(value, 4 * i) : bytes.writeUInt32BE(value, 4 * i),
  );
  return bytes;
}

function halves(endian: Endian, high: number, low: number): number {
  return endian === 'LE' ? low * 65536 + high : high * 65536 + low;
}

function pcap(endian: Endian, resolutionNs: number, frames: readonly Captured[], link = 1): Buffer {
  const magic = resolutionNs === 1 ? 0xa1b23c4d : 0xa1b2c3d4;
  return Buffer.concat([
    words(endian, magic, halves(endian, 2, 4), 0, 0, 65535, link),
    ...frames.flatMap(({ ns, bytes }) => [
      words(endian, Math.floor(ns / 1e9), Math.floor((ns % 1e9) / resolutionNs), bytes.length, bytes.length),
      Buffer.from(bytes),
    ]),
  ]);
}

function block(endian: Endian, type: number, body: Buffer): Buffer {
  const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
  const length = padded.length + 12;
  return Buffer.concat([words(endian, type, length), padded, words(endian, length)]);
}

function pcapng(endian: Endian, frames: readonly Captured[], link = 1): Buffer {
  const resolution = Buffer.concat([words(endian, halves(endian, 9, 1)), Buffer.from([9, 0, 0, 0]), words(endian, 0)]);
  return Buffer.concat([
    block(endian, 0x0a0d0d0a, words(endian, 0x1a2b3c4d, halves(endian, 1, 0), 0xffffffff, 0xffffffff)),
    block(endian, 1, Buffer.concat([words(endian, halves(endian, link, 0), 0), resolution])),
    block(endian, 5, words(endian, 0, 0, 0)),
    ...frames.map(({ ns, bytes }) =>
      block(
        endian,
        6,
        Buffer.concat([
          words(endian, 0, Math.floor(ns / 2 ** 32), ns % 2 ** 32, bytes.length, bytes.length),
          Buffer.from(bytes),
        ]),
      ),
    ),
  ]);
}

describeSimulated('captures as input', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'crossfeed-capture-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(a: Buffer, b?: Buffer): Records {
    const nic = openCard();
    const records = new Records();
    try {
      [a, b].forEach((bytes, port) => {
        if (bytes === undefined) return;
        const path = join(folder, `${port}.capture`);
        writeFileSync(path, bytes);
        nic.openCapture(port, path);
      });
      nic.start('virtual');
      drain(nic, records);
    } finally {
      nic.close();
    }
    return records;
  }

  it.each<[string, Buffer, Buffer]>([
    ['pcap, ns', pcap('LE', 1, A), pcap('LE', 1, B)],
    ['pcap, ns, big-endian', pcap('BE', 1, A), pcap('BE', 1, B)],
    ['pcapng', pcapng('LE', A), pcapng('LE', B)],
    ['pcapng, big-endian', pcapng('BE', A), pcapng('BE', B)],
    ['one of each', pcap('BE', 1, A), pcapng('LE', B)],
  ])('are merged by time: %s', (_format, a, b) => {
    const records = run(a, b);
    expect(records.sequences).toEqual([1, 2, 3, 4]);
    expect(records.slots.map((slot) => slot[2]! & 3)).toEqual([0, 1, 0, 1]);
    // Ingress times: 0, 500 ns, 2000 ns, 3000 ns in beats, rounded up.
    expect(records.slots.map((slot) => slot.readUInt32LE(24))).toEqual([0, 79, 313, 469]);
  });

  it('may have microseconds only', () => {
    const records = run(pcap('LE', 1000, A));
    expect(records.slots.map((slot) => slot.readUInt32LE(24))).toEqual([0, 157, 313]);
  });

  it.each<[string, () => Buffer, string]>([
    ['no capture', () => Buffer.from('hello, this is no capture at all'), 'neither pcap nor pcapng'],
    ['nothing', () => Buffer.alloc(0), 'at offset 0'],
    ['another link type', () => pcap('LE', 1, A, 113), 'link type 113'],
    ['another link type, pcapng', () => pcapng('LE', A, 113), 'link type 113'],
    ['a cut record', () => pcap('LE', 1, A).subarray(0, 150), 'middle of a record'],
    ['a cut block', () => pcapng('BE', A).subarray(0, 180), 'middle of a record'],
  ])('are refused with the offset: %s', (_what, bytes, message) => {
    expect(() => run(bytes())).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
  });

  it('are refused when they are not there', () => {
    const nic = openCard();
    expect(() => nic.openCapture(0, join(folder, 'none'))).toThrow(expect.objectContaining({ code: 'NIC_SYSTEM' }));
    nic.close();
  });

  it('never bring the process down, whatever their bytes are', () => {
    const random = new TestRandom(2718);
    for (let round = 0; round < 150; round++) {
      const bytes = Buffer.from(round % 2 === 0 ? pcap('LE', 1, A) : pcapng('LE', A));
      for (let i = 0; i < 3; i++) bytes[random.range(0, bytes.length - 1)] = random.range(0, 255);
      try {
        run(bytes);
      } catch (error) {
        expect(error, `round ${round}`).toBeInstanceOf(CrossfeedError);
      }
    }
  });
});
