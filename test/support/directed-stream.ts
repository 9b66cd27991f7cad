/** A stream that is made to meet every bin of `crosses.ts`: some packets for each, with random values in the messages. */
import type { FeedConfig } from '../../control/core/feed.js';
import { RECORD_LAYOUTS } from '../../control/core/generated/records.js';
import { ALIGNMENTS, UNKNOWN, type Bin } from './crosses.js';
import { FrameBuilder, putBlock, putMoldHeader, type Frame } from './frames.js';
import { putUnknownMessage } from './messages.js';
import { channelConfig } from './plans.js';
import { TestRandom } from './random.js';
import { addressOf } from './streams.js';

const WINDOW_BEATS = 200;
/** More than the longest of these frames takes. */
const SPACING_BEATS = 90;
const LENGTH_BYTES = 2;
const VLAN = 7;
const UNKNOWN_BYTES_MAX = 64;
const KNOWN = RECORD_LAYOUTS.filter(({ protocol }) => protocol === 'itch50');

export const directedConfig: FeedConfig = {
  minFrameBytes: 60,
  maxFrameBytes: 1518,
  channels: [channelConfig(0, WINDOW_BEATS)],
};

/** Frames in the order of arrival. `shuffle` the bins first, so that what follows what differs from seed to seed. */
export function* directedFrames(seed: number, bins: readonly Bin[]): Generator<Frame, void> {
  const stream = new DirectedStream(seed);
  // The channel takes the first number that it sees as its beginning: nothing can be ahead of that, or late.
  yield stream.begin();
  for (const bin of shuffled(stream.random, bins)) yield* stream.meet(bin);
}

class DirectedStream {
  readonly random: TestRandom;
  private readonly builder = new FrameBuilder();
  private readonly lines = directedConfig.channels[0]!.lines.map(addressOf);
  private sequence = 1n;
  private arrival = SPACING_BEATS;

  constructor(seed: number) {
    this.random = new TestRandom(seed, 3);
  }

  begin(): Frame {
    return this.packet(0, this.sequence++, [this.filler()], false);
  }

  *meet(bin: Bin): Generator<Frame, void> {
    const { role, port } = bin;
    const other = 1 - port;
    const { blocks, hasTag } = this.blocksOf(bin);
    const { sequence } = this;
    const behind = sequence + BigInt(blocks.length);
    switch (role) {
      case 'next':
        yield this.packet(port, sequence, blocks, hasTag);
        break;
      case 'duplicate':
        yield this.packet(other, sequence, blocks, hasTag);
        yield this.packet(port, sequence, blocks, hasTag);
        break;
      case 'ahead':
        yield this.packet(port, sequence + 1n, blocks, hasTag);
        yield this.packet(other, sequence, [this.filler()], false);
        break;
      case 'fill':
        yield this.packet(other, behind, [this.filler()], false);
        yield this.packet(port, sequence, blocks, hasTag);
        break;
      case 'late':
        yield this.packet(other, behind, [this.filler()], false);
        this.arrival += 2 * WINDOW_BEATS;
        yield this.packet(port, sequence, blocks, hasTag);
        break;
    }
    this.sequence = role === 'next' || role === 'duplicate' ? behind : behind + 1n;
  }

  /** The message between others that put it where it should be. */
  private blocksOf({ type, place, alignment }: Bin): { blocks: Uint8Array[]; hasTag: boolean } {
    const message = type === UNKNOWN ? this.unknown() : this.known(type.charCodeAt(0));
    if (place === 'only') return { blocks: [message], hasTag: alignment !== 0 };
    if (place === 'first') return { blocks: [message, this.filler()], hasTag: alignment !== 0 };
    const hasTag = this.random.chance(0.5);
    const front = this.front((alignment + (hasTag ? 4 : 0)) % ALIGNMENTS);
    return { blocks: place === 'last' ? [...front, message] : [...front, message, this.filler()], hasTag };
  }

  /** Messages that take so many bytes with their lengths, modulo eight. */
  private front(bytes: number): Uint8Array[] {
    for (;;) {
      const messages = [this.filler()];
      if (this.random.chance(0.5)) messages.push(this.filler());
      const sum = messages.reduce((all, { length }) => all + LENGTH_BYTES + length, 0);
      if (sum % ALIGNMENTS === bytes) return messages;
    }
  }

  private filler(): Uint8Array {
    return this.known(this.random.pick(KNOWN).type);
  }

  private known(type: number): Uint8Array {
    const message = new Uint8Array(KNOWN.find((layout) => layout.type === type)!.length);
    this.random.fill(message, 0, message.length);
    message[0] = type;
    return message;
  }

  private unknown(): Uint8Array {
    const message = new Uint8Array(UNKNOWN_BYTES_MAX);
    return message.slice(0, putUnknownMessage(this.random, message, 0, UNKNOWN_BYTES_MAX));
  }

  private packet(port: number, sequence: bigint, blocks: readonly Uint8Array[], hasTag: boolean): Frame {
    const { builder } = this;
    const start = builder.begin(this.lines[port]!, hasTag ? { vlan: VLAN } : {});
    let at = putMoldHeader(builder.bytes, start, 'CROSSES', sequence, blocks.length);
    for (const block of blocks) at = putBlock(builder.bytes, at, block);
    const bytes = builder.bytes.slice(0, builder.finish(at - start));
    const frame = { port, arrival: this.arrival, bytes, badFcs: false };
    this.arrival += SPACING_BEATS;
    return frame;
  }
}

function shuffled<T>(random: TestRandom, items: readonly T[]): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}
