import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Market } from '../market/market.js';
import { OPEN_NS, SECOND_NS } from '../market/scene.js';
import { BookOracle } from './book-oracle.js';
import { ItchPublisher } from './itch-publisher.js';
import { generateMessages, packetise, timestampNs, type MessageStream } from './stream.js';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const ALL_TYPES = 'ABCDEFHIJKLNOPQRSUVWXYh';

function readBy(oracle: BookOracle, { count, bytes, offsets }: MessageStream): void {
  for (let i = 0; i < count; i++) oracle.take(bytes, offsets[i]!, offsets[i + 1]! - 2 - offsets[i]!);
}

describe('a generated day', () => {
  // More than a minute of the demo's rate, with an early breaker and more halts than a real day has.
  let stream: MessageStream;
  const oracle = new BookOracle();
  beforeAll(() => {
    stream = generateMessages({ seed: 20_261_123, count: 300_000, haltEveryS: 5, breakerAfterS: 30 });
    readBy(oracle, stream);
  });

  it('has all 23 types', () => {
    expect([...oracle.counts.keys()].sort().join('')).toBe(ALL_TYPES);
  });

  it('says nothing that a real feed would not say', () => {
    expect(oracle.complaints).toEqual([]);
    expect(oracle.books.size).toBe(120);
  });

  it('is read by an oracle that would notice: one message left out is not forgiven', () => {
    const { bytes, offsets } = stream;
    const blind = new BookOracle();
    const add = 'A'.charCodeAt(0);
    for (let i = 0, skipped = 0; i < 100_000; i++) {
      if (bytes[offsets[i]!] === add && skipped < 20) skipped++;
      else blind.take(bytes, offsets[i]!, offsets[i + 1]! - 2 - offsets[i]!);
    }
    expect(blind.complaints.length).toBeGreaterThan(0);
  });

  it('mixes messages like a market: mostly adds and deletes, executions a tenth, everything else less', () => {
    const share = (types: string): number =>
      types.split('').reduce((sum, type) => sum + (oracle.counts.get(type) ?? 0), 0) / stream.count;
    expect(share('AF')).toBeGreaterThan(0.3);
    expect(share('D')).toBeGreaterThan(0.2);
    expect(share('U')).toBeGreaterThan(0.05);
    expect(share('E')).toBeGreaterThan(0.03);
    expect(share('E')).toBeLessThan(0.15);
    expect(share('X')).toBeGreaterThan(0.01);
    expect(share('P')).toBeGreaterThan(0.002);
    expect(share('F') / share('AF')).toBeGreaterThan(0.05);
  });

  it('keeps the configured rate', () => {
    let first = 0;
    while (timestampNs(stream.bytes, stream.offsets[first]!) < OPEN_NS + SECOND_NS) first++;
    const last = stream.count - 1;
    const seconds =
      (timestampNs(stream.bytes, stream.offsets[last]!) - timestampNs(stream.bytes, stream.offsets[first]!)) / 1e9;
    expect((last - first) / seconds).toBeGreaterThan(3800);
    expect((last - first) / seconds).toBeLessThan(4200);
  });

  it('touches every symbol', () => {
    const active = new Set<number>();
    for (let i = stream.count - 100_000; i < stream.count; i++) {
      const at = stream.offsets[i]!;
      active.add(stream.bytes[at + 1]! * 256 + stream.bytes[at + 2]!);
    }
    active.delete(0);
    expect(active.size).toBe(120);
  });
});

describe('generateMessages', () => {
  it('gives the same bytes for the same seed, others for another', () => {
    const one = generateMessages({ seed: 5, count: 60_000 });
    const two = generateMessages({ seed: 5, count: 60_000 });
    expect(hash(one.bytes)).toBe(hash(two.bytes));
    expect(one.offsets).toEqual(two.offsets);
    expect(hash(generateMessages({ seed: 6, count: 60_000 }).bytes)).not.toBe(hash(one.bytes));
  });

  it('gives a prefix for a smaller count', () => {
    const long = generateMessages({ seed: 5, count: 50_000 });
    const short = generateMessages({ seed: 5, count: 20_001 });
    expect(short.count).toBe(20_001);
    expect(hash(short.bytes)).toBe(hash(long.bytes.subarray(0, short.bytes.length)));
    expect(generateMessages({ seed: 5, count: 0 }).bytes.length).toBe(0);
  });

  it('is in BinaryFILE form', () => {
    const { bytes, offsets, count } = generateMessages({ seed: 9, count: 1000, symbols: 20 });
    let at = 0;
    for (let i = 0; i < count; i++) {
      expect(offsets[i]).toBe(at + 2);
      at += 2 + bytes[at]! * 256 + bytes[at + 1]!;
    }
    expect(at).toBe(bytes.length);
    expect(offsets.length).toBe(count + 1);
  });

  it('covers 8,000 symbols without a complaint', () => {
    const oracle = new BookOracle();
    readBy(oracle, generateMessages({ seed: 3, count: 450_000, symbols: 8000 }));
    expect(oracle.complaints).toEqual([]);
    expect(oracle.books.size).toBe(8000);
    expect(oracle.counts.get('Q')).toBeGreaterThan(0);
    expect(new Set([...oracle.books.values()].map(({ stock }) => stock)).size).toBe(8000);
  });

  it('refuses what it cannot give', () => {
    expect(() => generateMessages({ seed: 1, count: -1 })).toThrow(RangeError);
    expect(() => generateMessages({ seed: 1, count: 10, symbols: 8001 })).toThrow('8000 symbols');
    expect(() => generateMessages({ seed: 1, count: 1e6, symbols: 1, messagesPerSecond: 1 })).toThrow('the day ended');
  });
});

describe('the published stream and the matching engine', () => {
  it('agree on every book, order for order, through opening, halts and the breaker', () => {
    const oracle = new BookOracle();
    const bytes = new Uint8Array(64);
    const publisher = new ItchPublisher({
      bytes,
      reserve: () => 0,
      commit: (length) => oracle.take(bytes, 0, length),
    });
    const market = new Market(
      { seed: 77, symbols: 40, messagesPerSecond: 3000, haltEveryS: 1, breakerAfterS: 15 },
      publisher,
    );
    for (let second = 0; second < 30; second++) {
      market.advance(market.startNs + second * SECOND_NS);
      for (const book of market.engine.books) {
        if (!oracle.books.has(book.instrument.locate)) continue;
        for (const side of ['B', 'S'] as const) {
          const levels = [...book.levels(side, false)].reverse().map(({ price, shares }) => [price, shares]);
          expect(oracle.levels(book.instrument.locate, side)).toEqual(levels);
        }
      }
      const resting = market.engine.books.reduce((sum, { orders }) => sum + orders.length, 0);
      expect(oracle.orders.size).toBe(resting);
    }
    expect(oracle.complaints).toEqual([]);
    expect(oracle.counts.get('W')).toBe(1);
    expect(publisher.messages).toBeGreaterThan(50_000);
  });
});

describe('packetise', () => {
  it('keeps messages, order and sequence, and no packet is older than its tick', () => {
    const stream = generateMessages({ seed: 8, count: 30_000 });
    const packets = packetise(stream, { session: 'TEST', firstSequence: 100, ends: 2 });
    let message = 0;
    let next = 100n;
    for (let i = 0; i < packets.count; i++) {
      const packet = packets.bytes.subarray(packets.offsets[i], packets.offsets[i + 1]);
      const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
      expect(packet.length).toBeLessThanOrEqual(1400);
      expect(view.getBigUint64(10)).toBe(next);
      const count = view.getUint16(18);
      if (count === 0xffff) continue;
      next += BigInt(count);
      let at = 20;
      for (let n = 0; n < count; n++, message++) {
        const length = view.getUint16(at);
        const from = stream.offsets[message]!;
        if (hash(packet.subarray(at + 2, at + 2 + length)) !== hash(stream.bytes.subarray(from, from + length))) {
          expect.fail(`message ${message} changed`);
        }
        const age = packets.timesNs[i]! - timestampNs(stream.bytes, from);
        if (!(age >= 0 && age < 1_000_000)) expect.fail(`message ${message} leaves after ${age} ns`);
        at += 2 + length;
      }
    }
    expect(message).toBe(stream.count);
    expect(next).toBe(30_100n);
  });
});
