import { describe, expect, it } from 'vitest';
import { FLAG, HEADER, RECORD_LAYOUTS, SLOT_BYTES } from '../../../core/generated/records.js';
import { SeededRandom } from '../../../core/random.js';
import { newSequence } from '../../arbiter/sequence.js';
import { RecordKernel } from './kernel.js';
import { bothWays, decoderOf } from './testing.js';

const CHANNEL = 5;
const PORT = 1;
/** The kernel's own types, by the layouts' tables. */
const orderTypes = {
  itch50: [0x41, 0x46, 0x45, 0x43, 0x58, 0x44, 0x55],
  pitch2: [0x21, 0x22, 0x23, 0x25, 0x26, 0x27, 0x28, 0x29],
};

type Protocol = 'itch50' | 'pitch2';

/** Messages with random bytes: of the types about orders mostly, with the length that they have, or now and then another. */
class Messages {
  private readonly random: SeededRandom;
  private readonly layouts;

  constructor(
    private readonly protocol: Protocol,
    seed: number,
  ) {
    this.random = new SeededRandom(seed);
    this.layouts = RECORD_LAYOUTS.filter((layout) => layout.protocol === protocol && layout.name !== 'PitchUnitClear');
  }

  next(): Uint8Array {
    const { random, protocol, layouts } = this;
    const types = orderTypes[protocol];
    const type = random.below(8) > 0 ? types[random.below(types.length)] : random.below(256);
    const layout = layouts.find((each) => each.type === type) ?? layouts[random.below(layouts.length)]!;
    const odd = random.below(20) === 0;
    const length = odd ? 2 + random.below(60) : layout.length;
    const message = Uint8Array.from({ length }, () => random.below(256));
    message[protocol === 'itch50' ? 0 : 1] = layout.type;
    if (protocol === 'pitch2') message[0] = length;
    return message;
  }

  /** One behind the other, each with its length in front where the protocol has that. */
  block(count: number): Uint8Array {
    const messages = Array.from({ length: count }, () => this.next());
    return Uint8Array.from(
      messages.flatMap((each) =>
        this.protocol === 'itch50' ? [each.length >> 8, each.length & 0xff, ...each] : [...each],
      ),
    );
  }
}

describe.each(['itch50', 'pitch2'] as const)('the record kernel on %s', (protocol) => {
  it.each([1, 2, 3])('writes what the decoder writes, from any place, over the end of the ring (seed %i)', (seed) => {
    const messages = new Messages(protocol, seed);
    const ways = bothWays(protocol, [decoderOf(protocol), decoderOf(protocol)]);
    for (let round = 0; round < 150; round++) {
      const count = 1 + (round % 40);
      const block = messages.block(count);
      const at = round % 7;
      // With nothing behind the block, or with some room.
      const bytes = new Uint8Array(at + block.length + (round % 3));
      bytes.set(block, at);
      ways.take(bytes, at, at + block.length, count);
      // Looked at closer only where there is something to be seen: the comparison of vitest takes 20 ms.
      const [found, expected] = [ways.byKernel.writer.ring.u8, ways.one.writer.ring.u8];
      if (Buffer.compare(found, expected) !== 0) expect(found).toEqual(expected);
      expect(ways.byKernel.sequence).toEqual(ways.one.sequence);
    }
    for (const name of ['delivered', 'unknown', 'empty', 'filtered'] as const) {
      expect(ways.byKernel.emitter.counter(name)).toBe(ways.one.emitter.counter(name));
    }
    expect(ways.byKernel.emitter.line(PORT)).toEqual(ways.one.emitter.line(PORT));
  });

  it('takes every message about an order that is whole, and no other', () => {
    const kernel = new RecordKernel(4);
    kernel.begin(CHANNEL, PORT | FLAG.twoSlots, new Float64Array(1), 0);
    for (const { name, type, length, protocol: of } of RECORD_LAYOUTS.filter(
      (layout) => layout.protocol === protocol,
    )) {
      const head = of === 'itch50' ? [0, length, type] : [length, type];
      const block = Uint8Array.from({ length: length + (of === 'itch50' ? 2 : 0) }, (_, i) => head[i] ?? 0x41);
      const decode = (bytes: number): number => {
        kernel.load(block);
        return of === 'itch50'
          ? kernel.decodeItch50(0, bytes, 4, 0, 1, newSequence())
          : kernel.decodePitch2(0, bytes, 4, 0, 1, newSequence());
      };
      const isOne = orderTypes[of as Protocol].includes(type);
      expect([name, decode(block.length)]).toEqual([name, isOne ? 1 : 0]);
      expect(kernel.next).toBe(isOne ? block.length : 0);
      expect(decode(block.length - 1)).toBe(0);
      if (isOne) expect([...kernel.ring.u8.subarray(0, 3)]).toEqual([type, CHANNEL, PORT]);
    }
  });

  it('writes no more than it was allowed to', () => {
    const kernel = new RecordKernel(4);
    const type = orderTypes[protocol][5]!;
    const { length } = RECORD_LAYOUTS.find((layout) => layout.protocol === protocol && layout.type === type)!;
    const message = protocol === 'itch50' ? [0, length, type] : [length, type];
    const one = Array.from({ length: length + (protocol === 'itch50' ? 2 : 0) }, (_, i) => message[i] ?? 0);
    kernel.load(Uint8Array.from([...one, ...one, ...one]));
    const decode = (most: number): number =>
      protocol === 'itch50'
        ? kernel.decodeItch50(0, 3 * one.length, most, 2, 9, newSequence())
        : kernel.decodePitch2(0, 3 * one.length, most, 2, 9, newSequence());
    expect(decode(0)).toBe(0);
    expect(kernel.ring.u8.every((byte) => byte === 0)).toBe(true);
    expect(decode(2)).toBe(2);
    expect(kernel.next).toBe(2 * one.length);
    expect(kernel.ring.u8[2 * SLOT_BYTES + HEADER.type]).toBe(type);
    expect(kernel.ring.u32[(2 * SLOT_BYTES + 60) / 4]).toBe(9);
    expect(kernel.ring.u8.subarray(4 * SLOT_BYTES).every((byte) => byte === 0)).toBe(true);
  });
});
