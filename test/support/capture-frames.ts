/** Reads captures into frames, independently of the product's readers: what `replay` says that it does with them. */
import { readFileSync } from 'node:fs';
import type { FeedConfig, LineConfig } from '../../control/core/feed.js';
import { classify } from './classify.js';
import { FrameBuilder, putBlock, putMoldHeader } from './frames.js';
import type { Frame } from './frames.js';
import { addressOf } from './streams.js';

interface Timed {
  readonly timeNs: bigint;
  readonly port: number;
  readonly bytes: Uint8Array;
}

function readPcap(data: Buffer, port: number): Timed[] {
  const magic = data.readUInt32LE(0);
  const nanoseconds = magic === 0xa1b23c4d;
  if (!nanoseconds && magic !== 0xa1b2c3d4) throw new Error('a little-endian pcap was expected');
  const frames: Timed[] = [];
  for (let at = 24; at < data.length;) {
    const seconds = BigInt(data.readUInt32LE(at));
    const fraction = BigInt(data.readUInt32LE(at + 4));
    const length = data.readUInt32LE(at + 8);
    const timeNs = seconds * 1_000_000_000n + fraction * (nanoseconds ? 1n : 1000n);
    const bytes = new Uint8Array(data.subarray(at + 16, at + 16 + length));
    fillZeroChecksum(bytes);
    frames.push({ timeNs, port, bytes });
    at += 16 + length;
  }
  return frames;
}

/** An IPv4 header checksum of 0 was left to the sender's hardware: `replay` says that it fills it in. */
function fillZeroChecksum(bytes: Uint8Array): void {
  const ip = bytes[12] === 0x81 && bytes[13] === 0 ? 18 : 14;
  if (bytes[ip - 2] !== 8 || bytes[ip - 1] !== 0 || bytes[ip + 10] !== 0 || bytes[ip + 11] !== 0) return;
  const header = Buffer.from(bytes.buffer, ip, (bytes[ip]! & 15) * 4);
  let sum = 0;
  for (let i = 0; i < header.length; i += 2) sum += header.readUInt16BE(i);
  header.writeUInt16BE(0xffff - (sum % 0xffff), 10);
}

/** Messages of one timestamp together, up to 1,400 bytes of UDP payload. */
function readItch(data: Buffer, port: number): Timed[] {
  const line: LineConfig = { port, ip: '233.54.12.111', udpPort: 26400 };
  const builder = new FrameBuilder();
  const frames: Timed[] = [];
  let sequence = 1n;
  let messages: Uint8Array[] = [];
  let timestamp = -1;
  const flush = (): void => {
    if (messages.length === 0) return;
    const start = builder.begin(addressOf(line));
    let at = putMoldHeader(builder.bytes, start, 'REPLAY0001', sequence, messages.length);
    for (const message of messages) at = putBlock(builder.bytes, at, message);
    const length = builder.finish(at - start);
    frames.push({ timeNs: BigInt(timestamp), port, bytes: builder.bytes.slice(0, length) });
    sequence += BigInt(messages.length);
    messages = [];
  };
  for (let at = 0; at + 2 <= data.length;) {
    const length = data.readUInt16BE(at);
    if (length === 0) break;
    const message = new Uint8Array(data.subarray(at + 2, at + 2 + length));
    const time = data.readUIntBE(at + 2 + 5, 6);
    const bytes = messages.reduce((sum, other) => sum + 2 + other.length, 20);
    if (time !== timestamp || bytes + 2 + length > 1400) flush();
    timestamp = time;
    messages.push(message);
    at += 2 + length;
  }
  flush();
  return frames;
}

export interface CaptureFrames {
  readonly frames: readonly Frame[];
  readonly config: FeedConfig;
}

/** The frames of one or two captures, and the channels that are in them. */
export function readCaptures(paths: readonly string[], windowNs = 100_000): CaptureFrames {
  const timed = paths.flatMap((path, port) => {
    const data = readFileSync(path);
    return path.endsWith('.itch') ? readItch(data, port) : readPcap(data, port);
  });
  const merged = timed
    .map((frame, order) => ({ frame, order }))
    .sort((x, y) => Number(x.frame.timeNs - y.frame.timeNs) || x.frame.port - y.frame.port || x.order - y.order)
    .map(({ frame }) => frame);
  const first = merged[0]?.timeNs ?? 0n;
  const zero = first - (first % 32n);
  const frames = merged.map(({ timeNs, port, bytes }): Frame => {
    const ns = timeNs - zero;
    return { port, arrival: Number((ns * 10n + 63n) / 64n), bytes, badFcs: false };
  });
  return { frames, config: { minFrameBytes: 14, maxFrameBytes: 1518, channels: discover(frames, windowNs) } };
}

/** Flows of one session are one channel, numbered by first appearance. */
function discover(frames: readonly Frame[], windowNs: number): FeedConfig['channels'] {
  const lines = new Map<string, LineConfig[]>();
  for (const frame of frames) {
    const { bytes, port } = frame;
    const tagged = bytes[12] === 0x81 && bytes[13] === 0;
    const ip = tagged ? 18 : 14;
    const udp = ip + (bytes[ip]! & 15) * 4;
    const line: LineConfig = {
      port,
      ip: [...bytes.subarray(ip + 16, ip + 20)].join('.'),
      udpPort: bytes[udp + 2]! * 256 + bytes[udp + 3]!,
    };
    const alone = { protocol: 'itch50', mode: 'verified', windowNs, start: 'first', lines: [line] } as const;
    const classified = classify({ minFrameBytes: 14, maxFrameBytes: 1518, channels: [alone] }, frame);
    if (classified.reject !== undefined) continue;
    const { session } = classified.packet;
    const known = lines.get(session) ?? [];
    if (!known.some((other) => other.port === port && other.ip === line.ip && other.udpPort === line.udpPort)) {
      known.push(line);
    }
    lines.set(session, known);
  }
  return [...lines.values()].map((own) => ({
    protocol: 'itch50',
    mode: 'verified',
    windowNs,
    start: 'first',
    lines: own,
  }));
}
