import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { realFiles } from '../../core/world-files.js';
import { MoldPacket } from '../../protocols/moldudp64/packet.js';
import { FrameChecker, PASSED } from '../frames/checker.js';
import { CaptureError } from './errors.js';
import { crc32, hasGoodFcs } from './fcs.js';
import { MergedCaptures } from './merge.js';
import { openCapture } from './open.js';

const folder = mkdtempSync(join(tmpdir(), 'crossfeed-captures-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Packet {
  readonly timeNs: bigint;
  readonly bytes: Uint8Array;
  readonly original?: number;
}

/** Numbers of a size in bytes, or bytes as they are. */
type Part = readonly [value: number | bigint, size: 1 | 2 | 4 | 8] | Uint8Array;

function pack(little: boolean, ...parts: Part[]): Uint8Array {
  const out: number[] = [];
  for (const part of parts) {
    if (part instanceof Uint8Array) {
      out.push(...part);
      continue;
    }
    const bytes = Array.from({ length: part[1] }, (_, i) => Number((BigInt(part[0]) >> BigInt(8 * i)) & 255n));
    out.push(...(little ? bytes : bytes.reverse()));
  }
  return Uint8Array.from(out);
}

function pcap(packets: readonly Packet[], { little = true, nano = false, link = 1 } = {}): Uint8Array {
  const header: Part[] = [
    [nano ? 0xa1b23c4d : 0xa1b2c3d4, 4],
    [2, 2],
    [4, 2],
    [0, 4],
    [0, 4],
    [65535, 4],
    [link, 4],
  ];
  const body = packets.flatMap(({ timeNs, bytes, original = bytes.length }): Part[] => [
    [timeNs / 1_000_000_000n, 4],
    [(timeNs % 1_000_000_000n) / (nano ? 1n : 1000n), 4],
    [bytes.length, 4],
    [original, 4],
    bytes,
  ]);
  return pack(little, ...header, ...body);
}

function block(little: boolean, type: number, ...parts: Part[]): Uint8Array {
  const body = pack(little, ...parts);
  const padded = new Uint8Array(Math.ceil(body.length / 4) * 4);
  padded.set(body);
  return pack(little, [type, 4], [padded.length + 12, 4], padded, [padded.length + 12, 4]);
}

const section = (little: boolean): Uint8Array =>
  block(little, 0x0a0d0d0a, [0x1a2b3c4d, 4], [1, 2], [0, 2], [0xffffffffffffffffn, 8]);
const description = (little: boolean, link = 1, ...options: Part[]): Uint8Array =>
  block(little, 1, [link, 2], [0, 2], [0, 4], ...options);

function enhanced(little: boolean, ticks: bigint, bytes: Uint8Array, options: Part[] = [], original = bytes.length) {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  return block(
    little,
    6,
    [0, 4],
    [ticks >> 32n, 4],
    [ticks & 0xffffffffn, 4],
    [bytes.length, 4],
    [original, 4],
    padded,
    ...options,
  );
}

function write(name: string, ...parts: Uint8Array[]): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

interface Read {
  readonly timeNs: bigint;
  readonly bytes: number[];
  readonly badFcs: boolean;
}

function read(path: string, warnings: string[] = []): Read[] {
  const capture = openCapture(realFiles, path, (message) => warnings.push(message));
  const frames: Read[] = [];
  try {
    while (capture.next()) {
      const { bytes, at, length, timeNs, badFcs } = capture;
      frames.push({ timeNs, bytes: [...bytes.subarray(at, at + length)], badFcs });
    }
  } finally {
    capture.close();
  }
  return frames;
}

function failure(path: string): CaptureError {
  try {
    read(path);
  } catch (error) {
    if (error instanceof CaptureError) return error;
    throw error;
  }
  throw new Error('expected a CaptureError');
}

const ONE = Uint8Array.of(1, 2, 3, 4, 5);
const TWO = Uint8Array.of(9, 8, 7);

describe('pcap', () => {
  it.each([
    ['little-endian microseconds', true, false],
    ['big-endian microseconds', false, false],
    ['little-endian nanoseconds', true, true],
    ['big-endian nanoseconds', false, true],
  ])('%s', (_, little, nano) => {
    const time = 1_692_710_000_123_456_000n + (nano ? 789n : 0n);
    const path = write(
      'a.pcap',
      pcap(
        [
          { timeNs: time, bytes: ONE },
          { timeNs: time + 1000n, bytes: TWO },
        ],
        { little, nano },
      ),
    );
    expect(read(path)).toEqual([
      { timeNs: time, bytes: [...ONE], badFcs: false },
      { timeNs: time + 1000n, bytes: [...TWO], badFcs: false },
    ]);
  });

  it('takes packets that were cut as bad frames, and says so once', () => {
    const warnings: string[] = [];
    const path = write(
      'cut.pcap',
      pcap([
        { timeNs: 0n, bytes: ONE, original: 99 },
        { timeNs: 0n, bytes: ONE, original: 98 },
      ]),
    );
    expect(read(path, warnings).map(({ badFcs }) => badFcs)).toEqual([true, true]);
    expect(warnings).toEqual([
      `${path}: offset 24: packets were cut to the snapshot length when they were captured; they count as bad frames`,
    ]);
  });

  it('leaves out packets without a byte', () => {
    const warnings: string[] = [];
    const path = write(
      'empty.pcap',
      pcap([
        { timeNs: 0n, bytes: new Uint8Array(0) },
        { timeNs: 0n, bytes: TWO },
      ]),
    );
    expect(read(path, warnings)).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  });

  it('checks and strips an FCS that was kept', () => {
    const crc = crc32(ONE, 0, 5);
    const good = Uint8Array.of(...ONE, crc & 255, (crc >>> 8) & 255, (crc >>> 16) & 255, crc >>> 24);
    const bad = Uint8Array.of(...good.subarray(0, 8), (crc >>> 24) ^ 1);
    const path = write(
      'fcs.pcap',
      pcap(
        [
          { timeNs: 0n, bytes: good },
          { timeNs: 0n, bytes: bad },
        ],
        { link: 0x24000001 },
      ),
    );
    expect(read(path).map(({ bytes, badFcs }) => [bytes.length, badFcs])).toEqual([
      [5, false],
      [5, true],
    ]);
    expect(crc32(new TextEncoder().encode('123456789'), 0, 9)).toBe(0xcbf43926);
    expect(hasGoodFcs(good, 0, 3)).toBe(false);
  });

  it('reads files of many chunks', () => {
    const packets = Array.from({ length: 3000 }, (_, i) => ({
      timeNs: BigInt(i) * 1000n,
      bytes: new Uint8Array(1400).fill(i),
    }));
    const frames = read(write('long.pcap', pcap(packets)));
    expect(frames).toHaveLength(3000);
    expect(frames.every(({ bytes, timeNs }, i) => bytes[1399] === (i & 255) && timeNs === BigInt(i) * 1000n)).toBe(
      true,
    );
  });

  it.each<[string, Uint8Array, RegExp]>([
    [
      'another link type',
      pcap([], { link: 113 }),
      /offset 20: only Ethernet captures can be read: found link type 113, expected 1 \(Ethernet\)/,
    ],
    [
      'a cut header',
      pcap([]).subarray(0, 23),
      /offset 0: the file ends within the pcap header: found 23 bytes, expected 24 bytes/,
    ],
    [
      'a cut packet header',
      pcap([{ timeNs: 0n, bytes: ONE }]).subarray(0, 30),
      /offset 24: the file ends within a packet header: found 6 bytes/,
    ],
    [
      'a cut packet',
      pcap([{ timeNs: 0n, bytes: ONE }]).subarray(0, 43),
      /offset 24: the file ends within a packet: found 19 bytes, expected 21/,
    ],
    [
      'a wild length',
      pack(true, pcap([]), [0, 8], [0x7fffffff, 4], [1, 4]),
      /offset 32: no such packet length: found 2147483647 bytes/,
    ],
    [
      'another version',
      pack(true, [0xa1b2c3d4, 4], [3, 2], [0, 2], [0, 8], [0, 4], [1, 4]),
      /offset 4: no such pcap version: found 3, expected 2/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    const path = write('bad.pcap', bytes);
    const error = failure(path);
    expect(error.message).toMatch(message);
    expect(error.message.startsWith(`${path}: offset `)).toBe(true);
    expect(error.exitStatus).toBe(2);
  });
});

describe('pcapng', () => {
  it.each([
    ['little-endian', true],
    ['big-endian', false],
  ])('%s, microseconds by default', (_, little) => {
    const path = write('a.pcapng', section(little), description(little), enhanced(little, 0x1_0000_0005n, ONE));
    expect(read(path)).toEqual([{ timeNs: 0x1_0000_0005n * 1000n, bytes: [...ONE], badFcs: false }]);
  });

  it('resolutions and offsets', () => {
    const nanos = description(true, 1, [9, 2], [1, 2], [9, 4], [14, 2], [8, 2], [-3n & (2n ** 64n - 1n), 8], [0, 4]);
    expect(read(write('ns.pcapng', section(true), nanos, enhanced(true, 5_000_000_007n, ONE)))[0]!.timeNs).toBe(
      2_000_000_007n,
    );
    const halves = description(true, 1, [9, 2], [1, 2], [0x81, 4], [0, 4]);
    expect(read(write('half.pcapng', section(true), halves, enhanced(true, 3n, ONE)))[0]!.timeNs).toBe(1_500_000_000n);
  });

  it('takes a CRC error of the link layer as a bad FCS', () => {
    const flags: Part[] = [
      [2, 2],
      [4, 2],
      [1 << 24, 4],
      [0, 4],
    ];
    const path = write(
      'crc.pcapng',
      section(true),
      description(true),
      enhanced(true, 1n, ONE, flags),
      enhanced(true, 2n, ONE),
    );
    expect(read(path).map(({ badFcs }) => badFcs)).toEqual([true, false]);
  });

  it('simple packets, unknown blocks, and sections of two byte orders in one file', () => {
    const path = write(
      'mixed.pcapng',
      section(true),
      description(true),
      enhanced(true, 7n, TWO),
      block(true, 0x0bad, [1, 4]),
      block(true, 3, [5, 4], ONE),
      section(false),
      description(false),
      enhanced(false, 9n, ONE),
    );
    expect(read(path)).toEqual([
      { timeNs: 7000n, bytes: [...TWO], badFcs: false },
      { timeNs: 7000n, bytes: [...ONE], badFcs: false },
      { timeNs: 9000n, bytes: [...ONE], badFcs: false },
    ]);
  });

  const wrongTrailer = enhanced(true, 1n, ONE);
  wrongTrailer[wrongTrailer.length - 4] = 0;
  it.each<[string, Uint8Array[], RegExp]>([
    [
      'another link type',
      [section(true), description(true, 228), enhanced(true, 1n, ONE)],
      /only Ethernet.*found link type 228/,
    ],
    [
      'a packet without an interface',
      [section(true), enhanced(true, 1n, ONE)],
      /offset 36: a packet of an interface that is not described/,
    ],
    [
      'a cut block',
      [section(true), description(true).subarray(0, 19)],
      /offset 28: the file ends within a block: found 19 bytes, expected 20/,
    ],
    [
      'a wild block length',
      [section(true), pack(true, [1, 4], [0xfffffff0, 4], [0, 4])],
      /offset 32: no such block length/,
    ],
    ['two lengths that differ', [section(true), description(true), wrongTrailer], /two lengths differ/],
    [
      'a packet beyond its block',
      [section(true), description(true), block(true, 6, [0, 8], [0, 4], [99, 4], [99, 4])],
      /a block is too short/,
    ],
    [
      'no byte-order magic',
      [pack(true, [0x0a0d0d0a, 4], [28, 4], [0x11223344, 4], [0, 8], [0, 4], [28, 4])],
      /found 0x11223344, expected 0x1a2b3c4d/,
    ],
  ])('refuses %s', (_, parts, message) => {
    expect(failure(write('bad.pcapng', ...parts)).message).toMatch(message);
  });
});

/** A message with a timestamp, and something to tell it by. */
function message(timestamp: bigint, length = 12, type = 'S'): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes[0] = type.charCodeAt(0);
  for (let i = 0; i < 6; i++) bytes[5 + i] = Number((timestamp >> BigInt(40 - 8 * i)) & 255n);
  return bytes;
}

const itch = (...messages: Uint8Array[]): Uint8Array =>
  Buffer.concat(messages.map((bytes) => pack(false, [bytes.length, 2], bytes)));

describe('BinaryFILE', () => {
  it('puts messages of one timestamp into one good frame of MoldUDP64', () => {
    const path = write('a.itch', itch(message(5n), message(5n), message(2n ** 40n), message(2n ** 40n, 36, 'A')));
    const frames = read(path);
    expect(frames.map(({ timeNs }) => timeNs)).toEqual([5n, 2n ** 40n]);
    const checker = new FrameChecker(60, 1518);
    const packet = new MoldPacket();
    const seen = frames.map(({ bytes }) => {
      const frame = Uint8Array.from(bytes);
      expect(checker.check(frame, 0, frame.length, false)).toBe(PASSED);
      packet.readHeader(frame, checker.payloadAt);
      packet.scanBlocks(frame, checker.payloadAt, checker.payloadLength);
      const session = String.fromCharCode(...frame.subarray(checker.payloadAt, checker.payloadAt + 10));
      return [session, packet.sequenceLo, packet.count, packet.blocks, packet.trailingBytes];
    });
    expect(seen).toEqual([
      ['REPLAY0001', 1, 2, 2, false],
      ['REPLAY0001', 3, 2, 2, false],
    ]);
  });

  it('fills packets up to 1,400 bytes of UDP payload', () => {
    const frames = read(write('full.itch', itch(...Array.from({ length: 150 }, () => message(1n)))));
    expect(frames.map(({ bytes }) => bytes.length - 42)).toEqual([20 + 98 * 14, 20 + 52 * 14]);
  });

  it('stops at an end marker, and says what is left', () => {
    const warnings: string[] = [];
    const path = write('end.itch', itch(message(1n)), Uint8Array.of(0, 0, 7));
    expect(read(path, warnings)).toHaveLength(1);
    expect(warnings).toEqual([`${path}: offset 14: an end marker, with 1 bytes behind it`]);
  });

  it.each<[string, Uint8Array, RegExp]>([
    [
      'a cut message',
      itch(message(1n), message(2n)).subarray(0, 20),
      /offset 14: the file ends within a message: found 6 bytes, expected 14/,
    ],
    [
      'a cut length',
      itch(message(1n), message(2n)).subarray(0, 15),
      /offset 14: the file ends within a message length: found 1 bytes/,
    ],
    [
      'a wild length',
      Buffer.concat([itch(message(1n)), Uint8Array.of(0xff, 0xff)]),
      /offset 14: no such message length: found 65535, expected at most 1378/,
    ],
  ])('refuses %s', (_, bytes, expected) => {
    expect(failure(write('bad.itch', bytes)).message).toMatch(expected);
  });
});

describe('other files', () => {
  it.each<[string, Uint8Array, RegExp]>([
    [
      'text',
      new TextEncoder().encode('hello'),
      /found bytes 68 65 6c 6c, expected pcap, pcapng, or ITCH 5.0 BinaryFILE/,
    ],
    ['nothing', new Uint8Array(0), /found an empty file/],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), /found a gzip file: decompress it first/],
  ])('are refused: %s', (_, bytes, expected) => {
    expect(failure(write('other.bin', bytes)).message).toMatch(expected);
  });

  it('a BinaryFILE is known by its first message whatever its name', () => {
    expect(read(write('other.bin', itch(message(1n))))).toHaveLength(1);
  });

  it('a file that is not there, or not a file', () => {
    expect(() => read(join(folder, 'absent.pcap'))).toThrow(/absent.pcap: cannot be opened/);
    expect(() => read(folder)).toThrow(/cannot be read twice: expected a regular file/);
  });
});

describe('merging', () => {
  function merged(a: readonly bigint[], b: readonly bigint[]): [port: number, beats: number][] {
    const paths = [a, b].map((times, i) =>
      write(
        `merge${i}.pcap`,
        pcap(
          times.map((timeNs) => ({ timeNs, bytes: ONE })),
          { nano: true },
        ),
      ),
    );
    const captures = new MergedCaptures(paths.map((path) => openCapture(realFiles, path, () => undefined)));
    const order: [number, number][] = [];
    while (captures.next((port, beats) => order.push([port, beats])));
    captures.close();
    return order;
  }

  it('goes by time, port 0 first, in beats rounded up from a multiple of 32 ns', () => {
    expect(merged([1000n, 1064n, 1070n], [1001n, 1064n])).toEqual([
      [0, Math.ceil((1000 - 992) / 6.4)],
      [1, Math.ceil((1001 - 992) / 6.4)],
      [0, Math.ceil((1064 - 992) / 6.4)],
      [1, Math.ceil((1064 - 992) / 6.4)],
      [0, Math.ceil((1070 - 992) / 6.4)],
    ]);
  });

  it('never goes backwards, whatever a capture says', () => {
    expect(merged([6400n, 64n, 6401n], [3200n, 6464n])).toEqual([
      [1, 0],
      [0, 500],
      [0, 500],
      [0, 501],
      [1, 510],
    ]);
  });

  it('takes captures without a frame', () => {
    expect(merged([], [32n])).toEqual([[1, 0]]);
    expect(merged([], [])).toEqual([]);
  });
});
